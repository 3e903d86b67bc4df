"""Styles (样式): how cells look, from ``definitions/workbook.toml``; a look is made once and shared by its number."""

from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

from gik.definitions import definition

CHINESE = 134  # the GB2312 character set, by which systems without the named font choose another
MARK = '"※"'  # stands behind a number that disagrees with others, whatever the colours


@dataclass(frozen=True)
class Styles:
    """The styles of a workbook made so far, by what they are made of."""

    workbook: Workbook
    made: dict[tuple[str, int, str, bool], int] = field(default_factory=dict)

    def number(
        self, look: str, value: object = "", indent: int = 0, *, quoted: bool = False, mark: bool = False
    ) -> int:
        """Give the number of the style for a value; ``quoted`` keeps words from being taken for a formula on editing.

        With ``mark``, a number is shown with ※ behind it.
        """
        own = definition("workbook.toml")["looks"][look].get("format")
        form = own or ("General" if isinstance(value, str) else _number_format(value) + (MARK if mark else ""))
        key = look, indent, form, quoted
        found = self.made.get(key)
        if found is None:
            found = self.made[key] = self._make(*key)
        return found

    def _make(self, look: str, indent: int, form: str, quoted: bool) -> int:
        cell: Any = WriteOnlyCell(self.workbook.worksheets[0])
        _dress(cell, definition("workbook.toml")["looks"][look], indent)
        cell.number_format = form
        cell._style.quotePrefix = int(quoted)
        return int(cell.style_id)


def font(look: dict[str, Any]) -> Font:
    """Give the font of a look, with what a system needs to find another one in its place."""
    return Font(
        name=look["font"],
        size=look["size"],
        bold=look.get("bold", False),
        italic=look.get("italic", False),
        underline="single" if look.get("underline") else None,
        color=look.get("color"),
        charset=CHINESE,
        family=3,
    )


def _number_format(value: Any) -> str:
    """Show every decimal that the number has, and none that it doesn't."""
    if value is None or value == int(value):
        return "0"
    digits = repr(float(value))
    return "0." + "0" * len(digits.partition(".")[2]) if "e" not in digits else "0.0#############E+0"


def _dress(cell: Any, look: dict[str, Any], indent: int) -> None:
    cell.font = font(look)
    cell.alignment = Alignment(
        horizontal=look["horizontal"],
        vertical=look.get("vertical", "center"),
        wrap_text=look.get("wrap", False),
        shrink_to_fit=look.get("shrink", False),
        indent=indent,
    )
    cell.protection = Protection(locked=not look.get("open", False))
    if look.get("border"):
        side = Side(style="thin", color="000000")
        cell.border = Border(left=side, right=side, top=side, bottom=side)
    if "fill" in look:
        cell.fill = PatternFill("solid", fgColor=look["fill"])
    if "pattern" in look:
        cell.fill = PatternFill(look["pattern"], fgColor="A6A6A6")
