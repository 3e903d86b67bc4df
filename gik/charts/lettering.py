"""Lettering (字形): the font that comes with gik, and words in signs that it has: no chart shows empty boxes."""

from contextlib import AbstractContextManager
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from unicodedata import category

from matplotlib import font_manager


@cache
def font_name() -> str:
    """Register the packaged Chinese font (Noto Sans SC) with matplotlib and give its name."""
    with _font_file() as path:
        font_manager.fontManager.addfont(path)
        return font_manager.FontProperties(fname=path).get_name()


def drawable(text: str) -> str:
    r"""Give words in one line that the font can draw; what it hasn't, and what can't be seen, is shown by its code.

    Different words stay different, names that differ by an unseen sign alone too.

    >>> drawable("云溪市\N{WATER WAVE}中心"), drawable("a\r\nb")
    ('云溪市<U+1F30A>中心', 'a<U+000D><U+000A>b')
    """
    known = _signs()
    return "".join(sign if ord(sign) in known else f"<U+{ord(sign):04X}>" for sign in text)


@cache
def _signs() -> frozenset[int]:
    with _font_file() as path:
        signs = font_manager.get_font(path).get_charmap()
    return frozenset(sign for sign in signs if chr(sign).isprintable() or category(chr(sign)) == "Zs")


def _font_file() -> AbstractContextManager[Path]:
    return as_file(files("pylopdf_fonts_zh_cn").joinpath("NotoSansSC-Regular.otf"))
