"""Printed words → pieces: labels that the lexicon knows, values, units, pipes and what is left.

Labels are matched on the stream of Chinese characters alone, so that a label is found although it is wrapped, spaced
out, or has its numbers printed in its middle. A piece always covers ``text[start:end]``.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from gik.numbers import CellReading, read_cell
from gik.tables.lexicon import Entry, Lexicon, load_lexicon
from gik.tables.wording import fold, is_numbered, key, long_key


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of printed words and what it is: label, value, unit, year, pipe, line, gap or stop.

    A label carries its ``entries``, whether a ``numbered`` mark stands before it, and the values ``inner`` to it.
    """

    kind: str
    start: int
    end: int
    text: str = ""
    entries: tuple[Entry, ...] = ()
    reading: CellReading | None = None
    numbered: bool = False
    inner: tuple["Piece", ...] = ()


_RAW = re.compile(
    r"""(?P<page>(?m:^[ ]*(?:[-—–·•~]+[ ]*\d{1,4}[ ]*[-—–·•~]+|第[ ]*\d{1,4}[ ]*页[^\n|]{0,12}|\d{1,3}[ ]*/[ ]*\d{1,3})[ ]*$))
    |(?P<rule>(?m:^[ ]*\|?[ ]*:?-{3,}:?[ ]*(?:\|[ ]*:?-{3,}:?[ ]*)+\|?[ ]*$))
    |(?P<pipe>[|\t])|(?P<line>\n)|(?P<space>[ \r]+)
    |(?P<word>(?:[^\s|()]|\([^()|\t\n]*\)|[()])+)""",
    re.VERBOSE,
)
_IN_WORD = re.compile(
    r"""(?P<reading>\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǘǚǜ]+\))
    |(?P<named>(?<=第)\((?P<numeral>[一二三四五六七八九十]+)\))
    |(?P<numbering>\([一二三四五六七八九十\d]{1,3}\)|(?<![\u3400-\u9fff])[一二三四五六七八九十]{1,3}[、.,](?!\d)
        |(?<![\u3400-\u9fff\d])\d{1,2}[.、,)](?!\d)|[①-⑳]|其中[:,]?)
    |(?P<bracket>\([^()|\n]*\))
    |(?P<han>[\u3400-\u9fff〇]+?(?=其中)|[\u3400-\u9fff〇]+)
    |(?P<number>[+-]?\d[\d,]*(?:\.\d+)?)
    |(?P<stop>[。;!?])
    |(?P<colon>:)
    |(?P<other>.)""",
    re.VERBOSE,
)
_YEAR = re.compile(r"(?:19|20)\d\d年(?:度|数|数据)?")
_BARE_NUMBER = re.compile(r"\s*\d{1,2}(?=[\u3400-\u9fff])")
_BEGINS_AS_VALUE = re.compile(r"(?:约|近|超过|超|逾)?[+-]?\d")
_NUMBERED = re.compile(r"(?:\(?\d{1,2}[.、,)](?!\d)|\(\d{1,2}\))(?=.*[\u3400-\u9fff])|\d{1,2}[.、]$|\(\d{1,2}\)$")
# What may close a label: quotes, and a bracket that explains it or states its unit.
_TAIL = re.compile(r"[”\"')》]*(?:[ ]?\((?![一二三四五六七八九十\d]{1,3}\))[^()|\n]*\))?")
_HAN_RUN = re.compile(r"[\u3400-\u9fff〇]+")
_HAN = re.compile(r"[\u3400-\u9fff〇]")
_BARRIER = "\0"


@dataclass(frozen=True, slots=True)
class _Raw:
    kind: str
    start: int
    end: int


def lex(text: str) -> tuple[Piece, ...]:
    """Split a printed text into pieces, in order.

    >>> [(piece.kind, piece.text) for piece in lex("规章 | 0 |")]
    [('label', '规章'), ('pipe', '|'), ('value', '0'), ('pipe', '|')]
    """
    return _Lexer(text).pieces()


@lru_cache(maxsize=16384)
def lex_cell(text: str) -> tuple[Piece, ...]:
    """Split the words of one grid cell; a cell is its own boundary, so line ends and spaces part nothing."""
    reading = read_cell(text)
    if reading.state != "text":
        kind = "blank" if reading.state == "blank" else "value"
        return (Piece(kind, 0, len(text), text, reading=reading),)
    if _YEAR.fullmatch(fold(text).strip()):
        return (Piece("year", 0, len(text), text),)
    entries = load_lexicon().entries
    if found := entries.get(key(text)) or entries.get(long_key(text)):
        kind = "unit" if found[0].kind == "unit" else "label"
        return (Piece(kind, 0, len(text), text, found, numbered=is_numbered(text)),)
    pieces = tuple(piece for piece in lex(text) if piece.kind != "line")
    if pieces and all(piece.kind in {"label", "unit", "year"} for piece in pieces):
        return pieces
    if (match := _BARE_NUMBER.match(text)) and key(text[match.end() :]) in entries:
        return lex_cell(text[match.end() :])
    if _BEGINS_AS_VALUE.match(fold(text).strip()) and not _NUMBERED.match(fold(text).strip()):
        return (Piece("value", 0, len(text), text, reading=reading),)
    return (Piece("gap", 0, len(text), text),)


class _Lexer:
    """One text on its way to pieces; lives for a single call of :func:`lex`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.lexicon: Lexicon = load_lexicon()
        self.raws: list[_Raw] = []
        self.next = 0  # index of the first raw not yet given out
        self.readings: dict[int, CellReading] = {}  # by index of raw
        self._split()
        self._stream()

    def _split(self) -> None:
        """Cut the text into raws: lines, pipes, values that stand alone, and the insides of words."""
        for match in _RAW.finditer(self.folded):
            kind, start, end = str(match.lastgroup), match.start(), match.end()
            if kind != "word":
                self.raws.append(_Raw("skip" if kind in {"page", "rule"} else kind, start, end))
                continue
            word = match[0]
            reading = read_cell(self.text[start:end])
            if _YEAR.fullmatch(word):
                self.raws.append(_Raw("year", start, end))
            elif reading.state in {"dash", "none"} or reading.state == "number" and not _lone_han_numeral(word):
                self._value(start, end, reading)
            elif _BEGINS_AS_VALUE.match(word) and not _NUMBERED.match(word) and not self._label_behind(word, start):
                self._value(start, end, reading)
            else:
                self._inside(word, start)

    def _label_behind(self, word: str, start: int) -> bool:
        """Say whether a number has a label glued to its end, as in ``340其中:主动公开规范性文件数``."""
        match = re.match(r"[+-]?\d[\d,]*(?:\.\d+)?", word)
        if match is None:
            return False
        rest = re.sub(r"^(?:其中:?|\([一二三四五六七八九十]+\)|[一二三四五六七八九十]{1,3}、)+", "", word[match.end() :])
        han = re.sub(r"[^\u3400-\u9fff〇]", "", rest)
        return bool(self.lexicon.longest(han, 0))

    def _value(self, start: int, end: int, reading: CellReading) -> None:
        self.readings[len(self.raws)] = reading
        self.raws.append(_Raw("value", start, end))

    def _inside(self, word: str, start: int) -> None:
        for match in _IN_WORD.finditer(word):
            kind, at, end = str(match.lastgroup), start + match.start(), start + match.end()
            if match["numeral"]:
                self.raws.append(_Raw("han", at + 1, end - 1))
            elif kind == "number" and match.start() == 0 and self._numbers(match[0], word[match.end() :]):
                self.raws.append(_Raw("numbering", at, end))
            elif kind == "number":
                self._glued(word, match, start)
            elif kind in {"bracket", "reading", "other"}:
                self.raws.append(_Raw("bracket" if kind == "bracket" else "mark", at, end))
            else:
                self.raws.append(_Raw(kind, at, end))

    def _numbers(self, digits: str, rest: str) -> bool:
        """Say whether bare digits number the label behind them, as in 1属于国家秘密: those that the form gives it."""
        names = self.lexicon.longest("".join(_HAN.findall(rest)), 0)
        return any(entry.group.endswith(digits) for name in names for entry in self.lexicon.entries[name])

    def _glued(self, word: str, match: re.Match[str], start: int) -> None:
        """Read digits that touch other words; 3401、 may be 340 and a 1、, 000 may be three cells: kept as text."""
        printed = self.text[start + match.start() : start + match.end()]
        doubtful = re.match(r"[.、,)]", word[match.end() :]) or re.match(r"[+-]?0\d", printed)
        reading = CellReading(None, "text", "") if doubtful else read_cell(printed)
        self._value(start + match.start(), start + match.end(), reading)

    def _stream(self) -> None:
        """Lay the Chinese characters end to end; a barrier stands where no label can go on."""
        chars: list[str] = []
        self.wordy = {
            line
            for line, words in enumerate(self.folded.split("\n"))
            if any(run not in _units() for run in _HAN_RUN.findall(words))
        }
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", self.folded))]
        self.origin: list[int] = []  # offset in the text of each character of the stream
        self.raw_of: list[int] = []
        for index, raw in enumerate(self.raws):
            if raw.kind == "han" and self._line(raw) in self.wordy:
                chars.append(self.folded[raw.start : raw.end])
                self.origin.extend(range(raw.start, raw.end))
                self.raw_of.extend([index] * (raw.end - raw.start))
            elif raw.kind in {"numbering", "stop", "year"} or self._parts(raw):
                chars.append(_BARRIER)
                self.origin.append(raw.start)
                self.raw_of.append(index)
        self.stream = "".join(chars)

    def _parts(self, raw: _Raw) -> bool:
        """Say whether a pipe or value parts the words around it; a line of values may stand in a label's middle."""
        if raw.kind == "pipe":
            return self._line(raw) in self.wordy
        return raw.kind == "value" and self._touches(raw) and not self._inside_words(raw)

    def _line(self, raw: _Raw) -> int:
        return bisect_right(self.line_starts, raw.start) - 1

    def _inside_words(self, raw: _Raw) -> bool:
        """Say whether digits stand between two characters, as in the label …计1条."""
        around = self.folded[raw.start - 1 : raw.start], self.folded[raw.end : raw.end + 1]
        return all(_HAN.match(char) for char in around)

    def _touches(self, raw: _Raw) -> bool:
        before, after = self.folded[raw.start - 1 : raw.start], self.folded[raw.end : raw.end + 1]
        return bool(before and before not in " \n|\t" or after and after not in " \n|\t")

    def pieces(self) -> tuple[Piece, ...]:
        """Match labels along the stream and put everything else between them, in order."""
        found: list[Piece] = []
        done = 0  # offset in the text up to which pieces have been given out
        at = 0
        while at < len(self.stream):
            length = 0 if self.stream[at] == _BARRIER else self._label_length(at)
            if not length:
                at = self._next_start(at)
                continue
            label = self._label(at, length)
            found += self._plain(done, label.start, label.numbered)
            found.append(label)
            done = label.end
            at += length
        return (*found, *self._plain(done, len(self.text), False))

    def _next_start(self, at: int) -> int:
        """Give the next offset of the stream at which a label may begin: where a run of characters begins."""
        raw = self.raw_of[at]
        at += 1
        while at < len(self.stream) and self.raw_of[at] == raw:
            at += 1
        return at

    def _label_length(self, at: int) -> int:
        if self._glued_to_text(at):
            return 0
        for name in self.lexicon.longest(self.stream, at):
            if self._ends_at(at + len(name)) and self._hangs_together(at, len(name)):
                return len(name)
        return 0

    def _hangs_together(self, at: int, length: int) -> bool:
        """Say whether pipes inside a label are those of its own values."""
        kinds = {raw.kind for raw in self.raws[self.raw_of[at] : self.raw_of[at + length - 1] + 1]}
        return "pipe" not in kinds or "value" in kinds

    def _glued_to_text(self, at: int) -> bool:
        """Say whether a comma or the like binds this run to the words before it, as in a sentence."""
        start = self.origin[at]
        return start > 0 and self.folded[start - 1] in "、,\"“”《》'" and at > 0 and self.stream[at - 1] != _BARRIER

    def _ends_at(self, end: int) -> bool:
        """Say whether a label may end here: at a boundary, before a unit, or where the next label begins."""
        if end >= len(self.stream) or self.stream[end] == _BARRIER:
            return True
        before, after = self.origin[end - 1], self.origin[end]
        between = self.folded[before + 1 : after]
        if any(mark in between for mark in " \n|:()") or any(char.isdigit() for char in between):
            return True
        if between:
            return False
        run = self.stream[end : self._next_start(end)]
        return run in _units() or bool(self.lexicon.longest(self.stream, end))

    def _label(self, at: int, length: int) -> Piece:
        start, end = self.origin[at], self.origin[at + length - 1] + 1
        first, last = self.raw_of[at], self.raw_of[at + length - 1]
        inner = tuple(
            Piece("value", raw.start, raw.end, self.text[raw.start : raw.end], reading=self.readings[index])
            for index, raw in enumerate(self.raws[first : last + 1], first)
            if raw.kind == "value" and not self._touches(raw)
        )
        mark = first - 1
        while mark >= 0 and self.raws[mark].kind in {"space", "line"}:
            mark -= 1
        numbered = mark >= 0 and self.raws[mark].kind == "numbering"
        entries = self.lexicon.entries[self.stream[at : at + length]]
        kind = "unit" if {entry.kind for entry in entries} == {"unit"} else "label"
        end = _TAIL.match(self.folded, end).end()  # type: ignore[union-attr]
        words = self._words(self.raws[mark].start if numbered else start, end, inner)
        return Piece(kind, start, end, words, entries, None, numbered, inner)

    def _words(self, at: int, end: int, inner: tuple[Piece, ...]) -> str:
        """Give a label's words as printed, without the values that stand in its middle."""
        words = ""
        for value in inner:
            words += self.text[at : value.start]
            at = value.end
        words += self.text[at:end]
        return " ".join(words.split())

    def _plain(self, start: int, end: int, numbered: bool) -> list[Piece]:
        """Give the raws between two labels as pieces; the mark that numbers the label behind them is its own."""
        found: list[Piece] = []
        while self.next < len(self.raws) and self.raws[self.next].start < end:
            index, raw = self.next, self.raws[self.next]
            at, until = max(raw.start, start), min(raw.end, end)
            if raw.end <= end:
                self.next += 1
            if at < until and (piece := self._piece(raw, index, at, until, found)):
                if piece.kind == "gap" and found and found[-1].kind == "gap":
                    piece = Piece("gap", found[-1].start, until, self.text[found.pop().start : until])
                found.append(piece)
            if raw.end > end:
                break
        if numbered:
            mark = next((i for i in range(len(found) - 1, -1, -1) if found[i].kind != "line"), None)
            if mark is not None and found[mark].kind == "gap":
                del found[mark]
        return found

    def _piece(self, raw: _Raw, index: int, start: int, end: int, before: list[Piece]) -> Piece | None:
        words = self.text[start:end]
        if raw.kind == "value":
            return Piece("value", start, end, words, reading=self.readings[index])
        if raw.kind in {"pipe", "line", "stop", "year"}:
            return Piece(raw.kind, start, end, words)
        if raw.kind == "han":
            return Piece("unit" if self.folded[start:end] in _units() else "gap", start, end, words)
        # A bracket explains the label or value that it follows; only behind unknown words is it part of them.
        if raw.kind == "numbering" or raw.kind == "bracket" and before and before[-1].kind == "gap":
            return Piece("gap", start, end, words)
        return None


@lru_cache(maxsize=1)
def _units() -> frozenset[str]:
    return frozenset(name for name, found in load_lexicon().entries.items() if found[0].kind == "unit")


def _lone_han_numeral(word: str) -> bool:
    """Say whether the word is a single Chinese numeral: more often a torn heading's number than a value."""
    return len(word) == 1 and not word.isascii()
