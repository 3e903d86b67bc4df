"""Points (数据点) of a trend: who is behind each of them, and the years without a report between two with one."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from gik.agency_lists import JOIN
from gik.coding import Floats, Words
from gik.consolidating import is_total
from gik.definitions import definition
from gik.errors import GikError
from gik.frames import Tables
from gik.panel import panel
from gik.versions import counting, member_names

BODY, SUPERIOR = "body", "superior"
Counts = np.ndarray[Any, np.dtype[np.integer[Any]]]
_NOTHING: dict[Any, Any] = {"form": "", "reports": 0, "distinct": 0, "unnamed": False, "doubled": False}


@dataclass(frozen=True)
class Points:
    """The points of every series: ``frame`` has a line a group and year, ``at`` the line of each report.

    The frame's columns: group, year, form, reports, distinct (bodies), unnamed (several bodies, of which the reports
    don't tell the group), doubled, bodies (a digest of their names), and lacking: who of those below a superior has no
    report.
    """

    frame: pd.DataFrame
    reports: pd.Index
    at: Counts

    def add(self, by_report: Floats) -> Floats:
        """Add up a number of each report over its point."""
        return np.bincount(self.at, weights=by_report, minlength=len(self.frame)).astype(float)


def dated_reports(tables: Tables, by: str | None, lang: str = "zh") -> pd.DataFrame:
    """Give report, form, year, body, superior, group and (of superiors) who is due of every report that has a year."""
    reports = counting(tables.reports)
    if by not in (None, BODY, *reports.columns):
        raise GikError(f"报告表没有“{by}”这一列；可选：{'、'.join(reports.columns)}。")
    dated = reports[reports["year"].notna() & (reports["status"] != "failed")]
    issuer = dated["issuer"].where(dated["issuer"] != "", dated["file"])
    body = member_names(dated)
    own = {BODY: body, "issuer": issuer}
    everything = definition("trend_notes.toml")[lang]["everything"]
    group = everything if by is None else own[by] if by in own else dated[by].astype("str")
    superior = dated.get("superior", "")
    due = dated.get("peers", "") if by == SUPERIOR else ""
    return dated[["report", "form", "year"]].assign(body=body, superior=superior, group=group, due=due)


def find_points(tables: Tables, reports: pd.DataFrame) -> Points:
    """Give the points of the reports that dated_reports() has found; evident sums of other reports are marked."""
    return _without_evident_sums(tables, _points(reports))


def _points(reports: pd.DataFrame) -> Points:
    grouped = reports.groupby(["group", "year"], sort=True)
    at = grouped.ngroup().to_numpy()
    frame = grouped.agg(
        reports=("report", "size"), distinct=("body", "nunique"), lacking=("due", "first")
    ).reset_index()
    frame["unnamed"] = (frame["group"] == "") & (frame["distinct"] > 1)
    if (frame["lacking"] != "").any():
        names: dict[int, set[str]] = {}
        for point, body in zip(at.tolist(), reports["body"].tolist(), strict=True):
            names.setdefault(point, set()).add(body)
        lacking = [
            [name for name in due.split(JOIN) if name not in names[point]] for point, due in enumerate(frame["lacking"])
        ]
        frame["lacking"] = [JOIN.join(each) for each in lacking]
    here = pd.MultiIndex.from_arrays([at, reports["body"]])
    above = pd.MultiIndex.from_arrays([at, reports["superior"]]).isin(here) & (reports["superior"] != "").to_numpy()
    forms = sorted(set(reports["form"].tolist()))
    used = np.zeros((len(frame), len(forms)), dtype=bool)
    used[at, pd.Categorical(reports["form"], categories=forms).codes] = True
    frame["form"] = ["/".join(form for form, own in zip(forms, row, strict=True) if own) for row in used.tolist()]
    frame["doubled"] = np.bincount(at, weights=above, minlength=len(frame)) > 0
    frame["bodies"] = _digests(reports["body"].to_numpy(dtype=object), at, len(frame))
    frame["covered_by"] = _common(grouped["superior"])
    frame, at = _with_gaps(frame, at)
    return Points(frame, pd.Index(reports["report"]), at)


def _without_evident_sums(tables: Tables, points: Points) -> Points:
    """Mark the points that add up other reports and a body's that evidently is a sum, where no list names superiors.

    Looked for only where there is a point of so many reports that one could be.
    """
    has_list = "superior" in tables.reports and bool((tables.reports["superior"] != "").any())
    several = points.frame["reports"] > 1
    if has_list or not several.any():
        return points
    of_all = panel(tables)
    at = points.at[np.isin(points.reports, of_all.reports.loc[is_total(of_all), "report"])]
    doubled = points.frame["doubled"] | (several & points.frame.index.isin(at))
    return replace(points, frame=points.frame.assign(doubled=doubled))


def _with_gaps(frame: pd.DataFrame, at: Counts) -> tuple[pd.DataFrame, Counts]:
    """Give points, sorted by group and year, with a line for each year between two, and the line of each report.

    >>> points = pd.DataFrame({"group": "甲局", "year": [2019, 2021], "reports": [1, 1]})
    >>> every, at = _with_gaps(points, np.array([0, 1]))
    >>> every[["year", "reports"]].to_numpy().tolist(), at.tolist()
    ([[2019, 1], [2020, 0], [2021, 1]], [0, 2])
    """
    to_next = -frame.groupby("group")["year"].diff(-1).fillna(-1).astype("int64")
    gaps = frame.loc[frame.index.repeat(to_next - 1), ["group", "year"]]
    gaps["year"] += gaps.groupby(level=0).cumcount() + 1
    gaps = gaps.assign(**{str(name): _NOTHING.get(name, "") for name in frame if name not in gaps})
    order = np.argsort(np.concatenate([frame.index.to_numpy(), gaps.index.to_numpy()]), kind="stable")
    every: pd.DataFrame = pd.concat([frame, gaps], ignore_index=True)
    return every.iloc[order].reset_index(drop=True), np.argsort(order)[at]


def _digests(names: Words, at: Counts, points: int) -> list[str]:
    """Give a digest of the names behind each point; ``at`` is the point of each name."""
    found = np.zeros(points, dtype=np.uint64)
    np.add.at(found, at, pd.util.hash_array(names))
    return [f"{digest:016x}"[:8] for digest in found.tolist()]


def _common(superiors: "pd.api.typing.SeriesGroupBy[Any, Any]") -> list[str]:
    """Give the digest of the superior that all reports of a point have, empty where they have none in common."""
    only = superiors.first().where(superiors.nunique() == 1, "").to_numpy(dtype=object)
    each = _digests(only, np.arange(len(only)), len(only))
    return [digest if name else "" for name, digest in zip(only, each, strict=True)]
