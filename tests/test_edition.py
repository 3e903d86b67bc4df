"""A new edition of the form (新版格式) is data: a file more, and its name beside the checks that hold in it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

# What a made-up edition of 2027 adds to the form of 2021.
ROW = """[[rows]]
table = "requests"
code = "other.consulted"
parent = "outcomes"
number = "三（六）4"
label = "引导便民咨询解决"
label_en = "Other: settled by an enquiry"
unit = "件"

"""
BELOW = '[[rows]]\ntable = "requests"\ncode = "outcomes"\n'

# Every open cell of the empty form holds a number of its own; what is read must be those numbers in their order.
TRY = """
import json, sys
import openpyxl
import gik

tried = {}
for form in sys.argv[1:]:
    gik.write_form("empty.xlsx", form, agency="云溪市水务局", year=2027)
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
        "new row counted": "other.consulted" in totals,
        "read back": gik.parse("book.xlsx").cells["value"].equals(tables.cells["value"]),
    }
print(json.dumps(tried))
"""


@pytest.fixture(scope="module")
def tried(root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What happens to a report on each form once the made-up edition is among the definitions of a copy of gik."""
    folder = tmp_path_factory.mktemp("edition")
    shutil.copytree(root / "gik", folder / "gik", ignore=shutil.ignore_patterns("__pycache__"))
    definitions = folder / "gik" / "definitions"
    form = (definitions / "forms" / "art2021.toml").read_text(encoding="utf-8")
    for old, new in (
        ('code = "art2021"', 'code = "art2027"\ncounts_as = "art2021"'),
        ('name = "2021年格式"', 'name = "2027年格式"'),
        (BELOW, ROW + BELOW),
    ):
        assert form.count(old) == 1
        form = form.replace(old, new)
    (definitions / "forms" / "art2027.toml").write_text(form, encoding="utf-8")
    checks = (definitions / "checks.toml").read_text(encoding="utf-8")
    checks = checks.replace('"art2021"]', '"art2021", "art2027"]')
    checks = checks.replace(
        "art2021 = { first = 2021 }", "art2021 = { first = 2021, last = 2026 }\nart2027 = { first = 2027 }"
    )
    (definitions / "checks.toml").write_text(checks, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", TRY, "art2021", "art2027"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, dict[str, object]] = json.loads(done.stdout)
    return result


@pytest.mark.parametrize(("form", "is_new"), [("art2027", True), ("art2021", False)])
def test_a_report_is_read_checked_followed_and_written(
    tried: dict[str, dict[str, object]], form: str, is_new: bool
) -> None:
    """The new edition has every label of the old one: what tells them apart is the row that isn't printed."""
    assert tried[form] == {
        "form": form,
        "in order": True,
        "unexpected": not is_new,
        "sums checked": 14,
        "trend": [form] * 3,
        "other": True,
        "new row counted": is_new,
        "read back": True,
    }
