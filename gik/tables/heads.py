"""Column heads (表头): which columns a row has, where they stand, and whether they follow the form's order."""

import re
from collections.abc import Sequence
from functools import cache

from gik.forms import Form, FormTable
from gik.tables.lexicon import Entry
from gik.tables.rows import DISPUTES, Printed
from gik.tables.tokens import Token

_MONEY = re.compile(r"万元|亿元|元")

Column = tuple[str, str, str]  # row code, column code, unit
Heads = dict[str, int]  # by column code, the grid column over which its head stands


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
