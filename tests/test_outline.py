import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gik.headings import topic_of
from gik.outline import Section, outline
from gik.reading import read


def headings(text: str, name: str = "a.txt") -> list[tuple[int, str, str, str]]:
    return [(s.depth, s.number, s.heading, s.topic) for s in outline(read(name, text.encode()))]


def numbered(text: str, name: str = "a.txt") -> list[tuple[int, str, str]]:
    return [(depth, number, words) for depth, number, words, _ in headings(text, name) if number or words]


def test_sections_partition_the_text():
    text = "某局年报\n一、概述\n正文。\n（一）队伍。人员不变。\n二、收费情况\n无。"
    assert outline(read("a", text.encode())) == (
        Section(0, 1, "", "", "", 0, 5),
        Section(1, 1, "一", "概述", "overview", 5, 14),
        Section(2, 2, "（一）", "队伍", "organisation", 14, 26),
        Section(3, 1, "二", "收费情况", "fees", 26, 35),
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("一、概述", ("一", "概述")),
        ("一，概述", ("一", "概述")),
        ("一. 概述", ("一", "概述")),
        ("一．概述", ("一", "概述")),
        ("一：概述", ("一", "概述")),
        ("　　十二、 其他事项 ", ("十二", "其他事项")),
        ("一 概 述", ("一", "概 述")),
        ("二　主动公开情况", ("二", "主动公开情况")),
        ("⼀、⾏政复议情况", ("⼀", "⾏政复议情况")),
        ("（三）平台建设", ("（三）", "平台建设")),
        ("(三)平台建设", ("(三)", "平台建设")),
        ("( 三 ) 平台建设", ("(三)", "平台建设")),
        ("（三）、平台建设", ("（三）", "平台建设")),
        ("三）平台建设", ("三）", "平台建设")),
        ("㈢平台建设", ("㈢", "平台建设")),
        ("1、加强培训", ("1", "加强培训")),
        ("1. 加强培训", ("1", "加强培训")),
        ("1．加强培训", ("1", "加强培训")),
        ("１．加强培训", ("１", "加强培训")),
        ("⒈加强培训", ("⒈", "加强培训")),
        ("1.1 加强培训", ("1.1", "加强培训")),
        ("2.3.1加强培训", ("2.3.1", "加强培训")),
        ("(1) 加强培训", ("(1)", "加强培训")),
        ("1）加强培训", ("1）", "加强培训")),
        ("①加强培训", ("①", "加强培训")),
        ("第一部分 概述", ("第一部分", "概述")),
        ("第二章　主动公开情况", ("第二章", "主动公开情况")),
        ("第三节 平台建设", ("第三节", "平台建设")),
        ("3 依申请公开办理情况", ("3", "依申请公开办理情况")),
        ("二、2017年度主动公开政府信息情况", ("二", "2017年度主动公开政府信息情况")),
        ("四、“放管服”改革信息公开情况：", ("四", "“放管服”改革信息公开情况")),
        ("（二）抓住重点，讲清公开什么。", ("（二）", "抓住重点，讲清公开什么")),
        ("(一)及时公开,方便群众。一是摆放指南。二是更新网页。", ("(一)", "及时公开,方便群众")),
        ("（一）公开渠道：网站、公报和公开栏。", ("（一）", "公开渠道")),
        ("1、三公经费公开。全年公开三次。", ("1", "三公经费公开")),
        ("概述", ("", "概述")),
        ("主动公开政府信息情况", ("", "主动公开政府信息情况")),
        ("存在的主要问题及改进措施", ("", "存在的主要问题及改进措施")),
        ("附件：2016年度政府信息公开情况统计表", ("", "附件：2016年度政府信息公开情况统计表")),
        ("政府信息公开情况统计表（2016年度）", ("", "政府信息公开情况统计表（2016年度）")),
        ("附表1", ("", "附表1")),
        ("（三）" + "公开" * 30, ("（三）", "公开" * 30)),
        ("（三）" + "公开" * 20 + "。", ("（三）", "公开" * 20)),
    ],
)
def test_headings(line, expected):
    assert [pair[1:] for pair in numbered(f"甲乙丙丁。\n{line}\n戊己。")] == [expected]


@pytest.mark.parametrize(
    "line",
    [
        "一是公开不够及时。二是人手不足。",
        "一些栏目更新不够及时",
        "三公经费已全部公开",
        "两微一端建设情况良好",
        "十余家单位参加",
        "2016年，我局主动公开信息300条。",
        "2017.515万元",
        "1.2万件办件信息全部公开",
        "10月8日投入运行",
        "3.5%的信息为财政信息",
        "1、政府网站公开政府信息数210条",
        "1、政府网站公开210条；2、微信公开36条；3、其他方式公开5条。",
        "（二）全年收到申请7件，其中网络申请1件，已全部答复。",
        "1．在门户网站开设专栏。每周更新。",
        "2、根据上级要求，公布部门预算。",
        "（一）我局高度重视。成立领导小组。",
        "规章 | 0 | 0 |",
        "一、主动公开情况 |",
        "（三）" + "公开" * 30 + "公",
        "（三）" + "公开" * 20 + "公。",
        "重点领域\t公开情况",
        "本报告由概述、主动公开政府信息情况、其他事项等部分组成。",
        "2016年某局政府信息公开年度报告",
        "发布日期：2017-03-01",
    ],
)
def test_prose_is_no_heading(line):
    assert numbered(f"甲乙丙丁。\n{line}\n戊己。") == []


@pytest.mark.parametrize(
    ("lines", "depths"),
    [
        ("一、甲|（一）乙|1、丙|（1）丁|①戊|2、己|（二）庚|二、辛", [1, 2, 3, 4, 5, 3, 2, 1]),
        ("一、甲|1.乙|2.丙|二、丁|（一）戊|1.己", [1, 2, 2, 1, 2, 3]),
        ("第一部分 甲|一、乙|（一）丙|第二部分 丁|一、戊", [1, 2, 3, 1, 2]),
        ("1. 甲|1.1 乙|1.2 丙|2. 丁|2.1 戊", [1, 2, 2, 1, 2]),
        ("1、甲|（1）乙|（2）丙|2、丁", [1, 2, 2, 1]),
        ("（一）甲|1、乙|（二）丙", [1, 2, 1]),
        ("第一章 甲|第一节 乙|一、丙|第二章 丁", [1, 2, 3, 1]),
        ("一、甲|四、乙|七、丙", [1, 1, 1]),  # jumps
        ("一、甲|二、乙|一、丙|二、丁", [1, 1, 1, 1]),  # restarts
        ("一、甲|概述|附件：表", [1, 1, 1]),
    ],
)
def test_depth_follows_the_styles_that_the_report_uses(lines, depths):
    assert [depth for depth, _, _ in numbered(lines.replace("|", "\n"))] == depths


def test_headings_without_anything_under_them():
    assert headings(
        "二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n四、政府信息公开行政复议、行政诉讼情况"
    ) == [
        (1, "二", "主动公开政府信息情况", "proactive"),
        (1, "三", "收到和处理政府信息公开申请情况", "requests"),
        (1, "四", "政府信息公开行政复议、行政诉讼情况", "disputes"),
    ]


def test_a_number_on_a_line_of_its_own():
    assert numbered("一、\n概述\n正文。\n二、\n主动公开情况\n正文。") == [(1, "一", "概述"), (1, "二", "主动公开情况")]


def test_no_headings_in_tables_and_none_repeated_under_an_appendix():
    text = "一、概述\n正文。\n附件：2016年度统计表\n2015年度情况统计表\n（某局）\n一、主动公开情况\n（一）公开数\n340"
    start = text.index("一、主动")
    found = outline(read("a", text.encode()), tables=[(start, len(text))])
    assert [(s.number, s.heading, s.topic, s.start) for s in found] == [
        ("一", "概述", "overview", 0),
        ("", "附件：2016年度统计表", "appendix", text.index("附件")),
    ]


def test_headings_go_on_behind_a_table():
    text = "一、概述\n二、行政许可\n340\n三、收费情况\n（一）减免\n"
    start, end = text.index("二、"), text.index("三、")
    assert [s.number for s in outline(read("a", text.encode()), tables=[(start, end)])] == ["一", "三", "（一）"]
    page = "<p>一、概述</p><table><tr><td>二、行政许可<td>3</table><p>三、收费情况</p>"
    assert [number for _, number, _ in numbered(page, "a.html")] == ["一", "三"]


WITHOUT_LINE_ENDS = (
    "某局2016年年报 根据有关规定公布本报告。一、概述2016年，我局做好公开工作，健全制度，更新目录，"
    "方便群众查阅。" + "全年工作平稳有序。" * 30 + "二、主动公开政府信息情况我局全年公开信息300条。"
    "三、存在的主要问题及改进措施一是更新慢。二是人手少。"
)


def test_only_long_lines_and_what_is_no_table_are_searched_for_headings_inside():
    text = f"{WITHOUT_LINE_ENDS}\n说明。四、收费情况无。\n行政许可 3\n"
    start = text.index("行政许可")
    found = outline(read("a", text.encode()), tables=[(start, len(text))])
    assert [s.number for s in found] == ["", "一", "二", "三"]
    start, end = text.index("二、"), text.index("三、")
    found = outline(read("a", text.encode()), tables=[(start, end)])
    assert [s.number for s in found] == ["", "一", "三"]


def test_where_headings_have_lines_none_are_sought_inside_others():
    text = f"一、概述\n二、主动公开情况\n三、收费情况\n{WITHOUT_LINE_ENDS}\n"
    assert [number for _, number, _ in numbered(text)] == ["一", "二", "三"]


def test_a_report_without_line_ends():
    text = WITHOUT_LINE_ENDS
    assert headings(text) == [
        (1, "", "", ""),
        (1, "一", "概述", "overview"),
        (1, "二", "主动公开政府信息情况", "proactive"),
        (1, "三", "存在的主要问题及改进措施", "problems"),
    ]


def test_headings_of_a_page():
    body = (
        "<h1>某局2016年政府信息公开年度报告</h1><h2>工作概况</h2><p>正文。</p><h3>队伍建设</h3><p>正文。</p>"
        "<h2>依申请公开</h2><table><tr><td>一、甲<td>1<tr><td>二、乙<td>2</table><h2>发布日期：2017-01-02</h2>"
    )
    assert headings(body, "a.html") == [
        (1, "", "", ""),
        (1, "", "工作概况", "overview"),
        (2, "", "队伍建设", "organisation"),
        (1, "", "依申请公开", "requests"),
    ]
    unknown = "<h1>常规工作</h1><h2>常规工作有亮点</h2><h3>常规工作有新意</h3>"
    assert [words for _, _, words in numbered(unknown, "a.html")] == ["常规工作有亮点", "常规工作有新意"]
    mixed = "<h2>一、概述</h2><h3>队伍建设</h3><h3>（一）培训</h3><h2>二、收费情况</h2>"
    assert [(depth, words) for depth, _, words, _ in headings(mixed, "a.html")] == [
        (1, "概述"),
        (2, "队伍建设"),
        (3, "培训"),
        (1, "收费情况"),
    ]
    deeper = "<h2>一、概述</h2><h2>收费情况</h2><h3>队伍建设</h3><h4>培训情况</h4><h2>二、其他事项</h2>"
    assert [depth for depth, _, _ in numbered(deeper, "a.html")] == [1, 1, 2, 3, 1]
    above = "<h2>一、概述</h2><h1>收费情况</h1><h2>二、其他事项</h2>"
    assert [depth for depth, _, _ in numbered(above, "a.html")] == [1, 1, 2]
    after_problems = "<h2>一、概述</h2><h2>存在的问题</h2><h2>二、其他事项</h2>"
    assert [(depth, topic) for depth, _, _, topic in headings(after_problems, "a.html")] == [
        (1, "overview"),
        (1, "problems"),
        (1, "other"),
    ]
    plain = "<p>一、概述</p><h2>收费情况</h2><p>（一）减免</p>"
    assert [depth for depth, _, _ in numbered(plain, "a.html")] == [1, 1, 2]


@pytest.mark.parametrize(
    ("heading", "topic"),
    [
        ("总体情况", "overview"),
        ("工作概述", "overview"),
        ("2018年政府信息公开工作基本情况", "overview"),
        ("加强组织领导，健全工作机制", "organisation"),
        ("机构建设和人员培训情况", "organisation"),
        ("主动公开政府信息情况", "proactive"),
        ("主动公开政府信息以及公开平台建设情况", "proactive"),
        ("公开的主要内容", "proactive"),
        ("政策解读和回应社会关切情况", "interpretation"),
        ("平台建设情况", "platform"),
        ("政府网站、政务新媒体建设", "platform"),
        ("依申请公开政府信息和不予公开政府信息的情况", "requests"),
        ("收到和处理政府信息公开申请情况", "requests"),
        ("政府信息公开的收费及减免情况", "fees"),
        ("依申请公开收费情况", "fees"),
        ("权责清单和收费目录清单公开", "key_areas"),
        ("因政府信息公开申请行政复议、提起行政诉讼的情况", "disputes"),
        ("政府信息公开行政复议、行政诉讼情况", "disputes"),
        ("举报投诉情况", "disputes"),
        ("保密审查情况", "secrecy"),
        ("推进重点领域信息公开", "key_areas"),
        ("存在的主要问题及改进措施", "problems"),
        ("主要不足和下一步打算", "problems"),
        ("2018年工作计划", "problems"),
        ("其他需要报告的事项", "other"),
        ("需要说明的事项与附表", "other"),
        ("附件：政府信息公开情况统计表", "appendix"),
        ("⼀、⾏政复议", "disputes"),
        ("常规工作有亮点", ""),
    ],
)
def test_topics(heading, topic):
    assert topic_of(heading) == topic


def test_parts_keep_the_topic_of_problems_and_have_their_own_elsewhere():
    text = "一、主动公开情况\n（一）平台建设\n（二）统一思想\n二、存在的主要问题\n（一）平台建设\n三、其他事项"
    assert [topic for *_, topic in headings(text)] == [
        "proactive",
        "platform",
        "proactive",
        "problems",
        "problems",
        "other",
    ]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from(["一、概述", "（一）公开", "1、甲", "正文。", "", "附件：表", "\t", "二、"]), max_size=12)
)
def test_sections_always_partition(lines):
    text = "\n".join(["甲", *lines])
    sections = outline(read("a", text.encode()))
    assert "".join(text[s.start : s.end] for s in sections) == text
    assert [s.position for s in sections] == list(range(len(sections)))


def test_seeds(shared):
    chapters = {}
    for path in sorted((shared / "seeds").glob("*.txt")):
        sections = outline(read(path.name, path.read_bytes()))
        chapters[path.name[:3]] = [(s.number, s.topic) for s in sections if s.depth == 1 and s.number]
    assert chapters["000"] == [("一", "overview"), ("二", "proactive"), ("三", "problems")]
    assert [topic for _, topic in chapters["001"]][:10] == [
        *("overview", "organisation", "interpretation", "proactive", "requests"),
        *("fees", "disputes", "secrecy", "key_areas", "problems"),
    ]
    six = ["overview", "proactive", "requests", "fees", "disputes", "problems"]
    assert [topic for _, topic in chapters["002"]] == six
    assert [topic for _, topic in chapters["003"]] == six
    assert [number for number, _ in chapters["004"]] == ["一", "二", "三", "四", "七"]
