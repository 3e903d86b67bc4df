"""Rows with their cells placed → records of the cells frame, and findings about what could not be placed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from gik.findings import finding
from gik.forms import Form
from gik.layouts import printed_words
from gik.numbers import UNREAD, CellReading
from gik.tables.grids import MAY_REPEAT, OTHER_HEAD, OTHER_ORDER, SEVERAL_LINES, Placed, align_grid
from gik.tables.heads import (
    Heads,
    columns_of,
    has_sums,
    head_unit,
    heads_of,
    in_order,
    lacking,
    may_shift,
    stand_aside,
    stand_below,
    strangers,
)
from gik.tables.lexicon import Entry, repeated_between
from gik.tables.pipes import align_text
from gik.tables.rows import DISPUTES, Context, Printed, Row, read_rows
from gik.tables.tokens import Region, Token

Record = dict[str, Any]

_DISPUTES_LABEL = "行政复议、行政诉讼"
_YEAR = re.compile(r"\d{4}")
_BLANK = CellReading(None, "blank", "")
_ABSENT = CellReading(None, "absent", "")


def read_region(region: Region, form: Form, context: Context) -> tuple[list[Record], list[Record]]:
    """Give the cells and findings of one region, read as that form."""
    printed = read_rows(region, form.code, context)
    rows = _worth_reading(printed.rows)
    turned = [row for row in rows if row.entry and row.table in printed.turned and not _has_value(row)]
    for row in turned:  # heads of a table that is turned on its side: no cell of theirs is printed, not even a blank
        row.slots.clear()
    blocks = _blocks(printed)
    known = [(row, row.entry) for row in rows if row.entry]
    heads = [heads_of(entry, row.line, form, printed) for row, entry in known]
    results = zip(_place(region, form, printed, known, heads, len(blocks)), heads, strict=True)
    cells: list[Record] = []
    findings: list[Record] = []
    columns: Sequence[str] = ()
    for row in rows:
        if row.entry is None:
            cells += _unknown_row(row, form, columns)
            findings.append(_row_finding("form.row_unknown", row))
            continue
        columns = [column for _, column, _ in columns_of(row.entry, form)]
        result, at = next(results)
        if result.reason:
            cells += _unread_row(row, row.entry, form)
            findings.append(_row_finding("cell.unread", row, reason=result.reason))
        else:
            cells += _row_cells(row, row.entry, form, printed, result, blocks, at)
    if turned and any(cell["state"] != "absent" for cell in cells):
        words = "、".join(row.label for row in turned[:3])
        findings.append(finding("table.unread", place=turned[0].place, evidence=words, label=words))
    return cells, findings


def _place(
    region: Region,
    form: Form,
    printed: Printed,
    known: Sequence[tuple[Row, Entry]],
    heads: Sequence[Heads],
    blocks: int,
) -> Iterator[Placed]:
    """Give what stands in the columns of each known row, or why that can't be said."""
    widths = [(row, len(columns_of(entry, form)) * blocks) for row, entry in known]
    if printed.repeated:
        widths = [(_without_repeats(row, width), width) for row, width in widths]
    if region.is_grid:
        places = {i: tuple(sorted(at.values())) for i, at in enumerate(heads) if blocks == 1 and at}
        placed = align_grid(widths, places)
    else:
        placed = align_text(widths, [_skips(row, entry, form) for row, entry in known])
    orderly = {table.code: in_order(table, printed) for table in form.tables}
    strange = strangers(form, printed)
    lost = {table.code: lacking(table, printed) for table in form.tables}
    doubled = "requests" if has_sums(printed) else ""
    several = sum(row.entry is DISPUTES and _has_value(row) for row in printed.rows) > 1
    for (row, width), found, at in zip(widths, placed, heads, strict=True):
        if printed.repeated and _may_repeat(row, width):
            yield Placed(reason=MAY_REPEAT)
        elif any(stranger.stands_over(row, cell) for stranger in strange for cell in found.cells) or (
            any(found.cells) and (may_shift(row, form, lost[row.table]) or stand_aside(row, found.cells, at))
        ):
            yield Placed(reason=OTHER_HEAD)
        elif row.table == doubled and any(found.cells):
            yield Placed(reason=OTHER_ORDER)
        elif row.entry is DISPUTES and (several or (_has_value(row) and not (found.reason or any(found.cells)))):
            yield Placed(reason=SEVERAL_LINES)
        elif orderly[row.table] or stand_below(found.cells, at):
            yield found
        else:
            yield Placed(reason=OTHER_ORDER)


def absent(form: Form, cells: Sequence[Record]) -> list[Record]:
    """List the cells of the form that a report doesn't print, in the form's order."""
    printed = {(cell["table"], cell["row"], cell["column"]) for cell in cells}
    return [record.copy() for key, record in _absent(form).items() if key not in printed]


@cache
def _absent(form: Form) -> dict[tuple[str, str, str], Record]:
    return {
        (table.code, row.code, column): _record(
            form.code, table.code, row.code, column, row.label, "", _ABSENT, unit, ""
        )
        for table in form.tables
        for row in table.rows
        for column, unit in zip(row.columns, row.units, strict=True)
    }


def _worth_reading(rows: Sequence[Row]) -> list[Row]:
    """Of the lines behind the heads of the disputes table keep the last: the others are gaps between heads.

    Where several hold numbers nothing says which of them is this year's: all are kept as one.
    """
    lines = [row for row in rows if row.entry is DISPUTES]
    kept = [row for row in lines if _has_value(row)] or lines[-1:]
    if not kept:
        return list(rows)
    whole = replace(kept[0], slots=[token for row in kept for token in row.slots])
    return [whole if row is kept[0] else row for row in rows if row.entry is not DISPUTES or row is kept[0]]


def _has_value(row: Row) -> bool:
    return any(token.kind == "value" for token in row.slots)


def _blocks(printed: Printed) -> tuple[str, ...]:
    """Say of each block of columns whether it holds this year's numbers, others' (上年数), or an index of the rows.

    Where no head names this year, the value column's own head stands for it.
    """
    heads = [token for entry, token in printed.columns if entry.table == "stat"]
    lines = dict.fromkeys(token.line for token in printed.blocks)
    by_line = [_marks([t for t in printed.blocks if t.line == at], [t for t in heads if t.line == at]) for at in lines]
    several = [marks for marks in by_line if len(marks) > 1]
    in_grid = any(token.column >= 0 for token in printed.blocks)
    found = several if several or in_grid else [_marks(printed.blocks, heads)]
    return next((marks for marks in found if marks.count("this") == 1), ("this",))


def _marks(blocks: Sequence[Token], heads: Sequence[Token]) -> tuple[str, ...]:
    kinds = {token: token.entries[0].kind if token.entries else "year" for token in blocks}
    numbers = {token: int(match[0]) if (match := _YEAR.search(token.text)) else 0 for token in blocks}
    latest = max(numbers.values(), default=0)
    marks = {
        token: "index"
        if kind == "index"
        else "this"
        if (numbers[token] == latest if latest else kind == "this_year")
        else "other"
        for token, kind in kinds.items()
    }
    if "this" not in marks.values() and len(heads) == 1:
        marks[heads[0]] = "this"
    return tuple(marks[token] for token in sorted(marks, key=lambda token: (token.line, token.column, token.start)))


def _skips(row: Row, entry: Entry, form: Form) -> bool:
    """Say whether a label that occurs several times on the form is missing between this row and the next printed."""
    if row.follower is None or row.follower.table != entry.table or entry is DISPUTES:
        return False
    return repeated_between(form.table(entry.table), entry.position, row.follower.position)


def _without_repeats(row: Row, width: int) -> Row:
    """Leave out the last values where they only fill the rest of a line whose merged cells are all repeated."""
    slots = list(row.slots)
    filled = [token for token in slots if token.kind == "value"]
    while len(filled) > width and filled[-1].text == filled[-2].text:
        slots.remove(filled.pop())
    return replace(row, slots=slots)


def _may_repeat(row: Row, width: int) -> bool:
    """Say whether the last two values may be one: in 主动公开表 rows differ in width, and merged cells fill them up."""
    texts = [token.text for token in row.slots if token.kind == "value"]
    return row.table == "art20" and width == 2 and texts[-2:-1] == texts[-1:] != []


def _row_cells(
    row: Row, entry: Entry, form: Form, printed: Printed, placed: Placed, blocks: tuple[str, ...], heads: Heads
) -> list[Record]:
    columns = columns_of(entry, form)
    own_unit = _unit(row)
    records = []
    for number, block in enumerate(blocks):
        if block == "index":
            continue
        this_year = block == "this"
        cells = placed.cells[number * len(columns) : (number + 1) * len(columns)]
        # Heads that stand over just these cells tell their order, whatever the form's.
        order = sorted(columns, key=lambda column: heads[column[1]]) if stand_below(cells, heads) else columns
        for (code, column, unit), token in zip(order, cells, strict=True):
            blank = _BLANK if placed.printed else _ABSENT
            records.append(
                _record(
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
    return records


def _unread_row(row: Row, entry: Entry, form: Form) -> list[Record]:
    """Keep the words of a row that can't be placed: all of them in each of its cells."""
    words = " | ".join(token.text for token in (*row.inner, *row.slots) if token.kind == "value")
    return [
        _record(form.code, row.table, code, column, row.label or _DISPUTES_LABEL, words, UNREAD, unit, row.place)
        for code, column, unit in columns_of(entry, form)
    ]


def _unknown_row(row: Row, form: Form, columns: Sequence[str]) -> list[Record]:
    """Keep a row that the form doesn't know: its label and each of its printed values.

    Where it has as many as the table's columns, or as the known row above it, they stand in those columns.
    """
    values = [token for token in (*row.inner, *row.slots) if token.kind == "value"]
    if not values:
        return [_record(form.code, row.table, "", "", row.label, "", _BLANK, _unit(row), row.place)]
    of_table = [column.code for column in form.table(row.table).columns]
    known = next((codes for codes in (of_table, columns) if len(codes) == len(values)), [""] * len(values))
    return [
        _record(
            form.code, row.table, "", column, row.label, token.text, token.reading or UNREAD, _unit(row), token.place
        )
        for column, token in zip(known, values, strict=True)
    ]


def _unit(row: Row) -> str:
    """Give the unit that a cell of its own prints."""
    return next((token.text for token in row.slots if token.kind == "unit"), "")


def _row_finding(rule: str, row: Row, **facts: Any) -> Record:
    words = " ".join(token.text for token in (*row.inner, *row.slots) if token.kind in {"value", "unit"})
    label = row.label or _DISPUTES_LABEL
    evidence = f"{label} {words}".strip()
    return finding(rule, place=row.place, evidence=evidence, table=printed_words()[row.table], label=label, **facts)


def _record(
    form: str, table: str, row: str, column: str, label: str, text: str, reading: CellReading, unit: str, place: str
) -> Record:
    return {
        "form": form,
        "table": table,
        "row": row,
        "column": column,
        "label": label,
        "text": text,
        "value": reading.value,
        "state": reading.state,
        "unit": reading.unit or unit,
        "place": place,
    }
