"""Jumps (突变): a number far away from what the same body reported in earlier years, on forms that count the same.

Median and median absolute deviation (中位数、中位绝对偏差) of logarithms stand for the usual and its change, so that
one odd year among them doesn't matter. How far is far stands in ``definitions/checks.toml``, and in every message.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from gik.definitions import definition
from gik.findings import finding
from gik.panel import Floats, Panel, Positions
from gik.series import Series, load_crosswalk
from gik.statements import amount

NORMAL = 1.4826  # a median absolute deviation times this is a standard deviation where errors are normal


def check_jumps(panel: Panel) -> list[dict[str, Any]]:
    """Give the numbers that are far away from their body's own earlier ones, as rows of the findings frame."""
    reports = panel.reports
    named = np.flatnonzero((reports["body"] != "").to_numpy())
    if not len(named):
        return []
    bodies, years = reports["body"].iloc[named], reports["year"].to_numpy()[named]
    body = bodies.factorize()[0]
    grid = np.full((body.max() + 1, years.max() - years.min() + 1), -1)
    grid[body, years - years.min()] = named
    return [record for series in load_crosswalk().values() for record in _check(series, grid, panel)]


def _check(series: Series, grid: Positions, panel: Panel) -> Iterator[dict[str, Any]]:
    """Check one series; ``grid`` holds the row of the panel for each body and year, -1 where there is no report."""
    rules = definition("checks.toml")["jumps"]
    every = np.append(_values(series, panel), np.nan)
    for same in _comparable(series):
        of_form = np.append(np.isin(panel.reports["form"].to_numpy(dtype=object), same), False)
        values = np.where(of_form[grid], every[grid], np.nan)
        for year in range(rules["least"], grid.shape[1]):
            scores = _scores(values[:, :year], values[:, year], rules)
            for row in np.flatnonzero(scores > rules["factor"]).tolist():
                earlier = grid[row, :year][~np.isnan(values[row, :year])]
                yield _finding(series, panel, int(grid[row, year]), earlier, every, float(scores[row]))


def _values(series: Series, panel: Panel) -> Floats:
    """Give a series' value in each report of the panel, NaN where a part of it has no number."""
    found = np.full(len(panel.reports), np.nan)
    forms = panel.reports["form"].to_numpy(dtype=object)
    for code, cells in series.cells.items():
        if cells:
            own = np.flatnonzero(forms == code)
            found[own] = panel.values[own[:, None], panel.columns(cells)].sum(axis=1)
    return found


def _comparable(series: Series) -> list[list[str]]:
    """Give the forms that count the same thing, and apart from them each that doesn't."""
    having = [code for code, cells in series.cells.items() if cells]
    now = [code for code in having if series.counts_as_now(code)]
    return [now, *([code] for code in having if code not in now)]


def _scores(earlier: Floats, now: Floats, rules: Mapping[str, Any]) -> Floats:
    """Give how many usual changes the number lies outside of all earlier ones, else NaN.

    Small counts change by chance alone, so the usual change is never taken to be less than theirs.
    """
    logs, here = np.log1p(np.where(earlier < 0, np.nan, earlier)), np.log1p(np.where(now < 0, np.nan, now))
    centre = _median(logs)
    spread = np.sqrt((NORMAL * _median(np.abs(logs - centre[:, None]))) ** 2 + np.exp(-centre) + rules["floor"] ** 2)
    known = ~np.isnan(logs)
    outside = (here > np.where(known, logs, -np.inf).max(axis=1)) | (here < np.where(known, logs, np.inf).min(axis=1))
    enough = outside & (known.sum(axis=1) >= rules["least"])
    return np.where(enough, np.abs(here - centre) / spread, np.nan)


def _median(values: Floats) -> Floats:
    """Give the median of each row without its NaN."""
    ordered, counts = np.sort(values, axis=1), (~np.isnan(values)).sum(axis=1)
    rows = np.arange(len(values))
    low, high = (ordered[rows, np.maximum(at, 0)] for at in ((counts - 1) // 2, np.minimum(counts // 2, counts - 1)))
    return np.asarray((low + high) / 2)


def _finding(
    series: Series, panel: Panel, report: int, earlier: Positions, every: Floats, score: float
) -> dict[str, Any]:
    code, form = (str(panel.reports[name].iloc[report]) for name in ("report", "form"))
    years = panel.reports["year"].to_numpy()
    words, place = panel.printed(report, series.cells[form][0])
    value, usual = float(every[report]), float(np.median(every[earlier]))
    history = "、".join(f"{years[at]}年{amount(float(every[at]), series.unit)}" for at in earlier.tolist())
    record = finding(
        "year.jump",
        place=place,
        expected=usual,
        found=value,
        evidence=f"{words}／{history}",
        line=series.label,
        year=years[report],
        given=amount(value, series.unit),
        count=len(earlier),
        history=history,
        usual=amount(usual, series.unit),
        score=round(score, 1),
        factor=definition("checks.toml")["jumps"]["factor"],
    )
    return {**record, "report": code}
