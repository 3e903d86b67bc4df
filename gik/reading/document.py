"""What every reader gives: a Document of blocks, each with its place in the source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from gik.rows import Cell


class Paragraph(NamedTuple):
    """A line or paragraph of prose: ``text[start:end]`` of its document, without the line end.

    ``level`` is 1 to 6 where the source itself marks the paragraph as a heading (``<h2>`` is 2), else 0.
    ``words`` are the parts of it that had to be recognised and are not certain, each with its confidence (0 to 1).
    """

    start: int
    end: int
    place: str
    level: int = 0
    words: tuple[tuple[str, float], ...] = ()


class GridCell(NamedTuple):
    """A printed cell of a grid: its words, and the rectangle that it covers (0-based).

    A cell that spans several rows or columns is listed once, at its upper left corner. ``confidence`` is that of the
    recognition of scanned words, 1 where nothing had to be recognised.
    """

    text: str
    row: int
    column: int
    rowspan: int
    colspan: int
    place: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with cells, in reading order; ``text[start:end]`` of its document holds the same words."""

    start: int
    end: int
    place: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One file as read: its plain text, and the blocks of it in reading order.

    ``claims`` holds what the page says of itself outside its text, as printed, by these names where given:
    title (标题), page_title (页面标题), published (发布日期), source (来源), site (网站名称), url.
    ``findings`` is what only the reader of the format can know and others should be told: arguments of
    gik.findings.finding(), which puts it into words.
    ``form`` and ``cells`` are given where the source itself says of which cell of a national form each printed one is,
    as our own workbooks do: its code, and rows as in the frame of cells, without those that aren't printed.
    ``paragraphs`` and ``grids`` are the blocks of either kind.
    """

    text: str
    blocks: tuple[Paragraph | Grid, ...]
    format: str
    encoding: str
    claims: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Mapping[str, Any], ...] = ()
    form: str = ""
    cells: tuple[Cell, ...] = ()
    paragraphs: tuple[Paragraph, ...] = field(init=False, repr=False, compare=False)
    grids: tuple[Grid, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Tell paragraphs and grids apart, once for all who ask for either."""
        blocks = tuple(self.blocks)
        grids = tuple([block for block in blocks if isinstance(block, Grid)])
        paragraphs = tuple([block for block in blocks if isinstance(block, Paragraph)]) if grids else blocks
        object.__setattr__(self, "grids", grids)
        object.__setattr__(self, "paragraphs", paragraphs)
