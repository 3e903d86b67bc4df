"""Comma-separated text (.csv), as spreadsheets export it → the text that pasting its cells gives, with tabs.

A value is never rewritten: quotes that only fence a cell go, as a spreadsheet shows it. What isn't plainly such a file
is left to the reader of plain text.
"""

import csv

_LEAST, _SHARE = 3, 0.8  # lines, and the share of them that hold several cells
_MARK = "\ufeff"


def tabbed(text: str) -> str:
    r"""Give a comma-separated text with tabs for its commas, line for line, and any other text as it is.

    A line with one cell alone, such as a title, is that cell. Commas inside quotes stay.

    >>> tabbed('报告,,\n规章,1,0\n许可,"7,617",\n').splitlines()
    ['报告', '规章\t1\t0', '许可\t7,617\t']
    >>> tabbed('一、概述\n公开1,360条。\n完。\n') == '一、概述\n公开1,360条。\n完。\n'
    True
    """
    lines = text.removeprefix(_MARK).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [line for line in lines if line.strip()]
    if "\t" in text or len(filled) < _LEAST or sum("," in line for line in filled) < _SHARE * len(filled):
        return text
    if any(line.count('"') % 2 for line in lines):  # a cell of several lines: lines would lose their numbers
        return text
    try:
        return "\n".join(_line(next(csv.reader([line]), [])) for line in lines)
    except csv.Error:  # a cell longer than any report's
        return text


def _line(row: list[str]) -> str:
    cells = [cell.strip() for cell in row]
    return "".join(cells) if sum(map(bool, cells)) == 1 and cells[0] else "\t".join(cells)
