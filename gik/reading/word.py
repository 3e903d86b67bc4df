"""Word documents (.docx, and the same as one XML file) → Document, as they print once all changes are accepted.

Read from the XML itself, so that text boxes, content controls, tracked changes and automatic numbers are all there.
Left out, as page furniture: headers, footers, comments and the table of contents. Here the parts of a document are
found and put together; its text is walked through by gik.reading.word_story.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from lxml import etree

from gik.errors import UnreadableFile
from gik.limits import require
from gik.reading.building import build
from gik.reading.document import Document
from gik.reading.numbering import Numbering
from gik.reading.parts import Package, child, children, read_xml, value
from gik.reading.styles import read_styles
from gik.reading.word_story import NOTES, WordStory

_MAIN = "word/document.xml"


def read_word(data: bytes) -> Document:
    """Give the document of a .docx file; places are ``paragraph 12``, ``table 3 row 5 cell 2`` and ``footnote 1``.

    Raises UnreadableFile for files that are damaged, hold no words, or go beyond the limits.
    """
    package = Package(data)
    main = package.related("").get("officeDocument", _MAIN)
    related = package.related(main)
    root = package.tree(main)
    if root is None:
        raise UnreadableFile("Word 文档缺少正文部分，请用 Word 打开后另存")
    document = _read(root, root, lambda kind: package.tree(related.get(kind, "")))
    return replace(document, findings=tuple(_objects(root)))


def read_word_xml(data: bytes) -> Document:
    """Give the document of a Word file that is one XML file, as Word 2003 and later ones save it.

    Raises UnreadableFile for files that are damaged, hold no words, or go beyond the limits.
    """
    root = read_xml(data)
    parts = {value(part, "name", own=True): child(part, "xmlData", "*") for part in children(root, "part")}
    parts.setdefault("/word/styles.xml", child(root, "styles"))
    return _read(root, parts.get(f"/{_MAIN}", child(root, "body")), lambda kind: parts.get(f"/word/{kind}.xml"))


def _read(root: etree._Element, body: etree._Element | None, part: Callable[[str], etree._Element | None]) -> Document:
    """Read a body; ``part`` gives what stands beside it, by the last word of the relation."""
    require("cells", sum(1 for _ in root.iter("{*}tc")), "Word 文档")
    styles = read_styles(part("styles"))
    lists = Numbering(part("numbering"), styles.listed())
    notes = {kind: _notes(part(kind)) for kind in NOTES.values()}
    items = [] if body is None else WordStory(styles, lists, notes).read(body)
    if not items:
        raise UnreadableFile("Word 文档没有文字（内容可能是图片），请改用可以复制文字的文件")
    return build(items, "docx")


def _objects(root: etree._Element) -> Iterator[dict[str, Any]]:
    """Tell of files of other kinds that stand in the text (嵌入对象); formulas of older Word are pictures too."""
    held = [entry for entry in root.iter("{*}altChunk", "{*}OLEObject") if "Equation" not in entry.get("ProgID", "")]
    if held:
        yield {"rule": "object.unread", "place": "document", "count": len(held)}


def _notes(root: etree._Element | None) -> dict[str, etree._Element]:
    """Give the footnotes or endnotes by id; the lines that part them from the text are none."""
    notes = {value(note, "id", own=True): note for note in (() if root is None else root)}
    return {code: note for code, note in notes.items() if value(note, "type", own=True) in ("", "normal")}
