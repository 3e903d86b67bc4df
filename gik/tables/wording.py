"""How a printed label is compared: folded characters, and a key that numbering and brackets don't change."""

import re
import unicodedata
from functools import lru_cache

from gik.definitions import definition
from gik.numbers import replaced


def _foldings() -> dict[str, str]:
    """Give what each character is replaced by: never more than one, so that offsets hold."""
    # Compatibility forms: full width, Kangxi radicals, CJK compatibility.
    variants = (*range(0xFF01, 0xFF5F), *range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00))
    plain = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in variants}
    pairs = "".join(definition("tables.toml")["traditional"].split())
    simplified = dict(zip(pairs[::2], pairs[1::2], strict=True))
    changed = {char: new for char, new in plain.items() if len(new) == 1 and new != char}
    blanks = dict.fromkeys("\u3000\xa0\u2002\u2003\u2009\u200b\ufeff", " ")
    return {**changed, **simplified, **blanks, **dict.fromkeys("│┃║", "|")}  # what draws the frame of a table in text


_FOLDINGS = _foldings()
_FOLDABLE = re.compile(f"[{re.escape(''.join(_FOLDINGS))}]")

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
    return _fold_line(text) if len(text) <= _LINE else _fold_text(text)


def _fold(text: str) -> str:
    return replaced(text, _FOLDABLE, _FOLDINGS)


# Labels come again and again; a document's whole text is asked for by one step after the other.
_LINE = 100
_fold_line = lru_cache(maxsize=8192)(_fold)
_fold_text = lru_cache(maxsize=4)(_fold)


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
