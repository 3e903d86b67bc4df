"""Scanning (扫描): every numeral of a text, once, with its kind told by what stands around it.

Candidates are found by one pass over the text; each is then read by one anchored pattern, and every look to the
left or right is of bounded length, so that the cost grows with the text and no faster.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from gik.definitions import definition
from gik.prose.numerals import CANDIDATE, CHINESE, Numeral, bound_before, bound_of, fold, number_of, pattern, share_of
from gik.prose.vocabulary import words_pattern

_TOKEN = re.compile(r"[A-Za-z0-9_@./:?=&%#+~-]*")
_TOKEN_CHARS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@./:?=&%#+~-")
_QUOTED = re.compile(
    r"[“「『]([^”」』“「『\n。;]{1,16})[”」』]|\"([^\"\n。;,]{1,12})\"|(《)[^》《\n]{1,80}》|(<)[^<>\n]{1,80}>"
)
_ORDINAL = re.compile(rf"\(?(?:[0-9]+|[{CHINESE}]+)\)?(\s?季度)?(?:\s?[条款项章届次期名位批轮号])?")
_HAN = CHINESE[2:12]
_BRACKETED = re.compile(rf"(?:[0-9]{{1,2}}|[{_HAN}]{{1,3}})(?=\s?\))")
_ENUMERATED = re.compile(
    rf"[0-9](?:\.[0-9]{{1,2}}){{1,3}}(?=[ 、.]\D)|[0-9]{{1,2}}(?=[、.)](?![0-9]))|[{_HAN}]{{1,3}}(?=[、.是])"
)
_BROKEN = re.compile(r"[0-9]{1,6}(?:[ \n][0-9]{1,4}){1,6}(?![0-9.,:%])")
_PAGE = re.compile(r"[0-9]{1,3}(?=[ -]{0,3}(?:\n|$))")
_PLUS = re.compile(r"[0-9]{1,3}(?:\+[0-9NnXx]{1,3})+")
_RANGE = re.compile(r"\s?(?:[-~至到]|--)\s?")
_BREAKS = frozenset("\n。;:；!？?】]) ,、”")


@dataclass(frozen=True, slots=True)
class _Page:
    text: str
    folded: str
    quotes: Sequence[tuple[int, int, bool]]
    end: int


def scan(text: str, start: int, end: int, folded: str = "") -> Iterator[Numeral]:
    """Give the numerals of ``text[start:end]`` in order, a range (3至5个) as two numbers with bounds.

    >>> text = "2017年公开信息1000余条"
    >>> [(n.kind, n.value, n.unit, n.bound) for n in scan(text, 0, len(text))]
    [('date', None, '', 'eq'), ('count', 1000.0, '条', 'ge')]
    """
    folded = folded or fold(text)
    quotes = [
        (match.start(), match.end(), not (match[3] or match[4]))
        for match in _QUOTED.finditer(folded, start, end)
        if CANDIDATE.search(match[0])
    ]
    page = _Page(text, folded, quotes, end)
    held: Numeral | None = None
    for numeral in _numerals(page, start):
        if held is not None:
            first, numeral = _as_range(folded, held, numeral)
            yield first
        held = numeral
    if held is not None:
        yield held


def _numerals(page: _Page, position: int) -> Iterator[Numeral]:
    while candidate := CANDIDATE.search(page.folded, position, page.end):
        here = candidate.start()
        found = _read(page, here, position)
        if isinstance(found, int):
            position = found
        else:
            position = found.end
            yield found


def _read(page: _Page, here: int, floor: int) -> Numeral | int:
    return (
        _token(page, here, floor)
        or _lexicon(page, here, floor)
        or _ordinal(page, here, floor)
        or _number(page, here, floor)
    )


def _as_range(folded: str, first: Numeral, second: Numeral) -> tuple[Numeral, Numeral]:
    gap = folded[first.end : second.start]
    kinds = {first.kind, second.kind}
    if len(gap) > 3 or not kinds <= {"count", "amount", "share", "other"} or first.unit not in ("", second.unit):
        return first, second
    if not _RANGE.fullmatch(gap) or not second.unit or "%" in folded[first.start : first.end] + second.unit:
        return first, second
    return (
        replace(first, kind=second.kind, unit=second.unit, bound="ge"),
        replace(second, bound="le"),
    )


def _token(page: _Page, here: int, floor: int) -> Numeral | int:
    """Digits in a Latin word, an address or an account name; 0 where the numeral stands free."""
    folded = page.folded
    before = folded[here - 1] if here > floor else ""
    if before not in _TOKEN_CHARS and not folded[here].isascii():
        return 0
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
    if (
        free
        and free.lastgroup in ("date", "time")
        or not any("A" <= c <= "z" for c in folded[here - 1] + folded[end - 1] + word)
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


def _lexicon(page: _Page, here: int, floor: int) -> Numeral | int:
    """A proper name with digits (两微一端), or where to go on after a word that counts nothing (进一步); 0 if neither."""
    found = _words().get(page.folded[here])
    match = found[0].match(page.folded, here, page.end) if found else None
    if match is None or match.lastgroup is None or found is None:
        return 0
    if match.lastgroup.startswith("words"):
        return match.end()
    if match[0].isascii():
        free = pattern().match(page.folded, here, page.end)
        if free is None or free.end() != match.end():
            return 0
    return Numeral(max(here - found[1][match.lastgroup], floor), match.end(), "name")


def _ordinal(page: _Page, here: int, floor: int) -> Numeral | int:
    """第三次, 一、, （二）, 1., 一是: a place in an order; 0 if none is meant."""
    folded = page.folded
    before = folded[here - 1 : here] if here > floor else ""
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


def _quoted(page: _Page, start: int, end: int) -> tuple[int, int] | None:
    """The span of the name that a quotation or title makes of the digits at this place."""
    index = bisect_right(page.quotes, start, key=lambda quote: quote[0]) - 1
    if index < 0 or page.quotes[index][1] < end:
        return None
    first, last, words = page.quotes[index]
    if first + 1 == start and last - 1 == end:
        return None
    return (first + 1, last - 1) if words else (start, end)


def _number(page: _Page, here: int, floor: int) -> Numeral | int:
    folded = page.folded
    match = pattern().match(folded, here, page.end)
    assert match is not None
    sort = match.lastgroup or ""
    if sort in ("circled", "listed"):
        return Numeral(here, match.end(), "ordinal")
    if match["date"]:
        return Numeral(here, match.end(), "date")
    quoted = _quoted(page, here, match.end())
    if quoted:
        if match["han"] and quoted[0] == here and not _counts(folded, match, here):
            return match.end()
        return Numeral(max(quoted[0], floor), quoted[1], "name")
    for sort, kind in (("document", "document_number"), ("phone", "phone"), ("time", "time")):
        if match[sort]:
            opens = kind in ("document_number", "phone") and folded[here - 1 : here] in ("[", "(") and here > floor
            return Numeral(here - opens, match.end(), kind)
    if match["share"]:
        first, bound = bound_before(folded, here)
        bound = bound if first < here else _words_bound(match["share_behind"])
        end = match.start("share_behind") if match["share_behind"] else match.end()
        return Numeral(here, end, "share", share_of(match), match["per"] or "", bound, max(first, floor), match.end())
    if match["han"]:
        return _han(page, match, floor)
    return _arabic(page, match, floor)


@cache
def _behind() -> Mapping[str, str]:
    words = definition("prose/bounds.toml")["behind"]
    return {word: bound for bound in ("ge", "le", "approx") for word in words.get(bound, ())}


def _words_bound(word: str | None) -> str:
    return _behind()[word.strip()] if word else "eq"


@cache
def _contexts() -> Mapping[str, str]:
    names = definition("prose/names.toml")
    sorts = {"phone": "phone", "code": "code", "ordinal": "ordinal", "furniture": "other"}
    return {word: kind for sort, kind in sorts.items() for word in names[f"{sort}_before"]}


def _context(folded: str, here: int, floor: int) -> str:
    """The kind that the word before a bare number gives it: 电话, 邮编, 附件, 浏览次数; empty if none."""
    words = _contexts()
    before = folded[max(here - 10, 0) : here].rstrip(" :为是(-]")
    for length in (6, 5, 4, 3, 2, 1):
        kind = words.get(before[-length:]) if len(before) >= length else None
        if kind:
            return kind
    return ""


@cache
def _unit_sorts() -> tuple[frozenset[str], frozenset[str], Mapping[str, str], frozenset[str], re.Pattern[str]]:
    units, names = definition("prose/units.toml"), definition("prose/names.toml")
    return (
        frozenset(units["money"]),
        frozenset(units["after_digit"]),
        units["not_before"],
        frozenset(units["articles"]),
        re.compile(f"(?:{words_pattern(names['name_after'])})|({words_pattern(names['address_after'])})"),
    )


def _unit(page: _Page, match: re.Match[str]) -> tuple[str, int]:
    """The measure word behind a number as printed, and where the whole numeral ends."""
    unit = match["unit"]
    if not unit:
        return "", match.end()
    after = page.folded[match.end("unit") : match.end("unit") + 1]
    spoilers = _unit_sorts()[2].get(unit)
    if after and spoilers and after in spoilers:
        return "", _end(match)
    return page.text[match.start("unit") : match.end("unit")], match.end()


def _end(match: re.Match[str]) -> int:
    """Where the number's own words end: 1770余万, without the measure word."""
    return max(match.end(group) for group in ("digits", "han", "more", "scale", "low_scale", "lower", "more_too"))


def _counted(page: _Page, match: re.Match[str], floor: int, end: int, unit: str, value: float | None) -> Numeral:
    first, bound = bound_before(page.folded, match.start())
    if first == match.start():
        bound = bound_of(match) if end == match.end() else "eq"
    kind = "amount" if unit in _unit_sorts()[0] else "count"
    return Numeral(match.start(), _end(match), kind, value, unit, bound, max(first, floor), end)


def _arabic(page: _Page, match: re.Match[str], floor: int) -> Numeral:
    folded, here = page.folded, match.start()
    unit, end = _unit(page, match)
    digits = match["digits"]
    bare = not unit and not match["scale"] and not match["more"]
    context = _context(folded, here, floor)
    if context and (context == "other" or (bare and (context != "phone" or len(digits) >= 5))):
        return Numeral(here, match.end("digits"), context)
    if bare:
        address = _unit_sorts()[4].match(folded, match.end("digits"), page.end)
        if address:
            return Numeral(here, address.end(), "code" if address[1] else "name")
        if (broken := _broken(page, here, floor)) is not None:
            return broken
        return _bare(page, match, floor, end)
    return _counted(page, match, floor, end, unit, number_of(match, folded))


def _bare(page: _Page, match: re.Match[str], floor: int, end: int) -> Numeral:
    folded, here, digits = page.folded, match.start(), match["digits"]
    if re.fullmatch("(?:19[89]|20[0-4])[0-9]", digits):
        return Numeral(here, end, "date")
    if len(digits) > 8 and "," not in digits or (digits[0] == "0" and len(digits) > 1 and "." not in digits):
        return Numeral(here, end, "code")
    before = folded[max(here - 3, 0) : here].rstrip(" -")
    alone = here == 0 or before[-1:] == "\n" or not before
    if alone and _PAGE.match(folded, here, page.end):
        return Numeral(here, end, "other", number_of(match, folded))
    return _counted(page, match, floor, end, "", number_of(match, folded))


def _broken(page: _Page, here: int, floor: int) -> Numeral | None:
    """A number broken by spaces or a line end, where its measure word proves that it is one: 8 052条."""
    broken = _BROKEN.match(page.folded, here, page.end)
    if broken is None:
        return None
    groups = re.split("[ \n]", broken[0])
    whole = "\n" in broken[0] or all(len(group) == 1 for group in groups) or all(len(g) == 3 for g in groups[1:])
    joined = "".join(groups)
    rest = pattern().match("0" + page.folded[broken.end() : broken.end() + 12])
    if not whole or len(joined) > 12 or rest is None or not (rest["unit"] or rest["scale"]) or rest["digits"] != "0":
        return None
    if rest["unit"] in definition("prose/units.toml")["spans"]:
        return None
    unit, tail = rest["unit"] or "", rest.end() - 1
    if unit and rest.end() < len(rest.string) and rest.string[rest.end()] in _unit_sorts()[2].get(unit, ""):
        return None
    read = pattern().match(joined + rest[0][1:])
    assert read is not None
    first, bound = bound_before(page.folded, here)
    bound = bound if first < here else bound_of(read)
    kind = "amount" if unit in _unit_sorts()[0] else "count"
    end, last = broken.end() + _end(rest) - 1, broken.end() + tail
    return Numeral(here, end, kind, number_of(read, joined), unit, bound, max(first, floor), last)


def _counts(folded: str, match: re.Match[str], here: int) -> bool:
    """Whether Chinese numeral characters count here: 十二, 三件, 百余次, but not 四 in 四川."""
    word, unit = match["han"], match["unit"]
    if len(word) == 1:
        if word in "百千万亿":
            led = bound_before(folded, here)[0] < here or folded[max(here - 1, 0) : here] in ("数", "几")
            return bool(match["more"] or match["more_too"]) or led and bool(unit)
        return bool(unit) and unit in _unit_sorts()[1] or bool(match["scale"] or match["more"])
    return bool(unit) or match["more"] is not None or any(char in "十百千万亿" for char in word)


def _han(page: _Page, match: re.Match[str], floor: int) -> Numeral | int:
    folded, here = page.folded, match.start()
    unit, end = _unit(page, match)
    if (match["unit"] and not unit and len(match["han"]) == 1 and not match["more"]) or not _counts(
        folded, match, here
    ):
        return match.end("han")
    numeral = _counted(page, match, floor, end, unit, number_of(match, folded))
    if match["han"] == "一" and unit in _unit_sorts()[3] and _is_article(folded, match, end):
        return replace(numeral, kind="other")
    return numeral


def _is_article(folded: str, match: re.Match[str], end: int) -> bool:
    verbs = definition("prose/units.toml")["article_verbs"]
    before = folded[max(match.start() - 2, 0) : match.start()]
    if before in verbs or before[-1:] in verbs:
        return False
    return folded[end : end + 1] not in (",", "。", ";", "、", "", "\n", ")")
