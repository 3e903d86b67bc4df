"""Consolidated reports (汇总报告): which reports each of them covers, and whether it is their sum, cell by cell.

Members are those that the analyst's list of agencies names. Without a list, a report is a sum only where its numbers
prove it: nearly all of them equal those of all other reports of that year in the same folder, added up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gik.agencies import JOIN
from gik.definitions import definition
from gik.findings import finding
from gik.forms import load_forms
from gik.matrix import Key
from gik.panel import Panel
from gik.statements import amount, cell_name

TOLERANCE = 1e-3  # amounts of money are rounded before they are added up


@dataclass(frozen=True)
class Sum:
    """A consolidated report, the reports that it covers, and the names of the members that didn't report (应报未报)."""

    report: str
    form: str
    members: pd.DataFrame
    missing: tuple[str, ...] = ()
    is_declared: bool = True


def find_sums(panel: Panel) -> list[Sum]:
    """Give the consolidated reports of a panel: those declared by the list of agencies, else those that are evident."""
    reports = panel.reports
    if "members" not in reports or not (reports["members"] != "").any():
        return list(_evident(panel))
    found = []
    for row in reports[reports["members"] != ""].to_dict("records"):
        names = row["members"].split(JOIN)
        present = reports[(reports["year"] == row["year"]) & reports["agency"].isin(names)]
        reported = set(present["agency"])
        missing = tuple(name for name in names if name not in reported)
        found.append(Sum(row["report"], row["form"], present, missing))
    return found


def check_sums(panel: Panel) -> list[dict[str, Any]]:
    """Give where a consolidated report isn't the sum of its members, or can't be checked, as rows of the findings."""
    return [{"report": one.report, **record} for one in find_sums(panel) for record in _check(one, panel)]


def _evident(panel: Panel) -> Iterator[Sum]:
    rules = definition("checks.toml")["sums"]
    folders = panel.reports["file"].str.extract("^(.*)/", expand=False).fillna("")
    for _, group in panel.reports.groupby([folders, "year"], sort=True):
        for form in group["form"].unique() if len(group) > 2 else ():
            values = panel.values(group, list(panel.grids[form].keys))
            rest = np.nansum(values, axis=0) - np.nan_to_num(values)
            open_rest = np.isnan(values).sum(axis=0) - np.isnan(values) > 0
            asked = (np.nan_to_num(values) != 0) & ~open_rest & (group["form"] == form).to_numpy()[:, None]
            equal = (asked & (np.abs(values - rest) <= TOLERANCE)).sum(axis=1)
            enough = asked.sum(axis=1) >= rules["least"]
            for row in np.flatnonzero(enough & (equal >= rules["share"] * asked.sum(axis=1))).tolist():
                yield Sum(group["report"].iloc[row], form, group.drop(group.index[row]), is_declared=False)


def _check(one: Sum, panel: Panel) -> Iterator[dict[str, Any]]:
    if one.missing:
        names = JOIN.join(one.missing)
        count = len(one.missing) + len(one.members)
        yield finding("rollup.total", wording="zh_missing", severity="note", evidence=names, missing=names, count=count)
        return
    keys: list[Key] = list(panel.grids[one.form].keys)
    values = panel.values(one.members, keys)
    whole = panel.values(panel.reports[panel.reports["report"] == one.report], keys)[0]
    known = np.asarray(np.nansum(values, axis=0))
    is_open = np.asarray(np.isnan(values).any(axis=0))
    grows = np.array([key[2] != "change" for key in keys])  # what can be less than nothing has no bound
    differ = (np.abs(known - whole) > TOLERANCE) & (~is_open | (grows & (known > whole)))
    form = load_forms()[one.form]
    for at in np.flatnonzero(differ).tolist():
        row = form.table(keys[at][0]).row(keys[at][1])
        unit = row.units[row.columns.index(keys[at][2])]
        sides = float(round(known[at], 6)), float(whole[at])
        yield finding(
            "rollup.total",
            wording="zh_more" if is_open[at] else "zh" if one.is_declared else "zh_apparent",
            place=panel.printed(one.report, one.form, keys[at])[1],
            expected=sides[0],
            found=sides[1],
            evidence=_evidence(one.members, values[:, at]),
            cell=cell_name(form, keys[at]),
            count=len(one.members),
            asked=amount(sides[0], unit),
            given=amount(sides[1], unit),
            gap=amount(abs(sides[1] - sides[0]), unit),
        )


def _evidence(members: pd.DataFrame, values: np.ndarray[Any, np.dtype[np.float64]]) -> str:
    """Name every member with its number, but for zeros."""
    names = members["agency"].where(members["agency"] != "", members["issuer"])
    names = names.where(names != "", members["file"])
    said = ("（未填）" if np.isnan(value) else amount(float(value), "") for value in values)
    return "；".join(f"{name} {word}" for name, word in zip(names, said, strict=True) if word != "0")
