"""Hostile Word documents, RTF and saved pages: what points elsewhere, what would run, and what nests without an end."""

from collections.abc import Callable, Mapping

from tests.hostile.books import ELSEWHERE, LAUGHS, MACROS, SAMPLES, SECRET, relations, written_over
from tests.hostile.packed import compound, zipped
from tests.hostile.texts import HEAD

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_WORDS = "全年主动公开政府信息12条。"


def word(body: str, prologue: str = "", more: Mapping[str, bytes] | None = None) -> bytes:
    """Give a Word document, with parts beside its main one."""
    document = f'<?xml version="1.0"?>{prologue}<w:document {_W}><w:body>{body}</w:body></w:document>'
    return zipped(
        {
            "[Content_Types].xml": _TYPES.encode(),
            "_rels/.rels": relations(("r", "officeDocument", "word/document.xml")),
            "word/document.xml": document.encode(),
            **(more or {}),
        }
    )


def _paragraph(words: str, before: str = "") -> str:
    return f"<w:p><w:r>{before}<w:t>{words}</w:t></w:r></w:p>"


_REPORT = "".join(map(_paragraph, (HEAD + _WORDS).split("\n")))
_CODES = (f'INCLUDEPICTURE "{ELSEWHERE}"', 'INCLUDETEXT "/etc/passwd"', 'DDEAUTO c:\\\\cmd "/c calc"')
_FIELDS = "".join(_paragraph("", f"<w:instrText>{code}</w:instrText>") for code in _CODES)
_ELSEWHERE_PARTS = {
    "word/_rels/document.xml.rels": relations(
        ("t", "attachedTemplate", ELSEWHERE),
        ("i", "image", ELSEWHERE),
        ("o", "oleObject", "file:///etc/passwd"),
        ("a", "aFChunk", "../../../../etc/passwd"),
        ("s", "styles", "/../../etc/passwd"),
        ("m", "vbaProject", "vbaProject.bin"),
    ),
    "word/vbaProject.bin": MACROS,
    "word/embeddings/oleObject1.bin": MACROS,
    "../../../tmp/gik-was-here.txt": MACROS,
}


def _styled(styles: str, prologue: str = "") -> bytes:
    """Give a report with a part of styles."""
    part = f"{prologue}<w:styles {_W}>{styles}</w:styles>".encode()
    return word(
        _REPORT,
        more={"word/_rels/document.xml.rels": relations(("s", "styles", "styles.xml")), "word/styles.xml": part},
    )


def _noted(count: int) -> bytes:
    """Give a report with footnotes each of which refers to itself and to all others."""
    refer = "".join(f'<w:r><w:footnoteReference w:id="{n}"/></w:r>' for n in range(count))
    notes = "".join(
        f'<w:footnote w:id="{n}"><w:p><w:r><w:t>注</w:t></w:r>{refer}</w:p></w:footnote>' for n in range(count)
    )
    parts = {
        "word/_rels/document.xml.rels": relations(("f", "footnotes", "footnotes.xml")),
        "word/footnotes.xml": f"<w:footnotes {_W}>{notes}</w:footnotes>".encode(),
    }
    return word(f"{_REPORT}<w:p>{refer}</w:p>", more=parts)


def _table(row: str, count: int) -> str:
    return f"<w:tbl>{row * count}</w:tbl>"


def _cell(properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{_paragraph('7')}</w:tc>"


def _mht(count: int) -> bytes:
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n'
    return head + b"--x\r\nContent-Type: text/html\r\n\r\n<p>0\r\n" * count + b"--x--\r\n"


def _mht_within(depth: int) -> bytes:
    head = 'Content-Type: multipart/related; boundary="b{0}"\r\n\r\n--b{0}\r\n'
    nested = "".join(head.format(n) for n in range(depth))
    return f"MIME-Version: 1.0\r\n{nested}Content-Type: text/html\r\n\r\n<p>{_WORDS}".encode()


DOCUMENTS: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "report.docx": (lambda: word(_REPORT), ""),
    "elsewhere.docx": (lambda: word(_REPORT + _FIELDS, more=_ELSEWHERE_PARTS), ""),
    "macros.docm": (lambda: word(_REPORT, more={"word/vbaProject.bin": MACROS}), ""),
    "bomb.docx": (lambda: word(_paragraph(" " * 90_000_000)), "倍压缩比"),
    "laughs.docx": (lambda: word(_paragraph("&l11;"), LAUGHS), ""),
    "secret.docx": (lambda: word(_paragraph("&p;"), SECRET), "DTD"),
    "secret-styles.docx": (lambda: _styled("&p;", SECRET), "DTD"),
    "styles.docx": (
        lambda: _styled("".join(f'<w:style w:styleId="a{n}"><w:basedOn w:val="a{1 - n}"/></w:style>' for n in (0, 1))),
        "",
    ),
    "notes.docx": (lambda: _noted(40), ""),
    "nested.docx": (
        lambda: word("<w:tbl><w:tr><w:tc>" * 5_000 + _paragraph("规章") + "</w:tc></w:tr></w:tbl>" * 5_000),
        "嵌套",
    ),
    "nested-within.docx": (
        lambda: word("<w:tbl><w:tr><w:tc>" * 80 + _paragraph("规章") + "</w:tc></w:tr></w:tbl>" * 80),
        "",
    ),
    "cells.docx": (lambda: word(_table(f"<w:tr>{_cell() * 100}</w:tr>", 2_000)), "倍压缩比"),
    "cells-within.docx": (
        lambda: word(_table("<w:tr>" + "".join(_cell(f"<w:x w:n='{n * n}'/>") for n in range(500)) + "</w:tr>", 300)),
        "个单元格",
    ),
    "spans.docx": (
        lambda: word(
            _REPORT + _table("<w:tr>" + _cell('<w:gridSpan w:val="2000000000"/><w:vMerge/>') * 9 + "</w:tr>", 99)
        ),
        "",
    ),
    "locked.docx": (lambda: compound("EncryptedPackage"), "加密"),
    "cut.doc": (lambda: compound("WordDocument"), "无法读取"),
    "ones.doc": (lambda: written_over((SAMPLES / "report.doc").read_bytes(), 0.1, b"\xff" * 8, 512), ""),
    "braces.rtf": (lambda: b"{\\rtf1 " + b"{" * 200_000 + b"x", "嵌套"),
    "cells.rtf": (
        lambda: b"{\\rtf1 \\trowd" + b"\\cellx1" * 50_000 + b"\\intbl 7\\cell" * 150_000 + b"\\row}",
        "个单元格",
    ),
    "objects.rtf": (
        lambda: (
            b"{\\rtf1{\\object\\objautlink{\\*\\objclass cmd}{\\*\\objdata d0cf}}{\\field{\\*\\fldinst INCLUDETEXT"
            b' "/etc/passwd"}{\\fldrslt x}}{\\*\\template http://127.0.0.1:9/}}'
        ),
        "",
    ),
    "parts.mht": (lambda: _mht(20_000), "个成员"),
    "parts-in-parts.mht": (lambda: _mht_within(5_000), ""),
}
"""Name → how the bytes are made, and what the reason for refusing them says; empty where any end is fine."""
