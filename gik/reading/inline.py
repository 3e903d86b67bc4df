"""Elements that hold nothing but words: a line, a cell or a whole row of cells is taken at once.

Everything here gives None for an element that has to be walked through.
"""

import re
from collections.abc import Iterable, Sequence
from html import unescape
from itertools import islice

from lxml import etree

from gik.definitions import definition
from gik.reading.grids import PrintedCell, read_span
from gik.reading.spacing import clean

TAGS = {name: frozenset(tags) for name, tags in definition("reading.toml")["tags"].items()}
BLOCKS = TAGS["blocks"]
CELLS = frozenset(("td", "th"))
# Elements of which nothing is printed.
APART = TAGS["skipped"] | {"meta", "link", "title"}
# Elements that are more than the words in them.
_TOLD = frozenset((*BLOCKS, *APART, "a", "rt"))
# A row of plain cells, as it is written out; attributes with quotes or entities in them are not read here.
_CELL = r"<t[dh](?![a-z])([^<>'&]*?)(?:/>|>([^<]*)</t[dh]>)"
_PLAIN_CELL = re.compile(_CELL)
_PLAIN_ROW = re.compile(rf"<tr[^<>]*>\s*(?:{_CELL}\s*)+</tr>")
_SPANS = re.compile(r'\s(row|col)span="([^"]*)"')
_ZERO = r"0+(?:\.0*)?(?:%|[a-z]+)?\s*(?:[;!]|$)"
_HIDDEN = re.compile(
    rf"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?<![\w-])opacity\s*:\s*{_ZERO}"
    r"|text-indent\s*:\s*-[5-9]\d\d",
    re.I,
)
# A place of its own, and one that is off the screen.
_PLACED = re.compile(r"position\s*:\s*(?:absolute|fixed)", re.I)
_FAR = re.compile(r"(?<![\w-])(?:left|right|top|bottom)\s*:\s*-(?:\d{4}|[5-9]\d\d|\d{3}(?:em|rem|v[wh]|%))", re.I)
# Looks that leave nothing to be seen, unless an inner element has others.
_CLEAR = r"transparent|rgba\((?:[^,()]+,){3}\s*0+(?:\.0*)?\s*\)"
_UNSEEN = re.compile(rf"(?<![\w-])(?:font-size\s*:\s*{_ZERO}|color\s*:\s*(?:{_CLEAR}))", re.I)
_LOOKS = re.compile(r"(?<![\w-])(?:font|font-size|color)\s*:", re.I)
_MOST = 1000  # inner elements of one whose words may be unseen as a whole
# Words of a page in lower case, without one of which it hides nothing; a reference (&#110;) may stand for any.
_HIDING = (b"hidden", b"none", b"mso-hide", b"opacity", b"absolute", b"fixed", b"transparent", b"rgba", b"&#")
_SIZES = ((b"font-size", re.compile(rb"font-size\W*0")), (b"text-indent", re.compile(rb"text-indent\W*-[5-9]")))


def may_hide(page: bytes) -> bool:
    """Say whether markup, in lower case, may hide elements; most doesn't, and need not be asked element by element."""
    if b"style" not in page and b"hidden" not in page:
        return False
    return any(word in page for word in _HIDING) or any(word in page and size.search(page) for word, size in _SIZES)


def may_be_unseen(element: etree._Element) -> bool:
    """Say whether nothing may be seen of an element's words, which is for the elements inside it to decide."""
    return _UNSEEN.search(element.get("style", "")) is not None


def is_hidden(element: etree._Element) -> bool:
    """Tell whether an element says of itself that it isn't shown, or that there is nothing to be seen of it.

    >>> [is_hidden(etree.fromstring(f"<b style='{style}'>5</b>")) for style in ("font-size:0", "font-size:0.8em")]
    [True, False]
    """
    style = element.get("style")
    if style is None or element.get("hidden") is not None:
        return element.get("hidden") is not None
    if _HIDDEN.search(style) or (_FAR.search(style) and _PLACED.search(style)):
        return True
    if _UNSEEN.search(style) is None:
        return False
    inside = list(islice(element.iterdescendants(), _MOST + 1))
    return len(inside) <= _MOST and not any(map(_has_looks, inside))


def _has_looks(element: etree._Element) -> bool:
    """Tell whether an element may look other than the one that it stands in; what a class says isn't read here."""
    style = element.get("style", "")
    is_other = _LOOKS.search(style) is not None and _UNSEEN.search(style) is None
    return is_other or element.tag == "font" or "class" in element.attrib


def inline_words(element: etree._Element, hides: bool, room: int) -> str | None:
    """Give the words of an element that holds nothing but words and inline elements.

    ``hides`` says that elements may be hidden, ``room`` how many may stand inside one another.

    >>> [inline_words(etree.fromstring(markup), False, 9) for markup in ("<p>公开<b>5</b>件</p>", "<p>无<br/></p>")]
    ['公开5件', None]
    """
    for count, one in enumerate(element.iter(), start=1):
        if (one.tag in _TOLD and count > 1) or count > room or (hides and is_hidden(one)):
            return None
    return "".join(map(str, element.itertext()))


def cell_words(cell: etree._Element, hides: bool, room: int) -> str | None:
    """Give the words of a cell that holds a line of them, in a paragraph of its own or not."""
    first = cell[0] if len(cell) == 1 else None
    if first is not None and first.tag == "p" and not _prints(cell.text) and not _prints(first.tail):
        return inline_words(first, hides, room - 1)
    return inline_words(cell, hides, room)


def row_cells(row: etree._Element, hides: bool, room: int) -> list[PrintedCell] | None:
    """Give the cells of a row that holds nothing but cells of a line each."""
    if room > 0 and len(row) and not len(row[0]) and (plain := _plain_cells(row, hides)) is not None:
        return plain
    cells = list(row.iterchildren("td", "th"))
    if len(cells) < len(row) or _prints(row.text) or room < 1 or (hides and any(map(is_hidden, cells))):
        return None
    if any(map(_prints, {cell.tail for cell in cells})):
        return None
    words = [cell_words(cell, hides, room - 1) if len(cell) else cell.text or "" for cell in cells]
    return None if None in words else printed_cells(cells, words)


def _plain_cells(row: etree._Element, hides: bool) -> list[PrintedCell] | None:
    """Read the cells off the row's markup as the parser's tree writes it: to ask element by element takes longer."""
    markup = etree.tostring(row, encoding="unicode", with_tail=False)
    if _PLAIN_ROW.fullmatch(markup) is None or (hides and ("style" in markup or "hidden" in markup)):
        return None
    cells = []
    for attributes, words in _PLAIN_CELL.findall(markup):
        text = clean(unescape(words) if "&" in words else words)
        cell = PrintedCell(text, 1 if text else 0)
        if "span" in attributes:
            spans = dict(_SPANS.findall(attributes))
            rowspan, colspan = read_span(spans.get("row", "1"), 0), read_span(spans.get("col", "1"), 1)
            cell = cell._replace(rowspan=rowspan, colspan=colspan)
        cells.append(cell)
    return cells


def printed_cells(cells: Sequence[etree._Element], words: Iterable[str | None]) -> list[PrintedCell]:
    """Give cells with the spans that they ask for, and their words, which are a line each or none."""
    texts = [clean(text or "") for text in words]
    rowspans = [1 if (asked := cell.get("rowspan")) is None else read_span(asked, 0) for cell in cells]
    colspans = [1 if (asked := cell.get("colspan")) is None else read_span(asked, 1) for cell in cells]
    return list(map(PrintedCell, texts, map(bool, texts), rowspans, colspans))


def _prints(text: str | None) -> bool:
    return text is not None and not text.isspace()
