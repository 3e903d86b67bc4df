"""How a printed label is compared: folded characters, and a key that numbering and brackets don't change."""

import re
import unicodedata
from functools import lru_cache

from gik.definitions import definition


class _Folding(dict[int, int | str]):
    """Character folding that never changes a text's length, so that offsets hold."""

    def __missing__(self, code: int) -> int | str:
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char) if _is_variant(code) else char
        self[code] = folded if len(folded) == 1 else char
        return self[code]


def _is_variant(code: int) -> bool:
    """Say whether a character is a compatibility form: full width, Kangxi radical, CJK compatibility."""
    return 0xFF01 <= code <= 0xFF5E or 0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF


def _traditional() -> dict[int, int | str]:
    pairs = "".join(definition("tables.toml")["traditional"].split())
    return {ord(old): new for old, new in zip(pairs[::2], pairs[1::2], strict=True)}


_FOLDING = _Folding(_traditional() | dict.fromkeys(map(ord, "\u3000\xa0\u2002\u2003\u2009\u200b\ufeff"), " "))

# A bracket that holds only a Chinese numeral belongs to a name when 第 stands before it: 第二十条第（一）项.
_NAMED = re.compile(r"(?<=第)\(([一二三四五六七八九十]+)\)")
_NUMBERING = re.compile(
    r"\s*(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十]{1,3}[、.,]|\d{1,2}\s*[.、,)](?!\d)|[①-⑳]|其中[:,]?)\s*"
)
_BRACKET = re.compile(r"\([^()]*\)")
_NOT_HAN = re.compile(r"[^\u3400-\u9fff〇]+")


def fold(text: str) -> str:
    """Give the text with full-width, Kangxi and traditional characters replaced, one for one.

    >>> fold("（三）⼀、數量")
    '(三)一、数量'
    """
    return text.translate(_FOLDING)


def is_numbered(label: str) -> bool:
    """Say whether a numbering stands before a label.

    >>> is_numbered("3．其他"), is_numbered("其他")
    (True, False)
    """
    return _NUMBERING.match(fold(label)) is not None


@lru_cache(maxsize=65536)
def key(label: str) -> str:
    """Give what two wordings of one label share: its Chinese characters, numbering and brackets left out.

    >>> key("（二）部分公开（区分处理的，只计这一情形）") == key("(2) 部分 公开")
    True
    """
    folded = _NAMED.sub(r"\1", fold(label))
    while match := _NUMBERING.match(folded):
        folded = folded[match.end() :]
    return _NOT_HAN.sub("", _BRACKET.sub("", folded))


@lru_cache(maxsize=4096)
def long_key(label: str) -> str:
    """Give the label's key with the words inside its brackets kept.

    >>> long_key("接受培训人员数（人次）")
    '接受培训人员数人次'
    """
    folded = _NAMED.sub(r"\1", fold(label))
    while match := _NUMBERING.match(folded):
        folded = folded[match.end() :]
    return _NOT_HAN.sub("", folded)
