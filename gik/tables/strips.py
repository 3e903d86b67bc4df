"""A row printed as text: the words and pipes behind its label, and the cells that the pipes part."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from gik.numbers import UNREAD
from gik.tables.asking import Asked
from gik.tables.printed import Row
from gik.tables.tokens import Token

Cell = tuple[int, Token | None]  # its place in the line, and what stands there


class Strip:
    """A row's slots: those on the label's own line where that holds values, else all up to the next label.

    ``headless`` slots begin with a cell, not with the pipe that closes the label's.
    """

    def __init__(self, row: Row, width: int, slots: Sequence[Token], one_line: bool, headless: bool = False) -> None:
        self.row, self.width, self.one_line, self.headless = row, width, one_line, headless
        self.lead = 0 if headless else row.lead
        self.slots = [token for token in slots if token.kind != "line"]
        self.values = tuple(token for token in self.slots if token.kind == "value")
        self.piped = any(token.kind == "pipe" for token in self.slots)
        self.full = self.piped and len(self.values) == width
        self.terminated = bool(self.slots) and self.slots[-1].kind == "pipe"
        self._cells: dict[tuple[bool, bool], list[Cell] | None] = {}

    def cells(self, fillers: bool, terminated: bool) -> list[Cell] | None:
        """Split by pipes; None where a cell holds two values.

        ``fillers`` says whether lines of pipes alone are cells, ``terminated`` whether a last pipe only ends the row.
        The pipe right behind the label closes the label's own cell, and a unit's cell is none of the row's.
        """
        # A line that holds values is no line of pipes alone.
        asked = fillers or (self.one_line and bool(self.values)), terminated
        if asked not in self._cells:
            self._cells[asked] = self._split(*asked)
        return self._cells[asked]

    @property
    def crowded(self) -> bool:
        """Whether one cell of a line holds several values and another none: nothing says which of them is whose."""
        counts = [0]
        for token in self.slots:
            if token.kind == "pipe":
                counts.append(0)
            elif token.kind in {"value", "unit"}:
                counts[-1] += 1
        return self.one_line and max(counts) > 1 and 0 in counts[1:-1]

    def count(self, fillers: bool, terminated: bool) -> int:
        """Give the number of cells, 0 where that can't be said."""
        return len(self.cells(fillers, terminated) or ())

    def _split(self, fillers: bool, terminated: bool) -> list[Cell] | None:
        skipped = set() if fillers else self._filler_lines()
        cells: list[list[Token]] = [[]]
        for token in self.slots:
            if token.kind == "pipe":
                if token.line not in skipped:
                    cells.append([])
            elif token.kind in {"value", "unit"}:
                cells[-1].append(token)
        if self.terminated and terminated and len(cells) > 1:
            cells.pop()
        found: list[Cell] = []
        for index, cell in enumerate(cells, self.lead):
            held = [token for token in cell if token.kind == "value"]
            if len(held) > 1:
                return None
            if held or (not cell and (index > self.lead or self.headless)):
                found.append((index, held[0] if held else None))
        return found

    def _filler_lines(self) -> set[int]:
        """Give the lines that hold several pipes and nothing else."""
        pipes = Counter(token.line for token in self.slots if token.kind == "pipe")
        others = {token.line for token in self.slots if token.kind in {"value", "unit"}}
        return {line for line, count in pipes.items() if count > 1 and line not in others}


def strips(rows: Sequence[tuple[Row, int]], asked: Asked) -> list[Strip]:
    """Cut each row's slots where its print ends; each row comes with its number of columns."""
    numbers = _sequence_numbers([row for row, _ in rows], asked)
    cut = [_strip(row, width, numbers) for row, width in rows]
    full = [strip.one_line for strip in cut if len(strip.values) == strip.width]
    if sum(full) * 2 <= len(full):
        return cut
    # Where rows stand on a line of their own, numbers on the lines below belong to something else.
    return [s if s.one_line or _is_next_line(s) else Strip(s.row, s.width, _own_line(s.row), True) for s in cut]


def _is_next_line(strip: Strip) -> bool:
    """Say whether a row's cells stand on the line below its label: pipes or a unit tell them from a stray number."""
    told = strip.piped or any(token.kind == "unit" for token in strip.slots)
    return told and {token.line for token in strip.values} == {strip.row.line + 1}


def _sequence_numbers(rows: Sequence[Row], asked: Asked) -> set[int]:
    """Give the offsets of the numbers that count the rows (序号): each stands before the label of the next row."""
    last = [_before_label(row, behind) for row, behind in pairwise(rows)]
    pairs = sum(a is not None and b is not None for a, b in pairwise(last))
    if pairs < 4 or pairs * 5 < len(rows) * 3:
        return set()
    counting = asked.ask(_counting, last)
    return {token.start for at, token in enumerate(last) if token and at in counting}


def _counting(last: Sequence[Token | None]) -> frozenset[int]:
    """Give the positions of the numbers that count on from one to the next, as nearly all must."""
    pairs = [(at, (_number(b) or 0) - (_number(a) or 0)) for at, (a, b) in enumerate(pairwise(last)) if a and b]
    # Headings are counted too, so that the next row's number may be one or two further on.
    steps = [at for at, step in pairs if 1 <= step <= 3]
    if len(steps) * 5 < len(pairs) * 4 or not _is_low(last[0]):
        return frozenset()
    return frozenset(position for at in steps for position in (at, at + 1))


def _before_label(row: Row, behind: Row) -> Token | None:
    """Give the last value before the next row's label, unless it ends a line of its own."""
    last = next((token for token in reversed(row.slots) if token.kind == "value"), None)
    return last if last and (last.line > row.line or behind.line == row.line) else None


def _is_low(token: Token | None) -> bool:
    return token is not None and (_number(token) or 0) <= 4


def _number(token: Token) -> float | None:
    return token.reading.value if token.reading else None


def _strip(row: Row, width: int, numbers: set[int]) -> Strip:
    """Take a row's slots; the line of the disputes table has no label, and begins with its first cell."""
    row = _without_numbers(row, numbers) if numbers else row
    lines = {token.line for token in row.slots if token.kind == "value"}
    if not row.label and len(lines) == 1 and row.line not in lines:
        return Strip(row, width, [token for token in row.slots if token.line in lines], True, headless=True)
    one_line = row.line in lines
    return Strip(row, width, _own_line(row) if one_line else row.slots, one_line)


def _without_numbers(row: Row, numbers: set[int]) -> Row:
    """Leave out the next row's number; a row's only value is kept unread, unless it stands on the next label's line."""
    values = [token for token in row.slots if token.kind == "value"]
    if len(values) == 1 and values[0].start in numbers and not _shares_line(row, values[0]):
        slots = [token._replace(reading=UNREAD) if token is values[0] else token for token in row.slots]
    else:
        slots = [token for token in row.slots if token.start not in numbers]
    return replace(row, slots=slots)


def _shares_line(row: Row, last: Token) -> bool:
    """Say whether a row's last value stands below its label, on the line of the next one."""
    behind = row.slots[row.slots.index(last) + 1 :]
    return last.line > row.line and not any(token.kind == "line" for token in behind)


def _own_line(row: Row) -> list[Token]:
    return [token for token in row.slots if token.line == row.line]
