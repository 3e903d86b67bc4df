"""Parts and wholes (其中): of which number a sentence says that another is a part."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from gik.forms import load_forms

_OPENS = re.compile(r"其中|包括|分别为|分别是|分别|包含|含有|[:(]|当中|涵盖")
_TOTAL = re.compile("共|总|合计|累计")
_SHARE_OF = re.compile(r"占([^,。;()%]{0,30}?)的?\s?(?:比例|比重|比)?(?:为|约为|约|达|近)?\s?$")
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
    for place in range(len(numbers)):
        for whole, parts in _parts_from(folded, numbers, place, starts):
            for part in parts:
                found.setdefault(part.figure, whole.figure)
    _by_form(numbers, found)
    for item in items:
        if item.kind == "share" and (of := _share_whole(folded, item, numbers, starts, found)) is not None:
            found[item.figure] = of
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


def _parts_from(
    folded: str, numbers: Sequence[Item], place: int, starts: Sequence[int]
) -> Iterator[tuple[Item, list[Item]]]:
    """The wholes and their parts, where the words before the number at a place open a list of parts."""
    first = numbers[place]
    begin = starts[first.sentence]
    previous = numbers[place - 1] if place and numbers[place - 1].paragraph == first.paragraph else None
    if previous is None:
        return
    here = previous.sentence == first.sentence
    gap = folded[previous.last if here else begin : first.first]
    opens = _OPENS.search(gap)
    if not opens:
        if here and (summed := _summed(folded, numbers, place)):
            yield summed
        return
    if not here and not gap.lstrip(" ,").startswith("其中"):
        return
    bracket = opens[0] == "("
    if opens[0] == ":" and not _TOTAL.search(folded, max(begin, previous.first - 30), previous.first + 1):
        return
    if bracket and ")" in gap[opens.end() :]:
        return
    closing = folded.find(")", first.last, first.last + 300) if bracket else -1
    for whole in _wholes_before(numbers, place):
        yield whole, _members(folded, numbers, place, whole, closing)


def _wholes_before(numbers: Sequence[Item], place: int) -> Iterator[Item]:
    """The numbers before a list of parts that can be its whole: the nearest of each unit, and the one that fits."""
    first, seen = numbers[place], set()
    nearest = numbers[place - 1].sentence
    for other in reversed(numbers[max(place - 6, 0) : place]):
        if other.paragraph != first.paragraph or other.sentence != nearest or first.sentence - nearest > 1:
            return
        unit = unit_class(other.unit)
        if unit in seen or (_alike(other, first) and (other.value or 0) < (first.value or 0)):
            continue
        seen.add(unit)
        yield other


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


def _share_whole(
    folded: str, item: Item, numbers: Sequence[Item], starts: Sequence[int], parts: Mapping[int, int]
) -> int | None:
    """The whole that 占…的 names: the row of the form, the number of that name, or the total of the sentence."""
    match = _SHARE_OF.search(folded[max(starts[item.sentence], item.first - 50) : item.first])
    earlier = [number for number in numbers if number.first < item.first]
    if match is None or len(earlier) < 2:
        return None
    part = earlier[-1]
    core = _GENERAL.sub("", match[1])
    others = [number for number in earlier[:-1] if _alike(number, part) and (number.value or 0) >= (part.value or 0)]
    for words, row in _ROWS_BY_WORD.items():
        if words in core and (rows := [n for n in others if n.indicator == row and n.figure not in parts]):
            return rows[-1].figure
    if core:
        return next((n.figure for n in reversed(others) if core in n.label or (n.label and n.label in core)), None)
    if part.figure in parts:
        return parts[part.figure]
    return next((n.figure for n in others if n.paragraph == item.paragraph and n.figure not in parts), None)


_GENERAL = re.compile("全部|总数量|总件数|总条数|总数|总量|全年|所有|其中|全市|全县|全区|总|其|数$|量$|的")
_ROWS_BY_WORD = {"公开": "disclosed", "申请": "requests.received", "答复": "replies"}
