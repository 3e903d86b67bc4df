"""Units stated above a table (单位：元) → what they say of the numbers of money below them.

Where a head or a label states the same unit, or none is stated above, nothing is to be said. A caption counts for cells
whose unit is printed nowhere else; where two printed units differ, neither is taken.
"""

import math
import re
from typing import Any

from gik.findings import finding
from gik.layouts import printed_words
from gik.numbers import unit_factor
from gik.rows import Cell
from gik.tables.cells import Record
from gik.tables.regions import Region

_ABOVE = 60  # characters above a table in which its caption stands
_UNITS = "(?:[十百千万亿]*元|[件条项个次宗份起人民币、，,/；; ])+"
_CAPTION = re.compile(rf"(?:^|\|)[ （(]*(?:金额|计量)?单位 *[：:] *({_UNITS})[)）]? *$")
_MONEY = re.compile("[十百千万亿]*元")
_REASON = "表格上方所印的金额单位是“{unit}”，与表中所印的不同"


def captioned(text: str, region: Region, cells: list[Cell]) -> tuple[list[Cell], list[Record]]:
    """Give a region's cells with the unit that a caption states for numbers of money; and findings where two differ.

    ``text`` is the document's.
    """
    if not any(map(_is_money, cells)):
        return cells, []
    start, end = region.tokens[0].start, region.tokens[-1].end
    lines = [line for line in text[max(start - _ABOVE, 0) : end].split("\n") if "单位" in line]
    stated = {unit for line in lines for words in _CAPTION.findall(line) for unit in _MONEY.findall(words)}
    if len(stated) != 1:
        return cells, []
    (unit,) = stated
    printed = set(_MONEY.findall(text[start:end]))
    kept: list[Cell] = []
    told: list[Record] = []
    for cell in cells:
        if not _is_money(cell) or math.isclose(unit_factor(unit, cell.unit), 1):
            kept.append(cell)
        elif cell.unit not in printed:
            kept.append(cell._replace(unit=unit))
        else:
            kept.append(cell.as_words())
            facts: dict[str, Any] = {"table": printed_words()[cell.table], "label": cell.label}
            facts["reason"] = _REASON.format(unit=unit)
            told.append(finding("cell.unread", place=cell.place, evidence=f"{cell.label} {cell.text}", **facts))
    return kept, told


def _is_money(cell: Cell) -> bool:
    """Say whether a cell holds a number of money, without its unit."""
    return "元" in cell.unit and cell.state == "number" and "元" not in cell.text
