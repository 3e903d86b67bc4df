"""Furniture (页面框架): navigation, menus, footers and buttons, which are on the page but not in the report."""

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from gik.definitions import definition

# Nothing that holds this much prose is furniture, whatever its name says.
PROSE = 150
# A table of a page's or a document's own particulars (信息要素) has no more rows than this.
PARTICULARS = 12
_LINE = 100


class Line(NamedTuple):
    """A line of a page, its heading level (0 for none), and how many links and characters of links it holds."""

    text: str
    level: int = 0
    links: int = 0
    linked: int = 0

    @property
    def prose(self) -> int:
        """How many characters of prose the line holds: all or none."""
        length = len(self.text)
        return length if length >= 30 and "。" in self.text and self.linked * 2 < length else 0


def is_menu(lines: Iterable[Line]) -> bool:
    """Tell whether lines are a list of links rather than text with links in it; attachments (附件) are text.

    >>> is_menu([Line("首页 信息公开 网上办事", 0, 3, 10)]), is_menu([Line("附件1 附件2 附件3", 0, 3, 9)])
    (True, False)
    """
    counted = [line for line in lines if not (line.links and line.text.startswith("附"))]
    if sum(line.links for line in counted) < 3:
        return False
    linked = sum(min(line.linked, len(line.text)) for line in counted)
    return linked * 5 >= sum(len(line.text) for line in counted) * 3


def is_furniture(line: Line) -> bool:
    """Tell whether a line is nothing but page furniture, such as 【打印本页】.

    >>> is_furniture(Line("【打印本页】")), is_furniture(Line("打印机采购情况"))
    (True, False)
    """
    if len(line.text) > _LINE or "。" in line.text:
        return False
    return _says_furniture(line.text) or (line.links >= 3 and is_menu([line]))


@lru_cache(maxsize=4096)
def _says_furniture(text: str) -> bool:
    return _line_pattern().fullmatch(text) is not None


@cache
def _line_pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in definition("reading.toml")["furniture"]["lines"]), re.I)


@lru_cache(maxsize=4096)
def names_furniture(names: str) -> bool:
    """Tell whether the classes or id of an element name furniture, such as ``footer``.

    >>> names_furniture("wrap page-footer"), names_furniture("position-relative")
    (True, False)
    """
    return any(_name_pattern().fullmatch(name) for name in names.lower().split())


@cache
def _name_pattern() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{name})" for name in definition("reading.toml")["furniture"]["names"]))


def states_metadata(cells: Sequence[str]) -> bool:
    """Tell whether cells are the page's own particulars (信息要素), such as 索引号 and 发布机构.

    >>> states_metadata(["索引号：", "000014349", "发布机构：", "市教育局"])
    True
    """
    claims = definition("reading.toml")["claims"]
    likely = [cell for cell in cells if cell.startswith(_claim_heads())]
    return sum(re.split("[:：]", cell)[0].replace(" ", "") in claims for cell in likely) >= 2


@cache
def _claim_heads() -> tuple[str, ...]:
    """Give what a particular's name can begin with."""
    return tuple({" ", *(claim[0] for claim in definition("reading.toml")["claims"])})


def leads_away(href: str | None) -> bool:
    """Say whether a link leads to another place than one on its own page."""
    return href is not None and not (href.startswith("#") and len(href) > 1)
