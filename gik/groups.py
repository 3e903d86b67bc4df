"""Groups (汇总组) of bodies: whose reports of a year are added up, and which of the members have none (应报未报)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from gik.agency_lists import JOIN, members_by_year
from gik.coding import Positions, Words
from gik.consolidating import is_total
from gik.errors import GikError
from gik.forms import load_forms
from gik.frames import Tables
from gik.panel import Panel
from gik.versions import member_names, settled

EVERYTHING = "全部"


@dataclass(frozen=True)
class Group:
    """The reports of a group on one year, as rows of the panel, and the members that didn't report (应报未报)."""

    name: str
    year: int
    rows: Positions
    absent: tuple[str, ...] = ()


def find_groups(tables: Tables, of_all: Panel, named: Words, members: Any) -> Iterator[Group]:
    """Give the groups of every year; ``members`` are those of :func:`gik.roll_up`, ``named`` the panel's members.

    Raises GikError for a body that no report is by, and for a list that can't be used.
    """
    if members is None:
        return _known_groups(named, of_all, _formless(tables))
    return _given_groups(named, of_all, members)


def _given_groups(named: Words, of_all: Panel, members: Any) -> Iterator[Group]:
    """Give the groups that the caller names, in every year."""
    years = sorted(of_all.reports["year"].unique().tolist())
    at = _by_name_and_year(named, of_all)
    if isinstance(members, (str, Path, pd.DataFrame)):
        for (name, year), bodies in members_by_year(members, years).items():
            yield _group(name, year, bodies, at)
        return
    wanted = members if isinstance(members, Mapping) else {EVERYTHING: members}
    if unknown := {body for bodies in wanted.values() for body in bodies} - set(named):
        raise GikError(f"没有{JOIN.join(sorted(unknown))}的报告；机关名应与 reports 的 agency 或 issuer 一致。")
    for name, bodies in wanted.items():
        yield from (_group(name, year, bodies, at) for year in years)


def _known_groups(named: Words, of_all: Panel, formless: Mapping[int, Sequence[tuple[str, str]]]) -> Iterator[Group]:
    """Give the groups that cleaning has settled; without them, all bodies but for those that are sums of others.

    ``formless`` are bodies and names of the year's reports without a table on a national form.
    """
    reports = of_all.reports
    if "peers" not in reports or not (reports["peers"] != "").any():
        total = is_total(of_all)
        totals = set(reports["body"][total]) - {""}
        years = reports["year"].to_numpy()
        for year in np.unique(years).tolist():
            untabled = tuple(name for body, name in formless.get(year, ()) if body not in totals)
            yield Group(EVERYTHING, year, np.flatnonzero(~total & (years == year)), untabled)
        return
    at = _by_name_and_year(named, of_all)
    due = {
        (superior, year): peers
        for superior, year, peers in reports[["superior", "year", "peers"]].itertuples(index=False, name=None)
    }
    for superior, year in sorted(due):
        if superior:
            yield _group(superior, year, due[superior, year].split(JOIN), at)


def _formless(tables: Tables) -> dict[int, list[tuple[str, str]]]:
    """Give bodies and names of the reports without a national form, by year: no sum is whole without them."""
    reports = settled(tables)
    own = reports[reports["chosen"] & reports["year"].notna() & ~reports["form"].isin(list(load_forms()))]
    found: dict[int, list[tuple[str, str]]] = {}
    for year, body, name in zip(own["year"].tolist(), own["body"].tolist(), member_names(own).tolist(), strict=True):
        found.setdefault(year, []).append((body, name))
    return found


def _by_name_and_year(named: Words, of_all: Panel) -> dict[tuple[str, int], list[int]]:
    at: dict[tuple[str, int], list[int]] = {}
    for row, key in enumerate(zip(named.tolist(), of_all.reports["year"].tolist(), strict=True)):
        at.setdefault(key, []).append(row)
    return at


def _group(name: str, year: int, bodies: Iterable[str], at: Mapping[tuple[str, int], list[int]]) -> Group:
    unique = dict.fromkeys(bodies)
    rows = sorted(row for body in unique for row in at.get((body, year), ()))
    return Group(name, year, np.array(rows, dtype=int), tuple(body for body in unique if (body, year) not in at))
