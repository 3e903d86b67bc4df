"""Rows printed as text → their cells, by the count of their values or by the pipes between them.

How a table prints a blank is learnt once from its rows, above all the full ones: whether a line ends with a pipe,
whether lines of pipes alone are cells or fillers, and in which cell of a line each column stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from gik.tables.asking import Asked
from gik.tables.grids import MAY_BE_NEXT, TOO_FEW, TOO_MANY, Placed
from gik.tables.printed import Row
from gik.tables.strips import Strip, strips
from gik.tables.tokens import Token

Pattern = tuple[int, ...]  # the places in a line at which a row's columns stand


@dataclass(frozen=True, slots=True)
class _Habit:
    """How the rows of a region print their cells, read one way.

    ``adjacent``: in full rows nothing stands between label and values; ``dropped``: blank cells are left out;
    ``regular``: there is no full row, but every row has as many cells as columns; ``patterns``: by number of columns,
    the places of the columns and of the line's end, where all rows agree on them.
    """

    fillers: bool
    terminated: bool
    adjacent: bool
    dropped: bool
    regular: bool
    learnt: bool
    patterns: dict[int, tuple[Pattern, int]]


def align_text(rows: Sequence[tuple[Row, int]], skipped: Sequence[bool], asked: Asked) -> list[Placed]:
    """Place the values of rows printed as text; each row comes with its number of columns.

    ``skipped`` says of each row that a label which occurs several times on the form is missing right behind it.
    """
    cut = strips(rows, asked)
    habits = {style: _habits([strip for strip in cut if strip.one_line == style]) for style in (True, False)}
    return [
        Placed(reason=MAY_BE_NEXT) if doubtful else _place(strip, habits[strip.one_line])
        for strip, doubtful in zip(cut, _doubtful(rows, skipped, asked), strict=True)
    ]


def _doubtful(rows: Sequence[tuple[Row, int]], skipped: Sequence[bool], asked: Asked) -> list[bool]:
    """Say of each row whether its value may be another's, whose repeated label a crawler dropped.

    Such a crawler leaves no line twice, so that the values below their labels all differ.
    """
    below = [[token for token in row.slots if token.kind == "value" and token.line > row.line] for row, _ in rows]
    may_lack = [skips and bool(values) for skips, values in zip(skipped, below, strict=True)]
    if any(may_lack) and not asked.ask(_all_differ, [token for values in below for token in values]):
        return [False] * len(rows)
    return may_lack


def _all_differ(values: Sequence[Token | None]) -> bool:
    words = [token.text for token in values if token]
    return len(words) >= 3 and len(set(words)) == len(words)


def _place(strip: Strip, habits: Sequence[_Habit]) -> Placed:
    inner, values, width = strip.row.inner, strip.values, strip.width
    if inner:
        return Placed(inner) if len(inner) == width else Placed(reason=TOO_FEW if len(inner) < width else TOO_MANY)
    if not values:
        terminated = habits[0].terminated if habits else True
        return Placed((None,) * width, printed=strip.count(True, terminated) > 0)
    if len(values) > width:
        return Placed(reason=TOO_MANY)
    answers = {_by_pipes(strip, habit) for habit in habits} if strip.piped else set()
    if len(answers) == 1 and (answer := next(iter(answers))):
        return Placed(answer)
    # Below its label a full count can hide a blank and a stray number, unless no pipe tells of blanks.
    if len(values) == width and not strip.crowded and (strip.one_line or not habits or not strip.piped):
        return Placed(values)
    return Placed(reason=TOO_FEW)


def _habits(rows: Sequence[Strip]) -> list[_Habit]:
    """Give the ways of reading the pipes of these rows that most full rows bear out."""
    full = [strip for strip in rows if strip.full]
    judged = full or [strip for strip in rows if strip.values]
    if not judged:
        return [_habit(rows, full, True)] if rows else []
    terminated = _terminated(rows, full)
    fitting = {way: sum(s.count(way, terminated) == s.width for s in judged) for way in (True, False)}
    best = max(fitting.values())
    if best * 2 >= len(judged) if full else best == len(judged):
        return [_habit(rows, full, way) for way, count in fitting.items() if count == best]
    return [_habit(rows, full, True)] if rows[0].one_line else []


def _habit(rows: Sequence[Strip], full: Sequence[Strip], fillers: bool) -> _Habit:
    terminated = _terminated(rows, full)

    def fits(strip: Strip) -> bool:
        return strip.count(fillers, terminated) == strip.width

    held = [strip for strip in rows if strip.values]
    patterns = {}
    for width in {strip.width for strip in rows}:
        found = _patterns(
            [s for s in full if s.width == width], [s for s in held if s.width == width], fillers, terminated
        )
        if len(found) == 1:
            patterns[width] = next(iter(found))
    return _Habit(
        fillers,
        terminated,
        adjacent=bool(full) and all(map(fits, full)),
        # The last row of a table may lack the pipe that ends the others.
        dropped=any(s.row.follower and 0 < s.count(fillers, terminated) < s.width for s in held if s.piped),
        regular=not full and all(map(fits, held)),
        learnt=bool(full),
        patterns=patterns,
    )


def _terminated(rows: Sequence[Strip], full: Sequence[Strip]) -> bool:
    """Say whether rows end with a pipe; the last of a table may lack what the others show."""
    if judged := full or [strip for strip in rows if strip.values]:
        return sum(strip.terminated for strip in judged) * 2 >= len(judged)
    fitting = [sum(strip.count(True, way) == strip.width for strip in rows) for way in (True, False)]
    return fitting[0] >= fitting[1]


def _patterns(
    full: Sequence[Strip], held: Sequence[Strip], fillers: bool, terminated: bool
) -> set[tuple[Pattern, int]]:
    """Give the places of columns and line end that the full rows show.

    Where no row is full the lines themselves can prove them: all as long, values only in the last cells of each.
    """
    lines = [dict(strip.cells(fillers, terminated) or ()) for strip in full or held]
    if full:
        return {(tuple(i for i, token in line.items() if token), max(line, default=-1)) for line in lines}
    lasts = {max(line, default=-1) for line in lines}
    used = {index for line in lines for index, token in line.items() if token}
    if len(lines) < 3 or len(lasts) != 1 or not used:
        return set()
    last, width = next(iter(lasts)), held[0].width
    first = last - width + 1
    return {(tuple(range(first, last + 1)), last)} if (min(used), max(used)) == (first, last) else set()


def _by_pipes(strip: Strip, habit: _Habit) -> tuple[Token | None, ...] | None:
    cells = strip.cells(habit.fillers, habit.terminated)
    if cells is None or (habit.dropped and len(strip.values) < strip.width):
        return None
    if strip.one_line and not strip.headless and not habit.adjacent:
        line = dict(cells)
        pattern, last = habit.patterns.get(strip.width, ((), -1))
        if pattern and last == max(line, default=-1):
            picked = tuple(line.get(place) for place in pattern)
            return picked if sum(token is not None for token in picked) == len(strip.values) else None
        if habit.learnt or not habit.regular:
            return None
    return tuple(token for _, token in cells) if len(cells) == strip.width else None
