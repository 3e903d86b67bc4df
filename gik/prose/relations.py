"""Parts and wholes (其中): of which number a sentence says that another is a part."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from gik.definitions import definition
from gik.forms import STATED_FORM, load_forms
from gik.prose.openings import NOTHING_TOLD, Told, told_by

_CARRIED = re.compile("上年|去年|结转")
_TOTAL = re.compile("共|总|合计|累计")
_REST = re.compile("其余|其他|剩余|另|尚|余下|还有")
_TOLERANCE = 1e-6
_REACH = 40


class Item(NamedTuple):
    """A counted figure as the relations see it: its words' span, and what was understood."""

    figure: int
    sentence: int
    paragraph: int
    first: int
    last: int
    value: float
    unit: str
    kind: str
    indicator: str
    label: str
    depth: int = 0


@cache
def parents() -> Mapping[str, str]:
    """Give the row of the form of which each row is a part."""
    return {row.code: row.parent for row in load_forms()[STATED_FORM].table("stat").rows if row.parent}


@cache
def _families() -> Mapping[str, tuple[str, ...]]:
    return {row: tuple(parts) for row, parts in definition("prose/indicators.toml")["families"].items()}


@cache
def _unit_classes() -> Mapping[str, str]:
    classes = definition("prose/units.toml")["classes"]
    return {unit: name for name, units in classes.items() for unit in units}


@cache
def unit_class(unit: str) -> str:
    """Give what a unit counts, so that 户次 and 人次 add up to 人(户)次.

    >>> unit_class("户次") == unit_class("人（户）次")
    True
    """
    return _unit_classes().get(unit.translate({0xFF08: "(", 0xFF09: ")"}), unit)


def belongs(row: str, whole: str) -> bool:
    """Whether a row of the form can be a part of another.

    >>> belongs("replies.granted", "replies"), belongs("reviews", "replies")
    (True, False)
    """
    return not row or not whole or row == whole or row.startswith((f"{whole}.", *_families().get(whole, ())))


def wholes(folded: str, items: Sequence[Item], starts: Sequence[int]) -> dict[int, int]:
    """Give the whole of each figure that is said to be a part; ``starts`` are the sentences' beginnings."""
    found: dict[int, int] = {}
    for place, (before, item) in enumerate(pairwise(items), 1):
        if before.paragraph != item.paragraph:
            continue
        here = before.sentence == item.sentence
        told = told_by(folded[before.last if here else starts[item.sentence] : item.first])
        if told is NOTHING_TOLD and not (here and _may_be_whole(items, place)):
            continue
        for whole, parts in _lists(folded, items, place, told):
            for part in parts:
                if part.figure != whole.figure and found.get(whole.figure) != part.figure:
                    found.setdefault(part.figure, whole.figure)
    return found


def _may_be_whole(items: Sequence[Item], place: int) -> bool:
    """Whether the number before a place can be a whole that no word tells: only a sum of two, or a row with parts."""
    whole = items[place - 1]
    if whole.indicator and _parts_of(whole.indicator):
        return True
    return items[place].value < whole.value and items[min(place + 1, len(items) - 1)].sentence == whole.sentence


def _alike(whole: Item, part: Item) -> bool:
    if part.kind != whole.kind:
        return False
    unit, other = part.unit, whole.unit
    same = unit == other or not unit or not other or unit_class(unit) == unit_class(other)
    return same and belongs(part.indicator, whole.indicator)


def _lists(folded: str, items: Sequence[Item], place: int, told: Told) -> Iterator[tuple[Item, Sequence[Item]]]:
    """The wholes with their parts, where the words between two numbers of a paragraph open a list, or sum one up."""
    previous, first = items[place - 1], items[place]
    here, opens = previous.sentence == first.sentence, told.opens
    if told.sums and (added := _added_up(items, place)):
        yield first, added
        return
    if not here and told.parted:
        yield from (
            (whole, parts) for whole in _wholes_before(items, place, False) if (parts := _exact(items, place, whole))
        )
        return
    if not opens:
        if here and (summed := _summed(folded, items, place)):
            yield previous, summed
        return
    if not here and not told.leads:
        return
    if opens == "(" and told.closed:
        return
    if opens == ":" and not told.marked and not _TOTAL.search(folded, max(previous.first - 30, 0), previous.first + 1):
        return
    for whole in _wholes_before(items, place, told.apart and opens != "其中"):
        parts = _members(folded, items, place, whole)
        if not opens.startswith("分别") or abs(sum(part.value for part in parts) - whole.value) < _TOLERANCE:
            yield whole, parts


def _wholes_before(items: Sequence[Item], place: int, apart: bool) -> Iterator[Item]:
    """The numbers that can be the whole of a list: of each unit the nearest, a row of the form before others."""
    first, seen = items[place], set[str]()
    nearest = items[place - 1].sentence
    window = [
        item
        for item in reversed(items[max(place - 6, 0) : place])
        if item.paragraph == first.paragraph and item.sentence == nearest and first.sentence - nearest <= 1
    ]
    if window and first.depth > window[0].depth:
        window = window[:1]
    if first.sentence != nearest:
        window.sort(key=lambda item: not item.indicator)
    for other in window:
        unit = unit_class(other.unit)
        if apart or unit in seen or (_alike(other, first) and other.value < first.value) or other.depth > first.depth:
            continue
        if unit == unit_class(first.unit) and not belongs(first.indicator, other.indicator):
            continue
        seen.add(unit)
        yield other


def _members(folded: str, items: Sequence[Item], place: int, whole: Item) -> list[Item]:
    """The parts that follow: those of the sentence, or as many of the paragraph as add up to the whole exactly."""
    total, parts, ended = 0.0, list[Item](), 0
    for item in items[place : place + _REACH]:
        if item.paragraph != whole.paragraph or item.depth < items[place].depth:
            break
        if item.sentence != items[place].sentence and not ended:
            ended = len(parts)
        if item.depth > items[place].depth:
            continue
        if not _alike(whole, item):
            if item.indicator and whole.indicator and parts:
                break
            continue
        over = total + item.value > whole.value + _TOLERANCE
        if parts and over and (ended or ";" in folded[parts[-1].last : item.first]):
            break
        total += item.value
        parts.append(item)
        if abs(total - whole.value) < _TOLERANCE:
            return parts
    return parts[: ended or len(parts)]


def _exact(items: Sequence[Item], place: int, whole: Item) -> list[Item]:
    """The numbers of a sentence up to where they add up to a whole named before it."""
    total, parts = 0.0, list[Item]()
    for item in items[place : place + _REACH]:
        if item.sentence != items[place].sentence or not _alike(whole, item):
            break
        total += item.value
        parts.append(item)
        if abs(total - whole.value) < _TOLERANCE:
            return parts
    return []


def _summed(folded: str, items: Sequence[Item], place: int) -> list[Item]:
    """The numbers behind a total that add up to it exactly, with no word to say so: 共4件, 网络3件, 信函1件."""
    whole = items[place - 1]
    total, parts = 0.0, list[Item]()
    for item in items[place : place + 20]:
        if item.sentence != whole.sentence or total >= whole.value or not _alike(whole, item):
            break
        if _CARRIED.search(item.label):
            return []
        total += item.value
        parts.append(item)
    if not whole.value or abs(total - whole.value) > _TOLERANCE:
        return _of_the_form(folded, whole, items, place)
    # 收到18件, 答复17件, 延期1件: rows of their own; only 另1件 would make them parts.
    stray = any(p.indicator and not p.indicator.startswith(f"{whole.indicator}.") for p in parts)
    total_said = _TOTAL.search(folded, max(whole.first - 30, 0), whole.first + 1) is not None
    said = not stray if whole.indicator else total_said
    rest = _REST.search(folded, parts[-1].first - 6, parts[-1].first)
    return parts if len(parts) > 1 and (said or rest) else _of_the_form(folded, whole, items, place)


def _of_the_form(folded: str, whole: Item, items: Sequence[Item], place: int) -> list[Item]:
    """The next number where it is a row of the form that is part of the whole's row: 收到申请9件, 网络申请4件."""
    parts = list[Item]()
    rows = _parts_of(whole.indicator) if whole.indicator else frozenset()
    if not rows:
        return parts
    for item in items[place : place + 9]:
        if item.sentence != whole.sentence or folded.find(";", whole.last, item.first) >= 0:
            break
        if item.indicator in rows and item.value <= whole.value:
            parts.append(item)
    return parts


@cache
def _parts_of(row: str) -> frozenset[str]:
    """The rows of the form that are parts of another one when nothing more is said."""
    below = [part for part, whole in parents().items() if whole == row]
    return frozenset((*below, *_families().get(f"{row}:parts", ())))


def _added_up(items: Sequence[Item], place: int) -> list[Item]:
    """The numbers before a sum that make it up exactly."""
    whole = items[place]
    total, parts = 0.0, list[Item]()
    for item in reversed(items[max(place - 30, 0) : place]):
        if item.paragraph < whole.paragraph - 12 or not _alike(whole, item) or total >= whole.value:
            break
        total += item.value
        parts.append(item)
    return parts if len(parts) > 1 and abs(total - whole.value) < _TOLERANCE else []
