"""Spaces as they print, and digits off the line (上标、下标、删除线) as characters of their own, in every format."""

import re
from collections.abc import Callable

# How digits are marked: raised(), lowered(), unsure() or struck().
Change = Callable[[str], str]

_CHINESE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…·]"
_WRAP = re.compile(rf"(?<={_CHINESE})[ \t]*[\r\n][ \t\r\n]*(?={_CHINESE})")
_BLANK = "\t\r\n\f\v\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_INVISIBLE = "\u200b-\u200d\u2060\ufeff\u00ad"
_SPACES = re.compile(f"[ {_BLANK}]+")
_UNCLEAN = re.compile(f"[{_BLANK}{_INVISIBLE}]|  ")

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_DIGIT = re.compile("[0-9](?!\u2069)")
_STRUCK = re.compile("[0-9](?!\u0336)")
# From so many half points off the line on, words of Word are raised or lowered; with fewer they are set straight.
RAISED = 4


def clean(text: str) -> str:
    r"""Give text as a browser prints it: spaces of all kinds as one, none for a line end between Chinese characters.

    >>> clean("\n　　主动\n公开\xa0 5 件 ")
    '主动公开 5 件'
    """
    if text.isalnum():
        return text
    if _UNCLEAN.search(text) is None:
        return text.strip()
    if "\n" in text:
        text = _WRAP.sub("", text)
    return _SPACES.sub(" ", re.sub(f"[{_INVISIBLE}]", "", text)).strip()


def raised(text: str) -> str:
    """Give text with raised digits: a note's number must not grow together with the number that it stands behind.

    >>> raised("[1]")
    '[¹]'
    """
    return text.translate(_RAISED)


def lowered(text: str) -> str:
    """Give text with lowered digits (下标).

    >>> lowered("1")
    '₁'
    """
    return text.translate(_LOWERED)


def unsure(text: str) -> str:
    """Give text with its digits marked as none to be counted: not to be seen on the page, or in another order there.

    >>> len(unsure("12件"))
    5
    """
    return _DIGIT.sub("\\g<0>\u2069", text)


def struck(text: str) -> str:
    """Give text with its digits struck out (删除线): what was crossed out is no digit of the number beside it.

    >>> len(struck("12件"))
    5
    """
    return _STRUCK.sub("\\g<0>\u0336", text)
