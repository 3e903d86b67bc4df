"""Sentences (句) of a text, with the numerals and the words of the vocabulary that stand in each."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from gik.definitions import definition
from gik.prose.marks import marks, meanings
from gik.prose.numerals import COUNTED, Numeral
from gik.prose.vocabulary import concepts

_END = re.compile(r"[。!？?\n]")
_HEADED = re.compile(
    r"\s*(?:[(（]?[0-9一二三四五六七八九十]{1,3}[)）、.]|第[一二三四五六七八九十]{1,3}[章节条部]|[|—-])"
)
_YEAR = re.compile("[0-9]{4}")
_LONGEST = 1000
_NONE: Sequence[Any] = ()
_SILENT = (0, "", (0, 0), -1)  # what a sentence says that says nothing, and what is known of one that is not read
_UNREAD = ((), (), (), (), ())
WRAPPED = 22  # a line of so many characters may go on in the next
_SHORT = 30


@cache
def denying() -> re.Pattern[str]:
    """Give the pattern of what a denial (否定) can begin with: letters only, which re skips to.

    >>> [match.start() for match in denying().finditer("未收到申请，全无投诉")]
    [0, 6, 7]
    """
    begins = definition("prose/nothing.toml")["begins"]
    return re.compile("|".join(f"{word[0]}(?={word[1:]})" if word[1:] else word for word in begins))


class Token(NamedTuple):
    """A word of the vocabulary: its span, the bits of what it says, its field and its act."""

    start: int
    end: int
    says: int
    field: str
    act: str


class Sentence(NamedTuple):
    """A sentence: its span, paragraph and numerals, and what its words of the vocabulary say.

    ``says`` is what they say together, ``field`` the last field that they name, ``way`` the span of the first channel,
    ``disclosure`` the place from which the sentence speaks of 信息公开, or -1.
    The rest is known of a sentence that counts or denies only: ``counted`` are the numerals that count something, by
    their place among all, ``denials`` where words may deny, ``tokens`` the words and ``places`` where they begin,
    ``years`` the years that are named, titles of documents apart.
    """

    start: int
    end: int
    paragraph: int
    numerals: Sequence[Numeral]
    says: int
    field: str
    way: tuple[int, int]
    disclosure: int
    counted: Sequence[int]
    denials: Sequence[int]
    tokens: Sequence[Token]
    places: Sequence[int]
    years: Sequence[tuple[Numeral, int]]

    def tokens_between(self, start: int, end: int) -> Sequence[Token]:
        """Give the words that lie within a span."""
        places, tokens = self.places, self.tokens
        first = bisect_left(places, start)
        last = bisect_left(places, end, first)
        if last > first and tokens[last - 1].end > end:
            last -= 1
        return tokens[first:last]

    def clause(self, folded: str, place: int) -> int:
        """Give where the clause begins that a place stands in: the sentence, or what follows its last semicolon."""
        return max(self.start, folded.rfind(";", self.start, place) + 1)


def sentences(
    folded: str, begin: int, numerals: Sequence[Numeral], goes_on: bool = False
) -> tuple[list[Sentence], int]:
    """Give the sentences of a text from a place on, in order, and how many paragraphs end before its end.

    A line that runs on into the next ends neither; ``goes_on`` tells that the last paragraph does, behind the text.
    """
    find, meaning_of, new = concepts()[0].finditer, meanings(), tuple.__new__
    starts = [*[numeral.start for numeral in numerals], len(folded)]
    denied = [*[match.start() for match in denying().finditer(folded, begin)], len(folded)]
    pieces = list(_pieces(folded, begin, goes_on))
    found: list[Sentence] = []
    first = denial = 0
    for (start, end, paragraph), following in pairwise(pieces):
        inside = denials = counted = _NONE
        if starts[first] < end:
            first, last = bisect_left(starts, start, first), bisect_left(starts, end, first)
            inside, first = numerals[first:last], last
            counted = [index for index, numeral in enumerate(inside) if numeral.kind in COUNTED]
        if denied[denial] < end:
            denial, last = bisect_left(denied, start, denial), bisect_left(denied, end, denial)
            denials, denial = denied[denial:last], last
        silent = not counted and not denials
        if silent and (following[2] != paragraph or end - start >= _SHORT):  # what it says is of use to no other
            found.append(new(Sentence, (start, end, paragraph, inside, *_SILENT, *_UNREAD)))
            continue
        tokens = [new(Token, match.span() + meaning_of[match[0]]) for match in find(folded, start, end)]
        said = _said(tokens) if tokens else _SILENT
        if counted or (denials and tokens):
            places = [token.start for token in tokens]
            read = (counted, denials, tokens, places, _years(folded, inside) if inside else _NONE)
            found.append(new(Sentence, (start, end, paragraph, inside, *said, *read)))
        else:
            found.append(new(Sentence, (start, end, paragraph, inside, *said, *_UNREAD)))
    return found, pieces[-1][2] - (not goes_on)


def _said(tokens: Sequence[Token]) -> tuple[int, str, tuple[int, int], int]:
    """What words say together: marks, the last field, the first channel, and where 信息公开 is first spoken of."""
    says, last = 0, ""
    for _, _, meant, field, _ in tokens:
        says |= meant
        if field:
            last = field
    way, about = marks().way, marks().disclosure
    first = next((token.start, token.end) for token in tokens if token.says & way) if says & way else (0, 0)
    disclosure = next(token.start for token in tokens if token.says & about) if says & about else -1
    return says, last, first, disclosure


def _years(folded: str, numerals: Sequence[Numeral]) -> Sequence[tuple[Numeral, int]]:
    return [
        (numeral, int(folded[numeral.start : numeral.start + 4]))
        for numeral in numerals
        if numeral.kind == "date" and _YEAR.match(folded, numeral.start) and not _titled(folded, numeral)
    ]


def _titled(folded: str, numeral: Numeral) -> bool:
    opened = folded.rfind("《", max(numeral.start - 60, 0), numeral.start)
    return opened >= 0 and "》" not in folded[opened : numeral.start]


def _pieces(folded: str, begin: int, goes_on: bool) -> Iterator[tuple[int, int, int]]:
    """The sentences' spans with the paragraph of each, and where and in which another one would begin.

    An endless sentence is cut, so that no work grows with its length.
    """
    paragraph, start, line, last = 0, begin, begin, len(folded)
    for match in _END.finditer(folded, begin):
        here, newline = match.start(), match[0] == "\n"
        if newline and here - line >= WRAPPED and _runs_on(folded, here, last):
            line = here + 1
            continue
        if here > start and not folded[start:here].isspace():
            if here - start < _LONGEST:
                yield start, here + (not newline), paragraph
            else:
                yield from _cut(folded, start, here + (not newline), paragraph)
        start = here + 1
        if newline:
            paragraph += 1
            line = start
    if start < last and not folded[start:last].isspace():
        yield from _cut(folded, start, last, paragraph)
    yield last, last, paragraph + (not goes_on)


def _cut(folded: str, start: int, end: int, paragraph: int) -> Iterator[tuple[int, int, int]]:
    while end - start > _LONGEST:
        cut = max(folded.rfind(mark, start + _LONGEST // 2, start + _LONGEST) for mark in ";,、 ") + 1
        cut = cut or start + _LONGEST
        yield start, cut, paragraph
        start = cut
    yield start, end, paragraph


def _runs_on(folded: str, end: int, last: int) -> bool:
    """Whether the sentence goes on in the next line, of a page with fixed width."""
    if end + 1 >= last or folded[end - 1] in "。!?;:|":
        return False
    after = folded[end + 1 : end + 12]
    return not after[:1].isspace() and not _HEADED.match(after)
