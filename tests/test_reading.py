import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gik.errors import UnreadableFile
from gik.reading import Document, Grid, GridCell, Paragraph, read

PROSE = "本机关全年主动公开政府信息三百四十条，其中规范性文件两件，均按时公布在门户网站。"
TRADITIONAL = "根據政府信息公開條例的規定，現將本局工作年度報告公布如下。全年主動公開信息三百條，收到申請五件。"


def page(body: str) -> Document:
    return read("a.html", f"<html><body>{body}</body></html>".encode())


def lines(document: Document) -> list[tuple[str, int]]:
    return [
        (document.text[block.start : block.end], block.level)
        for block in document.blocks
        if isinstance(block, Paragraph)
    ]


def words(body: str) -> list[str]:
    return [text for text, _ in lines(page(body))]


def grid(body: str) -> list[tuple[str, int, int, int, int]]:
    (found,) = [block for block in page(body).blocks if isinstance(block, Grid)]
    return [(cell.text, cell.row, cell.column, cell.rowspan, cell.colspan) for cell in found.cells]


# Which kind of file, which encoding


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (PROSE.encode(), PROSE, "utf-8"),
        (b"\xef\xbb\xbf" + PROSE.encode(), PROSE, "utf-8"),
        (PROSE.encode("utf-16"), PROSE, "utf-16"),
        (b"\xfe\xff" + PROSE.encode("utf-16-be"), PROSE, "utf-16"),
        (PROSE.encode("gb18030"), PROSE, "gb18030"),
        (f"{PROSE}洑水镇、孛畈镇".encode("gbk"), f"{PROSE}洑水镇、孛畈镇", "gb18030"),
        (TRADITIONAL.encode("gb18030"), TRADITIONAL, "gb18030"),
        (TRADITIONAL.encode("big5"), TRADITIONAL, "big5"),
        ("𠮷——镕".encode("gb18030") + PROSE.encode("gb18030"), "𠮷——镕" + PROSE, "gb18030"),
        (b"2016", "2016", "utf-8"),
    ],
)
def test_encodings(data, text, encoding):
    document = read("a.txt", data)
    assert (document.text, document.encoding, document.format) == (text, encoding, "txt")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "文件为空"),
        ("  \r\n　".encode(), "只有空白"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "图片"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "图片"),
        (b"BM\x36\x00\x0c\x00\x00\x00\x00\x00\x36", "图片"),
        (b"%PDF-1.4\n%\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "旧版 Office"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"MIME-Version: 1.0\r\n", "MHTML"),
        (b"abc\x00def", "二进制"),
        (PROSE.encode("utf-16-le"), "二进制"),
        (PROSE.encode()[:-1], "无法确定编码"),
        (PROSE.encode()[:50] + b"\xff" + PROSE.encode()[50:], "无法确定编码"),
        (b"\xff\xfe\x00\xd8", "utf-16"),
        ("Préfecture de Nîmes, année écoulée à côté".encode("latin-1"), "无法确定编码"),
        ("請求の件数は三件でした".encode("shift_jis"), "无法确定编码"),
        (bytes(range(1, 9)) * 4, "二进制"),
    ],
)
def test_refused_with_a_reason(data, reason):
    with pytest.raises(UnreadableFile, match=reason):
        read("report.txt", data)


def test_random_bytes_are_refused():
    for seed in range(30):
        with pytest.raises(UnreadableFile):
            read("a.txt", random.Random(seed).randbytes(3000))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_document_or_a_reason(data):
    try:
        document = read("a", data)
    except UnreadableFile as error:
        assert str(error)
    else:
        assert document.blocks == () or document.blocks[-1].end <= len(document.text)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("<p>一、概述</p>", "html"),
        ("<!DOCTYPE html><title>年报</title><p>正文", "html"),
        ('<?xml version="1.0" encoding="gb2312"?>\n<html><body><p>正文</p></body></html>', "html"),
        ("正文<br>第二行<br/>第三行</p>", "html"),
        ("\n\n  <div class=a>正文</div>", "html"),
        ("<<条例>>的规定", "txt"),
        ("<政府信息公开条例>", "txt"),
        ("同比<5%，见<br>标签", "txt"),
        ("规章 | 0 | 0 |", "txt"),
    ],
)
def test_format_by_content(data, kind):
    assert read("a.txt", data.encode()).format == read("a.html", data.encode()).format == kind


# Plain text


def test_plain_text_is_kept_but_for_line_ends():
    document = read("a.txt", " 甲  \r\n\r　\n乙\x0b丙\u2028丁\r\n".encode())
    assert document == Document(
        " 甲  \n\n　\n乙\x0b丙\u2028丁\n",
        (Paragraph(0, 4, "line 1"), Paragraph(8, 13, "line 4")),
        "txt",
        "utf-8",
    )


def test_seeds_keep_every_character(shared):
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_bytes().decode()
        document = read(path.name, path.read_bytes())
        assert document.text == text
        assert all(document.text[block.start : block.end].strip() for block in document.blocks)


# Pages: decoding and prose


def test_what_a_page_claims_of_its_encoding_is_not_asked():
    body = '<meta charset="gb2312"><p>朱镕基——喆</p><p>主动公开政府信息</p>'
    for codec in ("gb18030", "utf-8"):
        assert [text for text, _ in lines(read("a", body.encode(codec)))] == ["朱镕基——喆", "主动公开政府信息"]
    declared = '<?xml version="1.0" encoding="gb2312"?><html><body><p>朱镕基——喆</p></body></html>'
    assert read("a", declared.encode()).text == "朱镕基——喆\n"


UNSEEN = (
    *("font-size:0", "COLOR:red; FONT-SIZE: 0.0pt !important", "color:transparent", "color: rgba(0, 0, 0, 0)"),
    *("opacity:0", "opacity:0.0;color:red", "position:absolute;left:-9999px", "top:-999em; position: fixed"),
    *("position:absolute;left:-999px", "text-indent:-9999px", "text-indent: -999em"),
)
SEEN = (
    *("font-size:0.8em", "font-size:09pt", "background-color:transparent", "color:rgba(0,0,0,0.5)", "color:rgb(0,0,0)"),
    *("opacity:0.9", "opacity:0.5", "left:-9999px", "position:absolute;left:-8px", "fill-opacity:0"),
    *("position:absolute;left:-99px", "text-indent:-99px", "text-indent:-9.0pt"),
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>甲</p><p>乙</p>", ["甲", "乙"]),
        ("甲<br>乙<BR/>丙", ["甲", "乙", "丙"]),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
        ("<p>　　主动<span>公</span><b>开</b>信息\n  <i>5</i> 件&nbsp;</p>", ["主动公开信息 5 件"]),
        ("<p>主动\r\n   公开，\n全年</p>", ["主动公开，全年"]),
        ("<p>annual\nreport</p>", ["annual report"]),
        ("<pre>甲\n乙  丙\n\n丁</pre>", ["甲", "乙 丙", "丁"]),
        ("<p>甲<script>var a='<p>乙</p>'</script><style>p{}</style><!-- 丙 -->丁</p>", ["甲丁"]),
        ("<p>甲</p><p style='color:red; DISPLAY : none'>乙</p><p hidden>丙</p>丁", ["甲", "丁"]),
        ("<p>甲<span style='display:none'>乙</span>丙</p>", ["甲丙"]),
        ("<div style='font-size:0'><p style='font-size:12pt'>公开</p><p>1</p></div>", ["公开", "1"]),
        ("<div style='color:transparent'>公<p style='font-size:0'>开</p></div><p>1</p>", ["1"]),
        *((f"<p>公开1<b style='{style}'>2</b>条</p>", ["公开1条"]) for style in UNSEEN),
        *((f"<p>公开1<b style='{style}'>2</b>条</p>", ["公开12条"]) for style in SEEN),
        ("<p>數(shù)據</p><p><ruby>數<rp>（</rp><rt>shù</rt><rp>）</rp></ruby>據</p>", ["數(shù)據", "數(shù)據"]),
        ("<p>一<o:p>&nbsp;</o:p>、概<st1:x>述</st1:x></p>", ["一 、概述"]),
        ("<p>1.2<sup>3</sup></p>", ["1.2³"]),
        ("<p>36<span style='vertical-align: super'>1</span><i style='text-raise:5pt'>2</i>0</p>", ["36¹²0"]),
        ("<p>36<sub>1</sub>7<span style='vertical-align:sub'>2</span></p>", ["36₁7₂"]),
        ("<p>36<tt style='vertical-align : 0.4em'>1</tt><label style='vertical-align:  -3px'>2</label></p>", ["36¹₂"]),
        (
            "<p>36<s class='x'>1</s><strike\nid=x>2</strike><b style='vertical-align:0px'>3</b></p>",
            ["361\u03362\u03363"],
        ),
        (
            "<p><del>5<b>6</b></del>7<s>1</s><span style='text-decoration:line-through'>2</span></p>",
            ["5\u03366\u033671\u03362\u0336"],
        ),
        ("<div style='vertical-align:super'>36</div>", ["36"]),
        ("<p>36<small>1</small>7<a href='#n2'>2</a>条<small>5</small></p>", ["36¹7²条5"]),
        ("<p><b>36</b><small>1</small><i>7<u>8</u></i><span><a href='#n2'>2</a></span></p>", ["36¹78²"]),
        ("<p>36<span style='position:relative; top:-3px'>1</span><span style='font-size:9pt'>2</span></p>", ["36¹2"]),
        ("<p>1<img src='2.png'>3件<img src='5.png'>6</p>", ["1\ufffc3件6"]),
        ("<![if !supportLists]><span>1.</span><![endif]>公开", ["1.公开"]),
        ("<xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><p>甲", ["甲"]),
        ("<p>公\u200b开\ufeff</p>", ["公开"]),
        ("<p>&lt;条例&gt; &amp; &#20844;</p>", ["<条例> & 公"]),
    ],
)
def test_prose(body, expected):
    assert words(body) == expected


def test_headings_keep_their_level_and_blocks_their_places():
    document = page("<h1>某市<br>年报</h1><h3>一、概述</h3><p>正文</p><table><tr><td>甲<td>1</table><p>后</p>")
    assert document.blocks == (
        Paragraph(0, 2, "paragraph 1", 1),
        Paragraph(3, 5, "paragraph 2", 1),
        Paragraph(6, 10, "paragraph 3", 3),
        Paragraph(11, 13, "paragraph 4"),
        Grid(
            14,
            19,
            "table 1",
            (GridCell("甲", 0, 0, 1, 1, "table 1 row 1 cell 1"), GridCell("1", 0, 1, 1, 1, "table 1 row 1 cell 2")),
        ),
        Paragraph(20, 21, "paragraph 5"),
    )
    assert document.text == "某市\n年报\n一、概述\n正文\n甲 | 1\n后\n"


def test_what_the_page_says_of_itself():
    document = read(
        "a",
        "<!-- saved from url=(0030)http://example.invalid/a.html --><html><head><title>某局年报_某市</title>"
        '<META NAME="ArticleTitle" CONTENT="某局2016年年报"><meta name="PubDate" content="2017-03-01 10:00">'
        '<meta name="ContentSource" content="某局"><meta name="SiteName" content="某市人民政府">'
        '<link rel="canonical" href="http://example.invalid/b.html"></head><p>正文</p></html>'.encode(),
    )
    assert document.claims == {
        "page_title": "某局年报_某市",
        "title": "某局2016年年报",
        "published": "2017-03-01 10:00",
        "source": "某局",
        "site": "某市人民政府",
        "url": "http://example.invalid/b.html",
    }


# Pages: furniture

MENU = "<ul><li><a href=/a>首页</a><li><a href=/b>政务公开</a><li><a href=/c>办事服务</a></ul>"


@pytest.mark.parametrize(
    "furniture",
    [
        MENU,
        "<div><b>栏目</b><p><a href=/1>领导重要讲话</a></p><p><a href=/2>通知</a></p><p><a href=/3>公告</a></p></div>",
        f"<nav>{MENU}</nav>",
        "<nav>政务公开</nav>",
        "<header><div>某市人民政府</div></header>",
        "<p><a href=/a>首页</a> | <a href=/b>政务公开</a> | <a href=/c>办事服务</a></p>",
        "<div class='page-footer'>地址：某路1号 邮编：330000</div>",
        "<div id=footer><p>主办：某市人民政府办公室</p></div>",
        "<footer>主办：某市 赣ICP备05004294号</footer>",
        "<aside>热点</aside>",
        "<div class=breadcrumb>信息公开 &gt; 年报</div>",
        "<p>您现在的位置：首页 &gt; 信息公开 &gt; 年报</p>",
        "<p>当前位置：<a href=/>首页</a> &gt; <a href=/x>年报</a></p>",
        "<p>【打印本页】</p><p>[关闭窗口]</p><p>分享到：微信</p><p>【字体：大 中 小】</p>",
        "<p>上一篇：<a href=/1>某局年报</a></p><p>下一篇：没有了</p>",
        "<p>浏览次数：559 次</p>",
        "<div class=related><b>相关信息</b><p><a href=/1>某局2015年年报</a></p></div>",
        "<select><option>友情链接<option>某部</select><button>搜索</button>",
        f"<table><tr><td>{MENU}</td><td width=10></td></tr></table>",
        "<table><tr><td><a href=/a>首页</a></td><td><a href=/b>公开</a></td><td><a href=/c>办事</a></td></tr></table>",
    ],
)
def test_furniture_is_left_out(furniture):
    assert words(f"{furniture}<p>{PROSE}</p>{furniture}") == [PROSE]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<div class=footer><p>{PROSE}</p>{'<p>' + PROSE * 4 + '</p>'}</div>", [PROSE, PROSE * 4]),
        (f"<header><h1>某市年报</h1></header><p>{PROSE}", ["某市年报", PROSE]),
        ("<p>分享经验做法</p><p>打印机采购。</p>", ["分享经验做法", "打印机采购。"]),
        (
            "<p>正文。</p><ul><li><a href=a>附件1：统计表</a><li><a href=b>附件2：说明</a><li><a href=c>附件3</a></ul>",
            ["正文。", "附件1：统计表", "附件2：说明", "附件3"],
        ),
        (
            "<p>报告。</p><ul><li><a href=#a>一、概述</a><li><a href=#b>二、公开</a><li><a href=#c>三、申请</a></ul>",
            ["报告。", "一、概述", "二、公开", "三、申请"],
        ),
        (f"<div style='display:none'>{PROSE}</div>", [PROSE]),
        (f"<div class=menu>{PROSE}</div>", [PROSE]),
        ("<p>发布时间：2018-01-17 来源：某办 浏览次数：5 次</p>", ["发布时间：2018-01-17 来源：某办 浏览次数：5 次"]),
    ],
)
def test_report_text_is_never_furniture(body, expected):
    assert words(body) == expected


def test_a_page_without_words_has_a_reason():
    for body in ("", "<script>render()</script>", "<img src=a.png>", "<!-- 正文 -->"):
        with pytest.raises(UnreadableFile, match="没有"):
            page(body)


def test_deep_nesting():
    assert words("<div>" * 1000 + "甲" + "</div>" * 1000) == ["甲"]
    assert words("<table><tr><td>" * 200 + PROSE) == [PROSE]
    with pytest.raises(UnreadableFile, match="嵌套过深"):
        page("<div>" * 30_000 + "甲" + "</div>" * 30_000 + "<p>乙</p>")


# Pages: tables

ROW = "<tr><td>规章</td><td>0</td><td>1</td></tr>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<table>{ROW}</table>", [("规章", 0, 0, 1, 1), ("0", 0, 1, 1, 1), ("1", 0, 2, 1, 1)]),
        (
            "<table><tr><td rowspan=2>甲<td>1<tr><td>2</table>",
            [("甲", 0, 0, 2, 1), ("1", 0, 1, 1, 1), ("2", 1, 1, 1, 1)],
        ),
        (
            "<table><tr><td rowspan=0>甲<td>1<tr><td>2<tr><td>3</table>",
            [("甲", 0, 0, 3, 1), ("1", 0, 1, 1, 1), ("2", 1, 1, 1, 1), ("3", 2, 1, 1, 1)],
        ),
        (
            "<table><tr><td rowspan=99>甲<td>1<tr><td>2</table>",
            [("甲", 0, 0, 2, 1), ("1", 0, 1, 1, 1), ("2", 1, 1, 1, 1)],
        ),
        (
            "<table><thead><tr><th rowspan=9>甲<th>乙</thead><tbody><tr><td>1<td>2</table>",
            [("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1), ("1", 1, 0, 1, 1), ("2", 1, 1, 1, 1)],
        ),
        (
            "<table><tr><td colspan=1000>甲<tr><td>乙<td>1</table>",
            [("甲", 0, 0, 1, 2), ("乙", 1, 0, 1, 1), ("1", 1, 1, 1, 1)],
        ),
        (  # the second row's wide cell runs into the tall one
            "<table><tr><td>1<td>2<td rowspan=2>高<tr><td colspan=3>宽</table>",
            [("1", 0, 0, 1, 1), ("2", 0, 1, 1, 1), ("高", 0, 2, 2, 1), ("宽", 1, 0, 1, 2)],
        ),
        (
            "<table><tr><td colspan=x rowspan='-1'>甲<td colspan=0>1</table>",
            [("甲", 0, 0, 1, 1), ("1", 0, 1, 1, 1)],
        ),
        (
            "<table><tr><td>规章<td>&nbsp;<td>　<td><o:p>&nbsp;</o:p><tr><td>甲<td>1</table>",
            [("规章", 0, 0, 1, 1), *(("", 0, n, 1, 1) for n in (1, 2, 3)), ("甲", 1, 0, 1, 1), ("1", 1, 1, 1, 1)],
        ),
        (
            "<table><tr><td><p>本年<span>新</span></p><p>制作<br>数量</p><td><p>1,360</p><tr><td>a<br>b<td>10<br>50</table>",
            [("本年新制作数量", 0, 0, 1, 1), ("1,360", 0, 1, 1, 1), ("a b", 1, 0, 1, 1), ("10 50", 1, 1, 1, 1)],
        ),
        (
            f"<table><tr style='display:none'><td>隐</td></tr><tr></tr>{ROW}</table>",
            [("规章", 0, 0, 1, 1), ("0", 0, 1, 1, 1), ("1", 0, 2, 1, 1)],
        ),
        (
            "<table><tr><td>甲<td>1<b style='font-size:0'>2</b><td>3<p style='opacity:0'>4</p></table>",
            [("甲", 0, 0, 1, 1), ("1", 0, 1, 1, 1), ("3", 0, 2, 1, 1)],
        ),
        (
            "<table><tr><td colspan=2>甲<td style='display:none'><td>1</table>",
            [("甲", 0, 0, 1, 2), ("1", 0, 2, 1, 1)],
        ),
        ("<table><td>甲</td><td>1</td></table>", [("甲", 0, 0, 1, 1), ("1", 0, 1, 1, 1)]),
        ("<table><tr><td>007<td>59237.2449</table>", [("007", 0, 0, 1, 1), ("59237.2449", 0, 1, 1, 1)]),
    ],
)
def test_grids(body, expected):
    assert grid(body) == expected


def test_a_layout_table_gives_its_paragraphs_and_the_data_table_inside_it():
    document = page(
        f"<table><tr><td>{MENU}</td><td><p>{PROSE}</p><table><caption>统计表</caption>{ROW}{ROW}</table><p>甲</p>"
        "</td></tr></table>"
    )
    assert document.text == f"{PROSE}\n统计表\n规章 | 0 | 1\n规章 | 0 | 1\n甲\n"
    assert [block.place for block in document.blocks] == ["paragraph 1", "paragraph 2", "table 1", "paragraph 3"]


@pytest.mark.parametrize(
    "table",
    [
        f"<table><tr><td>{PROSE}</td></tr></table>",
        f"<table><tr><td></td><td>{PROSE}</td><td>&nbsp;</td></tr></table>",
        f"<table><tr><td>{MENU}</td><td><p>{PROSE}</p></td></tr></table>",
        f"<table><tr><td><div>{PROSE}</div></td></tr><tr><td></td></tr></table>",
    ],
)
def test_layout_tables_hold_prose(table):
    assert words(table) == [PROSE]
    assert not [block for block in page(table).blocks if isinstance(block, Grid)]


def test_a_long_report_in_a_cell_is_prose_though_short_rows_stand_above():
    long = "".join(f"<p>{PROSE}</p>" for _ in range(20))
    table = f"<table><tr><td>甲<td>乙<tr><td>丙<td>丁<tr><td>戊<td>己<tr><td colspan=2>{long}</table>"
    assert words(table) == [*"甲乙丙丁戊己", *[PROSE] * 20]


def test_particulars_of_the_page_are_lines_and_no_table():
    assert words(
        "<table><tr><td>索引号：<td>0143/2018<td>发布机构：<td>某局<tr><td>名称：<td colspan=3>某局年报</table>"
        "<table><tr><td colspan=2>某局2017年年报<tr><td>来源：某局<td>发布日期：2018-01-17</table>"
    ) == ["索引号： 0143/2018 发布机构： 某局", "名称： 某局年报", "某局2017年年报", "来源：某局 发布日期：2018-01-17"]


def test_a_note_under_a_table_does_not_make_it_layout():
    table = f"<table><tr><td>内容<td>件数</td></tr>{ROW}{ROW}<tr><td colspan=3>{PROSE * 4}</table>"
    assert [cell[0] for cell in grid(table)][-1] == PROSE * 4


@settings(max_examples=80, deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 70)), max_size=5), min_size=1, max_size=6))
def test_cells_of_any_spans_never_overlap(rows):
    body = "<table><tr><td>甲<td>乙</tr>" + "".join(
        "<tr>" + "".join(f"<td rowspan={high} colspan={wide}>1</td>" for high, wide in row) + "</tr>" for row in rows
    )
    seen = [
        (row, column)
        for _, top, left, height, width in grid(body + "</table>")
        for row in range(top, top + height)
        for column in range(left, left + width)
    ]
    assert len(seen) == len(set(seen))


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="<>/=\"' pdivtablrh1公开。&;\n", max_size=200))
def test_broken_markup_keeps_offsets_right(markup):
    try:
        document = read("a", f"<p>公开{markup}".encode())
    except UnreadableFile:
        return
    assert all(0 <= block.start <= block.end <= len(document.text) for block in document.blocks)
    assert all("\n" not in document.text[b.start : b.end] for b in document.blocks if isinstance(b, Paragraph))


@pytest.mark.parametrize("inside", ["<b></b>", "<br>"])
def test_rows_of_plain_cells_are_read_as_those_that_are_walked_through(inside):
    rows = """<tr><td rowspan="2">甲 &amp; 乙</td><td title="a'b" colspan='2'>1</td></tr>
        <tr class=x><td>&lt;2</td><td></td></tr><tr><th data-rowspan="2">丙</th> <td>\n0&#13;</td><td>5</td></tr>"""
    plain, walked = f"<table>{rows}</table>", f"<table>{rows}</table>".replace("</td>", f"{inside}</td>")

    assert read("a.html", plain.encode()) == read("a.html", walked.encode())
    assert [cell[1:5] for cell in read("a.html", plain.encode()).blocks[0].cells][:2] == [(0, 0, 2, 1), (0, 1, 1, 2)]


CELLS = st.builds(
    "<{0}{1}{2}>{3}</{0}>".format,
    st.sampled_from(["td", "th"]),
    st.sampled_from(["", " rowspan=2", " ROWSPAN = '2'", ' title="a rowspan=3"', " data-colspan=3", ' x="&quot;>"']),
    st.sampled_from(["", " colspan=2", " colspan=0", " colspan='1e3'", " hidden", " style='display:none'"]),
    st.sampled_from(
        ["", "0", " 12\n", "&nbsp;", "&lt;5", "&amp;nbsp;", "&#13;1", "<!-- 3 -->7", "<?x 3?>7", "规&shy;章", "1>0"]
    ),
)
BETWEEN = st.sampled_from(["", "\n", " ", "<!-- x -->", "<tdx></tdx>", "<thead></thead>", "<script></script>", "注"])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(st.tuples(CELLS, BETWEEN), min_size=1, max_size=4), min_size=1, max_size=4))
def test_any_row_is_read_as_one_that_is_walked_through(rows):
    made = ["".join(cell + between for cell, between in row) for row in rows]
    page = "".join(f"<tr><td>甲<td>1</tr><tr class='x'>{row}</tr>" for row in made)
    plain = read("a.html", f"<p>甲</p><table>{page}</table>".encode())
    assert plain == read("a.html", f"<p>甲</p><table>{page.replace('</t', '<b></b></t')}</table>".encode())


def test_numbers_filled_into_a_table_are_its_cells():
    fields = '<input type="text" value="11"><input type="hidden" value="9">', "<textarea>12</textarea>"
    chosen = "<select><option>1<option selected>2</select>"
    hidden = "1<input value=2 style='display:none'>"
    rows = [("规章", *fields, chosen), ("规范性文件", hidden, "1<input value=2>", "<input placeholder='3'>")]
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    page = f"<p>甲</p><table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
    assert read("a.html", page.encode()).text == "甲\n规章 | 11 | 12 | 2\n规范性文件 | 1 | 1 2 | \n"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("<td style='color:#FFF'>5", "5\u2069"),
        ("<td style='background:white'><font color=white>9</font>5", "9\u20695"),
        ("<td bgcolor='#369' style='color:#fff'>5", "5"),
        ("<td class='total' style='color:#fff'>5", "5"),
        ("<td style='color:#fff'><b style='color:red'>5</b>", "5"),
        ("<td><bdo dir='rtl'>36</bdo>", "3\u20696\u2069"),
        ("<td><span style='direction:rtl;unicode-bidi:bidi-override'>36</span>", "3\u20696\u2069"),
        ("<td dir='rtl'>36", "36"),
    ],
)
def test_digits_that_are_not_seen_or_are_turned_are_no_number(cell, words):
    page = f"<table><tr><td>规章{cell}</td></tr><tr><td>罚款<td>0</td></tr></table><p>一、概述。</p>"
    assert read("a.html", page.encode()).text == f"规章 | {words}\n罚款 | 0\n一、概述。\n"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("<td><s>4</s>\f9", "4\u0336 9"),
        ("<td>\x0149", "\x7f49"),
        ("<td><sup>\x014</sup>9", "\x7f⁴9"),
        ("<td>\f49\v", "49"),
        ("<td><sup>4</sup>9&#1;", "⁴9\x7f"),
        ("<td><sup>&#x1F;4</sup>9&#11;", "\x7f⁴9"),
        ("<td><sup>&#x0C;4</sup>9&#11;", "⁴9"),
        ("<td><sup>&#0004;4&#55296;</sup>9&#xFFFE", "\x7f⁴\x7f9\x7f"),
        ("<td><sup>4</sup>9&#160;&#57344;", "⁴9 \ue000"),
        ("<td><sup>\ufffe4</sup>9", "\x7f⁴9"),
    ],
)
def test_control_characters_cost_no_report_its_page(cell, words):
    page = f"<table><tr><td>规章{cell}</td></tr><tr><td>罚款<td>0</td></tr></table><p>一、概述。</p>"
    assert read("a.html", page.encode()).text == f"规章 | {words}\n罚款 | 0\n一、概述。\n"


@pytest.mark.parametrize(
    "style", ["text-indent:-500px", "text-indent: -999em", "text-indent:-9999px", "position:fixed;left:-500px"]
)
def test_type_that_a_page_pushes_aside_is_not_read(style):
    page = f"<table><tr><td>规章<td>4<i style='{style}'>9</i></td></tr><tr><td>罚款<td>0</td></tr></table>"
    assert read("a.html", page.encode()).text == "规章 | 4\n罚款 | 0\n"


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        (".x{display:none}", "49\u2069"),
        ("td.y, td span.x { position:absolute; left:-9999px }", "49\u2069"),
        ("/* .x{display:none} */ .y{display:none}", "49"),
        ("@media print { .x { display:none } .y { color:red } } .y{display:none}", "49"),
        (".x:hover{display:none}", "49"),
        (".x{display:none;\f}", "49\u2069"),
        (".x{display:none;\x01}", "49\u2069"),
        (".x{display:none", "49\u2069"),
        ("@a" * 50_000 + "/*" * 50_000, "49"),
    ],
)
def test_digits_that_a_style_sheet_hides_are_no_number(sheet, words):
    rows = "<tr><td>规章<td>4<span class='a x'>9</span></tr><tr><td>罚款<td>0</td></tr>"
    page = f"<style>{sheet}</style><table>{rows}</table><p>一、概述。</p>"
    assert read("a.html", page.encode()).text == f"规章 | {words}\n罚款 | 0\n一、概述。\n"


def test_a_label_in_a_table_of_its_own_leaves_the_table_around_it_a_table():
    label = "<table><tr><td>一<td>规章</td></tr><tr><td></td><td>其中修订</td></tr></table>"
    page = f"<table><tr><td>{label}</td><td>5</td></tr><tr><td>罚款<td>0</td></tr></table><p>一、概述。</p>"
    assert read("a.html", page.encode()).text == "一规章其中修订 | 5\n罚款 | 0\n一、概述。\n"
