"""Lines and tables, as a reader meets them → Document: the text is laid out here, and places are counted here."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from gik.limits import exceed, limit
from gik.reading.document import Document, Grid, GridCell, Paragraph


class Words(NamedTuple):
    """A line of prose; without a place of its own it is ``paragraph 12``, counted from 1."""

    text: str
    level: int = 0
    place: str = ""


class Cells(NamedTuple):
    """A table: its printed cells row by row, and its place; without one it is ``table 3``.

    A cell without a place of its own is ``table 3 row 5 cell 2``, counted from 1 as printed.
    """

    rows: Sequence[Sequence[GridCell]]
    place: str = ""


class Laid(NamedTuple):
    """A table that is laid out already: its text, its cells with their places, and its own place."""

    text: str
    cells: tuple[GridCell, ...]
    place: str


def build(
    items: Iterable[Words | Cells | Laid], format: str, encoding: str = "", claims: Mapping[str, str] | None = None
) -> Document:
    r"""Lay lines and tables out as a document: one line of text a line or row, cells joined by `` | ``.

    Raises UnreadableFile for a document beyond the limits of cells and characters.

    >>> build([Words("一、概述"), Words("（略）", 0, "footnote 1")], "docx").text
    '一、概述\n（略）\n'
    """
    blocks: list[Paragraph | Grid] = []
    lines: list[str] = []
    start = paragraphs = tables = cells = 0
    longest, most = limit("characters"), limit("cells")
    for item in items:
        if isinstance(item, Words):
            paragraphs += 1
            text = item.text
            blocks.append(Paragraph(start, start + len(text), item.place or f"paragraph {paragraphs}", item.level))
        else:
            tables += 1
            text, printed, place = _laid(item, f"table {tables}") if isinstance(item, Cells) else item
            cells += len(printed)
            if cells > most:
                exceed("cells", "表格")
            blocks.append(Grid(start, start + len(text), place, printed))
        lines.append(text)
        start += len(text) + 1
        if start > longest:
            exceed("characters", "正文")
    return Document("\n".join([*lines, ""]), tuple(blocks), format, encoding, claims or {})


def _laid(table: Cells, place: str) -> Laid:
    text = "\n".join([" | ".join([cell.text for cell in row]) for row in table.rows])
    place = table.place or place
    cells = [
        cell if cell.place else GridCell(*cell[:5], f"{place} row {number} cell {position}")
        for number, row in enumerate(table.rows, start=1)
        for position, cell in enumerate(row, start=1)
    ]
    return Laid(text, tuple(cells), place)
