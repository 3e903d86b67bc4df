"""A printed row's tokens → one printed cell for each of its columns, or the reason why that can't be said.

Wrong is worse than missing: numbers are put into columns only where the print itself proves which is which, by their
full count or by the places of the cells in the rows of the same table that are full.
"""

from collections.abc import Mapping, Sequence

from gik.tables.pipes import MAY_BE_NEXT, TOO_FEW, TOO_MANY, Placed, place_rows
from gik.tables.rows import Row
from gik.tables.tokens import Token


def align_grid(rows: Sequence[tuple[Row, int]], heads: Mapping[int, tuple[int, ...]]) -> list[Placed]:
    """Place the cells of grid rows; each row comes with its number of columns.

    ``heads`` gives, by row, the grid columns that its column heads stand over, where all of them are printed.
    """
    first = [_direct(row, width) for row, width in rows]
    full = [i for i, placed in enumerate(first) if placed and all(c and c.kind == "value" for c in placed.cells)]
    places: dict[int, set[tuple[int, ...]]] = {}
    for i in full:
        places.setdefault(rows[i][1], set()).add(_columns(first[i]))
    # Where nothing stands between the labels and the values of full rows, a row's own count of cells is enough.
    judged = [rows[i] for i in full] or [(row, width) for row, width in rows if _filled(row)]
    adjacent = all(len(_cells(row)) == width for row, width in judged)
    # A page that leaves out blank cells shows it by rows that are too short; then only full rows can be trusted.
    dropped = any(0 < len(_filled(row)) and len(_cells(row)) < width for row, width in rows)
    result = []
    for i, ((row, width), placed) in enumerate(zip(rows, first, strict=True)):
        learned = places.get(width, set())
        known = next(iter(learned)) if len(learned) == 1 else None if learned else heads.get(i)
        if placed and (i in full or not _filled(row)):
            result.append(placed)
        elif placed and not dropped and (adjacent or known == _columns(placed)):
            result.append(placed)
        elif dropped and _filled(row):
            result.append(Placed(reason=TOO_FEW))
        else:
            result.append(_by_column(row, width, known))
    return result


def _cells(row: Row) -> list[Token]:
    return [*row.inner, *(token for token in row.slots if token.kind in {"value", "blank"})]


def _filled(row: Row) -> list[Token]:
    return [token for token in _cells(row) if token.kind == "value"]


def _columns(placed: Placed | None) -> tuple[int, ...]:
    return tuple(cell.column for cell in placed.cells if cell) if placed else ()


def _direct(row: Row, width: int) -> Placed | None:
    """Place a row whose cells, or whose filled cells, are just as many as its columns."""
    cells = _cells(row)
    filled = _filled(row)
    if len(cells) == width:
        return Placed(tuple(cells))
    if len(filled) == width and cells.index(filled[-1]) - cells.index(filled[0]) == width - 1:
        return Placed(tuple(filled))
    return None


def _by_column(row: Row, width: int, known: tuple[int, ...] | None) -> Placed:
    cells = _cells(row)
    filled = _filled(row)
    if not filled:
        return Placed((None,) * width, printed=bool(cells))
    by_column = {cell.column: cell for cell in cells}
    if known and all(column in by_column for column in known) and all(cell.column in known for cell in filled):
        return Placed(tuple(by_column[column] for column in known))
    return Placed(reason=TOO_MANY if len(filled) > width else TOO_FEW)


def align_text(rows: Sequence[tuple[Row, int]], skipped: Sequence[bool]) -> list[Placed]:
    """Place the values of rows printed as text; each row comes with its number of columns.

    ``skipped`` says of each row that a label which occurs several times on the form is missing right behind it.
    """
    return [
        Placed(reason=MAY_BE_NEXT) if doubtful else placed
        for placed, doubtful in zip(place_rows(rows), _doubtful(rows, skipped), strict=True)
    ]


def _doubtful(rows: Sequence[tuple[Row, int]], skipped: Sequence[bool]) -> list[bool]:
    """Say of each row whether its value may be another's, whose repeated label a crawler dropped.

    Such a crawler leaves no line twice, so that the values below their labels all differ.
    """
    below = [[token.text for token in row.slots if token.kind == "value" and token.line > row.line] for row, _ in rows]
    values = [text for texts in below for text in texts]
    deduped = len(values) >= 3 and len(set(values)) == len(values)
    return [deduped and skips and bool(texts) for skips, texts in zip(skipped, below, strict=True)]
