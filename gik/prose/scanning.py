"""Scanning (扫描): every numeral of a text, once, with its kind told by what stands around it.

Candidates are found by one pass over the text; each is then read by one anchored pattern, and every look to the
left or right is of bounded length, so that the cost grows with the text and no faster.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache

from gik.definitions import definition
from gik.prose.counting import Page, read_number
from gik.prose.finding import finder, read_easily
from gik.prose.hidden import read_hidden
from gik.prose.numerals import CANDIDATE, CHINESE, HAN, UNSEEN, Numeral, fold, pattern
from gik.prose.pairing import NEAR, paired
from gik.prose.vocabulary import words_pattern

# A numeral that is no part of a Latin word: no letter ends the token that begins with it.
_FREE = re.compile(r"(?![0-9]{1,3}\+[0-9NnXx])[0-9_@./:?=&%#+~-]{0,400}+(?![A-Za-z])")
_TOKEN = re.compile(r"[A-Za-z0-9_@./:?=&%#+~-]*")
_TOKEN_CHARS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@./:?=&%#+~-")
_QUOTED = re.compile(
    r"[“「『\"《<](?:(?<=[“「『])[^”」』“「『\n。;]{1,16}[”」』]|(?<=\")[^\"\n。;,]{1,12}\""
    r"|(?<=《)[^》《\n]{1,80}》|(?<=<)[^<>\n]{1,80}>)"
)
_ORDINAL = re.compile(rf"\(?(?:[0-9]+|[{CHINESE}]+)\)?(\s?季度)?(?:\s?[条款项章届次期名位批轮号])?")
_BRACKETED = re.compile(rf"(?:[0-9]{{1,2}}|[{HAN}]{{1,3}})(?=\s?[)\]])")
_ENUMERATED = re.compile(
    rf"[0-9](?:\.[0-9]{{1,2}}){{1,3}}(?=[ 、.]\D)|[0-9]{{1,2}}(?=[、.)](?![0-9]))|[{HAN}]{{1,3}}(?=[、.是])"
)
_PLUS = re.compile(r"[0-9]{1,3}(?:\+(?:[0-9]+(?:,[0-9]{3})*|[0-9]?[NnXx]))+")
_LOOKING_LIKE_DIGITS = frozenset("BIOSZ")
_BREAKS = frozenset("\n。;:；!？?】]) ,、”")

_OPENERS = _BREAKS | {"(", "[", "第"}


def scan(text: str, start: int, end: int, folded: str = "") -> list[Numeral]:
    """Give the numerals of ``text[start:end]`` in order, a range (3至5个) as two numbers with bounds.

    >>> text = "2017年公开信息1000余条"
    >>> [(n.kind, n.value, n.unit, n.bound) for n in scan(text, 0, len(text))]
    [('date', None, '', 'eq'), ('count', 1000.0, '条', 'ge')]
    """
    folded = folded or fold(text)
    quotes = [
        (*match.span(), match[0][0] not in "《<")
        for match in _QUOTED.finditer(folded, start, end)
        if CANDIDATE.search(match[0])
    ]
    return _numerals(Page(text, folded, quotes, [quote[0] for quote in quotes], end, UNSEEN in folded), start)


def _numerals(page: Page, position: int) -> list[Numeral]:
    folded, end = page.folded, page.end
    find, found, latest = finder().search, list[Numeral](), -NEAR - 1
    while match := find(folded, position, end):
        here, sort = match.start(), match.lastgroup
        before = folded[here - 1] if here > position else ""
        numeral = read_easily(page, match, sort) if sort and before else None
        if numeral is None:
            read = _read(page, here, position, before)
            if isinstance(read, int):
                position = read
                continue
            numeral = read
        position = numeral.end
        if numeral.start - latest <= NEAR:
            found[-1], numeral = paired(folded, found[-1], numeral)
        found.append(numeral)
        latest = position
    return found


def _read(page: Page, here: int, floor: int, before: str) -> Numeral | int:
    """The numeral at a place, or where to go on if its characters count nothing."""
    folded, end = page.folded, page.end
    begins, ends = _pairs()
    if page.hides and (hidden := read_hidden(page, here, floor)):
        return hidden
    return (
        (
            (before in _TOKEN_CHARS or (folded[here] <= "9" and not _FREE.match(folded, here, end)))
            and _token(page, here, floor, before)
        )
        or ((folded[here : here + 2] in begins or folded[here - 1 : here + 1] in ends) and _lexicon(page, here, floor))
        or ((not before or before in _OPENERS) and _ordinal(page, here, floor, before))
        or read_number(page, here, floor)
    )


def _token(page: Page, here: int, floor: int, before: str) -> Numeral | int:
    """Digits in a Latin word, an address or an account name; 0 where the numeral stands free."""
    folded = page.folded
    start = here
    if before in _TOKEN_CHARS:
        while start > max(floor, here - 200) and folded[start - 1] in _TOKEN_CHARS:
            start -= 1
    match = _TOKEN.match(folded, here, min(page.end, here + 400))
    end = match.end() if match else here
    word = folded[start:end]
    plus = _PLUS.match(folded, here, page.end)
    if plus:
        return Numeral(here, plus.end(), "name")
    if not any("A" <= char <= "z" and char != "_" for char in word):
        return 0
    free = pattern().match(folded, here, page.end)
    ahead = word[: here - start]
    if free and free["unit"] and (not ahead.strip("-:./") or (ahead.isupper() and ahead not in _LOOKING_LIKE_DIGITS)):
        return 0  # 12MB, APP2个
    if (free and free.lastgroup in ("date", "time")) or not any(
        "A" <= c <= "z" for c in folded[here - 1] + folded[end - 1] + word
    ):
        return 0
    end -= len(word) - len(word.rstrip(".:?-/"))
    return Numeral(start, max(end, here + 1), "code" if any(mark in word for mark in "@/_:") else "name")


@cache
def _words() -> Mapping[str, tuple[re.Pattern[str], Mapping[str, Sequence[str]]]]:
    """By first numeral character: the pattern of words with it, and what a name's words begin with to the left."""
    entries: dict[str, dict[str, dict[str, list[str]]]] = {}
    for sort in ("names", "words"):
        for word in sorted(definition("prose/names.toml")[sort], key=len, reverse=True):
            first = next(place for place, char in enumerate(word) if CANDIDATE.match(char))
            sorts = entries.setdefault(word[first], {"names": {}, "words": {}})
            sorts[sort].setdefault(word[first:], []).append(word[:first])
    return {
        char: (re.compile(f"(?P<name>{_either(sorts['names'])})|{_either(sorts['words'])}"), sorts["names"])
        for char, sorts in entries.items()
    }


def _either(words: Mapping[str, Sequence[str]]) -> str:
    """The pattern of words, first of those that need something to their left; no more digits may follow digits."""
    led = [f"(?<={re.escape(left)}){re.escape(right)}" for right, lefts in words.items() for left in lefts if left]
    free = words_pattern(right for right, lefts in words.items() if "" in lefts)
    every = [*sorted(led, key=len, reverse=True), *([free] if free else [])]
    return f"(?:{'|'.join(every) or '(?!)'})(?:(?<![0-9])|(?![0-9,.]))"


@cache
def _pairs() -> tuple[frozenset[str], frozenset[str]]:
    """What two characters such a word can begin with at its first numeral, or end with at it."""
    names = definition("prose/names.toml")
    words = [(word, CANDIDATE.search(word)) for sort in ("words", "names") for word in names[sort]]
    places = [(word, match.start()) for word, match in words if match]
    begins = frozenset(word[place : place + 2] for word, place in places if place + 1 < len(word))
    return begins, frozenset(word[place - 1 :] for word, place in places if place + 1 == len(word))


def _lexicon(page: Page, here: int, floor: int) -> Numeral | int:
    """A proper name (两微一端), or where to go on after a word that counts nothing (进一步); 0 if neither."""
    folded = page.folded
    words, lefts = _words()[folded[here]]
    match = words.match(folded, here, page.end)
    if match is None:
        return 0
    name = match["name"]
    if name is None:
        return match.end()
    if name.isascii():
        free = pattern().match(folded, here, page.end)
        if free is None or free.end() != match.end():
            return 0
    left = next(left for left in lefts[name] if folded.endswith(left, 0, here))
    return Numeral(max(here - len(left), floor), match.end(), "name")


def _ordinal(page: Page, here: int, floor: int, before: str) -> Numeral | int:
    """第三次, 一、, （二）, 1., 一是: a place in an order; 0 if none is meant."""
    folded = page.folded
    bracket = before in ("(", "[")
    opening = folded[here - 2 : here] if here - 2 >= floor else ""
    if before == "第" or opening in ("第(", "第 "):
        start = here - (1 if before == "第" else 2)
        match = _ORDINAL.match(folded, start + 1 if opening != "第 " else here, page.end)
        if match:
            if match[1]:
                return Numeral(start, match.end(), "date")
            paper = folded[start - 1 : start] in ("令", "字", "函", "发", "]") and match[0].endswith("号")
            return Numeral(start, match.end(), "document_number" if paper else "ordinal")
    if bracket:
        match = _BRACKETED.match(folded, here, page.end)
        return Numeral(here, match.end(), "ordinal") if match else 0
    if here == 0 or before == "" or before in _BREAKS:
        match = _ENUMERATED.match(folded, here, page.end)
        if match is None or (before in " ,、”" and before and not _starts(folded, here)):
            return 0
        return Numeral(here, match.end(), "ordinal")
    return 0


def _starts(folded: str, here: int) -> bool:
    """Whether nothing but a few spaces stands between this place and the beginning of its line or sentence."""
    before = folded[max(here - 12, 0) : here].rstrip(" ")
    if folded[here : here + 2].endswith("是") or folded[here + 1 : here + 3].endswith("是"):
        return True
    return (not before and here < 12) or before[-1:] in ("\n", "。", ";", ":", ")", "!")
