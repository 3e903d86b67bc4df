"""Columns (列): the records of a report column by column, as they travel from one process to another at less cost."""

import math
from array import array
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256
from operator import itemgetter
from typing import Any

from gik.definitions import definition
from gik.findings import finding

Record = dict[str, Any]
# By frame, of one report, which the row of ``reports`` alone names: records, or tuples in the order of the columns.
Records = dict[str, Sequence[Any]]
# How many rows, the report that they are all of, and the other columns: words as the bytes of all of them, one behind
# the other, or one by one where they hold what parts them; numbers as the bytes of floats, of which nan is none.
Rows = tuple[int, str, Sequence[Any]]
Columns = dict[str, Rows]
# What parts words: hardly any text holds it.
MARK = b"\0"
_MARK = MARK.decode()
# A reason that says itself what to do next says please.
_ASKS = "请"


def columns(records: Records) -> Columns:
    """Give the columns of the public frames, in their order; what a record leaves out is empty text or no number.

    >>> columns({"reports": [{"report": "0a1b", "file": "a.txt", "year": 2024}]})["reports"][:2]
    (1, '0a1b')
    """
    report = records["reports"][0]["report"]
    return {frame: rows_of(frame, report, rows) for frame, rows in records.items()}


def rows_of(frame: str, report: str, rows: Sequence[Any]) -> Rows:
    r"""Give the columns of a report's rows in a frame.

    >>> rows_of("texts", "0a1b", [{"text": "一"}, {"text": "二"}])
    (2, '0a1b', [b'\xe4\xb8\x80\x00\xe4\xba\x8c'])
    """
    values, missing, ways = _frame(frame)
    try:
        are_tuples = rows and isinstance(rows[0], tuple)
        found = list(zip(*(rows if are_tuples else map(values, rows)), strict=True))
    except KeyError:  # a record that leaves something out
        found = list(zip(*(values({**missing, **row}) for row in rows), strict=True))
    return len(rows), report, [way(column) for way, column in zip(ways, found, strict=False)]


def _joined(words: Sequence[str]) -> bytes | list[bytes]:
    """Put words one behind the other; half a character, which no table can hold, becomes a question mark."""
    try:
        joined = _MARK.join(words).encode()
        if joined.count(MARK) == len(words) - 1:
            return joined
    except UnicodeEncodeError:
        pass
    return [word.encode("utf-8", "replace") for word in words]


def _packed(numbers: Sequence[Any]) -> bytes:
    try:
        return array("d", numbers).tobytes()
    except TypeError:  # where there is none
        return array("d", [math.nan if number is None else number for number in numbers]).tobytes()


@cache
def _frame(frame: str) -> tuple[Callable[[Record], tuple[Any, ...]], Record, Sequence[Callable[[Any], Any]]]:
    """Give what takes the values of a frame's columns behind the report, and a record that has left out all of them.

    Behind these is what makes bytes of each column.
    """
    _, *entries = definition("frames.toml")[frame].items()
    names = [column for column, _ in entries]
    missing = {column: "" if entry[0] == "str" else None for column, entry in entries}
    ways = [_joined if empty == "" else _packed for empty in missing.values()]
    return itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],), missing, ways


def failed(name: str, reason: str, report: str = "", *, refused: bool = False) -> Records:
    """Give the records of a file that could not be read, or was refused; without content it is known by its name."""
    report = report or sha256(name.encode()).hexdigest()[:12]
    row = {"report": report, "file": name, "form": "none", "status": "failed", "reason": reason}
    wording, severity = ("zh_refused", "warning") if refused else ("zh" if _ASKS in reason else "zh_asked", "")
    told = finding("file.failed", wording=wording, severity=severity, reason=reason)
    return {"reports": [row], "findings": [told]}
