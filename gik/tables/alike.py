"""Layouts (版式): what is alike in regions that differ in nothing but the digits of numbers and where they stand.

Reports on one form mostly share them; what follows from a layout alone is worked out once.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gik.tables.lexicon import Entry
from gik.tables.tokens import LARGEST, Token, chapters, is_chapter, is_number

_KEPT = 256  # layouts, of some 50 KB each


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """One layout, which stands for itself: there is but one of all regions that are laid out alike.

    ``forms`` counts labels by the forms of which they may name something, ``rows`` are those they may name. ``spans``
    are the first and last token of what the region covers, ``inner`` is how many values stand inside of labels.
    """

    forms: Mapping[frozenset[str], int]
    rows: frozenset[Entry]
    spans: tuple[tuple[int, int], ...]
    inner: int


def layout(tokens: Sequence[Token], is_grid: bool) -> Layout:
    """Give the layout of a region with these tokens, the same one for all that are laid out alike."""
    every = list(tokens)
    alike = tuple(_alike([*every, *(value for token in every for value in token.inner)]))
    known = _layouts(alike, is_grid) if len(every) <= LARGEST else []
    if not known:
        labels = [token for token in every if token.kind == "label"]
        rows = frozenset(entry for token in labels for entry in token.entries if entry.kind == "row")
        forms = Counter(_forms(token.entries) for token in labels)
        known.append(Layout(forms, rows, tuple(_spans(every, is_grid)), sum(len(token.inner) for token in every)))
    return known[0]


@lru_cache(maxsize=_KEPT)
def _layouts(alike: Hashable, is_grid: bool) -> list[Layout]:
    """Give a list for the one layout of regions, empty as long as none has been seen."""
    return []


def _alike(tokens: Sequence[Token]) -> Iterator[Hashable]:
    """Give of tokens all but the digits of numbers, their offsets and their places."""
    first = tokens[0].line if tokens else 0
    for kind, text, _, _, line, column, _, entries, reading, numbered, inner in tokens:
        if reading is None:
            yield kind, text, line - first, column, entries, numbered, len(inner)
        elif is_number(reading, text):
            yield line - first, column, reading.unit
        else:
            yield kind, text, line - first, column, entries, reading.state, numbered, len(inner)


@lru_cache(maxsize=4096)
def _forms(entries: tuple[Entry, ...]) -> frozenset[str]:
    """Give the forms of which a label may name something."""
    return frozenset(entry.form for entry in entries if entry.form)


def _spans(tokens: Sequence[Token], is_grid: bool) -> Iterator[tuple[int, int]]:
    """Give the first and last token of what a region covers, by their places among its tokens."""
    if is_grid:  # of which every cell is given the whole grid's place in the text
        first = next((at for at, token in enumerate(tokens) if not is_chapter(token)), None)
        if first is not None:
            yield first, first
        return
    end = 0
    for part in chapters(tokens):
        start, end = end, end + len(part)
        begin = start + 1 if part and is_chapter(part[0]) else start
        printed = [at for at in range(begin, end) if tokens[at].kind != "line"]
        if printed:
            yield printed[0], max(printed, key=lambda at: tokens[at].end)
