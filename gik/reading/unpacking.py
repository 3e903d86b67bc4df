"""Members of ZIP files → bytes, within the limits; nothing is ever written to the disk."""

import lzma
import zlib
from io import BytesIO
from typing import NoReturn
from zipfile import BadZipFile, ZipFile, ZipInfo

from gik.errors import UnreadableFile
from gik.limits import exceed, limit, require

# What zipfile raises for members that are damaged, or packed in a way that it doesn't know.
DAMAGED = (BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, zlib.error, lzma.LZMAError)
# Smaller members may be packed as tightly as they like.
_LARGE = 1_000_000
_ENCRYPTED = 0x1


def open_zip(data: bytes) -> ZipFile:
    """Open the bytes of a ZIP file; raises UnreadableFile where its directory can't be read."""
    try:
        archive = ZipFile(BytesIO(data))
    except DAMAGED as error:
        raise UnreadableFile("已损坏，打不开（ZIP 压缩包，.docx、.xlsx 也是），可能没有传完整，请重新取得") from error
    require("members", len(archive.infolist()), "压缩包")
    return archive


def require_members(data: bytes, what: str) -> None:
    """Let the bytes of a ZIP file pass if all of its members are whole and within the limits, for other readers.

    Raises UnreadableFile as unpack() does.
    """
    archive = open_zip(data)
    require("unpacked", sum(member.file_size for member in archive.infolist()), what)
    for member in archive.infolist():
        unpack(archive, member, what)


def unpack(archive: ZipFile, member: ZipInfo, what: str = "压缩包成员") -> bytes:
    """Give the bytes of a member; ``what`` is what a reason calls it.

    Raises UnreadableFile for members that are encrypted, damaged or beyond the limits. The size that a member states
    is never exceeded: one that states too little is damaged.
    """
    if member.flag_bits & _ENCRYPTED:
        raise UnreadableFile(f"{what}已加密（设有密码），请解压后再放入")
    require("bytes", member.file_size, what)
    if member.file_size >= _LARGE and member.file_size > limit("ratio") * member.compress_size:
        exceed("ratio", what)
    try:
        return archive.read(member)
    except DAMAGED as error:
        _damaged(what, error)


def _damaged(what: str, error: Exception) -> NoReturn:
    raise UnreadableFile(f"{what}已损坏，无法解压，可能没有传完整，请重新取得") from error
