"""Trends (趋势): one indicator over the years, across the forms, as far as they can be compared.

Which cells make one series, and how far the forms count the same thing, stands in ``definitions/crosswalk.csv``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from gik.errors import GikError
from gik.forms import Form, load_forms
from gik.frames import Tables
from gik.matrix import Key, matrix
from gik.stating import FORM as STATED_FORM
from gik.stating import stated as read_stated
from gik.versions import counting

EVERYTHING = "全部"
PROSE = "prose"
COLUMNS = {
    "series": "str",
    "group": "str",
    "year": "Int64",
    "value": "Float64",
    "form": "str",
    "comparable": "bool",
    "n": "Int64",
    "note": "str",
}


@dataclass(frozen=True, slots=True)
class Series:
    """A line of the crosswalk (对照表): code, label, unit, the cells of each form, and what differs between forms.

    ``comparability`` is same, approximate, break_2019, starts_2019 or ends_2018; ``note`` says why, in Chinese.
    """

    code: str
    label: str
    label_en: str
    unit: str
    comparability: str
    note: str
    cells: Mapping[str, tuple[Key, ...]]

    def counts_as_now(self, form: str) -> bool:
        """Say whether that form counts the same thing as the newest form that has the series."""
        if not self.cells[form]:
            return False
        oldest = next(code for code, cells in self.cells.items() if cells)
        return form != oldest or self.comparability in ("same", "starts_2019", "ends_2018")


@cache
def load_crosswalk() -> Mapping[str, Series]:
    """Give every series of the crosswalk by its code.

    >>> load_crosswalk()["closed"].cells["stat2014"]
    (('stat', 'requests.closed', 'value'),)
    """
    with files("gik.definitions").joinpath("crosswalk.csv").open(encoding="utf-8") as file:
        lines = pd.read_csv(file, dtype="str", keep_default_na=False).to_dict("records")
    return {
        line["series"]: Series(
            line["series"],
            line["label"],
            line["label_en"],
            line["unit"],
            line["comparability"],
            line["note"],
            {code: _cells(line[code], form) for code, form in load_forms().items()},
        )
        for line in lines
    }


def trend(
    tables: Tables, series: str | Sequence[str], by: str | None = "issuer", *, stated: bool = False
) -> pd.DataFrame:
    """Give series over the years as a long frame: series, group, year, value, form, comparable, n, note.

    ``by`` is a column of the reports (issuer, region, agency, level …); None takes all reports as one group.
    A report without an issuer stands for itself, under its file's name; reports without a year are left out.
    ``value`` is the sum over the group's reports of that year, in the unit of the crosswalk: <NA> as soon as one of
    them has no number for a part of it, or two are by the same issuer, since a partial or double sum is no total.
    ``n`` is the number of reports with a number. ``comparable`` says whether the forms behind the point count the
    same thing as the newest form; ``note`` (Chinese) says why not, or why there is no value.
    With ``stated=True`` a report without a national form counts with what its prose states exactly (正文所述), under
    the form ``prose``, which is never comparable.

    Raises GikError for a series that the crosswalk doesn't have and for a column that the reports don't have.
    """
    wanted = [series] if isinstance(series, str) else list(series)
    known = load_crosswalk()
    if unknown := [code for code in wanted if code not in known]:
        raise GikError(f"没有{'、'.join(unknown)}这个序列；可选：{'、'.join(known)}。")
    reports = _reports(tables, by)
    lines = [known[code] for code in wanted]
    values = _values(tables, lines)
    if stated:
        unformed = ~reports["form"].isin(list(load_forms()))
        said = _stated(tables, lines, reports.loc[unformed, "report"])
        values = {code: pd.concat([values[code], said[code]]) for code in values}
        reports["form"] = reports["form"].where(~unformed, PROSE)
    parts = [_points(reports, values[code], known[code]) for code in wanted]
    return pd.concat(parts, ignore_index=True).astype(COLUMNS) if parts else pd.DataFrame(columns=list(COLUMNS))


def _reports(tables: Tables, by: str | None) -> pd.DataFrame:
    """Give report, form, year, body and group of every report that has a year."""
    reports = counting(tables.reports)
    if by is not None and by not in reports.columns:
        raise GikError(f"报告表没有“{by}”这一列；可选：{'、'.join(reports.columns)}。")
    dated = reports[reports["year"].notna() & (reports["status"] != "failed")]
    body = dated["issuer"].where(dated["issuer"] != "", dated["file"])
    group = EVERYTHING if by is None else body if by == "issuer" else dated[by].astype("str")
    return dated[["report", "form", "year"]].assign(body=body, group=group)


def _values(tables: Tables, wanted: Iterable[Series]) -> dict[str, pd.Series]:
    """Give each series' value by report, <NA> where a part of it has no number."""
    found: dict[str, list[pd.Series]] = {series.code: [pd.Series(dtype="float64")] for series in wanted}
    lines = {code: load_crosswalk()[code] for code in found}
    for code, form in load_forms().items():
        grid = matrix(tables.cells, form)
        using = grid.reports.isin(tables.reports.loc[tables.reports["form"] == code, "report"])
        for name, series in lines.items():
            if series.cells[code]:
                own = grid.values[:, [grid.keys[key] for key in series.cells[code]]]
                found[name].append(pd.Series(np.sum(own, axis=1), index=grid.reports)[using])
    return {name: pd.concat([part for part in parts if len(part)] or parts) for name, parts in found.items()}


def _stated(tables: Tables, wanted: Iterable[Series], reports: "pd.Series[str]") -> dict[str, pd.Series]:
    """Give each series' value by report as the prose states it, for these reports."""
    said = read_stated(tables)
    exact = said[(said["bound"] == "eq") & said["report"].isin(reports)]
    by_row = exact.pivot(index="report", columns="row", values="value").astype("float64")
    rows = {series.code: [row for _, row, _ in series.cells[STATED_FORM]] for series in wanted}
    return {
        code: by_row.reindex(columns=own).sum(axis="columns", skipna=False) if own else pd.Series(dtype="float64")
        for code, own in rows.items()
    }


def _points(reports: pd.DataFrame, values: pd.Series, series: Series) -> pd.DataFrame:
    each = reports.assign(value=reports["report"].map(values).astype("Float64"))
    groups = each.groupby(["group", "year"], sort=True)
    points = groups.agg(
        value=("value", "sum"),
        n=("value", "count"),
        reports=("report", "size"),
        bodies=("body", "nunique"),
        form=("form", lambda forms: "/".join(sorted(set(forms)))),
    ).reset_index()
    whole = (points["n"] == points["reports"]) & (points["bodies"] == points["reports"])
    points["value"] = points["value"].where(whole)
    forms = [form.split("/") for form in points["form"]]
    points["comparable"] = [
        all(series.cells.get(code) and series.counts_as_now(code) for code in codes) for codes in forms
    ]
    columns = (points[name].tolist() for name in ("comparable", "n", "reports", "bodies"))
    points["note"] = [
        _note(series, codes, *facts) for codes, facts in zip(forms, zip(*columns, strict=True), strict=True)
    ]
    return points.assign(series=series.code)[list(COLUMNS)]


def _note(series: Series, codes: Sequence[str], comparable: bool, n: int, reports: int, bodies: int) -> str:
    """Say why a point has no value, else why it can't be compared."""
    forms = load_forms()
    if PROSE in codes and n == reports:
        return "据报告正文所述，非附表数字"
    if not any(code in (*forms, PROSE) for code in codes):
        return "报告没有全国统一格式的表格"
    if missing := [forms[code].name for code in codes if code in forms and not series.cells[code]]:
        return f"{'、'.join(missing)}没有这一项"
    if bodies < reports:
        return f"同一机关同一年度有不止一份报告（共{reports}份），未合计"
    if n < reports:
        return "该项未填数字" if reports == 1 else f"{reports}份报告中有{reports - n}份没有数字，未合计"
    return "" if comparable else series.note


def _cells(expression: str, form: Form) -> tuple[Key, ...]:
    """Give the cells that an expression of the crosswalk adds up, such as ``sum requests/denied.*@total``."""
    found: list[Key] = []
    for term in expression.removeprefix("sum ").split("+") if expression else ():
        place, _, column = term.partition("@")
        table, _, row = place.rpartition("/")
        own = form.table(table or "stat")
        found += [(own.code, known.code, column or "value") for known in own.rows if fnmatchcase(known.code, row)]
    return tuple(found)
