"""Passages (文段): stretches of prose that are understood on their own, and remembered.

Reports repeat their own words and each other's, with other numbers and names. What a number means hangs on the words
around it, and on whether it is none or one; so passages that differ in nothing else are understood once.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Final, NamedTuple

from gik.prose.masking import MASKS, has_mask, masked, with_years_masked
from gik.prose.meaning import Claim
from gik.prose.numerals import CANDIDATE, COUNTED, fold
from gik.prose.places import Ground, Places
from gik.prose.scanning import scan
from gik.prose.sentences import WRAPPED, Sentence, sentences
from gik.prose.topics import topic_of
from gik.prose.understanding import UNSAID, Carried, Entry, entries_of

_ENDS = frozenset("。!?;")  # no numeral and no sentence goes on behind them in the next line
_FAR = 12  # characters that what belongs to a numeral may reach, to both sides
# What is opened so many characters before, its sign among them, may go on.
_OPENED, _PAIRS = 81, (("《", "》"), ("(", ")"), ("<", ">"))
_LONGEST = 1000  # characters of a passage worth remembering
_MASKED = re.compile("[2-9]")  # in all that stands for a number
_SPAN, _PLACE = itemgetter(0, 1), itemgetter(0, 1, 2)


# Plain tuples, as there are very many of them. A sentence of a text: its span and its paragraph.
Said = tuple[int, int, int]
# A number found: its span and sentence, what its numeral says (kind, value, unit, bound), where that stands with its
# unit if it counts, else -1 twice, what it means, the label of what it counts, and the topic that its sentence names.
Found = tuple[int, int, int, str, float | None, str, str, int, int, Claim, str, str]
CLAIM: Final = 9  # where it has what it means


class _Passage(NamedTuple):
    """What a passage says, with places counted from its beginning, how many paragraphs end in it, and what goes on.

    With each figure goes whether its value is a masked number, and where its label stands, if that holds a mask.
    ``repeats`` tells that this can't be told of each, so that it holds for these very words only; ``exact`` are other
    numbers, for which no mask may stand: their spans and words.
    """

    figures: Sequence[tuple[Found, bool, tuple[int, int] | None]]
    said: Sequence[tuple[int, int, int]]
    paragraphs: int
    carried: Carried
    repeats: bool
    exact: Sequence[tuple[int, int, str]]

    def holds(self, text: str, at: int) -> bool:
        """Say whether the passage, understood with masks, holds for what is printed from a place of a text on."""
        if self.repeats or not self.exact:
            return not self.repeats
        return all(text[start + at : end + at] == words for start, end, words in self.exact)


def understand(
    text: str, folded: str, spans: Sequence[tuple[int, int]], place: Places, year: int | None
) -> tuple[list[Found], list[Said]]:
    """Give the figures of the spans of a text, by their places, and its sentences."""
    found, said, paragraph = list[Found](), list[Said](), 0
    for begin, stop in spans:
        near, carried = max(begin - _FAR, 0), UNSAID
        alike = text[near:begin] + masked(text[begin:stop])
        for start, end, goes_on in _cut(folded, begin, stop):
            newline = folded[start] == "\n"
            own = 0 if newline else min(_FAR, start)  # where no line begins, what stands before counts
            grounds = place.grounds(start + newline, end, start - own)
            start -= own
            words, asked = with_years_masked(alike[start - near : end - near], year)
            passage = _understood(words, own, grounds, asked, carried, goes_on)
            if not passage.holds(text, start) and words != (printed := text[start:end]):
                passage = _understood(printed, own, grounds, asked and year, carried, goes_on)
            carried = passage.carried
            found += _placed(passage, text, start, len(said))
            said += [(first + start, last + start, at + paragraph) for first, last, at in passage.said]
            paragraph += passage.paragraphs
        paragraph += 1
    return found, said


def _cut(folded: str, begin: int, stop: int) -> Iterator[tuple[int, int, bool]]:
    """The passages of a span, and whether the paragraph of each goes on in the next.

    They are its lines, each with the line end before it, and of each the sentences apart; those that may go on are left
    together.
    """
    start = line = begin
    while (here := folded.find("\n", line, stop)) >= 0:
        if here > start and (folded[here - 1] in _ENDS or _is_apart(folded, start, line, here)):
            yield from _sentences_apart(folded, start, line, here)
            start = here
        line = here + 1
    if start < stop:
        yield from _sentences_apart(folded, start, line, stop)


def _sentences_apart(folded: str, start: int, line: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """The sentences of lines up to an end; what stands before the last line is left with the first one of that."""
    place = folded.find("。", line, end - 1)
    while place >= 0:
        behind = place + 1
        reach = min(end, behind + 2 * _OPENED)
        closed = folded.find(")", behind, reach)
        is_balanced = closed < 0 or 0 <= folded.find("(", behind, reach) < closed
        if is_balanced and not _leads_on(folded, start, behind):
            yield start, behind, True
            start = behind
        place = folded.find("。", behind, end - 1)
    yield start, end, False


def _is_apart(folded: str, start: int, line: int, end: int) -> bool:
    """Say whether nothing goes on in the next line: no wrapped sentence, no numeral, no title and no bracket."""
    return end - line < WRAPPED and not _leads_on(folded, start, end)


def _leads_on(folded: str, start: int, end: int) -> bool:
    """Say whether a numeral, a title or a bracket may go on behind an end."""
    if CANDIDATE.search(folded, max(start, end - _FAR), end) is not None:
        return True
    near = max(start, end - _OPENED)
    return any(folded.rfind(opened, near, end) > folded.rfind(close, near, end) for opened, close in _PAIRS)


def _understand(
    words: str, own: int, grounds: Sequence[Ground], year: int | None, carried: Carried, goes_on: bool
) -> _Passage:
    """Understand the words of a passage, its own from a place on."""
    folded = fold(words)
    said, paragraphs = sentences(folded, own, scan(words, own, len(words), folded), goes_on)
    entries, carried = entries_of(folded, words, said, grounds, year, carried)
    entries.sort(key=_SPAN)
    figures = [_figure(words, entry, said[entry.sentence]) for entry in entries]
    repeats = any(_is_unclear(words, entry.label, held) for entry, (_, _, held) in zip(entries, figures, strict=True))
    # In which the words end, and of which the last was said.
    is_same = (said[-1].paragraph if said else 0) == paragraphs
    told = carried if goes_on and is_same else UNSAID
    counts = [(one.start, one.end, words[one.start : one.end]) for one in entries if one.value is not None]
    exact = [count for count in counts if count[2] not in MASKS and _MASKED.search(count[2])]
    return _Passage(figures, tuple(map(_PLACE, said)), paragraphs, told, repeats, exact)


def _figure(words: str, entry: Entry, sentence: Sentence) -> tuple[Found, bool, tuple[int, int] | None]:
    start, end, number, kind, value, unit, bound, phrase, claim, label = entry
    lo, first, last, hi = phrase or (0, -1, -1, 0)
    topic = topic_of(label, words[lo:hi], words[sentence.start : sentence.end]) if kind in COUNTED else ""
    placed = words.find(label) if has_mask(label) else -1
    held = (placed, placed + len(label)) if placed >= 0 else None
    figure = start, end, number, kind, value, unit, bound, first, last, claim, label, topic
    return figure, value is not None and words[start:end] in MASKS, held


def _is_unclear(words: str, label: str, held: tuple[int, int] | None) -> bool:
    """Say whether a label with a mask stands in several places or in none."""
    return words.find(label, held[0] + 1) >= 0 if held else has_mask(label)


_remembered = lru_cache(maxsize=1 << 12)(_understand)


def _understood(
    words: str, own: int, grounds: tuple[Ground, ...], year: int | None, carried: Carried, goes_on: bool
) -> _Passage:
    understand = _remembered if len(words) <= _LONGEST else _understand
    return understand(words, own, grounds, year, carried, goes_on)


def _placed(passage: _Passage, text: str, at: int, sentence: int) -> list[Found]:
    """The figures of a passage at their places in the text, with the numbers and names that are printed there."""
    found = list[Found]()
    for figure, is_masked, held in passage.figures:
        start, end, number, kind, value, unit, bound, first, last, claim, label, topic = figure
        start, end = start + at, end + at
        if is_masked:
            value = float(text[start:end])
        if held:
            label = text[held[0] + at : held[1] + at]
        if first >= 0:
            first, last = first + at, last + at
        found.append((start, end, number + sentence, kind, value, unit, bound, first, last, claim, label, topic))
    return found
