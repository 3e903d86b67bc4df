"""Rows printed as text → their cells, by the count of their values or by the pipes between them.

How a table prints a blank is learnt from its full rows: whether lines end with a pipe, whether lines of pipes alone
are cells or fillers, and in which cell of a line each column stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gik.tables.rows import Row
from gik.tables.tokens import Token

TOO_MANY = "数值多于栏数"
TOO_FEW = "数值少于栏数"
MAY_BE_NEXT = "疑有重复行被略去"

Cell = tuple[int, Token | None]  # its place in the line, and what stands there


@dataclass(frozen=True, slots=True)
class Placed:
    """What stands in a row's columns: a token or a blank each; ``reason`` says why nothing could be placed.

    ``printed`` is False where the label stands alone and no cell of it was printed.
    """

    cells: tuple[Token | None, ...] = ()
    reason: str = ""
    printed: bool = True


@dataclass(frozen=True, slots=True)
class _Strip:
    """A row's slots: those on the label's own line where it holds values, else all up to the next label."""

    row: Row
    width: int
    slots: tuple[Token, ...]
    one_line: bool
    headless: bool = False  # the slots begin with a cell, not with the pipe that closes the label's

    @property
    def values(self) -> tuple[Token, ...]:
        return tuple(token for token in self.slots if token.kind == "value")

    @property
    def piped(self) -> bool:
        return any(token.kind == "pipe" for token in self.slots)

    @property
    def full(self) -> bool:
        return self.piped and len(self.values) == self.width

    @property
    def terminated(self) -> bool:
        return any(token.kind != "line" for token in self.slots) and _last(self.slots).kind == "pipe"

    def cells(self, fillers: bool, terminated: bool) -> list[Cell] | None:
        """Split by pipes; None where a cell holds two values.

        The pipe right behind the label closes the label's own cell, and a unit's cell is none of the row's.
        """
        skipped = set() if fillers else _filler_lines(self.slots)
        cells: list[list[Token]] = [[]]
        for token in self.slots:
            if token.kind == "pipe" and token.line not in skipped:
                cells.append([])
            elif token.kind in {"value", "unit"}:
                cells[-1].append(token)
        if self.terminated and terminated and len(cells) > 1:
            cells.pop()
        found: list[Cell] = []
        for index, cell in enumerate(cells, self.row.lead):
            held = [token for token in cell if token.kind == "value"]
            if len(held) > 1:
                return None
            if held or not cell and (index > self.row.lead or self.headless):
                found.append((index, held[0] if held else None))
        return found


def _last(slots: Sequence[Token]) -> Token:
    return next(token for token in reversed(slots) if token.kind != "line")


def _filler_lines(slots: Sequence[Token]) -> set[int]:
    """Give the lines that hold several pipes and nothing else."""
    pipes = [token.line for token in slots if token.kind == "pipe"]
    others = {token.line for token in slots if token.kind in {"value", "unit"}}
    return {line for line in pipes if pipes.count(line) > 1 and line not in others}


def place_rows(rows: Sequence[tuple[Row, int]]) -> list[Placed]:
    """Place the values of the rows of one region; each row comes with its number of columns."""
    strips = [_strip(row, width) for row, width in rows]
    own_line = sum(s.one_line for s in strips if len(s.values) == s.width) * 2 > sum(
        len(s.values) == s.width for s in strips
    )
    # Where rows stand on a line of their own, numbers on the lines below belong to something else.
    strips = [_own(s) if own_line and not s.one_line else s for s in strips]
    return [_place(s, [t for t in strips if t.one_line == s.one_line]) for s in strips]


def _strip(row: Row, width: int) -> _Strip:
    """Take a row's slots; the line of the disputes table has no label, and begins with its first cell."""
    lines = {token.line for token in row.slots if token.kind == "value"}
    if not row.label and len(lines) == 1 and row.line not in lines:
        line = tuple(token for token in row.slots if token.kind != "line" and token.line in lines)
        return _Strip(replace(row, lead=0), width, line, True, headless=True)
    own = tuple(token for token in row.slots if token.kind != "line" and token.line == row.line)
    one_line = any(token.kind == "value" for token in own)
    return _Strip(row, width, own if one_line else tuple(row.slots), one_line)


def _own(strip: _Strip) -> _Strip:
    own = tuple(token for token in strip.slots if token.kind != "line" and token.line == strip.row.line)
    return _Strip(strip.row, strip.width, own, True)


def _place(strip: _Strip, alike: Sequence[_Strip]) -> Placed:
    inner, values, width = strip.row.inner, strip.values, strip.width
    if inner:
        return Placed(inner) if len(inner) == width else Placed(reason=TOO_FEW if len(inner) < width else TOO_MANY)
    if not values:
        cells = strip.cells(True, _terminated(alike))
        return Placed((None,) * width, printed=bool(cells))
    if len(values) > width:
        return Placed(reason=TOO_MANY)
    if not strip.piped:
        return Placed(values) if len(values) == width else Placed(reason=TOO_FEW)
    answers = {_by_pipes(strip, alike, fillers) for fillers in _conventions(alike)}
    if len(answers) == 1 and (answer := next(iter(answers))):
        return Placed(answer)
    if len(values) == width and not (strip.one_line or _conventions(alike)):
        return Placed(values)
    if len(values) == width and strip.one_line:
        return Placed(values)
    return Placed(reason=TOO_FEW)


def _conventions(alike: Sequence[_Strip]) -> tuple[bool, ...]:
    """Give the ways of reading lines of pipes alone (cells, or fillers) that most full rows bear out."""
    full = [s for s in alike if s.full] or [s for s in alike if s.values]
    terminated = _terminated(alike)
    fitting = {
        fillers: sum(len(s.cells(fillers, terminated) or ()) == s.width for s in full) for fillers in (True, False)
    }
    best = max(fitting.values())
    enough = best * 5 >= len(full) * 4 if any(s.full for s in alike) else best == len(full) >= 1
    one_line = bool(alike) and alike[0].one_line
    return tuple(f for f, count in fitting.items() if count == best and enough) or ((True,) if one_line else ())


def _terminated(alike: Sequence[_Strip]) -> bool:
    """Say whether rows end with a pipe; the last of a table may lack what the others show."""
    full = [s.terminated for s in alike if s.full]
    if full:
        return sum(full) * 2 > len(full)
    fitting = [sum(len(s.cells(True, way) or ()) == s.width for s in alike) for way in (True, False)]
    return fitting[0] >= fitting[1]


def _by_pipes(strip: _Strip, alike: Sequence[_Strip], fillers: bool) -> tuple[Token | None, ...] | None:
    full = [s for s in alike if s.full]
    terminated = _terminated(alike)
    cells = strip.cells(fillers, terminated)
    if cells is None or len(strip.values) < strip.width and _drops_blanks(alike, fillers, terminated):
        return None
    others = [(s, s.cells(fillers, terminated) or []) for s in full]
    adjacent = bool(full) and all(len(c) == s.width for s, c in others)
    if strip.one_line and not strip.headless and not adjacent:
        at = dict(cells)
        patterns = {tuple(i for i, token in c if token) for s, c in others if s.width == strip.width}
        lengths = {c[-1][0] for s, c in others if s.width == strip.width}
        if not patterns:
            patterns, lengths = _right_aligned(strip, alike, fillers, terminated)
        if len(patterns) == 1 and lengths == {max(at, default=-1)}:
            picked = tuple(at.get(i) for i in next(iter(patterns)))
            return picked if sum(token is not None for token in picked) == len(strip.values) else None
        if full or any(len(s.cells(fillers, terminated) or ()) != s.width for s in alike if s.values):
            return None
    return tuple(token for _, token in cells) if len(cells) == strip.width else None


def _drops_blanks(alike: Sequence[_Strip], fillers: bool, terminated: bool) -> bool:
    """Say whether rows are too short for their columns: then blank cells were left out, and none can be counted."""
    return any(s.piped and s.values and len(s.cells(fillers, terminated) or s.slots) < s.width for s in alike)


def _right_aligned(
    strip: _Strip, alike: Sequence[_Strip], fillers: bool, terminated: bool
) -> tuple[set[tuple[int, ...]], set[int]]:
    """Where no row is full, let the lines prove the columns: all as long, values only in the last cells of each."""
    rows = [dict(s.cells(fillers, terminated) or ()) for s in alike if s.width == strip.width and s.values]
    lasts = {max(row) for row in rows if row}
    used = {index for row in rows for index, token in row.items() if token}
    if len(rows) < 3 or len(lasts) != 1:
        return set(), set()
    last = next(iter(lasts))
    first = last - strip.width + 1
    if min(used) != first or max(used) != last:
        return set(), set()
    return {tuple(range(first, last + 1))}, lasts
