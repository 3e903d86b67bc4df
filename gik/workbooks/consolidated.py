"""The sheets of sums (汇总): a group's cells added up, a line a cell, with n behind each sum and what is open."""

from typing import Any

import pandas as pd

from gik.forms import Form
from gik.frames import records_of
from gik.workbooks.sheets import Book, Sheet, Shown, lines_of
from gik.workbooks.words import BOTH, cell_label, form_name, group_name, own_label, table_name, unit_name

LINE = 13.5
LABEL = 46.0
UNIT = {"zh": 6.0, "en": 12.5, BOTH: 17.0}
YEAR = {"zh": (10.0, 7.0), "en": (13.0, 7.0), BOTH: (21.0, 8.0)}  # the sum, and n


def write_rolled(book: Book, name: str, *, form: Form, rolled: pd.DataFrame) -> None:
    """Write the sums of ``gik.roll_up`` on a form: for each year the sum and n of how many due.

    Where one of the reports has no number, there is no sum: what is known stands there in words. Beside n stands how
    many of the numbers are zeros by the policy for blanks, and how many are a person's corrections.
    """
    years = sorted(int(year) for year in rolled["year"].unique())
    sheet = book.sheet(name, [LABEL, UNIT[book.language], *YEAR[book.language] * len(years)], repeat="1:2")
    _head(sheet, years)
    lines: dict[tuple[str, str], dict[tuple[str, ...], dict[int, dict[str, Any]]]] = {}
    for cell in records_of(rolled):
        own = lines.setdefault((group_name(cell["group"], book.language), _section(book, form, cell)), {})
        own.setdefault((cell["row"], cell["column"], cell["label"], cell["unit"]), {})[int(cell["year"])] = cell
    for section, rows in lines.items():
        about = "　".join(section)
        sheet.add([Shown(about, "subtitle")], merge=True, height=LINE * (lines_of(about, LABEL * 2) + 0.6))
        for (row, column, printed, unit), by_year in rows.items():
            table = next(iter(by_year.values()))["table"]
            known = cell_label(form, (table, row, column), book.language) if row else ""
            label = known or own_label(form, table, column, printed, book.language)
            shown = [Shown(label, "list"), Shown(unit_name(unit, book.language), "list")]
            for year in years:
                shown += _sum(book, by_year.get(year))
            sheet.add(shown, height=LINE * lines_of(label, LABEL * 0.95) + 2)


def _section(book: Book, form: Form, cell: dict[str, Any]) -> str:
    if not cell["row"]:
        return str(book.words["local"])
    return form_name(form, book.language) if cell["table"] == "stat" else table_name(cell["table"], book.language)


def _head(sheet: Sheet, years: list[int]) -> None:
    words = sheet.book.words
    labels = [Shown(text, "head") for text in words["rolled_head"]]
    spans = [Shown(t, "head") for year in years for t in (words["rolled_year"].format(year=year), None)]
    below = [Shown(text, "head") for text in words["rolled_sum"]] * len(years)
    for column in range(1, len(labels) + 1):
        sheet.merge(1, column, 2, column)
    for left in range(len(labels) + 1, len(labels) + len(spans), 2):
        sheet.merge(1, left, 1, left + 1)
    sheet.add([*labels, *spans], height=LINE * 1.4)
    sheet.add(
        [*(Shown(None, "head") for _ in labels), *below],
        height=LINE * 1.4 * max(lines_of(t, 6) for t in words["rolled_sum"]),
    )


def _sum(book: Book, cell: dict[str, Any] | None) -> list[Shown]:
    if cell is None:
        return [Shown(None, "list_number"), Shown(None, "list_number")]
    n = Shown(f"{cell['n']}/{cell['members']}", "list_number")
    if cell["assumed"] is not pd.NA and cell["assumed"]:
        n = n._replace(value=book.words["assumed"].format(**cell))
    if cell["corrected"]:
        n = n._replace(value=f"{n.value}{book.words['corrected_sum'].format(**cell)}")
    if cell["value"] is not pd.NA:
        return [Shown(float(cell["value"]), "list_number"), n]
    known = book.words["known"].format(known=cell["known"]) if cell["known"] is not pd.NA else "—"
    return [Shown(known, "partial"), n]
