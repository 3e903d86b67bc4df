"""Counting (计数): a numeral that stands free, read by its anchored pattern, and its kind told by its neighbours."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from gik.definitions import definition
from gik.prose.neighbours import bound_before, bound_behind, bound_of, context_of, is_negative, unit_sorts
from gik.prose.numerals import CHARACTERS, CHINESE, HAN, Numeral, pattern
from gik.prose.vocabulary import words_pattern
from gik.prose.worth import number_of, share_of

_BROKEN = re.compile(r"[0-9]{1,6}(?:[ \n][0-9]{1,4}){1,6}(?![0-9.,:%])")
_SORTS = {"document": "document_number", "phone": "phone", "time": "time"}
_RANGE_OF_HAN = re.compile(f"[{HAN}两][至到~-]")
_YEAR = re.compile("(?:19[89]|20[0-4])[0-9]")
_BEGUN, _BEGUN_BY_ONE = re.compile(rf"[{CHARACTERS}][^\w(]{{1,3}}\Z"), re.compile(rf"[{HAN}两][^\w(),、。;:]{{1,3}}\Z")
_PAGE = re.compile(r"[0-9]{1,3}(?=[ -]{0,3}(?:\n|$))")


class Page(NamedTuple):
    """The text being scanned, its half-width form, its quotations with their beginnings, and where the scan ends.

    ``hides`` says whether signs that aren't seen stand inside numbers.
    """

    text: str
    folded: str
    quotes: Sequence[tuple[int, int, bool]]
    opened: Sequence[int]
    end: int
    hides: bool = False


def quoted(page: Page, start: int, end: int) -> tuple[int, int] | None:
    """The span of the name that a quotation or title makes of the digits at this place."""
    index = bisect_right(page.opened, start) - 1
    if index < 0 or page.quotes[index][1] < end:
        return None
    first, last, words = page.quotes[index]
    if first + 1 == start and last - 1 == end:
        return None
    return (first + 1, last - 1) if words else (start, end)


@cache
def _followers() -> frozenset[str]:
    """What can stand behind a single Chinese numeral that counts or dates something."""
    units, bounds = definition("prose/units.toml"), definition("prose/bounds.toml")
    words = [*units["money"], *units["count"], *(word for words in bounds["inside"].values() for word in words)]
    spaces = filter(str.isspace, map(chr, range(0x3001)))
    return frozenset((*(word[0] for word in words), *CHINESE, *spaces, *"分成半月年季点时、至到0123456789"))


def read_number(page: Page, here: int, floor: int) -> Numeral | int:
    """Read the numeral at a place, or give where to go on if its characters count nothing."""
    folded = page.folded
    if folded[here + 1 : here + 2] not in _followers() and folded[here] in CHINESE and not page.quotes:
        return here + 1
    match = pattern().match(folded, here, page.end)
    assert match is not None
    sort = match.lastgroup or ""
    if sort in ("circled", "listed"):
        return Numeral(here, match.end(), "ordinal")
    if sort == "date":
        return Numeral(here, match.end(), "date")
    name = quoted(page, here, match.end())
    if name:
        if match["han"] and name[0] == here and not _counts(folded, match, here):
            return match.end()
        return Numeral(max(name[0], floor), name[1], "name")
    kind = _SORTS.get(sort)
    if kind:
        opens = kind != "time" and folded[here - 1 : here] in ("[", "(") and here > floor
        return Numeral(here - opens, match.end(), kind)
    if match["share"]:
        first, bound = bound_before(folded, here)
        bound = bound if first < here else bound_behind(match["share_behind"])
        end = match.start("share_behind") if match["share_behind"] else match.end()
        value = None if is_negative(folded, here) else share_of(match)
        return Numeral(here, end, "share", value, match["per"] or "", bound, max(first, floor), match.end())
    if match["han"]:
        return _han(page, match, floor)
    return _arabic(page, match, floor)


def _unit(page: Page, match: re.Match[str]) -> tuple[str, int]:
    """The measure word behind a number as printed, and where the whole numeral ends."""
    unit = match["unit"]
    if not unit:
        return "", match.end()
    after = page.folded[match.end("unit") : match.end("unit") + 1]
    spoilers = unit_sorts()[2].get(unit)
    if after and spoilers and after in spoilers:
        return "", _end(match)
    return page.text[match.start("unit") : match.end("unit")], match.end()


def _end(match: re.Match[str]) -> int:
    """Where the number's own words end: 1770余万, without the measure word."""
    if match["unit"]:
        end = match.start("unit")
        while match.string[end - 1].isspace():
            end -= 1
        return end
    return max(match.end(group) for group in ("digits", "han", "more", "scale", "parts_behind", "more_too"))


def _counted(page: Page, match: re.Match[str], floor: int, end: int, unit: str, value: float | None) -> Numeral:
    first, bound = bound_before(page.folded, match.start())
    if first == match.start():
        bound = bound_of(match) if end == match.end() else "eq"
    kind = "amount" if unit in unit_sorts()[0] else "count"
    value = None if is_negative(page.folded, match.start()) else value
    return Numeral(match.start(), _end(match), kind, value, unit, bound, max(first, floor), end)


def _arabic(page: Page, match: re.Match[str], floor: int) -> Numeral:
    folded, here = page.folded, match.start()
    unit, end = _unit(page, match)
    digits = match["digits"]
    bare = not unit and not match["scale"] and not match["more"]
    context = context_of(folded, here)
    if context and ((context == "other" and not match["scale"]) or (bare and (context != "phone" or len(digits) >= 5))):
        return Numeral(here, match.end("digits"), context)
    if bare:
        address = unit_sorts()[4].match(folded, match.end("digits"), page.end)
        if address:
            return Numeral(here, address.end(), "code" if address[1] else "name")
        if (broken := _broken(page, here, floor)) is not None:
            return broken
        return _bare(page, match, floor, end)
    return _counted(page, match, floor, end, unit, number_of(match, folded))


def _bare(page: Page, match: re.Match[str], floor: int, end: int) -> Numeral:
    folded, here, digits = page.folded, match.start(), match["digits"]
    if _YEAR.fullmatch(digits):
        return Numeral(here, end, "date")
    if (len(digits) > 8 and "," not in digits) or (digits[0] == "0" and len(digits) > 1 and "." not in digits):
        return Numeral(here, end, "code")
    before = folded[max(here - 3, 0) : here].rstrip(" -")
    alone = before[-1:] == "\n" or not before
    if alone and _PAGE.match(folded, here, page.end):
        return Numeral(here, end, "other", number_of(match, folded))
    value = None if _scale_apart().match(folded, match.end("digits")) else number_of(match, folded)
    return _counted(page, match, floor, end, "", value)


@cache
def _scale_apart() -> re.Pattern[str]:
    """The pattern of a scale that signs part from its number: 6，万条."""
    units = definition("prose/units.toml")
    return re.compile(rf"[^\w(]{{1,3}}[百千万亿]{{1,2}}(?:[0-9]|{words_pattern([*units['money'], *units['count']])})")


def _broken(page: Page, here: int, floor: int) -> Numeral | None:
    """A number broken by spaces or a line end, where its measure word proves that it is one: 8 052条."""
    broken = _BROKEN.match(page.folded, here, page.end)
    if broken is None:
        return None
    groups, joined = re.split("[ \n]", broken[0]), re.sub("[ \n]", "", broken[0])
    thousands = len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    line_end = "\n" in broken[0] and len(groups) == 2 and page.folded[here - 1 : here] != "\n"
    dated = line_end and bool(_YEAR.fullmatch(groups[0]))
    if len(joined) <= 12 and not dated and (thousands or line_end or all(len(group) == 1 for group in groups)):
        rest = pattern().match("0" + page.folded[broken.end() : broken.end() + 12])
        if rest and (rest["unit"] or rest["scale"]) and rest["digits"] == "0":
            unit = rest["unit"] or ""
            if rest.string[rest.end() : rest.end() + 1] not in set(unit_sorts()[2].get(unit, "")):
                read = pattern().match(joined + rest[0][1:])
                if read is None or not read["digits"]:  # a telephone
                    return Numeral(here, broken.end(), "code")
                return put_together(page, read, unit, here, floor, broken.end() - len(joined))
    if dated or (thousands and len(joined) > 12) or any(len(group) > 1 and group[0] == "0" for group in groups[1:]):
        return Numeral(here, broken.end(), "code")  # the 05 of 8 05条 is no number of its own
    return None


def put_together(page: Page, read: re.Match[str], unit: str, here: int, floor: int, shift: int) -> Numeral:
    """The number of which the pieces were read as one, ``shift`` characters further to the left than they stand."""
    first, bound = bound_before(page.folded, here)
    bound = bound if first < here else bound_of(read)
    kind = "amount" if unit in unit_sorts()[0] else "count"
    value = None if is_negative(page.folded, here) else number_of(read, read.string)
    last = shift + (read.end() if unit else _end(read))
    return Numeral(here, shift + _end(read), kind, value, unit, bound, max(first, floor), last)


def _counts(folded: str, match: re.Match[str], here: int) -> bool:
    """Whether Chinese numeral characters count here: 十二, 三件, 百余次, but not 四 in 四川."""
    word, unit = match["han"], match["unit"]
    if len(word) == 1:
        if word in "百千万亿":
            led = bound_before(folded, here)[0] < here or folded[max(here - 1, 0) : here] in ("数", "几")
            return bool(match["more"] or match["more_too"]) or (led and bool(unit))
        return (bool(unit) and unit in unit_sorts()[1]) or bool(match["scale"] or match["more"])
    return bool(unit or match["scale"]) or match["more"] is not None or any(char in "十百千万亿" for char in word)


def _han(page: Page, match: re.Match[str], floor: int) -> Numeral | int:
    folded, here = page.folded, match.start()
    unit, end = _unit(page, match)
    if (match["unit"] and not unit and len(match["han"]) == 1 and not match["more"]) or not _counts(
        folded, match, here
    ):
        return match.end("han")
    value = None if _is_broken(folded, match, unit) else number_of(match, folded)
    numeral = _counted(page, match, floor, end, unit, value)
    if _RANGE_OF_HAN.match(folded, here - 2):  # 三至五件: a single numeral without measure word is none by itself
        return numeral._replace(bound="le")
    if match["han"] == "一" and unit in unit_sorts()[3] and _is_article(folded, match, end):
        return numeral._replace(kind="other")
    return numeral


def _is_broken(folded: str, match: re.Match[str], unit: str) -> bool:
    """Whether signs part Chinese numerals: 七 十六件, 六. 千四百件, 二十 万件."""
    before = folded[max(match.start() - 4, 0) : match.start()]
    apart = _BEGUN if match["han"][0] in "百千万亿" else _BEGUN_BY_ONE
    return apart.search(before) is not None or (not unit and _scale_apart().match(folded, match.end("han")) is not None)


def _is_article(folded: str, match: re.Match[str], end: int) -> bool:
    verbs = definition("prose/units.toml")["article_verbs"]
    before = folded[max(match.start() - 2, 0) : match.start()]
    if before in verbs or before[-1:] in verbs:
        return False
    return folded[end : end + 1] not in (",", "。", ";", "、", "", "\n", ")")
