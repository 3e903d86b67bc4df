"""Reports printed as PDF: with and without ruling lines, over pages, in narrow columns, lying and in two columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from random import Random

from tests.generator.fonts import register
from tests.generator.html_layouts import split
from tests.generator.prose import Block
from tests.generator.sheets import Cell, Sheet

A4 = (595.0, 842.0)
MARGIN = 62.0
HEADS = {"stat": 1, "art20": 0, "requests": 3, "disputes": 3}
WIDTHS = {
    "stat": (6, 1.5, 2.5),
    "art20": (3, 2, 2, 2),
    "requests": (1.3, 1.5, 3.4, *[1.0] * 7),
    "disputes": (1.0,) * 15,
}


@dataclass(frozen=True, slots=True)
class PdfLayout:
    """How a PDF prints a report. ``rules``: lines, rects, open (none at the sides) or none; ``turned`` lays tables
    on their side on upright pages; ``scrambled`` draws in any order; ``lead`` is the room inside cells."""

    name: str
    rules: str = "lines"
    page: tuple[float, float] = A4
    turned: bool = False
    columns: int = 1
    heads_again: bool = False
    narrow: float = 1.0
    scrambled: bool = False
    furniture: bool = True
    size: float = 10.5
    lead: float = 3.0
    serif: bool = False


PDF_LAYOUTS = {
    layout.name: layout
    for layout in (
        PdfLayout("pdf_ruled"),
        PdfLayout("pdf_serif", size=9.5, lead=4.0, serif=True),
        PdfLayout("pdf_rects", rules="rects", furniture=False),
        PdfLayout("pdf_open", rules="open", size=9.0),
        PdfLayout("pdf_over_pages", page=(595.0, 420.0)),
        PdfLayout("pdf_heads_again", page=(595.0, 500.0), heads_again=True),
        PdfLayout("pdf_wrapped", narrow=0.55, scrambled=True),
        PdfLayout("pdf_landscape", page=(842.0, 595.0), size=12.0),
        PdfLayout("pdf_turned", page=(842.0, 595.0), turned=True),
        PdfLayout("pdf_two_columns", columns=2, size=9.0),
        PdfLayout("pdf_unruled", rules="none"),
        PdfLayout("pdf_unruled_tight", rules="none", lead=0.6, size=9.0, scrambled=True),
        PdfLayout("pdf_unruled_wrapped", rules="none", narrow=0.55, lead=5.0, size=9.0),
        PdfLayout("pdf_unruled_pages", rules="none", page=(595.0, 420.0), heads_again=True),
    )
}


@dataclass(slots=True)
class _Pen:
    """Where the next thing goes, and what is on the pages so far."""

    layout: PdfLayout
    font: str
    y: float = 0.0
    column: int = 0
    top: float = 0.0
    pages: list[list[tuple]] = field(default_factory=list)

    @property
    def left(self) -> float:
        return MARGIN + self.column * (self.width + 24)

    @property
    def width(self) -> float:
        gaps = 24 * (self.layout.columns - 1)
        return (self.layout.page[0] - 2 * MARGIN - gaps) / self.layout.columns

    @property
    def room(self) -> float:
        return self.layout.page[1] - MARGIN - self.y

    def turn_page(self) -> None:
        if self.pages and self.column + 1 < self.layout.columns:
            self.column += 1
            self.y = self.top
            return
        self.pages.append([])
        self.y = self.top = MARGIN
        self.column = 0

    def text(self, x: float, y: float, words: str, size: float) -> None:
        self.pages[-1].append(("text", x, y + size * 0.86, words, size))

    def line(self, *ends: float) -> None:
        self.pages[-1].append((self.layout.rules, *ends))


def pdf_bytes(layout: PdfLayout, blocks: Sequence[Block], seed: object = 0) -> bytes:
    """Give the report as a PDF, the same one for the same blocks and seed."""
    pen = _Pen(layout, register(layout.serif))
    pen.turn_page()
    for block in blocks:
        if block.sheet is not None:
            _sheet(pen, block.sheet)
        else:
            _paragraph(pen, block)
    return _written(pen, blocks[0].text, Random(f"pdf{seed}"))


def _wrapped(text: str, width: float, size: float, font: str, indent: float = 0.0) -> list[str]:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    lines, used = [""], indent
    for char in text:
        wide = stringWidth(char, font, size)
        if used + wide > width + 0.01 and lines[-1]:
            lines.append("")
            used = 0.0
        lines[-1] += char
        used += wide
    return lines


def _paragraph(pen: _Pen, block: Block) -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    size = pen.layout.size * (1.5 if block.kind == "title" else 1.0)
    centred = block.kind in ("title", "caption")
    # A title stands over both columns.
    width = pen.layout.page[0] - 2 * MARGIN if centred and pen.column == 0 and pen.y == MARGIN else pen.width
    indent = 0.0 if centred else 2 * size
    for number, line in enumerate(_wrapped(block.text, width, size, pen.font, indent)):
        if pen.room < 1.6 * size:
            pen.turn_page()
        x = pen.left + (indent if number == 0 else 0.0)
        if centred:
            x = pen.left + (width - stringWidth(line, pen.font, size)) / 2
        pen.text(x, pen.y, line, size)
        pen.y += 1.6 * size
    if block.kind == "title":
        pen.top = pen.y = pen.y + size


def _sheet(pen: _Pen, sheet: Sheet) -> None:
    pen.y += 6
    again = sheet.rows[: HEADS[sheet.table]] if pen.layout.heads_again else ()
    while True:
        heights = _heights(pen, sheet)
        fits = 0
        while fits < len(heights) and sum(heights[: fits + 1]) <= pen.room:
            fits += 1
        if fits == len(heights):
            break
        if fits <= max(HEADS[sheet.table], 1) or sheet.table == "disputes":
            pen.turn_page()
            continue
        above, below = split(sheet, fits)
        _grid(pen, above, heights[:fits])
        pen.turn_page()
        sheet = replace(below, rows=(*again, *below.rows))
    _grid(pen, sheet, heights)
    pen.y += 10


def _columns(pen: _Pen, sheet: Sheet) -> list[float]:
    shares = list(WIDTHS[sheet.table]) if len(WIDTHS[sheet.table]) == sheet.width else [1.0] * sheet.width
    shares[0] *= pen.layout.narrow
    if sheet.table == "requests":
        shares[2] *= pen.layout.narrow
    return [pen.width * share / sum(shares) for share in shares]


def _placed(sheet: Sheet) -> Iterator[tuple[Cell, int, int]]:
    """Give every cell with the row and column where it begins."""
    covered: set[tuple[int, int]] = set()
    for y, row in enumerate(sheet.rows):
        x = 0
        for cell in row:
            while (y, x) in covered:
                x += 1
            yield cell, y, x
            covered |= {(y + dy, x + dx) for dy in range(cell.rowspan) for dx in range(cell.colspan)}


def _lines(pen: _Pen, cell: Cell, width: float) -> list[str]:
    return _wrapped(cell.text, width - 4, _size(pen, cell, width), pen.font) if cell.text else []


def _size(pen: _Pen, cell: Cell, width: float) -> float:
    """Give the size of a cell's type: a number is set smaller where it wouldn't go into one line."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    size = pen.layout.size * 0.85
    if cell.kind != "value" or not cell.text:
        return size
    return min(size, size * (width - 4) / stringWidth(cell.text, pen.font, size))


def _heights(pen: _Pen, sheet: Sheet) -> list[float]:
    widths = _columns(pen, sheet)
    line = pen.layout.size * 0.85 * 1.2
    heights = [line + 2 * pen.layout.lead] * len(sheet.rows)
    for spans in (False, True):
        for cell, y, x in _placed(sheet):
            if (cell.rowspan > 1) == spans:
                needed = len(_lines(pen, cell, sum(widths[x : x + cell.colspan]))) * line + 2 * pen.layout.lead
                rows = range(y, min(y + cell.rowspan, len(heights)))
                missing = needed - sum(heights[row] for row in rows)
                for row in rows:
                    heights[row] += max(0.0, missing) / len(rows)
    return heights


def _grid(pen: _Pen, sheet: Sheet, heights: Sequence[float]) -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    widths = _columns(pen, sheet)
    right = pen.left + sum(widths)
    for cell, y, x in _placed(sheet):
        x0, top = pen.left + sum(widths[:x]), pen.y + sum(heights[:y])
        x1, bottom = x0 + sum(widths[x : x + cell.colspan]), top + sum(heights[y : y + cell.rowspan])
        if pen.layout.rules != "none":
            for ends in ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom)):
                side = ends[0] == ends[2] and (abs(ends[0] - pen.left) < 1 or abs(ends[0] - right) < 1)
                if not (side and pen.layout.rules == "open"):
                    pen.line(*ends)
        lines = _lines(pen, cell, x1 - x0)
        size = _size(pen, cell, x1 - x0)
        start = (top + bottom - len(lines) * size * 1.2) / 2
        for number, words in enumerate(lines):
            width = stringWidth(words, pen.font, size)
            at = x0 + 2 if cell.kind in ("label", "group") and len(lines) > 1 else (x0 + x1 - width) / 2
            at = x0 + 2 if cell.kind == "label" else at
            pen.text(at, start + number * size * 1.2 + size * 0.1, words, size)
    pen.y += sum(heights)


def _written(pen: _Pen, title: str, random: Random) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    layout = pen.layout
    width, height = layout.page
    made = BytesIO()
    canvas = Canvas(made, pagesize=(height, width) if layout.turned else layout.page, invariant=1)
    for number, drawn in enumerate(pen.pages, start=1):
        if layout.turned:
            canvas.translate(height, 0)
            canvas.rotate(90)
        if layout.furniture:
            drawn.append(("text", MARGIN, 30.0, title, 8.0))
            drawn.append(("text", width / 2 - 12, height - 28.0, f"— {number} —", 9.0))
        if layout.scrambled:
            random.shuffle(drawn)
        canvas.setLineWidth(0.5)
        for kind, *what in drawn:
            if kind == "text":
                x, y, words, size = what
                canvas.setFont(pen.font, size)
                canvas.drawString(x, height - y, words)
            elif kind == "rects":
                x0, y0, x1, y1 = what
                canvas.rect(x0 - 0.25, height - y1 - 0.25, x1 - x0 + 0.5, y1 - y0 + 0.5, stroke=0, fill=1)
            else:
                x0, y0, x1, y1 = what
                canvas.line(x0, height - y0, x1, height - y1)
        canvas.showPage()
    canvas.save()
    return made.getvalue()
