"""A number far away from its body's own earlier ones is noted, with the history that shows it."""

from dataclasses import replace

import pandas as pd
import pytest

import gik
from gik.frames import Tables, frame

RECEIVED = {
    "stat2014": ("stat", "requests.received", "value"),
    "art2019": ("requests", "new", "total"),
    "art2021": ("requests", "new", "total"),
}
REVIEWS = {"stat2014": ("stat", "reviews", "value"), "art2021": ("disputes", "review", "total")}


def tables(values, first=2014, keys=RECEIVED, body="云溪市教育局"):
    reports, cells = [], []
    for year, value in enumerate(values, start=first):
        form = "stat2014" if year < 2019 else "art2019" if year < 2021 and "art2019" in keys else "art2021"
        about = {"report": f"r{year}", "form": form}
        reports.append({**about, "file": f"{year}.txt", "issuer": body, "year": year, "status": "ok"})
        key = dict(zip(("table", "row", "column"), keys[form], strict=True))
        state = "blank" if value is None else "number"
        cells.append({**about, **key, "text": str(value), "value": value, "state": state, "place": f"line {year}"})
    names = ("reports", "texts", "sections", "cells", "figures", "findings")
    return Tables(**{name: frame(name, {"reports": reports, "cells": cells}.get(name, ())) for name in names})


def found(*arguments, **facts):
    checked = gik.check(tables(*arguments, **facts))
    assert set(checked["rule"]) <= {"year.jump"}
    return checked[["report", "expected", "found"]].values.tolist()


def test_a_jump_is_noted_with_its_history():
    (line,) = gik.check(tables([20, 25, 22, 24, 2400])).to_dict("records")
    assert [line[name] for name in ("rule", "severity", "report", "place", "expected", "found", "difference")] == [
        "year.jump", "note", "r2018", "line 2018", 23.0, 2400.0, 2377.0,
    ]  # fmt: skip
    assert line["evidence"] == "2400／2014年20件、2015年25件、2016年22件、2017年24件"
    assert line["message"] == (
        "“收到（新收）申请”2018年为2400件，此前4个可比年度为：2014年20件、2015年25件、2016年22件、2017年24件，中位数为23件；"
        "偏离中位数的幅度是历年一般波动的18.8倍（超过8倍即提示，这一倍数由本程序设定，并非统一标准），请核实；如属实，请说明原因。"
    )


@pytest.mark.parametrize(
    ("values", "jumps"),
    [
        ([20, 25, 22, 2400], []),
        ([20, None, 22, 24, 2400], []),
        ([20, 25, 22, 24, 60], []),
        ([20, 25, 22, 24, None], []),
        ([0, 0, 0, 0, 9], []),
        ([0, 0, 0, 0, 9000], [["r2018", 0.0, 9000.0]]),
        ([300, 280, 310, 290, 0], [["r2018", 295.0, 0.0]]),
        ([20, 2500, 22, 24, 23, 2400], []),
        ([300, 1, 310, 290, 280, 0], [["r2019", 290.0, 0.0]]),
        ([300, 0, 310, 290, 280, 0], []),
        ([20, 25, 22, 24, 2400, 23], [["r2018", 23.0, 2400.0]]),
        ([20, 25, 22, 24, 23, 22, 2300], [["r2020", 22.5, 2300.0]]),
        ([20, 25, 22, 24, 2400, 2400], [["r2018", 23.0, 2400.0]]),
        ([300, 280, 310, 290, 0, 0], [["r2018", 295.0, 0.0]]),
    ],
    ids=[
        "too few", "too few known", "more", "blank", "few", "many", "none", "known before",
        "lower than the lowest", "none known before", "back", "over the forms",
        "as high again", "as low again",
    ],
)  # fmt: skip
def test_only_what_is_far_from_the_own_history_is_noted(values, jumps):
    assert found(values) == jumps


def test_a_bodys_history_is_its_own():
    other = tables([2400, 2500, 2600, 2700, 2400], body="云溪市民政局")
    assert gik.check(other).empty


def test_each_of_several_bodies_has_its_own_history():
    one, other = tables([20, 25, 22, 24, 2400]), tables([2400, 2500, 2600, 2700, 2400], body="云溪市民政局")
    cells = other.cells.assign(report="m" + other.cells["report"])
    reports = other.reports.assign(report="m" + other.reports["report"])
    reports = pd.concat([reports, one.reports], ignore_index=True)
    both = replace(one, reports=reports, cells=pd.concat([cells, one.cells], ignore_index=True))
    assert gik.check(both)[["report", "expected", "found"]].values.tolist() == [["r2018", 23.0, 2400.0]]


@pytest.mark.parametrize(
    ("values", "score"), [([20, 25, 22, 24, 2400], "18.8倍"), ([20, 25, 22, 24, 60, 2400], "17.9倍")]
)
def test_how_far_is_told_by_the_median_of_an_even_and_of_an_odd_number_of_years(values, score):
    assert score in gik.check(tables(values))["message"].iloc[-1]


def test_reports_of_which_no_body_is_known_have_no_history():
    assert found([20, 25, 22, 24, 2400], body="") == []


def test_forms_that_count_something_else_are_no_history():
    values = [3, 3, 4, 3, 3, 400, 410]
    assert found(values, keys=REVIEWS) == []
    assert found([*values, 390, 400, 40000], keys=REVIEWS) == [["r2023", 400.0, 40000.0]]
