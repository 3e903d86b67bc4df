"""One file → the reports in it: an archive holds many, a workbook may hold one on every sheet."""

from collections.abc import Iterator
from dataclasses import dataclass

from gik.errors import UnreadableFile
from gik.limits import require
from gik.reading.archive import Spent, members
from gik.reading.document import Document
from gik.reading.excel import read_workbook
from gik.reading.kinds import kind_of


@dataclass(frozen=True, slots=True)
class Part:
    """A report in a file: what its row is called, and its bytes.

    ``document`` is there where it has been read already, ``reason`` where it can't be. ``sheet`` tells reports that
    share their bytes.
    """

    name: str
    data: bytes
    sheet: str = ""
    document: Document | None = None
    reason: str = ""


def split(name: str, data: bytes, whole: bool = False) -> Iterator[Part]:
    """Give the reports that a file holds; most files hold one, themselves. Never raises for content.

    Members of archives are named ``a.zip!/b.docx``. With ``whole``, workbooks are left unread, each as one part.

    >>> [part.name for part in split("a.txt", b"")]
    ['a.txt']
    """
    yield from _split(name, data, Spent(), 0, whole)


def _split(name: str, data: bytes, spent: Spent, depth: int, whole: bool) -> Iterator[Part]:
    try:
        kind = kind_of(data)
        if kind == "zip":
            require("depth", depth + 1, "压缩包")
            found = False
            for member, content, reason in members(data, spent):
                found = True
                inner = f"{name}!/{member}"
                if reason:
                    yield Part(inner, inner.encode(), reason=reason)
                else:
                    yield from _split(inner, content, spent, depth + 1, whole)
            if not found:
                yield Part(name, data, reason="压缩包中没有文件")
        elif kind in ("xlsx", "xls") and not whole:
            documents = read_workbook(data, kind)
            for sheet, document in documents.items():
                yield (
                    Part(f"{name}!/{sheet}", data, sheet, document)
                    if len(documents) > 1
                    else Part(name, data, document=document)
                )
        else:
            yield Part(name, data)
    except UnreadableFile as error:
        yield Part(name, data, reason=str(error))
