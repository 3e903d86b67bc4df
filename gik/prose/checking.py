"""Checking the prose (正文核对): its numbers against one another, and against the report's own table.

A finding quotes both places. Bounds are respected: 1000余 contradicts 360, not 1012.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from gik.definitions import definition
from gik.findings import finding
from gik.prose.comparing import compare
from gik.prose.relations import parents, unit_class
from gik.rows import Cell, Figure
from gik.statements import amount

_TOLERANCE = 1e-6
_REST = ("其余", "剩余", "余下")
_COUNTED = ("count", "amount", "share")


def check_prose(form: str, cells: Sequence[Cell], figures: Sequence[Figure]) -> list[dict[str, Any]]:
    """Give the findings of prose.parts, prose.share, prose.table and blank.zero_in_prose on one report.

    ``cells`` and ``figures`` are its rows of the public frames, in reading order; ``form`` is its form's code.
    Findings are rows of the findings frame, without the report.
    """
    counted = [figure for figure in figures if figure.kind in _COUNTED and figure.value is not None]
    return [*_parts(counted), *_shares(counted), *compare(form, cells, counted)]


def said(figure: Figure) -> str:
    """Put a figure as the report does: what it counts, and the number with its unit."""
    unit = figure.unit if figure.unit != "%" else ""
    return f"“{figure.label}{figure.text}{unit}”"


def place(figure: Figure) -> str:
    """Give where a figure stands in the report's text."""
    return f"text {figure.start}-{figure.end}"


def _parts(rows: Sequence[Figure]) -> Iterator[dict[str, Any]]:
    by_figure: dict[int | None, Figure] = {row.figure: row for row in rows}
    groups: dict[tuple[int, str], list[Figure]] = {}
    for row in rows:
        whole = by_figure.get(row.within)
        if whole is not None and row.kind == whole.kind and row.kind != "share":
            groups.setdefault((whole.figure, _group(row, whole)), []).append(row)
    for (figure, group), parts in groups.items():
        whole = by_figure[figure]
        if any(row.bound != "eq" for row in (whole, *parts)) or group.startswith(_overlapping(whole)):
            continue
        total = sum(part.value for part in parts)
        over = total > whole.value + _TOLERANCE
        short = total < whole.value - _TOLERANCE and _exhaustive(parts)
        if over or short:
            yield finding(
                "prose.parts",
                place=place(whole),
                expected=total,
                found=whole.value,
                evidence=whole.sentence,
                whole=said(whole),
                parts="、".join(said(part) for part in parts),
                relation=f"合计{amount(total, whole.unit)}",
                gap=amount(abs(total - whole.value), whole.unit),
            )


def _group(part: Figure, whole: Figure) -> str:
    """What a part is a part by: two breakdowns of one whole, by channel and by outcome, are added up apart."""
    row = part.indicator
    if not row or row == whole.indicator:
        return ""
    return "channel." if row.startswith("channel.") else parents().get(row) or row


def _overlapping(whole: Figure) -> tuple[str, ...]:
    return tuple(definition("prose/comparisons.toml")["overlapping"].get(whole.indicator, ()))


def _exhaustive(parts: Sequence[Figure]) -> bool:
    """Whether the parts are said to be all: the last is what was left, or every row that there can be is stated."""
    last = parts[-1]
    if any(word in last.label for word in _REST):
        return True
    above = parents().get(last.indicator)
    rows = {row for row, parent in parents().items() if parent == above}
    exhausted = above in definition("prose/comparisons.toml")["exhausted"]
    return exhausted and rows <= {part.indicator for part in parts}


def _shares(rows: Sequence[Figure]) -> Iterator[dict[str, Any]]:
    by_figure: dict[int | None, Figure] = {row.figure: row for row in rows}
    earlier: Figure | None = None
    for row in rows:
        if row.kind != "share":
            earlier = row
            continue
        whole = by_figure.get(row.within)
        if whole is None or earlier is None or earlier.sentence != row.sentence or earlier is whole:
            continue
        alike = unit_class(earlier.unit) == unit_class(whole.unit) and earlier.kind == whole.kind
        exact = {earlier.bound, whole.bound, row.bound} == {"eq"}
        if not alike or not exact or not whole.value:
            continue
        right = earlier.value / whole.value
        step = _step(row.text)
        # A share may be rounded or cut off; anything further away is another number.
        if not -step / 2 - _TOLERANCE <= right - row.value <= step + _TOLERANCE:
            yield finding(
                "prose.share",
                place=place(row),
                expected=right,
                found=row.value,
                evidence=row.sentence,
                share=said(row),
                part=said(earlier),
                whole=said(whole),
                calculated=f"{right * 100:.{max(_decimals(row.text), 1)}f}%",
            )


def _decimals(text: str) -> int:
    digits = text.translate({0xFF0E: "."}).rstrip("%％‰ ")
    for mark in (".", "点"):
        if mark in digits:
            return len(digits.split(mark)[1])
    return 0


def _step(text: str) -> float:
    """The last printed digit's worth: 88.6% is told to a thousandth, 三成 to a tenth."""
    if "成" in text:
        return 0.1
    return 10.0 ** -(_decimals(text) + (3 if "‰" in text else 2))
