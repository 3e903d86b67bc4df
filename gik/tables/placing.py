"""Known rows of a region → what stands in their columns, or why that can't be said.

Grids and lines of text are aligned by rooms of their own; here their answers are doubted: by the heads above, by
repeated cells, and by what the disputes table prints several times.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from gik.forms import Form
from gik.tables.asking import Asked
from gik.tables.grids import IN_LABEL, MAY_REPEAT, ONE_CELL, OTHER_HEAD, OTHER_ORDER, SEVERAL_LINES, Placed, align_grid
from gik.tables.heads import Heads, columns_of, has_sums, stand_aside, stand_below
from gik.tables.lexicon import Entry, repeated_between
from gik.tables.pipes import align_text
from gik.tables.printed import DISPUTES, Printed, Row
from gik.tables.regions import Region
from gik.tables.strangers import lacking, may_shift, stand_elsewhere, strangers
from gik.tables.tokens import Token


def place(
    region: Region,
    form: Form,
    printed: Printed,
    known: Sequence[tuple[Row, Entry]],
    heads: Sequence[Heads],
    blocks: int,
    asked: Asked,
) -> Iterator[Placed]:
    """Give what stands in the columns of each known row, or why that can't be said."""
    widths = [(row, len(columns_of(entry, form)) * blocks) for row, entry in known]
    if printed.repeated:
        widths = [(_without_repeats(row, width, asked), width) for row, width in widths]
    if region.is_grid:
        places = {i: tuple(sorted(at.values())) for i, at in enumerate(heads) if blocks == 1 and at}
        placed = align_grid(widths, places)
    else:
        placed = align_text(widths, [_skips(row, entry, form) for row, entry in known], asked)
    strange = strangers(form, printed)
    lost = {table.code: lacking(table, printed) for table in form.tables}
    doubled = "requests" if has_sums(printed) else ""
    in_lines = not region.is_grid and not printed.repeated  # a merged cell's head takes several places
    several = sum(row.entry is DISPUTES and row.has_value for row in printed.rows) > 1
    for (row, width), (_, entry), found, at in zip(widths, known, placed, heads, strict=True):
        if row.shares:
            yield Placed(reason=ONE_CELL)
        elif region.is_grid and row.inner and not row.has_value:
            yield Placed(reason=IN_LABEL)
        elif printed.repeated and _may_repeat(row, width, asked):
            yield Placed(reason=MAY_REPEAT)
        elif any(stranger.stands_over(row, cell) for stranger in strange for cell in found.cells) or (
            any(found.cells)
            and (
                may_shift(row, form, lost[row.table])
                or stand_aside(row, found.cells, at)
                or (in_lines and stand_elsewhere(row, found.cells, _codes(entry, form), printed))
            )
        ):
            yield Placed(reason=OTHER_HEAD)
        elif row.table == doubled and any(found.cells):
            yield Placed(reason=OTHER_ORDER)
        elif row.entry is DISPUTES and (several or (row.has_value and not (found.reason or any(found.cells)))):
            yield Placed(reason=SEVERAL_LINES)
        elif row.table not in printed.disordered or stand_below(found.cells, at):
            yield found
        else:
            yield Placed(reason=OTHER_ORDER)


def _codes(entry: Entry, form: Form) -> list[str]:
    return [] if entry is DISPUTES else [column for _, column, _ in columns_of(entry, form)]


def _skips(row: Row, entry: Entry, form: Form) -> bool:
    """Say whether a label that occurs several times on the form is missing between this row and the next printed."""
    if row.follower is None or row.follower.table != entry.table or entry is DISPUTES:
        return False
    return repeated_between(form.table(entry.table), entry.position, row.follower.position)


def _without_repeats(row: Row, width: int, asked: Asked) -> Row:
    """Leave out the last values where they only fill the rest of a line whose merged cells are all repeated."""
    filled = [token for token in row.slots if token.kind == "value"]
    more = min(len(filled) - width, asked.ask(_repeated_at_end, filled)) if len(filled) > width else 0
    gone = {id(token) for token in filled[len(filled) - more :]}
    return replace(row, slots=[token for token in row.slots if id(token) not in gone])


def _may_repeat(row: Row, width: int, asked: Asked) -> bool:
    """Say whether the last two values may be one: in 主动公开表 rows differ in width, and merged cells fill them up."""
    if row.table != "art20" or width != 2:
        return False
    last = [token for token in row.slots if token.kind == "value"][-2:]
    return bool(asked.ask(_repeated_at_end, last))


def _repeated_at_end(values: Sequence[Token | None]) -> int:
    """Count the last values that say no more than the one before them."""
    words = [token.text for token in values if token]
    return next((i for i, (a, b) in enumerate(pairwise(words[::-1])) if a != b), max(len(words) - 1, 0))
