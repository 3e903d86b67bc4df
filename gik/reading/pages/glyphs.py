"""Glyphs (字) with their boxes → words in the order in which they are seen, whatever the order in the file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gik.reading.grids import join_lines
from gik.reading.spacing import raised

# A gap this wide, in type sizes, parts two columns; a narrower one is a space.
_COLUMN = 0.9
_SPACE = 0.25
_CHINESE_SPACE = 0.4
# A raised digit is smaller than this, in type sizes of what stands before it, and higher by this much.
_SMALL = 0.8
_HIGH = 0.12


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, measured from its upper left corner; ``size`` is that of the type in it."""

    x0: float
    top: float
    x1: float
    bottom: float
    size: float = 0.0

    @property
    def middle(self) -> float:
        """Half way down."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Half way across."""
        return (self.x0 + self.x1) / 2

    def holds(self, other: "Box") -> bool:
        """Tell whether the middle of another box lies in this one."""
        return self.x0 <= other.centre <= self.x1 and self.top <= other.middle <= self.bottom


@dataclass(frozen=True, slots=True)
class Segment:
    """What is printed without a gap, a glyph to begin with, words later; how sure its reader was (1 is certain)."""

    text: str
    box: Box
    confidence: float = 1.0


def around(boxes: Iterable[Box]) -> Box:
    """Give the box around boxes, with the largest of their type sizes."""
    every = list(boxes)
    return Box(
        min(box.x0 for box in every),
        min(box.top for box in every),
        max(box.x1 for box in every),
        max(box.bottom for box in every),
        max(box.size for box in every),
    )


def brought_down(glyphs: Iterable[Segment]) -> list[Segment]:
    """Give glyphs in the order of the file, with digits raised behind others (上标) marked and set on their line.

    >>> [glyph.text for glyph in brought_down([Segment("5", Box(0, 0, 5, 10, 10)), Segment("2", Box(5, 0, 8, 6, 6))])]
    ['5', '²']
    """
    made: list[Segment] = []
    base = end = None
    for glyph in glyphs:
        if base is not None and end is not None and glyph.text.isdecimal() and _is_raised(glyph.box, base, end.x1):
            end = glyph.box
            box = replace(end, top=base.top, bottom=base.bottom, size=base.size)
            made.append(Segment(raised(glyph.text), box, glyph.confidence))
        else:
            base = end = glyph.box
            made.append(glyph)
    return made


def _is_raised(box: Box, base: Box, end: float) -> bool:
    beside = abs(box.x0 - end) <= _SPACE * base.size
    return beside and box.size < _SMALL * base.size and base.top < box.bottom < base.bottom - _HIGH * base.size


def rows_of(pieces: Iterable[Segment]) -> list[list[Segment]]:
    """Group what stands at one height, from top to bottom, each row from left to right."""
    rows: list[list[Segment]] = []
    middle = 0.0
    for piece in sorted(pieces, key=lambda piece: piece.box.middle):
        size = min(piece.box.size, rows[-1][0].box.size) if rows else 0.0
        if rows and abs(piece.box.middle - middle) <= 0.5 * size:
            rows[-1].append(piece)
            middle += (piece.box.middle - middle) / len(rows[-1])
        else:
            rows.append([piece])
            middle = piece.box.middle
    return [sorted(row, key=lambda piece: piece.box.x0) for row in rows]


def segments(glyphs: Iterable[Segment]) -> list[Segment]:
    """Join glyphs into the words that stand together, from top to bottom and left to right."""
    return [segment for row in rows_of(glyphs) for segment in _segments(_undoubled(row))]


def cell_text(pieces: Iterable[Segment], width: float) -> str:
    """Give the words of a cell that is so wide; a number that was broken because it fills the cell is joined again."""
    lines = [_segments(_undoubled(row)) for row in rows_of(pieces)]
    texts: list[str] = []
    full = False
    for line in lines:
        text = line_text(line)
        if texts and full and _digits(texts[-1][-1:]) and _digits(text[:1]):
            texts[-1] += text
        else:
            texts.append(text)
        box = around(piece.box for piece in line)
        full = box.x1 - box.x0 > width - 1.2 * box.size and _digits(text)
    return join_lines(texts)


def line_text(line: Sequence[Segment]) -> str:
    """Give the words of a line, a space where a gap is."""
    return " ".join(piece.text.strip() for piece in line)


def _digits(text: str) -> bool:
    return bool(text) and all(char.isdigit() or char in ".,，．" for char in text)


def _undoubled(row: Sequence[Segment]) -> list[Segment]:
    """Leave out glyphs printed a second time in the same place, which makes them look bold."""
    kept: list[Segment] = []
    for glyph in row:
        same = any(
            other.text == glyph.text and abs(other.box.x0 - glyph.box.x0) < 0.2 * glyph.box.size for other in kept[-3:]
        )
        if not same:
            kept.append(glyph)
    return kept


def _segments(row: Sequence[Segment]) -> list[Segment]:
    groups = [[row[0]]]
    for before, glyph in pairwise(row):
        if glyph.box.x0 - before.box.x1 > _COLUMN * min(before.box.size, glyph.box.size):
            groups.append([])
        groups[-1].append(glyph)
    return [Segment(_spaced(group), around(g.box for g in group), min(g.confidence for g in group)) for group in groups]


def _spaced(group: Sequence[Segment]) -> str:
    text = group[0].text
    for before, glyph in pairwise(group):
        gap = (glyph.box.x0 - before.box.x1) / min(before.box.size, glyph.box.size)
        chinese = before.text[-1:] > "\u2e80" or glyph.text[:1] > "\u2e80"
        text += (" " if gap > (_CHINESE_SPACE if chinese else _SPACE) else "") + glyph.text
    return text
