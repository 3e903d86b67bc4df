"""What the reading of a region asks of the numbers in it, beside where they stand.

Rows, columns and heads follow from labels and places. Where the digits of numbers decide (does one repeat another, do
they count the rows), the question is put here and kept with its answer: a region that is laid out alike and answers
alike is read alike, which gik.tables.recalling makes use of.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from gik.tables.tokens import Token

Judge = Callable[[Sequence[Token | None]], Any]

# Marks stand for what differs from region to region; no text that was read holds lone surrogates.
_WORDS, _PLACE, _END = "\ud800", "\ud801", "\udfff"
_MARK = re.compile(f"([{_WORDS}{_PLACE}])([0-9]+){_END}")


class Question(NamedTuple):
    """What was asked, about the tokens at which positions of a region (None for no token), and the answer."""

    judge: Judge
    positions: tuple[int | None, ...]
    answer: Any

    def has_same_answer(self, tokens: Sequence[Token]) -> bool:
        """Say whether the tokens of a region answer so."""
        return bool(self.judge(_at(self.positions, tokens)) == self.answer)


class Asked:
    """A region's tokens as they are printed, and the questions about its numbers that have come up."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.questions: list[Question] = []

    def ask(self, judge: Judge, tokens: Sequence[Token | None]) -> Any:
        """Give what a judge says of the printed tokens that marked ones stand for; it must be comparable."""
        positions = tuple([None if token is None else position_of(token.place) for token in tokens])
        answer = judge(_at(positions, self.tokens))
        self.questions.append(Question(judge, positions, answer))
        return answer


def marked(token: Token, position: int, *, is_number: bool) -> Token:
    """Give a token with its position in the region in the place of its place, and of a number's words."""
    place = f"{_PLACE}{position}{_END}"
    return token._replace(text=f"{_WORDS}{position}{_END}", place=place) if is_number else token._replace(place=place)


def position_of(mark: str) -> int:
    """Give the position that a mark stands for, -1 where the words aren't one mark."""
    match = _MARK.fullmatch(mark)
    return int(match[2]) if match else -1


def printed(words: str, tokens: Sequence[Token]) -> str:
    """Give words with what is printed in the place of their marks."""

    def of_token(mark: re.Match[str]) -> str:
        token = tokens[int(mark[2])]
        return token.text if mark[1] == _WORDS else token.place

    return _MARK.sub(of_token, words)


def _at(positions: Sequence[int | None], tokens: Sequence[Token]) -> list[Token | None]:
    return [None if at is None else tokens[at] for at in positions]
