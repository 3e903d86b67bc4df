"""Tables of a page, recalled where one is marked up as an earlier one (版式记忆): offices share the templates of pages.

A table is read with marks in the place of its numbers. What comes of that is kept. With the numbers put in again, it is
what the table holds, and any other whose markup differs from it in nothing else.
"""

import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from typing import NamedTuple

from lxml import etree

from gik.reading.furniture import Line
from gik.reading.grids import HUGE, PrintedCell, PrintedRow, rectangles
from gik.reading.open_tables import Table

# A number and no other words between two tags, so short that its length doesn't tell whether a table holds data.
_DIGITS = "[0-9](?:[0-9.]{0,5}[0-9])?"
_NUMBER = re.compile(rf"(>\s*)({_DIGITS})(?=\s*<)")
_ALONE = re.compile(rf"(\s*){_DIGITS}(\s*)")
# Links are counted by their characters, some elements tell of the page, and inner tables may be no data.
_TELLING = ("a", "link", "meta", "title", "table")
# Characters of private use stand for numbers, one for each.
_FIRST, _LAST = 0xF0000, 0xFFFFD
_MARK = re.compile(f"[{chr(_FIRST)}-{chr(_LAST)}]")
# With fewer numbers a table is hardly one of data, and soon walked through.
_FEWEST = 3
_LONGEST = 400_000  # characters of the markup of a table that is worth keeping
_LAYOUTS = 256
_LARGEST = 4000  # cells of a layout that is kept

Items = Sequence[Line | Table]
Walk = Callable[[etree._Element], Items]


class _Row(NamedTuple):
    """A row with marks for numbers: which of its cells are the how manieth number of the table."""

    row: PrintedRow
    numbers: tuple[tuple[int, int], ...]

    def filled(self, numbers: Sequence[str]) -> PrintedRow:
        """Give the row with the numbers put in."""
        if not self.numbers:
            return self.row
        cells = list(self.row.cells)
        for at, number in self.numbers:
            _, lines, rowspan, colspan = cells[at]
            cells[at] = PrintedCell(numbers[number], lines, rowspan, colspan)
        return PrintedRow(tuple(cells), self.row.group)


class _Layout(NamedTuple):
    """The rows of a table with marks for numbers, and the rectangles of their cells."""

    rows: Sequence[_Row]
    rectangles: Sequence[tuple[int, int, int, int]]


def recalled(table: etree._Element, walk: Walk, *about: object) -> Table | None:
    """Give the data table that an element is, None where it must be walked through itself.

    ``walk`` gives what an element holds, which ``about`` it tells apart from other ways of walking.
    """
    if next(islice(table.iter(*_TELLING), 1, None), None) is not None:  # beside the table itself
        return None
    markup = etree.tostring(table, encoding="unicode", with_tail=False)
    if len(markup) > _LONGEST or _MARK.search(markup) is not None:
        return None
    parts = _NUMBER.split(markup)
    numbers = parts[2::3]
    if len(numbers) < _FEWEST:
        return None
    del parts[2::3]
    known = _known(blake2b("\0".join(parts).encode()).digest(), about)
    if not known:
        known.append(_read(table, len(numbers), walk))
    layout = known[0]  # of several where threads have read it at once
    return layout and Table(tuple([row.filled(numbers) for row in layout.rows]), layout.rectangles)


@lru_cache(maxsize=_LAYOUTS)
def _known(markup: bytes, about: tuple[object, ...]) -> list[_Layout | None]:
    """Give a list for what tables of that markup hold, empty as long as none has been read."""
    return []


def _read(table: etree._Element, count: int, walk: Walk) -> _Layout | None:
    """Give the layout of a table; None where it isn't one data table, or numbers stand among other words."""
    marked = deepcopy(table)
    marked.tail = None
    if count > _LAST - _FIRST or _mark(marked) != count:
        return None
    match walk(marked):
        case [Table(rows, _)]:
            found = [_Row(row, tuple(_numbers(row))) for row in rows]
            marks = [mark for row in rows for cell in row.cells for mark in _MARK.findall(cell.text)]
            longest = max(len(cell.text) for row in rows for cell in row.cells)
            is_plain = len(marks) == sum(len(row.numbers) for row in found) and longest < HUGE
            is_small = sum(len(row.cells) for row in rows) <= _LARGEST
            return _Layout(found, rectangles(rows)) if is_plain and is_small else None
    return None


def _mark(table: etree._Element) -> int:
    """Put marks in the place of numbers, in the order of the markup, and give how many there are."""
    count = 0
    for event, element in etree.iterwalk(table, events=("start", "end")):
        name = "text" if event == "start" else "tail"
        words = getattr(element, name)
        if words and (spaces := _ALONE.fullmatch(words)):
            setattr(element, name, chr(_FIRST + count).join(spaces.groups()))
            count += 1
    return count


def _numbers(row: PrintedRow) -> list[tuple[int, int]]:
    return [
        (at, ord(cell.text) - _FIRST)
        for at, cell in enumerate(row.cells)
        if len(cell.text) == 1 and _MARK.match(cell.text)
    ]
