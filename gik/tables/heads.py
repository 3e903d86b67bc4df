"""Column heads (表头): which columns a row has, where they stand, and whether they follow the form's order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from gik.definitions import definition
from gik.forms import Form, FormTable
from gik.tables.lexicon import Entry
from gik.tables.rows import DISPUTES, Printed, Row
from gik.tables.tokens import Token
from gik.tables.wording import key

_MONEY = re.compile(r"万元|亿元|元")

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


def _place_in_line(tokens: Sequence[Token], token: Token) -> int:
    """Give the grid column of one of a row's tokens, or in text how many pipes stand before it in its line."""
    if token.column >= 0:
        return token.column
    return sum(one.kind == "pipe" and one.line == token.line and one.start < token.start for one in tokens)


def _kind(token: Token) -> str:
    return token.entries[0].kind if token.entries else ""


def _is_aside(token: Token) -> bool:
    return token.kind == "label" and key(token.text) in definition("tables.toml")["aside"]


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


def head_unit(column: str, printed: Printed) -> str:
    """Give the unit of money that a column's head states, or an empty text."""
    units = (_MONEY.search(token.text) for head, token in printed.columns if head.code == column)
    return next((match[0] for match in units if match), "")
