"""Parts and wholes (其中): of which number a sentence says that another is a part."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from gik.forms import load_forms

_OPENS = re.compile(r"其中|包括|分别为|分别是|分别|包含|含有|[:(]|当中|涵盖")
_TOTAL = re.compile("共|总|合计|累计")
_SHARE_OF = re.compile(r"占([^,。;()%]{0,30}?)的?\s?(?:比例|比重|比)?(?:为|约为|约|达|近)?\s?$")
_RATE = re.compile(r"([^,。;]{0,8}率)(?:为|达|达到|约|是)?\s?$")
_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Item:
    """A counted figure as the relations see it: its words' span, and what was understood."""

    figure: int
    sentence: int
    paragraph: int
    first: int
    last: int
    value: float | None
    unit: str
    kind: str
    indicator: str
    label: str


@cache
def parents() -> Mapping[str, str]:
    """Give the row of the form of which each row is a part."""
    return {row.code: row.parent for row in load_forms()["stat2014"].table("stat").rows if row.parent}


def wholes(folded: str, items: Sequence[Item], starts: Sequence[int]) -> dict[int, int]:
    """Give the whole of each figure that is said to be a part; ``starts`` are the sentences' beginnings."""
    found: dict[int, int] = {}
    numbers = [item for item in items if item.kind in ("count", "amount") and item.value is not None]
    place = 0
    while place < len(numbers):
        taken = _parts_from(folded, numbers, place, starts)
        if taken is not None:
            whole, parts = taken
            for part in parts:
                found.setdefault(part.figure, whole.figure)
        place += 1
    _by_form(numbers, found)
    for item in items:
        if item.kind == "share" and (whole_of := _share_whole(folded, item, numbers, starts)) is not None:
            found[item.figure] = whole_of
    return found


def unit_class(unit: str) -> str:
    """Give what a unit counts, so that 户次 and 人次 add up to 人(户)次."""
    if unit.startswith(("人", "户", "名", "位")):
        return "人"
    if "元" in unit:
        return unit
    return {"场次": "次", "场": "次", "期": "期", "宗": "件", "起": "件", "条": "件", "份": "件", "个": "项"}.get(unit, unit)


def _alike(whole: Item, part: Item) -> bool:
    return part.kind == whole.kind and (unit_class(part.unit) == unit_class(whole.unit) or not part.unit or not whole.unit)


def _parts_from(folded: str, numbers: Sequence[Item], place: int, starts: Sequence[int]) -> tuple[Item, list[Item]] | None:
    """The whole and its parts, where the words before the number at a place open a list of parts."""
    first = numbers[place]
    begin = starts[first.sentence]
    previous = numbers[place - 1] if place else None
    gap_start = max(begin, previous.last if previous and previous.sentence == first.sentence else begin)
    gap = folded[gap_start : first.first]
    opens = _OPENS.search(gap)
    here = previous is not None and previous.sentence == first.sentence
    if not opens:
        return _summed(folded, numbers, place) if here else None
    if not here:
        if not gap.lstrip().startswith("其中"):
            return None
    if opens[0] == ":" and here and not _TOTAL.search(folded, max(begin, previous.first - 30), previous.first + 1) and "其中" not in gap:  # type: ignore[union-attr]
        return None
    bracket = opens[0] == "(" and ")" not in gap[opens.end() :]
    if opens[0] == "(" and not bracket:
        return None
    whole = _whole(numbers, place, first)
    if whole is None:
        return None
    closing = folded.find(")", first.last, first.last + 300) if bracket else -1
    return whole, _members(folded, numbers, place, whole, closing)


def _whole(numbers: Sequence[Item], place: int, first: Item) -> Item | None:
    for other in reversed(numbers[max(place - 6, 0) : place]):
        if other.paragraph != first.paragraph or first.sentence - other.sentence > 1:
            return None
        if _alike(other, first) and (other.value or 0) >= (first.value or 0):
            return other
    return None


def _members(folded: str, numbers: Sequence[Item], place: int, whole: Item, closing: int) -> list[Item]:
    """The parts that follow: those of the sentence, or as many of the paragraph as add up to the whole exactly."""
    target = whole.value or 0.0
    total, parts, ended = 0.0, [], 0
    for item in numbers[place:]:
        if item.paragraph != whole.paragraph or (0 <= closing < item.first):
            break
        if item.sentence != numbers[place].sentence and not ended:
            ended = len(parts)
            if abs(total - target) < _TOLERANCE:
                break
        if not _alike(whole, item):
            continue
        if item.indicator and item.indicator == whole.indicator and total:
            break
        if total and _breaks_off(folded, parts[-1], item, whole):
            break
        if total + (item.value or 0) > target + _TOLERANCE and ended:
            break
        total += item.value or 0
        parts.append(item)
        if abs(total - target) < _TOLERANCE:
            return parts
    return parts[: ended or len(parts)]


def _breaks_off(folded: str, last: Item, item: Item, whole: Item) -> bool:
    """Whether a list of parts is over: after a semicolon, or with a row of the form that isn't the whole's."""
    gap = folded[last.last : item.first]
    if item.indicator and whole.indicator and not item.indicator.startswith(whole.indicator):
        above = parents().get(item.indicator, "")
        if above != whole.indicator and ("," in gap or ";" in gap) and not above.startswith(whole.indicator):
            return True
    return ";" in gap and "其中" not in gap and not re.search(r"[、;]\s*$", gap[:2] or " ") and bool(item.indicator)


def _summed(folded: str, numbers: Sequence[Item], place: int) -> tuple[Item, list[Item]] | None:
    """A total and the numbers behind it that add up to it exactly, with no word to say so: 共4件, 网络3件, 信函1件."""
    whole = numbers[place - 1]
    if not whole.value or not _TOTAL.search(folded, max(whole.first - 30, 0), whole.first + 1):
        return None
    total, parts = 0.0, []
    for item in numbers[place : place + 20]:
        if item.sentence != whole.sentence or not _alike(whole, item):
            break
        total += item.value or 0
        parts.append(item)
        if total >= whole.value:
            break
    return (whole, parts) if total == whole.value and len(parts) > 1 else None


def _by_form(numbers: Sequence[Item], found: dict[int, int]) -> None:
    """A row of the form belongs to its whole where both are stated in the same paragraph."""
    for place, item in enumerate(numbers):
        above = parents().get(item.indicator)
        if not above or item.figure in found:
            continue
        for other in reversed(numbers[:place]):
            if other.paragraph != item.paragraph:
                break
            if other.indicator == above:
                if (item.value or 0) <= (other.value or 0) and other.sentence == item.sentence:
                    found[item.figure] = other.figure
                break


def _share_whole(folded: str, item: Item, numbers: Sequence[Item], starts: Sequence[int]) -> int | None:
    before = folded[max(starts[item.sentence], item.first - 50) : item.first]
    match = _SHARE_OF.search(before)
    earlier = [number for number in numbers if number.first < item.first]
    if match is None or not earlier:
        return None
    named = match[1]
    same = [number for number in earlier if number.paragraph == item.paragraph]
    general = re.fullmatch("(?:全部|总数|总量|总|全年|其|所有|总数量|总件数|总条数|其中|全市|全县|全区|全年总量|申请总数|总申请数|收到申请总数)*", named)
    if not general:
        core = re.sub("总数|总量|总|全部|数$|的|量$", "", named)
        for number in reversed(earlier):
            if core and (core in number.label or (number.label and number.label in core)):
                return number.figure
        if "主动公开" in core or core in ("公开政府信息", "政府信息", "公开信息"):
            return next((number.figure for number in reversed(earlier) if number.indicator == "disclosed"), None)
        if "申请" in core:
            return next((n.figure for n in reversed(earlier) if n.indicator == "requests.received"), None)
        if "答复" in core:
            return next((n.figure for n in reversed(earlier) if n.indicator == "replies"), None)
        return None
    sentence = [number for number in same if number.sentence == item.sentence]
    return sentence[0].figure if len(sentence) > 1 else (same[-2].figure if len(same) > 1 and sentence else None)
