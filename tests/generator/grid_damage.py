"""What happens to the printed grids: Sheet in, Sheet out. Whatever cells they lose is lost to the answers as well."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from tests.generator.cell_damage import KANGXI, TRADITIONAL
from tests.generator.prose import Block, Draft
from tests.generator.sheets import Cell, Sheet, rows
from tests.generator.truth import truth

REMARKS = ("", "", "", "", "已核对", "见说明", "无变化")


def traditional(sheet: Sheet, draft: Draft, random: Random) -> Sheet:
    """Print some characters of labels in their traditional form, with the pronunciation after them."""
    return words_changed(
        sheet, lambda text: "".join(TRADITIONAL.get(c, c) if random.random() < 0.5 else c for c in text)
    )


def kangxi(sheet: Sheet, draft: Draft, random: Random) -> Sheet:
    """Print some characters of labels as Kangxi radicals."""
    return words_changed(sheet, lambda text: "".join(KANGXI.get(c, c) if random.random() < 0.7 else c for c in text))


def inner_spaces(sheet: Sheet, draft: Draft, random: Random) -> Sheet:
    """Print spaces inside short labels and headings: 规 章, 总 计."""
    return words_changed(sheet, lambda text: " ".join(text) if len(text) <= 4 else text.replace("）", "） ", 1))


def words_changed(sheet: Sheet, change: Callable[[str], str]) -> Sheet:
    """Give the grid with the words of everything but values and units changed."""
    return _each(sheet, lambda c: (c if c.kind in ("value", "unit") else c._replace(text=change(c.text)),))


def units_in_labels(sheet: Sheet, draft: Draft, random: Random) -> Sheet:
    """Put the unit behind the label, in brackets: 收到申请数（件）."""
    unit = {row.label: row.unit for row in draft.rows}
    name = {row.code: row.label for row in draft.rows}

    def labelled(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
        key = next((cell.key for cell in row if cell.key), None)
        words = unit.get(name.get(key[1], ""), "") if key else ""
        return tuple(c._replace(text=f"{c.text}（{words}）") if c.kind == "label" and words else c for c in row)

    return replace(sheet, rows=tuple(labelled(row) for row in sheet.rows))


def blanks_dropped(sheet: Sheet, draft: Draft, random: Random) -> Sheet:
    """Drop every empty cell, as some crawlers do."""
    return _each(sheet, lambda cell: (cell,) if cell.text or cell.kind == "head" else ())


def two_years(sheet: Sheet, draft: Draft, random: Random) -> Sheet:
    """Print the year before beside the year, in one grid."""
    year, before_first = draft.truth.year, random.random() < 0.5
    last = {row.code: row.cells["value"].text for row in rows(truth(draft.truth.form, year - 1, f"{draft.seed}before"))}

    def pair(cell: Cell, other: str) -> tuple[Cell, Cell]:
        beside = Cell(other, cell.kind)
        return (beside, cell) if before_first else (cell, beside)

    made = []
    for position, (label, unit, value) in enumerate(sheet.rows):
        if position == 0:
            made.append((label, unit, *pair(value._replace(text=f"{year}年"), f"{year - 1}年")))
        else:
            made.append((label, unit, *pair(value, last.get(value.key[1], "") if value.key else "")))
    return replace(sheet, width=4, rows=tuple(made))


def last_year_column(sheet: Sheet, draft: Draft, random: Random) -> Sheet:
    """Print last year's numbers and the change behind this year's, under heads of their own."""
    more = tuple(random.choice((("上年数",), ("上年同期",), ("上年数", "增减"), ("去年数", "同比"))))
    made = [(*sheet.rows[0], *(Cell(words, "head") for words in more))]
    for row in sheet.rows[1:]:
        has_value = any(cell.key for cell in row)
        made.append((*row, *(Cell(str(random.randrange(900)) if has_value else "", row[-1].kind) for _ in more)))
    return replace(sheet, width=sheet.width + len(more), rows=tuple(made))


def code_column(sheet: Sheet, draft: Draft, random: Random) -> Sheet:
    """Print a column of codes behind the labels (代码, 行次)."""
    words = random.choice(("代码", "行次"))
    codes = [Cell(words if at == 0 else f"{at:02}", row[-1].kind) for at, row in enumerate(sheet.rows)]
    return replace(
        sheet,
        width=sheet.width + 1,
        rows=tuple((row[0], code, *row[1:]) for row, code in zip(sheet.rows, codes, strict=True)),
    )


def disputes_apart(sheet: Sheet, draft: Draft, random: Random) -> Sheet:
    """Print the three rows of the disputes table below one another, each with its five results."""
    if sheet.table != "disputes":
        return sheet
    labels = {"review": "行政复议", "lawsuit_direct": "未经复议直接起诉", "lawsuit_after_review": "复议后起诉"}
    heads, values = sheet.rows[-2][:5], sheet.rows[-1]
    below = [
        (Cell(label, "label"), *(cell for cell in values if cell.key and cell.key[1] == code))
        for code, label in labels.items()
    ]
    return replace(sheet, width=6, rows=((Cell("项目", "head"), *heads), *below))


def sequence_column(sheet: Sheet, draft: Draft, random: Random) -> Sheet:
    """Print a column of running numbers before the labels (序号)."""
    numbered = [(Cell(str(at) if at else "序号", "head"), *row) for at, row in enumerate(sheet.rows)]
    return replace(sheet, width=sheet.width + 1, rows=tuple(numbered))


def remarks_column(sheet: Sheet, draft: Draft, random: Random) -> Sheet:
    """Print a column of remarks after the values (备注)."""
    if sheet.table not in ("stat", "art20"):
        return sheet
    made = []
    for at, row in enumerate(sheet.rows):
        head = not any(cell.kind == "value" for cell in row)
        words = "备注" if head and (sheet.table == "art20" or at == 0) else random.choice(REMARKS)
        group = len(row) == 1
        made.append((row[0]._replace(colspan=sheet.width + 1),) if group else (*row, Cell(words, "head")))
    return replace(sheet, width=sheet.width + 1, rows=tuple(made))


def columns_swapped(sheet: Sheet, draft: Draft, random: Random) -> Sheet:
    """Print two columns in each other's place, heads and all."""
    return replace(sheet, rows=tuple(_swapped(sheet.table, row) for row in sheet.rows))


def column_left_out(sheet: Sheet, draft: Draft, random: Random) -> Sheet:
    """Leave out a column of organisations, head and all: five applicants in place of six."""
    if sheet.table != "requests":
        return sheet
    column = random.randrange(5)
    codes = ("enterprise", "research", "charity", "legal_service", "other")
    heads = list(sheet.rows[2])
    del heads[column]
    top, second = sheet.rows[0], sheet.rows[1]
    kept = (
        (top[0], top[1]._replace(colspan=6)),
        (second[0], second[1]._replace(colspan=4), second[2]),
        tuple(heads),
        *(tuple(cell for cell in row if not cell.key or cell.key[2] != codes[column]) for row in sheet.rows[3:]),
    )
    return replace(sheet, width=9, rows=kept)


def pictures(sheet: Sheet, draft: Draft, random: Random) -> Sheet:
    """Leave nothing of the grid: it was a picture."""
    return replace(sheet, rows=())


def notes_around(block: Block, draft: Draft, random: Random) -> tuple[Block, ...]:
    """Put a caption with numbers above the grid, and notes that name its rows, with other numbers, below it."""
    labels = [row.label for row in draft.rows if len(row.label) < 12 and block.sheet and row.table == block.sheet.table]
    one, other = random.choice(labels or ["总计"]), random.choice(labels or ["总计"])
    year = draft.truth.year
    return (
        Block(
            "text",
            f"表{random.randrange(1, 5)}  {year}年统计（共{random.randrange(20, 90)}项，数据截至{year}年12月31日）",
        ),
        block,
        Block("text", f"注：1.{one}中有{random.randrange(300, 400)}件由乡镇代办；2.口径与{year - 1}年相同。"),
        Block(
            "text",
            f"其中{other}{random.randrange(400, 500)}件的明细另附，{one}比上年多{random.randrange(500, 600)}件。",
        ),
    )


def _each(sheet: Sheet, change: Callable[[Cell], tuple[Cell, ...]]) -> Sheet:
    return replace(sheet, rows=tuple(tuple(new for cell in row for new in change(cell)) for row in sheet.rows))


def _swapped(table: str, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Swap 科研机构 with 社会公益组织, the first two figures of art20, 结果维持 with 结果纠正, or unit with value."""
    if table == "stat":
        return (row[0], row[2], row[1])
    start = {"art20": 1, "requests": next((at for at, c in enumerate(row) if c.key and c.key[2] == "research"), 1)}.get(
        table, 0
    )
    cells = list(row)
    if table == "requests" and not any(cell.key for cell in row):
        return (cells[0], cells[2], cells[1], *cells[3:]) if len(cells) == 5 else row
    if table == "art20" and len(row) < 3:
        return row
    if table == "disputes" and len(row) < 4:
        return row
    blocks = range(start, len(cells) - 1, 5) if table == "disputes" else [start]
    for at in blocks:
        if table != "disputes" or cells[at].colspan == cells[at + 1].colspan == 1:
            one, other = cells[at], cells[at + 1]
            cells[at], cells[at + 1] = other._replace(colspan=one.colspan), one._replace(colspan=other.colspan)
    return tuple(cells)
