"""Lines of a report as a .txt file holds them, each knowing which cells it prints."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from tests.generator.prose import Block
from tests.generator.sheets import LOST, Answer, Cell, Sheet, grid
from tests.generator.truth import Key

Answers = dict[Key, Answer]


class Line(NamedTuple):
    """A line: its words, the row that it is of (sheet, row), what it holds, and the cells that it prints.

    kind is prose, head, group, label, unit, value, filler or row (a row with its label and values in one line).
    ``label`` is the part of the words that is the row's label.
    """

    text: str
    kind: str = "prose"
    row: tuple[int, int] = (-1, -1)
    keys: tuple[Key, ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class TextLayout:
    """A way in which crawled text writes a grid down; ``shows_blanks`` unless blank cells leave no trace."""

    name: str
    lines: Callable[[Sheet], list[Line]]
    shows_blanks: bool = True
    row_a_line: bool = False
    one_line: bool = False


def text_lines(layout: TextLayout, blocks: tuple[Block, ...]) -> list[Line]:
    """Give the report's lines in this layout."""
    lines: list[Line] = []
    for position, block in enumerate(blocks):
        if block.sheet is None:
            lines.append(Line(block.text))
        else:
            lines += [
                Line(text, kind, (position, row), keys, label)
                for text, kind, (_, row), keys, label in layout.lines(block.sheet)
            ]
    return lines


def uncertain_with_blanks(answers: Answers) -> Answers:
    """Give the answers where blank cells leave no trace: no cell of a row with a blank one is sure."""
    torn = {(table, row) for (table, row, _), answer in answers.items() if answer.state == "blank"}
    # the three rows of disputes are printed as one
    if any(table == "disputes" for table, _ in torn):
        torn |= {("disputes", row) for table, row, _ in answers if table == "disputes"}
    return {
        key: replace(answer, sure=False) if key[:2] in torn and answer.state != "absent" else answer
        for key, answer in answers.items()
    }


def without_repeats(lines: list[Line], answers: Answers) -> tuple[list[Line], Answers]:
    """Drop every line whose words stood before, as some crawlers do, with the answers that are left."""
    seen: set[str] = set()
    kept: list[Line] = []
    dropped: list[Line] = []
    for line in lines:
        (dropped if line.text.strip() in seen else kept).append(line)
        seen.add(line.text.strip())
    return kept, _after_loss(lines, dropped, answers)


def _after_loss(lines: list[Line], dropped: list[Line], answers: Answers) -> Answers:
    """Give what can be known when those lines are gone.

    The cells on them are lost, and the other cells of their rows can no longer be told apart.
    Where a row's label is gone, its values seem to be those of the row before.
    """
    right = dict(answers)
    order = list(dict.fromkeys(line.row for line in lines if line.keys))
    of_row = {row: [key for line in lines if line.row == row for key in line.keys] for row in order}
    for line in dropped:
        shaken = [line.row] if line.kind in ("value", "label", "filler", "row", "unit") and line.row in of_row else []
        if line.kind == "label" and line.row in of_row and order.index(line.row) > 0:
            shaken.append(order[order.index(line.row) - 1])
        for row in shaken:
            keys = of_row[row]
            single = len(keys) == 1 and line.kind in ("unit", "filler") and right[keys[0]].state != "blank"
            for key in () if single else keys:
                right[key] = replace(right[key], sure=False)
        if line.kind == "head":
            right |= {key: replace(answer, sure=False) for key, answer in right.items() if key[0] == "disputes"}
    for line in dropped:
        right |= dict.fromkeys(line.keys, LOST)
    return right


def cells_of(sheet: Sheet) -> list[tuple[tuple[Cell, ...], tuple[int, int], str]]:
    """Give the rows with their number and what a line that holds the whole row is: row, or head."""
    return [
        (row, (0, y), "row" if any(cell.kind in ("value", "label") for cell in row) else _kind(row))
        for y, row in enumerate(sheet.rows)
    ]


def _kind(row: tuple[Cell, ...]) -> str:
    return "group" if any(cell.kind == "group" for cell in row) else "head"


def joined(row: tuple[Cell, ...], place: tuple[int, int], kind: str, separator: str, end: str, start: str = "") -> Line:
    """Give a row as one line."""
    text = start + separator.join(cell.text for cell in row) + end
    label = next((cell.text for cell in row if cell.kind == "label"), "")
    return Line(text, kind, place, tuple(cell.key for cell in row if cell.key), label)


def padded(sheet: Sheet) -> list[tuple[Cell, ...]]:
    """Give the rows with an empty cell wherever a span covers the grid."""
    empty = Cell("", "filler")
    return [tuple(cell if begins else empty for cell, begins in row) for row in grid(sheet)]
