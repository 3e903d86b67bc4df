"""Looks (单元格格式) of the cells of an .xlsx file: how their numbers stand there, what is shown around their words.

What a cell holds is read in gik.reading.xlsx; here is told what a reader of the printed sheet sees of it.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from lxml import etree

from gik.reading.parts import child, children, value

# Number formats built into Excel that print dates, times and shares.
_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
_SHARES = frozenset((9, 10))
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')
_AROUND = re.compile(r'(?:"([^"]*)")?@(?:"([^"]*)")?')
# Whole digits with words behind them; a comma behind the digits would print thousands.
_BEHIND = re.compile(r'(?:General|G/通用格式|(?:#,##)?0|#)(?:\.[0#]+)?"([^"]*)"', re.I)
# What makes another number of the one that is kept (a comma at the end or a point that isn't one, and no 万 behind), or
# puts words before it (约).
_OTHER = re.compile(r'(?:[0#?],+(?![0#?,])|[!\\]\.)(?!.*"[百千万亿])|^[^0#?"]*"[^"]*[\u3400-\u9fff][^"]*"[^"]*[0#?]')
# A format that prints nothing for zero: its third part is there and empty, or it asks for digits that zero lacks.
_NO_ZERO = re.compile(r'[^;"]*;[^;"]*; *(?:;.*)?|[#,]+')
_PLAIN_NUMBER = re.compile("0|[1-9][0-9]{0,14}")
_LAST_DAY = 2_958_466  # the end of the year 9999


class Look(NamedTuple):
    """How a cell looks: its numbers as a date, a share or plainly, its border, whether it is struck out or not seen.

    A ``kind`` in brackets is a format by which another number is shown than the one that is kept, or none: both stand
    in the cell's words, and nothing is counted. ``around`` is what is shown around its words, ``behind`` what is shown
    behind its numbers; ``zero_hides`` says that nothing is for zero.
    """

    kind: str = ""
    has_border: bool = False
    is_struck: bool = False
    around: tuple[str, str] = ("", "")
    behind: str = ""
    is_unseen: bool = False
    zero_hides: bool = False

    def words(self, words: str) -> str:
        """Give words as they are shown."""
        return words and f"{self.around[0]}{words}{self.around[1]}"

    def number(self, saved: str, epoch: datetime) -> str:
        """Give a number as it is shown, days being counted from ``epoch``; what isn't one as it was saved."""
        if self.zero_hides and _is_zero(saved):
            return ""
        if not self.kind and _PLAIN_NUMBER.fullmatch(saved):
            return f"{saved}{self.behind}"
        try:
            number = float(saved)
        except ValueError:
            return f"{saved}{self.behind}"
        return f"{self._digits(number, epoch)}{self.behind}"

    def _digits(self, number: float, epoch: datetime) -> str:
        if self.kind == "date" and 0 <= number < _LAST_DAY:
            moment = epoch + timedelta(days=number)
            return moment.date().isoformat() if number >= 1 else moment.time().isoformat("seconds")
        if self.kind.startswith("["):
            return f"{plain_number(number)}{self.kind}"
        return f"{plain_number(number * 100)}%" if self.kind == "share" else plain_number(number)


PLAIN = Look()


def plain_number(number: float) -> str:
    """Give a number in plain digits, to the fifteen that Excel keeps.

    >>> plain_number(3.0), plain_number(0.1 + 0.2), plain_number(59237.2449)
    ('3', '0.3', '59237.2449')
    """
    try:
        words = format(Decimal(f"{number:.15g}"), "f")
    except InvalidOperation:
        return str(number)
    return words.rstrip("0").rstrip(".") if "." in words else words


def read_looks(styles: etree._Element | None) -> Iterator[Look]:
    """Give the looks of cells, in the order of the numbers by which cells name them."""
    codes: Mapping[str, str] = {
        value(entry, "numFmtId", own=True): value(entry, "formatCode", own=True)
        for entry in children(child(styles, "numFmts"), "numFmt")
    }
    borders = [
        any(value(side, "style", own=True) not in ("", "none") for side in border)
        for border in children(child(styles, "borders"), "border")
    ]
    struck_out = [
        (line := child(font, "strike")) is not None and value(line, "val", own=True) not in ("0", "false")
        for font in children(child(styles, "fonts"), "font")
    ]
    white = [_is_white(child(font, "color")) for font in children(child(styles, "fonts"), "font")]
    coloured = [_is_coloured(child(fill, "patternFill")) for fill in children(child(styles, "fills"), "fill")]
    for entry in children(child(styles, "cellXfs"), "xf"):
        font = value(entry, "fontId", own=True)
        is_struck = font.isdecimal() and int(font) < len(struck_out) and struck_out[int(font)]
        is_white = font.isdecimal() and int(font) < len(white) and white[int(font)]
        fill = value(entry, "fillId", own=True)
        is_unseen = is_white and not (fill.isdecimal() and int(fill) < len(coloured) and coloured[int(fill)])
        border = value(entry, "borderId", own=True)
        has_border = border.isdecimal() and int(border) < len(borders) and borders[int(border)]
        number = value(entry, "numFmtId", own=True)
        code = codes.get(number, "")
        around, behind = _AROUND.fullmatch(code), _BEHIND.fullmatch(code)
        shown = (around[1] or "", around[2] or "") if around else ("", "")
        zero_hides = _NO_ZERO.fullmatch(code) is not None
        words = behind[1] if behind else ""
        yield Look(_kind(number, codes), has_border, is_struck, shown, words, is_unseen, zero_hides)


def _is_zero(saved: str) -> bool:
    try:
        return float(saved) == 0
    except ValueError:
        return False


def _is_white(color: etree._Element | None) -> bool:
    """Tell whether a colour is the paper's; of the theme's the first is."""
    if color is None or value(color, "tint", own=True) not in ("", "0"):
        return False
    return value(color, "rgb", own=True).upper()[-6:] == "FFFFFF" or value(color, "theme", own=True) == "0"


def _is_coloured(pattern: etree._Element | None) -> bool:
    kind = value(pattern, "patternType", own=True) if pattern is not None else ""
    return kind not in ("", "none") and not (kind == "solid" and _is_white(child(pattern, "fgColor")))


def _kind(number: str, codes: Mapping[str, str]) -> str:
    if number in codes:
        first = codes[number].split(";")[0]
        code = _QUOTED.sub("", first).lower()
        if _OTHER.search(first) or not re.search("[0#?@ymdhs]|general|通用", code):
            return f"[{codes[number]}]"
        return "share" if "%" in code else "date" if re.search("[ymdh]", code) and "general" not in code else ""
    known = int(number) if number.isdecimal() else 0
    return "share" if known in _SHARES else "date" if known in _DATES else ""
