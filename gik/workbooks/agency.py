"""A sheet for an agency (分机关表): its tables over the years, a line a cell of the form, and its findings."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from gik.errors import GikError
from gik.forms import Form, load_forms
from gik.frames import Tables
from gik.versions import counting
from gik.workbooks.printed import Record, records, shown_value
from gik.workbooks.sheets import Book, Sheet, Shown, lines_of
from gik.workbooks.words import BOTH, cell_label, form_name, printed_words, table_name, unit_name

LINE = 13.5
LABEL, YEAR = 46.0, 11.0
UNIT = {"zh": 7.0, "en": 12.5, BOTH: 17.0}
PAGE = 900.0  # points of rows on a page, at the size to which so many columns are fitted
FEWEST = 5  # columns for years, so that the lines below have room


def agency_names(tables: Tables, wanted: bool | list[str]) -> list[str]:
    """Give the agencies that get a sheet: those named, or all.

    Raises GikError for an agency that no report is by.
    """
    known = [name for name in dict.fromkeys(_bodies(tables.reports)) if name]
    if wanted is True:
        return known
    names = list(wanted or [])
    if unknown := [name for name in names if name not in known]:
        raise GikError(f"没有{'、'.join(unknown)}的报告；机关名应与 reports 的 agency 或 issuer 一致。")
    return names


def write_agency(book: Book, name: str, *, agency: str, tables: Tables, doubtful: frozenset[tuple[str, str]]) -> None:
    """Write the sheet of an agency: a table a form that it used, its years side by side, then its findings."""
    reports = counting(tables.reports)
    own = reports[(_bodies(reports) == agency) & reports["year"].notna()].sort_values("year", kind="stable")
    forms = [form for code, form in load_forms().items() if code in set(own["form"])]
    years = max([FEWEST, *(int((own["form"] == form.code).sum()) for form in forms)])
    sheet = book.sheet(name, [LABEL, UNIT[book.language], *[YEAR] * years])
    sheet.add([Shown(agency, "heading")], merge=True, height=26)
    cells = tables.cells[tables.cells["report"].isin(own["report"]) & (tables.cells["row"] != "")]
    for form in forms:
        on_form = records(own[own["form"] == form.code])
        _write_years(sheet, form, on_form, cells[cells["form"] == form.code], years, doubtful)
    findings = tables.findings[tables.findings["report"].isin(own["report"])]
    for found in records(findings):
        text = book.words["finding_line"].format(
            severity=book.words["severity"][found["severity"]], message=found["message"]
        )
        sheet.add([Shown(text, "note")], merge=True, height=LINE * lines_of(text, (LABEL + YEAR * years) * 0.95) + 2)


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
    for one in records(cells):
        printed.setdefault((one["report"], one["table"], one["row"], one["column"]), one)
    for table in form.tables:
        if len(form.tables) > 1:
            blank = [Shown(None, "head")] * (1 + len(reports))
            heading = table_name(table.code, language)
            height = LINE * (lines_of(heading, LABEL * 0.9) + 0.4)
            sheet.add([Shown(heading, "head"), *blank, *filler], height=height)
        for row in table.rows:
            for column, unit in zip(row.columns, row.units, strict=True):
                label = cell_label(form, (table.code, row.code, column), language)
                shown = [Shown(label, "form_label"), Shown(unit_name(unit, language), "form_head")]
                for report in reports:
                    cell = printed.get((report["report"], table.code, row.code, column))
                    if cell is None:
                        shown.append(Shown(printed_words()["absent"], "absent"))
                    else:
                        shown.append(shown_value(cell, unit, (report["report"], cell["place"]) in doubtful))
                height = LINE * lines_of(label, LABEL * 1.05) + 2
                if sheet.height + height - top > PAGE:
                    top = _write_head(sheet, form, [*heads, *years, *filler])
                sheet.add([*shown, *filler], height=height)
    sheet.add([], height=8)


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


def _bodies(reports: pd.DataFrame) -> pd.Series:
    return reports["agency"].mask(reports["agency"] == "", reports["issuer"])
