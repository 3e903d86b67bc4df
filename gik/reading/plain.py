"""Plain text (.txt) → Document: one paragraph a line."""

from functools import cache
from itertools import chain, count

from gik.limits import require
from gik.reading.document import Document, Paragraph

_KEPT = 1000  # names of lines
_INVISIBLE = " \t\v\f\r\u00a0\u3000\u200b\ufeff"


def read_plain(text: str, encoding: str) -> Document:
    r"""Give the document of a plain text: as decoded, with ``\r\n`` and ``\r`` as ``\n`` and nothing else changed.

    The byte order mark is no part of the text. Places are ``line 71``, counted from 1, blank lines included.
    Raises UnreadableFile for a text beyond the limit of characters.

    >>> read_plain("甲\r\n\r\n乙", "utf-8").blocks[1]
    Paragraph(start=3, end=4, place='line 3', level=0, words=())
    """
    require("characters", len(text), "正文")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    new, blocks = tuple.__new__, list[Paragraph]()
    start = 0
    places = chain(_places(), (f"line {number}" for number in count(_KEPT + 1)))
    for place, line in zip(places, text.split("\n"), strict=False):
        end = start + len(line)
        if line.strip(_INVISIBLE):
            blocks.append(new(Paragraph, (start, end, place, 0, ())))
        start = end + 1
    return Document(text, tuple(blocks), "txt", encoding)


@cache
def _places() -> tuple[str, ...]:
    """Give the places of the first lines, which every text has."""
    return tuple([f"line {number}" for number in range(1, _KEPT + 1)])
