"""Rows of a worksheet → lines and tables: rows of prose, and runs of rows with cells side by side."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from gik.limits import require
from gik.reading.building import Cells, Words
from gik.reading.document import GridCell

# A cell this long, or with a sentence in it, is prose and no label.
_LONG = 60
# A heading stands in one cell or over the whole table; a label of a row may take some columns.
_WIDE = 4
# Blank columns between a table and what is none of it.
_FAR = 20
_CHAPTER = re.compile(r"第?[一二三四五六七八九十]{1,3}(?:[、．.]|部分|章)")


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell with words, a border or other cells merged into it: where it stands (0-based) and how far it reaches."""

    row: int
    column: int
    text: str
    height: int = 1
    width: int = 1
    address: str = ""  # where it is called something else than its row and column say

    def place(self, sheet: str) -> str:
        """Give the name of the cell, ``Sheet1!C7``."""
        return f"{sheet}!{self.address or address(self.row, self.column)}"


def address(row: int, column: int) -> str:
    """Give the name of a cell, counted from 0.

    >>> address(6, 2), address(0, 27)
    ('C7', 'AB1')
    """
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"


def items_of_sheet(name: str, cells: Sequence[SheetCell], *, blank_rows: bool = False) -> list[Words | Cells]:
    """Give a sheet's lines and tables in reading order, with places such as ``Sheet1!C7``.

    A blank row, a row of prose and the heading of a chapter end a table. What stands alone above or below the rows
    of a table is a line. With ``blank_rows``, rows of blank cells belong to the table.
    """
    rows: dict[int, list[SheetCell]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, []).append(cell)
    items: list[Words | Cells] = []
    run: list[list[SheetCell]] = []
    top = end = 0  # the first row of the run, and the row below all of its cells
    for number, row in sorted(rows.items()):
        shown = [cell for cell in row if cell.text]
        is_prose = len(row) == len(shown) == 1 and _is_prose(shown[0])
        if is_prose or number > end or (number == end and not shown and not blank_rows):
            items += _run(name, run)
            run = []
        if is_prose:
            items.append(_line(name, shown[0]))
        elif shown or run:
            top, end = (top, end) if run else (number, number)
            run += [*([] for _ in range(number - top - len(run))), row]
            end = max(end, number + 1, *(cell.row + cell.height for cell in row))
    return items + list(_run(name, run))


def _is_prose(cell: SheetCell) -> bool:
    sentence = "。" in cell.text[:-1] or (cell.text.endswith("。") and len(cell.text) >= 12)
    chapter = _CHAPTER.match(cell.text) is not None and not 1 < cell.width < _WIDE
    return sentence or len(cell.text) > _LONG or chapter


def _line(name: str, cell: SheetCell) -> Words:
    return Words(cell.text, 0, cell.place(name))


def _run(name: str, rows: Sequence[list[SheetCell]]) -> Iterator[Words | Cells]:
    """Give a run of rows without a gap: a table, and the lines that stand alone above it."""
    shown = [[cell for cell in row if cell.text] for row in rows]
    first = next((n for n, row in enumerate(rows) if len(row) > 1 and shown[n]), len(rows))
    for row in shown[:first]:
        yield from (_line(name, cell) for cell in row)
    if rows[first:]:
        right = _right(cell for row in rows[first:] for cell in row)
        yield _table(name, [[cell for cell in row if cell.column < right] for row in rows[first:]], right)
        yield from (_line(name, cell) for row in shown[first:] for cell in row if cell.column >= right)


def _right(cells: Iterable[SheetCell]) -> int:
    """Give the column behind a table's last one; what stands far away to the right is none of it."""
    end = 0
    for cell in sorted(cells, key=lambda cell: cell.column):
        if end and cell.column > end + _FAR:
            break
        end = max(end, cell.column + cell.width)
    return end


def _table(name: str, rows: Sequence[list[SheetCell]], right: int) -> Cells:
    """Give a table up to a column, with a blank cell wherever nothing stands."""
    left = min(cell.column for row in rows for cell in row if cell.text)
    top = min(cell.row for row in rows for cell in row)
    below = top + len(rows)
    require("cells", (right - left) * len(rows), "Excel 工作表")
    taken = {(r, c) for row in rows for cell in row for r, c in _covered(cell)}
    made = []
    for number, row in enumerate(rows, start=top):
        blanks = [SheetCell(number, column, "") for column in range(left, right) if (number, column) not in taken]
        made.append(
            [
                GridCell(
                    cell.text,
                    cell.row - top,
                    cell.column - left,
                    min(cell.height, below - cell.row),
                    cell.width,
                    cell.place(name),
                )
                for cell in sorted([*row, *blanks], key=lambda cell: cell.column)
                if cell.column >= left
            ]
        )
    return Cells(made, f"{name}!{address(top, left)}:{address(below - 1, right - 1)}")


def _covered(cell: SheetCell) -> Iterator[tuple[int, int]]:
    for row in range(cell.row, cell.row + cell.height):
        for column in range(cell.column, cell.column + cell.width):
            yield row, column
