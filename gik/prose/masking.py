"""Masking (遮盖): words in which what tells nothing is replaced by what stands for it, character by character.

Reports repeat each other with other numbers, years, days, telephones and names. What is masked alike is understood
alike: no pattern tells a mask from what it stands for, and years that differ, or are the report's own, still do.
"""

import re
from functools import cache
from itertools import pairwise

from gik.definitions import definition
from gik.prose.finding import clear_units
from gik.prose.numerals import CHINESE
from gik.prose.vocabulary import words_pattern

MASKS = frozenset(("7", "77", "777", "7777"))  # plain numbers
# Where the words of all patterns stand, and the characters of those patterns that stand in the code and in none of it.
_TELLING = ("bounds", "concepts", "indicators", "labels", "names", "nothing", "topics", "units")
_TOLD_BY_CODE = "抱廿格扩缩剩盖涵陆玖壹叁仟拾伍捌佰贰柒肆午晨功熟绩"
_HAN = (0x4E00, 0x9FFF)
_LIKE_YEAR = re.compile("[12１２][0-9０-９]{3}")
_YEAR = re.compile("20[0-9]{2}(?<![0-9A-Za-z_@./?=&%#+~,-].{4})(?=年|-07-27(?![0-9]))")
_YEARS = ("2043", "2042", "2041", "2033", "2032", "2031")  # that few texts name; plans are made until 2035 or 2049
_DIGIT = re.compile("[0-9]")


def masked(text: str) -> str:
    """Give a text with what tells nothing masked, but for its years.

    >>> masked("霁溪区2016年3月1日收到13件，霁川区0件，电话0000-7654321")
    '丁丁区2016年7月7日收到77件，丁川区0件，电话0000-7777777'
    """
    names, name = _names()
    words = _numbers().sub(_number, names.sub(name, text))
    return _dashed().sub(_day_or_telephone, words) if "-" in words else words


def with_years_masked(words: str, year: int | None) -> tuple[str, int | None]:
    """Give masked words with their years masked by the order in which they come, and what the report's own is then.

    It is None where the words name no year. Where a number may be a year or not, all of them stay as they are.

    >>> with_years_masked("2017年共77件，比2016年多7件", 2016), with_years_masked("收到77件", 2016)
    (('2042年共77件，比2043年多7件', 2043), ('收到77件', None))
    """
    like_years = _LIKE_YEAR.findall(words)
    if not like_years:
        return words, None
    years = dict.fromkeys([str(year), *like_years] if year else like_years)
    unclear = len(_YEAR.findall(words)) != len(like_years) or not years.keys().isdisjoint(_YEARS)
    if unclear or len(years) > len(_YEARS):
        return words, year
    for name, mask in zip(years, _YEARS, strict=False):
        words = words.replace(name, mask)
    return words, year and int(_YEARS[0])


def has_mask(words: str) -> bool:
    """Say whether masked words may hold a mask.

    >>> has_mask("第7号文件"), has_mask("文件")
    (True, False)
    """
    return _names()[1] in words or _DIGIT.search(words) is not None


@cache
def _telling() -> str:
    """All words of patterns that stand in definitions, one behind the other."""
    return repr([definition(f"prose/{name}.toml") for name in _TELLING])


@cache
def _names() -> tuple[re.Pattern[str], str]:
    """The pattern of a character that no other pattern has, as in the names of places, and one of them for all."""
    telling = {*_TOLD_BY_CODE, *CHINESE, *_telling()}
    first, last = _HAN
    edges = [first - 1, *sorted(code for code in map(ord, telling) if first <= code <= last), last + 1]
    between = [(low + 1, high - 1) for low, high in pairwise(edges) if high - low > 1]
    return re.compile(f"[{''.join(f'{chr(low)}-{chr(high)}' for low, high in between)}]"), chr(between[0][0])


@cache
def _numbers() -> re.Pattern[str]:
    """The pattern of numbers whose digits tell nothing but their worth: no 0 or 1, no year, no end of a range.

    With them go the month and the day behind a year, each by the count of its digits. The first digit is taken before
    anything is asked of what stands before it, so that re skips to it.
    """
    led, many = rf"(?<![{CHINESE}第之至].)(?:(?<!到.)|(?<=[收接]到.))", "(?:(?<![01])|(?<=1)(?=[0-9]))"
    units = words_pattern(clear_units())
    return re.compile(
        rf"""[0-9](?<=[\u4e00-\u9fff].)(?:
            (?<=[年月].)(?:(?<=[0-9]年[1-9])(?=月)|(?<=[0-9]月.)(?:(?<=[1-9])|(?P<day>(?<=[12])[0-9]|(?<=3)[01]))(?=[日号]))
          | {led}{many}[0-9]{{0,3}}+(?<!19[0-9]{{2}})(?<!20[0-9]{{2}})(?={units})
        )""",
        re.VERBOSE,
    )


def _number(match: re.Match[str]) -> str:
    return "27" if match.lastgroup else "7" * len(match[0])


@cache
def _dashed() -> re.Pattern[str]:
    """The pattern of a day behind its year, and of a telephone behind its area code, but for hotlines such as 12345."""
    alone, hotlines = "[^0-9A-Za-z_@./?=&%#+~-]", words_pattern(re.findall("[0-9]{5,}", _telling()))
    return re.compile(
        rf"""-(?:
            (?<=[^0-9]20[0-9]{{2}}-)(?:0[1-9]|1[0-2])-(?P<day>0[1-9]|[12][0-9]|3[01])(?![0-9])
          | (?:(?<={alone}0[0-9]{{2}}-)|(?<={alone}0[0-9]{{3}}-))(?![0-9]*{hotlines})[0-9]{{7,8}}(?![0-9-])
        )""",
        re.VERBOSE,
    )


def _day_or_telephone(match: re.Match[str]) -> str:
    return "-07-27" if match.lastgroup else "-" + "7" * (len(match[0]) - 1)
