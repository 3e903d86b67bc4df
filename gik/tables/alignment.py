"""A printed row's tokens → one printed cell for each of its columns, or the reason why that can't be said.

Wrong is worse than missing: numbers are put into columns only where the print itself proves which is which, by their
full count or by the places of the cells in the rows of the same table that are full.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gik.tables.rows import Row
from gik.tables.tokens import Token


@dataclass(frozen=True, slots=True)
class Placed:
    """What stands in a row's columns: a token or a blank each; ``reason`` says why nothing could be placed.

    ``printed`` is False where the label stands alone and no cell of it was printed.
    """

    cells: tuple[Token | None, ...] = ()
    reason: str = ""
    printed: bool = True


TOO_MANY = "数值多于栏数"
TOO_FEW = "数值少于栏数"
MAY_BE_NEXT = "疑有重复行被略去"


def align_grid(rows: Sequence[tuple[Row, int]], heads: Mapping[int, tuple[int, ...]]) -> list[Placed]:
    """Place the cells of grid rows; each row comes with its number of columns.

    ``heads`` gives, by row, the grid columns that its column heads stand over, where all of them are printed.
    """
    first = [_direct(row, width) for row, width in rows]
    places: dict[int, set[tuple[int, ...]]] = {}
    for (_, width), placed in zip(rows, first, strict=True):
        if placed and all(cell is not None and cell.kind == "value" for cell in placed.cells):
            places.setdefault(width, set()).add(_columns(placed))
    result = []
    for index, ((row, width), placed) in enumerate(zip(rows, first, strict=True)):
        learned = places.get(width, set())
        known = next(iter(learned)) if len(learned) == 1 else None if learned else heads.get(index)
        full = placed is not None and all(cell is not None and cell.kind == "value" for cell in placed.cells)
        if placed and (full or known is None or known == _columns(placed)):
            result.append(placed)
        else:
            result.append(_by_column(row, width, known))
    return result


def _cells(row: Row) -> list[Token]:
    return [*row.inner, *(token for token in row.slots if token.kind in {"value", "blank"})]


def _columns(placed: Placed) -> tuple[int, ...]:
    return tuple(cell.column for cell in placed.cells if cell is not None)


def _direct(row: Row, width: int) -> Placed | None:
    """Place a row whose cells, or whose filled cells, are just as many as its columns."""
    cells = _cells(row)
    filled = [cell for cell in cells if cell.kind == "value"]
    if len(cells) == width:
        return Placed(tuple(cells))
    if len(filled) == width and cells.index(filled[-1]) - cells.index(filled[0]) == width - 1:
        return Placed(tuple(filled))
    return None


def _by_column(row: Row, width: int, known: tuple[int, ...] | None) -> Placed:
    cells = _cells(row)
    filled = [cell for cell in cells if cell.kind == "value"]
    if not filled:
        return Placed(tuple(cells[:1] * width), printed=bool(cells))
    by_column = {cell.column: cell for cell in cells}
    if known and all(column in by_column for column in known) and all(cell.column in known for cell in filled):
        return Placed(tuple(by_column[column] for column in known))
    return Placed(reason=TOO_MANY if len(filled) > width else TOO_FEW)


def align_text(rows: Sequence[tuple[Row, int]], skipped: Sequence[bool]) -> list[Placed]:
    """Place the values of rows printed as text; each row comes with its number of columns.

    ``skipped`` says of each row that a label which occurs several times on the form is missing right behind it.
    """
    split = [_Split(row) for row, _ in rows]
    trusted = {
        style: _filling([(s, w) for s, (_, w) in zip(split, rows, strict=True) if s.one_line == style])
        for style in (True, False)
    }
    values = [token.text for s in split if not s.one_line for token in s.values]
    # A crawler that drops repeated lines leaves no value twice; then a value may stand behind the wrong label.
    deduped = len(values) >= 3 and len(set(values)) == len(values)
    return [
        Placed(reason=MAY_BE_NEXT)
        if deduped and skips and s.values and not s.one_line
        else _place(s, width, trusted[s.one_line])
        for s, (_, width), skips in zip(split, rows, skipped, strict=True)
    ]


class _Split:
    """A text row's slots split by its pipes, under both readings of lines that hold pipes only."""

    def __init__(self, row: Row) -> None:
        self.row = row
        own = [token for token in row.slots if token.kind != "line" and token.line == row.line]
        last = row.slots[-1].line if row.slots else row.line
        label_end = row.line
        self.one_line = any(token.kind == "value" for token in own) or last == label_end
        slots = own if self.one_line else row.slots
        self.values = [*row.inner, *(token for token in slots if token.kind == "value")]
        self.all_values = [*row.inner, *(token for token in row.slots if token.kind == "value")]
        self.piped = any(token.kind == "pipe" for token in slots)
        self.ends_with_pipe = any(t.kind == "pipe" for t in slots) and _last(slots).kind == "pipe"
        self.cells = {True: _split(slots, False), False: _split(slots, True)}

    def blanks(self, fillers: bool, terminated: bool) -> list[Token | None] | None:
        """Give the cells, None for a blank; None where one cell holds several values."""
        cells = self.cells[fillers]
        if cells is None:
            return None
        if self.ends_with_pipe and terminated:
            cells = cells[:-1]
        return cells


def _last(slots: Sequence[Token]) -> Token:
    return next(token for token in reversed(slots) if token.kind != "line")


def _split(slots: Sequence[Token], without_fillers: bool) -> list[Token | None] | None:
    """Split by pipes; the pipe right behind the label closes the label's own cell, a cell of a unit is left out."""
    pipes_of: dict[int, int] = {}
    others: set[int] = set()
    for token in slots:
        if token.kind == "pipe":
            pipes_of[token.line] = pipes_of.get(token.line, 0) + 1
        elif token.kind != "line":
            others.add(token.line)
    fillers = {line for line, count in pipes_of.items() if count > 1 and line not in others}
    cells: list[list[Token]] = [[]]
    for token in slots:
        if token.kind == "pipe" and not (without_fillers and token.line in fillers):
            cells.append([])
        elif token.kind in {"value", "unit"}:
            cells[-1].append(token)
    if not cells[0]:
        del cells[0]
    result: list[Token | None] = []
    for cell in cells:
        held = [token for token in cell if token.kind == "value"]
        if len(held) > 1:
            return None
        if held or not cell:
            result.append(held[0] if held else None)
    return result


@dataclass(frozen=True, slots=True)
class _Filling:
    """How blanks are printed in a table: whether pipe-only lines are fillers, and rows end with a pipe."""

    fillers: bool
    terminated: bool


def _filling(rows: Sequence[tuple[_Split, int]]) -> _Filling | None:
    """Learn from the full rows how blanks are printed; None where they contradict each other."""
    full = [(s, width) for s, width in rows if s.piped and len(s.values) == width]
    rest = [(s, width) for s, width in rows if s.piped and s.values and len(s.values) < width]
    terminated = all(s.ends_with_pipe for s, _ in full) if full else True
    for fillers in (True, False):
        fits = [len(s.blanks(fillers, terminated) or ()) == width for s, width in (full or rest)]
        if fits and all(fits):
            return _Filling(fillers, terminated)
    return None if full or rest else _Filling(True, True)


def _place(split: _Split, width: int, filling: _Filling | None) -> Placed:
    row = split.row
    if row.inner and len(row.inner) == width:
        return Placed(tuple(row.inner))
    if len(split.values) == width and (split.one_line or len(split.all_values) == width):
        return Placed(tuple(split.values))
    if not split.all_values:
        printed = split.piped and bool((split.cells[True] or [])[: -1 if split.ends_with_pipe else None])
        return Placed((None,) * width, printed=printed)
    if filling and not row.inner and len(split.values) < width:
        cells = split.blanks(filling.fillers, filling.terminated)
        if cells is not None and len(cells) == width:
            return Placed(tuple(cells))
    return Placed(reason=TOO_MANY if len(split.values) > width else TOO_FEW)
