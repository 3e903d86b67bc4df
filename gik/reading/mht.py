"""Saved pages (.mht, .mhtml) → Document: the page among the parts of the message.

Nothing that the page points to is fetched.
"""

from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from gik.errors import UnreadableFile
from gik.limits import require
from gik.reading.decoding import decode
from gik.reading.document import Document
from gik.reading.html import read_html


def read_mht(data: bytes) -> Document:
    """Give the document of a saved page: of its main part, or where that holds no words, of the first that does.

    Raises UnreadableFile where no part is a page with words.
    """
    message = message_from_bytes(data)
    parts = [part for part in message.walk() if not part.is_multipart()]
    require("members", len(parts), "网页存档")
    pages = [part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    root = message.get_param("start")
    pages.sort(key=lambda part: part.get("Content-ID") != root)
    reason = "网页存档（MHTML）中没有网页"
    for at, page in enumerate(pages, start=1):
        try:
            document = _read(page, message)
        except UnreadableFile as error:
            reason = str(error)
            continue
        frames = sum(_has_table(other, message) for other in pages[at:])
        told = {"rule": "object.unread", "place": "document", "wording": "zh_frames", "count": frames}
        return replace(document, findings=(*document.findings, told)) if frames else document
    raise UnreadableFile(reason)


def _has_table(page: Message, message: Message) -> bool:
    """Say whether a page has a table of data, which isn't read with the page that it is a frame of."""
    try:
        return bool(_read(page, message).grids)
    except UnreadableFile:
        return False


def _read(page: Message, message: Message) -> Document:
    content = page.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise UnreadableFile("网页存档（MHTML）中的网页已损坏，请重新保存网页")
    document = read_html(*decode(content))
    url = str(page.get("Content-Location") or message.get("Snapshot-Content-Location") or "").strip()
    claims = {**({"url": url} if url.startswith(("http://", "https://")) else {}), **document.claims}
    return replace(document, format="mht", claims=claims)
