"""What a page is collected in while it is walked through, and what of it is kept once a container or a table ends."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from gik.reading.furniture import PARTICULARS, PROSE, Line, is_menu, states_metadata
from gik.reading.grids import PrintedCell, PrintedRow, is_data, rectangles


class Shape(NamedTuple):
    """How the cells of a table lie: how many each row has, the rectangles of all, and what is written behind each.

    Rectangles are the rows, columns, rowspans and colspans of gik.reading.grids.rectangles(), side by side.
    """

    lengths: tuple[int, ...]
    rectangles: tuple[tuple[int, ...], ...]
    between: tuple[str, ...]


class Table(NamedTuple):
    """A data table as marked up: the words of its cells in printed order, and how these lie."""

    words: Sequence[str]
    shape: Shape

    @property
    def text(self) -> str:
        """One line a row, cells joined by `` | ``."""
        return "".join(chain.from_iterable(zip(self.words, self.shape.between, strict=True)))


@dataclass(slots=True)
class Frame:
    """What is being collected: the page itself, or a cell (its row, its position there and its number in the table)."""

    items: list[Line | Table] = field(default_factory=list)
    prose: int = 0
    cell: tuple[list[PrintedCell], int, int] = ([], 0, 0)

    def drop_furniture(self, tag: str, start: int, prose: int, named: bool) -> None:
        """Drop what a container held if it was furniture: the items from ``start`` on, ``prose`` having been before.

        ``named`` says that the container calls itself so.
        """
        held = self.items[start:]
        lines = lines_of(held)
        if not held or self.prose - prose >= PROSE or len(lines) < len(held):
            return
        if tag == "header":
            named = all(line.level != 1 for line in lines)
        if named or is_menu(lines):
            del self.items[start:]
            self.prose = prose


@dataclass(slots=True)
class OpenTable:
    """A table whose end hasn't come: its rows, and what each cell holds that is more than one plain line."""

    rows: list[tuple[int, list[PrintedCell]]] = field(default_factory=list)
    held: dict[int, Sequence[Line | Table]] = field(default_factory=dict)
    cells: int = 0
    links: int = 0
    group: int = 0
    in_row: bool = False
    nesting: list[tuple[list[PrintedCell], Sequence[Line | Table]]] = field(default_factory=list)  # rows, their tables

    def start_row(self) -> None:
        """Begin a row; cells are put into the last one."""
        self.rows.append((self.group, []))
        self.in_row = True

    def kept(self, whole: bool) -> tuple[list[Line | Table], int]:
        """Give a data table as one, of a layout table what stands in its cells, and how much prose that is.

        ``whole`` keeps menus as well.
        """
        rows = tuple(PrintedRow(tuple(cells), group) for group, cells in self.rows if cells)
        if not all(_is_label(row, items) for row, items in self.nesting) or not is_data(rows):
            return self._layout(whole)
        if len(rows) <= PARTICULARS and states_metadata([cell.text for row in rows for cell in row.cells]):
            return [Line(" ".join(cell.text for cell in row.cells if cell.lines)) for row in rows], 0
        if not whole and self.links and is_menu(line for items in self._contents() for line in lines_of(items)):
            return [], 0
        lengths = tuple([len(row.cells) for row in rows])
        between = [mark for length in lengths for mark in (*[" | "] * (length - 1), "\n")]
        shape = Shape(lengths, tuple(zip(*rectangles(rows), strict=True)), (*between[:-1], ""))
        return [Table([cell.text for row in rows for cell in row.cells], shape)], 0

    def _layout(self, whole: bool) -> tuple[list[Line | Table], int]:
        kept: list[Line | Table] = []
        said = 0
        for items in self._contents():
            lines = lines_of(items)
            prose = sum(line.prose for line in lines)
            if whole or prose >= PROSE or len(lines) < len(items) or not is_menu(lines):
                kept += items
                said += prose
        return kept, said

    def _contents(self) -> Iterator[Sequence[Line | Table]]:
        """What every cell holds, in printed order."""
        cells = (cell for _, row in self.rows for cell in row)
        for number, cell in enumerate(cells, start=1):
            yield self.held.get(number, (Line(cell.text),) if cell.lines else ())


def _is_label(row: Sequence[PrintedCell], items: Sequence[Line | Table]) -> bool:
    """Say whether words that stand in a table of their own are the label of a row of numbers."""
    numbers = [cell.text.isdecimal() for cell in row if cell.text]
    inside = (words for item in items if isinstance(item, Table) for words in item.words)
    return sum(numbers) > 0 and numbers.count(False) == 1 and not any(words.isdecimal() for words in inside)


def words_of(items: Iterable[Line | Table]) -> Iterator[str]:
    """Give the words of lines, and of the cells of tables, in printed order."""
    for item in items:
        yield from (item.text,) if isinstance(item, Line) else item.words


def lines_of(items: Iterable[Line | Table]) -> list[Line]:
    """Give the lines among lines and tables."""
    return [item for item in items if isinstance(item, Line)]
