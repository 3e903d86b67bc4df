"""Tables of a page, and what is kept of one while it is walked through and its end hasn't come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from gik.reading.furniture import Line
from gik.reading.grids import PrintedCell, PrintedRow


class Table(NamedTuple):
    """A data table as marked up: rows that have cells, in printed order."""

    rows: tuple[PrintedRow, ...]


@dataclass(slots=True)
class Frame:
    """What is being collected: the page itself, or a cell (its row, its position there and its number in the table)."""

    items: list[Line | Table] = field(default_factory=list)
    prose: int = 0
    cell: tuple[list[PrintedCell], int, int] = ([], 0, 0)


@dataclass(slots=True)
class OpenTable:
    """A table whose end hasn't come: its rows, and what each cell holds that is more than one plain line."""

    rows: list[tuple[int, list[PrintedCell]]] = field(default_factory=list)
    held: dict[int, Sequence[Line | Table]] = field(default_factory=dict)
    cells: int = 0
    links: int = 0
    group: int = 0
    in_row: bool = False
    is_nested: bool = False

    def start_row(self) -> None:
        """Begin a row; cells are put into the last one."""
        self.rows.append((self.group, []))
        self.in_row = True

    def contents(self) -> Iterator[Sequence[Line | Table]]:
        """What every cell holds, in printed order."""
        cells = (cell for _, row in self.rows for cell in row)
        for number, cell in enumerate(cells, start=1):
            yield self.held.get(number, (Line(cell.text),) if cell.lines else ())
