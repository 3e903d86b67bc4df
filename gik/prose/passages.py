"""Passages (文段): stretches of prose that are understood on their own, and remembered.

Reports repeat their own words and each other's, with other numbers and names. What a number means hangs on the words
around it, and on whether it is none or one; so passages that differ in nothing else are understood once.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from gik.prose.masking import MASKS, has_mask, masked, with_years_masked
from gik.prose.numerals import CANDIDATE, fold
from gik.prose.places import Ground, Places
from gik.prose.scanning import scan
from gik.prose.sentences import WRAPPED, sentences
from gik.prose.understanding import Entry, entries_of

_ENDS = frozenset("。!?;")  # no numeral and no sentence goes on behind them in the next line
_FAR = 12  # characters that what belongs to a numeral may reach, to both sides
_OPENED, _PAIRS = 80, (("《", "》"), ("(", ")"))  # what is opened so many characters before may go on
_LONGEST = 1000  # characters of a passage worth remembering
_SPAN, _PLACE = itemgetter(0, 1), itemgetter(0, 1, 2)
_new = tuple.__new__


class Said(NamedTuple):
    """A sentence of a text: its span and its paragraph."""

    start: int
    end: int
    paragraph: int


class _Passage(NamedTuple):
    """What a passage says, with places counted from its beginning, and how many paragraphs end in it.

    ``masked`` are the entries whose value is a masked number, ``labels`` those with a mask in their label, and where it
    stands. ``repeats`` tells that this can't be told of each, so that it holds for these very words only.
    """

    entries: Sequence[Entry]
    said: Sequence[tuple[int, int, int]]
    paragraphs: int
    masked: Sequence[int]
    labels: Sequence[tuple[int, int, int]]
    repeats: bool


def understand(
    text: str, folded: str, spans: Sequence[tuple[int, int]], place: Places, year: int | None
) -> tuple[list[Entry], list[Said]]:
    """Give the figures of the spans of a text, by their places, and its sentences."""
    found, said, paragraph = list[Entry](), list[Said](), 0
    for begin, stop in spans:
        near = max(begin - _FAR, 0)
        alike = masked(text[near:stop])
        for start, end in _cut(folded, begin, stop):
            newline = folded[start] == "\n"
            own = 0 if newline else min(_FAR, start)  # where no line begins, what stands before counts
            grounds = place.grounds(start + newline, end, start - own)
            start -= own
            words, asked = with_years_masked(alike[start - near : end - near], year)
            passage = _understood(words, own, grounds, asked)
            if passage.repeats and words != (printed := text[start:end]):
                passage = _understood(printed, own, grounds, asked and year)
            found += _placed(passage, text, start, len(said))
            said += [_new(Said, (first + start, last + start, at + paragraph)) for first, last, at in passage.said]
            paragraph += passage.paragraphs
        paragraph += 1
    return found, said


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
    counts = [(at, one, words[one.start : one.end]) for at, one in enumerate(entries) if one.value is not None]
    labels = [(at, words.find(one.label), one.label) for at, one in enumerate(entries) if has_mask(one.label)]
    repeats = any(first < 0 or words.find(label, first + 1) >= 0 for _, first, label in labels)
    repeats = repeats or any(len(digits) >= 4 and words.startswith("年", one.end) for _, one, digits in counts)
    plain = [at for at, _, digits in counts if digits in MASKS]
    held = [(at, first, first + len(label)) for at, first, label in labels]
    return _Passage(tuple(entries), tuple(map(_PLACE, said)), paragraphs, plain, held, repeats)


_remembered = lru_cache(maxsize=1 << 12)(_understand)


def _understood(words: str, own: int, grounds: tuple[Ground, ...], year: int | None) -> _Passage:
    return (_remembered if len(words) <= _LONGEST else _understand)(words, own, grounds, year)


def _placed(passage: _Passage, text: str, at: int, sentence: int) -> list[Entry]:
    """The figures of a passage at their places in the text, with the numbers and names that are printed there."""
    found = []
    for start, end, number, kind, value, unit, bound, phrase, claim, label in passage.entries:
        if phrase:
            lo, before, behind, hi = phrase
            phrase = (lo + at, before + at, behind + at, hi + at)
        placed = (start + at, end + at, number + sentence, kind, value, unit, bound, phrase, claim, label)
        found.append(_new(Entry, placed))
    for index in passage.masked:
        entry = found[index]
        found[index] = entry._replace(value=float(text[entry.start : entry.end]))
    for index, first, last in passage.labels:
        found[index] = found[index]._replace(label=text[first + at : last + at])
    return found
