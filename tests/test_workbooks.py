"""The workbook: complete, recognisable, and the same for the same tables."""

import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import datetime

import openpyxl
import pandas as pd
import pytest

from gik.cleaning import clean
from gik.errors import GikError
from gik.forms import load_forms
from gik.frames import Tables, frame
from gik.panel_checks import check
from gik.stamp import stamp
from gik.workbooks import write_workbook
from gik.workbooks.layout import layout

MADE = datetime(2025, 3, 1, 9, 0)


def cell(form, table, row, column, text, state, **others):
    facts = {"report": "r1", "form": form, "table": table, "row": row, "column": column, "label": "", "text": text}
    return {**facts, "state": state, "value": float(text) if state == "number" else None, **others}


def tables(cells=(), findings=(), reports=(), figures=()):
    own = {
        "report": "r1",
        "file": "a/b.html",
        "title": "青禾县水务局2021年政府信息公开工作年度报告",
        "issuer": "青禾县水务局",
    }
    every = [{**own, "year": 2021, "form": "art2021", "status": "ok"}, *reports]
    rows = {"reports": every, "cells": cells, "findings": findings, "figures": figures}
    return Tables(**{name: frame(name, rows.get(name, ())) for name in Tables.__dataclass_fields__})


def full(form):
    """Give every cell of a form, numbered in the form's order."""
    every = [
        (t.code, r.code, c, u) for t in form.tables for r in t.rows for c, u in zip(r.columns, r.units, strict=True)
    ]
    return [cell(form.code, t, r, c, str(n), "number", unit=u) for n, (t, r, c, u) in enumerate(every, start=1)]


@pytest.fixture
def opened(tmp_path):
    def opened(made, **options):
        return openpyxl.load_workbook(write_workbook(made, tmp_path / "out.xlsx", made=MADE, **options))

    return opened


def dump(sheet):
    return [[c.value for c in row if c.value is not None] for row in sheet.iter_rows()]


SHEETS = ["封面", "目录", "说明", "2021年格式", "汇总（2021年格式）", "应报未报及未填清单", "核对问题清单", "趋势"]
LISTS = ["报告清单", "数据", "正文数字", "数据字典", "修订记录"]


def test_the_sheets_and_their_contents(opened):
    book = opened(tables(full(load_forms()["art2021"]), figures=[{"report": "r1", "text": "12"}]))
    assert book.sheetnames == [*SHEETS, *LISTS]
    assert [row[0] for row in dump(book["目录"])[2:]] == book.sheetnames[2:]
    links = [row[0].hyperlink.location for row in book["目录"].iter_rows(min_row=3)]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[2:]]


@pytest.mark.parametrize(
    ("lang", "names", "footer"),
    [
        ("en", ["Cover", "Contents", "Notes", "2021年格式", "Totals (2021年格式)"], "Page &P of &N"),
        ("both", ["封面 Cover", "目录 Contents", "说明 Notes", "2021年格式"], "第 &P 页 共 &N 页 Page &P of &N"),
    ],
)
def test_languages_name_the_sheets_and_leave_the_printed_form_as_it_is(opened, lang, names, footer):
    book = opened(tables(full(load_forms()["art2021"])), lang=lang)
    assert book.sheetnames[: len(names)] == names
    assert {sheet.oddFooter.center.text for sheet in book} == {footer}
    assert ["主动公开政府信息情况"] in dump(book["2021年格式"])


def test_another_language_is_refused(opened):
    with pytest.raises(GikError, match="zh、en、both"):
        opened(tables(), lang="fr")


def test_the_cover_counts_what_was_read_and_what_was_not(opened):
    failed = {"report": "r2", "file": "空.txt", "status": "failed", "form": "none", "reason": "文件为空"}
    findings = [{"report": "r2", "rule": "file.failed", "severity": "error"}]
    book = opened(tables(reports=[failed], findings=findings), scope="云溪市")
    assert dump(book["封面"])[1:] == [
        ["政府信息公开工作年度报告统计汇编"],
        [],
        ["范围", "云溪市"],
        ["报告年度", "2021年"],
        ["收到文件", "2份：读入1份，部分读入0份，未读入1份"],
        ["所用格式", "2021年格式1份"],
        ["核对问题", "错误1项，提醒0项，备注0项"],
        ["生成时间", "2025-03-01 09:00"],
        ["软件和定义版本", stamp()],
        [],
        ["审核人"],
        ["签发人"],
        ["日期", "　　　　年　　月　　日"],
    ]
    assert dump(book["报告清单"])[2] == [2, "空.txt", "未读入", "文件为空", "无全国统一格式", "r2"]


@pytest.mark.parametrize("code", ["stat2014", "art2019", "art2021"])
def test_a_form_is_laid_out_as_printed_with_every_cell_once(opened, code):
    form = load_forms()[code]
    sheet = opened(tables(full(form)))[form.name]
    numbers = [c.value for row in sheet.iter_rows() for c in row if isinstance(c.value, int)]
    assert sorted(numbers) == list(range(1, len(full(form)) + 1))
    for table in form.tables:
        boxes = layout(form, table.code).boxes
        taken = [
            (r, c) for b in boxes for r in range(b.row, b.row + b.rows) for c in range(b.column, b.column + b.columns)
        ]
        assert sorted(taken) == [(r, c) for r in range(len(layout(form, table.code).heights)) for c in range(15)]


def test_the_table_of_requests_is_the_printed_one(opened):
    sheet = opened(tables(full(load_forms()["art2021"])))["2021年格式"]
    rows = dump(sheet)
    begin = rows.index(["收到和处理政府信息公开申请情况"]) + 1
    assert rows[begin : begin + 7] == [
        ["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "申请人情况"],
        ["自然人", "法人或其他组织", "总计"],
        ["商业\n企业", "科研\n机构", "社会公益组织", "法律服务机构", "其他"],
        ["一、本年新收政府信息公开申请数量", *range(11, 18)],
        ["二、上年结转政府信息公开申请数量", *range(18, 25)],
        ["三、本年度办理结果", "（一）予以公开", *range(25, 32)],
        ["（二）部分公开（区分处理的，只计这一情形，不计其他情形）", *range(32, 39)],
    ]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    top = begin + 1
    assert {f"A{top}:H{top + 2}", f"I{top}:O{top}", f"I{top + 1}:I{top + 2}", f"J{top + 1}:N{top + 1}"} <= merged
    assert f"A{top + 5}:A{top + 26}" in merged, "本年度办理结果 stands beside all its rows"


def test_zero_blank_dash_none_words_unit_and_not_printed_look_different(opened):
    row = "requests", "new"
    cells = [
        cell("art2021", *row, "natural_person", "0", "number", unit="件"),
        cell("art2021", *row, "enterprise", "", "blank", unit="件"),
        cell("art2021", *row, "research", "—", "dash", unit="件"),
        cell("art2021", *row, "charity", "无", "none", unit="件"),
        cell("art2021", *row, "legal_service", "见附件", "text", unit="件"),
        cell("art2021", *row, "other", "3", "number", unit="宗"),
        cell("art2021", *row, "total", "", "absent", unit="件"),
    ]
    book = opened(tables(cells))
    (line,) = [r for r in book["2021年格式"].iter_rows() if str(r[0].value).startswith("一、本年新收")]
    shown = [(c.value, c.font.i, c.fill.fill_type) for c in line[8:]]
    assert shown == [
        (0, False, None),
        (None, False, None),
        ("—", False, None),
        ("无", False, None),
        ("见附件", True, None),
        ("3宗", False, None),
        ("未列", False, "lightUp"),
    ]
    heads = [c.value for c in book["数据"][1]]
    assert [row[heads.index("填写状态")] for row in book["数据"].iter_rows(min_row=2, values_only=True)] == [
        *("数字", "空白", "横线", "无", "其他文字", "数字", "未列")
    ]


def test_rows_of_the_agency_s_own_stand_where_they_stood_and_findings_below_the_signatures(opened):
    cells = [
        cell("stat2014", "stat", "disclosed", "value", "340", "number", unit="条"),
        cell("stat2014", "stat", "", "value", "35", "number", unit="条", label="其他形式", place="line 107"),
        cell("stat2014", "stat", "disclosed.normative", "value", "4", "number", unit="条", place="line 108"),
    ]
    found = {"rule": "bound.channel", "severity": "error", "message": "问题。", "found": 4, "expected": 2}
    findings = [{"report": "r1", **found, "difference": 2, "place": "line 108"}]
    book = opened(tables(cells, findings=findings), source=".")
    printed = dump(book["2014年统计表"])
    at = next(n for n, row in enumerate(printed) if row[-1:] == [340])
    assert printed[at + 1] == ["其他形式", "条", 35]
    assert [row[:1] for row in printed if row and str(row[0]).startswith("单位负责人")] != []
    assert printed[-2:] == [
        ["核对情况（※为所涉单元格）", "填报数", "计算数", "差额"],
        ["【错误】问题。", 4, 2, 2],
    ]
    row = book["核对问题清单"][2]
    assert [c.value for c in row] == [
        *(1, "青禾县水务局", 2021, "错误", "问题。", 4, 2, 2, None, row[9].value, "a/b.html", None, "第108行"),
        "bound.channel",
    ]
    sheet, _, place = row[9].value.partition("!")
    assert (row[9].hyperlink.location, book[sheet][place].value) == (f"'{sheet}'!{place}", 4)
    assert book[sheet][place].number_format == '0"※"'


def test_findings_link_to_the_file_where_it_is(opened, tmp_path, monkeypatch):
    (tmp_path / "raw" / "a").mkdir(parents=True)
    (tmp_path / "raw" / "a" / "b.html").write_text("")
    found = [{"report": "r1", "rule": "year.label", "severity": "note", "message": "问题。"}]
    link = opened(tables(findings=found), source=tmp_path / "raw")["核对问题清单"]["L2"]
    assert (link.value, link.hyperlink.target) == ("打开", (tmp_path / "raw" / "a" / "b.html").as_uri())
    monkeypatch.chdir(tmp_path)
    link = opened(tables(findings=found), source="raw")["核对问题清单"]["L2"]
    assert link.hyperlink.target == "raw/a/b.html", "both can be moved together"
    url = {"report": "r2", "file": "c.html", "url": "https://a.cn/报告", "status": "ok"}
    bad = {"report": "r3", "file": "d.html", "url": "javascript:alert(1)", "status": "ok"}
    links = [row[2].hyperlink for row in opened(tables(reports=[url, bad]))["报告清单"].iter_rows(min_row=2)]
    assert [link and link.target for link in links] == [None, "https://a.cn/%E6%8A%A5%E5%91%8A", None]


def two_years(change=0):
    form, others = load_forms()["art2021"], []
    for year, report in ((2021, "r1"), (2022, "r2"), (2022, "r3")):
        others.append(
            {
                **{"report": report, "file": f"{report}.txt", "title": "报告", "year": year, "form": "art2021"},
                **{"issuer": "乙局" if report == "r3" else "甲局", "status": "ok"},
            }
        )
    cells = [{**c, "report": r["report"]} for r in others for c in full(form)]
    cells[-1] |= {"text": "", "value": None, "state": "blank"}
    cells[0] |= {"text": str(1 + change), "value": 1.0 + change}
    made = tables(cells, reports=others)
    return replace(made, reports=made.reports.iloc[1:].reset_index(drop=True))


def test_totals_say_n_and_what_is_known(opened):
    book = opened(two_years())
    rows = dump(book["汇总（2021年格式）"])
    assert rows[:4] == [
        ["指标", "单位", "2021年", "2022年"],
        ["合计", "依据/应有（份）", "合计", "依据/应有（份）"],
        ["全部　主动公开政府信息情况"],
        ["规章｜本年制发件数", "件", 1, "1/1", 2, "2/2"],
    ]
    assert rows[-1] == ["复议后起诉｜总计", "件", 200, "1/1", "已知200", "1/2"]
    assert dump(book["应报未报及未填清单"])[1] == [1, "全部", 2022, "乙局", "已报，1格未填数字", "该机关的报告"]


def test_a_report_is_not_taken_for_missing_that_names_nobody_or_holds_no_table(opened):
    nobody = {"report": "r2", "file": "b.xlsx", "year": 2021, "form": "art2021", "status": "ok"}
    prose = {"report": "r3", "file": "c.txt", "issuer": "丙局", "year": 2021, "form": "none", "status": "ok"}
    blank = cell("art2021", "requests", "new", "total", "", "blank", report="r2")
    book = opened(tables([*full(load_forms()["art2021"]), blank], reports=[nobody, prose]))
    count = len(list(load_forms()["art2021"].cells()))
    assert dump(book["应报未报及未填清单"])[1:] == [
        [1, "全部", 2021, "b.xlsx", f"已报，{count}格未填数字", "该机关的报告"],
        [2, "全部", 2021, "丙局", "已报，没有全国统一格式的表格", "该机关的报告"],
    ]


def test_english_sums_agencies_and_trends_have_english_words(opened):
    book = opened(two_years(), lang="en", agencies=["甲局"])
    assert dump(book["Totals (2021年格式)"])[2:4] == [
        ["All　Proactive disclosure"],
        ["Government rules | Made this year", "cases", 1, "1/1", 2, "2/2"],
    ]
    assert dump(book["甲局"])[3:5] == [["Proactive disclosure"], ["Government rules | Made this year", "cases", 1, 1]]
    assert "known 12" in [row[0] for row in dump(book["Notes"]) if row]
    notes = [row[1] for row in dump(book["Notes"]) if row and row[0] == "Items disclosed proactively"]
    assert notes == ["until 2018 only: not on the form from 2019"]
    shown = [row[0] for row in dump(book["Trends"]) if row and isinstance(row[0], str)]
    assert [text for text in shown if "甲" not in text and "乙" not in text and not text.isascii()] == [
        text for text in shown if "×" in text or "“Data”" in text
    ]


def test_totals_and_trends_say_which_of_them_rest_on_a_correction(opened):
    places = {"art20/rules@made": "1", "requests/new@total": "17"}
    lines = [
        {"report": "r1", "place": at, "found": text, "use": "7", "reason": "机关来函"} for at, text in places.items()
    ]
    book = opened(clean(two_years(), corrections=pd.DataFrame(lines)))
    (made,) = [row for row in dump(book["汇总（2021年格式）"]) if row and row[0] == "规章｜本年制发件数"]
    assert made == ["规章｜本年制发件数", "件", 7, "1/1（更正1）", 2, "2/2"]
    noted = [row[0] for row in dump(book["趋势"]) if row and "更正数" in str(row[0])]
    assert "其中1格采用更正数：甲局 2021年" in noted and all("采用更正数" in note for note in noted)


def test_totals_and_notes_state_the_policy_for_blanks(opened):
    old = {"report": "r0", "file": "r0.txt", "year": 2016, "form": "stat2014", "issuer": "甲局", "status": "ok"}
    made = two_years()
    cells = pd.concat([made.cells, frame("cells", [{**c, "report": "r0"} for c in full(load_forms()["stat2014"])])])
    both = replace(made, reports=pd.concat([made.reports, frame("reports", [old])]), cells=cells)
    book = opened(clean(both, blanks="section"))
    assert dump(book["汇总（2021年格式）"])[-1] == ["复议后起诉｜总计", "件", 200, "1/1", 200, "2/2（按0计1）"]
    (policy,) = [row[0] for row in dump(book["说明"]) if row and str(row[0]).startswith("三、")]
    assert "采用依据”为section" in policy
    heads = [c.value for c in book["数据"][1]]
    bases = [row[heads.index("采用依据")] for row in book["数据"].iter_rows(min_row=2, values_only=True)]
    assert [basis for basis in bases if basis] == ["section"]


def test_an_agency_s_sheet_has_its_years_side_by_side(opened):
    book = opened(two_years(), agencies=["甲局"])
    rows = dump(book["甲局"])
    assert rows[2:5] == [
        ["指标", "单位", "2021年", "2022年"],
        ["主动公开政府信息情况"],
        ["规章｜本年制发件数", "件", 1, 1],
    ]
    with pytest.raises(GikError, match="没有丙局的报告"):
        opened(two_years(), agencies=["丙局"])


def test_an_agency_s_sheet_shows_rows_of_its_own_and_names_what_has_no_column(opened):
    made = two_years()
    own = [
        cell("art2021", "requests", "", "total", "3", "number", label="9.内部名册", unit="件", report="r2"),
        cell("art2021", "requests", "unheard", "total", "4", "number", label="新的一项", unit="件", report="r1"),
        cell("art2021", "other", "", "", "见附件", "text", label="上年数", report="r1"),
        cell("art2021", "other", "", "", "6", "number", label="上年数", report="r1"),
    ]
    others = [
        {"report": "r7", "file": "无年度.txt", "issuer": "甲局", "form": "art2021", "status": "ok"},
        {"report": "r8", "file": "坏.pdf", "issuer": "甲局", "form": "none", "status": "failed", "year": 2020},
        {"report": "r9", "file": "无表.txt", "issuer": "甲局", "form": "none", "status": "ok", "year": 2019},
    ]
    found = [{"report": "r7", "severity": "note", "message": "未写明年度。"}]
    cells = pd.concat([made.cells, frame("cells", own)], ignore_index=True)
    reports = pd.concat([made.reports, frame("reports", others)], ignore_index=True)
    every = replace(made, cells=cells, reports=reports, findings=frame("findings", found))
    rows = dump(opened(every, agencies=["甲局"])["甲局"])
    end = rows.index(["【备注】未写明年度。"]) + 1  # jumps between the two years stand below
    assert rows[end - 10 : end] == [
        ["自设项"],
        ["9.内部名册｜总计", "件", "未列", 3],
        ["新的一项｜总计", "件", 4, "未列"],
        ["上年数", "见附件", "未列"],
        ["上年数", 6, "未列"],
        [],
        ["未列入上表的报告：无年度.txt（未写明年度）"],
        ["未列入上表的报告：坏.pdf（未读入）"],
        ["未列入上表的报告：无表.txt（没有全国统一格式的表格）"],
        ["【备注】未写明年度。"],
    ]


def test_a_heading_in_both_languages_has_two_lines_on_an_agency_s_sheet(opened):
    sheet = opened(two_years(), lang="both", agencies=["甲局"])["甲局"]
    (row,) = [row for row in range(1, sheet.max_row) if str(sheet.cell(row, 1).value).startswith("收到和处理")]
    assert sheet.row_dimensions[row].height > 2 * 13


def test_trends_are_native_charts_with_gaps_titles_and_axes(opened):
    sheet = opened(two_years())["趋势"]
    assert dump(sheet)[:4] == [["收到（新收）申请"], ["单位：件"], ["机关", "2021", "2022"], ["甲局", 17, 17]]
    at = next(c for row in sheet.iter_rows(max_col=1) for c in row if c.value == "公开率（予以公开占办理结果）")
    assert (sheet.cell(at.row + 3, 2).number_format, sheet._charts[-1].y_axis.numFmt.formatCode) == ("0.0%", "0%")
    chart = sheet._charts[0]
    assert (chart.display_blanks, chart.x_axis.delete, chart.y_axis.delete) == ("gap", False, False)
    assert {line.smooth for line in chart.series} == {False}
    titles = [part.tx.rich.p[0].r[0].t for part in (chart.title, chart.x_axis.title, chart.y_axis.title)]
    assert titles == ["收到（新收）申请（件）", "报告年度", "单位：件"]
    assert chart.series[0].val.numRef.f == "'趋势'!$B$4:$C$4"


def test_the_scale_of_a_rate_ends_at_100_per_cent_unless_one_is_above(opened):
    made = two_years()
    granted = (made.cells["row"] == "granted") & (made.cells["column"] == "total")
    whole = made.cells.loc[made.cells["row"].eq("outcomes") & made.cells["column"].eq("total"), "value"].iloc[0]
    made = replace(made, cells=made.cells.assign(value=made.cells["value"].mask(granted, whole)))
    charts = {chart.title.tx.rich.p[0].r[0].t: chart.y_axis.scaling.max for chart in opened(made)["趋势"]._charts}
    assert charts["公开率（予以公开占办理结果）（%）"] == 1
    assert charts["不予公开率（%）"] is None
    assert charts["收到（新收）申请（件）"] is None


def test_a_series_that_none_of_the_drawn_agencies_has_gets_no_page(opened):
    """Six agencies report on two forms, a seventh on the later one alone, of which more is known."""
    later, earlier = load_forms()["art2021"], load_forms()["stat2014"]
    reports, cells = [], []
    for agency in range(7):
        for year in (2015, 2016, 2017) if agency < 6 else (2021, 2022):
            form = later if agency == 6 else earlier
            report = f"{agency}-{year}"
            about = {"report": report, "file": f"{report}.txt", "issuer": f"{'甲乙丙丁戊己庚'[agency]}局", "year": year}
            reports.append({**about, "form": form.code, "status": "ok"})
            cells += [{**c, "report": report} for c in full(form)]
    made = tables(cells, reports=reports)
    sheet = opened(replace(made, reports=made.reports.iloc[1:].reset_index(drop=True)))["趋势"]
    shown = {row[0] for row in dump(sheet) if row}
    assert "收到（新收）申请" in shown and not any("自然人" in str(words) for words in shown)
    assert len(sheet._charts) == sum(row[:1] == ["机关"] for row in dump(sheet))


def test_an_agency_with_two_years_is_drawn_before_those_with_more_numbers_of_one(opened):
    form = load_forms()["art2021"]
    reports, cells = [], []
    for agency in range(7):
        for year in (2021, 2022) if agency == 6 else (2022,):
            report = f"{agency}-{year}"
            about = {"report": report, "file": f"{report}.txt", "issuer": f"{'甲乙丙丁戊己庚'[agency]}局", "year": year}
            reports.append({**about, "form": form.code, "status": "ok"})
            cells += [{**c, "report": report} for c in full(form) if agency < 6 or c["row"] == "new"]
    made = tables(cells, reports=reports)
    sheet = opened(replace(made, reports=made.reports.iloc[1:].reset_index(drop=True)))["趋势"]
    assert "庚局" in {row[0] for row in dump(sheet) if row} and sheet._charts


def test_revisions_say_what_changed_and_why(opened, tmp_path):
    opened(two_years(), scope="甲")
    book = opened(two_years(change=4), scope="甲")
    reading = "源文件未变，读取程序不同（"
    (line,) = dump(book["修订记录"])[1:]
    assert line[:-1] == [1, "2025-03-01 09:00", "甲局", 2021, "2021年格式", "规章｜本年制发件数", "1", "5"]
    assert line[-1].startswith(reading)
    again = opened(two_years(change=4), scope="甲")
    assert dump(again["修订记录"]) == dump(book["修订记录"]), "nothing new, and the record goes on"
    assert dump(opened(two_years(), scope="乙")["修订记录"])[1:] == [], "another scope is not compared"


def test_revisions_give_corrections_and_reports_that_came_or_went(tmp_path):
    before = write_workbook(two_years(), tmp_path / "before.xlsx", made=MADE)
    lines = pd.DataFrame(
        [{"report": "r1", "place": "art20/rules@made", "found": "1", "use": "7", "reason": "机关来函"}]
    )
    corrected = clean(two_years(), corrections=lines)
    kept = corrected.reports["report"] != "r3"
    less = replace(corrected, reports=corrected.reports[kept], cells=corrected.cells[corrected.cells["report"] != "r3"])
    after = write_workbook(less, tmp_path / "after.xlsx", "en", made=MADE, previous=before)
    book = openpyxl.load_workbook(after)
    assert [row[2:] for row in dump(book["Revisions"])[1:]] == [
        [
            "甲局",
            2021,
            "Form of the 2021 notice (reports for 2021 on)",
            "Government rules | Made this year",
            "1",
            "1→7",
            "correction: 机关来函",
        ],
        ["乙局", 2022, "Form of the 2021 notice (reports for 2021 on)", "(whole report)", "report no longer included"],
    ]
    assert ["甲局 2021", "Government rules | Made this year: 1→7；机关来函"] in dump(book["Notes"])
    assert ["[correction] : 机关来函", 1, 7, -6] in dump(book["2021年格式"])
    withdrawn = write_workbook(clean(less, corrections=lines.head(0)), tmp_path / "now.xlsx", previous=after)
    assert dump(openpyxl.load_workbook(withdrawn)["修订记录"])[1][-3:] == ["1→7", "1", "不再采用原来的更正（机关来函）"]
    with pytest.raises(GikError, match="无法与之比较"):
        write_workbook(less, after, previous=tmp_path / "none.xlsx")


def test_revisions_say_that_blanks_are_treated_otherwise(opened):
    opened(two_years())
    (line,) = dump(opened(clean(two_years(), blanks="section"))["修订记录"])[1:]
    assert line[2:5] == ["空白处理办法", "一律不计", "同一部分已填的按0计"]
    assert line[5].startswith("处理办法改变")


def test_the_dictionary_names_every_column_and_every_cell_of_the_forms(opened, tmp_path):
    book = opened(two_years())
    codes = {(row[0], row[1]) for row in book["数据字典"].iter_rows(min_row=2, values_only=True)}
    assert {("cells", "state"), ("art2021", "requests/new"), ("series", "received"), ("state", "absent")} <= codes
    assert [c.value for c in book["数据"][1]] == list(pd.read_csv(tmp_path / "out_cells.csv", nrows=0).columns)


def test_every_sheet_prints_on_a4_with_page_numbers_and_repeated_heads(opened):
    book = opened(tables(full(load_forms()["stat2014"])))
    assert {s.page_setup.paperSize for s in book} == {9}
    assert {s.oddFooter.center.text for s in book} == {"第 &P 页 共 &N 页"}
    lists = ("应报未报及未填清单", "核对问题清单", "报告清单", "数据", "数据字典", "修订记录")
    repeated = {s.title: s.print_title_rows for s in book if s.print_title_rows}
    assert repeated == {"2014年统计表": "$1:$2", "汇总（2021年格式）": "$1:$2", **dict.fromkeys(lists, "$1:$1")}


def test_the_same_tables_and_time_give_the_same_bytes(tmp_path, root):
    made = tables(full(load_forms()["art2019"]))
    made.save(tmp_path / "tables")
    write_workbook(made, tmp_path / "here.xlsx", made=MADE)
    code = (
        "import sys; from datetime import datetime; from gik.frames import load;"
        "from gik.workbooks import write_workbook;"
        "write_workbook(load(sys.argv[1]), sys.argv[2], made=datetime(2025, 3, 1, 9))"
    )
    there = [sys.executable, "-c", code, tmp_path / "tables", tmp_path / "there.xlsx"]
    subprocess.run(there, check=True, cwd=root, env={**os.environ, "PYTHONHASHSEED": "7"})
    assert (tmp_path / "here.xlsx").read_bytes() == (tmp_path / "there.xlsx").read_bytes()


def test_long_data_go_on_in_a_second_sheet(opened, monkeypatch):
    monkeypatch.setattr("gik.workbooks.lists.DATA_ROWS", 90)
    book = opened(tables(full(load_forms()["art2021"])))
    names = [name for name in book.sheetnames if "数据（续" in name or name == "数据"]
    assert names == ["数据", "数据（续2）", "数据（续3）"]
    values = [row[10] for name in names for row in list(book[name].values)[1:]]
    assert values == list(range(1, 201))


def test_the_file_is_a_plain_archive_without_macros_or_outside_links(tmp_path):
    names = zipfile.ZipFile(write_workbook(tables(full(load_forms()["art2021"])), tmp_path / "out.xlsx")).namelist()
    assert not [name for name in names if "vba" in name or "externalLink" in name or name.endswith(".bin")]


def test_findings_of_several_reports_are_looked_for_where_the_tables_hold_none(opened):
    late = {"report": "r2", "file": "c.html", "issuer": "青禾县民政局", "year": 2021, "form": "art2021", "status": "ok"}
    made = tables(reports=[late | {"published": "2022-03-01"}])
    _, line = dump(opened(made)["核对问题清单"])
    assert line[1:3] == ["青禾县民政局", 2021] and "晚29天" in line[4]
    found = check(made)
    assert len(dump(opened(replace(made, findings=found))["核对问题清单"])) == 1 + len(found) == 2
