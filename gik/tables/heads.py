"""Column heads (表头): which columns a row has, where they stand, in which order, and for which year."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from gik.definitions import definition
from gik.forms import Form, FormTable
from gik.tables.lexicon import Entry
from gik.tables.printed import DISPUTES, Printed, Row
from gik.tables.tokens import Token
from gik.tables.wording import key

_YEAR = re.compile(r"\d{4}")
# 第二十条 is an article of the law.
_UNIT = re.compile(
    r"[十百千万亿]*[美欧港日]?元|(?<![第一二三四五六七八九十百])[百千万亿]+(?:条|件|次|项|个|份|宗|起|人)"
)

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
    for head, token in printed.columns:
        if head.table != table.code:
            continue
        place = order.index(head.code)
        if band and place == band[-1]:
            continue
        if band and place < band[-1]:
            if place not in firsts or band[0] not in firsts:
                return False
            band = []
        is_total = table.code == "requests" and place == len(order) - 1
        two_lines = is_total and band == [0] and not _stands_before_sum(token, printed)
        band.append(0 if two_lines else place)
    return True


def _stands_before_sum(head: Token, printed: Printed) -> bool:
    """Say whether the head above the organisations' columns comes right behind this one."""
    at = head.line, head.column, head.start
    labels = (token for token in printed.tokens if token.kind == "label")
    behind = next((token for token in labels if (token.line, token.column, token.start) > at), None)
    return behind is not None and key(behind.text) in definition("tables.toml")["sums"]


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


def blocks_of(printed: Printed) -> tuple[str, ...]:
    """Say of each block of columns whether it holds this year's numbers, others' (上年数), or an index of the rows.

    Where no head names this year, the value column's own head stands for it.
    """
    heads = [token for entry, token in printed.columns if entry.table == "stat"]
    lines = dict.fromkeys(token.line for token in printed.blocks)
    by_line = [_marks([t for t in printed.blocks if t.line == at], [t for t in heads if t.line == at]) for at in lines]
    several = [marks for marks in by_line if len(marks) > 1]
    in_grid = any(token.column >= 0 for token in printed.blocks)
    found = several if several or in_grid else [_marks(printed.blocks, heads)]
    # A head of another year alone (上年数) leaves none for this year.
    otherwise = ("other",) if not printed.columns and by_line == [("other",)] else ("this",)
    return next((marks for marks in found if marks.count("this") == 1), otherwise)


def _marks(blocks: Sequence[Token], heads: Sequence[Token]) -> tuple[str, ...]:
    kinds = {token: token.entries[0].kind if token.entries else "year" for token in blocks}
    numbers = {token: int(match[0]) if (match := _YEAR.search(token.text)) else 0 for token in blocks}
    latest = max(numbers.values(), default=0)
    marks = {
        token: "index"
        if kind == "index"
        else "this"
        if (numbers[token] == latest if latest else kind == "this_year")
        else "other"
        for token, kind in kinds.items()
    }
    if "this" not in marks.values() and len(heads) == 1:
        marks[heads[0]] = "this"
    return tuple(marks[token] for token in sorted(marks, key=lambda token: (token.line, token.column, token.start)))
