"""Plain text (.txt) → Document: one paragraph a line."""

from gik.limits import require
from gik.reading.document import Document, Paragraph

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
    for number, line in enumerate(text.split("\n"), start=1):
        end = start + len(line)
        if line.strip(_INVISIBLE):
            blocks.append(new(Paragraph, (start, end, f"line {number}", 0, ())))
        start = end + 1
    return Document(text, tuple(blocks), "txt", encoding)
