"""The prose reader on small literals; sentences in the manner of reports are in tests/prose, held by the gate."""

import csv
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gik.definitions import definition
from gik.outline import Section
from gik.prose import read_figures
from gik.prose.numerals import CANDIDATE
from gik.prose.sentences import denying
from gik.prose.vocabulary import spellings


def read(text, topic="", year=2017, tables=()):
    return read_figures(text, (Section(0, 1, "", "", topic, 0, len(text)),), tables, year)


def short(text, *columns, **context):
    return [tuple(getattr(figure, column) for column in columns) for figure in read(text, **context)]


NUMERALS = {
    "1,360条": ("1,360", 1360.0, "条", "eq", "count"),
    "１，３６０条": ("１，３６０", 1360.0, "条", "eq", "count"),
    "1,36条": ("1,36", None, "条", "eq", "count"),
    "8 052条": ("8 052", 8052.0, "条", "eq", "count"),
    "公开信息12\n34条": ("12\n34", 1234.0, "条", "eq", "count"),
    "1 2 3 4条": ("1 2 3 4", 1234.0, "条", "eq", "count"),
    "8 052万，": ("8 052万", 80520000.0, "", "eq", "count"),
    "8 052万元": ("8 052万", 80520000.0, "元", "eq", "amount"),
    "8 052余条": ("8 052余", 8052.0, "条", "ge", "count"),
    "234 567 890 123条": ("234 567 890 123", 234567890123.0, "条", "eq", "count"),
    "1 234 567 890 123条": ("1 234 567 890 123", None, "", "eq", "code"),
    "公开信息-8 052条": ("8 052", None, "条", "eq", "count"),
    "8 05条": ("8 05", None, "", "eq", "code"),
    "8 052部门": ("8 052", None, "", "eq", "code"),
    "全年012345\n6789条": ("012345\n6789", None, "", "eq", "code"),
    "截至2017\n356条": ("2017\n356", None, "", "eq", "code"),
    "1000余条": ("1000余", 1000.0, "条", "ge", "count"),
    "近3万余人次": ("3万余", 30000.0, "人次", "approx", "count"),
    "约 500 条": ("500", 500.0, "条", "approx", "count"),
    "超过\u3000500 条": ("500", 500.0, "条", "ge", "count"),
    "公开一件": ("一", 1.0, "件", "eq", "count"),
    "一件申请": ("一", 1.0, "件", "eq", "other"),
    "收到申请0件": ("0", 0.0, "件", "eq", "count"),
    "占地一亩地": ("一", 1.0, "亩", "eq", "count"),
    "收到一件申请": ("一", 1.0, "件", "eq", "count"),
    "共一件申请": ("一", 1.0, "件", "eq", "count"),
    "申请仅一件。已答复": ("一", 1.0, "件", "eq", "count"),
    "38部门": ("38", 38.0, "", "eq", "count"),
    "合计5": ("5", 5.0, "", "eq", "count"),
    "共计十二，": ("十二", 12.0, "", "eq", "count"),
    "颁发许可证3万，": ("3万", 30000.0, "", "eq", "count"),
    "颁发许可证300余，": ("300余", 300.0, "", "ge", "count"),
    "占比0.5，": ("0.5", 0.5, "", "eq", "count"),
    "编号007。": ("007", None, "", "eq", "code"),
    "全年0，": ("0", 0.0, "", "eq", "count"),
    "全年12345678，": ("12345678", 12345678.0, "", "eq", "count"),
    "全年123456789，": ("123456789", None, "", "eq", "code"),
    "全年123,456,789，": ("123,456,789", 123456789.0, "", "eq", "count"),
    "支出12,345.67元": ("12,345.67", 12345.67, "元", "eq", "amount"),
    "信息1,360.5万条": ("1,360.5万", 13605000.0, "条", "eq", "count"),
    "公开信息-5条": ("5", None, "条", "eq", "count"),
    "公开信息—5条": ("5", None, "条", "eq", "count"),
    "公开信息负5条": ("5", None, "条", "eq", "count"),
    "公开信息——5条": ("5", 5.0, "条", "eq", "count"),
    "减负5项": ("5", 5.0, "项", "eq", "count"),
    "下降-5%": ("5%", None, "%", "eq", "share"),
    "申请□5件": ("5", None, "件", "eq", "count"),
    "申请5×件": ("5", None, "", "eq", "count"),
    "申请5\ufffd件": ("5", None, "", "eq", "count"),
    "申请5？件": ("5", None, "", "eq", "count"),
    "约9.8亿元": ("9.8亿", 980000000.0, "元", "approx", "amount"),
    "1770余万元": ("1770余万", 17700000.0, "元", "ge", "amount"),
    "1亿2000万元": ("1亿2000万", 120000000.0, "元", "eq", "amount"),
    "1亿2百万元": ("1亿2百万", 102000000.0, "元", "eq", "amount"),
    "3亿5千万元": ("3亿5千万", 350000000.0, "元", "eq", "amount"),
    "2亿3千5百万元": ("2亿3千5百万", 235000000.0, "元", "eq", "amount"),
    "3千5百万元": ("3千5百万", 35000000.0, "元", "eq", "amount"),
    "3千5百条": ("3千5百", 3500.0, "条", "eq", "count"),
    "3百十元": ("3百十", None, "元", "eq", "amount"),
    "3万5千条": ("3万5千", 35000.0, "条", "eq", "count"),
    "3万500条": ("3万500", 30500.0, "条", "eq", "count"),
    "3万2万条": ("3万2万", None, "条", "eq", "count"),
    "3万5千2百68元": ("3万5千2百68", 35268.0, "元", "eq", "amount"),
    "3万5千200元": ("3万5千200", 35200.0, "元", "eq", "amount"),
    "1亿2.5千万元": ("1亿2.5千万", 125000000.0, "元", "eq", "amount"),
    "3亿零5百万元": ("3亿零5百万", 305000000.0, "元", "eq", "amount"),
    "3百五十六件": ("3百五十六", 356.0, "件", "eq", "count"),
    "3万五千条": ("3万五千", 35000.0, "条", "eq", "count"),
    "1.2万亿元": ("1.2万亿", 1.2e12, "元", "eq", "amount"),
    "5十亿元": ("5十亿", 5e9, "元", "eq", "amount"),
    "三万5千条": ("三万5千", None, "条", "eq", "count"),
    "1千2百3元": ("1千2百3", None, "元", "eq", "amount"),
    "3万50元": ("3万50", None, "元", "eq", "amount"),
    "3亿5千元": ("3亿5千", None, "元", "eq", "amount"),
    "3.5万5千元": ("3.5万5千", None, "元", "eq", "amount"),
    "三点五亿元": ("三点五亿", 350000000.0, "元", "eq", "amount"),
    "约十二点零五万条": ("十二点零五万", 120500.0, "条", "approx", "count"),
    "一点五倍": ("一点五", 1.5, "倍", "eq", "count"),
    "3点5亿元": ("3点5亿", 350000000.0, "元", "eq", "amount"),
    "1万五条": ("1万五", None, "条", "eq", "count"),
    "3千12百元": ("3千12百", None, "元", "eq", "amount"),
    "1\u200b\u200b\u2060360条": ("1\u200b\u200b\u2060360", 1360.0, "条", "eq", "count"),
    "12\u200b.\u200b5万元以上": ("12\u200b.\u200b5万", 125000.0, "元", "ge", "amount"),
    "13\u200e60条": ("13\u200e60", None, "条", "eq", "count"),
    "8\u200b8.6%": ("8\u200b8.6", None, "", "eq", "other"),
    "第1\u200b2条": ("1\u200b2", None, "", "eq", "other"),
    "1\u202e360条": ("1\u202e360", None, "", "eq", "other"),
    "三亿五千万元": ("三亿五千万", 350000000.0, "元", "eq", "amount"),
    "节约500万元": ("500万", 5000000.0, "元", "eq", "amount"),
    "不足5件": ("5", 5.0, "件", "le", "count"),
    "50件以上": ("50", 50.0, "件", "ge", "count"),
    "四十余条": ("四十余", 40.0, "条", "ge", "count"),
    "一百零五件": ("一百零五", 105.0, "件", "eq", "count"),
    "两次": ("两", 2.0, "次", "eq", "count"),
    "数千条": ("千", None, "条", "eq", "count"),
    "百余次": ("百余", 100.0, "次", "ge", "count"),
    "逾百篇": ("百", 100.0, "篇", "ge", "count"),
    "217284人（户）次": ("217284", 217284.0, "人（户）次", "eq", "count"),
    "88.6％": ("88.6％", 0.886, "%", "eq", "share"),
    "百分之六十一点五": ("百分之六十一点五", 0.615, "", "eq", "share"),
    "三成以上": ("三成", 0.3, "", "ge", "share"),
    "三分之一": ("三分之一", 1 / 3, "", "eq", "share"),
    "三分之2": ("三分之2", 2 / 3, "", "eq", "share"),
    "零分之一": ("零分之一", None, "", "eq", "share"),
    "百分之百": ("百分之百", 1.0, "", "eq", "share"),
    "5‰": ("5‰", 0.005, "‰", "eq", "share"),
    "9成": ("9成", 0.9, "", "eq", "share"),
    "一半": ("一半", 0.5, "", "eq", "share"),
    "2016年12月31日": ("2016年12月31日", None, "", "eq", "date"),
    "二〇一七年": ("二〇一七年", None, "", "eq", "date"),
    "20 17年": ("20 17年", None, "", "eq", "date"),
    "20171231日": ("20171231日", None, "", "eq", "date"),
    "11:21:45": ("11:21:45", None, "", "eq", "time"),
    "9时30分": ("9时30分", None, "", "eq", "time"),
    "9点30分": ("9点30分", None, "", "eq", "time"),
    "九点三十分": ("九点三十分", None, "", "eq", "time"),
    "九时零五分": ("九时零五分", None, "", "eq", "time"),
    "十二点半": ("十二点半", None, "", "eq", "time"),
    "晚上十一点": ("十一点", None, "", "eq", "time"),
    "0632—6616110": ("0632—6616110", None, "", "eq", "phone"),
    "〔2016〕80号": ("〔2016〕80号", None, "", "eq", "document_number"),
    "第三次": ("第三次", None, "", "eq", "ordinal"),
    "电话：6616110": ("6616110", None, "", "eq", "phone"),
    "接听电话36，": ("36", 36.0, "", "eq", "count"),
    "建成于1997，": ("1997", None, "", "eq", "date"),
    "邮编：331400": ("331400", None, "", "eq", "code"),
    "www.a1.gov.cn/2017/12": ("www.a1.gov.cn/2017/12", None, "", "eq", "code"),
    "“两微一端”": ("两微一端", None, "", "eq", "name"),
    "“四个专项”": ("四个专项", None, "", "eq", "name"),
    "“大四季”": ("大四季", None, "", "eq", "name"),
    "得分“98.5”": ("98.5", 98.5, "", "eq", "count"),
    "《关于12项措施的通知》": ("12项", None, "", "eq", "name"),
    "8890热线": ("8890热线", None, "", "eq", "name"),
    "12号楼": ("12号楼", None, "", "eq", "code"),
    "12345热线": ("12345", None, "", "eq", "name"),
    "最多跑一次": ("最多跑一次", None, "", "eq", "name"),
    "索引号：5312": ("5312", None, "", "eq", "code"),
    "浏览次数：559": ("559", None, "", "eq", "other"),
    "浏览量：5次": ("5", None, "", "eq", "other"),
    "浏览量1万次": ("1万", 10000.0, "次", "eq", "count"),
    "正文。\n5\n": ("5", 5.0, "", "eq", "other"),
    "年度报告 - 5 -": ("5", 5.0, "", "eq", "other"),
}


@pytest.mark.parametrize("text", NUMERALS)
def test_numerals(text):
    assert short(text, "text", "value", "unit", "bound", "kind") == [NUMERALS[text]]


OF_OTHERS = {
    "近三年分别收到政府信息公开申请20件、30件、45件。": [],
    "上年未收到政府信息公开申请，本年收到2件。": [("2", "requests.received")],
    "其他单位未收到政府信息公开申请，本机关收到2件。": [("2", "requests.received")],
    "收到政府信息公开申请45件、行政复议3件、行政诉讼2件，三项合计50件。": [
        ("45", "requests.received"),
        ("3", "reviews"),
    ],
    "截至6月底，主动公开政府信息12条。": [],
    "1月1日至6月30日主动公开政府信息12条。": [],
    "上半年主动公开政府信息12条。": [],
    "3月份主动公开政府信息12条。": [],
    "2022年3月，共收到政府信息公开申请12件。": [],
    "政府信息公开申请表下载12次。": [],
    "规范政府信息公开申请办理流程12项。": [],
    "主动公开政府信息栏目12个。": [],
    "转办政府信息公开申请12件。": [],
    "撤销主动公开政府信息12条。": [],
    "将12条依申请公开信息转为主动公开。": [],
    "第一季度主动公开政府信息12条。": [],
    "上半年召开会议部署，全年主动公开政府信息12条。": [("12", "disclosed")],
    "截至12月底，主动公开政府信息12条。": [("12", "disclosed")],
    "1至12月主动公开政府信息12条。": [("12", "disclosed")],
    "2008年5月1日至2022年12月31日主动公开政府信息12条。": [],
    "2021年12月26日至2022年12月25日主动公开政府信息12条。": [("12", "disclosed")],
    "2021年11月1日至2022年10月31日主动公开政府信息12条。": [("12", "disclosed")],
    "2021年12月至2022年11月主动公开政府信息12条。": [("12", "disclosed")],
    "2022年1月至2022年10月主动公开政府信息12条。": [],
    "第一至第四季度主动公开政府信息12条。": [("12", "disclosed")],
    "一季度至四季度主动公开政府信息12条。": [("12", "disclosed")],
    "一季度至三季度主动公开政府信息12条。": [],
    "2022年1月1日至2022年12月31日主动公开政府信息12条。": [("12", "disclosed")],
    "下属单位主动公开政府信息12条。": [],
    "我局及下属单位主动公开政府信息12条。": [("12", "disclosed")],
    "直属单位主动公开政府信息12条。": [],
    "我局及直属单位主动公开政府信息12条。": [("12", "disclosed")],
    "年初计划主动公开政府信息12条。": [],
    "确保主动公开政府信息12条以上。": [],
    "主动公开政府信息任务数为12条。": [],
    "完成主动公开政府信息12条任务的120%。": [],
    "要求各部门主动公开政府信息12条。": [],
    "主动公开政府信息12条/月。": [],
    "主动公开政府信息1.360条。": [],
    "主动公开政府信息1.36万条。": [("1.36万", "disclosed")],
    "主动公开政府信息各12条。": [],
    "因政府信息公开引起的行政复议、行政诉讼各2件。": [("2", "lawsuits")],
    "主动公开政府信息I2条。": [],
    "未公开政府信息12条。": [],
    "经审核公开政府信息12条。": [("12", "disclosed")],
    "取消公开政府信息12条。": [],
    "抽查公开信息12条。": [],
    "未办结政府信息公开申请12件。": [],
    "未按时办结政府信息公开申请12件。": [],
    "没有答复的政府信息公开申请12件。": [],
    "政府信息公开申请未在规定期限内答复12件。": [],
    "政府信息公开申请逾期答复12件。": [],
    "不予受理政府信息公开申请12件。": [],
    "超过20个工作日答复的政府信息公开申请12件。": [],
    "在20个工作日内答复的政府信息公开申请12件。": [("12", "replies")],
    "政府信息公开申请补正后不再处理12件。": [],
    "正在办理的政府信息公开申请12件。": [],
    "同一申请人提出政府信息公开申请12件。": [],
    "向市政府网站报送信息12条。": [],
    "被市政府网站采用信息12条。": [],
    "作为复议机关办理政府信息公开行政复议12件。": [],
    "网站累计公开信息1200条，其中2022年120条。": [],
    "主动公开政府信息12\u00ad34条。": [],
    "主动公开政府信息1\u200b234条。": [("1\u200b234", "disclosed")],
}


@pytest.mark.parametrize("text", OF_OTHERS)
def test_numbers_of_other_years_of_others_and_of_several_things_claim_nothing(text):
    found = short(text, "text", "indicator", topic="requests", year=2022)
    assert [figure for figure in found if figure[1]] == OF_OTHERS[text]


COUNTING_NOTHING = ["进一步统一思想", "四川三亚", "百姓十分关心", "一系列举措", "无法关闭"]
COUNTING_NOTHING += ["“四季”", "千人计划", "四字成语", "任务过数百"]


@pytest.mark.parametrize("text", COUNTING_NOTHING)
def test_words_that_count_nothing(text):
    assert read(text) == []


PAIRS = {
    "3件-5件": [("3", 3.0, "ge"), ("5", 5.0, "le")],
    "3至5万件": [("3", None, "ge"), ("5万", 50000.0, "le")],
    "7400—0件": [("7400", None, "ge"), ("0", None, "le")],
    "申请3件至5件": [("3", 3.0, "ge"), ("5", 5.0, "le")],
    "申请7至9件": [("7", 7.0, "ge"), ("9", 9.0, "le")],
    "申请6至5件": [("6", None, "ge"), ("5", None, "le")],
    "12，万件": [("12", None, "eq")],
    "二十 \n万件": [("二十", None, "eq")],
    "公开六.十四件": [("十四", None, "eq")],
    "七 十六件": [("十六", None, "eq")],
    "二…千四百件": [("千四百", None, "eq")],
    "三万二 千件": [("三万二 千", None, "eq")],
    "88+7,514件": [("88+7,514", None, "eq")],
    "统一，十六件": [("十六", 16.0, "eq")],
    "共12(其中3件)": [("12", 12.0, "eq"), ("3", 3.0, "eq")],
    "3万至5万件": [("3万", 30000.0, "ge"), ("5万", 50000.0, "le")],
    "三至五件": [("五", 5.0, "le")],
    "用时共三至五件": [("五", 5.0, "le")],
    "9点至17点": [("9点", None, "eq"), ("17点", None, "eq")],
    "31日17时": [("31日", None, "eq"), ("17时", None, "eq")],
    "第9、10条": [("第9", None, "eq"), ("10条", None, "eq")],
    "第三十三条、三十四条": [("第三十三条", None, "eq"), ("三十四条", None, "eq")],
    "第一、3个": [("第一", None, "eq"), ("3", 3.0, "eq")],
    "分别为3、5条": [("3", 3.0, "eq"), ("5", 5.0, "eq")],
    "12件[3]": [("12", 12.0, "eq"), ("3", None, "eq")],
}


@pytest.mark.parametrize("text", PAIRS)
def test_two_numerals_side_by_side(text):
    assert short(text, "text", "value", "bound") == PAIRS[text]


def test_numbers_that_go_on_with_an_ordinal_count_nothing():
    kinds = short("第十九、二十、二十一条规定，公开信息5条。", "text", "kind")
    assert kinds == [("第十九", "ordinal"), ("二十", "ordinal"), ("二十一条", "ordinal"), ("5", "count")]


def test_numbers_of_which_nothing_proves_that_they_are_one_stay_apart():
    assert short("名单123 456，", "text", "value") == [("123", None), ("456", None)]
    assert short("12 345 67条", "text", "value") == [("12", None), ("345", None), ("67", None)]
    assert short("全年2017 356条", "value", "kind") == [(None, "date"), (356, "count")]
    assert short("12\n34\n56条", "text") == [("12",), ("34",), ("56",)]


def test_a_range_is_two_bounds():
    assert short("限时3-5个工作日", "text", "unit", "bound") == [("3", "个工作日", "ge"), ("5", "个工作日", "le")]


def test_headings_and_lists_are_ordinals():
    text = "一、概述\n（二）公开\n1.行政权力\n一是公开。二是解读。"
    assert short(text, "text", "kind") == [(word, "ordinal") for word in ("一", "二", "1", "一", "二")]


def test_tables_are_left_out():
    text = "公开信息5条。\n7 | 8\n答复2件。"
    assert short(text, "text", tables=((8, 13),)) == [("5",), ("2",)]


CLAIMS = {
    "全年主动公开政府信息340条。": {"disclosed": 340},
    "收到政府信息公开申请7件，其中网络申请1件、信函申请6件。": {
        "requests.received": 7,
        "requests.received.online": 1,
        "requests.received.letter": 6,
    },
    "因政府信息公开引起的行政复议、行政诉讼分别为4件和2件。": {"reviews": 4, "lawsuits": 2},
    "未收到政府信息公开申请，未发生行政复议、行政诉讼。": {"requests.received": 0, "reviews": 0, "lawsuits": 0},
    "政府信息公开申请、行政复议、行政诉讼均为零。": {"requests.received": 0, "reviews": 0, "lawsuits": 0},
    "办理信访120件，答复网民留言30条。": {},
    "答复人大代表建议18件、政协提案22件。": {},
    "明年计划主动公开政府信息500条。": {},
    "2016年，主动公开政府信息280条。": {},
    "自2008年以来累计主动公开政府信息8000条。": {},
    "主动公开政府信息比上年增加20条。": {},
    "没有收到政府信息公开申请的单位有5个。": {},
    "收到申请7件，与政府信息公开无关。": {},
}


@pytest.mark.parametrize("text", CLAIMS)
def test_claims(text):
    found = {figure.indicator: figure.value for figure in read(text) if figure.indicator}
    assert found == CLAIMS[text]


def test_two_values_side_by_side_claim_neither():
    assert set(short("主动公开政府信息39条；主动公开政府信息58条。", "indicator")) == {("",)}


def test_parts_and_shares_are_tied_to_their_whole():
    text = "共有终端29台，其中窗口18台（含备用3台），办公11台，占总数的37.9%。"
    assert short(text, "text", "within") == [("29", None), ("18", 0), ("3", 1), ("11", 0), ("37.9%", 0)]


def test_a_quantity_of_no_form_has_a_label_and_a_topic():
    assert short("发布招标公告（含变更信息）1193条。", "label", "topic", "indicator") == [("招标公告", "trading", "")]


@given(st.text(alphabet="0１二十百万余约近条件次元%，,。；、（）年月日其中无未收到公开信息申请\n 第.-“”", max_size=60))
def test_spans_are_exact_and_every_digit_is_read_once(text):
    figures = read(text)
    assert [figure.text for figure in figures] == [text[figure.start : figure.end] for figure in figures]
    spans = {(figure.start, figure.end) for figure in figures}
    for place, char in enumerate(text):
        if char in "0１":
            assert sum(start <= place < end for start, end in spans) == 1


@pytest.mark.parametrize("piece", ["123,", "1,", "12条,", "其中1条，", "(1条", "“1", "无", "1@", "1\n", "共12条，"])
def test_long_input_costs_no_more_than_its_length(piece):
    def cost(length):
        text = piece * (length // len(piece))
        started = time.process_time()
        read(text)
        return time.process_time() - started

    cost(1000)
    small = min(cost(5_000) for _ in range(3))
    assert min(cost(40_000) for _ in range(2)) < 8 * small * 2 + 0.05


def test_every_denying_word_holds_what_denials_are_found_by():
    words = definition("prose/nothing.toml")
    begins = (*words["verbs"], *words["bare"], *words["free_of_charge"])
    assert [word for entry in begins for word in spellings(entry) if not denying().match(word)] == []
    assert [word for entry in words["after"] for word in spellings(entry) if not denying().search(word)] == []


def test_the_candidates_hold_every_digit():
    assert all(CANDIDATE.match(char) for char in "0123456789零〇一二三四五六七八九十百千万亿两")


def facts(shared):
    with (shared / "gold" / "facts.csv").open(encoding="utf-8") as lines:
        return [row for row in csv.DictReader(lines) if row["indicator"]]


def test_the_real_reports_state_the_facts_read_by_hand(shared):
    from gik.parsing import parse

    tables = parse(shared / "seeds")
    files = dict(zip(tables.reports["report"], tables.reports["file"], strict=True))
    stated = tables.figures[tables.figures["indicator"] != ""]
    found = {
        (files[row.report][:3], row.indicator, row.value, row.bound)
        for row in stated.itertuples()
        # 无不予公开政府信息的情况 is said in one report, and is not among the facts.
        if row.indicator != "replies.denied"
    }
    bounds = {"=": "eq"}
    assert found == {
        (row["file"], row["indicator"], float(row["value"]), bounds.get(row["bound"], row["bound"]))
        for row in facts(shared)
    }


@pytest.mark.parametrize(
    "words",
    [
        *("1'234", "1’234", "1·5万", "1.2.3", "12/13", "234/567", "1*5", "1_5", "1×5"),
        *(
            "12|34",
            "12…34",
            "12 \n34",
            "12\n 34",
            "12?34",
            "12;34",
            "12[34",
            "1,,234",
            "9,-386",
            "21.，000",
            "150_，000",
        ),
        *("44多,000", "4，余20", "2多6", "6约8", "6几3千", "7点3", "五十 四万", "四万\u200b八千", "九十?二"),
        *("3 . 5万", "3. 5万", "3 .5万", "3。5万", "3、5万", "3.\n5万", "1\n,234", "1 ,234", "1,234\n,567", "1、234"),
    ],
)
def test_numbers_joined_by_a_mark_are_none_by_themselves(words):
    text = f"本年主动公开政府信息{words}条。"
    figures = read_figures(text, (Section(0, 1, "", "", "", 0, len(text)),), (), 2023)
    assert [figure.value for figure in figures] == [None, None]
