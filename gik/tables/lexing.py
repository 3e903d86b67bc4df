"""Printed words → pieces: labels that the lexicon knows, values, units, pipes and what is left.

Labels are matched on the stream of Chinese characters alone, so that a label is found although it is wrapped, spaced
out, or has its numbers printed in its middle. A piece always covers ``text[start:end]``.
"""

import re
from typing import NamedTuple

from gik.numbers import CellReading
from gik.tables.lexicon import HAN_RUN, Entry, load_lexicon
from gik.tables.raws import HAN, Raw, split, units
from gik.tables.wording import fold


class Piece(NamedTuple):
    """A run of printed words and what it is: label, value, blank, unit, year, pipe, line, gap or stop.

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


# What may close a label: quotes, and a bracket that explains it or states its unit.
_TAIL = re.compile(r"[”\"')》]*(?:[ ]?\((?![一二三四五六七八九十\d]{1,3}\))[^()|\n]*\))?")
_BARRIER = "\0"
# A longer run of characters is no unit.
_LONGEST_UNIT = 20
# Raws that are pieces as they stand.
_KEPT = frozenset(("pipe", "line", "stop", "year"))
# Raws that always part the words around them; pipes do where their line holds words.
_PARTING = frozenset(("numbering", "stop", "year"))


def lex(text: str) -> tuple[Piece, ...]:
    """Split a printed text into pieces, in order.

    >>> [(piece.kind, piece.text) for piece in lex("规章 | 0 |")]
    [('label', '规章'), ('pipe', '|'), ('value', '0'), ('pipe', '|')]
    """
    return _Lexer(text).pieces()


def can_go_on(line: str) -> bool:
    """Say whether a label may go on behind a line, one that begins in it or one that has begun before it.

    >>> can_go_on("（一）收到申"), can_go_on("（一）收到申请数"), can_go_on("填报单位：云溪市水务局")
    (True, False, False)
    """
    lexer = _Lexer(line)
    lexicon, parted = lexer.lexicon, lexer.stream.rfind(_BARRIER)
    last = lexer.stream[parted + 1 :]
    # Where labels may begin: with a run of characters, and behind another label.
    starts = {0, *(end - parted - 1 for end in lexer.run_end if end > parted)}
    if parted < 0:
        if last in lexicon.inside:  # or there is none
            return True
        starts |= {end for end in range(1, len(last)) if last[:end] in lexicon.ended}
    while starts:
        start = starts.pop()
        if last[start:] in lexicon.begun:
            return True
        starts |= {start + len(name) for name in lexicon.longest(last, start)}
    return False


class _Lexer:
    """One text on its way to pieces; lives for a single call of :func:`lex`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = fold(text)
        self.lexicon = load_lexicon()
        self.raws = split(text, self.folded)
        self.next = 0  # index of the first raw not yet given out
        self._stream()

    def _stream(self) -> None:
        """Lay the Chinese characters end to end; a barrier stands where no label can go on."""
        wordy = {
            line
            for line, words in enumerate(self.folded.split("\n"))
            if any(run not in units() for run in HAN_RUN.findall(words))
        }
        chars: list[str] = []
        self.origin: list[int] = []  # offset in the text of each character of the stream
        self.raw_of: list[int] = []
        self.run_end: list[int] = []  # where the run of characters ends that each stands in
        line = 0
        for index, raw in enumerate(self.raws):
            kind, start, end, _ = raw
            if kind == "line":
                line += 1
            elif kind == "han" and line in wordy:
                length = end - start
                chars.append(self.folded[start:end])
                self.origin.extend(range(start, end))
                self.raw_of.extend([index] * length)
                self.run_end.extend([len(self.run_end) + length] * length)
            elif kind in _PARTING or (kind == "pipe" and line in wordy) or (kind == "value" and self._parts(raw)):
                chars.append(_BARRIER)
                self.origin.append(start)
                self.raw_of.append(index)
                self.run_end.append(len(self.run_end) + 1)
        self.stream = "".join(chars)

    def _parts(self, raw: Raw) -> bool:
        """Say whether a value parts the words around it; a line of values may stand in a label's middle."""
        return self._touches(raw) and not self._inside_words(raw)

    def _inside_words(self, raw: Raw) -> bool:
        """Say whether digits stand between two characters, as in the label …计1条."""
        around = self.folded[raw.start - 1 : raw.start], self.folded[raw.end : raw.end + 1]
        return all(HAN.match(char) for char in around)

    def _touches(self, raw: Raw) -> bool:
        before, after = self.folded[raw.start - 1 : raw.start], self.folded[raw.end : raw.end + 1]
        return bool((before and before not in " \n|\t") or (after and after not in " \n|\t"))

    def pieces(self) -> tuple[Piece, ...]:
        """Match labels along the stream and put everything else between them, in order."""
        found: list[Piece] = []
        done = 0  # offset in the text up to which pieces have been given out
        at = 0
        while at < len(self.stream):
            length = 0 if self.stream[at] == _BARRIER else self._label_length(at)
            if not length:
                at = self.run_end[at]
                continue
            label = self._label(at, length)
            found += self._plain(done, label.start, label.numbered)
            if found and found[-1].end == label.start and _is_of_other_year(found[-1], label):
                first = found.pop().start
                label = Piece("gap", first, label.end, self.text[first : label.end])
            found.append(label)
            done = label.end
            at += length
        return (*found, *self._plain(done, len(self.text), False))

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
        """Say whether a comma or a quote binds this run to the words before it, as in a sentence.

        Only a quote does so to those of the line before: a comma is what a number leaves that was lost.
        """
        if not at or self.stream[at - 1] == _BARRIER:
            return False
        before, start = self.origin[at - 1], self.origin[at]
        mark = self.folded[start - 1]
        return mark in "\"“”《》'" or (mark in "、," and "\n" not in self.folded[before:start])

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
        run = self.stream[end : min(self.run_end[end], end + _LONGEST_UNIT)]
        return run in units() or bool(self.lexicon.longest(self.stream, end))

    def _label(self, at: int, length: int) -> Piece:
        start, end = self.origin[at], self.origin[at + length - 1] + 1
        first, last = self.raw_of[at], self.raw_of[at + length - 1]
        inner = tuple(
            Piece("value", raw.start, raw.end, self.text[raw.start : raw.end], reading=raw.reading)
            for raw in self.raws[first : last + 1]
            if raw.kind == "value" and not self._touches(raw)
        )
        mark = first - 1
        while mark >= 0 and self.raws[mark].kind == "line":
            mark -= 1
        numbered = mark >= 0 and self.raws[mark].kind == "numbering" and start == self.raws[first].start
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
        text = self.text
        while self.next < len(self.raws):
            raw = self.raws[self.next]
            kind, at, until, reading = raw
            if at >= end:
                break
            if until <= end:
                self.next += 1
            else:
                until = end
            if at < start:
                at = start
            if at >= until:
                pass
            elif kind == "value":
                found.append(Piece("value", at, until, text[at:until], (), reading))
            elif kind in _KEPT:
                found.append(Piece(kind, at, until, text[at:until]))
            elif kind == "han" and self.folded[at:until] in units():
                found.append(Piece("unit", at, until, text[at:until]))
            elif kind in {"han", "numbering"} or (kind == "bracket" and found and found[-1].kind == "gap"):
                # A bracket explains the label or value that it follows; only behind unknown words is it part of them.
                if found and found[-1].kind == "gap":
                    at = found.pop().start
                found.append(Piece("gap", at, until, text[at:until]))
            if raw.end > end:
                break
        if numbered:
            mark = next((i for i in range(len(found) - 1, -1, -1) if found[i].kind != "line"), None)
            if mark is not None and found[mark].kind == "gap":
                del found[mark]
        return found


def _is_of_other_year(before: Piece, label: Piece) -> bool:
    """Say whether words right before the label of a row make it another year's, as in 上年收到申请数."""
    kinds = {entry.kind for entry in before.entries}
    return kinds == {"other_year"} and all(entry.kind == "row" for entry in label.entries)
