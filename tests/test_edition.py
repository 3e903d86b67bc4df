"""A new edition of the form (新版格式) is data, and so is a province's own (省级增设指标).

Each is a file more, and its name beside the checks that hold in it.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gik.series import Rate, Series

# What a made-up edition of 2027, and a made-up province's own form, add to the form of 2021, each before another row.
CONSULTED = """[[rows]]
table = "requests"
code = "other.consulted"
parent = "outcomes"
number = "三（六）4"
label = "引导便民咨询解决"
label_en = "Other: settled by an enquiry"
unit = "件"

"""
DESTROYED = """[[rows]]
table = "requests"
code = "unavailable.destroyed"
parent = "outcomes"
number = "三（四）4"
label = "原件依法销毁"
label_en = "Unavailable: destroyed as the law demands"
unit = "件"

"""
TRAINED = """[[rows]]
table = "training"
code = "trained"
number = "第四十六条"
label = "政府信息公开业务培训"
label_en = "Training in disclosure"
columns = ["sessions", "people"]
unit = ["场次", "人次"]

[[columns]]
table = "training"
code = "sessions"
label = "本年培训场次"
label_en = "Sessions this year"

[[columns]]
table = "training"
code = "people"
label = "本年培训人次"
label_en = "People trained this year"

"""
INSPECTION = """[[rows]]
table = "art20"
code = "inspection"
number = "第二十条第（六）项"
label = "行政检查"
label_en = "Administrative inspections"
columns = ["decisions"]
unit = "件"

"""
ADDED = {
    "art2027": (
        "2027年格式",
        [
            (CONSULTED, '[[rows]]\ntable = "requests"\ncode = "outcomes"\n'),
            (TRAINED, '[[headings]]\ntable = "requests"\nnumber = "三"\n'),
        ],
    ),
    "anhe2021": (
        "安和省2021年格式",
        [
            (DESTROYED, '[[rows]]\ntable = "requests"\ncode = "not_processed.petition"\n'),
            (INSPECTION, '[[rows]]\ntable = "art20"\ncode = "admin_fees"\n'),
        ],
    ),
}
YEARS = "art2021 = { first = 2021, last = 2026 }\nart2027 = { first = 2027 }\nanhe2021 = { first = 2021, last = 2026 }"

# Every open cell of the empty form holds a number of its own; what is read must be those numbers in their order. Then
# the same form is read as a page of plain text, whole and with a few rows only.
TRY = """
import json, sys
from pathlib import Path
import openpyxl
import gik
from gik.forms import load_forms

def page(form, year, rows):
    lines, number, heads = [f"云溪市水务局{year}年政府信息公开工作年度报告", ""], 0, ()
    for table in load_forms()[form].tables:
        for row in (row for row in table.rows if not rows or row.code in rows):
            if heads != (heads := row.columns):
                lines += ["", "|".join(["", *(table.column(code).label for code in heads)])]
            lines.append("|".join([row.label, *(str(number := number + 1) for _ in heads)]))
    Path("page.txt").write_text("\\n".join(lines), encoding="utf-8")
    read = gik.parse("page.txt")
    values = read.cells.query("state == 'number'")["value"]
    return [read.reports["form"].item(), values.tolist() == list(range(1, number + 1))]

tried = {}
for form, year, rows in json.loads(sys.argv[1]):
    gik.write_form("empty.xlsx", form, agency="云溪市水务局", year=year)
    book = openpyxl.load_workbook("empty.xlsx")
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    cells = [cell for cell in cells if type(cell).__name__ == "Cell" and not cell.protection.locked]
    typed = [cell for cell in cells if cell.value is None]
    for number, cell in enumerate(typed, start=1):
        cell.value = number
    book.save("filled.xlsx")
    tables = gik.parse("filled.xlsx")
    gik.write_workbook(tables, "book.xlsx")
    printed = tables.cells[tables.cells["state"] == "number"]
    totals = printed[printed["column"] == "total"].set_index("row")["value"]
    points = gik.trend(tables, ["received", "other", "denied_rate"])
    tried[form] = {
        "form": tables.reports["form"].item(),
        "in order": printed["value"].tolist() == list(range(1, len(typed) + 1)),
        "unexpected": "form.unexpected" in set(tables.findings["rule"]),
        "sums checked": int((tables.findings["rule"] == "identity.column").sum()),
        "trend": points["form"].tolist(),
        "other": bool(points["value"][1] == totals[totals.index.str.startswith("other.")].sum()),
        "rows": len(set(zip(printed["table"], printed["row"]))),
        "read back": gik.parse("book.xlsx").cells["value"].equals(tables.cells["value"]),
        "pages": [page(form, year, own) for own in ((), rows)],
    }
print(json.dumps(tried))
"""
# Each form, a year in which it is due, and the rows of a page that prints a few.
TRIED = [
    ("art2027", 2027, ["new", "denied.internal", "other.consulted", "outcomes"]),
    ("anhe2021", 2024, ["new", "denied.internal", "unavailable.destroyed", "outcomes"]),
    ("art2021", 2024, ["new", "denied.internal", "outcomes"]),
]


@pytest.fixture(scope="module")
def tried(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What happens to a report on each form once the made-up ones are among the definitions of a copy of gik."""
    folder = tmp_path_factory.mktemp("edition")
    shutil.copytree(root / "gik", folder / "gik", ignore=shutil.ignore_patterns("__pycache__"))
    definitions = folder / "gik" / "definitions"
    base = (definitions / "forms" / "art2021.toml").read_text(encoding="utf-8")
    for code, (name, rows) in ADDED.items():
        replaced = [
            ('code = "art2021"', f'code = "{code}"\ncounts_as = "art2021"'),
            ('name = "2021年格式"', f'name = "{name}"'),
            *((below, row + below) for row, below in rows),
        ]
        _write(definitions / "forms" / f"{code}.toml", base, replaced)
    checks = (definitions / "checks.toml").read_text(encoding="utf-8")
    checks = checks.replace('"art2021"]', '"art2021", "art2027", "anhe2021"]')
    _write(definitions / "checks.toml", checks, [("art2021 = { first = 2021 }", YEARS)])
    layouts = (definitions / "layouts.toml").read_text(encoding="utf-8")
    titles = [("[printed_en]\n", 'training = "Training"\n'), ("[printed]\n", 'training = "业务培训情况"\n')]
    placed = [('art20 = "sections"\n', 'training = "sections"\n'), *titles]
    _write(definitions / "layouts.toml", layouts, [(above, above + line) for above, line in placed])
    done = subprocess.run(
        [sys.executable, "-c", TRY, json.dumps(TRIED)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, dict[str, object]] = json.loads(done.stdout)
    return result


def _write(path: Path, text: str, replaced: list[tuple[str, str]]) -> None:
    for old, new in replaced:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("form", "more"), [("art2027", 2), ("anhe2021", 2), ("art2021", 0)])
def test_a_report_is_read_checked_followed_and_written(
    tried: dict[str, dict[str, object]], form: str, more: int
) -> None:
    """The new ones have every label of the old one: what tells them apart is the row that isn't printed."""
    assert tried[form] == {
        "form": form,
        "in order": True,
        "unexpected": False,
        "sums checked": 14,
        "trend": [form] * 3,
        "other": True,
        "rows": 34 + more,
        "read back": True,
        "pages": [[form, True], [form, True]],
    }


def made(code: str, comparability: str) -> Series:
    cells = dict.fromkeys(("stat2014", "art2019", "art2021", "art2027"), (("requests", code, "total"),))
    return Series(code, code, code, "件", comparability, "", cells)


@pytest.mark.parametrize(
    ("comparability", "now"),
    [
        ("same", ["stat2014", "art2019", "art2021", "art2027"]),
        ("approximate", ["art2019", "art2021", "art2027"]),
        ("break_2019", ["art2019", "art2021", "art2027"]),
        ("break_2027", ["art2027"]),
    ],
)
def test_a_series_breaks_in_the_year_that_its_line_says(comparability: str, now: list[str]) -> None:
    series = made("received", comparability)
    assert [form for form in series.cells if series.counts_as_now(form)] == now


def test_a_rate_is_as_comparable_as_the_worse_of_its_series_and_breaks_as_late_as_either() -> None:
    rates = [("break_2019", "break_2027"), ("approximate", "break_2027"), ("break_2027", "starts_2019")]
    found = [Rate("r", "", "", made("a", one), made("b", other)).comparability for one, other in rates]
    assert found == ["break_2027", "break_2027", "starts_2019"]
