"""Rows (行) of the cells and figures frames as they are read, before their report is named.

A report has hundreds of them, so they are plain tuples in the order of the frames' columns, which stand in
``definitions/frames.toml``.
"""

from typing import Any, NamedTuple


class Cell(NamedTuple):
    """A cell of a statistical table: where on a form it stands, what is printed there, and what that says."""

    form: str
    table: str
    row: str
    column: str
    label: str
    text: str
    value: Any  # a float, or None where there is no number
    state: str
    unit: str
    place: str

    def as_words(self) -> "Cell":
        """Give the cell taken for words, where what is printed can't count as a number.

        >>> cell = Cell("stat2014", "stat", "disclosed", "value", "主动公开", "36", 36.0, "number", "条", "line 9")
        >>> cell.as_words()[5:8]
        ('36', None, 'text')
        """
        return self._replace(value=None, state="text")


class Figure(NamedTuple):
    """A number of the prose: where it stands, what its words say, and what it counts."""

    figure: int
    section: int | None
    start: int
    end: int
    text: str
    value: Any  # a float, or None where there is no number
    unit: str
    bound: str
    kind: str
    indicator: str
    topic: str
    label: str
    within: int | None
    sentence: str
