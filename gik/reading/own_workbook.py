"""Our own workbooks (本程序生成的工作簿) read back: the sheets of the forms, which hold one report below the other."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from gik.definitions import definition
from gik.forms import load_forms
from gik.reading.sheet_rows import SheetCell, address
from gik.reading.spacing import clean

# Columns of the printed form; what stands beside them is none of the report.
_COLUMNS = 15


def is_form_sheet(cells: Sequence[SheetCell]) -> bool:
    """Say whether a sheet is one of a form that write_workbook wrote: its first words name the form and its source."""
    first = next((cell.text for cell in cells if (cell.row, cell.column) == (0, 0)), "")
    return any(first == " ".join((form.name, form.source)) for form in load_forms().values())


def reports_of_form_sheet(name: str, cells: Sequence[SheetCell]) -> Iterator[tuple[str, list[SheetCell]]]:
    """Give the cells of each report on the sheet of a form, and the place where it begins, ``2019年格式!A2``.

    What the workbook says of a report below the line for signatures or beside the form, and the rows that the report
    does not print, are left out.
    """
    rows: dict[int, list[SheetCell]] = {}
    for cell in cells:
        if cell.column < _COLUMNS:
            rows.setdefault(cell.row, []).append(cell)
    starts = [row - 1 for row in sorted(rows) if _is_source(rows[row]) and row - 1 in rows]
    signature = _words()["signature"].partition("：")[0] + "："
    for start, end in zip(starts, [*starts[1:], max(rows, default=0) + 1], strict=True):
        inside = [rows[row] for row in range(start, end) if row in rows]
        signed = next((n for n, row in enumerate(inside) if row[0].text.startswith(signature)), len(inside))
        kept = [made for row in inside[:signed] if (made := _printed(row))]
        yield f"{name}!{address(start, 0)}", list(_closed_up(kept))


def _closed_up(rows: Sequence[Sequence[SheetCell]]) -> Iterator[SheetCell]:
    """Give the cells with the gaps between rows closed, each still known by its own address."""
    numbers = [row[0].row for row in rows]
    for number, row in enumerate(rows):
        for cell in row:
            height = bisect_left(numbers, cell.row + cell.height) - number
            yield replace(cell, row=number, height=height, address=address(cell.row, cell.column))


def _printed(row: Sequence[SheetCell]) -> list[SheetCell]:
    """Give a row without what stands for a row that the report doesn't print: its label, and values that all say so."""
    cells = sorted(row, key=lambda cell: cell.column)
    absent = _words()["absent"]
    first = next((n for n, cell in enumerate(cells) if cell.text == absent), len(cells))
    labelled = first == 0 or not re.match(r"$|[-+]?\d", cells[first - 1].text)
    is_absent = first < len(cells) and labelled and all(cell.text == absent for cell in cells[first:])
    return [cell for cell in cells if cell.height > 1] if is_absent else cells


def _is_source(row: Sequence[SheetCell]) -> bool:
    shown = [cell.text for cell in row if cell.text]
    return len(shown) == 1 and _source().fullmatch(shown[0]) is not None


@cache
def _source() -> re.Pattern[str]:
    """Give a pattern for the line below a report's title: its fixed words, anything in its places."""
    fixed = re.split(r"\{\w+\}", _words()["block_source"])
    return re.compile(".*".join(re.escape(clean(part)) for part in fixed), re.DOTALL)


def _words() -> Mapping[str, Any]:
    words: Mapping[str, Any] = definition("workbook.toml")["printed"]
    return words
