"""Layout (表样) on a sheet: how high the rows of a printed table are, and where rows of an agency's own stand.

Where its boxes stand is told by gik.layouts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from gik.forms import Form
from gik.layouts import Box, boxes
from gik.workbooks.sheets import lines_of

LINE = 12.5  # height of a line in points
CELL_WIDTH = 7.0  # half-width characters in one of the columns
OWN = "own_label"  # how the label of an agency's own row looks


@dataclass(frozen=True, slots=True)
class Layout:
    """A table as printed: its boxes (rows and columns counted from 0) and the height of each row in points."""

    boxes: tuple[Box, ...]
    heights: tuple[float, ...]


@cache
def layout(form: Form, table: str) -> Layout:
    """Give the printed layout of a table of the form."""
    return _measured(boxes(form, table))


def with_own_row(table: Layout, after: str, label: str, code: str, units: Mapping[str, str]) -> Layout | None:
    """Give the layout with a row of the agency's own (自设项) below a known one, of the same shape.

    Its cells bear ``code`` as their row; ``units`` are theirs by column. None where the known row has other columns,
    or stands across the table, or the row has no label to be known by.
    """
    known = [box for box in table.boxes if box.key and box.key[1] == after]
    rows = {box.row for box in known}
    if not label.strip() or len(rows) != 1 or {box.key[2] for box in known if box.key} != set(units):
        return None
    (at,) = rows
    here = [box for box in table.boxes if box.row == at and box.rows == 1 and not box.key]
    labels = [box for box in here if box.look in ("form_label", OWN)]
    if not labels or labels[0].column > known[0].column:
        return None
    unit_boxes = [box for box in here if box not in labels and box.column > labels[0].column]
    made = [replace(labels[0], row=at + 1, text=label, look=OWN)]
    made += [replace(box, row=at + 1, text=next(iter(units.values()))) for box in unit_boxes]
    for box in known:
        if box.key:
            shown = unit_boxes or not units[box.key[2]]
            own = units[box.key[2]] if shown else box.unit  # another unit than that stands in the cell
            made.append(replace(box, row=at + 1, key=(box.key[0], code, box.key[2]), unit=own))
    return _measured((*(_moved(box, at) for box in table.boxes), *made))


def _moved(box: Box, at: int) -> Box:
    """Make room below a row: boxes further down move, boxes that reach over it grow."""
    if box.row > at:
        return replace(box, row=box.row + 1)
    return replace(box, rows=box.rows + 1) if box.row + box.rows > at + 1 else box


def _measured(placed: tuple[Box, ...]) -> Layout:
    heights = [LINE + 2] * (1 + max(box.row + box.rows - 1 for box in placed))
    for box in placed:
        if box.rows == 1:
            needed = LINE * lines_of(box.text, box.columns * CELL_WIDTH - box.indent * 2) + 2
            heights[box.row] = max(heights[box.row], needed)
    return Layout(placed, tuple(heights))
