"""Scans (扫描件): pictures of pages → words and ruling lines, read by rapidocr where the extra ``ocr`` is installed.

The models come with the package; nothing is fetched. Every word carries the confidence of its recognition.
"""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from statistics import median
from typing import Any

from gik.definitions import definition
from gik.errors import UnreadableFile
from gik.limits import exceed, limit
from gik.reading.document import Document
from gik.reading.pages.assembly import assemble
from gik.reading.pages.glyphs import Box, Segment
from gik.reading.pages.ink import Dots, bands, cell_lines, crop, is_dash, level, rules
from gik.reading.pages.lattice import Lattice, lattices
from gik.reading.pages.page import Page, read_page
from gik.serving import restart_clock

MISSING = '是扫描件（图片），识别文字需要附加组件；请运行 pip install "gik[ocr]" 后再读取'
_DPI = 200
# The longer side of a page in points, whatever the picture's resolution.
_PAGE = 842.0
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
# Text of a cell with ink in it that could not be read at all.
UNREAD = "□"
# A flat stroke in a cell, which the recogniser takes for many things.
_DASH = "—"
# Height and width of the frame that the recogniser wants words in, and the width that is enough for a number.
_FRAME = (48, 320)
_NARROW = 128
# Lines outside tables are looked for in pictures so long, in dots: twice as quick as at full size, and as good.
_SETTINGS = {"Global.log_level": "critical", "Det.limit_type": "max", "Det.limit_side_len": 1408}


def is_picture(data: bytes) -> bool:
    r"""Tell whether bytes are a picture that may be a scanned page: PNG, JPEG or TIFF.

    >>> is_picture(b"\xff\xd8\xff\xe0"), is_picture(b"%PDF-1.4")
    (True, False)
    """
    return data.startswith(_SIGNATURES)


def read_scan(data: bytes) -> Document:
    """Give the document of a picture of one page, or of several in a TIFF, with the confidence of each cell.

    Raises UnreadableFile, with the reason in Chinese, for damaged or huge pictures and where the extra is missing.
    """
    pages = [read_picture(number, grey) for number, grey in enumerate(pictures(data), start=1)]
    if not any(page.words or page.tables for page in pages):
        raise UnreadableFile("图片中没有认出文字，请换用更清晰的图片")
    return assemble(pages, "scan")


def pictures(data: bytes) -> Iterator[Any]:
    """Give the pixels of each page of a picture in grey, turned so that its lines are level.

    Raises UnreadableFile for damaged and huge pictures, and where the extra isn't installed.
    """
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG", "TIFF")) as image:
            for number, page in enumerate(ImageSequence.Iterator(image), start=1):
                if number > limit("scanned"):
                    exceed("scanned", "图片")
                if page.width * page.height > limit("pixels"):
                    exceed("pixels", "图片")
                yield _levelled(ImageOps.exif_transpose(page).convert("L"))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableFile("图片已损坏，无法打开，可能没有传完整，请重新取得") from error


def page_picture(data: bytes, number: int) -> Any:
    """Give the pixels of a page of a PDF in grey, turned so that its lines are level.

    Raises UnreadableFile for files too damaged to be drawn, and where the extra isn't installed.
    """
    import pypdfium2

    if number > limit("scanned"):
        exceed("scanned", "PDF")
    try:
        document = pypdfium2.PdfDocument(data)
        page = document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(f"PDF 第{number}页已损坏，无法显示，请重新取得") from error
    try:
        width, height = page.get_size()
        if width * height * (_DPI / 72) ** 2 > limit("pixels"):
            exceed("pixels", f"PDF 第{number}页")
        return _levelled(page.render(scale=_DPI / 72, grayscale=True).to_pil().convert("L"))
    finally:
        document.close()


def _levelled(grey: Any) -> Any:
    import numpy as np

    _engine()
    return level(np.asarray(grey))


def read_pdf_page(data: bytes, number: int) -> Page:
    """Give a page of a PDF that is a picture, as recognised.

    Raises UnreadableFile where the extra isn't installed.
    """
    _engine()
    return read_picture(number, page_picture(data, number))


def read_picture(number: int, grey: Any) -> Page:
    """Give the page of a picture: cells word by word as their ruling lines part them, the rest line by line.

    Each page has the limit of seconds for itself: a scan of many pages takes long, and is none the worse for it.
    """
    restart_clock()
    engine = _engine()
    scale = _PAGE / max(grey.shape)
    across, down = rules(grey, scale)
    tables = lattices(across, down)
    words = list(_cell_words(engine, grey, tables, scale))
    words += _loose_words(engine, grey, tables, scale)
    return read_page(number, (grey.shape[1] * scale, grey.shape[0] * scale), words, across, down)


@cache
def _engine() -> Any:
    try:
        import cv2  # noqa: F401
        from rapidocr import RapidOCR
    except ImportError as error:
        raise UnreadableFile(MISSING) from error
    return RapidOCR(params=_SETTINGS)


def _cell_words(engine: Any, grey: Any, tables: list[Lattice], scale: float) -> Iterator[Segment]:
    boxes = [box for table in tables for cell in table.cells for box in cell_lines(grey, cell.box, scale)]
    height = round(median(bottom - top for _, top, _, bottom in boxes)) if boxes else 0
    dashes = {box for box in boxes if is_dash(box, height)}
    rest = [box for box in boxes if box not in dashes]
    found = dict.fromkeys(dashes, (_DASH, 1.0))
    found |= zip(rest, _recognised(engine, [crop(grey, box, height) for box in rest]), strict=True)
    for box in boxes:
        left, top, right, bottom = (value * scale for value in box)
        text, score = found[box]
        yield Segment(text or UNREAD, Box(left, top, right, bottom, bottom - top), score if text else 0.0)


def _recognised(engine: Any, parts: list[Any]) -> list[tuple[str, float]]:
    """Give the words of each crop with their confidence.

    Short ones are read in a narrow frame, which is three times as quick; where that leaves a doubt, they are read
    again in the frame that the model was trained with, and count as sure only if both readings agree.
    """
    sure = definition("scans.toml")["sure"]
    found = _read(engine, parts, _NARROW)
    again = [
        position
        for position, (part, (_, score)) in enumerate(zip(parts, found, strict=True))
        if score < sure and part.shape[1] * _FRAME[0] < part.shape[0] * _FRAME[1]
    ]
    for position, (text, score) in zip(
        again, _read(engine, [parts[position] for position in again], _FRAME[1]), strict=True
    ):
        before = found[position]
        found[position] = (text, max(score, before[1]) if text == before[0] else min(score, before[1]))
    return found


def _read(engine: Any, parts: list[Any], width: int) -> list[tuple[str, float]]:
    if not parts:
        return []
    from rapidocr.ch_ppocr_rec import TextRecInput

    if engine.text_rec is None:  # it is loaded by the first call
        engine(parts[0], use_det=False, use_cls=False, use_rec=True)
    engine.text_rec.rec_image_shape = [3, _FRAME[0], width]
    result = engine.text_rec(TextRecInput(img=parts))
    return [(text.strip(), float(score)) for text, score in zip(result.txts, result.scores, strict=True)]


def _loose_words(engine: Any, grey: Any, tables: list[Lattice], scale: float) -> Iterator[Segment]:
    """Give the lines of print outside tables."""
    import cv2

    rest = grey.copy()
    for table in tables:
        left, top, right, bottom = _dots(table.box, scale)
        rest[top - 2 : bottom + 3, left - 2 : right + 3] = 255
    for top, bottom in bands(rest, scale):
        part = cv2.cvtColor(rest[top:bottom], cv2.COLOR_GRAY2BGR)
        result = engine(part, use_det=True, use_cls=False, use_rec=True)
        for corners, text, score in zip(
            result.boxes if result.txts else (), result.txts or (), result.scores or (), strict=True
        ):
            (x0, y0), (x1, y1) = corners.min(axis=0) * scale, corners.max(axis=0) * scale
            box = Box(float(x0), float(y0) + top * scale, float(x1), float(y1) + top * scale, float(y1 - y0))
            if text.strip():
                yield Segment(text.strip(), box, float(score))


def _dots(box: Box, scale: float) -> Dots:
    return int(box.x0 / scale), int(box.top / scale), int(box.x1 / scale), int(box.bottom / scale)
