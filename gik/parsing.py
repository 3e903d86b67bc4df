"""Parsing (解析): files → Tables, whatever they hold and however many processes or machines read them.

Here the parts are put together; how a batch of files comes about is told in gik.planning, for more files than memory
holds there is gik.streaming.
"""

from collections.abc import Iterable
from pathlib import Path

from gik.batches import Arrow, counted_once, frames, together, without_earlier
from gik.frames import Tables
from gik.planning import read_batches
from gik.showing import shower
from gik.sources import batches, sources


def parse(
    source: str | Path | Iterable[str | Path],
    *,
    workers: int = 1,
    cache: str | Path | None = None,
    scheduler: str | None = None,
    progress: bool = False,
) -> Tables:
    """Read one report, a folder of them (walked, sorted by path) or a list of paths, and give their Tables.

    Every file becomes a row of ``reports``, an archive one row a file in it, a workbook one row a report; what fails
    has status ``failed``, a reason and a finding. Of files with the same content the first is read and the others are
    listed. ``workers`` is a number of processes on this machine, ``cache`` a folder of what earlier runs have read,
    of which only what has changed is read again; ``scheduler`` is the address of a Dask scheduler whose workers read
    instead, and ``source`` may be an address that fsspec reads. Neither changes the result.
    Hidden files and those of the system are passed over. Raises FileNotFoundError for a source that doesn't exist,
    GikError where processes, the cache or the cluster can't be had.

    >>> reports = parse("data/raw/city/云溪市水务局_2021.txt").reports
    >>> reports[["issuer", "year", "form", "status"]].to_dict("records")
    [{'issuer': '云溪市水务局', 'year': 2021, 'form': 'art2021', 'status': 'ok'}]
    """
    files = sources(source)
    show = shower(len(files), progress)
    if scheduler is not None:
        from gik.clusters import read_on  # Dask is an extra

        read = read_on(scheduler, list(batches(files)), cache, show)
    else:
        read = map(counted_once, read_batches(batches(files), workers, cache, show))
    earlier: dict[str, str] = {}
    parts: list[Arrow] = []
    for part in read:
        parts.append(without_earlier(part, earlier))
        ids, names = (part["reports"][column].to_pylist() for column in ("report", "file"))
        for report, name in zip(ids, names, strict=True):
            earlier.setdefault(report, name)
    return frames(together(parts))
