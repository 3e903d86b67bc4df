"""Sentences (句) of a text, with the numerals and the words of the vocabulary that stand in each."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from gik.prose.numerals import COUNTED, Numeral
from gik.prose.vocabulary import concepts

_start = attrgetter("start")
_END = re.compile(r"[。!？?\n]")
_HEADED = re.compile(
    r"\s*(?:[(（]?[0-9一二三四五六七八九十]{1,3}[)）、.]|第[一二三四五六七八九十]{1,3}[章节条部]|[|—-])"
)
_DENIAL = re.compile("[未无没零免]|不[收存]")
_YEAR = re.compile("[0-9]{4}")
_ABOUT = "scope.disclosure"
_LONGEST = 1000
_WRAPPED = 22
_SHORT = 30


class Token(NamedTuple):
    """A word of the vocabulary: its span and the concepts that it stands for."""

    start: int
    end: int
    concepts: tuple[str, ...]


class Sentence(NamedTuple):
    """A sentence: its span, paragraph, numerals and words of the vocabulary.

    ``years`` are the numerals that name a year, titles of documents apart; ``concepts`` is what all its words say,
    ``disclosure`` the place from which it speaks of 信息公开, or -1; ``places`` are where the words begin.
    """

    start: int
    end: int
    paragraph: int
    numerals: tuple[Numeral, ...]
    tokens: tuple[Token, ...]
    years: tuple[tuple[Numeral, int], ...]
    concepts: frozenset[str]
    disclosure: int
    places: tuple[int, ...]

    def tokens_between(self, start: int, end: int) -> tuple[Token, ...]:
        """Give the words that lie within a span."""
        first = bisect_left(self.places, start)
        last = bisect_left(self.places, end, first)
        if last > first and self.tokens[last - 1].end > end:
            last -= 1
        return self.tokens[first:last]

    def numerals_between(self, start: int, end: int) -> tuple[Numeral, ...]:
        """Give the numerals that begin within a span."""
        return self.numerals[
            bisect_left(self.numerals, start, key=_start) : bisect_left(self.numerals, end, key=_start)
        ]


def sentences(folded: str, spans: Sequence[tuple[int, int]], numerals: Sequence[Numeral]) -> Iterator[Sentence]:
    """Give the sentences of the spans that say anything, in order; a line that runs on into the next ends none."""
    starts = [numeral.start for numeral in numerals]
    find, meanings = concepts()
    for start, end, paragraph in _pieces(folded, spans):
        inside = tuple(numerals[bisect_left(starts, start) : bisect_left(starts, end)])
        tokens: tuple[Token, ...] = ()
        if end - start < _SHORT or any(n.kind in COUNTED for n in inside) or _DENIAL.search(folded, start, end):
            tokens = tuple(
                [Token(match.start(), match.end(), meanings[match[0]]) for match in find.finditer(folded, start, end)]
            )
        yield _sentence(folded, start, end, paragraph, inside, tokens)


def _sentence(
    folded: str, start: int, end: int, paragraph: int, inside: tuple[Numeral, ...], tokens: tuple[Token, ...]
) -> Sentence:
    held = frozenset(chain.from_iterable([token.concepts for token in tokens]))
    about = next((token.start for token in tokens if _ABOUT in token.concepts), -1) if _ABOUT in held else -1
    years = tuple(
        (numeral, int(folded[numeral.start : numeral.start + 4]))
        for numeral in inside
        if numeral.kind == "date" and _YEAR.match(folded, numeral.start) and not _titled(folded, numeral)
    )
    return Sentence(start, end, paragraph, inside, tokens, years, held, about, tuple([token.start for token in tokens]))


def _titled(folded: str, numeral: Numeral) -> bool:
    opened = folded.rfind("《", max(numeral.start - 60, 0), numeral.start)
    return opened >= 0 and "》" not in folded[opened : numeral.start]


def _pieces(folded: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """The sentences' spans with the paragraph of each; an endless one is cut, so that no work grows with its length."""
    for start, end, paragraph in _whole(folded, spans):
        while end - start > _LONGEST:
            cut = max(folded.rfind(mark, start + _LONGEST // 2, start + _LONGEST) for mark in ";,、 ") + 1
            cut = cut or start + _LONGEST
            yield start, cut, paragraph
            start = cut
        yield start, end, paragraph


def _whole(folded: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    paragraph = 0
    for first, last in spans:
        start = line = first
        for match in _END.finditer(folded, first, last):
            newline = match[0] == "\n"
            if newline and _runs_on(folded, line, match.start(), last):
                line = match.end()
                continue
            if match.start() > start and not folded[start : match.start()].isspace():
                yield start, match.end() - newline, paragraph
            start = match.end()
            if newline:
                paragraph += 1
                line = start
        if start < last and not folded[start:last].isspace():
            yield start, last, paragraph
        paragraph += 1


def _runs_on(folded: str, line: int, end: int, last: int) -> bool:
    """Whether the line is one of a page with fixed width, so that its sentence goes on in the next."""
    if end - line < _WRAPPED or end + 1 >= last or folded[end - 1] in "。!?;:|":
        return False
    after = folded[end + 1 : end + 12]
    return not after[:1].isspace() and not _HEADED.match(after)
