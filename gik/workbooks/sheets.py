"""Sheets (工作表): rows of cells, streamed as they are made; every cell of a workbook is made here."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any, NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break

from gik.safety import LINK_LIMIT, cell_xml, fits, formula_xml, is_formula_like, pieces, visible
from gik.workbooks.addresses import cell_address, letters
from gik.workbooks.styles import Styles
from gik.workbooks.words import words

A4 = 9
HEIGHT_LIMIT = 409.0  # points of a row
PAGE_BREAKS = 1023  # Excel's limit for one sheet
IN_MEMORY = 1 << 20  # bytes of a sheet's rows that are kept in memory
NOTE = 60  # units left for the note behind words that go on elsewhere


class Shown(NamedTuple):
    """What a cell shows: words, a number or nothing; its look, indent, link and whether it is marked by ※.

    A link is a cell of this workbook, ``'数据'!A1``, or an address.
    """

    value: str | float | None
    look: str
    indent: int = 0
    link: str = ""
    mark: bool = False


class Formula(NamedTuple):
    """A cell that calculates; its formula is made of definitions, never of a report's words."""

    formula: str
    look: str


class Overflow(NamedTuple):
    """The rest of words that a cell can't hold: where they begin, which part it is, the words."""

    place: str
    part: int
    text: str


@dataclass(frozen=True)
class Book:
    """A workbook while it is written.

    ``cells`` says where a printed cell stands, by report, table, row and column; ``blocks`` where a report begins.
    """

    language: str
    workbook: Workbook = field(default_factory=Workbook)
    sheets: "dict[str, Sheet]" = field(default_factory=dict)
    overflow: list[Overflow] = field(default_factory=list)
    cells: dict[tuple[str, str, str, str], str] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Column widths are counted in digits of this font; this one, or one as wide, is on every system.
        self.workbook._named_styles["Normal"].font = Font(name="Arial", size=10)  # type: ignore[attr-defined]
        object.__setattr__(self, "styles", Styles(self.workbook))

    styles: Styles = field(init=False)

    @property
    def words(self) -> Mapping[str, Any]:
        """The workbook's words in its language."""
        return words(self.language)

    def sheet(
        self,
        name: str,
        widths: Sequence[float],
        *,
        landscape: bool = False,
        repeat: str = "",
        scale: int = 0,
        pages: int = 0,
    ) -> "Sheet":
        """Start a sheet: A4, page numbers below, header rows (``repeat``, as in "1:2") on every page.

        ``scale`` is the size in print in per cent; without it the columns are fitted to the width of a page, and the
        rows to so many ``pages`` where that is not 0.
        """
        ws: Any = self.workbook.active if not self.sheets else self.workbook.create_sheet()
        ws.title = name
        # openpyxl's own set compares each new range with all others, and writes them in an order of chance.
        ws.merged_cells = []
        for number, width in enumerate(widths, start=1):
            ws.column_dimensions[get_column_letter(number)].width = width
        ws.page_setup.paperSize = A4
        ws.page_setup.orientation = "landscape" if landscape else "portrait"
        if scale:
            ws.page_setup.scale = scale
        else:
            ws.sheet_properties.pageSetUpPr.fitToPage = True
            ws.page_setup.fitToHeight = pages
        ws.page_margins.left = ws.page_margins.right = 0.59
        ws.page_margins.top, ws.page_margins.bottom = 0.59, 0.75
        ws.page_margins.header = ws.page_margins.footer = 0.35
        ws.print_options.horizontalCentered = True
        ws.oddFooter.center.text = self.words["page"]
        if repeat:
            ws.print_title_rows = repeat
            ws.freeze_panes = f"A{int(repeat.split(':')[1]) + 1}"
        self.sheets[name] = Sheet(self, ws, len(widths))
        return self.sheets[name]

    @contextmanager
    def finished(self, order: Sequence[str]) -> Iterator[dict[str, tuple[str, IO[bytes]]]]:
        """Put the sheets in order and give their rows, for as long as they are needed."""
        self.workbook._sheets.sort(key=lambda ws: order.index(ws.title))  # type: ignore[attr-defined]
        try:
            yield {name: (sheet.area, sheet.rows) for name, sheet in self.sheets.items()}
        finally:
            for sheet in self.sheets.values():
                sheet.rows.close()


@dataclass
class Sheet:
    """A sheet that is written row by row, from the top."""

    book: Book
    ws: Any
    width: int
    row: int = 0
    breaks: int = 0
    height: float = 0.0  # of the rows so far, as far as it is set
    rows: Any = field(default_factory=lambda: SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115

    @property
    def area(self) -> str:
        """The range of cells that the sheet fills."""
        return f"A1:{get_column_letter(self.width)}{max(1, self.row)}"

    def add(self, cells: Sequence[Shown | Formula | None], *, height: float = 0, merge: bool = False) -> int:
        """Write the next row and give its number; with ``merge``, its first cell covers the whole width."""
        self.row += 1
        if merge:
            self.merge(self.row, 1, self.row, self.width)
        made = [self._cell(column, shown) for column, shown in enumerate(cells, start=1) if shown is not None]
        self._write(height, "".join(made))
        return self.row

    def add_plain(self, values: Sequence[str | float | None], styles: Sequence[tuple[int, int, int]]) -> None:
        """Write the next row fast: words that need no care and numbers, styled as words, quoted words or numbers.

        Words that a cell can't hold, and numbers with decimals, are up to the caller.
        """
        self.row += 1
        row = str(self.row)
        made = []
        for letter, value, (plain, quoted, number) in zip(letters(len(values)), values, styles, strict=True):
            if not isinstance(value, str):
                style = number
            elif not fits(value):
                value, style = self.head(value, letter + row), plain
            else:
                style = quoted if is_formula_like(value) else plain
            made.append(cell_xml(letter + row, style, value))
        self._write(0, "".join(made))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge a rectangle of cells; rows and columns count from 1."""
        self.ws.merged_cells.append(f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}")

    def break_page(self) -> None:
        """Let the next row begin a new page, as long as the sheet can hold another break."""
        if self.row and self.breaks < PAGE_BREAKS:
            self.ws.row_breaks.append(Break(id=self.row))
            self.breaks += 1

    def filter(self, rows: int) -> None:
        """Let the reader filter the list of so many rows below the header."""
        self.ws.auto_filter.ref = f"A1:{get_column_letter(self.width)}{rows + 1}"

    def address(self, row: int, column: int) -> str:
        """Give the address of a cell for links; rows and columns count from 1."""
        return cell_address(self.ws.title, row, column)

    def head(self, text: str, place: str) -> str:
        """Give as much of the words as a cell can hold, with a note; the rest goes to the sheet of long words."""
        first, *rest = pieces(visible(text), room=NOTE)
        start = len(self.book.overflow) + 1
        self.book.overflow.extend(
            Overflow(f"{self.ws.title}!{place}", part, piece) for part, piece in enumerate(rest, start=2)
        )
        return first + str(self.book.words["goes_on"]).format(start=start, end=start + len(rest) - 1)

    def _cell(self, column: int, shown: Shown | Formula) -> str:
        place = f"{letters(column)[-1]}{self.row}"
        styles = self.book.styles
        if isinstance(shown, Formula):
            return formula_xml(place, styles.number(shown.look), shown.formula)
        value = shown.value
        if shown.link and len(self.ws._hyperlinks) < LINK_LIMIT:
            self._link(place, shown.link)
        if isinstance(value, str):
            text = value if fits(value) else self.head(value, place)
            style = styles.number(shown.look, "", shown.indent, quoted=is_formula_like(text))
            return cell_xml(place, style, text)
        return cell_xml(place, styles.number(shown.look, value, shown.indent, mark=shown.mark), value)

    def _link(self, place: str, target: str) -> None:
        inside = target.startswith("'")
        self.ws._hyperlinks.append(
            Hyperlink(ref=place, location=target if inside else None, target=None if inside else target)
        )

    def _write(self, height: float, cells: str) -> None:
        self.height += min(height, HEIGHT_LIMIT)
        size = f' ht="{min(height, HEIGHT_LIMIT):g}" customHeight="1"' if height else ""
        self.rows.write(f'<row r="{self.row}"{size}>{cells}</row>'.encode())


def lines_of(text: str, width: float) -> int:
    """Count the lines that words take in a cell of that width (in half-width characters)."""
    return sum(
        max(1, -(-sum(2 if ch > "\u2e7f" else 1 for ch in line) // max(1, int(width)))) for line in text.split("\n")
    )
