"""Wide tables: the form's own order, a column a report or a year, nothing filled in."""

from dataclasses import replace

import pandas as pd
import pytest

from gik.cleaning import clean
from gik.errors import GikError
from gik.forms import load_forms
from gik.frames import Tables, frame
from gik.rolling import roll_up
from gik.stating import stated
from gik.tabulating import tabulate


def tables(*reports, form="art2021"):
    """Make tables of reports: (name, issuer, year, {(table, row, column): number or None})."""
    facts = [
        {"report": name, "file": f"{name}.html", "issuer": issuer, "year": year, "form": form, "status": "ok"}
        for name, issuer, year, _ in reports
    ]
    cells = [
        {"report": name, "form": form, "table": t, "row": r, "column": c, "value": value}
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


STAT = {"form": "stat2014", "table": "stat", "column": "value", "state": "number", "unit": "条"}


def prose_tables():
    """Two reports: one with a table and prose, one with prose alone."""
    reports = [
        {"report": "a", "file": "a.txt", "issuer": "水务局", "year": 2015, "form": "stat2014"},
        {"report": "b", "file": "b.txt", "issuer": "民政局", "year": 2015, "form": "none"},
    ]
    figure = {"bound": "eq", "kind": "count", "unit": "条", "start": 1, "end": 2}
    figures = [
        {**figure, "report": "a", "figure": 0, "indicator": "disclosed", "value": 13},
        {**figure, "report": "b", "figure": 0, "indicator": "disclosed", "value": 20},
        {**figure, "report": "b", "figure": 1, "indicator": "requests.received", "value": 9, "bound": "ge"},
        {**figure, "report": "b", "figure": 2, "topic": "trading", "label": "招标公告", "value": 5},
        {**figure, "report": "b", "figure": 3, "topic": "trading", "label": "招标公告", "value": 6},
        {**figure, "report": "a", "figure": 1, "topic": "relief", "label": "救助", "value": 7},
    ]
    cells = [{**STAT, "report": "a", "row": "disclosed", "value": 12, "text": "12"}]
    rows = {"reports": reports, "cells": cells, "figures": figures}
    return Tables(**{name: frame(name, rows.get(name, ())) for name in Tables.__dataclass_fields__})


def test_what_prose_states_stands_beside_what_tables_print():
    wide = tabulate(prose_tables(), "stat2014", stated=True)
    assert wide.columns.names == ["report", "source"]
    of_row = wide.xs("disclosed", level="row").iloc[0]
    assert of_row.index.tolist() == [
        ("水务局 2015", "printed"),
        ("水务局 2015", "stated"),
        ("民政局 2015", "printed"),
        ("民政局 2015", "stated"),
    ]
    assert of_row.tolist() == [12.0, 13.0, pd.NA, 20.0]
    assert wide.xs("requests.received", level="row").iloc[0].isna().all()  # 9余件 is a bound, not a value


def test_without_asking_nothing_stated_is_shown():
    assert tabulate(prose_tables(), "stat2014").columns.tolist() == ["水务局 2015"]


def test_quantities_that_no_form_asks_for_are_tabulated_by_topic():
    wide = tabulate(prose_tables(), "local", topic="trading")
    assert wide.to_dict() == {
        "民政局 2015": {("trading", "招标公告", "条"): 5.0, ("trading", "招标公告 (2)", "条"): 6.0}
    }
    assert tabulate(prose_tables(), "local").shape == (3, 2)


def test_unknown_topics_and_forms_without_stated_rows_are_errors():
    with pytest.raises(GikError, match="没有“weather”这一领域"):
        tabulate(prose_tables(), "local", topic="weather")
    with pytest.raises(GikError, match="stated=True 只用于 stat2014"):
        tabulate(prose_tables(), "art2021", stated=True)


def test_a_policy_for_blanks_is_named_where_its_zeros_stand():
    given = tables(("a", "水务局", 2022, dict(zip(REVIEWS, (0, 0, 0, 0, None), strict=True))))
    wide = tabulate(clean(given, blanks="section"), "art2021", table="disputes")
    assert (wide.attrs, wide["水务局 2022"].iloc[4]) == ({"blanks": "section", "corrected": [""] * 15}, 0)
    left = tabulate(given, "art2021", table="disputes")
    assert (left.attrs, left["水务局 2022"].iloc[4]) == ({"blanks": "leave", "corrected": [""] * 15}, pd.NA)


def test_corrections_are_named_where_they_stand():
    given = tables(*((code, "水务局", year, {REVIEWS[4]: 3}) for code, year in (("a", 2021), ("b", 2022), ("c", 2023))))
    lines = [{"report": code, "place": "disputes/review@total", "found": "", "reason": "来函"} for code in ("a", "c")]
    corrected = clean(given, corrections=pd.DataFrame(lines).assign(use="5"))
    wide = tabulate(corrected, "art2021", table="disputes")
    assert wide.iloc[4].tolist() == [5.0, 3.0, 5.0]
    assert wide.attrs["corrected"] == [*[""] * 4, "水务局 2021、水务局 2023", *[""] * 10]
    assert tabulate(corrected, "art2021", table="disputes", by="year").attrs["corrected"][4] == "2021、2023"


FEES = ("art20", "admin_fees", "amount")


def test_money_is_given_in_the_unit_of_the_form_whatever_a_cell_prints():
    units = {"万元": 25.1, "元": 251000, "亿元": 0.00251, "百万元": 0.251, "": 25.1, "万美元": 25.1}
    given = tables(*((unit, f"{unit}局", 2022, {FEES: value}) for unit, value in units.items()))
    given = replace(given, cells=given.cells.assign(unit=given.cells["report"]))
    wide = tabulate(given, "art2021").xs("admin_fees", level="row")
    assert wide.iloc[0].tolist() == [25.1] * 5 + [pd.NA]
    (total,) = roll_up(given).query("row == 'admin_fees'").to_dict("records")
    assert (total["value"], total["known"], total["n"], total["missing"]) == (None, 125.5, 5, "万美元局")


PROCURED = ("art20", "procurement", "amount")


@pytest.mark.parametrize(
    ("units", "told", "missing", "unit"),
    [
        ({"万元": 240, "元": 31000, "": 12, "百万元": 1, "亿元": 0}, [240, 3.1, pd.NA, 100, 0], "局", "万元"),
        ({"": 12, " ": 0, "万元": 240}, [12, 0, pd.NA], "万元局", ""),
    ],
)
def test_money_without_a_unit_is_not_added_to_money_with_one(units, told, missing, unit):
    given = tables(*((unit, f"{unit}局", 2019, {PROCURED: value}) for unit, value in units.items()), form="art2019")
    given = replace(given, cells=given.cells.assign(unit=given.cells["report"].str.strip()))
    assert tabulate(given, "art2019").xs("amount", level="column").iloc[-1].tolist() == told
    (total,) = roll_up(given).query("row == 'procurement' and column == 'amount'").to_dict("records")
    assert (total["value"], total["missing"], total["unit"]) == (None, missing, unit)


def test_a_correction_is_in_the_unit_of_the_form():
    given = tables(("a", "水务局", 2022, {FEES: 251000}))
    given = replace(given, cells=given.cells.assign(unit="元", text="251000元"))
    line = {"report": "a", "place": "art20/admin_fees@amount", "found": "251000元", "use": "251", "reason": "来函"}
    wide = tabulate(clean(given, corrections=pd.DataFrame([line])), "art2021").xs("admin_fees", level="row")
    assert wide.iloc[0].tolist() == [251.0]


def test_a_corrected_figure_counts_in_what_is_stated_and_counted_locally():
    given = prose_tables()
    figure = given.figures[given.figures["indicator"] == ""].iloc[0]
    line = {"report": figure["report"], "place": f"figure {figure['figure']}", "found": figure["text"], "use": "12345"}
    corrected = clean(given, corrections=pd.DataFrame([{**line, "reason": "来函"}]))
    assert tabulate(corrected, "local").eq(12345).fillna(False).to_numpy().sum() == 1
    figure = given.figures[(given.figures["indicator"] != "") & (given.figures["bound"] == "eq")].iloc[0]
    line = {"report": figure["report"], "place": f"figure {figure['figure']}", "found": figure["text"], "use": "777"}
    corrected = clean(given, corrections=pd.DataFrame([{**line, "reason": "来函"}]))
    assert 777 in stated(corrected)["value"].tolist() and 777 not in stated(given)["value"].tolist()
