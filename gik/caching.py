"""The cache (缓存): what was read once is read again only where a file, its name, or what reads it has changed.

Results stand in packs (包): files of Arrow tables, never of anything that could run, each of a batch of files and
with a checksum. A file's results are known by its content and its name, which may tell the year; the pack by the
state of all that they rest on (gik.stages). Documents of files that are dear to read are kept beside them, and
outlive a change of the vocabulary (gik.documents). Nothing is ever thrown away: delete the folder, or the older
ones in it, to have the space back.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa

from gik.batches import Batch
from gik.errors import GikError
from gik.frames import FRAMES
from gik.stages import state

_MAGIC = b"gikpack1"
_HEAD = len(_MAGIC) + 32 + 8  # what it is, the checksum of all that follows, the length of the index


class Cache:
    """A folder of packs, of which those for the readers of today are looked at; two runs may share it at once."""

    def __init__(self, folder: str | Path) -> None:
        """Open a folder, or make it. Raises GikError where that can't be done."""
        self._folder = Path(folder) / state("frames")
        self.documents = str(Path(folder, "documents", state("documents")).absolute())
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise GikError(f"缓存文件夹 {folder} 无法使用（{error.strerror}）；请换一个位置。") from error
        self._where: dict[str, tuple[Path, int]] = {}
        self._sound: set[Path] = set()
        self._open: dict[Path, Batch] = {}
        for pack in sorted(self._folder.glob("*.pack")):
            self._enter(pack)

    def key(self, data: bytes, name: str) -> str:
        """Give what a file's results are known by."""
        return sha256(sha256(data).digest() + name.encode("utf-8", "replace")).hexdigest()

    def has(self, key: str) -> bool:
        """Tell whether the results of a file are there and whole; a damaged pack is put away and read anew."""
        pack = self._where.get(key, (None, 0))[0]
        if pack is None:
            return False
        if pack not in self._sound:
            if not _is_sound(pack):
                self._where = {key: place for key, place in self._where.items() if place[0] != pack}
                pack.unlink(missing_ok=True)
                return False
            self._sound.add(pack)
        return True

    def find(self, key: str) -> tuple[Batch, int]:
        """Give the batch that holds a file's results, which has() has found, and the file's position in it."""
        pack, position = self._where[key]
        if pack not in self._open:
            self._open = {**dict(list(self._open.items())[-1:]), pack: _read(pack)}  # two at most are kept open
        return self._open[pack], position

    def keep(self, keys: Sequence[str], batch: Batch) -> None:
        """Put a batch into the cache; it is there whole or not at all."""
        body = [_stream(batch.tables[name]) for name in FRAMES]
        index = {
            "keys": list(keys),
            "reports": list(batch.reports),
            "rows": {name: list(batch.rows[name]) for name in FRAMES},
            "sizes": [len(part) for part in body],
        }
        head = json.dumps(index).encode()
        rest = b"".join([len(head).to_bytes(8, "big"), head, *body])
        pack = self._folder / f"{sha256(rest).hexdigest()}.pack"
        fresh = self._folder / f".{uuid4().hex}"
        try:
            fresh.write_bytes(_MAGIC + sha256(rest).digest() + rest)
            fresh.replace(pack)
        except OSError as error:
            raise GikError(f"缓存无法写入 {self._folder}（{error.strerror}）；请检查磁盘空间。") from error
        finally:
            fresh.unlink(missing_ok=True)
        self._where.update((key, (pack, position)) for position, key in enumerate(keys))
        self._sound.add(pack)

    def _enter(self, pack: Path) -> None:
        try:
            keys = _index(pack)["keys"]
        except (OSError, ValueError, KeyError, TypeError):
            pack.unlink(missing_ok=True)
            return
        self._where.update((key, (pack, position)) for position, key in enumerate(keys))


def _index(pack: Path) -> dict[str, Any]:
    with pack.open("rb") as file:
        start = file.read(_HEAD)
        if len(start) < _HEAD or not start.startswith(_MAGIC):
            raise ValueError("no pack")
        index: dict[str, Any] = json.loads(file.read(int.from_bytes(start[-8:], "big")))
    return index


def _is_sound(pack: Path) -> bool:
    try:
        data = memoryview(pack.read_bytes())
    except OSError:
        return False
    return sha256(data[_HEAD - 8 :]).digest() == data[len(_MAGIC) : _HEAD - 8]


def _read(pack: Path) -> Batch:
    index = _index(pack)
    data = pack.read_bytes()
    start = _HEAD + int.from_bytes(data[_HEAD - 8 : _HEAD], "big")
    tables = {}
    for name, size in zip(FRAMES, index["sizes"], strict=True):
        with pa.ipc.open_stream(pa.py_buffer(data).slice(start, size)) as stream:
            tables[name] = stream.read_all()
        start += size
    return Batch(tables, index["rows"], index["reports"])


def _stream(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression=pa.Codec("zstd", 1))
    with pa.ipc.new_stream(sink, table.schema, options=options) as stream:
        stream.write_table(table.combine_chunks())
    data: bytes = sink.getvalue().to_pybytes()
    return data
