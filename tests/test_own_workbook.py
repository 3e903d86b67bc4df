"""Our own sheets of forms read back: every cell of every form, whatever the report they came from had lost."""

from pathlib import Path

import openpyxl
import pytest

import gik
from gik.forms import load_forms
from gik.frames import Tables
from gik.workbooks.printed import write_printed
from gik.workbooks.saving import save_workbook
from gik.workbooks.sheets import Book
from tests.generator.damage import DAMAGES
from tests.generator.samples import LAYOUTS, YEARS, sample
from tests.generator.score import marks
from tests.test_workbooks import cell, tables


def printed_sheets(made: Tables, path: Path) -> Path:
    """Write the sheets of the forms alone."""
    book, used = Book("zh"), set(made.cells["form"])
    names = [form.name for code, form in load_forms().items() if code in used]
    for form in load_forms().values():
        if form.code in used:
            write_printed(book, form.name, form=form, tables=made, doubtful=frozenset())
    with book.finished(names) as rows:
        return save_workbook(book.workbook, rows, path)


def cells_by_report(made: Tables) -> list[list[tuple[object, ...]]]:
    """Give the cells of each report in an order that doesn't depend on where they were printed."""
    order = {code: number for number, code in enumerate(load_forms())}
    reports = {code: [] for code in made.reports["report"]}
    for c in made.cells.itertuples():
        about = ("", c.unit) if c.row else (c.label, "")  # an own row's unit is not always printed
        value = float(c.value) if c.state == "number" else None
        reports[c.report].append((c.form, c.table, c.row, c.column, *about, c.state, value))
    held = [sorted(own, key=str) for own in reports.values() if own]
    return sorted(held, key=lambda own: order[own[0][0]])


@pytest.mark.parametrize("form", YEARS)
def test_every_perturbation_reads_back_cell_by_cell(tmp_path, form):
    (tmp_path / "raw").mkdir()
    for number, damage in enumerate(DAMAGES):
        fit = [name for name in LAYOUTS if damage.fits(form, LAYOUTS[name])]
        if fit:
            one = sample(form, fit[number * 7 % len(fit)], damage.name, "back")
            (tmp_path / "raw" / one.name).write_bytes(one.data)
    first = gik.parse(tmp_path / "raw")
    again = gik.parse(printed_sheets(first, tmp_path / "own.xlsx"))
    assert set(again.reports["status"]) == {"ok"}
    assert list(again.reports["form"]) == [form] * len(again.reports)
    assert {"absent", "blank", "dash", "none", "number", "text"} <= set(first.cells["state"])
    assert cells_by_report(again) == cells_by_report(first)


@pytest.mark.parametrize("form", YEARS)
@pytest.mark.parametrize(
    ("change", "at"),
    [("insert_cols", 6), ("insert_cols", 13), ("delete_cols", 9), ("delete_cols", 14), ("insert_rows", 3)],
)
def test_a_sheet_whose_columns_were_moved_gives_no_wrong_cell(tmp_path, form, change, at):
    (tmp_path / "raw").mkdir()
    one = sample(form, "html_spans", "plain", "moved")
    (tmp_path / "raw" / one.name).write_bytes(one.data)
    path = printed_sheets(gik.parse(tmp_path / "raw"), tmp_path / "own.xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    getattr(sheet, change)(at)
    book.save(path)
    found = marks(one, gik.parse(path).cells.to_dict("records"))
    assert [(key, shown) for key, (mark, shown) in found.items() if mark == "wrong"] == []


def test_part_of_a_row_may_be_absent(tmp_path):
    people = [column.code for column in load_forms()["art2021"].table("requests").columns]
    made = tables([cell("art2021", "requests", "new", people[n], str(n), "number", unit="件") for n in (1, 4, 6)])
    again = gik.parse(printed_sheets(made, tmp_path / "own.xlsx")).cells
    row = again[(again["table"] == "requests") & (again["row"] == "new")].set_index("column")
    assert dict(zip(row.index, row["state"], strict=True)) == {
        code: "number" if n in (1, 4, 6) else "absent" for n, code in enumerate(people)
    }
    assert row["value"].dropna().tolist() == [1, 4, 6]


OWN = (
    cell("art2021", "requests", "", "total", "3", "number", label="9.内部名册", unit="件"),
    cell("art2021", "art20", "", "", "5", "number", label="第二十条第（六）项 行政检查", unit="件"),
    cell("art2021", "other", "", "", "上年12", "text", label="一、本年新收", unit="件"),
    cell("art2021", "disputes", "", "upheld", "7", "number", label="仲裁", unit="件", place="page 3 table 2"),
)


def test_rows_of_no_form_stand_below_with_their_place_and_read_back(tmp_path):
    known = cell("art2021", "requests", "new", "total", "8", "number", unit="件")
    made = tables([known, *OWN])
    path = printed_sheets(made, tmp_path / "own.xlsx")
    rows = [[c.value for c in row if c.value is not None] for row in openpyxl.load_workbook(path).worksheets[0]]
    begin = rows.index(["不在全国统一格式之内或不能归位的内容（照录）"])
    assert rows[begin + 1 : begin + 6] == [
        ["行名（原文）", "所在表｜列", "单位", "填写", "出处"],
        ["一、本年新收", "其他表", "件", "上年12"],
        ["第二十条第（六）项 行政检查", "主动公开政府信息情况", "件", 5],
        ["9.内部名册", "收到和处理政府信息公开申请情况｜总计", "件", 3],
        ["仲裁", "政府信息公开行政复议、行政诉讼情况｜结果维持", "件", 7, "第3页 第2张表"],
    ]
    read_back = gik.parse(path)
    again = read_back.cells
    kept = ["table", "row", "column", "label", "text", "state", "unit"]
    assert sorted(again[again["row"] == ""][kept].values.tolist()) == sorted(made.cells[1:][kept].values.tolist())
    assert read_back.findings[["rule", "place", "evidence"]].values.tolist() == [
        ["form.row_unknown", f"2021年格式!K{begin + at}", label]
        for at, label in ((4, "第二十条第（六）项 行政检查"), (5, "9.内部名册"), (6, "仲裁"))
    ]


def test_a_number_in_doubt_is_shown_and_stays_in_doubt(tmp_path):
    row = [
        cell("art2019", "requests", "new", column.code, "12", "number", unit="件")
        for column in load_forms()["art2019"].table("requests").columns
    ]
    row[2] |= {"state": "text", "value": None}
    path = printed_sheets(tables(row), tmp_path / "own.xlsx")
    (shown,) = [c for line in openpyxl.load_workbook(path).worksheets[0] for c in line if c.number_format == '@"？"']
    assert (shown.value, shown.font.i) == ("12", True)
    again = gik.parse(path).cells
    assert again.loc[again["row"] == "new", ["text", "state"]].values.tolist() == [
        ["12", "text" if number == 2 else "number"] for number in range(7)
    ]


@pytest.mark.parametrize(("text", "value", "unit"), [("3（其中1件转出）", 3, "宗"), ("2,510元", 2510, "元")])
def test_a_number_keeps_its_own_unit(tmp_path, text, value, unit):
    made = tables([{**cell("art2021", "requests", "new", "total", text, ""), "state": "number", "value": value}])
    made.cells["unit"] = unit
    again = gik.parse(printed_sheets(made, tmp_path / "own.xlsx")).cells
    assert again.loc[again["state"] == "number", ["value", "unit"]].values.tolist() == [[value, unit]]
