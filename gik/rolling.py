"""Rolling up (汇总): the cells of many bodies' reports added up, with what is behind each sum and who is missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from gik.agencies import JOIN, members_by_year
from gik.consolidating import find_sums
from gik.errors import GikError
from gik.forms import Form, load_forms
from gik.frames import Tables
from gik.panel import Panel, panel

EVERYTHING = "全部"
COLUMNS = {
    "group": "str",
    "year": "Int64",
    "form": "str",
    "table": "str",
    "row": "str",
    "column": "str",
    "label": "str",
    "unit": "str",
    "value": "Float64",
    "known": "Float64",
    "n": "Int64",
    "members": "Int64",
    "missing": "str",
}


@dataclass(frozen=True)
class Group:
    """The reports of a group of bodies on one year, and the names of the members that didn't report (应报未报)."""

    name: str
    year: int
    reports: pd.DataFrame
    absent: tuple[str, ...] = ()


def roll_up(
    tables: Tables, members: Mapping[str, Sequence[str]] | Sequence[str] | str | Path | pd.DataFrame | None = None
) -> pd.DataFrame:
    """Give the sums of every cell over groups of bodies, a line a group, year and cell of the form.

    ``members`` says who belongs together: names of bodies (``agency``, or ``issuer`` as printed), such lists by the
    name of the group, or the list of agencies (a CSV file or a frame), whose superiors are the groups. None takes the
    superiors that ``clean`` has settled, and where there are none, all bodies that aren't a sum of the others.

    ``value`` is the sum, and <NA> as soon as one of the ``members`` (how many there should be) has no report or no
    number in that cell: then ``known`` is what the ``n`` numbers that there are add up to, and ``missing`` names the
    others (应报未报、未填). The form is the one that most of the group's reports are on; cells of another form count
    where they bear the same code. Rows that the form doesn't know (自设项) stay out of every sum: they are listed by
    label, with an empty ``row`` and no ``value``. Of several versions of a report the chosen one counts.

    Raises GikError for a body that no report is by, and for a list that can't be used.
    """
    of_all = panel(tables)
    names = of_all.reports["agency"].mask(of_all.reports["agency"] == "", of_all.reports["issuer"])
    reports = of_all.reports.assign(name=names.mask(names == "", of_all.reports["file"]))
    groups = _known_groups(reports, of_all) if members is None else _given_groups(reports, members)
    lines = [line for group in groups if len(group.reports) for line in _sums(group, of_all)]
    return pd.DataFrame(lines, columns=list(COLUMNS)).astype(COLUMNS)


def _given_groups(reports: pd.DataFrame, members: Any) -> Iterator[Group]:
    """Give the groups that the caller names, in every year."""
    years = sorted(reports["year"].unique().tolist())
    if isinstance(members, (str, Path, pd.DataFrame)):
        for (name, year), bodies in members_by_year(members, years).items():
            yield _group(name, year, reports, bodies)
        return
    named = members if isinstance(members, Mapping) else {EVERYTHING: members}
    if unknown := {body for bodies in named.values() for body in bodies} - set(reports["name"]):
        raise GikError(f"没有{JOIN.join(sorted(unknown))}的报告；机关名应与 reports 的 agency 或 issuer 一致。")
    for name, bodies in named.items():
        yield from (_group(name, year, reports, list(bodies)) for year in years)


def _known_groups(reports: pd.DataFrame, of_all: Panel) -> Iterator[Group]:
    """Give the groups that cleaning has settled; without them, all bodies but for those that are sums of others."""
    if "superior" not in reports or not (reports["superior"] != "").any():
        sums = [one.report for one in find_sums(of_all)]
        for year, own in reports[~reports["report"].isin(sums)].groupby("year"):
            yield Group(EVERYTHING, int(str(year)), own)
        return
    declared = reports[reports["members"] != ""].set_index(["agency", "year"])["members"].str.split(JOIN).to_dict()
    below = reports[reports["superior"] != ""]
    for name, year in sorted(set(zip(below["superior"].tolist(), below["year"].tolist(), strict=True))):
        own = below[(below["superior"] == name) & (below["year"] == year)]
        yield _group(name, year, own, declared.get((name, year), own["name"].tolist()))


def _group(name: str, year: int, reports: pd.DataFrame, bodies: Sequence[str]) -> Group:
    own = reports[(reports["year"] == year) & reports["name"].isin(bodies)]
    present = set(own["name"])
    return Group(name, year, own, tuple(body for body in bodies if body not in present))


def _sums(group: Group, of_all: Panel) -> Iterator[dict[str, Any]]:
    own = group.reports
    on_forms = own["form"].value_counts()
    form = max(load_forms().values(), key=lambda form: (on_forms.get(form.code, 0), form.code[-4:]))
    about = {"group": group.name, "year": group.year, "form": form.code, "members": len(own) + len(group.absent)}
    values = of_all.values(own, list(of_all.grids[form.code].keys))
    names = own["name"].to_numpy(dtype=object)
    for at, cell in enumerate(_cells(form)):
        is_open = np.isnan(values[:, at])
        known, n = round(float(np.nansum(values[:, at])), 6), int((~is_open).sum())
        missing = [*names[is_open], *group.absent]
        sums = {"value": None if missing else known, "known": known if n else None, "n": n}
        yield {**about, **cell, **sums, "missing": JOIN.join(missing)}
    for (table, column, label), local in _local_rows(own, of_all):
        sums = {"known": local["value"].sum(min_count=1), "n": local["value"].count()}
        yield {**about, "table": table, "row": "", "column": column, "label": label, "unit": "", **sums, "missing": ""}


def _cells(form: Form) -> Iterator[dict[str, str]]:
    """Give the cells of a form in printed order; a row's label carries its column's where the table has several."""
    for table in form.tables:
        for row in table.rows:
            for column, unit in zip(row.columns, row.units, strict=True):
                label = row.label if len(table.columns) == 1 else f"{row.label}｜{table.column(column).label}"
                yield {"table": table.code, "row": row.code, "column": column, "label": label, "unit": unit}


def _local_rows(own: pd.DataFrame, of_all: Panel) -> Iterator[tuple[tuple[str, str, str], pd.DataFrame]]:
    """Give the cells of rows that the form doesn't know, by table, column and label."""
    local = pd.concat([grid.local for grid in of_all.grids.values()])
    local = local[local["report"].isin(own["report"])]
    for key, cells in local.groupby(["table", "column", "label"], sort=False):
        yield (str(key[0]), str(key[1]), str(key[2])), cells
