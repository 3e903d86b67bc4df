"""Reading order (阅读次序): a page's words as lines, those of two columns one column after the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from gik.reading.pages.glyphs import Box, Segment, around, line_text, rows_of
from gik.reading.pages.page import PageTable

# Two columns need as many lines beside each other, each side so wide in type sizes and so well filled.
_LINES = 5
_WIDTH = 10
_FILLED = 0.6


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, and the margins of the column in which it stands."""

    pieces: tuple[Segment, ...]
    box: Box
    left: float
    right: float

    @property
    def text(self) -> str:
        """Its words, a space where a gap is."""
        return line_text(self.pieces)


def ordered(words: Sequence[Segment], tables: Sequence[PageTable]) -> list[list[Line | PageTable]]:
    """Give the columns of a page in reading order, each with its lines and tables from top to bottom."""
    rows = [_Row(tuple(row), around(piece.box for piece in row)) for row in rows_of(words)]
    gutter = _gutter(rows) or _gutter_beside(rows, tables)
    if gutter is None:
        return [_column(rows, tables)] if rows or tables else []
    made: list[list[Line | PageTable]] = []
    left = list(tables)
    for band, is_split in _bands(rows, gutter):
        bottom = max(row.box.bottom for row in band)
        here = [table for table in left if table.box.top < bottom]
        left = [table for table in left if table.box.top >= bottom]
        if is_split:
            made += [
                _column(_side(band, gutter, first), [t for t in here if (t.box.centre < gutter) == first])
                for first in (True, False)
            ]
        else:
            made.append(_column(band, here))
    return [*made, [*left]] if left else made


@dataclass(frozen=True, slots=True)
class _Row:
    pieces: tuple[Segment, ...]
    box: Box


def _column(rows: Sequence[_Row], tables: Sequence[PageTable]) -> list[Line | PageTable]:
    left = min((row.box.x0 for row in rows), default=0.0)
    right = max((row.box.x1 for row in rows), default=0.0)
    items: list[Line | PageTable] = [Line(row.pieces, row.box, left, right) for row in rows]
    return sorted([*items, *tables], key=lambda item: item.box.middle if isinstance(item, Line) else item.box.top)


def _gutter(rows: Sequence[_Row]) -> float | None:
    """Find where the gap between two columns of prose stands, if there are two."""
    pairs = [row for row in rows if len(row.pieces) == 2]
    if len(pairs) < _LINES:
        return None
    gaps = sorted((row.pieces[0].box.x1, row.pieces[1].box.x0) for row in pairs)
    middle = gaps[len(gaps) // 2]
    at = sum(middle) / 2
    band = [row for row in pairs if row.pieces[0].box.x1 <= at <= row.pieces[1].box.x0]
    if len(band) < _LINES or len(band) * 2 < len(rows):
        return None
    for side in (0, 1):
        boxes = [row.pieces[side].box for row in band]
        whole = around(boxes)
        width = sorted(box.x1 - box.x0 for box in boxes)[len(boxes) // 2]
        if width < _WIDTH * whole.size or width < _FILLED * (whole.x1 - whole.x0):
            return None
    return at


def _gutter_beside(rows: Sequence[_Row], tables: Sequence[PageTable]) -> float | None:
    """Find where the gap stands between a table and the lines of prose beside it, if there are any."""
    for table in tables:
        beside = [row.box for row in rows if table.box.top < row.box.middle < table.box.bottom]
        left = [box for box in beside if box.x1 < table.box.x0]
        right = [box for box in beside if box.x0 > table.box.x1]
        if len(left) == len(beside) >= _LINES:
            return (max(box.x1 for box in left) + table.box.x0) / 2
        if len(right) == len(beside) >= _LINES:
            return (min(box.x0 for box in right) + table.box.x1) / 2
    return None


def _bands(rows: Sequence[_Row], gutter: float) -> list[tuple[list[_Row], bool]]:
    """Part the rows into runs that a gutter divides and runs that cross it."""
    bands: list[tuple[list[_Row], bool]] = []
    for row in rows:
        is_split = not any(piece.box.x0 < gutter < piece.box.x1 for piece in row.pieces)
        centred = abs(row.box.centre - gutter) < 2 * row.box.size and len(row.pieces) == 1
        is_split = is_split and not centred
        if bands and bands[-1][1] == is_split:
            bands[-1][0].append(row)
        else:
            bands.append(([row], is_split))
    return bands


def _side(band: Sequence[_Row], gutter: float, first: bool) -> list[_Row]:
    sides = [tuple(piece for piece in row.pieces if (piece.box.centre < gutter) == first) for row in band]
    return [_Row(pieces, around(piece.box for piece in pieces)) for pieces in sides if pieces]
