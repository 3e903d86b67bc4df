"""Dates (日期) and periods (统计期限) as reports print them, characters lost in crawling included.

All functions take folded text (half-width digits and brackets); offsets are those of the text given.
"""

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import chain

from gik.definitions import definition
from gik.numbers import DIGITS, chinese_value

_ZERO = "〇○零0OoО"
_DIGIT = "〇○零一二三四五六七八九0-9OoО"
# 2016, 二〇一六, 2O16, 2 0 1 6; from 1990 to 2049.
YEAR = rf"[12一二](?<![{_DIGIT}.].)\s?[9九{_ZERO}]\s?[{_DIGIT}]\s?[{_DIGIT}](?!\d|[{_DIGIT}]*[万亿])"
_HAN = "[一二三四五六七八九十]"
# The first character is taken before anything is asked of it, so that re skips to it: 1, 12, 元, 十二.
_NUMBER = rf"[\d元{_HAN[1:]}(?:(?<=\d)\d?|(?<=元)|(?<={_HAN}){_HAN}{{0,2}})"
_BETWEEN = r"\s*(?:0?0[:时]00?分?)?\s*(?:起|开始|始)?\s*[,、]?\s*(?:截?止?(?:至|到|于)|[-—–~～〜―─]{1,6}|止)\s*"


def _full(name: str) -> str:
    day = rf"(?P<{name}m>{_NUMBER})\s*[月.\-/]\s*(?P<{name}d>{_NUMBER})(?!\d)\s*[日号]?"
    return rf"(?P<{name}y>{YEAR})\s*[年.\-/]\s*{day}"


def _damaged(name: str) -> str:
    return rf"(?P<{name}ly>(?<!\d)20\d\d)年?(?P<{name}ld>\d{{2,4}})日"


def _without_year(name: str) -> str:
    return rf"(?P<{name}pm>{_NUMBER})\s*[月.]\s*(?P<{name}pd>{_NUMBER})\s*[日号]"


_DATE = re.compile(_full("a"))
_COMPACT = re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>\d\d)(?P<d>\d\d)(?!\d)")
_PERIOD = re.compile(
    rf"(?:{_full('a')}|{_damaged('a')}){_BETWEEN}(?:{_full('b')}|{_damaged('b')}|{_without_year('b')})"
)
_PART_PERIOD = re.compile(rf"{_without_year('a')}{_BETWEEN}(?:{_full('b')}|{_without_year('b')})")
_MONTHS = re.compile(
    rf"(?P<y>{YEAR})\s*[年.]\s*(?P<m>{_NUMBER})\s*月?份?{_BETWEEN}"
    rf"(?:(?P<y2>{YEAR})\s*[年.]\s*)?(?P<m2>{_NUMBER})\s*月(?!\s*{_NUMBER}\s*日)"
)
# What periods are made of, and what leads from one of their days to the other: something that a day can begin with
# comes behind it, as the first look sees.
_PARTS = frozenset(f"{_DIGIT}{_ZERO}元十年月日号份时分起开始截止至到于万亿.,、:/-—–~～〜―─")
_IN_PERIODS = re.compile(rf"[\s\d{re.escape(''.join(sorted(_PARTS)))}]+")
_SPANNING = re.compile(rf"[止至到于\-—–~～〜―─](?=[\s\d元{_HAN[1:]})(?=[^\S\n]*(?:{YEAR}|20\d\d|{_NUMBER}\s*[月.]))")
_BEFORE, _LONG = 14, 100
_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class Period:
    """A period as printed at ``start`` of the text: its first and last day."""

    first: date
    last: date
    start: int


def year_value(words: str) -> int | None:
    """Give the year that four digits of any kind mean, or None.

    >>> year_value("二〇一六"), year_value("2O16"), year_value("3016")
    (2016, 2016, None)
    """
    digits = ["0" if char in _ZERO else str(DIGITS.get(char, char)) for char in words if not char.isspace()]
    year = int("".join(digits)) if all(digit.isdigit() for digit in digits) else 0
    return year if 1990 <= year <= 2049 else None


def find_dates(text: str) -> Iterator[tuple[int, int, date]]:
    """Give start, end and value of every complete date of the text.

    >>> [str(value) for _, _, value in find_dates("2018-01-17 11:21，二〇一八年一月十七日，2018.1.17")]
    ['2018-01-17', '2018-01-17', '2018-01-17']
    """
    for match in _DATE.finditer(text):
        value = _date(match["ay"], match["am"], match["ad"])
        if value:
            yield match.start(), match.end(), value


def read_date(text: str) -> date | None:
    """Give the first date of a text, also one written 20180117, or None."""
    found = next(find_dates(text), None)
    if found:
        return found[2]
    compact = _COMPACT.search(text)
    return _date(compact["y"], compact["m"], compact["d"]) if compact else None


@lru_cache(maxsize=8)  # a document is asked for its period several times
def find_period(text: str, year: int | None = None) -> Period | None:
    """Give the period that a report's figures cover (统计期限), or None.

    ``year`` is that of dates printed without one. A span of days that no word calls a period must be about a year long.
    Source: ``definitions/identity.toml``.

    >>> period = find_period("统计期限从2016年1月1日起,至12月20日止")
    >>> str(period.first), str(period.last)
    ('2016-01-01', '2016-12-20')
    """
    found, without_year = _periods(text)
    dated = (_within(year, *place) for place in without_year) if year else ()
    periods = sorted([*found, *filter(None, dated)], key=lambda period: period.start)
    long = [period for period in periods if 300 <= (period.last - period.first).days <= 400]
    best = (period for period in long if _is_called_period(text, period))
    other = (period for period in periods if _is_called_period(text, period))
    return next(chain(best, other, long), None)


def _is_called_period(text: str, period: Period) -> bool:
    """Say whether words near a period tell that it is one, and it is none of a few days or of many years."""
    if not 60 <= (period.last - period.first).days <= 800:
        return False
    near = text[max(period.start - _CONTEXT, 0) : period.start + _CONTEXT]
    return re.search(definition("identity.toml")["period"]["words"], near) is not None


@lru_cache(maxsize=4)
def _periods(text: str) -> tuple[Sequence[Period], Sequence[tuple[re.Match[str], int]]]:
    """Give the periods of a text, and, with where their words begin, those that no year is printed with."""
    found, without_year = list[Period](), list[tuple[re.Match[str], int]]()
    for begin, start, end in _spans_of_days(text):
        read = _periods_in if end - begin <= _LONG else _periods_in.__wrapped__
        periods, undated = read(text[begin:end], start - begin)
        found += [Period(one.first, one.last, begin + one.start) for one in periods]
        without_year += [(match, begin) for match in undated]
    return found, without_year


def _spans_of_days(text: str) -> Iterator[tuple[int, int, int]]:
    """Give where periods can stand, each within a line, and first where the words begin that may name their year."""
    end = begin = line_end = 0
    for match in _SPANNING.finditer(text):
        start = match.start()
        if start < end:
            continue
        if start >= line_end:
            begin, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", start)
            line_end = line_end if line_end >= 0 else len(text)
        around = _IN_PERIODS.match(text, start, line_end)
        end = around.end() if around else start
        while start > begin and (text[start - 1] in _PARTS or text[start - 1].isspace() or text[start - 1].isdecimal()):
            start -= 1
        yield max(begin, start - _BEFORE), start, end


@lru_cache(maxsize=1 << 10)  # the same days stand in most reports on a year; of short words, so that it stays small
def _periods_in(words: str, start: int) -> tuple[Sequence[Period], Sequence[re.Match[str]]]:
    """Give the periods of words from a place on, and those that no year is printed with."""
    found, without_year = list(_with_years(words, start)), list[re.Match[str]]()
    for match in _PART_PERIOD.finditer(words, start):
        before = words[max(match.start() - _BEFORE, 0) : match.start()]
        if re.search(rf"{YEAR}\s*年\s*$", before):
            continue  # a complete date, read with its year
        last = _date(match["by"], match["bm"], match["bd"]) if match["by"] else None
        if within := last.year if last else _year_before(before):
            found += filter(None, [_within(within, match, 0)])
        else:
            without_year.append(match)
    return found, without_year


def _with_years(words: str, start: int) -> Iterator[Period]:
    for match in _PERIOD.finditer(words, start):
        first = _date(match["ay"], match["am"], match["ad"]) if match["ay"] else _lost(match["aly"], match["ald"])
        if match["by"]:
            last = _date(match["by"], match["bm"], match["bd"])
        elif match["bly"]:
            last = _lost(match["bly"], match["bld"])
        else:
            last = _following(first, match["bpm"], match["bpd"])
        if first and last and first < last:
            yield Period(first, last, match.start())
    for match in _MONTHS.finditer(words, start):
        first = _date(match["y"], match["m"], "1")
        month = _date(match["y2"] or match["y"], match["m2"], "1")
        if first and month and first < month:
            last = month.replace(day=calendar.monthrange(month.year, month.month)[1])
            yield Period(first, last, match.start())


def _within(year: int, match: re.Match[str], offset: int) -> Period | None:
    """The period whose first day, and perhaps its last, is printed without a year, by the year that it begins in."""
    first = _date(str(year), match["apm"], match["apd"])
    dated = match["by"]
    last = _date(dated, match["bm"], match["bd"]) if dated else _following(first, match["bpm"], match["bpd"])
    return Period(first, last, offset + match.start()) if first and last and first < last else None


@lru_cache(maxsize=1 << 10)
def _date(year: str, month: str, day: str) -> date | None:
    value = year_value(year)
    numbers = [1 if word == "元" else int(word) if word.isdigit() else chinese_value(word) for word in (month, day)]
    if value is None or None in numbers:
        return None
    try:
        return date(value, int(numbers[0] or 0), int(numbers[1] or 0))
    except ValueError:
        return None


def _lost(year: str, digits: str) -> date | None:
    """Read 201711日 and 20171231日, where 年 and 月 were lost; three digits can mean two days and are left."""
    if len(digits) == 3:
        return None
    half = len(digits) // 2
    return _date(year, digits[:half], digits[half:])


def _following(first: date | None, month: str, day: str) -> date | None:
    if first is None:
        return None
    last = _date(str(first.year), month, day)
    return last if last is None or last > first else _date(str(first.year + 1), month, day)


def _year_before(words: str) -> int | None:
    before = re.search(rf"({YEAR})\s*年?度?\s*[(,]?\s*(?:从|自|为|是|即)?\s*$", words)
    return year_value(before[1]) if before else None
