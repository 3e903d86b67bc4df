"""Hostile workbooks: what points elsewhere, what would run, and what unfolds without an end."""

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.hostile.packed import changed, zipped
from tests.hostile.texts import HEAD

SAMPLES = Path(__file__).parent.parent / "samples" / "office"
ELSEWHERE = "http://127.0.0.1:9/gik"
MACROS = b"\xd0\xcf\x11\xe0 Sub AutoOpen() Shell touch /tmp/gik-was-here.txt"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
LAUGHS = f'<!DOCTYPE x [<!ENTITY l0 "规章">{_ENTITIES}]>'
SECRET = '<!DOCTYPE x [<!ENTITY p SYSTEM "file:///etc/passwd">]>'
_SHEET = '<sheet name="表" sheetId="1" r:id="s"/>'


def relations(*entries: tuple[str, str, str]) -> bytes:
    """Give a part of relations: id, kind and target; what is elsewhere is said to be external."""
    made = "".join(
        f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
        for name, kind, target in entries
        for mode in (("External",) if "://" in target else ("Internal",))
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{made}</Relationships>'.encode()


def _book(
    cells: str,
    rest: str = "",
    strings: str = "",
    sheets: str = _SHEET,
    target: str = "worksheets/sheet1.xml",
    prologue: str = "",
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """Give a workbook of one sheet, below the head of a report."""
    head = "".join(_row(_text(words), number=n) for n, words in enumerate(HEAD.split(), start=1))
    return zipped(
        {
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEETS}"><dimension ref="A1:XFD1048576"/>'
            f"<sheetData>{head}{cells}</sheetData>{rest}</worksheet>".encode(),
            "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>'.encode(),
            "_rels/.rels": relations(("r", "officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}">'
            f"<sheets>{sheets}</sheets></workbook>".encode(),
            "xl/_rels/workbook.xml.rels": relations(
                ("s", "worksheet", target),
                ("t", "sharedStrings", "sharedStrings.xml"),
                ("x", "externalLink", "externalLinks/externalLink1.xml"),
                ("m", "vbaProject", "vbaProject.bin"),
            ),
            "xl/sharedStrings.xml": f'{prologue}<sst xmlns="{_SHEETS}">{strings}</sst>'.encode(),
            **(more or {}),
        }
    )


def _row(*cells: str, number: int = 3) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _text(words: str) -> str:
    return f'<c t="inlineStr"><is><t>{words}</t></is></c>'


def _rows(count: int, *cells: str) -> str:
    return "".join(_row(_text(f"规章{n}"), *cells, number=n) for n in range(3, 3 + count))


_LABEL = _text("规章")
_ELSEWHERE_CELLS = _row(
    _LABEL,
    "<c><f>[1]Sheet1!A1</f><v>12</v></c>",
    "<c><f>cmd|'/c calc'!A0</f></c>",
    f'<c><f>WEBSERVICE("{ELSEWHERE}")</f></c>',
)
_ELSEWHERE_PARTS = {
    "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{_SHEETS}">'
    '<ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'.encode(),
    "xl/externalLinks/_rels/externalLink1.xml.rels": relations(("r", "externalLinkPath", "file:///etc/passwd")),
    "xl/connections.xml": f'<connections xmlns="{_SHEETS}"><connection id="1">'
    f'<webPr url="{ELSEWHERE}"/></connection></connections>'.encode(),
}


def _ods(rows: str, prologue: str = "") -> bytes:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    sheet = f'<table:table table:name="表">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
    return zipped(
        {
            "content.xml": f"{prologue}<office:document-content {names}>{body}</office:document-content>".encode(),
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": b"<manifest/>",
        }
    )


def _repeated(rows: int, columns: int) -> str:
    cell = f'<table:table-cell office:value-type="float" office:value="7" table:number-columns-repeated="{columns}"'
    row = f'<table:table-row table:number-rows-repeated="{rows}">'
    return f"{row}{cell}><text:p>7</text:p></table:table-cell></table:table-row>"


def written_over(data: bytes, start: float, filler: bytes, step: int = 0) -> bytes:
    """Give a file with bytes from some part of it on written over: once, or in every step."""
    changing = bytearray(data)
    for at in range(int(len(data) * start), len(data) - len(filler), step or len(data)):
        changing[at : at + len(filler)] = filler
    return bytes(changing)


def _old(start: float, filler: bytes, step: int = 0) -> Callable[[], bytes]:
    return lambda: written_over((SAMPLES / "report.xls").read_bytes(), start, filler, step)


BOOKS: Mapping[str, tuple[Callable[[], bytes], str]] = {
    "report.xlsx": (lambda: _book(_row(_LABEL, "<c><v>12</v></c>")), ""),
    "elsewhere.xlsx": (lambda: _book(_ELSEWHERE_CELLS, more=_ELSEWHERE_PARTS), ""),
    "macros.xlsm": (lambda: _book(_row(_LABEL, "<c><v>12</v></c>"), more={"xl/vbaProject.bin": MACROS}), ""),
    "outside.xlsx": (
        lambda: _book("", target="../../../../../etc/passwd", more={"../../gik-was-here": b""}),
        "没有内容",
    ),
    "laughs.xlsx": (lambda: _book(_row('<c t="s"><v>0</v></c>'), strings="<si><t>&l11;</t></si>", prologue=LAUGHS), ""),
    "secret.xlsx": (
        lambda: _book(_row('<c t="s"><v>0</v></c>'), strings="<si><t>&p;</t></si>", prologue=SECRET),
        "DTD",
    ),
    "strings.xlsx": (
        lambda: _book(_rows(900, '<c t="s"><v>0</v></c>' * 90), strings=f"<si><t>{'规 章' * 200_000}</t></si>"),
        "倍压缩比",
    ),
    "strings-within.xlsx": (
        lambda: _book(_rows(900, '<c t="s"><v>0</v></c>' * 90), strings=f"<si><t>{'规 章' * 90_000}</t></si>"),
        "3000000字",
    ),
    "corner.xlsx": (lambda: _book('<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>'), ""),
    "merged.xlsx": (
        lambda: _book(
            '<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>',
            "<mergeCells>" + '<mergeCell ref="A3:XFD1048576"/>' * 9_000 + "</mergeCells>",
        ),
        "个单元格",
    ),
    "cells.xlsx": (lambda: _book(_rows(5_000, "".join(f"<c><v>{n}</v></c>" for n in range(200)))), "个单元格"),
    "empty-cells.xlsx": (lambda: _book(_rows(5_000, "".join(f'<c s="{n}"/>' for n in range(200)))), ""),
    "sheets.xlsx": (
        lambda: _book(
            _rows(2_000, "".join(f"<c><v>{n}</v></c>" for n in range(20))),
            sheets="".join(_SHEET.replace("表", f"表{n}") for n in range(3_000)),
        ),
        "",
    ),
    "nested.xlsx": (lambda: _book(_row(_LABEL), "<extLst>" * 5_000 + "</extLst>" * 5_000), "嵌套"),
    "understated.xlsx": (lambda: changed(_book(_row(_LABEL)), size=10), "损坏"),
    "cut.xlsx": (lambda: _book(_row(_LABEL))[:900], "损坏"),
    "repeated.ods": (lambda: _ods(_repeated(1_048_576, 16_384)), "损坏"),
    "repeated-within.ods": (lambda: _ods(_repeated(300, 1_000)), "个单元格"),
    "laughs.ods": (lambda: _ods(_repeated(1, 1).replace(">7<", ">&l11;<"), LAUGHS), ""),
    "secret.ods": (lambda: _ods(_repeated(1, 1).replace(">7<", ">&p;<"), SECRET), ""),
    "bomb.ods": (lambda: _ods(_repeated(1, 1) + " " * 90_000_000), "倍压缩比"),
    "understated.ods": (lambda: changed(_ods(_repeated(1, 1) + " " * 50_000_000), size=10), "损坏"),
    "ones.xls": (_old(0.2, b"\xff" * 4, 512), "意外终止"),
    "zeros.xls": (_old(0.3, bytes(64), 1_024), ""),
    "lengths.xls": (_old(0.12, b"\xff\x7f", 97), ""),
    "head.xls": (_old(0.002, b"\xff\xff\xff\x7f", 16), ""),
    "cut.xls": (lambda: (SAMPLES / "report.xls").read_bytes()[:3_000], ""),
}
"""Name → how the bytes are made, and what the reason for refusing them says; empty where any end is fine."""
