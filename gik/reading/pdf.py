"""PDF → Document: words and ruling lines by their place on the page; pages without text go to the scan reader."""

import re
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from gik.errors import UnreadableFile
from gik.limits import exceed, limit, require
from gik.reading.document import Document
from gik.reading.pages.assembly import assemble
from gik.reading.pages.glyphs import Box, Segment, brought_down
from gik.reading.pages.lattice import Rule
from gik.reading.pages.page import Page, read_page
from gik.reading.pages.seen import seen, struck_out

if TYPE_CHECKING:
    from pdfplumber.pdf import PDF

# A page with fewer characters than this is taken for a picture if it holds one.
_FEW = 12
_MARK = re.compile(rb"[\0-\x20]{0,1024}%PDF-\d|\xef\xbb\xbf%PDF-\d")
# The type of words filled into a form is taken for no larger, in points.
_TYPE = 10.0
# A character that its font doesn't have.
_LOST = "\ufffd"
# Fields that are hidden, or not shown on a screen.
_HIDDEN = 2 | 32
# Words written without being drawn, below the picture of a page from which they were recognised.
_UNDRAWN = re.compile(rb"(?<![\w.])3\s+Tr\b")
_COVERS = 0.7  # of a page
# Characters without a meaning: those whose font doesn't say what they stand for, and private ones.
_UNKNOWN = re.compile("\\(cid:\\d+\\)|[\ue000-\uf8ff\ufffd]")


def is_pdf(data: bytes) -> bool:
    """Tell whether bytes are a PDF; what stands before its mark is passed over, as viewers do.

    >>> is_pdf(b"%PDF-1.4"), is_pdf("一、概述".encode())
    (True, False)
    """
    return _MARK.match(data) is not None


def read_pdf(data: bytes) -> Document:
    """Give the document of a PDF; places are ``page 4 paragraph 2`` and ``page 4 table 1 row 5 cell 2``.

    Raises UnreadableFile, with the reason in Chinese, for encrypted and damaged files, for those beyond the limits
    and for pages that are pictures where the scan reader can't read them.
    """
    with _opened(data) as pdf:
        pages = list(_pages(pdf, data))
    if not any(page.words or page.tables for page in pages):
        raise UnreadableFile("PDF 没有文字，请核对是否选错了文件")
    return assemble(pages, "pdf")


def picture_pages(data: bytes) -> list[int]:
    """Give the numbers of the pages of a PDF that are pictures, counted from 1."""
    with _opened(data) as pdf:
        return [page.page_number for page in pdf.pages if _is_picture(page, _content(page)[0])]


def _is_picture(page: Any, glyphs: Sequence[Segment]) -> bool:
    """Tell whether a page has a picture in place of text, or text that doesn't say what it stands for."""
    unknown = sum(_UNKNOWN.search(glyph.text) is not None for glyph in glyphs)
    return (len(glyphs) < _FEW and bool(page.images)) or unknown * 3 > len(glyphs) or _is_recognised(page)


def _is_recognised(page: Any) -> bool:
    """Tell whether the text of a page is another program's reading of the picture that covers it."""
    from pdfminer.pdftypes import PDFStream, resolve1

    size = page.width * page.height
    if not any(image["width"] * image["height"] > _COVERS * size for image in page.images):
        return False
    streams = map(resolve1, page.page_obj.contents)
    return any(isinstance(each, PDFStream) and _UNDRAWN.search(each.get_data()) for each in streams)


@contextmanager
def _opened(data: bytes) -> Iterator["PDF"]:
    """Open a PDF; damage that shows only while its pages are read is told like damage at its opening."""
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    from gik.reading.pdf_streams import BoundedPDF

    told = (MalformedPDFException, PDFException, PSException)
    damage = (*told, ValueError, LookupError, ArithmeticError, TypeError, AttributeError, AssertionError, struct.error)
    try:
        with BoundedPDF(data) as pdf:
            yield pdf
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, (UnreadableFile, MemoryError)):
            raise cause from error
        if isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError)):
            raise UnreadableFile("PDF 已加密（设有打开密码），请去掉密码后再放入") from error
        raise _damaged(cause) from error
    except (*damage, RecursionError) as error:
        raise _damaged(error) from error


def _damaged(error: object) -> UnreadableFile:
    if isinstance(error, RecursionError):
        return UnreadableFile("PDF 内部嵌套过深，无法读取，请重新导出")
    return UnreadableFile("PDF 已损坏，无法打开，可能没有传完整，请重新取得")


def _pages(pdf: "PDF", data: bytes) -> Iterator[Page]:
    from pdfminer.pdfpage import PDFPage

    # The page tree is walked only as far as the limit; what it declares isn't asked.
    count = sum(1 for _ in islice(PDFPage.create_pages(pdf.doc), int(limit("pages")) + 1))
    require("pages", count, "PDF 文件")
    characters = 0
    for page in pdf.pages:
        glyphs, across, down, size = _content(page)
        characters += len(glyphs)
        require("characters", characters, "PDF")
        if _is_picture(page, glyphs):
            from gik.reading.scan import read_pdf_page

            for image in page.images:
                width, height = image["srcsize"]
                require("pixels", width * height, f"PDF 第{page.page_number}页的图片")
            yield read_pdf_page(data, page.page_number)
        else:
            yield read_page(page.page_number, size, glyphs, across, down)
        page.close()


def _content(page: Any) -> tuple[list[Segment], list[Rule], list[Rule], tuple[float, float]]:
    """Give the glyphs and ruling lines of a page and its size, turned so that most of its text is upright."""
    left, top, right, bottom = page.bbox
    chars = seen(page)
    turns = [_turn(char) for char in chars]
    turn = max(set(turns), key=turns.count, default=0)
    width, height = right - left, bottom - top

    def turned(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        if turn == 1:
            return height - y1, x0, height - y0, x1
        if turn == -1:
            return y0, width - x1, y1, width - x0
        return x0, y0, x1, y1

    def placed(item: Any) -> tuple[float, float, float, float]:
        return turned(item["x0"] - left, item["top"] - top, item["x1"] - left, item["bottom"] - top)

    size = (height, width) if turn else (width, height)
    glyphs = []
    for char, way in zip(chars, turns, strict=True):
        if way != turn or not char["text"].strip():
            continue
        x0, y0, x1, y1 = placed(char)
        if x1 > 0 and y1 > 0 and x0 < size[0] and y0 < size[1] and y1 > y0:
            glyphs.append(Segment(char["text"].replace("\0", _LOST), Box(x0, y0, x1, y1, y1 - y0)))
    for words, field in _filled(page):
        x0, y0, x1, y1 = placed(field)
        high = min(y1 - y0, _TYPE)
        glyphs.append(Segment(words, Box(x0, (y0 + y1 - high) / 2, x1, (y0 + y1 + high) / 2, high)))
    across, down = [], []
    for edge in page.edges:
        x0, y0, x1, y1 = placed(edge)
        if x1 - x0 >= y1 - y0:
            across.append(Rule((y0 + y1) / 2, x0, x1))
        else:
            down.append(Rule((x0 + x1) / 2, y0, y1))
    most = limit("cells") / 10
    if max(len(across), len(down)) > most:
        exceed("cells", f"PDF 第{page.page_number}页的框线")
    return struck_out(brought_down(glyphs), across), across, down, size


def _filled(page: Any) -> Iterator[tuple[str, Any]]:
    """Give the words filled into the fields of a form (表单域) on a page, which are none of its text."""
    from pdfminer.pdftypes import resolve1 as resolve
    from pdfplumber.utils.pdfinternals import resolve_and_decode

    for note in page.annots:
        about = note["data"]
        flags = resolve(about.get("F"))
        is_shown = not (isinstance(flags, int) and flags & _HIDDEN)
        if getattr(about.get("Subtype"), "name", "") == "Widget" and is_shown:
            held = resolve(about.get("V", (resolve(about.get("Parent")) or {}).get("V")))
            if isinstance(held, bytes) and (words := resolve_and_decode(held).strip()):
                yield f" {words} ", note  # never one with the digits that are printed below the field


def _turn(char: Any) -> int:
    """Say which way a character runs: 0 upright, 1 upwards, -1 downwards."""
    _, b, _, _, _, _ = char["matrix"]
    return 0 if char["upright"] else 1 if b > 0 else -1
