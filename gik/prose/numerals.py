"""Numerals (数字) of a text: the words of each one, and the anchored patterns that read them.

The text is folded to half width first, character by character, so that offsets stay what they were.
"""

import math
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from gik.definitions import definition
from gik.numbers import DIGITS, FOLD, SCALES, chinese_value
from gik.prose.vocabulary import words_pattern

_FOLD: Mapping[int, int | str] = {
    **FOLD,
    **dict.fromkeys(map(ord, "\u00a0\u3000\u2002\u2003\u2009\t"), " "),
    **dict.fromkeys(map(ord, "〔【﹝［"), "["),
    **dict.fromkeys(map(ord, "〕】﹞］"), "]"),
    **dict.fromkeys(map(ord, "○Ｏ"), "〇"),
    **dict.fromkeys(map(ord, "–—―－─"), "-"),
}
_FOLDED = {chr(code): new if isinstance(new, str) else chr(new) for code, new in _FOLD.items()}
_FOLDABLE = re.compile(f"[{re.escape(''.join(_FOLDED))}]")
# What isn't seen is a space, but inside a number: there it may stand for a place of thousands, or for nothing.
_INVISIBLE = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u034f\ufe0f"
UNSEEN = "\u200b"
_HIDDEN = re.compile(f"[{_INVISIBLE}]")
_HIDDEN_INSIDE = re.compile(f"(?<=[0-9])[.,]?[{_INVISIBLE}][{_INVISIBLE}.,]{{0,40}}(?=[0-9])")
CHINESE = "零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟廿"
LATIN = "A-Za-z0-9_@./:?=&%#+~-"  # what words and addresses in Latin letters are made of
COUNTED = frozenset(("count", "amount", "share"))
HAN = CHINESE[2:12]
CHARACTERS = f"0-9①-⒇㈠-㈩{CHINESE}"  # that a numeral can begin with
CANDIDATE = re.compile(f"[{CHARACTERS}]")
_YEAR = "(?:19|20)[0-9]{2}"
_SPACED_YEAR = r"(?:1\s?9|2\s?0)\s?[0-9]\s?[0-9]"
MONTH, DAY = "(?:1[0-2]|0?[1-9])", "(?:3[01]|[12][0-9]|0?[1-9])"
_HAN_MONTH, _HAN_DAY = (
    "(?:十[一二]?|[一二三四五六七八九])",
    "(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])",
)
_SCALE = "万亿|[十百千]?[万亿]"
_PART = re.compile(f"([零〇]?)([0-9.]+|[{HAN}两])({_SCALE}|[十百千]|)")
# Digits on both sides of such a mark are one number, a part of one or a choice, and none of them by itself.
JOINING = "'’‘`´·•"
_JOINED = re.compile(f"[0-9][{JOINING}/.][0-9]")
_SIZES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_TO = r"\s?[-~至到、和及与]{1,2}\s?"
_DATE = rf"""
    {_YEAR}[0-9]{{2,4}}日
  | {_YEAR}(?:\s?-\s?{MONTH}\s?-\s?|/{MONTH}/|\.{MONTH}\.){DAY}(?![0-9])
  | (?:{_YEAR}|{_SPACED_YEAR}|[0-9]{{2}}(?=年{MONTH}月))\s{{0,2}}年(?:度|\s?{MONTH}\s?月份?(?:\s?{DAY}\s?[日号])?)?
  | {_YEAR}(?={_TO}{_YEAR}(?:\s?年|{_TO}{_YEAR}))
  | {MONTH}\s?月份?(?:\s?{DAY}\s?[日号])?
  | {MONTH}(?={_TO}{MONTH}\s?月)
  | {DAY}\s?日(?![内均常之]|以内|报)
  | [1-4]季度
  | [一二][九〇零0][0{CHINESE[:11]}]{{2}}\s?年度?(?:\s?{_HAN_MONTH}\s?月份?(?:\s?{_HAN_DAY}\s?[日号])?)?
  | {_HAN_MONTH}月份?(?:{_HAN_DAY}[日号])?
  | [一二三四](?:[、至]?[一二三四])?季度
"""


class Numeral(NamedTuple):
    """A numeral of the text: its span, kind, worth, unit and bound, as in the figures frame.

    ``first`` and ``last`` span it with the bound words and the unit that stand around it.
    """

    start: int
    end: int
    kind: str
    value: float | None = None
    unit: str = ""
    bound: str = "eq"
    first: int = -1
    last: int = -1


def fold(text: str) -> str:
    """Give the text with full-width forms (全角) made half-width, every character in its old place.

    >>> fold("（１２％）")
    '(12%)'
    """
    position = 0
    while match := _FOLDABLE.search(text, position):  # a few characters, each of them many times
        position = match.start()
        text = text.replace(match[0], _FOLDED[match[0]])
    if not _HIDDEN.search(text):
        return text
    kept = _HIDDEN_INSIDE.sub(lambda match: _HIDDEN.sub("\0", match[0]), text)
    return _HIDDEN.sub(" ", kept).replace("\0", UNSEEN)


@cache
def pattern() -> re.Pattern[str]:
    """Give the pattern that reads the numeral at a place; the last group named tells which sort it is."""
    units, bounds = definition("prose/units.toml"), definition("prose/bounds.toml")
    inside = words_pattern(word for words in bounds["inside"].values() for word in words)
    behind = words_pattern(word for words in bounds["behind"].values() for word in words)
    unit = rf"(?P<unit>{words_pattern([*units['money'], *units['count']])})"
    return re.compile(
        rf"""
        (?P<circled>[①-⒇㈠-㈩])
      | (?P<document>{_YEAR}\s?年?\s?[\])]\s{{0,2}}第?\s?[0-9]{{1,5}}(?:-[0-9]{{1,5}})?\s?号)
      | (?P<phone>0[0-9]{{2,3}}\)?\s?-{{0,2}}\s?[0-9]{{7,8}}(?:-[0-9]{{1,6}})?(?![0-9])
          |1[3-9][0-9]{{9}}(?![0-9])|[48]00-[0-9]{{3,4}}-?[0-9]{{3,4}}(?![0-9]))
      | (?P<time>[0-9]{{1,2}}:[0-5][0-9](?::[0-5][0-9])?(?![0-9])|[0-9]{{1,2}}\s?时[0-9]{{1,2}}\s?分
          |(?<=[午晚晨])[0-9]{{1,2}}(?:点半?|时)(?:[0-9]{{1,2}}分)?)
      | (?P<listed>[0-9]{{1,2}}(?=\.(?:{_YEAR}年|[0-9]{{1,2}}月)))
      | (?P<date>{_DATE})
      | (?P<share>(?P<percent>[0-9]++(?:\.[0-9]++)?)\s?(?P<per>[%‰])
          |(?P<of>[百千万]|[{CHINESE}]{{1,4}})分之(?P<parts>[{CHINESE}]++(?:点[{CHINESE}]++)?|[0-9]++(?:\.[0-9]++)?)
          |(?P<tenths>[1-9]|[一二三四五六七八九])成(?![立为长员果效熟功都就套品分因型交绩])
          |(?P<half>一半))(?P<share_behind>{behind})?
      | (?:(?P<digits>[0-9]++(?:\.[0-9]++|点[0-9]++(?=[十百千]?[万亿]))?(?:,[ \n]?[0-9]++(?![年月日:.%]))*+)
          |(?P<han>[零〇{HAN}百千两]++点[零〇{HAN}]++(?=[万亿倍]|个百分点)|[{CHINESE}]++))
        (?:\s?(?P<more>{inside}))?(?:\s?(?P<scale>{_SCALE}|[百千](?!分)))?
        (?:(?<=[十百千万亿])(?P<parts_behind>
          (?:[零〇]?(?:[0-9]++(?:\.[0-9]++)?|[{HAN}两])(?:{_SCALE}|[十百千](?!分)))*+
          (?:(?:[零〇]?[0-9]++|(?:[零〇]|(?<=十))[{HAN}]|[{HAN}](?=[条件个次项人元]))(?![年月日时点分号季:.%‰]))?+))?
        (?P<more_too>{inside})?(?:\s{{0,2}}{unit})?(?P<behind>\s?{behind}(?![0-9]))?
        """,
        re.VERBOSE,
    )


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
    words = _bounds()
    for group in ("behind", "more_too", "more"):
        if match[group]:
            return words[match[group].strip()]
    return "eq"


def number_of(match: re.Match[str], folded: str) -> float | None:
    """Give the worth of a number with 万 and 亿 worked out, or None where it can't be told (1,36; 1/3; 数千; 两三)."""
    scale = match["scale"] or ""
    if match["digits"]:
        if _JOINED.search(folded, max(match.start() - 2, 0), match.start() + 1) or _JOINED.match(
            folded, match.end("digits") - 1
        ):
            return None
        if not scale and match["digits"].isdecimal():
            return float(match["digits"])
        digits = match["digits"].replace(" ", "").replace("\n", "").replace("点", ".")
        if "," in digits and not re.fullmatch(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?", digits):
            return None
        return _summed(digits + scale + (match["parts_behind"] or ""))
    if folded[max(match.start() - 1, 0) : match.start()] in ("数", "几", "好"):
        return None
    word = match["han"].replace("廿", "二十")
    if "点" in word:
        parts = word.split("点")
        return (
            None
            if match["parts_behind"] or (whole := _decimal(parts[0])) is None
            else float((whole + _behind_point(parts[1])) * SCALES[scale])
        )
    word = word if word[0] not in "百千万亿" else "一" + word
    value_of_han = chinese_value(word)
    if value_of_han is None or match["parts_behind"] or re.fullmatch("[一二三四五六七八九两]{2}", word):
        return None
    return value_of_han * SCALES[scale]


def _summed(words: str) -> float | None:
    """Add up a number of several scales: 3亿5千万 is 350 million, and the 万 of 3千5百万 counts for both.

    None where a part is too large for its place, or may stand for several: 3万2万, 3万50, 3亿5千, 3.5万5千.
    """
    parts = [match.groups() for match in _PART.finditer(words.replace(",", ""))]
    above, total = math.inf, Decimal(0)
    for at, (nought, digits, scale) in enumerate(parts):
        shared = next((one[-1] for _, _, one in parts[at:] if one.endswith(("万", "亿"))), "")
        if digits == "十":  # 3百十
            return None
        size = math.prod(_SIZES[sign] for sign in scale if sign != shared) * _SIZES.get(shared, 1)
        worth = Decimal(DIGITS.get(digits, digits)) * size
        if worth >= above or ("." in digits and at + 1 < len(parts)):
            return None
        if at and not nought and _is_open(above, digits, scale, size):
            return None
        above, total = size, total + worth
    return float(total)


def _is_open(above: float, digits: str, scale: str, size: int) -> bool:
    """Say whether a part behind one of size ``above`` may take another place than its own words tell."""
    if above >= 10**8:
        return size < 10**4  # 3亿5千 is said for 3亿5千万
    return not scale and 10 ** len(digits) < min(above, 1000)  # 3万50, 1千2


def share_of(match: re.Match[str]) -> float | None:
    """Give a share as a fraction: 88.6%, 百分之五, 三成, 三分之一, 一半."""
    if match["percent"]:
        return float(Decimal(match["percent"]) / (100 if match["per"] == "%" else 1000))
    if match["tenths"]:
        tenths = match["tenths"]
        return (float(tenths) if tenths.isdigit() and tenths.isascii() else chinese_value(tenths) or 0) / 10
    if match["half"]:
        return 0.5
    whole, _, decimals = match["parts"].partition("点")
    part = Decimal(whole) if whole[0] in "0123456789" else _decimal("一百" if whole == "百" else whole)
    of = _decimal({"百": "一百", "千": "一千", "万": "一万"}.get(match["of"], match["of"]))
    if part is None or not of:
        return None
    return float((part + _behind_point(decimals)) / of)


def _behind_point(decimals: str) -> Decimal:
    return sum((Decimal(DIGITS.get(char, 0)).scaleb(-place) for place, char in enumerate(decimals, 1)), Decimal(0))


def _decimal(word: str) -> Decimal | None:
    value = chinese_value(word)
    return None if value is None else Decimal(value)
