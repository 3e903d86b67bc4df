"""Batches (批): what was read from some files, report by report, as Arrow tables that join, part and travel cheaply.

A batch knows which rows are whose, so that files can be taken out of one batch and put into another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gik.checks import ABOUT, check_reports
from gik.columns import MARK, Columns, Rows, rows_of
from gik.findings import finding
from gik.frames import FRAMES, Tables, public, schema

Arrow = Mapping[str, pa.Table]
_NO_ROWS: Rows = (0, "", ())
# Bytes of a word from which on it is sooner done to look for the marks than to look at every byte.
_FAR = 25


@dataclass(frozen=True, slots=True)
class Batch:
    """What was read from some files: the six frames, each report's last row in them, and each file's last report.

    Both are counted from the beginning, and from 1: they are where the next one starts.
    """

    tables: Arrow
    rows: Mapping[str, Sequence[int]]
    reports: Sequence[int]

    def part(self, first: int, last: int) -> "Batch":
        """Give the files from the first up to the one before the last, counted from 0."""
        begin, *reports = [0, *self.reports][first : last + 1]
        tables, rows = {}, {}
        for name, table in self.tables.items():
            start, *ends = [0, *self.rows[name]][begin : reports[-1] + 1]
            tables[name] = table.slice(start, ([start, *ends])[-1] - start)
            rows[name] = [end - start for end in ends]
        return Batch(tables, rows, [end - begin for end in reports])


def collected(files: Sequence[Sequence[Columns]]) -> Batch:
    """Give the batch of files, each with the columns of its reports, and with what each report alone shows.

    >>> batch = collected([[{"reports": rows_of("reports", "0a1b", [{"file": "a.txt"}])}]])
    >>> batch.tables["reports"]["file"].to_pylist(), batch.reports
    (['a.txt'], [1])
    """
    of_reports = list(chain.from_iterable(files))
    parts = {name: [each.get(name, _NO_ROWS) for each in of_reports] for name in FRAMES}
    tables = {name: _table(name, parts[name]) for name in FRAMES if name != "findings"}
    told = _checked(tables, [part[0] for part in parts["cells"]])
    parts["findings"] = [
        part for place, own in enumerate(parts["findings"]) for part in (own, told.get(place, _NO_ROWS))
    ]
    tables["findings"] = _table("findings", parts["findings"])
    rows = {name: list(accumulate(part[0] for part in parts[name])) for name in FRAMES}
    rows["findings"] = rows["findings"][1::2]  # each report's own stand before those that it was told
    return Batch(tables, rows, list(accumulate(map(len, files))))


def picked(files: Iterable[tuple[Batch, int]]) -> Batch:
    """Give a batch of files, each given as the batch that it is in, and its position there."""
    spans: list[tuple[Batch, int, int]] = []
    for batch, position in files:
        if spans and spans[-1][0] is batch and spans[-1][2] == position:
            spans[-1] = (batch, spans[-1][1], position + 1)
        else:
            spans.append((batch, position, position + 1))
    parts = [batch.part(first, last) for batch, first, last in spans]
    if len(parts) == 1:
        return parts[0]
    rows = {name: _following([part.rows[name] for part in parts]) for name in FRAMES}
    return Batch(together([part.tables for part in parts]), rows, _following([part.reports for part in parts]))


def together(parts: Sequence[Arrow]) -> Arrow:
    """Give the frames of several batches, one after the other."""
    return {name: pa.concat_tables([part[name] for part in parts] or [schema(name).empty_table()]) for name in FRAMES}


def counted_once(batch: Batch) -> Arrow:
    """Give the frames of a batch; of a content that it has twice, the second has but a row in ``reports``, and a note.

    The note is a finding ``file.duplicate``.
    """
    ids = batch.tables["reports"]["report"].to_pylist()
    where = {report: place for place, report in reversed(list(enumerate(ids)))}
    first = [where[report] == place for place, report in enumerate(ids)]
    if all(first):
        return batch.tables
    tables = dict(batch.tables)
    for name in FRAMES[1:]:
        kept = np.repeat(first, np.diff([0, *batch.rows[name]]))
        tables[name] = tables[name].filter(pa.array(kept, pa.bool_()))
    return without_earlier(tables, {})


def without_earlier(tables: Arrow, earlier: Mapping[str, str]) -> Arrow:
    """Give the frames of a batch without what was counted in earlier ones.

    ``earlier`` names the first file of each content that an earlier batch has. Doing it twice changes nothing more.
    """
    ids, names = (tables["reports"][column].to_pylist() for column in ("report", "file"))
    first: dict[str, str] = {}
    at: dict[str, int] = {}
    notes: list[Rows] = []
    places: list[int] = []
    for place, (report, name) in enumerate(zip(ids, names, strict=True)):
        original = earlier.get(report) or first.get(report)
        if original is None:
            first[report], at[report] = name, place
            continue
        record = finding("file.duplicate", evidence=name, file=name, first=original)
        notes.append(rows_of("findings", report, [{**record, "other": report}]))
        places.append(place)
    if not notes:
        return tables
    gone = pa.array(sorted(earlier.keys() & set(ids)), pa.large_string())
    kept = {
        name: table if name == "reports" else table.filter(pc.invert(pc.is_in(table["report"], gone)))
        for name, table in tables.items()
    }
    own = kept["findings"].filter(pc.not_equal(kept["findings"]["rule"], "file.duplicate"))
    told = pa.concat_tables([own, _table("findings", notes)])
    order = np.argsort([*(at[report] for report in own["report"].to_pylist()), *places], kind="stable")
    return {**kept, "findings": told.take(pa.array(order))}


def frames(tables: Arrow) -> Tables:
    """Give the public frames of Arrow tables."""
    return Tables(**{name: public(tables[name]) for name in FRAMES})


def _table(name: str, parts: Sequence[Rows]) -> pa.Table:
    fields = schema(name)
    filled = [part for part in parts if part[0]]
    if not filled:
        return fields.empty_table()
    counts, reports, columns = zip(*filled, strict=True)
    others = zip(zip(*columns, strict=True), list(fields)[1:], strict=True)
    return pa.table([_repeated(reports, counts), *(_array(each, field.type) for each, field in others)], schema=fields)


def _repeated(words: Sequence[str], counts: Sequence[int]) -> pa.Array:
    """Give each of some words so many times."""
    return pa.array(words, pa.large_string()).take(pa.array(np.repeat(np.arange(len(words)), counts)))


def _array(parts: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if kind != pa.large_string():
        return pa.array(np.frombuffer(b"".join(parts)), from_pandas=True).cast(kind)
    if any(isinstance(part, list) for part in parts):
        apart = chain.from_iterable(part if isinstance(part, list) else part.split(MARK) for part in parts)
        return pa.array(list(apart), pa.large_binary()).cast(kind)
    data = MARK.join(parts)
    marks = np.flatnonzero(np.frombuffer(data, np.uint8) == ord(MARK))
    count = len(marks) + 1
    starts = np.zeros(count + 1, np.int64)
    starts[1:-1], starts[-1] = marks, len(data)
    starts[1:] -= np.arange(count)  # where the marks are gone
    are_far = len(data) > _FAR * count
    words = data.replace(MARK, b"") if are_far else data.translate(None, MARK)
    return pa.LargeStringArray.from_buffers(count, pa.py_buffer(starts), pa.py_buffer(words))


def _checked(tables: Arrow, cells: Sequence[int]) -> dict[int, Rows]:
    """Give what the checks find in each report, by its number; how many cells each has is given beside."""
    ids = tables["reports"]["report"].to_pylist()
    # Contents may come twice; places don't.
    numbers = list(map(str, range(len(ids))))
    about = public(tables["reports"].select(ABOUT).set_column(0, "report", pa.array(numbers, pa.large_string())))
    printed = public(tables["cells"].set_column(0, "report", _repeated(numbers, cells)))
    found: dict[int, list[dict[str, Any]]] = {}
    for record in check_reports(about, printed):
        found.setdefault(int(record["report"]), []).append(record)
    return {number: rows_of("findings", ids[number], records) for number, records in found.items()}


def _following(ends: Sequence[Sequence[int]]) -> list[int]:
    starts = accumulate((each[-1] if each else 0 for each in ends), initial=0)
    return [start + end for start, each in zip(starts, ends, strict=False) for end in each]
