"""The cells of many reports as one matrix: a row a report, a column a cell of the form.

Checks, tables and series all start here, so that no step has to go through the reports one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from gik.forms import Form

KEY = ["report", "table", "row", "column"]
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Matrix:
    """The printed cells of one form, and the rows of the reports that the form doesn't know.

    The arrays have a row for each of ``reports`` and a column for each of ``keys``, the form's (table, row, column)
    in printed order: ``values`` (NaN where no number is printed), ``states`` ("absent" where the report doesn't print
    the cell), ``texts`` and ``places`` (empty where it doesn't).
    ``local`` holds the cells of unknown rows (自设项), with ``after``, the code of the known row printed before.
    """

    reports: pd.Index
    keys: Mapping[Key, int]
    values: np.ndarray[Any, np.dtype[np.float64]]
    states: np.ndarray[Any, np.dtype[np.object_]]
    texts: np.ndarray[Any, np.dtype[np.object_]]
    places: np.ndarray[Any, np.dtype[np.object_]]
    local: pd.DataFrame


def matrix(cells: pd.DataFrame, form: Form) -> Matrix:
    """Give the matrix of a form's cells; ``cells`` is a cells frame in reading order.

    A cell that a report prints twice with different words has no value and the state "text", since nothing says
    which of the two counts. Where a person has corrected a cell, the corrected number counts; without one, the cell
    has no value and the state "text". Words and place stay as printed.
    """
    own = counted(cells[cells["form"] == form.code])
    own = own[own["state"] != "absent"]
    known = own[own["row"] != ""]
    printed = _settle(known.drop_duplicates(KEY), known).reset_index(drop=True)
    reports = pd.Index(own["report"].unique(), name="report", dtype="str")
    keys = form_keys(form)
    columns = (printed[name].to_numpy(dtype=object) for name in KEY[1:])
    across = np.array([keys.get(key, -1) for key in zip(*columns, strict=True)], dtype=int)
    on_form = np.flatnonzero(across >= 0)
    positions = np.full((len(reports), len(keys)), -1)
    positions[reports.get_indexer(printed["report"].iloc[on_form]), across[on_form]] = on_form
    values = np.append(printed["value"].to_numpy(dtype=float, na_value=np.nan), np.nan)[positions]
    states, texts, places = (
        np.append(printed[name].to_numpy(dtype=object), missing)[positions]
        for name, missing in (("state", "absent"), ("text", ""), ("place", ""))
    )
    return Matrix(reports, keys, values, states, texts, places, _local(own))


def counted(printed: pd.DataFrame) -> pd.DataFrame:
    """Give cells or figures with the corrected numbers as their values, as far as a person has corrected them."""
    if "correction" not in printed or not (changed := printed["correction"] != "").any():
        return printed
    fresh = printed.assign(value=printed["value"].mask(changed, printed["corrected"]))
    if "state" not in printed:
        return fresh
    states = printed["corrected"].notna().map({True: "number", False: "text"})
    return fresh.assign(state=printed["state"].mask(changed, states).astype("str"))


@cache
def form_keys(form: Form) -> Mapping[Key, int]:
    """Give the cells of a form as (table, row, column) with their position in printed order."""
    cells = ((table.code, row.code, column) for table in form.tables for row in table.rows for column in row.columns)
    return MappingProxyType({key: position for position, key in enumerate(cells)})


def _settle(first: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Take value and state from the cells that are printed twice and differ."""
    if len(first) == len(known):
        return first
    versions = known[known.duplicated(KEY, keep=False)].drop_duplicates([*KEY, "value", "state"])
    torn = pd.MultiIndex.from_frame(versions[versions.duplicated(KEY)][KEY])
    unclear = pd.MultiIndex.from_frame(first[KEY]).isin(torn)
    return first.assign(value=first["value"].mask(unclear), state=first["state"].mask(unclear, "text"))


def _local(own: pd.DataFrame) -> pd.DataFrame:
    unknown = own["row"] == ""
    if not unknown.any():
        return own[unknown].assign(after="")
    after = own["row"].mask(unknown).groupby([own["report"], own["table"]], sort=False).ffill().fillna("")
    return own.assign(after=after)[unknown]
