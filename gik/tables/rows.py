"""A region's tokens → printed rows, each known to the form or kept as unknown.

Which row of the form a label means is told by gik.tables.meanings.
"""

from collections.abc import Sequence
from itertools import pairwise

from gik.numbers import UNREAD
from gik.tables.lexicon import BLOCKS, Entry
from gik.tables.meanings import Context, is_foreign, meaning, says_other_year
from gik.tables.printed import DISPUTES, Printed, Row
from gik.tables.regions import Region
from gik.tables.sifting import sifted
from gik.tables.tokens import Token


def read_rows(region: Region, form: str, context: Context) -> Printed:
    """Give the rows that a region prints, read as that form."""
    printed = Printed(tokens=tuple(region.tokens))
    row: Row | None = None
    previous = ""  # kind of the label before
    line = -1
    pipes = 0  # on this line so far
    before: Token | None = None  # the label before
    labelled = False  # this grid row holds a label
    valued = {token.line for token in region.tokens if token.kind == "value" and token.column >= 0}
    named = {token.line for token in region.tokens if token.kind in {"label", "gap"}}
    nameless = frozenset() if region.is_grid else _nameless(region.tokens)
    for token in sifted(region.tokens, form, context.heads):
        if token.line != line:
            line, pipes = token.line, 0
            if region.is_grid:
                row, labelled = None, False
            elif line in nameless and row is not None and row.entry is not DISPUTES:
                row = Row(None, context.table, "", token.place, line)
                context.lost = True
                printed.rows.append(row)
        pipes += token.kind == "pipe"
        if token.kind == "label":
            labelled = True
            printed.repeated |= before is not None and _is_repeated(before, token)
            earlier, before = before, token
            if row is not None and _repeats(token, row):
                continue
            # Below a head that is printed again, 其他 is a row and no other head, where numbers stand in its line.
            behind_heads = previous == "column" and token.line in valued
            entry = meaning(token, form, context, "row" if behind_heads else previous)
            if entry and entry.kind == "row" and says_other_year(token.text):
                entry, row = None, Row(None, context.table, token.text, token.place, token.line, inner=token.inner)
                printed.rows.append(row)
                continue
            if entry is None and not is_foreign(token, form):
                row = Row(None, context.table, token.text, token.place, token.line, inner=token.inner)
                printed.rows.append(row)
                continue
            if entry and entry.kind in BLOCKS and context.table and _is_own_row(token, region.tokens):
                row = Row(None, context.table, token.text, token.place, token.line)
                printed.rows.append(row)
                continue
            if region.is_grid and entry and entry.kind == "furniture" and entry.table and token.line in valued:
                row = Row(None, entry.table, token.text, token.place, token.line)
                printed.rows.append(row)
                continue
            previous = entry.kind if entry else "furniture"
            if token.inner and previous == "column":
                printed.turned.add(context.table)
            above, row = row, _open(token, entry, context, printed)
            if row is not None:
                row.lead = pipes
                if above is not None and earlier and row.entry is not DISPUTES and _share_cell(earlier, above, token):
                    row.beside = above
        elif token.kind == "year" or (token.kind == "gap" and row is None and not context.table):
            printed.blocks += [token] if token.kind == "year" else []
            row = None
        elif token.kind == "gap" and region.is_grid and _is_cell(token, row, context.table, printed):
            if row is None:
                row = Row(DISPUTES, "disputes", "", token.place, token.line)
                printed.rows.append(row)
            row.slots.append(token._replace(kind="value", reading=UNREAD))
        elif token.kind == "gap":
            row = Row(None, context.table, token.text, token.place, token.line)
            labelled = True
            printed.rows.append(row)
        elif token.kind == "stop":
            row = None
        elif row is not None:
            row.slots.append(token)
            # Behind a row that the form doesn't know nothing proves where an ambiguous label belongs.
            context.lost |= row.entry is None and token.kind == "value"
        elif region.is_grid and context.table == "disputes" and not labelled and token.kind in {"value", "blank"}:
            row = Row(DISPUTES, "disputes", "", token.place, token.line, slots=[token])
            printed.rows.append(row)
        elif region.is_grid and token.kind == "value" and context.table and token.line not in named:
            row = Row(None, context.table, "", token.place, token.line, slots=[token])
            context.lost = True
            printed.rows.append(row)
        elif token.kind == "value" and previous == "column" and before is not None and before.line == line:
            printed.turned.add(context.table)
    _share(printed.rows)
    printed.rows = [row for row in _one_way(printed) if row.entry or (row.table and _is_row(row))]
    if region.is_grid and (printed.columns or printed.blocks):
        context.above = printed.columns, printed.blocks, printed.tokens
    elif region.is_grid and context.above and context.table == "stat":  # the table goes on below a heading of its own
        printed.columns, printed.blocks, printed.tokens = context.above
    return printed


def _nameless(tokens: Sequence[Token]) -> frozenset[int]:
    """Give the lines of a text that have a pipe in the place of a label, and as many as the line above, which has one.

    What stands there belongs to no row by name.
    """
    lines: dict[int, list[str]] = {}
    for token in tokens:
        if token.kind != "line":
            lines.setdefault(token.line, []).append(token.kind)
    found = set()
    above: list[str] = []
    for line, kinds in lines.items():
        is_nameless = kinds[0] == "pipe" and "value" in kinds and set(kinds) <= {"pipe", "value"}
        if is_nameless and "label" in above and kinds.count("pipe") == above.count("pipe") > 1:
            found.add(line)
        else:
            above = kinds
    return frozenset(found)


def _is_cell(token: Token, row: Row | None, table: str, printed: Printed) -> bool:
    """Say whether unknown words fill a cell: behind a row's label below a head, or where no head is printed."""
    table = row.table if row else table
    heads = [head for entry, head in printed.columns if entry.table == table]
    if table == "art20":  # each band of rows has heads of its own
        heads = [head for head in heads if head.line == heads[-1].line]
    columns = {head.column for head in heads}
    if row is None:  # the one line of the disputes table has no label
        is_first = table == "disputes" and not any(one.entry is DISPUTES for one in printed.rows)
        return is_first and len(columns) > _RESULTS and token.column in columns
    return row.entry is not None and (token.column in columns or (not columns and not row.slots))


def _share_cell(label: Token, row: Row, other: Token) -> bool:
    """Say whether the labels of two rows stand in one cell; row is the first of them."""
    is_bare = row.entry is not None and row.entry is not DISPUTES and not (row.slots or row.inner)
    return is_bare and (label.line, label.column) == (other.line, other.column)


def _share(rows: Sequence[Row]) -> None:
    """Let rows that are named in one cell share the values behind it."""
    for row in reversed(rows):
        # In a text a pipe behind them shows where their cell ends.
        is_cell = row.slots and (row.slots[0].column >= 0 or row.slots[0].kind == "pipe")
        if row.beside is not None and row.has_value and is_cell:
            row.beside.slots = row.slots
            row.shares = row.beside.shares = True


def _one_way(printed: Printed) -> list[Row]:
    """Leave out the rows that the disputes table hasn't got: it prints them in one line or below one another."""
    lines = [row for row in printed.rows if row.entry is DISPUTES]
    apart = [row for row in printed.rows if row.entry and row.table == "disputes" and row.entry is not DISPUTES]
    has_results = sum(head.table == "disputes" for head, _ in printed.columns) == _RESULTS
    # Elsewhere than on the label's line a number may belong to the heads around it.
    beside = any(token.kind == "value" and token.line == row.line for row in apart for token in row.slots)
    is_apart = (has_results and _have(apart, "value", "blank")) or (beside and not _have(lines, "value"))
    gone = lines if is_apart else apart
    heads = list(dict.fromkeys(row.entry.position for row in apart if row.entry))
    printed.swapped = not is_apart and (heads != sorted(heads) or _lawsuits_first(printed.tokens))
    return [row for row in printed.rows if not any(row is one for one in gone)]


def _lawsuits_first(tokens: Sequence[Token]) -> bool:
    """Say whether 行政诉讼, the head above all groups but the first, stands before the first on its line."""
    labels = [token for token in tokens if token.kind == "label"]
    return any(
        one.line == other.line and _is_of_disputes(one, "furniture", -1) and _is_of_disputes(other, "row", 0)
        for one, other in pairwise(labels)
    )


def _is_of_disputes(token: Token, kind: str, position: int) -> bool:
    return any((entry.kind, entry.table, entry.position) == (kind, "disputes", position) for entry in token.entries)


def _have(rows: Sequence[Row], *kinds: str) -> bool:
    return any(token.kind in kinds for row in rows for token in row.slots)


def _is_repeated(before: Token, token: Token) -> bool:
    """Say whether words that no table prints twice in a line stand there twice."""
    if before.line != token.line or before.entries != token.entries:
        return False
    return {entry.kind for entry in token.entries} <= {"furniture", "row", "heading"}


def _repeats(token: Token, row: Row) -> bool:
    """Say whether a label repeats the one before it on its line, as merged cells do in some exports."""
    behind = any(slot.kind in {"value", "blank"} for slot in row.slots)
    return row.entry in token.entries and token.line == row.line and not behind


# Some print them below one another instead, each with its five results (维持, 纠正, 其他, 未审结, 总计).
_RESULTS = 5


def _is_row(row: Row) -> bool:
    """Say whether unknown words are a row's label: a value, or a unit and an empty cell, stands behind them."""
    return any(token.kind in {"value", "unit"} for token in (*row.slots, *row.inner))


def _open(token: Token, entry: Entry | None, context: Context, printed: Printed) -> Row | None:
    """Begin what a label begins: a row, or in the disputes table the line of values behind its column heads."""
    if entry is None or entry.kind in {"furniture", "chapter"}:
        return None
    if printed.rows and printed.rows[-1].entry and printed.rows[-1].follower is None and entry.table:
        printed.rows[-1].follower = entry
    if entry.kind in BLOCKS:
        printed.blocks.append(token)
        return None
    context.table = entry.table or context.table
    if entry.kind == "column":
        printed.columns.append((entry, token))
        if entry.table != "disputes" or token.column >= 0:
            return None
        row = Row(DISPUTES, "disputes", "", token.place, token.line)
    elif entry.kind == "heading":
        return None
    else:
        if entry.table != "disputes":
            context.used.add((entry.table, entry.code))
        row = Row(entry, entry.table, token.text, token.place, token.line, inner=token.inner)
    printed.rows.append(row)
    return row


def _is_own_row(token: Token, tokens: Sequence[Token]) -> bool:
    """Say whether 上年同期 begins a line of numbers, below heads of columns, and is none of them itself."""
    line = [one for one in tokens if one.line == token.line and one.kind not in {"pipe", "blank", "line"}]
    values = [one for one in line[1:] if one.kind == "value"]
    return line[0] == token and len(values) == len(line) - 1 > 0
