"""Documents kept (文档缓存): what is dear to read – PDF, scans, old Word – is read once, whatever is made of it later.

A vocabulary or a form that has changed costs such files no second reading. Others are read in less time than it would
take to keep them. A document is kept as text with a checksum, never as anything that could run; one that is damaged
is read anew.
"""

import json
import zlib
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

from gik.reading import read
from gik.reading.document import Document, Grid, GridCell, Paragraph

_MAGIC = b"gikdoc1\n"
_HEAD = len(_MAGIC) + 32
_DEAR = ("pdf", "scan", "doc")


def read_once(folder: str, name: str, data: bytes) -> Document:
    """Give what gik.reading.read() would, from the folder if it is kept there. Raises as read() does."""
    key = sha256(data).hexdigest()
    path = Path(folder, key[:2], key[2:])
    with suppress(OSError, ValueError, zlib.error):
        return _opened(path.read_bytes())
    document = read(name, data)
    if document.format in _DEAR:
        _keep(path, document)
    return document


def _packed(document: Document) -> bytes:
    blocks = [
        [
            block.start,
            block.end,
            block.place,
            *([block.cells] if isinstance(block, Grid) else [block.level, block.words]),
        ]
        for block in document.blocks
    ]
    about = [document.format, document.encoding, dict(document.claims), [dict(each) for each in document.findings]]
    body = zlib.compress(json.dumps([document.text, blocks, *about]).encode(), 1)
    return _MAGIC + sha256(body).digest() + body


def _opened(data: bytes) -> Document:
    head, body = data[:_HEAD], data[_HEAD:]
    if head != _MAGIC + sha256(body).digest():
        raise ValueError("damaged")
    text, blocks, form, encoding, claims, findings = json.loads(zlib.decompress(body))
    return Document(text, tuple(_block(*block) for block in blocks), form, encoding, claims, tuple(findings))


def _block(start: int, end: int, place: str, *rest: Any) -> Paragraph | Grid:
    if len(rest) == 1:
        return Grid(start, end, place, tuple(GridCell(*cell) for cell in rest[0]))
    level, words = rest
    return Paragraph(start, end, place, level, tuple((text, confidence) for text, confidence in words))


def _keep(path: Path, document: Document) -> None:
    """Put a document into its place, whole or not at all; where that can't be done, it is read again next time."""
    fresh = path.with_name(f".{uuid4().hex}")
    with suppress(OSError, MemoryError):
        data = _packed(document)
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            fresh.write_bytes(data)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
