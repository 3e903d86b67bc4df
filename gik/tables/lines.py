"""Printed lines → pieces: lines that nothing joins are cut one by one, and recalled where only their numbers are new.

The words of a form come again in every report on it. What gik.tables.lexing makes of a line doesn't depend on the
digits of a number that stands alone, and not on the lines around it where these can share no label with it.
"""

import re
from collections.abc import Collection, Hashable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from gik.numbers import read_cell
from gik.tables.lexing import Piece, can_go_on, lex
from gik.tables.raws import units

# More unknown words than this between two labels are prose, not the label of an unknown row.
LONGEST_GAP = 80
# What gik.tables.lexing takes for blanks: of other signs that are none to see a number isn't parted.
_APART = r" \n\t|\u00a0\u2002\u2003\u2009\u3000"
# A number that stands alone, with the spaces before it. A dash before it is its sign; where another follows it may be a
# page's number. The first character is taken before anything is asked of what stands before it, so that re skips to it;
# of many spaces the second is the last that a number can begin with.
_PART = r"(?:\.[0-9]{1,4})?"
_REST, _NO_PAGE = rf"[0-9]{{0,8}}{_PART}", "(?![ ]*[-—–·•~])"
_NUMBER = re.compile(
    rf"""(
        [ 0-9-](?<![^{_APART}].)(?<![ ]{{3}})
        (?:
            (?<=[1-9]){_REST}
          | (?<=0){_PART}
          | (?<=-)[1-9]{_REST}{_NO_PAGE}
          | (?<=[ ])[ ]*(?:[1-9]{_REST} | 0{_PART} | -[1-9]{_REST}{_NO_PAGE})
        )
        (?![^{_APART}])
    )""",
    re.VERBOSE,
)
# One character of private use stands for a number, and in cutting one digit: where it is no page's number, none is.
MARK, _DIGIT = "\U000f0000", "7"
# What hangs together is mostly a row; of longer stretches fewer are kept, and of the longest none: 0.1 KB a character.
# Of tables as many are kept as there are forms and ways to print them, mostly by stretches that are kept already.
_ROW, _LONGEST, _TABLE = 200, 4000, 8000
# Kinds of pieces whose words any shape tells: layouts differ by them.
_TOLD = frozenset(("pipe", "line", "unit"))
_HAN = "[一二三四五六七八九十]{1,3}"
_NUMBERED = re.compile(rf"[ \u3000]*(?:[（(]{_HAN}[)）]|{_HAN}、|[0-9]{{1,2}}[.．、])[\u3400-\u9fff]")
_LAST = re.compile(rf"[\u3400-\u9fff0-9|{MARK}]")
# A pipe alone in its line parts no labels, and joins none; a quote may bind words to those of the line before.
_FIRST, _NEAR = re.compile("(?:[|] *\n)?[\u3400-\u9fff（(][^“”《》\"'＂＇]*\\Z"), 16


class Stretch(NamedTuple):
    """Lines that hang together, as they are recalled: pieces of the word MARK stand for numbers.

    Places of pieces count from the beginning of the stretch with a mark for each number; before each piece stand so
    many ``lines`` and ``marks``, and as many in all at the end. ``shape`` is what the cutting of tables can tell apart:
    all words, or where some are neither labels nor values and none is a label, what pieces there are.
    """

    pieces: Sequence[Piece]
    lines: Sequence[int]
    marks: Sequence[int]
    shape: Hashable

    def tells(self, of: int) -> bool:
        """Say whether the shape tells all of a piece, or that it is a number."""
        piece = self.pieces[of]
        return isinstance(self.shape, str) or (_is_told(piece) and not piece.inner)


class Cut(NamedTuple):
    """A printed text in stretches, each from its place on, with the numbers before it, and all of these numbers.

    ``moved`` says by how much the numbers so far, and the spaces before them, are longer than their marks.
    """

    stretches: Sequence[Stretch]
    starts: Sequence[int]
    before: Sequence[int]
    numbers: Sequence[str]
    moved: Sequence[int]


def cut(text: str) -> Cut:
    r"""Split a printed text into pieces as :func:`gik.tables.lexing.lex` does, in stretches of lines.

    >>> found = cut("行政事业性收费|10|\n规章|0|")
    >>> [[piece.kind for piece in stretch.pieces] for stretch in found.stretches], found.starts, found.numbers
    ([['label', 'pipe', 'value', 'pipe', 'line'], ['label', 'pipe', 'value', 'pipe']], [0, 12], ['10', '0'])
    """
    if MARK in text:  # where it stands for itself, as in no other text
        return Cut([_stretch(lex(text), text)._replace(shape=(text,))], [0], [0], [], [0])
    parts = _NUMBER.split(text)
    printed = parts[1::2]  # with the spaces before them
    moved = [0, *accumulate([len(number) - 1 for number in printed])]
    found: list[Stretch | None] = []
    places, before = [0], [0]
    for words in _around_numbers(MARK.join(parts[::2])):
        known = _of_table(words) if MARK in words and len(words) <= _TABLE else _parted(words)
        start, count = places.pop(), before.pop()  # where the last of those so far ends, these begin
        found += known.stretches
        places += [start + place for place in known.places]
        before += [count + number for number in known.before]
    starts = [place + moved[number] for place, number in zip(places, before, strict=True)]
    stretches = [
        _stretch(lex(own := text[start:end]), own) if known is None else known
        for known, (start, end) in zip(found, pairwise(starts), strict=True)
    ]
    return Cut(stretches, starts[:-1], before[:-1], [number.lstrip(" ") for number in printed], moved)


class _Parted(NamedTuple):
    """Words with marks for numbers, in stretches: None for one that can't be recalled.

    ``places`` are where each begins, and where the last one ends; ``before`` is how many marks stand before each place.
    """

    stretches: Sequence[Stretch | None]
    places: Sequence[int]
    before: Sequence[int]


def _parted(words: str) -> _Parted:
    """Give the stretches of words with marks for numbers."""
    parts = list(_stretches(words))
    return _Parted(
        [None if len(part) > _LONGEST else _known(part) for part in parts],
        [0, *accumulate(map(len, parts))],
        [0, *accumulate([part.count(MARK) for part in parts])],
    )


_of_table = lru_cache(maxsize=64)(_parted)


def _around_numbers(text: str) -> Iterator[str]:
    """Part a text into the lines before its first mark, those up to its last, and those behind, where these are apart.

    A table's own lines, from the first number to the last, are the same in all reports on a form that are printed
    alike. Without a mark all of the text is given.
    """
    first, last = text.find(MARK), text.rfind(MARK)
    if first < 0:
        yield text
        return
    begin, end = text.rfind("\n", 0, first) + 1, text.find("\n", last) + 1 or len(text)
    while begin and not _parts_at(text, begin):
        begin = text.rfind("\n", 0, begin - 1) + 1
    while end < len(text) and not _parts_at(text, end):
        end = text.find("\n", end) + 1 or len(text)
    yield from (text[:begin], text[begin:end], text[end:])


def _parts_at(text: str, at: int) -> bool:
    """Say whether the line that begins at a place, behind the end of another, hangs together with nothing before it."""
    line = text[text.rfind("\n", 0, at - 1) + 1 : at - 1]
    return (_are_apart if len(line) <= _ROW else _hold_apart)(line, text[at : at + _NEAR])


def _stretches(text: str) -> Iterator[str]:
    """Part a text, with marks for its numbers, where lines end that hang together with none behind them."""
    start = end = 0
    while end := text.find("\n", end) + 1:
        if _parts_at(text, end):
            yield text[start:end]
            start = end
    if start < len(text):
        yield text[start:]


def _hold_apart(line: str, following: str) -> bool:
    """Say whether no label stands on both sides of a line's end, and none behind it is numbered before it.

    Of what follows the beginning is enough, which may be of two lines.
    """
    # A pipe parts labels if its line holds more words than a unit; what numbers the next line parts them too.
    if line.rstrip(" ")[-1:] == "|" and _words().search(line):
        return True
    if following[:1] == "|" and _words().search(following.partition("\n")[0]):
        return True
    if not _LAST.fullmatch(line[-1:]) or line.endswith("其中"):
        return False
    if _NUMBERED.match(following):
        return True
    return len(line) <= _ROW and bool(_FIRST.match(following)) and not can_go_on(line.replace(MARK, _DIGIT))


_are_apart = lru_cache(maxsize=16384)(_hold_apart)


@cache
def _words() -> re.Pattern[str]:
    """Give what finds words that are longer than any unit."""
    return re.compile(rf"[\u3400-\u9fff]{{{max(map(len, units())) + 1}}}")


def _stretch(pieces: Sequence[Piece], words: str, places: Collection[int] = ()) -> Stretch:
    """Give the stretch of these words, with marks at some places."""
    kinds = [piece.kind for piece in pieces]
    lines = [0, *accumulate([kind == "line" for kind in kinds])]
    marks = [0, *accumulate([piece.start in places for piece in pieces])]
    if "label" in kinds or "gap" not in kinds:
        return Stretch(pieces, lines, marks, words)
    # Of words between tables nothing tells but whether they are longer than a row's.
    gaps = [min(len(piece.text), LONGEST_GAP + 1) if piece.kind == "gap" else 0 for piece in pieces]
    told = [(piece.text, piece.entries, len(piece.inner)) if _is_told(piece) else piece.kind for piece in pieces]
    return Stretch(pieces, lines, marks, (*told, *gaps))


def _is_told(piece: Piece) -> bool:
    return piece.kind in _TOLD or piece.text == MARK


read_number = lru_cache(maxsize=8192)(read_cell)


def _recalled(text: str) -> Stretch | None:
    """Give the stretch of lines with marks for numbers, None where these aren't values of their own, or not alone."""
    marks = [match.start() for match in re.finditer(MARK, text)]
    found = lex(text.replace(MARK, _DIGIT))
    values = {piece.start for piece in found if piece.kind == "value" and piece.end == piece.start + 1}
    is_shared = any(piece.inner for piece in found) or any(one.end > other.start for one, other in pairwise(found))
    if is_shared or not values.issuperset(marks):
        return None
    places = set(marks)
    return _stretch([piece._replace(text=MARK) if piece.start in places else piece for piece in found], text, places)


_of_row = lru_cache(maxsize=8192)(_recalled)
_of_rows = lru_cache(maxsize=256)(_recalled)


def _known(text: str) -> Stretch | None:
    return (_of_row if len(text) <= _ROW else _of_rows)(text)
