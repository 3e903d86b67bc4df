"""Sections (章节) as far as the prose needs them."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Protocol


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


class Places:
    """The sections of a text, to be asked which of them holds a place."""

    def __init__(self, sections: Sequence[Placed]) -> None:
        self._sections = sections
        self._starts = [section.start for section in sections]

    def section(self, place: int) -> Placed | None:
        """Give the innermost section that holds a place."""
        index = bisect_right(self._starts, place) - 1
        while index >= 0 and self._sections[index].end <= place:
            index -= 1
        return self._sections[index] if index >= 0 else None
