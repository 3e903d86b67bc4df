"""The cells of many reports as one matrix: a row a report, a column a cell of the form.

Checks, tables and series all start here, so that no step has to go through the reports one by one.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from gik.forms import Form, Key
from gik.numbers import unit_factor

KEY = ["report", "table", "row", "column"]
CORRECTION = "correction"  # what a person has corrected; every other basis is an assumption about a blank
Positions = np.ndarray[Any, np.dtype[np.int64]]
Words = np.ndarray[Any, np.dtype[np.object_]]
Values = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Coded = tuple[Positions, pd.Index]  # words as numbers, and the words that these stand for


@dataclass(frozen=True)
class Matrix:
    """The printed cells of one form, and the rows of the reports that the form doesn't know.

    The arrays have a row for each of ``reports`` and a column for each of ``keys``, the form's (table, row, column)
    in printed order: ``values`` (NaN where no number counts), ``states`` ("absent" where the report doesn't print
    the cell), ``texts`` and ``places`` (empty where it doesn't), ``is_assumed`` and ``is_corrected``: why another
    number counts than the printed one. ``local`` holds the cells of unknown rows (自设项), with ``after``, the code of
    the known row printed before.
    """

    reports: pd.Index
    keys: Mapping[Key, int]
    values: Values
    local: pd.DataFrame
    printed: pd.DataFrame
    positions: Positions  # of each cell in ``printed``, -1 where there is none
    torn: Flags

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
    def is_assumed(self) -> Flags:
        """Where an empty cell counts as zero by the policy that the analyst picked."""
        return self._flags(lambda bases: ~bases.isin(["", CORRECTION]))

    @cached_property
    def is_corrected(self) -> Flags:
        """Where a person has corrected a cell."""
        return self._flags(lambda bases: bases == CORRECTION)

    def printed_cell(self, row: int, key: Key) -> tuple[str, str]:
        """Give words and place of one cell, without working out those of all others."""
        at = self.positions[row, self.keys[key]]
        return ("", "") if at < 0 else (str(self.printed["text"].iloc[at]), str(self.printed["place"].iloc[at]))

    def _flags(self, told: Callable[["pd.Series[str]"], "pd.Series[bool]"]) -> Flags:
        """Give for every cell what its basis tells."""
        if "basis" not in self.printed:
            return np.zeros(self.positions.shape, dtype=bool)
        of_cell = told(self.printed["basis"]).to_numpy(dtype=bool)
        return np.asarray(np.append(of_cell, False)[self.positions])

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
    false. Numbers are turned into the form's unit, in which corrections are given, or where it has none into the one
    that most reports print; where that can't be done, they have no value and the state "text". Words and
    place stay as printed.
    """
    return matrices(cells, [form], assumed=assumed)[form.code]


def matrices(cells: pd.DataFrame, forms: Iterable[Form], *, assumed: bool = True) -> dict[str, Matrix]:
    """Give the matrices of several forms by their codes, for which words are compared once and not once a form."""
    own = counted(cells, assumed=assumed)
    of_form, is_there = own["form"], (own["state"] != "absent").to_numpy()
    report, *parts = (pd.factorize(own[name]) for name in KEY)
    values = np.append(own["value"].to_numpy(dtype=float, na_value=np.nan), np.nan)
    units = _units(own)
    found = {}
    for form in forms:
        rows = np.flatnonzero((of_form == form.code).to_numpy() & is_there)
        found[form.code] = _matrix(own, form, rows, report, parts, values, units)
    return found


def _matrix(
    own: pd.DataFrame,
    form: Form,
    rows: Positions,
    report: Coded,
    parts: Sequence[Coded],
    every: Values,
    units: Coded,
) -> Matrix:
    keys = form_keys(form)
    number, named = pd.factorize(report[0][rows])
    reports = pd.Index(report[1][named], name="report", dtype="str")
    across = _across([(codes[rows], names) for codes, names in parts], keys)
    on_form = np.flatnonzero(across >= 0)
    flat = number[on_form] * len(keys) + across[on_form]
    positions = np.full(len(reports) * len(keys), -1)
    positions[flat[::-1]] = rows[on_form[::-1]]  # of a cell printed twice the first one stays
    torn = np.zeros(len(positions), dtype=bool)
    if len(flat) > (positions >= 0).sum():
        torn[_torn(own.iloc[rows[on_form]], flat)] = True
    values = every[positions]
    asked = [unit for table in form.tables for row in table.rows for unit in row.units]
    factors = np.array([[unit_factor(unit, one) for one in asked] for unit in units[1]]).reshape(-1, len(keys))
    for at in [at for at, unit in enumerate(asked) if not unit]:
        printed = units[0][positions[at :: len(keys)]]
        factors[:, at] = _factors(units[1], printed[np.nan_to_num(values[at :: len(keys)]) != 0])
    if (factors != 1).any():
        factor = factors[units[0][positions], np.arange(len(positions)) % len(keys)]
        factor[values == 0] = 1  # nothing is nothing in any unit
        if "basis" in own:
            factor[np.append((own["basis"] == CORRECTION).to_numpy(dtype=bool), False)[positions]] = 1
        torn |= np.isnan(factor) & ~np.isnan(values)
        values = np.where(factor == 1, values, (values * factor).round(9))
    values[torn] = np.nan
    shape = len(reports), len(keys)
    local = _local(own, rows)
    return Matrix(reports, keys, values.reshape(shape), local, own, positions.reshape(shape), torn.reshape(shape))


def _factors(units: pd.Index, printed: Positions) -> list[float]:
    """Give by what numbers are multiplied for which the form has no unit: all count in the one that most print.

    Money without a unit can't be turned into money with one, nor back.
    """
    counts = np.bincount(printed, minlength=len(units))
    usual = units[int(counts.argmax())] if len(units) else ""
    return [
        np.nan if bool(unit) != bool(usual) and "元" in unit + usual else unit_factor(unit, usual) for unit in units
    ]


def _units(own: pd.DataFrame) -> Coded:
    """Give the units that the numbers count in; none is named for a correction, which is in the form's, or a blank."""
    if "unit" not in own:
        return np.zeros(len(own) + 1, dtype=np.int64), pd.Index([""])
    is_own = own["value"].isna() | ((own["basis"] == CORRECTION) if "basis" in own else False)
    codes, names = pd.factorize(own["unit"].mask(is_own, ""))
    return np.append(codes, 0), names


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


def _across(parts: Sequence[Coded], keys: Mapping[Key, int]) -> Positions:
    """Give each printed cell's position on the form, -1 where the form doesn't know it."""
    codes, names = zip(*parts, strict=True)
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
