"""Passages (文段): stretches of prose that are understood on their own, and remembered.

Reports repeat their own words and each other's, with other numbers. What a number means hangs on the words around it,
and on whether it is none or one; so passages that differ in other plain numbers only are understood once.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import NamedTuple

from gik.prose.finding import clear_units
from gik.prose.numerals import CANDIDATE, CHINESE, fold
from gik.prose.places import Ground, Places
from gik.prose.scanning import scan
from gik.prose.sentences import WRAPPED, sentences
from gik.prose.understanding import Entry, entries_of
from gik.prose.vocabulary import words_pattern

_ENDS = frozenset("。!?;")  # no numeral and no sentence goes on behind them in the next line
_FAR = 12  # characters that what belongs to a numeral may reach, to both sides
_OPENED, _PAIRS = 80, (("《", "》"), ("(", ")"))  # what is opened so many characters before may go on
_LONGEST = 1000  # characters of a passage worth remembering
_MASKS = frozenset(("7", "77", "777", "7777"))
_DIGITS, _YEAR = re.compile("[0-9]+"), re.compile("[12][0-9]{3}")
_SPAN, _PLACE = itemgetter(0, 1), itemgetter(0, 1, 2)
_new = tuple.__new__


class Said(NamedTuple):
    """A sentence of a text: its span and its paragraph."""

    start: int
    end: int
    paragraph: int


class _Passage(NamedTuple):
    """What a passage says, with places counted from its beginning, and how many paragraphs end in it.

    ``repeats`` tells that a label may hold a masked number, so that it holds for these very numbers only.
    """

    entries: Sequence[Entry]
    said: Sequence[tuple[int, int, int]]
    paragraphs: int
    repeats: bool


def understand(
    text: str, folded: str, spans: Sequence[tuple[int, int]], place: Places, year: int | None
) -> tuple[list[Entry], list[Said]]:
    """Give the figures of the spans of a text, by their places, and its sentences."""
    found, said, paragraph = list[Entry](), list[Said](), 0
    masked = _mask().sub(_masked, text)
    for begin, stop in spans:
        for start, end in _cut(folded, begin, stop):
            newline = folded[start] == "\n"
            own = 0 if newline else min(_FAR, start)  # where no line begins, what stands before counts
            grounds = place.grounds(start + newline, end, start - own)
            start -= own
            words = masked[start:end]
            asked = year if _YEAR.search(folded, start, end) else None  # most passages name no year
            passage = _understood(words, own, grounds, asked)
            if passage.repeats and words != (printed := text[start:end]):
                words, passage = printed, _understood(printed, own, grounds, asked)
            found += _placed(passage, words, text, start, len(said))
            said += [_new(Said, (first + start, last + start, at + paragraph)) for first, last, at in passage.said]
            paragraph += passage.paragraphs
        paragraph += 1
    return found, said


@cache
def _mask() -> re.Pattern[str]:
    """The pattern of plain numbers whose digits tell nothing but their worth: not 0 or 1, no year, no end of a range.

    The first digit is taken before anything is asked of what stands before it, so that re skips to it.
    """
    return re.compile(
        rf"[1-9](?<=[\u4e00-\u9fff].)(?<![{CHINESE}第之至到].)(?:(?<!1)|(?=[0-9]))"
        rf"[0-9]{{0,3}}+(?<!19[0-9]{{2}})(?<!20[0-9]{{2}})(?={words_pattern(clear_units())})"
    )


def _masked(match: re.Match[str]) -> str:
    return "7" * len(match[0])


def _cut(folded: str, begin: int, stop: int) -> Iterator[tuple[int, int]]:
    """The passages of a span: its lines, each with the line end before it; those that may go on are left together."""
    start = line = begin
    while (here := folded.find("\n", line, stop)) >= 0:
        if here > start and (folded[here - 1] in _ENDS or _is_apart(folded, start, line, here)):
            yield start, here
            start = here
        line = here + 1
    if start < stop:
        yield start, stop


def _is_apart(folded: str, start: int, line: int, end: int) -> bool:
    """Say whether nothing goes on in the next line: no wrapped sentence, no numeral, no title and no bracket."""
    if end - line >= WRAPPED or CANDIDATE.search(folded, max(start, end - _FAR), end) is not None:
        return False
    near = max(start, end - _OPENED)
    return all(folded.rfind(opened, near, end) <= folded.rfind(close, near, end) for opened, close in _PAIRS)


def _understand(words: str, own: int, grounds: Sequence[Ground], year: int | None) -> _Passage:
    """Understand the words of a passage, its own from a place on."""
    folded = fold(words)
    said, paragraphs = sentences(folded, own, scan(words, own, len(words), folded))
    entries = sorted(entries_of(folded, words, said, grounds, year), key=_SPAN)
    labels = " ".join([entry.label for entry in entries if entry.label])
    repeats = not _MASKS.isdisjoint(_DIGITS.findall(labels))
    return _Passage(tuple(entries), tuple(map(_PLACE, said)), paragraphs, repeats)


_remembered = lru_cache(maxsize=1 << 12)(_understand)


def _understood(words: str, own: int, grounds: tuple[Ground, ...], year: int | None) -> _Passage:
    return (_remembered if len(words) <= _LONGEST else _understand)(words, own, grounds, year)


def _placed(passage: _Passage, words: str, text: str, at: int, sentence: int) -> list[Entry]:
    """The figures of a passage at their places in the text, with the numbers that are printed there."""
    found = []
    for start, end, number, kind, value, unit, bound, phrase, claim, label in passage.entries:
        first, last = start + at, end + at
        if value is not None and (word := words[start:end]) in _MASKS and (digits := text[first:last]) != word:
            value = float(digits)
        if phrase:
            lo, before, behind, hi = phrase
            phrase = (lo + at, before + at, behind + at, hi + at)
        placed = (first, last, number + sentence, kind, value, unit, bound, phrase, claim, label)
        found.append(_new(Entry, placed))
    return found
