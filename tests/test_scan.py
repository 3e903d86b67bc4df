"""Scans: cells from the picture of a page, none of them trusted without a reason."""

import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from gik.doubts import settled
from gik.errors import UnreadableFile
from gik.reading import Document, Grid, GridCell, read
from gik.tables import read_tables

CELLS = [
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "1", "0", "27"],
    ["规范性文件", "16", "4", "350"],
]


def test_a_doubtful_number_is_kept_as_text() -> None:
    document = _document({"350": 0.6})
    found = settled(document, read_tables(document))
    by_text = {cell["text"]: (cell["state"], cell["value"]) for cell in found.cells if cell["text"]}
    assert by_text["350"] == ("text", None)
    assert by_text["27"] == ("number", 27.0)
    assert [finding["rule"] for finding in found.findings] == ["cell.doubtful"]


def test_a_certain_document_is_left_as_it_is() -> None:
    document = _document({})
    tables = read_tables(document)
    assert settled(document, tables) is tables


def test_damaged_pictures_give_a_reason() -> None:
    with pytest.raises(UnreadableFile, match="图片已损坏"):
        read("a.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 50)


def test_without_the_extra_the_reason_names_the_command() -> None:
    code = (
        "import sys; sys.modules['rapidocr'] = sys.modules['cv2'] = None\n"
        "from gik.reading import read; from PIL import Image; from io import BytesIO\n"
        "made = BytesIO(); Image.new('L', (60, 60), 255).save(made, 'png')\n"
        "try: read('a.png', made.getvalue())\n"
        "except Exception as error: print(type(error).__name__, ascii(str(error)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "UnreadableFile" in done.stdout and 'pip install "gik[ocr]"' in done.stdout


def test_a_scanned_page_gives_the_cells_of_its_table(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr", reason="the extra ocr isn't installed")
    pytest.importorskip("cv2", reason="the extra ocr isn't installed")
    pytest.importorskip("reportlab", reason="reportlab prints the page that is scanned")
    from gik.checking_page import write_checking_page

    data = _scan()
    (grid,) = [block for block in read("a.jpg", data).blocks if isinstance(block, Grid)]
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    assert list(rows.values()) == CELLS
    (tmp_path / "a.jpg").write_bytes(data)
    count = write_checking_page(tmp_path / "a.jpg", tmp_path / "a.html")
    page = (tmp_path / "a.html").read_text(encoding="utf-8")
    assert page.count("data:image/png") == count == sum(cell.confidence < 0.97 for cell in grid.cells)
    assert "http" not in page


def _document(confidence: dict[str, float]) -> Document:
    cells = tuple(
        GridCell(text, y, x, 1, 1, f"page 1 table 1 row {y + 1} cell {x + 1}", confidence.get(text, 1.0))
        for y, row in enumerate(CELLS)
        for x, text in enumerate(row)
    )
    text = "\n".join(" | ".join(row) for row in CELLS)
    grid = Grid(0, len(text), "page 1 table 1", cells)
    return replace(Document(text + "\n", (grid,), "scan", ""))


def _scan() -> bytes:
    """Print the table, and give its picture at 150 dpi, a little askew."""
    import pypdfium2
    from PIL import Image
    from reportlab.pdfgen.canvas import Canvas

    from tests.generator.fonts import register

    made = BytesIO()
    canvas = Canvas(made, pagesize=(595, 420))
    canvas.setFont(register(), 11)
    for y, row in enumerate(CELLS):
        for x, text in enumerate(row):
            canvas.rect(60 + 115 * x, 300 - 30 * y, 115, 30)
            canvas.drawCentredString(117 + 115 * x, 311 - 30 * y, text)
    canvas.save()
    page = pypdfium2.PdfDocument(made.getvalue())[0]
    image = page.render(scale=150 / 72, grayscale=True).to_pil().convert("L")
    scanned = BytesIO()
    image.rotate(0.5, Image.Resampling.BICUBIC, fillcolor=255).save(scanned, "jpeg", quality=80)
    return scanned.getvalue()
