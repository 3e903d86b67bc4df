"""The words of one grid cell → pieces: its label, its value, or what else fills it.

A cell is its own boundary, so that line ends and spaces part nothing; gik.tables.lexing cuts what it can't know whole.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from gik.numbers import UNREAD, read_cell
from gik.tables.lexicon import load_lexicon
from gik.tables.lexing import Piece, lex
from gik.tables.raws import YEAR, is_value
from gik.tables.wording import fold, is_numbered, key, long_key

# A number behind the words of a label: none that stands among them, as in 计1条, and none that marks a footnote.
_NUMBER_BEHIND = re.compile(r"[\u3400-\u9fff][”\"')]* *[:(]? *(\d[\d,.]*)(?![\d,.\u3400-\u9fff]| *[条次])")
_BARE_NUMBER = re.compile(r"\s*\d{1,2}(?=[\u3400-\u9fff])")


@lru_cache(maxsize=16384)
def lex_cell(text: str) -> tuple[Piece, ...]:
    """Split the words of one grid cell.

    >>> [(piece.kind, piece.text) for text in ("规 章", "1 360", "未知") for piece in lex_cell(text)]
    [('label', '规 章'), ('value', '1 360'), ('gap', '未知')]
    """
    reading = read_cell(text)
    if reading.state != "text":
        kind = "blank" if reading.state == "blank" else "value"
        return (Piece(kind, 0, len(text), text, reading=reading),)
    folded = fold(text).strip()
    if YEAR.fullmatch(folded):
        return (Piece("year", 0, len(text), text),)
    entries = load_lexicon().entries
    if found := entries.get(key(text)) or entries.get(long_key(text)):
        kind = "unit" if found[0].kind == "unit" else "label"
        inner = tuple(
            [Piece("value", *at.span(1), at[1], reading=UNREAD) for at in _NUMBER_BEHIND.finditer(fold(text))]
        )
        return (Piece(kind, 0, len(text), text, found, numbered=is_numbered(text), inner=inner),)
    pieces = tuple(piece for piece in lex(text) if piece.kind != "line")
    kinds = {piece.kind for piece in pieces}
    if pieces and kinds <= {"label", "unit", "year"}:
        return pieces
    if pieces and pieces[0].kind == "label" and kinds <= {"label", "unit", "value"}:
        return _with_values(pieces)
    if (match := _BARE_NUMBER.match(text)) and key(text[match.end() :]) in entries:
        return lex_cell(text[match.end() :])
    if is_value(folded):
        return (Piece("value", 0, len(text), text, reading=reading),)
    return (Piece("gap", 0, len(text), text),)


def _with_values(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Give the labels among pieces, with the values that stand behind each as inner to it."""
    found: list[Piece] = []
    for piece in pieces:
        if piece.kind == "label":
            found.append(piece)
        elif piece.kind == "value":
            found[-1] = found[-1]._replace(inner=(*found[-1].inner, piece))
    return tuple(found)
