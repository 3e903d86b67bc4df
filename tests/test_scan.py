"""Scans: cells from the picture of a page, none of them trusted without a reason."""

import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from gik.doubts import doubtful_as_text
from gik.errors import UnreadableFile
from gik.reading import Document, Grid, GridCell, read, scan
from gik.tables import read_tables

# Cells of a scan that may be doubted or left unread, in a hundred.
UNREAD = 5
CELLS = [
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "1", "0", "27"],
    ["规范性文件", "16", "4", "350"],
]


def test_a_doubtful_number_is_kept_as_text() -> None:
    document = _document({"350": 0.6})
    found = doubtful_as_text(document, read_tables(document))
    by_text = {cell.text: (cell.state, cell.value) for cell in found.cells if cell.text}
    assert by_text["350"] == ("text", None)
    assert by_text["27"] == ("number", 27.0)
    assert [finding["rule"] for finding in found.findings] == ["cell.doubtful"]


def test_a_doubtful_word_of_a_line_is_kept_as_text() -> None:
    """Lines outside grids are doubted word by word: a stroke taken for 1 takes none of its neighbours along."""
    lines = ["信息内容 本年制发件数 本年废止件数 现行有效件数", "规章 1 0 27", "规范性文件 16 4 350"]
    text = "\n".join(["一、主动公开政府信息情况", "第二十条第（一）项", *lines]) + "\n"
    document = read("a.txt", text.encode())
    words = {"规章 1 0 27": (("规章", 0.8), ("1", 0.9), ("0", 0.99), ("27", 0.99))}
    blocks = tuple(block._replace(words=words.get(text[block.start : block.end], ())) for block in document.blocks)
    document = replace(document, blocks=blocks)
    found = doubtful_as_text(document, read_tables(document))
    rules = [(cell.text, cell.state, cell.value) for cell in found.cells if cell.row == "rules"]
    assert rules == [("1", "text", None), ("0", "number", 0.0), ("27", "number", 27.0)]
    assert [finding["rule"] for finding in found.findings] == ["cell.doubtful"]


def test_an_equation_confirms_a_doubtful_number_only_among_certain_ones() -> None:
    rows = [["信息内容", "上年结转"], ["收到申请数", "1"], ["1.当面申请数", "1"], ["2.传真申请数", "0"]]
    rows += [["3.网络申请数", "0"], ["4.信函申请数", "0"], ["申请办结数", "0"]]
    rows[0] = ["统计指标", "统计数"]
    one = _document({"0": 1.0, "1": 1.0}, rows)
    assert doubtful_as_text(one, read_tables(one)).findings == ()
    (grid,) = one.blocks
    assert isinstance(grid, Grid)

    def doubted(*places: int) -> list[tuple[str, float | None]]:
        cells = tuple(cell._replace(confidence=0.6) if at in places else cell for at, cell in enumerate(grid.cells))
        document = replace(one, blocks=(replace(grid, cells=cells),))
        found = doubtful_as_text(document, read_tables(document)).cells
        return [(cell.state, cell.value) for cell in found if cell.row.startswith("requests.received")][:2]

    assert doubted(3) == [("number", 1.0), ("number", 1.0)]
    assert doubted(3, 5) == [("text", None), ("text", None)]


def test_short_ruling_lines_are_found_and_strokes_of_print_are_none() -> None:
    pytest.importorskip("cv2", reason="the extra ocr isn't installed")
    import numpy as np

    from gik.reading.pages.ink import rules

    page = np.full((900, 1240), 230, np.uint8)
    for y in (100, 130, 160):
        page[y, 100:1100] = 90
    for x in (100, 1100):
        page[100:161, x] = 90
    page[131:160, 600] = 90  # 14 points long
    page[145, 200:290] = 60  # a stroke in a cell
    across, down = rules(page, 72 / 150)
    assert [round(rule.at / 0.48) for rule in across] == [100, 130, 160]
    assert sorted(round(rule.at / 0.48) for rule in down) == [100, 600, 1100]


def test_each_page_of_a_scan_has_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def recognise() -> None:
        done.append("recognised")
        raise UnreadableFile("读到这里为止")

    monkeypatch.setattr(scan, "restart_clock", lambda: done.append("clock"))
    monkeypatch.setattr(scan, "_engine", recognise)
    for number in (1, 2):
        with pytest.raises(UnreadableFile):
            scan.read_picture(number, None)
    assert done == ["clock", "recognised"] * 2


@pytest.mark.parametrize(
    ("form", "layout", "kind"), [("art2019", "scan150_ruled", "jpg"), ("stat2014", "scan200_serif", "png")]
)
def test_scans_of_fictional_reports_give_no_wrong_value(form: str, layout: str, kind: str) -> None:
    pytest.importorskip("rapidocr", reason="the extra ocr isn't installed")
    pytest.importorskip("cv2", reason="the extra ocr isn't installed")
    pytest.importorskip("reportlab", reason="reportlab prints the page that is scanned")
    from tests.generator.scan_score import scan_marks
    from tests.generator.scans import scan_sample

    found = scan_marks(scan_sample(form, layout, "plain", "test", kind)).marks
    assert [(key, shown) for key, (mark, shown) in found.items() if mark == "wrong"] == []
    assert sum(mark == "missing" for mark, _ in found.values()) * 100 <= UNREAD * len(found)


def test_a_certain_document_is_left_as_it_is() -> None:
    document = _document({})
    tables = read_tables(document)
    assert doubtful_as_text(document, tables) is tables


def test_damaged_pictures_give_a_reason() -> None:
    for start in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*"):
        with pytest.raises(UnreadableFile, match="图片已损坏"):
            read("a.png", start + b"\0" * 50)


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


def _document(confidence: dict[str, float], table: list[list[str]] = CELLS) -> Document:
    cells = tuple(
        GridCell(text, y, x, 1, 1, f"page 1 table 1 row {y + 1} cell {x + 1}", confidence.get(text, 1.0))
        for y, row in enumerate(table)
        for x, text in enumerate(row)
    )
    text = "\n".join(" | ".join(row) for row in table)
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
