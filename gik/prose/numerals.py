"""Numerals (数字) of a text: the words of each one, and the anchored patterns that read them.

The text is folded to half width first, character by character, so that offsets stay what they were.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from gik.definitions import definition
from gik.numbers import FOLD, replaced
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
SCALE = "万亿|[十百千]?[万亿]"
# Digits on both sides of such a mark are one number, a part of one or a choice, and none of them by itself.
JOINING = "'’‘`´·•*×_点"
MASKING = "□■×\ufffd"  # stand where a digit isn't seen
_TO = r"\s?[-~至到、和及与]{1,2}\s?"
_DIGITS = r"""
    [0-9]{1,3}(?:,[0-9]{3})++\.[0-9]++(?![0-9.%‰])
  | [0-9]++(?:\.[0-9]++|点[0-9]++(?=[十百千]?[万亿]))?(?:,[ \n]?[0-9]++(?![年月日:.%]))*+
"""
_HOUR = "(?:[0-9]{1,2}|二?十[一二三四五六七八九]?|[一二三四五六七八九两零])"
_TIME = rf"""
    [0-9]{{1,2}}:[0-5][0-9](?::[0-5][0-9])?(?![0-9])
  | {_HOUR}\s?[点时]\s?(?:(?:[0-9]{{1,2}}|零?[一二三四五]?十?[一二三四五六七八九]?)\s?分(?![钟之])|[半整]|钟)
  | (?:(?<=[午晚晨夜日])|(?<=[早晚]上)){_HOUR}[点时]
  | {_HOUR}[点时](?={_TO}{_HOUR}[点时])
  | (?<=[点时][-~至到]){_HOUR}[点时]
"""
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
    text = replaced(text, _FOLDABLE, _FOLDED)
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
      | (?P<time>{_TIME})
      | (?P<listed>[0-9]{{1,2}}(?=\.(?:{_YEAR}年|[0-9]{{1,2}}月)))
      | (?P<date>{_DATE})
      | (?P<share>(?P<percent>[0-9]++(?:\.[0-9]++)?)\s?(?P<per>[%‰])
          |(?P<of>[百千万]|[{CHINESE}]{{1,4}})分之(?P<parts>[{CHINESE}]++(?:点[{CHINESE}]++)?|[0-9]++(?:\.[0-9]++)?)
          |(?P<tenths>[1-9]|[一二三四五六七八九])成(?![立为长员果效熟功都就套品分因型交绩])
          |(?P<half>一半))(?P<share_behind>{behind})?
      | (?:(?P<digits>{_DIGITS})
          |(?P<han>[零〇{HAN}百千两]++点[零〇{HAN}]++(?=[万亿倍]|个百分点)|[{CHINESE}]++))
        (?:\s?(?P<more>{inside}))?(?:\s?(?P<scale>{SCALE}|[百千](?!分)))?
        (?:(?<=[十百千万亿])(?P<parts_behind>
          (?:[零〇]?(?:[0-9]++(?:\.[0-9]++)?|[{HAN}两])(?:{SCALE}|[十百千](?!分)))*+
          (?:(?:[零〇]?[0-9]++|(?:[零〇]|(?<=十))[{HAN}]|[{HAN}](?=[条件个次项人元]))(?![年月日时点分号季:.%‰]))?+))?
        (?P<more_too>{inside})?(?:\s{{0,2}}{unit})?(?P<behind>\s?{behind}(?![0-9]))?
        """,
        re.VERBOSE,
    )
