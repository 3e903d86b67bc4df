"""Office documents (.docx, .xlsx): the parts of their package and what their XML says, within the limits.

No entity is resolved and no address is followed. What the elements mean is told by the readers of each format.
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from gik.errors import UnreadableFile
from gik.limits import limit, require
from gik.reading.spacing import RAISED, lowered, raised, struck
from gik.reading.unpacking import open_zip, unpack

_DIGIT = re.compile("[0-9]")
_HALF_POINTS = re.compile(r"(-?)(\d{1,5})", re.ASCII)


class Package:
    """An Office document: its parts by name; whatever lies outside of it is never followed."""

    def __init__(self, data: bytes) -> None:
        """Open the bytes of a document; raises UnreadableFile where they are no package."""
        self._archive: ZipFile = open_zip(data)
        self._members = {info.filename: info for info in self._archive.infolist()}
        require("unpacked", sum(info.file_size for info in self._members.values()), "文档")

    def part(self, name: str) -> bytes | None:
        """Give a part's bytes, or None where there is no such part."""
        member = self._members.get(name)
        return None if member is None else unpack(self._archive, member, "文档")

    def tree(self, name: str) -> etree._Element | None:
        """Give the root of a part's XML, or None where there is no such part."""
        data = self.part(name)
        return None if data is None else read_xml(data)

    def related(self, name: str) -> dict[str, str]:
        """Give the parts that a part refers to, by the last word of the relation: ``footnotes``, ``styles``."""
        return {kind: target for _, kind, target in self._relations(name)}

    def by_reference(self, name: str) -> dict[str, str]:
        """Give the parts that a part refers to, by the id that it uses for them."""
        return {code: target for code, _, target in self._relations(name)}

    def _relations(self, name: str) -> Iterator[tuple[str, str, str]]:
        folder, file = posixpath.split(name)
        for entry in children(self.tree(posixpath.join(folder, "_rels", f"{file}.rels")), "Relationship"):
            if entry.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, entry.get("Target", ""))).lstrip("/")
                yield entry.get("Id", ""), entry.get("Type", "").rpartition("/")[2], target


def read_xml(data: bytes) -> etree._Element:
    """Give the root of an XML file: no entity is resolved, no address is fetched.

    Raises UnreadableFile for what isn't XML, has a document type, or is nested too deeply.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _damaged(error) from error
    _require_plain(root)
    return root


def read_pieces(data: bytes, name: str, wanted: Sequence[str]) -> Iterator[etree._Element]:
    """Give the elements of those names in an XML file one after the other; each is gone when the next is asked for.

    Nothing is given of a file whose root isn't called ``name``. Raises UnreadableFile as read_xml() does.
    """
    pieces = etree.iterparse(
        BytesIO(data),
        events=("end",),
        tag=[f"{{*}}{each}" for each in wanted],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
    )
    try:
        for _, element in pieces:
            root = element.getroottree().getroot()
            _require_plain(root)
            if local(root) != name:
                return
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _damaged(error) from error


def _damaged(error: Exception) -> UnreadableFile:
    deep = "depth" in str(error).lower()
    what = f"文档嵌套过深（超过{min(limit('nesting'), 256):.0f}层）" if deep else "文档内部的 XML 已损坏"
    return UnreadableFile(f"{what}，请用 Word 或 Excel 打开后另存")


def _require_plain(root: etree._Element) -> None:
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise UnreadableFile("文档含有文档类型声明（DTD），为安全起见不予读取，请用 Word 或 Excel 打开后另存")


def local(element: etree._Element) -> str:
    """Give an element's name without its namespace; the strict and the usual editions differ in that alone."""
    return _bare(element.tag)


@lru_cache(4096)
def _bare(name: object) -> str:
    """Give a name without its namespace; comments and instructions have a function in its place."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""


def children(element: etree._Element | None, name: str) -> Iterator[etree._Element]:
    """Give the children of that name, * for any; none of no element."""
    return (entry for entry in (() if element is None else element) if name in (local(entry), "*"))


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """Give the first element down a path of names, or None."""
    for name in path:
        if element is None:
            return None
        for entry in element:
            if _bare(entry.tag) == name or name == "*":
                element = entry
                break
        else:
            return None
    return element


def first_of_each(element: etree._Element | None) -> dict[str, etree._Element]:
    """Give the first child of each name; none of no element."""
    found: dict[str, etree._Element] = {}
    for entry in () if element is None else element:
        found.setdefault(_bare(entry.tag), entry)
    return found


def value(element: etree._Element | None, *path: str, own: bool = False) -> str:
    """Give the ``val`` of the first element down a path; ``own`` gives the element's own attribute of that name.

    >>> value(etree.XML("<p><style val='a'/></p>"), "style")
    'a'
    """
    found = element if own else child(element, *path)
    wanted = path[0] if own else "val"
    if found is None:
        return ""
    for name, words in found.items():
        if _bare(name) == wanted:
            return str(words)
    return ""


def as_printed(words: str, *said: etree._Element | None) -> str:
    """Give the words of a run with digits marked that are raised, lowered or struck out (上标、下标、删除线).

    ``said`` are the properties (rPr) of the run and of its styles; the first that says anything decides.
    """
    if not _DIGIT.search(words):
        return words
    abouts = [about for about in said if about is not None]
    height = next((found for about in abouts if (found := _height(about))), "")
    words = raised(words) if height == "raised" else lowered(words) if height == "lowered" else words
    return struck(words) if next((found for about in abouts if (found := _line(about))), "") == "struck" else words


def _height(about: etree._Element) -> str:
    """Say how high the words of a run with these properties stand; nothing where they don't say."""
    height = child(about, "vertAlign")
    if height is not None:
        names = height.attrib.values()
        return "raised" if "superscript" in names else "lowered" if "subscript" in names else "level"
    lifted = _HALF_POINTS.fullmatch(value(about, "position"))
    if lifted is None or int(lifted[2]) < RAISED:
        return ""
    return "lowered" if lifted[1] else "raised"


def _line(about: etree._Element) -> str:
    """Say whether a line strikes the words of a run out; nothing where its properties don't say."""
    lines = [line for name in ("strike", "dstrike") if (line := child(about, name)) is not None]
    shown = [value(line, "val", own=True) not in ("0", "false", "off") for line in lines]
    return "struck" if any(shown) else "plain" if shown else ""
