"""The sheets of the forms (各格式工作表): every report's tables, laid out as on the printed form."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from gik.definitions import definition
from gik.forms import Form, FormTable, Key
from gik.frames import Tables, records_of
from gik.layouts import COLUMNS, head, printed_words, title
from gik.numbers import CellReading, read_cell
from gik.safety import visible
from gik.workbooks.layout import CELL_WIDTH, LINE, Layout, layout, with_own_row
from gik.workbooks.sheets import Book, Sheet, Shown, lines_of
from gik.workbooks.words import place_words

WIDTH = 6.3  # of one of the fifteen columns
SCALE = 80
TEXT_WIDTH = 100  # half-width characters in a line over the whole width
PAGE = 890.0  # points of rows on a page at that size, less the repeated header
LIST_LINE = 15.0  # points of a line of findings: fonts that stand in for 仿宋 are taller than it
CHECK_SPANS = (9, 2, 2, 2)  # columns for the message, the printed and the calculated number, the difference
Record = Mapping[str, Any]


def write_printed(book: Book, name: str, *, form: Form, tables: Tables, doubtful: frozenset[tuple[str, str]]) -> None:
    """Write the sheet of a form: its reports one after the other, each beginning a page.

    ``doubtful`` are the places (report, place) of cells that findings speak of; their numbers are marked.
    """
    sheet = start_form(book, name, form)
    own = tables.cells[tables.cells["form"] == form.code]
    by_report = _by_report(own)
    findings = _by_report(tables.findings)
    begun = False
    for report in records_of(tables.reports.drop_duplicates("report")):
        code = report["report"]
        if code in by_report:
            if begun:
                sheet.break_page()
            top = sheet.height
            book.blocks[code] = sheet.address(sheet.row + 1, 1)
            words = printed_words()
            year = words["unknown"] if report["year"] is pd.NA else str(report["year"])
            source = words["block_source"].format(
                issuer=report["issuer"] or words["unknown"], year=year, file=report["file"]
            )
            write_line(sheet, Shown(report["title"] or report["file"], "heading"), 18)
            write_line(sheet, Shown(source, "subtitle"))
            _write_report(sheet, form, code, by_report[code], doubtful)
            _write_checks(sheet, by_report[code], findings.get(code, ()), PAGE - (sheet.height - top) % PAGE)
            begun = True


def start_form(book: Book, name: str, form: Form) -> Sheet:
    """Start a sheet of a form: A4 upright, its name and source above, the header of the table of 2014 on every page."""
    listed = len(form.tables) == 1
    sheet = book.sheet(name, [WIDTH] * COLUMNS, repeat="1:2" if listed else "1:1", scale=SCALE)
    sheet.add([Shown(f"{form.name}　{form.source}", "subtitle")], merge=True, height=LINE * 2)
    if listed:
        write_spans(sheet, [Shown(text, "head") for text in head()], (10, 2, 3), LINE + 4)
    return sheet


def write_table(sheet: Sheet, table: Layout, values: Mapping[Key, Shown], missing: Shown) -> dict[Key, tuple[int, int]]:
    """Write a table as laid out, and give the row and column of each of its cells."""
    top = sheet.row + 1
    rows: list[list[Shown | None]] = [[None] * COLUMNS for _ in table.heights]
    places = {}
    for box in table.boxes:
        shown = Shown(box.text, box.look, box.indent)
        if box.key:
            shown = values.get(box.key, missing)
            places[box.key] = top + box.row, box.column + 1
        for row in range(box.row, box.row + box.rows):
            for column in range(box.column, box.column + box.columns):
                rows[row][column] = Shown(None, shown.look, shown.indent)  # a merged cell needs its border all around
        rows[box.row][box.column] = shown
        if box.rows * box.columns > 1:
            sheet.merge(top + box.row, box.column + 1, top + box.row + box.rows - 1, box.column + box.columns)
    for cells, height in zip(rows, table.heights, strict=True):
        sheet.add(cells, height=height)
    return places


def write_spans(sheet: Sheet, cells: Sequence[Shown], spans: Sequence[int], height: float) -> None:
    """Write a row whose cells cover so many columns each."""
    made: list[Shown | None] = []
    left = 1
    for shown, width in zip(cells, spans, strict=True):
        made += [shown, *[Shown(None, shown.look)] * (width - 1)]
        if width > 1:
            sheet.merge(sheet.row + 1, left, sheet.row + 1, left + width - 1)
        left += width
    sheet.add(made, height=height)


def write_line(sheet: Sheet, shown: Shown, height: float = 0) -> None:
    """Write a line over the whole width, as high as its words need."""
    larger = max(1.0, definition("workbook.toml")["looks"][shown.look]["size"] / 10)
    lines = lines_of(str(shown.value), TEXT_WIDTH / larger)
    sheet.add([shown], merge=True, height=max(height, LINE * lines * (larger if lines > 1 else 1) + 2))


def shown_value(cell: Record, unit: str, mark: bool = False) -> Shown:
    """Show a cell by its state; a number in another unit than the form's keeps its printed words.

    Words that look like a number and were not read as this cell's are in doubt.
    """
    if cell["state"] == "absent":
        return Shown(printed_words()["absent"], "absent")
    if cell["state"] != "number":
        in_doubt = cell["state"] == "text" and read_cell(cell["text"]).state != "text"
        return Shown(cell["text"].strip(), "doubt" if in_doubt else cell["state"])
    if cell["unit"] == unit:
        return Shown(float(cell["value"]), "number", mark=mark)
    text, value = cell["text"].strip(), f"{cell['value']:.15g}"
    wanted = cell["value"], "number", cell["unit"]
    written = (text, text + cell["unit"], value + cell["unit"])
    return Shown(next((words for words in written if read_cell(words) == CellReading(*wanted)), written[-1]), "unit")


def _by_report(frame: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for record in records_of(frame):
        found.setdefault(record["report"], []).append(record)
    return found


def _write_report(
    sheet: Sheet, form: Form, report: str, cells: Iterable[Record], doubtful: frozenset[tuple[str, str]]
) -> None:
    printed: dict[Key, Record] = {}
    own_rows: dict[str, list[tuple[str, list[Record]]]] = {}
    after = ""
    for cell in cells:
        if cell["row"]:
            printed.setdefault((cell["table"], cell["row"], cell["column"]), cell)
            after = cell["row"] if cell["state"] != "absent" else after
        else:
            rows = own_rows.setdefault(cell["table"], [])
            row = rows[-1][1] if rows else []
            if not row or row[0]["label"] != cell["label"] or cell["column"] in {one["column"] for one in row}:
                rows.append((after, []))
            rows[-1][1].append(cell)
    missing = Shown(printed_words()["absent"], "absent")
    rest = [cell for table, rows in own_rows.items() if table == "other" for _, row in rows for cell in row]
    for table in form.tables:
        if len(form.tables) > 1:
            write_line(sheet, Shown(title(table.code), "heading"), LINE + 6)
        made, unfit = _with_own_rows(layout(form, table.code), table, own_rows.get(table.code, ()), printed)
        rest += unfit
        values = {}
        for box in made.boxes:
            found = printed.get(box.key) if box.key else None
            if box.key and found is not None:
                values[box.key] = shown_value(found, box.unit, (report, found["place"]) in doubtful)
        for key, place in write_table(sheet, made, values, missing).items():
            sheet.book.cells[report, *key] = sheet.address(*place)
    if rest:
        _write_rest(sheet, form, rest)


def _with_own_rows(
    made: Layout, table: FormTable, rows: Sequence[tuple[str, list[Record]]], printed: dict[Key, Record]
) -> tuple[Layout, list[Record]]:
    """Give the layout with the rows that the form doesn't know where they stood, and the cells that don't fit."""
    unfit: list[Record] = []
    last: dict[str, str] = {}
    for number, (after, row) in enumerate(rows):
        code = f"@{number}"
        units = {cell["column"]: cell["unit"] for cell in row}
        fitted = with_own_row(made, last.get(after, after), row[0]["label"], code, units)
        if fitted is None:
            unfit += row
            continue
        made, last[after] = fitted, code
        printed.update({(table.code, code, cell["column"]): cell for cell in row})
    return made, unfit


def _write_rest(sheet: Sheet, form: Form, cells: Sequence[Record]) -> None:
    """Write what belongs to no row of the form, a line a cell: its label, where it stood, unit and words."""
    parts, words = definition("layouts.toml")["rest"], printed_words()
    write_line(sheet, Shown(words["rest"], "heading"), LINE + 6)
    write_spans(sheet, [Shown(text, "form_head") for text in parts["heads"]], parts["spans"], LINE + 4)
    columns = {(table.code, column.code): column.label for table in form.tables for column in table.columns}
    for cell in cells:
        column = columns.get((cell["table"], cell["column"]), "")
        where = words.get(cell["table"], words["other"]) + (f"｜{column}" if column else "")
        about = [cell["label"], where, cell["unit"]]
        value = shown_value(cell, cell["unit"])
        place = place_words(cell["place"], sheet.book.language)
        shown = [*(Shown(text, "form_label") for text in about), value, Shown(place, "form_label")]
        texts = zip((*about, str(value.value), place), parts["spans"], strict=True)
        lines = max(lines_of(visible(text), columns_ * CELL_WIDTH * 0.95) for text, columns_ in texts)
        write_spans(sheet, shown, parts["spans"], LINE * lines + 2)


def _write_checks(sheet: Sheet, cells: Sequence[Record], findings: Sequence[Record], room: float) -> None:
    """Write the line for signatures, and below it what was found: message, printed, calculated, difference.

    ``room`` is what is left of the page: a header without a line below it goes to the next one.
    """
    words = sheet.book.words
    sheet.add([], height=6)
    write_line(sheet, Shown(printed_words()["signature"], "signature"), 22)
    lines: list[tuple[str, Any, Any, Any]] = [
        (
            words["finding_line"].format(severity=words["severity"][found["severity"]], message=found["message"]),
            *(found[name] for name in ("found", "expected", "difference")),
        )
        for found in findings
    ]
    for cell in cells:
        if cell.get("correction"):
            text = words["correction_line"].format(label=cell["label"], reason=cell["correction"])
            value, use = cell["value"], cell["corrected"]
            known = value is not pd.NA and use is not pd.NA
            lines.append((text, cell["text"] if value is pd.NA else value, use, value - use if known else pd.NA))
    if not lines:
        return
    if room < LINE * (2 + 2 + 3):
        sheet.break_page()
    write_spans(sheet, [Shown(text, "form_head") for text in words["checked"]], CHECK_SPANS, LINE * 2)
    for text, *numbers in lines:
        cells_ = [Shown(None if n is pd.NA else n, "list_number") for n in numbers]
        height = LIST_LINE * lines_of(text, CHECK_SPANS[0] * 5.6) + 3
        write_spans(sheet, [Shown(text, "list"), *cells_], CHECK_SPANS, height)
