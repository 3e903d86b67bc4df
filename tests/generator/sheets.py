"""The printed form: a truth as rows with printed words, and the grids (表格) that hold them.

Nothing here knows how a grid is written down in a file; that is the layouts' business.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from gik.forms import Form, FormHeading, load_forms
from tests.generator.truth import Key, Truth


@dataclass(frozen=True, slots=True)
class Answer:
    """The right answer for a cell; unless ``sure``, the print lost something and no answer is right as well.

    ``unit`` is given where the cell's own words hold one of money, so that 2.5万元 may be read as 25000元.
    """

    state: str
    value: float | None = None
    sure: bool = True
    unit: str = ""


LOST = Answer("absent", None, False)
"""The words of this cell are gone: any number, dash or word given for it is wrong."""


class Printed(NamedTuple):
    """A cell's words and the right answer that they stand for."""

    text: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Row:
    """A row to be printed; a local row (地方自设) has its label for a code."""

    table: str
    code: str
    number: str
    label: str
    unit: str
    cells: Mapping[str, Printed]
    local: bool = False


@dataclass(frozen=True, slots=True)
class Style:
    """How numbers and labels of the form are printed; ``renames`` holds other words for columns and headings."""

    dot: str = "."
    brackets: str = "（）"
    space: str = ""
    heading_unit: str = "——"
    renames: Mapping[str, str] = field(default_factory=dict)


class Cell(NamedTuple):
    """A cell of a printed grid; kind is head, group, label, unit or value."""

    text: str
    kind: str
    key: Key | None = None
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed grid: rows of the cells that begin in them, as in HTML."""

    table: str
    width: int
    rows: tuple[tuple[Cell, ...], ...]


@lru_cache(maxsize=4096)
def printed(value: float | str | None) -> Printed:
    """Give a value as it is printed plainly."""
    if value is None:
        return Printed("", Answer("blank"))
    if isinstance(value, str):
        return Printed(value, Answer("dash" if value == "-" else "none"))
    return Printed(number(value), Answer("number", value))


def number(value: float) -> str:
    """Give a number in plain digits.

    >>> number(3.0), number(59237.2449)
    ('3', '59237.2449')
    """
    return str(int(value)) if value == int(value) else f"{value:.4f}".rstrip("0")


def rows(truth: Truth) -> tuple[Row, ...]:
    """Give all rows of the truth's form with their cells printed plainly."""
    return tuple(
        Row(
            table.code,
            row.code,
            row.number,
            row.label,
            row.units[-1],
            {column: printed(truth.cells[table.code, row.code, column]) for column in row.columns},
        )
        for table in load_forms()[truth.form].tables
        for row in table.rows
    )


def answers(form: str, printed_rows: tuple[Row, ...]) -> dict[Key, Answer]:
    """Give the right answer for every cell of the form, and for the local rows; what isn't printed is absent."""
    right = {
        (table.code, row.code, column): Answer("absent")
        for table in load_forms()[form].tables
        for row in table.rows
        for column in row.columns
    }
    return right | {
        (row.table, row.code, column): cell.answer for row in printed_rows for column, cell in row.cells.items()
    }


def sheets(form: str, printed_rows: tuple[Row, ...], style: Style) -> tuple[Sheet, ...]:
    """Give the form's grids, in order."""
    edition = load_forms()[form]
    makers = {"stat": _stat, "art20": _art20, "requests": _requests, "disputes": _disputes}
    return tuple(
        makers[table.code](edition, [row for row in printed_rows if row.table == table.code], style)
        for table in edition.tables
    )


def prefix(numbered: str, style: Style) -> str:
    """Give the printed number of a row: the last part of its place in the form.

    >>> prefix("三（三）1", Style()), prefix("三（三）", Style(brackets="()", space=" ")), prefix("四", Style())
    ('1.', '(三) ', '四、')
    """
    if not numbered:
        return ""
    if numbered[-1].isdigit():
        digits = numbered[-2:] if numbered[-2:].isdigit() else numbered[-1]
        return (f"({digits})" if style.dot == "()" else f"{digits}{style.dot}") + style.space
    if numbered.endswith("）"):
        inner = numbered[numbered.rindex("（") + 1 : -1]
        return f"{style.brackets[0]}{inner}{style.brackets[1]}{style.space}"
    return f"{style.renames.get(numbered, numbered)}、{style.space}"


def _label(row: Row, style: Style) -> str:
    return prefix(row.number, style) + row.label


def _heading(heading: FormHeading, style: Style) -> str:
    return prefix(heading.number, style) + style.renames.get(heading.label, heading.label)


def _values(row: Row, style: Style, width: int) -> list[Cell]:
    cells = [Cell(cell.text, "value", (row.table, row.code, column)) for column, cell in row.cells.items()]
    wide = width - len(cells) + 1
    return cells if wide == 1 else [*cells[:-1], cells[-1]._replace(colspan=wide)]


def _stat(form: Form, printed_rows: list[Row], style: Style) -> Sheet:
    filled = " ".join(["", *(row.number for row in printed_rows)])
    headings = [head for head in form.table("stat").headings if f" {head.number}" in filled]
    parents = {row.code: row.parent for row in form.table("stat").rows}
    grid: list[tuple[Cell, ...]] = [
        (Cell("统计指标", "head"), Cell("单位", "head"), Cell(style.renames.get("统计数", "统计数"), "head"))
    ]
    seen: set[str] = set()
    for row in printed_rows:
        while headings and row.number.startswith(headings[0].number):
            grid.append(
                (Cell(_heading(headings.pop(0), style), "group"), Cell(style.heading_unit, "unit"), Cell("", "head"))
            )
        first = not row.number and parents.get(row.code, "") and parents[row.code] not in seen
        seen.add(parents.get(row.code, ""))
        label = ("其中：" if first else "") + _label(row, style)
        grid.append((Cell(label, "label"), Cell(row.unit, "unit"), *_values(row, style, 1)))
    return Sheet("stat", 3, tuple(grid))


def _art20(form: Form, printed_rows: list[Row], style: Style) -> Sheet:
    table = form.table("art20")
    grid: list[tuple[Cell, ...]] = []
    for clause, of_clause in groupby(printed_rows, key=lambda row: row.number):
        group = list(of_clause)
        grid.append((Cell(style.renames.get(clause, clause), "group", colspan=4),))
        heads = [table.column(code).label for code in group[0].cells]
        cells = [Cell(style.renames.get(head, head), "head") for head in heads]
        cells[-1] = cells[-1]._replace(colspan=4 - len(heads))
        grid.append((Cell("信息内容", "head"), *cells))
        grid += [(Cell(row.label, "label"), *_values(row, style, 3)) for row in group]
    return Sheet("art20", 4, tuple(grid))


def _requests(form: Form, printed_rows: list[Row], style: Style) -> Sheet:
    names = {column.code: column.label for column in form.table("requests").columns}
    name = {code: style.renames.get(label, label) for code, label in names.items()}
    note = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    organisations = ("enterprise", "research", "charity", "legal_service", "other")
    grid: list[tuple[Cell, ...]] = [
        (Cell(note, "head", rowspan=3, colspan=3), Cell("申请人情况", "head", colspan=7)),
        (
            Cell(name["natural_person"], "head", rowspan=2),
            Cell("法人或其他组织", "head", colspan=5),
            Cell(name["total"], "head", rowspan=2),
        ),
        tuple(Cell(name[code], "head") for code in organisations),
    ]
    open_groups = list(form.table("requests").headings)
    for row in printed_rows:
        depth = 0
        before: list[Cell] = []
        for heading in form.table("requests").headings:
            if row.number.startswith(heading.number):
                depth += 1
                if heading in open_groups:
                    open_groups.remove(heading)
                    inside = sum(other.number.startswith(heading.number) for other in printed_rows)
                    before.append(Cell(_heading(heading, style), "group", rowspan=inside))
        label = Cell(_label(row, style), "label", colspan=3 - depth)
        grid.append((*before, label, *_values(row, style, 7)))
    return Sheet("requests", 10, tuple(grid))


def _disputes(form: Form, printed_rows: list[Row], style: Style) -> Sheet:
    table = form.table("disputes")
    results = [style.renames.get(column.label, column.label) for column in table.columns]
    grid: list[tuple[Cell, ...]] = [
        (Cell("行政复议", "head", colspan=5), Cell("行政诉讼", "head", colspan=10)),
        (
            *(Cell(result, "head", rowspan=2) for result in results),
            *(Cell(row.label, "head", colspan=5) for row in printed_rows[1:]),
        ),
        tuple(Cell(result, "head") for result in results * 2),
        tuple(cell for row in printed_rows for cell in _values(row, style, 5)),
    ]
    return Sheet("disputes", 15, tuple(grid))


def grid(sheet: Sheet) -> Iterator[list[tuple[Cell, bool]]]:
    """Give every position of the grid with the cell that covers it and whether the cell begins there."""
    covered: dict[tuple[int, int], Cell] = {}
    for y, row in enumerate(sheet.rows):
        positions: list[tuple[Cell, bool]] = []
        waiting = list(row)
        x = 0
        while x < sheet.width and (waiting or (y, x) in covered):
            if (y, x) in covered:
                positions.append((covered[y, x], False))
                x += 1
                continue
            cell = waiting.pop(0)
            for dx in range(cell.colspan):
                positions.append((cell, dx == 0))
                covered |= {(y + dy, x + dx): cell for dy in range(1, cell.rowspan)}
            x += cell.colspan
        yield positions
