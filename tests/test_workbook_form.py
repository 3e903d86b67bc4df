"""The form to fill in: only what may be typed can be typed, every identity is live, and it reads back."""

import shutil
import subprocess

import openpyxl
import pytest

from gik import check, parse
from gik.errors import GikError
from gik.form_lines import lines
from gik.forms import load_forms
from gik.workbooks import write_form
from tests.test_workbooks import dump

YEARS = {"stat2014": 2016, "art2019": 2019, "art2021": 2022}


def entries(sheet):
    """Give the cells that are open and empty, in reading order."""
    return [c for row in sheet.iter_rows() for c in row if c.border.left.style and not c.protection.locked]


def fill(path, values):
    book = openpyxl.load_workbook(path)
    cells = [c for c in entries(book.worksheets[0]) if type(c).__name__ == "Cell"]
    for c, value in zip(cells, values, strict=False):
        c.value = value
    book.save(path)
    return cells


@pytest.fixture
def form(tmp_path):
    def form(code="art2021", **options):
        return write_form(tmp_path / f"{code}.xlsx", code, agency="青禾县水务局", year=YEARS[code], **options)

    return form


@pytest.mark.parametrize("code", list(YEARS))
def test_filled_in_it_reads_back(form, code):
    count = sum(len(row.columns) for table in load_forms()[code].tables for row in table.rows)
    path = form(code)
    assert len(fill(path, range(1, count + 1))) == count
    read = parse(path)
    (report,) = read.reports.to_dict("records")
    expected = ("青禾县水务局", YEARS[code], code, "ok", f"青禾县水务局{YEARS[code]}年政府信息公开工作年度报告")
    assert tuple(report[name] for name in ("issuer", "year", "form", "status", "title")) == expected
    assert read.cells["value"].tolist() == list(range(1, count + 1))


def test_what_is_left_empty_reads_back_as_blank(form):
    path = form("art2021")
    fill(path, [0, None, 5])
    cells = parse(path).cells
    assert cells["state"].tolist() == ["number", "blank", "number", *["blank"] * 197]


@pytest.mark.parametrize("code", list(YEARS))
def test_only_numbers_of_the_right_kind_can_be_typed_and_the_rest_is_protected(form, code):
    sheet = openpyxl.load_workbook(form(code)).worksheets[0]
    rules = {}
    for rule in sheet.data_validations.dataValidation:
        for area in rule.sqref.ranges:
            rules[area.coord] = (rule.type, rule.operator, rule.formula1, rule.errorStyle)
    cells = [c for c in entries(sheet) if type(c).__name__ == "Cell"]
    assert sorted(rules) == sorted(c.coordinate for c in cells)
    other = ("whole", "-99999999") if code == "art2019" else ("decimal", "0")
    expected = {(kind, "greaterThanOrEqual", least, "stop") for kind, least in (("whole", "0"), other)}
    assert set(rules.values()) == expected
    assert sheet.protection.sheet and sheet.protection.password is None
    labels = [c for row in sheet.iter_rows() for c in row if c.value and c.border.left.style]
    assert labels and all(c.protection.locked for c in labels)


def calculated(path, folder):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        pytest.skip("needs LibreOffice, which is not installed here")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    kind = "xlsx:Calc MS Excel 2007 XML"
    command = [office, profile, "--headless", "--convert-to", kind, "--outdir", folder / "again", path]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    return openpyxl.load_workbook(folder / "again" / path.name, data_only=True)


def test_the_formulas_say_what_the_checks_say(form, tmp_path):
    path = form("art2021")
    values = [0.0] * 200
    values[10:17] = [5, 0, 0, 0, 0, 0, 6]  # 本年新收: the total is one too many
    fill(path, values)
    book = calculated(path, tmp_path)
    told = dump(book["勾稽核对"])
    wrong = [row[:1] + row[2:5] for row in told[1:] if row[-1].startswith("※")]
    balance = "本年新收政府信息公开申请数量＋上年结转政府信息公开申请数量＝办理结果总计＋结转下年度继续办理"
    assert wrong == [
        [f"自然人：{balance}", 0, 5, -5],
        [f"总计：{balance}", 0, 6, -6],
        ["本年新收政府信息公开申请数量：自然人＋商业企业＋科研机构＋社会公益组织＋法律服务机构＋其他＝总计", 6, 5, 1],
    ]
    assert book["2021年格式"]["A2"].value == f"勾稽关系共{len(told) - 1}项，3处不符，见“勾稽核对”表"
    findings = check(parse(path))
    assert findings["difference"].tolist() == [-5, -6, 1]


def test_an_empty_form_is_neither_right_nor_wrong(form, tmp_path):
    book = calculated(form("stat2014"), tmp_path)
    results = {row[5].value for row in book["勾稽核对"].iter_rows(min_row=2)}
    assert results <= {None, ""}
    assert book["2014年统计表"]["A3"].value.endswith("项，尚未填写")


def test_every_identity_has_a_line_and_turns_red(form):
    book = openpyxl.load_workbook(form("art2019"))
    assert book["勾稽核对"].max_row - 1 == sum(
        1 if line.compare == "equal" else len(line.parts) for line in lines(load_forms()["art2019"])
    )
    rules = [rule for area in book.worksheets[0].conditional_formatting for rule in area.rules]
    assert {(rule.type, rule.dxf.font.b, rule.dxf.font.color.rgb) for rule in rules} == {
        ("expression", True, "009C0006")
    }


def test_another_form_or_language_is_refused(tmp_path):
    for options in ({"form": "art1999"}, {"lang": "fr"}):
        with pytest.raises(GikError, match=r"stat2014|zh、en、both"):
            write_form(tmp_path / "form.xlsx", **options)
    assert list(tmp_path.iterdir()) == []


def test_a_form_that_no_check_names_is_written_without_formulas(form, monkeypatch):
    monkeypatch.setattr("gik.workbooks.filling.lines", lambda definition: ())
    path = form("art2021")
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["2021年格式"]
    assert [c.value for row in book.worksheets[0].iter_rows() for c in row if c.data_type == "f"] == []
    fill(path, range(1, 201))
    assert parse(path).cells["value"].tolist() == list(range(1, 201))
