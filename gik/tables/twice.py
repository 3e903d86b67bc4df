"""Rows printed twice with other numbers, as where last year's table or another body's stands in the same report.

Nothing in the tables says which of the two counts: neither is read as the report's number, and both keep their words.
"""

from collections.abc import Iterable
from operator import itemgetter
from typing import Any

from gik.findings import finding
from gik.layouts import printed_words
from gik.rows import Cell
from gik.tables.cells import WHERE, Record
from gik.tables.lexicon import load_lexicon
from gik.tables.wording import key, long_key

# So many rows that differ are another report's, of which one finding tells and not one a row.
_REPORTS = 6
REASON = "同一行印出两次，数值不同，无法确定以哪一次为准"


def contradicted(cells: list[Cell], findings: Iterable[Record], form: str) -> list[Record]:
    """Take numbers of rows that are printed again with others for words, and give the findings that then hold.

    ``cells`` are those of one form, of which a row's later printings bear its label and no code; the list is changed.
    Among ``findings`` a row of the form isn't called unknown any longer.
    """
    printed_at = list(map(WHERE, cells))
    if len(set(printed_at)) == len(cells) and "" not in map(itemgetter(1), printed_at):
        return list(findings)  # as of most reports, of which nothing is printed twice
    # By row, the positions of the cells.
    first: dict[tuple[str, str], list[int]] = {}
    later: dict[tuple[str, tuple[str, ...]], list[int]] = {}
    seen = set()
    for position, (cell, at) in enumerate(zip(cells, printed_at, strict=True)):
        if cell.row and at not in seen:
            seen.add(at)
            first.setdefault(at[:2], []).append(position)
        else:
            rows = (cell.row,) if cell.row else _rows(cell, form)
            later.setdefault((cell.table, rows), []).append(position)
    kept = list(findings)
    told: list[Record] = []
    labels: list[str] = []
    for (table, rows), again in later.items():
        if not rows or any((table, row) not in first for row in rows):
            continue
        starts = tuple({f"{cells[at].label} " for at in again})
        kept = [one for one in kept if one["rule"] != "form.row_unknown" or not one["evidence"].startswith(starts)]
        own = [at for row in rows for at in first[table, row]]
        printed, other = (_words(cells[at] for at in places) for places in (own, again))
        if not other or other == printed * (len(other) // max(len(printed), 1)):
            continue
        label, place = cells[again[0]].label, cells[again[0]].place
        for at in (*own, *(at for at in again if cells[at].row)):
            if cells[at].state != "absent":  # a blank of which another printing holds a number is none either
                cells[at] = cells[at].as_words()._replace(text=cells[at].text or " | ".join(other))
        evidence = f"{' '.join(printed)}；{' '.join(other)}"
        facts: dict[str, Any] = {"table": printed_words()[table], "label": label, "reason": REASON}
        labels.append(label)
        told.append(finding("cell.unread", place=place, evidence=f"{label} {evidence}", **facts))
    if len(told) < _REPORTS:
        return [*kept, *told]
    words = "、".join(labels[:3])
    facts = {"place": told[0]["place"], "evidence": words, "label": words, "count": len(told)}
    return [*kept, finding("table.unread", wording="zh_twice", **facts)]


def _words(cells: Iterable[Cell]) -> list[str]:
    return [text for cell in cells if (text := cell.text.strip())]


def _rows(cell: Cell, form: str) -> tuple[str, ...]:
    """Give the rows of the form that a label may name, in the form's order."""
    entries = load_lexicon().entries
    found = entries.get(key(cell.label)) or entries.get(long_key(cell.label)) or ()
    mine = {one for one in found if (one.kind, one.form, one.table) == ("row", form, cell.table)}
    return tuple(one.code for one in sorted(mine, key=lambda one: one.position))
