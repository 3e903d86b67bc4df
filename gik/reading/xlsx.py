"""Worksheets of .xlsx files → cells with words, from the XML itself.

Readers of whole sheets lay them out in memory, which a single stray cell in the last row makes impossible; and none
of them tells a formula that was saved without its value from a blank cell.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from lxml import etree

from gik.errors import UnreadableFile
from gik.limits import require
from gik.reading.parts import Package, as_printed, child, children, local, read_pieces, value
from gik.reading.spacing import struck

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")
# Number formats built into Excel that print dates, times and shares.
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_SHARES = frozenset((9, 10))
IDEOGRAPH = re.compile("[\u4e00-\u9fff]")
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')
_AROUND = re.compile(r'(?:"([^"]*)")?@(?:"([^"]*)")?')
# Whole digits with words behind them; a comma behind the digits would print thousands.
_BEHIND = re.compile(r'(?:General|G/通用格式|(?:#,##)?0|#)(?:\.[0#]+)?"([^"]*)"', re.I)
_PLAIN_NUMBER = re.compile("0|[1-9][0-9]{0,14}")
_EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
# Reports that a sheet may hold; the limit of cells is one report's.
REPORTS = 30
_LAST_DAY = 2_958_466  # the end of the year 9999


class Range(NamedTuple):
    """A merged range: its first and its last cell, row and column counted from 0."""

    first: tuple[int, int]
    last: tuple[int, int]


class Look(NamedTuple):
    """How a cell looks: its numbers as a date, a share or plainly, its border, and whether it is struck out.

    ``around`` is what is shown around its words, ``behind`` what is shown behind its numbers.
    """

    kind: str = ""
    has_border: bool = False
    is_struck: bool = False
    around: tuple[str, str] = ("", "")
    behind: str = ""


_PLAIN = Look()


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


def read_sheets(data: bytes) -> Iterator[RawSheet]:
    """Give the worksheets of an .xlsx file in their order; formulas by the values saved with them.

    A formula without a saved value gives its own words, ``=SUM(B2:B4)``: a blank it is not.
    Raises UnreadableFile for files that are damaged or beyond the limits.
    """
    package = Package(data)
    main = package.related("").get("officeDocument", "xl/workbook.xml")
    book, related = package.tree(main), package.related(main)
    if book is None:
        raise UnreadableFile("Excel 工作簿缺少目录部分")
    strings = [_words(entry) for entry in children(package.tree(related.get("sharedStrings", "")), "si")]
    from_1904 = value(child(book, "workbookPr"), "date1904", own=True) in ("1", "true")
    looks = list(_looks(package.tree(related.get("styles", ""))))
    parts = package.by_reference(main)
    read: set[str] = set()
    for sheet in children(child(book, "sheets"), "sheet"):
        part = parts.get(value(sheet, "id", own=True), "")
        content = None if part in read else package.part(part)  # a hundred sheets may be said to stand in one part
        if content is not None:
            read.add(part)
            shown = value(sheet, "state", own=True) in ("", "visible")
            cells, ranges, hidden = _sheet(content, strings, looks, _EPOCHS[from_1904])
            gone = _repeated(cells, hidden)
            held = {first for first, last in ranges if last[0] not in gone}  # shown in the rows below
            cells = [cell for cell in cells if cell[0] not in gone or cell[:2] in held] if gone else cells
            yield RawSheet(value(sheet, "name", own=True), shown, cells, ranges, len(gone))


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
) -> tuple[list[tuple[int, int, str]], list[Range], set[int]]:
    """Give a worksheet's cells, merged ranges and hidden rows, read row by row, so that no tree of it is built."""
    cells: list[tuple[int, int, str]] = []
    ranges: list[Range] = []
    hidden: set[int] = set()
    row, filled, characters = -1, 0, 0
    for entry in read_pieces(data, "worksheet", ("row", "mergeCell")):
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
            look = looks[int(style)] if style.isdecimal() and int(style) < len(looks) else _PLAIN
            words = _text(cell, strings, look, epoch) if len(cell) else ""
            words = struck(words) if look.is_struck else words
            if words or look.has_border:
                filled += bool(words)
                characters += len(words)
                cells.append((row, column, words))
        require("cells", filled / REPORTS, "Excel 工作表")
        require("characters", characters / REPORTS, "Excel 工作表")
    return cells, ranges, hidden


def _text(cell: etree._Element, strings: Sequence[str], look: Look, epoch: datetime) -> str:
    type = cell.get("t", "")
    parts = {str(part.tag).rpartition("}")[2]: part for part in cell}
    if type == "inlineStr":
        return _shown(_words(parts.get("is")), look)
    held, formula = parts.get("v"), parts.get("f")
    saved = (held.text or "") if held is not None else ""
    if not saved and type != "str":
        return "" if formula is None else f"={formula.text or ''}"
    if type == "s":
        return _shown(strings[int(saved)], look) if saved.isdecimal() and int(saved) < len(strings) else ""
    if type == "b":
        return "TRUE" if saved == "1" else "FALSE"
    return saved if type in ("str", "e", "d") else f"{_number(saved, look.kind, epoch)}{look.behind}"


def _shown(words: str, look: Look) -> str:
    return words and f"{look.around[0]}{words}{look.around[1]}"


def _number(saved: str, kind: str, epoch: datetime) -> str:
    if not kind and _PLAIN_NUMBER.fullmatch(saved):
        return saved
    try:
        number = float(saved)
    except ValueError:
        return saved
    if kind == "date" and 0 <= number < _LAST_DAY:
        moment = epoch + timedelta(days=number)
        return moment.date().isoformat() if number >= 1 else moment.time().isoformat("seconds")
    return f"{plain_number(number * 100)}%" if kind == "share" else plain_number(number)


def plain_number(number: float) -> str:
    """Give a number in plain digits, to the fifteen that Excel keeps.

    >>> plain_number(3.0), plain_number(0.1 + 0.2), plain_number(59237.2449)
    ('3', '0.3', '59237.2449')
    """
    try:
        words = format(Decimal(f"{number:.15g}"), "f")
    except InvalidOperation:
        return str(number)
    return words.rstrip("0").rstrip(".") if "." in words else words


def _looks(styles: etree._Element | None) -> Iterator[Look]:
    """Give the looks of cells, in the order of the numbers by which cells name them."""
    codes: Mapping[str, str] = {
        value(entry, "numFmtId", own=True): value(entry, "formatCode", own=True)
        for entry in children(child(styles, "numFmts"), "numFmt")
    }
    borders = [
        any(value(side, "style", own=True) not in ("", "none") for side in border)
        for border in children(child(styles, "borders"), "border")
    ]
    struck_out = [
        (line := child(font, "strike")) is not None and value(line, "val", own=True) not in ("0", "false")
        for font in children(child(styles, "fonts"), "font")
    ]
    for entry in children(child(styles, "cellXfs"), "xf"):
        font = value(entry, "fontId", own=True)
        is_struck = font.isdecimal() and int(font) < len(struck_out) and struck_out[int(font)]
        border = value(entry, "borderId", own=True)
        has_border = border.isdecimal() and int(border) < len(borders) and borders[int(border)]
        number = value(entry, "numFmtId", own=True)
        code = codes.get(number, "")
        around, behind = _AROUND.fullmatch(code), _BEHIND.fullmatch(code)
        shown = (around[1] or "", around[2] or "") if around else ("", "")
        yield Look(_kind(number, codes), has_border, is_struck, shown, behind[1] if behind else "")


def _kind(number: str, codes: Mapping[str, str]) -> str:
    if number in codes:
        code = _QUOTED.sub("", codes[number].split(";")[0]).lower()
        return "share" if "%" in code else "date" if re.search("[ymdh]", code) and "general" not in code else ""
    known = int(number) if number.isdecimal() else 0
    return "share" if known in _SHARES else "date" if known in _DATES else ""


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
