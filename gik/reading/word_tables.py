"""Tables of Word (.docx) → grids: merged cells with the rectangle that they cover; frames around prose as prose."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from gik.reading.building import Cells, Words
from gik.reading.document import GridCell
from gik.reading.furniture import states_metadata
from gik.reading.grids import PrintedCell, PrintedRow, is_data, join_lines
from gik.reading.parts import child, local, value

# Word itself allows no more columns.
_WIDEST = 63
# A table of the document's own particulars has no more rows than this.
_PARTICULARS = 12
_WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "ins", "moveTo"))
Items = list[Words | Cells]


@dataclass(slots=True)
class Cell:
    """A cell as it is met: where it begins, what it covers, how it goes on from the row above, and what it holds."""

    row: int
    column: int
    width: int
    goes_on: bool = False
    begins: bool = False
    height: int = 1
    items: Items = field(default_factory=list)

    @property
    def lines(self) -> list[str]:
        """The cell's own lines, those of tables inside it left out."""
        return [item.text for item in self.items if isinstance(item, Words)]


def read_cells(rows: Iterable[list[Cell]]) -> list[list[Cell]]:
    """Give the printed cells of each row: those that go on from the row above make that one taller."""
    above: dict[int, Cell] = {}
    printed = []
    for row in rows:
        kept: list[Cell] = []
        begun: dict[int, Cell] = {}
        for cell in row:
            upper = above.get(cell.column)
            if cell.goes_on and upper is not None and upper.width == cell.width:
                upper.height = cell.row - upper.row + 1
                begun[cell.column] = upper
            else:
                kept.append(cell)
                if cell.begins or cell.goes_on:
                    begun[cell.column] = cell
        above = begun
        printed.append(kept)
    return printed


def open_rows(table: etree._Element) -> Iterator[tuple[int, list[tuple[Cell, etree._Element]]]]:
    """Give the rows of a table that are still there once all changes are accepted, with their cells."""
    row = 0
    for entry in _inside(table, "tr"):
        properties = child(entry, "trPr")
        if child(properties, "del") is not None or child(properties, "hidden") is not None:
            continue
        column = _width(value(properties, "gridBefore"), 0)
        cells: list[tuple[Cell, etree._Element]] = []
        for held in _inside(entry, "tc"):
            about = child(held, "tcPr")
            if child(about, "cellDel") is not None:
                continue
            width = _width(value(about, "gridSpan"), 1)
            if cells and child(about, "hMerge") is not None and value(about, "hMerge") != "restart":
                cells[-1][0].width += width
            else:
                merge = child(about, "vMerge") if child(about, "vMerge") is not None else child(about, "vmerge")
                begins = merge is not None and value(merge, "val", own=True) == "restart"
                cells.append((Cell(row, column, width, merge is not None and not begins, begins), held))
            column += width
        yield row, cells
        row += 1


def items_of(rows: Sequence[Sequence[Cell]]) -> Items:
    """Give a table as it is to be read: as a grid, or as the lines and tables that stand in its cells."""
    cells = [cell for row in rows for cell in row]
    shown = [_printed(row) for row in rows if row]
    if not shown or not is_data(shown):
        return [item for cell in cells for item in cell.items]
    if len(rows) <= _PARTICULARS and states_metadata([join_lines(cell.lines) for cell in cells]):
        return [Words(words) for row in rows if (words := " ".join(join_lines(c.lines) for c in row).strip())]
    grid = Cells([[_grid_cell(cell) for cell in row] for row in rows])
    return [grid, *(item for cell in cells for item in cell.items if isinstance(item, Cells))]


def _grid_cell(cell: Cell) -> GridCell:
    return GridCell(join_lines(cell.lines), cell.row, cell.column, cell.height, cell.width, "")


def _printed(row: Sequence[Cell]) -> PrintedRow:
    return PrintedRow(tuple(PrintedCell(join_lines(cell.lines), len(cell.lines)) for cell in row))


def _inside(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Give the rows of a table or the cells of a row, whatever content controls stand around them."""
    for entry in element:
        if local(entry) == name:
            yield entry
        elif local(entry) in _WRAPPERS:
            yield from _inside(entry, name)


def _width(words: str, least: int) -> int:
    return min(max(int(words), least), _WIDEST) if words.isdecimal() and len(words) < 6 else least
