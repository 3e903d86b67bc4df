"""The panel (面板): one chosen report a body and year, and the cells of all of them whatever their form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from gik.forms import load_forms
from gik.frames import Tables
from gik.matrix import Key, Matrix, matrix
from gik.versions import settled

Floats = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Panel:
    """The reports that count (``body``, ``form``, ``year`` and the rest of their columns), and a matrix a form."""

    reports: pd.DataFrame
    grids: Mapping[str, Matrix]

    def values(self, reports: pd.DataFrame, keys: Sequence[Key]) -> Floats:
        """Give the numbers of some cells, a row for each of the reports, NaN where there is none.

        Cells of different forms that bear the same codes count the same thing.
        """
        found = np.full((len(reports), len(keys)), np.nan)
        forms, names = reports["form"].to_numpy(dtype=object), pd.Index(reports["report"])
        for code, grid in self.grids.items():
            at = np.where(forms == code, grid.reports.get_indexer(names), -1)
            rows = np.flatnonzero(at >= 0)
            across = np.array([grid.keys.get(key, -1) for key in keys], dtype=int)
            columns = np.flatnonzero(across >= 0)
            found[np.ix_(rows, columns)] = grid.values[np.ix_(at[rows], across[columns])]
        return found

    def printed(self, report: str, form: str, key: Key) -> tuple[str, str]:
        """Give words and place of a cell of one report."""
        grid = self.grids[form]
        at = grid.reports.get_loc(report), grid.keys[key]
        return str(grid.texts[at]), str(grid.places[at])


def panel(tables: Tables) -> Panel:
    """Give the panel of some Tables: of cleaned ones by what was chosen, of others by the same rules."""
    reports = settled(tables)
    kept = reports[reports["chosen"] & reports["year"].notna() & reports["form"].isin(list(load_forms()))]
    grids = {code: matrix(tables.cells, form) for code, form in load_forms().items()}
    return Panel(kept.astype({"year": "int64"}), grids)
