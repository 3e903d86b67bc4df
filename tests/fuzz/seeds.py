"""What fuzzing begins with: small inputs for every target, and the marks of their formats."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.fuzz.words import WORDS
from tests.generator.word_files import paragraph, run
from tests.hostile import CASES

SAMPLES = Path(__file__).parent.parent / "samples" / "office"
# Old files aren't among them: another program is started for .doc, and the library that reads .xls may end the process.
FILES = ("report.docx", "elsewhere.docx", "report.xlsx", "elsewhere.xlsx", "outside.zip", "link.zip", "controls.zip")
FILES += ("locked.zip", "shells.zip", "objects.rtf", "cut.png", "secret.ods", "report.pdf")
PDFS = ("report.pdf", "actions.pdf", "locked.pdf", "no-xref.pdf", "no-meaning.pdf", "draws-itself.pdf")

_CELL = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"
_BODIES = (
    paragraph("一、概述", '<w:pStyle w:val="5"/>') + paragraph("受理5件。"),
    "<w:tbl><w:tr>"
    + _CELL.format('<w:vMerge w:val="restart"/>', paragraph("规章"))
    + _CELL.format('<w:gridSpan w:val="2"/>', paragraph("0"))
    + "</w:tr><w:tr>"
    + _CELL.format("<w:vMerge/>", "<w:p/>")
    + _CELL.format("", paragraph("1"))
    + "</w:tr></w:tbl>",
    f"<w:p><w:del>{run('旧')}</w:del><w:ins>{run('新')}</w:ins>"
    '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>'
    '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>',
    f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{paragraph('框')}</w:txbxContent></v:textbox></w:pict></w:r></w:p>",
)
_ROWS = (
    b'<row r="1"><c r="A1" t="inlineStr"><is><t>\xe8\xa7\x84\xe7\xab\xa0</t></is></c><c r="B1"><v>5</v></c></row>',
    b'<row><c t="s" s="1"><v>0</v></c><c t="str"><f>A1</f><v>7</v></c></row></sheetData>'
    b'<mergeCells><mergeCell ref="A1:B2"/>',
)
_RICH = (
    rb"\trowd\clvmgf\cellx1000\clmgf\cellx2000\pard\intbl \'b9\'ab\cell 1\cell\row\pard\par}",
    rb"{\fonttbl{\f0\fcharset134 a;}}\f0\uc1\u20844?{\super 2}{\*\x y}{\footnote z}{\shp{\*\shpinst{\shptxt q}}}1}",
)
_SAVED = (
    b"Content-Type: text/html; charset=gb2312\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<html><body><p>=B9=AB=BF=AA 5</p></body></html>\r\n--b--",
    b"Content-Type: text/css\r\n\r\np{}\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    b"PHRhYmxlPjx0cj48dGQ+6KeE56ugPC90ZD48dGQ+MDwvdGQ+PC90cj48L3RhYmxlPg==\r\n--b--",
)


def seeds(target: str) -> Sequence[bytes]:
    """Give what a target begins with."""
    made: Mapping[str, Sequence[bytes]] = {
        "word": [body.encode() for body in _BODIES],
        "sheet": _ROWS,
        "rtf": _RICH,
        "mht": _SAVED,
        "pdf": [CASES[name][0]().partition(b"\n")[2] for name in PDFS],
        "doc": [(SAMPLES / "report.doc").read_bytes()],
        "xls": [(SAMPLES / name).read_bytes() for name in ("raised.xls", "raised.ods")],
        "file": [CASES[name][0]() for name in FILES],
    }
    plain = ["".join(WORDS[start : start + 12]).encode() for start in range(0, len(WORDS), 12)]
    return made.get(target, plain)


def dictionary(target: str) -> Sequence[bytes]:
    """Give what a target's inputs are made of: words of reports, and the marks of the format."""
    return [*(word.encode() for word in WORDS), *_MARKS.get(target, b"").split()]


_MARKS: Mapping[str, bytes] = {
    "word": b"""<w:p> </w:p> <w:r> </w:r> <w:t> </w:t> <w:tbl> </w:tbl> <w:tr> </w:tr> <w:tc> </w:tc> <w:br/> <w:p/>
        <w:vMerge/> w:val="restart" w:val="9" <w:del> </w:del> <w:ins> </w:ins> <w:sdt> <w:sdtContent> <w:numId
        <w:fldChar w:fldCharType="end" w:fldCharType="separate" <w:rPr> <w:vanish/> <w:position <w:ruby> <w:pPr>
        w:id="2" <mc:AlternateContent> <mc:Choice> <mc:Fallback> <w:gridBefore <w:ilvl""",
    "sheet": b"""<row> </row> <c> </c> <v> </v> r="B2" r="XFD1048576" t="s" t="b" t="e" t="str" s="2" <is> <t> <f>
        <rPh> hidden="1" ref="A1:C3" <mergeCell 1e308 -1 45000.5 TRUE #REF!""",
    "rtf": rb"""\par \cell \row \trowd \cellx99 \clvmgf \clvmrg \clmgf \clmrg \intbl \pard \u20844 \u-24575 \uc2 \'b9
        \super \up8 \v \deleted \plain \f1 \s1 { } {\* \footnote \shptxt \nestcell \trleft-5 \line \tab \~ \bin3
        \outlinelevel1""",
    "mht": b"""Content-Type: text/html multipart/related boundary=b --b --b-- Content-Transfer-Encoding: base64
        charset=gb2312 quoted-printable =B9=AB Content-Location: cid:a message/rfc822 Subject: =?gb2312?B?ufo=?= """,
    "pdf": b"""obj endobj stream endstream xref trailer startxref << >> [ ] /Type /Page /Pages /Kids /Count /Filter
        /FlateDecode /LZWDecode /ASCII85Decode /RunLengthDecode /Length /DecodeParms /Predictor /Columns /MediaBox
        /Rotate /Font /ToUnicode /Encoding /XObject /Form /Image /Contents /ObjStm /XRef /W /Index /Encrypt /Root
        BT ET Tf Tj TJ Td Tm Do re cm Tm Q q BI ID EI 1 0 R -1 1e9 0.5""",
}
