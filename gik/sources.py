"""Sources (来源): a file, a folder, a list of paths, or an address that fsspec reads → files, in batches.

Neither the list of where files were found (来源表, gik.agency_lists) nor what a number rests on (出处,
gik.exploring.sources).

A batch (批) is a run of files in the order of their names, so many and so large as one part of a dataset is to hold.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from gik.errors import GikError
from gik.files import is_listed, look, printable, walk
from gik.storing import address, is_address

BATCH_FILES = 250
BATCH_BYTES = 64_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """One file: where it is, what it is called in ``reports``, and by what a later version of it is told.

    ``folder``, where there is one, is what the file must lie in, wherever links lead.
    """

    path: str
    name: str
    folder: str | None = None
    size: int = 0
    stamp: str = ""


def sources(source: str | Path | Iterable[str | Path]) -> list[Source]:
    """List the files of a source in the order in which they are read.

    Raises FileNotFoundError for what doesn't exist, GikError for an address that can't be read and for what is none.
    """
    if not isinstance(source, (str, Path, Iterable)):
        raise GikError(f"要读的应是文件、文件夹或它们的列表，而不是 {source!r}。")
    if not isinstance(source, (str, Path)):
        return [file for path in source for file in _each(path)]
    if is_address(source):
        return _remote(str(source))
    path = Path(source).absolute()
    if path.is_dir():
        folder = str(path)
        above = len(folder.rstrip(os.sep)) + 1
        return [
            _listed(file, printable(file[above:].replace(os.sep, "/")), folder, told) for file, told in walk(folder)
        ]
    return [_one(path, path.name)]


def batches(files: Iterable[Source]) -> Iterator[tuple[Source, ...]]:
    """Part files into batches of at most 250 and of about 64 MB; the same files give the same batches.

    >>> [len(batch) for batch in batches([Source("a", "a"), Source("b", "b"), Source("c", "c", size=BATCH_BYTES + 1)])]
    [2, 1]
    """
    batch: list[Source] = []
    held = 0
    for file in files:
        if batch and (len(batch) >= BATCH_FILES or held + file.size > BATCH_BYTES):
            yield tuple(batch)
            batch, held = [], 0
        batch.append(file)
        held += file.size
    if batch:
        yield tuple(batch)


@contextmanager
def at_hand(batch: Sequence[Source]) -> Iterator[tuple[Source, ...]]:
    """Give the files of a batch as files of this machine for as long as the context lasts."""
    remote = [source.path for source in batch if is_address(source.path)]
    if not remote:
        yield tuple(batch)
        return
    with TemporaryDirectory(prefix="gik-") as folder:
        near = {path: str(Path(folder, str(number))) for number, path in enumerate(remote)}
        system, _ = address(remote[0])
        system.get([system._strip_protocol(path) for path in near], list(near.values()), on_error="ignore")
        yield tuple(replace(source, path=near.get(source.path, source.path)) for source in batch)


def _remote(url: str) -> list[Source]:
    system, root = address(url)
    found = system.find(root, detail=True)
    if not found:
        raise FileNotFoundError(f"找不到 {url}，或其中没有文件；请检查地址。")
    files = []
    for path, about in found.items():
        name = path.removeprefix(root).lstrip("/") or path.rpartition("/")[2]
        stamp = next(
            (str(about[key]) for key in ("ETag", "etag", "mtime", "LastModified", "created") if key in about), ""
        )
        if is_listed(name):
            files.append(Source(system.unstrip_protocol(path), printable(name), None, about.get("size") or 0, stamp))
    return sorted(files, key=lambda file: file.name)


def _each(path: str | Path) -> list[Source]:
    return _remote(str(path)) if is_address(path) else [_one(Path(path), Path(path).as_posix())]


def _one(path: Path, name: str) -> Source:
    if not path.exists():
        raise FileNotFoundError(f"找不到 {path}；请检查路径。")
    return _listed(str(path.absolute()), printable(name), None, look(path))


def _listed(path: str, name: str, folder: str | None, told: os.stat_result | None) -> Source:
    if told is None:
        return Source(path, name, folder)
    return Source(path, name, folder, told.st_size, str(told.st_mtime_ns))
