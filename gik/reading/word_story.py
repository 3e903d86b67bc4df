"""The text of a Word document, walked through in reading order → lines and tables, as they print.

Here are paragraphs, text boxes, fields, formulas and notes, and of tables what stands in each cell. How the cells of a
table lie is told by gik.reading.word_tables, what styles and lists add by gik.reading.styles and .numbering.
"""

from collections.abc import Mapping

from lxml import etree

from gik.reading.building import Words
from gik.reading.numbering import Numbering
from gik.reading.parts import child, children, local, value
from gik.reading.spacing import clean, lowered, raised
from gik.reading.styles import Styles
from gik.reading.word_tables import Items, items_of, open_rows, read_cells

# Elements with no words of the final text: properties, what was deleted or moved away, codes of fields.
_SILENT = frozenset(
    (
        *("pPr", "rPr", "tcPr", "tblPr", "sectPr", "sdtPr", "sdtEndPr"),
        *("del", "moveFrom", "delText", "instrText", "delInstrText", "fldData", "rt"),
    )
)
_DRAWN = frozenset(("drawing", "pict", "object", "shape", "group", "rect", "textbox"))
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}
# Parts of a formula that don't stand on its line.
_OFF_LINE = {"sup": raised, "sub": lowered, "den": "/{}".format}


class WordStory:
    """Walks a document's elements in reading order; lists, fields and joined paragraphs go on from one to the next."""

    def __init__(self, styles: Styles, lists: Numbering, notes: Mapping[str, Mapping[str, etree._Element]]) -> None:
        """Take what stands beside the text: styles, lists, and notes by kind and id."""
        self._styles, self._lists, self._notes = styles, lists, notes
        self._fields: list[bool] = []  # of every field begun and not ended, whether its result has begun
        self._joined = ""  # words of a paragraph whose end was deleted: the next one goes on with them
        self._due: list[tuple[str, str]] = []  # notes referred to in what is being read
        self._noted = 0
        self._in_note = False
        self._tables = 0  # how many tables deep

    def read(self, root: etree._Element) -> Items:
        """Give the lines and tables of a document."""
        items: Items = []
        for entry in root:
            items += self._block(entry)
        return items + self._end()

    def _block(self, entry: etree._Element) -> Items:
        name = local(entry)
        if name == "p":
            items = self._paragraph(entry)
        elif name == "tbl":
            items = self._end() + self._table(entry)
        elif name in _SILENT or (name == "sdt" and _is_placeholder(entry)):
            return []
        elif name == "AlternateContent":
            return self._inside(_chosen(entry))
        else:
            return self._inside(entry)
        return items + self._notes_due() if not self._tables else items

    def _inside(self, element: etree._Element | None) -> Items:
        return [item for entry in (() if element is None else element) for item in self._block(entry)]

    def _paragraph(self, paragraph: etree._Element) -> Items:
        pieces: list[str] = []
        boxes: list[etree._Element] = []
        self._runs(paragraph, pieces, boxes)
        boxed = [item for box in boxes for item in self._story(box)]
        text = self._joined + "".join(pieces)
        about = child(paragraph, "pPr")
        if child(about, "rPr", "del") is not None:
            self._joined = text
            return boxed
        self._joined = ""
        look = self._styles.look(about)
        if look.is_contents:
            return boxed
        number = self._lists.next(*look.numbering)
        if number and (self._tables or clean(text)):
            text = number + text.lstrip()
        lines = [Words(words, look.level) for line in text.split("\n") if (words := clean(line))]
        return [*lines, *boxed]

    def _end(self) -> Items:
        text, self._joined = clean(self._joined), ""
        return [Words(text)] if text else []

    def _story(self, element: etree._Element) -> Items:
        """Read what stands in a text box, cell or note, apart from the fields and paragraphs around it."""
        outside = self._fields, self._joined
        self._fields, self._joined = [], ""
        items = self._inside(element) + self._end()
        self._fields, self._joined = outside
        return items

    def _runs(self, element: etree._Element, pieces: list[str], boxes: list[etree._Element]) -> None:
        for entry in element:
            name = local(entry)
            if (
                name in _SILENT
                or (name == "r" and self._styles.hide(entry))
                or (name == "sdt" and _is_placeholder(entry))
            ):
                continue
            if name == "fldChar":
                self._field(value(entry, "fldCharType", own=True))
            elif not all(self._fields):
                self._runs(entry, pieces, boxes)
            elif name == "t":
                pieces.append(self._styles.as_printed(entry.text or "", element))
            elif name in _BREAKS:
                pieces.append(_BREAKS[name])
            elif name in NOTES:
                self._due.append((NOTES[name], value(entry, "id", own=True)))
            elif name == "AlternateContent":
                chosen = _chosen(entry)
                if chosen is not None:
                    self._runs(chosen, pieces, boxes)
            elif name in _DRAWN:
                boxes += _boxes(entry)
            elif name in _OFF_LINE:
                inner: list[str] = []
                self._runs(entry, inner, boxes)
                pieces.append(_OFF_LINE[name]("".join(inner)))
            elif name == "ruby":
                self._runs(entry, pieces, boxes)
                pieces.append(f"({_ruby(entry)})")
            else:
                self._runs(entry, pieces, boxes)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _table(self, table: etree._Element) -> Items:
        self._tables += 1
        rows = []
        for _, cells in open_rows(table):
            for cell, element in cells:
                cell.items = self._story(element)
            rows.append([cell for cell, _ in cells])
        self._tables -= 1
        return items_of(read_cells(rows))

    def _notes_due(self) -> Items:
        """Give the notes that were referred to, right behind the paragraph or table that did."""
        items: Items = []
        due, self._due = self._due, []
        for kind, code in () if self._in_note else due:  # a note may refer to itself
            note = self._notes.get(kind, {}).get(code)
            if note is not None:
                self._in_note = True
                self._noted += 1
                lines = [item for item in self._story(note) if isinstance(item, Words)]
                self._in_note = False
                items += [line._replace(place=f"footnote {self._noted}") for line in lines]
        return items


def _is_placeholder(entry: etree._Element) -> bool:
    """Say whether this content control is one that nobody has filled: its words only say what to type."""
    return child(entry, "sdtPr", "showingPlcHdr") is not None


def _chosen(entry: etree._Element) -> etree._Element | None:
    """Of the ways in which the same content is given, choose the first; the older one says the same once more."""
    choice = next((c for c in children(entry, "Choice") if len(c)), None)
    return choice if choice is not None else child(entry, "Fallback")


def _boxes(drawn: etree._Element) -> list[etree._Element]:
    """Give the text boxes of a drawing in their order, each once, those inside others left to them."""
    found = []
    for entry in drawn:
        if local(entry) == "txbxContent":
            found.append(entry)
        elif local(entry) == "AlternateContent":
            chosen = _chosen(entry)
            found += [] if chosen is None else _boxes(chosen)
        else:
            found += _boxes(entry)
    return found


def _ruby(entry: etree._Element) -> str:
    return "".join(text.text or "" for rt in children(entry, "rt") for text in rt.iter("{*}t"))
