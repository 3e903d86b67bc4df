"""Stores (存放处): a folder, or an address that fsspec reads, whose files are there whole or not at all."""

import os
import platform
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa

from gik.errors import GikError

_FRESH = ".fresh-"


def is_address(source: str | Path) -> bool:
    """Tell an address such as ``s3://bucket/reports`` from a path."""
    return isinstance(source, str) and "://" in source


def address(url: str) -> tuple[Any, str]:
    """Give the file system of an address, and the path in it.

    Raises GikError where the extra ``cluster`` or the package for that kind of store is missing.
    """
    try:
        import fsspec

        system, path = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise GikError(
            f'无法打开 {url}（{error}）；请运行 pip install "gik[cluster]" 及该存储所需的软件包。'
        ) from error
    return system, path


class Store:
    """A place for files by names such as ``cells/part-00000.parquet``."""

    def __init__(self, place: str | Path) -> None:
        """Look at a place, which need not exist. Raises GikError for an address that can't be read."""
        self._system: Any = None
        self._root = str(place)
        if is_address(place):
            self._system, self._root = address(str(place))

    def put(self, name: str, data: bytes) -> None:
        """Write a file, whole or not at all, in place of an earlier one. Raises GikError where that can't be done."""
        path = self._path(name)
        try:
            if self._system is not None:  # stores of objects show them when they are complete
                self._system.makedirs(path.rpartition("/")[0], exist_ok=True)
                self._system.pipe_file(path, data)
                return
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            fresh = Path(path).with_name(f"{_FRESH}{uuid4().hex}")
            try:
                fresh.write_bytes(data)
                fresh.replace(path)
            finally:
                fresh.unlink(missing_ok=True)
        except OSError as error:
            raise _unwritable(path, error) from error

    @contextmanager
    def alone(self, name: str) -> Iterator[None]:
        """Keep other processes from writing here, by a lock on the file of that name, for as long as the context lasts.

        The system takes the lock from a process that ends, however it ends, so that none is ever left behind. Nothing
        is locked at an address, nor on a disk that knows no locks. Raises GikError where another process has the lock.
        """
        if self._system is not None:
            yield
            return
        path = Path(self._path(name))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("a+", encoding="utf-8")
        except OSError as error:
            raise _unwritable(path, error) from error
        with file:
            file.seek(0)
            try:
                _lock(file.fileno())
            except (BlockingIOError, PermissionError) as error:
                holder = file.readline() or "另一个进程"
                raise GikError(f"{self._root}: {holder}正在写入此文件夹；请等它结束，或换一个结果文件夹。") from error
            except OSError:
                pass
            file.truncate(0)
            file.write(f"进程 {os.getpid()}（{platform.node()}，{datetime.now():%Y-%m-%d %H:%M} 开始）")
            file.flush()
            yield

    def get(self, name: str) -> bytes | None:
        """Give a file's bytes, None where there is no such file."""
        path = self._path(name)
        try:
            data: bytes = Path(path).read_bytes() if self._system is None else self._system.cat_file(path)
        except FileNotFoundError:
            return None
        return data

    def names(self, folder: str) -> list[str]:
        """List the names of the files in a folder, sorted, without what an interrupted run has left half written."""
        return [name for name in self._names(folder) if not name.startswith(_FRESH)]

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""
        path = self._path(name)
        if self._system is None:
            Path(path).unlink(missing_ok=True)
        elif self._system.exists(path):
            self._system.rm_file(path)

    def tidy(self, folder: str) -> None:
        """Take away what an interrupted run has left half written in a folder."""
        for name in self._names(folder):
            if name.startswith(_FRESH):
                self.remove(f"{folder}/{name}")

    def table(self, name: str, columns: list[str] | None = None, filters: Any = None) -> pa.Table:
        """Read the columns of a Parquet file, and only the rows that a filter lets pass."""
        import pyarrow.parquet as parquet  # slow to import

        source = self._path(name) if self._system is None else BytesIO(self.get(name) or b"")
        return parquet.read_table(source, columns=columns, filters=filters, partitioning=None)

    def put_table(self, name: str, table: pa.Table) -> None:
        """Write a Parquet file."""
        import pyarrow.parquet as parquet

        sink = pa.BufferOutputStream()
        parquet.write_table(table, sink, compression="zstd", compression_level=1)
        self.put(name, sink.getvalue().to_pybytes())

    def _path(self, name: str) -> str:
        return f"{self._root.rstrip('/')}/{name}"

    def _names(self, folder: str) -> list[str]:
        path = self._path(folder)
        if self._system is None:
            return sorted(each.name for each in Path(path).iterdir()) if Path(path).is_dir() else []
        if not self._system.exists(path):
            return []
        return sorted(each.rstrip("/").rpartition("/")[2] for each in self._system.ls(path, detail=False))


def _unwritable(path: str | Path, error: OSError) -> GikError:
    if isinstance(error, (NotADirectoryError, FileExistsError)):
        return GikError(f"无法写入 {path}（这里已有同名的文件，不是文件夹）；请换一个位置。")
    return GikError(f"无法写入 {path}（{error.strerror or error}）；请检查权限和磁盘空间。")


if sys.platform == "win32":
    import msvcrt

    def _lock(file: int) -> None:
        os.lseek(file, 1 << 30, os.SEEK_SET)  # beyond the words, which stay readable
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        os.lseek(file, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
