"""Workbooks: any sheet, any offset, numbers as text and formulas as saved, one report or several."""

import re
from datetime import date
from io import BytesIO
from itertools import product
from pathlib import Path
from random import Random
from shutil import which
from subprocess import run
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from gik import parse, write_workbook
from gik.errors import UnreadableFile
from gik.findings import finding
from gik.limits import limits
from gik.reading import Document, Grid, Paragraph, read
from gik.reading.excel import read_workbook
from gik.reading.string_looks import unseen_cells
from gik.tables import read_tables
from tests.generator.office import perturbed
from tests.generator.samples import YEARS, sample
from tests.generator.sheet_files import Spread, workbook, xlsx
from tests.generator.word_files import packed

SAMPLES = Path(__file__).parent / "samples" / "office"


def book(**sheets: dict[str, object]) -> Workbook:
    made = Workbook()
    made.remove(made.active)
    for name, cells in sheets.items():
        sheet = made.create_sheet(name)
        for address, value in cells.items():
            sheet[address] = value
    return made


def saved(made: Workbook) -> bytes:
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def first(made: Workbook) -> Worksheet:
    return made.worksheets[0]


def grids(document: Document) -> list[list[tuple[str, str, int, int]]]:
    return [
        [(cell.place, cell.text, cell.rowspan, cell.colspan) for cell in block.cells]
        for block in document.blocks
        if isinstance(block, Grid)
    ]


def test_places_and_offsets():
    document = read("a", saved(book(报表={"B3": "一、概述", "C5": "规章", "D5": 0, "C6": "罚款", "D6": 1360})))
    assert document.text == "一、概述\n规章 | 0\n罚款 | 1360\n"
    assert [(block.place, type(block)) for block in document.blocks] == [("报表!B3", Paragraph), ("报表!C5:D6", Grid)]
    assert [cell[:2] for cell in grids(document)[0]] == [
        ("报表!C5", "规章"),
        ("报表!D5", "0"),
        ("报表!C6", "罚款"),
        ("报表!D6", "1360"),
    ]


@pytest.mark.parametrize(
    ("value", "format", "expected"),
    [
        (12, "General", "12"),
        (12.0, "0.00", "12"),
        (59237.2449, "0", "59237.2449"),
        (0.1 + 0.2, "General", "0.3"),
        (-35, "+0;-0", "-35"),
        (1e15, "0", "1000000000000000"),
        ("007", "@", "007"),
        ("'0", "General", "'0"),
        (0.705, "0.0%", "70.5%"),
        (date(2020, 1, 31), "yyyy-mm-dd", "2020-01-31"),
        (date(2020, 1, 31), 'yyyy"年"m"月"d"日"', "2020-01-31"),
        *((5, f'{digits}"日"', "5日") for digits in ("0", "General", "#,##0", "0.00")),
        *(
            (12345, code, "12345")
            for code in ('0,"千"', '0!.0,"万"', "#,##0", '[Red]0;"-"', '_ * #,##0_ ;_ * "-"_ ;_ @_ ')
        ),
        *((12345, code, f"12345[{code}]") for code in ("0,", "0!.0,", "0!.0000", '"约"0', ";;;", '"无"')),
        (True, "General", "TRUE"),
        ("=1+2", "General", "=1+2"),
        ("#DIV/0!", "General", "#DIV/0!"),
    ],
)
def test_values_as_they_print(value, format, expected):
    made = book(甲={"A1": "规章", "B1": value})
    first(made)["B1"].number_format = format
    assert grids(read("a", saved(made)))[0][1][1] == expected


def test_a_formula_without_its_value_is_no_blank():
    cells = {"A1": "统计指标", "B1": "数量", "A2": "规章", "B2": "=SUM(B3:B4)"}
    document = read("a", saved(book(甲=cells)))
    assert grids(document)[0][3][1] == "=SUM(B3:B4)"


def test_merged_cells_cover_what_they_cover():
    made = book(甲={"A1": "总", "C1": "数", "C2": 1, "A4": "规章", "B4": 2, "C4": 3})
    for area in ("A1:B2", "A3:B3", "A6:Z9"):
        first(made).merge_cells(area)
    assert grids(read("a", saved(made))) == [
        [
            ("甲!A1", "总", 2, 2),
            ("甲!C1", "数", 1, 1),
            ("甲!C2", "1", 1, 1),
        ],
        [("甲!A4", "规章", 1, 1), ("甲!B4", "2", 1, 1), ("甲!C4", "3", 1, 1)],
    ]


def test_a_stray_cell_far_away_is_none_of_the_table():
    made = book(甲={"A1": "规章", "B1": 0, "A2": "罚款", "B2": 1, "XFD2": "备注", "A1048576": "尾"})
    document = read("a", saved(made))
    assert document.text == "规章 | 0\n罚款 | 1\n备注\n尾\n"
    assert [block.place for block in document.blocks] == ["甲!A1:B2", "甲!XFD2", "甲!A1048576"]


def test_prose_and_chapters_between_tables_are_lines():
    cells = {
        "A1": "某局年报",
        "A2": "全年主动公开信息5条。",
        "A3": "规章",
        "B3": 0,
        "A4": "三、收到和处理申请情况",
        "A5": "罚款",
        "B5": 1,
    }
    document = read("a", saved(book(甲=cells)))
    assert document.text.splitlines() == [
        "某局年报",
        "全年主动公开信息5条。",
        "规章 | 0",
        "三、收到和处理申请情况",
        "罚款 | 1",
    ]
    assert len(grids(document)) == 2


def test_a_hidden_sheet_is_told_and_read_where_it_alone_has_the_table():
    table = {f"A{n}": label for n, label in enumerate(("行政复议", "结果维持", "结果纠正", "尚未审结"), start=1)}
    counts = {f"B{n}": n for n in range(1, 5)}
    made = book(
        底稿={"A1": "规章", "B1": 9},
        报表={"A1": "规章", "B1": 0},
        诉讼={**table, **counts},
        空表={},
    )
    made["底稿"].sheet_state, made["诉讼"].sheet_state, made["空表"].sheet_state = "hidden", "veryHidden", "hidden"
    (document,) = read_workbook(saved(made), "xlsx").values()
    assert document.text == "规章 | 0\n行政复议 | 1\n结果维持 | 2\n结果纠正 | 3\n尚未审结 | 4\n"
    findings = [finding(**told) for told in document.findings]
    assert [(told["rule"], told["severity"], told["place"], told["message"]) for told in findings] == [
        (
            "sheet.hidden",
            "note",
            "底稿",
            "工作簿中的工作表“底稿”是隐藏的，其中没有统一格式的表格，或表格与可见的工作表重复，未读取，请确认。",
        ),
        (
            "sheet.hidden",
            "note",
            "诉讼",
            "工作簿中的工作表“诉讼”是隐藏的，其中的内容已照常读取，请确认是否属于本报告。",
        ),
    ]


def test_a_hidden_draft_of_a_shown_table_is_not_read_but_told():
    table = {f"A{n}": label for n, label in enumerate(("行政复议", "结果维持", "结果纠正", "尚未审结"), start=1)}
    made = book(
        底稿={**table, **{f"B{n}": 9 for n in range(1, 5)}}, 报表={**table, **{f"B{n}": 0 for n in range(1, 5)}}
    )
    made["底稿"].sheet_state = "hidden"
    (document,) = read_workbook(saved(made), "xlsx").values()
    assert "9" not in document.text
    assert [told["place"] for told in document.findings] == ["底稿"]


def test_a_hidden_row_that_is_shown_otherwise_is_not_read_but_told():
    made = book(报表={"A1": "规章", "B1": 9, "A2": "罚款", "B2": 7, "A3": "规章", "B3": 5, "A4": "拘留", "B4": 0})
    for row in (1, 2):
        first(made).row_dimensions[row].hidden = True
    document = read("a", saved(made))
    assert document.text == "罚款 | 7\n规章 | 5\n拘留 | 0\n"
    (told,) = document.findings
    assert "有1行是隐藏的" in finding(**told)["message"]


def test_a_cell_that_is_struck_out_is_no_number():
    made = book(报表={"A1": "规章", "B1": 12, "A2": "罚款", "B2": 7})
    first(made)["B1"].font = Font(strike=True)
    assert read("a", saved(made)).text == "规章 | 1\u03362\u0336\n罚款 | 7\n"


def test_a_hidden_column_is_not_read_but_told():
    made = book(报表={"A1": "规章", "B1": 9, "C1": 5, "A2": "罚款", "B2": 7, "C2": 0})
    first(made).column_dimensions["B"].hidden = True
    document = read("a", saved(made))
    assert document.text == "规章 |  | 5\n罚款 |  | 0\n"
    (told,) = document.findings
    assert "有1列是隐藏的" in finding(**told)["message"]


def test_white_digits_on_white_are_no_number():
    made = book(报表={"A1": "规章", "B1": 12, "A2": "罚款", "B2": 7, "A3": "拘留", "B3": 5})
    first(made)["B1"].font = Font(color="FFFFFFFF")
    first(made)["B2"].font = Font(color=Color(theme=0))
    first(made)["B3"].font = Font(color="FFFFFFFF")
    first(made)["B3"].fill = PatternFill("solid", fgColor="FF336699")
    assert read("a", saved(made)).text == "规章 | 1\u20692\u2069\n罚款 | 7\u2069\n拘留 | 5\n"


@pytest.mark.parametrize("code", ["0;-0;;@", "General;;", "#", "#,###"])
def test_a_zero_that_its_format_leaves_out_is_blank(code):
    made = book(报表={"A1": "规章", "B1": 0, "C1": 5, "A2": "罚款", "B2": 0, "C2": 7})
    first(made)["B1"].number_format = first(made)["C1"].number_format = code
    assert read("a", saved(made)).text == "规章 |  | 5\n罚款 | 0 | 7\n"
    first(made).sheet_view.showZeros = False
    assert read("a", saved(made)).text == "规章 |  | 5\n罚款 |  | 7\n"


def test_where_all_sheets_are_hidden_they_are_read():
    made = book(底稿={"A1": "规章", "B1": 9}, 空表={})
    made["底稿"].sheet_state = "hidden"
    (document,) = read_workbook(saved(made), "xlsx").values()
    assert document.text == "规章 | 9\n"
    assert "照常读取" in finding(**document.findings[0])["message"]


def test_findings_of_a_workbook_are_those_of_its_report(tmp_path):
    reports, _ = zip(*(perturbed("art2019", seed, "plain", Random(seed)) for seed in "1"), strict=True)
    (tmp_path / "a.xlsx").write_bytes(workbook({"甲局": reports[0]}, Spread(), Random(0)))
    findings = parse(tmp_path / "a.xlsx").findings
    assert findings.loc[findings["rule"] == "sheet.hidden", ["severity", "place"]].values.tolist() == [["note", "底稿"]]


def test_several_reports_in_a_workbook(tmp_path):
    reports, right = {}, {}
    for name, seed in (("甲局", "1"), ("乙局", "2"), ("丙局", "3")):
        reports[name], right[name] = perturbed("art2019", seed, "plain", Random(seed))
    for apart in (False, True):
        data = workbook(reports, Spread(apart=apart), Random(0))
        (tmp_path / "三局.xlsx").write_bytes(data)
        tables = parse(tmp_path)
        assert list(tables.reports["file"]) == [f"三局.xlsx!/{name}" for name in reports]
        assert tables.reports["report"].nunique() == 3
        for name, report in zip(reports, tables.reports["report"], strict=True):
            cells = tables.cells[tables.cells["report"] == report]
            found = {(c.table, c.row, c.column): (c.state, c.value) for c in cells.itertuples()}
            assert found == {key: (answer.state, answer.value) for key, answer in right[name].items()}
            assert all(place.startswith(name) for place in cells["place"])


@pytest.mark.parametrize("name", ["report.xls", "report.ods"])
def test_old_workbooks_read_like_new_ones(name):
    new = read_tables(read("a", (SAMPLES / "report.xlsx").read_bytes())).cells
    assert read_tables(read("a", (SAMPLES / name).read_bytes())).cells == new
    assert len(new) == 200


def test_encrypted_workbooks_say_so():
    data = bytearray((SAMPLES / "report.xls").read_bytes())
    at = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20  # behind the workbook's first record
    data[at : at + 10] = b"\x2f\x00\x06\x00\x01\x00\x59\xb3\x0a\x9a"
    with pytest.raises(UnreadableFile, match="已加密"):
        read("a", bytes(data))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (saved(book(甲={})), "没有内容"),
        (packed({"[Content_Types].xml": "", "xl/workbook.xml": "<a"}), "XML 已损坏"),
        (packed({"[Content_Types].xml": "", "xl/workbook.xml": "<!DOCTYPE a><a/>"}), "DTD"),
    ],
)
def test_refused_with_a_reason(data, reason):
    with pytest.raises(UnreadableFile, match=reason):
        read("a", data)


def test_limits_hold():
    many = book(甲={f"{column}{n}": n for n in range(1, 52) for column in "AB"})
    wide = book(甲={"A1": 1, "B1": 1, "T40": 1, **{f"A{n}": n for n in range(1, 40)}})
    merged = book(甲={"A1": 1, "K11": 1})
    first(merged).merge_cells("A1:J10")
    for made, cells in ((many, 101), (many, 3), (wide, 400), (merged, 99)):
        with limits(cells=cells), pytest.raises(UnreadableFile, match="单元格"):
            read("a", saved(made))


def test_what_libreoffice_saves_is_read(tmp_path):
    if which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    pieces, right = perturbed("art2021", "libreoffice", "plain", Random(0))
    (tmp_path / "a.xlsx").write_bytes(xlsx(pieces, Spread(numbers="formulas"), Random(0)))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "xls",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.xlsx"),
    ]
    run(command, check=True, capture_output=True, timeout=120)
    cells = read_tables(read("a", (tmp_path / "a.xls").read_bytes())).cells
    numbers = {(c.table, c.row, c.column) for c in cells if c.state == "number"}
    assert numbers == {key for key, answer in right.items() if answer.state == "number"}


# Our own workbook, read back


def cells_by_title(tables):
    titles = dict(zip(tables.reports["report"], tables.reports["title"], strict=True))
    return {
        (titles[c.report], c.table, c.row, c.column): (c.state, c.unit, None if c.state != "number" else float(c.value))
        for c in tables.cells.itertuples()
        if c.row
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_our_own_workbook_gives_the_same_cells(tmp_path, lang):
    for year, (form, damage) in enumerate(
        product(YEARS, ("plain", "rows_left_out", "dashes", "blanks", "units")), 2000
    ):
        one = sample(form, "html_spans", damage, "own")
        page = one.data.replace(str(YEARS[form]).encode(), str(year).encode(), 1)
        (tmp_path / one.name).write_bytes(page.replace(f"{YEARS[form]}年政府".encode(), f"{year}年政府".encode()))
    first_time = parse(tmp_path)
    again = parse(write_workbook(first_time, tmp_path.parent / f"{lang}.xlsx", lang=lang))
    assert list(again.reports["status"]) == ["ok"] * len(first_time.reports)
    assert sorted(again.reports["title"]) == sorted(first_time.reports["title"])
    assert cells_by_title(again) == cells_by_title(first_time)
    assert set(again.findings["rule"]) <= {*first_time.findings["rule"], "published.late"}


def test_a_raised_digit_behind_a_number_is_no_digit_of_it(tmp_path):
    made = Workbook()
    raised = CellRichText("36", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    for row in (
        ["统计指标", "单位", "数量"],
        ["收到申请数", "件", raised],
        ["当面申请数", "件", 12],
        ["网络申请数", "件", 24],
    ):
        first(made).append(row)
    (tmp_path / "a.xlsx").write_bytes(saved(made))
    cells = parse(tmp_path / "a.xlsx").cells
    printed = cells[cells["state"] != "absent"]
    assert list(zip(printed["text"], printed["state"], strict=True)) == [
        ("36¹", "text"),
        ("12", "number"),
        ("24", "number"),
    ]


@pytest.mark.parametrize("name", ["raised.xls", "raised.ods"])
def test_raised_digits_of_old_workbooks(name):
    """The library gives them as digits like all others; the strings of the .xls go on in a second record."""
    document = read("a", (SAMPLES / name).read_bytes())
    lines = document.text.splitlines()
    assert [line for line in lines if not line.startswith("长")] == [
        "指标 | 单位 | 数量",
        "收到申请数 | 件 | 36¹²",
        "当面申请数 | 件 | 361",
        "网络申请数 | 件 | 36",
        "信函申请数 | 件³ | 4⁵6",
        "末⁷",
    ]


def test_digits_of_old_workbooks_that_are_lowered_or_struck_out():
    def second(data):
        return read("a", data).text.splitlines()[1]

    xls, flags = (SAMPLES / "raised.xls").read_bytes(), 2  # of a font: its height, flags, colour, weight and script
    (at,) = [m.start() + 4 for m in re.finditer(rb"\x31\x00[\x10-\x60]\x00.{8}\x01\x00", xls, re.DOTALL)]
    assert second(xls[: at + 8] + b"\x02" + xls[at + 9 :]) == "收到申请数 | 件 | 36₁₂"
    assert second(xls[: at + flags] + b"\x08" + xls[at + flags + 1 :]) == "收到申请数 | 件 | 361\u03362\u0336"
    lowered, struck = (
        _with_part((SAMPLES / "raised.ods").read_bytes(), "content.xml", rb'style:text-position="[^"]*"', words)
        for words in (b'style:text-position="sub 58%"', b'style:text-line-through-style="solid"')
    )
    assert second(lowered) == "收到申请数 | 件 | 36₁₂"
    assert second(struck) == "收到申请数 | 件 | 361\u03362\u0336"


WHITE = """<o:document-content xmlns:o="o" xmlns:s="s" xmlns:f="f" xmlns:t="t" xmlns:x="x">
<o:automatic-styles><s:style s:name="white"><s:text-properties f:color="#FFFFFF"/></s:style><s:style s:name="shaded">
<s:table-cell-properties f:background-color="#336699"/><s:text-properties f:color="#ffffff"/></s:style>
</o:automatic-styles>
<o:body><o:spreadsheet><t:table t:name="甲"><t:table-row t:number-rows-repeated="2"><t:table-cell/></t:table-row>
{}</t:table></o:spreadsheet></o:body></o:document-content>"""


CELL = b'<table:table-cell table:style-name="ce1"'


def test_white_cells_of_an_ods_workbook_are_no_numbers():
    cell = '<t:table-cell/><t:table-cell t:style-name="{}"><x:p>5</x:p></t:table-cell>'
    rows = "".join(f"<t:table-row>{cell.format(style)}</t:table-row>" for style in ("white", "shaded", "none"))
    assert unseen_cells(packed({"content.xml": WHITE.format(rows)})) == {"甲": {(2, 1)}}
    plain, white = (SAMPLES / "report.ods").read_bytes(), b'<style:text-properties fo:color="#ffffff"/></style:style>'
    shown = _with_part(plain, "content.xml", b'<table:table-cell(?= office:value-type="float")', CELL)
    text, plain = (read("a", data).text for data in (_with_part(shown, "content.xml", b"</style:style>", white), plain))
    assert text.replace("\u2069", "") == plain != text


def _with_part(package, name, pattern, words):
    """Give a package with what a pattern finds in one of its parts replaced."""
    made = BytesIO()
    with ZipFile(BytesIO(package)) as old, ZipFile(made, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info, re.sub(pattern, words, data) if info.filename == name else data)
    return made.getvalue()
