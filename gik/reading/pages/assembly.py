"""Pages → Document: lines joined into paragraphs and tables into one, over the ends of lines and of pages."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from gik.definitions import definition
from gik.reading.document import Document, Grid, GridCell, Paragraph
from gik.reading.grids import join_lines
from gik.reading.pages.aligned import with_aligned
from gik.reading.pages.columns import Line, ordered
from gik.reading.pages.margins import without_furniture
from gik.reading.pages.page import Page, PageCell, PageTable
from gik.reading.spacing import clean

# Columns of the two parts of a table stand this near to each other, in points.
_NEAR = 5.0


@dataclass(frozen=True, slots=True)
class _Prose:
    lines: tuple[Line, ...]
    page: int
    flow: int  # the column in which the last line stands, counted through the document


@dataclass(frozen=True, slots=True)
class _Part:
    """A table, perhaps over several pages: rows of cells, each with its place."""

    edges: tuple[float, ...]
    cells: tuple[tuple[PageCell, str], ...]
    place: str
    head: tuple[tuple[str, ...], ...]
    flow: int


def assemble(pages: Sequence[Page], form: str) -> Document:
    """Give the document of pages: a paragraph a line of text, and tables as a page of HTML has them.

    Places are ``page 4 paragraph 2`` and ``page 4 table 1 row 5 cell 2``, counted from 1 on each page as printed.
    """
    items = list(_joined(_items(without_furniture(pages))))
    blocks: list[Paragraph | Grid] = []
    lines: list[str] = []
    start = 0
    counted: dict[int, int] = {}
    for item in items:
        if isinstance(item, _Prose):
            text = clean(_paragraph([line.text for line in item.lines]))
            counted[item.page] = counted.get(item.page, 0) + 1
            place = f"page {item.page} paragraph {counted[item.page]}"
            words = [(clean(p.text), p.confidence) for line in item.lines for p in line.pieces if p.confidence < 1]
            blocks.append(Paragraph(start, start + len(text), place, words=tuple(words)))
        else:
            text = "\n".join(" | ".join(texts) for texts in _rows(item.cells))
            cells = tuple(_grid_cell(cell, where) for cell, where in item.cells)
            blocks.append(Grid(start, start + len(text), item.place, cells))
        lines.append(text)
        start += len(text) + 1
    return Document("\n".join(lines) + "\n", tuple(blocks), form, "")


def _grid_cell(cell: PageCell, place: str) -> GridCell:
    return GridCell(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan, place, cell.confidence)


def _paragraph(lines: Sequence[str]) -> str:
    """Join full lines; a number may be broken at the end of one."""
    parts = [lines[0]]
    for line in lines[1:]:
        if parts[-1][-1:].isdigit() and line[:1].isdigit():
            parts[-1] += line
        else:
            parts.append(line)
    return join_lines(parts)


def _items(pages: Iterable[Page]) -> Iterator[_Prose | _Part]:
    flow = 0
    for page in pages:
        tables = 0
        for column in ordered(page.words, page.tables):
            flow += 1
            for item in with_aligned(column):
                if isinstance(item, PageTable):
                    tables += 1
                    yield _part(item, flow, f"page {page.number} table {tables}")
                else:
                    yield _Prose((item,), page.number, flow)


def _part(table: PageTable, flow: int, place: str) -> _Part:
    cells = []
    printed: dict[int, int] = {}
    for cell in table.cells:
        printed[cell.row] = printed.get(cell.row, 0) + 1
        cells.append((cell, f"{place} row {cell.row + 1} cell {printed[cell.row]}"))
    return _Part(table.edges, tuple(cells), place, tuple(_rows(cells)), flow)


def _rows(cells: Iterable[tuple[PageCell, str]]) -> list[tuple[str, ...]]:
    rows: dict[int, list[str]] = {}
    for cell, _ in cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return [tuple(texts) for _, texts in sorted(rows.items())]


def _joined(items: Iterable[_Prose | _Part]) -> Iterator[_Prose | _Part]:
    before: _Prose | _Part | None = None
    for item in items:
        whole: _Prose | _Part | None = None
        if isinstance(before, _Prose) and isinstance(item, _Prose):
            whole = _one_paragraph(before, item)
        elif isinstance(before, _Part) and isinstance(item, _Part) and item.flow == before.flow + 1:
            whole = _one_table(before, item)
        if whole is None and before is not None:
            yield before
        before = whole or item
    if before is not None:
        yield before


def _one_paragraph(before: _Prose, after: _Prose) -> _Prose | None:
    """Join a line to the one before if that one is full and this one begins at the margin."""
    last, line = before.lines[-1], after.lines[0]
    size = last.box.size
    if len(last.pieces) > 1 or len(line.pieces) > 1 or abs(size - line.box.size) > 0.15 * size:
        return None
    full = last.box.x1 >= last.right - 1.6 * size and last.right - last.left > 8 * size
    begins = line.box.x0 > line.left + 0.6 * size or _beginning().match(line.text)
    if not full or begins or (before.flow == after.flow and line.box.top - last.box.bottom > 1.6 * size):
        return None
    # Where the first lines of paragraphs aren't set in, a full stop at the end of a full line may be the last.
    if last.text.endswith(("。", "：", ":")) and before.lines[0].box.x0 <= before.lines[0].left + 0.6 * size:
        return None
    return _Prose((*before.lines, line), before.page, after.flow)


@cache
def _beginning() -> re.Pattern[str]:
    return re.compile("|".join(definition("reading.toml")["pages"]["beginnings"]))


def _one_table(before: _Part, after: _Part) -> _Part | None:
    """Join a table to the one that ends the page before, if their columns are the same; a repeated head is left out."""
    here, there = _shifted(before.edges), _shifted(after.edges)
    if abs(here[-1] - there[-1]) > _NEAR:
        return None
    few, many = sorted((here, there), key=len)
    if not all(_index(many, edge) is not None for edge in few):
        return None
    edges = before.edges if many is here else after.edges
    repeated = 0
    rows = _rows(after.cells)
    while (
        repeated < min(len(rows), len(before.head)) and any(rows[repeated]) and rows[repeated] == before.head[repeated]
    ):
        repeated += 1
    count = 1 + max(cell.row + cell.rowspan - 1 for cell, _ in before.cells)
    cells = [(_moved(cell, here, many, 0), place) for cell, place in before.cells]
    cells += [
        (_moved(cell, there, many, count - repeated), place) for cell, place in after.cells if cell.row >= repeated
    ]
    return replace(before, edges=edges, cells=tuple(cells), flow=after.flow)


def _shifted(edges: Sequence[float]) -> tuple[float, ...]:
    return tuple(edge - edges[0] for edge in edges)


def _index(edges: Sequence[float], place: float) -> int | None:
    near = min(range(len(edges)), key=lambda position: abs(edges[position] - place))
    return near if abs(edges[near] - place) <= _NEAR else None


def _moved(cell: PageCell, own: Sequence[float], edges: Sequence[float], rows: int) -> PageCell:
    """Give a cell its place among the columns of the whole table, and its row in it."""
    start, end = _index(edges, own[cell.column]), _index(edges, own[cell.column + cell.colspan])
    assert start is not None and end is not None
    return replace(cell, row=cell.row + rows, column=start, colspan=end - start)
