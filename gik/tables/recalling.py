"""Regions → cells, recalled where a region is laid out as an earlier one (版式记忆): most offices print the same form.

A region is read with marks in the place of its numbers and of where its tokens stand. What comes of that is kept. With
numbers and places put in again, it is what the region says, and any other that differs from it in nothing else.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from gik.forms import Form
from gik.rows import Cell
from gik.tables.alike import Layout
from gik.tables.asking import Asked, Question, marked, position_of, printed
from gik.tables.cells import Record, read_marked
from gik.tables.meanings import Context, State
from gik.tables.regions import Region
from gik.tables.tokens import LARGEST, Token, is_number, words_of

# Layouts that are kept, of some 0.1 MB each, and readings of one layout whose numbers answer differently.
_LAYOUTS = 256
_READINGS = 4
_new = tuple.__new__


class _Marked(NamedTuple):
    """A marked cell, and the positions of the token that it prints (-1: of none, or of several) and of its place."""

    cell: Cell
    token: int
    place: int


class _Reading(NamedTuple):
    """What a region was read as: its questions, marked cells and findings, and the context behind it."""

    questions: Sequence[Question]
    cells: Sequence[_Marked]
    findings: Sequence[Record]
    behind: State

    def filled(self, tokens: Sequence[Token]) -> tuple[list[Cell], list[Record]]:
        """Give the cells and findings of a region with these tokens."""
        cells = []
        # Mostly the token at a cell's place is the one that it prints.
        found = words_of(tokens, [place for _, _, place in self.cells])
        for (cell, at, place), (words, where, reading) in zip(self.cells, found, strict=True):
            form, table, row, column, label, text, value, state, unit, _ = cell
            if at >= 0:
                if at != place:
                    ((words, _, reading),) = words_of(tokens, [at])
                text = words
                if reading is not None and state == "number":
                    value = reading.value
            elif text:
                text = printed(text, tokens)
            cells.append(_new(Cell, (form, table, row, column, label, text, value, state, unit, where)))
        return cells, [_filled(record, tokens) for record in self.findings]


def read_region(region: Region, form: Form, context: Context) -> tuple[list[Cell], list[Record]]:
    """Give the cells and findings of one region, read as that form; the context goes on behind it."""
    tokens = region.tokens
    if region.layout.inner:
        tokens = [*tokens, *(value for token in tokens for value in token.inner)]
    # Of a table in several grids one is read by the heads of another: too much to tell by.
    is_apart = context.is_parted or len(tokens) > LARGEST
    known = [] if is_apart else _known(region.layout, form, context.state)
    for reading in known:
        if all(question.has_same_answer(tokens) for question in reading.questions):
            context.state = reading.behind
            return reading.filled(tokens)
    tokens = list(tokens)
    asked = Asked(tokens)
    cells, findings = read_marked(_marked(region, tokens), form, context, asked)
    parts = [_Marked(cell, position_of(cell.text), position_of(cell.place)) for cell in cells]
    reading = _Reading(asked.questions, parts, findings, context.state)
    if len(known) < _READINGS:
        known.append(reading)
    return reading.filled(tokens)


@lru_cache(maxsize=_LAYOUTS)
def _known(layout: Layout, form: Form, before: State) -> list[_Reading]:
    """Give the list of readings of one layout; what is read anew is added to it."""
    return []


def _marked(region: Region, tokens: Sequence[Token]) -> Region:
    every = [marked(token, at, is_number=is_number(token.reading, token.text)) for at, token in enumerate(tokens)]
    values = iter(every[len(region.tokens) :])
    own = every[: len(region.tokens)]
    return Region(
        tuple(
            [token._replace(inner=tuple(islice(values, len(token.inner)))) if token.inner else token for token in own]
        ),
        region.is_grid,
        region.layout,
    )


def _filled(record: Record, tokens: Sequence[Token]) -> Record:
    return {name: printed(value, tokens) if isinstance(value, str) else value for name, value in record.items()}
