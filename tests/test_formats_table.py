"""The table of docs/formats.md: what the command writes, with every format and layout in it, and within its bounds."""

import pytest

pytest.importorskip("reportlab", reason="reportlab prints the PDFs that the table counts")

from tests.generator.formats_table import BEGIN, DOC, END, FORMATS, Line, lines_in, table, with_table
from tests.generator.office import OFFICE_LAYOUTS
from tests.generator.pdf_layouts import PDF_LAYOUTS
from tests.generator.samples import LAYOUTS
from tests.generator.scans import SCANS

FEWEST = 30
# Wrong cells of scans, of a thousand.
ALLOWED_WRONG = 1


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    return lines_in(DOC.read_text(encoding="utf-8"))


def test_the_table_is_as_the_command_writes_it(lines: list[Line]) -> None:
    text = DOC.read_text(encoding="utf-8")
    assert f"{BEGIN}\n{table(lines)}\n{END}" in text
    assert with_table(text, [line for line in lines if line.format == "pdf"]) == text


def test_every_format_and_layout_is_counted(lines: list[Line]) -> None:
    assert [name for name in FORMATS if name not in {line.format for line in lines}] == []
    assert {*LAYOUTS, *OFFICE_LAYOUTS, *PDF_LAYOUTS, *SCANS} - {line.layout for line in lines} == set()


def test_the_counts_are_within_their_bounds(lines: list[Line]) -> None:
    documents = {name: sum(line.documents for line in lines if line.format == name) for name in FORMATS}
    assert {name: count for name, count in documents.items() if count < FEWEST} == {}
    scans = [line for line in lines if line.format.startswith("scan")]
    assert [line for line in lines if line.wrong and line not in scans] == []
    assert sum(line.wrong for line in scans) * 1000 <= ALLOWED_WRONG * sum(line.right + line.missing for line in scans)
    assert sum(line.unnoticed for line in scans) == 0
