"""Reading (读取): bytes → Document, one module a format, chosen by content and never by the file's name.

``kinds`` says of which kind the bytes are, ``splitting`` parts archives and workbooks into their reports. Text goes
through ``decoding`` to ``plain`` or to ``html``: ``table_layouts`` lifts the tables that it knows out of a page, whose
tree ``looks`` marks and ``markup`` walks through, and whose head makes ``claims``; ``mht`` holds such pages.
Word: ``word`` and ``word_story``, ``old_word``, ``rtf``. Workbooks: ``excel`` and ``xlsx``, and ``own_workbook`` for
those that gik wrote. PDF and scans: ``pdf``, ``scan``, and ``pages`` for what stands where on a page. All give a
``document``; most have it laid out by ``building``, and share ``spacing``, ``grids`` and ``furniture``.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from gik.errors import UnreadableFile
from gik.reading.commas import tabbed
from gik.reading.decoding import decode
from gik.reading.document import Document, Grid, GridCell, Paragraph
from gik.reading.excel import read_one_report
from gik.reading.html import read_html
from gik.reading.kinds import kind_of
from gik.reading.mht import read_mht
from gik.reading.old_word import read_old_word
from gik.reading.pdf import is_pdf, read_pdf
from gik.reading.plain import read_plain
from gik.reading.rtf import read_rtf
from gik.reading.scan import is_picture, read_scan
from gik.reading.word import read_word, read_word_xml

__all__ = ["Document", "Grid", "GridCell", "Paragraph", "read"]

_OPENING = re.compile(r"\s*<(?:!--|!doctype\s+html|\?xml\b[^>]*>\s*<(?:!doctype\s+)?html|[a-z][a-z0-9]*[\s/>])", re.I)
_TAG = re.compile(r"</(?:html|head|body|table|tr|td|div|p|span|font|h[1-6]|a|li|center|b|strong)\s*>|<br\s*/?>", re.I)


def read(name: str, data: bytes) -> Document:
    """Read a file's bytes as a report's Document; ``name`` is not asked what the file is.

    Raises UnreadableFile, with the reason in Chinese, for what isn't a report in a format that can be read.

    >>> read("a.html", "<p>一、概述".encode("gb18030")).format
    'html'
    """
    kind = kind_of(data)
    if kind == "zip":
        raise UnreadableFile("是压缩包（ZIP 格式），其中的文件要逐个读取")
    return _READERS[kind](data)


def _read_text(data: bytes) -> Document:
    if is_pdf(data):
        return read_pdf(data)
    if is_picture(data):
        return read_scan(data)
    text, encoding = decode(data)
    if _is_page(text):
        return read_html(text, encoding)
    cells = tabbed(text)
    document = read_plain(cells, encoding)
    return document if cells is text else replace(document, format="csv")  # of which the text isn't the file's own


def _is_page(text: str) -> bool:
    if _OPENING.match(text):
        return True
    tags = _TAG.finditer(text)
    return sum(1 for _ in zip(tags, range(3), strict=False)) == 3


_READERS: Mapping[str, Callable[[bytes], Document]] = {
    "text": _read_text,
    "docx": read_word,
    "xml": read_word_xml,
    "doc": read_old_word,
    "rtf": read_rtf,
    "mht": read_mht,
    "xlsx": partial(read_one_report, format="xlsx"),
    "xls": partial(read_one_report, format="xls"),
}
