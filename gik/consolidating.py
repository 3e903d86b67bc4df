"""Consolidated reports (汇总报告): which reports each of them covers, and whether it is their sum, cell by cell.

Members are those that the analyst's list of agencies names. Without a list, a report is a sum only where its numbers
prove it: nearly all of them equal those of all other reports of that year in the same folder, added up.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from gik.agency_lists import JOIN
from gik.coding import Flags, Floats, Positions
from gik.definitions import definition
from gik.findings import finding
from gik.forms import Form, Key, load_forms
from gik.panel import Panel
from gik.statements import UNFILLED, amount, cell_name

TOLERANCE = 1e-3  # amounts of money are rounded before they are added up


@dataclass(frozen=True)
class Sum:
    """A consolidated report, the reports that it covers, and the names of the members that didn't report (应报未报).

    Reports are rows of the panel.
    """

    report: int
    members: Positions
    missing: tuple[str, ...] = ()
    is_declared: bool = True


def find_sums(panel: Panel) -> list[Sum]:
    """Give the consolidated reports of a panel: those declared by the list of agencies, else those that are evident."""
    reports = panel.reports
    if "members" not in reports or not (reports["members"] != "").any():
        return list(_evident(panel))
    by_body: dict[tuple[str, int], list[int]] = {}
    for row, key in enumerate(zip(reports["agency"].tolist(), reports["year"].tolist(), strict=True)):
        by_body.setdefault(key, []).append(row)
    found = []
    columns = (reports[name].tolist() for name in ("members", "year"))
    for row, (members, year) in enumerate(zip(*columns, strict=True)):
        if members:
            names = members.split(JOIN)
            present = [at for name in names for at in by_body.get((name, year), ())]
            missing = tuple(name for name in names if (name, year) not in by_body)
            found.append(Sum(row, np.array(sorted(present), dtype=int), missing))
    return found


def is_total(panel: Panel) -> Flags:
    """Say which reports of a panel are by bodies whose report is the sum of others in some year.

    In a year without a member's report it doesn't show.
    """
    reports = panel.reports
    sums = reports.iloc[[one.report for one in find_sums(panel)]]
    found = reports["body"].isin(set(sums["body"]) - {""}) | reports["report"].isin(sums["report"])
    return found.to_numpy(dtype=bool)


def check_sums(panel: Panel) -> list[dict[str, Any]]:
    """Give where a consolidated report isn't the sum of its members, or can't be checked, as rows of the findings."""
    columns = {code: _columns(panel, form) for code, form in load_forms().items()}
    return [
        {"report": panel.about["report"][one.report], **record}
        for one in find_sums(panel)
        for record in _check(one, panel, *columns[panel.forms[one.report]])
    ]


def _evident(panel: Panel) -> Iterator[Sum]:
    rules = definition("checks.toml")["sums"]
    folders = panel.reports["file"].str.extract("^(.*)/", expand=False).fillna("")
    for found in panel.reports.groupby([folders, "year"], sort=True).indices.values():
        rows = np.asarray(found)
        for form in dict.fromkeys(panel.forms[rows]) if len(rows) > 2 else ():
            values = panel.values[rows[:, None], panel.columns(list(panel.grids[form].keys))]
            numbers, is_open = np.nan_to_num(values), np.isnan(values)
            rest = numbers.sum(axis=0) - numbers
            open_rest = is_open.sum(axis=0) - is_open > 0
            asked = (numbers != 0) & ~open_rest & (panel.forms[rows] == form)[:, None]
            equal = (asked & (np.abs(values - rest) <= TOLERANCE)).sum(axis=1)
            enough = asked.sum(axis=1) >= rules["least"]
            for at in np.flatnonzero(enough & (equal >= rules["share"] * asked.sum(axis=1))).tolist():
                yield Sum(int(rows[at]), np.delete(rows, at), is_declared=False)


def _check(one: Sum, panel: Panel, columns: Positions, grows: Flags) -> Iterator[dict[str, Any]]:
    count = len(one.missing) + len(one.members)
    if one.missing:
        names = JOIN.join(one.missing)
        yield finding("rollup.total", wording="zh_missing", severity="note", evidence=names, missing=names, count=count)
    form = load_forms()[panel.forms[one.report]]
    values, whole = panel.values[one.members[:, None], columns], panel.values[one.report, columns]
    is_open = np.isnan(values)
    known = np.where(is_open, 0.0, values).sum(axis=0)
    is_partial = np.logical_or(is_open.any(axis=0), bool(one.missing))  # what there is can still be too much
    differ = (np.abs(known - whole) > TOLERANCE) & (~is_partial | (grows & (known > whole)))
    keys: list[Key] = list(panel.grids[form.code].keys)
    for at in np.flatnonzero(differ).tolist():
        unit = form.unit(keys[at])
        sides = float(round(known[at], 6)), float(whole[at])
        yield finding(
            "rollup.total",
            wording="zh_more" if is_partial[at] else "zh" if one.is_declared else "zh_apparent",
            place=panel.printed(one.report, keys[at])[1],
            expected=sides[0],
            found=sides[1],
            evidence=_evidence(panel, one.members, values[:, at]),
            cell=cell_name(form, keys[at]),
            count=count,
            asked=amount(sides[0], unit),
            given=amount(sides[1], unit),
            gap=amount(abs(sides[1] - sides[0]), unit),
        )


def _columns(panel: Panel, form: Form) -> tuple[Positions, Flags]:
    """Give the columns of a form's cells, and whether each can't be less than nothing, so that a part is a bound."""
    keys = list(panel.grids[form.code].keys)
    return panel.columns(keys), np.array([key[2] != "change" for key in keys])


def _evidence(panel: Panel, members: Positions, values: Floats) -> str:
    """Name every member with its number, but for zeros."""
    said = (UNFILLED if np.isnan(value) else amount(value, "") for value in values.tolist())
    names = (panel.about["name"][at] for at in members.tolist())
    return "；".join(f"{name} {word}" for name, word in zip(names, said, strict=True) if word != "0")
