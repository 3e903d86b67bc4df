"""Heads that the form hasn't got (备注, 编号, 上年数): what stands below them is none of a row's values.

A strange head that is printed above a cell tells which cell that is; one that stands where it can't be told which
column it takes the place of puts all values of its rows in doubt.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from gik.definitions import definition
from gik.forms import Form, FormTable
from gik.tables.heads import columns_of
from gik.tables.printed import Printed, Row
from gik.tables.tokens import Token
from gik.tables.wording import key

# What the heads of these columns say in other words too: who applies, and of what it is the sum (小计 doesn't).
_SAID = {"natural_person": re.compile("人|民"), "total": re.compile("总|合计|共计")}


@dataclass(frozen=True, slots=True)
class Stranger:
    """A head that the form hasn't got (备注, 编号), printed in a line with heads of a table, and where it stands."""

    table: str
    line: int
    place: int

    def stands_over(self, row: Row, cell: Token | None) -> bool:
        """Say whether a row's cell stands below this head: in its grid column, or behind as many pipes of a line."""
        if cell is None or row.table != self.table or cell.line != row.line or row.line < self.line:
            return False
        return self.place == _place_in_line(row.slots, cell) + (row.lead if cell.column < 0 else 0)


def strangers(form: Form, printed: Printed) -> list[Stranger]:
    """Find the heads that the form hasn't got; unknown words are one only where a row's own heads are all printed."""
    tables = {token.line: head.table for head, token in printed.columns if head.table != "disputes"}
    lines: dict[int, list[Token]] = {line: [] for line in tables}
    for token in printed.tokens:
        if token.line in lines:
            lines[token.line].append(token)
    return [
        Stranger(table, line, place)
        for line, table in tables.items()
        for place in _strange_places(lines[line], table, form, printed)
    ]


def _strange_places(tokens: Sequence[Token], table: str, form: Form, printed: Printed) -> set[int]:
    asides = [token for token in tokens if _is_aside(token)]
    unknown = [token for token in tokens if token.kind == "gap"]
    # 上年现行有效件数 ends as one of the form's heads does.
    others = [token for token in tokens if table != "stat" and _kind(token) in {"other_year", "index"}]
    if not (asides or unknown or others):
        return set()
    nearby = [(head, token) for head, token in printed.columns if head.table == table]
    if table == "art20":
        nearby = [(head, token) for head, token in nearby if token.line == tokens[0].line]
    codes = {head.code for head, _ in nearby}
    if not any(codes.issuperset(row.columns) for row in form.table(table).rows):
        unknown, others = [], []
    counts = accumulate(token.kind == "pipe" for token in tokens)
    places = {t.start: count for t, count in zip(tokens, counts, strict=True)} if tokens[0].column < 0 else {}
    own = {places.get(t.start, t.column) for _, t in nearby if t.column >= 0 or t.line == tokens[0].line}
    strange = {places.get(token.start, token.column) for token in (*asides, *unknown)} - own
    return strange | {places.get(token.start, token.column) for token in others}


def may_shift(row: Row, form: Form, lost: Mapping[int, set[str]]) -> bool:
    """Say whether a row's values may stand one column aside; ``lost`` is what ``lacking`` gives of its table."""
    line = max((line for line in lost if line <= row.line), default=None)
    if line is None or row.entry is None:
        return False
    wanted = {column for _, column, _ in columns_of(row.entry, form)}
    return bool(wanted & lost[line]) and not wanted <= lost[line]


def stand_elsewhere(row: Row, cells: Sequence[Token | None], columns: Sequence[str], printed: Printed) -> bool:
    """Say whether values stand elsewhere in a line of text than their heads do, all in lines of as many pipes."""
    above = [(head, token) for head, token in printed.columns if head.table == row.table and token.line < row.line]
    heads = {head.code: token for head, token in above if head.code in columns}
    values = [token for token in cells if token]
    if len(heads) < max(len(columns), 2) or any(token.line != row.line for token in values):
        return False
    lines: dict[int, list[Token]] = {token.line: [] for token in heads.values()}
    for token in printed.tokens:
        if token.line in lines:
            lines[token.line].append(token)
    pipes = {sum(token.kind == "pipe" for token in tokens) for tokens in lines.values()}
    if pipes != {row.lead + sum(slot.kind == "pipe" and slot.line == row.line for slot in row.slots)}:
        return False
    places = {_place_in_line(lines[token.line], token) for token in heads.values()}
    return any(_place_in_line(row.slots, token) + row.lead not in places for token in values)


def lacking(table: FormTable, printed: Printed) -> dict[int, set[str]]:
    """Give, from a line on, the columns that have no head where one that the form hasn't got stands elsewhere.

    Unknown words between the neighbours of a missing head are that head, put differently. Anywhere else, as 备注 at the
    end, their column takes part in the count of a row's cells, and nothing says which value stands under which head.
    """
    order = [column.code for column in table.columns]
    heads: dict[int, dict[int, int]] = {}  # line → place in it → column
    for head, token in printed.columns:
        if head.table == table.code and table.code != "disputes":
            heads.setdefault(token.line, {})[_across(token)] = order.index(head.code)
    strange: dict[int, list[Token]] = {}
    for token in printed.tokens if heads else ():
        own = heads.get(token.line)
        if own is None:
            continue
        if token.kind in {"gap", "label"} and not _is_aside(token) and _across(token) < min(own):
            own[_across(token)] = -1  # the head of the labels
        elif _across(token) not in own and (token.kind == "gap" or _is_elsewhere(token)):
            strange.setdefault(token.line, []).append(token)
    if not strange:
        return {}
    every = {place: at for line in heads.values() for place, at in line.items()}
    if table.code == "art20":  # each band of rows has heads of its own
        return {line: _without_head(order, own, own, strange.get(line, ())) for line, own in heads.items()}
    in_grid = printed.tokens[0].column >= 0  # where the lines of a head stand over the same columns
    found = [_without_head(order, every, every if in_grid else heads[line], strange[line]) for line in strange]
    return {0: set().union(*found)}


def _without_head(
    order: Sequence[str], printed: Mapping[int, int], beside: Mapping[int, int], strange: Sequence[Token]
) -> set[str]:
    """Give the columns of which no head is printed, if one of the strange ones can't stand for it."""
    missing = set(range(len(order))).difference(printed.values())
    is_elsewhere = False
    for token in strange:
        left = max((place for place in beside if place < _across(token)), default=None)
        if left is None:  # 序号, before the head of the labels
            continue
        right = min((place for place in beside if place > _across(token)), default=None)
        end = len(order) if right is None else beside[right]
        between = [] if _is_elsewhere(token) else sorted(missing.intersection(range(beside[left] + 1, end)))
        if between and (said := _SAID.get(order[between[0]])) and not said.search(token.text):
            between = []
        is_elsewhere |= not between
        missing.difference_update(between[:1])
    return {order[at] for at in missing} if is_elsewhere else set()


def _across(token: Token) -> int:
    return token.start if token.column < 0 else token.column


def _place_in_line(tokens: Sequence[Token], token: Token) -> int:
    """Give the grid column of one of a row's tokens, or in text how many pipes stand before it in its line."""
    if token.column >= 0:
        return token.column
    return sum(one.kind == "pipe" and one.line == token.line and one.start < token.start for one in tokens)


def _kind(token: Token) -> str:
    return token.entries[0].kind if token.entries else ""


def _is_aside(token: Token) -> bool:
    return token.kind == "label" and key(token.text) in definition("tables.toml")["aside"]


def _is_elsewhere(token: Token) -> bool:
    return token.kind == "year" or _is_aside(token) or _kind(token) in {"other_year", "index"}
