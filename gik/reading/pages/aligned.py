"""Tables without ruling lines: columns by what stands below one another, rows by the numbers in them.

A grid is made only where labels and numbers can be told to belong together; else the lines are left as they are.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise

from gik.definitions import definition
from gik.numbers import read_cell
from gik.reading.grids import join_lines
from gik.reading.pages.columns import Line
from gik.reading.pages.glyphs import Segment, around, rows_of
from gik.reading.pages.page import PageCell, PageTable

_FEWEST = 3
# Lines of one label follow each other this closely, in type sizes from middle to middle; looser ones are tried after.
_PITCHES = (1.3, 1.45, 1.7, 2.0)


@dataclass(frozen=True, slots=True)
class _Column:
    x0: float
    x1: float

    def meets(self, piece: Segment) -> bool:
        return piece.box.x0 < self.x1 and self.x0 < piece.box.x1


def with_aligned(items: Sequence[Line | PageTable]) -> list[Line | PageTable]:
    """Give lines and tables in order, with the tables among the lines that no rules draw."""
    made: list[Line | PageTable] = []
    for is_run, group in groupby(items, key=lambda item: isinstance(item, Line) and not _is_prose(item)):
        run = list(group)
        made += _with_table([item for item in run if isinstance(item, Line)]) if is_run else run
    return made


def _is_prose(line: Line) -> bool:
    size = line.box.size
    return len(line.pieces) == 1 and ("。" in line.text or line.box.x1 > line.right - 2 * size > line.left + 15 * size)


def _with_table(lines: list[Line]) -> list[Line | PageTable]:
    many = [position for position, line in enumerate(lines) if len(line.pieces) > 1]
    if len(many) < 2:
        return [*lines]
    first, last = many[0], many[-1] + 1
    while first and _follows(lines[first - 1], lines[first]):
        first -= 1
    while last < len(lines) and _follows(lines[last - 1], lines[last]):
        last += 1
    table = _table(lines[first:last])
    return [*lines[:first], table, *lines[last:]] if table else [*lines]


def _follows(line: Line, after: Line) -> bool:
    return after.box.middle - line.box.middle <= _PITCHES[1] * line.box.size


def _table(lines: Sequence[Line]) -> PageTable | None:
    pieces = [piece for line in lines for piece in line.pieces]
    columns = _columns([piece for piece in pieces if _is_narrow(piece.text)])
    if not columns or sum(_is_narrow(piece.text) for piece in pieces) < _FEWEST:
        return None
    labels = [piece for piece in pieces if _is_label(piece, columns)]
    beside = {id(piece) for piece in labels}
    rest = rows_of(piece for piece in pieces if id(piece) not in beside)
    rows = next((rows for pitch in _PITCHES if (rows := _rows(labels, rest, pitch))), None)
    if rows is None:
        return None
    widest = max((len(line) for row, _ in rows for line in rows_of(row)), default=1) or 1
    cells = tuple(
        cell for number, (own, others) in enumerate(rows) for cell in _cells(number, own, others, columns, widest)
    )
    box = around(line.box for line in lines)
    edges = (box.x0, *(column.x0 for column in columns), box.x1)
    label_edges = [box.x0 + (columns[0].x0 - box.x0) * i / widest for i in range(widest)]
    return PageTable(box, (*label_edges, *edges[1:]), cells)


def _columns(pieces: Sequence[Segment]) -> list[_Column]:
    """Give the columns of numbers and units, by what overlaps; one that stands for a single piece is none."""
    found: list[tuple[_Column, int]] = []
    for piece in sorted(pieces, key=lambda piece: piece.box.x0):
        if found and found[-1][0].meets(piece):
            column, count = found[-1]
            found[-1] = (_Column(column.x0, max(column.x1, piece.box.x1)), count + 1)
        else:
            found.append((_Column(piece.box.x0, piece.box.x1), 1))
    return [column for column, _ in found]


def _is_narrow(text: str) -> bool:
    return text in _units() or read_cell(text).state in {"number", "dash", "none"}


@cache
def _units() -> frozenset[str]:
    return frozenset(definition("tables.toml")["unit"])


def _is_label(piece: Segment, columns: Sequence[_Column]) -> bool:
    beyond = any(column.meets(piece) for column in columns[1:])
    return piece.box.x1 <= columns[0].x0 or (piece.box.x0 < columns[0].x0 and not beyond)


_Row = tuple[list[Segment], list[Segment]]


def _rows(labels: Sequence[Segment], rest: Sequence[list[Segment]], pitch: float) -> list[_Row] | None:
    """Put label lines and lines of numbers together, or give None where that can be done in two ways."""
    blocks = _blocks(rows_of(labels), pitch)
    left = list(rest)
    made: list[tuple[float, _Row]] = []
    for block in blocks:
        box = around(piece.box for line in block for piece in line)
        slack = 0.25 * box.size
        here = [line for line in left if box.top - slack <= _middle(line) <= box.bottom + slack]
        left = [line for line in left if line not in here]
        if len(here) <= 1:
            pieces = [piece for line in block for piece in line]
            if here and not _fits(block, here[0]):
                return None
            made.append((box.middle, (pieces, here[0] if here else [])))
            continue
        # Rows follow each other as closely as the lines of a label do: then each line must have its own numbers.
        for line in block:
            own = [other for other in here if abs(_middle(other) - _middle(line)) <= slack]
            if len(own) != 1:
                return None
            here.remove(own[0])
            made.append((_middle(line), (list(line), own[0])))
        if here:
            return None
    made += [(_middle(line), ([], line)) for line in left]
    return [row for _, row in sorted(made, key=lambda entry: entry[0])]


def _fits(block: Sequence[Sequence[Segment]], line: Sequence[Segment]) -> bool:
    """Tell whether numbers stand at the middle, the first or the last line of their label."""
    middle = around(piece.box for own in block for piece in own).middle
    places = (middle, _middle(block[0]), _middle(block[-1]))
    return min(abs(_middle(line) - place) for place in places) <= 0.35 * line[0].box.size


def _blocks(lines: Sequence[list[Segment]], pitch: float) -> list[list[list[Segment]]]:
    blocks = [[lines[0]]] if lines else []
    for before, line in pairwise(lines):
        if _middle(line) - _middle(before) > pitch * max(piece.box.size for piece in line):
            blocks.append([])
        blocks[-1].append(line)
    return blocks


def _middle(line: Sequence[Segment]) -> float:
    return around(piece.box for piece in line).middle


def _cells(
    number: int, labels: Sequence[Segment], others: Sequence[Segment], columns: Sequence[_Column], widest: int
) -> list[PageCell]:
    lines = rows_of(labels)
    cells: list[PageCell] = []
    if lines and all(len(line) == 1 for line in lines):
        cells.append(PageCell(join_lines([line[0].text for line in lines]), number, widest - 1))
    elif lines:
        cells += [PageCell(piece.text, number, at) for line in lines for at, piece in enumerate(line)][:widest]
    taken: dict[int, list[Segment]] = {}
    for piece in others:
        met = [at for at, column in enumerate(columns) if column.meets(piece)]
        nearest = min(range(len(columns)), key=lambda at: abs(columns[at].x0 - piece.box.x0))
        taken.setdefault(met[0] if met else nearest, []).append(piece)
    for at in range(len(columns)):
        words = " ".join(piece.text for piece in taken.get(at, []))
        cells.append(PageCell(words, number, widest + at, confidence=_least(taken.get(at, []))))
    return cells


def _least(pieces: Sequence[Segment]) -> float:
    return min((piece.confidence for piece in pieces), default=1.0)
