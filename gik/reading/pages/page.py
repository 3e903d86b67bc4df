"""A page as seen: words outside tables, tables with their cells, and its size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from gik.reading.grids import PrintedCell, PrintedRow, is_data
from gik.reading.pages.glyphs import Box, Segment, cell_text, segments
from gik.reading.pages.lattice import Lattice, LatticeCell, Rule, lattices


@dataclass(frozen=True, slots=True)
class PageCell:
    """A cell of a table on a page, with the confidence of its least certain word."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    confidence: float = 1.0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on a page: its cells in reading order, and where its columns begin and end."""

    box: Box
    edges: tuple[float, ...]
    cells: tuple[PageCell, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a document, counted from 1, with its words and its ruled tables."""

    number: int
    width: float
    height: float
    words: tuple[Segment, ...]
    tables: tuple[PageTable, ...]


def read_page(
    number: int,
    size: tuple[float, float],
    glyphs: Sequence[Segment],
    horizontal: Iterable[Rule],
    vertical: Iterable[Rule],
) -> Page:
    """Give the page on which these glyphs and ruling lines stand; what no cell holds is left as words."""
    tables: list[PageTable] = []
    rest = list(glyphs)
    for lattice in lattices(horizontal, vertical):
        inside = [glyph for glyph in rest if lattice.box.holds(glyph.box)]
        table = _table(lattice, inside)
        if inside and is_data(printed_rows(table)):
            tables.append(table)
            held = set(map(id, inside))
            rest = [glyph for glyph in rest if id(glyph) not in held]
    return Page(number, *size, tuple(segments(rest)), tuple(tables))


def printed_rows(table: PageTable) -> list[PrintedRow]:
    """Give the rows of a table as markup would have them."""
    rows: dict[int, list[PrintedCell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(PrintedCell(cell.text, int(bool(cell.text)), cell.rowspan, cell.colspan))
    return [PrintedRow(tuple(cells)) for cells in rows.values()]


def _table(lattice: Lattice, glyphs: Sequence[Segment]) -> PageTable:
    held: dict[int, list[Segment]] = {}
    for glyph in glyphs:
        position = next((i for i, cell in enumerate(lattice.cells) if cell.box.holds(glyph.box)), None)
        if position is not None:
            held.setdefault(position, []).append(glyph)
    cells = tuple(_cell(cell, held.get(position, [])) for position, cell in enumerate(lattice.cells))
    return PageTable(lattice.box, lattice.edges, cells)


def _cell(cell: LatticeCell, glyphs: Sequence[Segment]) -> PageCell:
    text = cell_text(glyphs, cell.box.x1 - cell.box.x0) if glyphs else ""
    confidence = min((glyph.confidence for glyph in glyphs), default=1.0)
    return PageCell(text, cell.row, cell.column, cell.rowspan, cell.colspan, confidence, cell.box)


def without(page: Page, words: Iterable[Segment]) -> Page:
    """Give the page without some of its words."""
    gone = set(map(id, words))
    return replace(page, words=tuple(piece for piece in page.words if id(piece) not in gone))
