"""Styles (样式) of a Word document: what they, and those they are based on, say of headings, lists and raised words."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from gik.reading.parts import as_printed, child, children, value

_DEEPEST = 20
_HEADING = re.compile(r"heading ([1-6])", re.I)
_CONTENTS = re.compile(r"(?:toc|table of contents|目录).*", re.I)


@dataclass(frozen=True, slots=True)
class Styles:
    """A document's styles by id; ``default`` is the one of paragraphs that name none."""

    styles: Mapping[str, etree._Element] = field(default_factory=dict)
    default: str = ""

    def level(self, paragraph: etree._Element | None) -> int:
        """Give 1 to 6 for a heading, else 0, from a paragraph's properties."""
        words = self._first(paragraph, lambda properties: value(child(properties, "pPr"), "outlineLvl"))
        if words in {"0", "1", "2", "3", "4", "5"}:
            return int(words) + 1
        named = next((found for name in self._names(paragraph) if (found := _HEADING.fullmatch(name))), None)
        if named and not words:
            return int(named[1])
        return 1 if any(name.lower() == "title" for name in self._names(paragraph)) else 0

    def is_contents(self, paragraph: etree._Element | None) -> bool:
        """Say whether a paragraph is an entry of the table of contents (目录)."""
        return any(_CONTENTS.fullmatch(name) for name in self._names(paragraph))

    def numbering(self, paragraph: etree._Element | None) -> tuple[str, int]:
        """Give the list and the level that number a paragraph; an empty list for none."""
        number = self._first(paragraph, lambda properties: value(child(properties, "pPr"), "numPr", "numId"))
        depth = self._first(paragraph, lambda properties: value(child(properties, "pPr"), "numPr", "ilvl"))
        return number, int(depth) if depth.isdecimal() else 0

    def as_printed(self, words: str, run: etree._Element) -> str:
        """Give the words of a run with digits marked that are raised, lowered or struck out, by it or by its style."""
        return as_printed(words, run, *self._chain(value(run, "rPr", "rStyle")))

    def _first(self, paragraph: etree._Element | None, ask: Callable[[etree._Element], str]) -> str:
        for element in (paragraph, *self._of(paragraph)):
            if element is not None and (words := ask(element)):
                return words
        return ""

    def _names(self, paragraph: etree._Element | None) -> list[str]:
        return [value(style, "name") for style in self._of(paragraph)]

    def _of(self, paragraph: etree._Element | None) -> Iterator[etree._Element]:
        return self._chain(value(paragraph, "pPr", "pStyle") or self.default)

    def _chain(self, name: str) -> Iterator[etree._Element]:
        for _ in range(_DEEPEST):
            style = self.styles.get(name)
            if style is None:
                return
            yield style
            name = value(style, "basedOn")


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


def listed(styles: Styles) -> dict[str, str]:
    """Give the list that each numbering style stands for."""
    return {name: value(entry, "pPr", "numPr", "numId") for name, entry in styles.styles.items()}
