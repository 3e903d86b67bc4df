"""The workbook: complete, recognisable, safe, and readable in another office program."""

import os
import shutil
import subprocess
import sys
import zipfile
from datetime import datetime

import openpyxl
import pytest

from gik.errors import GikError
from gik.forms import load_forms
from gik.frames import Tables, frame
from gik.workbooks import write_workbook
from gik.workbooks.layout import layout
from gik.workbooks.safety import CELL_LIMIT, safe_text, sheet_names

MADE = datetime(2025, 3, 1, 9, 0)
NASTY = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "a\x01b",
    "_x0041_",
    "  spaces  ",
    "<b>&amp;</b>",
    "\u202eabc",
)


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


def test_the_sheets_and_their_contents(opened):
    book = opened(tables(full(load_forms()["art2021"]), figures=[{"report": "r1", "text": "12"}]))
    assert book.sheetnames == ["封面", "目录", "说明", "2021年格式", "核对问题", "报告清单", "数据", "正文数字"]
    assert [row[0] for row in dump(book["目录"])[2:]] == book.sheetnames[2:]
    links = [row[0].hyperlink.location for row in book["目录"].iter_rows(min_row=3)]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[2:]]


def test_english_names_the_sheets_and_leaves_the_printed_form_as_it_is(opened):
    book = opened(tables(full(load_forms()["art2021"])), lang="en")
    assert book.sheetnames == ["Cover", "Contents", "Notes", "2021年格式", "Findings", "Reports", "Data"]
    with pytest.raises(GikError, match="zh、en"):
        opened(tables(), lang="fr")


def test_the_cover_counts_what_was_read_and_what_was_not(opened):
    failed = {"report": "r2", "file": "空.txt", "status": "failed", "form": "none", "reason": "文件为空"}
    book = opened(tables(reports=[failed], findings=[{"report": "r2", "rule": "file.failed", "severity": "error"}]))
    assert dump(book["封面"])[1:] == [
        ["政府信息公开工作年度报告统计汇编"],
        [],
        ["报告年度", "2021年"],
        ["收到文件", "2份：读入1份，部分读入0份，未能读入1份"],
        ["所用格式", "2021年格式1份"],
        ["核对问题", "错误1项，提醒0项，备注0项"],
        ["生成时间", "2025-03-01 09:00"],
        ["生成软件", book["封面"]["B9"].value],
    ]
    assert dump(book["报告清单"])[2] == [2, "空.txt", "未读入", "文件为空", "无统一格式", "r2"]


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
        ["勾稽关系：第一项＋第二项＝第三项＋第四项", "申请人情况"],
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
    assert [row[10] for row in book["数据"].iter_rows(min_row=2, values_only=True)] == [
        *("数字", "空白", "横线", "无", "其他文字", "数字", "未列")
    ]


def test_rows_of_the_agency_s_own_and_findings_stand_below_the_form(opened):
    cells = [
        cell("stat2014", "stat", "disclosed", "value", "340", "number", unit="条"),
        cell("stat2014", "stat", "", "value", "35", "number", label="其他形式", place="line 107"),
    ]
    found = {
        "report": "r1",
        "rule": "bound.channel",
        "severity": "error",
        "message": "问题。",
        "found": 2.5,
        "expected": 2,
    }
    book = opened(tables(cells, findings=[found]))
    assert dump(book["2014年统计表"])[-2:] == [
        ["自设项（不在全国统一格式之内）：“其他形式”35（line 107）"],
        ["【错误】问题。"],
    ]
    assert dump(book["核对问题"])[1] == [1, "青禾县水务局", 2021, "错误", "问题。", 2.5, 2, "a/b.html", "bound.channel"]


def test_every_sheet_prints_on_a4_with_page_numbers_and_repeated_heads(opened):
    book = opened(tables(full(load_forms()["stat2014"])))
    assert {s.page_setup.paperSize for s in book} == {9}
    assert {s.oddFooter.center.text for s in book} == {"第 &P 页 共 &N 页"}
    repeated = {s.title: s.print_title_rows for s in book if s.print_title_rows}
    assert repeated == {"2014年统计表": "$1:$2", "核对问题": "$1:$1", "报告清单": "$1:$1", "数据": "$1:$1"}


@pytest.mark.parametrize("text", NASTY)
def test_words_stay_words(opened, text):
    book = opened(tables([cell("art2021", "requests", "new", "total", text, "text")]))
    found = book["数据"]["I2"]
    assert (found.data_type, found.quotePrefix) == ("s", text[0] in "=+-@")
    assert not any(c.data_type == "f" for s in book for row in s.iter_rows() for c in row)


def test_control_characters_are_shown_and_nothing_else_is_changed():
    assert safe_text("a\x01b\tc\r\nd\x7f", "") == "a<U+0001>b<U+0009>c\nd<U+007F>"
    assert safe_text("_x0041_ =1", "") == "_x005F_x0041_ =1"
    assert safe_text("\ud800\ufffe", "") == "<U+D800><U+FFFE>"
    plain = "“三安全一稳定”〔2021〕30号 𠮷 😀\n "
    assert safe_text(plain, "") == plain


@pytest.mark.parametrize("sign", ["长", "😀"])
def test_words_beyond_a_cell_s_capacity_say_so(sign):
    kept = safe_text(sign * 40000, "……（余{count}字）")
    assert len(kept.encode("utf-16-le")) // 2 <= CELL_LIMIT
    body, _, rest = kept.partition("……")
    assert rest == f"（余{40000 - len(body)}字）"
    assert safe_text(sign * 16000, "") == sign * 16000


def test_sheet_names_are_legal_and_unique():
    names = sheet_names(["a/b:c", "A_B_C", "'x'", "", "长" * 40, "长" * 40])
    assert names == ["a_b_c", "A_B_C (2)", "x", "_", "长" * 31, "长" * 27 + " (2)"]


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


def test_a_path_that_cannot_be_written_keeps_what_it_held(tmp_path, monkeypatch):
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"before")

    def locked(self, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.replace", locked)
    with pytest.raises(GikError, match="请关闭后重试，原文件未改动"):
        write_workbook(tables(), path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"out.xlsx": b"before"}


def test_long_data_go_on_in_a_second_sheet(opened, monkeypatch):
    monkeypatch.setattr("gik.workbooks.lists.DATA_ROWS", 90)
    form = load_forms()["art2021"]
    book = opened(tables(full(form)))
    assert [name for name in book.sheetnames if "数据" in name] == ["数据", "数据（续2）", "数据（续3）"]
    rows = [row for name in ("数据", "数据（续2）", "数据（续3）") for row in list(book[name].values)[1:]]
    assert [row[9] for row in rows] == list(range(1, len(full(form)) + 1))


def test_it_opens_elsewhere_and_shows_every_number(tmp_path):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        pytest.skip("needs LibreOffice, which is not installed here")
    form = load_forms()["art2021"]
    path = write_workbook(tables(full(form)), tmp_path / "out.xlsx", made=MADE)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        tmp_path / "again",
        path,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    one, two = openpyxl.load_workbook(path), openpyxl.load_workbook(tmp_path / "again" / "out.xlsx")
    assert two.sheetnames == one.sheetnames
    for sheet in one:
        assert dump(two[sheet.title]) == dump(sheet), sheet.title


def test_the_file_is_a_plain_archive_without_macros_or_outside_links(tmp_path):
    names = zipfile.ZipFile(write_workbook(tables(full(load_forms()["art2021"])), tmp_path / "out.xlsx")).namelist()
    assert not [name for name in names if "vba" in name or "externalLink" in name or name.endswith(".bin")]
