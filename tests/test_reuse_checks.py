"""Prose that stands word for word in another report is told, with how much and where; what the form asks for isn't."""

import pytest

import gik
from gik.frames import Tables, frame

OWN = [
    "年初我局把公开目录逐条对照了一遍，查找资料比从前省时。",
    "入夏以后各科室负责人走访了常来查阅资料的居民，老人也能自己看懂。",
    "第四季度信息员把会议议定事项改写成问答，来电询问的人少了。",
    "新到岗的同志清理了打不开的页面，漏登的文件有了着落。",
    "办公室给每份文件标明了公开属性，科室之间少了推诿。",
    "政务窗口试做了图说政策的小册子，大家知道该找谁。",
]
ELSE = [
    "值班人员同兄弟单位交换了审核办法，答复前后口径一致。",
    "法制科室重新写了办事指南里难懂的段落，留言有人接着办。",
    "全年把往年的文件补挂到网上，政策上墙又上网，网页打开更快。",
    "下半年整理了群众问得最多的事项，逐条回看去年的申请。",
]


def text(*sentences):
    return "一、总体情况\n" + "".join(sentences) + "\n自然人 | 3 | 4 |\n"


def tables(*reports, figures=()):
    """Give the Tables of (code, issuer, year, text, other facts)."""
    rows = [
        {"report": code, "file": f"{code}.txt", "issuer": issuer, "year": year, "status": "ok", "form": "none", **facts}
        for code, issuer, year, _, facts in reports
    ]
    texts = [{"report": code, "text": words} for code, _, _, words, _ in reports]
    names = ("reports", "texts", "sections", "cells", "figures", "findings")
    records = {"reports": rows, "texts": texts, "figures": figures}
    return Tables(**{name: frame(name, records.get(name, ())) for name in names})


def report(code, words, issuer="甲市民政局", year=2020, **facts):
    return code, issuer, year, words, facts


def found(*reports, **facts):
    checked = gik.check(tables(*reports, **facts))
    assert set(checked["rule"]) <= {"text.reused"}
    return checked[["report", "other", "severity"]].values.tolist()


def test_last_years_words_are_told_with_share_and_places():
    before, now = text(*OWN, ELSE[0]), text(*OWN[:3], *ELSE[1:], *OWN[3:])
    (line,) = gik.check(tables(report("a", before), report("b", now, year=2021))).to_dict("records")
    assert [line[name] for name in ("report", "other", "rule", "severity")] == ["b", "a", "text.reused", "note"]
    same, every = (sum(map(len, words)) - 1 for words in (OWN, [*OWN, *ELSE[1:]]))  # 我局 counts as one mark
    assert line["found"] == round(same / every, 3)
    start = now.index(OWN[0])
    first, second = sum(map(len, OWN[:3])), sum(map(len, OWN[3:]))
    assert line["place"] == f"text {start}-{start + first}"
    later = now.index(OWN[3])
    assert line["evidence"] == (
        f"“{''.join(OWN[:3])}”（正文第{start + 1}至{start + first}字）；"
        f"“{''.join(OWN[3:])}”（正文第{later + 1}至{later + second}字）"
    )
    assert line["message"] == (
        f"正文有{round(100 * line['found'])}%（{same}字）与本机关上一年度报告逐句相同"
        f"（年份和机关名称除外，格式要求的用语不计），共2处，最长一处{first}字，请核实是否按本年度实际情况编写。"
    )


def test_all_of_it_is_a_warning():
    assert found(report("a", text(*OWN)), report("b", text(*OWN), year=2021)) == [["b", "a", "warning"]]


@pytest.mark.parametrize(
    ("first", "second", "named"),
    [("2021-01-20", "2021-01-28", ["b", "a"]), ("2021-01-28", "2021-01-20", ["a", "b"]), ("", "", ["b", "a"])],
    ids=["the second is later", "the first is later", "more of the second is alike"],
)
def test_another_agencys_words_are_told_once(first, second, named):
    one = report("a", text(*OWN, ELSE[0]), published=first)
    other = report("b", text(*OWN), issuer="甲市水务局", published=second)
    checked = gik.check(tables(one, other))
    assert checked[["report", "other"]].values.tolist() == [named]
    assert f"与{'甲市民政局' if named[1] == 'a' else '甲市水务局'}同年度报告" in checked["message"][0]


def test_of_several_agencies_the_one_most_alike_is_named():
    one, same = report("a", text(*OWN)), report("b", text(*OWN), issuer="甲市水务局")
    more = [f"另有第{n}件事办得与上年不同，来问的人比往年少了许多。" for n in range(8)]
    others = [report(code, text(*ELSE, *more), issuer=f"甲市{code}局") for code in "cd"]
    assert [line[:2] for line in found(one, same, *others)] == [["b", "a"], ["d", "c"]]
    part = report("c", text(*OWN[:5], ELSE[0]), issuer="甲市财政局")
    assert [line[:2] for line in found(one, same, part)] == [["b", "a"], ["c", "a"]]


@pytest.mark.parametrize(
    "other",
    [
        report("b", text(*ELSE), year=2021),
        report("b", text(*OWN), year=2022),
        report("b", text(*OWN), issuer="甲市水务局", year=2021),
        report("b", text(*OWN), issuer=""),
        report("b", text(*OWN, *ELSE * 4, *(f"另有第{n}件事办得与上年不同。" for n in range(30))), year=2021),
        report("b", text(*(words.replace("，", "。") for words in OWN)), year=2021),
    ],
    ids=["other words", "two years", "another agency's other year", "unnamed", "little of it", "other sentences"],
)
def test_what_is_not_alike_enough_is_not_told(other):
    assert found(report("a", text(*OWN)), other) == []


def test_years_and_names_may_differ():
    words = "".join(
        f"{{year}}年，{{name}}把{{short}}的第{n}件事办完了，接着把{{next}}年的目录排好，又请人来挑毛病。"
        for n in range(5)
    )
    one = words.format(year=2020, next=2021, name="甲市民政局", short="民政局")
    other = words.format(year=2020, next=2021, name="甲市水务局", short="水务局")
    facts = {"region": "甲市"}
    assert found(report("a", one, **facts), report("b", other, issuer="甲市水务局", **facts)) == [["b", "a", "warning"]]


def test_numbers_must_be_the_same():
    words = "这一年我局接待来访群众{n}人次，答复来信{n}封，把问得最多的事写成了问答，挂在网站上给大家看。"
    one, other = (text(*(words.format(n=n) for n in range(start, start + 5))) for start in (10, 20))
    assert found(report("a", one), report("b", other, year=2021)) == []


DEMANDED = [
    "根据《中华人民共和国政府信息公开条例》的规定，现将本局年度报告公布如下。",
    "本报告所列数据的统计期限自1月1日起，至12月31日止，请予监督。",
    "如对本报告有疑问，请与本局办公室联系，电话和地址见网站首页。",
    "本局没有其他需要报告的事项，也没有收取任何信息处理费。",
]


def test_what_every_report_is_asked_to_say_is_not_counted():
    words = text(*DEMANDED)
    assert found(report("a", words), report("b", words, year=2021), report("c", words, issuer="甲市水务局")) == []


def test_statements_of_the_forms_numbers_are_not_counted():
    words = "".join(f"本年度第{n}类政府信息公开申请没有收到，也没有结转到下一年度继续办理。" for n in range(5))
    reports = report("a", words), report("b", words, year=2021)
    starts = [at for at in range(len(words)) if words.startswith("没有收到", at)]
    stated = [
        {
            "report": code,
            "figure": n,
            "start": at,
            "end": at + 4,
            "text": "没有收到",
            "value": 0.0,
            "indicator": indicator,
        }
        for code in "ab"
        for n, at in enumerate(starts)
        for indicator in ["requests.received"]
    ]
    assert found(*reports) == [["b", "a", "warning"]]
    assert found(*reports, figures=stated) == []
    of_one = {code: [figure for figure in stated if figure["report"] == code] for code in "ab"}
    assert found(*reports, figures=of_one["b"]) == []
    assert gik.check(tables(*reports, figures=of_one["a"]))["found"].tolist() == [1.0]
    assert gik.check(tables(*reports, figures=of_one["b"][:1]))["found"].tolist() == [0.8]
    of_no_form = [{**figure, "indicator": ""} for figure in stated]
    assert found(*reports, figures=of_no_form) == [["b", "a", "warning"]]


def test_what_many_agencies_say_is_common_property():
    def alike(count):
        return found(
            *(report(f"r{n:02}", text(*OWN), issuer=f"甲市{'民水财审农林教卫交商文体'[n]}务局") for n in range(count))
        )

    assert len(alike(10)) == 9
    assert alike(11) == []


def test_versions_of_one_report_are_not_compared():
    one, other = report("a", text(*OWN)), report("b", text(*OWN), published="2021-01-20")
    assert set(gik.check(tables(one, other))["rule"]) == {"file.duplicate"}
