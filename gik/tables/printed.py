"""What a region prints (印出的行): its rows and the heads of its columns, as gik.tables.rows finds them."""

from dataclasses import dataclass, field

from gik.tables.lexicon import Entry
from gik.tables.tokens import Token

# The disputes table prints its three rows side by side in one line, below its column heads.
DISPUTES = Entry("row", "", "disputes", "*")


@dataclass(slots=True)
class Row:
    """A printed row: what it is (``entry`` None: not on the form), its words, and the tokens behind its label."""

    entry: Entry | None
    table: str
    label: str
    place: str
    line: int
    lead: int = 0  # pipes before the label on its line
    slots: list[Token] = field(default_factory=list)
    inner: tuple[Token, ...] = ()
    follower: Entry | None = None  # the known label printed next
    beside: "Row | None" = None  # the row whose label stands in the same cell, before this one's
    shares: bool = False  # its values may be those of another row that is named in the same cell

    @property
    def has_value(self) -> bool:
        """Whether a value stands behind its label."""
        return any(token.kind == "value" for token in self.slots)


@dataclass(slots=True)
class Printed:
    """What a region prints: its rows, the heads of columns, and those of whole blocks of columns (years, codes)."""

    rows: list[Row] = field(default_factory=list)
    columns: list[tuple[Entry, Token]] = field(default_factory=list)
    blocks: list[Token] = field(default_factory=list)
    tokens: tuple[Token, ...] = ()  # among which the heads stand
    repeated: bool = False  # a merged cell's words are printed once for each cell that it covers
    swapped: bool = False  # the groups of the disputes table stand in another order than the form's
    turned: set[str] = field(default_factory=set)  # the tables that print values behind a column's head
    disordered: set[str] = field(default_factory=set)  # those whose heads, here or above, don't follow the form's order
