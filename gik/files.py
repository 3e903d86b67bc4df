"""Files of a folder → their bytes: what is listed, what is opened, and how much of it is read.

Nothing but regular files is opened, and nothing outside the folder that was asked for, wherever a link leads.
"""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from gik.errors import UnreadableFile
from gik.limits import exceed, limit

# What systems and editors leave in folders and archives; nobody means it to be read.
_SYSTEM_FILES = ("~$", ".", "__MACOSX", "Thumbs.db", "desktop.ini")
_PAGES = (".html", ".htm")
_BESIDE = ("_files", ".files")
_CHUNK = 1 << 20
_REASONS = {
    errno.ENOENT: "文件已不存在",
    errno.EACCES: "没有读取权限，或文件正被其他程序使用",
    errno.EPERM: "没有读取权限，或文件正被其他程序使用",
    errno.ELOOP: "链接循环",
    errno.ENAMETOOLONG: "文件名过长",
}


def walk(folder: Path) -> Iterator[Path]:
    """Give everything in a folder that isn't a folder, sorted by path; links and unreadable folders are listed too.

    Hidden files, those of the system, and the folders that browsers save beside a page are passed over.
    Links to folders are not followed.
    """
    unreadable: list[str] = []
    found: list[Path] = []
    for root, folders, files in os.walk(folder, onerror=lambda error: unreadable.append(error.filename)):
        pages = {name.rpartition(".")[0] for name in files if name.lower().endswith(_PAGES)}
        beside = {f"{page}{ending}" for page in pages for ending in _BESIDE}
        folders[:] = [name for name in folders if not name.startswith(_SYSTEM_FILES) and name not in beside]
        here = Path(root)
        links = [name for name in folders if (here / name).is_symlink()]
        found += [here / name for name in [*files, *links] if not name.startswith(_SYSTEM_FILES)]
    yield from sorted([*found, *map(Path, unreadable)], key=Path.as_posix)


def is_listed(name: str) -> bool:
    """Tell a file that is meant to be read, by its path in a folder or an archive, from those that systems leave.

    >>> is_listed("2017/水务局.txt"), is_listed("2017/~$水务局.docx")
    (True, False)
    """
    return not any(part.startswith(_SYSTEM_FILES) for part in name.split("/") if part != "..")


def printable(name: str) -> str:
    r"""Give a file's name with � for bytes that are no text, which no table could hold.

    >>> printable(b"\xc4\xea\xb1\xa8.txt".decode("utf-8", "surrogateescape"))
    '�걨.txt'
    """
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def take(path: str | Path, folder: str | Path | None = None) -> bytes:
    """Give the bytes of a regular file; where ``folder`` is given, only of one that lies inside it.

    Raises UnreadableFile, with the reason in Chinese, for all else, for files beyond the limit of bytes,
    and for those that can't be opened or change while they are read.
    """
    try:
        if folder is not None and not _is_inside(path, folder):
            raise UnreadableFile("链接指向文件夹之外，未打开；如需读取，请把原文件复制进来")
        _require_regular(Path(path).stat())
        # A pipe that has taken the file's place meanwhile must not keep us waiting.
        number = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
        try:
            return _content(number)
        finally:
            os.close(number)
    except (OSError, ValueError) as error:
        words = _REASONS.get(getattr(error, "errno", None) or 0) or str(getattr(error, "strerror", None) or error)
        raise UnreadableFile(f"文件打不开（{words}）") from error


def _is_inside(path: str | Path, folder: str | Path) -> bool:
    """Say whether a path lies in a folder, wherever links lead; pathlib takes five times as long to tell."""
    real, root = (os.path.normcase(os.path.realpath(each)) for each in (path, folder))
    return f"{real}{os.sep}".startswith(f"{root.rstrip(os.sep)}{os.sep}")


def _content(number: int) -> bytes:
    about = os.fstat(number)
    _require_regular(about)
    most = int(limit("bytes"))
    if about.st_size > most:
        exceed("bytes", "文件")
    data = bytearray()
    while len(data) <= about.st_size and (part := os.read(number, _CHUNK)):
        data += part
    after = os.fstat(number)
    if (len(data), after.st_size, after.st_mtime_ns) != (about.st_size, about.st_size, about.st_mtime_ns):
        raise UnreadableFile("读取时文件正在变化，请待写入完成后重试")
    return bytes(data)


def _require_regular(about: os.stat_result) -> None:
    if stat.S_ISDIR(about.st_mode):
        raise UnreadableFile("文件夹无法进入，或是指向文件夹的链接，未打开")
    if not stat.S_ISREG(about.st_mode):
        raise UnreadableFile("不是普通文件（而是管道或设备），未打开")
