"""Hostile PDF: streams that swell, trees and drawings without an end, actions, and fonts and tables that are lost."""

import zlib
from collections.abc import Callable, Mapping

from tests.hostile.texts import HEAD

_WORDS = "全年主动公开政府信息12条。"
_PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
_LOCK = b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>"
_FONT = {
    10: b"<< /Type /Font /Subtype /Type0 /BaseFont /Lost /Encoding /Identity-H /DescendantFonts [11 0 R]"
    b" /ToUnicode 12 0 R >>",
    11: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Lost /DW 1000 /FontDescriptor 13 0 R"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
    13: b"<< /Type /FontDescriptor /FontName /Lost /Flags 4 /Ascent 880 /Descent -120 /FontBBox [0 -120 1000 880] >>",
}
_MEANING = b"""/CIDInit /ProcSet findresource begin begincmap
1 begincodespacerange <0000> <ffff> endcodespacerange
1 beginbfrange <0000> <ffff> <0000> endbfrange endcmap end"""
# Everything by which a PDF can ask its reader to do something.
_ACTIONS = b"""<< /Type /Catalog /Pages 2 0 R
/OpenAction << /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9/'\\)) /Next << /S /Launch /F (touch gik-was-here)
 /Unix << /F (/bin/touch) /P (/tmp/gik-was-here.txt) >> >> >>
/AA << /WC << /S /SubmitForm /F (http://127.0.0.1:9/) >> >>
/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (this.exportDataObject\\({cName: 'a', nLaunch: 2}\\)) >>] >>
 /EmbeddedFiles << /Names [(a) << /Type /Filespec /F (../../../tmp/gik-was-here.txt) /EF << /F 4 0 R >> >>] >> >>
/AcroForm << /XFA 4 0 R /Fields [] >> >>"""


def pdf(objects: Mapping[int, bytes], trailer: bytes = b"/Root 1 0 R", end: bytes = b"") -> bytes:
    """Write a PDF without a cross-reference table, which every reader has to make up for itself."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, words) for number, words in objects.items())
    return b"%PDF-1.7\n" + body + b"trailer\n<< " + trailer + b" >>\n" + end + b"%%EOF\n"


def stream(data: bytes, words: bytes = b"", filters: bytes = b"/FlateDecode") -> bytes:
    """Give a stream, packed as its filters say."""
    for _ in range(filters.count(b"/FlateDecode")):
        data = zlib.compress(data, 9)
    return b"<< /Length %d /Filter [%s] %s >>\nstream\n%s\nendstream" % (len(data), filters, words, data)


def paged(pages: bytes = _PAGES, content: bytes = b"", resources: bytes = b"") -> dict[int, bytes]:
    """Give the objects of a PDF of one page, and of what it draws."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %s >> >>" % resources
    return {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: pages, 3: page, 4: content or stream(b"")}


def _report(meaning: bytes = b"", content: bytes = b"") -> dict[int, bytes]:
    """Give the objects of a report of three lines, in a font that isn't there; its codes are those of Unicode."""
    lines = [f"1 0 0 1 60 {780 - 20 * n} Tm <{words.encode('utf-16-be').hex()}> Tj" for n, words in enumerate(_lines())]
    drawn = b"BT /F 12 Tf %s ET %s" % ("\n".join(lines).encode(), content)
    objects = paged(content=stream(drawn), resources=b"/Font << /F 10 0 R >> /XObject << /X 20 0 R >>")
    return {**objects, **_FONT, 12: meaning or stream(_MEANING)}


def _lines() -> list[str]:
    return (HEAD + _WORDS).split("\n")


def _tree(depth: int) -> dict[int, bytes]:
    nodes = {n: b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 1) for n in range(100, 100 + depth)}
    return {**paged(nodes.pop(100).replace(b"[", b"[ ")), **nodes, 100 + depth: paged()[3]}


def _many(count: int) -> dict[int, bytes]:
    kids = b" ".join(b"%d 0 R" % number for number in range(100, 100 + count))
    pages = {100 + n: paged()[3] for n in range(count)}
    return {**paged(b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)), **pages}


def _forms(depth: int, times: int) -> dict[int, bytes]:
    """Draw a form that draws the next one ten times, and so on: the many laughs in PDF's own words."""
    head = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>"
    forms = {20 + n: stream(b"/X Do " * times, head % (21 + n)) for n in range(depth)}
    return {**_report(content=b"/X Do "), **forms, 20 + depth: stream(b"", head % 0)}


def _lzw(count: int) -> bytes:
    """Pack zeros as tightly as LZW does: every code stands for one byte more than the one before."""
    bits = "".join(_codes(count))
    data = int(bits.ljust(-len(bits) // 8 * -8, "0"), 2).to_bytes(-(-len(bits) // 8))
    return b"<< /Length %d /Filter /LZWDecode >>\nstream\n%s\nendstream" % (len(data), data)


def _codes(count: int) -> list[str]:
    codes = []
    while count > 0:
        codes.append(f"{256:0{12 if codes else 9}b}")
        for n in range(3_800):
            code = 257 + n if n else 0
            width = 9 + sum(code >= most for most in (511, 1_023, 2_047))
            codes.append(f"{code:0{width}b}")
            count -= n + 1
    return codes


def _picture(width: int, page: int) -> dict[int, bytes]:
    """Give a page that is a picture, each side of it so many points or pixels long."""
    image = b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 1 /ColorSpace /DeviceGray"
    objects = paged(content=stream(b"600 0 0 800 0 0 cm /X Do"), resources=b"/XObject << /X 20 0 R >>")
    sized = objects[3].replace(b"595 842", b"%d %d" % (page, page))
    return {**objects, 3: sized, 20: stream(bytes(width * width // 8), image % (width, width))}


def _packed_objects(size: int) -> dict[int, bytes]:
    held = b"20 0 " + bytes(size)
    return {**_report(), 30: stream(held, b"/Type /ObjStm /N 1 /First 5"), 20: b"<< >>"}


def _cross_reference(size: int) -> bytes:
    at = len(b"%PDF-1.7\n")
    words = b"/Type /XRef /Size 9 /W [1 2 1] /Root 1 0 R"
    return b"%%PDF-1.7\n7 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(bytes(size), words), at)


_NINES = 300_000_000
_COLUMNS = b"/DecodeParms << /Predictor 15 /Columns 2000000000 >>"

PDFS: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "report.pdf": (lambda: pdf(_report()), ""),
    "actions.pdf": (lambda: pdf({**_report(), 1: _ACTIONS}), ""),
    "elsewhere.pdf": (lambda: pdf({**_report(), 12: b"<< /Length 0 /F (/etc/passwd) >>\nstream\n\nendstream"}), "损坏"),
    "no-font.pdf": (lambda: pdf({**_report(), 10: b"null"}), "没有中文"),
    "no-meaning.pdf": (lambda: pdf({**_report(), 12: b"null"}), ""),
    "no-xref.pdf": (lambda: pdf(_report(), end=b"startxref\n999999\n"), ""),
    "xref-loop.pdf": (lambda: pdf(_report(), b"/Root 1 0 R /Prev 9", b"xref\n0 0\nstartxref\n9\n"), ""),
    "no-pages.pdf": (lambda: pdf({**_report(), 2: b"null"}), ""),
    "million-pages.pdf": (lambda: pdf(paged(b"<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>")), "没有"),
    "many-pages.pdf": (lambda: pdf(_many(2_000)), "500页"),
    "kids.pdf": (lambda: pdf(paged(b"<< /Type /Pages /Kids [%s] /Count 9 >>" % (b"3 0 R " * 30_000))), "没有"),
    "loop.pdf": (lambda: pdf(paged(b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>")), "没有"),
    "tree.pdf": (lambda: pdf(_tree(20_000)), "嵌套"),
    "arrays.pdf": (lambda: pdf(paged(content=stream(b"[" * 100_000))), "没有"),
    "bomb.pdf": (lambda: pdf(paged(content=stream(bytes(_NINES)))), "20000000字节"),
    "bomb-in-bomb.pdf": (
        lambda: pdf(paged(content=stream(bytes(_NINES), filters=b"/FlateDecode /FlateDecode"))),
        "20000000字节",
    ),
    "lzw.pdf": (lambda: pdf(paged(content=_lzw(30_000_000))), "20000000字节"),
    "runs.pdf": (
        lambda: pdf(paged(content=stream(b"\x81\0" * 300_000, filters=b"/FlateDecode /RunLengthDecode"))),
        "20000000字节",
    ),
    "columns.pdf": (lambda: pdf(paged(content=stream(bytes(100), _COLUMNS))), "20000000字节"),
    "meaning.pdf": (lambda: pdf(_report(stream(_MEANING + bytes(_NINES)))), "20000000字节"),
    "font.pdf": (
        lambda: pdf(
            {
                **_report(b"null"),
                13: _FONT[13].replace(b" >>", b" /FontFile2 14 0 R >>"),
                14: stream(bytes(_NINES), b"/Length1 9"),
            }
        ),
        "50000000字节",
    ),
    "objects.pdf": (lambda: pdf(_packed_objects(_NINES)), "20000000字节"),
    "xref.pdf": (lambda: _cross_reference(_NINES), "20000000字节"),
    "laughs.pdf": (lambda: pdf(_forms(12, 10)), "20000000字节"),
    "draws-itself.pdf": (
        lambda: pdf(
            {
                **_report(content=b"/X Do"),
                20: stream(b"/X Do", b"/Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 20 0 R >> >>"),
            }
        ),
        "",
    ),
    "glyphs.pdf": (lambda: pdf(_report(content=b"BT /F 9 Tf 1 0 0 1 9 9 Tm <%s> Tj ET" % (b"89c4" * 60_000))), ""),
    "picture.pdf": (lambda: pdf(_picture(40_000, 600)), "像素"),
    "wide.pdf": (lambda: pdf(_picture(100, 14_400_000)), ""),
    "rules.pdf": (lambda: pdf(_report(content=b"0 0 1 1 re f " * 12_000)), "框线"),
    "boxes.pdf": (lambda: pdf(_report(content=b"9 9 m 99 99 l S " * 4_000)), ""),
    "locked.pdf": (lambda: pdf({**paged(), 5: _LOCK}, b"/Root 1 0 R /Encrypt 5 0 R /ID [<41> <41>]"), "加密"),
    "cut.pdf": (lambda: b"%PDF-1.7\n1 0 obj\n<< /Type", "损坏"),
}
"""Name → how the bytes are made, and what the reason for refusing them says; empty where any end is fine."""
