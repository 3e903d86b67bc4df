"""The head of a rich text file: its code page, the code pages of its fonts, and the levels of its heading styles."""

import codecs
import re

from gik.definitions import definition

# Nothing of the head stands behind this.
_LONGEST = 1_000_000
DEFAULT = "gb18030"


def code_page(data: bytes) -> str:
    r"""Give the codec of a file's own code page.

    >>> code_page(rb"{\rtf1\ansi\ansicpg936")
    'gb18030'
    """
    page = re.search(rb"\\ansicpg(\d{1,5})", data[:2000])
    try:
        name = codecs.lookup(f"cp{page[1].decode()}").name if page else DEFAULT
    except LookupError:
        return DEFAULT
    return DEFAULT if name == "gbk" else name


def fonts(data: bytes) -> dict[int, str]:
    """Give the codec of every font; fonts for Western text are used for all sorts of bytes, and say nothing."""
    charsets, page = definition("rtf.toml")["charsets"], code_page(data)
    found = re.findall(rb"\\f(\d{1,6})(?:\\[^;}]*?)?\\fcharset(\d{1,3})", data[:_LONGEST])
    return {int(font): charsets.get(charset.decode(), page) for font, charset in found}


def heading_levels(data: bytes) -> dict[int, int]:
    """Give the level, 1 to 6, of every paragraph style that is a heading's."""
    named = re.findall(rb"\{\\s(\d{1,6})[^{};]*?[ \n]heading ([1-6]);", data[:_LONGEST], re.I)
    stated = re.findall(rb"\{\\s(\d{1,6})[^{};]*?\\outlinelevel([0-5])\D", data[:_LONGEST])
    return {int(s): int(level) for s, level in named} | {int(s): int(level) + 1 for s, level in stated}
