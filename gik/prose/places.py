"""Sections (章节) as far as the prose needs them."""

from bisect import bisect_right
from collections.abc import Sequence
from math import inf
from typing import NamedTuple, Protocol


class Placed(Protocol):
    """A section of the outline, as far as the prose needs it."""

    @property
    def position(self) -> int:
        """Its number in reading order."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""

    @property
    def topic(self) -> str:
        """What it is about."""

    @property
    def heading(self) -> str:
        """Its heading's words."""


class Ground(NamedTuple):
    """What the words of a passage stand on from a place in it on: their section's topic, and whether it is of 公开."""

    start: int
    topic: str
    about: bool


class Places:
    """The sections of a text, to be asked which of them holds a place."""

    def __init__(self, sections: Sequence[Placed]) -> None:
        starts = [section.start for section in sections]
        self._edges = sorted({0, *starts, *(section.end for section in sections)})
        self._holding = [_innermost(sections, starts, edge) for edge in self._edges]
        self._grounds = [
            Ground(0, section.topic, "公开" in section.heading) if section else Ground(0, "", False)
            for section in self._holding
        ]

    def section(self, place: int) -> tuple[Placed | None, float]:
        """Give the innermost section that holds a place, and up to where that is so."""
        after = bisect_right(self._edges, place)
        return self._holding[after - 1], self._edges[after] if after < len(self._edges) else inf

    def grounds(self, start: int, end: int, origin: int) -> tuple[Ground, ...]:
        """Give the grounds of a stretch of the text, in order; places are counted from ``origin``, the first is 0."""
        after = bisect_right(self._edges, start)
        first = (self._grounds[after - 1],)
        if after == len(self._edges) or self._edges[after] >= end:
            return first
        inside = zip(self._edges[after:], self._grounds[after:], strict=True)
        return first + tuple(ground._replace(start=edge - origin) for edge, ground in inside if edge < end)


def _innermost(sections: Sequence[Placed], starts: Sequence[int], place: int) -> Placed | None:
    index = bisect_right(starts, place) - 1
    while index >= 0 and sections[index].end <= place:
        index -= 1
    return sections[index] if index >= 0 else None
