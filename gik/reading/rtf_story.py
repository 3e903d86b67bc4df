"""A text of an RTF file while it is collected: the text itself, or that of a footnote or a text box."""

from dataclasses import dataclass, field

from gik.reading.building import Words
from gik.reading.rtf_tables import Edges, read_rows
from gik.reading.spacing import clean
from gik.reading.word_tables import Items


@dataclass(slots=True)
class Story:
    """A text as it is collected: its finished items, the table that is open, the cell and the line that are open."""

    items: Items = field(default_factory=list)
    table: list[tuple[Edges, list[Items]]] = field(default_factory=list)
    cells: list[Items] = field(default_factory=list)
    lines: Items = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    beside: Items = field(default_factory=list)
    edges: Edges = field(default_factory=Edges)
    in_table: bool = False
    level: int = 0

    def end_line(self) -> None:
        """End the line that is open; outside of cells, the table that stands before it ends too."""
        text = "".join(self.words)
        self.words.clear()
        lines = [Words(words, self.level) for line in text.split("\n") if (words := clean(line))]
        if self.in_table:
            self.lines += [*lines, *self.beside]
        else:
            self.items += [*self._end_table(), *lines, *self.beside]
        self.beside = []

    def finished(self) -> Items:
        """Give all that was collected, whatever is still open."""
        rest = [Words(words) for line in "".join(self.words).split("\n") if (words := clean(line))]
        loose = [item for cell in self.cells for item in cell] + self.lines
        return [*self.items, *self._end_table(), *loose, *rest, *self.beside]

    def _end_table(self) -> Items:
        rows, self.table = self.table, []
        return read_rows(rows)
