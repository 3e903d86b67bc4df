"""Layouts (表样): where on the printed form each label and each cell of a table stands, and the form's own words.

All tables share fifteen columns of equal width, which is what the widest of them, the disputes, needs. By these boxes
sheets are written (gik.workbooks.layout says how high they are) and read back (gik.reading.own_workbook).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from gik.definitions import definition
from gik.forms import Form, FormRow, FormTable, Key

COLUMNS = 15
LABELS = 8  # columns for the labels of the table of requests


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the printed table: words, or key and unit of the form's cell whose value stands there."""

    row: int
    column: int
    rows: int
    columns: int
    text: str = ""
    key: Key | None = None
    unit: str = ""
    look: str = "form_label"
    indent: int = 0


@cache
def boxes(form: Form, table: str) -> tuple[Box, ...]:
    """Give the boxes of a table of the form; rows and columns count from 0."""
    layout = definition("layouts.toml")["layouts"][table]
    return tuple(map(_folded, _LAYOUTS[layout](form.table(table))))


def printed_words() -> Mapping[str, str]:
    """Give the words of the printed forms, which are Chinese in every language."""
    found: Mapping[str, str] = definition("layouts.toml")["printed"]
    return found


def _folded(box: Box) -> Box:
    """Print a label of four characters as two and two where the column is narrow, as the form does."""
    if box.columns > 1 or len(box.text) != 4:
        return box
    return replace(box, text=f"{box.text[:2]}\n{box.text[2:]}")


def head() -> tuple[str, ...]:
    """Give the words of the header that stands above all rows of the table of 2014."""
    words = printed_words()
    return words["label"], words["unit"], words["value"]


def title(table: str) -> str:
    """Give the words over a table of the forms of 2019 and 2021."""
    return printed_words()[table]


def _list(table: FormTable) -> Iterator[Box]:
    """Lay out the table of 2014: label, unit, one value a row; headings in their places."""
    begun: set[str] = set()
    row = 0
    for entry in table.rows:
        for heading in table.headings:
            if entry.number.startswith(heading.number) and heading.number not in begun:
                begun.add(heading.number)
                yield Box(row, 0, 1, 10, _prefix(heading.number) + heading.label, indent=_depth(heading.number))
                yield Box(row, 10, 1, 2, printed_words()["heading_unit"], look="form_head")
                yield Box(row, 12, 1, 3, printed_words()["heading_unit"], look="form_head")
                row += 1
        yield Box(row, 0, 1, 10, _numbered(entry, table), indent=_depth(entry.number))
        yield Box(row, 10, 1, 2, entry.units[0], look="form_head")
        yield Box(row, 12, 1, 3, key=(table.code, entry.code, entry.columns[0]), unit=entry.units[0])
        row += 1


def _sections(table: FormTable) -> Iterator[Box]:
    """Lay out the table of article 20: a section a paragraph of the article, each with its own columns."""
    row, section = 0, ""
    for entry in table.rows:
        spans = _spans(6, len(entry.columns))
        if entry.number != section:
            section = entry.number
            yield Box(row, 0, 1, COLUMNS, section, look="form_head")
            yield Box(row + 1, 0, 1, 6, printed_words()["content"], look="form_head")
            for column, (left, width) in zip(entry.columns, spans, strict=True):
                yield Box(row + 1, left, 1, width, table.column(column).label, look="form_head")
            row += 2
        yield Box(row, 0, 1, 6, entry.label)
        for column, unit, (left, width) in zip(entry.columns, entry.units, spans, strict=True):
            yield Box(row, left, 1, width, key=(table.code, entry.code, column), unit=unit)
        row += 1


def _tree(table: FormTable) -> Iterator[Box]:
    """Lay out the table of requests: three levels of labels on the left, seven columns of applicants."""
    words, columns = printed_words(), table.columns
    last = len(columns) - 1
    yield Box(0, 0, 3, LABELS, words["balance"], look="form_head")
    yield Box(0, LABELS, 1, len(columns), words["applicants"], look="form_head")
    yield Box(1, LABELS, 2, 1, columns[0].label, look="form_head")
    yield Box(1, LABELS + 1, 1, last - 1, words["organisations"], look="form_head")
    yield Box(1, LABELS + last, 2, 1, columns[-1].label, look="form_head")
    for offset, column in enumerate(columns[1:-1], start=1):
        yield Box(2, LABELS + offset, 1, 1, column.label, look="form_head")
    levels = [_parts(entry.number) for entry in table.rows]
    left = {1: 0, 2: 1, 3: 3}
    for heading in table.headings:
        parts = _parts(heading.number)
        below = [i for i, level in enumerate(levels) if level[: len(parts)] == parts and len(level) > len(parts)]
        if below:
            depth = len(parts)
            width = left[depth + 1] - left[depth]
            label = _prefix(heading.number) + heading.label
            yield Box(3 + below[0], left[depth], len(below), width, label, look="form_head")
    for index, (entry, level) in enumerate(zip(table.rows, levels, strict=True)):
        start = left[len(level)]
        yield Box(3 + index, start, 1, LABELS - start, _prefix(entry.number) + entry.label)
        for offset, (code, unit) in enumerate(zip(entry.columns, entry.units, strict=True)):
            yield Box(3 + index, LABELS + offset, 1, 1, key=(table.code, entry.code, code), unit=unit)


def _across(table: FormTable) -> Iterator[Box]:
    """Lay out the table of disputes: one row of values, five results for each kind of dispute."""
    width = len(table.columns)
    yield Box(0, 0, 2, width, printed_words()["reviews"], look="form_head")
    yield Box(0, width, 1, width * (len(table.rows) - 1), printed_words()["lawsuits"], look="form_head")
    for index, entry in enumerate(table.rows):
        if index:
            yield Box(1, index * width, 1, width, entry.label, look="form_head")
        for offset, (column, unit) in enumerate(zip(entry.columns, entry.units, strict=True), start=index * width):
            yield Box(2, offset, 1, 1, table.column(column).label, look="form_head")
            yield Box(3, offset, 1, 1, key=(table.code, entry.code, column), unit=unit)


_LAYOUTS: dict[str, Callable[[FormTable], Iterator[Box]]] = {
    "list": _list,
    "sections": _sections,
    "tree": _tree,
    "across": _across,
}


def _spans(start: int, count: int) -> list[tuple[int, int]]:
    """Share the columns from ``start`` among so many cells, as evenly as it goes."""
    edges = [start + round((COLUMNS - start) * i / count) for i in range(count + 1)]
    return [(a, b - a) for a, b in pairwise(edges)]


def _parts(number: str) -> tuple[str, ...]:
    """Split a row's number by level.

    >>> _parts("三（三）1")
    ('三', '（三）', '1')
    """
    return tuple(re.findall(r"^[一二三四五六七八九十]+|（.+?）|\d+$", number))


def _depth(number: str) -> int:
    return len(_parts(number)) - 1 if number else 3


def _prefix(number: str) -> str:
    """Give a row's own number as printed before its label.

    >>> _prefix("三"), _prefix("三（三）"), _prefix("三（三）1")
    ('三、', '（三）', '1.')
    """
    last = _parts(number)[-1]
    return f"{last}." if last.isdigit() else last if last.startswith("（") else f"{last}、"


def _numbered(entry: FormRow, table: FormTable) -> str:
    if entry.number:
        return _prefix(entry.number) + entry.label
    first = next(row for row in table.rows if row.parent == entry.parent and not row.number)
    return ("其中：" if entry.parent and first == entry else "") + entry.label
