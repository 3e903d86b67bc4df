"""Comparing (表文比对): what the prose states against the cells of the report's own table."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

from gik.definitions import definition
from gik.findings import finding
from gik.forms import STATED_FORM, load_forms
from gik.numbers import unit_factor
from gik.rows import Cell, Figure
from gik.statements import amount, row_name

Cells = Mapping[tuple[str, str, str], Cell]
_NEAR = 0.15
_TOLERANCE = 1e-6


def compare(form: str, cells: Sequence[Cell], figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Give the findings of prose.table and blank.zero_in_prose on one report, by its figures in reading order."""
    stated = [(indicator, figure) for figure in figures if (indicator := figure.indicator or _hint(figure))]
    if not stated or not cells:
        return []
    by_key = {cell[1:4]: cell for cell in cells if cell.row}
    return list(_compare(stated, by_key, form))


def _hint(figure: Figure) -> str:
    """The row that a quantity is near to, though it isn't claimed: 微信发布讯息1000余条."""
    label, unit = figure.label, figure.unit
    for hint in _hints(label, unit):
        sentence = figure.sentence
        if any(word in label for word in hint["words"]) or (
            any(word in sentence for word in hint["words"]) and not any(word in sentence for word in hint["unless"])
        ):
            return str(hint["indicator"])
    return ""


@lru_cache(maxsize=1 << 12)
def _hints(label: str, unit: str) -> tuple[Mapping[str, Any], ...]:
    """The hints that what is counted, and what was done with it, allow."""
    hints = definition("prose/comparisons.toml")["hints"]
    return tuple(hint for hint in hints if unit in hint["units"] and any(verb in label for verb in hint["verbs"]))


def _compare(stated: Sequence[tuple[str, Figure]], cells: Cells, form: str) -> Iterator[dict[str, Any]]:
    seen: set[tuple[str, float, str]] = set()
    for indicator, figure in stated:
        key = (indicator, figure.value, figure.bound)
        wanted = terms(indicator, form)
        if key in seen or not wanted:
            continue
        seen.add(key)
        held = [cells.get(term) for term in wanted]
        if figure.value == 0 and figure.indicator:
            yield from _blanks(figure, held, wanted, form)
        total = _total(held)
        if total is None or agrees(figure, total):
            continue
        also = _also(indicator, cells, form)
        name = "＋".join(row_name(load_forms()[form], table, row) for table, row, _ in wanted)
        if also is not None and agrees(figure, also[0]):
            yield _finding("prose.table_sum", figure, also[1], also[0], "＋".join(also[2]))
        else:
            yield _finding("prose.table", figure, held, total, name)


def _finding(rule: str, figure: Figure, held: Sequence[Cell | None], total: float, name: str) -> dict[str, Any]:
    cells = [cell for cell in held if cell is not None]
    unit = "" if "元" in cells[0].unit else cells[0].unit
    exact = figure.bound == "eq"
    printed = "＋".join(f"{cell.text.strip()}" for cell in cells)
    record = finding(
        rule,
        place=cells[0].place,
        expected=figure.value,
        found=total,
        evidence=f"{figure.sentence}／{name} {printed}",
        said=f"“{figure.label}{figure.text}{figure.unit}”",
        row=name,
        printed=f"“{printed}”" if not unit else amount(total, unit),
        relation=f"相差{amount(abs(figure.value - total), unit)}" if unit and exact else "两处不一致",
    )
    return {**record, "rule": "prose.table"}


def _blanks(
    figure: Figure, held: Sequence[Cell | None], terms: Sequence[tuple[str, str, str]], form: str
) -> Iterator[dict[str, Any]]:
    for cell, (table, row, _) in zip(held, terms, strict=True):
        if cell is not None and cell.state == "blank":
            yield finding(
                "blank.zero_in_prose",
                place=cell.place,
                expected=0.0,
                evidence=figure.sentence,
                row=row_name(load_forms()[form], table, row),
                said=f"“{figure.text}”（{figure.label}）",
            )


@cache
def terms(indicator: str, form: str) -> tuple[tuple[str, str, str], ...]:
    """Give the cells of a form whose sum is what the prose means by an indicator; empty where it has none.

    >>> terms("reviews", "art2021")
    (('disputes', 'review', 'total'),)
    """
    if form == STATED_FORM:
        return (("stat", indicator, "value"),) if indicator else ()
    if form not in load_forms():
        return ()
    groups = definition("prose/comparisons.toml")["terms"].values()
    return tuple(_key(term) for group in groups for term in group.get(indicator, ()))


def _key(term: str) -> tuple[str, str, str]:
    table, _, rest = term.partition("/")
    row, _, column = rest.partition("@")
    return table, row, column


def _also(indicator: str, cells: Cells, form: str) -> tuple[float, list[Cell | None], list[str]] | None:
    terms = definition("prose/comparisons.toml")["also"].get(indicator)
    if not terms or form == STATED_FORM:
        return None
    keys = [_key(term) for term in terms]
    held = [cells.get(key) for key in keys]
    total = _total(held)
    names = [row_name(load_forms()[form], table, row) for table, row, _ in keys]
    return None if total is None else (total, held, names)


def _total(held: Sequence[Cell | None]) -> float | None:
    """The cells' sum in single units, or None where one of them is no number."""
    numbers = [cell.value * _scale(cell.unit) for cell in held if cell is not None and cell.state == "number"]
    return sum(numbers) if numbers and len(numbers) == len(held) else None


def _scale(unit: str) -> float:
    return unit_factor(unit, unit.lstrip("十百千万亿"))


def agrees(figure: Figure, value: float) -> bool:
    """Whether a number can be meant by a figure with its bound; 余 and 多 stay below the next round number.

    >>> figure = Figure(0, 0, 0, 5, "1000余", 1000.0, "件", "ge", "count", "", "", "", None, "")
    >>> agrees(figure, 1012.0), agrees(figure, 360.0), agrees(figure, 5000.0)
    (True, False, False)
    """
    stated, bound = figure.value, figure.bound
    if bound == "eq":
        return bool(abs(stated - value) <= _TOLERANCE)
    if bound == "approx":
        return bool(abs(stated - value) <= _NEAR * max(abs(stated), 1.0))
    if bound == "le":
        return bool(value <= stated + _TOLERANCE)
    step = _last_digit(stated) if any(sign in figure.text for sign in "余多") else float("inf")
    return bool(stated - _TOLERANCE <= value < stated + step)


def _last_digit(value: float) -> float:
    step = 1.0
    while value and value % (step * 10) == 0:
        step *= 10
    return step
