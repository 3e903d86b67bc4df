"""Tables by year (分年度表格) in plain text: rows of the form under nothing but years, which no form prints.

They hold other years' numbers beside this year's: they aren't read, but told of.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from gik.reading.document import Document
from gik.tables.lexing import Piece, lex
from gik.tables.regions import Region

# A line of two years and more, or as many lines of one, with at most a few words before them.
_YEAR = re.compile(r"(?:19|20)\d\d *年?度?")
_GAP = r"[|\s]{1,9}"
_TWO = re.compile(f"{_YEAR.pattern}{_GAP}{_YEAR.pattern}")
_HEAD = re.compile(
    rf"^[^\d\n|]{{0,12}}(?:{_GAP})?{_YEAR.pattern}(?:{_GAP}{_YEAR.pattern}){{1,20}}[| \t]*$", re.MULTILINE
)
# So many rows of the form make a table, as in a grid.
_FEWEST_ROWS = 2
_LONGEST = 2000  # characters of a table that are looked at


def tables_by_year(document: Document, found: Iterable[Region]) -> Iterator[tuple[list[str], str]]:
    r"""Give the labels of each table by year that stands in none of the regions found, and the place of the first.

    >>> from gik.reading import read
    >>> document = read("a.txt", "年份 | 2013年 | 2014年\n收到申请数 | 5 | 7\n申请办结数 | 3 | 4\n".encode())
    >>> list(tables_by_year(document, []))
    [(['收到申请数', '申请办结数'], 'line 2')]
    """
    if not _TWO.search(document.text):  # which most lack, and re skips to
        return
    heads = [(match.start(), match.end(), match[0]) for match in _HEAD.finditer(document.text)]
    taken = [(block.start, block.end) for block in document.grids]
    taken += [(region.tokens[0].start, region.tokens[-1].end) for region in found]
    starts = [block.start for block in document.blocks]
    for (start, end, words), (after, *_) in pairwise([*heads, (len(document.text), 0, "")]):
        labels = list(_labels(lex(document.text[end : min(after, end + _LONGEST)]), len(_YEAR.findall(words))))
        names = list(dict.fromkeys(label.text for label in labels))
        if len(names) < _FEWEST_ROWS or any(begin < end + labels[-1].end and start < stop for begin, stop in taken):
            continue
        yield names, document.blocks[bisect_right(starts, end + labels[0].start) - 1].place


def _labels(pieces: Iterable[Piece], years: int) -> Iterator[Piece]:
    """Give the known labels of the rows that follow, each with a value a year, up to what is no such row."""
    row: list[Piece] = []
    for piece in pieces:
        if piece.kind in ("label", "gap") and len(row) in (0, years + 1):
            row = [piece]
        elif piece.kind in ("value", "blank") and row:
            row.append(piece)
            if len(row) == years + 1 and row[0].kind == "label":
                yield row[0]
        elif piece.kind not in ("pipe", "line", "unit"):
            return
