"""Scanning (扫描): every numeral of a text, once, with its kind told by what stands around it.

Candidates are found by one pass over the text; each is then read by one anchored pattern, and every look to the
left or right is of bounded length, so that the cost grows with the text and no faster.
"""

import re
from collections.abc import Mapping
from functools import cache

from gik.definitions import definition
from gik.prose.counting import Page, read_easily, read_number
from gik.prose.numerals import CANDIDATE, CHINESE, Numeral, fold, pattern

# A numeral that is no part of a Latin word: no letter ends the token that begins with it.
_FREE = re.compile(r"(?![0-9]{1,3}\+[0-9NnXx])[0-9_@./:?=&%#+~-]{0,400}+(?![A-Za-z])")
_TOKEN = re.compile(r"[A-Za-z0-9_@./:?=&%#+~-]*")
_TOKEN_CHARS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@./:?=&%#+~-")
_QUOTED = re.compile(
    r"[“「『\"《<](?:(?<=[“「『])[^”」』“「『\n。;]{1,16}[”」』]|(?<=\")[^\"\n。;,]{1,12}\""
    r"|(?<=《)[^》《\n]{1,80}》|(?<=<)[^<>\n]{1,80}>)"
)
_ORDINAL = re.compile(rf"\(?(?:[0-9]+|[{CHINESE}]+)\)?(\s?季度)?(?:\s?[条款项章届次期名位批轮号])?")
_HAN = CHINESE[2:12]
_BRACKETED = re.compile(rf"(?:[0-9]{{1,2}}|[{_HAN}]{{1,3}})(?=\s?\))")
_ENUMERATED = re.compile(
    rf"[0-9](?:\.[0-9]{{1,2}}){{1,3}}(?=[ 、.]\D)|[0-9]{{1,2}}(?=[、.)](?![0-9]))|[{_HAN}]{{1,3}}(?=[、.是])"
)
_PLUS = re.compile(r"[0-9]{1,3}(?:\+[0-9NnXx]{1,3})+")
_NEAR = 3  # characters between the two numbers of a range
_RANGE = re.compile(r"\s?(?:[-~至到]|--)\s?")
_BREAKS = frozenset("\n。;:；!？?】]) ,、”")

_OPENERS = _BREAKS | {"(", "第"}


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
    found = _numerals(Page(text, folded, quotes, [quote[0] for quote in quotes], end), start)
    for place in range(1, len(found)):
        if found[place].start - found[place - 1].end <= _NEAR:
            found[place - 1 : place + 1] = _as_range(folded, found[place - 1], found[place])
    return found


def _numerals(page: Page, position: int) -> list[Numeral]:
    _, folded, _, _, end = page
    begins, ends = _pairs()
    search, found = CANDIDATE.search, list[Numeral]()
    while candidate := search(folded, position, end):
        here = candidate.start()
        before = folded[here - 1] if here > position else ""
        digit = folded[here] <= "9"
        if digit and before and (easy := read_easily(page, here)):
            found.append(easy)
            position = easy.end
            continue
        read = (
            (
                (before in _TOKEN_CHARS or (digit and not _FREE.match(folded, here, end)))
                and _token(page, here, position, before)
            )
            or (
                (folded[here : here + 2] in begins or folded[here - 1 : here + 1] in ends)
                and _lexicon(page, here, position)
            )
            or ((not before or before in _OPENERS) and _ordinal(page, here, position, before))
            or read_number(page, here, position)
        )
        if isinstance(read, Numeral):
            found.append(read)
            position = read.end
        else:
            position = read
    return found


def _as_range(folded: str, first: Numeral, second: Numeral) -> tuple[Numeral, Numeral]:
    gap = folded[first.end : second.start]
    kinds = {first.kind, second.kind}
    if not kinds <= {"count", "amount", "share", "other"} or first.unit not in ("", second.unit):
        return first, second
    if not _RANGE.fullmatch(gap) or not second.unit or "%" in folded[first.start : first.end] + second.unit:
        return first, second
    return (
        first._replace(kind=second.kind, unit=second.unit, bound="ge"),
        second._replace(bound="le"),
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
    if free and free["unit"] and (not word[: here - start].strip("-:./") or word[: here - start].isupper()):
        return 0  # 12MB, APP2个
    if (free and free.lastgroup in ("date", "time")) or not any(
        "A" <= c <= "z" for c in folded[here - 1] + folded[end - 1] + word
    ):
        return 0
    end -= len(word) - len(word.rstrip(".:?-/"))
    return Numeral(start, max(end, here + 1), "code" if any(mark in word for mark in "@/_:") else "name")


@cache
def _words() -> Mapping[str, tuple[re.Pattern[str], Mapping[str, int]]]:
    """By first numeral character: the pattern of words with it, and how far each begins to the left."""
    names = definition("prose/names.toml")
    entries: dict[str, dict[str, tuple[str, int]]] = {}
    for sort in ("words", "names"):
        for word in names[sort]:
            first = next(place for place, char in enumerate(word) if CANDIDATE.match(char))
            right = word[first:]
            look = f"(?<={re.escape(word[:first])})" if first else ""
            guard = "(?![0-9,.])" if right[0].isascii() else ""
            entries.setdefault(right[0], {})[look + re.escape(right) + guard] = (sort, first)
    tables = {}
    for char, patterns in entries.items():
        ordered = sorted(patterns, key=lambda entry: (patterns[entry][0] == "names", len(entry)), reverse=True)
        groups = [f"(?P<{patterns[entry][0]}_{index}>{entry})" for index, entry in enumerate(ordered)]
        left = {f"{patterns[entry][0]}_{index}": patterns[entry][1] for index, entry in enumerate(ordered)}
        tables[char] = (re.compile("|".join(groups)), left)
    return tables


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
    pattern_of, left_of = _words()[page.folded[here]]
    match = pattern_of.match(page.folded, here, page.end)
    if match is None or match.lastgroup is None:
        return 0
    if match.lastgroup.startswith("words"):
        return match.end()
    if match[0].isascii():
        free = pattern().match(page.folded, here, page.end)
        if free is None or free.end() != match.end():
            return 0
    return Numeral(max(here - left_of[match.lastgroup], floor), match.end(), "name")


def _ordinal(page: Page, here: int, floor: int, before: str) -> Numeral | int:
    """第三次, 一、, （二）, 1., 一是: a place in an order; 0 if none is meant."""
    folded = page.folded
    bracket = before == "("
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
