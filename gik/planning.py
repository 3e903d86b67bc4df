"""Planning (安排): how batches of files come about – what the cache has, what is still to be read, and what is lost.

The largest file of a batch is read first, so that no process is left alone with it at the end.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from gik.batches import Batch, collected, picked
from gik.caching import Cache
from gik.columns import Columns, Records, columns, failed
from gik.errors import UnreadableFile
from gik.files import take
from gik.isolation import Lost, run
from gik.serving import Named
from gik.sources import Source, at_hand

# The readers are imported by the processes that read, not by the one that waits for them.
_FILE, _PARTS, _PART = (Named(f"gik.records:{name}") for name in ("parse_columns", "part_names", "parse_part"))
_READ, _READ_ONCE = Named("gik.reading:read"), Named("gik.documents:read_once")


@dataclass(slots=True)
class _Plan:
    """How a batch of files comes about: what the cache has, and what is still to be read, the largest file first."""

    files: tuple[Source, ...]
    keys: list[str] = field(default_factory=list)  # empty for what can't be kept
    missing: list[int] = field(default_factory=list)
    read: dict[int, list[Columns]] = field(default_factory=dict)
    certain: list[int] = field(default_factory=list)
    scratch: ExitStack = field(default_factory=ExitStack)


def read_batches(
    parts: Iterable[Sequence[Source]],
    workers: int = 1,
    cache: str | Path | None = None,
    show: Callable[[int], None] = lambda _: None,
) -> Iterator[Batch]:
    """Read batches of files and give them in order, whatever the number of workers and whatever the cache has.

    ``show`` is told of files that are done. Only few batches are in memory at a time.
    """
    store = None if cache is None else Cache(cache)
    plans: deque[_Plan] = deque()
    try:
        with closing(run(_FILE, _requests(parts, plans, store), workers)) as results:
            for result in results:
                while len(plans[0].read) == len(plans[0].missing):
                    yield _finish(plans.popleft(), store, show)
                _take(plans[0], result)
                show(1)
            while plans:
                yield _finish(plans.popleft(), store, show)
    finally:
        for plan in plans:
            plan.scratch.close()


def _requests(
    parts: Iterable[Sequence[Source]], plans: deque[_Plan], store: Cache | None
) -> Iterator[tuple[str, str, str | None, Callable[..., Any]]]:
    """Plan batch after batch, and give the arguments of what is to be read."""
    reader = _READ if store is None else partial(_READ_ONCE, store.documents)
    for part in parts:
        scratch = ExitStack()
        plan = _Plan(scratch.enter_context(at_hand(part)), scratch=scratch)
        kept = set() if store is None else _kept(plan, store)
        order = sorted(range(len(plan.files)), key=lambda number: (-plan.files[number].size, number))
        plan.missing = [number for number in order if number not in kept]
        plans.append(plan)
        for number in plan.missing:
            source = plan.files[number]
            yield source.path, source.name, source.folder, reader


def _kept(plan: _Plan, store: Cache) -> set[int]:
    """Give the numbers of the files that the cache has, and note by which keys it knows all of them."""
    plan.keys += [_key(store, source) for source in plan.files]
    return {number for number, key in enumerate(plan.keys) if store.has(key)}


def _key(store: Cache, source: Source) -> str:
    try:
        return store.key(take(source.path, source.folder), source.name)
    except UnreadableFile:  # its reader says what is the matter
        return ""


def _take(plan: _Plan, result: Any) -> None:
    """Put a result in its place; what was lost or failed may fare better next time, and isn't kept."""
    number = plan.missing[len(plan.read)]
    if isinstance(result, Lost):
        plan.read[number] = [columns(records) for records in _apart(plan.files[number], result.reason)]
        return
    plan.read[number] = result
    if plan.keys and plan.keys[number] and all("texts" in report for report in result):
        plan.certain.append(number)


def _finish(plan: _Plan, store: Cache | None, show: Callable[[int], None]) -> Batch:
    plan.scratch.close()
    show(len(plan.files) - len(plan.read))
    order = sorted(plan.read)
    pieces: dict[int, tuple[Batch, int]] = {}
    if order:
        fresh = collected([plan.read[number] for number in order])
        pieces = {number: (fresh, position) for position, number in enumerate(order)}
    if store is not None and plan.certain:
        certain = sorted(plan.certain)
        store.keep([plan.keys[number] for number in certain], picked([pieces[number] for number in certain]))
    if store is not None:
        pieces |= {number: store.find(key) for number, key in enumerate(plan.keys) if number not in pieces}
    return picked([pieces[number] for number in range(len(plan.files))])


def _apart(source: Source, reason: str) -> list[Records]:
    """Read the reports in a file one by one, so that the one at which a reader hung or died is lost alone."""
    where = (source.path, source.name, source.folder)
    (names,) = run(_PARTS, [where])
    if isinstance(names, Lost) or len(names) < 2:
        return [_lost(source, reason)]
    results = run(_PART, [(*where, position) for position in range(len(names))])
    return [
        records
        for name, result in zip(names, results, strict=True)
        for records in ([failed(name, result.reason)] if isinstance(result, Lost) else result)
    ]


def _lost(source: Source, reason: str) -> Records:
    """Give the records of a file at which a reader hung or died."""
    try:
        report = sha256(take(source.path, source.folder)).hexdigest()[:12]
    except UnreadableFile:
        report = ""
    return failed(source.name, reason, report)
