"""Files of a folder → their bytes: what is listed, what is opened, and how much of it is read.

Nothing but regular files is opened, and nothing outside the folder that was asked for, wherever a link leads.
"""

import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from gik.errors import UnreadableFile
from gik.limits import exceed, limit

# What systems and editors leave in folders and archives; nobody means it to be read.
_SYSTEM_FILES = ("~$", ".", "__MACOSX", "Thumbs.db", "desktop.ini")
_PAGES = (".html", ".htm")
_BESIDE = ("_files", ".files")
# A pipe that has taken a file's place must not keep us waiting.
_OPEN = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_REASONS = {
    errno.ENOENT: "文件已不存在",
    errno.EACCES: "没有读取权限，或文件正被其他程序使用",
    errno.EPERM: "没有读取权限，或文件正被其他程序使用",
    errno.ELOOP: "链接循环",
    errno.ENAMETOOLONG: "文件名过长",
}


def walk(folder: str | Path) -> list[tuple[str, os.stat_result | None]]:
    """List everything in a folder that isn't a folder, sorted by path, with what the system tells of it, if it does.

    Links and unreadable folders are listed too. Hidden files, those of the system, and the folders that browsers save
    beside a page are passed over. Links to folders are not followed.
    """
    found: list[tuple[str, os.stat_result | None]] = []
    ahead = [os.fspath(folder)]
    while ahead:
        here = ahead.pop()
        try:
            with os.scandir(here) as listing:
                entries = [entry for entry in listing if not entry.name.startswith(_SYSTEM_FILES)]
        except OSError:  # a folder that nobody may look into: its reader says so
            found.append((here, None))
            continue
        folders = {entry.name for entry in entries if _is_folder(entry)}
        passed = folders and folders & _beside(entry.name for entry in entries if entry.name not in folders)
        for entry in entries:
            if entry.name in passed:
                continue
            if entry.name in folders and not entry.is_symlink():
                ahead.append(entry.path)
            else:
                found.append((entry.path, look(entry)))
    return sorted(found, key=lambda each: each[0].replace(os.sep, "/"))


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    """Tell a folder, or a link to one, from all else."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _beside(files: Iterable[str]) -> set[str]:
    """Give what browsers call the folders that they save beside the pages among some files."""
    pages = [name.rpartition(".")[0] for name in files if name.lower().endswith(_PAGES)]
    return {f"{page}{ending}" for page in pages for ending in _BESIDE}


def look(entry: "os.DirEntry[str] | Path") -> os.stat_result | None:
    """Give what the system tells of a file; None for a link to nowhere or a locked one, of which its reader says so."""
    try:
        return entry.stat()
    except OSError:
        return None


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
        if folder is not None and not _is_inside(os.fspath(path), os.fspath(folder)):
            raise UnreadableFile("链接指向文件夹之外，未打开；如需读取，请把原文件复制进来")
        _require_regular(_pointed_at(path))
        number = os.open(path, _OPEN)
        try:
            return _content(number)
        finally:
            os.close(number)
    except (OSError, ValueError) as error:
        words = _REASONS.get(getattr(error, "errno", None) or 0) or str(getattr(error, "strerror", None) or error)
        raise UnreadableFile(f"文件打不开（{words}）") from error


def _is_inside(path: str, folder: str) -> bool:
    """Say whether a path lies in a folder, wherever links lead; only where there are any need they be followed."""
    above = folder.rstrip(os.sep)
    if path.startswith(above + os.sep) and not _may_leave(path.replace(os.altsep or os.sep, os.sep), above):
        return True
    real, root = (os.path.normcase(os.path.realpath(each)) for each in (path, folder))
    return f"{real}{os.sep}".startswith(f"{root.rstrip(os.sep)}{os.sep}")


def _may_leave(path: str, folder: str) -> bool:
    """Tell whether a step of a path below a folder is a link or leads upwards."""
    step = ""
    while len(path) > len(folder) and step != os.pardir:
        about = os.lstat(path)
        if stat.S_ISLNK(about.st_mode) or bool(getattr(about, "st_reparse_tag", 0)):
            return True
        path, _, step = path.rpartition(os.sep)
    return step == os.pardir


def _pointed_at(path: str | Path) -> os.stat_result:
    about = os.lstat(path)
    return Path(path).stat() if stat.S_ISLNK(about.st_mode) else about


def _content(number: int) -> bytes:
    about = os.fstat(number)
    _require_regular(about)
    if about.st_size > limit("bytes"):
        exceed("bytes", "文件")
    parts: list[bytes] = []
    held = 0
    # Of files whose size isn't known beforehand it is nought.
    while (held < about.st_size or not held) and (part := os.read(number, about.st_size + 1 - held)):
        parts.append(part)
        held += len(part)
    after = os.fstat(number)
    if (held, after.st_size, after.st_mtime_ns) != (about.st_size, about.st_size, about.st_mtime_ns):
        raise UnreadableFile("读取时文件正在变化，请待写入完成后重试")
    return b"".join(parts)


def _require_regular(about: os.stat_result) -> None:
    if stat.S_ISDIR(about.st_mode):
        raise UnreadableFile("文件夹无法进入，或是指向文件夹的链接，未打开")
    if not stat.S_ISREG(about.st_mode):
        raise UnreadableFile("不是普通文件（而是管道或设备），未打开")
