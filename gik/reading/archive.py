"""Archives (.zip) → the files in them, by names such as ``a.zip!/b.docx``, within the limits of size, number and ratio.

Names are only ever shown: a member named ``../b`` is read like any other, and nothing is written anywhere.
"""

import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import ZipInfo

from gik.errors import UnreadableFile
from gik.files import is_listed
from gik.limits import require
from gik.reading.unpacking import open_zip, unpack

_UTF8 = 0x800


@dataclass(slots=True)
class Spent:
    """What an archive, and the archives inside it, have cost so far."""

    members: int = 0
    unpacked: int = 0


def members(data: bytes, spent: Spent) -> Iterator[tuple[str, bytes, str]]:
    """Give name and bytes of every file in an archive, or in place of the bytes the reason why it can't be read.

    Raises UnreadableFile where the archive itself can't be read, and as soon as it is beyond a limit.
    """
    archive = open_zip(data)
    for member in sorted(archive.infolist(), key=_name):
        name = _name(member)
        is_folder = member.filename.endswith("/")  # zipfile's own is_dir() fails on a name that is empty
        if is_folder or not is_listed(name):
            continue
        spent.members += 1
        require("members", spent.members, "压缩包")
        spent.unpacked += member.file_size
        require("unpacked", spent.unpacked, "压缩包")
        if stat.S_ISLNK(member.external_attr >> 16):
            yield name, b"", "是指向别处的链接，不是文件，未打开；如需读取，请把原文件放入压缩包"
            continue
        try:
            yield name, unpack(archive, member), ""
        except UnreadableFile as error:
            yield name, b"", str(error)


def _name(member: ZipInfo) -> str:
    """Give a member's name, decoded as it was most likely written: UTF-8 where it can be that, else GB18030."""
    name = member.filename
    if not member.flag_bits & _UTF8:
        raw = name.encode("cp437")
        for codec in ("utf-8", "gb18030"):
            try:
                name = raw.decode(codec)
                break
            except UnicodeDecodeError:
                continue
    name = name.replace("\\", "/").lstrip("/")
    return "".join("�" if unicodedata.category(char) in ("Cc", "Cf") else char for char in name)
