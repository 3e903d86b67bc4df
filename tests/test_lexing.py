"""Printed words in pieces: where a label begins and ends, what stands in its middle, and what is none."""

from itertools import pairwise

import pytest

from gik.reading import read
from gik.tables import read_tables
from gik.tables.lexing import lex
from gik.tables.wording import is_numbered, key, long_key

COUNTED = "主动公开政府信息数 不同渠道和方式公开相同信息计1条"
HEADS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


@pytest.mark.parametrize(
    ("printed", "pieces"),
    [
        ("涉及行政许可、行政处罚", [("gap", "涉及行政许可、行政处罚")]),
        ("本局规章、规章 5", [("gap", "本局规章、规章"), ("value", "5")]),
        ("“规章” 3", [("label", "规章”"), ("value", "3")]),
        ("规章，行政许可 3", [("gap", "规章，行政许可"), ("value", "3")]),
        ("1、\n当面申请数 3", [("line", "\n"), ("label", "1、 当面申请数"), ("value", "3")]),
        ("\n规章 3", [("line", "\n"), ("label", "规章"), ("value", "3")]),
        (
            "行政处罚\t1234\t* 规章",
            [("label", "行政处罚"), ("pipe", "\t"), ("value", "1234"), ("pipe", "\t"), ("label", "规章")],
        ),
        ("| （一） | 规章 |", [("pipe", "|"), ("gap", "（一）"), ("pipe", "|"), ("label", "规章"), ("pipe", "|")]),
        ("规章 * | 3 |", [("label", "规章"), ("pipe", "|"), ("value", "3"), ("pipe", "|")]),
        ("二 规章 十二 三", [("gap", "二"), ("label", "规章"), ("value", "十二"), ("gap", "三")]),
        ("第二十条第（一）项 规章 3", [("label", "第二十条第（一）项"), ("label", "规章"), ("value", "3")]),
        ("主动公开规5\n范性文件数", [("gap", "主动公开规"), ("value", "5"), ("line", "\n"), ("gap", "范性文件数")]),
        ("规 | 章 5", [("gap", "规"), ("pipe", "|"), ("value", "章 5")]),
        (
            "规章 | 3 |\n12 章",
            [
                ("label", "规章"),
                *[("pipe", "|"), ("value", "3")],
                ("pipe", "|"),
                ("line", "\n"),
                ("value", "12"),
                ("gap", "章"),
            ],
        ),
        (f"{COUNTED} 条 340", [("label", COUNTED), ("unit", "条"), ("value", "340")]),
        ("规章（件） 3", [("label", "规章（件）"), ("value", "3")]),
        ("规章（含修订） 3", [("label", "规章（含修订）"), ("value", "3")]),
        ("规章（含 修订） 3", [("label", "规章（含 修订）"), ("value", "3")]),
        ("规章其中行政许可 5", [("label", "规章"), ("label", "其中行政许可"), ("value", "5")]),
        ("规章3、行政许可 5", [("label", "规章"), ("value", "3"), ("label", "行政许可"), ("value", "5")]),
        ("规章一、行政许可 3", [("gap", "规章一、行政许可"), ("value", "3")]),
        ("规章（一）其他 3", [("label", "规章"), ("label", "（一）其他"), ("value", "3")]),
        ("本局（盖章） 规章", [("gap", "本局（盖章）"), ("label", "规章")]),
        (
            "规章 3（含修订）\n行政许可",
            [("label", "规章"), ("value", "3（含修订）"), ("line", "\n"), ("label", "行政许可")],
        ),
        ("规章①行政许可 3", [("label", "规章"), ("label", "①行政许可"), ("value", "3")]),
        ("规章① 行政许可[注2] 3", [("label", "规章"), ("label", "行政许可"), ("value", "3")]),
        ("规章 340其中行政许可 5", [("label", "规章"), ("value", "340"), ("label", "其中行政许可"), ("value", "5")]),
        ("规章 1.25其中行政许可", [("label", "规章"), ("value", "1.25"), ("label", "其中行政许可")]),
        ("规章 2021年度 3", [("label", "规章"), ("year", "2021年度"), ("value", "3")]),
        ("规章 2021年 3", [("label", "规章"), ("year", "2021年"), ("value", "3")]),
        ("规章情况。规章 3", [("gap", "规章情况"), ("stop", "。"), ("label", "规章"), ("value", "3")]),
    ],
)
def test_what_a_line_is_made_of(printed, pieces):
    found = lex(printed)
    assert [(piece.kind, piece.text) for piece in found] == pieces
    assert all(piece.end <= after.start for piece, after in pairwise(found))


@pytest.mark.parametrize(
    ("before", "kind"), [("企业", "gap"), ("企业\n", "label"), ("企业 |\n", "label"), ("", "label")]
)
def test_a_comma_binds_words_to_those_before_it_in_its_line(before, kind):
    """A number that was lost leaves its 、 at the beginning of the line; a quote may go on from the line before."""
    assert [piece.kind for piece in lex(f"{before}、行政复议数量 3")][-2] == kind
    assert lex("企业\n“行政复议数量” 3")[-2].kind == "gap"


PAGE_MARKS = [
    "— 4 —",
    "—— 4 ——",
    " - 4 - ",
    "-4-",
    "· 12 ·",
    "第4页",
    "第 4 页 共 9 页",
    "  第 4 页",
    "4 / 9",
    "4/9",
    " 4 /9 ",
]
RULED = ["|---|---|", "--- | ---", "| --- | :---: |", " |:---|---:|---|  ", "---|---|"]


@pytest.mark.parametrize("line", [*PAGE_MARKS, *RULED])
def test_a_page_s_mark_and_the_rule_below_a_head_are_nothing(line):
    kinds = [piece.kind for piece in lex(f"规章 1\n{line}\n行政许可 2\n")]
    assert kinds == ["label", "value", "line", "line", "label", "value", "line"]


@pytest.mark.parametrize(
    "line", ["— 4", "4 —", "— 4 — 3", "- 4 - | 5", "4 / 9 |", "--- | 4", "| --- |", "--- | --- | 4"]
)
def test_what_only_resembles_a_page_s_mark_or_a_rule_is_kept(line):
    pieces = lex(f"规章 1\n{line}\n行政许可 2\n")
    assert [piece.text for piece in pieces[3:-4]] == line.split()


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        ("1、", "1、当面申请数"),
        ("1、 ", "1、 当面申请数"),
        ("1、\n", "1、 当面申请数"),
        ("（一）", "（一）当面申请数"),
        ("（一）\n\n", "（一） 当面申请数"),
        ("其中：", "其中：当面申请数"),
    ],
)
def test_a_label_keeps_the_mark_that_numbers_it(mark, text):
    label = lex(f"{mark}当面申请数 3")[-2]
    assert (label.kind, label.numbered, label.text) == ("label", True, text)
    assert not lex(f"{mark}本局 当面申请数 3")[-2].numbered


@pytest.mark.parametrize(
    ("printed", "reading"),
    [
        ("规章 340行政许可", ("340", 340)),
        ("规章 -5行政许可", ("-5", -5)),
        ("规章 1.5行政许可", ("1.5", 1.5)),
        ("规章 12.55行政许可", ("12.55", 12.55)),
        ("规章 1,234行政许可", ("1,234", 1234)),
        ("规章 000", ("000", 0)),
        ("规章 3401、行政许可", ("3401", None)),  # 340 and a 1、, or 3401
        ("规章 000行政许可", ("000", None)),  # a zero in each of three cells
        ("规章 03行政许可", ("03", None)),
        ("规章 一、5", ("5", None)),
        ("规章 1、5", ("1、5", None)),
        ("规章▲ 5", ("5", 5)),  # a mark of the label's
        ("规章 <5行政许可", ("5", None)),
        ("规章 .5行政许可", ("5", None)),
        *((f"规章 {bound}5", (f"{bound}5", None)) for bound in ("约", "近", "超过", "超", "逾")),
        ("规章 5 %", ("5 %", None)),
        ("规章 ▲ 5 *", ("▲ 5 *", None)),
        ("规章 ▲  5  *", ("▲  5  *", None)),
    ],
)
def test_a_number_that_touches_words_or_marks_is_read_only_where_it_means_one_thing(printed, reading):
    ((text, found),) = [(piece.text, piece.reading) for piece in lex(printed) if piece.kind == "value"]
    assert (text, found.value) == reading
    assert found.state == ("text" if found.value is None else "number")


def test_a_line_of_a_unit_or_a_value_may_stand_in_a_label_s_middle():
    (label,) = lex("主动公开规\n条\n340\n范性文件数")
    assert (label.text, [value.text for value in label.inner]) == ("主动公开规 条 范性文件数", ["340"])
    assert label.entries[0].code == "disclosed.normative"


NUMBERED = [
    "一、其他",
    "三.其他",
    "（十一）其他",
    "(3)其他",
    "3．其他",
    "12 、 其 他",
    "①其他",
    "⼀、其他",
    "1、（一）其他",
]
NUMBERED += ["其中：其他", "其中其他"]
BARE = ["其他（含转办、\n交办的）", "其  他：", "其他（一）"]


@pytest.mark.parametrize("printed", [*NUMBERED, *BARE])
def test_wordings_of_one_label_share_a_key(printed):
    assert (key(printed), is_numbered(printed)) == ("其他", printed in NUMBERED)


def test_what_a_label_s_key_keeps():
    assert key("第二十条第（十一）项") == "第二十条第十一项"
    assert (key("数量（件）"), long_key("一、数量（件）")) == ("数量", "数量件")
    assert key("１.５倍數") == "倍数"
    assert [is_numbered(words) for words in ("1.5倍", "2021年", "一个", "规章（一）", "一致")] == [False] * 5


def grid(*rows):
    """Each row's values or states in a page's table."""
    printed = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    found = {}
    for cell in read_tables(read("a.html", f"<table>{printed}</table>".encode())).cells:
        if cell.place:
            shown = cell.value if cell.state == "number" else cell.state
            found.setdefault(cell.row or cell.label, []).append(shown)
    return found


def test_a_label_and_its_unit_may_share_a_cell():
    rows = [("（一）收到申请数 件", 5), ("1、当面申请数 件", 6)]
    assert grid(("统计指标 单位", "统计数"), *rows) == {"requests.received": [5], "requests.received.in_person": [6]}


def test_a_sentence_in_a_cell_is_no_label_of_the_form():
    """Its words hold a label and a number; they are kept as they stand, and no number is taken out of them."""
    own = "本年新制发规章 3 件 其他"
    assert grid(("信息内容", "本年处理决定数量"), ("行政许可", 5), (own, 6)) == {"licensing": [5], own: [6]}
    assert grid(("信息内容", "本年处理决定数量"), ("行政许可", "5 件 其他"), ("行政处罚", 6)) == {
        "licensing": ["text"],
        "penalty": [6],
    }


def test_below_heads_printed_again_a_numbered_row_of_blanks_is_no_column():
    row = ("1．申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", *range(7))
    heads = ("", *HEADS)
    found = grid(heads, ("（六）其他处理",), row, heads, ("3．其他", *[""] * 7))
    assert found == {"other.not_amended": [*range(7)], "other.other": ["blank"] * 7}
