"""One file's failure is a row with a reason; many files give the same frames whatever the order or the workers."""

from dataclasses import replace
from hashlib import sha256
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd
import pytest
from openpyxl import Workbook

import gik
from gik.errors import GikError
from gik.frames import FRAMES
from gik.limits import limits
from gik.reading import read
from gik.records import parse_file, parse_part, part_names
from tests.generator.folders import mixed_folder

REPORT = """云溪市水务局2016年政府信息公开工作年度报告
本报告所列数据的统计期限为2016年1月1日至2016年12月31日。
一、概述
全年主动公开政府信息12条。
附件：2016年度政府信息公开工作情况统计表
统计指标 | 单位 | 统计数 |
一、主动公开情况 | | |
（一）主动公开政府信息数 | 条 | 12 |
其中：主动公开规范性文件数 | 条 | |
制发规范性文件总数 | 件 | — |
5、其他形式 | 条 | 3 |
"""


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "水务局.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_a_number_beyond_all_numbers_costs_no_report(tmp_path):
    table = "统计指标 | 单位 | 统计数\n主动公开政府信息数 | 条 | 50\n收到申请数 | 件 | 3\n申请办结数 | 件 | 3\n"
    text = f"某市水务局2016年政府信息公开工作年度报告\n全年主动公开政府信息{'9' * 350}条。\n{table}"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found = gik.parse(tmp_path)
    assert found.reports["status"].tolist() != ["failed"]
    assert "prose.table" in set(found.findings["rule"])


def test_a_report_gives_its_six_frames(report):
    tables = gik.parse(report)
    row = tables.reports.iloc[0]
    assert (row["file"], row["form"], row["status"], row["year"]) == ("水务局.txt", "stat2014", "partial", 2016)
    assert row["report"] == sha256(REPORT.encode()).hexdigest()[:12]  # by which a number is cited
    assert tables.texts["text"].tolist() == [REPORT]
    assert set(tables.cells["report"]) == set(tables.sections["report"]) == {row["report"]}


def test_a_form_of_which_few_rows_were_found_is_told(report):
    tables = gik.parse(report)
    told = tables.findings[tables.findings["rule"] == "form.incomplete"]
    assert told[["severity", "evidence"]].values.tolist() == [["warning", "“统计表”共61行，读到3行"]]
    assert tables.reports["reason"].tolist() == ["统一格式的表格没有读全或没有印全，见核对问题"]


def test_cells_keep_state_words_and_place(report):
    cells = gik.parse(report).cells
    printed = cells[cells["state"] != "absent"][["row", "label", "text", "value", "state", "unit", "place"]]
    expected = pd.DataFrame(
        [
            ["disclosed", "（一）主动公开政府信息数", "12", 12.0, "number", "条", "line 8"],
            ["disclosed.normative", "其中：主动公开规范性文件数", "", pd.NA, "blank", "条", "line 9"],
            ["normative.issued", "制发规范性文件总数", "—", pd.NA, "dash", "件", "line 10"],
            ["", "5、其他形式", "3", 3.0, "number", "条", "line 11"],
        ],
        columns=printed.columns,
    ).astype(printed.dtypes)
    pd.testing.assert_frame_equal(printed.reset_index(drop=True), expected)


def test_rows_that_are_not_printed_are_listed_as_absent(report):
    cells = gik.parse(report).cells
    stat = gik.forms().query("form == 'stat2014'")
    assert sorted(cells.loc[cells["row"] != "", "row"]) == sorted(stat["row"])
    assert (cells["state"] == "absent").sum() == len(stat) - 3


def test_an_unknown_row_is_kept_and_told(report):
    findings = gik.parse(report).findings
    assert findings.loc[findings["rule"] == "form.row_unknown", "place"].tolist() == ["line 11"]


PARTLY_READ = """云溪市水务局2021年政府信息公开工作年度报告
一、总体情况
年份 | 2020年 | 2021年 |
主动公开政府信息数 | 5 | 7 |
收到申请数 | 3 | 4 |
申请办结数 | 3 | 4 |
二、主动公开政府信息情况
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
规章 | 1 | 2 |
行政规范性文件 | 4 | 5 | 6 |
"""
ROWS = "1行数值无法与各列一一对应，见核对问题"
TABLES = "1张表格的行列与全国统一格式不对应，见核对问题"
FEW = "统一格式的表格没有读全或没有印全，见核对问题"
DOUBTS = "1格扫描数字存疑，见核对问题"


@pytest.mark.parametrize(
    ("left_out", "doubted", "reason"),
    [
        ("", "6", f"{ROWS}；{TABLES}；{FEW}；{DOUBTS}"),
        ("规章", "", f"{TABLES}；{FEW}"),
        ("规章 年份 主动公开政府信息数 收到申请数 申请办结数", "6", f"{FEW}；{DOUBTS}"),
        ("规章 年份 主动公开政府信息数 收到申请数 申请办结数", "", FEW),
    ],
)
def test_a_report_says_how_much_of_it_could_not_be_read(tmp_path, left_out, doubted, reason):
    text = "".join(line for line in PARTLY_READ.splitlines(True) if line.split(" ")[0] not in left_out.split())
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")

    def as_from_a_scan(name, data):
        document = read(name, data)
        (seen,) = (one for one in document.blocks if text[one.start : one.end].startswith("行政规范性文件"))
        told = seen._replace(words=tuple((word, 0.5 if word == doubted else 1.0) for word in "456"))
        return replace(document, blocks=tuple(told if one is seen else one for one in document.blocks))

    (records,) = parse_file(tmp_path / "a.txt", "a.txt", reader=as_from_a_scan)
    assert (records["reports"][0]["status"], records["reports"][0]["reason"]) == ("partial", reason)


@pytest.mark.parametrize(("name", "what"), [("characters", "正文"), ("cells", "表格"), ("line", "段落")])
def test_limits_hold_for_every_format(tmp_path, name, what):
    (tmp_path / "a.html").write_bytes(b"read below")
    title = "云溪市水务局2021年政府信息公开工作年度报告"
    document = read("a.html", f"<p>{title}</p><p>概述</p><table><tr><td>规章<td>1<td>2</table>".encode())
    most = {"characters": len(document.text), "cells": 3, "line": len(title)}[name]

    def reason(amount):
        with limits(**{name: amount}):
            ((row,),) = (
                one["reports"] for one in parse_file(tmp_path / "a.html", "a.html", reader=lambda *_: document)
            )
        return row.get("reason", "")

    assert "限度" not in reason(most)
    assert reason(most - 1).startswith(f"{what}超过限度（{most - 1}")


def test_the_files_of_an_archive_are_read_one_by_one_as_they_are_together(tmp_path):
    """As where the whole takes too long; the sheets of a workbook are read together even then."""
    book = Workbook()
    for sheet, name in ((book.active, "民政局"), (book.create_sheet(), "教育局")):
        for line in REPORT.replace("水务局", name).splitlines():
            sheet.append(line.split(" | "))
    book.save(tmp_path / "book.xlsx")
    path = tmp_path / "z.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", REPORT)
        archive.write(tmp_path / "book.xlsx", "book.xlsx")
        archive.writestr("large.txt", REPORT * 90)
    with limits(bytes=20_000):
        names = part_names(path, "z.zip")
        one_by_one = [parse_part(path, "z.zip", None, at) for at in range(len(names))]
        together = parse_file(path, "z.zip")
    assert names == ["z.zip!/a.txt", "z.zip!/book.xlsx", "z.zip!/large.txt"]
    assert [len(records) for records in one_by_one] == [1, 2, 1]
    assert [records for part in one_by_one for records in part] == together
    assert [records["reports"][0].get("issuer") for records in together] == [
        "云溪市水务局", "云溪市民政局", "云溪市教育局", None,
    ]  # fmt: skip
    assert "超过限度" in together[3]["reports"][0]["reason"]


def test_fifty_good_reports_and_five_bad_files(tmp_path):
    for name, data in mixed_folder().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    tables = gik.parse(tmp_path)
    failed = tables.reports[tables.reports["status"] == "failed"]
    assert tables.reports["status"].value_counts().to_dict() == {"ok": 50, "failed": 5}
    assert (failed["reason"] != "").all()
    assert tables.findings.loc[tables.findings["rule"] == "file.failed", "report"].tolist() == failed["report"].tolist()


def test_equal_files_are_listed_and_counted_once(report):
    (report.parent / "a copy.txt").write_bytes(report.read_bytes())
    tables = gik.parse(report.parent)
    assert tables.reports["file"].tolist() == ["a copy.txt", "水务局.txt"]
    assert tables.reports["report"].nunique() == 1
    assert (tables.cells["row"] == "disclosed").sum() == 1
    (told,) = tables.findings[tables.findings["rule"] == "file.duplicate"].itertuples()
    assert (told.evidence, told.message) == ("水务局.txt", "“水务局.txt”与“a copy.txt”内容完全相同，只计一次。")


def test_a_damaged_file_is_an_error_and_another_document_a_warning(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text("2023年度部门决算\n收入支出决算总表\n本年收入12万元。", encoding="utf-8")
    (tmp_path / "c.txt").write_text("Annual report on disclosure, 2022\nWe received 26 requests.", encoding="utf-8")
    assert gik.parse(tmp_path).findings[["severity", "message"]].to_numpy().tolist() == [
        ["error", "文件未能读取：文件为空（0字节），可能没有下载完整，请重新取得。"],
        ["warning", "文件已打开，但未作为年度报告读取：文中没有政府信息公开的内容，不是年度报告，请确认。"],
        ["warning", "文件已打开，但未作为年度报告读取：文中没有中文，不是中文的年度报告，请确认。"],
    ]


def test_workers_change_nothing(tmp_path):
    for name, data in mixed_folder().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    alone, together = gik.parse(tmp_path), gik.parse(tmp_path, workers=2)
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(alone, name), getattr(together, name))


def test_a_list_keeps_its_order_and_a_folder_is_sorted(report):
    other = report.parent / "a.txt"
    other.write_text(REPORT.replace("水务局", "民政局"), encoding="utf-8")
    assert gik.parse([report, other]).reports["file"].tolist() == [report.as_posix(), other.as_posix()]
    assert gik.parse(report.parent).reports["file"].tolist() == ["a.txt", "水务局.txt"]


def test_system_files_are_passed_over(report):
    for name in (".DS_Store", "~$水务局.docx", "Thumbs.db"):
        (report.parent / name).write_bytes(b"x")
    assert gik.parse(report.parent).reports["file"].tolist() == ["水务局.txt"]


def test_a_source_that_does_not_exist_is_an_error(tmp_path):
    with pytest.raises(FileNotFoundError, match="找不到"):
        gik.parse(tmp_path / "nowhere")


def test_an_empty_folder_gives_empty_frames(tmp_path):
    assert all(getattr(gik.parse(tmp_path), name).empty for name in FRAMES)


def test_what_is_no_source_is_said():
    with pytest.raises(GikError, match="要读的应是文件、文件夹或它们的列表，而不是 5"):
        gik.parse(5)
