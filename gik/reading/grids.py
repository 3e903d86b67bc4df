"""Tables as marked up in pages, Word and rich text: which hold data, and what rectangle each cell covers.

Which rows of the form their words are is asked in gik.tables only.

The rules for spans are those of the HTML standard, with limits: no cell reaches beyond its table or into another.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_SHORT = 80
# What is shorter can be nothing but a label or a value.
_LABEL = 8
HUGE = 400
_WIDEST = 60


class PrintedCell(NamedTuple):
    """A cell as marked up: its words, in how many lines, and the spans that it asks for."""

    text: str
    lines: int = 1
    rowspan: int = 1
    colspan: int = 1


class PrintedRow(NamedTuple):
    """A row as marked up: its cells, and the number of the row group (``<tbody>``) that it belongs to."""

    cells: tuple[PrintedCell, ...]
    group: int = 0


@lru_cache(maxsize=1024)
def read_span(asked: str, least: int) -> int:
    """Give the span that a cell asks for: 1 unless it is a number of at least ``least``, which is 0 for rowspan.

    >>> read_span("3", 1), read_span("x", 1), read_span("0", 1), read_span("0", 0)
    (3, 1, 1, 0)
    """
    digits = re.match(r"\s*(\d{1,6})", asked)
    return 1 if digits is None else max(int(digits[1]), least)


def join_lines(lines: Sequence[str]) -> str:
    """Give the words of a cell, its lines joined without a space next to a Chinese character.

    >>> join_lines(["本年新", "制作数量"]), join_lines(["10", "50"])
    ('本年新制作数量', '10 50')
    """
    words = ""
    for line in lines:
        words += (" " if words and words[-1] < "\u2e80" and line[0] < "\u2e80" else "") + line
    return words


def is_data(rows: Sequence[PrintedRow]) -> bool:
    """Tell whether a table holds data: more rows of short cells than rows of prose.

    >>> is_data([PrintedRow((PrintedCell("规章"), PrintedCell("0")))])
    True
    """
    if not any(sum(cell.lines > 0 for cell in row.cells) >= 2 for row in rows):
        return False
    lengths = [len(cell.text) for row in rows for cell in row.cells]
    if max(lengths) >= HUGE and max(lengths) * 2 > sum(lengths):
        return False
    short = [len(row.cells) for row in rows if all(len(cell.text) < _LABEL or _is_short(cell) for cell in row.cells)]
    return sum(cells >= 2 for cells in short) > len(rows) - len(short)


def _is_short(cell: PrintedCell) -> bool:
    """Tell whether a cell can be a label or a value: no sentences, no list of lines."""
    length = len(cell.text)
    sentences = "。" in cell.text[:-1] or (length >= 30 and "。" in cell.text)
    return length <= _SHORT and not sentences and not (cell.lines >= 6 and length >= 8 * cell.lines)


def rectangles(rows: Sequence[PrintedRow]) -> list[tuple[int, int, int, int]]:
    """Give row, column, rowspan and colspan (0-based) of every cell in printed order.

    A span of 0 reaches to the end of its row group; longer ones end there too. A cell takes the first free column,
    and its colspan ends at the table's edge or where another cell begins.

    >>> rectangles([PrintedRow((PrintedCell("甲", rowspan=0), PrintedCell("乙"))), PrintedRow((PrintedCell("丙"),))])
    [(0, 0, 2, 1), (0, 1, 1, 1), (1, 1, 1, 1)]
    """
    edge = max((sum([cell.colspan for cell in row.cells if cell.colspan <= _WIDEST]) for row in rows), default=0)
    last = {row.group: index for index, row in enumerate(rows)}
    taken: list[int] = []  # for every column, the first row below the cell that covers it
    found = []
    for index, row in enumerate(rows):
        column = 0
        for _, _, rowspan, colspan in row.cells:
            while column < len(taken) and taken[column] > index:
                column += 1
            if rowspan == colspan == 1:  # covers nothing of the rows below
                found.append((index, column, 1, 1))
                column += 1
                continue
            width = 1
            while width < colspan and column + width < edge:
                if column + width < len(taken) and taken[column + width] > index:
                    break
                width += 1
            height = min(rowspan or len(rows), last[row.group] - index + 1)
            taken += [0] * (column + width - len(taken))
            taken[column : column + width] = [index + height] * width
            found.append((index, column, height, width))
            column += width
    return found
