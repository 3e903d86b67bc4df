"""Sheets (工作表) and the looks of their cells; every cell of a workbook is made here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break

from gik.definitions import definition
from gik.workbooks.safety import FORMULA_STARTS, safe_text

A4 = 9
CHINESE = 134  # the GB2312 character set, by which systems without the named font choose another
ROW_LIMIT = 409.0  # points
PAGE_BREAKS = 1023  # Excel's limit for one sheet


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows: words, a number or nothing; its look and indent; and the sheet that it links to."""

    value: str | float | None
    look: str
    indent: int = 0
    link: str = ""


@dataclass(frozen=True)
class Book:
    """A workbook while it is written: the openpyxl workbook, its language and the styles made so far."""

    language: str
    workbook: Workbook = field(default_factory=lambda: Workbook(write_only=True))
    styles: dict[tuple[str, int, str, bool], Any] = field(default_factory=dict)

    @property
    def words(self) -> Any:
        """The workbook's words in its language."""
        return definition("workbook.toml")[self.language]

    def __post_init__(self) -> None:
        # Column widths are counted in digits of this font; this one, or one as wide, is on every system.
        self.workbook._named_styles["Normal"].font = Font(name="Arial", size=10)  # type: ignore[attr-defined]

    def sheet(
        self, name: str, widths: Sequence[float], *, landscape: bool = False, repeat: str = "", scale: int = 0
    ) -> "Sheet":
        """Start a sheet: A4, page numbers below, header rows (``repeat``, as in "1:2") on every page.

        ``scale`` is the size in print in per cent; without it the columns are fitted to the width of a page.
        """
        ws = self.workbook.create_sheet(name)
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
            ws.page_setup.fitToHeight = 0
        ws.page_margins.left = ws.page_margins.right = 0.59
        ws.page_margins.top, ws.page_margins.bottom = 0.59, 0.75
        ws.page_margins.header = ws.page_margins.footer = 0.35
        ws.print_options.horizontalCentered = True
        ws.oddFooter.center.text = self.words["page"]
        if repeat:
            ws.print_title_rows = repeat
            ws.freeze_panes = f"A{int(repeat.split(':')[1]) + 1}"
        return Sheet(self, ws, len(widths))


@dataclass
class Sheet:
    """A sheet that is written row by row, from the top."""

    book: Book
    ws: Any
    width: int
    row: int = 0
    breaks: int = 0

    def add(self, cells: Sequence[Shown | None], *, height: float = 0, merge: bool = False) -> None:
        """Write the next row; with ``merge``, its first cell covers the whole width."""
        self.row += 1
        if height:
            self.ws.row_dimensions[self.row].height = min(height, ROW_LIMIT)
        if merge:
            self.merge(self.row, 1, self.row, self.width)
        self.ws.append([None if shown is None else self._cell(shown) for shown in cells])

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

    def _cell(self, shown: Shown) -> Any:
        cell: Any = WriteOnlyCell(self.ws)
        value = shown.value
        if isinstance(value, str):
            value = safe_text(value, self.book.words["cut"])
            # Set past openpyxl's own guess, which takes a leading "=" for a formula.
            cell._value, cell.data_type = value or None, "s" if value else "n"
            cell._style = _style(self, shown, "General", value.startswith(FORMULA_STARTS))
        else:
            cell._value = None if value is None else int(value) if value == int(value) else value
            cell._style = _style(self, shown, _number_format(value), False)
        if shown.link:
            cell._hyperlink = Hyperlink(ref="", location="'{}'!A1".format(shown.link.replace("'", "''")))
        return cell


def lines_of(text: str, width: float) -> int:
    """Count the lines that words take in a cell of that width (in half-width characters)."""
    return sum(
        max(1, -(-sum(2 if ch > "\u2e7f" else 1 for ch in line) // max(1, int(width)))) for line in text.split("\n")
    )


def _number_format(value: float | None) -> str:
    """Show every decimal that the number has, and none that it doesn't."""
    if value is None or value == int(value):
        return "0"
    return "0." + "0" * len(repr(float(value)).partition(".")[2]) if "e" not in repr(float(value)) else "General"


def _style(sheet: Sheet, shown: Shown, number_format: str, quoted: bool) -> Any:
    key = shown.look, shown.indent, number_format, quoted
    if key not in sheet.book.styles:
        cell: Any = WriteOnlyCell(sheet.ws)
        _dress(cell, definition("workbook.toml")["looks"][shown.look], shown.indent)
        cell.number_format = number_format
        cell._style.quotePrefix = int(quoted)
        sheet.book.styles[key] = cell._style
    return sheet.book.styles[key]


def _dress(cell: Any, look: Any, indent: int) -> None:
    cell.font = Font(
        name=look["font"],
        size=look["size"],
        italic=look.get("italic", False),
        underline="single" if look.get("underline") else None,
        color=look.get("color"),
        charset=CHINESE,
        family=3,
    )
    cell.alignment = Alignment(
        horizontal=look["horizontal"],
        vertical=look.get("vertical", "center"),
        wrap_text=look.get("wrap", False),
        shrink_to_fit=look.get("shrink", False),
        indent=indent,
    )
    if look.get("border"):
        side = Side(style="thin", color="000000")
        cell.border = Border(left=side, right=side, top=side, bottom=side)
    if "fill" in look:
        cell.fill = PatternFill("solid", fgColor=look["fill"])
    if "pattern" in look:
        cell.fill = PatternFill(look["pattern"], fgColor="A6A6A6")
