"""Reports as Word files: .docx and rich text, with merges right or missing and whatever else Word does."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from random import Random
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.generator.prose import Block
from tests.generator.sheets import Cell, Sheet, grid

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SHAPES = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CHAPTERS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Habits:
    """What a Word file does: how it merges cells (right, missing, empty, repeated), and what surrounds its words."""

    merges: str = "right"
    changed: bool = False  # tracked changes: an old value deleted beside every tenth one
    pieces: bool = False  # every few characters a run of their own, hidden words among them
    numbered: bool = False  # chapters numbered by Word
    boxed: bool = False  # tables in text boxes
    nested: bool = False  # the whole report in a cell of a table
    controls: bool = False  # rows and cells in content controls
    noted: bool = False  # footnotes


def docx(blocks: Sequence[Block], habits: Habits, random: Random) -> bytes:
    """Give the .docx file of a report."""
    body = "".join(_block(block, habits, random) for block in blocks)
    if habits.nested:
        body = f"<w:tbl><w:tr><w:tc><w:p/></w:tc><w:tc>{body}</w:tc></w:tr></w:tbl><w:p/>"
    return package(body)


def package(body: str, notes: str = "") -> bytes:
    """Give a .docx file with that body: styles, lists that count 一、 and one footnote are there."""
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="（%2）"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    styles = (
        f'<w:styles {W}><w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="11"><w:name w:val="toc 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="5"><w:name w:val="章"/><w:basedOn w:val="1"/>'
        '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="character" w:styleId="raised"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="unseen"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="table" w:styleId="plain"/><w:style w:type="table" w:styleId="banded">'
        '<w:tblStylePr><w:tcPr><w:shd w:val="clear" w:fill="1F4E79"/></w:tcPr></w:tblStylePr></w:style>'
        "</w:styles>"
    )
    footnotes = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:t>--</w:t></w:r></w:p></w:footnote>'
        f'<w:footnote w:id="2">{notes or paragraph("见附件。")}</w:footnote></w:footnotes>'
    )
    kinds = {"numbering": numbering, "styles": styles, "footnotes": footnotes}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/'
        f'vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for name, kind in {"document": "document.main", **{name: name for name in kinds}}.items()
    )
    related = "".join(f'<Relationship Id="r{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name in kinds)
    return packed(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {W} {SHAPES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>',
            **{f"word/{name}.xml": words for name, words in kinds.items()},
        }
    )


def packed(parts: dict[str, str | bytes]) -> bytes:
    """Give a ZIP file of the parts, the same bytes for the same parts."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return file.getvalue()


def run(text: str, about: str = "") -> str:
    """Give a run."""
    return f'<w:r>{about and f"<w:rPr>{about}</w:rPr>"}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text: str, about: str = "") -> str:
    """Give a paragraph of one run."""
    return f"<w:p>{about and f'<w:pPr>{about}</w:pPr>'}{run(text) if text else ''}</w:p>"


def _block(block: Block, habits: Habits, random: Random) -> str:
    if block.sheet is None:
        about = '<w:pStyle w:val="1"/>' if block.kind == "heading" and block.depth < 2 else ""
        text = block.text
        if habits.numbered and block.kind == "heading" and text[:1] in CHAPTERS and text[1:2] == "、":
            about, text = '<w:pStyle w:val="5"/>', text[2:]
        note = '<w:r><w:footnoteReference w:id="2"/></w:r>' if habits.noted and block.kind == "text" else ""
        return f"<w:p>{about and f'<w:pPr>{about}</w:pPr>'}{_runs(text, habits)}{note}</w:p>"
    table = _table(block.sheet, habits, random)
    if habits.boxed and block.sheet.rows:
        box = f"<w:txbxContent>{table}<w:p/></w:txbxContent>"
        return (
            "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'>"
            f"<w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback>"
            "</mc:AlternateContent></w:r></w:p>"
        )
    return f"{table}<w:p/>"


def _runs(text: str, habits: Habits) -> str:
    if not habits.pieces:
        return run(text) if text else ""
    hidden = run("888", "<w:vanish/>")
    return hidden.join(run(text[at : at + 3]) for at in range(0, len(text), 3))


def _table(sheet: Sheet, habits: Habits, random: Random) -> str:
    rows = []
    columns = '<w:gridCol w:w="600"/>' * sheet.width
    for row in _positions(sheet, habits.merges):
        cells = "".join(_cell(cell, merge, habits, random) for cell, merge in row)
        rows.append(
            f"<w:sdt><w:sdtContent><w:tr>{cells}</w:tr></w:sdtContent></w:sdt>"
            if habits.controls
            else f"<w:tr>{cells}</w:tr>"
        )
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>" if rows else ""


def _positions(sheet: Sheet, merges: str) -> Iterator[list[tuple[Cell, str]]]:
    """Give each row's cells with what Word says of each: nothing, restart, or continue for one that goes on."""
    if merges == "right":
        above: set[int] = set()  # columns in which a cell began that goes on below
        for row in grid(sheet):
            shown: list[tuple[Cell, str]] = []
            for column, (cell, begins) in enumerate(row):
                if begins:
                    shown.append((cell, "restart" if cell.rowspan > 1 else ""))
                    above = above | {column} if cell.rowspan > 1 else above - {column}
                elif column in above and not any(going is cell for going, _ in shown):
                    shown.append((cell, "continue"))
            yield shown
    elif merges == "missing":
        for cells in sheet.rows:
            yield [(replace_spans(cell), "") for cell in cells]
    else:
        for row in grid(sheet):
            yield [
                (replace_spans(cell if begins or merges == "repeated" else cell._replace(text="", key=None)), "")
                for cell, begins in row
            ]


def replace_spans(cell: Cell) -> Cell:
    """Give the cell without its spans."""
    return cell._replace(rowspan=1, colspan=1)


def _cell(cell: Cell, merge: str, habits: Habits, random: Random) -> str:
    span = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    down = {"restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>", "": ""}[merge]
    words = "" if merge == "continue" else _runs(cell.text, habits)
    if habits.changed and cell.kind == "value" and random.random() < 0.1:
        old = "<w:del w:id='1' w:author='x'><w:r><w:delText>77</w:delText></w:r></w:del>"
        words = f"{old}<w:ins w:id='2' w:author='x'>{words}</w:ins>"
    held = (
        f'<w:tc><w:tcPr><w:tcW w:w="{600 * cell.colspan}" w:type="dxa"/>{span}{down}</w:tcPr><w:p>{words}</w:p></w:tc>'
    )
    return f"<w:sdt><w:sdtContent>{held}</w:sdtContent></w:sdt>" if habits.controls and cell.kind == "value" else held


def rtf(blocks: Sequence[Block], merges: str) -> bytes:
    """Give the report as rich text in code page 936."""
    pieces = ["{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}}\\uc1\n"]
    turn = count()
    for block in blocks:
        if block.sheet is None:
            pieces.append(f"\\pard\\plain {_rich(block.text, next(turn))}\\par\n")
        else:
            pieces += [_rich_row(row, next(turn)) for row in _positions(block.sheet, merges)]
    return "".join([*pieces, "}"]).encode("ascii")


def _rich_row(row: list[tuple[Cell, str]], turn: int) -> str:
    edges, words, right = "", "", 0
    for cell, merge in row:
        right += 600 * cell.colspan
        down = {"restart": "\\clvmgf", "continue": "\\clvmrg", "": ""}[merge]
        edges += f"{down}\\cellx{right + turn % 3}"
        words += f"\\pard\\intbl {_rich('' if merge == 'continue' else cell.text, turn)}\\cell\n"
    return f"\\trowd\\trleft0{edges}\n{words}\\row\n"


def _rich(text: str, turn: int) -> str:
    """Write Chinese characters as bytes of code page 936, or as Unicode where they have none or it is their turn."""
    made = ""
    for char in text:
        if char.isascii():
            made += f"\\{char}" if char in "\\{}" else char
            continue
        try:
            data = char.encode("gbk") if turn % 2 else b""
        except UnicodeEncodeError:
            data = b""
        code = ord(char) - (65536 if ord(char) > 32767 else 0)
        made += "".join(f"\\'{byte:02x}" for byte in data) if data else f"\\u{code}?"
    return made
