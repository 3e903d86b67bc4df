"""Exploring: what a choice shows, its sources, the line that makes it again, its export and its controls."""

import csv
from dataclasses import replace
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

import gik
from gik.errors import GikError
from gik.exploring.browsing import browse, rows
from gik.exploring.saving import file_name
from gik.exploring.telling import Teller
from gik.exploring.wide import findings_html, table_html
from gik.frames import Tables, frame, records_of
from gik.trend_points import dated_reports
from gik.trends import trend
from gik.workbooks.words import place_words

SENTENCE = "全年收到申请12件，答复<全部>完毕。"
TEXT = f"一、概述\n{SENTENCE}\n"


def make_tables(name="甲局", **more) -> Tables:
    reports = [
        report("r16", "stat2014", 2016, name),
        report("r21", "art2021", 2021, name),
        report("r22", "art2021", 2022, name),
        report("s21", "art2021", 2021, "乙局"),
        report("p20", "none", 2020, "乙局"),
    ]
    cells = [
        cell("r16", "stat2014", "stat", "requests.received", "value", "1,360", 1360, "line 9"),
        *row("r21", ("3", "40", "=43"), (3, 40, None)),
        *row("r22", ("5", "30", "35"), (5, 30, 35)),
        *row("s21", ("1", "2", "3"), (1, 2, 3)),
    ]
    start = TEXT.index("12")
    figure = {"report": "p20", "figure": 0, "start": start, "end": start + 2, "text": "12", "value": 12, "bound": "eq"}
    figures = [{**figure, "kind": "count", "unit": "件", "indicator": "requests.received", "sentence": SENTENCE}]
    findings = [
        found("r22", "table 2 row 3 cell 2", "warning", "小计"),
        found("r22", "table 2 row 3 cell 4", "note", "总计"),
        found("s21", "", "error", "<b>别的机关</b>"),
        found("p20", "", "error", "没有附表"),
    ]
    given = {"reports": reports, "cells": cells, "figures": figures, "findings": findings}
    given["texts"] = [
        {"report": "p20", "text": TEXT},
        {"report": "r16", "text": "\n" * 8 + "收到申请数 | 件 | 1,360\n"},
    ]
    return Tables(**{frame_name: frame(frame_name, given.get(frame_name, ())) for frame_name in Tables.__annotations__})


def report(code, form, year, issuer):
    return {"report": code, "file": f"{code}.html", "form": form, "year": year, "issuer": issuer, "status": "ok"}


def cell(code, form, table, line, column, text, value, place):
    state = "text" if value is None else "number"
    own = {"report": code, "form": form, "table": table, "row": line, "column": column, "label": "收到<数>"}
    return own | {"text": text, "value": value, "state": state, "unit": "件", "place": place}


def row(code, texts, values):
    columns = ("natural_person", "enterprise", "total")
    return [
        cell(code, "art2021", "requests", "new", column, text, value, f"table 2 row 3 cell {number}")
        for number, (column, text, value) in enumerate(zip(columns, texts, values, strict=True), start=2)
    ]


def found(code, place, severity, message):
    return {"report": code, "rule": "identity.column", "severity": severity, "place": place, "message": message}


def values(view):
    columns = ("series", "group", "year", "value")
    return [
        tuple(None if v is pd.NA else v for v in line)
        for line in view.points[list(columns)].itertuples(index=False, name=None)
    ]


def test_a_choice_keeps_its_groups_years_and_forms():
    tables = make_tables()
    assert values(gik.explore(tables, groups=["甲局"])) == [
        ("received", "甲局", 2016, 1360),
        *(("received", "甲局", year, None) for year in (2017, 2018, 2019, 2020)),  # no report
        ("received", "甲局", 2021, None),
        ("received", "甲局", 2022, 35),
    ]
    assert values(gik.explore(tables, groups=["甲局"], years=(2021, 2022)))[0][2] == 2021
    assert [v[2] for v in values(gik.explore(tables, groups=None, forms="stat2014"))] == [2016]
    assert [v[1:3] for v in values(gik.explore(tables, groups=None, forms="comparable"))] == [
        *(("乙局", 2021), *(("甲局", year) for year in range(2016, 2023)))
    ]
    assert values(gik.explore(tables, groups=["乙局"], stated=True))[0] == ("received", "乙局", 2020, 12)
    assert values(gik.explore(tables, groups=["乙局"]))[0] == ("received", "乙局", 2020, None)


def test_a_number_of_groups_takes_the_greatest():
    assert gik.explore(make_tables(), groups=1).choice.groups == ("甲局",)
    assert gik.explore(make_tables(), groups=None).choice.groups == ("乙局", "甲局")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"groups": ["丙局"]}, "没有丙局这一组；可选：乙局、甲局"),
        ({"forms": "art2020"}, "forms='art2020'：只有 all、comparable、stat2014、art2019、art2021"),
        ({"chart": "pie"}, "chart='pie'：只有 lines、multiples、heat"),
        ({"series": "nothing"}, "没有nothing这个指标"),
        ({"by": "city"}, "没有“city”这一列"),
        ({"lang": "fr"}, "lang='fr'：只有 zh、en"),
    ],
)
def test_what_there_is_not_is_named_with_what_there_is(given, message):
    with pytest.raises(GikError, match=message):
        gik.explore(make_tables(), **given)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"series": ["received", "granted_rate"], "groups": None, "stated": True, "chart": "lines"},
        {"groups": None, "forms": "comparable", "years": (2016, 2020), "chart": "heat"},
        {"by": None, "lang": "en"},
        {"groups": ()},
    ],
)
def test_the_line_of_code_makes_the_same_view_again(given):
    tables = make_tables("甲\"局'\\")
    view = gik.explore(tables, **given)
    assert "\n" not in view.code
    again = eval(view.code, {"gik": gik, "tables": tables})
    assert (again.choice, again.fingerprint, again.caption) == (view.choice, view.fingerprint, view.caption)
    assert again.points.equals(view.points)


def test_sources_are_the_cells_and_sentences_behind_each_point():
    view = gik.explore(make_tables(), ["received"], groups=None, stated=True)
    columns = ["group", "year", "report", "form", "cell", "text", "state", "place"]
    assert [tuple(line) for line in view.sources[columns].itertuples(index=False)] == [
        ("乙局", 2020, "p20", "prose", "收到申请数", "12", "number", f"text {TEXT.index('12')}"),
        ("乙局", 2021, "s21", "art2021", "本年新收政府信息公开申请数量｜总计", "3", "number", "table 2 row 3 cell 4"),
        ("甲局", 2016, "r16", "stat2014", "收到申请数", "1,360", "number", "line 9"),
        ("甲局", 2021, "r21", "art2021", "本年新收政府信息公开申请数量｜总计", "=43", "text", "table 2 row 3 cell 4"),
        ("甲局", 2022, "r22", "art2021", "本年新收政府信息公开申请数量｜总计", "35", "number", "table 2 row 3 cell 4"),
    ]


def test_a_rate_rests_on_both_its_series_and_a_missing_cell_is_said_to_be_absent():
    view = gik.explore(make_tables(), "granted_rate", groups=["甲局"], forms="art2021", years=(2022, 2022))
    assert view.sources[["row", "state", "text"]].to_numpy().tolist() == [
        ["granted", "absent", ""],
        ["outcomes", "absent", ""],
    ]


def test_every_report_that_a_point_counts_is_among_its_sources():
    tables = make_tables()
    view = gik.explore(tables, groups=None, by=None, stated=True)
    counted = dated_reports(tables, None).groupby("year")["report"].agg(set).to_dict()
    assert view.sources.groupby("year")["report"].agg(set).to_dict() == counted
    assert view.points["year"].tolist() == trend(tables, "received", None, stated=True)["year"].tolist()


def test_findings_are_those_of_the_selection_with_those_at_its_cells_first():
    view = gik.explore(make_tables(), groups=["甲局"], years=(2022, 2022))
    assert view.findings[["file", "direct", "severity", "message"]].to_numpy().tolist() == [
        ["r22.html", True, "note", "总计"],
        ["r22.html", False, "warning", "小计"],
    ]
    assert "直接涉及所用单元格的1项，同一批报告的其他问题1项" in view.caption


def test_a_source_is_told_with_its_row_its_line_or_its_sentence_marked():
    tables = make_tables()
    view = gik.explore(tables, groups=None, stated=True)
    teller = Teller(tables, view.sources, "zh")
    told = [teller.tell(source) for source in records_of(view.sources)]
    assert told[0] == (
        "<p><b>收到申请数</b>　印作“12”<br>p20.html · 正文位置11</p><p>原句：</p>"
        "<blockquote>全年收到申请<mark>12</mark>件，答复&lt;全部&gt;完毕。</blockquote>"
    )
    assert told[2].endswith("<blockquote>收到申请数 | 件 | <mark>1,360</mark></blockquote>")
    assert told[3].endswith("<tr><td>收到&lt;数&gt;</td><td>3</td><td>40</td><td><mark>=43</mark></td></tr></table>")
    assert place_words("table 2 row 3 cell 4", "en") == "table 2 row 3 cell 4"


def test_the_page_escapes_what_reports_say_and_fetches_nothing():
    tables = make_tables("<script>alert(1)</script>")
    view = gik.explore(tables, groups=None, stated=True)
    lines = rows(view)
    assert lines["机关"].tolist()[0] == "&lt;script&gt;alert(1)&lt;/script&gt;"
    assert lines["数值"].tolist() == ["1,360", *[""] * 5, "35", "12", "3"]
    page = browse(view)
    assert "<script>alert(1)" not in page.html
    assert "<script>alert(1)" not in table_html(view)
    for remote in ("src='http", 'src="http', "from 'http", 'from "http', 'href="http', "import('http"):
        assert remote not in page.html
    assert "&lt;b&gt;别的机关" in findings_html(view)


def test_the_table_tells_no_value_from_no_report_and_marks_few_cases():
    view = gik.explore(make_tables(), ["received"], groups=None)
    shown = table_html(view)
    assert "<td class='number missing' title='该项未填数字'>无数值</td>" in shown
    assert "<td></td>" in shown
    assert (
        "无数值" not in table_html(gik.explore(make_tables(), groups=["甲局"], forms="stat2014")).split("</table>")[0]
    )


def test_a_view_is_saved_as_workbook_picture_and_data(tmp_path):
    view = gik.explore(make_tables("=cmd|'/c calc'!A1"), groups=None, stated=True)
    saved = view.save(tmp_path / "out")
    assert [path.suffix for path in saved] == [".xlsx", ".png", ".svg", ".csv"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(path.name for path in saved)
    book = openpyxl.load_workbook(saved[0])
    assert book.sheetnames == ["说明", "图", "表", "数据", "出处", "核对问题"]
    about = [line[0].value for line in book["说明"].iter_rows()]
    assert about[: len(view.caption.split("\n"))] == view.caption.split("\n")
    assert about[-1] == view.code
    assert len(book["图"]._images) == 1
    cells = [one for sheet in book for line in sheet.iter_rows() for one in line]
    assert {one.data_type for one in cells} <= {"s", "n", "inlineStr"}
    assert next(line[1].value for line in book["数据"].iter_rows(min_row=2)) == "=cmd|'/c calc'!A1"
    assert [line[4].value for line in book["出处"].iter_rows(min_row=2)] == ["1,360", "=43", "35", "12", "3"]
    assert [[one.value for one in line] for line in book["表"].iter_rows(min_row=2)] == [
        ["收到（新收）申请", "件", "=cmd|'/c calc'!A1", 1360, *["无数值"] * 5, 35],
        ["收到（新收）申请", "件", "乙局", *[None] * 4, 12, 3, None],
    ]
    with saved[3].open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert lines[0]["group"] == "'=cmd|'/c calc'!A1"
    assert [line["value"] for line in lines] == ["1360.0", *[""] * 5, "35.0", "12.0", "3.0"]


def test_the_same_view_gives_the_same_bytes_and_another_another_name(tmp_path):
    view = gik.explore(make_tables(), groups=None)
    first = {path.name: path.read_bytes() for path in view.save(tmp_path)}
    again = gik.explore(make_tables(), groups=None).save(tmp_path)
    assert {path.name: path.read_bytes() for path in again} == first
    other = gik.explore(make_tables(), groups=None, chart="multiples").save(tmp_path)
    assert not {path.name for path in other} & set(first)


def test_an_export_that_fails_leaves_what_was_there(tmp_path):
    view = gik.explore(make_tables(), groups=None)
    saved = view.save(tmp_path)
    before = {path: path.read_bytes() for path in saved}
    lock = saved[0].with_name(f"~${saved[0].name}")
    lock.touch()
    with pytest.raises(GikError, match="正在被其他程序打开"):
        view.save(tmp_path)
    lock.unlink()
    (tmp_path / "file").touch()
    with pytest.raises(GikError, match="不能写入"):
        view.save(tmp_path / "file")
    assert {path: path.read_bytes() for path in saved} == before


@pytest.mark.parametrize("ending", [".xlsx", ".png", ".svg", ".csv"])
@pytest.mark.parametrize("before", [True, False])
def test_a_place_that_cannot_be_taken_leaves_all_the_others_as_they_were(tmp_path, monkeypatch, ending, before):
    view = gik.explore(make_tables(), groups=None)
    if before:
        for path in view.save(tmp_path):
            path.write_bytes(b"before")
    held = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    replace_file = Path.replace

    def locked(self, target):
        fresh = self.parent.name.startswith(".saving-") and Path(target).parent == tmp_path
        if fresh and self.suffix == Path(target).suffix == ending:
            raise PermissionError(13, "Permission denied", str(target))
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(GikError, match="不能写入"):
        view.save(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == held


def test_years_the_wrong_way_round_are_refused():
    with pytest.raises(GikError, match="起始年度晚于截止年度"):
        gik.explore(make_tables(), years=(2022, 2016))


def test_an_english_view_has_no_chinese_of_its_own():
    view = gik.explore(make_tables("A"), groups=None, by=None, stated=True, lang="en")
    said = "\n".join([view.title, *view.caption.split("\n"), *view.points["note"], *view.points["group"]])
    assert not [character for character in said if "\u4e00" <= character <= "\u9fff"]


@pytest.mark.parametrize("title", ['甲/乙\\丙:丁*?"<>|\n', "CON", "", "...", "长" * 300, "a\ud800b"])
def test_names_of_files_are_legal(title, tmp_path):
    name = file_name(title, "x")
    (tmp_path / f"{name}.xlsx").touch()
    assert not set('<>:"/\\|?*\n') & set(name)
    assert len(name.encode()) <= 110
    assert name.upper() != "CON"


def test_the_desk_follows_its_controls_and_exports(tmp_path):
    desk = gik.choose(gik.explore(make_tables(), groups=None), tmp_path)
    before = desk.chart.value, desk.panes["table"].value
    desk.controls["groups"].value = ("乙局",)
    assert desk.view.choice.groups == ("乙局",)
    assert desk.chart.value != before[0]
    assert "甲局" in before[1]
    assert "甲局" not in desk.panes["table"].value
    assert (dict(desk.reports.options), desk.reports.value) == ({"s21.html": "s21"}, "s21")
    desk.controls["stated"].value = True
    assert list(dict(desk.reports.options)) == ["p20.html", "s21.html"]
    assert desk.reports.value == "s21"
    desk.reports.value = "p20"
    assert "全年收到申请" in desk.panes["text"].value
    assert "全年收到申请" in desk.panes["sources"].value
    desk.button.click()
    assert [path.suffix for path in desk.saved] == [".xlsx", ".png", ".svg", ".csv"]
    assert desk.saved[0].name in desk.exported.value
    assert desk.view.code.replace("'", "&#x27;") in desk.panes["about"].value


def test_the_desk_says_why_there_is_no_chart(tmp_path):
    desk = gik.choose(gik.explore(make_tables(), groups=None), tmp_path)
    desk.controls["groups"].value = ()
    assert "还没有选定指标或分组" in desk.panes["message"].value
    assert (desk.button.disabled, desk.chart.layout.display) == (True, "none")
    desk.controls["by"].value = "all"
    assert (desk.view.choice.by, desk.view.choice.groups) == (None, ("全部",))
    assert (desk.button.disabled, desk.panes["message"].value) == (False, "")


def test_the_desk_asks_for_a_series_where_none_is_chosen(tmp_path):
    desk = gik.choose(gik.explore(make_tables(), groups=["乙局"]), tmp_path)
    desk.controls["series"].value = ()
    assert (desk.view.choice.series, desk.view.choice.groups) == ((), ("乙局",))
    assert "还没有选定指标或分组" in desk.panes["message"].value
    desk.controls["series"].value = ("received",)
    assert (desk.view.choice.groups, desk.panes["message"].value) == (("乙局",), "")
    desk.controls["years"].value = (desk.controls["years"].min, desk.controls["years"].min)
    desk.controls["forms"].value = "art2021"
    assert "所选范围没有数据" in desk.panes["message"].value


def test_the_words_of_both_languages_are_the_same_ones():
    words = gik.definitions.definition("exploring.toml")
    assert shape(words["zh"]) == shape(words["en"])


def shape(words):
    return {key: sorted(own) if isinstance(own, dict) else str for key, own in words.items()}


def test_views_of_the_city_are_made_again_by_their_line(root: Path):
    tables = gik.parse(root / "data" / "raw" / "city")
    tables = replace(tables, findings=gik.check(tables))
    view = gik.explore(tables, ["received", "granted_rate"], by="issuer", years=(2016, 2023), stated=True)
    again = eval(view.code, {"gik": gik, "tables": tables})
    assert (again.fingerprint, again.caption) == (view.fingerprint, view.caption)
    assert again.findings.equals(view.findings)
    assert view.sources["text"].ne("").sum() > 50
    assert Teller(tables, view.sources, "zh").tell(records_of(view.sources)[0]).count("<mark>") >= 1
