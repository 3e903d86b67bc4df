"""The tree of a page's markup → lines and data tables in reading order, in one walk.

What is kept of a container or a table is settled when it ends, in gik.reading.open_tables.
"""

import re
from collections.abc import Mapping

from lxml import etree

from gik.errors import UnreadableFile
from gik.limits import exceed, limit
from gik.reading.claims import told_in
from gik.reading.furniture import Line, is_furniture, leads_away, names_furniture
from gik.reading.grids import PrintedCell, join_lines
from gik.reading.inline import (
    APART,
    BLOCKS,
    CELLS,
    TAGS,
    cell_words,
    inline_words,
    is_hidden,
    printed_cells,
    row_cells,
)
from gik.reading.open_tables import Frame, OpenTable, Table, lines_of, words_of
from gik.reading.spacing import clean

_CONTAINERS = TAGS["containers"]
_GROUPS = frozenset(("thead", "tbody", "tfoot"))
HEADINGS = {f"h{level}": level for level in range(1, 7)}
_STRUCTURE = frozenset((*_CONTAINERS, *CELLS, *_GROUPS, *HEADINGS, "table", "tr", "pre"))
# libxml2 silently drops what is nested deeper than 2048 elements.
_DEEPEST = 2040
# What XML, as which the tree writes and takes words, has no sign for; a form feed parts words as a blank does.
_CONTROL = bytes(range(9)) + bytes(range(14, 32))
REPLACED = b"\v\f" + _CONTROL
_PLAIN = bytes.maketrans(REPLACED, b"  " + b"\x7f" * len(_CONTROL))
_NO_CHARACTERS = ("\ufffe".encode(), "\uffff".encode())
# References to any of these, and to halves of pairs.
_REFERENCE = re.compile(
    rb"""&\#(?:
        0*(?:
            [0-8] | (1[12]) | 1[4-9] | 2[0-9] | 3[01] | 6553[45]
          | 5529[6-9] | 55[3-9][0-9]{2} | 56[0-9]{3} | 57[0-2][0-9]{2} | 573[0-3][0-9] | 5734[0-3]
        )(?![0-9])
      | x0*(?:[0-8]|([bc])|[ef]|1[0-9a-f]|d[89a-f][0-9a-f]{2}|fff[ef])(?![0-9a-f])
    );?""",
    re.VERBOSE | re.IGNORECASE,
)
# To make one takes longer than to parse a short page.
_PARSER = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)


def parse(data: bytes) -> etree._Element | None:
    """Give the tree of a page's markup in UTF-8, None where there is nothing in it at all but comments."""
    plain = data.translate(_PLAIN)
    for none in _NO_CHARACTERS:
        plain = plain.replace(none, b"\x7f")
    if b"&#" in plain:
        plain = _REFERENCE.sub(lambda match: b" " if match.lastindex else b"\x7f", plain)
    return etree.fromstring(plain, _PARSER)


def deepest() -> int:
    """Give how many elements of a page may be nested in one another."""
    return min(_DEEPEST, int(limit("nesting")))


def collect(
    root: etree._Element, whole: bool, hides: bool, given: Mapping[etree._Element, Table]
) -> tuple[list[Line | Table], list[tuple[str, str]]]:
    """Give the lines and data tables of a page's tree, and what its head says of the page (names as in the markup).

    ``whole`` keeps hidden elements and furniture, ``hides`` says that there may be hidden ones. ``given`` are the
    tables that are known already, by their elements.
    Raises UnreadableFile where elements are nested too deeply for the parser to keep them all.
    """
    return _Collector(whole, hides, given).collect(root)


class _Collector:
    """Collects the lines and tables of a page while it is walked over."""

    def __init__(self, whole: bool, hides: bool, given: Mapping[etree._Element, Table]) -> None:
        self.whole, self.hides, self.given = whole, hides, given
        self.head: list[tuple[str, str]] = []
        self.frames = [Frame()]
        self.tables: list[OpenTable] = []
        self.containers: list[tuple[int, int, bool]] = []
        self.words: list[str] = []
        self.depth = self.level = self.preformatted = self.links = self.linked = self.cells = 0
        self.link = 0  # depth of the element that is a link
        self.most, self.deepest = limit("cells"), deepest()

    def collect(self, root: etree._Element) -> tuple[list[Line | Table], list[tuple[str, str]]]:
        words, deepest = self.words, self.deepest
        skipped = plain = None
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                self.depth += 1
                if self.depth > deepest:
                    raise UnreadableFile("网页标签嵌套过深，无法完整读取，请把报告正文另存为 .docx")
                if tag in APART or (self.hides and is_hidden(element)):
                    self.head.extend(told_in(element))
                    skipped = element
                    walk.skip_subtree()
                    continue
                if tag in BLOCKS:
                    if words or self.links:
                        self.end_line()
                    if tag in CELLS and self.tables:
                        if self.start_cell(element):
                            plain = element
                            walk.skip_subtree()
                            continue
                    elif tag in _STRUCTURE:
                        if tag == "table" and (table := self.given.get(element)) is not None:
                            self.count_cells(len(table.words))
                            self.frames[-1].items.append(table)
                            plain = element
                            walk.skip_subtree()
                            continue
                        self.start_structure(tag, element)
                        if tag == "tr" and self.tables and self.take_row(element):
                            walk.skip_subtree()
                            continue
                    elif (
                        len(element)
                        and not self.link
                        and (inside := inline_words(element, self.hides, self.room)) is not None
                    ):
                        walk.skip_subtree()
                        if inside:
                            self.add(inside)
                        continue
                elif tag == "a":
                    if not self.link and leads_away(element.get("href")):
                        self.link = self.depth
                        self.links += 1
                elif tag == "rt":
                    words.append("(")
                text = element.text
            else:
                if element is skipped or element is plain:
                    skipped = plain = None
                elif tag in BLOCKS:
                    if words or self.links:
                        self.end_line()
                    if tag in _STRUCTURE:
                        self.end_structure(tag, element)
                elif self.link == self.depth:
                    self.link = 0
                elif tag == "rt":
                    words.append(")")
                self.depth -= 1
                text = element.tail
            if text and (words or not text.isspace()):
                self.add(text)
        if words:
            self.end_line()
        items = self.frames[0].items
        if not self.whole:
            items = [item for item in items if isinstance(item, Table) or not is_furniture(item)]
        return items, self.head

    def add(self, text: str) -> None:
        if self.preformatted:
            *lines, text = text.split("\n")
            for line in lines:
                self.words.append(line)
                self.end_line()
        self.words.append(text)
        if self.link:
            self.linked += len(text.strip())

    def end_line(self) -> None:
        text = clean("".join(self.words))
        self.words.clear()
        if text:
            line = Line(text, self.level, self.links, self.linked)
            self.frames[-1].items.append(line)
            self.frames[-1].prose += line.prose
        self.links = self.linked = 0

    def take_row(self, row: etree._Element) -> bool:
        """Take all cells of a row at once; where it holds more than cells of one line each the answer is no."""
        cells = None if self.level or self.link or self.preformatted else row_cells(row, self.hides, self.room)
        if cells is None:
            return False
        self.count_cells(len(cells))
        self.tables[-1].cells += len(cells)
        self.tables[-1].rows[-1][1].extend(cells)
        return True

    def start_cell(self, element: etree._Element) -> bool:
        """Begin a cell; one that holds no more than a line of words is done at once, and then the answer is yes."""
        table = self.tables[-1]
        if not table.in_row:  # the cell's <tr> was left out
            table.start_row()
        self.count_cells(1)
        table.cells += 1
        row = table.rows[-1][1]
        words = None if self.level or self.link or self.preformatted else cell_words(element, self.hides, self.room)
        if words is None:
            self.frames.append(Frame(cell=(row, len(row), table.cells)))
            row.append(PrintedCell(""))
            return False
        row.extend(printed_cells([element], [words]))
        return True

    @property
    def room(self) -> int:
        """How much deeper elements may be nested."""
        return self.deepest - self.depth

    def count_cells(self, more: int) -> None:
        self.cells += more
        if self.cells > self.most:
            exceed("cells", "表格")

    def end_cell(self, element: etree._Element) -> None:
        table, frame = self.tables[-1], self.frames.pop()
        items, (row, position, number) = frame.items, frame.cell
        lines = lines_of(items)
        text = lines[0].text if len(lines) == 1 else join_lines([words for words in words_of(items) if words])
        (cell,) = printed_cells([element], [text])
        row[position] = cell._replace(text=text, lines=len(lines))
        table.held[number] = items
        table.links += sum(line.links for line in lines)
        table.nesting += [(row, items)] if len(lines) < len(items) else []

    def start_structure(self, tag: str, element: etree._Element) -> None:
        if tag in _CONTAINERS:
            frame = self.frames[-1]
            named = tag in TAGS["furniture"] or names_furniture(f"{element.get('class', '')} {element.get('id', '')}")
            self.containers.append((len(frame.items), frame.prose, named))
        elif tag == "table":
            self.tables.append(OpenTable())
        elif tag == "tr" and self.tables:
            self.tables[-1].start_row()
        elif tag in _GROUPS and self.tables:
            self.tables[-1].group += 1
        elif tag in HEADINGS:
            self.level = HEADINGS[tag]
        elif tag == "pre":
            self.preformatted += 1

    def end_structure(self, tag: str, element: etree._Element) -> None:
        if tag in _CONTAINERS:
            begun = self.containers.pop()
            if not self.whole:
                self.frames[-1].drop_furniture(tag, *begun)
        elif tag == "table":
            items, prose = self.tables.pop().kept(self.whole)
            self.frames[-1].items.extend(items)
            self.frames[-1].prose += prose
        elif tag in CELLS and self.tables:
            self.end_cell(element)
        elif tag == "tr" and self.tables:
            self.tables[-1].in_row = False
        elif tag in HEADINGS:
            self.level = 0
        elif tag == "pre":
            self.preformatted -= 1
