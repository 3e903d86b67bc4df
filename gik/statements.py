"""Statements (算式): how a failing sum or bound is put into words, for the messages of findings.

Not what prose states of the form: that is gik.stating.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from gik.definitions import definition
from gik.forms import Form, Key

MANY = 4  # terms up to which a sum is written out with its zeros
LONGEST = 6  # terms up to which it is written out at all
UNFILLED = "（未填）"  # stands for the words of a cell that has none


@dataclass(frozen=True, slots=True)
class Term:
    """A cell inside an equation: its name in messages, its number if it has one, its words and place as printed."""

    name: str
    value: float | None
    text: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Equation:
    """The sum of the parts (计算数) against the printed whole (填报数), in one unit."""

    parts: tuple[Term, ...]
    whole: tuple[Term, ...]
    unit: str

    @property
    def expected(self) -> float:
        """The sum of the parts that are numbers."""
        return sum(term.value for term in self.parts if term.value is not None)

    @property
    def found(self) -> float:
        """The printed whole, or the sum of its terms that are numbers."""
        return sum(term.value for term in self.whole if term.value is not None)

    @property
    def evidence(self) -> str:
        """The printed words of every term but the zeros of a long sum."""
        shown = [term for term in self.parts if term.value != 0 or len(self.parts) <= MANY]
        return "；".join(f"{term.name} {term.text.strip() or UNFILLED}" for term in (*shown, *self.whole))


def equation_statement(kind: str, equation: Equation) -> str:
    """Put a failing equation into words; ``kind`` is unequal, over, whole_over or short.

    >>> new, old, total = Term("本年新收", 12.0, "12"), Term("上年结转", 3.0, "3"), Term("合计", 14.0, "14")
    >>> equation_statement("unequal", Equation((new, old), (total,), "件"))
    '本年新收12件＋上年结转3件＝15件，合计14件，相差1件，请核实'
    """
    sides = equation.parts, equation.whole
    more, less = sides[::-1] if kind == "whole_over" else sides
    unknown = [term.name for term in (*equation.parts, *equation.whole) if term.value is None]
    if kind == "short" and not all(any(term.value is not None for term in side) for side in sides):
        kind = "bare"  # one side has no number at all
        more, less = sorted(sides, key=lambda side: all(term.value is None for term in side))
    return _template("over" if kind == "whole_over" else kind).format(
        parts=_sum(more, equation.unit),
        whole=_sum(less, equation.unit),
        gap=amount(abs(equation.expected - equation.found), equation.unit),
        unknown="、".join(unknown[:MANY]) + (f"等{len(unknown)}项" if len(unknown) > MANY else ""),
    )


def bound_statement(part: Term, whole: Term, unit: str) -> str:
    """Put into words that a part is greater than its whole; both are numbers.

    >>> bound_statement(Term("政务微信", 360.0, "360"), Term("总数", 340.0, "340"), "条")
    '“政务微信”360条大于“总数”340条，多出20条'
    """
    found, expected = part.value or 0.0, whole.value or 0.0
    return _template("bound").format(
        part=part.name,
        whole=whole.name,
        found=amount(found, unit),
        expected=amount(expected, unit),
        gap=amount(found - expected, unit),
    )


def amount(value: float, unit: str) -> str:
    """Write a number with its unit, without a needless fraction.

    >>> amount(1234567.0, "件"), amount(0.1 + 0.2, "万元")
    ('1234567件', '0.3万元')
    """
    rounded = round(value, 6)
    is_whole = math.isfinite(rounded) and rounded == int(rounded)  # some misprints are beyond all numbers
    return f"{int(rounded) if is_whole else rounded}{unit}"


def row_name(form: Form, table: str, row: str) -> str:
    """Give the name of a row in messages.

    >>> from gik.forms import load_forms
    >>> row_name(load_forms()["stat2014"], "stat", "disclosed")
    '主动公开政府信息数'
    """
    named = definition("checks.toml")["names"].get(table, {}).get(row)
    return named or re.sub(r"（[^）]*）$", "", form.table(table).row(row).label)


def column_name(form: Form, table: str, column: str) -> str:
    """Give the name of a column in messages: its printed label."""
    return form.table(table).column(column).label


def cell_name(form: Form, key: Key) -> str:
    """Give the name of a cell in messages: its row, and its column where the table has several.

    >>> from gik.forms import load_forms
    >>> cell_name(load_forms()["art2021"], ("requests", "new", "total"))
    '本年新收政府信息公开申请数量｜总计'
    """
    table, row, column = key
    name = row_name(form, table, row)
    return name if len(form.table(table).columns) == 1 else f"{name}｜{column_name(form, table, column)}"


def _template(name: str) -> str:
    return str(definition("checks.toml")["statements"][name])


def _sum(terms: Sequence[Term], unit: str) -> str:
    known = [term for term in terms if term.value is not None]
    if len(terms) > MANY:
        known = [term for term in known if term.value]
    if not known:
        return f"各项合计{amount(0.0, unit)}"
    if len(known) > LONGEST:
        total = sum(term.value or 0.0 for term in known)
        return _template("many").format(count=len(known), total=amount(total, unit))
    words = "＋".join(f"{term.name}{amount(term.value or 0.0, unit)}" for term in known)
    if len(known) == 1:
        return words
    return f"{words}＝{amount(sum(term.value or 0.0 for term in known), unit)}"
