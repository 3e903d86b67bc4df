"""Worksheets of .xlsx files → cells with words, from the XML itself.

Readers of whole sheets lay them out in memory, which a single stray cell in the last row makes impossible; and none
of them tells a formula that was saved without its value from a blank cell.
"""

import re
from collections.abc import Iterator, Sequence, Set
from datetime import datetime
from typing import NamedTuple

from lxml import etree

from gik.errors import UnreadableFile
from gik.limits import require
from gik.reading.parts import Package, as_printed, child, children, first_of_each, local, read_pieces, value
from gik.reading.spacing import struck, unsure
from gik.reading.xlsx_looks import PLAIN, Look, read_looks

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
_MOST_COLUMNS = 16384
# Reports that a sheet may hold; the limit of cells is one report's.
REPORTS = 30


class Range(NamedTuple):
    """A merged range: its first and its last cell, row and column counted from 0."""

    first: tuple[int, int]
    last: tuple[int, int]


class RawSheet(NamedTuple):
    """A worksheet: its name, whether it is shown, its cells (row, column, words) and merged ranges.

    Cells without words are listed where they have a border: they are cells of a table. ``left_out`` counts the hidden
    rows that have the words of a shown one, whose cells aren't listed.
    """

    name: str
    is_shown: bool
    cells: Sequence[tuple[int, int, str]]
    ranges: Sequence[Range]
    left_out: int = 0
    hidden: Set[int] = frozenset()  # columns


def read_sheets(data: bytes) -> Iterator[RawSheet]:
    """Give the worksheets of an .xlsx file in their order; formulas by the values saved with them.

    A formula without a saved value gives its own words, ``=SUM(B2:B4)``: a blank it is not.
    Raises UnreadableFile for files that are damaged or beyond the limits.
    """
    package = Package(data)
    main = package.related("").get("officeDocument", "xl/workbook.xml")
    book, related = package.tree(main), package.related(main)
    if book is None:
        raise UnreadableFile("Excel 工作簿缺少目录部分，请用 Excel 打开后另存")
    strings = [_words(entry) for entry in children(package.tree(related.get("sharedStrings", "")), "si")]
    from_1904 = value(child(book, "workbookPr"), "date1904", own=True) in ("1", "true")
    looks = list(read_looks(package.tree(related.get("styles", ""))))
    parts = package.by_reference(main)
    read: set[str] = set()
    for sheet in children(child(book, "sheets"), "sheet"):
        part = parts.get(value(sheet, "id", own=True), "")
        content = None if part in read else package.part(part)  # a hundred sheets may be said to stand in one part
        if content is not None:
            read.add(part)
            shown = value(sheet, "state", own=True) in ("", "visible")
            cells, ranges, hidden, columns = _sheet(content, strings, looks, _EPOCHS[from_1904])
            gone = _repeated(cells, hidden)
            held = {first for first, last in ranges if last[0] not in gone}  # shown in the rows below
            cells = [cell for cell in cells if cell[0] not in gone or cell[:2] in held] if gone else cells
            yield RawSheet(value(sheet, "name", own=True), shown, cells, ranges, len(gone), columns)


def _repeated(cells: Sequence[tuple[int, int, str]], hidden: Set[int]) -> set[int]:
    """Give the hidden rows that have the Chinese words of a shown one: drafts and old numbers."""
    if not hidden:
        return set()
    labels: dict[int, str] = {}
    for row, _, words in cells:
        if IDEOGRAPH.search(words):
            labels[row] = f"{labels.get(row, '')} {words.strip()}"
    shown = {words for row, words in labels.items() if row not in hidden}
    return {row for row in hidden if labels.get(row) in shown}


def _sheet(
    data: bytes, strings: Sequence[str], looks: Sequence[Look], epoch: datetime
) -> tuple[list[tuple[int, int, str]], list[Range], set[int], set[int]]:
    """Give a worksheet's cells, merged ranges, hidden rows and columns, row by row, so that no tree is built."""
    cells: list[tuple[int, int, str]] = []
    ranges: list[Range] = []
    hidden: set[int] = set()
    columns: set[int] = set()
    row, filled, characters = -1, 0, 0
    plain = PLAIN
    for entry in read_pieces(data, "worksheet", ("sheetView", "col", "row", "mergeCell")):
        if local(entry) == "sheetView":
            if entry.get("showZeros") in ("0", "false"):
                plain, *looks = [look._replace(zero_hides=True) for look in (plain, *looks)]
            continue
        if local(entry) == "col":
            columns |= _hidden_columns(entry)
            continue
        if local(entry) == "mergeCell":
            ranges += _range(entry.get("ref", ""))
            continue
        number = entry.get("r", "")
        row = int(number) - 1 if number.isdecimal() and 0 < len(number) < 8 else row + 1
        column = -1
        if entry.get("hidden") in ("1", "true"):
            hidden.add(row)
        for cell in entry:
            place = _place(cell.get("r", ""))
            column = place[1] if place else column + 1
            style = cell.get("s", "")
            look = looks[int(style)] if style.isdecimal() and int(style) < len(looks) else plain
            words = _text(cell, strings, look, epoch) if len(cell) else ""
            words = struck(words) if look.is_struck else unsure(words) if look.is_unseen else words
            if words or look.has_border:
                filled += bool(words)
                characters += len(words)
                cells.append((row, column, words))
        require("cells", filled / REPORTS, "Excel 工作表")
        require("characters", characters / REPORTS, "Excel 工作表")
    return cells, ranges, hidden, columns & {column for _, column, words in cells if words}


def _hidden_columns(entry: etree._Element) -> set[int]:
    first, last = entry.get("min", ""), entry.get("max", "")
    is_hidden = entry.get("hidden") in ("1", "true") and first.isdecimal() and last.isdecimal()
    return set(range(int(first) - 1, min(int(last), _MOST_COLUMNS))) if is_hidden else set()


def _text(cell: etree._Element, strings: Sequence[str], look: Look, epoch: datetime) -> str:
    type = cell.get("t", "")
    parts = first_of_each(cell)
    if type == "inlineStr":
        return look.words(_words(parts.get("is")))
    held, formula = parts.get("v"), parts.get("f")
    saved = (held.text or "") if held is not None else ""
    if not saved and type != "str":
        return "" if formula is None else f"={formula.text or ''}"
    if type == "s":
        return look.words(strings[int(saved)]) if saved.isdecimal() and int(saved) < len(strings) else ""
    if type == "b":
        return "TRUE" if saved == "1" else "FALSE"
    return saved if type in ("str", "e", "d") else look.number(saved, epoch)


def _range(words: str) -> list[Range]:
    first, _, last = words.partition(":")
    start, end = _place(first), _place(last)
    return [Range(start, end)] if start and end and start[0] <= end[0] and start[1] <= end[1] else []


def _place(address: str) -> tuple[int, int] | None:
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _words(entry: etree._Element | None) -> str:
    """Give the words of a string, whatever its runs look like, without the readings above them."""
    if entry is None:
        return ""
    words = [text.text or "" for text in children(entry, "t")]
    for run in children(entry, "r"):
        text = "".join(text.text or "" for text in children(run, "t"))
        words.append(as_printed(text, child(run, "rPr")))
    return "".join(words)
