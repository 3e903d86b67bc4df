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
import pyarrow.compute as pc

from gik.batches import Batch
from gik.errors import GikError
from gik.frames import FRAMES, schema
from gik.stages import state

_MAGIC = b"gikpack2"
_AT_HAND = 2  # packs that are open at once
_HEAD = len(_MAGIC) + 32 + 8  # what it is, the checksum of all that follows, the length of the index
_PACKED = pa.ipc.IpcWriteOptions(compression="lz4")
_AT_ONCE = pa.ipc.IpcReadOptions(use_threads=False)  # so little at a time is sooner done than given to others


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
        words = name.encode("utf-8", "replace")
        digest = sha256(b"%d %b" % (len(words), words))
        digest.update(data)
        return digest.hexdigest()

    def has(self, key: str) -> bool:
        """Tell whether the results of a file are there and whole; a damaged pack is put away and read anew."""
        pack = self._where.get(key, (None, 0))[0]
        return pack is not None and self._is_sound(pack)

    def find(self, key: str) -> tuple[Batch, int]:
        """Give the batch that holds a file's results, which has() has found, and the file's position in it."""
        pack, position = self._where[key]
        return self._open.get(pack) or self._take_at_hand(pack, pack.read_bytes()), position

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

    def _is_sound(self, pack: Path) -> bool:
        if pack not in self._sound:
            data = _whole(pack)
            if data is None:
                self._where = {key: place for key, place in self._where.items() if place[0] != pack}
                pack.unlink(missing_ok=True)
                return False
            self._sound.add(pack)
            if len(self._open) < _AT_HAND:
                self._take_at_hand(pack, data)
        return True

    def _take_at_hand(self, pack: Path, data: bytes) -> Batch:
        batch = _opened(data)
        # Made anew each time: one thread may look for what the next files have while another asks for these.
        self._open = {**dict(list(self._open.items())[1 - _AT_HAND :]), pack: batch}
        return batch

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
        length = int.from_bytes(start[-8:], "big")
        if length > pack.stat().st_size:  # damaged: no memory may hold so much
            raise ValueError("no pack")
        index: dict[str, Any] = json.loads(file.read(length))
    return index


def _whole(pack: Path) -> bytes | None:
    """Give what a pack holds, None for one that is damaged or can't be had."""
    try:
        data = pack.read_bytes()
    except OSError:
        return None
    return data if sha256(memoryview(data)[_HEAD - 8 :]).digest() == data[len(_MAGIC) : _HEAD - 8] else None


def _opened(data: bytes) -> Batch:
    start = _HEAD + int.from_bytes(data[_HEAD - 8 : _HEAD], "big")
    index = json.loads(data[_HEAD:start])
    tables = {}
    for name, size in zip(FRAMES, index["sizes"], strict=True):
        with pa.ipc.open_stream(pa.py_buffer(data).slice(start, size), options=_AT_ONCE) as stream:
            tables[name] = pa.table([_written_out(column) for column in stream.read_all().columns], schema=schema(name))
        start += size
    return Batch(tables, index["rows"], index["reports"])


def _stream(table: pa.Table) -> bytes:
    words = pa.table(
        {name: _coded(column.combine_chunks()) for name, column in zip(table.column_names, table.columns, strict=True)}
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, words.schema, options=_PACKED) as stream:
        stream.write_table(words)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def _coded(column: pa.Array) -> pa.Array:
    """Write words down once each, where most come more than twice: they take less room, and less time to read."""
    if not pa.types.is_large_string(column.type):
        return column
    coded = column.dictionary_encode()
    return coded if 2 * len(coded.dictionary) < len(column) else column


def _written_out(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Give words that were written down once each as often as they come."""
    return pc.dictionary_decode(column) if pa.types.is_dictionary(column.type) else column
