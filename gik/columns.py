"""Columns (列): the records of a report column by column, as they travel from one process to another at less cost."""

from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256
from operator import itemgetter
from typing import Any

from gik.definitions import definition
from gik.findings import finding

Record = dict[str, Any]
Records = dict[str, list[Record]]
Columns = dict[str, tuple[list[Any], ...]]
# A reason that says itself what to do next says please.
_ASKS = "请"


def columns(records: Records) -> Columns:
    """Give the columns of the public frames, in their order; what a record leaves out is empty text or None.

    >>> columns({"texts": [{"report": "0a1b", "text": "一、概述"}]})
    {'texts': (['0a1b'], ['一、概述'])}
    """
    return {frame: _columns(frame, rows) for frame, rows in records.items()}


def _columns(frame: str, rows: Sequence[Record]) -> tuple[list[Any], ...]:
    values, missing = _frame(frame)
    try:
        return tuple(map(list, zip(*map(values, rows), strict=True))) or tuple([] for _ in missing)
    except KeyError:  # a record that leaves something out
        whole = [{**missing, **row} for row in rows]
        return tuple(map(list, zip(*map(values, whole), strict=True)))


@cache
def _frame(frame: str) -> tuple[Callable[[Record], tuple[Any, ...]], Record]:
    """Give what takes the values of a frame's columns from a record, and a record that has left out all of them."""
    entries = definition("frames.toml")[frame].items()
    return itemgetter(*dict(entries)), {column: "" if entry[0] == "str" else None for column, entry in entries}


def failed(name: str, reason: str, report: str = "", *, refused: bool = False) -> Records:
    """Give the records of a file that could not be read, or was refused; without content it is known by its name."""
    report = report or sha256(name.encode()).hexdigest()[:12]
    row = {"report": report, "file": name, "form": "none", "status": "failed", "reason": reason}
    wording, severity = ("zh_refused", "warning") if refused else ("zh" if _ASKS in reason else "zh_asked", "")
    told = finding("file.failed", wording=wording, severity=severity, reason=reason)
    return {"reports": [row], "findings": [{"report": report, **told}]}
