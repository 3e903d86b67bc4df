"""Styles (样式) of a Word document: what they, and those they are based on, say of headings, lists and raised words."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree

from gik.reading.parts import as_printed, child, children, first_of_each, local, value
from gik.reading.spacing import unsure

_DEEPEST = 20
_HEADING = re.compile(r"heading ([1-6])", re.I)
_CONTENTS = re.compile(r"(?:toc|table of contents|目录).*", re.I)
# Type in the colour of the paper, type that is too small to be seen (in half points), and what gives no other colour.
_WHITE, _TINY = "FFFFFF", 2
_NO_PATTERN, _NO_FILL = ("clear", "nil", ""), (_WHITE, "AUTO", "")
_OFF = frozenset(("0", "false", "off"))
_OUTLINE = ("0", "1", "2", "3", "4", "5")


class Look(NamedTuple):
    """What a paragraph is by its styles and by itself: a heading, a title, an entry of the contents, part of a list."""

    outline: str = ""
    heading: int = 0
    is_title: bool = False
    is_contents: bool = False
    number: str = ""
    depth: str = ""

    @property
    def level(self) -> int:
        """1 to 6 for a heading, else 0."""
        if self.outline in _OUTLINE:
            return int(self.outline) + 1
        return self.heading if self.heading and not self.outline else int(self.is_title)

    @property
    def numbering(self) -> tuple[str, int]:
        """The list and the level that number the paragraph; an empty list for none."""
        return self.number, int(self.depth) if self.depth.isdecimal() else 0


class Styles:
    """A document's styles by id; ``default`` is the one of paragraphs that name none."""

    def __init__(self, styles: Mapping[str, etree._Element], default: str = "") -> None:
        """Take the styles' elements by id."""
        self._styles, self._default = styles, default
        self._hides = any(child(style, "rPr", "vanish") is not None for style in styles.values())
        self._looks: dict[str, Look] = {}  # a report's paragraphs share a few styles: each is gone through once

    def look(self, about: etree._Element | None) -> Look:
        """Give the look of a paragraph with these properties (pPr)."""
        if about is None:
            return self._look_of(self._default)
        said = first_of_each(about)
        look = self._look_of(value(said.get("pStyle"), "val", own=True) or self._default)
        number = said.get("numPr")
        return look._replace(
            outline=value(said.get("outlineLvl"), "val", own=True) or look.outline,
            number=value(number, "numId") or look.number,
            depth=value(number, "ilvl") or look.depth,
        )

    def as_printed(self, words: str, run: etree._Element) -> str:
        """Give the words of a run, digits marked that it or its style raises, lowers, strikes out or leaves unseen."""
        about = child(run, "rPr")
        if about is None:
            return words
        said = [about, *(child(style, "rPr") for style in self._chain(value(about, "rStyle")))]
        words = as_printed(words, *said)
        size = next((told for one in said if (told := value(one, "sz"))), "")
        is_tiny = size.isdecimal() and int(size) <= _TINY
        colour = next((told for one in said if (told := value(one, "color"))), "")
        is_unseen = is_tiny or (colour.upper() == _WHITE and not self._is_coloured(run))
        return unsure(words) if is_unseen else words

    def hide(self, run: etree._Element) -> bool:
        """Say whether the words of a run are hidden (隐藏文字), by it or by its style."""
        about = child(run, "rPr")
        told = child(about, "vanish")
        if told is None and self._hides and about is not None:
            chain = self._chain(value(about, "rStyle"))
            told = next((one for style in chain if (one := child(style, "rPr", "vanish")) is not None), None)
        return told is not None and value(told, "val", own=True) not in _OFF

    def _is_coloured(self, run: etree._Element) -> bool:
        """Say whether a colour may lie below the words of a run: its own, or one of what it stands in."""
        for element in (run, *run.iterancestors()):
            about = child(element, f"{local(element)}Pr")
            if local(element) == "txbxContent" or child(about, "highlight") is not None:
                return True
            shades = [child(about, "shd")]
            for style in self._chain(value(about, "tblStyle")):
                shades += style.iter("{*}shd")
            if any(shade is not None and _is_shade(shade) for shade in shades):
                return True
        return False

    def listed(self) -> dict[str, str]:
        """Give the list that each numbering style stands for."""
        return {name: value(entry, "pPr", "numPr", "numId") for name, entry in self._styles.items()}

    def _look_of(self, name: str) -> Look:
        """Give the look of a style: of each thing, the first that it or one it is based on says."""
        if name in self._looks:
            return self._looks[name]
        chain = list(self._chain(name))
        names = [value(style, "name") for style in chain]
        headings = (int(found[1]) for each in names if (found := _HEADING.fullmatch(each)))
        self._looks[name] = Look(
            _first(chain, "outlineLvl"),
            next(headings, 0),
            any(each.lower() == "title" for each in names),
            any(_CONTENTS.fullmatch(each) for each in names),
            _first(chain, "numPr", "numId"),
            _first(chain, "numPr", "ilvl"),
        )
        return self._looks[name]

    def _chain(self, name: str) -> Iterator[etree._Element]:
        for _ in range(_DEEPEST):
            style = self._styles.get(name)
            if style is None:
                return
            yield style
            name = value(style, "basedOn")


def _is_shade(shade: etree._Element) -> bool:
    told = [value(shade, name, own=True) for name in ("fill", "themeFill")]
    return value(shade, "val", own=True) not in _NO_PATTERN or any(one.upper() not in _NO_FILL for one in told)


def _first(chain: list[etree._Element], *path: str) -> str:
    return next((words for style in chain if (words := value(style, "pPr", *path))), "")


def read_styles(root: etree._Element | None) -> Styles:
    """Give the styles of a styles part; none of no part."""
    entries = list(children(root, "style"))
    styles = {value(entry, "styleId", own=True): entry for entry in entries}
    defaults = (
        value(entry, "styleId", own=True)
        for entry in entries
        if value(entry, "type", own=True) == "paragraph" and value(entry, "default", own=True) in ("1", "true", "on")
    )
    return Styles(styles, next(defaults, ""))
