"""Columns (列): the records of a report column by column, as they travel from one process to another at less cost."""

from functools import cache
from hashlib import sha256
from typing import Any

from gik.definitions import definition
from gik.findings import finding

Record = dict[str, Any]
Records = dict[str, list[Record]]
Columns = dict[str, tuple[list[Any], ...]]


def columns(records: Records) -> Columns:
    """Give the columns of the public frames, in their order; what a record leaves out is empty text or None.

    >>> columns({"texts": [{"report": "0a1b", "text": "一、概述"}]})
    {'texts': (['0a1b'], ['一、概述'])}
    """
    return {
        frame: tuple([row.get(column, missing) for row in rows] for column, missing in _missing(frame))
        for frame, rows in records.items()
    }


@cache
def _missing(frame: str) -> tuple[tuple[str, str | None], ...]:
    entries = definition("frames.toml")[frame].items()
    return tuple((column, "" if entry[0] == "str" else None) for column, entry in entries)


def failed(name: str, reason: str, report: str = "", *, refused: bool = False) -> Records:
    """Give the records of a file that could not be read, or was refused; without content it is known by its name."""
    report = report or sha256(name.encode()).hexdigest()[:12]
    row = {"report": report, "file": name, "form": "none", "status": "failed", "reason": reason}
    wording, severity = ("zh_refused", "warning") if refused else ("zh", "")
    told = finding("file.failed", wording=wording, severity=severity, reason=reason)
    return {"reports": [row], "findings": [{"report": report, **told}]}
