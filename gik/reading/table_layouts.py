"""Tables of a page, recalled where one is marked up as an earlier one (版式记忆): offices share the templates of pages.

Most of a page is the markup of its tables. Without its numbers it says how a table is laid out: that is read once,
apart from the page and with marks in the place of the numbers, and kept. With the numbers put in again, it is what the
table holds, and any other whose markup differs in nothing else. The parser is given an empty table in the place of
either.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from lxml import etree

from gik.errors import UnreadableFile
from gik.reading.grids import HUGE
from gik.reading.inline import BLOCKS, TAGS, may_be_unseen, may_hide
from gik.reading.looks import has_looks, inline_classes
from gik.reading.markup import HEADINGS, REPLACED, collect, deepest, parse
from gik.reading.open_tables import Shape, Table

# A number and no other words between two tags, so short that its length doesn't tell whether a table holds data.
# Of the characters that count as blanks here, the parser gives some as words.
_BLANKS = r"[^\S\x1c-\x1f]*+"
_NUMBER = re.compile(rf">{_BLANKS}([-0-9][0-9.,]{{0,18}}+)(?<=[0-9]){_BLANKS}<")
# A tag, in lower case, that means the same wherever it stands: its attributes hide no other tags.
_ATTRIBUTE = r"\s++[a-z][\w:-]*+(?:\s*+=\s*+(?:\"[^\"<>&]*+\"|'[^'<>&]*+'|[^\s\"'<>&=`/]++))?+"
_PLAIN_TAG = re.compile(rf"<(/?)([a-z][a-z0-9:]*+)(?:{_ATTRIBUTE})*+\s*+(/?)>")
_TAG = re.compile("<[^<>]*+>")
_LONGEST_TAG = 2000
# Characters that the parser isn't given as they are, and the one that it is given for most of them.
_CONTROL = f"{REPLACED.decode()}\x7f"
_PLAIN, _EMPTY = TAGS["plain"], ("br", "col")
# Characters of private use stand for numbers, one for each.
_FIRST, _MOST = 0xF0000, 10_000
_MARK = re.compile(f"[{chr(_FIRST)}-{chr(_FIRST + _MOST)}]")
# With fewer numbers a table is hardly one of data, and soon walked through.
_FEWEST = 3
_LONGEST = 400_000  # characters of the markup of a table that is worth keeping
_LAYOUTS = 256
_LARGEST = 4000  # cells of a layout that is kept
_DEEPEST = 40  # elements of a table inside one another
# What an empty table is named by, which no page can know, and what may stand around a table and leave it as it is.
_NAME = f"gik{os.urandom(8).hex()}"
_AROUND = BLOCKS - {*HEADINGS, "pre"}


class _Layout(NamedTuple):
    """The words of a table's cells with marks for numbers, which cells are the how manieth number, and how all lie.

    ``classes`` are those by which the page may hide some of its digits.
    """

    words: Sequence[str]
    numbers: Sequence[tuple[int, int]]
    shape: Shape
    classes: Set[str]

    def filled(self, numbers: Sequence[str]) -> Table:
        """Give the table with the numbers put in."""
        words = list(self.words)
        for at, number in self.numbers:
            words[at] = numbers[number]
        return Table(words, self.shape)


class Page(NamedTuple):
    """The markup of a page, the tables lifted out of it, and classes that would change these if they were hidden."""

    markup: str
    tables: Sequence[Table] = ()
    classes: Set[str] = frozenset()


def lift(markup: str, whole: bool) -> Page:
    """Give a page with an empty table in the place of each data table that is recalled.

    ``whole`` keeps hidden elements and furniture.
    """
    kept: list[str] = []
    tables: list[Table] = []
    classes: set[str] = set()
    end = 0
    for start, behind in _innermost(markup):
        layout, numbers = _recalled(markup[start:behind], whole)
        if layout is not None:
            kept += markup[end:start], f'<table {_NAME}="{len(tables)}"></table>'
            tables.append(layout.filled(numbers))
            classes |= layout.classes
            end = behind
    return Page("".join([*kept, markup[end:]]), tables, classes)


def find_lifted(root: etree._Element, tables: Sequence[Table]) -> Mapping[etree._Element, Table] | None:
    """Give the tables by the empty elements of a tree that stand for them.

    None where one stands in a comment or a link, say, so that the page has to be parsed with its tables.
    """
    if not tables:
        return {}
    found = [element for element in root.iter("table") if element.get(_NAME)]
    if [element.get(_NAME) for element in found] != [str(number) for number in range(len(tables))]:
        return None
    around = {outer for element in found for outer in element.iterancestors()}
    if len(around) + _DEEPEST > deepest() or not all(map(_leaves_alone, around)):
        return None
    return dict(zip(found, tables, strict=True))


def _leaves_alone(element: etree._Element) -> bool:
    """Say whether an element says nothing about how the words of a table inside it look."""
    if not element.keys():
        return element.tag in _AROUND
    said = _said(" ".join([f'{name}="{element.get(name)}"' for name in map(str, element.attrib)]).lower())
    return element.tag in _AROUND and not has_looks(said) and not may_be_unseen(element)


def _said(markup: str) -> bytes:
    """Give markup with plain blanks: those of other kinds are blanks in a style, but not in a page's bytes."""
    return " ".join(markup.split()).encode()


def _innermost(markup: str) -> Iterator[tuple[int, int]]:
    """Give where tables begin and end that hold no other tables."""
    opening, closing = ("<table", "</table>") if "</table>" in markup else ("<TABLE", "</TABLE>")
    behind = 0
    while (end := markup.find(closing, behind)) >= 0:
        start = markup.rfind(opening, behind, end)
        behind = end + len(closing)
        if start >= 0:
            yield start, behind


def _recalled(markup: str, whole: bool) -> tuple[_Layout | None, Sequence[str]]:
    """Give the layout of the data table that markup is, None where it must be read on its page, and its numbers."""
    if len(markup) > _LONGEST:
        return None, ()
    parts = _NUMBER.split(markup.replace("&nbsp;", "\u00a0"))
    numbers = parts[1::2]
    if not _FEWEST <= len(numbers) <= _MOST:
        return None, ()
    del parts[1::2]
    known = _known(blake2b("\0".join(parts).encode()).digest(), whole)
    if not known:
        known.append(_read(parts, whole))
    return known[0], numbers  # one of several where threads have read it at once


@lru_cache(maxsize=_LAYOUTS)
def _known(markup: bytes, whole: bool) -> list[_Layout | None]:
    """Give a list for what tables of that markup hold, empty as long as none has been read."""
    return []


def _read(parts: Sequence[str], whole: bool) -> _Layout | None:
    """Give the layout of a table; None where it isn't one data table, or numbers stand among other words."""
    marks = [chr(_FIRST + number) for number in range(len(parts) - 1)]
    markup = "".join([f"{part}>{mark}<" for part, mark in zip(parts, marks, strict=False)]) + parts[-1]
    lowered = markup.lower()
    said = _said(lowered)
    if not _is_plain(lowered) or any(map(lowered.__contains__, _CONTROL)) or has_looks(said):
        return None
    root = parse(markup.encode())
    body = None if root is None else root.find("body")
    if body is None or len(body) > 1 or _MARK.findall("".join(map(str, body.itertext()))) != marks:
        return None
    try:
        items, _ = collect(body, whole, not whole and may_hide(said), {})
    except UnreadableFile:
        return None
    match items:
        case [Table(words, shape)]:
            numbers = [(at, ord(text) - _FIRST) for at, text in enumerate(words) if _MARK.fullmatch(text)]
            is_apart = len(numbers) == len(_MARK.findall("".join(words))) and max(map(len, words)) < HUGE
            if is_apart and len(words) <= _LARGEST:
                return _Layout(words, numbers, shape, inline_classes(body))
    return None


def _is_plain(markup: str) -> bool:
    """Say whether a table's markup, in lower case, means the same elsewhere, and changes nothing that stands there."""
    tags = _TAG.findall(markup)
    if not markup.count("<") == markup.count(">") == len(tags):
        return False
    matches = {tag: _PLAIN_TAG.fullmatch(tag) for tag in set(tags)}  # the same few all over the table
    parts = {tag: match.groups() for tag, match in matches.items() if match and len(tag) <= _LONGEST_TAG}
    if len(parts) < len(matches):
        return False
    inside: list[str] = []
    for tag in tags:
        ends, name, closed = parts[tag]
        if ends:
            if name not in inside:
                return False
            while inside.pop() != name:
                pass
        elif name not in _EMPTY:
            if closed or name not in _PLAIN or (name == "table") is bool(inside) or len(inside) > _DEEPEST:
                return False
            if name in BLOCKS and inside[-1:] == ["p"]:  # which ends the paragraph
                inside.pop()
            inside.append(name)
    return True
