"""Tables as people print them: what stands in which column, and what can't be said."""

import pytest

from gik.forms import load_forms
from gik.reading import read
from gik.tables import read_tables
from gik.tables.lexing import lex

HEAD = "第二十条第（一）项 |  |  |  |\n信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n"
TAIL = "第二十条第（五）项 |  |\n信息内容 | 本年处理决定数量 |\n行政许可 | 7 |\n"


def cells(text, name="a.txt"):
    """The printed cells of a text as {row or label: {column: value or state}}."""
    found = {}
    for cell in read_tables(read(name, text.encode())).cells:
        if cell["place"]:
            shown = cell["value"] if cell["state"] == "number" else cell["state"]
            found.setdefault(cell["row"] or cell["label"], {})[cell["column"]] = shown
    return found


def rules(made, repealed, in_force):
    return {"made": made, "repealed": repealed, "in_force": in_force}


def test_a_row_a_line():
    assert cells(HEAD + "规章 | 1 | 2 | 3 |\n行政规范性文件 |  | - | 无 |\n" + TAIL) == {
        "rules": rules(1, 2, 3),
        "normative": rules("blank", "dash", "none"),
        "licensing": {"decisions": 7},
    }


def test_a_cell_a_line_with_blanks():
    lines = "规章 |\n1 |\n2 |\n3 |\n行政规范性文件 |\n|\n5 |\n|\n"
    assert cells(HEAD + lines + TAIL)["normative"] == rules("blank", 5, "blank")


def test_a_row_that_lost_a_blank_cell_is_kept_as_text():
    found = cells(HEAD + "规章 | 1 | 2 | 3 |\n行政规范性文件 | 4 | 5 |\n" + TAIL)
    assert found["normative"] == rules("text", "text", "text")
    assert found["rules"] == rules(1, 2, 3)


def test_a_full_count_is_not_enough_where_a_blank_is_printed_too():
    lines = "规章 |\n1 |\n2 |\n3 |\n行政规范性文件 |\n4 |\n|\n5 |\n6\n"
    assert cells(HEAD + lines + TAIL)["normative"] == rules("text", "text", "text")


def test_a_label_wrapped_around_its_numbers():
    text = HEAD + "规章 1 2 3\n行政规范\n4 5 6\n性文件\n" + TAIL
    assert cells(text)["normative"] == rules(4, 5, 6)


def test_page_marks_are_no_values():
    assert cells(HEAD + "规章 |\n1 |\n2 |\n— 4 —\n3 |\n" + TAIL)["rules"] == rules(1, 2, 3)


def test_swapped_columns_are_not_read_in_the_usual_order():
    swapped = HEAD.replace("本年制发件数 | 本年废止件数", "本年废止件数 | 本年制发件数")
    assert cells(swapped + "规章 | 1 | 2 | 3 |\n" + TAIL)["rules"] == rules("text", "text", "text")


def test_swapped_columns_of_a_grid_follow_their_heads():
    row = "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>"
    html = (
        "<table>"
        + row.format("信息内容", "本年废止件数", "本年制发件数", "现行有效件数")
        + row.format("规章", 1, 2, 3)
        + row.format("行政规范性文件", 4, 5, 6)
        + "</table>"
    )
    assert cells(html, "a.html") == {"rules": rules(2, 1, 3), "normative": rules(5, 4, 6)}


def test_sentences_are_no_tables():
    assert cells("全年制发规章 3 件。\n行政许可 5 件。\n主动公开政府信息数340条，政务微信公开政府信息数36条。\n") == {}


def test_a_list_in_the_prose_above_a_table_is_no_part_of_it():
    listed = "（一）行政许可 5 件\n（二）行政处罚 6 件\n行政强制 7 件\n规章 8 件\n其他 9 件\n"
    chapter = "二、主动公开政府信息情况\n"
    table = HEAD + "规章 | 1 | 2 | 3 |\n" + TAIL
    assert cells(listed + chapter + table) == cells(table)
    assert cells(chapter + listed + table) == cells(table)
    assert cells(table + "三、收到和处理政府信息公开申请情况\n" + listed) == cells(table)
    assert cells(listed) == {}


def test_a_table_of_another_kind_that_shares_labels_is_not_read():
    row = "<tr><td>{}</td><td>{}</td><td>{}</td></tr>"
    rows = ("项目", "单位", "数量"), ("行政许可", "件", 512), ("行政处罚", "件", 613), ("总计", "件", 1125)
    assert cells("<table>" + "".join(row.format(*one) for one in rows) + "</table>", "a.html") == {}


def test_a_table_of_another_kind_in_an_earlier_chapter_takes_nothing_from_the_form():
    budget = "项目 | 金额 |\n行政许可 | 61 |\n行政事业性收费 | 62 |\n其他 | 63 |\n合计 | 186 |\n"
    assert cells(budget + "二、主动公开政府信息情况\n" + HEAD + TAIL) == cells(HEAD + TAIL)


def test_a_grid_that_goes_on_without_a_head_is_read():
    table = "<table><tr><td>{}</td><td>{}</td></tr><tr><td>{}</td><td>{}</td></tr></table>"
    html = table.format("信息内容", "本年处理决定数量", "行政许可", 5) + table.format("行政处罚", 6, "行政强制", 7)
    assert cells(html, "a.html")["coercion"] == {"decisions": 7}


def stat(*rows):
    return "统计指标 | 单位 | 统计数 |\n" + "".join(f"{row} |\n" for row in rows)


def test_a_label_that_occurs_several_times_is_settled_by_its_chapter():
    found = cells(
        stat(
            "四、行政复议数量 | 件 | 9",
            "（二）被依法纠错数 | 件 | 1",
            "五、行政诉讼数量 | 件 | 8",
            "（二）被依法纠错数 | 件 | 2",
        )
    )
    assert found["reviews.corrected"] == {"value": 1}
    assert found["lawsuits.corrected"] == {"value": 2}


def test_a_label_whose_chapter_is_not_printed_is_left_unknown():
    found = cells(
        stat(
            "四、行政复议数量 | 件 | 9",
            "（三）其他情形数 | 件 | 1",
            "（二）被依法纠错数 | 件 | 2",
            "九、政府信息公开会议和培训情况 | |",
        )
    )
    assert found["reviews.other"] == {"value": 1}
    assert found["（二）被依法纠错数"] == {"value": 2}


def test_the_page_numbers_of_a_table_of_contents_are_no_values():
    contents = (
        "一、概述 1\n四、行政复议数量 8\n五、行政诉讼数量 9\n六、举报投诉数量 10\n八、机构建设和保障经费情况 12\n"
    )
    table = "政府信息公开工作情况统计表\n" + stat("四、行政复议数量 | 件 | 1", "五、行政诉讼数量 | 件 | 2")
    assert cells(contents + table) == cells(table)


RECEIVED = ("requests.received", "requests.received.in_person", "requests.received.fax", "requests.received.online")


def test_footnote_marks_are_no_values():
    rows = ("（一）收到申请数[1]\n件\n5\n", "1、当面申请数①\n件\n6\n", "2、传真申请数〔注2〕\n件\n7\n")
    found = cells("统计指标\n单位\n统计数\n" + "".join(rows))
    assert [found[row]["value"] for row in RECEIVED[:3]] == [5, 6, 7]


def test_a_value_is_no_sequence_number_where_the_next_row_has_none():
    form = load_forms()["stat2014"].tables[0].rows
    labels = [row.label for row in form if row.code.startswith(("channel", "requests", "replies"))][:12]
    numbers = ["1 ", "2 ", "3 ", "4 ", "", *(f"{number} " for number in range(5, 12))]
    rows = zip(numbers, labels, range(51, 63), strict=True)
    printed = "".join(f"{number}|\n{label} |\n件 |\n{value} |\n" for number, label, value in rows)
    found = cells("序号 |\n统计指标 |\n单位 |\n统计数 |\n" + printed)
    assert [row["value"] for row in found.values()] == list(range(51, 63))


def test_two_years_side_by_side_give_the_later_one():
    head = "统计指标 | 单位 | 2015年 | 2016年 |\n"
    rows = "（一）收到申请数 | 件 | 3 | 4 |\n1、当面申请数 | 件 | 1 | 2 |\n2、传真申请数 | 件 | 0 | 0 |\n"
    assert cells(head + rows)["requests.received"] == {"value": 4}
    other = [c for c in read_tables(read("a.txt", (head + rows).encode())).cells if c["table"] == "other"]
    assert next((c["label"], c["value"]) for c in other) == ("（一）收到申请数", 3)


def test_the_form_is_told_by_its_labels():
    old = (
        "信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 |\n规章 | 1 | 2 | 3 |\n规范性文件 | 0 | 0 | 0 |\n"
    )
    assert read_tables(read("a.txt", ("2023年度报告\n" + old).encode())).form == "art2019"
    assert read_tables(read("a.txt", (HEAD + "规章 | 1 | 2 | 3 |\n").encode())).form == "art2021"
    assert read_tables(read("a.txt", "没有表格。".encode())).form == "none"


def test_a_row_dropped_with_its_blanks_gives_a_finding_that_names_it():
    findings = read_tables(read("a.txt", (HEAD + "规章 | 1 | 2 | 3 |\n行政规范性文件 | 4 |\n").encode())).findings
    assert [(f["rule"], f["place"]) for f in findings] == [("cell.unread", "line 4")]
    assert "行政规范性文件" in findings[0]["message"]


def test_a_table_ends_before_the_next_chapter():
    text = HEAD + "规章 | 1 | 2 | 3 |\n三、收到和处理政府信息公开申请情况\n全年收到申请三件。\n"
    (span,) = read_tables(read("a.txt", text.encode())).spans
    assert text[slice(*span)].startswith("第二十条") and text[slice(*span)].rstrip().endswith("3 |")


@pytest.mark.parametrize(
    ("printed", "kinds"),
    [
        ("规章 0 0", ["label", "value", "value"]),
        ("信息内容本年制发件数", ["label", "label"]),
        ("1属于国家秘密 0", ["label", "value"]),
        ("主动公开政府信息数条340其中：主动公开规范性文件数", ["label", "unit", "value", "label"]),
        ("行政许可、行政处罚等信息", ["gap"]),
        ("收到申请数12条次", ["label", "value", "unit"]),
    ],
)
def test_pieces(printed, kinds):
    assert [piece.kind for piece in lex(printed)] == kinds


def test_an_unknown_last_row_is_kept_where_it_prints_as_many_values_as_the_row_above():
    row = "四、转入下一年的 | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n"
    text = (
        "一、本年新收政府信息公开申请数量 | 5 | 0 | 0 | 0 | 0 | 0 | 5 |\n（一）予以公开 | 4 | 0 | 0 | 0 | 0 | 0 | 4 |\n"
    )
    head = "自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n"
    reading = read_tables(read("a.txt", (head + text + row + "以上数字由12个科室报送。\n").encode()))
    unknown = [(cell["label"], cell["column"], cell["value"]) for cell in reading.cells if not cell["row"]]
    assert unknown[0] == ("四、转入下一年的", "natural_person", 1) and len(unknown) == 7
    assert [finding["rule"] for finding in reading.findings] == ["form.row_unknown"]


def test_columns_of_codes_and_of_last_year_are_not_taken_for_the_value():
    head = "统计指标 | 代码 | 单位 | 统计数 | 上年数 | 增减 |\n"
    rows = "（一）收到申请数 | 18 | 件 | 3 | 4 | -1 |\n1、当面申请数 | 19 | 件 | | 2 | |\n2、传真申请数 | 20 | 件 | 0 | 0 | 0 |\n"
    found = read_tables(read("a.txt", (head + rows).encode())).cells
    assert [cell["value"] for cell in found if cell["row"].startswith("requests")][:3] == [3, None, 0]
    assert [cell["value"] for cell in found if cell["table"] == "other"] == [4, -1, 2, None, 0, 0]
