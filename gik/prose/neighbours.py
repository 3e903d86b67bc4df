"""Neighbours (前后词): the words beside a numeral that make it a bound, or tell what it counts."""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from gik.definitions import definition
from gik.prose.numerals import CHARACTERS
from gik.prose.vocabulary import words_pattern

_JOINS = re.compile(rf"[{CHARACTERS}]\D?\s?\Z|[-日月年%‰号\n]\Z")
NEGATIVE = "负"
_NOT_NEGATIVE = frozenset("减胜自抱正")
SPACERS = " :为是(-]"  # what may stand between a number and the word that tells its kind


@cache
def contexts() -> tuple[Mapping[str, str], frozenset[str], Sequence[int]]:
    """Give the words that tell what a bare number behind them is, with that kind, their last characters and lengths."""
    names = definition("prose/names.toml")
    sorts = {"phone": "phone", "code": "code", "ordinal": "ordinal", "furniture": "other"}
    words = {word: kind for sort, kind in sorts.items() for word in names[f"{sort}_before"]}
    return words, frozenset(word[-1] for word in words), sorted(set(map(len, words)), reverse=True)


def context_of(folded: str, here: int) -> str:
    """The kind that the word before a bare number gives it: 电话, 邮编, 附件, 浏览次数; empty if none."""
    words, lasts, lengths = contexts()
    before = folded[max(here - 10, 0) : here].rstrip(SPACERS)
    if before[-1:] not in lasts:
        return ""
    for length in lengths:
        kind = words.get(before[-length:]) if len(before) >= length else None
        if kind:
            return kind
    return ""


@cache
def unit_sorts() -> tuple[frozenset[str], frozenset[str], Mapping[str, str], frozenset[str], re.Pattern[str]]:
    """Give the units of money, those behind one digit, what spoils a unit, its articles, and names behind a number."""
    units, names = definition("prose/units.toml"), definition("prose/names.toml")
    return (
        frozenset(units["money"]),
        frozenset(units["after_digit"]),
        units["not_before"],
        frozenset(units["articles"]),
        re.compile(f"(?:{words_pattern(names['name_after'])})|({words_pattern(names['address_after'])})"),
    )


def is_negative(folded: str, here: int) -> bool:
    """Say whether a minus (负号) stands before a number: a dash that joins it to no other one, and is no pause (——).

    >>> [is_negative(words, len(words)) for words in ("信息-", "信息——", "3-", "3件-", "减负", "负")]
    [True, False, False, False, False, True]
    """
    sign = folded[here - 1 : here]
    if sign == NEGATIVE:
        return folded[here - 2 : here - 1] not in _NOT_NEGATIVE
    return sign == "-" and not _JOINS.search(folded, max(here - 4, 0), here - 1)


@cache
def _bounds() -> Mapping[str, str]:
    return {
        word: bound for side in ("before", "inside", "behind") for bound, words in _side(side).items() for word in words
    }


def _side(side: str) -> Mapping[str, list[str]]:
    words = definition("prose/bounds.toml")[side]
    return {bound: words[bound] for bound in ("ge", "le", "approx") if bound in words}


# Blanks may part a bound word from its number, as in 约 500 条; a line end does.
_GAPS = frozenset(" \u3000\xa0")


def bound_before(folded: str, start: int) -> tuple[int, str]:
    """Give where the bound word that stands before a place begins, and the bound; the place and ``eq`` if none."""
    end = start
    while end and folded[end - 1] in _GAPS:  # 约 500 条
        end -= 1
    for word, bound, spoilers in _before().get(folded[end - 1 : end], ()):
        if folded.endswith(word, 0, end):
            first = end - len(word)
            return (start, "eq") if first and folded[first - 1] in spoilers else (first, bound)
    return start, "eq"


@cache
def _before() -> Mapping[str, Sequence[tuple[str, str, str]]]:
    """By last character the bound words, the longest first, each with the characters that spoil it."""
    spoilers = definition("prose/bounds.toml")["before"]["not_after"]
    found: dict[str, list[tuple[str, str, str]]] = {}
    for bound, words in _side("before").items():
        for word in words:
            found.setdefault(word[-1], []).append((word, bound, spoilers.get(word, "")))
    return {last: sorted(words, key=lambda entry: -len(entry[0])) for last, words in found.items()}


def bounds_before() -> frozenset[str]:
    """Give the bound words that can stand before a number."""
    return frozenset(word for words in _before().values() for word, *_ in words)


def bound_of(match: re.Match[str]) -> str:
    """Give the bound that the words inside or behind a number state."""
    return bound_behind(match["behind"] or match["more_too"] or match["more"])


def bound_behind(words: str | None) -> str:
    """Give the bound of the words behind a number, or ``eq`` where none stand there."""
    return _bounds()[words.strip()] if words else "eq"
