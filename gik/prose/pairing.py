"""Pairing (相邻): what two numerals are together that stand side by side: a range, one broken number, 第9、10条."""

import re

from gik.prose.numerals import CHARACTERS, COUNTED, Numeral

NEAR = 3  # characters between the two numerals of a pair
_RANGE = re.compile(r"\s?(?:[-~至到]|--)\s?")
_BREAK = re.compile(r"[ \n]*[.,][ \n]*|[。、]")  # such as no writer sets inside a number, but pages and typists do
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
    digits = folded[first.end - 1] <= "9" >= folded[second.start]
    scaled = digits and folded[second.end - 1] in _SCALES
    if digits and not first.unit and _BREAK.fullmatch(gap) and (gap != "、" or scaled or not _shared(folded, first)):
        return first._replace(value=None), second._replace(value=None)  # 3 . 5万条, 1\n,234条, 3、5万条
    return _as_range(folded, first._replace(value=None) if scaled else first, second) or (first, second)


def _shared(folded: str, first: Numeral) -> bool:
    """Whether numbers are given to several things before them: 分别为3、5条."""
    return folded.find("分别", max(first.start - 40, 0), first.start) >= 0


def _as_range(folded: str, first: Numeral, second: Numeral) -> tuple[Numeral, Numeral] | None:
    """3至5个 as two bounds; of 3至5万 the first is none that can be told."""
    if first.unit not in ("", second.unit) or not _RANGE.fullmatch(folded, max(first.end, first.last), second.start):
        return None
    if not second.unit or "%" in folded[first.start : first.end] + second.unit:
        return None
    return (
        first._replace(kind=second.kind, unit=second.unit, bound="ge"),
        second._replace(bound="le"),
    )


def _clause(folded: str, first: Numeral, second: Numeral) -> Numeral:
    """A number that goes on with an ordinal is one itself: 第9、10条."""
    if second.unit not in _CLAUSES or not _ON.fullmatch(folded, first.end, second.start):
        return second
    start = folded.rfind("第", max(first.start - 30, 0), first.start + 1)
    if start < 0 or not _LED.fullmatch(folded, start, first.end):
        return second
    return Numeral(second.start, max(second.end, second.last), "ordinal")
