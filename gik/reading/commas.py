"""Comma-separated text (.csv), as spreadsheets export it → the text that pasting its cells gives, with tabs.

A value is never rewritten: quotes that only fence a cell go, as a spreadsheet shows it. What isn't plainly such a file
is left to the reader of plain text: prose may have commas of this kind in every line.
"""

import csv
import re

_LINES, _CELLS = 4, 3  # of such a file at least
_FENCED = re.compile(r'"[^"]*"(?:,"[^"]*")*')  # each cell in quotes
_OF_PROSE = re.compile(r'(?:\A|[\r\n])[^\S\r\n]*[^\s",][^",\r\n]*(?=[\r\n]|\Z)')  # a line with no comma, no quote
_MARK = "\ufeff"


def tabbed(text: str) -> str:
    r"""Give a comma-separated text with tabs for its commas, line for line, and any other text as it is.

    A line with one cell alone, such as a title, is that cell. Commas inside quotes stay.

    >>> tabbed('报告,,\n规章,1,0\n规范,2,0\n许可,"7,617",\n').splitlines()
    ['报告', '规章\t1\t0', '规范\t2\t0', '许可\t7,617\t']
    >>> tabbed('一、概述\n公开1,360条。\n完。\n') == '一、概述\n公开1,360条。\n完。\n'
    True
    """
    words = text.removeprefix(_MARK)
    if "\t" in text or _OF_PROSE.search(words):
        return text
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [line for line in lines if line.strip()]
    if len(filled) < _LINES or not all("," in line or _FENCED.fullmatch(line) for line in filled):
        return text
    if any(line.count('"') % 2 for line in lines):  # a cell of several lines: lines would lose their numbers
        return text
    try:
        rows = [next(csv.reader([line]), []) for line in lines]
    except csv.Error:  # a cell longer than any report's
        return text
    counts = {len(row) for row in rows if row}
    is_even = len(counts) == 1 and min(counts) >= _CELLS
    return "\n".join(map(_line, rows)) if is_even or all(map(_FENCED.fullmatch, filled)) else text


def _line(row: list[str]) -> str:
    cells = [cell.strip() for cell in row]
    return "".join(cells) if sum(map(bool, cells)) == 1 and cells[0] else "\t".join(cells)
