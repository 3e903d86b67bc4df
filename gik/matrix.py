"""The cells of many reports as one matrix: a row a report, a column a cell of the form.

Checks, tables and series all start here, so that no step has to go through the reports one by one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from gik.forms import Form

KEY = ["report", "table", "row", "column"]
CORRECTION = "correction"  # what a person has corrected; every other basis is an assumption about a blank
Key = tuple[str, str, str]
Positions = np.ndarray[Any, np.dtype[np.int64]]
Words = np.ndarray[Any, np.dtype[np.object_]]


@dataclass(frozen=True)
class Matrix:
    """The printed cells of one form, and the rows of the reports that the form doesn't know.

    The arrays have a row for each of ``reports`` and a column for each of ``keys``, the form's (table, row, column)
    in printed order: ``values`` (NaN where no number counts), ``states`` ("absent" where the report doesn't print
    the cell), ``texts`` and ``places`` (empty where it doesn't), and ``bases``: why another number counts than the
    printed one, empty where none does. ``local`` holds the cells of unknown rows (自设项), with ``after``, the code of
    the known row printed before.
    """

    reports: pd.Index
    keys: Mapping[Key, int]
    values: np.ndarray[Any, np.dtype[np.float64]]
    local: pd.DataFrame
    printed: pd.DataFrame
    positions: Positions  # of each cell in ``printed``, -1 where there is none
    torn: np.ndarray[Any, np.dtype[np.bool_]]

    @cached_property
    def states(self) -> Words:
        """The cells' states."""
        states = self._words("state", "absent")
        states[self.torn] = "text"
        return states

    @cached_property
    def texts(self) -> Words:
        """The cells' words as printed."""
        return self._words("text", "")

    @cached_property
    def places(self) -> Words:
        """Where the cells stand."""
        return self._words("place", "")

    @cached_property
    def bases(self) -> Words:
        """What the cells' numbers rest on: empty for a printed number, else correction, prose or section."""
        return self._words("basis", "")

    @cached_property
    def is_assumed(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Where an empty cell counts as zero by the policy that the analyst picked."""
        return ~np.isin(self.bases, ["", CORRECTION])

    @cached_property
    def is_corrected(self) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Where a person has corrected a cell."""
        return np.asarray(self.bases == CORRECTION)

    def printed_cell(self, row: int, key: Key) -> tuple[str, str]:
        """Give words and place of one cell, without working out those of all others."""
        at = self.positions[row, self.keys[key]]
        return ("", "") if at < 0 else (str(self.printed["text"].iloc[at]), str(self.printed["place"].iloc[at]))

    def _words(self, column: str, missing: str) -> Words:
        if column not in self.printed:
            return np.full(self.positions.shape, missing, dtype=object)
        found: Words = np.append(self.printed[column].to_numpy(dtype=object), missing)[self.positions]
        return found


def matrix(cells: pd.DataFrame, form: Form, *, assumed: bool = True) -> Matrix:
    """Give the matrix of a form's cells; ``cells`` is a cells frame in reading order.

    A cell that a report prints twice with different words has no value and the state "text", since nothing says
    which of the two counts. Where a person has corrected a cell, the corrected number counts; without one, the cell
    has no value and the state "text". Where a policy takes a blank for a zero, the zero counts, unless ``assumed`` is
    false. Words and place stay as printed.
    """
    own = counted(cells, assumed=assumed)
    rows = np.flatnonzero((own["form"] == form.code).to_numpy() & (own["state"] != "absent").to_numpy())
    keys = form_keys(form)
    report, reports = pd.factorize(own["report"].iloc[rows])
    across = _across([own[name].iloc[rows] for name in KEY[1:]], keys)
    on_form = np.flatnonzero(across >= 0)
    flat = report[on_form] * len(keys) + across[on_form]
    positions = np.full(len(reports) * len(keys), -1)
    positions[flat[::-1]] = rows[on_form[::-1]]  # of a cell printed twice the first one stays
    torn = np.zeros(len(positions), dtype=bool)
    if len(flat) > (positions >= 0).sum():
        torn[_torn(own.iloc[rows[on_form]], flat)] = True
    values = np.append(own["value"].to_numpy(dtype=float, na_value=np.nan), np.nan)[positions]
    values[torn] = np.nan
    shape = len(reports), len(keys)
    named = pd.Index(reports, name="report", dtype="str")
    local = _local(own, rows)
    return Matrix(named, keys, values.reshape(shape), local, own, positions.reshape(shape), torn.reshape(shape))


def counted(printed: pd.DataFrame, *, assumed: bool = True) -> pd.DataFrame:
    """Give cells or figures with the numbers that count as their values: corrected ones, and zeros by the policy.

    Without ``assumed`` no blank is taken for a zero.
    """
    if "basis" not in printed:
        return printed
    changed = printed["basis"] != "" if assumed else printed["basis"] == CORRECTION
    if not changed.any():
        return printed
    fresh = printed.assign(value=printed["value"].mask(changed, printed["used"]))
    if "state" not in printed:
        return fresh
    states = printed["used"].notna().map({True: "number", False: "text"})
    return fresh.assign(state=printed["state"].mask(changed, states).astype("str"))


@cache
def form_keys(form: Form) -> Mapping[Key, int]:
    """Give the cells of a form as (table, row, column) with their position in printed order."""
    cells = ((table.code, row.code, column) for table in form.tables for row in table.rows for column in row.columns)
    return MappingProxyType({key: position for position, key in enumerate(cells)})


def _across(columns: Sequence[pd.Series], keys: Mapping[Key, int]) -> Positions:
    """Give each printed cell's position on the form, -1 where the form doesn't know it."""
    codes, names = zip(*map(pd.factorize, columns), strict=True)
    known = np.full([len(of_one) for of_one in names], -1)
    at = [dict(zip(of_one, range(len(of_one)), strict=True)) for of_one in names]
    for key, position in keys.items():
        if all(part in of_one for part, of_one in zip(key, at, strict=True)):
            known[tuple(of_one[part] for part, of_one in zip(key, at, strict=True))] = position
    return np.asarray(known[codes])


def _torn(known: pd.DataFrame, flat: Positions) -> Positions:
    """Give the cells that are printed twice and differ."""
    versions = known.assign(at=flat)[["at", "value", "state"]].drop_duplicates()
    return np.asarray(versions.loc[versions.duplicated("at"), "at"])


def _local(cells: pd.DataFrame, rows: Positions) -> pd.DataFrame:
    unknown = (cells["row"] == "").to_numpy()[rows]
    if not unknown.any():
        return cells.iloc[:0].assign(after="")
    own = cells.iloc[rows]
    after = own["row"].mask(unknown).groupby([own["report"], own["table"]], sort=False).ffill().fillna("")
    return own.assign(after=after)[unknown]
