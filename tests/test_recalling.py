"""Tables laid out as an earlier one: what is recalled is what reading anew gives."""

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gik.limits import limits
from gik.reading import Paragraph, html, markup, read, table_layouts
from gik.tables import alike, lines, read_tables, recalling, tokens
from gik.tables.lexing import Piece, lex
from gik.tables.regions import _grids, _runs
from gik.tables.tokens import TextRun
from tests.generator.samples import LAYOUTS, samples

KEPT = (recalling._known, alike._layouts, _runs, _grids)


def forget():
    table_layouts._known.cache_clear()
    for kept in KEPT:
        kept.cache_clear()


def both(name, data):
    document = read(name, data)
    return document, read_tables(document)


def anew(files):
    """Read files, each as if it were the first."""
    found = []
    for name, data in files:
        forget()
        found.append(both(name, data))
    forget()
    return found


@pytest.mark.parametrize("layout", sorted(LAYOUTS))
def test_reports_that_differ_in_numbers_are_read_as_if_each_were_the_first(layout):
    files = [(made.name, made.data) for made in samples(range(3), layouts=[layout], damages=["plain"])]
    assert len(files) > 5
    expected = anew(files)
    assert [both(name, data) for name, data in files * 2] == expected * 2
    assert recalling._known.cache_info().hits > 0


TABLE = "<table><tr><th>信息内容<th>本年制发件数<th>本年废止件数<th>现行有效件数{}</table>"
PURCHASES = "<table><tr><td>信息内容<td>信息内容<td>采购项目数量<td>采购总金额<tr><td>{0}<td>{0}<td>{1}<td>{2}</table>"
REPEALED = ["统计指标 |", "单位 |", "统计数 |"]
REPEALED += ["四、行政复议数量 |", "件 |", "{} |", "（一）维持具体行政行为数 |", "件 |"]
REVIEWS = "\n".join([*REPEALED, "{} |", "五、行政诉讼数量 |", "件 |", "{} |\n"])
CHANNELS = ("（一）收到申请数", "1、当面申请数", "2、传真申请数", "3、网络申请数", "4、信函申请数", "（二）申请办结数")
COUNTED = "序号 |\n统计指标 |\n单位 |\n统计数 |\n" + "".join(f"{{}} |\n{label} |\n件 |\n{{}} |\n" for label in CHANNELS)
PAIRS = {
    "values that differ may be another row's": ("a.txt", REVIEWS, (9, 1, 8), (9, 9, 8)),
    "numbers that count the rows": (
        "a.txt",
        COUNTED,
        (1, 51, 2, 52, 3, 53, 4, 54, 5, 55, 6, 56),
        (61, 51, 40, 52, 33, 53, 24, 54, 15, 55, 6, 56),
    ),
    "merged cells that are repeated": ("a.html", PURCHASES, ("政府集中采购", 5, 5), ("政府集中采购", 5, 6)),
    "a scale in a number": ("a.html", PURCHASES, ("政府集中采购", 5, "3万"), ("政府集中采购", 5, "3")),
    "a unit in a number": ("a.html", TABLE, ("<tr><td>规章<td>1件<td>2<td>3",), ("<tr><td>规章<td>1<td>2<td>3",)),
    "a number of many digits": (
        "a.html",
        TABLE,
        ("<tr><td>规章<td>12345678<td>2<td>3",),
        ("<tr><td>规章<td>1<td>2<td>3",),
    ),
    "spaces around numbers": (
        "a.html",
        TABLE,
        ("<tr><td>规章<td> 1\n<td>2<td>3",),
        ("<tr><td>规章<td> 7\n<td>2<td>3",),
    ),
    "numbers that nobody sees": (
        "a.html",
        TABLE,
        ("<tr><td>规章<td>1<td>2<td style='display:none'>9<td>3",),
        ("<tr><td>规章<td>4<td>5<td style='display:none'>8<td>6",),
    ),
    "numbers in pieces": (
        "a.html",
        TABLE,
        ("<tr><td>规章<td><b>1</b><b>2</b><td>2<td>3",),
        ("<tr><td>规章<td><b>4</b><b>5</b><td>2<td>3",),
    ),
    "numbers raised off the line": (
        "a.html",
        TABLE,
        ("<tr><td>规章<td>12<sup>3</sup><td>2<td>3",),
        ("<tr><td>规章<td>45<sup>6</sup><td>2<td>3",),
    ),
    "spans of cells": (
        "a.html",
        TABLE,
        ("<tr><td>规章<td rowspan=2>1<td>2<td>3<tr><td>行政规范性文件<td>5<td>6",),
        ("<tr><td>规章<td rowspan=1>1<td>2<td>3<tr><td>行政规范性文件<td>5<td>6",),
    ),
    "numbers of columns": (
        "a.html",
        TABLE,
        ("<tr><td><td>1<td>2<td>3<tr><td>规章<td>1<td>2<td>3",),
        ("<tr><td><td>1<td>2<td>4<tr><td>规章<td>1<td>2<td>3",),
    ),
    "a row printed twice": (
        "a.html",
        TABLE,
        ("<tr><td>规章<td>1<td>2<td>3<tr><td>规章<td>1<td>2<td>3",),
        ("<tr><td>规章<td>1<td>2<td>3<tr><td>规章<td>1<td>2<td>4",),
    ),
}


@pytest.mark.parametrize("what", PAIRS)
def test_either_of_two_tables_is_read_alike_before_and_behind_the_other(what):
    name, markup, *numbers = PAIRS[what]
    files = [(name, markup.format(*values).encode()) for values in numbers]
    first, second = anew(files)
    assert first != second
    assert [both(*file) for file in (files[0], files[1], files[0])] == [first, second, first]


def test_a_mark_that_is_printed_stands_for_no_number():
    printed = "信息内容 本年制发件数 本年废止件数 现行有效件数 规章|{}|{}|{}\n"
    files = [("a.txt", printed.format(*words).encode()) for words in ((lines.MARK,) * 3, (5, 6, 7))]
    first, second = anew(files)
    assert [both(*file) for file in (*files, files[0])] == [first, second, first]


def test_what_is_recalled_can_be_changed_without_harm():
    file = "a.html", TABLE.format("<tr><td>规章<td>1<td>2<td>3<tr><td>内部名册<td>4<td>5<td>6").encode()
    (expected,) = anew([file])
    (told,) = both(*file)[1].findings
    told.clear()
    assert both(*file) == expected


def test_a_table_is_recalled_with_the_numbers_of_the_page_at_hand():
    rows = "<tr><td>规章<td>{}<td>{}<td>{}<tr><td>行政规范性文件<td>{}<td>{}<td>{}"
    forget()
    read("a.html", TABLE.format(rows.format(1, 2, 3, 4, 5, 6)).encode())
    (grid,) = read("b.html", TABLE.format(rows.format(10, 0, 30, 7, 7, 7777777)).encode()).blocks
    assert table_layouts._known.cache_info().hits == 1
    assert [cell.text for cell in grid.cells[4:]] == ["规章", "10", "0", "30", "行政规范性文件", "7", "7", "7777777"]


def test_a_table_that_two_threads_read_at_once_is_read_by_both(monkeypatch):
    file = "a.html", TABLE.format("<tr><td>规章<td>1<td>2<td>3").encode()
    (expected,) = anew([file])
    read_layout = table_layouts._read
    between = []

    def interrupted(*given):
        monkeypatch.setattr(table_layouts, "_read", read_layout)
        between.append(both(*file))
        return read_layout(*given)

    monkeypatch.setattr(table_layouts, "_read", interrupted)
    assert [both(*file), both(*file), *between] == [expected] * 3
    forget()


def test_what_is_too_large_to_keep_is_read_anew(monkeypatch):
    grid = "a.html", TABLE.format("<tr><td>规章<td>1<td>2<td>3").encode()
    printed = "a.txt", REVIEWS.format(9, 1, 8).encode()
    expected = anew([grid, printed])
    largest = [(recalling, "LARGEST"), (tokens, "_LONGEST"), (alike, "LARGEST"), (lines, "_LONGEST"), (lines, "_TABLE")]
    for module, most in ((table_layouts, "_LARGEST"), *largest):
        monkeypatch.setattr(module, most, 0)
    of_lines = (lines._of_row, lines._of_table)
    for kept in of_lines:
        kept.cache_clear()
    assert [both(*grid), both(*printed), both(*grid)] == [*expected, expected[0]]
    assert [kept.cache_info().currsize for kept in (*KEPT, *of_lines)] == [0] * 6


ROWS = "<tr><td>规章<td>{}<td>{}<td>{}"
AROUND = {
    "nothing": "{}",
    "a paragraph": "<p>甲{}乙",
    "a frame of the page": "<div class=content><table><tr><td>甲<td>{}<td>乙</table></div>",
    "the columns of a layout": "<center><TABLE><tr><td>甲<table><tr><td>乙</table></td><td>{}</TABLE></center>",
}
CHANGING = {
    "a comment": "<p>甲<!-- {} -->",
    "an attribute": "<p>甲<b title='{}'>乙",
    "a script": "<p>甲<script>{}</script>",
    "a link": "<p>甲<a href='/'><b>{}</b></a>",
    "a heading": "<h2><b>甲{}</b></h2>",
    "lines kept as they are": "<pre><b>甲\n{}</b></pre>",
    "words struck out": "<p>甲<del>{}</del>",
    "words off the line": "<p>甲9<small>{}</small>",
    "a style that strikes words out": "<p>甲<div style='text-decoration: line-through'>{}</div>",
    "white type": "<table><tr><td>甲<div style='color: white'>{}</div></table>",
    "type of no size": "<p>甲<div style='font-size: 0'>{}</div>",
    "words from right to left": "<p>甲<div dir=rtl style='unicode-bidi: bidi-override'>{}</div>",
    "a box to be filled in": "<p>甲<textarea>{}</textarea>",
    "an element that holds no more": "<p>甲" + 60 * "<div>" + "{}",
}


@pytest.mark.parametrize("around", [*AROUND, *CHANGING])
@pytest.mark.parametrize("style", ["", "<style>.x {{display: none}}</style>", "<style>.y {{display: none}}</style>"])
def test_a_table_means_what_it_means_where_it_stands(around, style, monkeypatch):
    table = TABLE.format(ROWS + "<tr><td>规范<td>4<td>5<td><b class=x>6</b>")
    page = style + {**AROUND, **CHANGING}[around].format(table)
    pages = [page.format(*numbers).encode() for numbers in ((1, 2, 3), (40, 50, 60))]
    forget()
    with limits(nesting=100):
        recalled = [read("a.html", data) for data in (*pages, *pages)]
        assert table_layouts._known.cache_info().hits >= 3
        monkeypatch.setattr(html, "lift", lambda markup, whole: table_layouts.Page(markup))
        assert recalled == [read("a.html", data) for data in (*pages, *pages)]


@pytest.mark.parametrize(
    "cell",
    [
        "<td style='color: #fff'>6",
        "<td style='text-decoration: line-through'>6",
        "<td>1<span style='position: relative; top: -3pt'>6</span>",
        "<td><span dir=rtl style='unicode-bidi: bidi-override'>6</span>",
        "<td style='font-size:  0'>6",
        "<td style='font-size:\u30000'>6",
        "<td><b style='vertical-align:\u3000super'>6</b>",
        "<td>\x1c6",
        "<td hidden>6",
        "<td>&#xF0000;",
        "<td><p>5<p>6",
        "<td>甲<br>6",
    ],
)
def test_a_cell_is_recalled_with_its_looks(cell, monkeypatch):
    looks = "<p>甲<b style='display: none'>乙</b>丙<b style='vertical-align: super'>1</b>"
    data = (looks + TABLE.format(ROWS.format(1, 2, 3) + f"<tr><td>规范<td>4<td>5{cell}")).encode()
    recalled = [read("a.html", data) for _ in range(2)]
    monkeypatch.setattr(html, "lift", lambda markup, whole: table_layouts.Page(markup))
    assert recalled == [read("a.html", data)] * 2


@pytest.mark.parametrize("around", [*AROUND, *CHANGING])
def test_a_table_is_recalled_where_nothing_changes_it(around, monkeypatch):
    style = "<style>.x {display: none}</style>"
    page = style + {**AROUND, **CHANGING}[around].format(TABLE.format(ROWS.format(1, 2, 3)))
    parsed = []
    monkeypatch.setattr(html, "parse", lambda data: parsed.append(data) or markup.parse(data))
    with limits(nesting=100):
        read("a.html", page.encode())
    assert [b"<th>" in data for data in parsed][:2] == ([False] if around in AROUND else [False, True])


INSIDE = ("<td>", "<td>", "</td>", "<td rowspan=2>", "<tr>", "</tr>", "<p>", "</p>", "<div>", "</div>", "<b class=x>")
INSIDE += (
    "</b>",
    "<br>",
    "<span style='display:none'>",
    "</span>",
    "<font color=white>",
    "<sup>",
    "</table>",
    "<table>",
)
INSIDE += (
    "<tbody>",
    "</body>",
    "<hr/>",
    "<o:p></o:p>",
    "&nbsp;",
    "&#x31;",
    "&#xF0000;",
    "<!-- 1 -->",
    "<a href=#>",
    "<",
)
INSIDE += ("甲", "一句话。", "1", "20", "-3", "4.5", "1,000")


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.sampled_from(INSIDE), max_size=30).map("".join), st.sampled_from(["", "<p>", "<div><b>", "<table><td>"])
)
def test_any_table_is_read_as_one_that_is_walked_through(inside, before):
    data = f"<p>甲</p>{before}{TABLE.format(ROWS.format(7, 8, 9) + inside)}<p>乙".encode()
    recalled = [read("a.html", data) for _ in range(2)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(html, "lift", lambda markup, whole: table_layouts.Page(markup))
        assert recalled == [read("a.html", data)] * 2


def test_what_a_table_says_of_its_page_is_heard():
    told = "<meta name='PubDate' content='2017-01-05'>"
    page = TABLE.format(f"<tr><td>规章<td>1<td>2<td>3{told}")
    assert read("a.html", page.encode()).claims == read("a.html", f"{told}{page}".encode()).claims != {}


ODD = (
    "\n",
    " ",
    " | ",
    "- 12 -\n",
    "第 3 页\n",
    "\n3/5\n",
    "7\n",
    "(5 件)",
    "其中",
    "其中\n",
    "-5 ",
    "   8 ",
    "1.",
    "、",
    "（一）",
    "件",
    "007",
    "12.5",
)


def cut(text):
    run = TextRun(text, [Paragraph(0, len(text), "")], 0)
    tokens = map(run.token, run.positions())
    return [Piece(token.kind, token.start, token.end, token.text, *token[7:10], values(token)) for token in tokens]


def paragraphs(text):
    """A paragraph a line, from its first sign on, as readers give them."""
    found, start = [], 0
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            found.append(Paragraph(start + len(line) - len(line.lstrip()), start + len(line), f"line {number}"))
        start += len(line) + 1
    return found


def values(piece):
    return tuple(Piece("value", value.start, value.end, value.text, reading=value.reading) for value in piece.inner)


@pytest.mark.parametrize("layout", sorted(name for name in LAYOUTS if not name.startswith("html")))
def test_lines_are_cut_into_the_pieces_of_the_whole_text(layout):
    random = Random(layout)
    for made in samples(range(2), layouts=[layout], damages=["plain"]):
        text = made.data.decode()
        for _ in range(3):
            at = random.randrange(len(text))
            odd = text[:at] + random.choice(ODD) + text[at:]
            other = re.sub(r"(?<!\S)[0-9]+(?!\S)", lambda _: str(random.randrange(10 ** random.randrange(1, 7))), odd)
            assert cut(other) == list(lex(other))
            run = TextRun(other, paragraphs(other), 0)
            told = [(token.text, token.place, token.reading) for token in map(run.token, run.positions())]
            assert list(map(run.words, run.positions())) == told


@pytest.mark.parametrize(
    "printed",
    [
        "结果维持结果纠正其他结\n果尚未审结总计 | 3 |\n",  # a label begins right behind another and goes on below
        "主动公开\n（三）规范\n性文件数 | 3 |\n",
        "（一）收到申\n请数 | 3 |\n",
        "行政许可 | 5\n其中\n（一）收到申请数 | 3 |\n",
        "规章 |   3 |\n行政许可 |-5 |  -6 |\n- 7 -\n-7 -\n",
        "填报单位：云溪市水务局\n（2021年度）\n收到申请数 | 3 |\n",
        "填报单位：云溪市水务局\n| 统计指标 | 单位 |\n|\n、收到申请数\n|\n3\n",
        "（一）收到申请数\n件\n3\n、行政复议数量\n件\n4\n",  # a unit says nothing of what stands below
        "（一）收到申\n|\n请数\n|\n3\n",
        "（一）收到申\n| 请数\n| 3 |\n",
        "收到和处理政府信息公开申请情况（本列数据的勾稽关系为：\t3\t）\n",
        "收到申请\n（“规章”） | 3 |\n",
        "总计\n件\n“收到申请数” | 3 |\n",
        "规章\u2028 5 数 | 3 |\n规章 |\x85 0\n|\x0b 7 |\n",  # signs that are no blanks between cells
    ],
)
def test_a_line_is_cut_off_only_where_nothing_goes_on_below(printed):
    assert cut(printed) == list(lex(printed))


def test_a_number_behind_spaces_stands_in_its_own_paragraph():
    text = "规章\n   12\n行政许可\n  5 |\n"
    run = TextRun(text, paragraphs(text), 0)
    found = {words: place for words, place, _ in map(run.words, run.positions())}
    assert (found["12"], found["5"]) == ("line 2", "line 4")


def test_spaces_before_a_number_and_its_sign_tell_no_line_from_another():
    lines._of_row.cache_clear()
    for number in ("5", "   12", "-3", " -3.5"):
        assert [token.text for token in cut(f"规章 |{number} |")] == ["规章", "|", number.strip(), "|"]
    assert lines._of_row.cache_info().misses == 1


@pytest.mark.parametrize("below", ["收到申请数 | 3 |\n", "| 收到申请数 | 3 |\n", "|\n收到申请数\n|\n3\n|\n"])
def test_what_stands_above_a_table_tells_no_run_from_another(below):
    shapes = set()
    for body, year in (("云溪市水务局", 2017), ("青禾县财政局", 2018)):
        text = f"政府信息公开情况统计表\n（{year}年度）\n填报单位：{body}\n{below}"
        shapes.add(TextRun(text, [Paragraph(0, len(text), "")], 0).shape)
    assert len(shapes) == 1


def test_what_stands_behind_a_table_tells_no_layout_from_another():
    printed = REVIEWS.format(9, 1, 8).removesuffix("件 |\n8 |\n") + "{} |\n{} |\n填报人：{}  填报日期：{}年\n"
    told = (("件", 8, "林某", 2017), ("件", 7, "何某", 2018), ("万元", 8, "林某", 2017), ("人 5 次", 8, "林某", 2017))
    files = [("a.txt", printed.format(*each).encode()) for each in told]
    expected = anew(files)
    assert [both(*file) for file in files] == expected
    assert alike._layouts.cache_info().misses == 3


def test_a_page_number_is_told_from_a_value_by_its_digits():
    for number in ("12345", "12"):
        printed = f"规章 | 1 |\n- {number} -\n"
        assert cut(printed) == list(lex(printed))
    assert [piece.kind for piece in cut("- 12 -\n")] == ["line"]
