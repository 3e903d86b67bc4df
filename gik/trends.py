"""Trends (趋势): counts and rates over the years, across the forms, as far as they can be compared.

Which cells make one series, and how far the forms count the same thing, is told by gik.series; which reports stand
behind a point, by gik.trend_points; why it has no value, by gik.trend_notes. Here the numbers are added up.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from gik.blanking import blanks_policy
from gik.coding import Floats, Words
from gik.forms import STATED_FORM, load_forms
from gik.frames import Tables
from gik.matrix import matrices
from gik.series import Rate, Series, asked_series
from gik.stating import stated as read_stated
from gik.trend_notes import PROSE, Facts, note, small_bound, words_of
from gik.trend_points import Points, dated_reports, find_points

MARKS = ("assumed", "corrected")  # of cells whose number isn't the printed one
UNKNOWABLE = "unknowable"  # of those, the ones corrected to no number
COLUMNS = {
    "series": "str",
    "group": "str",
    "year": "Int64",
    "value": "Float64",
    "form": "str",
    "comparable": "bool",
    "n": "Int64",
    "note": "str",
    "numerator": "Float64",
    "denominator": "Float64",
    "small": "bool",
    "bodies": "str",
    "covered_by": "str",
    "assumed": "Int64",
    "corrected": "Int64",
    "blanks": "str",
}


def trend(
    tables: Tables,
    series: str | Sequence[str],
    by: str | None = "issuer",
    *,
    stated: bool = False,
    lang: str = "zh",
) -> pd.DataFrame:
    """Give series and rates over the years as a long frame, a line a series, group and year.

    ``series`` are codes of ``definitions/crosswalk.csv``, ``series.csv`` or ``rates.toml``, or a family of them
    (outcomes, channels, applicants, flow). ``by`` is a column of the reports (issuer, region, agency, superior …),
    or ``body``: the settled agency, else the issuer as printed; None takes all reports as one group. A report without
    an issuer stands for itself, under its file's name; reports without a year are left out.

    Columns: series, group, year; ``value``, the sum over the group's reports in the unit of the series, or a
    fraction for a rate; form, ``comparable`` (whether the forms behind the point count the same thing as the newest
    form), ``n`` (reports with a number), ``note`` (in ``lang``, zh or en: why there is no value, or can't be compared);
    ``numerator`` and ``denominator`` of a rate, ``small`` where its denominator is below the bound of ``rates.toml``;
    ``bodies``, a digest: points with the same one rest on the same bodies; ``covered_by``, that of the superior whose
    consolidated report covers them all (汇总报告); ``assumed``, how many empty cells the policy ``blanks`` takes for
    zeros; ``corrected``, how many cells count by a person's correction. A year without a report between two with one
    is a line with the form "", ``n`` 0 and no value.

    A value is <NA> as soon as one report has no number for a part of it, two are by the same body, one is by the
    superior of another or evidently the sum of others, one of those due below a superior is missing (``by="superior"``,
    应报未报), several bodies have nothing in the column of ``by``, or a denominator is 0: a partial or double sum is no
    total, bodies of which nobody knows where they belong are no group, and nothing divided by nothing no rate. With
    ``stated=True`` a report without a national form counts with what its prose states exactly (正文所述), under the
    form ``prose``, which is never comparable.

    Raises GikError for a series that there isn't, a column that the reports don't have, and another language.

    >>> import gik
    >>> points = trend(gik.parse("data/raw/city/云溪市水务局_2021.txt"), "received")
    >>> points[["group", "year", "value", "form"]].to_dict("records")
    [{'group': '云溪市水务局', 'year': 2021, 'value': 15.0, 'form': 'art2021'}]
    """
    wanted = asked_series(series)
    words_of(lang)  # or no such language
    reports = dated_reports(tables, by, lang)
    formed = reports["form"].isin(list(load_forms()))
    if stated:
        reports["form"] = reports["form"].where(formed, PROSE)
    points = find_points(tables, reports)
    counts = list({part.code: part for one in wanted for part in one.parts}.values())
    numbers, marks = _values(tables, counts, points.reports, reports["form"].to_numpy(dtype=object))
    if stated:
        _add_stated(tables, counts, reports.loc[~formed, "report"], points.reports, numbers)
    policy = blanks_policy(tables)
    made = [_of_series(one, points, numbers, marks, lang).assign(blanks=policy) for one in wanted]
    return pd.concat(made, ignore_index=True)[list(COLUMNS)].astype(COLUMNS) if made else _empty()


def _empty() -> pd.DataFrame:
    return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)


def _values(
    tables: Tables, wanted: Iterable[Series], reports: pd.Index, forms: Words
) -> tuple[dict[str, Floats], dict[str, dict[str, Floats]]]:
    """Give each series' value by report, NaN where a part of it has no number, and how many parts bear each mark."""
    series = list(wanted)
    values = {one.code: np.full(len(reports), np.nan) for one in series}
    marks = {name: {one.code: np.zeros(len(reports)) for one in series} for name in (*MARKS, UNKNOWABLE)}
    for code, grid in matrices(tables.cells, load_forms().values()).items():
        own = np.flatnonzero(forms == code)
        found = grid.reports.get_indexer(reports[own])
        here, rows = own[found >= 0], found[found >= 0]
        numbers = grid.values[rows]
        flags = {name: getattr(grid, f"is_{name}")[rows] for name in MARKS}
        flags[UNKNOWABLE] = flags["corrected"] & np.isnan(numbers)
        for one in series:
            if one.cells[code]:
                columns = [grid.keys[key] for key in one.cells[code]]
                values[one.code][here] = numbers[:, columns].sum(axis=1)
                for name, counts in marks.items():
                    counts[one.code][here] = flags[name][:, columns].sum(axis=1)
    return values, marks


def _add_stated(
    tables: Tables, wanted: Iterable[Series], unformed: "pd.Series[str]", reports: pd.Index, values: dict[str, Floats]
) -> None:
    """Set each series' value for reports without a national form to what their prose states exactly."""
    said = read_stated(tables)
    exact = said[(said["bound"] == "eq") & said["report"].isin(unformed)]
    by_row = exact.pivot(index="report", columns="row", values="value").astype("float64")
    at = reports.get_indexer(by_row.index)
    for series in wanted:
        if rows := [row for _, row, _ in series.cells[STATED_FORM]]:
            values[series.code][at] = by_row.reindex(columns=rows).sum(axis="columns", skipna=False)


def _of_series(
    series: Series | Rate, points: Points, numbers: dict[str, Floats], marks: dict[str, dict[str, Floats]], lang: str
) -> pd.DataFrame:
    frame, parts = points.frame, series.parts
    known = np.logical_and.reduce([~np.isnan(numbers[part.code]) for part in parts])
    n = points.add(known).astype(int)
    whole = (n == frame["reports"]) & (frame["distinct"] == frame["reports"]) & ~frame["doubled"]
    whole &= (frame["lacking"] == "") & ~frame["unnamed"] & (frame["reports"] > 0)
    sums = [np.where(whole, points.add(np.where(known, numbers[part.code], 0.0)).round(6), np.nan) for part in parts]
    is_rate = isinstance(series, Rate)
    above, below = sums if is_rate else (np.full(len(frame), np.nan), np.ones(len(frame)))
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(below == 0, np.nan, above / below) if is_rate else sums[0]
    small = is_rate & (below < small_bound()) & (below > 0)
    forms = frame["form"].tolist()
    by_form = {form: _comparable(series, form) for form in set(forms)}
    comparable = [by_form[form] for form in forms]
    counts = {
        name: np.sum([points.add(by_code[part.code]) for part in parts], axis=0).astype(int)
        for name, by_code in marks.items()
    }
    facts = zip(
        forms,
        comparable,
        n.tolist(),
        frame["reports"].tolist(),
        frame["distinct"].tolist(),
        frame["unnamed"].tolist(),
        frame["doubled"].tolist(),
        frame["lacking"].tolist(),
        *(counts[name].tolist() for name in MARKS),
        (counts[UNKNOWABLE] > 0).tolist(),
        (below == 0).tolist(),
        small.tolist(),
        (is_rate & (above > below)).tolist(),
        strict=True,
    )
    return frame[["group", "year", "form", "bodies", "covered_by"]].assign(
        series=series.code,
        value=pd.array(value, dtype="Float64"),
        comparable=np.array(comparable, dtype=bool),
        n=n,
        note=[note(series.code, Facts._make(own), lang) for own in facts],
        numerator=pd.array(above, dtype="Float64"),
        denominator=pd.array(below if is_rate else above, dtype="Float64"),
        small=small,
        **counts,
    )


def _comparable(series: Series | Rate, form: str) -> bool:
    codes = form.split("/") if form else ()
    return all(bool(series.cells.get(code)) and series.counts_as_now(code) for code in codes)
