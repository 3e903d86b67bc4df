"""A document's blocks → tokens: what is printed, piece by piece, each with its place."""

import re
from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple, Protocol, overload

from gik.definitions import definition
from gik.numbers import CellReading
from gik.reading.document import Document, Grid, Paragraph
from gik.tables.cell_lexing import lex_cell
from gik.tables.lexicon import HEADS, Entry
from gik.tables.lexing import Piece
from gik.tables.lines import MARK, cut, read_number

# Words that make another number of a number: 3万 below 万元 may be three of them or thirty thousand.
SCALES = frozenset("万亿")
Position = tuple[int, int]
# Characters of a run, and tokens of a table, that are worth keeping: a form has about a thousand.
_LONGEST, LARGEST = 20_000, 4000
_new = tuple.__new__


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


# The words of a token, their place, and what they read as.
PrintedWords = tuple[str, str, CellReading | None]


class Run(Protocol):
    """Neighbouring lines or a grid: where its tokens are, which are made when they are asked for; most never are.

    A position is that of a stretch of lines or of a cell, and that of a piece in it. Runs of one ``shape`` print the
    same tables.
    """

    @property
    def shape(self) -> Hashable:
        """Give what tells whether two runs print the same tables."""

    @property
    def is_short(self) -> bool:
        """Say whether its shape is worth keeping."""

    def positions(self) -> list[Position]:
        """Give the positions of all tokens, in order."""

    def token(self, position: Position) -> Token:
        """Give the token at a position."""

    def words(self, position: Position) -> PrintedWords:
        """Give the words of the token at a position, which take less to make."""


@dataclass(frozen=True, slots=True)
class Tokens(Sequence[Token]):
    """Some tokens of a run."""

    run: Run
    positions: Sequence[Position]

    def __len__(self) -> int:
        """Give how many they are."""
        return len(self.positions)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Token, ...]: ...
    def __getitem__(self, at: int | slice) -> Token | tuple[Token, ...]:
        """Make one of them, or several."""
        if isinstance(at, slice):
            return tuple(map(self.run.token, self.positions[at]))
        return self.run.token(self.positions[at])

    def __iter__(self) -> Iterator[Token]:
        """Make them one after the other."""
        return map(self.run.token, self.positions)


def words_of(tokens: Sequence[Token], at: Sequence[int]) -> list[PrintedWords]:
    """Give the words of some of the tokens, each as often as it is asked for."""
    if isinstance(tokens, Tokens):
        return list(map(tokens.run.words, map(tokens.positions.__getitem__, at)))
    return [(token.text, token.place, token.reading) for token in map(tokens.__getitem__, at)]


class TextRun:
    """Neighbouring paragraphs of a text, whose first line has that number."""

    def __init__(self, text: str, paragraphs: Sequence[Paragraph], line: int) -> None:
        self._paragraphs, self._offset = paragraphs, paragraphs[0].start
        self._begins = [paragraph.start for paragraph in paragraphs]
        self._cut = cut(text[self._offset : paragraphs[-1].end])
        _, starts, before, _, moved = self._cut
        self._moves = [self._offset + start - moved[number] for start, number in zip(starts, before, strict=True)]
        self._lines = list(accumulate([stretch.lines[-1] for stretch in self._cut.stretches], initial=line))
        self.end = self._lines[-1] + 1
        self.shape = tuple([stretch.shape for stretch in self._cut.stretches])
        self.is_short = paragraphs[-1].end - self._offset <= _LONGEST

    def positions(self) -> list[Position]:
        """Give the positions of all tokens, in order."""
        return [(at, of) for at, stretch in enumerate(self._cut.stretches) for of in range(len(stretch.pieces))]

    def tells(self, position: Position) -> bool:
        """Say whether its shape tells the words of the token at a position, or that it is a number."""
        at, of = position
        return self._cut.stretches[at].tells(of)

    def token(self, position: Position) -> Token:
        """Give the token at a position."""
        at, of = position
        stretches, _, before, _, moved = self._cut
        pieces, lines, marks, _ = stretches[at]
        kind, first, last, text, entries, _, numbered, inner = pieces[of]
        number = before[at] + marks[of]
        move = self._moves[at] + moved[number]
        start, end, line = first + move, last + move, self._lines[at] + lines[of]
        words, place, reading = self.words(position)
        if words is not text:
            end += moved[number + 1] - moved[number]
            start = end - len(words)  # spaces may stand before it
        within: tuple[Token, ...] = ()
        if inner:
            within = tuple([_placed(value, move, line, -1, self._place(value.start + move)) for value in inner])
        return _new(Token, (kind, words, start, end, line, -1, place, entries, reading, numbered, within))

    def words(self, position: Position) -> PrintedWords:
        """Give the words of the token at a position."""
        at, of = position
        stretches, _, before, numbers, moved = self._cut
        pieces, _, marks, _ = stretches[at]
        _, start, end, words, _, reading, _, _ = pieces[of]
        number, move = before[at] + marks[of], self._moves[at]
        if words == MARK and numbers:
            words = numbers[number]
            reading = read_number(words)
            start = end + move + moved[number + 1] - len(words)
        else:
            start += move + moved[number]
        return words, self._place(start), reading

    def _place(self, start: int) -> str:
        return self._paragraphs[bisect_right(self._begins, start) - 1].place


class GridRun:
    """A grid, whose first row has that number among lines and rows."""

    def __init__(self, grid: Grid, line: int) -> None:
        self._grid, self._line = grid, line
        texts, rows, columns = list(zip(*grid.cells, strict=True))[:3] or ((), (), ())
        self.end = line + 1 + max(rows, default=0)
        self.shape = (*rows, *columns, *map(_shape, texts))
        self.is_short = len(grid.cells) <= LARGEST and grid.end - grid.start <= _LONGEST

    def positions(self) -> list[Position]:
        """Give the positions of all tokens, in order."""
        return [(at, of) for at, cell in enumerate(self._grid.cells) for of in range(len(lex_cell(cell.text)))]

    def token(self, position: Position) -> Token:
        """Give the token at a position."""
        at, of = position
        text, row, column, _, _, place, _ = self._grid.cells[at]
        kind, _, _, words, entries, reading, numbered, inner = lex_cell(text)[of]
        start, end, line = self._grid.start, self._grid.end, self._line + row
        within = tuple([_placed(value, start, line, column, place) for value in inner]) if inner else ()
        return _new(Token, (kind, words, start, end, line, column, place, entries, reading, numbered, within))

    def words(self, position: Position) -> PrintedWords:
        """Give the words of the token at a position."""
        at, of = position
        text, _, _, _, _, place, _ = self._grid.cells[at]
        piece = lex_cell(text)[of]
        return piece.text, place, piece.reading


@lru_cache(maxsize=16384)
def _shape(text: str) -> Hashable:
    """Give of a cell's words all but the digits of a number."""
    pieces = lex_cell(text)
    reading = pieces[0].reading if len(pieces) == 1 else None
    return (reading.unit,) if reading is not None and is_number(reading, text) else text


def is_number(reading: CellReading | None, text: str) -> bool:
    """Say whether words are a number of which nothing but the digits can differ; 3万 may be none."""
    return reading is not None and reading.state == "number" and SCALES.isdisjoint(text)


def runs(document: Document) -> Iterator[list]:
    """Group neighbouring paragraphs, but for prose; a grid is a run of its own."""
    text, stop = document.text, document.text.find("。")
    run: list = []
    for block in document.blocks:
        is_grid, start, end = isinstance(block, Grid), block.start, block.end
        if 0 <= stop < start:
            stop = text.find("。", start)
        if is_grid or (start <= stop < end and _is_prose(text, start, end)):
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
    """Say whether a paragraph holds nothing but its sentences: one that is a whole report prints labels too."""
    return text.find("|", start, end) < 0 and not _markers().search(text, start, end)


@cache
def _markers() -> re.Pattern[str]:
    return re.compile("|".join(definition("tables.toml")["markers"]))


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
