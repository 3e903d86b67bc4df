"""Agencies and regions are settled by the analyst's lists; what the report proves stands, what differs is told."""

from dataclasses import replace

import pandas as pd
import pytest

import gik
from gik.agency_lists import AGENCIES, SOURCES
from gik.errors import GikError
from gik.frames import Tables, frame
from gik.proposing import resemblance


def tables(*reports):
    rows = [{"report": f"r{n}", "file": f"{n}.txt", "status": "ok", **about} for n, about in enumerate(reports)]
    rest = dict.fromkeys(("texts", "sections", "cells", "figures", "findings"), ())
    return Tables(**{name: frame(name, records) for name, records in {**rest, "reports": rows}.items()})


def agencies(*lines):
    return pd.DataFrame([dict(zip(AGENCIES, line, strict=False)) for line in lines], columns=AGENCIES)


def sources(*lines):
    return pd.DataFrame([dict(zip(SOURCES, line, strict=True)) for line in lines], columns=SOURCES)


LINES = agencies(
    ("云溪市", "云溪市人民政府", "prefecture", "", "云溪市", "990100"),
    ("云溪市发改委", "云溪市发展和改革委员会", "department", "云溪市人民政府", "云溪市", "990100"),
    ("云溪市工商局", "云溪市市场监督管理局", "department", "云溪市人民政府", "云溪市", "990100", "", "2018"),
    ("云溪市质监局", "云溪市质量技术监督局", "department", "云溪市人民政府", "云溪市", "990100", "", "2018"),
)


def test_one_agency_under_its_names_and_its_place():
    read = tables(
        {"issuer": "云溪市发改委", "year": 2017},
        {"issuer": "云溪市发展和改革委员会", "year": 2019},
        {"issuer": "云溪市", "year": 2018},
        {"issuer": "云溪市", "year": 2019},
        {"issuer": "青禾县", "year": 2019},
    )
    cleaned = gik.clean(read, agencies=LINES)
    columns = ["agency", "level", "superior", "region", "region_code", "members"]
    before = "云溪市发展和改革委员会、云溪市市场监督管理局、云溪市质量技术监督局"
    assert cleaned.reports[columns].values.tolist() == [
        ["云溪市发展和改革委员会", "department", "云溪市人民政府", "云溪市", "990100", ""],
        ["云溪市发展和改革委员会", "department", "云溪市人民政府", "云溪市", "990100", ""],
        ["云溪市人民政府", "prefecture", "", "云溪市", "990100", before],
        ["云溪市人民政府", "prefecture", "", "云溪市", "990100", "云溪市发展和改革委员会"],
        ["", "", "", "", "", ""],
    ]
    assert cleaned.findings[["report", "rule"]].values.tolist() == [["r4", "agency.unlisted"]]
    assert cleaned.reports["issuer"].equals(read.reports["issuer"])
    assert gik.clean(cleaned, agencies=LINES).findings.equals(cleaned.findings)


def test_a_line_counts_in_its_years_only():
    read = tables({"issuer": "云溪市工商局", "year": 2018}, {"issuer": "云溪市工商局", "year": 2019})
    assert gik.clean(read, agencies=LINES).reports["agency"].tolist() == ["云溪市市场监督管理局", ""]


def test_a_name_of_two_agencies_needs_the_region():
    lines = agencies(("市教育局", "云溪市教育局", "", "", "云溪市"), ("市教育局", "石门市教育局", "", "", "石门市"))
    read = tables({"issuer": "市教育局", "region": "石门市", "year": 2019}, {"issuer": "市教育局", "year": 2019})
    cleaned = gik.clean(read, agencies=lines)
    assert cleaned.reports["agency"].tolist() == ["石门市教育局", ""]
    assert cleaned.findings["message"].tolist() == [
        "“市教育局”在机关名录中可指云溪市教育局、石门市教育局，无法确定是哪一个，请在来源表中写明机关，或在名录中补充行政区划。"
    ]


def test_a_region_without_a_code_gets_that_of_the_year():
    lines = agencies(("安陆市教育局", "安陆市教育局", "", "", "安陆市"))
    cleaned = gik.clean(tables({"issuer": "安陆市教育局", "year": 2017}), agencies=lines)
    assert cleaned.reports.loc[0, ["region_code", "level"]].tolist() == ["420982", "county"]


def test_a_region_that_bore_another_name_in_that_year_has_no_code():
    lines = agencies(("教育局", "崇明教育局", "", "", "崇明县"))
    read = tables(*({"issuer": "教育局", "year": year} for year in (2015, 2016)))
    cleaned = gik.clean(read, agencies=lines)
    assert cleaned.reports[["region", "region_code"]].values.tolist() == [["崇明县", "310230"], ["崇明县", ""]]


def test_what_the_report_proves_stands_and_the_difference_is_told():
    read = tables({"issuer": "云溪市发改委", "year": 2017, "region": "青禾县"})
    cleaned = gik.clean(read, agencies=LINES, sources=sources(("0.txt", "", "", "云溪市民政局", "2018")))
    assert cleaned.reports.loc[0, ["agency", "region", "year"]].tolist() == ["云溪市发展和改革委员会", "青禾县", 2017]
    assert cleaned.findings["message"].tolist() == [
        "报告所示年度为2017，来源表写作2018，两处不一致，请核实。",
        "报告所示机关为云溪市发展和改革委员会，来源表写作云溪市民政局，两处不一致，请核实。",
        "报告所示行政区划为青禾县，机关名录写作云溪市，两处不一致，请核实。",
    ]


def test_sources_fill_what_the_text_leaves_open():
    origin = ("0.txt", "https://example.org/a", "2024-03-01", "云溪市发展和改革委员会", "2016")
    cleaned = gik.clean(tables({}), agencies=LINES, sources=sources(origin))
    columns = ["agency", "url", "retrieved", "year", "year_basis", "region", "superior"]
    assert cleaned.reports.loc[0, columns].tolist() == [
        "云溪市发展和改革委员会", "https://example.org/a", "2024-03-01", 2016, "source", "云溪市", "云溪市人民政府",
    ]  # fmt: skip
    assert cleaned.findings.empty and cleaned.reports["year"].dtype == "Int64"


def test_a_source_that_contradicts_the_printed_name_is_told_with_a_list_and_without():
    read = tables(
        {"issuer": "云溪市财政局", "year": 2017, "url": "https://a.example/1"},
        {"issuer": "市财政局", "year": 2017},
        {"issuer": "云溪市财政局", "year": 2017},
    )
    unnamed = frame("findings", [{"report": "r1", "rule": "issuer.unknown"}])
    read = replace(read, findings=unnamed)
    origin = sources(
        ("0.txt", "https://b.example/1", "", "云溪市发改委", ""),
        ("1.txt", "https://b.example/2", "", "云溪市财政局", ""),
        ("2.txt", "", "", "云溪市财政局", ""),
    )
    url = ["r0", "note", "报告所示网址为https://a.example/1，来源表写作https://b.example/1，两处不一致，请核实。"]
    for lists, told in (({}, "云溪市发改委"), ({"agencies": LINES}, "云溪市发展和改革委员会")):
        cleaned = gik.clean(read, **lists, sources=origin)
        agency = ["r0", "warning", f"报告所示机关为云溪市财政局，来源表写作{told}，两处不一致，请核实。"]
        found = cleaned.findings.query("rule != 'issuer.unknown'")[["report", "severity", "message"]]
        assert found.values.tolist() == [url, agency]
        assert cleaned.reports["agency"].tolist() == [told, "云溪市财政局", "云溪市财政局"]
        assert cleaned.reports["url"].tolist() == ["https://a.example/1", "https://b.example/2", ""]
        assert gik.clean(cleaned, **lists, sources=origin).findings.equals(cleaned.findings)


def test_a_line_of_the_sources_without_a_file_is_told():
    cleaned = gik.clean(tables({}), sources=sources(("0.text", "", "", "云溪市教育局", "2016")))
    assert cleaned.findings[["report", "rule", "severity", "message"]].values.tolist() == [
        ["", "source.unmatched", "warning", "来源表中的“0.text”不在所读的文件里，这一行没有用上，请核对路径。"]
    ]
    assert gik.check(cleaned)["rule"].tolist() == ["source.unmatched"]


def test_a_source_tells_which_of_two_agencies_a_name_means():
    lines = agencies(("市教育局", "云溪市教育局", "", "", "云溪市"), ("市教育局", "石门市教育局", "", "", "石门市"))
    read = tables({"issuer": "市教育局", "year": 2019})
    cleaned = gik.clean(read, agencies=lines, sources=sources(("0.txt", "", "", "石门市教育局", "")))
    assert (cleaned.reports["agency"].tolist(), len(cleaned.findings)) == (["石门市教育局"], 0)


def test_a_report_dated_by_its_source_is_checked_against_the_form_of_that_year():
    read = tables({"form": "stat2014", "title": "年度报告"}, {"form": "stat2014", "year": 2016})
    dated = gik.clean(read, sources=sources(("0.txt", "", "", "", "2022"), ("1.txt", "", "", "", "2016")))
    assert dated.findings[["report", "rule"]].values.tolist() == [["r0", "form.unexpected"]]
    assert gik.clean(dated).findings.equals(dated.findings)


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ({"agencies": pd.DataFrame({"name": ["a"]})}, "机关名录缺少agency"),
        ({"agencies": agencies(("a", "b", "", "", "", "", "去年"))}, "“from”列应为四位年份"),
        ({"agencies": agencies(("a", "b", "", "", "", "", "2020", "2015"))}, "a 的起始年（from）晚于终止年（until）"),
        ({"sources": sources(("0.txt", "", "", "a", ""), ("0.txt", "", "", "b", ""))}, "0.txt 不止一行"),
        ({"agencies": agencies(("a", "", "", "a"))}, "a 的上级（superior）是它自己"),
        (
            {"agencies": agencies(("a", "", "", "b", "", "", "", "2019"), ("a", "", "", "c", "", "", "2019"))},
            "a：2019年起上级既写“b”又写“c”",
        ),
        (
            {"agencies": agencies(("甲", "a", "", "", "东区"), ("a", "", "", "", "西区"))},
            "a：行政区划既写“东区”又写“西区”",
        ),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(lists, said):
    with pytest.raises(GikError, match=said):
        gik.clean(tables({}), **lists)


def test_a_superior_may_change_from_one_year_to_the_next():
    moved = agencies(("a", "", "", "b", "", "", "", "2018"), ("a", "", "", "c", "", "", "2019"))
    made = tables({"issuer": "a", "year": 2018}, {"issuer": "a", "year": 2019}, {"issuer": "a", "year": 2020})
    assert gik.clean(made, agencies=moved).reports["superior"].tolist() == ["b", "c", "c"]


def test_names_that_resemble_each_other_are_proposed_together_and_none_is_merged():
    read = tables(
        *({"issuer": "云溪市发展和改革委员会", "year": year} for year in (2018, 2019, 2020)),
        {"issuer": "云溪市财政局", "year": 2017},
        {"issuer": "云溪市发改委", "year": 2016},
        {"issuer": "云溪市发改委", "year": 2017},
        {"issuer": "云溪市发展改革局", "year": 2019},
        {"issuer": "青禾县发改委", "year": 2017},
        {"issuer": "", "year": 2017},
    )
    proposed = gik.propose_agencies(read)
    assert proposed.columns.tolist() == [*AGENCIES, "similar", "years", "reports"]
    assert proposed[["name", "similar", "years", "reports"]].values.tolist() == [
        ["云溪市发展和改革委员会", "", "2018—2020", 3],
        ["云溪市发改委", "云溪市发展和改革委员会", "2016—2017", 2],
        ["云溪市发展改革局", "", "2019", 1],
        ["云溪市财政局", "", "2017", 1],
        ["青禾县发改委", "", "2017", 1],
    ]
    assert proposed["agency"].equals(proposed["name"])
    assert gik.clean(read, agencies=proposed).reports["agency"].tolist() == read.reports["issuer"].tolist()


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("云溪市", "云溪市人民政府", True),
        ("云溪市教育局", "云溪市教育体育局", True),
        ("云溪市教育局", "云溪市教育委员会", True),
        ("云溪市水利局", "云溪市水务局", False),
        ("云溪市民政局", "云溪市财政局", False),
        ("云溪市教育局", "青禾县教育局", False),
    ],
)
def test_resemblance(first, second, alike):
    assert (resemblance(first, second) >= 0.75) is alike
