"""PDF: the same truth in every layout gives the same cells, and what can't be read ends with a reason."""

from io import BytesIO

import pytest

from gik.errors import UnreadableFile
from gik.identity import identify
from gik.limits import limits
from gik.reading import Grid, Paragraph, read
from gik.reading.pages.glyphs import Box, Segment, brought_down, segments
from gik.reading.pdf import picture_pages

pytest.importorskip("reportlab", reason="reportlab prints the PDFs of these tests")

from tests.generator import score
from tests.generator.page_score import page_sample
from tests.generator.pdf_layouts import PDF_LAYOUTS, pdf_bytes
from tests.generator.prose import Block, blocks
from tests.generator.samples import draft
from tests.generator.truth import truth

RULED = [name for name, layout in PDF_LAYOUTS.items() if layout.rules != "none"]
BARE = [name for name, layout in PDF_LAYOUTS.items() if layout.rules == "none"]
# Cells of tables without ruling lines that may be left unread where labels wrap around them, in a hundred.
UNREAD = 25


@pytest.mark.parametrize("layout", RULED)
def test_ruled_tables_give_every_cell(layout: str) -> None:
    form = ("stat2014", "art2019", "art2021")[RULED.index(layout) % 3]
    sample = page_sample(form, layout, "medley", 1)
    marked = score.marks(sample, score.read(sample))
    assert [(key, shown) for key, (mark, shown) in marked.items() if mark == "wrong"] == []
    missing = [key for key, (mark, _) in marked.items() if mark == "missing"]
    assert len(missing) <= 2  # the label of a row that stands on two pages


@pytest.mark.parametrize("layout", BARE)
def test_tables_without_lines_give_no_wrong_cell(layout: str) -> None:
    form = ("art2021", "stat2014", "art2019")[BARE.index(layout) % 3]
    sample = page_sample(form, layout, "plain", 1)
    marked = [mark for mark, _ in score.marks(sample, score.read(sample)).values()]
    assert "wrong" not in marked
    assert marked.count("missing") * 100 <= UNREAD * len(marked)


def test_a_table_over_pages_is_one_and_its_cells_name_their_pages() -> None:
    document = read("a.pdf", page_sample("stat2014", "pdf_heads_again").data)
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert sum(cell.text == "统计指标" for cell in grid.cells) == 1
    assert len({cell.place.split(" table ")[0] for cell in grid.cells}) > 1
    assert "— 2 —" not in document.text


def test_a_character_that_its_font_lacks_leaves_a_name_unknown() -> None:
    title = Block("title", "龘县教育局2020年政府信息公开工作年度报告")
    document = read("a.pdf", pdf_bytes(PDF_LAYOUTS["pdf_ruled"], [title, Block("text", "全年收到申请12件。")]))
    assert document.text.startswith("\ufffd县教育局2020年政府信息公开工作年度报告\n")
    identity = identify(document, ())
    assert (identity.issuer, [found["rule"] for found in identity.findings]) == ("", ["issuer.masked"])


def test_paragraphs_are_joined_over_lines_and_columns() -> None:
    pieces = blocks(draft(truth("art2021", 2022, 5)))
    texts = [piece.text for piece in pieces if piece.sheet is None]
    for layout in ("pdf_ruled", "pdf_two_columns", "pdf_over_pages"):
        document = read("a.pdf", pdf_bytes(PDF_LAYOUTS[layout], pieces))
        found = [document.text[b.start : b.end] for b in document.blocks if isinstance(b, Paragraph)]
        assert found == texts, layout


def test_raised_digits_are_marked_and_stay_on_their_line() -> None:
    def pieces(*printed: tuple[str, float, float, float]) -> list[Segment]:
        """Words from left to right, each with its left edge, its base line and its size."""
        return [Segment(text, Box(x, base - size, x + size / 2, base, size)) for text, x, base, size in printed]

    def found(*printed: tuple[str, float, float, float]) -> list[str]:
        return [segment.text for segment in segments(brought_down(pieces(*printed)))]

    assert found(("3", 0, 100, 10), ("4", 5, 100, 10), ("1", 10, 96, 6), ("2", 13, 96, 6), ("件", 16, 100, 10)) == [
        "34¹²件"
    ]
    assert found(("7", 0, 100, 10), ("3", 5, 93, 6)) == ["7³"]  # so high that it would be a line of its own
    assert found(("7", 0, 100, 10), ("3", 5, 100, 6)) == ["73"]  # small type on the same line
    assert found(("7", 0, 100, 10), ("3", 20, 96, 6)) == ["7", "3"]  # in another column


def test_numbers_filled_into_a_form_are_its_cells() -> None:
    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made)
    for row, (label, value) in enumerate([("labels", "values"), ("made", "12"), ("repealed", ""), ("in force", "340")]):
        for column in range(2):
            canvas.rect(60 + 120 * column, 700 - 20 * row, 120, 20)
        canvas.drawString(64, 705 - 20 * row, label)
        canvas.acroForm.textfield(x=182, y=702 - 20 * row, width=100, height=16, value=value, name=label)
    canvas.acroForm.checkbox(x=400, y=700, checked=True)
    canvas.acroForm.textfield(x=182, y=662, width=50, height=16, value="7", name="unseen", annotationFlags="hidden")
    canvas.save()
    assert read("a.pdf", made.getvalue()).text == "labels | values\nmade | 12\nrepealed | \nin force | 340\n"


@pytest.mark.parametrize(("mode", "pictures"), [(3, [1]), (0, [])])
def test_words_recognised_by_others_below_a_picture_are_not_taken_for_print(mode: int, pictures: list[int]) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made, pagesize=(400, 400))
    canvas.drawImage(ImageReader(Image.new("L", (8, 8), 200)), 0, 0, 400, 400)
    words = canvas.beginText(20, 380)
    words.setTextRenderMode(mode)
    words.textLine("labels and values 12 and 340")
    canvas.drawText(words)
    canvas.save()
    assert picture_pages(made.getvalue()) == pictures


def test_what_is_not_seen_is_not_read_and_what_is_crossed_out_is_no_number() -> None:
    from reportlab.lib.colors import CMYKColor, black, white, yellow
    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made)
    line = iter(range(700, 0, -40))

    def patch(colour: object, number: str, *, first: bool = False) -> None:
        """Print a line that ends with a number, a patch of that colour over it or below it."""
        y = next(line)
        for step in ("patch", "words") if first else ("words", "patch"):
            canvas.setFillColor(colour if step == "patch" else black)
            if step == "words":
                canvas.drawString(64, y, "made")
                canvas.drawString(100, y, number)
            else:
                canvas.rect(97, y - 4, 40, 16, stroke=0, fill=1)

    patch(white, "120")  # a correction: the old number lies under the paper
    canvas.setFillColor(black)
    canvas.drawString(100, 700, "340")
    patch(black, "121")
    patch(yellow, "122")  # marked, not hidden
    patch(white, "123", first=True)
    y = next(line)
    canvas.drawString(64, y, "open")
    canvas.setFillColor(CMYKColor(0, 0, 0, 0))
    canvas.drawString(100, y, "124")
    y = next(line)
    canvas.setFillColor(black)
    canvas.rect(60, y - 4, 90, 16, stroke=0, fill=1)
    canvas.setFillColor(white)
    canvas.drawString(64, y, "head 125")
    canvas.setFillColor(black)
    y = next(line)
    canvas.drawString(64, y, "closed 126 127")
    canvas.line(100, y + 3, 121, y + 3)
    y = next(line)
    canvas.drawString(64, y, "gone 129")
    canvas.rect(92, y + 3, 24, 0.8, stroke=0, fill=1)  # a line that is drawn as a thin box
    y = next(line)
    canvas.drawString(64, y, "left 128")
    canvas.line(20, y + 3, 500, y + 3)  # a line of a table, badly placed
    canvas.save()
    told = read("a.pdf", made.getvalue()).text.split("\n")
    assert told[:6] == ["made 340", "made", "made 122", "made 123", "open", "head 125"]
    assert told[6:8] == ["closed 1\u03362\u03366\u0336 127", "gone 1\u03362\u03369\u0336"]
    assert told[8] == "left 128"


def test_encrypted_files_say_so() -> None:
    with pytest.raises(UnreadableFile, match="已加密"):
        read("a.pdf", _drawn(password="secret"))


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.7\n" + b"\0" * 5000, b"%PDF-1.4 1 0 obj <<<<<<<<"])
def test_damaged_files_give_a_reason(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="PDF"):
        read("a.pdf", data)


def test_pages_are_counted_up_to_the_limit() -> None:
    with limits(pages=2), pytest.raises(UnreadableFile, match="GIK_LIMIT_PAGES"):
        read("a.pdf", _drawn(pages=3))


def _drawn(pages: int = 1, password: str = "") -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made, encrypt=password or None)
    for number in range(pages):
        canvas.drawString(100, 700, f"page {number}, with some words on it")
        canvas.showPage()
    canvas.save()
    return made.getvalue()
