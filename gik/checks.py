"""Checks (核对): whether a report's own figures agree with one another, and its form with its year.

What must hold stands in ``definitions/checks.toml``; one engine evaluates every line of it over all reports at once.
A blank is never a zero: where a term has no number, a sum can only be exceeded, or be noted as open.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from gik.definitions import definition
from gik.findings import finding
from gik.form_lines import TOLERANCE, Line, lines
from gik.forms import Form, Key, load_forms
from gik.layouts import printed_words
from gik.matrix import Matrix, matrices
from gik.statements import Equation, Term, bound_statement, column_name, equation_statement, row_name

# Words of a form's cell that may stand for nothing; every other unread cell can mean anything.
MAYBE_ZERO = ("blank", "dash", "none")


@dataclass(frozen=True, slots=True)
class Local:
    """A cell of a row that the form doesn't know (自设项), in a row of the matrix, after a row that the form has."""

    row: int
    after: str
    label: str
    value: float | None
    text: str


Locals = Mapping[tuple[str, str], Sequence[Local]]  # by table and column


def check_reports(reports: pd.DataFrame, cells: pd.DataFrame) -> list[dict[str, Any]]:
    """Give what each report alone shows, as rows of the findings frame in the order of ``reports``.

    ``reports`` and ``cells`` are the public frames of a whole run, cells in reading order.
    """
    found = _forms_and_years(reports, _unfilled(cells))
    forms = load_forms()
    for code, grid in matrices(cells, forms.values(), assumed=False).items():
        form, local = forms[code], _local_cells(grid)
        if len(grid.reports):
            found += [record for line in lines(form) for record in _check_line(line, grid, form, local)]
    order = {report: position for position, report in enumerate(reports["report"])}
    return sorted(found, key=lambda record: order.get(record["report"], len(order)))


def due_forms(year: int) -> list[str]:
    """Give the codes of the forms that a report on that year may use, the national one first; none before 2014.

    >>> due_forms(2018), due_forms(2020), due_forms(2024)
    (['stat2014'], ['art2019'], ['art2021'])
    """
    years = definition("checks.toml")["years"]
    return [form for form, span in years.items() if span["first"] <= year <= span.get("last", year)]


def _unfilled(cells: pd.DataFrame) -> Mapping[str, str]:
    """Give the reports without a number, a dash or a word for nothing on the form, and by which words to say so."""
    filled = cells["state"].isin(("number", "dash", "none")) & (cells["row"] != "")
    empty = cells[~cells["report"].isin(cells.loc[filled, "report"].unique())]
    blank, printed = (set(empty.loc[at, "report"]) for at in (empty["state"] == "blank", empty["state"] == "text"))
    # Where words stand in the cells, or none of the form's is found, the table may hold numbers that weren't read.
    return {report: "zh" if report in blank - printed else "zh_unread" for report in empty["report"].unique()}


def _forms_and_years(reports: pd.DataFrame, unfilled: Mapping[str, str]) -> list[dict[str, Any]]:
    """Tell which reports name no year, lack the form due in it or use another, or print it empty."""
    read = reports[reports["status"] != "failed"].drop_duplicates("report")
    columns = (read[name].tolist() for name in ("report", "form", "year", "title", "published"))
    return [
        {"report": report, **told}
        for report, form, year, title, published in zip(*columns, strict=True)
        for told in (
            *_year(None if pd.isna(year) else year, title, published),
            *_form_of_year(form, None if pd.isna(year) else year, title, unfilled.get(report, "")),
        )
    ]


def _year(year: int | None, title: str, published: str) -> Iterator[dict[str, Any]]:
    """Tell of a report for no year, for one of several, or for one that wasn't over when it was published."""
    if year is None:
        from gik.titles import title_years  # with the readers, for which other checks don't wait

        years = title_years(title)
        wording = "zh_several" if len(years) > 1 else "zh"
        yield finding("year.unknown", evidence=title, wording=wording, years="、".join(map(str, years)))
    elif year > int(published[:4] or date.today().year):
        yield finding("year.future", evidence=title, year=year, where=f"发布日期{published}" if published else "今年")


def _form_of_year(form: str, year: int | None, title: str, unfilled: str) -> Iterator[dict[str, Any]]:
    forms = load_forms()
    due = due_forms(year) if year else []
    if form in forms and due and form not in due:
        yield finding("form.unexpected", evidence=title, year=year, due=forms[due[0]].name, form=forms[form].name)
    if form == "none" and due and due[0] not in definition("checks.toml")["annexed"]["forms"]:
        yield finding("form.missing", evidence=title, year=year, due=forms[due[0]].name)
    if form in forms and unfilled:
        yield finding("form.unfilled", wording=unfilled, evidence=title, form=forms[form].name)


def _check_line(line: Line, grid: Matrix, form: Form, local: Locals) -> list[dict[str, Any]]:
    if line.compare == "at_most":
        return _exceeded(line, grid, form)
    here = [grid.keys[key] for key in line.parts]
    there = [grid.keys[key] for key in line.whole]
    parts, whole = grid.values[:, here], grid.values[:, there]
    left, right = (np.where(np.isnan(side), 0.0, side).sum(axis=1) for side in (parts, whole))
    open_left, open_right = (np.asarray(np.isnan(side).any(axis=1)) for side in (parts, whole))
    own = [cell for cell in local.get((line.whole[0][0], line.code), ()) if cell.after in line.family]
    extra = np.zeros(len(left))
    for cell in own:
        extra[cell.row] += cell.value or 0.0
        open_left[cell.row] |= cell.value is None
    # A row of the agency's own among the parts may be one of them: the sum fails only if it fails either way.
    low, high = (left + extra, left + extra) if line.local == "part" else (left, left + extra)
    found = []
    for row in np.flatnonzero((np.abs(low - right) > TOLERANCE) & (np.abs(high - right) > TOLERANCE)).tolist():
        kind = ""
        if not open_left[row] and not open_right[row]:
            kind = "unequal"
        elif not open_right[row] and low[row] > right[row]:
            kind = "over"
        elif not open_left[row] and right[row] > high[row]:
            kind = "whole_over"
        elif set(grid.states[row, here + there]) <= {"number", *MAYBE_ZERO}:
            kind = "short"
        if kind:
            found.append(_unequal(line, grid, form, row, kind, [cell for cell in own if cell.row == row]))
    return found


def _local_cells(grid: Matrix) -> Locals:
    """Give the cells of unknown rows that may be parts of a sum (自设项), by table and column."""
    found: dict[tuple[str, str], list[Local]] = {}
    rows = grid.local
    if rows.empty:
        return found
    columns = (rows[name].tolist() for name in ("table", "column", "label", "after", "value", "text"))
    at = grid.reports.get_indexer(pd.Index(rows["report"])).tolist()
    for row, table, column, label, after, value, text in zip(at, *columns, strict=True):
        if not label.lstrip().startswith("其中"):
            number = None if pd.isna(value) else float(value)
            found.setdefault((table, column), []).append(Local(row, after, label, number, text))
    return found


def _unequal(line: Line, grid: Matrix, form: Form, row: int, kind: str, local: Sequence[Local]) -> dict[str, Any]:
    parts = [_term(key, line, grid, form, row) for key in line.parts]
    if line.local == "part":
        parts += [Term(cell.label, cell.value, cell.text) for cell in local]
    whole = [_term(key, line, grid, form, row) for key in line.whole]
    equation = Equation(tuple(parts), tuple(whole), form.unit(line.whole[0]))
    return {
        "report": grid.reports[row],
        **finding(
            line.rule,
            place=next((term.place for term in whole if term.place), ""),
            expected=equation.expected,
            found=equation.found,
            evidence=equation.evidence,
            severity="note" if kind == "short" else "",
            table=printed_words()[line.whole[0][0]],
            line=line.name,
            statement=equation_statement(kind, equation),
        ),
    }


def _exceeded(line: Line, grid: Matrix, form: Form) -> list[dict[str, Any]]:
    whole = grid.values[:, grid.keys[line.whole[0]]]
    found = []
    for key in line.parts:
        for row in np.flatnonzero(grid.values[:, grid.keys[key]] > whole + TOLERANCE).tolist():
            part, limit = _term(key, line, grid, form, row), _term(line.whole[0], line, grid, form, row)
            record = finding(
                line.rule,
                place=part.place,
                expected=limit.value,
                found=part.value,
                evidence=f"{part.name} {part.text}；{limit.name} {limit.text}",
                statement=bound_statement(part, limit, form.unit(key)),
            )
            found.append({"report": grid.reports[row], **record})
    return found


def _term(key: Key, line: Line, grid: Matrix, form: Form, row: int) -> Term:
    table, code, column = key
    name = row_name(form, table, code) if line.each == "column" else column_name(form, table, column)
    at = row, grid.keys[key]
    value = float(grid.values[at])
    return Term(name, None if np.isnan(value) else value, grid.texts[at], grid.places[at])
