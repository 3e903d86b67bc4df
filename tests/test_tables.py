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
        if cell.place:
            shown = cell.value if cell.state == "number" else cell.state
            found.setdefault(cell.row or cell.label, {})[cell.column] = shown
    return found


def rules(made, repealed, in_force):
    return {"made": made, "repealed": repealed, "in_force": in_force}


def test_a_row_a_line():
    assert cells(HEAD + "规章 | 1 | 2 | 3 |\n行政规范性文件 |  | - | 无 |\n" + TAIL) == {
        "rules": rules(1, 2, 3),
        "normative": rules("blank", "dash", "none"),
        "licensing": {"decisions": 7},
    }


def test_a_table_in_a_drawn_frame():
    table = HEAD + "规章 | 1 | 2 | 3 |\n行政规范性文件 |  | 5 | 6 |\n" + TAIL
    rule = "├─────┼───┼───┤\n"
    drawn = rule.join("│" + line + "\n" for line in table.replace("|", "│").splitlines())
    assert cells(drawn) == cells(table) == cells(drawn.replace("│", "┃")) == cells(drawn.replace("│", "║"))


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
    other = [c for c in read_tables(read("a.txt", (head + rows).encode())).cells if c.table == "other"]
    assert next((c.label, c.value) for c in other) == ("（一）收到申请数", 3)


def test_the_form_is_told_by_its_labels():
    old = (
        "信息内容 | 本年新制作数量 | 本年新公开数量 | 对外公开总数量 |\n规章 | 1 | 2 | 3 |\n规范性文件 | 0 | 0 | 0 |\n"
    )
    assert read_tables(read("a.txt", ("2023年度报告\n" + old).encode())).form == "art2019"
    assert read_tables(read("a.txt", (HEAD + "规章 | 1 | 2 | 3 |\n").encode())).form == "art2021"
    assert read_tables(read("a.txt", "没有表格。".encode())).form == "none"


@pytest.mark.parametrize(("numbers", "form"), [((1, 2, 3), "art2021"), ((1, "", ""), "stat2014")])
def test_of_two_forms_in_one_report_the_one_with_more_numbers_is_its_own(numbers, form):
    later = page(("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"), ("规章", *numbers))
    rows = [("（一）收到申请数", "件", 3), ("1、当面申请数", "件", 1)]
    reading = read_tables(read("a.html", (later + page(("统计指标", "单位", "统计数"), *rows)).encode()))
    assert reading.form == form
    assert {cell.form for cell in reading.cells if cell.state == "number"} == {"art2021", "stat2014"}
    assert reading.findings == ()


def test_heads_without_rows_are_not_told_of():
    assert read_tables(read("a.txt", HEAD.encode())).findings == ()


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
    unknown = [(cell.label, cell.column, cell.value) for cell in reading.cells if not cell.row]
    assert unknown[0] == ("四、转入下一年的", "natural_person", 1) and len(unknown) == 7
    assert [finding["rule"] for finding in reading.findings] == ["form.row_unknown"]


def test_columns_of_codes_and_of_last_year_are_not_taken_for_the_value():
    head = "统计指标 | 代码 | 单位 | 统计数 | 上年数 | 增减 |\n"
    rows = "（一）收到申请数 | 18 | 件 | 3 | 4 | -1 |\n1、当面申请数 | 19 | 件 | | 2 | |\n"
    rows += "2、传真申请数 | 20 | 件 | 0 | 0 | 0 |\n"
    found = read_tables(read("a.txt", (head + rows).encode())).cells
    assert [cell.value for cell in found if cell.row.startswith("requests")][:3] == [3, None, 0]
    assert [cell.value for cell in found if cell.table == "other"] == [4, -1, 2, None, 0, 0]


NEW = "一、本年新收政府信息公开申请数量"
REST = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")
PEOPLE = ("natural_person", "enterprise", "research", "charity", "legal_service", "other", "total")
DISPUTE_HEADS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def page(*rows):
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"


def test_a_total_before_the_other_heads_changes_the_order():
    heads = "自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 |"
    rows = "一、本年新收政府信息公开申请数量 | 10 | 5 | 1 | 1 | 1 | 1 | 1 |\n"
    rows += "二、上年结转政府信息公开申请数量 | 2 | 2 | 0 | 0 | 0 | 0 | 0 |\n"
    found = cells(f"| 总计 | {heads}\n{rows}")
    assert set(found["new"].values()) == set(found["carried_in"].values()) == {"text"}


def test_a_total_before_the_results_is_the_disputes_own():
    names = ("行政复议", "未经复议直接起诉", "复议后起诉")
    rows = [(name, 10 + at, 1, 2, 3, 4 + at) for at, name in enumerate(names)]
    found = cells(page(("", "总计", *DISPUTE_HEADS[:4]), *rows), "a.html")
    assert found["review"] == {"total": 10, "upheld": 1, "corrected": 2, "other": 3, "pending": 4}
    printed = "".join(" | ".join(map(str, row)) + " |\n" for row in rows)
    found = cells(f"| 总计 | {' | '.join(DISPUTE_HEADS[:4])} |\n{printed}")
    assert [set(row.values()) for row in found.values()] == [{"text"}] * 3


@pytest.mark.parametrize("order", ["made in_force repealed", "in_force made repealed", "repealed made in_force"])
def test_heads_in_another_order_count_in_a_grid_and_leave_lines_unread(order):
    names = {"made": "本年制发件数", "repealed": "本年废止件数", "in_force": "现行有效件数"}
    rows = [("信息内容", *(names[code] for code in order.split())), ("规章", 1, 2, 3)]
    assert cells(page(*rows), "a.html")["rules"] == dict(zip(order.split(), (1, 2, 3), strict=True))
    assert cells("".join(" | ".join(map(str, row)) + " |\n" for row in rows))["rules"] == rules("text", "text", "text")


@pytest.mark.parametrize("order", [(*REST, "总计"), ("总计", *REST)])
def test_heads_of_one_table_are_not_taken_for_those_of_another_in_the_same_grid(order):
    disputes = [("", *DISPUTE_HEADS * 3), ("", *range(15))]
    requests = [("申请人情况", "自然人", *order), (NEW, *range(30, 37))]
    codes = dict(zip(("自然人", *REST, "总计"), PEOPLE, strict=True))
    for rows in ((*disputes, *requests), (*requests, *disputes)):
        found = cells(page(*rows), "a.html")
        assert found["new"] == {codes[head]: 30 + at for at, head in enumerate(("自然人", *order))}
        assert [list(found[row].values()) for row in ("review", "lawsuit_direct", "lawsuit_after_review")] == [
            [0, 1, 2, 3, 4],
            [5, 6, 7, 8, 9],
            [10, 11, 12, 13, 14],
        ]


def test_heads_on_two_lines_are_in_order_though_the_total_stands_above():
    rows = [("申请人情况", "自然人", "法人或其他组织", "", "", "", "", "总计"), ("", "", *REST, ""), (NEW, *range(7))]
    piped = "".join(" | ".join(map(str, row)) + " |\n" for row in rows)
    spaced = "".join(" ".join(word for word in map(str, row) if word) + "\n" for row in rows)
    for found in (cells(page(*rows), "a.html"), cells(piped), cells(spaced)):
        assert found["new"] == dict(zip(PEOPLE, range(7), strict=True))


def test_a_total_among_the_results_of_disputes_leaves_their_lines_unread():
    heads = " | ".join((DISPUTE_HEADS[0], DISPUTE_HEADS[-1], *DISPUTE_HEADS[1:-1]))
    found = cells(f"{' | '.join([heads] * 3)} |\n{' | '.join(map(str, range(15)))} |\n")
    assert {value for row in found.values() for value in row.values()} <= {"text"}


def test_two_lines_of_disputes_are_not_both_read():
    found = read_tables(read("a.html", page(DISPUTE_HEADS * 3, range(15), range(20, 35)).encode()))
    assert len(found.cells) == len({(c.table, c.row, c.column) for c in found.cells})
    assert {c.state for c in found.cells if c.table == "disputes"} == {"text"}
    assert [finding["rule"] for finding in found.findings] == ["cell.unread"]


@pytest.mark.parametrize("head", ["备注", "编号码", "与上年比"])
def test_a_number_below_a_head_that_the_form_has_not_got_is_no_value(head):
    rows = [("（一）收到申请数", "件", "", 5), ("1、当面申请数", "件", 3, ""), ("2、传真申请数", "件", "", 7)]
    wanted = ["text", 3, "text"]
    page_found = cells(page(("指标", "单位", "统计数", head), *rows), "a.html")
    text_found = cells(stat(*(" | ".join(map(str, row)) for row in rows)).replace("统计数 |", f"统计数 | {head} |"))
    for found in (page_found, text_found):
        assert [found[row]["value"] for row in RECEIVED[:3]] == wanted


@pytest.mark.parametrize("lead", ["| ", " | | "])
def test_pipes_before_a_line_do_not_hide_a_head_that_the_form_has_not_got(lead):
    head, *lines = (
        stat("（一）收到申请数 | 件 | | 5", "1、当面申请数 | 件 | 3 |")
        .replace("统计数 |", "统计数 | 备注 |")
        .splitlines()
    )
    found = cells("\n".join((lead + head, *(lead + line for line in lines))))
    assert [found[row]["value"] for row in RECEIVED[:2]] == ["text", 3]


def test_a_head_that_the_form_has_not_got_says_nothing_of_another_table():
    law = [("信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "备注"), ("规章", 1, 2, 3, "")]
    requests = [("申请人情况", "自然人", *REST, "总计"), (NEW, 4, 1, 5, 0, 0, 2, 12)]
    for rows in ((*law, *requests), (*requests, *law)):
        text = "".join(" | ".join(map(str, row)) + " |\n" for row in rows)
        for found in (cells(text), cells(page(*rows), "a.html")):
            assert found["rules"] == rules(1, 2, 3)
            assert list(found["new"].values()) == [4, 1, 5, 0, 0, 2, 12]


def test_a_head_that_the_form_has_not_got_counts_where_the_band_above_has_one_of_the_forms():
    rows = [("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"), ("规章", 1, 2, 3)]
    rows += [("信息内容", "本年处理决定数量", "备注"), ("行政许可", "", 5)]
    text = "".join(" | ".join(map(str, row)) + " |\n" for row in rows)
    for found in (cells(text), cells(page(*rows), "a.html")):
        assert found == {"rules": rules(1, 2, 3), "licensing": {"decisions": "text"}}


@pytest.mark.parametrize("head", ["备注", "上年现行有效件数"])
def test_a_number_below_a_column_of_its_own_is_not_shifted_into_the_form(head):
    heads = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数", head)
    rows = [("规章", 1, 2, "", 4), ("行政规范性文件", 5, 6, 7, "")]
    text = "".join(" | ".join(map(str, row)) + " |\n" for row in (heads, *rows))
    unread = rules("text", "text", "text")
    assert cells("第二十条第（一）项 |\n" + text + TAIL)["rules"] == unread
    assert cells(page(heads, *rows), "a.html")["rules"] == unread


def test_a_raised_note_does_not_grow_together_with_its_number():
    rows = [("指标", "单位", "统计数"), ("（一）收到申请数<sup>1</sup>", "件", "36<sup><span>1</span></sup>")]
    rows += [("1、当面申请数", "件", 3), ("2、传真申请数", "件", "5<sup>[2]</sup>")]
    found = read_tables(read("a.html", page(*rows).encode())).cells
    shown = [(cell.text, cell.value, cell.state) for cell in found if cell.place]
    assert shown == [("36¹", None, "text"), ("3", 3, "number"), ("5[²]", None, "text")]


def test_a_row_of_another_form_is_kept_as_unknown():
    head = "自然人 | 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | 总计 |\n"
    new = "一、本年新收政府信息公开申请数量 | 5 | 0 | 0 | 0 | 0 | 0 | 5 |\n"
    reading = read_tables(read("a.txt", f"{head}{new}网络申请数 | 2 | 0 | 0 | 0 | 0 | 0 | 2 |\n".encode()))
    assert [cell.value for cell in reading.cells if cell.label == "网络申请数"] == [2, 0, 0, 0, 0, 0, 2]
    assert [finding["rule"] for finding in reading.findings] == ["form.row_unknown"]


BROKEN_LABELS = [
    "自行设置的指标 | 件 | 3 |",
    "自行设置\n的指标 | 件 | 3 |",
    "自行\n设置\n的指标 | 件 | 3 |",
    "自行设置\n的指标\n件\n3",
]


@pytest.mark.parametrize("lines", BROKEN_LABELS)
def test_an_unknown_label_broken_over_lines_is_one(lines):
    text = stat("（一）收到申请数 | 件 | 5") + lines + "\n1、当面申请数 | 件 | 2 |\n"
    reading = read_tables(read("a.txt", text.encode()))
    shown = [(cell.label, cell.value) for cell in reading.cells if cell.place]
    assert shown == [("（一）收到申请数", 5), ("自行设置的指标", 3), ("1、当面申请数", 2)]
    told = [(finding["rule"], finding["place"], finding["evidence"]) for finding in reading.findings]
    assert told == [("form.row_unknown", "line 3", "自行设置的指标 件 3")]


def test_strange_heads_are_known_in_the_grid_that_goes_on_below():
    rows = ("（一）收到申请数", 15, "件", 6), ("1、当面申请数", 16, "件", "")
    first = page(("指标", "编号码", "单位", "统计数"), *rows)
    second = page(("3、网络申请数", 18, "件", ""), ("4、信函申请数", 19, "件", ""))
    found = cells(f"{first}<p>续表</p>{second}", "a.html")
    assert all(row["value"] in ("text", "blank", 6) for row in found.values())


def test_groups_of_the_disputes_table_in_another_order_are_not_read_in_the_forms():
    heads = "结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |"
    text = f"行政复议 | 行政诉讼 |\n{heads} 复议后起诉 | 未经复议直接起诉 |\n{heads} {heads}\n" + "1 | " * 15
    reading = read_tables(read("a.txt", text.encode()))
    assert not [cell for cell in reading.cells if cell.state == "number"]
    assert [finding["rule"] for finding in reading.findings] == ["cell.unread"]


@pytest.mark.parametrize("head", ["备注", "办理说明"])
def test_a_column_of_its_own_does_not_stand_in_for_one_left_out(head):
    heads = ("申请人情况", "自然人", "商业企业", "社会公益组织", "法律服务机构", "其他", "总计", head)
    rows = [
        ("一、本年新收政府信息公开申请数量", 4, 1, 0, 0, 2, 7, ""),
        ("二、上年结转政府信息公开申请数量", 3, 0, 0, 0, 0, 3, ""),
    ]
    text = "".join(" | ".join(map(str, row)) + " |\n" for row in (heads, *rows))
    for found in (cells(text), cells(page(heads, *rows), "a.html")):
        assert set(found["new"].values()) == set(found["carried_in"].values()) == {"text"}


@pytest.mark.parametrize(
    "heads",
    [
        *(("自然人", *REST, head) for head in ("同比", "2021年", "小计", "页码")),
        *(("类别", "自然人", *REST), ("行次", *REST, "总计")),
    ],
)
def test_a_head_of_another_kind_is_none_of_the_form_in_other_words(heads):
    rows = [("申请人情况", *heads), (NEW, 4, 1, 5, 0, 0, 2, 12)]
    text = "".join(" | ".join(map(str, row)) + " |\n" for row in rows)
    for found in (cells(text), cells(page(*rows), "a.html")):
        assert list(found["new"].values()) == ["text"] * 7


def test_values_beside_the_heads_of_a_grid_are_none_of_their_columns():
    rows = [("申请人情况", "", "自然人", *REST, "总计"), (NEW, 9, 4, 1, 5, 0, 0, 2, "")]
    assert list(cells(page(*rows), "a.html")["new"].values()) == ["text"] * 7


def test_a_head_in_other_words_is_the_one_left_out():
    heads = ("申请人情况", "自然人", "商业企业", "科学研究单位", "社会公益组织", "法律服务机构", "其他", "总计", "备注")
    rows = [("一、本年新收政府信息公开申请数量", 4, 1, 5, 0, 0, 2, 12, "")] * 2
    text = "".join(" | ".join(map(str, row)) + " |\n" for row in (heads, *rows[:1]))
    for found in (cells(text), cells(page(heads, *rows[:1]), "a.html")):
        assert list(found["new"].values()) == [4, 1, 5, 0, 0, 2, 12]


@pytest.mark.parametrize(
    ("heads", "row"),
    [
        ("自然人 法人或其他组织 商业企业 科研机构 社会公益组织 法律服务机构 其他", (4, 9, 1, 2, 3, 0, 3)),
        ("自然人 法人或其他组织 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计", (4, 9, 1, 2, 3, 0, 3, "")),
        ("自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 合计 总计", (4, 1, 2, 3, 0, 3, 9, "")),
        ("商业企业 科研机构 社会公益组织 法律服务机构 其他 合计 总计", (1, 2, 3, 0, 3, 9, 13)),
        ("自然人 自然人 商业企业 科研机构 社会公益组织 法律服务机构 其他 总计", (1, 3, 1, 2, 3, 0, 3, "")),
    ],
)
def test_a_sum_in_a_column_of_its_own_shifts_nothing(heads, row):
    rows = [("申请人情况", *heads.split()), (NEW, *row)]
    text = "".join(" | ".join(map(str, row)) + " |\n" for row in rows)
    for found in (cells(text), cells(page(*rows), "a.html")):
        assert list(found["new"].values()) == ["text"] * 7


MARKED = ["<5", "≈30", "▲5", "—5", ".5", "l2", "[5]", "*", "√", "N/A", "?", "#DIV/0!"]
MARKED += ["< 5", "▲ 5", "l 2", "5 %", "5 *", "* 5 *", "( 5 )"]


@pytest.mark.parametrize("dash", ["/", "／", "—", "−", "\\"])
def test_a_dash_that_spaces_part_from_a_number_is_a_cell_of_its_own(dash):
    found = cells(f"信息内容  本年制发件数  本年废止件数  现行有效件数\n规章  0  {dash}  3\n")
    assert list(found["rules"].values()) == [0, "dash", 3]


@pytest.mark.parametrize("printed", ["作废 {}", "作废  {}", "{} 作废", "{}  作废", " {} 作废 "])
@pytest.mark.parametrize("end", ["", " |"])
def test_a_word_that_shares_a_cell_with_a_number_leaves_it_text(printed, end):
    for at in range(3):
        values = [printed.format(n) if n == at else str(n) for n in range(3)]
        found = cells(f"{HEAD}规章 | {' | '.join(values)}{end}\n{TAIL}")
        assert found["rules"] == rules(*("text" if n == at else n for n in range(3)))


@pytest.mark.parametrize("unit", ["件", " 件", "  件"])
def test_a_unit_that_shares_a_cell_with_a_number_leaves_it_as_it_is(unit):
    assert cells(f"{HEAD}规章 | 1 | 2{unit} | 3\n{TAIL}")["rules"] == rules(1, 2, 3)


@pytest.mark.parametrize("printed", MARKED)
def test_marks_in_a_cell_of_text_leave_neither_a_number_nor_a_blank(printed):
    rows = f"规章 | 1 | {printed} | 3 |\n行政规范性文件 | 4 | 5 | {printed}\n"
    found = cells(f"信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |\n{rows}")
    assert (found["rules"], found["normative"]) == (rules(1, "text", 3), rules(4, 5, "text"))


@pytest.mark.parametrize(
    ("head", "row", "unit"),
    [
        ("本年收费金额（单位：万元）", ("行政事业性收费", 12), "万元"),
        ("本年收费金额（单位：元）", ("行政事业性收费", 12), "元"),
        ("本年收费金额（百万元）", ("行政事业性收费", 12), "百万元"),
        ("本年收费金额（单位：万美元）", ("行政事业性收费", 12), "万美元"),
        ("本年收费金额", ("行政事业性收费（元）", 12), "元"),
        ("本年收费金额", ("行政事业性收费", "千元", 12), "千元"),
        ("本年收费金额", ("行政事业性收费", 12), "万元"),
        ("本年收费金额（第二十条）", ("行政事业性收费", 12), "万元"),
    ],
)
def test_the_unit_of_money_is_the_one_printed(head, row, unit):
    rows = [("信息内容", "本年处理决定数量（百件）"), ("行政处罚", 8), ("行政强制", 9), ("信息内容", head), row]
    text = "第二十条第（八）项 |\n" + "".join(" | ".join(map(str, one)) + " |\n" for one in rows)
    for name, printed in (("a.txt", text), ("a.html", page(*rows))):
        found = read_tables(read(name, printed.encode())).cells
        shown = [(cell.value, cell.unit) for cell in found if cell.state == "number"]
        assert shown == [(8, "百件"), (9, "百件"), (12, unit)]


def test_a_scale_in_a_cell_below_a_scaled_unit_may_mean_either():
    rows = [("信息内容", "采购项目数量", "采购总金额（万元）"), ("政府集中采购", 2, "3万")]
    cells = [cell for cell in read_tables(read("a.html", page(*rows).encode())).cells if cell.place]
    assert [(cell.text, cell.value, cell.state) for cell in cells] == [
        ("2", 2, "number"),
        ("3万", None, "text"),
    ]
    rows[0] = ("信息内容", "采购项目数量", "采购总金额（元）")
    cells = [cell for cell in read_tables(read("a.html", page(*rows).encode())).cells if cell.place]
    assert [(cell.value, cell.unit) for cell in cells] == [(2, cells[0].unit), (30000, "元")]


@pytest.mark.parametrize(
    ("first", "again", "value", "told"),
    [
        ((1, 2, 3), (1, 2, 3), 1, []),
        ((1, 2, 3), (1, 2, 5), "text", ["cell.unread"]),
        ((1, 2, 3), ("", "", ""), 1, []),
        (("", 2, 3), (1, "", ""), "text", ["cell.unread"]),
    ],
)
def test_a_row_printed_again_with_other_numbers_is_neither(first, again, value, told):
    heads = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
    tables = [(heads, ("规章", *row), ("行政规范性文件", 4, 5, 6)) for row in (first, again)]
    for name, parts in (
        ("a.html", [page(*rows) for rows in tables]),
        ("a.txt", ["".join(" | ".join(map(str, row)) + " |\n" for row in rows) for rows in tables]),
    ):
        reading = read_tables(read(name, "<p>以上为2021年度，以下为2022年度。</p>\n".join(parts).encode()))
        found = {(cell.row, cell.column): cell.value or cell.state for cell in reading.cells if cell.row}
        assert (found["rules", "made"], found["normative", "made"]) == (value, 4)
        assert [one["rule"] for one in reading.findings] == told


def test_two_tables_of_disputes_are_not_both_read():
    text = "".join(page(DISPUTE_HEADS * 3, range(at, at + 15)) for at in (0, 20))
    reading = read_tables(read("a.html", text.encode()))
    assert {c.state for c in reading.cells if c.table == "disputes"} == {"text"}
    assert [one["rule"] for one in reading.findings] == ["cell.unread"] * 3


@pytest.mark.parametrize(
    ("place", "rows"),
    [
        (
            "row 1 cell 2",
            [("", "行政复议", "未经复议直接起诉", "复议后起诉"), *((head, 0, 1, 2) for head in DISPUTE_HEADS)],
        ),
        (
            "row 2 cell 1",
            [("", "2013年", "2014年"), ("收到申请数", 5, 7), ("申请办结数", 3, 4), ("主动公开政府信息数", 1, 2)],
        ),
    ],
)
def test_a_table_of_another_layout_is_told_of(place, rows):
    reading = read_tables(read("a.html", page(*rows).encode()))
    assert (reading.form, reading.cells) == ("none", ())
    assert [(found["rule"], found["place"]) for found in reading.findings] == [("table.unread", f"table 1 {place}")]


def test_a_table_turned_on_its_side_is_told_of():
    rows = [
        ("信息内容", "规章", "行政规范性文件"),
        ("本年制发件数", 1, 4),
        ("本年废止件数", 2, 5),
        ("现行有效件数", 3, 6),
    ]
    reading = read_tables(read("a.html", page(*rows).encode()))
    assert {cell.state for cell in reading.cells} == {"absent"}
    assert [(found["rule"], found["place"]) for found in reading.findings] == [("table.unread", "table 1 row 1 cell 1")]


@pytest.mark.parametrize("last", [(), ("",)])
def test_heads_turned_on_their_side_are_no_blank_rows(last):
    heads = ("信息内容", "规章", "行政规范性文件", *last)
    rows = [heads, ("本年制发件数", 1, 4, *last), ("本年废止件数", 2, 5, *last), ("现行有效件数", 3, 6, *last)]
    head = ("申请人情况", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
    below = [head, (NEW, 4, 1, 0, 0, 0, 2, 7)]
    text = "".join(" | ".join(map(str, row)) + " |\n" for row in (*rows, *below))
    for name, printed in (("a.txt", text), ("a.html", page(*rows) + page(*below))):
        reading = read_tables(read(name, printed.encode()))
        states = {cell.state for cell in reading.cells if cell.table == "art20"}
        numbers = [cell.value for cell in reading.cells if cell.state == "number"]
        assert (states, numbers) == ({"absent"}, [4, 1, 0, 0, 0, 2, 7])
        assert [found["rule"] for found in reading.findings] == ["table.unread"]


YEARLY = [("年份", "2020年", "2021年"), ("主动公开政府信息数", 5, 7), ("自设项", 1, 2), ("收到申请数", 3, "—")]
YEARLY += [("申请办结数", 3, 4), ("网络申请数", 1, 2)]


@pytest.mark.parametrize("between", [" | ", "\t", "  ", "\n"])
def test_a_table_by_year_is_told_of_in_text_too(between):
    text = "一、概述\n" + "".join(between.join(map(str, row)) + "\n" for row in YEARLY)
    reading = read_tables(read("a.txt", text.encode()))
    assert (reading.form, reading.cells) == ("none", ())
    (found,) = reading.findings
    assert (found["rule"], found["place"]) == ("table.unread", "line 5" if between == "\n" else "line 3")
    assert found["evidence"] == "主动公开政府信息数、收到申请数、申请办结数"


@pytest.mark.parametrize(
    "text",
    [
        "2020年 2021年\n主动公开政府信息数 5 7\n",  # one row
        "2020年 2021年\n主动公开政府信息数 5\n收到申请数 3\n",  # a value a row
        "2020年和2021年\n主动公开政府信息数 5 7\n收到申请数 3 4\n",
    ],
)
def test_what_is_no_table_by_year_is_not_told_of(text):
    assert read_tables(read("a.txt", text.encode())).findings == ()


FEES = """第二十条第（八）项
信息内容 | 本年收费金额{}
行政事业性收费 | {}
第二十条第（五）项
信息内容 | 本年处理决定数量
行政许可 | 3
"""


@pytest.mark.parametrize(
    ("caption", "head", "amount", "read_as"),
    [
        ("单位：万元", "", "2510", ("number", 2510.0, "万元")),
        ("（金额单位：元）", "", "2510", ("number", 2510.0, "元")),
        ("单位：件、元", "", "2510", ("number", 2510.0, "元")),
        ("单位：元", "（单位：万元）", "2510", ("text", None, "万元")),
        ("单位：元", "", "25.1万元", ("number", 25.1, "万元")),
        ("单位：元山县财政局", "", "2510", ("number", 2510.0, "万元")),
    ],
)
def test_a_unit_of_money_above_a_table_counts_where_no_other_is_printed(caption, head, amount, read_as):
    reading = read_tables(read("a.txt", f"{caption}\n{FEES.format(head, amount)}".encode()))
    found = {cell.row: cell for cell in reading.cells if cell.place}
    fees, licensing = found["admin_fees"], found["licensing"]
    assert (fees.state, fees.value, fees.unit) == read_as
    assert (licensing.state, licensing.value, licensing.unit) == ("number", 3.0, "件")
    told = [(finding["rule"], finding["place"], finding["evidence"]) for finding in reading.findings]
    assert told == [("cell.unread", "line 4", "行政事业性收费 2510")] * (read_as[0] == "text")


@pytest.mark.parametrize("unit", ["", "元"])
def test_a_unit_above_a_table_counts_for_all_its_money_and_for_nothing_else(unit):
    rows = f"四、收到申请数 | 件 | 3\n七、依申请公开信息收取的费用 | {unit} | 10\n（三）政府信息公开专项经费 | | 20\n"
    reading = read_tables(read("a.txt", f"单位：元\n统计指标 | 单位 | 统计数\n{rows}".encode()))
    shown = [(cell.row, cell.value, cell.unit) for cell in reading.cells if cell.place]
    assert shown == [("requests.received", 3.0, "件"), ("fees.collected", 10.0, "元"), ("capacity.budget", 20.0, "元")]
