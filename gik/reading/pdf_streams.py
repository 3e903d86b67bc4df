"""Streams of a PDF (数据流), none of which is unpacked beyond the limits, whatever it is packed with.

A content stream of some kilobytes can unpack to gigabytes, and the library asks for all of it at once.
"""

import zlib
from io import BytesIO
from typing import Any

from pdfminer.lzw import LZWDecoder
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import LITERALS_FLATE_DECODE, LITERALS_LZW_DECODE, LITERALS_RUNLENGTH_DECODE, PDFStream
from pdfminer.psparser import literal_name
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import PdfminerException

from gik.limits import exceed, limit, require

# A byte of a packed run stands for so many at most.
_RUN = 64
# What it costs to begin drawing something, in bytes: an empty form can be drawn a billion times.
_BEGIN = 100
_WHAT = "PDF 的数据流解压后"


class BoundedPDF(PDF):
    """A PDF as pdfplumber has it, with streams that are unpacked within the limits; what it says of itself is left."""

    def __init__(self, data: bytes) -> None:
        """Open the bytes of a PDF; raises PdfminerException where they can't be opened."""
        self.stream, self.stream_is_external, self.path = BytesIO(data), False, None
        self.pages_to_parse = self.laparams = self.password = self.unicode_norm = None
        self.raise_unicode_errors = True
        self.metadata = {}
        try:
            self.doc = PDFDocument(_Parser(self.stream))
        except Exception as error:  # as pdfplumber does
            raise PdfminerException(error) from error
        self.rsrcmgr = PDFResourceManager()


class _Parser(PDFParser):
    """Reads the objects of a PDF, and counts the bytes that are drawn, as often as they are."""

    drawn = 0

    def push(self, *objs: Any) -> None:
        super().push(*((at, _Stream(found, self) if isinstance(found, PDFStream) else found) for at, found in objs))

    def draw(self, size: int) -> None:
        self.drawn += size + _BEGIN
        require("drawing", self.drawn, _WHAT)


class _Stream(PDFStream):
    def __init__(self, stream: PDFStream, parser: _Parser) -> None:
        super().__init__(stream.attrs, stream.rawdata or b"", stream.decipher)
        self._parser = parser
        # Fonts are large but cheap; what draws a page is parsed word by word.
        subtype = self.attrs.get("Subtype")
        self._is_drawn = "Length1" not in self.attrs and (subtype is None or literal_name(subtype) == "Form")

    def get_data(self) -> bytes:
        data = super().get_data()
        if self._is_drawn:
            self._parser.draw(len(data))
        return data

    def decode(self) -> None:
        name = "drawing" if self._is_drawn else "stream"
        most = int(limit(name))
        data = self.rawdata or b""
        if self.decipher:
            data = self.decipher(self.objid or 0, self.genno or 0, data, self.attrs)
        for kind, settings in self.get_filters():
            columns = settings.get("Columns") if isinstance(settings, dict) else None
            if _size(kind, data, most) > most or (isinstance(columns, int) and columns > most):
                exceed(name, _WHAT)
            data = PDFStream({"Filter": kind, "DecodeParms": settings}, data).get_data()
        self.data, self.rawdata = data, None


def _size(kind: Any, data: bytes, most: int) -> int:
    """Give the size of unpacked data, or where it is beyond ``most``, any that is beyond it too."""
    if kind in LITERALS_FLATE_DECODE:
        try:
            return len(zlib.decompressobj().decompress(data, most + 1))
        except zlib.error:  # it ends, or is damaged, before
            return 0
    if kind in LITERALS_LZW_DECODE and len(data) * len(data) > most:  # no code stands for more than were before it
        size = 0
        for piece in LZWDecoder(BytesIO(data)).run():
            size += len(piece)
            if size > most:
                break
        return size
    return len(data) * _RUN if kind in LITERALS_RUNLENGTH_DECODE else 0
