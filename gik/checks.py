"""Checks (核对): whether a report's own figures agree with one another, and its form with its year.

What must hold stands in ``definitions/checks.toml``; one engine evaluates every line of it over all reports at once.
A blank is never a zero: where a term has no number, a sum can only be exceeded, or be noted as open.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from gik.coding import Floats, Printed, coded, counted, is_one_of
from gik.definitions import definition
from gik.findings import finding
from gik.form_lines import TOLERANCE, Line, lines
from gik.forms import Form, Key, load_forms
from gik.layouts import printed_words
from gik.matrix import Matrix, form_keys, grids
from gik.statements import Equation, Term, bound_statement, column_name, equation_statement, row_name

# Words of a form's cell that may stand for nothing; every other unread cell can mean anything.
MAYBE_ZERO = ("blank", "dash", "none")
# What is asked of the reports frame.
ABOUT = ["report", "status", "form", "year", "title", "published"]


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

    ``reports`` (its columns ABOUT) and ``cells`` are the public frames of a whole run, cells in reading order.
    """
    printed = coded(counted(cells, assumed=False))
    found = _forms_and_years(reports, _unfilled(cells["state"], printed))
    forms = load_forms()
    for code, grid in grids(printed, forms.values()).items():
        if len(grid.reports):
            found += _check_form(forms[code], grid)
    order = {report: position for position, report in enumerate(reports["report"])}
    return sorted(found, key=lambda record: order.get(record["report"], len(order)))


def due_forms(year: int) -> list[str]:
    """Give the codes of the forms that a report on that year may use, the national one first; none before 2014.

    >>> due_forms(2018), due_forms(2020), due_forms(2024)
    (['stat2014'], ['art2019'], ['art2021'])
    """
    years = definition("checks.toml")["years"]
    return [form for form, span in years.items() if span["first"] <= year <= span.get("last", year)]


def _unfilled(states: "pd.Series[str]", printed: Printed) -> Mapping[str, str]:
    """Give the reports without a number, a dash or a word for nothing on the form, and by which words to say so."""
    codes, names = printed.report
    filled = is_one_of(states, "number", "dash", "none") & ~printed.is_local
    asked = (filled, is_one_of(states, "blank"), is_one_of(states, "text"))
    is_filled, is_blank, has_words = (np.bincount(codes[which], minlength=len(names)) > 0 for which in asked)
    # Where words stand in the cells, or none of the form's is found, the table may hold numbers that weren't read.
    is_empty = is_blank & ~has_words
    return {str(names[each]): "zh" if is_empty[each] else "zh_unread" for each in np.flatnonzero(~is_filled).tolist()}


def _forms_and_years(reports: pd.DataFrame, unfilled: Mapping[str, str]) -> list[dict[str, Any]]:
    """Tell which reports name no year, lack the form due in it or use another, or print it empty."""
    columns = (reports[name].tolist() for name in ABOUT)
    read: dict[str, tuple[Any, ...]] = {}
    for report, status, *about in zip(*columns, strict=True):
        if status != "failed":
            read.setdefault(report, tuple(about))
    return [
        {"report": report, **told}
        for report, (form, year, title, published) in read.items()
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


def _check_form(form: Form, grid: Matrix) -> list[dict[str, Any]]:
    """Check every line of a form: all sums at once, and one by one only those that don't come out."""
    local = _local_cells(grid)
    of_parts, of_whole = _shares(form)
    values = np.nan_to_num(grid.values)
    parts, whole = values @ of_parts, values @ of_whole
    differ: dict[int, set[int]] = {}
    for row, number in np.argwhere(np.abs(parts - whole) > TOLERANCE).tolist():
        differ.setdefault(number, set()).add(row)
    found = []
    for number, line in enumerate(lines(form)):
        if line.compare == "at_most":
            found += _exceeded(line, grid, form)
            continue
        own: dict[int, list[Local]] = {}
        for cell in local.get((line.whole[0][0], line.code), ()):
            if cell.after in line.family:
                own.setdefault(cell.row, []).append(cell)
        for row in sorted(differ.get(number, set()) | own.keys()):
            if kind := _failing(line, grid, row, own.get(row, ())):
                found.append(_unequal(line, grid, form, row, kind, own.get(row, ())))
    return found


@cache
def _shares(form: Form) -> Floats:
    """Give how often each cell of a form counts in each of its lines: among the parts, and in the whole."""
    keys = form_keys(form)
    shares = np.zeros((2, len(keys), len(lines(form))))
    for number, line in enumerate(lines(form)):
        for side, terms in enumerate((line.parts, line.whole)):
            for key in terms:
                shares[side, keys[key], number] += 1
    return shares


def _failing(line: Line, grid: Matrix, row: int, own: Sequence[Local]) -> str:
    """Say how a sum fails in a report, in a word that names the statement; nothing where it may hold."""
    here, there = ([grid.keys[key] for key in terms] for terms in (line.parts, line.whole))
    parts, whole = grid.values[row, here], grid.values[row, there]
    left, right = float(np.nansum(parts)), float(np.nansum(whole))
    extra = sum(cell.value or 0.0 for cell in own)
    # A row of the agency's own among the parts may be one of them: the sum fails only if it fails either way.
    low, high = (left + extra, left + extra) if line.local == "part" else (left, left + extra)
    if abs(low - right) <= TOLERANCE or abs(high - right) <= TOLERANCE:
        return ""
    open_left = bool(np.isnan(parts).any()) or any(cell.value is None for cell in own)
    open_right = bool(np.isnan(whole).any())
    if not open_left and not open_right:
        return "unequal"
    if not open_right and low > right:
        return "over"
    if not open_left and right > high:
        return "whole_over"
    return "short" if set(grid.states[row, here + there]) <= {"number", *MAYBE_ZERO} else ""


def _local_cells(grid: Matrix) -> Locals:
    """Give the cells of unknown rows that may be parts of a sum (自设项), by table and column."""
    found: dict[tuple[str, str], list[Local]] = {}
    if not grid.has_local:
        return found
    rows = grid.local
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
    value = float(grid.values[row, grid.keys[key]])
    return Term(name, None if np.isnan(value) else value, *grid.printed_cell(row, key))
