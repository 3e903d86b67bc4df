"""Rich text (.rtf, and many a .doc) → Document: paragraphs, tables with merged cells, text boxes and footnotes."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from gik.definitions import definition
from gik.errors import UnreadableFile
from gik.limits import require
from gik.reading.building import Words, build
from gik.reading.document import Document
from gik.reading.rtf_head import DEFAULT, code_page, fonts, heading_levels
from gik.reading.spacing import clean
from gik.reading.word_tables import Cell, Items, items_of, read_cells

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(\r?\n|[^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
# Edges of cells nearer to each other than this are one, in twentieths of a point.
_SNAP = 40
_CHARACTERS = {b"~": " ", b"_": "-", b"-": "", b"\n": "\n", b"\r\n": "\n", b"\\": "\\", b"{": "{", b"}": "}"}


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds inside a pair of braces."""

    skipped: bool = False
    hidden: bool = False
    codec: str = DEFAULT
    stand_ins: int = 1  # characters behind a \\u that only old programs print
    apart: bool = False
    is_first: bool = True  # nothing of the group has been read yet
    is_optional: bool = False


@dataclass(slots=True)
class _Edges:
    """A row's cells as defined: the right edge of each and how it goes on, and where the row begins."""

    left: int = 0
    cells: list[tuple[int, str, str]] = field(default_factory=list)
    down: str = ""
    along: str = ""


@dataclass(slots=True)
class _Story:
    """A text as it is collected: its finished items, the table that is open, the cell and the line that are open."""

    items: Items = field(default_factory=list)
    table: list[tuple[_Edges, list[Items]]] = field(default_factory=list)
    cells: list[Items] = field(default_factory=list)
    lines: Items = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    beside: Items = field(default_factory=list)
    edges: _Edges = field(default_factory=_Edges)
    in_table: bool = False
    level: int = 0


def read_rtf(data: bytes) -> Document:
    r"""Give the document of an RTF file; places are those of a page.

    Raises UnreadableFile for files without words and for those beyond the limits.

    >>> read_rtf(rb"{\rtf1\ansi\ansicpg936 \'d2\'bb\u12289?A\par}").text
    '一、A\n'
    """
    reader = _Reader(data)
    items = reader.read(data)
    if not items:
        raise UnreadableFile("RTF 文档没有文字（内容可能是图片）")
    return build(items, "rtf")


class _Reader:
    """Follows the control words; groups are a stack, texts inside the text another."""

    def __init__(self, data: bytes) -> None:
        self.codec, self.fonts, self.levels = code_page(data), fonts(data), heading_levels(data)
        self.groups = [_Group(codec=self.codec)]
        self.stories = [_Story()]
        self.bytes = bytearray()
        self.units: list[int] = []  # of UTF-16
        self.unprinted = 0  # characters still to be passed over
        self.cells = 0

    def read(self, data: bytes) -> Items:
        for match in _TOKEN.finditer(data):
            word, number, byte, symbol, brace, text = match.groups()
            if word is not None:
                self.flush(keep_units=word == b"u")
                self.control(word.decode(), None if number is None else int(number))
            elif byte is not None:
                self.raw(bytes.fromhex(byte.decode()))
            elif brace is not None:
                self.flush()
                self.open() if brace == b"{" else self.close()
            elif symbol is not None:
                self.flush()
                self.symbol(symbol)
            elif text is not None:
                self.raw(text)
        self.flush()
        while len(self.stories) > 1:
            self.end_story()
        return _finished(self.stories[0])

    def raw(self, data: bytes) -> None:
        passed = min(self.unprinted, len(data))
        self.unprinted -= passed
        if data[passed:]:
            if self.units:
                self.flush()
            self.bytes += data[passed:]

    def flush(self, keep_units: bool = False) -> None:
        """Decode what has been collected; with ``keep_units``, the second half of a character may still be to come."""
        group = self.groups[-1]
        words = ""
        if self.units and not keep_units:
            words = b"".join(unit.to_bytes(2, "little") for unit in self.units).decode("utf-16-le", "replace")
            self.units.clear()
        if self.bytes:
            words += self.bytes.decode(group.codec, "replace")
            self.bytes.clear()
        self.say(words)

    def say(self, words: str) -> None:
        group = self.groups[-1]
        if words and not group.skipped and not group.hidden:
            self.stories[-1].words.append(words)

    def open(self) -> None:
        require("nesting", len(self.groups), "RTF 文档")
        self.groups.append(replace(self.groups[-1], apart=False, is_first=True, is_optional=False))
        self.unprinted = 0

    def close(self) -> None:
        self.unprinted = 0
        if len(self.groups) > 1 and self.groups.pop().apart:
            self.end_story()

    def end_story(self) -> None:
        items = _finished(self.stories.pop())
        self.stories[-1].beside += items

    def change(self, **changes: Any) -> None:
        self.groups[-1] = replace(self.groups[-1], **changes)

    def symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.change(is_optional=True)
        elif symbol in _CHARACTERS:
            if not self.groups[-1].skipped and symbol in (b"\n", b"\r\n"):
                self.end_line()
            else:
                self.say(_CHARACTERS[symbol])

    def control(self, word: str, number: int | None) -> None:
        group, known = self.groups[-1], _known()
        if group.is_first:
            self.change(is_first=False)
            if group.is_optional or word in known["skipped"] or word in known["apart"]:
                self.begin(word)
                return
        if word == "u" and number is not None:
            self.units.append(number % 65536)
            self.unprinted = group.stand_ins
        elif word == "uc":
            self.change(stand_ins=max(number or 0, 0))
        elif word == "bin":
            raise UnreadableFile("RTF 文档含有二进制数据，无法读取")
        elif group.skipped:
            return
        elif word == "f":
            self.change(codec=self.fonts.get(number or 0, self.codec))
        elif word in ("v", "deleted"):
            self.change(hidden=number != 0)
        elif word == "plain":
            self.change(hidden=False)
        elif word in known["characters"]:
            self.say(known["characters"][word])
        else:
            self.paragraph(word, number)

    def begin(self, word: str) -> None:
        """Begin a destination: one that is printed apart, one that isn't printed, or one that is part of the text."""
        known = _known()
        if word in known["apart"] and not self.groups[-1].skipped:
            self.stories.append(_Story())
            self.change(apart=True)
        elif word not in known["kept"]:
            self.change(skipped=True)

    def paragraph(self, word: str, number: int | None) -> None:
        story = self.stories[-1]
        if word in ("par", "sect"):
            self.end_line()
        elif word == "pard":
            story.in_table, story.level = False, 0
        elif word == "intbl":
            story.in_table = True
        elif word == "s":
            story.level = self.levels.get(number or 0, 0)
        elif word == "outlinelevel":
            story.level = number + 1 if number is not None and number < 6 else 0
        elif word == "cell":
            story.in_table = True
            self.end_line()
            self.cells += 1
            require("cells", self.cells, "RTF 文档")
            story.cells.append(story.lines)
            story.lines = []
        elif word == "row":
            story.table.append((story.edges, story.cells))
            story.cells = []
        elif word == "trowd":
            story.edges = _Edges()
        elif word == "trleft":
            story.edges.left = number or 0
        elif word in ("clvmgf", "clvmrg"):
            story.edges.down = word
        elif word in ("clmgf", "clmrg"):
            story.edges.along = word
        elif word == "cellx":
            edges = story.edges
            edges.cells.append((number or 0, edges.down, edges.along))
            edges.down = edges.along = ""

    def end_line(self) -> None:
        story = self.stories[-1]
        text = "".join(story.words)
        story.words.clear()
        lines = [Words(words, story.level) for line in text.split("\n") if (words := clean(line))]
        if story.in_table:
            story.lines += [*lines, *story.beside]
        else:
            story.items += [*_table(story), *lines, *story.beside]
        story.beside = []


def _finished(story: _Story) -> Items:
    rest = [Words(words) for line in "".join(story.words).split("\n") if (words := clean(line))]
    loose = [item for cell in story.cells for item in cell] + story.lines
    return [*story.items, *_table(story), *loose, *rest, *story.beside]


def _table(story: _Story) -> Items:
    """End the table that is open, if one is."""
    rows, story.table = story.table, []
    edges = sorted({edge for about, _ in rows for edge in (about.left, *(right for right, _, _ in about.cells))})
    columns = [edge for n, edge in enumerate(edges) if n == 0 or edge - edges[n - 1] > _SNAP]
    made = [list(_cells(n, about, held, columns)) for n, (about, held) in enumerate(rows)]
    return items_of(read_cells(made)) if made else []


def _cells(row: int, about: _Edges, held: list[Items], columns: list[int]) -> Iterator[Cell]:
    def column(edge: int) -> int:
        return max(0, bisect_left(columns, edge + 1) - 1)

    left = column(about.left)
    waiting: Cell | None = None
    for n, items in enumerate(held):
        right, down, along = about.cells[n] if n < len(about.cells) else (0, "", "")
        end = max(column(right), left + 1)
        if along == "clmrg" and waiting is not None:
            waiting.width = end - waiting.column
        else:
            if waiting is not None:
                yield waiting
            waiting = Cell(row, left, end - left, down == "clvmrg", down == "clvmgf", items=items)
        left = end
    if waiting is not None:
        yield waiting


@cache
def _known() -> Mapping[str, Any]:
    return definition("rtf.toml")
