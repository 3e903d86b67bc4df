"""Streaming (流式读取): more files than memory holds → a Parquet dataset, part by part, resumed after any interruption.

A part (部分) is a batch of files; which files are in which part follows from the list of files alone. Its six files
are written first and its mark last, so that a part with a mark is complete, and one without is written anew under
the same names. Contents that stand in several parts are counted once when all parts are there.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from gik.batches import Arrow, counted_once, without_earlier
from gik.errors import GikError
from gik.frames import FRAMES, MANIFEST, MARKS
from gik.planning import read_batches
from gik.showing import shower
from gik.sources import Source, batches, sources
from gik.stages import state
from gik.stamp import stamp
from gik.storing import Store, is_address

_RUN = f"{MARKS}/run.json"
_LOCK = f"{MARKS}/lock"
Parts = Sequence[tuple[Source, ...]]


def parse_to(
    source: str | Path | Iterable[str | Path],
    out: str | Path,
    *,
    workers: int = 1,
    cache: str | Path | None = None,
    scheduler: str | None = None,
    progress: bool = False,
) -> str | Path:
    """Read what gik.parse() would and write it into a folder that gik.load() reads, in memory for a few hundred files.

    Called again after it was interrupted it does what is left. Where files of the source have changed since, the parts
    that hold them are written anew, and from the first added or removed file on all of them; so are all when gik itself
    has changed. ``source`` and ``out`` may be addresses that fsspec reads; with ``scheduler`` the workers of the
    cluster must see both. Gives ``out``. Raises as gik.parse() does, and GikError where ``out`` can't be written or
    another run is at it, as long as that run lives.

    >>> from tempfile import mkdtemp
    >>> from gik.frames import load
    >>> load(parse_to("data/raw/city/云溪市水务局_2021.txt", mkdtemp()), frames=[]).reports["status"].tolist()
    ['ok']
    """
    if not is_address(out) and isinstance(source, (str, Path)) and not is_address(source):
        inside, raw = Path(out).resolve(), Path(source).resolve()
        if inside == raw or raw in inside.parents:
            raise GikError(f"结果文件夹 {out} 不能放在报告文件夹 {source} 里面。")
    files = sources(source)
    parts: Parts = list(batches(files)) or [()]
    store = Store(out)
    digests = [_digest(part) for part in parts]
    with store.alone(_LOCK):
        ahead = _begin(store, digests)
        show = shower(len(files), progress, len(files) - sum(len(parts[number]) for number in ahead))
        if scheduler is None:
            read = read_batches([parts[number] for number in ahead], workers, cache, show)
            for number, batch in zip(ahead, read, strict=True):
                _write(store, number, digests[number], counted_once(batch))
        else:
            from gik.clusters import at_work  # Dask is an extra

            tasks = [(parts[number], cache, str(out), number, digests[number]) for number in ahead]
            for position, _ in at_work(scheduler, write_part, tasks):
                show(len(parts[ahead[position]]))
        reports = _count_once(store, digests)
        counts = {"parts": len(parts), "files": len(files), "reports": reports}
        manifest = {"gik": stamp(), **counts, "listing": _whole(digests)}
        store.put(MANIFEST, json.dumps(manifest, indent=1).encode())
    return out


def write_part(part: tuple[Source, ...], cache: str | Path | None, out: str, number: int, digest: str) -> None:
    """Read one batch of files and write its part, on the machine that this is called on; twice is as good as once."""
    (batch,) = read_batches([part], cache=cache)
    _write(Store(out), number, digest, counted_once(batch))


def _begin(store: Store, digests: Sequence[str]) -> list[int]:
    """Make a folder ready for a run, keep of an earlier one what still holds, and give the parts to be read."""
    earlier = json.loads(store.get(_RUN) or b"{}").get("listing")
    same = earlier == _whole(digests)
    there = {name: set(store.names(name)) for name in (*FRAMES, MARKS)}
    names = [_name(number) for number in range(len(digests))]
    complete = [
        f"{number:05d}.json" in there[MARKS] and all(name in there[frame] for frame in FRAMES)
        for number, name in enumerate(names)
    ]
    ahead = [
        number
        for number, digest in enumerate(digests)
        if not (complete[number] and _holds(_mark(store, number), digest, same))
    ]
    if ahead or not same:
        store.remove(MANIFEST)
    kept = {f"{number:05d}.json" for number in range(len(digests))} - {f"{number:05d}.json" for number in ahead}
    for mark in there[MARKS] - kept - {"run.json", "lock"}:
        store.remove(f"{MARKS}/{mark}")
    for frame in FRAMES:
        store.tidy(frame)
        for name in there[frame] - set(names):
            store.remove(f"{frame}/{name}")
    store.put(_RUN, json.dumps({"listing": _whole(digests)}).encode())
    return ahead


def _holds(mark: Mapping[str, Any], digest: str, same: bool) -> bool:
    """Tell whether a part is what it should be; one that others have had a say in is so in the same list only."""
    return bool(mark["digest"] == digest and (same or not mark["settled"]))


def _write(store: Store, number: int, digest: str, tables: Arrow) -> None:
    for frame in FRAMES:
        store.put_table(f"{frame}/{_name(number)}", tables[frame])
    _set_mark(store, number, {"digest": digest, "reports": tables["reports"].num_rows, "settled": False})


def _count_once(store: Store, digests: Sequence[str]) -> int:
    """Take out of each part what stands in an earlier one, and give the number of reports."""
    ids = [_ids(store, number) for number in range(len(digests))]
    starts = np.cumsum([0, *map(len, ids)])
    every = np.concatenate(ids)
    _, first, which = np.unique(every, return_index=True, return_inverse=True)
    original = first[which]
    home = np.searchsorted(starts, original, side="right") - 1
    names: dict[int, list[str]] = {}
    for number in range(len(digests)):
        span = slice(int(starts[number]), int(starts[number + 1]))
        again = np.flatnonzero(home[span] < number) + span.start
        if not len(again):
            continue
        earlier: dict[str, str] = {}
        for place in again.tolist():
            there = int(home[place])
            if there not in names:
                names = {there: store.table(f"reports/{_name(there)}", ["file"])["file"].to_pylist()}
            earlier[f"{every[place]:012x}"] = names[there][int(original[place] - starts[there])]
        if not (mark := _mark(store, number))["settled"]:  # said first: what follows may be interrupted
            _set_mark(store, number, {**mark, "settled": True})
        tables = {frame: store.table(f"{frame}/{_name(number)}") for frame in FRAMES}
        fresh = without_earlier(tables, earlier)
        for frame in FRAMES:
            if fresh[frame] is not tables[frame] and not fresh[frame].equals(tables[frame]):
                store.put_table(f"{frame}/{_name(number)}", fresh[frame])
    return len(every)


def _ids(store: Store, number: int) -> np.ndarray[Any, np.dtype[np.int64]]:
    reports = store.table(f"reports/{_name(number)}", ["report"])["report"].to_pylist()
    return np.array([int(report, 16) for report in reports], dtype=np.int64)


def _digest(part: Sequence[Source]) -> str:
    words = "\n".join(f"{source.name}\t{source.size}\t{source.stamp}" for source in part)
    return sha256(f"{state('frames')}\n{words}".encode("utf-8", "replace")).hexdigest()


def _whole(digests: Sequence[str]) -> str:
    return sha256(" ".join(digests).encode()).hexdigest()


def _name(number: int) -> str:
    return f"part-{number:05d}.parquet"


def _mark(store: Store, number: int) -> dict[str, Any]:
    mark: dict[str, Any] = json.loads(store.get(f"{MARKS}/{number:05d}.json") or b'{"digest": "", "settled": false}')
    return mark


def _set_mark(store: Store, number: int, mark: Mapping[str, Any]) -> None:
    store.put(f"{MARKS}/{number:05d}.json", json.dumps(mark).encode())
