"""Column heads (表头): which columns a row has, where they stand, and whether they follow the form's order."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, pairwise

from gik.definitions import definition
from gik.forms import Form, FormTable
from gik.tables.lexicon import Entry
from gik.tables.rows import DISPUTES, Printed, Row
from gik.tables.tokens import Token
from gik.tables.wording import key

_UNIT = re.compile(r"[十百千万亿]*[美欧港日]?元|[十百千万亿]+(?:条|件|次|项|个|份|宗|起|人)")
# What the heads of these columns say in other words too: who applies, and of what it is the sum (小计 doesn't).
_SAID = {"natural_person": re.compile("人|民"), "total": re.compile("总|合计|共计")}

Column = tuple[str, str, str]  # row code, column code, unit
Heads = dict[str, int]  # by column code, the grid column over which its head stands


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
        is_strange = token.kind == "gap" or _is_elsewhere(token)
        own = heads.get(token.line, {})
        if token.kind in {"gap", "label"} and not _is_aside(token) and own and _across(token) < min(own):
            own[_across(token)] = -1  # the head of the labels
        elif is_strange and token.line in heads and _across(token) not in heads[token.line]:
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


@cache
def columns_of(entry: Entry, form: Form) -> tuple[Column, ...]:
    """Give the cells that a printed row should hold, in printed order; the disputes line holds three rows' cells."""
    table = form.table(entry.table)
    rows = table.rows if entry is DISPUTES else (table.row(entry.code),)
    return tuple((row.code, column, unit) for row in rows for column, unit in zip(row.columns, row.units, strict=True))


def heads_of(entry: Entry, line: int, form: Form, printed: Printed) -> Heads:
    """Give, by column code, the grid column over which each head of that row is printed; empty unless all are."""
    if entry is DISPUTES:
        return {}
    above = [(head, token) for head, token in printed.columns if head.table == entry.table and token.line < line]
    if entry.table == "art20" and above:
        nearest = max(token.line for _, token in above)
        above = [(head, token) for head, token in above if token.line == nearest]
    wanted = {column for _, column, _ in columns_of(entry, form)}
    heads = {head.code: token.column for head, token in reversed(above) if head.code in wanted}
    return heads if heads.keys() == wanted and len(set(heads.values())) == len(wanted) else {}


def stand_below(cells: Sequence[Token | None], heads: Heads) -> bool:
    """Say whether the cells stand in just the grid columns of the heads."""
    return bool(heads) and [token.column for token in cells if token] == sorted(heads.values())


def stand_aside(row: Row, cells: Sequence[Token | None], heads: Heads) -> bool:
    """Say whether a row of more cells than columns has its values beside the grid columns of the heads."""
    count = sum(token.kind in {"value", "blank"} for token in row.slots)
    return count > len(cells) == len(heads) and any(
        token.column != place for token, place in zip(cells, sorted(heads.values()), strict=True) if token
    )


def in_order(table: FormTable, printed: Printed) -> bool:
    """Say whether the heads of a table, as far as they are printed, follow the form's order.

    They can come several times, and 总计 right behind 自然人 where the head has two lines.
    """
    if table.code == "disputes" and printed.swapped:
        return False
    order = [column.code for column in table.columns]
    firsts = {order.index(row.columns[0]) for row in table.rows}
    band: list[int] = []
    for head, _ in printed.columns:
        if head.table != table.code:
            continue
        place = order.index(head.code)
        if band and place == band[-1]:
            continue
        if band and place < band[-1]:
            if place not in firsts or band[0] not in firsts:
                return False
            band = []
        two_lines = table.code == "requests" and place == len(order) - 1 and band == [0]
        band.append(0 if two_lines else place)
    return True


def has_sums(printed: Printed) -> bool:
    """Say whether 申请办理表 prints a head twice in a row, or the organisations' sum in a column among them."""
    heads = {token: head.code for head, token in printed.columns if head.table == "requests"}
    for one, other in pairwise(token for token in printed.tokens if token.kind == "label"):
        if one.line == other.line and other in heads:
            is_sum = heads[other] != "total" and key(one.text) in definition("tables.toml")["sums"]
            if is_sum or heads.get(one) == heads[other]:
                return True
    return False


def head_unit(column: str, row: Row, printed: Printed) -> str:
    """Give the unit of money, or of many, that a row's label or a column's head states, or an empty text."""
    words = [row.label, *(token.text for head, token in printed.columns if head.code == column)]
    return next((unit for text in words if (unit := _unit_in(text))), "")


@lru_cache(maxsize=4096)
def _unit_in(text: str) -> str:
    match = _UNIT.search(text)
    return match[0] if match else ""
