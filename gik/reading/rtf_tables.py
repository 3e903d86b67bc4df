"""Tables of rich text (RTF) → items: the edges of the cells of each row decide which columns a cell covers."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from gik.reading.word_tables import Cell, Items, items_of, read_cells

# Edges of cells nearer to each other than this are one, in twentieths of a point.
_SNAP = 40


@dataclass(slots=True)
class Edges:
    """A row's cells as defined: the right edge of each and how it goes on, and where the row begins."""

    left: int = 0
    cells: list[tuple[int, str, str]] = field(default_factory=list)
    down: str = ""
    along: str = ""


def read_rows(rows: Sequence[tuple[Edges, list[Items]]]) -> Items:
    """Give a table of rows, each as defined and with what its cells hold; nothing of no rows."""
    edges = sorted({edge for about, _ in rows for edge in (about.left, *(right for right, _, _ in about.cells))})
    columns = [edge for n, edge in enumerate(edges) if n == 0 or edge - edges[n - 1] > _SNAP]
    made = [list(_cells(n, about, held, columns)) for n, (about, held) in enumerate(rows)]
    return items_of(read_cells(made)) if made else []


def _cells(row: int, about: Edges, held: list[Items], columns: list[int]) -> Iterator[Cell]:
    def column(edge: int) -> int:
        return max(0, bisect_left(columns, edge + 1) - 1)

    left = column(about.left)
    waiting: Cell | None = None
    for n, items in enumerate(held):
        right, down, along = about.cells[n] if n < len(about.cells) else (0, "", "")
        end = max(column(right), left + 1)
        if along == "clmrg" and waiting is not None:
            waiting.width = end - waiting.column
        else:
            if waiting is not None:
                yield waiting
            waiting = Cell(row, left, end - left, down == "clvmrg", down == "clvmgf", items=items)
        left = end
    if waiting is not None:
        yield waiting
