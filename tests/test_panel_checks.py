"""What several reports show together: years that go on, sums that hold, days that are kept, pages left alone."""

from dataclasses import replace

import pandas as pd
import pytest

import gik
from gik.forms import load_forms
from gik.frames import Tables, frame
from gik.panel_checks import with_all_findings

PEOPLE = ("natural_person", "enterprise", "research", "charity", "legal_service", "other", "total")


def report(code, issuer, year, form="art2021", **facts):
    about = {"report": code, "file": f"{code}.txt", "format": "txt", "issuer": issuer, "year": year, "form": form}
    return {**about, "status": "ok", **facts}


def cells(code, form, table, **rows):
    return [
        {
            "report": code, "form": form, "table": table, "row": row, "column": column, "text": str(value),
            "value": value, "state": "blank" if value is None else "number", "place": f"{row}@{column}",
        }
        for row, columns in rows.items()
        for column, value in columns.items()
    ]  # fmt: skip


def tables(reports, cell_records=(), texts=()):
    records = {"reports": reports, "cells": cell_records, "texts": texts}
    names = ("reports", "texts", "sections", "cells", "figures", "findings")
    return Tables(**{name: frame(name, records.get(name, ())) for name in names})


def found(read, *columns):
    return gik.check(read)[
        list(columns or ("report", "other", "rule", "severity", "place", "expected", "found"))
    ].values.tolist()


def carried(code, form, **rows):
    return cells(
        code, form, "requests", **{row: dict(zip(PEOPLE, values, strict=True)) for row, values in rows.items()}
    )


def test_what_is_carried_out_is_carried_in_in_every_column():
    reports = [report("a", "云溪市教育局", 2020, "art2019"), report("b", "云溪市教育局", 2021)]
    out, new = carried("a", "art2019", carried_out=range(7)), carried("b", "art2021", carried_in=range(1, 8))
    assert found(tables(reports, out + new)) == [
        ["b", "a", "year.carry", "error", f"carried_in@{column}", n, n + 1.0] for n, column in enumerate(PEOPLE)
    ]
    assert gik.check(tables(reports, out + new))["message"][6] == (
        "“收到和处理政府信息公开申请情况”表“总计”一列：2020年度报告的“结转下年度继续办理”为6件，"
        "本报告的“上年结转政府信息公开申请数量”为7件，相差1件，请核实。"
    )


@pytest.mark.parametrize(
    "other",
    [
        report("b", "云溪市水务局", 2021),
        report("b", "云溪市教育局", 2022),
        report("b", "云溪市教育局", 2021, region_code="420982"),
        report("b", "云溪市教委", 2021),
        report("b", "云溪市教育局", 2021, status="failed"),
    ],
    ids=["body", "gap", "region", "a name that is alike", "failed"],
)
def test_reports_that_do_not_belong_together_are_not_compared(other):
    values = carried("a", "art2021", carried_out=[1] * 7) + carried("b", "art2021", carried_in=[2] * 7)
    assert found(tables([report("a", "云溪市教育局", 2020), other], values)) == []


def test_a_blank_is_not_compared():
    values = carried("a", "art2021", carried_out=[None] * 7) + carried("b", "art2021", carried_in=[2] * 7)
    assert found(tables([report("a", "云溪市教育局", 2021), report("b", "云溪市教育局", 2022)], values)) == []


def test_one_agency_under_two_names_is_compared_once_a_person_has_said_so():
    reports = [report("a", "云溪市教委", 2021), report("b", "云溪市教育局", 2022)]
    values = carried("a", "art2021", carried_out=[1] * 7) + carried("b", "art2021", carried_in=[1] * 6 + [2])
    lines = gik.propose_agencies(tables(reports)).assign(agency="云溪市教育局")
    cleaned = gik.clean(tables(reports, values), agencies=lines)
    assert found(cleaned) == [["b", "a", "year.carry", "error", "carried_in@total", 1.0, 2.0]]


def test_the_chosen_version_is_compared():
    reports = [
        report("a", "云溪市教育局", 2021, published="2022-01-05"),
        report("c", "云溪市教育局", 2021, published="2022-01-09"),
        report("b", "云溪市教育局", 2022),
    ]
    values = [*carried("a", "art2021", carried_out=[2] * 7), *carried("c", "art2021", carried_out=[1] * 7)]
    values += carried("b", "art2021", carried_in=[1] * 7)
    assert {row[2] for row in found(tables(reports, values))} == {"file.duplicate"}


def test_items_and_numbers_in_force_go_on():
    reports = [report(f"{n}", "云溪市教育局", 2019 + n, "art2019" if n < 2 else "art2021") for n in range(4)]
    values = [
        *cells("0", "art2019", "art20", licensing={"items_last_year": 10, "change": -3}),
        *cells("1", "art2019", "art20", licensing={"items_last_year": 8, "change": 0}),
        *cells("2", "art2021", "art20", normative={"made": 2, "repealed": 0, "in_force": 9}),
        *cells("3", "art2021", "art20", normative={"made": 3, "repealed": 1, "in_force": 12}),
    ]
    assert found(tables(reports, values)) == [
        ["1", "0", "year.items", "error", "licensing@items_last_year", 7.0, 8.0],
        ["3", "2", "year.in_force", "warning", "normative@in_force", 11.0, 12.0],
    ]


def test_a_gap_between_years_is_told_with_both_prints_whichever_is_greater():
    reports = [report("a", "云溪市教育局", 2021), report("b", "云溪市教育局", 2022)]
    values = [
        *cells("a", "art2021", "requests", carried_out={"total": 5}),
        *cells("b", "art2021", "requests", carried_in={"total": 3}),
        *cells("a", "art2021", "art20", normative={"in_force": 5}),
        *cells("b", "art2021", "art20", normative={"made": 1, "repealed": 2, "in_force": 3}),
    ]
    checked = gik.check(tables(reports, values))
    assert checked[["rule", "evidence", "difference"]].values.tolist() == [
        ["year.carry", "3／a.txt", -2.0],
        ["year.in_force", "3／a.txt", -1.0],
    ]
    assert ["相差2件" in checked["message"][0], "相差1件" in checked["message"][1]] == [True, True]


def agencies(*members):
    lines = [{"name": "云溪市", "agency": "云溪市人民政府"}]
    lines += [{"name": name, "agency": name, "superior": "云溪市人民政府"} for name in members]
    columns = ["name", "agency", "level", "superior", "region", "region_code", "from", "until"]
    return pd.DataFrame(lines, columns=columns)


def dispute(code, *values):
    return cells(code, "art2021", "disputes", review=dict(zip(("upheld", "corrected", "other"), values, strict=True)))


CITY = [report("c", "云溪市", 2022), report("a", "云溪市教育局", 2022), report("b", "云溪市水务局", 2022)]


def test_a_consolidated_report_is_the_sum_of_its_declared_members():
    values = [*dispute("c", 5, 4, 3), *dispute("a", 2, 3, None), *dispute("b", 3, 4, 4)]
    checked = gik.check(gik.clean(tables(CITY, values), agencies=agencies("云溪市教育局", "云溪市水务局")))
    assert checked[["report", "rule", "severity", "place", "expected", "found", "message"]].values.tolist() == [
        ["c", "rollup.total", "error", "review@corrected", 7.0, 4.0,
         "“行政复议｜结果纠正”：2个机关合计7件，汇总报告为4件，相差3件，请核实。"],
        ["c", "rollup.total", "error", "review@other", 4.0, 3.0,
         "“行政复议｜其他结果”：2个机关中已填数字的合计已有4件，汇总报告为3件，少1件，请核实。"],
    ]  # fmt: skip
    assert checked["evidence"].tolist() == ["云溪市教育局 3；云溪市水务局 4", "云溪市教育局 （未填）；云溪市水务局 4"]


def test_a_missing_member_is_named_and_no_error_is_claimed():
    values = [*dispute("c", 9, 9, 9), *dispute("a", 1, 1, 1), *dispute("b", 1, 1, 1)]
    listed = agencies("云溪市教育局", "云溪市水务局", "云溪市民政局")
    checked = gik.check(gik.clean(tables(CITY, values), agencies=listed))
    assert checked[["report", "severity", "message"]].values.tolist() == [
        ["c", "note", "应汇总3个机关，缺云溪市民政局的报告，只核对汇总数是否少于已报各机关之和，请补齐报告后再核对。"]
    ]


def test_a_sum_that_is_too_small_even_without_the_missing_member_is_told():
    values = [*dispute("c", 1, 2, 9), *dispute("a", 1, 1, 1), *dispute("b", 1, 1, 1)]
    listed = agencies("云溪市教育局", "云溪市水务局", "云溪市民政局")
    checked = gik.check(gik.clean(tables(CITY, values), agencies=listed))
    assert checked[["severity", "place", "message"]].values.tolist() == [
        ["note", "", "应汇总3个机关，缺云溪市民政局的报告，只核对汇总数是否少于已报各机关之和，请补齐报告后再核对。"],
        ["error", "review@upheld",
         "“行政复议｜结果维持”：3个机关中已填数字的合计已有2件，汇总报告为1件，少1件，请核实。"],
    ]  # fmt: skip


def many(code, base, **changed):
    keys = [(row.code, column) for row in load_forms()["art2021"].table("requests").rows for column in row.columns]
    rows = {}
    for n, (row, column) in enumerate(keys[:60]):
        rows.setdefault(row, {})[column] = base * (n + 1)
    values = cells(code, "art2021", "requests", **rows)
    return [dict(cell, value=changed.get(cell["place"], cell["value"])) for cell in values]


def test_without_a_list_only_numbers_prove_a_sum():
    parts = [*many("a", 2), *many("b", 3)]
    wrong = many("c", 5, **{"new@total": 1})
    evident = tables(CITY, [*wrong, *parts])
    assert [(*row[:1], *row[2:]) for row in found(evident)] == [("c", "rollup.total", "error", "new@total", 35.0, 1.0)]
    assert found(tables(CITY, [*many("c", 6), *parts])) == []
    elsewhere = evident.reports.assign(file=["云溪/c.txt", "a.txt", "b.txt"])
    assert found(replace(evident, reports=elsewhere)) == []


@pytest.mark.parametrize(
    ("issuer", "year", "published", "late"),
    [
        ("云溪市教育局", 2020, "2021-02-01", 1),
        ("云溪市教育局", 2020, "2021-01-31", None),
        ("云溪市教育局", 2018, "2019-03-31", None),
        ("云溪市教育局", 2018, "2019-04-02", 2),
        ("云溪市教育局", 2019, "2020-02-01", 1),
        ("云溪市人民政府", 2020, "2021-03-31", None),
        ("云溪市人民政府办公室", 2020, "2021-03-31", None),
        ("云溪市", 2020, "2021-04-01", 1),
        ("云溪市卫生健康委员会", 2020, "2021-03-31", 59),
        ("云溪高新区管理委员会", 2020, "2021-03-31", None),
        ("", 2020, "2021-03-31", None),
        ("云溪大学", 2020, "2021-10-31", None),
        ("云溪市教育局", None, "2021-10-31", None),
        ("云溪市教育局", 2020, "", None),
    ],
)
def test_reports_are_due_on_the_day_that_the_regulation_sets(issuer, year, published, late):
    checked = gik.check(tables([report("a", issuer, year, published=published)]))
    assert checked["rule"].tolist() == (["published.late"] if late else [])
    assert not late or f"晚{late}天" in checked["message"][0]


def test_the_settled_agency_says_when_a_report_is_due_and_reports_by_nobody_are_each_told():
    university = report("a", "云溪市教委", 2020, published="2021-03-01", agency="云溪大学")
    nobody = [report(code, "", 2020, published=f"2021-04-0{day}") for code, day in (("b", 1), ("c", 2))]
    assert found(tables([university, *nobody]), "report", "rule", "evidence") == [
        ["b", "published.late", "2021-04-01"],
        ["c", "published.late", "2021-04-02"],
    ]


def test_a_file_that_is_there_twice_is_told_once_where_its_report_stands_first():
    """Its texts and cells are kept once, its row in reports as often as it is there."""
    late = [
        report(code, f"云溪市{name}局", 2020, published="2021-04-01") for code, name in (("b", "教育"), ("a", "水务"))
    ]
    read = tables([*late, {**late[0], "file": "b 副本.txt"}], texts=[{"report": "b", "text": "时时彩"}])
    assert found(read, "report", "rule", "place") == [
        ["b", "published.late", ""],
        ["b", "text.tampered", "line 1"],
        ["a", "published.late", ""],
    ]


def test_of_several_versions_the_first_day_counts():
    reports = [
        report(code, "云溪市教育局", 2020, published=day) for code, day in (("a", "2021-01-20"), ("b", "2021-05-20"))
    ]
    assert "published.late" not in set(gik.check(tables(reports))["rule"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("一、概述\n通过bet365是哪个国家的公开信息。", ["bet365是哪个国家的公开信息"]),
        ("体彩网公安局2016年政府信息公开年度报告", ["体彩网"]),
        ("本局百家乐网站公开信息30条，百家乐。", ["百家乐"]),
        ("开展打击网络赌博专项行动，查处六合彩案件3起。", []),
        ("体育彩票公益金使用情况公开12条，福利彩票销售情况公开3条。", []),
        ("金沙线上办事大厅、开元体育馆开放信息和永利娱乐场所检查结果。", []),
    ],
)
def test_planted_words_are_told(text, words):
    checked = gik.check(tables([report("a", "云溪市公安局", 2016, "none")], texts=[{"report": "a", "text": text}]))
    assert [message.split("”")[0].split("“")[1] for message in checked["message"]] == words
    assert set(checked["rule"]) <= {"text.tampered"}
    assert checked["place"].tolist() == ["line 2" if "\n" in text else "line 1"] * len(words)


def test_words_at_the_beginning_are_told_with_all_that_stands_before_them():
    read = tables([report("a", "", 2016, "none")], texts=[{"report": "a", "text": "本局时时彩"}])
    assert found(read, "evidence") == [["本局时时彩"]]


def test_words_are_told_where_they_stand_and_with_what_stands_around_them():
    """A name of a page says what it is whatever stands around it; a game doesn't where it is fought."""
    text = (
        "一、概述\n开展打击赌博行动，另见bet365官网。\n查处六合彩案件3起。"
        + "其他工作如下，" * 5
        + "百家乐网站，百家乐。\n 通过w88优德公开"
    )
    assert [
        gik.check(tables([report("a", "", 2016, "none", format=kind)], texts=[{"report": "a", "text": text}]))[
            ["place", "evidence"]
        ].values.tolist()
        for kind in ("txt", "html")
    ] == [
        [
            ["line 2", "开展打击赌博行动，另见bet365官网。"],
            ["line 3", "下，其他工作如下，其他工作如下，其他工作如下，其他工作如下，百家乐网站，百家乐。"],
            ["line 4", "通过w88优德公开"],
        ],
        [
            ["text 16-24", "开展打击赌博行动，另见bet365官网。"],
            ["text 71-74", "下，其他工作如下，其他工作如下，其他工作如下，其他工作如下，百家乐网站，百家乐。"],
            ["text 85-90", "通过w88优德公开"],
        ],
    ]


PLANTED = """
BET365 188体育投注网 bwin w88优德 澳门葡京娱乐场 威尼斯人线上娱乐 新葡京赌场 亚博体育 开元棋牌 体彩网 购彩大厅 时时彩
pk10 百家乐平台 真人视讯 博彩公司 六合彩资料 双色球预测 大乐透走势图 老虎机 网上投注 赌球
"""


@pytest.mark.parametrize("words", PLANTED.split())
def test_every_kind_of_planted_word_is_known(words):
    read = tables(
        [report("a", "云溪市公安局", 2016, "none")], texts=[{"report": "a", "text": f"本局通过{words}公开。"}]
    )
    assert gik.check(read)["rule"].tolist() == ["text.tampered"]


def test_checking_twice_gives_the_same():
    values = [*dispute("c", 5, 4, 3), *dispute("a", 2, 3, None), *dispute("b", 3, 4, 4)]
    once = gik.clean(tables(CITY, values), agencies=agencies("云溪市教育局", "云溪市水务局"))
    checked = gik.check(once)
    assert len(checked) and gik.check(replace(once, findings=checked)).equals(checked)


def test_what_a_workbook_is_written_of_is_checked_once():
    read = tables([report("a", "云溪市教育局", 2020, published="2021-04-01")])
    checked = with_all_findings(read)
    assert checked.findings["rule"].tolist() == ["published.late"]
    assert with_all_findings(checked) is checked
