"""Lines of a form (勾稽关系): every equation and bound that must hold in a report on it, for checks and formulas."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from gik.definitions import definition
from gik.forms import Form, FormTable, Key
from gik.statements import column_name, row_name

TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Line:
    """One equation or bound of one form: a check applied to one column or row of its table."""

    rule: str
    compare: str
    local: str
    each: str
    code: str
    name: str
    whole: tuple[Key, ...]
    parts: tuple[Key, ...]
    family: frozenset[str]


@cache
def lines(form: Form) -> tuple[Line, ...]:
    """Give every equation and bound that must hold in a report on the form, of ``definitions/checks.toml``.

    >>> from gik.forms import load_forms
    >>> line = lines(load_forms()["stat2014"])[0]
    >>> line.compare, line.whole[0]
    ('equal', ('stat', 'requests.received', 'value'))
    """
    entries = definition("checks.toml")["checks"]
    return tuple(line for entry in entries if form.code in entry["forms"] for line in _spread(entry, form))


def _spread(entry: Mapping[str, Any], form: Form) -> Iterator[Line]:
    """Apply a check to every column or row of its table that has all its terms."""
    table = form.table(entry["table"])
    whole = tuple(entry["whole"])
    parts = tuple(entry.get("parts", [row.code for row in table.rows if row.parent == whole[0]]))
    cells = {(row.code, column) for row in table.rows for column in row.columns}
    by_column = entry["each"] == "column"
    family = _descendants(table, parts) if by_column else frozenset()
    for code in [c.code for c in table.columns] if by_column else [r.code for r in table.rows]:
        pairs = [(term, code) if by_column else (code, term) for term in (*whole, *parts)]
        if cells.issuperset(pairs):
            keys = tuple((table.code, *pair) for pair in pairs)
            yield Line(
                entry["rule"],
                entry.get("compare", "equal"),
                entry.get("local", "perhaps"),
                entry["each"],
                code,
                _line_name(form, keys[0], code, by_column),
                keys[: len(whole)],
                keys[len(whole) :],
                family,
            )


def _line_name(form: Form, whole: Key, code: str, by_column: bool) -> str:
    """Name a line in messages; where the table has one column only, the whole says more than the column."""
    table = form.table(whole[0])
    if by_column and len(table.columns) > 1:
        return column_name(form, table.code, code)
    return row_name(form, table.code, whole[1])


def _descendants(table: FormTable, parts: tuple[str, ...]) -> frozenset[str]:
    """Give the rows that stand below a whole: its parts, their parts, and so on."""
    below = set(parts)
    for row in table.rows:  # parts follow their whole on every form
        if row.parent in below:
            below.add(row.code)
    return frozenset(below)
