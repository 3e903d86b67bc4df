"""Reports as workbooks (.xlsx): merges right or missing, any sheet and offset, numbers as text, formulas."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from random import Random
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from tests.generator.prose import Block
from tests.generator.sheets import Sheet, grid
from tests.generator.word_files import packed

FRAME = Border(*[Side("thin")] * 4)


@dataclass(frozen=True, slots=True)
class Spread:
    """How a workbook holds a report: merges (right, empty, repeated), numbers (numbers, mixed, formulas),
    a sheet for every table, where the first cell stands, and whether cells have borders."""

    merges: str = "right"
    numbers: str = "numbers"
    apart: bool = False
    offset: tuple[int, int] = (0, 0)
    tight: bool = False  # no blank row around tables
    framed: bool = False


def xlsx(blocks: Sequence[Block], spread: Spread, random: Random) -> bytes:
    """Give the workbook of a report."""
    return workbook({"报告": blocks}, spread, random)


def workbook(reports: dict[str, Sequence[Block]], spread: Spread, random: Random) -> bytes:
    """Give a workbook of several reports, a sheet each; an old one, hidden, stands before them."""
    book = Workbook()
    old = book.active
    old.title = "底稿"
    old["A1"], old["B1"], old.sheet_state = "规章", 999, "hidden"
    formulas: dict[str, float] = {}
    for name, blocks in reports.items():
        sheet = book.create_sheet(name)
        row = 1 + spread.offset[0]
        for number, block in enumerate(blocks):
            if block.sheet is None:
                sheet.cell(row, 1 + spread.offset[1], block.text)
                row += 1
            elif block.sheet.rows:
                if spread.apart:
                    sheet, row = book.create_sheet(f"{name}表{number}"), 1 + spread.offset[0]
                row += not spread.tight
                _table(sheet, block.sheet, row, spread, random, formulas)
                row += len(block.sheet.rows) + (not spread.tight)
    file = BytesIO()
    book.save(file)
    return _with_values(file.getvalue(), formulas)


def _table(
    sheet: Worksheet, printed: Sheet, top: int, spread: Spread, random: Random, formulas: dict[str, float]
) -> None:
    positions = [list(row) for row in grid(printed)]
    for y, row in enumerate(positions):
        for x, (cell, begins) in enumerate(row):
            target = sheet.cell(top + y, 1 + x + spread.offset[1])
            if spread.framed:
                target.border = FRAME
            if begins or spread.merges == "repeated":
                target.value = _value(cell.text, cell.kind == "value", spread.numbers, random, formulas)
    if spread.merges == "right":
        for y, row in enumerate(positions):
            for x, (cell, begins) in enumerate(row):
                is_corner = begins and (y == 0 or x >= len(positions[y - 1]) or positions[y - 1][x][0] is not cell)
                if is_corner and (cell.rowspan > 1 or cell.colspan > 1):
                    left = 1 + x + spread.offset[1]
                    sheet.merge_cells(
                        start_row=top + y,
                        end_row=top + y + cell.rowspan - 1,
                        start_column=left,
                        end_column=left + cell.colspan - 1,
                    )


def _value(
    text: str, is_value: bool, numbers: str, random: Random, formulas: dict[str, float]
) -> str | int | float | None:
    if not text or not is_value or not re.fullmatch(r"0|-?[1-9]\d{0,11}(\.\d+)?", text):
        return text or None
    if numbers == "text" or (numbers == "mixed" and random.random() < 0.5):
        return text
    value = float(text)
    if numbers == "formulas":
        formula = f"=1*{1000 + len(formulas)}"
        formulas[formula[1:]] = value
        return formula
    return int(value) if value == int(value) else value


def _with_values(data: bytes, formulas: dict[str, float]) -> bytes:
    """Save beside every formula the value that it has, as spreadsheet programs do."""
    if not formulas:
        return data
    with ZipFile(BytesIO(data)) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}

    def valued(match: re.Match[bytes]) -> bytes:
        return b"<f>%s</f><v>%s</v>" % (match[1], repr(formulas[match[1].decode()]).encode())

    return packed(
        {
            name: re.sub(rb"<f>([^<]*)</f>\s*<v\s*/?>(?:</v>)?", valued, content) if "worksheets" in name else content
            for name, content in parts.items()
        }
    )
