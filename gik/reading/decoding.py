"""Bytes → text: what kind of file it is, and in which encoding (编码) its words are written.

What a page claims about its own encoding isn't asked: pages headed gb2312 hold GB18030 as often as not.
Nothing is ever replaced or dropped to make the bytes fit; a file that can't be decoded whole is refused.
"""

import codecs
import re
from collections.abc import Sequence
from functools import cache

from gik.definitions import definition
from gik.errors import UnreadableFile

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
# Bytes of those in UTF-8: themselves, and the one that the last of them, and some other characters, begin with.
_CONTROL_BYTES = bytes((*range(1, 9), *range(14, 27), *range(28, 32), 0x7F, 0xC2))
_IDEOGRAPH = re.compile("[\u3400-\u9fff\ue000-\ufaff\U00020000-\U0003ffff]")
_BINARY = "不是文本文件（内容为二进制数据），请核对文件是否完整"
_ASKED = "请另存为 UTF-8 后再放入"
_SAMPLE = 20_000
# Right readings of Chinese score 0.95 and more, wrong ones 0.6 and less (tests/test_reading.py).
_PLAUSIBLE = 0.75


def decode(data: bytes) -> tuple[str, str]:
    """Decode a file's bytes: its text without byte order mark, and the encoding's name.

    Names are ``utf-8``, ``utf-16``, ``utf-32``, ``gb18030`` and ``big5``.
    Raises UnreadableFile, with the reason in Chinese, for empty files, files that aren't text and unknown encodings.

    >>> decode("信息公开".encode("gb18030"))
    ('信息公开', 'gb18030')
    """
    if not data:
        raise UnreadableFile("文件为空（0字节），可能没有下载完整，请重新取得")
    _refuse_signature(data)
    text, encoding = _decode_text(data)
    if "\0" in text or _has_controls(text, data, encoding):
        raise UnreadableFile(_BINARY)
    if not text.strip(" \t\r\n\f\v\u3000\u00a0\ufeff"):
        raise UnreadableFile("文件中只有空白，没有文字，请核对是否选错了文件")
    return text, encoding


def _has_controls(text: str, data: bytes, encoding: str) -> bool:
    """Say whether one in fifty characters, or more, are such as no text has."""
    if encoding == "utf-8" and not any(map(data.__contains__, _CONTROL_BYTES)):  # which takes less time
        return False
    return len(_CONTROL.findall(text)) * 50 > len(text)


def _refuse_signature(data: bytes) -> None:
    names, pattern = _signatures()
    if found := pattern.match(data):
        raise UnreadableFile(f"不是文本或网页，而是{names[(found.lastindex or 1) - 1]}")


@cache
def _signatures() -> tuple[Sequence[str], re.Pattern[bytes]]:
    """Give the names of files, and a pattern whose groups match their first bytes, in the same order."""
    entries = definition("reading.toml")["signatures"]
    starts = [[b"".join(map(_byte, re.findall("..", start))) for start in entry["starts"]] for entry in entries]
    pattern = b"|".join([b"(%b)" % b"|".join(group) for group in starts])
    return [entry["name"] for entry in entries], re.compile(pattern, re.DOTALL)


def _byte(digits: str) -> bytes:
    return b"." if digits == ".." else re.escape(bytes.fromhex(digits))


def _decode_text(data: bytes) -> tuple[str, str]:
    for mark, codec, name in _BOMS:
        if data.startswith(mark):
            try:
                return data.decode(codec), name
            except UnicodeDecodeError as error:
                broken = f"编码标记为 {name}，但第{error.start + 1}字节起无法解码"
                raise UnreadableFile(f"{broken}；{_ASKED}") from error
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        start = error.start + 1
    if b"\0" in data:
        raise UnreadableFile(_BINARY)
    readings = [(text, name) for name in ("gb18030", "big5") if (text := _strictly(data, name)) is not None]
    if not readings:
        neither = f"无法确定编码：既不是完整的 UTF-8（第{start}字节起有误），也不是 GB18030 或 Big5"
        raise UnreadableFile(f"{neither}；{_ASKED}")
    best = max(readings, key=lambda reading: _plausibility(reading[0]))
    if _plausibility(best[0]) < _PLAUSIBLE:
        tried = "、".join(name for _, name in readings)
        raise UnreadableFile(f"无法确定编码：按 {tried} 解码都不成文字；{_ASKED}")
    return best


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode("cp950" if name == "big5" else name)
    except UnicodeDecodeError:
        return None


@cache
def _common() -> frozenset[str]:
    """Give the everyday characters: level one of GB 2312 (一级汉字) and of Big5 (常用字)."""
    simplified = (bytes((lead, trail)) for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF))
    traditional = (
        bytes((lead, trail)) for lead in range(0xA4, 0xC7) for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    )
    words = [pair.decode("gb2312", "ignore") for pair in simplified]
    return frozenset(words + [pair.decode("big5", "ignore") for pair in traditional])


def _plausibility(text: str) -> float:
    """Give the share of everyday characters among the ideographs; a wrong decoding is full of rare ones."""
    ideographs = _IDEOGRAPH.findall(text[:_SAMPLE])
    return sum(char in _common() for char in ideographs) / len(ideographs) if ideographs else 0.0
