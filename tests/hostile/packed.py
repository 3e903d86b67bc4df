"""Hostile archives, and what other packed files are made with."""

import stat
import struct
from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.hostile.texts import HEAD

_REPORT = (HEAD + "全年主动公开政府信息12条。\n").encode()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Pack members as they are named, whatever the name."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(ZipInfo(name), data, ZIP_DEFLATED)  # with the same date each time
    return buffer.getvalue()


def _shells(count: int) -> bytes:
    data = _REPORT
    for number in range(count):
        data = zipped({f"{number}.zip" if number else "a.txt": data})
    return data


def _link() -> bytes:
    buffer = BytesIO()
    member = ZipInfo("passwd.txt")
    member.create_system, member.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    with ZipFile(buffer, "w") as archive:
        archive.writestr(member, "/etc/passwd")
    return buffer.getvalue()


def changed(data: bytes, flags: int = 0, size: int | None = None) -> bytes:
    """Change what the headers of a ZIP's first member say: its flags, or its size."""
    changing = bytearray(data)
    for mark, flag_at, size_at in ((b"PK\x03\x04", 6, 22), (b"PK\x01\x02", 8, 24)):
        at = changing.index(mark)
        changing[at + flag_at] |= flags
        if size is not None:
            struct.pack_into("<I", changing, at + size_at, size)
    return bytes(changing)


PACKED: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "bomb.zip": (lambda: zipped({"a.txt": bytes(90_000_000)}), "倍压缩比"),
    "larger.zip": (lambda: zipped({"a.txt": bytes(150_000_000)}), "字节"),
    "bombs.zip": (lambda: zipped({f"{n}.zip": zipped({"a.txt": bytes(9_000_000)}) for n in range(20)}), "倍压缩比"),
    "shells.zip": (lambda: _shells(10), "层压缩包"),
    "members.zip": (lambda: zipped({f"{n}.txt": b"" for n in range(20_000)}), "个成员"),
    "outside.zip": (lambda: zipped({"../../../tmp/gik-was-here.txt": _REPORT}), ""),
    "link.zip": (_link, "链接"),
    "locked.zip": (lambda: changed(zipped({"a.txt": _REPORT}), flags=1), "加密"),
    "understated.zip": (lambda: changed(zipped({"a.txt": bytes(50_000_000)}), size=10), "损坏"),
    "cut.zip": (lambda: zipped({"a.txt": _REPORT})[:60], "损坏"),
    "controls.zip": (lambda: zipped({"a\x01\u202eb.txt": _REPORT}), ""),
    "cut.png": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(1_000), ""),
}
"""Name → how the bytes are made, and what the reason for refusing them says; empty where any end is fine."""


def compound(stream: str) -> bytes:
    """Write an old Office file that holds nothing but the name of one stream, and whose sectors follow in a circle."""
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIII", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *([0xFFFFFFFF] * 108))
    table = struct.pack("<128I", 0xFFFFFFFD, 1, *([0xFFFFFFFF] * 126))  # the directory's sector leads to itself
    directory = bytearray(512)
    for position, (name, kind) in enumerate((("Root Entry", 5), (stream, 2))):
        words = name.encode("utf-16-le")
        struct.pack_into(f"<{len(words)}s", directory, position * 128, words)
        struct.pack_into("<HBBIII", directory, position * 128 + 64, len(words) + 2, kind, 1, *([0xFFFFFFFF] * 2), 1)
        struct.pack_into("<IQ", directory, position * 128 + 116, 0xFFFFFFFE, 0)
    return bytes(header) + table + bytes(directory)
