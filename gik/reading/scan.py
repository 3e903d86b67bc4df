"""Scans (扫描件): pictures of pages → words and ruling lines, read by rapidocr where the extra ``ocr`` is installed.

The models come with the package; nothing is fetched. Every word carries the confidence of its recognition.
"""

from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any

from gik.errors import UnreadableFile
from gik.limits import exceed, limit
from gik.reading.document import Document
from gik.reading.pages.assembly import assemble
from gik.reading.pages.glyphs import Box, Words
from gik.reading.pages.lattice import Lattice, Rule, lattices
from gik.reading.pages.page import Page, read_page

MISSING = '是扫描件（图片），识别文字需要附加组件；请运行 pip install "gik[ocr]" 后再读取'
_DPI = 200
# The longer side of a page in points, whatever the picture's resolution.
_PAGE = 842.0
# A page is no more askew than this, in radians.
_ASKEW = 0.12
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
# Text of a cell with ink in it that could not be read at all.
UNREAD = "□"


def is_picture(data: bytes) -> bool:
    r"""Tell whether bytes are a picture that may be a scanned page.

    >>> is_picture(b"\xff\xd8\xff\xe0"), is_picture(b"%PDF-1.4")
    (True, False)
    """
    return data.startswith(_SIGNATURES)


def read_scan(data: bytes) -> Document:
    """Give the document of a picture of one page, with the confidence of each cell.

    Raises UnreadableFile, with the reason in Chinese, for damaged or huge pictures and where the extra is missing.
    """
    page = read_picture(1, picture(data))
    if not (page.words or page.tables):
        raise UnreadableFile("图片中没有认出文字")
    return assemble([page], "scan")


def picture(data: bytes) -> Any:
    """Give the pixels of a picture in grey, turned so that its lines are level.

    Raises UnreadableFile for damaged and huge pictures, and where the extra isn't installed.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(data)) as image:
            if image.width * image.height > limit("pixels"):
                exceed("pixels", "图片")
            grey = image.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableFile(f"图片已损坏，无法打开（{type(error).__name__}）") from error
    return _level(grey)


def page_picture(data: bytes, number: int) -> Any:
    """Give the pixels of a page of a PDF in grey, turned so that its lines are level."""
    import pypdfium2

    if number > limit("scanned"):
        exceed("scanned", "PDF")
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[number - 1]
        width, height = page.get_size()
        if width * height * (_DPI / 72) ** 2 > limit("pixels"):
            exceed("pixels", f"PDF 第 {number} 页")
        return _level(page.render(scale=_DPI / 72, grayscale=True).to_pil().convert("L"))
    finally:
        document.close()


def read_pdf_page(data: bytes, number: int) -> Page:
    """Give a page of a PDF that is a picture, as recognised.

    Raises UnreadableFile where the extra isn't installed.
    """
    _engine()
    return read_picture(number, page_picture(data, number))


def read_picture(number: int, grey: Any) -> Page:
    """Give the page of a picture: cells word by word as their ruling lines part them, the rest line by line."""
    engine = _engine()
    scale = _PAGE / max(grey.shape)
    across, down = _rules(grey, scale)
    tables = lattices(across, down)
    words = list(_cell_words(engine, grey, tables, scale))
    words += _loose_words(engine, grey, tables, scale)
    return read_page(number, (grey.shape[1] * scale, grey.shape[0] * scale), words, across, down)


@cache
def _engine() -> Any:
    try:
        from rapidocr import RapidOCR
    except ImportError as error:
        raise UnreadableFile(MISSING) from error
    return RapidOCR(params={"Global.log_level": "critical"})


def _level(image: Any) -> Any:
    """Turn a picture by as much as its long lines, or else its lines of text, are askew."""
    try:
        import cv2
    except ImportError as error:
        raise UnreadableFile(MISSING) from error
    import numpy as np

    grey = np.asarray(image)
    small = _ink(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    nearly = np.pi / 2
    found = cv2.HoughLines(
        small, 1, np.pi / 3600, small.shape[1] // 4, min_theta=nearly - _ASKEW, max_theta=nearly + _ASKEW
    )
    if found is None:
        return grey
    angle = float(np.degrees(np.median(found[:40].reshape(-1, found.shape[-1])[:, 1]) - nearly))
    if abs(angle) < 0.05:
        return grey
    middle = (grey.shape[1] / 2, grey.shape[0] / 2)
    turn = cv2.getRotationMatrix2D(middle, angle, 1.0)
    return cv2.warpAffine(grey, turn, grey.shape[::-1], flags=cv2.INTER_CUBIC, borderValue=255)


def _ink(grey: Any) -> Any:
    """Give the dark pixels, whatever the shade of the paper."""
    import cv2

    smooth = cv2.medianBlur(grey, 3)
    return cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 18)


def _rules(grey: Any, scale: float) -> tuple[list[Rule], list[Rule]]:
    """Give the ruling lines, in points: long runs of ink, small gaps closed."""
    import cv2

    ink = _ink(grey)
    length = max(20, max(grey.shape) // 60)
    found: list[list[Rule]] = []
    for along, closing in (((length, 1), (5, 3)), ((1, length), (3, 5))):
        closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, closing))
        runs = cv2.morphologyEx(closed, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, along))
        _, _, boxes, _ = cv2.connectedComponentsWithStats(runs)
        rules = []
        for x, y, width, height, _area in boxes[1:]:
            thick, long = (height, width) if along[1] == 1 else (width, height)
            if thick * scale > 5 or long < 1.5 * length:
                continue
            at, start = (y + height / 2, x) if along[1] == 1 else (x + width / 2, y)
            rules.append(Rule(at * scale, start * scale, (start + long) * scale))
        found.append(rules)
    return found[0], found[1]


def _cell_words(engine: Any, grey: Any, tables: list[Lattice], scale: float) -> Iterator[Words]:
    boxes = [box for table in tables for cell in table.cells for box in _cell_lines(grey, cell.box, scale)]
    for box, (text, score) in zip(boxes, _recognised(engine, [_crop(grey, box) for box in boxes]), strict=True):
        left, top, right, bottom = (value * scale for value in box)
        yield Words(text or UNREAD, Box(left, top, right, bottom, bottom - top), score if text else 0.0)


def _cell_lines(grey: Any, cell: Box, scale: float) -> Iterator[tuple[int, int, int, int]]:
    margin = 2.2 / scale
    x0, y0 = int(cell.x0 / scale + margin), int(cell.top / scale + margin)
    x1, y1 = int(cell.x1 / scale - margin), int(cell.bottom / scale - margin)
    if x1 - x0 >= 4 and y1 - y0 >= 4:
        for left, top, right, bottom in _ink_lines(grey[y0:y1, x0:x1], 1 / scale):
            yield x0 + left, y0 + top, x0 + right, y0 + bottom


def _ink_lines(grey: Any, point: float) -> Iterator[tuple[int, int, int, int]]:
    """Give the box of each line of print in a cell; specks are none."""
    import cv2
    import numpy as np

    ink = _ink(cv2.copyMakeBorder(grey, 16, 16, 16, 16, cv2.BORDER_REPLICATE))[16:-16, 16:-16]
    _, marks, boxes, _ = cv2.connectedComponentsWithStats(ink)
    for number, (x, y, width, height, area) in enumerate(boxes[1:], start=1):
        speck = area < 0.8 * point * point or max(width, height) < 1.2 * point
        # What is left of a ruling line is thin and lies at the edge.
        flat = height < 2 * point and width > 2 * height and (y < 2 * point or y + height > ink.shape[0] - 2 * point)
        upright = width < 2 * point and height > 2 * width and (x < 1 or x + width > ink.shape[1] - 1)
        if speck or flat or upright:
            ink[marks == number] = 0
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(rows):
        return
    for run in np.split(rows, np.flatnonzero(np.diff(rows) > max(1.0, 0.9 * point)) + 1):
        top, bottom = int(run[0]), int(run[-1]) + 1
        at_edge = top < 3 * point or bottom > len(ink) - 3 * point
        if bottom - top < 3 * point and at_edge:
            continue
        columns = np.flatnonzero(ink[top:bottom].any(axis=0))
        yield int(columns[0]), top, int(columns[-1]) + 1, bottom


def _crop(grey: Any, box: tuple[int, int, int, int]) -> Any:
    """Cut a line of print out, with white around it as the recogniser wants."""
    import cv2

    left, top, right, bottom = box
    around = max(3, (bottom - top) // 5)
    part = grey[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2]
    part = cv2.copyMakeBorder(part, around, around, 2 * around, 2 * around, cv2.BORDER_CONSTANT, value=int(part.max()))
    return cv2.cvtColor(part, cv2.COLOR_GRAY2BGR)


def _recognised(engine: Any, parts: list[Any]) -> list[tuple[str, float]]:
    """Give the words of each crop with their confidence; all at once is much quicker than one by one."""
    if not parts:
        return []
    from rapidocr.ch_ppocr_rec import TextRecInput

    if engine.text_rec is None:  # it is loaded by the first call
        engine(parts[0], use_det=False, use_cls=False, use_rec=True)
    result = engine.text_rec(TextRecInput(img=parts))
    return [(text.strip(), float(score)) for text, score in zip(result.txts, result.scores, strict=True)]


def _loose_words(engine: Any, grey: Any, tables: list[Lattice], scale: float) -> Iterator[Words]:
    """Give the lines of print outside tables."""
    import cv2

    rest = grey.copy()
    for table in tables:
        box = table.box
        rest[
            int(box.top / scale) - 2 : int(box.bottom / scale) + 3, int(box.x0 / scale) - 2 : int(box.x1 / scale) + 3
        ] = 255
    result = engine(cv2.cvtColor(rest, cv2.COLOR_GRAY2BGR), use_det=True, use_cls=False, use_rec=True)
    for corners, text, score in zip(
        result.boxes if result.txts else (), result.txts or (), result.scores or (), strict=True
    ):
        (x0, y0), (x1, y1) = corners.min(axis=0) * scale, corners.max(axis=0) * scale
        if text.strip():
            yield Words(text.strip(), Box(float(x0), float(y0), float(x1), float(y1), float(y1 - y0)), float(score))
