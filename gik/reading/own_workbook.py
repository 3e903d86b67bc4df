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

_LANGUAGES = ("zh", "en")


def is_form_sheet(cells: Sequence[SheetCell]) -> bool:
    """Say whether a sheet is one of a form that write_workbook wrote: its first words name the form and its source."""
    first = next((cell.text for cell in cells if (cell.row, cell.column) == (0, 0)), "")
    return any(first == " ".join((form.name, form.source)) for form in load_forms().values())


def reports_of_form_sheet(name: str, cells: Sequence[SheetCell]) -> Iterator[tuple[str, list[SheetCell]]]:
    """Give the cells of each report on the sheet of a form, and the place where it begins, ``2019年格式!A2``.

    What the workbook says of a report, its findings and the rows that it does not print, are left out.
    """
    rows: dict[int, list[SheetCell]] = {}
    for cell in cells:
        rows.setdefault(cell.row, []).append(cell)
    starts = [row - 1 for row in sorted(rows) if _says(rows[row], "block_source") and row - 1 in rows]
    for start, end in zip(starts, [*starts[1:], max(rows, default=0) + 1], strict=True):
        inside = [rows[row] for row in range(start, end) if row in rows]
        kept = [made for row in inside if not _says(row, "finding_line") and (made := _printed(row))]
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
    absent = {_words(language)["absent"] for language in _LANGUAGES}
    first = next((n for n, cell in enumerate(cells) if cell.text in absent), len(cells))
    rest = {cell.text for cell in cells[first:]}
    labelled = first == 0 or not re.match(r"$|[-+]?\d", cells[first - 1].text)
    return [cell for cell in cells if cell.height > 1] if rest and rest <= absent and labelled else cells


def _says(row: Sequence[SheetCell], name: str) -> bool:
    shown = [cell.text for cell in row if cell.text]
    return len(shown) == 1 and any(_pattern(name, language).match(shown[0]) for language in _LANGUAGES)


@cache
def _pattern(name: str, language: str) -> re.Pattern[str]:
    """Give a pattern for lines made by a format: its fixed words, anything in its places but the severities."""
    words = _words(language)
    severities = "|".join(map(re.escape, words["severity"].values()))
    parts = re.split(r"\{(\w+)\}", words[name])
    fixed = [
        re.escape(re.sub(r"\s+", " ", part)) if n % 2 == 0 else f"(?:{severities})" if part == "severity" else ".*"
        for n, part in enumerate(parts)
    ]
    return re.compile("".join(fixed))


def _words(language: str) -> Mapping[str, Any]:
    words: Mapping[str, Any] = definition("workbook.toml")[language]
    return words
