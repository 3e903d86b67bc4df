"""Tokens → the regions of a document that print a statistical table, without what stands around it."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from gik.reading.document import Document, Grid
from gik.tables.alike import Layout, layout
from gik.tables.lexicon import BLOCKS, HEADS, LABELS, can_print_labels
from gik.tables.lines import LONGEST_GAP
from gik.tables.tokens import GridRun, Position, Run, TextRun, Token, Tokens, chapters, is_chapter, is_head, runs
from gik.tables.wording import fold

# A region needs this many different labels to count as a table: fewer occur in prose by chance.
FEWEST_LABELS = 3
# Without a head it takes this many different rows: lists in the prose and tables of other kinds name fewer.
FEWEST_HEADLESS = 8
# Unknown words behind a table's last label are a row of it where as many values follow them, and not fewer than these.
FEWEST_VALUES = 3


# Shapes of runs whose tables are kept, of some 50 KB each.
_KEPT = 256


@dataclass(frozen=True, slots=True)
class Region:
    """A run of tokens that prints a table or a part of one, its layout, and whether it comes from a grid."""

    tokens: Sequence[Token]
    is_grid: bool
    layout: Layout

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where in the text the region stands, without the headings of chapters between its tables."""
        return tuple((self.tokens[first].start, self.tokens[last].end) for first, last in self.layout.spans)


class _Part(NamedTuple):
    """The tokens of a run that are a region.

    They have no layout where that hangs on words that runs of its shape don't share, or where they print no table.
    """

    positions: tuple[Position, ...]
    layout: Layout | None


class _Grid(NamedTuple):
    """What a grid prints: a table, the bare head of one, or one row of one."""

    part: _Part
    is_table: bool
    is_head: bool
    is_row: bool


def regions(document: Document) -> tuple[Region, ...]:
    """Find the parts of a document that print a statistical table, in reading order."""
    found: list[Region] = []
    folded, line = fold(document.text), 0
    is_table = False
    for blocks in runs(document):
        if isinstance(blocks[0], Grid):
            grid = GridRun(blocks[0], line)
            line = grid.end
            known = _grids(grid.shape) if grid.is_short else []
            if not known:
                known.append(_grid(grid))
            printed = known[0]
            is_table = printed.is_table or printed.is_head or (is_table and printed.is_row)
            if is_table:
                found.append(_region(grid, printed.part, True))
        elif not can_print_labels(folded, blocks[0].start, blocks[-1].end, FEWEST_LABELS):
            line += 1 + len(blocks)
        else:
            run = TextRun(document.text, blocks, line)
            line = run.end
            of_run = _runs(run.shape) if run.is_short else []
            if not of_run:
                of_run.append(_text_parts(run))
            found += [_region(run, part, False) for part in of_run[0]]
    return tuple(found)


@lru_cache(maxsize=_KEPT)
def _grids(shape: Hashable) -> list[_Grid]:
    """Give a list for what grids of one shape print, empty as long as none has been looked at."""
    return []


@lru_cache(maxsize=_KEPT)
def _runs(shape: Hashable) -> list[list[_Part]]:
    """Give a list for the tables in lines of one shape, empty as long as none have been looked at."""
    return []


def _region(run: Run, part: _Part, is_grid: bool) -> Region:
    tokens = Tokens(run, part.positions)
    return Region(tokens, is_grid, part.layout or layout(tokens, is_grid))


def _grid(grid: GridRun) -> _Grid:
    positions = tuple(grid.positions())
    tokens = tuple(map(grid.token, positions))
    printed = _is_table(tokens, 2), _is_bare_head(tokens), _is_row(tokens)
    return _Grid(_Part(positions, layout(tokens, True) if any(printed) else None), *printed)


def _text_parts(run: TextRun) -> list[_Part]:
    at = run.positions()
    tokens = [run.token(position) for position in at]
    position_of = {token.start: position for token, position in zip(tokens, at, strict=True)}
    found = []
    for part in _parts(tokens):
        if _is_table(part, FEWEST_LABELS):
            positions = tuple([position_of[token.start] for token in part])
            found.append(_Part(positions, layout(part, False) if all(map(run.tells, positions)) else None))
    return found


def _parts(tokens: Sequence[Token]) -> Iterator[tuple[Token, ...]]:
    """Cut a stream of text tokens wherever prose stands between two labels."""
    begin, gap = -1, 0
    for at, token in enumerate(tokens):
        if token.kind == "label":
            begin, gap = begin if begin >= 0 else _pipes_before(tokens, at), 0
        elif token.kind == "stop" or (token.kind == "gap" and gap + len(token.text) > LONGEST_GAP):
            if begin >= 0:
                yield _trimmed(tokens[begin:at])
            begin, gap = -1, 0
        elif token.kind == "gap":
            gap += len(token.text)
    if begin >= 0:
        yield _trimmed(tokens[begin:])


def _pipes_before(tokens: Sequence[Token], at: int) -> int:
    """Where the pipes begin that stand right before a place in its line."""
    first = at
    while first and tokens[first - 1].kind == "pipe" and tokens[first - 1].line == tokens[at].line:
        first -= 1
    return first


def _below_head(part: Sequence[Token]) -> Sequence[Token]:
    """Leave out what stands above a chapter's first head, unless so many rows do that the head must be lost."""
    first = _first_head(part)
    rows = {token.entries[0] for token in part[:first] if token.kind == "label" and token.entries[0].kind == "row"}
    if len(rows) >= FEWEST_HEADLESS:
        return part
    return [*(token for token in part[:1] if is_chapter(token)), *part[first:]]


def _first_head(part: Sequence[Token]) -> int:
    """Give where a chapter's first head begins: 总计 and 其他, which rows are called as well, can stand before it."""
    first = next((i for i, token in enumerate(part) if is_head(token)), len(part))
    for i in range(first - 1, -1, -1):
        token = part[i]
        if token.kind == "label" and not token.numbered and any(entry.kind == "column" for entry in token.entries):
            first = i
        elif token.kind not in {"pipe", "line"}:
            break
    while 0 < first < len(part) and part[first - 1].kind == "pipe" and part[first - 1].line == part[first].line:
        first -= 1
    return first


def _is_bare_head(tokens: Sequence[Token]) -> bool:
    """Say whether a grid holds a table's head and nothing else: the rows follow below a heading."""
    labels = [token for token in tokens if token.kind == "label"]
    kinds = {entry.kind for token in labels for entry in token.entries}
    return len(labels) > 1 and kinds <= HEADS | BLOCKS and not any(token.kind == "value" for token in tokens)


def _is_row(tokens: Sequence[Token]) -> bool:
    """Say whether a grid holds one row of the form and nothing else, as the last of a table on the next page."""
    kinds = {token.kind for token in tokens[1:]}
    is_row = any(token.kind == "label" and any(entry.kind == "row" for entry in token.entries) for token in tokens[:1])
    return is_row and "value" in kinds <= {"value", "blank", "unit"} and len({token.line for token in tokens}) == 1


def _trimmed(part: Sequence[Token]) -> tuple[Token, ...]:
    """Leave out what stands above the table, and the words behind its last label and values.

    Words behind them stay where a unit shows that they are a row's label.
    """
    part = [token for chapter in chapters(part) for token in _below_head(chapter)]
    last = next((i for i in range(len(part) - 1, -1, -1) if part[i].kind == "label"), -1)
    end = last + 1
    while end < len(part) and part[end].kind != "gap":
        end += 1
    values = sum(token.kind == "value" for token in part[last + 1 : end])
    tail = part[end:]
    if any(a.kind == "gap" and b.kind == "unit" for a, b in pairwise(tail)) or _row_behind(tail):
        end = len(part)
        while end > last + 1 and part[end - 1].kind in {"gap", "line"}:
            end -= 1
    else:
        while values >= FEWEST_VALUES and (length := _unknown_row(part[end:], values)):
            end += length
    return tuple(part[:end])


def _row_behind(tail: Sequence[Token]) -> bool:
    """Say whether unknown words stand alone in a cell that is followed by a unit's cell."""
    kinds = [token.kind for token in tail if token.kind != "line"]
    return any(kinds[i : i + 3] == ["gap", "pipe", "unit"] for i in range(len(kinds)))


def _unknown_row(tail: Sequence[Token], values: int) -> int:
    """Give how many tokens are a row of unknown words with just so many values behind them, as the row above has."""
    size = next((i for i, token in enumerate(tail) if i and token.kind not in {"value", "pipe", "line"}), len(tail))
    found = sum(token.kind == "value" for token in tail[:size])
    return size if tail and tail[0].kind == "gap" and found == values else 0


def _is_table(tokens: Sequence[Token], fewest: int) -> bool:
    labels = {token.entries[0] for token in tokens if token.kind == "label" and token.entries[0].kind in LABELS}
    return len(labels) >= fewest
