"""What must hold for every input: nothing is raised but UnreadableFile, spans are exact, and no number is made up."""

from collections.abc import Callable, Mapping
from io import BytesIO
from unittest.mock import patch
from zipfile import ZipFile

from gik.errors import UnreadableFile
from gik.identity import identify
from gik.numbers import read_cell
from gik.outline import outline
from gik.prose import read_figures
from gik.reading import Document, Paragraph, read
from gik.reading.splitting import split
from gik.reading.string_looks import marked_strings
from gik.refusals import refusal
from gik.tables import read_tables
from tests.fuzz.files import good
from tests.generator.word_files import package, packed


def read_text(data: bytes) -> None:
    """Read bytes as a text without line ends of other systems, whatever it may look like."""
    _require_exact(read("a.txt", "。".encode() + data.decode("utf-8", "ignore").encode()))


def read_page(data: bytes) -> None:
    """Read bytes as the body of a page."""
    _require_exact(read("a.html", b"<html><body>" + data.decode("utf-8", "ignore").encode()))


def read_number(data: bytes) -> None:
    """Read bytes as the words of a table's cell."""
    words = data.decode("utf-8", "ignore")
    reading = read_cell(words)
    assert (reading.value is None) == (reading.state != "number"), (words, reading)
    assert reading.state != "number" or any(char.isnumeric() or char in "〇两" for char in words), (words, reading)


def read_word(data: bytes) -> None:
    """Read bytes as the body of a Word document."""
    _require_exact(read("a", package(data.decode("utf-8", "ignore"))))


def read_sheet(data: bytes) -> None:
    """Read bytes as the first sheet of a workbook."""
    with ZipFile(BytesIO(good("xlsx"))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    head, _, _ = parts["xl/worksheets/sheet1.xml"].partition(b"<sheetData")
    parts["xl/worksheets/sheet1.xml"] = head + b"<sheetData>" + data + b"</sheetData></worksheet>"
    read_file(packed(parts))


def read_rtf(data: bytes) -> None:
    """Read bytes as rich text."""
    _require_exact(read("a", b"{\\rtf1\\ansi\\ansicpg936 " + data))


def read_saved_page(data: bytes) -> None:
    """Read bytes as a page saved in one file."""
    read_file(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\n" + data)


def read_pdf(data: bytes) -> None:
    """Read bytes as a PDF."""
    _require_exact(read("a", b"%PDF-1.4\n" + data))


def read_old_word(data: bytes) -> None:
    """Read bytes as an old Word document, without LibreOffice, which takes seconds for each."""
    with patch("shutil.which", return_value=None):
        _require_exact(read("a", data))


def read_old_workbook(data: bytes) -> None:
    """Read bytes as an old workbook, but for what a library of another language does: it may end the process."""
    for plain, marked in marked_strings(data).items():
        assert len(plain) == len(marked), (plain, marked)


def read_file(data: bytes) -> None:
    """Read bytes as a file of whatever kind they show themselves to be."""
    for part in split("a", data):
        if not part.reason:
            _require_exact(part.document or read("a", part.data))


def _require_exact(document: Document) -> None:
    text = document.text
    for block in document.blocks:
        assert 0 <= block.start <= block.end <= len(text), block
        assert not isinstance(block, Paragraph) or "\n" not in text[block.start : block.end], block
    tables = read_tables(document)
    refusal(document, tables.form)
    sections = outline(document, tables.spans)
    assert "".join(text[section.start : section.end] for section in sections) == text
    identity = identify(document, sections, "a.txt")
    solid = _solid(text)
    for cell in tables.cells:
        assert (cell.value is None) == (cell.state != "number"), cell
        for words in cell.text.split(" | "):
            assert _solid(words) in solid, cell
    for figure in read_figures(text, sections, tables.spans, identity.year):
        assert text[figure.start : figure.end] == figure.text, figure
        assert figure.text, figure


def _solid(words: str) -> str:
    return "".join(words.split())


def refusing(target: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """Give a target that takes a file's being refused with a reason for an answer."""

    def run(data: bytes) -> None:
        try:
            target(data)
        except UnreadableFile as error:
            assert str(error)

    return run


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "text": refusing(read_text),
    "page": refusing(read_page),
    "number": read_number,
    "word": refusing(read_word),
    "sheet": refusing(read_sheet),
    "rtf": refusing(read_rtf),
    "mht": refusing(read_saved_page),
    "pdf": refusing(read_pdf),
    "doc": refusing(read_old_word),
    "xls": refusing(read_old_workbook),
    "file": refusing(read_file),
}
"""Name → what is done with the bytes; a crash is kept as ``tests/samples/crashes/<name>-…``."""
