"""Printed cells with their words as numbers (编码), and with the numbers that count as their values.

Words are compared once, however many forms then look for their own cells among them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

KEY = ["report", "table", "row", "column"]
CORRECTION = "correction"  # what a person has corrected; every other basis is an assumption about a blank
Positions = np.ndarray[Any, np.dtype[np.int64]]
Words = np.ndarray[Any, np.dtype[np.object_]]
Floats = np.ndarray[Any, np.dtype[np.float64]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]
Coded = tuple[Positions, Words]  # words as numbers, and the words that these stand for


@dataclass(frozen=True, slots=True)
class Printed:
    """Printed cells with their words as numbers, among which every form finds its own.

    ``form`` is -1 where a cell isn't printed. ``cell`` is one number for table, row and column: a place in a box that
    has a side for the words of each. ``values`` and ``units`` have one more, for the cell that isn't there.
    ``is_assumed`` and ``is_corrected`` are None where no cell is.
    """

    cells: pd.DataFrame
    form: Coded
    report: Coded
    cell: Positions
    sides: tuple[Mapping[str, int], ...]
    is_local: Flags  # of a row that no form knows
    values: Floats
    units: Coded
    is_assumed: Flags | None
    is_corrected: Flags | None


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


def coded(own: pd.DataFrame) -> Printed:
    """Give the rows of a cells frame with their words as numbers."""
    form, report, (table, tables) = (_coded(own[name]) for name in ("form", *KEY[:2]))
    (row, rows), (column, columns) = (
        _numbered(words_of(own[name])) for name in KEY[2:]
    )  # hardly twice the same in a row
    form[0][is_one_of(own["state"], "absent")] = -1
    cell = (table * len(rows) + row) * len(columns) + column
    sides = tuple(dict(zip(words, range(len(words)), strict=True)) for words in (tables, rows, columns))
    values = np.append(own["value"].to_numpy(dtype=float, na_value=np.nan), np.nan)
    is_changed = (own["basis"] != "").to_numpy() if "basis" in own else np.zeros(len(own), dtype=bool)
    is_corrected = (own["basis"] == CORRECTION).to_numpy() if is_changed.any() else None
    is_assumed = None if is_corrected is None else is_changed & ~is_corrected
    units = _units(own, values, is_corrected)
    return Printed(own, form, report, cell, sides, row == sides[1].get("", -1), values, units, is_assumed, is_corrected)


def is_one_of(words: "pd.Series[str]", *asked: str) -> Flags:
    """Tell which words are among those that are asked for; pandas takes several times as long to tell."""
    found: Flags = pc.is_in(words_of(words), pa.array(asked, pa.large_string())).to_numpy(zero_copy_only=False)
    return found


def words_of(words: "pd.Series[str]") -> pa.Array:
    """Give words as Arrow has them; no word is the empty one."""
    found = pa.array(words, pa.large_string())
    whole = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    return whole.fill_null("") if whole.null_count else whole


def _coded(words: "pd.Series[str]") -> Coded:
    """Give words as numbers, and what these stand for; where one follows itself, it is looked up once."""
    each = words_of(words)
    is_new = pc.not_equal(each[1:], each[:-1]).to_numpy(zero_copy_only=False)
    starts = np.flatnonzero(np.append(True, is_new)[: len(each)])
    codes, names = _numbered(each.take(pa.array(starts)))
    return np.repeat(codes, np.diff(starts, append=len(each))), names


def _numbered(words: pa.Array) -> Coded:
    found = words.dictionary_encode()
    return found.indices.to_numpy().astype(np.int64), found.dictionary.to_numpy(zero_copy_only=False)


def _units(own: pd.DataFrame, values: Floats, is_corrected: Flags | None) -> Coded:
    """Give the units that the numbers count in; none is named for a correction, which is in the form's, or a blank."""
    if "unit" not in own:
        return np.zeros(len(values), dtype=np.int64), np.array([""], dtype=object)
    is_own = np.isnan(values[:-1]) if is_corrected is None else np.isnan(values[:-1]) | is_corrected
    codes, names = _coded(own["unit"])
    codes[is_own] = len(names)
    return np.append(codes, len(names)), np.append(names, "")
