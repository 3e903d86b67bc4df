"""Which printed cell belongs to which column: what a print proves, and why the rest is left as text."""

import pytest

from gik.reading import read
from gik.tables import grids, read_tables

ART20 = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
NEW, GRANTED, PARTIAL = "一、本年新收政府信息公开申请数量", "（一）予以公开", "（二）部分公开"
ZEROS = (0, 0, 0, 0, 0)
UNREAD = ["text"] * 7


def page(*rows):
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return read_tables(read("a.html", f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>".encode()))


def text(*rows):
    return read_tables(read("a.txt", "".join(" | ".join(map(str, row)) + " |\n" for row in rows).encode()))


def lines(*rows):
    return read_tables(read("a.txt", "".join(f"{cell} |\n" for row in rows for cell in row).encode()))


def shown(reading):
    """Each row's printed cells in the form's order: their values, or their states."""
    found = {}
    for cell in reading.cells:
        if cell.place:
            value = cell.value if cell.state == "number" else cell.state
            found.setdefault(cell.row or cell.label, []).append(value)
    return found


DISPUTES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 3
NOT_READ = [
    (text, grids.TOO_MANY, "行政规范性文件 4 5 6 7", [ART20, ("规章", 1, 2, 3), ("行政规范性文件", 4, 5, 6, 7)]),
    (page, grids.TOO_MANY, "行政规范性文件 4 5 6 7", [ART20, ("规章", 1, 2, 3), ("行政规范性文件", 4, 5, 6, 7)]),
    (text, grids.TOO_FEW, "行政规范性文件 4 5", [ART20, ("规章", 1, 2, 3), ("行政规范性文件", 4, 5)]),
    (page, grids.TOO_FEW, "行政规范性文件 4 5", [ART20, ("规章", 1, 2, 3), ("行政规范性文件", 4, 5)]),
    (
        text,
        grids.OTHER_ORDER,
        "规章 1 2 3",
        [("信息内容", "本年废止件数", "本年制发件数", "现行有效件数"), ("规章", 1, 2, 3)],
    ),
    (
        text,
        grids.OTHER_HEAD,
        "规章 1 2 4",
        [(*ART20, "备注"), ("规章", 1, 2, "", 4), ("行政规范性文件", 5, 6, 7, "")],
    ),
    (
        page,
        grids.MAY_REPEAT,
        "政府集中采购 5 5",
        [("信息内容", "信息内容", "采购项目数量", "采购总金额"), ("政府集中采购", "政府集中采购", 5, 5)],
    ),
    (
        lines,
        grids.MAY_BE_NEXT,
        "（一）维持具体行政行为数 件 1",
        [
            ("统计指标", "单位", "统计数"),
            ("四、行政复议数量", "件", 9),
            ("（一）维持具体行政行为数", "件", 1),
            ("五、行政诉讼数量", "件", 8),
        ],
    ),
    *[
        (
            layout,
            grids.SEVERAL_LINES,
            f"行政复议、行政诉讼 {' '.join(map(str, range(many)))}",
            rows,
        )
        for layout, many, rows in [
            (page, 30, [DISPUTES, range(15), range(15, 30)]),
            (page, 15, [DISPUTES, [*range(10), *[""] * 5], [*[""] * 10, *range(10, 15)]]),
            (text, 30, [("", *APPLICANTS), (NEW, 5, *ZEROS, 5), DISPUTES, range(15), range(15, 30)]),
        ]
    ],
]


@pytest.mark.parametrize(("layout", "reason", "evidence", "rows"), NOT_READ)
def test_a_row_that_is_not_read_says_why_and_keeps_its_words(layout, reason, evidence, rows):
    reading = layout(*rows)
    (found,) = [found for found in reading.findings if found["rule"] == "cell.unread"]
    assert found["evidence"] == evidence
    assert f"（{reason}）" in found["message"]
    label, *words = evidence.replace(" 件", "").split()
    unread = [cell for cell in reading.cells if cell.place == found["place"] and cell.state == "text"]
    assert {(cell.label, cell.text) for cell in unread} == {(label, " | ".join(words))}


def test_two_lines_of_disputes_leave_the_other_tables_as_they_are():
    """All three tables stand in one text, as a report pasted from a page has them."""
    rows = [("", *APPLICANTS), (NEW, 5, *ZEROS, 5), (GRANTED, 5, *ZEROS, 5), DISPUTES, range(15)]
    disputes = {"review": [0, 1, 2, 3, 4], "lawsuit_direct": [5, 6, 7, 8, 9], "lawsuit_after_review": [*range(10, 15)]}
    requests = {"new": [5, *ZEROS, 5], "granted": [5, *ZEROS, 5]}
    assert shown(text(*rows)) == requests | disputes
    assert shown(text(*rows, range(15))) == requests | dict.fromkeys(disputes, ["text"] * 5)


def test_the_line_of_disputes_may_be_blank_and_is_named_as_on_the_form():
    blank = [""] * 15
    assert shown(page(DISPUTES, blank)) == dict.fromkeys(
        ("review", "lawsuit_direct", "lawsuit_after_review"), ["blank"] * 5
    )
    cells = [cell for cell in page(DISPUTES, blank, range(15)).cells if cell.place]
    names = ("行政复议", "未经复议直接起诉", "复议后起诉")
    assert [(cell.label, cell.value) for cell in cells] == [(names[at // 5], at) for at in range(15)]


@pytest.mark.parametrize("layout", [page, text])
def test_rows_behind_one_of_the_agency_s_own_are_read(layout):
    rows = [("", *APPLICANTS), (NEW, 5, *ZEROS, 5), ("自设项", 4, *ZEROS, 4), (GRANTED, 3, *ZEROS, 3)]
    assert shown(layout(*rows)) == {"new": [5, *ZEROS, 5], "自设项": [4, *ZEROS, 4], "granted": [3, *ZEROS, 3]}


def test_values_of_merged_cells_that_fill_a_row_up_are_one():
    """Where the labels are repeated too: 本年处理决定数量 has one column; two numbers that differ can't be one."""
    heads = ("信息内容", "信息内容", "本年处理决定数量", "本年处理决定数量")
    rows = [("行政许可", "行政许可", 7, 7), ("行政处罚", "行政处罚", 6, 5)]
    assert shown(page(heads, *rows)) == {"licensing": [7], "penalty": ["text"]}
    heads = ("信息内容", "信息内容", "上一年项目数量", "本年增/减", "处理决定数量")
    rows = [("行政许可", "行政许可", 1, 1, 1), ("行政处罚", "行政处罚", 2, 3, 3)]
    assert shown(page(heads, *rows)) == {"licensing": [1, 1, 1], "penalty": [2, 3, 3]}
    assert shown(
        page(("信息内容", "信息内容", "采购项目数量", "采购总金额"), ("政府集中采购", "政府集中采购", 5, 6))
    ) == {"procurement": [5, 6]}
    years = [("统计指标", "统计指标", "2015年", "2016年"), ("（一）收到申请数", "（一）收到申请数", 3, 3)]
    assert shown(page(*years, ("1、当面申请数", "1、当面申请数", 1, 2)))["requests.received"] == [3]


@pytest.mark.parametrize("layout", [page, text])
@pytest.mark.parametrize(
    ("heads", "own", "other"),
    [
        (("上年数", "统计数"), 1, 0),
        (("统计数", "上年数"), 0, 1),
        (("2016年", "2015年"), 0, 1),
        (("上年", "本年"), 1, 0),
    ],
)
def test_of_two_blocks_of_columns_the_one_of_this_year_is_read(layout, heads, own, other):
    pairs = {"（一）收到申请数": (3, 4), "1、当面申请数": (1, ""), "2、传真申请数": ("", 2)}
    reading = layout(("统计指标", "单位", *heads), *((label, "件", *pair) for label, pair in pairs.items()))
    own_cells = [cell for cell in reading.cells if cell.place and cell.table == "stat"]
    others = [cell for cell in reading.cells if cell.table == "other"]
    blank = {"": None}
    assert [cell.value for cell in own_cells] == [blank.get(pair[own], pair[own]) for pair in pairs.values()]
    assert [(cell.row, cell.column, cell.label, cell.value) for cell in others] == [
        ("", "", label, blank.get(pair[other], pair[other])) for label, pair in pairs.items()
    ]


def test_two_blocks_of_columns_beside_an_empty_one_are_not_told_apart():
    rows = [("统计指标", "单位", "", "统计数", "上年数"), ("（一）收到申请数", "件", "", 3, "")]
    found = shown(page(*rows, ("1、当面申请数", "件", "", "", 4)))
    assert found == {"requests.received": ["text"], "requests.received.in_person": ["text"]}


def test_blanks_left_out_of_a_page_leave_only_full_rows_to_be_trusted():
    rows = [ART20, ("规章", 1, 2, 3), ("行政规范性文件", "", 5, 6)]
    assert shown(page(*rows)) == {"rules": [1, 2, 3], "normative": ["blank", 5, 6]}
    short = ("一、本年新收政府信息公开申请数量", 5, 5)
    heads = ("", *APPLICANTS)
    found = shown(page(*rows, heads, short, (GRANTED,)))
    assert found == {"rules": [1, 2, 3], "normative": ["text"] * 3, "new": UNREAD, "granted": ["absent"] * 7}


def test_full_rows_show_where_the_columns_stand():
    """Behind the label an empty column: its cell is nobody's, and a number in it leaves the row unread."""
    heads = ("", "", *APPLICANTS)
    full = (NEW, "", 5, *ZEROS, 5)
    assert shown(page(heads, full, (GRANTED, "", 4, "", "", 0, "", "", 4))) == {
        "new": [5, *ZEROS, 5],
        "granted": [4, "blank", "blank", 0, "blank", "blank", 4],
    }
    assert shown(page(heads, full, (GRANTED, 4, "", "", "", "", "", "", 4)))["granted"] == UNREAD
    assert shown(page(heads, full, (GRANTED, 7, 4, "", "", "", "", "", 4)))["granted"] == UNREAD
    assert shown(page(heads, full, (GRANTED, 4, "", *ZEROS[1:], 4)))["granted"] == UNREAD
    found = shown(page(heads, full, (PARTIAL,), (GRANTED, "", 4, "", *ZEROS[1:], 4)))
    assert (found["partial"], found["granted"]) == (["absent"] * 7, [4, "blank", *ZEROS[1:], 4])


def test_full_rows_that_stand_in_different_columns_show_nothing():
    rows = [("", "", *APPLICANTS, ""), (NEW, "", 5, *ZEROS, 5, ""), (GRANTED, 4, *ZEROS, 4, "", "")]
    found = shown(page(*rows, (PARTIAL, "", 1, "", "", "", "", "", 1, "")))
    assert (found["new"], found["partial"]) == ([5, *ZEROS, 5], UNREAD)


def test_without_a_full_row_the_heads_show_where_the_columns_stand():
    rows = [(NEW, "", 5, "", "", "", "", "", 5), (GRANTED, "", 4, "", "", 0, "", "", 4)]
    assert shown(page(("", "", *APPLICANTS), *rows)) == {
        "new": [5, *["blank"] * 5, 5],
        "granted": [4, "blank", "blank", 0, "blank", "blank", 4],
    }
    assert shown(page(("", *APPLICANTS), *rows)) == {"new": UNREAD, "granted": UNREAD}


def test_without_full_rows_and_heads_the_count_of_cells_shows_where_the_columns_stand():
    heads, row = ("", *APPLICANTS[:6], ""), (5, "", *ZEROS[1:], 5)
    shown_row = [5, "blank", *ZEROS[1:], 5]
    assert shown(page(heads, (NEW, *row), (PARTIAL,), (GRANTED, *row))) == {
        "new": shown_row,
        "partial": ["absent"] * 7,
        "granted": shown_row,
    }
    assert shown(page(heads, (NEW, *row), (GRANTED, "", *row))) == {"new": UNREAD, "granted": UNREAD}


def test_full_rows_with_a_hole_are_not_full():
    """As many numbers as columns, with a cell between them that no column has."""
    heads = ("", *APPLICANTS[:3], "", *APPLICANTS[3:])
    assert shown(page(heads, (NEW, 5, 0, 0, "", 0, 0, 0, 5), (GRANTED, 4, 0, 0, "", 0, 0, 0, 4))) == {
        "new": [5, *ZEROS, 5],
        "granted": [4, *ZEROS, 4],
    }
    assert shown(page(("", *APPLICANTS), (NEW, 5, 0, 0, "", 0, 0, 0, 5)))["new"] == UNREAD


def test_below_heads_printed_again_a_line_of_numbers_is_a_row_and_no_head():
    heads = ("", *APPLICANTS)
    found = page(heads, (NEW, 5, *ZEROS, 5), heads, ("其他", 3, *ZEROS, 3), ("（七）总计", 8, *ZEROS, 8))
    assert shown(found) == {"new": [5, *ZEROS, 5], "其他": [3, *ZEROS, 3], "outcomes": [8, *ZEROS, 8]}
    assert [one["rule"] for one in found.findings] == ["form.row_unknown"]


OTHER = [
    ("（六）其他处理",),
    ("1．申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", 1, *ZEROS, 1),
    ("2．申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", 2, *ZEROS, 2),
]


@pytest.mark.parametrize("layout", [page, text])
@pytest.mark.parametrize(
    "rows",
    [
        [("3．其他", 3, *ZEROS, 3)],
        [("其他", 3, *ZEROS, 3)],
        [("", *APPLICANTS), ("3．其他", 3, *ZEROS, 3)],  # the heads come again on the next page
    ],
    ids=["numbered", "bare", "below heads"],
)
def test_a_row_called_like_a_column_is_a_row(layout, rows):
    found = shown(layout(("", *APPLICANTS), *OTHER, *rows))
    assert found == {
        "other.not_amended": [1, *ZEROS, 1],
        "other.fee_unpaid": [2, *ZEROS, 2],
        "other.other": [3, *ZEROS, 3],
    }


@pytest.mark.parametrize("layout", [page, text])
def test_a_head_of_the_labels_in_words_of_its_own_is_no_column(layout):
    rows = [("（一）收到申请数", "件", 4), ("1、当面申请数", "件", ""), ("2、传真申请数", "件", 0)]
    assert list(shown(layout(("名目甲", "单位", "统计数"), *rows)).values()) == [[4], ["blank"], [0]]


def test_a_row_of_the_agency_s_own_in_the_table_of_disputes_is_kept():
    own = ("自设项", 1, 2, 3)
    assert shown(page(DISPUTES, range(15), own))["自设项"] == [1, 2, 3]
    names = ("行政复议", "未经复议直接起诉", "复议后起诉")
    rows = [("", *DISPUTES[:5]), *((name, 1, 2, 3, 4, 5) for name in names)]
    for layout in (page, text):
        found = shown(layout(*rows[:2], ("自设项", 5, 4, 3, 2, 1), *rows[2:]))
        assert list(found.values()) == [[1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]]


def test_only_where_no_number_comes_twice_may_a_row_be_left_out():
    rows = [("四、行政复议数量", "件", 1), ("（一）维持具体行政行为数", "件", 1), ("五、行政诉讼数量", "件", 1)]
    found = shown(lines(("统计指标", "单位", "统计数"), *rows))
    assert found == {"reviews": [1], "reviews.upheld": [1], "lawsuits": [1]}


@pytest.mark.parametrize("numbers", ["4 5", "4 5 6 7"])
def test_numbers_inside_a_wrapped_label_are_as_many_as_the_columns(numbers):
    reading = read_tables(read("a.txt", f"{' | '.join(ART20)}\n规章 1 2 3\n行政规范\n{numbers}\n性文件\n".encode()))
    assert shown(reading) == {"rules": [1, 2, 3], "normative": ["text"] * 3}


def test_a_label_alone_has_no_cells_whatever_the_other_rows_are_like():
    for layout in (lines, text):
        assert shown(layout(ART20, ("规章", 1, 2, 3), ("行政规范性文件",)))["normative"] == ["absent"] * 3
    assert shown(lines(ART20, ("规章", 1, 2), ("行政规范性文件",))) == {
        "rules": ["text"] * 3,
        "normative": ["absent"] * 3,
    }


def test_full_rows_of_a_text_show_where_the_columns_stand():
    full = ("规章", "", 1, 2, 3)
    assert shown(text(ART20, full, ("行政规范性文件", "", 4, "", 6)))["normative"] == [4, "blank", 6]
    assert shown(text(ART20, full, ("行政规范性文件", 4, "", "", 6)))["normative"] == ["text"] * 3
    assert shown(text(ART20, full, ("行政规范性文件", 4, "", 6)))["normative"] == ["text"] * 3


def test_without_a_full_row_three_lines_as_long_show_where_the_columns_stand():
    heads, row = ("", *APPLICANTS), ("", 1, "", 3, "", 5, "", 7)
    read_row = [1, "blank", 3, "blank", 5, "blank", 7]
    rows = [heads, (NEW, *row), (GRANTED, *row)]
    assert shown(text(*rows, (PARTIAL, "", "", "", 3, "", "", "", 7))) == {
        "new": read_row,
        "granted": read_row,
        "partial": ["blank", "blank", 3, "blank", "blank", "blank", 7],
    }
    for unlike in [[], [(PARTIAL, 9, "", "", 3, "", "", "", 7)], [(PARTIAL, "", "", 3, "", "", "", 7)]]:
        assert shown(text(*rows, *unlike))["new"] == UNREAD


@pytest.mark.parametrize(
    "heads", [[("", "", *APPLICANTS)], [("", "", "自然人", *[""] * 5, "总计"), ("", "", "", *APPLICANTS[1:6], "")]]
)
def test_numbers_without_a_head_before_the_others_shift_nothing_into_the_columns(heads):
    # 序号 without its head, and no total: seven numbers, and none but six of them below a head.
    found = text(*heads, (NEW, 1, 5, 4, *ZEROS[:3], 1, ""), (GRANTED, 2, 3, 2, *ZEROS[:3], 0, ""))
    assert shown(found) == {"new": UNREAD, "granted": UNREAD}
    assert [finding["rule"] for finding in found.findings] == ["cell.unread"] * 2


@pytest.mark.parametrize("layout", [page, text])
def test_rows_of_the_year_before_between_the_rows_are_kept_and_told(layout):
    before = ("上年同期", 4, 5, 6)
    found = layout(ART20, ("规章", 1, 0, 2), before, ("行政规范性文件", 3, 0, 2), before)
    assert shown(found) == {"rules": [1, 0, 2], "上年同期": [4, 5, 6] * 2, "normative": [3, 0, 2]}
    assert [told["rule"] for told in found.findings] == ["form.row_unknown"] * 2


@pytest.mark.parametrize("layout", [page, text])
def test_a_row_printed_again_with_numbers_contradicts_a_label_without_cells(layout):
    found = layout(ART20, ("规章",), ("行政规范性文件", 3, 0, 2), ART20, ("规章", 4, 5, 6), ("行政规范性文件", 3, 0, 2))
    rules = [(cell.text, cell.value) for cell in found.cells if cell.row == "rules"]
    assert [value for _, value in rules] == [None] * 3
    assert [told["rule"] for told in found.findings] == ["cell.unread"]
    assert "印出两次" in found.findings[0]["message"]


@pytest.mark.parametrize("rows", [5, 6])
def test_of_two_reports_in_one_file_one_finding_tells(rows):
    labels = ("规章", "行政规范性文件", "行政许可", "行政处罚", "行政强制", "行政事业性收费")[:rows]
    heads = {"规章": ART20, "行政规范性文件": (), "行政事业性收费": ("信息内容", "本年收费金额")}
    widths = {"规章": 3, "行政规范性文件": 3}

    def printed(number):
        for label in labels:
            head = heads.get(label, ("信息内容", "本年处理决定数量"))
            yield from [head] if head else []
            yield (label, *[number] * widths.get(label, 1))

    found = text(*printed(3), *printed(4))
    assert {cell.value for cell in found.cells if cell.row in ("rules", "licensing")} == {None}
    assert [told["rule"] for told in found.findings] == (["table.unread"] if rows == 6 else ["cell.unread"] * 5)
    assert ("“规章、行政规范性文件、行政许可”等6行数值不同" in found.findings[0]["message"]) is (rows == 6)


DECISIONS = ("信息内容", "本年处理决定数量")


def told(reading):
    return [(finding["rule"], finding["place"], finding["evidence"]) for finding in reading.findings]


@pytest.mark.parametrize("printed", ["约 5", "大约 5", "N/A 5", "No. 5", "5 余", "5 N/A", "增加 5", "5 增加", "第 5"])
@pytest.mark.parametrize("layout", [page, text])
def test_words_beside_a_number_in_its_cell_leave_no_number(layout, printed):
    found = layout(ART20, ("规章", 1, printed, 3), DECISIONS, ("行政许可", 7), ("行政处罚", printed))
    assert shown(found) == {"rules": [1, "text", 3], "licensing": [7], "penalty": ["text"]}
    assert {cell.text for cell in found.cells if cell.state == "text"} == {printed}
    assert found.findings == ()


@pytest.mark.parametrize("printed", ["3 批", "3 件", "3 （其中修订2件）"])
def test_a_unit_or_a_note_beside_a_number_leaves_it_one(printed):
    assert shown(text(ART20, ("规章", 1, 2, 3), DECISIONS, ("行政许可", printed)))["licensing"] == [3]


def test_words_in_the_cells_of_a_grid_are_kept():
    row = ("规章", "见附件", "", "√")
    (rules, *_) = found = page(ART20, row, ("行政规范性文件", 1, 2, 3)).cells
    assert [(cell.state, cell.text) for cell in found[:3]] == [("text", "见附件"), ("blank", ""), ("text", "√")]
    assert rules.row == "rules"
    disputes = list(shown(page(DISPUTES, ("见附件", *range(14)))).values())
    assert disputes == [["text", 0, 1, 2, 3], [4, 5, 6, 7, 8], [9, 10, 11, 12, 13]]


def test_words_of_a_remark_are_no_cell():
    found = page((*ART20, "备注"), ("规章", 1, 2, 3, "含修订"), ("行政规范性文件", "", "", "", "见附件 3"))
    assert shown(found) == {"rules": [1, 2, 3], "normative": ["blank"] * 3}


def test_a_line_of_numbers_without_a_label_is_kept_and_told():
    found = page(ART20, ("规章", 1, 2, 3), ("", 7, 8, 9), ("行政规范性文件", 4, 5, 6))
    assert shown(found) == {"rules": [1, 2, 3], "": [7, 8, 9], "normative": [4, 5, 6]}
    assert told(found) == [("cell.unread", "table 1 row 3 cell 2", "7 8 9")]
    assert told(page(ART20, ("", 7, 8, 9), ("行政规范性文件", 4, 5, 6))) == [
        ("cell.unread", "table 1 row 2 cell 2", "7 8 9")
    ]


def test_numbers_of_columns_below_their_heads_are_no_line_of_numbers():
    rows = [ART20, ("", 1, 2, 3), ("规章", 4, 5, 6), ("行政规范性文件", 7, 8, 9)]
    assert (shown(page(*rows)), page(*rows).findings) == ({"rules": [4, 5, 6], "normative": [7, 8, 9]}, ())


@pytest.mark.parametrize("labels", ["行政许可<br>行政处罚", "行政许可 行政处罚"])
@pytest.mark.parametrize("values", ["5", "5<br>6"])
def test_two_labels_in_one_cell_share_what_stands_beside_them(labels, values):
    found = page(DECISIONS, (labels, values), ("行政强制", 7))
    assert shown(found) == {"licensing": ["text"], "penalty": ["text"], "coercion": [7]}
    words = values.replace("<br>", " ")
    assert [(rule, evidence) for rule, _, evidence in told(found)] == [
        ("cell.unread", f"行政许可 {words}"),
        ("cell.unread", f"行政处罚 {words}"),
    ]
    assert shown(page(DECISIONS, (labels, ""), ("行政强制", 7))) == {
        "licensing": ["absent"],
        "penalty": ["blank"],
        "coercion": [7],
    }


def test_two_labels_in_one_cell_of_a_text_share_what_stands_beside_them():
    found = text(ART20, ("规章", 1, 2, 3), DECISIONS, ("行政许可 行政处罚", 5), ("行政强制", 7))
    assert shown(found) == {"rules": [1, 2, 3], "licensing": ["text"], "penalty": ["text"], "coercion": [7]}


@pytest.mark.parametrize("label", ["行政许可 5", "行政许可5", "行政许可：5", "行政许可（5）", "行政 5 许可"])
def test_a_number_in_the_cell_of_its_label_is_told(label):
    for rest in [("",), ()]:
        found = page(DECISIONS, (label, *rest), ("行政处罚", 7))
        assert shown(found) == {"licensing": ["text"], "penalty": [7]}
        assert told(found) == [("cell.unread", "table 1 row 2 cell 1", f"{label} 5")]
    # Where the cell beside it holds one, the number behind a label may mark a footnote.
    assert shown(page(DECISIONS, (label, 6), ("行政处罚", 7))) == {"licensing": [6], "penalty": [7]}


def test_a_footnote_behind_a_label_is_no_number():
    found = page(DECISIONS, ("行政许可[1]", ""), ("行政处罚①", ""), ("行政强制", 7))
    assert (shown(found), found.findings) == ({"licensing": ["blank"], "penalty": ["blank"], "coercion": [7]}, ())


def test_labels_and_numbers_in_one_cell_are_told():
    found = page(DECISIONS, ("行政许可 5 行政处罚 6",), ("行政强制", 7))
    assert shown(found) == {"licensing": ["text"], "penalty": ["text"], "coercion": [7]}
    found = page((NEW, "自然人 5", "商业企业 3"))
    assert [finding["rule"] for finding in found.findings] == ["table.unread"]


SPLIT = [
    (("", *APPLICANTS[6:], *APPLICANTS[:6]), (NEW, 21, 1, 2, 3, 4, 5, 6), (GRANTED, 1, 1, *ZEROS)),
    (("信息内容", "本年废止件数", "本年制发件数", "现行有效件数"), ("规章", 1, 2, 3), ("行政规范性文件", 4, 5, 6)),
]


def grids_of(*tables):
    rows = (["".join(f"<td>{cell}</td>" for cell in row) for row in table] for table in tables)
    markup = "".join(f"<table>{''.join(f'<tr>{row}</tr>' for row in table)}</table><p>甲</p>" for table in rows)
    return read_tables(read("a.html", markup.encode()))


@pytest.mark.parametrize("rows", SPLIT)
def test_heads_in_an_order_of_their_own_hold_for_the_grid_that_goes_on_below(rows):
    heads, *below = rows
    apart = grids_of((heads,), below)
    assert [finding["rule"] for finding in apart.findings] == ["cell.unread"] * 2
    assert {cell.state for cell in apart.cells if cell.place} == {"text"}
    again = grids_of((heads, below[0]), (heads, below[1]))
    assert (list(shown(again).values()), again.findings) == ([list(row[1:]) for row in below], ())


def test_a_last_row_in_a_grid_of_its_own_is_read():
    full = ("", *APPLICANTS), (NEW, 1, *ZEROS, 1), (GRANTED, 2, *ZEROS, 2)
    found = grids_of(full, ((PARTIAL, 3, *ZEROS, 3),))
    assert shown(found)["partial"] == [3, *ZEROS, 3]
    assert "partial" not in shown(grids_of(full, (("部门决算", 1), ("收入", 2)), ((PARTIAL, 3, *ZEROS, 3),)))


@pytest.mark.parametrize("layout", [page, text])
@pytest.mark.parametrize("label", ["上年收到申请数", "收到申请数（上年）", "收到申请数（去年同期）"])
def test_a_row_that_names_another_year_is_none_of_this_one(layout, label):
    rows = (
        ("统计指标", "单位", "统计数"),
        ("制发规范性文件总数", "件", 3),
        (label, "件", 9),
        ("（二）申请办结数", "件", 8),
    )
    found = layout(*rows)
    assert shown(found) == {"normative.issued": [3], label: [9], "requests.closed": [8]}
    assert [finding["rule"] for finding in found.findings] == ["form.row_unknown"]


@pytest.mark.parametrize("layout", [page, text])
@pytest.mark.parametrize("head", ["上年数", "上半年统计数", "历年累计数"])
def test_a_column_of_another_year_alone_gives_no_number_of_this_one(layout, head):
    rows = [("（一）收到申请数", "件", 9), ("1．当面申请数", "件", 1), ("2．传真申请数", "件", 2)]
    found = layout(("统计指标", "单位", head), *rows).cells
    assert {(cell.table, cell.row) for cell in found if cell.state == "number"} == {("other", "")}


@pytest.mark.parametrize("layout", [page, text])
def test_the_whole_year_counts_beside_half_of_it(layout):
    rows = [("（一）收到申请数", "件", 4, 9), ("1．当面申请数", "件", 1, 3), ("2．传真申请数", "件", 2, 2)]
    found = layout(("统计指标", "单位", "上半年", "全年"), *rows).cells
    assert [cell.value for cell in found if cell.row and cell.state == "number"] == [9, 3, 2]


NAMELESS = ("", 7, 8, 9)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("规章", 1, 2, 3), NAMELESS], {"rules": [1, 2, 3], "": [7, 8, 9]}),
        ([("规章", "", "", ""), NAMELESS], {"rules": ["blank"] * 3, "": [7, 8, 9]}),
        ([("规章", 1, "", ""), ("", "", 8, 9)], {"rules": [1, "blank", "blank"], "": [8, 9]}),
    ],
)
@pytest.mark.parametrize("lead", [(), ("",)])
def test_a_line_of_a_text_without_a_label_is_kept_and_told(rows, expected, lead):
    full = ("行政规范性文件", 4, 5, 6)
    found = text(*[(*lead, *row) for row in (ART20, full, *rows, ("信息内容", "本年处理决定数量"), ("行政许可", 7))])
    assert shown(found) == {"normative": [4, 5, 6], **expected, "licensing": [7]}
    words = " ".join(str(value) for value in expected[""])
    assert [(rule, evidence) for rule, _, evidence in told(found)] == [("cell.unread", words)]


def test_the_line_of_the_disputes_table_needs_no_label():
    found = text(("", *DISPUTES), ("", *range(15)))
    assert (list(shown(found).values()), found.findings) == ([[*range(at, at + 5)] for at in (0, 5, 10)], ())


def test_two_values_in_one_cell_beside_a_blank_one_are_none_of_the_columns():
    rows = ART20, ("规章", 1, 2, 3), ("行政规范性文件", "4 5", "", 6)
    assert shown(text(*rows)) == {"rules": [1, 2, 3], "normative": ["text"] * 3}


TWO_LINES = ("", "自然人", "总计", "法人或其他组织"), APPLICANTS[1:6]


@pytest.mark.parametrize("layout", [page, text, lines])
def test_a_total_before_the_organisations_changes_the_order_of_heads_in_two_lines(layout):
    values = [1, 21, 2, 3, 4, 5, 6]
    found = layout(*TWO_LINES, (NEW, *values), (GRANTED, *values))
    assert shown(found) == {"new": UNREAD, "granted": UNREAD}
    usual = (*TWO_LINES[0][:2], *TWO_LINES[0][:1:-1]), TWO_LINES[1]
    assert shown(layout(*usual, (NEW, *values), (GRANTED, *values))) == {"new": values, "granted": values}


@pytest.mark.parametrize("layout", [page, text])
def test_groups_of_lawsuits_before_the_reviews_are_not_read_in_the_forms_order(layout):
    groups = ("行政诉讼", "行政复议"), ("未经复议直接起诉", "复议后起诉")
    assert shown(layout(*groups, DISPUTES, range(15)))["review"] == ["text"] * 5
    usual = groups[0][::-1], groups[1]
    assert shown(layout(*usual, DISPUTES, range(15)))["review"] == [0, 1, 2, 3, 4]


def test_a_row_called_like_a_group_of_the_disputes_is_kept():
    found = page(("", *DISPUTES[:5]), ("行政诉讼", *range(5)), ("行政复议", *range(5, 10)))
    assert shown(found) == {"行政诉讼": [0, 1, 2, 3, 4], "review": [5, 6, 7, 8, 9]}
    assert [finding["rule"] for finding in found.findings] == ["form.row_unknown"]
