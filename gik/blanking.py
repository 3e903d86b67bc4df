"""Blanks (空白): cells without a number that an analyst lets count as zero, by a policy that she picks by name.

What is printed stays: words, value and state. The zero stands beside it, with the policy that it rests on.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd

from gik.checks import MAYBE_ZERO
from gik.coding import CORRECTION, KEY
from gik.errors import GikError
from gik.forms import Form, load_forms
from gik.frames import Tables
from gik.matrix import matrix
from gik.prose.comparing import terms
from gik.stating import stated

LEAVE, PROSE, SECTION = "leave", "prose", "section"
POLICIES = (LEAVE, PROSE, SECTION)


def fill_blanks(tables: Tables, policy: str | None = None) -> Tables:
    """Give the Tables with ``used`` (Float64, 采用数) and ``basis`` (采用依据) beside cells, ``blanks`` beside reports.

    ``policy`` says what a cell counts as that holds nothing, a dash or 无: ``leave`` no number; ``prose`` zero where
    the report's own prose states exactly zero for it; ``section`` zero where its section of the table (a chapter of
    the form of 2014, a table of the later ones) has a number, no cell that can't be read, and no sum that fails with
    zeros. None keeps what was picked before, else ``leave``. A cell or row that isn't printed never counts as zero.

    ``used`` is the number that counts: the printed one, or another whose ``basis`` is correction, prose or section.
    Raises GikError for another name.
    """
    if policy not in (None, *POLICIES):
        raise GikError(f"没有“{policy}”这种空白处理办法；可选：{'、'.join(POLICIES)}。")
    name = policy or blanks_policy(tables)
    cells = tables.cells
    corrected = (cells["basis"] == CORRECTION).to_numpy()
    zero = np.zeros(len(cells), dtype=bool)
    if name != LEAVE:
        keys = _said_to_be_zero(tables) if name == PROSE else _in_filled_sections(tables)
        on_form = (cells["row"] != "").to_numpy()
        empty = np.flatnonzero(cells["state"].isin(MAYBE_ZERO).to_numpy() & on_form & ~corrected)
        zero[empty[pd.MultiIndex.from_frame(cells[KEY].iloc[empty]).isin(keys)]] = True
    used = cells["value"].mask(corrected, cells["corrected"]) if corrected.any() else cells["value"]
    basis = pd.Series("", index=cells.index, dtype="str").mask(corrected, CORRECTION)
    if zero.any():
        used, basis = used.mask(zero, 0.0), basis.mask(zero, name)
    reports = tables.reports.assign(blanks=pd.Series(name, index=tables.reports.index, dtype="str"))
    return replace(tables, reports=reports, cells=cells.assign(used=used, basis=basis))


def blanks_policy(tables: Tables) -> str:
    """Give the name of the policy by which the blanks of some Tables count: leave, prose or section."""
    reports = tables.reports
    return str(reports["blanks"].iloc[0]) if "blanks" in reports and len(reports) else LEAVE


def _said_to_be_zero(tables: Tables) -> pd.MultiIndex:
    """Give the cells of which the report's prose says that there was nothing."""
    said = stated(tables)
    nothing = said[(said["value"] == 0) & (said["bound"] == "eq")]
    forms = nothing["report"].map(tables.reports.drop_duplicates("report").set_index("report")["form"])
    keys = [
        (report, *key)
        for report, row, form in zip(nothing["report"].tolist(), nothing["row"].tolist(), forms.tolist(), strict=True)
        for key in terms(row, form)
    ]
    return _index(keys)


def _in_filled_sections(tables: Tables) -> pd.MultiIndex:
    """Give the empty cells of the sections in which everything else is known and nothing speaks against zeros."""
    found = tables.findings
    short = found[found["rule"].str.startswith("identity.") & (found["severity"] == "note")]
    keys = [key for form in load_forms().values() for key in _empty_cells(tables, form, short)]
    return _index(keys)


def _empty_cells(tables: Tables, form: Form, short: pd.DataFrame) -> Iterator[tuple[str, str, str, str]]:
    """Give these cells of one form; ``short`` are the sums that fail if the blanks among their terms are zeros."""
    grid = matrix(tables.cells, form, assumed=False)
    unfit = grid.states == "text"
    own = short[short["report"].isin(grid.reports)]
    for row, place in zip(
        grid.reports.get_indexer(pd.Index(own["report"])).tolist(), own["place"].tolist(), strict=True
    ):
        unfit[row] |= (grid.places[row] == place) if place else True
    keys, sections = list(grid.keys), np.array(_sections(form))
    for section in dict.fromkeys(_sections(form)):
        here = np.flatnonzero(sections == section)
        states = grid.states[:, here]
        filled = (states == "number").any(axis=1) & ~unfit[:, here].any(axis=1)
        for row, column in np.argwhere(np.isin(states, MAYBE_ZERO) & filled[:, None]).tolist():
            yield (str(grid.reports[row]), *keys[here[column]])


def _index(keys: list[tuple[str, str, str, str]]) -> pd.MultiIndex:
    return pd.MultiIndex.from_tuples(keys or [("",) * len(KEY)], names=KEY)


@cache
def _sections(form: Form) -> tuple[str, ...]:
    """Give the section of each cell of a form: the chapter where a table has chapters, else the table."""
    found: list[str] = []
    for table in form.tables:
        chapter = ""
        for row in table.rows:
            chapter = (row.number[:1] or chapter) if len(table.columns) == 1 else ""
            found += [f"{table.code}/{chapter}"] * len(row.columns)
    return tuple(found)
