"""Of several reports by one body on one year all are kept, one is chosen, and the differences are listed."""

import pytest

import gik
from gik.cleaning import clean
from gik.frames import Tables, frame
from gik.versions import version_findings


def report(code, file, **facts):
    about = {"issuer": "云溪市水务局", "year": 2017, "form": "stat2014", "status": "ok", "published": "2018-01-20"}
    return {"report": code, "file": file, **about, **facts}


def cells(code, **values):
    return [
        {
            "report": code, "form": "stat2014", "table": "stat", "row": row.replace("__", "."), "column": "value",
            "text": words, "value": float(words) if words else None, "state": "number" if words else "blank",
            "place": f"line {line}",
        }
        for line, (row, words) in enumerate(values.items(), start=1)
    ]  # fmt: skip


def tables(reports, cell_records=(), findings=()):
    frames = {
        "reports": reports,
        "cells": cell_records,
        "findings": findings,
        "texts": (),
        "sections": (),
        "figures": (),
    }
    return Tables(**{name: frame(name, records) for name, records in frames.items()})


def chosen(*reports, cell_records=(), findings=()):
    cleaned = clean(tables(reports, cell_records, findings)).reports
    return cleaned.loc[cleaned["chosen"], "file"].tolist()


@pytest.mark.parametrize(
    ("less", "more"),
    [
        (report("a", "1", form="none", published="2018-03-01"), report("b", "2")),
        (report("a", "1"), report("b", "2", published="2018-01-21")),
        (report("a", "1", published=""), report("b", "2")),
        (report("a", "2"), report("b", "1")),
    ],
    ids=["tables before none", "later published", "published before unknown", "path"],
)
def test_one_is_chosen_by_the_stated_rule(less, more):
    assert chosen(less, more) == chosen(more, less) == [more["file"]]


def test_more_cells_filled_go_before_fewer():
    filled = [*cells("a", disclosed="5", reviews=""), *cells("b", disclosed="5", reviews="0")]
    assert chosen(report("a", "1"), report("b", "2"), cell_records=filled) == ["2"]


def test_other_years_other_regions_and_unnamed_issuers_are_nobodys_versions():
    reports = [
        report("a", "1"),
        report("b", "2", year=2018),
        report("c", "3", region_code="420982"),
        report("d", "4", year=None),
        report("e", "5", year=None),
        report("f", "6", issuer="市水务局"),
        report("g", "7", issuer="市水务局"),
        report("h", "8", issuer=""),
        report("i", "9", issuer=""),
    ]
    unknown = [{"report": code, "rule": "issuer.unknown"} for code in "fg"]
    assert chosen(*reports, findings=unknown) == list("123456789")


def test_a_second_copy_and_a_failed_file_are_not_chosen():
    assert chosen(report("a", "2"), report("a", "1"), report("b", "3", status="failed", issuer="")) == ["1"]


def test_the_differences_are_listed_cell_by_cell():
    filled = [
        *cells("a", disclosed="5", reviews="", channel__weibo="3"),
        *cells("b", disclosed="7", reviews="2", channel__weibo="3"),
    ]
    found = version_findings(tables([report("a", "旧.txt"), report("b", "新.txt", published="2018-02-01")], filled))
    rest = "请核实以何者为准。"
    assert [[r[k] for k in ("report", "other", "rule", "place", "expected", "found", "message")] for r in found] == [
        ["a", "b", "file.duplicate", "", None, None,
         f"同一机关2017年度另有一份报告“新.txt”，按既定规则采用那一份；本报告有2格与之不同，{rest}"],
        ["a", "b", "file.duplicate", "line 1", 7.0, 5.0,
         f"“主动公开政府信息数”本报告为5，采用的报告“新.txt”为7，{rest}"],
        ["a", "b", "file.duplicate", "line 2", 2.0, None,
         f"“行政复议数量”本报告为（未填），采用的报告“新.txt”为2，{rest}"],
    ]  # fmt: skip


def test_unread_words_and_rows_of_the_agencys_own_are_compared_too():
    filled = [*cells("a", disclosed=""), *cells("b", disclosed="")]
    filled = [dict(cell, state="text", text=words) for cell, words in zip(filled, ("约5", "约6"), strict=True)]
    own = [("a", "查阅点", "3"), ("b", "查阅点", "4"), ("b", "图书馆", "1"), ("a", "其他", "2"), ("b", "其他", "2")]
    for line, (code, label, words) in enumerate(own):
        (cell,) = cells(code, x=words)
        filled.append({**cell, "row": "", "label": label, "place": f"own {line}"})
    found = version_findings(tables([report("a", "旧.txt"), report("b", "新.txt", published="2018-02-01")], filled))
    assert [[r[k] for k in ("place", "expected", "found", "evidence")] for r in found] == [
        ["", None, None, "旧.txt"],
        ["line 1", None, None, "约5／约6"],
        ["own 0", 4.0, 3.0, "3／4"],
    ]
    assert "有2格与之不同，另有1格只在其中一份里读到，" in found[0]["message"]


def test_cells_that_one_of_two_versions_lacks_are_counted_and_not_listed():
    filled = [*cells("a", disclosed="5", reviews="1"), *cells("b", disclosed="5", reviews="1", channel__weibo="3")]
    filled += [{**cells("b", lawsuits="")[0], "state": "absent"}]
    (record,) = version_findings(tables([report("a", "旧.txt"), report("b", "新.txt", published="2018-02-01")], filled))
    assert "两份都有的各格相同，另有1格只在其中一份里读到，" in record["message"]


def test_a_mirror_is_told_as_such():
    filled = [*cells("a", disclosed="5"), *cells("b", disclosed="5")]
    (record,) = version_findings(tables([report("a", "1"), report("b", "2")], filled))
    assert [record[k] for k in ("report", "other", "severity", "message")] == [
        "b", "a", "note",
        "同一机关2017年度另有一份报告“1”，两份表格各格相同，按既定规则采用那一份，本报告不重复计算。",
    ]  # fmt: skip


def test_tables_and_series_use_the_chosen_one():
    filled = [*cells("a", reviews="5"), *cells("b", reviews="7")]
    cleaned = clean(tables([report("a", "1"), report("b", "2", published="2018-02-01")], filled))
    wide = gik.tabulate(cleaned, "stat2014", by="year")
    assert wide.xs("reviews", level="row").values.tolist() == [[7.0]]
    assert gik.trend(cleaned, "reviews")[["year", "value", "n"]].values.tolist() == [[2017, 7.0, 1]]


def test_two_names_that_a_list_takes_for_one_body_are_told():
    made = tables(
        [report("a", "1", issuer="甲局", agency="丙局"), report("b", "2", issuer="乙局", agency="丙局")],
        [*cells("a", disclosed="5"), *cells("b", disclosed="6")],
    )
    assert next(record["message"] for record in version_findings(made)) == (
        "同一机关2017年度另有一份报告“1”，按既定规则采用那一份；本报告有1格与之不同；"
        "本报告所印机关为“乙局”，那一份为“甲局”（如是两个机关，请在机关名录中分列），请核实以何者为准。"
    )


def test_versions_on_different_forms_are_not_compared_cell_by_cell():
    (record,) = version_findings(tables([report("a", "1"), report("b", "2", form="none")]))
    assert (record["report"], record["other"]) == ("b", "a") and "未逐格比较" in record["message"]
