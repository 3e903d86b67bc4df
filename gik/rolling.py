"""Rolling up (汇总): the cells of many bodies' reports added up, with what is behind each sum and who is missing.

Who belongs together is told by gik.groups; here the numbers are added up.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from gik.agency_lists import JOIN
from gik.blanking import blanks_policy
from gik.coding import Flags, Words
from gik.forms import Form, load_forms
from gik.frames import Tables
from gik.groups import Group, find_groups
from gik.panel import Panel, panel
from gik.versions import member_names

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
    "assumed": "Int64",
    "corrected": "Int64",
    "blanks": "str",
}
CELL = ("table", "row", "column", "label", "unit")


def roll_up(
    tables: Tables, members: Mapping[str, Sequence[str]] | Sequence[str] | str | Path | pd.DataFrame | None = None
) -> pd.DataFrame:
    """Give the sums of every cell over groups of bodies, a line a group, year and cell of the form.

    ``members`` says who belongs together: names of bodies (``agency``, or ``issuer`` as printed), such lists by the
    name of the group, or the list of agencies (a CSV file or a frame), whose superiors are the groups. None takes the
    superiors that ``clean`` has settled, and where there are none, all bodies that aren't a sum of the others.

    Columns: group, year, form; table, row, column, label and unit of the cell; value, known, n, members, missing,
    assumed, corrected, blanks. ``value`` is the sum, in that unit (where the form has none the one that most reports
    print, as gik.matrix says), and <NA> as soon as one of the ``members`` (how many there should be) has no report or
    no number in that cell: then ``known`` is what the ``n`` numbers that there are add up to, and ``missing`` names the
    others (应报未报、未填). ``assumed`` of the ``n`` are empty cells that the policy ``blanks`` takes for zeros, and
    ``corrected`` are those for which a person's correction counts. The form is the one that most of the group's reports
    are on; cells of another form count where they bear the same code. A year on which no member of a group reported has
    no line; who should have is in 应报未报及未填清单 of the workbook. Rows that the form doesn't know (自设项) stay out
    of every sum: they are listed by label, with an empty ``row`` and no ``value``, and without ``known`` where
    one report prints several numbers behind the same words. Of several versions of a report the
    chosen one counts.

    Raises GikError for a body that no report is by, and for a list that can't be used.

    >>> import gik
    >>> sums = roll_up(gik.parse("data/raw/city/云溪市水务局_2021.txt"))
    >>> sums.query("row == 'new' and column == 'total'")[["group", "year", "value", "n", "members"]].to_dict("records")
    [{'group': '全部', 'year': 2021, 'value': 15.0, 'n': 1, 'members': 1}]
    """
    of_all = panel(tables, assumed=True)
    named = member_names(of_all.reports).to_numpy(dtype=object)
    used = [group for group in find_groups(tables, of_all, named, members) if len(group.rows)]
    lines = pd.concat([_sums(used, named, of_all), *_local_rows(used, of_all)], ignore_index=True)
    order = np.argsort(lines["position"].to_numpy(), kind="stable")
    return lines.assign(blanks=blanks_policy(tables)).iloc[order].reset_index(drop=True)[list(COLUMNS)].astype(COLUMNS)


def _sums(groups: Sequence[Group], named: Words, of_all: Panel) -> pd.DataFrame:
    """Give the sums of all groups, form by form; ``position`` is the group's."""
    forms = [_form(of_all.forms[group.rows]) for group in groups]
    parts = [
        _of_form(form, [(at, groups[at]) for at, own in enumerate(forms) if own is form], named, of_all)
        for form in load_forms().values()
        if form in forms
    ]
    return pd.concat(parts) if parts else pd.DataFrame(columns=[*COLUMNS, "position"])


def _form(codes: Words) -> Form:
    """Give the form that most of some reports are on, the later one of two that are equally frequent."""
    on_forms = codes.tolist()
    return max(load_forms().values(), key=lambda form: (on_forms.count(form.code), form.code[-4:]))


def _of_form(form: Form, groups: Sequence[tuple[int, Group]], named: Words, of_all: Panel) -> pd.DataFrame:
    cells = pd.DataFrame(form.cells(), columns=list(CELL), dtype="str").assign(unit=of_all.grids[form.code].units)
    columns = of_all.columns(list(of_all.grids[form.code].keys))
    rows = np.concatenate([group.rows for _, group in groups])
    sizes = np.array([len(group.rows) for _, group in groups])
    starts = np.append(0, np.cumsum(sizes)[:-1])
    values = of_all.values[rows[:, None], columns]
    is_open = np.isnan(values)
    known = np.add.reduceat(np.where(is_open, 0.0, values), starts, axis=0).round(6)
    n = sizes[:, None] - np.add.reduceat(is_open, starts, axis=0, dtype=int)
    members = sizes + [len(group.absent) for _, group in groups]
    missing = np.full(n.shape, "", dtype=object)
    for at in np.flatnonzero((n < members[:, None]).any(axis=1)).tolist():
        group = groups[at][1]
        missing[at] = _missing(named[group.rows], is_open[starts[at] : starts[at] + sizes[at]], group.absent)
    marked = {
        name: np.add.reduceat(_marked(of_all, form, f"is_{name}")[rows], starts, axis=0, dtype=int).ravel()
        for name in ("assumed", "corrected")
    }

    numbers = {"value": np.where(n == members[:, None], known, np.nan), "known": np.where(n > 0, known, np.nan)}
    return pd.DataFrame(
        {
            "position": np.repeat([at for at, _ in groups], len(columns)),
            "group": pd.array([group.name for _, group in groups], dtype="str").repeat(len(columns)),
            "year": np.repeat([group.year for _, group in groups], len(columns)),
            "form": form.code,
            **{name: cells[name].array.take(np.tile(np.arange(len(columns)), len(groups))) for name in CELL},
            **{name: pd.array(each_of.ravel(), dtype="Float64") for name, each_of in numbers.items()},
            "n": n.ravel(),
            "members": np.repeat(members, len(columns)),
            "missing": missing.ravel(),
            **marked,
        }
    )


def _missing(names: Words, is_open: Flags, absent: Sequence[str]) -> list[str]:
    """Name, for each cell, the members without a number in it, and those without a report."""
    words: dict[bytes, str] = {}
    found = []
    for pattern in np.ascontiguousarray(is_open.T):
        key = pattern.tobytes()
        if key not in words:  # many cells lack the same members
            words[key] = JOIN.join([*names[pattern], *absent])
        found.append(words[key])
    return found


def _marked(of_all: Panel, form: Form, mark: str) -> Flags:
    """Say which cells of a form bear a mark of the matrix (is_assumed …), a row for each report of the panel."""
    found = np.zeros((len(of_all.reports), len(of_all.grids[form.code].keys)), dtype=bool)
    for code, grid in of_all.grids.items():
        flags: Flags = getattr(grid, mark)
        if not flags.any():
            continue
        own = np.flatnonzero((of_all.reports["form"] == code).to_numpy() & (of_all.rows >= 0))
        shared = [(at, grid.keys[key]) for at, key in enumerate(of_all.grids[form.code].keys) if key in grid.keys]
        here, there = np.array(shared, dtype=int).reshape(-1, 2).T  # forms may have no cell in common
        found[own[:, None], here] = flags[of_all.rows[own][:, None], there]
    return found


def _local_rows(groups: Sequence[Group], of_all: Panel) -> Iterator[pd.DataFrame]:
    """Give the cells of rows that the form doesn't know, by group, table, column and label."""
    local = pd.concat([grid.local for grid in of_all.grids.values()])
    if local.empty or not groups:
        return
    codes = of_all.reports["report"].to_numpy(dtype=object)
    sizes = [len(group.rows) for group in groups]
    rows = np.concatenate([group.rows for group in groups])
    behind = pd.DataFrame({"report": codes[rows], "position": np.repeat(np.arange(len(groups)), sizes)})
    key = ["report", "table", "column", "label"]
    # Several numbers of one report behind the same words can't be told apart: nothing says what they would add up to.
    several = local.duplicated(key, keep=False)
    told_apart = local[[*key, "value"]].assign(value=local["value"].mask(several)).drop_duplicates(key)
    own = told_apart.merge(behind, on="report")
    cells = own.groupby(["position", "table", "column", "label"], sort=False)["value"]
    sums = cells.agg(["sum", "count"]).reset_index()
    told = [groups[position] for position in sums["position"].tolist()]
    forms = {
        position: _form(of_all.forms[groups[position].rows]).code for position in sums["position"].unique().tolist()
    }
    yield sums[["position", "table", "column", "label"]].assign(
        group=[group.name for group in told],
        year=[group.year for group in told],
        form=sums["position"].map(forms),
        row="",
        unit="",
        value=None,
        known=sums["sum"].mask(sums["count"] == 0),
        n=sums["count"],
        members=[len(group.rows) + len(group.absent) for group in told],
        missing="",
        assumed=0,
        corrected=0,
    )
