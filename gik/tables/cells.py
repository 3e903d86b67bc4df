"""Rows with their cells placed → rows of the cells frame, and findings about what could not be placed."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from operator import itemgetter
from typing import Any

from gik.findings import finding
from gik.forms import Form
from gik.layouts import printed_words
from gik.numbers import UNREAD, CellReading
from gik.rows import Cell
from gik.tables.asking import Asked
from gik.tables.grids import Placed
from gik.tables.heads import Heads, blocks_of, columns_of, head_unit, heads_of, in_order, stand_below
from gik.tables.lexicon import Entry
from gik.tables.meanings import Context
from gik.tables.placing import place
from gik.tables.printed import DISPUTES, Printed, Row
from gik.tables.regions import Region
from gik.tables.rows import read_rows
from gik.tables.tokens import SCALES, Token

Record = dict[str, Any]
# Takes from a cell its table, row and column: where on the form it stands.
WHERE = itemgetter(slice(1, 4))

_DISPUTES_LABEL = "行政复议、行政诉讼"
_BLANK = CellReading(None, "blank", "")
_ABSENT = CellReading(None, "absent", "")


def read_marked(region: Region, form: Form, context: Context, asked: Asked) -> tuple[list[Cell], list[Record]]:
    """Give the cells and findings of a region of marked tokens, read as that form; they bear the marks."""
    printed = read_rows(region, form.code, context)
    # A table goes on in the next grid by the heads of the one before.
    headed = {head.table for head, _ in printed.columns}
    own = {table.code for table in form.tables if not in_order(table, printed)}
    printed.disordered = context.disordered = own | (context.disordered - headed)
    rows = _worth_reading(printed.rows)
    turned = [row for row in rows if row.entry and row.table in printed.turned and not row.has_value]
    for row in turned:  # heads of a table that is turned on its side: no cell of theirs is printed, not even a blank
        row.slots.clear()
    blocks = blocks_of(printed)
    known = [(row, row.entry) for row in rows if row.entry]
    heads = [heads_of(entry, row.line, form, printed) for row, entry in known]
    results = zip(place(region, form, printed, known, heads, len(blocks), asked), heads, strict=True)
    cells: list[Cell] = []
    findings: list[Record] = []
    columns: Sequence[str] = ()
    for row in rows:
        if row.entry is None:
            if row.label or not _numbers_columns(row, printed, asked):
                cells += _unknown_row(row, form, columns)
                findings.append(_row_finding("form.row_unknown", row) if row.label else _unnamed(row))
            continue
        columns = [column for _, column, _ in columns_of(row.entry, form)]
        result, at = next(results)
        if result.reason:
            cells += _unread_row(row, row.entry, form)
            findings.append(_row_finding("cell.unread", row, reason=result.reason))
        else:
            cells += _row_cells(row, row.entry, form, printed, result, blocks, at)
    if turned and any(cell.state != "absent" for cell in cells):
        words = "、".join(row.label for row in turned[:3])
        findings.append(finding("table.unread", place=turned[0].place, evidence=words, label=words))
    return cells, findings


def absent(form: Form, cells: Sequence[Cell]) -> list[Cell]:
    """List the cells of the form that a report doesn't print, in the form's order."""
    printed = set(map(WHERE, cells))
    every = _absent(form)
    return [] if every.keys() <= printed else [cell for at, cell in every.items() if at not in printed]


@cache
def _absent(form: Form) -> dict[tuple[str, str, str], Cell]:
    return {
        (table.code, row.code, column): _cell(form.code, table.code, row.code, column, row.label, "", _ABSENT, unit, "")
        for table in form.tables
        for row in table.rows
        for column, unit in zip(row.columns, row.units, strict=True)
    }


def _worth_reading(rows: Sequence[Row]) -> list[Row]:
    """Of the lines behind the heads of the disputes table keep the last: the others are gaps between heads.

    Where several hold numbers nothing says which of them is this year's: all are kept as one.
    """
    lines = [row for row in rows if row.entry is DISPUTES]
    kept = [row for row in lines if row.has_value] or lines[-1:]
    if not kept:
        return list(rows)
    whole = replace(kept[0], slots=[token for row in kept for token in row.slots])
    return [whole if row is kept[0] else row for row in rows if row.entry is not DISPUTES or row is kept[0]]


def _row_cells(
    row: Row, entry: Entry, form: Form, printed: Printed, placed: Placed, blocks: tuple[str, ...], heads: Heads
) -> list[Cell]:
    columns = columns_of(entry, form)
    own_unit = _unit(row)
    cells = []
    for number, block in enumerate(blocks):
        if block == "index":
            continue
        this_year = block == "this"
        tokens = placed.cells[number * len(columns) : (number + 1) * len(columns)]
        # Heads that stand over just these cells tell their order, whatever the form's.
        order = sorted(columns, key=lambda column: heads[column[1]]) if stand_below(tokens, heads) else columns
        for (code, column, unit), token in zip(order, tokens, strict=True):
            blank = _BLANK if placed.printed else _ABSENT
            cells.append(
                _cell(
                    form.code,
                    row.table if this_year else "other",
                    code if this_year else "",
                    column if this_year else "",
                    row.label or form.table(row.table).row(code).label,
                    token.text if token else "",
                    token.reading if token and token.reading else blank,
                    own_unit or head_unit(column, row, printed) or unit,
                    token.place if token else row.place,
                )
            )
    return cells


def _unread_row(row: Row, entry: Entry, form: Form) -> list[Cell]:
    """Keep the words of a row that can't be placed: all of them in each of its cells."""
    words = " | ".join(token.text for token in (*row.inner, *row.slots) if token.kind == "value")
    return [
        _cell(form.code, row.table, code, column, row.label or _DISPUTES_LABEL, words, UNREAD, unit, row.place)
        for code, column, unit in columns_of(entry, form)
    ]


def _unknown_row(row: Row, form: Form, columns: Sequence[str]) -> list[Cell]:
    """Keep a row that the form doesn't know: its label and each of its printed values.

    Where it has as many as the table's columns, or as the known row above it, they stand in those columns.
    """
    values = [token for token in (*row.inner, *row.slots) if token.kind == "value"]
    if not values:
        return [_cell(form.code, row.table, "", "", row.label, "", _BLANK, _unit(row), row.place)]
    of_table = [column.code for column in form.table(row.table).columns]
    known = next((codes for codes in (of_table, columns) if len(codes) == len(values)), [""] * len(values))
    return [
        _cell(form.code, row.table, "", column, row.label, token.text, token.reading or UNREAD, _unit(row), token.place)
        for column, token in zip(known, values, strict=True)
    ]


def _numbers_columns(row: Row, printed: Printed, asked: Asked) -> bool:
    """Say whether a line without a label only numbers the columns (栏次), right below their heads."""
    is_below = any(token.line == row.line - 1 for _, token in printed.columns)
    return is_below and bool(asked.ask(_count_on, [token for token in row.slots if token.kind == "value"]))


def _count_on(tokens: Sequence[Token | None]) -> bool:
    values = [token.reading.value or 0 for token in tokens if token and token.reading]
    return len(values) > 1 and values[0] <= 2 and all(b - a == 1 for a, b in pairwise(values))


def _unnamed(row: Row) -> Record:
    words = " ".join(token.text for token in row.slots if token.kind == "value")
    table = printed_words()[row.table]
    return finding("cell.unread", wording="zh_unnamed", place=row.place, evidence=words, table=table, words=words)


def _unit(row: Row) -> str:
    """Give the unit that a cell of its own prints."""
    return next((token.text for token in row.slots if token.kind == "unit"), "")


def _row_finding(rule: str, row: Row, **facts: Any) -> Record:
    words = " ".join(token.text for token in (*row.inner, *row.slots) if token.kind in {"value", "unit"})
    label = row.label or _DISPUTES_LABEL
    evidence = f"{label} {words}".strip()
    return finding(rule, place=row.place, evidence=evidence, table=printed_words()[row.table], label=label, **facts)


def _cell(
    form: str, table: str, row: str, column: str, label: str, text: str, reading: CellReading, unit: str, place: str
) -> Cell:
    # 3万 below 万元 may be three of them or thirty thousand.
    if reading.state == "number" and not reading.unit and unit[:1] in SCALES and not SCALES.isdisjoint(text):
        reading = UNREAD
    return Cell(form, table, row, column, label, text, reading.value, reading.state, reading.unit or unit, place)
