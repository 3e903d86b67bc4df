"""Exports are safe: words stay words in every sheet and file, nothing is lost, and a file in use is left alone."""

import csv
import math
import zipfile
from datetime import datetime
from itertools import product

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from gik import parse
from gik.errors import GikError
from gik.safety import CELL_LIMIT, cell_xml, csv_text, is_formula_like, pieces, sheet_names, visible
from gik.workbooks import write_form, write_workbook
from tests.test_workbooks import MADE, cell, full, load_forms, tables

STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "'", '"', " =", "\n=", "\ufeff=", "=\x00")
BODIES = ("1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://a.cn","点")', "A1", "SUM(1;2)", 'DDE("x";"y";"z")')
ODD = (
    *("a\x01b", "a\x1fb", "a\x7fb", "a\x85b", "\ufffe", "\uffff", "\u202eabc", "\u2066x\u2069"),
    *("_x0041_", "_x005F_", "_x000D_", "_x0041", "__x0041__", "&amp;", "<b>&</b>", "]]>", "<!--", "&#x41;", "%41"),
    *("  spaces  ", "a\nb", "a\r\nb", "a\rb", "\n", "\t", "　全角　", "\u00a0", "\u200b", "e\u0301", "é", "ﬁ"),
    *("NULL", "None", "nan", "NaN", "inf", "TRUE", "FALSE", "#N/A", "#REF!", "#DIV/0!", "1/2", "3-4", "1e5", "0x10"),
    *("0012", "１２", "1,234", "12.50", "-0", "+5", "-5%", "50%", "2024-01-01", "12:30", "1.", ".5", "5-", "(5)"),
    *("𠮷", "😀", "👨‍👩‍👧", "𝟙", "ญี่", "עברית", "العربية", "〇", "①", "㈠", "々", "〔2021〕30号", "“三安全一稳定”"),
    *("'quoted'", "''", '"a","b"', "a;b", "a\tb", "a|b", "\\", "\\n", "$A$1", "R1C1", "[1]Sheet!A1", "'Sheet'!A1"),
    *("../../etc/passwd", "file:///c:/a", "\\\\host\\share", "javascript:alert(1)", "mailto:a@b", "http://a.cn/?a=b&c"),
    *("历史", "History", "Sheet1", "a" * 255, "长" * 300, "=" * 40, "-" * 40, "—", "-", "/", "＋", "=", "@", "+"),
)
NASTY = [*(start + body for start, body in product(STARTS, BODIES)), *ODD]
ROWS = load_forms()["stat2014"].tables[0].rows
NUMBERS = [0.0, 5e-324, 1e-7, 0.1, 1 / 3, 2.5, -1.0, 123456789012345.0, 1e15, 2**53 + 2.0, 1e22, 1.7976931348623157e308]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A workbook with every nasty word as a label, a value, a title, an issuer, a file's name and a finding."""
    folder = tmp_path_factory.mktemp("nasty")
    reports = [
        {
            **{"report": f"n{n}", "file": text, "title": text, "issuer": text, "region": text, "url": text},
            **{"year": 2021, "form": "none", "status": "partial", "reason": text},
        }
        for n, text in enumerate(NASTY)
    ]
    rows = [row.code for row in load_forms()["stat2014"].tables[0].rows]
    cells = [
        cell("stat2014", "stat", row, "value", text, "text", label=text, unit=text, place=text, report=f"n{n}")
        for (n, row), text in zip(product(range(9), rows), NASTY, strict=False)
    ]
    cells += [
        {**cell("stat2014", "other", "", "", "1", "number", label=text, report="n0"), "value": number}
        for number, text in zip(NUMBERS, NASTY, strict=False)
    ]
    findings = [
        {"report": f"n{n}", "rule": "cell.unread", "severity": "note", "message": text, "evidence": text, "place": text}
        for n, text in enumerate(NASTY)
    ]
    figures = [{"report": "n0", "text": text, "label": text, "sentence": text} for text in NASTY]
    made = tables(cells, findings, reports, figures)
    return write_workbook(made, folder / "out.xlsx", made=MADE, agencies=NASTY[:5], scope=NASTY[0])


@pytest.fixture(scope="module")
def book(written):
    return openpyxl.load_workbook(written)


def column(book, sheet, heading):
    rows = list(book[sheet].values)
    at = rows[0].index(heading)
    return [unescape(str(row[at] or "")) for row in rows[1:]]


def shown(texts):
    """Give the words as a workbook shows them."""
    return [visible(text) for text in texts]


def test_there_are_two_hundred_of_them():
    assert len(NASTY) == len(set(NASTY)) >= 200


@pytest.mark.parametrize(
    ("sheet", "heading"),
    [
        ("核对问题清单", "问题"),
        ("核对问题清单", "原文"),
        ("核对问题清单", "源文件"),
        ("正文数字", "原句"),
        ("正文数字", "原文"),
    ],
)
def test_every_list_gives_them_back(book, sheet, heading):
    assert column(book, sheet, heading) == shown(NASTY)


@pytest.mark.parametrize("heading", ["文件", "原因", "标题", "发布机构", "地区"])
def test_the_list_of_reports_gives_them_back(book, heading):
    assert column(book, "报告清单", heading)[1:] == shown(NASTY)


@pytest.mark.parametrize("heading", ["行名（原文）", "填写（原文）", "单位", "位置"])
def test_the_data_and_their_twin_give_them_back(book, written, heading):
    assert column(book, "数据", heading)[: len(NASTY)] == shown(NASTY)
    with written.with_name("out_cells.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    twin = [line[heading].removeprefix("'") for line in lines[: len(NASTY)]]
    assert twin == shown(NASTY)
    assert not [line[heading] for line in lines if is_formula_like(line[heading])]


def test_numbers_come_back_to_the_last_digit(book):
    assert [float(value or 0) for value in column(book, "数据", "数值")[len(NASTY) :]] == NUMBERS
    with pytest.raises(ValueError, match="no number"):
        cell_xml("A1", 0, math.inf)


def test_the_printed_form_gives_them_back(book):
    form = book["2014年统计表"]
    titles = {unescape(str(c.value)) for row in form.iter_rows(max_col=1) for c in row}
    assert set(shown(NASTY[:3])) <= titles
    values = {unescape(str(c.value)) for row in form.iter_rows(min_col=13, max_col=13) for c in row}
    assert {visible(text.strip()) for text in NASTY if text.strip()} <= values


def test_nothing_is_executed(book, written):
    formulas = [c.coordinate for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert formulas == []
    quoted = [c for row in book["核对问题清单"].iter_rows(min_row=2, min_col=5, max_col=5) for c in row]
    assert [c.quotePrefix for c in quoted] == [is_formula_like(text) for text in NASTY]
    links = [c.hyperlink for sheet in book for row in sheet.iter_rows() for c in row if c.hyperlink]
    targets = [link.target for link in links if link.target]
    assert set(targets) == {"http://a.cn/?a=b&c"}
    assert not [name for name in zipfile.ZipFile(written).namelist() if "external" in name or "vba" in name]


def test_names_of_sheets_are_legal(book):
    assert book.sheetnames[5:10] == sheet_names([*book.sheetnames[:5], *NASTY[:5]])[5:]


@pytest.mark.parametrize("agency", ["=1+1", "<b>", "a\x01", "\t=1"])
def test_a_form_keeps_the_name_of_its_agency(tmp_path, agency):
    sheet = openpyxl.load_workbook(write_form(tmp_path / "form.xlsx", agency=agency, year=2022)).worksheets[0]
    (title,) = [c for row in sheet.iter_rows(max_col=1) for c in row if str(c.value).endswith("工作年度报告")]
    assert (title.value, title.data_type) == (f"{visible(agency)}2022年政府信息公开工作年度报告", "s")


def test_control_characters_are_shown_and_nothing_else_is_changed():
    assert visible("a\x01b\tc\r\nd\x7f") == "a<U+0001>b<U+0009>c\nd<U+007F>"
    assert visible("\ud800\ufffe") == "<U+D800><U+FFFE>"
    plain = "“三安全一稳定”〔2021〕30号 𠮷 😀\n "
    assert visible(plain) == plain
    assert "_x005F_x0041_" in cell_xml("A1", 0, "_x0041_ =1")


def test_a_csv_file_can_be_put_back():
    assert [csv_text(text) for text in ("-", "-5", "-5+A1", "'a", "＝1")] == ["-", "-5", "'-5+A1", "''a", "'＝1"]


@pytest.mark.parametrize("sign", ["长", "😀"])
def test_long_words_go_on_in_a_sheet_of_their_own(tmp_path, sign):
    text = sign * 70_001
    path = write_workbook(tables([cell("art2021", "requests", "new", "total", text, "text")]), tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(path)
    first = column(book, "数据", "填写（原文）")[0]
    rest = [row for row in book["超长文字"].values if str(row[1]).startswith("数据!")]
    body, _, note = first.partition("……")
    assert body + "".join(row[3] for row in rest) == text
    assert note == f"（未完，续见“超长文字”表序号{rest[0][0]}至{rest[-1][0]}）"
    assert all(len(str(row[3]).encode("utf-16-le")) // 2 <= CELL_LIMIT for row in rest)
    assert [row[0] for row in book["目录"].values][-1] == "超长文字"


def test_words_that_just_fit_are_not_split():
    assert "".join(pieces("😀" * 40_000, room=60)) == "😀" * 40_000
    assert cell_xml("A1", 0, "长" * CELL_LIMIT).count("长") == CELL_LIMIT


def test_sheet_names_are_legal_and_unique():
    names = sheet_names(["a/b:c", "A_B_C", "'x'", "", "长" * 40, "长" * 40, "😀" * 20])
    assert names == ["a_b_c", "A_B_C (2)", "x", "_", "长" * 31, "长" * 27 + " (2)", "😀" * 15]


@pytest.mark.parametrize("lock", ["~$out.xlsx", ".~lock.out.xlsx#"])
def test_a_workbook_that_is_open_elsewhere_is_left_alone(tmp_path, lock):
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"before")
    (tmp_path / lock).write_bytes(b"")
    for write in (lambda: write_workbook(tables(), path), lambda: write_form(path)):
        with pytest.raises(GikError, match=r"正在被其他程序打开.*原文件未改动"):
            write()
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"out.xlsx": b"before", lock: b""}


def test_a_path_that_cannot_be_written_keeps_what_it_held(tmp_path, monkeypatch):
    path = tmp_path / "out.xlsx"
    path.write_bytes(b"before")

    def locked(self, target):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.replace", locked)
    with pytest.raises(GikError, match="请关闭后重试，原文件未改动"):
        write_workbook(tables(), path)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"out.xlsx": b"before"}


def test_the_same_form_has_the_same_bytes(tmp_path):
    one, two = (write_form(tmp_path / name, "stat2014").read_bytes() for name in ("a.xlsx", "b.xlsx"))
    assert one == two


def test_what_was_printed_reads_back_with_rows_of_its_own(tmp_path):
    cells = full(load_forms()["stat2014"])
    cells.insert(9, cell("stat2014", "stat", "", "value", "35", "number", label="5.其他形式", unit="条"))
    report = {"title": "青禾县水务局2016年政府信息公开工作年度报告", "year": 2016, "form": "stat2014"}
    made = tables(cells)
    made.reports.loc[0, ["title", "year", "form"]] = list(report.values())
    again = parse(write_workbook(made, tmp_path / "out.xlsx", made=datetime(2025, 1, 1)))
    kept = ["table", "row", "column", "text", "value", "state", "unit"]
    assert again.cells[kept].values.tolist() == made.cells[kept].values.tolist()


def test_what_is_shown_by_codes_fits_its_cell_too(tmp_path):
    text = "\x01" * 5_000
    made = tables([cell("art2021", "requests", "new", "total", text, "text")])
    book = openpyxl.load_workbook(write_workbook(made, tmp_path / "out.xlsx"))
    first, _, _ = column(book, "数据", "填写（原文）")[0].partition("……")
    assert len(first) <= CELL_LIMIT
    rest = [row[3] for row in book["超长文字"].values if str(row[1]).startswith("数据!")]
    assert first + "".join(rest) == visible(text)


def test_codes_are_no_revision(tmp_path):
    texts = ("a\tb", "12\t", "a\x01b", "a\r\nb", "a\rb", "\u202eab")
    known = [cell("stat2014", "stat", row.code, "value", text, "text") for row, text in zip(ROWS, texts, strict=False)]
    made = tables([*known, *(cell("stat2014", "other", "", "", "x", "text", label=text) for text in texts)])
    for _ in range(2):
        path = write_workbook(made, tmp_path / "out.xlsx", made=MADE)
    assert [row[4] for row in openpyxl.load_workbook(path)["修订记录"].values][1:] == []


@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_words_that_go_on_elsewhere_are_compared_whole(tmp_path, lang):
    key = "art2021", "requests", "new", "total"
    long = "长" * 70_000 + "\x01" * 5_000

    def revised(text):
        made = tables([cell(*key, text, "text"), cell("art2021", "other", "", "", "", "text", label=text)])
        book = openpyxl.load_workbook(write_workbook(made, tmp_path / "out.xlsx", lang, made=MADE))
        name = {"zh": "修订记录", "en": "Revisions", "both": "修订记录 Revisions"}[lang]
        return [row[6:8] for row in list(book[name].values)[1:]]

    assert [revised(long), revised(long)] == [[], []]
    ((before, after), *_) = revised(long + "尾")
    assert before[:40] == after[:40] == "长" * 40
    assert len(revised(long + "尾")) == 3, "nothing new, and the record goes on"


def test_a_column_s_own_name_is_words_in_the_twin(tmp_path):
    made = tables([cell("art2021", "requests", "new", "total", "1", "number")])
    made.cells["=1+1"] = "x"
    write_workbook(made, tmp_path / "out.xlsx")
    assert (tmp_path / "out_cells.csv").read_text(encoding="utf-8-sig").splitlines()[0].endswith(",'=1+1")


@pytest.mark.parametrize("name", ["file/out.xlsx", "n" * 300 + ".xlsx"])
def test_a_path_that_cannot_be_written_is_named(tmp_path, name):
    (tmp_path / "file").write_bytes(b"before")
    with pytest.raises(GikError, match="无法写入"):
        write_workbook(tables(), tmp_path / name)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
