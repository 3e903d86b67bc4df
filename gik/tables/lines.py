"""Printed lines → pieces: lines that nothing joins are cut one by one, and recalled where only their numbers are new.

The words of a form come again in every report on it. What gik.tables.lexing makes of a line doesn't depend on the
digits of a number that stands alone, and not on the lines around it where these can share no label with it.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from gik.numbers import read_cell
from gik.tables.lexing import Piece, lex
from gik.tables.raws import units

_NUMBER = re.compile(r"(?<![^\s|])((?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,4})?)(?![^\s|])")
# One character of private use stands for a number, and in cutting one digit: where it is no page's number, none is.
MARK, _DIGIT = "\U000f0000", "7"
# What hangs together is mostly a row; of longer stretches fewer are kept, and of the longest none: 0.1 KB a character.
_ROW, _LONGEST = 200, 4000
_HAN = "[一二三四五六七八九十]{1,3}"
_NUMBERED = re.compile(rf"[ \u3000]*(?:[（(]{_HAN}[)）]|{_HAN}、|[0-9]{{1,2}}[.．、])[\u3400-\u9fff]")
_LAST = re.compile(r"[\u3400-\u9fff0-9|]")


class Stretch(NamedTuple):
    """Lines that hang together: their place, and their pieces with places counted from it.

    Where they are recalled, ``numbers`` are those printed, and a piece of the word MARK stands for the next of them.
    """

    start: int
    pieces: Sequence[Piece]
    numbers: Sequence[str]


def stretches(text: str) -> Iterator[Stretch]:
    r"""Split a printed text into pieces as :func:`gik.tables.lexing.lex` does, in order.

    >>> text = "行政事业性收费|10|\n规章|0|"
    >>> [(start, [piece.kind for piece in found], numbers) for start, found, numbers in stretches(text)]
    [(0, ['label', 'pipe', 'value', 'pipe', 'line'], ['10']), (12, ['label', 'pipe', 'value', 'pipe'], ['0'])]
    """
    for start, end in pairwise([0, *_ends(text)]):
        words, parts = text[start:end], _NUMBER.split(text[start:end])  # every second part a number
        known = None if len(words) > _LONGEST or MARK in words else _known(MARK.join(parts[::2]))
        yield Stretch(start, lex(words), ()) if known is None else Stretch(start, known, parts[1::2])


def _ends(text: str) -> Iterator[int]:
    """Give where lines end that hang together with none behind them: a label is parted by pipes and by numbering."""
    end = 0
    for line, following in pairwise(text.split("\n")):
        end += len(line) + 1
        last = line.rstrip(" ")[-1:]
        # A pipe parts labels if its line holds more words than a unit; what numbers the next line parts them too.
        if (last == "|" and _words().search(line)) or (_NUMBERED.match(following) and _LAST.fullmatch(line[-1:])):
            yield end
    yield len(text)


@cache
def _words() -> re.Pattern[str]:
    """Give what finds words that are longer than any unit."""
    return re.compile(rf"[\u3400-\u9fff]{{{max(map(len, units())) + 1}}}")


read_number = lru_cache(maxsize=8192)(read_cell)


def _recalled(text: str) -> tuple[Piece, ...] | None:
    """Give the pieces of lines with marks for numbers, None where these aren't values of their own."""
    marks = [match.start() for match in re.finditer(MARK, text)]
    found = lex(text.replace(MARK, _DIGIT))
    values = {piece.start for piece in found if piece.kind == "value" and piece.end == piece.start + 1}
    if not values.issuperset(marks) or any(piece.inner for piece in found):
        return None
    places = set(marks)
    return tuple([piece._replace(text=MARK) if piece.start in places else piece for piece in found])


_of_row = lru_cache(maxsize=8192)(_recalled)
_of_rows = lru_cache(maxsize=256)(_recalled)


def _known(text: str) -> tuple[Piece, ...] | None:
    return (_of_row if len(text) <= _ROW else _of_rows)(text)
