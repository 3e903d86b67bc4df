"""Workbooks (.xlsx, .xls, .ods) → Documents: one a workbook, or one for each report where it holds several.

Formulas count by the values saved with them. A hidden sheet (隐藏的工作表) is read where no shown one prints the same
table, and a finding tells of it either way.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO

from gik.errors import UnreadableFile
from gik.limits import exceed, limit, require
from gik.reading.building import Cells, Words, build
from gik.reading.document import Document
from gik.reading.own_workbook import form_of_sheet, reports_of_form_sheet
from gik.reading.sheet_rows import SheetCell, items_of_sheet
from gik.reading.spacing import clean, unsure
from gik.reading.string_looks import DAMAGED, marked_strings, unseen_cells
from gik.reading.unpacking import require_members
from gik.reading.xlsx import IDEOGRAPH, REPORTS, Range, RawSheet, read_sheets
from gik.reading.xlsx_looks import plain_number

Items = Sequence[Words | Cells]
# Sheets with so much of the smaller one's labels in common print the same table for two reports.
_ALIKE = 0.5
_FEWEST = 4  # labels that are enough to tell
_SHORTEST = 3  # Chinese characters of a label; values and their units have fewer
# The record of a password, right behind the one that begins an old workbook.
_LOCKED = re.compile(rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL)
_WHAT = "Excel 工作簿"
_ENCRYPTED = "Excel 工作簿已加密（设有打开密码），请去掉密码后再放入"


def read_workbook(data: bytes, format: str) -> dict[str, Document]:
    """Give the documents of a workbook (xlsx or xls) by the first sheet of each; places are ``Sheet1!C7``.

    Sheets are parts of one report unless one repeats the labels of another: then another report begins with it.
    Of workbooks that write_workbook wrote, the sheets of the forms are read, and each report is one by itself.
    Raises UnreadableFile for workbooks that are encrypted, damaged, empty or beyond the limits.
    """
    items: dict[str, Items] = {}
    shown: set[str] = set()
    partly: list[RawSheet] = []
    own: dict[str, Document] = {}
    for sheet in read_sheets(data) if format == "xlsx" else _old_sheets(data):
        cells = _cells(sheet)
        form = form_of_sheet(cells)
        if form and (printed := list(reports_of_form_sheet(sheet.name, form, cells))):
            for place, held, records in printed:
                document = build(items_of_sheet(sheet.name, held, blank_rows=True), format)
                document = _told_rows(document, sheet)
                own[place] = document if records is None else replace(document, form=form.code, cells=records)
        elif own:
            return own
        elif made := items_of_sheet(sheet.name, [cell for cell in cells if _is_shown(cell, sheet)]):
            items[sheet.name] = made
            shown |= {sheet.name} if sheet.is_shown else set()
            partly += [sheet] if sheet.left_out or sheet.hidden else []
    if own:
        return own
    if not items:
        raise UnreadableFile("Excel 工作簿没有内容，请核对是否选错了文件")
    labels = {name: _labels(made) for name, made in items.items()}
    read = {name: own for name, own in labels.items() if name in shown or _is_new(own, shown, labels)}
    reports = _reports(read)
    documents = {names[0]: build((item for name in names for item in items[name]), format) for names in reports}

    def first_of(name: str) -> str:
        return next((names[0] for names in reports if name in names), reports[0][0])

    for sheet in partly:
        document = _told_rows(documents[first_of(sheet.name)], sheet)
        count = len(sheet.hidden)
        documents[first_of(sheet.name)] = _told(document, sheet.name, "zh_columns", count=count) if count else document
    for name in [name for name in items if name not in shown]:
        first = first_of(name)
        documents[first] = _told(documents[first], name, "zh" if name in read else "zh_left")
    return documents


def _is_shown(cell: SheetCell, sheet: RawSheet) -> bool:
    return any(column not in sheet.hidden for column in range(cell.column, cell.column + cell.width))


def _is_new(own: set[str], shown: set[str], labels: Mapping[str, set[str]]) -> bool:
    """Tell whether a hidden sheet has a table that no shown one has: drafts and old versions are passed over."""
    return not shown or (len(own) >= _FEWEST and not any(_alike(own, labels[name]) for name in shown))


def _told(document: Document, sheet: str, wording: str, **facts: int) -> Document:
    told = {"rule": "sheet.hidden", "place": sheet, "evidence": sheet, "wording": wording, "sheet": sheet, **facts}
    return replace(document, findings=(*document.findings, told))


def _told_rows(document: Document, sheet: RawSheet) -> Document:
    return _told(document, sheet.name, "zh_rows", count=sheet.left_out) if sheet.left_out else document


def read_one_report(data: bytes, format: str) -> Document:
    """Give the document of a workbook that holds one report.

    Raises UnreadableFile where it holds several.
    """
    documents = read_workbook(data, format)
    if len(documents) > 1:
        raise UnreadableFile(f"Excel 工作簿中有{len(documents)}份报告，要逐份读取")
    return next(iter(documents.values()))


def _old_sheets(data: bytes) -> Iterator[RawSheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    if _LOCKED.search(data):
        raise UnreadableFile(_ENCRYPTED)
    if data.startswith(b"PK"):  # .xlsb and .ods: the library unpacks whatever there is
        require_members(data, _WHAT)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
            marked, unseen = marked_strings(data), unseen_cells(data)
            for about in workbook.sheets_metadata:
                if about.typ == SheetTypeEnum.WorkSheet:
                    sheet = workbook.get_sheet_by_name(about.name)
                    cells = list(_filled(sheet.iter_rows(), (sheet.start or (0, 0))[1], marked))
                    if white := unseen.get(about.name):
                        cells = [(row, c, unsure(words) if (row, c) in white else words) for row, c, words in cells]
                    ranges = [Range(*found) for found in sheet.merged_cell_ranges or ()]
                    yield RawSheet(about.name, about.visible == SheetVisibleEnum.Visible, cells, ranges)
    except PasswordError as error:
        raise UnreadableFile(_ENCRYPTED) from error
    except (CalamineError, OSError, ValueError) as error:
        raise UnreadableFile(DAMAGED) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of the library's own language; it has no name to catch it by
            raise
        raise UnreadableFile(DAMAGED) from error


def _filled(rows: Iterator[Sequence[object]], left: int, marked: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Give the cells with words; rows are counted from the sheet's first one, but begin at the column ``left``."""
    filled, most = 0, limit("cells") * REPORTS
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells, start=left):
            if cell is not None and cell != "":
                filled += 1
                if filled > most:
                    exceed("cells", "Excel 工作表")
                yield row, column, marked.get(cell, cell) if isinstance(cell, str) else _words(cell)


def _words(cell: object) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, (int, float)):
        return plain_number(cell)
    return cell.isoformat()[:10] if isinstance(cell, date) else str(cell)


def _cells(sheet: RawSheet) -> list[SheetCell]:
    words = {(row, column): clean(cell) for row, column, cell in sheet.cells}
    last = max((row for (row, _), text in words.items() if text), default=-1)
    right = max((column for (_, column), text in words.items() if text), default=-1)
    covered: set[tuple[int, int]] = set()
    cells: list[SheetCell] = []
    for first, end in sheet.ranges:
        if first[0] > last or first[1] > right or first in covered:
            continue
        height, width = min(end[0], last) - first[0] + 1, min(end[1], right) - first[1] + 1
        require("cells", max(height * width, len(covered) / REPORTS), "Excel 工作表")
        covered |= {(first[0] + down, first[1] + along) for down in range(height) for along in range(width)}
        cells.append(SheetCell(*first, words.get(first, ""), height, width))
    rest = ((place, text) for place, text in words.items() if place not in covered)
    cells += (SheetCell(*place, text) for place, text in rest if place[0] <= last and place[1] <= right)
    require("cells", len(cells) / REPORTS, "Excel 工作表")
    return cells


def _labels(items: Items) -> set[str]:
    cells = (cell for item in items if isinstance(item, Cells) for row in item.rows for cell in row)
    return {cell.text for cell in cells if len(IDEOGRAPH.findall(cell.text)) >= _SHORTEST}


def _reports(labels: dict[str, set[str]]) -> list[list[str]]:
    """Give the sheets of each report, in order.

    >>> _reports({"甲": {*"一二三四"}, "甲续": {*"五六七八"}, "乙": {*"一二三四九"}})
    [['甲', '甲续'], ['乙']]
    """
    reports: list[list[str]] = [[]]
    waiting: list[str] = []  # sheets without tables: they belong to the tables behind them
    for name, own in labels.items():
        if own and any(_alike(own, labels[other]) for other in reports[-1]):
            reports.append([])
        waiting.append(name)
        if own:
            reports[-1] += waiting
            waiting = []
    reports[-1] += waiting
    return reports


def _alike(one: set[str], other: set[str]) -> bool:
    fewest = min(len(one), len(other))
    return fewest >= _FEWEST and len(one & other) >= _ALIKE * fewest
