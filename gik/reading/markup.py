"""Markup → lines and data tables in reading order, in one pass and without building a tree.

Lines are collected as they come; what a container held is judged when it ends.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from lxml import etree

from gik.definitions import definition
from gik.errors import UnreadableFile
from gik.limits import exceed, limit
from gik.reading.furniture import PROSE, Line, is_furniture, is_menu, names_furniture, states_metadata
from gik.reading.grids import PrintedCell, PrintedRow, is_data, join_lines, read_span
from gik.reading.spacing import clean

_TAGS = {name: frozenset(tags) for name, tags in definition("reading.toml")["tags"].items()}
_SKIPPED, _BLOCKS, _CONTAINERS = _TAGS["skipped"], _TAGS["blocks"], _TAGS["containers"]
_CELLS, _GROUPS = frozenset(("td", "th")), frozenset(("thead", "tbody", "tfoot"))
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_STRUCTURE = frozenset((*_CONTAINERS, *_CELLS, *_GROUPS, *_HEADINGS, "table", "tr", "pre"))
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
# libxml2 silently drops what is nested deeper than 2048 elements.
_DEEPEST = 2040
# A table of the page's own particulars has no more rows than this.
_PARTICULARS = 12


class Table(NamedTuple):
    """A data table as marked up: rows that have cells, in printed order."""

    rows: tuple[PrintedRow, ...]


class Page(NamedTuple):
    """What markup holds: lines and data tables, and what its head says of the page (names as in the markup)."""

    items: Sequence[Line | Table]
    head: Sequence[tuple[str, str]]

    @property
    def has_report(self) -> bool:
        """Whether there is a table or a sentence on the page."""
        return any(isinstance(item, Table) or "。" in item.text for item in self.items)


def read_markup(markup: str, whole: bool = False) -> Page:
    """Give the lines and data tables of a page; ``whole`` keeps hidden elements and furniture.

    Raises UnreadableFile where elements are nested too deeply for the parser to keep them all.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, target=cast(Any, _Collector(whole)))
    try:
        return cast(Page, etree.fromstring(markup.encode(), parser))
    except etree.XMLSyntaxError:  # nothing in the file at all but comments
        return Page((), ())


@dataclass(slots=True)
class _Frame:
    """What is being collected: the page itself, or one cell of a table with the spans that it asks for."""

    rowspan: int = 1
    colspan: int = 1
    items: list[Line | Table] = field(default_factory=list)
    prose: int = 0

    def lines(self, start: int = 0) -> list[Line]:
        return [item for item in self.items[start:] if isinstance(item, Line)]


@dataclass(slots=True)
class _OpenTable:
    rows: list[tuple[int, list[_Frame]]] = field(default_factory=list)
    group: int = 0
    in_row: bool = False


class _Collector:
    """The target of lxml's parser: ``start``, ``data`` and ``end`` are called as the markup is read."""

    def __init__(self, whole: bool) -> None:
        self.whole = whole
        self.head: list[tuple[str, str]] = []
        self.frames = [_Frame()]
        self.tables: list[_OpenTable] = []
        self.containers: list[tuple[int, int, bool]] = []
        self.words: list[str] = []
        self.depth = self.level = self.preformatted = self.links = self.linked = self.cells = 0
        self.deepest, self.most = min(_DEEPEST, limit("nesting")), limit("cells")
        self.link = self.skipped = 0  # depth of the element that is a link, or whose words don't count
        self.titled = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth > self.deepest:
            raise UnreadableFile("网页标签嵌套过深，无法完整读取")
        if self.skipped:
            self.start_in_head(tag, attributes)
        elif tag in _SKIPPED or (attributes and not self.whole and _is_hidden(attributes)):
            self.skipped = self.depth
        elif tag in _BLOCKS:
            if self.words:
                self.end_line()
            if tag in _STRUCTURE:
                self.start_structure(tag, attributes)
        elif tag == "a":
            if not self.link and _leads_away(attributes):
                self.link = self.depth
                self.links += 1
        elif tag == "rt":
            self.words.append("(")
        elif tag in ("meta", "link", "title"):
            self.start_in_head(tag, attributes)
            self.skipped = self.depth

    def start_in_head(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "meta":
            self.head.append(
                (attributes.get("name") or attributes.get("property") or "", attributes.get("content", ""))
            )
        elif tag == "link":
            self.head.append((attributes.get("rel", ""), attributes.get("href", "")))
        elif tag == "title":
            self.head.append((tag, ""))
            self.titled = True

    def data(self, text: str) -> None:
        if self.skipped:
            if self.titled:
                name, words = self.head[-1]
                self.head[-1] = (name, words + text)
            return
        if self.preformatted:
            *lines, text = text.split("\n")
            for line in lines:
                self.words.append(line)
                self.end_line()
        self.words.append(text)
        if self.link:
            self.linked += len(text.strip())

    def end(self, tag: str) -> None:
        if self.skipped:
            if self.skipped == self.depth:
                self.skipped = 0
            self.titled = False
        elif tag in _BLOCKS:
            if self.words:
                self.end_line()
            if tag in _STRUCTURE:
                self.end_structure(tag)
        elif self.link == self.depth:
            self.link = 0
        elif tag == "rt":
            self.words.append(")")
        self.depth -= 1

    def close(self) -> Page:
        if self.words:
            self.end_line()
        items = self.frames[0].items
        if not self.whole:
            items = [item for item in items if isinstance(item, Table) or not is_furniture(item)]
        return Page(items, self.head)

    def end_line(self) -> None:
        text = "".join(self.words)
        self.words.clear()
        if not text.isspace() and (text := clean(text)):
            line = Line(text, self.level, self.links, self.linked)
            self.frames[-1].items.append(line)
            self.frames[-1].prose += line.prose
        self.links = self.linked = 0

    def start_structure(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _CONTAINERS:
            frame = self.frames[-1]
            names = f"{attributes.get('class', '')} {attributes.get('id', '')}" if attributes else ""
            named = tag in _TAGS["furniture"] or names_furniture(names)
            self.containers.append((len(frame.items), frame.prose, named))
        elif tag == "table":
            self.tables.append(_OpenTable())
        elif tag in _CELLS and self.tables:
            table = self.tables[-1]
            if not table.in_row:  # the cell's <tr> was left out
                self.start_row(table)
            self.cells += 1
            if self.cells > self.most:
                exceed("cells", "表格")
            frame = _Frame(read_span(attributes, "rowspan"), read_span(attributes, "colspan"))
            table.rows[-1][1].append(frame)
            self.frames.append(frame)
        elif tag == "tr" and self.tables:
            self.start_row(self.tables[-1])
        elif tag in _GROUPS and self.tables:
            self.tables[-1].group += 1
        elif tag in _HEADINGS:
            self.level = _HEADINGS[tag]
        elif tag == "pre":
            self.preformatted += 1

    def start_row(self, table: _OpenTable) -> None:
        table.rows.append((table.group, []))
        table.in_row = True

    def end_structure(self, tag: str) -> None:
        if tag in _CONTAINERS:
            self.judge(tag, *self.containers.pop())
        elif tag == "table":
            self.end_table()
        elif tag in _CELLS and self.tables:
            self.frames.pop()
        elif tag == "tr" and self.tables:
            self.tables[-1].in_row = False
        elif tag in _HEADINGS:
            self.level = 0
        elif tag == "pre":
            self.preformatted -= 1

    def judge(self, tag: str, start: int, prose: int, named: bool) -> None:
        """Drop what a container held if it was furniture."""
        frame = self.frames[-1]
        if self.whole or len(frame.items) == start or frame.prose - prose >= PROSE:
            return
        lines = frame.lines(start)
        if len(lines) < len(frame.items) - start:
            return
        if tag == "header":
            named = all(line.level != 1 for line in lines)
        if named or is_menu(lines):
            del frame.items[start:]
            frame.prose = prose

    def end_table(self) -> None:
        """Keep a data table as one; of a layout table, keep what stands in its cells."""
        opened = [(group, cells) for group, cells in self.tables.pop().rows if cells]
        cells = [cell for _, row in opened for cell in row]
        frame = self.frames[-1]
        lines = [cell.lines() for cell in cells]
        nested = any(len(held) < len(cell.items) for held, cell in zip(lines, cells, strict=True))
        rows = _rows(opened)
        if nested or not is_data(rows):
            for held, cell in zip(lines, cells, strict=True):
                if self.whole or cell.prose >= PROSE or len(held) < len(cell.items) or not is_menu(held):
                    frame.items.extend(cell.items)
                    frame.prose += cell.prose
        elif len(rows) <= _PARTICULARS and states_metadata([cell.text for row in rows for cell in row.cells]):
            frame.items.extend(Line(" ".join(cell.text for cell in row.cells if cell.lines)) for row in rows)
        elif self.whole or not is_menu(line for held in lines for line in held):
            frame.items.append(Table(rows))


def _rows(opened: Sequence[tuple[int, Sequence[_Frame]]]) -> tuple[PrintedRow, ...]:
    rows = []
    for group, frames in opened:
        cells = []
        for frame in frames:
            lines = [item.text for item in frame.items if isinstance(item, Line)]
            text = lines[0] if len(lines) == 1 else join_lines(lines)
            cells.append(PrintedCell(text, len(lines), frame.rowspan, frame.colspan))
        rows.append(PrintedRow(tuple(cells), group))
    return tuple(rows)


def _is_hidden(attributes: Mapping[str, str]) -> bool:
    style = attributes.get("style")
    return (style is not None and _HIDDEN.search(style) is not None) or "hidden" in attributes


def _leads_away(attributes: Mapping[str, str]) -> bool:
    href = attributes.get("href")
    return href is not None and not (href.startswith("#") and len(href) > 1)
