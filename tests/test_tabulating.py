"""Wide tables: the form's own order, a column a report or a year, nothing filled in."""

import pandas as pd
import pytest

from gik.errors import GikError
from gik.forms import load_forms
from gik.frames import Tables, frame
from gik.tabulating import tabulate


def tables(*reports):
    """Make tables of reports: (name, issuer, year, {(table, row, column): number or None})."""
    facts = [
        {"report": name, "file": f"{name}.html", "issuer": issuer, "year": year, "form": "art2021", "status": "ok"}
        for name, issuer, year, _ in reports
    ]
    cells = [
        {"report": name, "form": "art2021", "table": t, "row": r, "column": c, "value": value}
        | {"state": "blank" if value is None else "number"}
        for name, _, _, values in reports
        for (t, r, c), value in values.items()
    ]
    rows = {"reports": facts, "cells": cells}
    return Tables(**{name: frame(name, rows.get(name, ())) for name in Tables.__dataclass_fields__})


REVIEWS = [("disputes", "review", column) for column in ("upheld", "corrected", "other", "pending", "total")]


def test_lines_stand_in_the_form_s_order_and_columns_in_the_reports():
    made = tables(
        ("b", "水务局", 2022, dict(zip(REVIEWS, (1, 0, None, 2, 3), strict=True))),
        ("a", "水务局", 2021, {REVIEWS[4]: 7, REVIEWS[0]: 7}),
    )
    wide = tabulate(made, "art2021", table="disputes")
    labels = [f"行政复议｜{label}" for label in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")]
    expected = pd.DataFrame(
        {"水务局 2022": [1, 0, None, 2, 3], "水务局 2021": [7, None, None, None, 7]},
        index=pd.MultiIndex.from_tuples(
            [(*key, label, "件") for key, label in zip(REVIEWS, labels, strict=True)],
            names=["table", "row", "column", "label", "unit"],
        ),
        dtype="Float64",
    ).rename_axis(columns="report")
    pd.testing.assert_frame_equal(wide.iloc[:5], expected, check_column_type=False)
    assert len(tabulate(made, "art2021")) == sum(len(r.columns) for t in load_forms()["art2021"].tables for r in t.rows)


def test_columns_can_be_years():
    made = tables(("b", "水务局", 2022, {REVIEWS[4]: 3}), ("a", "水务局", 2021, {REVIEWS[4]: 7}))
    wide = tabulate(made, "art2021", by="year")
    assert wide.query("row == 'review' and column == 'total'").to_dict("list") == {2021: [7.0], 2022: [3.0]}


def test_years_are_not_added_up():
    same = tables(("b", "水务局", 2022, {REVIEWS[4]: 3}), ("a", "农业局", 2022, {REVIEWS[4]: 7}))
    with pytest.raises(GikError, match="2022年有不止一份报告"):
        tabulate(same, "art2021", by="year")
    with pytest.raises(GikError, match="1份报告的年度不详"):
        tabulate(tables(("b", "水务局", None, {REVIEWS[4]: 3})), "art2021", by="year")


def test_reports_that_would_share_a_name_are_told_apart():
    value = {REVIEWS[4]: 3}
    made = tables(
        ("a", "水务局", 2022, value), ("b", "水务局", 2022, value), ("c", "", 2022, value), ("d", "水务局", None, value)
    )
    assert list(tabulate(made, "art2021").columns) == ["水务局 2022 (a)", "水务局 2022 (b)", "c.html 2022", "水务局"]


def test_a_form_that_no_report_uses_gives_no_column():
    assert tabulate(tables(("a", "水务局", 2022, {})), "stat2014").shape == (
        len(load_forms()["stat2014"].tables[0].rows),
        0,
    )


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"form": "art2030"}, "没有“art2030”这种格式"),
        ({"form": "art2021", "table": "stat"}, "没有“stat”这张表"),
        ({"form": "art2021", "by": "region"}, "只有 report、year"),
    ],
)
def test_what_is_not_there_is_named_with_what_is(options, message):
    with pytest.raises(GikError, match=message):
        tabulate(tables(), **options)
