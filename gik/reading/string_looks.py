"""Digits raised, lowered or struck out (上标、下标、删除线) in .xls and .ods, of which their library tells nothing.

Source of the records' layout: [MS-XLS] 2.4.122 (Font), 2.4.265 (SST), 2.5.293 (XLUnicodeRichExtendedString).
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise

from lxml import etree

from gik.errors import UnreadableFile
from gik.reading.parts import Package, children, local, read_xml, value
from gik.reading.spacing import Change, lowered, raised, struck

_FONT, _STRINGS, _CONTINUE = 0x31, 0xFC, 0x3C
_STRUCK = 8  # among a font's flags
# The record of a font of such type; most workbooks have none, and aren't looked into any further.
_FLAGS = re.escape(bytes(flags for flags in range(256) if flags & _STRUCK))
_FONTS = re.compile(
    rb"\x31\x00[\x10-\x60]\x00(?:.{8}[\x01\x02]|..[" + _FLAGS + rb"].{5}\x00)\x00[\x00-\x22][\x00-\x05].\x00",
    re.DOTALL,
)
_PAPER = "#ffffff"
_WHITE_TYPE = re.compile(rb"[:\s]color=[\"']#ffffff", re.I)
DAMAGED = "Excel 工作簿已损坏，无法读取，请用 Excel 打开后另存"
_HEIGHTS = ((re.compile(r"super\b|[1-9]\d{0,2}%"), raised), (re.compile(r"sub\b|-[1-9]\d{0,2}%"), lowered))


def marked_strings(data: bytes) -> Mapping[str, str]:
    """Give the strings of a workbook that have such digits, as the library gives them and with these marked.

    Raises UnreadableFile for a workbook that has type of the kind and is too damaged to tell where.
    """
    return dict(_of_package(data) if data.startswith(b"PK") else _of_records(data))


def _of_package(data: bytes) -> Iterator[tuple[str, str]]:
    content = Package(data).part("content.xml")
    if content is None or (b"text-position" not in content and b"text-line-through" not in content):
        return
    root = read_xml(content)
    styles = {
        value(style, "name", own=True): change
        for style in root.iter("{*}style")
        for about in children(style, "text-properties")
        if (change := _change(about))
    }
    if styles:
        for cell in root.iter("{*}table-cell"):
            plain, marked = ("\n".join(_words(line, said) for line in children(cell, "p")) for said in ({}, styles))
            if plain != marked:
                yield plain, marked


def unseen_cells(data: bytes) -> Mapping[str, Set[tuple[int, int]]]:
    """Give the cells of an .ods workbook, by sheet, whose words are as white as the paper (rows, columns from 0)."""
    content = Package(data).part("content.xml") if data.startswith(b"PK") else None
    if content is None or not _WHITE_TYPE.search(content):
        return {}
    root = read_xml(content)
    white = {value(style, "name", own=True) for style in root.iter("{*}style") if _is_white(style)}
    return {value(table, "name", own=True): set(_cells_of(table, white)) for table in root.iter("{*}table")}


def _is_white(style: etree._Element) -> bool:
    colours = [value(about, "color", own=True) for about in children(style, "text-properties")]
    grounds = [value(about, "background-color", own=True) for about in children(style, "table-cell-properties")]
    return any(map(_is_paper, colours)) and all(
        ground in ("", "transparent") or _is_paper(ground) for ground in grounds
    )


def _is_paper(colour: str) -> bool:
    return colour.lower() == _PAPER


def _cells_of(table: etree._Element, styles: Set[str]) -> Iterator[tuple[int, int]]:
    """Give the cells of a sheet that have words and one of these styles."""
    row = 0
    for line in table.iter("{*}table-row"):
        column = 0
        for cell in line:
            if len(cell) and value(cell, "style-name", own=True) in styles:
                yield row, column
            column += _times(cell, "number-columns-repeated")
        row += _times(line, "number-rows-repeated")


def _times(element: etree._Element, name: str) -> int:
    count = value(element, name, own=True)
    return int(count) if count.isdecimal() and len(count) < 8 else 1


def _change(about: etree._Element) -> Change | None:
    if value(about, "text-line-through-style", own=True) not in {"", "none"}:
        return struck
    height = value(about, "text-position", own=True)
    return next((change for pattern, change in _HEIGHTS if pattern.match(height)), None)


def _words(element: etree._Element, styles: Mapping[str, Change]) -> str:
    words = element.text or ""
    for entry in element:
        words += _words(entry, styles) + (entry.tail or "")
    if local(element) == "s":
        count = value(element, "c", own=True)
        return " " * (int(count) if count.isdecimal() and len(count) < 4 else 1)
    change = styles.get(value(element, "style-name", own=True))
    return change(words) if change else words


def _of_records(data: bytes) -> Iterator[tuple[str, str]]:
    if not _FONTS.search(data):
        return
    records = list(_records(_stream(data)))
    fonts = [_type(record) for kind, (record, *_) in records if kind == _FONT]
    fonts.insert(4, None)  # there is no font of that number
    for kind, parts in records:
        if kind == _STRINGS:
            for words, runs in _strings(parts):
                pieces = [(0, 0), *runs, (len(words), 0)]
                marked = "".join(
                    change(words[start:end]) if font < len(fonts) and (change := fonts[font]) else words[start:end]
                    for (start, font), (end, _) in pairwise(pieces)
                )
                if marked != words:
                    yield words, marked


def _type(font: bytes) -> Change | None:
    if font[2:3] and font[2] & _STRUCK:
        return struck
    return {b"\1\0": raised, b"\2\0": lowered}.get(font[8:10])


def _stream(data: bytes) -> bytes:
    """Give the stream of the workbook; that of Excel 95 has strings of another kind, and is passed over."""
    from doc2docx.cfb import CompoundFile  # of a library that takes a second to come

    try:
        file = CompoundFile(data)
        named = {entry.name for entry in file.entries}
        return file.open_stream("Workbook") if "Workbook" in named else b""
    except (MemoryError, RecursionError):
        raise
    except Exception as error:  # young code that meets every kind of broken file
        raise UnreadableFile(DAMAGED) from error


def _records(stream: bytes) -> Iterator[tuple[int, Sequence[bytes]]]:
    """Give the kind of each record and its bytes, in as many parts as it was written in."""
    at = 0
    kind, parts = 0, [b""]
    while at + 4 <= len(stream):
        number, length = _number(stream, at), _number(stream, at + 2)
        part = stream[at + 4 : at + 4 + length]
        if number == _CONTINUE:
            parts.append(part)
        else:
            yield kind, parts
            kind, parts = number, [part]
        at += 4 + length
    yield kind, parts


def _strings(parts: Sequence[bytes]) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Give each string, and from which of its characters on which font is used."""
    reader = _Reader(parts)
    reader.take(8)
    while reader.goes_on():
        length, flags = reader.number(), reader.take(1)[0]
        count = reader.number() if flags & 8 else 0
        beside = int.from_bytes(reader.take(4), "little") if flags & 4 else 0
        words = reader.characters(length, flags & 1)
        runs = [(reader.number(), reader.number()) for _ in range(count)]
        reader.take(beside)
        yield words, runs


class _Reader:
    """Reads on from one part of a record to the next."""

    def __init__(self, parts: Sequence[bytes]) -> None:
        self.parts, self.part, self.at = parts, 0, 0

    def goes_on(self) -> bool:
        """Tell whether bytes are left; at the end of a part, go to the next."""
        while self.part < len(self.parts) and self.at >= len(self.parts[self.part]):
            self.part, self.at = self.part + 1, 0
        return self.part < len(self.parts)

    def take(self, count: int) -> bytes:
        taken = b""
        while len(taken) < count:
            if not self.goes_on():
                raise UnreadableFile(DAMAGED)
            piece = self.parts[self.part][self.at : self.at + count - len(taken)]
            self.at += len(piece)
            taken += piece
        return taken

    def number(self) -> int:
        return _number(self.take(2), 0)

    def characters(self, length: int, wide: int) -> str:
        """Give so many characters; a part that begins among them says again how wide they are."""
        words = ""
        while len(words) < length:
            part = self.part
            if not self.goes_on():
                raise UnreadableFile(DAMAGED)
            if self.part != part and words:
                wide = self.take(1)[0] & 1
            here = (len(self.parts[self.part]) - self.at) // (wide + 1)
            taken = self.take(max(1, min(here, length - len(words))) * (wide + 1))
            words += taken.decode("utf-16-le" if wide else "latin-1", "replace")
        return words


def _number(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")
