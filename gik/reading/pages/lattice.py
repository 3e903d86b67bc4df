"""Ruling lines (框线) → tables: rectangles of cells with the rows and columns that they span."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gik.reading.pages.glyphs import Box

# Lines nearer to each other than this are one; ends nearer than this touch. In points of 1/72 inch.
_SNAP = 2.5
_TOUCH = 4.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: where it stands (y of a horizontal one, x of a vertical one), and from where to where."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class LatticeCell:
    """A cell of a ruled table and its rectangle on the page."""

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box


@dataclass(frozen=True, slots=True)
class Lattice:
    """A ruled table: where its columns begin and end, and its cells in reading order."""

    box: Box
    edges: tuple[float, ...]
    cells: tuple[LatticeCell, ...]


def lattices(horizontal: Iterable[Rule], vertical: Iterable[Rule]) -> list[Lattice]:
    """Give the tables that ruling lines draw, from top to bottom; a lone frame is none."""
    across, down = joined(horizontal), joined(vertical)
    found = [_lattice(*part) for part in _connected(across, down)]
    return sorted((table for table in found if len(table.cells) > 1), key=lambda table: table.box.top)


def joined(rules: Iterable[Rule], touch: float = _TOUCH) -> list[Rule]:
    """Make one line of those that stand at the same place and are no further apart than ``touch``; drop specks."""
    ordered = sorted(rules, key=lambda rule: rule.at)
    groups: list[list[Rule]] = []
    for rule in ordered:
        if groups and rule.at - groups[-1][-1].at <= _SNAP and rule.at - groups[-1][0].at <= 2 * _SNAP:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    made: list[Rule] = []
    for group in groups:
        # Long ones say where the line stands; short ones may be strokes of print that touches it.
        long = sum(rule.end - rule.start for rule in group)
        at = sum(rule.at * (rule.end - rule.start) for rule in group) / long if long else group[0].at
        runs: list[Rule] = []
        for rule in sorted(group, key=lambda rule: rule.start):
            if runs and rule.start - runs[-1].end <= touch:
                runs[-1] = Rule(at, runs[-1].start, max(runs[-1].end, rule.end))
            else:
                runs.append(Rule(at, rule.start, rule.end))
        made += [run for run in runs if run.end - run.start > _TOUCH]
    return made


def _connected(across: Sequence[Rule], down: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Part the lines into those that meet one another."""
    parent = list(range(len(across) + len(down)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for i, line in enumerate(across):
        for j, other in enumerate(down):
            if (
                line.start - _TOUCH <= other.at <= line.end + _TOUCH
                and other.start - _TOUCH <= line.at <= other.end + _TOUCH
            ):
                parent[root(i)] = root(len(across) + j)
    parts: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, line in enumerate(across):
        parts.setdefault(root(i), ([], []))[0].append(line)
    for j, line in enumerate(down):
        parts.setdefault(root(len(across) + j), ([], []))[1].append(line)
    return [part for part in parts.values() if all(part)]


def _lattice(across: Sequence[Rule], down: Sequence[Rule]) -> Lattice:
    # A table open at its sides still ends where its lines end.
    xs = _places([*(r.at for r in down), min(r.start for r in across), max(r.end for r in across)])
    ys = _places([*(r.at for r in across), min(r.start for r in down), max(r.end for r in down)])
    box = Box(xs[0], ys[0], xs[-1], ys[-1])
    columns, rows = len(xs) - 1, len(ys) - 1
    wall = [[_drawn(down, xs[x], ys[y], ys[y + 1]) for x in range(columns + 1)] for y in range(rows)]
    floor = [[_drawn(across, ys[y], xs[x], xs[x + 1]) for x in range(columns)] for y in range(rows + 1)]
    taken: set[tuple[int, int]] = set()
    cells: list[LatticeCell] = []
    for y in range(rows):
        for x in range(columns):
            if (y, x) in taken:
                continue
            right = x + 1
            while right < columns and not wall[y][right] and (y, right) not in taken:
                right += 1
            below = y + 1
            while (
                below < rows
                and not any(floor[below][x:right])
                and not any(wall[below][inner] for inner in range(x + 1, right))
            ):
                below += 1
            taken |= {(row, column) for row in range(y, below) for column in range(x, right)}
            cells.append(LatticeCell(y, x, below - y, right - x, Box(xs[x], ys[y], xs[right], ys[below])))
    return Lattice(box, tuple(xs), tuple(cells))


def _places(values: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > _TOUCH:
            kept.append(value)
    return kept


def _drawn(rules: Sequence[Rule], at: float, start: float, end: float) -> bool:
    """Tell whether a line is drawn there along most of the way."""
    covered = sum(
        max(0.0, min(rule.end, end) - max(rule.start, start)) for rule in rules if abs(rule.at - at) <= _TOUCH
    )
    return covered > 0.6 * (end - start)
