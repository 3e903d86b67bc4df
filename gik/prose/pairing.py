"""Pairing (相邻): what two numerals are together that stand side by side: a range, one broken number, 第9、10条."""

import re

from gik.prose.numerals import CHARACTERS, COUNTED, Numeral

NEAR = 3  # characters between the two numerals of a pair
_RANGE = re.compile(r"\s?(?:[-~至到]|--)\s?")
# What no writer sets inside a number, but pages and typists do: signs and blanks, a bracket that opens excepted, and
# words of a bound in a wrong place. Numbers without a measure word may stand side by side; these two are hardly two.
_BREAK = re.compile(r"(?:[^\w(]|[余多几约点_])*")
_BREAK_OF_BARE = re.compile(r" +|[ \n]*[.,][ \n]*|[。、]")
_ON = re.compile(r"\s?(?:[-~至到、和及与]|--)\s?")
_CLAUSES = frozenset(("", *"条款项章节页号届批期次名位"))
_LED = re.compile(rf"第[{CHARACTERS}条款项章节页号届批期次名位()、~至到和及与\s-]+")
_SCALES = "百千万亿"


def paired(folded: str, first: Numeral, second: Numeral) -> tuple[Numeral, Numeral]:
    """Give two numerals as what they are together; most of them are what they were."""
    if second.kind not in COUNTED:
        return first, second
    if first.kind == "ordinal":
        return first, _clause(folded, first, second)
    if first.kind not in COUNTED and first.kind != "other":
        return first, second
    gap = folded[first.end : second.start]
    if _RANGE.fullmatch(gap) or first.kind != "count" or first.unit:
        return _as_range(folded, first, second) or (first, second)
    broken = (_BREAK if second.unit else _BREAK_OF_BARE).fullmatch(gap)
    if not broken or (gap == "、" and _shared(folded, first) and not _scaled(folded, first, second)):
        return first, second
    return first._replace(value=None), second._replace(value=None)  # 3 . 5万条, 1\n,234条, 3、5万条, 44多000条


def _scaled(folded: str, first: Numeral, second: Numeral) -> bool:
    """Whether what follows the second number may be meant for the first too: 3至5万."""
    return folded[first.end - 1] not in _SCALES and folded[second.end - 1] in _SCALES


def _shared(folded: str, first: Numeral) -> bool:
    """Whether numbers are given to several things before them: 分别为3、5条."""
    return folded.find("分别", max(first.start - 40, 0), first.start) >= 0


def _as_range(folded: str, first: Numeral, second: Numeral) -> tuple[Numeral, Numeral] | None:
    """3至5个 as two bounds; of 3至5万 the first is none that can be told."""
    if first.unit not in ("", second.unit) or not _RANGE.fullmatch(folded, max(first.end, first.last), second.start):
        return None
    if not second.unit or "%" in folded[first.start : first.end] + second.unit:
        return None
    low, high = None if _scaled(folded, first, second) else first.value, second.value
    if not first.unit and low is not None and high is not None and low >= high:
        low = high = None  # 7400—0件
    return (
        first._replace(kind=second.kind, value=low, unit=second.unit, bound="ge"),
        second._replace(value=high, bound="le"),
    )


def _clause(folded: str, first: Numeral, second: Numeral) -> Numeral:
    """A number that goes on with an ordinal is one itself: 第9、10条."""
    if second.unit not in _CLAUSES or not _ON.fullmatch(folded, first.end, second.start):
        return second
    start = folded.rfind("第", max(first.start - 30, 0), first.start + 1)
    if start < 0 or not _LED.fullmatch(folded, start, first.end):
        return second
    return Numeral(second.start, max(second.end, second.last), "ordinal")
