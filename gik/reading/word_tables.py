"""Tables of Word (.docx) → grids: merged cells with the rectangle that they cover; frames around prose as prose."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from gik.reading.building import Cells, Words
from gik.reading.document import GridCell
from gik.reading.furniture import PARTICULARS, states_metadata
from gik.reading.grids import PrintedCell, PrintedRow, is_data, join_lines
from gik.reading.parts import child, first_of_each, local, value

# Word itself allows no more columns.
_WIDEST = 63
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
            about = first_of_each(child(held, "tcPr"))
            if "cellDel" in about:
                continue
            width = _width(value(about.get("gridSpan"), "val", own=True), 1)
            if cells and "hMerge" in about and value(about["hMerge"], "val", own=True) != "restart":
                cells[-1][0].width += width
            else:
                merge = about.get("vMerge", about.get("vmerge"))
                begins = merge is not None and value(merge, "val", own=True) == "restart"
                cells.append((Cell(row, column, width, merge is not None and not begins, begins), held))
            column += width
        yield row, cells
        row += 1


def items_of(rows: Sequence[Sequence[Cell]]) -> Items:
    """Give a table as it is to be read: as a grid, or as the lines and tables that stand in its cells."""
    cells = [cell for row in rows for cell in row]
    printed = [PrintedRow(tuple(_printed(cell.lines) for cell in row)) for row in rows]
    shown = [row for row in printed if row.cells]
    if not shown or not is_data(shown):
        return [item for cell in cells for item in cell.items]
    if len(rows) <= PARTICULARS and states_metadata([cell.text for row in shown for cell in row.cells]):
        return [Words(words) for row in shown if (words := " ".join(cell.text for cell in row.cells).strip())]
    grid = Cells(
        [
            [GridCell(as_read.text, one.row, one.column, one.height, one.width, "") for one, as_read in pairs]
            for pairs in (zip(row, words.cells, strict=True) for row, words in zip(rows, printed, strict=True))
        ]
    )
    return [grid, *(item for cell in cells for item in cell.items if isinstance(item, Cells))]


def _printed(lines: Sequence[str]) -> PrintedCell:
    return PrintedCell(join_lines(lines), len(lines))


def _inside(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Give the rows of a table or the cells of a row, whatever content controls stand around them."""
    for entry in element:
        if local(entry) == name:
            yield entry
        elif local(entry) in _WRAPPERS:
            yield from _inside(entry, name)


def _width(words: str, least: int) -> int:
    return min(max(int(words), least), _WIDEST) if words.isdecimal() and len(words) < 6 else least
