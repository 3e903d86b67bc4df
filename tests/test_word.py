"""Word files: what stands in them, in reading order, as it prints once all changes are accepted."""

import subprocess
from pathlib import Path

import pytest

from gik.errors import UnreadableFile
from gik.findings import finding
from gik.limits import limits
from gik.reading import Document, Grid, Paragraph, read
from gik.reading.numbering import printed_number
from gik.tables import read_tables
from tests.generator.word_files import W, package, packed, paragraph, run

SAMPLES = Path(__file__).parent / "samples" / "office"


def word(body: str, notes: str = "") -> Document:
    return read("a", package(body, notes))


def lines(document: Document) -> list[str]:
    return document.text.splitlines()


def cell(words: str, about: str = "") -> str:
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{words if words.startswith('<') else paragraph(words)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def grid(body: str) -> list[tuple[str, int, int, int, int]]:
    (found,) = [block for block in word(body).blocks if isinstance(block, Grid)]
    return [(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in found.cells]


RAISED, LOWERED, LEVEL = (f'<w:vertAlign w:val="{at}"/>' for at in ("superscript", "subscript", "baseline"))
STRUCK, UNSTRUCK = "<w:strike/>", '<w:strike w:val="0"/>'
LIFTED, STRAIGHT, SUNK = (f'<w:position w:val="{height}"/>' for height in (10, 2, -6))
NOTED = '<w:rStyle w:val="raised"/>'
SHOWN = '<w:vanish w:val="0"/>'
FORMULA = (
    '<m:oMath xmlns:m="m"><m:sSup><m:e><m:r><m:t>5</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>'
    "<m:sSub><m:e><m:r><m:t>7</m:t></m:r></m:e><m:sub><m:r><m:t>1</m:t></m:r></m:sub></m:sSub>"
    "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
)
UNFILLED = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击输入')}</w:sdtContent></w:sdt>"
RUBY = f"<w:ruby><w:rubyPr/><w:rt>{run('shù')}</w:rt><w:rubyBase>{run('数')}</w:rubyBase></w:ruby>"
DELETED = '<w:del w:id="1" w:author="x"><w:r><w:delText>旧</w:delText></w:r></w:del>'
INDENTED = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>'
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (paragraph("甲") + paragraph("　") + paragraph("乙"), ["甲", "乙"]),
        (f"<w:p>{run('主动')}{run('公')}{run('开')}</w:p>", ["主动公开"]),
        ("<w:p><w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r></w:p>", ["甲", "乙 丙"]),
        (f"<w:p>{run('受理')}{DELETED}<w:ins>{run('5')}</w:ins>{run('件')}</w:p>", ["受理5件"]),
        (f"<w:p><w:moveFrom>{run('旧')}</w:moveFrom>{run('甲')}<w:moveTo>{run('乙')}</w:moveTo></w:p>", ["甲乙"]),
        (paragraph("上半", "<w:rPr><w:del/></w:rPr>") + paragraph("下半"), ["上半下半"]),
        (paragraph("上半", "<w:rPr><w:del/></w:rPr>"), ["上半"]),
        (f"<w:p>{run('36')}{run('1', RAISED)}</w:p>", ["36¹"]),
        (f"<w:p>{run('36')}{run('1', LOWERED)}</w:p>", ["36₁"]),
        (f"<w:p>{run('5', STRUCK)}{run('7')}{run('8', UNSTRUCK)}</w:p>", ["5\u033678"]),
        (f"<w:p>{run('36')}{run('1', LIFTED)}{run('8', STRAIGHT)}{run('2', SUNK)}</w:p>", ["36¹8₂"]),
        (f"<w:p>{FORMULA}</w:p>", ["5²7₁1/2"]),
        (f"<w:p>{run('36')}{run('1', NOTED)}{run('2', NOTED + LEVEL)}</w:p>", ["36¹2"]),
        (f"<w:p>{run('甲')}{run('隐', '<w:vanish/>')}{run('显', SHOWN)}</w:p>", ["甲显"]),
        (f"<w:p><w:hyperlink>{run('网址')}</w:hyperlink><w:smartTag>{run('县')}</w:smartTag></w:p>", ["网址县"]),
        (
            f"<w:p>{FIELD.format('begin')}<w:r><w:instrText>PAGE</w:instrText></w:r>{run('码')}"
            f"{FIELD.format('separate')}{run('7')}{FIELD.format('end')}{run('页')}</w:p>",
            ["7页"],
        ),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('甲')}</w:sdtContent></w:sdt>", ["甲"]),
        (f"<w:p>{run('甲')}{UNFILLED}</w:p>", ["甲"]),
        (paragraph("一、概述 3", '<w:pStyle w:val="11"/>') + paragraph("甲"), ["甲"]),
        (f"<w:p><w:r>{RUBY}</w:r></w:p>", ["数(shù)"]),
    ],
)  # fmt: skip
def test_prose_as_it_prints(body, expected):
    assert lines(word(body)) == expected


WHITE, BLACK = '<w:color w:val="FFFFFF"/>', '<w:color w:val="000000"/>'
SHADED, PLAIN = '<w:shd w:val="clear" w:fill="C00000"/>', '<w:shd w:val="clear" w:fill="auto"/>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (paragraph("甲") + f"<w:p>{run('5', WHITE)}{run('7', BLACK)}</w:p>", "5\u20697"),
        (f"<w:p>{run('5', WHITE + SHADED)}</w:p>", "5"),
        (f"<w:p>{run('5', WHITE + PLAIN)}</w:p>", "5\u2069"),
        (f'<w:p>{run("5", WHITE + "<w:highlight/>")}</w:p>', "5"),
        (f"<w:p><w:pPr>{SHADED}</w:pPr>{run('5', WHITE)}</w:p>", "5"),
        (table(cell(f"<w:p>{run('5', WHITE)}</w:p>", SHADED)), "5"),
        (table(cell(f"<w:p>{run('5', WHITE)}</w:p>", PLAIN)), "5\u2069"),
        (f"""<w:p>{run("5", '<w:sz w:val="2"/>')}{run("6", '<w:sz w:val="21"/>')}</w:p>""", "5\u20696"),
        (f"""<w:p>{run("甲")}{run("5", '<w:rStyle w:val="unseen"/>')}</w:p>""", "甲"),
        (f"""<w:p>{run("5", '<w:rStyle w:val="unseen"/>' + SHOWN)}</w:p>""", "5"),
    ],
)  # fmt: skip
def test_type_that_nobody_sees_is_no_number(body, expected):
    assert lines(word(body))[-1] == expected


def test_white_type_in_a_table_of_a_coloured_style_is_seen():
    row = f"<w:tr>{cell('<w:p>' + run('5', WHITE) + '</w:p>')}</w:tr>"
    for style, expected in [("banded", "5"), ("plain", "5\u2069")]:
        body = f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/></w:tblPr>{row}</w:tbl>'
        assert lines(word(body)) == [expected]


def test_headings_keep_their_level():
    document = word(
        paragraph("概述", '<w:pStyle w:val="1"/>') + paragraph("二", '<w:outlineLvl w:val="1"/>') + paragraph("正文")
    )
    assert document.blocks == (
        Paragraph(0, 2, "paragraph 1", 1),
        Paragraph(3, 4, "paragraph 2", 2),
        Paragraph(5, 7, "paragraph 3"),
    )  # fmt: skip


def test_numbers_that_word_prints_itself():
    first, second = (f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="3"/></w:numPr>' for level in (0, 1))
    body = [
        paragraph("概述", '<w:pStyle w:val="5"/>'),
        paragraph("机构", second),
        paragraph("人员", second),
        paragraph("申请", first),
        paragraph("渠道", second),
    ]
    assert lines(word("".join(body))) == ["一、概述", "（1）机构", "（2）人员", "二、申请", "（1）渠道"]


@pytest.mark.parametrize(
    ("number", "format", "expected"),
    [
        (10, "chineseCounting", "十"),
        (20, "japaneseCounting", "二十"),
        (103, "chineseCountingThousand", "一百零三"),
        (3, "decimalEnclosedCircle", "③"),
        (2, "ideographTraditional", "乙"),
        (12, "decimalFullWidth", "１２"),
        (4, "upperRoman", "IV"),
        (3, "nothing known", "3"),
        (99, "decimalEnclosedCircle", "99"),
    ],
)
def test_formats_of_numbers(number, format, expected):
    assert printed_number(number, format) == expected


def test_a_text_box_is_read_once_behind_its_paragraph():
    box = (
        f"<w:txbxContent>{paragraph('框内')}{table(cell('规章') + cell('0'), cell('罚款') + cell('1'))}</w:txbxContent>"
    )
    shape = (
        f"<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    document = word(f"<w:p>{run('甲')}<w:r>{shape}</w:r>{run('乙')}</w:p>{paragraph('丙')}")
    assert lines(document) == ["甲乙", "框内", "规章 | 0", "罚款 | 1", "丙"]


def test_a_footnote_stands_behind_the_paragraph_that_refers_to_it():
    body = f'<w:p>{run("受理5")}<w:r><w:footnoteReference w:id="2"/></w:r>{run("件。")}</w:p>{paragraph("后")}'
    document = word(body, paragraph("含上年结转。"))
    assert [(document.text[b.start : b.end], b.place) for b in document.blocks] == [
        ("受理5件。", "paragraph 1"),
        ("含上年结转。", "footnote 1"),
        ("后", "paragraph 3"),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            table(cell("甲", '<w:gridSpan w:val="2"/>') + cell("1"), cell("乙") + cell("2") + cell("3")),
            [("甲", 0, 0, 1, 2), ("1", 0, 2, 1, 1), ("乙", 1, 0, 1, 1), ("2", 1, 1, 1, 1), ("3", 1, 2, 1, 1)],
        ),
        (
            table(cell("甲", '<w:vMerge w:val="restart"/>') + cell("1"), cell("藏", "<w:vMerge/>") + cell("2")),
            [("甲", 0, 0, 2, 1), ("1", 0, 1, 1, 1), ("2", 1, 1, 1, 1)],
        ),
        (  # a cell that goes on from none above it is one of its own
            table(cell("甲") + cell("1"), cell("乙", "<w:vMerge/>") + cell("2")),
            [("甲", 0, 0, 1, 1), ("1", 0, 1, 1, 1), ("乙", 1, 0, 1, 1), ("2", 1, 1, 1, 1)],
        ),
        (
            table(cell("甲") + cell("1"), "<w:trPr><w:del/></w:trPr>" + cell("旧") + cell("9"), cell("乙") + cell("2")),
            [("甲", 0, 0, 1, 1), ("1", 0, 1, 1, 1), ("乙", 1, 0, 1, 1), ("2", 1, 1, 1, 1)],
        ),
        (
            table(INDENTED + cell("甲") + cell("1"), cell("乙") + cell("") + cell("2")),
            [("甲", 0, 1, 1, 1), ("1", 0, 2, 1, 1), ("乙", 1, 0, 1, 1), ("", 1, 1, 1, 1), ("2", 1, 2, 1, 1)],
        ),
        (
            table(cell(paragraph("本年新") + paragraph("制作数量")) + cell("1"), cell("乙") + cell("2")),
            [("本年新制作数量", 0, 0, 1, 1), ("1", 0, 1, 1, 1), ("乙", 1, 0, 1, 1), ("2", 1, 1, 1, 1)],
        ),
    ],
)  # fmt: skip
def test_grids(body, expected):
    assert grid(body) == expected


def test_nested_tables_are_tables_of_their_own():
    inner = table(cell("规章") + cell("0"), cell("罚款") + cell("1"))
    frame = table(cell("") + cell(paragraph("正文。") + inner + "<w:p/>"))
    assert lines(word(frame)) == ["正文。", "规章 | 0", "罚款 | 1"]
    beside = table(cell("甲") + cell("1"), cell("乙") + cell(inner + "<w:p/>"), cell("丙") + cell("3"))
    assert lines(word(beside)) == ["甲 | 1", "乙 | ", "丙 | 3", "规章 | 0", "罚款 | 1"]


def test_a_frame_around_prose_is_no_table():
    prose = "全年主动公开政府信息三百四十条，其中规范性文件两件，均按时公布在门户网站。" * 3
    assert lines(word(table(cell(prose)))) == [prose]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (package(""), "没有文字"),
        (packed({"[Content_Types].xml": "", "_rels/.rels": "<a/>"}), "缺少正文"),
        (packed({"[Content_Types].xml": "", "_rels/.rels": "<a"}), "XML 已损坏"),
        (packed({"[Content_Types].xml": "", "_rels/.rels": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "DTD"),
        (package("<w:p>" + "<w:ins>" * 400 + "</w:ins>" * 400 + "</w:p>"), "嵌套过深"),
        (package(paragraph("甲"))[:-400], "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000), "旧版 Office"),
    ],
)
def test_refused_with_a_reason(data, reason):
    with pytest.raises(UnreadableFile, match=reason):
        read("a.docx", data)


def test_encrypted_files_say_so():
    entry = "EncryptedPackage".encode("utf-16-le")
    data = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(504)
        + entry.ljust(64, b"\0")
        + (len(entry) + 2).to_bytes(2, "little")
    )
    with pytest.raises(UnreadableFile, match="已加密"):
        read("a.docx", data + bytes(2000))


def test_limits_hold():
    many = table(*[cell("1") * 20] * 20)
    with limits(cells=399), pytest.raises(UnreadableFile, match="单元格"):
        word(many)
    with limits(characters=10), pytest.raises(UnreadableFile, match="字"):
        word(paragraph("甲" * 20))
    with limits(bytes=1000), pytest.raises(UnreadableFile, match="字节"):
        word(paragraph("甲" * 2000))
    bomb = package(paragraph("0" * 3_000_000))
    assert len(bomb) < 20_000
    with pytest.raises(UnreadableFile, match="倍压缩比"):
        read("a.docx", bomb)


def test_nothing_outside_the_file_is_followed(tmp_path):
    secret = tmp_path / "secret.xml"
    secret.write_text(f"<w:document {W}><w:body>{paragraph('外部')}</w:body></w:document>", encoding="utf-8")
    relation = f'<Relationship Id="r" Type="x/officeDocument" Target="{secret.as_uri()}"'
    for mode in ("", ' TargetMode="External"'):
        with pytest.raises(UnreadableFile):
            read("a", packed({"[Content_Types].xml": "", "_rels/.rels": f"<R>{relation}{mode}/></R>"}))


# Files that other programs wrote


def test_embedded_objects_are_told_of():
    table = '<w:altChunk w:id="r9"/><w:p><w:r><w:object><o:OLEObject xmlns:o="o" ProgID="{}"/></w:object></w:r></w:p>'
    document = word(paragraph("甲") + table.format("Excel.Sheet.12") + table.format("Equation.3"))
    (found,) = document.findings
    assert finding(**found)["message"].startswith("文档中嵌有3个对象")
    assert word(paragraph("甲")).findings == ()


@pytest.mark.parametrize("name", ["report.doc", "report.rtf"])
def test_old_formats_read_like_the_new_one(name):
    document = read(name, (SAMPLES / name).read_bytes())
    assert document.format == name[-3:]
    new = read("report.docx", (SAMPLES / "report.docx").read_bytes())
    assert document.text == new.text
    assert [block.place for block in document.blocks] == [block.place for block in new.blocks]
    levels = [[block.level for block in made.blocks if isinstance(block, Paragraph)] for made in (document, new)]
    assert levels[0] == levels[1]
    assert read_tables(document) == read_tables(new)


def test_an_encrypted_old_file_says_so():
    data = bytearray((SAMPLES / "report.doc").read_bytes())
    start = data.index(b"\xec\xa5")
    data[start + 11] |= 1
    with pytest.raises(UnreadableFile, match="已加密"):
        read("a.doc", bytes(data))


def test_a_broken_old_file_has_a_reason(monkeypatch):
    monkeypatch.setenv("PATH", "")
    data = bytearray((SAMPLES / "report.doc").read_bytes())
    start = data.index(b"\xec\xa5")
    data[start : start + 400] = bytes(400)
    with pytest.raises(UnreadableFile, match="另存为"):
        read("a.doc", bytes(data))


def test_libreoffice_is_the_second_choice(monkeypatch):
    import shutil

    from gik.reading import old_word

    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    monkeypatch.setattr(old_word, "_by_library", lambda source: None)
    document = old_word.read_old_word((SAMPLES / "report.doc").read_bytes())
    assert read_tables(document).cells == read_tables(read("a", (SAMPLES / "report.docx").read_bytes())).cells


def test_libreoffice_that_fails_is_no_failure_of_ours(monkeypatch):
    from gik.reading import old_word

    def fail(*command, **options):
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr(old_word, "_by_library", lambda source: None)
    monkeypatch.setattr("shutil.which", lambda name: "/nowhere/soffice")
    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(UnreadableFile, match="另存为"):
        old_word.read_old_word(b"")


def test_the_blank_form_as_it_is_handed_out(shared):
    read_form = read_tables(read("a", (shared / "forms" / "art2021_blank.docx").read_bytes()))
    states = {(cell.table, cell.state) for cell in read_form.cells}
    assert (read_form.form, read_form.findings) == ("art2021", ())
    assert states == {("art20", "blank"), ("requests", "blank"), ("disputes", "blank")}
    assert len(read_form.cells) == 200


def test_word_files_that_are_one_xml_file():
    head = '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    rows = table(cell("规章") + cell("0"), cell("罚款") + cell("1"))
    old = f"<w:wordDocument {W}><w:body>{paragraph('甲')}{rows}</w:body></w:wordDocument>"
    numbered = '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>'
    new = (
        '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData><w:document {W}><w:body><w:p>{numbered}{run("甲")}</w:p>'
        f'{rows}</w:body></w:document></pkg:xmlData></pkg:part><pkg:part pkg:name="/word/numbering.xml"><pkg:xmlData>'
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>'
        "</w:numbering></pkg:xmlData></pkg:part></pkg:package>"
    )
    assert lines(read("a.doc", (head + old).encode())) == ["甲", "规章 | 0", "罚款 | 1"]
    assert lines(read("a.xml", (head + new).encode())) == ["一、甲", "规章 | 0", "罚款 | 1"]
    with pytest.raises(UnreadableFile, match="Excel"):
        read("a.xls", head.replace("Word.Document", "Excel.Sheet").encode() + b"<Workbook/>")
