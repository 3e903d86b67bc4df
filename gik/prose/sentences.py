"""Sentences (句) of a text, with the numerals and the words of the vocabulary that stand in each."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gik.prose.numerals import COUNTED, Numeral
from gik.prose.vocabulary import concepts

_END = re.compile(r"[。!？?\n]")
_HEADED = re.compile(r"\s*(?:[(（]?[0-9一二三四五六七八九十]{1,3}[)）、.]|第[一二三四五六七八九十]{1,3}[章节条部]|[|—-])")
_DENIAL = re.compile("[未无没零免]|不收")
_WRAPPED = 22
_SHORT = 30


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the vocabulary: its span and the concepts that it stands for."""

    start: int
    end: int
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that says a number or denies something: its span, paragraph, numerals and words."""

    start: int
    end: int
    paragraph: int
    numerals: tuple[Numeral, ...]
    tokens: tuple[Token, ...]


def sentences(folded: str, spans: Sequence[tuple[int, int]], numerals: Sequence[Numeral]) -> Iterator[Sentence]:
    """Give the sentences of the spans that say anything, in order; a line that runs on into the next ends none."""
    starts = [numeral.start for numeral in numerals]
    find, meanings = concepts()
    for start, end, paragraph in _pieces(folded, spans):
        inside = tuple(numerals[bisect_left(starts, start) : bisect_left(starts, end)])
        tokens: tuple[Token, ...] = ()
        if end - start < _SHORT or any(n.kind in COUNTED for n in inside) or _DENIAL.search(folded, start, end):
            tokens = tuple(Token(*match.span(), meanings[match[0]]) for match in find.finditer(folded, start, end))
        yield Sentence(start, end, paragraph, inside, tokens)


def _pieces(folded: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
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
