"""Rows with their cells placed → records of the cells frame, and findings about what could not be placed."""

import re
from collections.abc import Sequence
from typing import Any

from gik.findings import finding
from gik.forms import Form, FormTable
from gik.numbers import CellReading
from gik.tables.grids import OTHER_ORDER, Placed, align_grid
from gik.tables.lexicon import load_lexicon
from gik.tables.pipes import align_text
from gik.tables.rows import DISPUTES, Context, Printed, Row, read_rows
from gik.tables.tokens import Region, Token
from gik.tables.wording import fold, key

TABLE_NAMES = {"stat": "统计表", "art20": "主动公开表", "requests": "申请办理表", "disputes": "复议诉讼表", "other": "其他表"}
_YEAR = re.compile(r"\d{4}")
_MONEY = re.compile(r"万元|亿元|元")
_BLANK = CellReading(None, "blank", "")

Record = dict[str, Any]


def read_region(region: Region, form: Form, context: Context) -> tuple[list[Record], list[Record]]:
    """Give the cells and findings of one region, read as that form."""
    printed = read_rows(region, form.code, context)
    rows = _worth_reading(printed.rows)
    years = _years(printed.years)
    known = [row for row in rows if row.entry]
    widths = [(row, len(_columns(row, form)) * len(years)) for row in known]
    if region.is_grid:
        heads = {i: tuple(sorted(_heads(row, form, printed).values())) for i, row in enumerate(known)}
        placed = align_grid(widths, {i: columns for i, columns in heads.items() if len(columns) == widths[i][1]})
    else:
        placed = align_text(widths, [_skips(row, form) for row in known])
    orderly = {table.code: _in_order(table, printed) for table in form.tables}
    placed_of = {
        id(row): found if orderly[row.table] or _reorderable(row, found, form, printed) else Placed(reason=OTHER_ORDER)
        for row, found in zip(known, placed, strict=True)
    }
    cells: list[Record] = []
    findings: list[Record] = []
    for row in rows:
        if row.entry is None:
            cells += _unknown_row(row, form)
            findings.append(_row_finding("form.row_unknown", row))
            continue
        result = placed_of[id(row)]
        cells += _row_cells(row, form, printed, result, years)
        if result.reason:
            findings.append(_row_finding("cell.unread", row, reason=result.reason))
    return cells, findings


def absent(form: Form, cells: Sequence[Record]) -> list[Record]:
    """List the cells of the form that a report doesn't print, in the form's order."""
    printed = {(cell["table"], cell["row"], cell["column"]) for cell in cells}
    return [
        _record(form.code, table.code, row.code, column, row.label, "", CellReading(None, "absent", ""), unit, "")
        for table in form.tables
        for row in table.rows
        for column, unit in zip(row.columns, row.units, strict=True)
        if (table.code, row.code, column) not in printed
    ]


def _worth_reading(rows: Sequence[Row]) -> list[Row]:
    """Of the lines behind the heads of the disputes table keep the last: the others are gaps between heads."""
    lines = [row for row in rows if row.entry is DISPUTES]
    filled = [row for row in lines if any(token.kind == "value" for token in row.slots)]
    kept = filled or lines[-1:]
    return [row for row in rows if row.entry is not DISPUTES or any(row is keep for keep in kept)]


def _years(tokens: Sequence[Token]) -> tuple[bool, ...]:
    """Say of each block of columns whether it is this year's; a table of one year has one block."""
    if len(tokens) < 2:
        return (True,)
    numbers = [int(match[0]) if (match := _YEAR.search(token.text)) else 0 for token in tokens]
    this = [any(entry.kind == "this_year" for entry in token.entries) for token in tokens]
    if any(numbers):
        this = [number == max(numbers) for number in numbers]
    return tuple(this) if sum(this) == 1 else (True,)


def _table(form: Form, code: str) -> FormTable:
    return form.table(code)


def _columns(row: Row, form: Form) -> list[tuple[str, str, str]]:
    """Give (row code, column code, unit) of each cell that the printed row should hold, in printed order."""
    assert row.entry is not None
    table = _table(form, row.entry.table)
    rows = table.rows if row.entry is DISPUTES else (table.row(row.entry.code),)
    return [(r.code, column, unit) for r in rows for column, unit in zip(r.columns, r.units, strict=True)]


def _heads(row: Row, form: Form, printed: Printed) -> dict[str, int]:
    """Give the grid column over which each column head of this row is printed, where it is printed once."""
    assert row.entry is not None
    if row.entry is DISPUTES:
        return {}
    above = [(entry, token) for entry, token in printed.columns if entry.table == row.table and token.line < row.line]
    if row.table == "art20" and above:
        nearest = max(token.line for _, token in above)
        above = [(entry, token) for entry, token in above if token.line == nearest]
    wanted = {column for _, column, _ in _columns(row, form)}
    heads: dict[str, int] = {}
    for entry, token in above:
        if entry.code in wanted:
            heads[entry.code] = token.column
    return heads if heads.keys() == wanted and len(set(heads.values())) == len(wanted) else {}


def _in_order(table: FormTable, printed: Printed) -> bool:
    """Say whether the column heads, as far as they are printed, follow the form's order.

    The heads of one table can come several times, and 总计 right behind 自然人 where the head has two lines.
    """
    order = [column.code for column in table.columns]
    firsts = {order.index(row.columns[0]) for row in table.rows}
    band: list[int] = []
    for entry, _ in printed.columns:
        if entry.table != table.code:
            continue
        place = order.index(entry.code)
        if band and place <= band[-1]:
            if place not in firsts or band[0] not in firsts:
                return False
            band = []
        two_lines = table.code == "requests" and place == len(order) - 1 and band == [0]
        band.append(0 if two_lines else place)
    return True


def _reorderable(row: Row, placed: Placed, form: Form, printed: Printed) -> bool:
    heads = _heads(row, form, printed)
    return bool(heads) and [token.column for token in placed.cells if token] == sorted(heads.values())


def _skips(row: Row, form: Form) -> bool:
    """Say whether a label that occurs several times on the form is missing between this row and the next printed."""
    assert row.entry is not None
    if row.entry is DISPUTES or row.follower is None or row.follower.table != row.entry.table:
        return False
    entries = load_lexicon().entries
    between = range(row.entry.position + 1, row.follower.position)
    table = _table(form, row.entry.table)
    names = [item.label for item in (*table.rows, *table.headings)]
    return any(
        len({e.position for e in entries[key(name)] if e.form == form.code and e.table == table.code}) > 1
        for name in names
        if any(e.position in between for e in entries[key(name)] if e.form == form.code and e.table == table.code)
    )


def _row_cells(row: Row, form: Form, printed: Printed, placed: Placed, years: tuple[bool, ...]) -> list[Record]:
    columns = _columns(row, form)
    assert row.entry is not None
    unit = _unit(row)
    records = []
    if placed.reason:
        words = " | ".join(token.text for token in (*row.inner, *row.slots) if token.kind == "value")
        for code, column, own in columns:
            reading = CellReading(None, "text", "")
            records.append(
                _record(form.code, row.table, code, column, _label(row, form, code), words, reading, own, row.place)
            )
        return records
    width = len(columns)
    blocks = [placed.cells[i : i + width] for i in range(0, len(placed.cells), width)]
    heads = _heads(row, form, printed)
    for this_year, block in zip(years, blocks, strict=True):
        order = _reordered(columns, block, heads)
        for (code, column, own), token in zip(order, block, strict=True):
            reading = token.reading if token and token.reading else _BLANK
            if not placed.printed:
                reading = CellReading(None, "absent", "")
            record = _record(
                form.code,
                row.table if this_year else "other",
                code if this_year else "",
                column if this_year else "",
                _label(row, form, code),
                token.text if token else "",
                reading,
                unit or own or _head_unit(column, printed),
                token.place if token else row.place,
            )
            records.append(record)
    return records


def _reordered(columns: list, block: Sequence[Token | None], heads: dict[str, int]) -> list:
    """Follow the printed column heads where they stand over just these cells, in whatever order."""
    if heads and [token.column for token in block if token] == sorted(heads.values()):
        return sorted(columns, key=lambda item: heads[item[1]])
    return columns


def _head_unit(column: str, printed: Printed) -> str:
    for entry, token in printed.columns:
        if entry.code == column and (match := _MONEY.search(token.text)):
            return match[0]
    return ""


def _label(row: Row, form: Form, code: str) -> str:
    return row.label or _table(form, row.table).row(code).label


def _unknown_row(row: Row, form: Form) -> list[Record]:
    """Keep a row that the form doesn't know: its label and each of its printed values."""
    values = [token for token in (*row.inner, *row.slots) if token.kind == "value"]
    if not values:
        return [_record(form.code, row.table, "", "", row.label, "", _BLANK, _unit(row), row.place)]
    columns = _table(form, row.table).columns
    known: Sequence[str] = [column.code for column in columns] if len(columns) == len(values) else [""] * len(values)
    return [
        _record(form.code, row.table, "", column, row.label, token.text, token.reading or _BLANK, _unit(row), token.place)
        for column, token in zip(known, values, strict=True)
    ]


def _unit(row: Row) -> str:
    """Give the unit that a cell of its own prints."""
    return next((token.text for token in row.slots if token.kind == "unit"), "")


def _row_finding(rule: str, row: Row, **facts: str) -> Record:
    words = " ".join(token.text for token in (*row.inner, *row.slots) if token.kind in {"value", "unit"})
    label = row.label or "／".join(("行政复议", "行政诉讼"))
    return finding(
        rule,
        place=row.place,
        evidence=f"{label} {words}".strip(),
        table=TABLE_NAMES[row.table],
        label=label,
        **facts,
    )


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
