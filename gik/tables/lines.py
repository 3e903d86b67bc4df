"""Printed lines → pieces: lines that nothing joins are cut one by one, and recalled where only their numbers are new.

The words of a form come again in every report on it. What gik.tables.lexing makes of a line doesn't depend on the
digits of a number that stands alone, and not on the lines around it where these can share no label with it.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain, pairwise

from gik.numbers import CellReading, read_cell
from gik.tables.lexicon import Entry
from gik.tables.lexing import Piece, lex
from gik.tables.raws import units

# Kind, start, end, words and so on, as in a piece.
Fields = tuple[str, int, int, str, tuple[Entry, ...], CellReading | None, bool, tuple[Piece, ...]]

_NUMBER = re.compile(r"(?<![^\s|])(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,4})?(?![^\s|])")
# One character of private use stands for a number, and in cutting one digit: where it is no page's number, none is.
_MARK, _DIGIT = "\U000f0000", "7"
# What hangs together is mostly a row; of longer stretches fewer are kept, and of the longest none: 0.1 KB a character.
_ROW, _LONGEST = 200, 4000
_HAN = "[一二三四五六七八九十]{1,3}"
_NUMBERED = re.compile(rf"[ \u3000]*(?:[（(]{_HAN}[)）]|{_HAN}、|[0-9]{{1,2}}[.．、])[\u3400-\u9fff]")
_LAST = re.compile(r"[\u3400-\u9fff0-9|]")


def pieces(text: str) -> Iterator[Fields]:
    r"""Split a printed text into pieces as :func:`gik.tables.lexing.lex` does, in order.

    >>> [(kind, words) for kind, _, _, words, *_ in pieces("规章 | 10 |\n行政许可 | 0 |")]
    [('label', '规章'), ('pipe', '|'), ('value', '10'), ('pipe', '|'), ('line', '\n'),
     ('label', '行政许可'), ('pipe', '|'), ('value', '0'), ('pipe', '|')]
    """
    return chain.from_iterable(_moved(text[at:end], at) for at, end in pairwise([0, *_ends(text)]))


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


def _moved(text: str, offset: int) -> list[Fields]:
    """Give the pieces of some lines with their places in the whole text."""
    known = None if _MARK in text or len(text) > _LONGEST else _known(_NUMBER.sub(_MARK, text))
    numbers = iter(_NUMBER.findall(text))
    found: list[Fields] = []
    for kind, start, end, words, entries, reading, numbered, inner in lex(text) if known is None else known:
        if known is not None and words == _MARK:
            words = next(numbers)
            reading = _read(words)
            found.append((kind, start + offset, start + offset + len(words), words, entries, reading, numbered, inner))
            offset += len(words) - 1
        else:
            inner = inner and _inner(inner, offset)
            found.append((kind, start + offset, end + offset, words, entries, reading, numbered, inner))
    return found


def _inner(values: tuple[Piece, ...], offset: int) -> tuple[Piece, ...]:
    return tuple([value._replace(start=value.start + offset, end=value.end + offset) for value in values])


_read = lru_cache(maxsize=8192)(read_cell)


def _recalled(text: str) -> tuple[Piece, ...] | None:
    """Give the pieces of lines with marks for numbers, None where these aren't values of their own."""
    marks = [match.start() for match in re.finditer(_MARK, text)]
    found = lex(text.replace(_MARK, _DIGIT))
    values = {piece.start for piece in found if piece.kind == "value" and piece.end == piece.start + 1}
    if not values.issuperset(marks) or any(piece.inner for piece in found):
        return None
    places = set(marks)
    return tuple([piece._replace(text=_MARK) if piece.start in places else piece for piece in found])


_of_row = lru_cache(maxsize=8192)(_recalled)
_of_rows = lru_cache(maxsize=256)(_recalled)


def _known(text: str) -> tuple[Piece, ...] | None:
    return (_of_row if len(text) <= _ROW else _of_rows)(text)
