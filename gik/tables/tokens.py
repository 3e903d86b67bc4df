"""A document's blocks → tokens: what is printed, piece by piece, each with its place."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from gik.definitions import definition
from gik.numbers import CellReading
from gik.reading.document import Document, Grid, Paragraph
from gik.tables.cell_lexing import lex_cell
from gik.tables.lexicon import HEADS, Entry
from gik.tables.lexing import Piece
from gik.tables.lines import MARK, read_number, stretches


class Token(NamedTuple):
    """A piece with its place in the document.

    ``line`` counts printed lines or grid rows over the whole document; ``column`` is the grid column, -1 in text.
    """

    kind: str
    text: str
    start: int
    end: int
    line: int
    column: int
    place: str
    entries: tuple[Entry, ...] = ()
    reading: CellReading | None = None
    numbered: bool = False
    inner: tuple["Token", ...] = ()


def runs(document: Document) -> Iterator[list]:
    """Group neighbouring paragraphs, but for prose; a grid is a run of its own."""
    run: list = []
    for block in document.blocks:
        is_grid = isinstance(block, Grid)
        if is_grid or _is_prose(document.text, block.start, block.end):
            if run:
                yield run
                run = []
            if is_grid:
                yield [block]
        else:
            run.append(block)
    if run:
        yield run


def _is_prose(text: str, start: int, end: int) -> bool:
    """Say whether a paragraph is sentences only: one that holds a whole report prints labels that prose doesn't."""
    has_sentences = text.find("。", start, end) >= 0 and text.find("|", start, end) < 0
    return has_sentences and not _markers().search(text, start, end)


@cache
def _markers() -> re.Pattern[str]:
    return re.compile("|".join(definition("tables.toml")["markers"]))


def grid_tokens(grid: Grid, line: int) -> Iterator[Token]:
    """Give the tokens of a grid's cells, whose first row has that number among lines and rows."""
    new, start, end = tuple.__new__, grid.start, grid.end
    for text, row, column, _, _, place, _ in grid.cells:
        for kind, _, _, words, entries, reading, numbered, inner in lex_cell(text):
            within = tuple([_placed(value, start, line + row, column, place) for value in inner]) if inner else ()
            line_of = line + row
            yield new(Token, (kind, words, start, end, line_of, column, place, entries, reading, numbered, within))


def text_tokens(text: str, run: Sequence[Paragraph], line: int) -> Iterator[Token]:
    """Give the tokens of neighbouring paragraphs of a text, whose first line has that number."""
    offset = run[0].start
    starts = [paragraph.start for paragraph in run]
    ends = [*starts[1:], len(text) + 1]
    new, at = tuple.__new__, 0
    for stretch, found, numbers in stretches(text[offset : run[-1].end]):
        move, values = offset + stretch, iter(numbers)
        for kind, first, last, words, entries, reading, numbered, inner in found:
            start, end = first + move, last + move
            if numbers and words == MARK:
                words = next(values)
                reading = read_number(words)
                end = start + len(words)
                move += len(words) - 1
            while start >= ends[at]:
                at += 1
            within: tuple[Token, ...] = ()
            if inner:
                places = [run[bisect_right(starts, value.start + move) - 1].place for value in inner]
                within = tuple([_placed(value, move, line, -1, of) for value, of in zip(inner, places, strict=True)])
            yield new(Token, (kind, words, start, end, line, -1, run[at].place, entries, reading, numbered, within))
            if kind == "line":
                line += 1


def _placed(value: Piece, offset: int, line: int, column: int, place: str) -> Token:
    """Give a value that stands inside a label its place."""
    start, end = value.start + offset, value.end + offset
    return Token("value", value.text, start, end, line, column, place, reading=value.reading)


def chapters(tokens: Sequence[Token]) -> list[Sequence[Token]]:
    """Cut tokens at the headings of chapters; each stands at the head of its chapter."""
    cuts = [at for at, token in enumerate(tokens) if token.kind == "label" and token.entries[0].kind == "chapter"]
    return [tokens[start:end] for start, end in pairwise([0, *cuts, len(tokens)])]


def is_head(token: Token) -> bool:
    """Say whether a label stands in heads of tables only."""
    return token.kind == "label" and _are_heads(token.entries)


@lru_cache(maxsize=4096)
def _are_heads(entries: tuple[Entry, ...]) -> bool:
    return all(entry.kind in HEADS for entry in entries)


def is_chapter(token: Token) -> bool:
    """Say whether a label heads a chapter of the report."""
    return token.kind == "label" and token.entries[0].kind == "chapter"
