"""The checking page (核对页): each doubtful cell of a scan beside what was read, as one page that needs no network."""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gik.definitions import definition
from gik.reading.pages.glyphs import Box
from gik.reading.pages.page import Page
from gik.reading.pdf import is_pdf, picture_pages
from gik.reading.scan import page_picture, pictures, read_picture
from gik.safety import html_text
from gik.saving import whole

_HEAD = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font-family:sans-serif;margin:2em}}td,th{{border:1px solid #999;padding:6px}}
table{{border-collapse:collapse}}
img{{max-height:80px;border:1px solid #ccc}}</style></head>
<body><h1>{about}</h1>
<table><tr>{heads}</tr>
"""


def write_checking_page(source: str | Path, path: str | Path) -> int:
    """Write the doubtful cells of a scan (picture or PDF) as an HTML page, and give how many there are.

    Places are those of the frame of cells, ``page 1 table 2 row 3 cell 4``. Nobody needs to look at a file with text:
    its page is empty. Raises UnreadableFile as the scan reader does, OSError where a file can't be opened or written.

    >>> write_checking_page("no such scan.pdf", "checking.html")
    Traceback (most recent call last):
    FileNotFoundError: [Errno 2] No such file or directory: 'no such scan.pdf'
    """
    source = Path(source)
    rows = [_row(*doubt) for number, grey in _pictures(source.read_bytes()) for doubt in _doubts(number, grey)]
    words = definition("pages.toml")["checking"]
    about = html_text(words["about"].format(name=source.name, count=len(rows)))
    heads = "".join(f"<th>{head}</th>" for head in words["heads"])
    head = _HEAD.format(title=words["title"], about=about, heads=heads)
    page = head + "\n".join(rows) + "\n</table></body></html>\n"
    with whole(Path(path)) as fresh:
        fresh.write_text(page, encoding="utf-8")
    return len(rows)


def _pictures(data: bytes) -> Iterator[tuple[int, Any]]:
    if is_pdf(data):
        yield from ((number, page_picture(data, number)) for number in picture_pages(data))
    else:
        yield from enumerate(pictures(data), start=1)


def _doubts(number: int, grey: Any) -> Iterator[tuple[str, str, float, bytes]]:
    import cv2

    page: Page = read_picture(number, grey)
    scale = max(grey.shape) / max(page.width, page.height)
    for position, table in enumerate(page.tables, start=1):
        printed: Counter[int] = Counter()
        for cell in table.cells:
            printed[cell.row] += 1
            if cell.box is not None and cell.confidence < definition("scans.toml")["sure"]:
                made, crop = cv2.imencode(".png", _part(grey, cell.box, scale))
                if made:
                    place = f"page {number} table {position} row {cell.row + 1} cell {printed[cell.row]}"
                    yield place, cell.text, cell.confidence, crop.tobytes()


def _part(grey: Any, box: Box, scale: float) -> Any:
    return grey[int(box.top * scale) : int(box.bottom * scale) + 1, int(box.x0 * scale) : int(box.x1 * scale) + 1]


def _row(place: str, text: str, confidence: float, crop: bytes) -> str:
    image = f'<img alt="" src="data:image/png;base64,{b64encode(crop).decode()}">'
    return f"<tr><td>{place}</td><td>{image}</td><td>{html_text(text)}</td><td>{confidence:.0%}</td></tr>"
