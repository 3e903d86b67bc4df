"""The ways in which pages write a grid down: right, wrong and missing spans, Word's export, portals around it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape

from tests.generator.prose import Block
from tests.generator.sheets import Cell, Sheet, grid

Words = Callable[[Cell], str]


@dataclass(frozen=True, slots=True)
class HtmlLayout:
    """A way in which a page writes its grids: the rows of a sheet, the words of a cell, the page around them."""

    name: str
    rows: Callable[[Sheet, Words], list[str]]
    words: Words
    page: Callable[[str, str], str]


def right_spans(sheet: Sheet, words: Words) -> list[str]:
    """Every span as it should be."""
    return [_tr(_td(cell, words, _spans(cell)) for cell in row) for row in sheet.rows]


def no_spans(sheet: Sheet, words: Words) -> list[str]:
    """The attributes of spans dropped: rows of unequal length."""
    return [_tr(_td(cell, words) for cell in row) for row in sheet.rows]


def empty_cells(sheet: Sheet, words: Words) -> list[str]:
    """An empty cell wherever a span is meant."""
    return [_tr(_td(cell, words) if begins else "<td></td>" for cell, begins in row) for row in grid(sheet)]


def repeated_cells(sheet: Sheet, words: Words) -> list[str]:
    """The words of merged cells in every place that they cover."""
    return [_tr(_td(cell, words) for cell, _ in row) for row in grid(sheet)]


def wrong_spans(sheet: Sheet, words: Words) -> list[str]:
    """Column spans of merged cells one too wide, row spans of groups one too short."""
    rows = []
    for row in sheet.rows:
        wide = [cell._replace(colspan=cell.colspan + (cell.colspan > 1)) for cell in row]
        short = [cell._replace(rowspan=cell.rowspan - (cell.kind == "group" and cell.rowspan > 2)) for cell in wide]
        rows.append(_tr(_td(cell, words, _spans(cell)) for cell in short))
    return rows


def three_heads(sheet: Sheet, words: Words) -> list[str]:
    """Two rows over the whole width before the grid's own head."""
    above = [f'<tr><th colspan="{sheet.width}">{text}</th></tr>' for text in ("统计表", "（单位：件、项、万元）")]
    return above + right_spans(sheet, words)


def plain(cell: Cell) -> str:
    """The words and nothing else."""
    return cell.text if cell.text.isdigit() else escape(cell.text, quote=False)


def nbsp(cell: Cell) -> str:
    """&nbsp; for a blank, and around what is there."""
    return f"&nbsp;{plain(cell)}&nbsp;" if cell.text else "&nbsp;"


def word(cell: Cell) -> str:
    """A paragraph of Word, with <o:p> and a label in many spans."""
    if not cell.text:
        return '<p class="MsoNormal"><span lang="EN-US"><o:p>&nbsp;</o:p></span></p>'
    pieces = [cell.text[at : at + 3] for at in range(0, len(cell.text), 3)] if cell.kind != "value" else [cell.text]
    spans = "".join(f'<span style="font-family:仿宋">{escape(piece, quote=False)}</span>' for piece in pieces)
    return f'<p class="MsoNormal" align="center">{spans}<span lang="EN-US"><o:p></o:p></span></p>'


def bare_page(title: str, body: str) -> str:
    """A page with nothing around the report."""
    head = f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{title}</title></head>'
    return f"{head}\n<body>\n{body}\n</body></html>\n"


def portal_page(title: str, body: str) -> str:
    """A portal's page: menus, breadcrumbs, a list of other reports, a footer with numbers."""
    menu = "".join(
        f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate(("首页", "政务公开", "办事服务", "互动交流"))
    )
    others = "".join(f'<li><a href="/r/{n}.html">虚构单位{n}号的年报</a><span>{n}</span></li>' for n in range(3, 9))
    inner = (
        f'<div class="header"><ul class="nav">{menu}</ul></div>\n'
        f'<div class="crumbs"><a href="/">首页</a> &gt; <a href="/zwgk">政务公开</a> &gt; 正文</div>\n'
        f'<div class="article"><div class="content" id="zoom">\n{body}\n</div></div>\n'
        f'<div class="sidebar"><h3>相关链接</h3><ul>{others}</ul></div>\n'
        f'<div class="footer"><p>主办：虚构网站 备案号 00000000 访问量 123456 次</p></div>\n'
    )
    return bare_page(title, inner)


def layout_page(title: str, body: str) -> str:
    """A page of tables inside tables, the report in one of their cells."""
    menu = '<table width="100%"><tr><td><a href="/">首页</a></td><td><a href="/a">公开</a></td></tr></table>'
    inner = (
        f'<table width="1000" border="0"><tr><td colspan="2">{menu}</td></tr>\n'
        f'<tr><td width="20">&nbsp;</td><td>\n{body}\n</td></tr>\n'
        f'<tr><td colspan="2"><table><tr><td>版权所有：虚构网站</td></tr></table></td></tr></table>'
    )
    return bare_page(title, inner)


def word_page(title: str, body: str) -> str:
    """A page that Word wrote."""
    head = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">\n'
        f'<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{title}</title>\n'
        "<style><!-- p.MsoNormal {margin:0cm; font-size:10.5pt;} --></style>\n"
        "<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]--></head>\n"
    )
    return f'{head}<body lang="ZH-CN"><div class="Section1">\n{body}\n</div></body></html>\n'


def html_text(
    layout: HtmlLayout, blocks: tuple[Block, ...], *, marks: bool = False, breaks: tuple[str, ...] = ()
) -> str:
    """Give the page; with marks its tables are split by page marks, and cells of the kinds in breaks hold a <br>."""

    def words(cell: Cell) -> str:
        if cell.kind in breaks and len(cell.text) >= 6 and layout.words is not word:
            half = len(cell.text) // 2
            return f"{escape(cell.text[:half], quote=False)}<br>{escape(cell.text[half:], quote=False)}"
        return layout.words(cell)

    body = "\n".join(_block(layout, block, words if breaks else layout.words, marks) for block in blocks)
    return layout.page(escape(blocks[0].text, quote=False), body)


def split(sheet: Sheet, at: int) -> tuple[Sheet, Sheet]:
    """Cut a grid after some rows; a merged cell that the cut runs through goes on as an empty one."""
    above = [
        tuple(cell._replace(rowspan=min(cell.rowspan, at - y)) for cell in row) for y, row in enumerate(sheet.rows[:at])
    ]
    first = sheet.rows[at] if at < len(sheet.rows) else ()
    running = []
    for y, row in enumerate(sheet.rows[:at]):
        running += [cell._replace(text="", rowspan=y + cell.rowspan - at) for cell in row if y + cell.rowspan > at]
    below = ((*running, *first), *sheet.rows[at + 1 :])
    return replace(sheet, rows=tuple(above)), replace(sheet, rows=below)


def _block(layout: HtmlLayout, block: Block, words: Words, marks: bool) -> str:
    if block.sheet is not None:
        whole = (
            (block.sheet,) if not marks or len(block.sheet.rows) < 8 else split(block.sheet, len(block.sheet.rows) // 2)
        )
        tables = ["\n".join(('<table border="1">', *layout.rows(sheet, words), "</table>")) for sheet in whole]
        return "\n<p>— 4 —</p>\n".join(tables)
    text = escape(block.text, quote=False)
    if block.kind == "title":
        return f"<h1>{text}</h1>"
    if block.kind == "heading" and layout.page is portal_page:
        return f"<h{block.depth + 1}>{text}</h{block.depth + 1}>"
    return f"<p>{text}</p>"


def _spans(cell: Cell) -> str:
    return (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else "") + (
        f' colspan="{cell.colspan}"' if cell.colspan > 1 else ""
    )


def _td(cell: Cell, words: Words, attributes: str = "") -> str:
    return f"<td{attributes}>{words(cell)}</td>"


def _tr(cells: object) -> str:
    return f"<tr>{''.join(cells)}</tr>"  # type: ignore[arg-type]


HTML_LAYOUTS = (
    HtmlLayout("html_spans", right_spans, plain, bare_page),
    HtmlLayout("html_no_spans", no_spans, plain, bare_page),
    HtmlLayout("html_empty_cells", empty_cells, plain, bare_page),
    HtmlLayout("html_repeated", repeated_cells, plain, bare_page),
    HtmlLayout("html_wrong_spans", wrong_spans, plain, bare_page),
    HtmlLayout("html_nbsp", right_spans, nbsp, portal_page),
    HtmlLayout("html_word", right_spans, word, word_page),
    HtmlLayout("html_word_no_spans", no_spans, word, word_page),
    HtmlLayout("html_layout_tables", right_spans, plain, layout_page),
    HtmlLayout("html_three_heads", three_heads, nbsp, bare_page),
    HtmlLayout("html_portal", empty_cells, nbsp, portal_page),
)
