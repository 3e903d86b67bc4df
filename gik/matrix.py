"""The cells of many reports as one matrix: a row a report, a column a cell of the form.

Checks, tables and series all start here, so that no step has to go through the reports one by one.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType

import numpy as np
import pandas as pd

from gik.coding import Flags, Floats, Positions, Printed, Words, coded, counted
from gik.forms import Form, Key
from gik.numbers import unit_factor


@dataclass(frozen=True)
class Matrix:
    """The printed cells of one form, and the rows of the reports that the form doesn't know.

    The arrays have a row for each of ``reports`` and a column for each of ``keys``, the form's (table, row, column)
    in printed order: ``values`` (NaN where no number counts), ``states`` ("absent" where the report doesn't print
    the cell), ``texts`` and ``places`` (empty where it doesn't), ``is_assumed`` and ``is_corrected``: why another
    number counts than the printed one. ``local`` holds the cells of unknown rows (自设项), with ``after``, the code of
    the known row printed before. ``units`` are those of ``values``: the form's, else the one that most reports print.
    """

    reports: pd.Index
    keys: Mapping[Key, int]
    units: Sequence[str]
    values: Floats
    printed: Printed
    rows: Positions  # of the form's cells in ``printed``
    positions: Positions  # of each cell in ``printed``, -1 where there is none
    torn: Flags

    @cached_property
    def local(self) -> pd.DataFrame:
        """The cells of unknown rows."""
        return _local(self.printed, self.rows)

    @property
    def has_local(self) -> bool:
        """Whether there are cells of unknown rows."""
        return bool(self.printed.is_local[self.rows].any())

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
        return self._flags(self.printed.is_assumed)

    @cached_property
    def is_corrected(self) -> Flags:
        """Where a person has corrected a cell."""
        return self._flags(self.printed.is_corrected)

    def printed_cell(self, row: int, key: Key) -> tuple[str, str]:
        """Give words and place of one cell, without working out those of all others."""
        at = self.positions[row, self.keys[key]]
        cells = self.printed.cells
        return ("", "") if at < 0 else (str(cells["text"].array[at]), str(cells["place"].array[at]))

    def _flags(self, of_cell: Flags | None) -> Flags:
        """Give what is told of the printed cells, None for nothing, where the form has them."""
        if of_cell is None:
            return np.zeros(self.positions.shape, dtype=bool)
        return np.asarray(np.append(of_cell, False)[self.positions])

    def _words(self, column: str, missing: str) -> Words:
        if column not in self.printed.cells:
            return np.full(self.positions.shape, missing, dtype=object)
        found: Words = np.append(self.printed.cells[column].to_numpy(dtype=object), missing)[self.positions]
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
    return grids(coded(counted(cells, assumed=assumed)), forms)


def grids(printed: Printed, forms: Iterable[Form]) -> dict[str, Matrix]:
    """Give the matrices of several forms by their codes, made of cells whose words are numbers already."""
    return {form.code: _matrix(printed, form) for form in forms}


def _matrix(printed: Printed, form: Form) -> Matrix:
    keys = form_keys(form)
    forms = printed.form[1].tolist()
    rows = np.flatnonzero(printed.form[0] == forms.index(form.code)) if form.code in forms else np.arange(0)
    number, named = pd.factorize(printed.report[0][rows])
    reports = pd.Index(printed.report[1][named], name="report", dtype="str")
    across = _on_form(printed.sides, form)[printed.cell[rows]]
    known = np.flatnonzero(across >= 0)
    flat = number[known] * len(keys) + across[known]
    positions, torn = np.full((len(reports), len(keys)), -1), np.zeros((len(reports), len(keys)), dtype=bool)
    positions.ravel()[flat[::-1]] = rows[known[::-1]]  # of a cell printed twice the first one stays
    if len(flat) > (positions >= 0).sum():
        torn.ravel()[_torn(printed.cells, rows[known], flat)] = True
    values = printed.values[positions]
    (kinds, kind), (units, names) = _units(form), printed.units
    asked = [kinds[each] for each in kind]
    factors = np.array([[unit_factor(unit, one) for one in kinds] for unit in names])[:, kind]
    corrected = None if printed.is_corrected is None else np.append(printed.is_corrected, False)
    for at in [at for at, unit in enumerate(asked) if not unit]:
        has_unit = np.nan_to_num(values[:, at]) != 0
        if corrected is not None:
            has_unit &= ~corrected[positions[:, at]]
        asked[at] = _usual(names, units[positions[:, at]][has_unit])
        factors[:, at] = _factors(names, asked[at])
    if (factors != 1).any():
        factor = factors[units[positions], np.arange(len(keys))]
        factor[values == 0] = 1  # nothing is nothing in any unit
        if corrected is not None:
            factor[corrected[positions]] = 1
        other = np.nonzero(factor != 1)
        torn[other] |= np.isnan(factor[other]) & ~np.isnan(values[other])
        values[other] = (values[other] * factor[other]).round(9)
    values[torn] = np.nan
    return Matrix(reports, keys, asked, values, printed, rows, positions, torn)


def _usual(units: Words, printed: Positions) -> str:
    """Give the unit in which all numbers count for which the form has none: the one that most print."""
    return str(units[int(np.bincount(printed).argmax())]) if len(printed) else ""


def _factors(units: Words, usual: str) -> list[float]:
    """Give by what numbers are multiplied to count in a unit that the form doesn't name.

    Money without a unit can't be turned into money with one, nor back.
    """
    return [
        np.nan if bool(unit) != bool(usual) and "元" in unit + usual else unit_factor(unit, usual) for unit in units
    ]


@cache
def form_keys(form: Form) -> Mapping[Key, int]:
    """Give the cells of a form as (table, row, column) with their position in printed order."""
    cells = ((table.code, row.code, column) for table in form.tables for row in table.rows for column in row.columns)
    return MappingProxyType({key: position for position, key in enumerate(cells)})


@cache
def _units(form: Form) -> tuple[Sequence[str], Positions]:
    """Give the units that a form asks for, and which of them each of its cells counts in."""
    return _told_apart([unit for table in form.tables for row in table.rows for unit in row.units])


@cache
def _sides(form: Form) -> tuple[tuple[Sequence[str], Positions], ...]:
    """Give the tables, rows and columns of a form, and in which of them each of its cells stands."""
    return tuple(map(_told_apart, zip(*form_keys(form), strict=True)))


def _told_apart(words: Sequence[str]) -> tuple[Sequence[str], Positions]:
    different = {word: number for number, word in enumerate(dict.fromkeys(words))}
    return tuple(different), np.array([different[word] for word in words])


def _on_form(sides: Sequence[Mapping[str, int]], form: Form) -> Positions:
    """Give the position on the form for every place in the box, -1 for what the form doesn't know."""
    found = np.full([len(side) for side in sides], -1)
    at = np.array(
        [
            np.array([side.get(word, -1) for word in words])[which]
            for side, (words, which) in zip(sides, _sides(form), strict=True)
        ]
    )
    is_there = (at >= 0).all(axis=0)
    found[tuple(at[:, is_there])] = np.flatnonzero(is_there)
    return found.ravel()


def _torn(cells: pd.DataFrame, rows: Positions, flat: Positions) -> Positions:
    """Give the cells that are printed twice and differ."""
    twice = np.flatnonzero(np.bincount(flat)[flat] > 1)
    versions = cells[["value", "state"]].iloc[rows[twice]].assign(at=flat[twice]).drop_duplicates()
    return np.asarray(versions.loc[versions.duplicated("at"), "at"])


def _local(printed: Printed, rows: Positions) -> pd.DataFrame:
    """Give the cells of unknown rows among some, each with the known row that is printed before in its table."""
    is_local, report = printed.is_local[rows], printed.report[0][rows]
    if not is_local.any():
        return printed.cells.iloc[:0].assign(after="")
    tables, names, columns = printed.sides
    near = np.flatnonzero(np.isin(report, report[is_local]))
    table, row = np.divmod(printed.cell[rows[near]] // len(columns), len(names))
    table += report[near] * len(tables)
    order = np.argsort(table, kind="stable")
    begins = np.append(True, np.diff(table[order]) != 0)
    before = np.maximum.accumulate(np.where(begins | ~is_local[near[order]], np.arange(len(order)), 0))
    after = np.empty_like(row)
    after[order] = row[order[before]]  # of a table that begins with an unknown row it is that one, which has no code
    words = pd.Index(list(names), dtype="str")[after[is_local[near]]]
    return printed.cells.iloc[rows[is_local]].assign(after=words)
