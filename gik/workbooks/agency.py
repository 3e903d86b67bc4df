"""A sheet for an agency (分机关表): its tables over the years, a line a cell, what has no column, and its findings."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from gik.errors import GikError
from gik.forms import Form, load_forms
from gik.frames import Tables, records_of
from gik.layouts import printed_words
from gik.versions import body_names, counting
from gik.workbooks.printed import Record, shown_value
from gik.workbooks.sheets import Book, Sheet, Shown, lines_of
from gik.workbooks.words import BOTH, cell_label, form_name, own_label, table_name, unit_name

LINE = 13.5
LABEL, YEAR = 46.0, 11.0
UNIT = {"zh": 7.0, "en": 12.5, BOTH: 17.0}
PAGE = 900.0  # points of rows on a page, at the size to which so many columns are fitted
FEWEST = 5  # columns for years, so that the lines below have room


def agency_names(tables: Tables, wanted: bool | list[str]) -> list[str]:
    """Give the agencies that get a sheet: those named, or all.

    Raises GikError for an agency that no report is by.
    """
    known = [name for name in dict.fromkeys(body_names(tables.reports)) if name]
    if wanted is True:
        return known
    names = list(wanted or [])
    if unknown := [name for name in names if name not in known]:
        raise GikError(f"没有{'、'.join(unknown)}的报告；机关名应与 reports 的 agency 或 issuer 一致。")
    return names


def write_agency(book: Book, name: str, *, agency: str, tables: Tables, doubtful: frozenset[tuple[str, str]]) -> None:
    """Write the sheet of an agency: a table a form that it used, its years side by side, then its findings."""
    every = tables.reports[body_names(tables.reports) == agency]
    counted = counting(every)
    own = counted[counted["year"].notna()].sort_values("year", kind="stable")
    forms = [form for code, form in load_forms().items() if code in set(own["form"])]
    years = max([FEWEST, *(int((own["form"] == form.code).sum()) for form in forms)])
    sheet = book.sheet(name, [LABEL, UNIT[book.language], *[YEAR] * years])
    sheet.add([Shown(agency, "heading")], merge=True, height=26)
    cells = tables.cells[tables.cells["report"].isin(own["report"])]
    for form in forms:
        on_form = records_of(own[own["form"] == form.code])
        _write_years(sheet, form, on_form, cells[cells["form"] == form.code], years, doubtful)
    shown = own.loc[own["form"].isin([form.code for form in forms]), "report"]
    lines = [*_left_out(every[~every["report"].isin(shown)], book), *_findings(tables, every, book)]
    for text in lines:
        sheet.add([Shown(text, "note")], merge=True, height=LINE * lines_of(text, (LABEL + YEAR * years) * 0.95) + 2)


def _left_out(reports: pd.DataFrame, book: Book) -> Iterator[str]:
    """Say which reports of the agency have no column, and why."""
    words = book.words
    for report in records_of(reports):
        if report["year"] is pd.NA:
            why = "no_year"
        elif report["status"] == "failed":
            why = "not_read"
        elif report.get("chosen", True):
            why = "no_form"
        else:
            why = "not_chosen"
        yield words["left_out"].format(file=report["file"], why=words["left_out_why"][why])


def _findings(tables: Tables, reports: pd.DataFrame, book: Book) -> Iterator[str]:
    for found in records_of(tables.findings[tables.findings["report"].isin(reports["report"])]):
        severity = book.words["severity"][found["severity"]]
        yield book.words["finding_line"].format(severity=severity, message=found["message"])


def _write_years(
    sheet: Sheet,
    form: Form,
    reports: list[dict[str, Any]],
    cells: pd.DataFrame,
    width: int,
    doubtful: frozenset[tuple[str, str]],
) -> None:
    words, language = sheet.book.words, sheet.book.language
    filler: list[Shown | None] = [None] * (width - len(reports))
    heads = [Shown(text, "head") for text in words["agency_head"]]
    links = [sheet.book.blocks.get(report["report"], "") for report in reports]
    years = [
        Shown(words["agency_year"].format(year=report["year"]), "head", link=link)
        for report, link in zip(reports, links, strict=True)
    ]
    top = _write_head(sheet, form, [*heads, *years, *filler])
    printed: dict[tuple[str, ...], Record] = {}
    others: dict[tuple[str, ...], dict[str, Record]] = {}
    known = {(table.code, row.code, column) for table in form.tables for row in table.rows for column in row.columns}
    for one in records_of(cells):
        key = one["table"], one["row"], one["column"]
        if key in known:
            printed.setdefault((one["report"], *key), one)
        else:
            _put(others, (*key, one["label"], one["unit"]), one)

    def add(label: str, unit: str, own: list[Record | None]) -> None:
        nonlocal top
        height = LINE * lines_of(label, LABEL * 1.05) + 2
        if sheet.height + height - top > PAGE:
            top = _write_head(sheet, form, [*heads, *years, *filler])
        shown = [_value(cell, unit, doubtful) for cell in own]
        about = [Shown(label, "form_label"), Shown(unit_name(unit, language), "form_head")]
        sheet.add([*about, *shown, *filler], height=height)

    def begin(heading: str) -> None:
        blank = [Shown("", "head")] * (1 + len(reports))
        sheet.add([Shown(heading, "head"), *blank, *filler], height=LINE * (lines_of(heading, LABEL * 0.9) + 0.4))

    for table in form.tables:
        if len(form.tables) > 1:
            begin(table_name(table.code, language))
        for row in table.rows:
            for column, unit in zip(row.columns, row.units, strict=True):
                key = table.code, row.code, column
                add(cell_label(form, key, language), unit, [printed.get((r["report"], *key)) for r in reports])
    if others:
        begin(words["local"])
    for (table_code, row_code, column, printed_label, unit, *_), by_report in others.items():
        label = own_label(form, table_code, column, printed_label or row_code, language)
        add(label, unit, [by_report.get(report["report"]) for report in reports])
    sheet.add([], height=8)


def _put(others: dict[tuple[str, ...], dict[str, Record]], key: tuple[str, ...], cell: Record) -> None:
    """Put a cell of no row of the form beside those of the same name in other years; twice in a report is two lines."""
    again = 0
    while cell["report"] in others.setdefault((*key, str(again)), {}):
        again += 1
    others[*key, str(again)][cell["report"]] = cell


def _value(cell: Record | None, unit: str, doubtful: frozenset[tuple[str, str]]) -> Shown:
    """Show a cell; one that the report doesn't print says so."""
    if cell is None:
        return Shown(printed_words()["absent"], "absent")
    return shown_value(cell, unit, (cell["report"], cell["place"]) in doubtful)


def _write_head(sheet: Sheet, form: Form, head: Sequence[Shown | None]) -> float:
    """Begin a page with the form's name and the years, and say at which height it begins."""
    if sheet.row > 1:
        sheet.break_page()
    top = sheet.height
    sheet.add(
        [Shown(f"{form_name(form, sheet.book.language)}　{form.source}", "subtitle")], merge=True, height=LINE * 2
    )
    sheet.add(head, height=LINE * 1.5)
    return top
