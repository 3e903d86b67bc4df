"""Shares (占比): of which number a percentage is a share, and which number it says is that share."""

import re
from collections.abc import Mapping, Sequence

from gik.prose.relations import Item, unit_class

_OF = re.compile(r"占([^,。;()%]{0,30}?)的?\s?(?:比例|比重|比)?(?:为|约为|约|达|近)?\s?$")
_RATE = re.compile(r"(?:公开|合格|办结|答复|回复|办理)率(?:为|达|达到|约|是|均为)?\s?$")
_GENERAL = re.compile("全部|总数量|总件数|总条数|总数|总量|全年|所有|其中|全市|全县|全区|总|其|数$|量$|的")
_ROWS = {"公开": "disclosed", "申请": "requests.received", "答复": "replies"}
_REACH = 60


def share_wholes(
    folded: str, shares: Sequence[Item], items: Sequence[Item], starts: Sequence[int], parts: Mapping[int, int]
) -> dict[int, int]:
    """Give the number of which each share is a share: what 占…的 names, else the whole that the clause is about."""
    found: dict[int, int] = {}
    place = 0
    for share in shares:
        while place < len(items) and items[place].first < share.first:
            place += 1
        before = folded[max(starts[share.sentence], share.first - 50) : share.first]
        earlier = items[max(place - _REACH, 0) : place]
        whole = _named(_OF.search(before), earlier, share, parts) if earlier else None
        if whole is None and earlier and _RATE.search(before):
            whole = _rated(before, earlier, share)
        if whole is not None:
            found[share.figure] = whole
    return found


def _named(match: re.Match[str] | None, earlier: Sequence[Item], share: Item, parts: Mapping[int, int]) -> int | None:
    if match is None or "应" in match[1]:  # 应公开数 is rarely a number that is printed
        return None
    near = earlier[-1]
    core = _GENERAL.sub("", match[1])
    others = [item for item in earlier if unit_class(item.unit) == unit_class(near.unit) and item.kind == near.kind]
    for words, row in _ROWS.items():
        if words in core and (rows := [o for o in others if o.indicator == row and o.figure not in parts]):
            return rows[-1].figure
    if core:
        named = [
            o
            for o in reversed(others[:-1])
            if o.value >= near.value and o.label and (core in o.label or o.label in core)
        ]
        return named[0].figure if named else None
    if near.sentence == share.sentence and near.figure in parts:
        return parts[near.figure]
    wholes = [
        o
        for o in others
        if o.paragraph == share.paragraph and share.sentence - o.sentence <= 1 and o.figure not in parts
    ]
    return wholes[0].figure if wholes else None


def _rated(before: str, earlier: Sequence[Item], share: Item) -> int | None:
    """公开率, 办结率: of the number before the one that was published or closed."""
    near = [item for item in earlier if item.sentence == share.sentence]
    if not near:
        return None
    if len(near) > 1 and unit_class(near[-2].unit) == unit_class(near[-1].unit) and near[-2].value >= near[-1].value:
        return near[-2].figure
    return near[-1].figure if len(near) == 1 and "公开率" in before else None
