"""The panel (面板): one chosen report a body and year, and the cells of all of them whatever their form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd

from gik.coding import Floats, Positions, Words
from gik.forms import Key, load_forms
from gik.frames import Tables
from gik.matrix import Matrix, form_keys, matrices
from gik.versions import member_names, settled


@dataclass(frozen=True)
class Panel:
    """The reports that count (``body``, ``form``, ``year`` and the rest of their columns), and their numbers.

    ``values`` has a row for each of ``reports`` and a column for each of ``keys``, the cells of all forms; NaN where
    there is no number. Cells of different forms that bear the same codes count the same thing. ``grids`` are the
    matrices by form, whose rows for the reports are ``rows`` (-1 where a report has no cells).
    """

    reports: pd.DataFrame
    keys: Mapping[Key, int]
    values: Floats
    grids: Mapping[str, Matrix]
    rows: Positions

    @cached_property
    def forms(self) -> Words:
        """The form of each report."""
        return self.reports["form"].to_numpy(dtype=object)

    @cached_property
    def about(self) -> Mapping[str, Sequence[Any]]:
        """What findings say of the reports, as lists: a word of a frame's column is dear to have."""
        told = {name: self.reports[name].tolist() for name in ("report", "file", "year")}
        return {**told, "name": member_names(self.reports).tolist()}

    def columns(self, keys: Sequence[Key]) -> Positions:
        """Give the columns of some cells."""
        return np.array([self.keys[key] for key in keys], dtype=int)

    def printed(self, report: int, key: Key) -> tuple[str, str]:
        """Give words and place of a cell of the report in that row."""
        grid = self.grids[self.forms[report]]
        return grid.printed_cell(int(self.rows[report]), key)


def panel(tables: Tables, *, assumed: bool = False) -> Panel:
    """Give the panel of some Tables: of cleaned ones by what was chosen, of others by the same rules.

    With ``assumed`` the blanks count that a policy takes for zeros.
    """
    reports, forms, keys = settled(tables), load_forms(), every_key()
    kept = reports[reports["chosen"] & reports["year"].notna() & reports["form"].isin(list(forms))]
    kept = kept.astype({"year": "int64"}).reset_index(drop=True)
    grids = matrices(tables.cells, forms.values(), assumed=assumed)
    values, rows = np.full((len(kept), len(keys)), np.nan), np.full(len(kept), -1)
    for code, grid in grids.items():
        of_form = np.flatnonzero((kept["form"] == code).to_numpy())
        found = grid.reports.get_indexer(pd.Index(kept["report"].iloc[of_form]))
        rows[of_form] = found
        columns = np.array([keys[key] for key in grid.keys])
        values[of_form[found >= 0, None], columns] = grid.values[found[found >= 0]]
    return Panel(kept, keys, values, grids, rows)


@cache
def every_key() -> Mapping[Key, int]:
    """Give the cells of all forms as (table, row, column), each with its column in a panel."""
    keys = dict.fromkeys(key for form in load_forms().values() for key in form_keys(form))
    return MappingProxyType({key: position for position, key in enumerate(keys)})
