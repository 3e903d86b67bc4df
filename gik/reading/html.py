"""A page (.html) → Document: paragraphs and data tables in reading order, without the page's furniture."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from lxml import etree

from gik.errors import UnreadableFile
from gik.limits import require
from gik.reading.building import Cells, Words, build
from gik.reading.claims import claims
from gik.reading.document import Document, GridCell
from gik.reading.furniture import Line
from gik.reading.grids import rectangles
from gik.reading.inline import HIDING
from gik.reading.looks import mark_looks
from gik.reading.markup import collect
from gik.reading.open_tables import Table

_DECLARATION = re.compile(r"<\?xml[^<>]*\?>")
# The parser compares every attribute of an element with all before it.
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{8192,}")
# What XML, as which the tree writes and takes words, has no sign for; a form feed parts words as a blank does.
_CONTROL = bytes(range(9)) + bytes(range(14, 32))
_PLAIN = bytes.maketrans(b"\v\f" + _CONTROL, b"  " + b"\x7f" * len(_CONTROL))


def read_html(text: str, encoding: str) -> Document:
    r"""Give the document of a page: one line of text a paragraph, one a row of a table, cells joined by `` | ``.

    Places are ``paragraph 12`` and ``table 3 row 5 cell 2``, counted from 1 as printed. Headings keep their level.
    Raises UnreadableFile for pages without words and for pages nested too deeply to be read whole.

    >>> read_html("<h2>一、概述</h2><table><tr><td>规章<td>0", "utf-8").text
    '一、概述\n规章 | 0\n'
    """
    markup = _DECLARATION.sub("", text, count=1)
    for tag in _LONG_TAG.finditer(markup):
        require("attributes", tag[0].count("="), "网页标签")
    page = _read(markup)
    if not page.has_report and (everything := _read(markup, whole=True)).has_report:
        page = everything  # the report itself was judged furniture, or is hidden until a script shows it
    if not page.items:
        raise UnreadableFile("网页没有文字（内容可能是图片，或由脚本生成），请在浏览器中打开后另存")
    return build(_items(page.items), "html", encoding, claims(page.head, text))


class _Page(NamedTuple):
    """What markup holds: lines and data tables, and what its head says of the page (names as in the markup)."""

    items: Sequence[Line | Table]
    head: Sequence[tuple[str, str]]

    @property
    def has_report(self) -> bool:
        """Whether there is a table or a sentence on the page."""
        return any(isinstance(item, Table) or "。" in item.text for item in self.items)


def _read(markup: str, whole: bool = False) -> _Page:
    """Give what markup holds; ``whole`` keeps hidden elements and furniture."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    data = markup.encode().translate(_PLAIN)
    root = etree.fromstring(data, parser)
    if root is None:  # nothing in the file at all but comments
        return _Page((), ())
    # Most pages hide nothing, and need not be asked element by element.
    lowered = data.lower()
    mark_looks(root, lowered)
    may_hide = not whole and (b"style" in lowered or b"hidden" in lowered)
    hides = may_hide and any(word in lowered for word in HIDING)
    return _Page(*collect(root, whole, hides))


def _items(items: Sequence[Line | Table]) -> Iterator[Words | Cells]:
    tables = 0
    for item in items:
        if isinstance(item, Line):
            yield Words(item.text, item.level)
        else:
            tables += 1
            yield Cells(list(_rows(item, f"table {tables}")))


def _rows(table: Table, place: str) -> Iterator[list[GridCell]]:
    words = [cell.text for row in table.rows for cell in row.cells]
    where = zip(*(table.rectangles or rectangles(table.rows)), strict=True)
    places = [
        f"{place} row {number} cell {position}"
        for number, row in enumerate(table.rows, start=1)
        for position in range(1, len(row.cells) + 1)
    ]
    cells = map(GridCell, words, *where, places)
    for row in table.rows:
        yield list(islice(cells, len(row.cells)))
