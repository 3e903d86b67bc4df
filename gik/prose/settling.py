"""Settling (取舍): which of several claims to one row of the form stand."""

from collections.abc import Iterable
from typing import NamedTuple

from gik.prose.meaning import Claim

SURE = 8


class Stated(NamedTuple):
    """A figure's claim with its value, its sentence and the figure of which it is a part."""

    figure: int
    claim: Claim
    value: float | None
    sentence: int
    whole: int | None


def settle(stated: Iterable[Stated]) -> frozenset[int]:
    """Give the figures whose claim gives way: two of a row side by side tell neither, and the surer of two wins."""
    by_row: dict[str, list[Stated]] = {}
    for entry in stated:
        if entry.claim.indicator:
            by_row.setdefault(entry.claim.indicator, []).append(entry)
    lost: set[int] = set()
    for entries in by_row.values():
        if len(entries) == 1 or len({entry.value for entry in entries}) == 1:
            continue
        lost |= {one.figure for one in entries for other in entries if _side_by_side(one, other)}
        left = [entry for entry in entries if entry.figure not in lost]
        best = max((entry.claim.score for entry in left), default=0)
        lost |= {entry.figure for entry in left if entry.claim.score < min(best, SURE)}
        if best < SURE and len({entry.value for entry in left if entry.claim.score == best}) > 1:
            lost |= {entry.figure for entry in left}
    return frozenset(lost)


def _side_by_side(one: Stated, other: Stated) -> bool:
    if one.value == other.value or one.sentence != other.sentence:
        return False
    return one.claim.score == other.claim.score or (one.whole is not None and one.whole == other.whole)
