"""Cells of many reports as one matrix: in the form's unit, in its order, and nothing where nothing can be said."""

import numpy as np
import pandas as pd
import pytest

from gik.forms import load_forms
from gik.frames import frame
from gik.matrix import matrices, matrix

FEES, DECISIONS = ("art20", "admin_fees", "amount"), ("art20", "licensing", "decisions")
BOUGHT = ("art20", "procurement", "amount")


def cell(key, value, report="a", form="art2021", **facts):
    state = "blank" if value is None else "number"
    about = {
        "report": report,
        "form": form,
        "value": value,
        "text": "" if value is None else f"{value:g}",
        "state": state,
    }
    return {**about, **dict(zip(("table", "row", "column"), key, strict=True)), "place": "line 1", **facts}


def grid_of(*cells, form="art2021"):
    return matrix(frame("cells", cells), load_forms()[form])


def of_reports(grid, key):
    """Values and states of one cell, a pair a report."""
    at = grid.keys[key]
    values = [None if np.isnan(value) else value for value in grid.values[:, at].tolist()]
    return list(zip(values, grid.states[:, at].tolist(), strict=True))


@pytest.mark.parametrize(
    ("key", "unit", "printed", "counted"),
    [
        (FEES, "万元", 12, (12.0, "number")),
        (FEES, "元", 12, (0.0012, "number")),
        (FEES, "", 12, (12.0, "number")),
        (FEES, "万美元", 12, (None, "text")),
        (FEES, "万美元", 0, (0.0, "number")),
        (FEES, "万美元", None, (None, "blank")),
        (DECISIONS, "百件", 12, (1200.0, "number")),
        (DECISIONS, "条", 12, (12.0, "number")),
    ],
)
def test_a_number_counts_in_the_forms_unit(key, unit, printed, counted):
    assert of_reports(grid_of(cell(key, printed, unit=unit)), key) == [counted]


@pytest.mark.parametrize(
    ("units", "counted"),
    [
        (("万元", "万元", "元"), [3.0, 3.0, 0.0003]),
        (("元", "万元", "元"), [3.0, 30000.0, 3.0]),
        (("", "", "万元"), [3.0, 3.0, None]),
        (("万元", "万元", ""), [3.0, 3.0, None]),
        (("", "", "项"), [3.0, 3.0, 3.0]),
    ],
)
def test_where_the_form_has_no_unit_numbers_count_in_the_one_that_most_print(units, counted):
    printed = (cell(BOUGHT, 3, report, "art2019", unit=unit) for report, unit in zip("abc", units, strict=True))
    found = of_reports(grid_of(*printed, form="art2019"), BOUGHT)
    assert found == [(value, "number" if value else "text") for value in counted]


def test_noughts_have_no_say_in_what_most_print():
    printed = (
        cell(BOUGHT, value, f"{value}", "art2019", unit=unit) for value, unit in ((0, "元"), (0.0, "元"), (3, "万元"))
    )
    assert of_reports(grid_of(*printed, form="art2019"), BOUGHT) == [(0.0, "number"), (0.0, "number"), (3.0, "number")]


def test_a_correction_is_given_in_the_forms_unit():
    printed = frame("cells", [cell(FEES, 12, unit="元"), cell(FEES, 12, "b", unit="元")])
    corrected = printed.assign(basis=["correction", ""], used=pd.array([5.0, None], dtype="Float64"))
    grid = matrix(corrected, load_forms()["art2021"])
    assert of_reports(grid, FEES) == [(5.0, "number"), (0.0012, "number")]
    assert grid.is_corrected[:, grid.keys[FEES]].tolist() == [True, False]
    assert not grid.is_assumed.any()
    bought = frame("cells", [cell(BOUGHT, 12, one, "art2019", unit="万元") for one in "abc"])
    corrected = bought.assign(basis=["correction", "correction", ""], used=pd.array([5.0, None, None], dtype="Float64"))
    found = of_reports(matrix(corrected, load_forms()["art2019"]), BOUGHT)
    assert found == [(5.0, "number"), (None, "text"), (12.0, "number")]


def test_every_number_stands_in_its_own_column_and_none_that_the_form_does_not_know():
    form = load_forms()["art2021"]
    keys = [(table.code, row.code, column) for table in form.tables for row in table.rows for column in row.columns]
    of_another = [cell(("stat", "reviews", "value"), 99), cell(("art20", "reviews", "made"), 99)]
    grid = grid_of(*(cell(key, at) for at, key in enumerate(keys)), *of_another)
    assert grid.values.tolist() == [[float(at) for at in range(len(keys))]]
    assert list(grid.keys) == keys


def test_without_cells_and_without_rows_of_other_forms_there_is_nothing():
    assert grid_of().values.shape == (0, len(grid_of().keys))
    local = grid_of(cell(DECISIONS, 1)).local
    assert local.empty and "after" in local


def test_a_report_stands_on_the_form_of_which_it_prints_a_cell():
    absent = {"state": "absent", "text": "", "place": ""}
    cells = frame(
        "cells", [cell(FEES, 12), cell(FEES, None, "b", "art2019", **absent), cell(FEES, None, "c", **absent)]
    )
    grids = matrices(cells, [load_forms()[code] for code in ("art2021", "art2019")])
    assert {code: grid.reports.tolist() for code, grid in grids.items()} == {"art2021": ["a"], "art2019": []}


def test_a_cell_that_is_printed_twice_counts_where_both_agree():
    grid = grid_of(
        cell(FEES, 12), cell(FEES, 12, place="line 9"), cell(DECISIONS, 1), cell(DECISIONS, 2), cell(FEES, 3, "b")
    )
    assert of_reports(grid, FEES) == [(12.0, "number"), (3.0, "number")]
    assert of_reports(grid, DECISIONS) == [(None, "text"), (None, "absent")]
    assert [grid.printed_cell(row, key) for row, key in ((0, FEES), (0, DECISIONS), (1, DECISIONS))] == [
        ("12", "line 1"), ("1", "line 1"), ("", ""),
    ]  # fmt: skip


def test_a_row_that_the_form_does_not_know_comes_behind_the_known_one_before_it_in_its_table():
    own = [("art20", "", "amount"), ("requests", "", "total")]
    cells = [
        cell(own[0], 1, label="首行"), cell(DECISIONS, 2), cell(own[0], 3, label="次行"), cell(FEES, 4),
        cell(own[1], 5, label="他表"), cell(own[0], 6, label="末行"), cell(own[0], 7, "b", label="另一报告"),
    ]  # fmt: skip
    local = grid_of(*cells).local
    assert local[["report", "label", "value", "after"]].values.tolist() == [
        ["a", "首行", 1.0, ""],
        ["a", "次行", 3.0, "licensing"],
        ["a", "他表", 5.0, ""],
        ["a", "末行", 6.0, "admin_fees"],
        ["b", "另一报告", 7.0, ""],
    ]
