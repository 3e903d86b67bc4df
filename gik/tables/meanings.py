"""What a label means here (行名的含义): the row, column or heading of the form that it stands for.

Many labels stand for one row only. A few (其他, 总计, 被依法纠错数) occur several times on a form: which row is meant
follows from the chapter (编号) of the nearest label that is certain, never from counting.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gik.tables.lexicon import Entry, load_lexicon
from gik.tables.tokens import Token
from gik.tables.wording import key

_BRACKET = re.compile(r"[(（]([^()（）]*)[)）]")

# Table, chapter, position, lost, used, heads and disordered of a context.
State = tuple[str, str, int, bool, frozenset[tuple[str, str]], frozenset[str], frozenset[str]]


# Heads of columns, those of whole blocks, and the tokens among which they stand.
Heads = tuple[list[tuple[Entry, Token]], list[Token], tuple[Token, ...]]


@dataclass(slots=True)
class Context:
    """What a label's meaning depends on; it goes on from region to region of a document.

    ``is_parted`` says that the form's tables stand in several grids, of which one may lack its heads.
    """

    is_parted: bool = False

    table: str = ""
    chapter: str = ""
    position: int = -1  # of the last row or heading, in printed order
    lost: bool = False  # an ambiguous label stood where it could not be resolved
    used: set[tuple[str, str]] = field(default_factory=set)
    heads: set[str] = field(default_factory=set)  # the tables whose heads have been printed
    disordered: set[str] = field(default_factory=set)  # those whose last heads don't follow the form's order
    above: Heads | None = None  # of the last grid that printed any

    @property
    def state(self) -> State:
        """All that the reading of a region rests on, unless its heads stand in another one."""
        return (
            self.table,
            self.chapter,
            self.position,
            self.lost,
            frozenset(self.used),
            frozenset(self.heads),
            frozenset(self.disordered),
        )

    @state.setter
    def state(self, state: State) -> None:
        self.table, self.chapter, self.position, self.lost = state[:4]
        self.used, self.heads, self.disordered = set(state[4]), set(state[5]), set(state[6])


def is_foreign(token: Token, form: str) -> bool:
    """Say whether a label belongs to furniture, or to the heads of other forms; their rows are unknown to this one."""
    return not any(entry.form == form or (entry.form and entry.kind == "row") for entry in token.entries)


def says_other_year(label: str) -> bool:
    """Say whether a label's bracket makes it another year's row, as in 收到申请数（上年）.

    >>> says_other_year("收到申请数（上年数）"), says_other_year("办结数（含上年结转）")
    (True, False)
    """
    entries = load_lexicon().entries
    brackets = (key(words) for words in _BRACKET.findall(label))
    return any(entry.kind == "other_year" for words in brackets for entry in entries.get(words, ()))


def meaning(token: Token, form: str, context: Context, previous: str) -> Entry | None:
    """Choose the entry that a label stands for here, or None where nothing proves it."""
    found = [entry for entry in token.entries if entry.form == form]
    if not found:
        return next((entry for entry in token.entries if not entry.form), None)
    here = [entry for entry in found if entry.table == context.table] or found
    columns = [entry for entry in here if entry.kind == "column"]
    others = [entry for entry in here if entry.kind != "column"]
    if columns and (not others or (not token.numbered and previous in {"column", "furniture", ""})):
        return columns[0]
    if len(others) > 1:
        others = _settled(others, token, context)
    if len(others) != 1:
        context.lost = True
        return None
    entry = others[0]
    if entry.kind == "row" and entry.table != "disputes" and (entry.table, entry.code) in context.used:
        context.lost = True
        return None
    if entry.group:
        context.chapter, context.position, context.lost = _chapter(entry), entry.position, False
    return entry


def _settled(entries: Sequence[Entry], token: Token, context: Context) -> list[Entry]:
    """Settle a label that stands for several rows by the chapter it is printed in."""
    if context.lost:
        return []
    inside = [entry for entry in entries if _chapter(entry) == context.chapter and entry.position > context.position]
    rows = [entry for entry in inside if entry.kind == "row"]
    # （六）其他 heads three rows from 2021 on; with a number of its own level it is one of them.
    if len(inside) > 1 and len(rows) == 1:
        heading = next(entry for entry in inside if entry.kind == "heading")
        bracketed = token.text.lstrip().startswith(("(", "（"))
        return [heading] if bracketed else rows
    return inside


def _chapter(entry: Entry) -> str:
    return entry.group.split("（")[0]
