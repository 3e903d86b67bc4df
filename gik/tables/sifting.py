"""A region's tokens → those that its rows are made of: without the rows of lists, unknown words in one piece."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from gik.tables.regions import FEWEST_HEADLESS
from gik.tables.tokens import Token, chapters, is_head


def sifted(tokens: Sequence[Token], form: str, seen: set[str]) -> Iterator[Token]:
    """Give the tokens in order, as they are to be read as that form.

    ``seen`` are the tables whose heads have been printed, also in earlier regions; those of this one are added.
    """
    return _joined(list(_headed(tokens, form, seen)))


def _headed(tokens: Sequence[Token], form: str, seen: set[str]) -> Iterator[Token]:
    """Leave out the rows of tables whose head a chapter doesn't print: those of lists and of tables of other kinds.

    A chapter without any head may go on with an earlier table, and so many rows of one show that its head is lost.
    """
    for chapter in chapters(tokens):
        labels = [token for token in chapter if token.kind == "label"]
        heads = {entry.table for token in labels if is_head(token) for entry in token.entries}
        found = {entry for token in labels for entry in token.entries if entry.kind == "row" and entry.form == form}
        counts = Counter(entry.table for entry in found)
        many = {table for table, count in counts.items() if count >= FEWEST_HEADLESS}
        tables = heads | many | {"disputes"} | (set() if heads else seen)
        seen |= heads
        for token in _with_heads_behind(chapter):
            if token.entries:
                own = {entry.table for entry in token.entries if entry.form == form}
                if own and own.isdisjoint(tables):
                    token = token._replace(kind="stop")
            yield token


def _with_heads_behind(tokens: Sequence[Token]) -> list[Token]:
    """Take 总计 and 其他, columns of several tables, for those of the table whose own heads stand right behind."""
    table = ""
    told: list[Token] = []
    for token in reversed(tokens):
        if token.kind == "label" and is_head(token):
            tables = {entry.table for entry in token.entries if entry.table}
            table = tables.pop() if len(tables) == 1 else table
        elif table and token.kind == "label" and _is_column(token, table):
            own = tuple(entry for entry in token.entries if entry.kind != "column" or entry.table == table)
            token = token._replace(entries=own)
        elif table and token.kind not in {"pipe", "line", "blank"}:
            table = ""
        told.append(token)
    return told[::-1]


def _is_column(token: Token, table: str) -> bool:
    return any(entry.table == table and entry.kind == "column" for entry in token.entries)


def _joined(tokens: Iterable[Token]) -> Iterator[Token]:
    """Join neighbouring unknown words into one gap; in text a label may be broken over lines."""
    waiting: Token | None = None
    lines: list[Token] = []
    for token in tokens:
        if waiting is not None and token.kind == "line" and waiting.column < 0:
            lines.append(token)
        elif waiting is not None and token.kind == "gap" and waiting.column < 0:
            text = f"{waiting.text}{token.text}"
            waiting = Token("gap", text, waiting.start, token.end, token.line, -1, waiting.place)
            lines = []
        else:
            if waiting is not None:
                yield waiting
                yield from lines
            waiting, lines = (token, []) if token.kind == "gap" else (None, [])
            if token.kind != "gap":
                yield token
    if waiting is not None:
        yield waiting
