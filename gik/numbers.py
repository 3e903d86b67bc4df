"""Numbers as printed: what a table cell holds, and what a Chinese numeral (中文数字) is worth.

A reading is given only where one number can be meant; everything else stays text.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from gik.definitions import definition

# Full-width forms (全角) fold to ASCII; NFKC would also turn 5² into 52.
FOLD: Mapping[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, "−﹣"), "-"),
    ord("﹢"): "+",
}
SCALES: Mapping[str, int] = {
    "": 1,
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "十万": 10**5,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "百亿": 10**10,
    "千亿": 10**11,
    "万亿": 10**12,
}
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"), None)
_SPACES = " \t\r\n\v\f\u00a0\u3000" + "".join(map(chr, range(0x2000, 0x200B))) + "\u202f\u205f"

DIGITS: Mapping[str, int] = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    **{char: value for value, char in enumerate("〇壹贰叁肆伍陆柒捌玖")},
    "○": 0,
    "两": 2,
    "兩": 2,
    "貳": 2,
    "參": 3,
    "陸": 6,
}
_DIGIT = "[" + "".join(DIGITS) + "]"
_ZERO = "[零〇○]?"
_BELOW_TEN_THOUSAND = re.compile(
    rf"(?:({_DIGIT})[千仟])?(?:{_ZERO}({_DIGIT})[百佰])?(?:{_ZERO}({_DIGIT}?)([十拾]))?(?:({_ZERO})({_DIGIT}))?"
)


def replaced(text: str, replaceable: re.Pattern[str], new: Mapping[str, str]) -> str:
    """Give a text with single characters replaced, one for one; it holds a few of them, each of them many times.

    >>> replaced("，甲，乙。", re.compile("[，。]"), {"，": ",", "。": "."})
    ',甲,乙.'
    """
    position = 0
    while match := replaceable.search(text, position):
        position = match.start()
        text = text.replace(match[0], new[match[0]])
    return text


@dataclass(frozen=True, slots=True)
class CellReading:
    """What a cell says: ``value`` only where ``state`` is ``number``; ``unit`` as printed in the cell."""

    value: float | None
    state: str
    unit: str


UNREAD = CellReading(None, "text", "")


@cache
def _cell_patterns() -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    words = definition("prose/cells.toml")
    dash = re.compile(f"[{re.escape(words['dash'])} ]+")
    units = "|".join((*words["units"], *words["money"]))
    number = re.compile(
        r"(?P<sign>[+-]?)(?:(?P<arabic>(?:[1-9]\d{0,2}(?:,\d{3})+|0|[1-9]\d*|0{2,})(?:\.\d+)?)|(?P<chinese>["
        + "".join(DIGITS)
        + r"十百千拾佰仟万亿]++))"
        + rf"\s*(?P<scale>[万亿](?!元))?\s*(?P<unit>{units})?\s*(?:\(\s*(?P<noted>{units})\s*\)|\([^()]*\)|[①-⑳※]+)?"
    )
    return dash, number, frozenset(words["none"])


def read_cell(text: str) -> CellReading:
    """Read the words of a table cell: its value, state and printed unit.

    States are ``number``, ``blank``, ``dash``, ``none`` (无, 未发生) and ``text`` (kept, not understood).
    A bracketed note or a footnote's mark behind the number doesn't change it; 万 and 亿 before 元 stay in the unit.

    >>> read_cell("22（其中修订 16 件）")
    CellReading(value=22.0, state='number', unit='')
    >>> read_cell("340①").value
    340.0
    >>> read_cell("240万元"), read_cell("10余条").state
    (CellReading(value=240.0, state='number', unit='万元'), 'text')
    """
    dash, number, none = _cell_patterns()
    words = text.translate(_INVISIBLE).strip(_SPACES)
    if not words:
        return CellReading(None, "blank", "")
    if dash.fullmatch(words):
        return CellReading(None, "dash", "")
    if words.rstrip("。.") in none:
        return CellReading(None, "none", "")
    match = number.fullmatch(words.translate(FOLD))
    if match is None:
        return UNREAD
    value = _cell_value(match)
    if value is None:
        return UNREAD
    return CellReading(value, "number", match["noted"] or match["unit"] or "")


def _cell_value(match: re.Match[str]) -> float | None:
    if match["unit"] and match["noted"]:
        return None
    if match["arabic"]:
        value = scaled(match["arabic"], match["scale"] or "")
        return -value if match["sign"] == "-" else value
    # 二〇一七 in a cell is more likely a year than a number of items, a lone 一 may be a dash, a ring a tick.
    if match["sign"] or re.fullmatch(_DIGIT + "{2,}", match["chinese"]) or match[0] in "一○":
        return None
    return chinese_value(match["chinese"])


def scaled(digits: str, scale: str) -> float:
    """Give the worth of Arabic digits with their scale word (万, 亿) worked out, without binary rounding.

    >>> scaled("9.87", "亿"), scaled("1,360", "")
    (987000000.0, 1360.0)
    """
    return float(Decimal(digits.replace(",", "")) * SCALES[scale])


@cache
def unit_factor(unit: str, asked: str) -> float:
    """Give by what a number in ``unit`` is multiplied to be one in ``asked``; NaN where money meets what it isn't.

    Units of counts (件, 条, 宗) are used one for another; where no unit is printed or asked, the number stays.

    >>> unit_factor("元", "万元"), unit_factor("亿元", "万元"), unit_factor("百件", "件"), unit_factor("条", "件")
    (0.0001, 10000.0, 100.0, 1.0)
    >>> unit_factor("人民币万元", "元"), unit_factor("百圆", "元")
    (10000.0, 100.0)
    >>> unit_factor("万美元", "万元"), unit_factor("元", "件")
    (nan, nan)
    """
    if not unit or not asked:
        return 1.0
    (size, name), (asked_size, asked_name) = _scale_and_name(unit), _scale_and_name(asked)
    if name != asked_name and ("元" in name or "元" in asked_name):
        return math.nan
    return float(Decimal(size) / Decimal(asked_size))


def _scale_and_name(unit: str) -> tuple[int, str]:
    plain = unit.replace("人民币", "").replace("圆", "元")
    scale = max((word for word in SCALES if plain.startswith(word)), key=len)
    return SCALES[scale], plain.removeprefix(scale)


def chinese_value(word: str) -> float | None:
    """Give the worth of a Chinese numeral (中文数字), or None where the characters don't form one.

    >>> [chinese_value(word) for word in ("一百零五", "二〇一七", "三万五", "十十")]
    [105.0, 2017.0, 35000.0, None]
    """
    if word and all(char in DIGITS for char in word):
        return float("".join(str(DIGITS[char]) for char in word))
    total = 0.0
    rest = word
    for sign, size in (("亿", 1e8), ("万", 1e4)):
        head, found, tail = rest.partition(sign)
        if not found:
            continue
        below = chinese_value(head) if "万" in head else _below_ten_thousand(head)
        if below is None:
            return None
        total += below * size
        rest = tail
        if rest in DIGITS:  # 三万五 is 35000
            return total + DIGITS[rest] * size / 10
    if not rest:
        return total if word else None
    below = _below_ten_thousand(rest)
    return None if below is None else total + below


def _below_ten_thousand(word: str) -> float | None:
    word = re.sub("^[零〇○](?=.)", "", word)
    match = _BELOW_TEN_THOUSAND.fullmatch(word)
    if not word or match is None:
        return None
    thousands, hundreds, tens, ten, zero, ones = match.groups()
    value = DIGITS.get(thousands, 0) * 1000 + DIGITS.get(hundreds, 0) * 100
    value += (DIGITS[tens] if tens else 1) * 10 if ten else 0
    if ones and len(word) > 1 and not DIGITS[ones]:  # 二百零 is none
        return None
    if ones and not ten and not zero and (thousands or hundreds):  # 一百五 is 150
        return float(value + DIGITS[ones] * (10 if hundreds else 100))
    return float(value + DIGITS.get(ones, 0))
