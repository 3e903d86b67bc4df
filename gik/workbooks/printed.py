"""The sheets of the forms (各格式工作表): every report's tables, laid out as on the printed form."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from gik.forms import Form
from gik.frames import Tables
from gik.workbooks.layout import COLUMNS, LINE, Layout, head, layout, title
from gik.workbooks.sheets import Book, Sheet, Shown, lines_of

WIDTH = 6.3  # of one of the fifteen columns
SCALE = 85
TEXT_WIDTH = 100  # half-width characters in a line over the whole width
Record = Mapping[str, Any]


def write_form(book: Book, name: str, *, form: Form, tables: Tables) -> None:
    """Write the sheet of a form: its reports one after the other, each beginning a page."""
    listed = len(form.tables) == 1
    sheet = book.sheet(name, [WIDTH] * COLUMNS, repeat="1:2" if listed else "1:1", scale=SCALE)
    sheet.add([Shown(f"{form.name}　{form.source}", "subtitle")], merge=True, height=LINE * 2)
    if listed:
        _head(sheet)
    own = tables.cells[tables.cells["form"] == form.code]
    by_report = {str(report): _records(part) for report, part in own.groupby("report", sort=False)}
    findings = {str(report): _records(part) for report, part in tables.findings.groupby("report", sort=False)}
    begun = False
    for report in _records(tables.reports.drop_duplicates("report")):
        if report["report"] in by_report:
            if begun:
                sheet.break_page()
            _write_report(sheet, form, report, by_report[report["report"]], findings.get(report["report"], ()))
            begun = True


def _write_report(
    sheet: Sheet, form: Form, report: Record, cells: Iterable[Record], findings: Iterable[Record]
) -> None:
    words = sheet.book.words
    printed: dict[tuple[str, str, str], Record] = {}
    local: dict[tuple[str, str], list[Record]] = {}
    own = {table.code for table in form.tables}
    for cell in cells:
        if cell["row"]:
            printed.setdefault((cell["table"], cell["row"], cell["column"]), cell)
        elif cell["table"] in own:
            local.setdefault((cell["table"], cell["label"]), []).append(cell)
    unknown = words["unknown"]
    year = unknown if report["year"] is pd.NA else str(report["year"])
    _line(sheet, report["title"] or report["file"], "heading", 18)
    source = words["block_source"].format(issuer=report["issuer"] or unknown, year=year, file=report["file"])
    _line(sheet, source, "subtitle")
    for table in form.tables:
        if len(form.tables) > 1:
            _line(sheet, title(table.code), "heading", LINE + 6)
        _write_table(sheet, layout(form, table.code), printed)
    for (_, label), row in local.items():
        text = " | ".join(cell["text"].strip() for cell in row)
        _line(sheet, words["local_row"].format(label=label, text=text, place=row[0]["place"]), "note")
    for found in findings:
        severity = words["severity"][found["severity"]]
        _line(sheet, words["finding_line"].format(severity=severity, message=found["message"]), "note")


def _write_table(sheet: Sheet, table: Layout, printed: Mapping[tuple[str, str, str], Record]) -> None:
    top = sheet.row + 1
    rows: list[list[Shown | None]] = [[None] * COLUMNS for _ in table.heights]
    for box in table.boxes:
        shown = Shown(box.text, box.look, box.indent)
        if box.key:
            shown = _value(printed.get(box.key), box.unit, sheet.book.words["absent"])
        for row in range(box.row, box.row + box.rows):
            for column in range(box.column, box.column + box.columns):
                rows[row][column] = Shown(None, shown.look, shown.indent)  # a merged cell needs its border all around
        rows[box.row][box.column] = shown
        if box.rows * box.columns > 1:
            sheet.merge(top + box.row, box.column + 1, top + box.row + box.rows - 1, box.column + box.columns)
    for cells, height in zip(rows, table.heights, strict=True):
        sheet.add(cells, height=height)


def _value(cell: Record | None, unit: str, absent: str) -> Shown:
    """Show a cell by its state; a number in another unit than the form's keeps its printed words."""
    if cell is None or cell["state"] == "absent":
        return Shown(absent, "absent")
    if cell["state"] != "number":
        return Shown(cell["text"].strip(), cell["state"])
    if cell["unit"] == unit:
        return Shown(float(cell["value"]), "number")
    text = cell["text"].strip()
    return Shown(text if cell["unit"] in text else text + cell["unit"], "unit")


def _head(sheet: Sheet) -> None:
    cells: list[Shown | None] = [Shown(None, "head") for _ in range(COLUMNS)]
    spans = ((0, 10), (10, 2), (12, 3))
    for text, (left, width) in zip(head("stat"), spans, strict=True):
        cells[left] = Shown(text, "head")
        sheet.merge(sheet.row + 1, left + 1, sheet.row + 1, left + width)
    sheet.add(cells, height=LINE + 4)


def _line(sheet: Sheet, text: str, look: str, height: float = 0) -> None:
    lines = lines_of(text, TEXT_WIDTH)
    sheet.add([Shown(text, look)], merge=True, height=max(height, LINE * lines + 2))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False, name=None)]
