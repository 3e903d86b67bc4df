"""Columns (列): the records of a report column by column, as they travel from one process to another at less cost."""

from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256
from operator import itemgetter
from typing import Any

from gik.definitions import definition
from gik.findings import finding

Record = dict[str, Any]
Records = dict[str, list[Record]]  # of one report, which the row of ``reports`` alone names
# How many rows, and the columns: words as the bytes of all of them, one behind the other; numbers as they are.
Rows = tuple[int, Sequence[Any]]
Columns = dict[str, Rows]
# What parts words: no text in UTF-8 has such a byte.
MARK = b"\xff"
# A reason that says itself what to do next says please.
_ASKS = "请"


def columns(records: Records) -> Columns:
    """Give the columns of the public frames, in their order; what a record leaves out is empty text or None.

    >>> columns({"reports": [{"report": "0a1b", "file": "a.txt", "year": 2024}]})["reports"][1][:3]
    [b'0a1b', b'a.txt', b'']
    """
    report = records["reports"][0]["report"]
    return {frame: rows_of(frame, report, rows) for frame, rows in records.items()}


def rows_of(frame: str, report: str, rows: Sequence[Record]) -> Rows:
    r"""Give the columns of a report's rows in a frame.

    >>> rows_of("sections", "0a1b", [{"position": 0, "number": "一"}, {"position": 1, "number": "二"}])[1][:4]
    [b'0a1b\xff0a1b', (0, 1), (None, None), b'\xe4\xb8\x80\xff\xe4\xba\x8c']
    """
    values, missing = _frame(frame)
    try:
        found = list(zip(*map(values, rows), strict=True))
    except KeyError:  # a record that leaves something out
        found = list(zip(*(values({**missing, **row}) for row in rows), strict=True))
    told = [_joined(column) if empty == "" else column for column, empty in zip(found, missing.values(), strict=False)]
    return len(rows), [_joined([report] * len(rows)), *told]


def _joined(words: Sequence[str]) -> bytes:
    """Put words one behind the other; half a character, which no table can hold, becomes a question mark."""
    try:
        joined = "\0".join(words).encode()
        if joined.count(b"\0") == len(words) - 1:
            return joined.replace(b"\0", MARK)
    except UnicodeEncodeError:
        pass
    return MARK.join(word.encode("utf-8", "replace") for word in words)


@cache
def _frame(frame: str) -> tuple[Callable[[Record], tuple[Any, ...]], Record]:
    """Give what takes the values of a frame's columns behind the report, and a record that has left out all of them."""
    _, *entries = definition("frames.toml")[frame].items()
    names = [column for column, _ in entries]
    missing = {column: "" if entry[0] == "str" else None for column, entry in entries}
    return itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],), missing


def failed(name: str, reason: str, report: str = "", *, refused: bool = False) -> Records:
    """Give the records of a file that could not be read, or was refused; without content it is known by its name."""
    report = report or sha256(name.encode()).hexdigest()[:12]
    row = {"report": report, "file": name, "form": "none", "status": "failed", "reason": reason}
    wording, severity = ("zh_refused", "warning") if refused else ("zh" if _ASKS in reason else "zh_asked", "")
    told = finding("file.failed", wording=wording, severity=severity, reason=reason)
    return {"reports": [row], "findings": [told]}
