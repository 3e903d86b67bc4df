"""What the prose states stands apart from what a table prints, and only where it says one thing."""

import pandas as pd
import pytest

from gik.frames import FRAMES, Tables, frame
from gik.stating import stated

FIGURE = {"report": "a", "indicator": "disclosed", "bound": "eq", "unit": "条", "start": 9, "end": 11, "kind": "count"}


def tables(*figures):
    records = [{**FIGURE, "figure": number, **figure} for number, figure in enumerate(figures)]
    reports = [{"report": name, "file": name} for name in ("b", "a")]
    given = {"figures": records, "reports": reports}
    return Tables(**{name: frame(name, given.get(name, [])) for name in FRAMES})


def values(*figures):
    return [
        (row.report, row.row, None if pd.isna(row.value) else row.value, row.bound, row.figure)
        for row in stated(tables(*figures)).itertuples()
    ]


def test_a_row_is_stated_once():
    assert values({"value": 12.0}, {"value": 12.0}) == [("a", "disclosed", 12.0, "eq", 0)]


def test_an_exact_figure_goes_before_a_bound():
    assert values({"value": 10.0, "bound": "ge"}, {"value": 12.0}) == [("a", "disclosed", 12.0, "eq", 1)]


def test_contradicting_figures_give_no_value():
    assert values({"value": 12.0}, {"value": 13.0}) == [("a", "disclosed", None, "eq", 0)]


@pytest.mark.parametrize(
    ("stated_in", "value", "given"),
    [("元", 25000.0, 2.5), ("元人民币", 25000.0, 2.5), ("", 0.0, 0.0), ("", 25000.0, pd.NA), ("美元", 25000.0, pd.NA)],
)
def test_money_is_given_in_the_unit_of_the_form(stated_in, value, given):
    found = stated(tables({"indicator": "fees.collected", "unit": stated_in, "value": value, "kind": "amount"}))
    assert found[["value", "unit"]].astype("object").values.tolist() == [[given, "万元"]]


def test_every_unit_is_that_of_the_form():
    figures = [{"value": 1.0, "indicator": code, "unit": unit} for code, unit in (("lawsuits", "起"), ("trainees", ""))]
    assert stated(tables(*figures))["unit"].tolist() == ["件", "人次"]


def test_what_is_no_row_of_the_form_is_left_out_and_reports_keep_their_order():
    assert values({"value": 1.0, "indicator": ""}, {"value": 2.0}, {"value": 3.0, "report": "b"}) == [
        ("b", "disclosed", 3.0, "eq", 2),
        ("a", "disclosed", 2.0, "eq", 1),
    ]


def test_no_figures_give_an_empty_frame_with_its_columns():
    empty = stated(Tables(**{name: frame(name, []) for name in FRAMES}))
    assert empty.empty and list(empty.columns)[:3] == ["report", "form", "table"]
