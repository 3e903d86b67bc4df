"""Jumps (突变): a number far away from what the same body reported in earlier years, on forms that count the same.

Median and median absolute deviation (中位数、中位绝对偏差) of logarithms stand for the usual and its change, so that
one odd year among them doesn't matter. How far is far stands in ``definitions/checks.toml``, and in every message.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from gik.coding import Floats, Positions
from gik.definitions import definition
from gik.findings import finding
from gik.panel import Panel
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
        values = np.append(np.where(np.isin(panel.forms, same), every[:-1], np.nan), np.nan)[grid]
        logs = np.log1p(np.where(values < 0, np.nan, values))
        highest, lowest = np.fmax.accumulate(logs, axis=1), np.fmin.accumulate(logs, axis=1)
        enough = np.cumsum(~np.isnan(logs), axis=1) >= rules["least"]
        for year in range(rules["least"], grid.shape[1]):
            outside = (logs[:, year] > highest[:, year - 1]) | (logs[:, year] < lowest[:, year - 1])
            rows = np.flatnonzero(outside & enough[:, year - 1])
            scores = _scores(logs[rows, :year], logs[rows, year], rules["floor"])
            for row, score in zip(rows.tolist(), scores.tolist(), strict=True):
                if score > rules["factor"]:
                    earlier = grid[row, :year][~np.isnan(values[row, :year])]
                    yield _finding(series, panel, int(grid[row, year]), earlier, every, score)


def _values(series: Series, panel: Panel) -> Floats:
    """Give a series' value in each report of the panel, NaN where a part of it has no number."""
    found = np.full(len(panel.reports), np.nan)
    for code, cells in series.cells.items():
        if cells:
            own = np.flatnonzero(panel.forms == code)
            found[own] = panel.values[own[:, None], panel.columns(cells)].sum(axis=1)
    return found


def _comparable(series: Series) -> list[list[str]]:
    """Give the forms that count the same thing, and apart from them each that doesn't."""
    having = [code for code, cells in series.cells.items() if cells]
    now = [code for code in having if series.counts_as_now(code)]
    return [now, *([code] for code in having if code not in now)]


def _scores(logs: Floats, here: Floats, floor: float) -> Floats:
    """Give how many usual changes a number lies away from the usual one of earlier ones; all are logarithms.

    Small counts change by chance alone, so the usual change is never taken to be less than theirs.
    """
    centre = _median(logs)
    spread = np.sqrt((NORMAL * _median(np.abs(logs - centre[:, None]))) ** 2 + np.exp(-centre) + floor**2)
    return np.asarray(np.abs(here - centre) / spread)


def _median(values: Floats) -> Floats:
    """Give the median of each row without its NaN; each row has a number."""
    ordered, counts = np.sort(values, axis=1), (~np.isnan(values)).sum(axis=1)
    rows = np.arange(len(values))
    return np.asarray((ordered[rows, (counts - 1) // 2] + ordered[rows, counts // 2]) / 2)


def _finding(
    series: Series, panel: Panel, report: int, earlier: Positions, every: Floats, score: float
) -> dict[str, Any]:
    years = panel.about["year"]
    words, place = panel.printed(report, series.cells[panel.forms[report]][0])
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
    return {**record, "report": panel.about["report"][report]}
