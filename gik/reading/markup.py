"""Markup → lines and data tables in reading order, in one walk; what a container held is judged when it ends."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from gik.definitions import definition
from gik.errors import UnreadableFile
from gik.limits import exceed, limit
from gik.reading.furniture import PROSE, Line, is_furniture, is_menu, leads_away, names_furniture, states_metadata
from gik.reading.grids import PrintedCell, PrintedRow, is_data, join_lines, read_span
from gik.reading.looks import mark_looks
from gik.reading.spacing import clean, raised

_TAGS = {name: frozenset(tags) for name, tags in definition("reading.toml")["tags"].items()}
_BLOCKS, _CONTAINERS = _TAGS["blocks"], _TAGS["containers"]
# Elements of which nothing is printed.
_APART = _TAGS["skipped"] | {"meta", "link", "title"}
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
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(markup.encode(), parser)
    if root is None:  # nothing in the file at all but comments
        return Page((), ())
    lowered = markup.lower().encode()
    mark_looks(root, lowered)
    hides = not whole and any(word in lowered for word in (b"hidden", b"none", b"mso-hide"))
    return _Collector(whole, hides).collect(root)


@dataclass(slots=True)
class _Frame:
    """What is being collected: the page itself, or a cell (its row, its position there and its number in the table)."""

    items: list[Line | Table] = field(default_factory=list)
    prose: int = 0
    cell: tuple[list[PrintedCell], int, int] = ([], 0, 0)


@dataclass(slots=True)
class _OpenTable:
    """A table whose end hasn't come: its rows, and what each cell holds that is more than one plain line."""

    rows: list[tuple[int, list[PrintedCell]]] = field(default_factory=list)
    held: dict[int, Sequence[Line | Table]] = field(default_factory=dict)
    cells: int = 0
    links: int = 0
    group: int = 0
    in_row: bool = False
    is_nested: bool = False

    def start_row(self) -> None:
        self.rows.append((self.group, []))
        self.in_row = True

    def contents(self) -> Iterator[Sequence[Line | Table]]:
        """What every cell holds, in printed order."""
        cells = (cell for _, row in self.rows for cell in row)
        for number, cell in enumerate(cells, start=1):
            yield self.held.get(number, (Line(cell.text),) if cell.lines else ())


class _Collector:
    """Collects the lines and tables of a page while it is walked over."""

    def __init__(self, whole: bool, hides: bool) -> None:
        self.whole = whole
        self.hides = hides
        self.head: list[tuple[str, str]] = []
        self.frames = [_Frame()]
        self.tables: list[_OpenTable] = []
        self.containers: list[tuple[int, int, bool]] = []
        self.words: list[str] = []
        self.depth = self.level = self.preformatted = self.raised = self.links = self.linked = self.cells = 0
        self.link = 0  # depth of the element that is a link
        self.most = limit("cells")

    def collect(self, root: etree._Element) -> Page:
        words, deepest = self.words, min(_DEEPEST, limit("nesting"))
        skipped = plain = None
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                self.depth += 1
                if self.depth > deepest:
                    raise UnreadableFile("网页标签嵌套过深，无法完整读取")
                if tag in _APART or (self.hides and _is_hidden(element)):
                    self.read_head(element)
                    skipped = element
                    walk.skip_subtree()
                    continue
                if tag in _BLOCKS:
                    if words or self.links:
                        self.end_line()
                    if tag in _CELLS and self.tables:
                        if self.start_cell(element):
                            plain = element
                            continue
                    elif tag in _STRUCTURE:
                        self.start_structure(tag, element)
                elif tag == "a":
                    if not self.link and leads_away(element.get("href")):
                        self.link = self.depth
                        self.links += 1
                elif tag == "rt":
                    words.append("(")
                elif tag == "sup":
                    self.raised += 1
                text = element.text
            else:
                if element is skipped or element is plain:
                    skipped = plain = None
                elif tag in _BLOCKS:
                    if words or self.links:
                        self.end_line()
                    if tag in _STRUCTURE:
                        self.end_structure(tag, element)
                elif self.link == self.depth:
                    self.link = 0
                elif tag == "rt":
                    words.append(")")
                elif tag == "sup":
                    self.raised -= 1
                self.depth -= 1
                text = element.tail
            if text and (words or not text.isspace()):
                self.add(text)
        if words:
            self.end_line()
        items = self.frames[0].items
        if not self.whole:
            items = [item for item in items if isinstance(item, Table) or not is_furniture(item)]
        return Page(items, self.head)

    def read_head(self, skipped: etree._Element) -> None:
        """Keep what elements that aren't printed say of the page."""
        for element in skipped.iter("meta", "link", "title"):
            if element.tag == "meta":
                self.head.append((element.get("name") or element.get("property") or "", element.get("content", "")))
            elif element.tag == "link":
                self.head.append((element.get("rel", ""), element.get("href", "")))
            else:
                self.head.append(("title", "".join(map(str, element.itertext()))))

    def add(self, text: str) -> None:
        text = raised(text) if self.raised else text
        if self.preformatted:
            *lines, text = text.split("\n")
            for line in lines:
                self.words.append(line)
                self.end_line()
        self.words.append(text)
        if self.link:
            self.linked += len(text.strip())

    def end_line(self) -> None:
        text = "".join(self.words)
        self.words.clear()
        if not text.isspace() and (text := clean(text)):
            line = Line(text, self.level, self.links, self.linked)
            self.frames[-1].items.append(line)
            self.frames[-1].prose += line.prose
        self.links = self.linked = 0

    def start_cell(self, element: etree._Element) -> bool:
        """Begin a cell; one that holds nothing but words is done at once, and then the answer is yes."""
        table = self.tables[-1]
        if not table.in_row:  # the cell's <tr> was left out
            table.start_row()
        self.cells += 1
        if self.cells > self.most:
            exceed("cells", "表格")
        row = table.rows[-1][1]
        table.cells += 1
        if len(element) or self.level or self.link or self.preformatted:
            self.frames.append(_Frame(cell=(row, len(row), table.cells)))
            row.append(PrintedCell(""))
            return False
        text = clean(element.text or "")
        row.append(PrintedCell(text, 1 if text else 0, *_spans(element)))
        return True

    def end_cell(self, element: etree._Element) -> None:
        table, frame = self.tables[-1], self.frames.pop()
        items, (row, position, number) = frame.items, frame.cell
        lines = _lines(items)
        text = lines[0].text if len(lines) == 1 else join_lines([line.text for line in lines])
        row[position] = PrintedCell(text, len(lines), *_spans(element))
        table.held[number] = items
        table.links += sum(line.links for line in lines)
        table.is_nested |= len(lines) < len(items)

    def start_structure(self, tag: str, element: etree._Element) -> None:
        if tag in _CONTAINERS:
            frame = self.frames[-1]
            named = tag in _TAGS["furniture"] or names_furniture(f"{element.get('class', '')} {element.get('id', '')}")
            self.containers.append((len(frame.items), frame.prose, named))
        elif tag == "table":
            self.tables.append(_OpenTable())
        elif tag == "tr" and self.tables:
            self.tables[-1].start_row()
        elif tag in _GROUPS and self.tables:
            self.tables[-1].group += 1
        elif tag in _HEADINGS:
            self.level = _HEADINGS[tag]
        elif tag == "pre":
            self.preformatted += 1

    def end_structure(self, tag: str, element: etree._Element) -> None:
        if tag in _CONTAINERS:
            self.judge(tag, *self.containers.pop())
        elif tag == "table":
            self.end_table()
        elif tag in _CELLS and self.tables:
            self.end_cell(element)
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
        lines = _lines(frame.items[start:])
        if len(lines) < len(frame.items) - start:
            return
        if tag == "header":
            named = all(line.level != 1 for line in lines)
        if named or is_menu(lines):
            del frame.items[start:]
            frame.prose = prose

    def end_table(self) -> None:
        """Keep a data table as one; of a layout table, keep what stands in its cells."""
        table, frame = self.tables.pop(), self.frames[-1]
        rows = tuple(PrintedRow(tuple(cells), group) for group, cells in table.rows if cells)
        if table.is_nested or not is_data(rows):
            for items in table.contents():
                lines = _lines(items)
                prose = sum(line.prose for line in lines)
                if self.whole or prose >= PROSE or len(lines) < len(items) or not is_menu(lines):
                    frame.items.extend(items)
                    frame.prose += prose
        elif len(rows) <= _PARTICULARS and states_metadata([cell.text for row in rows for cell in row.cells]):
            frame.items.extend(Line(" ".join(cell.text for cell in row.cells if cell.lines)) for row in rows)
        elif self.whole or not (table.links and is_menu(line for items in table.contents() for line in _lines(items))):
            frame.items.append(Table(rows))


def _lines(items: Iterable[Line | Table]) -> list[Line]:
    return [item for item in items if isinstance(item, Line)]


def _spans(cell: etree._Element) -> tuple[int, int]:
    rows, columns = cell.get("rowspan"), cell.get("colspan")
    return 1 if rows is None else read_span(rows, 0), 1 if columns is None else read_span(columns, 1)


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style")
    return (style is not None and _HIDDEN.search(style) is not None) or element.get("hidden") is not None
