"""Grid rows → one printed cell for each of their columns, or the reason why that can't be said.

Wrong is worse than missing: numbers are put into columns only where the print itself proves which is which, by their
full count or by the places of the cells in the rows of the same table that are full.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gik.tables.printed import Row
from gik.tables.tokens import Token

TOO_MANY = "数值多于列数"
TOO_FEW = "数值少于列数"
OTHER_ORDER = "各列的次序与全国统一格式不同"
OTHER_HEAD = "数值所在的列不在全国统一格式之内"
MAY_REPEAT = "合并单元格的数值重复印出，无法确定列数"
SEVERAL_LINES = "出现多行数值，无法确定哪一行是本年度的"
MAY_BE_NEXT = "疑有重复行被略去"
ONE_CELL = "同一格内印有几个行名，无法确定数值属于哪一行"
IN_LABEL = "数值与行名印在同一格内"


@dataclass(frozen=True, slots=True)
class Placed:
    """What stands in a row's columns: a token or a blank each; ``reason`` says why nothing could be placed.

    ``printed`` is False where the label stands alone and no cell of it was printed.
    """

    cells: tuple[Token | None, ...] = ()
    reason: str = ""
    printed: bool = True


def align_grid(rows: Sequence[tuple[Row, int]], heads: Mapping[int, tuple[int, ...]]) -> list[Placed]:
    """Place the cells of grid rows; each row comes with its number of columns.

    ``heads`` gives, by row, the grid columns that its column heads stand over, where all of them are printed.
    """
    cells = [_cells(row) for row, _ in rows]
    filled = [[cell for cell in found if cell.kind == "value"] for found in cells]
    direct = [_direct(c, f, width) for c, f, (_, width) in zip(cells, filled, rows, strict=True)]
    full = {i for i, found in enumerate(direct) if found and len(filled[i]) == len(found)}
    places: dict[int, set[tuple[int, ...]]] = {}
    for i in full:
        places.setdefault(rows[i][1], set()).add(_columns(direct[i]))
    # Where nothing stands between the labels and the values of full rows, a row's own count of cells is enough.
    adjacent = all(len(cells[i]) == rows[i][1] for i in full or [i for i, found in enumerate(filled) if found])
    # A page that leaves out blank cells shows it by rows that are too short; then only full rows can be trusted.
    dropped = any(found and len(cells[i]) < rows[i][1] for i, found in enumerate(filled))
    result = []
    for i, (_, width) in enumerate(rows):
        learned = places.get(width, set())
        known = next(iter(learned)) if len(learned) == 1 else None if learned else heads.get(i)
        proven = i in full or not filled[i] or (not dropped and (adjacent or known == _columns(direct[i])))
        if direct[i] and proven:
            result.append(Placed(tuple(direct[i])))
        elif dropped and filled[i]:
            result.append(Placed(reason=TOO_FEW))
        else:
            result.append(_by_column(cells[i], filled[i], width, known))
    return result


def _cells(row: Row) -> list[Token]:
    return [token for token in row.slots if token.kind in {"value", "blank"}]


def _columns(cells: Sequence[Token]) -> tuple[int, ...]:
    return tuple([cell.column for cell in cells])


def _direct(cells: list[Token], filled: list[Token], width: int) -> list[Token]:
    """Give the cells of a row whose cells, or whose filled cells, are just as many as its columns; else none."""
    if len(cells) == width:
        return cells
    if len(filled) == width and cells.index(filled[-1]) - cells.index(filled[0]) == width - 1:
        return filled
    return []


def _by_column(cells: list[Token], filled: list[Token], width: int, known: tuple[int, ...] | None) -> Placed:
    if not filled:
        return Placed((None,) * width, printed=bool(cells))
    by_column = {cell.column: cell for cell in cells}
    if known and all(column in by_column for column in known) and all(cell.column in known for cell in filled):
        return Placed(tuple(by_column[column] for column in known))
    return Placed(reason=TOO_MANY if len(filled) > width else TOO_FEW)
