"""Page furniture (页眉、页脚、页码): what stands at the edge of page after page and belongs to no report."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from gik.definitions import definition
from gik.reading.pages.glyphs import Segment, around, line_text, rows_of
from gik.reading.pages.page import Page, without

# The part of a page's height at its top and at its bottom where furniture stands.
_EDGE = 0.1
# Lines of furniture stand this near to the same height on every page, in points.
_NEAR = 4.0


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """Give the pages without their page marks and the headers and footers that they have in common."""
    edges = [_edge_lines(page) for page in pages]
    running = Counter(key for lines in edges for key in {_key(line) for line in lines})
    often = max(2, 0.4 * len(pages))
    found = []
    for page, lines in zip(pages, edges, strict=True):
        gone = [line for line in lines if running[_key(line)] >= often or _pattern("marks").fullmatch(line_text(line))]
        gone += [
            line for line in rows_of(page.words) if _pattern("continued").fullmatch("".join(line_text(line).split()))
        ]
        found.append(without(page, [piece for line in gone for piece in line]))
    return found


def _edge_lines(page: Page) -> list[list[Segment]]:
    tops = [table.box.top for table in page.tables]
    bottoms = [table.box.bottom for table in page.tables]
    made = []
    for line in rows_of(page.words):
        box = around(piece.box for piece in line)
        above = box.bottom < _EDGE * page.height and all(box.bottom <= top for top in tops)
        below = box.top > (1 - _EDGE) * page.height and all(box.top >= bottom for bottom in bottoms)
        if above or below:
            made.append(line)
    return made


def _key(line: Sequence[Segment]) -> tuple[str, int]:
    return re.sub(r"\d+", "0", line_text(line)), round(around(piece.box for piece in line).middle / _NEAR)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{words})" for words in definition("reading.toml")["pages"][name]))
