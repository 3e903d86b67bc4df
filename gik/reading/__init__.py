"""Reading (读取): bytes → Document, one module a format, chosen by content and never by the file's name."""

import re

from gik.reading.decoding import decode
from gik.reading.document import Document, Grid, GridCell, Paragraph
from gik.reading.html import read_html
from gik.reading.plain import read_plain

__all__ = ["Document", "Grid", "GridCell", "Paragraph", "read"]

_OPENING = re.compile(r"\s*<(?:!--|!doctype\s+html|\?xml\b[^>]*>\s*<(?:!doctype\s+)?html|[a-z][a-z0-9]*[\s/>])", re.I)
_TAG = re.compile(r"</(?:html|head|body|table|tr|td|div|p|span|font|h[1-6]|a|li|center|b|strong)\s*>|<br\s*/?>", re.I)


def read(name: str, data: bytes) -> Document:
    """Read a file's bytes as a report's Document; ``name`` is not asked what the file is.

    Raises UnreadableFile, with the reason in Chinese, for what isn't a text or a page.

    >>> read("a.html", "<p>一、概述".encode("gb18030")).format
    'html'
    """
    text, encoding = decode(data)
    return read_html(text, encoding) if _is_page(text) else read_plain(text, encoding)


def _is_page(text: str) -> bool:
    if _OPENING.match(text):
        return True
    tags = _TAG.finditer(text)
    return sum(1 for _ in zip(tags, range(3), strict=False)) == 3
