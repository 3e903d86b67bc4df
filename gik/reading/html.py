"""A page (.html) → Document: paragraphs and data tables in reading order, without the page's furniture."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from gik.errors import UnreadableFile
from gik.limits import require
from gik.reading.building import Laid, Words, build
from gik.reading.claims import claims
from gik.reading.document import Document, GridCell
from gik.reading.furniture import Line
from gik.reading.inline import may_hide
from gik.reading.looks import hidden_classes, mark_looks
from gik.reading.markup import collect, parse
from gik.reading.open_tables import Table
from gik.reading.table_layouts import Page, find_lifted, lift

_DECLARATION = re.compile(r"<\?xml[^<>]*\?>")
# The parser compares every attribute of an element with all before it.
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{8192,}")
# Cells of a table whose places are kept for tables that are laid out alike.
_LARGEST = 1000


def read_html(text: str, encoding: str) -> Document:
    r"""Give the document of a page: one line of text a paragraph, one a row of a table, cells joined by `` | ``.

    Places are ``paragraph 12`` and ``table 3 row 5 cell 2``, counted from 1 as printed. Headings keep their level.
    Raises UnreadableFile for pages without words and for pages nested too deeply to be read whole.

    >>> read_html("<h2>一、概述</h2><table><tr><td>规章<td>0", "utf-8").text
    '一、概述\n规章 | 0\n'
    """
    markup = _DECLARATION.sub("", text, count=1) if "<?xml" in text else text
    page = _read(markup)
    if not page.has_report and (everything := _read(markup, whole=True)).has_report:
        page = everything  # the report itself was judged furniture, or is hidden until a script shows it
    if not page.items:
        raise UnreadableFile("网页没有文字（内容可能是图片，或由脚本生成），请在浏览器中打开后另存")
    return build(_items(page.items), "html", encoding, claims(page.head, text))


class _Told(NamedTuple):
    """What a page holds: lines and data tables, and what its head says of the page (names as in the markup)."""

    items: Sequence[Line | Table]
    head: Sequence[tuple[str, str]]

    @property
    def has_report(self) -> bool:
        """Whether there is a table or a sentence on the page."""
        return any(isinstance(item, Table) or "。" in item.text for item in self.items)


def _read(markup: str, whole: bool = False) -> _Told:
    """Give what markup holds; ``whole`` keeps hidden elements and furniture."""
    return _collected(lift(markup, whole), whole) or _collected(Page(markup), whole) or _Told((), ())


def _collected(page: Page, whole: bool) -> _Told | None:
    """Give what a page holds; None where tables that were lifted out of it are changed by what stands around them."""
    for tag in _LONG_TAG.finditer(page.markup):
        require("attributes", tag[0].count("="), "网页标签")
    data = page.markup.encode()
    root, lowered = parse(data), data.lower()
    given = None if root is None else find_lifted(root, page.tables)
    if root is None or given is None:
        return None
    hidden = hidden_classes(root, lowered)
    if not hidden.isdisjoint(page.classes):
        return None
    mark_looks(root, lowered, hidden)
    return _Told(*collect(root, whole, not whole and may_hide(lowered), given))


def _items(items: Sequence[Line | Table]) -> Iterator[Words | Laid]:
    tables = 0
    for item in items:
        if isinstance(item, Line):
            yield Words(item.text, item.level)
        else:
            tables += 1
            place = f"table {tables}"
            places = (_kept_places if len(item.words) <= _LARGEST else _places)(item.shape.lengths, place)
            about = zip(item.words, *item.shape.rectangles, places, repeat(1.0))
            yield Laid(item.text, tuple(map(tuple.__new__, repeat(GridCell), about)), place)


def _places(lengths: tuple[int, ...], table: str) -> tuple[str, ...]:
    """Give the places of the cells of a table whose rows have so many."""
    return tuple(
        [
            f"{table} row {row} cell {cell}"
            for row, length in enumerate(lengths, start=1)
            for cell in range(1, length + 1)
        ]
    )


_kept_places = lru_cache(maxsize=128)(_places)
