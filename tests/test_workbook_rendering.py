"""Workbooks opened and printed by LibreOffice: every sheet whole, nothing cut off, every glyph there, every chart."""

import re
import shutil
import subprocess
import zipfile

import openpyxl
import pytest

from gik.workbooks import write_form, write_workbook
from tests.test_workbooks import MADE, cell, dump, two_years

PAPER = {(595, 842), (842, 595)}


def office(path, folder, kind):
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        pytest.skip("needs LibreOffice, which is not installed here")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", folder, path]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return folder / f"{path.stem}.{kind.partition(':')[0]}"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("printed")
    return write_workbook(two_years(), folder / "out.xlsx", made=MADE, agencies=["甲局"])


@pytest.fixture(scope="module")
def pages(made, tmp_path_factory):
    return printed(made, tmp_path_factory.mktemp("pages"))


def printed(path, folder):
    """Give the pages of a workbook as LibreOffice prints them: size, words with their places."""
    pdfplumber = pytest.importorskip("pdfplumber", reason="needs pdfplumber, which the parser of PDF brings")
    with pdfplumber.open(office(path, folder, "pdf")) as pdf:
        return [
            (
                (round(page.width), round(page.height)),
                page.extract_words(),
                len(page.curves) + len(page.lines),
                {char["fontname"] for char in page.chars},
            )
            for page in pdf.pages
        ]


def words_of(page):
    return "".join(word["text"] for word in page[1])


def test_every_sheet_is_printed_on_a4_and_numbered(pages, made):
    assert {page[0] for page in pages} <= PAPER
    footers = [re.findall(r"第(\d+)页共(\d+)页", words_of(page)[-300:])[-1:] for page in pages]
    assert footers == [[(str(n), str(len(pages)))] for n in range(1, len(pages) + 1)]
    everything = "".join(map(words_of, pages))
    for sheet in openpyxl.load_workbook(made):
        first = next(c.value for row in sheet.iter_rows() for c in row if c.value is not None)
        assert re.sub(r"\s", "", str(first)) in everything, sheet.title


def test_no_number_is_too_wide_and_no_word_is_cut_off(pages, made):
    everything = "".join(map(words_of, pages))
    assert "###" not in everything
    for page in pages:
        (width, _), words = page[:2]
        assert all(word["x0"] >= 0 and word["x1"] <= width for word in words)
    heads = [c.value for sheet in openpyxl.load_workbook(made) for c in sheet[1] if c.value]
    assert not [head for head in heads if re.sub(r"\s", "", str(head)) not in everything]


def test_every_sheet_is_as_wide_as_a_page(made):
    """A sheet wider than a page would be printed in strips: each is fitted, or its columns fit at its size."""
    for sheet in openpyxl.load_workbook(made):
        widths = [
            column.width for column in sheet.column_dimensions.values() for _ in range(column.min, column.max + 1)
        ]
        points = sum(width * 7 + 5 for width in widths) * 0.75 * (sheet.page_setup.scale or 100) / 100
        fitted = sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight in (0, 1)
        assert fitted or points <= 595 - 2 * 0.59 * 72, sheet.title


def test_every_glyph_is_there(pages):
    fonts = set().union(*(page[3] for page in pages))
    assert [name for name in fonts if re.search("CJK|Song|Hei|Fang|Han|WenQuan|Droid", name)], fonts
    assert not re.search("[\ufffd\u25a1]", "".join(map(words_of, pages)))


def test_charts_are_drawn_and_stay_charts(pages, made, tmp_path):
    titled = [page for page in pages if "报告年度" in words_of(page) and re.search("单位：[件%]", words_of(page))]
    names = zipfile.ZipFile(made).namelist()
    charts = [name for name in names if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]
    assert len(titled) == len(charts) > 10
    assert all(page[2] > 5 for page in titled)
    again = zipfile.ZipFile(office(made, tmp_path, "xlsx:Calc MS Excel 2007 XML")).namelist()
    assert len([name for name in again if re.fullmatch(r"xl/charts/chart\d+\.xml", name)]) == len(charts)


def rounded(rows):
    """Give cells as an office suite saves them: 15 digits of a number."""
    return [[float(f"{cell:.14g}") if isinstance(cell, float) else cell for cell in row] for row in rows]


def test_it_opens_elsewhere_and_shows_every_cell(made, tmp_path):
    one = openpyxl.load_workbook(made)
    two = openpyxl.load_workbook(office(made, tmp_path, "xlsx:Calc MS Excel 2007 XML"))
    assert two.sheetnames == one.sheetnames
    for sheet in one:
        assert rounded(dump(two[sheet.title])) == rounded(dump(sheet)), sheet.title


@pytest.mark.parametrize(("code", "count"), [("stat2014", 2), ("art2021", 1)])
def test_a_form_to_fill_in_is_printed_whole(tmp_path, code, count):
    path = write_form(tmp_path / "form.xlsx", code, agency="青禾县水务局", year=2022)
    found = printed(path, tmp_path)
    form = [page for page in found if "勾稽核对" not in words_of(page)[:8] and "结果" not in words_of(page)[:30]]
    assert len(form) >= count
    assert "单位负责人" in "".join(map(words_of, form[:count]))


def test_states_look_different_on_paper(tmp_path):
    row = "requests", "new"
    cells = [
        cell("art2021", *row, "natural_person", "0", "number", unit="件"),
        cell("art2021", *row, "research", "—", "dash", unit="件"),
        cell("art2021", *row, "charity", "无", "none", unit="件"),
        cell("art2021", *row, "total", "", "absent", unit="件"),
    ]
    from tests.test_workbooks import tables

    pages = printed(write_workbook(tables(cells), tmp_path / "out.xlsx", made=MADE), tmp_path)
    line = next(words_of(page) for page in pages if "一、本年新收政府信息公开申请数量" in words_of(page))
    assert re.search("数量0未列—无未列未列未列", line)


def test_a_finding_below_a_form_has_room_for_tall_letters(tmp_path):
    """The fonts that stand in for 仿宋 take 15 points a line at this size; the last line was cut in half."""
    from tests.test_workbooks import tables

    finding = {"report": "r1", "rule": "r", "severity": "error", "message": "收到申请数与各项之和不符，请核实。" * 5}
    reported = tables([cell("art2021", "requests", "new", "total", "1", "number", unit="件")], [finding])
    book = openpyxl.load_workbook(write_workbook(reported, tmp_path / "out.xlsx", made=MADE))["2021年格式"]
    (row,) = [row for row in range(1, book.max_row + 1) if str(book.cell(row, 1).value).startswith("【错误】")]
    characters_in_a_line = 28  # nine columns of 6.3 at size 10
    lines = -(-len(book.cell(row, 1).value) // characters_in_a_line)
    assert book.row_dimensions[row].height >= 15 * lines


def test_the_contents_in_both_languages_are_printed_on_one_page(tmp_path):
    book = openpyxl.load_workbook(write_workbook(two_years(), tmp_path / "out.xlsx", made=MADE, lang="both"))
    assert [sheet.title for sheet in book if sheet.page_setup.fitToHeight == 1] == ["目录 Contents"]
