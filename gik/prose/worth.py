"""Worth (数值): what the words of a numeral amount to, and that they amount to nothing sure."""

import math
import re
from decimal import Decimal

from gik.numbers import DIGITS, SCALES, chinese_value
from gik.prose.numerals import CHARACTERS, HAN, JOINING, MASKING, SCALE

_PART = re.compile(f"([零〇]?)([0-9.]+|[{HAN}两])({SCALE}|[十百千]|)")
_JOINED = re.compile(f"[{CHARACTERS}][{JOINING}/.][{CHARACTERS}]|[{MASKING}][{CHARACTERS}]|[{CHARACTERS}][{MASKING}?]")
_SIZES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


def number_of(match: re.Match[str], folded: str) -> float | None:
    """Give the worth of a number with 万 and 亿 worked out, or None where it can't be told (1,36; 1/3; 数千; 两三)."""
    scale = match["scale"] or ""
    last = match.end("digits" if match["digits"] else "han")
    if _JOINED.search(folded, max(match.start() - 2, 0), match.start() + 1) or _JOINED.match(folded, last - 1):
        return None
    if match["digits"]:
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
    if scale and max(_SIZES.get(sign, 0) for sign in word) >= _SIZES[scale[0]]:
        return None  # 三万二 千
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
