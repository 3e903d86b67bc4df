"""Rich text (.rtf, and many a .doc) → Document: paragraphs, tables with merged cells, text boxes and footnotes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from gik.definitions import definition
from gik.errors import UnreadableFile
from gik.limits import require
from gik.reading.building import build
from gik.reading.document import Document
from gik.reading.rtf_head import DEFAULT, code_page, fonts, heading_levels
from gik.reading.rtf_story import Story
from gik.reading.rtf_tables import Edges
from gik.reading.spacing import RAISED, lowered, raised, struck
from gik.reading.word_tables import Items

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\(\r?\n|[^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
_CHARACTERS = {b"~": " ", b"_": "-", b"-": "", b"\n": "\n", b"\r\n": "\n", b"\\": "\\", b"{": "{", b"}": "}"}


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds inside a pair of braces."""

    skipped: bool = False
    hidden: bool = False
    height: str = ""  # raised or lowered
    struck: bool = False
    codec: str = DEFAULT
    stand_ins: int = 1  # characters behind a \\u that only old programs print
    apart: bool = False
    is_first: bool = True  # nothing of the group has been read yet
    is_optional: bool = False


def read_rtf(data: bytes) -> Document:
    r"""Give the document of an RTF file; places are those of a page.

    Raises UnreadableFile for files without words and for those beyond the limits.

    >>> read_rtf(rb"{\rtf1\ansi\ansicpg936 \'d2\'bb\u12289?A\par}").text
    '一、A\n'
    """
    reader = _Reader(data)
    items = reader.read(data)
    if not items:
        raise UnreadableFile("RTF 文档没有文字（内容可能是图片），请改用可以复制文字的文件")
    return build(items, "rtf")


class _Reader:
    """Follows the control words; groups are a stack, texts inside the text another."""

    def __init__(self, data: bytes) -> None:
        self.codec, self.fonts, self.levels = code_page(data), fonts(data), heading_levels(data)
        self.groups = [_Group(codec=self.codec)]
        self.stories = [Story()]
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
        return self.stories[0].finished()

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
            words = raised(words) if group.height == "raised" else lowered(words) if group.height else words
            self.stories[-1].words.append(struck(words) if group.struck else words)

    def open(self) -> None:
        require("nesting", len(self.groups), "RTF 文档")
        self.groups.append(replace(self.groups[-1], apart=False, is_first=True, is_optional=False))
        self.unprinted = 0

    def close(self) -> None:
        self.unprinted = 0
        if len(self.groups) > 1 and self.groups.pop().apart:
            self.end_story()

    def end_story(self) -> None:
        items = self.stories.pop().finished()
        self.stories[-1].beside += items

    def change(self, **changes: Any) -> None:
        self.groups[-1] = replace(self.groups[-1], **changes)

    def symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.change(is_optional=True)
        elif symbol in _CHARACTERS:
            if not self.groups[-1].skipped and symbol in (b"\n", b"\r\n"):
                self.stories[-1].end_line()
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
            raise UnreadableFile("RTF 文档含有二进制数据，无法读取，请另存为 .docx")
        elif group.skipped:
            return
        elif word == "f":
            self.change(codec=self.fonts.get(number or 0, self.codec))
        elif word in ("v", "deleted"):
            self.change(hidden=number != 0)
        elif word == "plain":
            self.change(hidden=False, height="", struck=False)
        elif word == "super":
            self.change(height="raised" if number != 0 else "")
        elif word == "up":
            self.change(height="raised" if number is None or number >= RAISED else "")
        elif word == "dn":
            self.change(height="lowered" if number is None or number >= RAISED else "")
        elif word in ("nosupersub", "sub"):
            self.change(height="lowered" if word == "sub" and number != 0 else "")
        elif word in ("strike", "striked"):
            self.change(struck=number != 0)
        elif word in known["characters"]:
            self.say(known["characters"][word])
        else:
            self.paragraph(word, number)

    def begin(self, word: str) -> None:
        """Begin a destination: one that is printed apart, one that isn't printed, or one that is part of the text."""
        known = _known()
        if word in known["apart"] and not self.groups[-1].skipped:
            self.stories.append(Story())
            self.change(apart=True)
        elif word not in known["kept"]:
            self.change(skipped=True)

    def paragraph(self, word: str, number: int | None) -> None:
        story = self.stories[-1]
        if word in ("par", "sect"):
            story.end_line()
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
            story.end_line()
            self.cells += 1
            require("cells", self.cells, "RTF 文档")
            story.cells.append(story.lines)
            story.lines = []
        elif word == "row":
            story.table.append((story.edges, story.cells))
            story.cells = []
        elif word == "trowd":
            story.edges = Edges()
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


@cache
def _known() -> Mapping[str, Any]:
    return definition("rtf.toml")
