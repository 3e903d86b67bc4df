"""Our own workbooks (本程序生成的工作簿) read back: the sheets of the forms, which hold one report below the other.

Where each cell of a form stands is known from the layout by which it was written, so nothing is guessed here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from gik.definitions import definition
from gik.forms import Form, load_forms
from gik.layouts import COLUMNS, boxes, head, printed_words, title
from gik.numbers import CellReading, read_cell
from gik.reading.sheet_rows import SheetCell, address
from gik.reading.spacing import clean
from gik.rows import Cell

_UNIT = 10  # the column of units on the form of 2014


class Held(NamedTuple):
    """A report on the sheet of a form: where it begins, what is printed of it, and its cells.

    Absent cells are none of them; ``records`` is None where no row of the form is found.
    """

    place: str
    cells: list[SheetCell]
    records: tuple[Cell, ...] | None


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the form on the sheet: how far below its table's heading, where its label, and its cells."""

    offset: int
    column: int
    label: str
    values: tuple["_Value", ...]


class _Value(NamedTuple):
    """A cell of the form: its column on the sheet; its row, column and unit on the form, and its row's label there."""

    at: int
    row: str
    column: str
    unit: str
    label: str


def form_of_sheet(cells: Sequence[SheetCell]) -> Form | None:
    """Give the form whose sheet write_workbook or write_form wrote: its first words name the form and its source."""
    first = next((cell.text for cell in cells if (cell.row, cell.column) == (0, 0)), "")
    return next((form for form in load_forms().values() if first == " ".join((form.name, form.source))), None)


def reports_of_form_sheet(name: str, form: Form, cells: Sequence[SheetCell]) -> Iterator[Held]:
    """Give each report on the sheet of a form; its place is ``2019年格式!A2``.

    What the workbook says of a report below the line for signatures or beside the form is left out.
    """
    rows: dict[int, list[SheetCell]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        if cell.column < COLUMNS:
            rows.setdefault(cell.row, []).append(cell)
    starts = [row - 1 for row in sorted(rows) if _is_source(rows[row]) and row - 1 in rows]
    signature = printed_words()["signature"].partition("：")[0] + "："
    for start, end in pairwise([*starts, max(rows, default=0) + 1]):
        inside = [rows[row] for row in range(start, end) if row in rows]
        signed = next((n for n, row in enumerate(inside) if row[0].text.startswith(signature)), len(inside))
        kept = inside[:signed]
        place = f"{name}!{address(start, 0)}"
        records = _records(name, form, kept[2:]) if _stands(form, kept[2:], rows.get(1, ())) else None
        yield Held(place, [cell for row in kept for cell in row], records)


def _stands(form: Form, rows: Sequence[Sequence[SheetCell]], top: Sequence[SheetCell]) -> bool:
    """Say whether all heads stand over their columns: none was put in, taken out or moved since.

    ``top`` is the second row of the sheet, the head of the table of 2014.
    """
    titles, heads = _titles(form), {table.code: _heads(form, table.code) for table in form.tables}
    heads[printed_words()["rest"]] = frozenset(zip(_rest_columns(), _rest_heads(), strict=True))
    found: dict[str, set[tuple[int, str]]] = {} if titles else {form.tables[0].code: _placed(top)}
    table = ""
    for row in rows:
        alone = row[0].text if len(row) == 1 else ""
        if alone in titles or alone == printed_words()["rest"]:
            table = titles.get(alone, alone)
        found.setdefault(table or form.tables[0].code, set()).update(_placed(row))
    return all(heads[table] <= placed for table, placed in found.items())


def _placed(row: Sequence[SheetCell]) -> set[tuple[int, str]]:
    return {(cell.column, cell.text) for cell in row}


def _records(name: str, form: Form, rows: Sequence[Sequence[SheetCell]]) -> tuple[Cell, ...] | None:
    """Give what the rows of a report print, in their order."""
    words, titles = printed_words(), _titles(form)
    table, top, begun = "" if titles else form.tables[0].code, 0, 0
    above: _Line | None = None
    found: list[Cell] = []
    known = False
    for row in rows:
        texts = {cell.column: cell for cell in row}
        alone = row[0].text if len(row) == 1 else ""
        if alone in titles or alone == words["rest"]:
            table, top, begun, above = titles.get(alone, words["rest"]), row[0].row, 0, None
        elif table == words["rest"]:
            found += _rest(name, form, texts)
        elif table and not alone:
            lines = _lines(form, table)
            marked = any(cell.text.startswith(words["own"]) for cell in row)
            at = None if marked else _matching(lines, begun, texts, row[0].row - top - 1)
            if at is not None:
                begun, above, known = at + 1, lines[at], True
                found += _values(name, form, table, above, texts)
            elif above and (marked or _label(above, texts) not in {"", *_printed(form, table)}):
                found += _values(name, form, table, _owned(form, above, texts), texts)
    return tuple(found) if known else None


def _matching(lines: Sequence[_Line], begun: int, texts: Mapping[int, SheetCell], offset: int) -> int | None:
    """Give the first line from ``begun`` on that bears the row's label; one without a label is known by its place."""
    for number, line in enumerate(lines[begun:], start=begun):
        if (_label(line, texts) == line.label) if line.label else (offset == line.offset):
            return number
    return None


def _values(name: str, form: Form, table: str, line: _Line, texts: Mapping[int, SheetCell]) -> Iterator[Cell]:
    """Give the cells of a row, but for those that the report doesn't print."""
    first = next(iter(texts.values()))
    for at, row, column, unit, label in line.values:
        cell = texts.get(at) or SheetCell(first.row, at, "")
        if cell.text != printed_words()["absent"]:
            yield _cell(form, table, row, column, label, cell.text, unit, cell.place(name))


def _owned(form: Form, above: _Line, texts: Mapping[int, SheetCell]) -> _Line:
    """Give a row of the agency's own: its cells stand in the columns of the row above, and have no code."""
    label = _label(above, texts).removeprefix(printed_words()["own"])
    unit = texts[_UNIT].text if len(form.tables) == 1 and _UNIT in texts else ""
    values = tuple(value._replace(row="", label=label, unit=unit or value.unit) for value in above.values)
    return _Line(above.offset, above.column, label, values)


def _rest(name: str, form: Form, texts: Mapping[int, SheetCell]) -> Iterator[Cell]:
    """Give the cell of a line that belongs to no row of the form: its label, table and column, unit and words."""
    starts = _rest_columns()
    label, where, unit, value = (texts[at].text if at in texts else "" for at in starts[:4])
    tables = {clean(printed_words()[table.code]): table for table in form.tables}
    said, _, said_column = where.partition("｜")
    table = tables.get(said)
    columns = {clean(column.label): column.code for column in table.columns} if table else {}
    if [label, where] != _rest_heads()[:2]:
        place = texts[starts[3]].place(name) if starts[3] in texts else ""
        code = table.code if table else "other"
        yield _cell(form, code, "", columns.get(said_column, ""), label, value, unit, place)


def _cell(form: Form, table: str, row: str, column: str, label: str, text: str, unit: str, place: str) -> Cell:
    reading, text = _reading(text)
    where = form.code, table, row, column, label
    return Cell(*where, text, reading.value, reading.state, reading.unit or unit, place)


def _reading(text: str) -> tuple[CellReading, str]:
    """Read a cell; words that look like a number and are none bear a mark."""
    plain = text.removesuffix(printed_words()["doubt"])
    if plain != text and read_cell(plain).state != "text":
        return CellReading(None, "text", ""), plain
    return read_cell(text), text


@cache
def _lines(form: Form, table: str) -> tuple[_Line, ...]:
    placed, lines = boxes(form, table), []
    for offset in sorted({box.row for box in placed if box.key}):
        here = [box for box in placed if box.row == offset]
        label = next((box for box in here if not box.key and box.look == "form_label"), None)
        rows = form.table(table)
        values = (_Value(b.column, b.key[1], b.key[2], b.unit, rows.row(b.key[1]).label) for b in here if b.key)
        lines.append(_Line(offset, label.column if label else 0, clean(label.text) if label else "", tuple(values)))
    return tuple(lines)


@cache
def _printed(form: Form, table: str) -> frozenset[str]:
    return frozenset(clean(box.text) for box in boxes(form, table) if not box.key)


@cache
def _heads(form: Form, table: str) -> frozenset[tuple[int, str]]:
    """Give the heads over the columns of a table, each with the first of its columns."""
    if len(form.tables) == 1:
        return frozenset(zip((0, _UNIT, _UNIT + 2), head(), strict=True))
    rows = {box.row for box in boxes(form, table) if box.key}
    return frozenset((box.column, clean(box.text)) for box in boxes(form, table) if box.row not in rows)


def _titles(form: Form) -> dict[str, str]:
    return {clean(title(table.code)): table.code for table in form.tables} if len(form.tables) > 1 else {}


def _rest_columns() -> list[int]:
    spans = definition("layouts.toml")["rest"]["spans"]
    return [sum(spans[:n]) for n in range(len(spans))]


def _rest_heads() -> list[str]:
    return [clean(text) for text in definition("layouts.toml")["rest"]["heads"]]


def _label(line: _Line, texts: Mapping[int, SheetCell]) -> str:
    return texts[line.column].text if line.column in texts else ""


def _is_source(row: Sequence[SheetCell]) -> bool:
    shown = [cell.text for cell in row if cell.text]
    return len(shown) == 1 and _source().fullmatch(shown[0]) is not None


@cache
def _source() -> re.Pattern[str]:
    """Give a pattern for the line below a report's title: its fixed words, anything in its places."""
    fixed = re.split(r"\{\w+\}", printed_words()["block_source"])
    return re.compile(".*".join(re.escape(clean(part)) for part in fixed), re.DOTALL)
