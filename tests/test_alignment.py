"""Which printed cell belongs to which column: what a print proves, and why the rest is left as text."""

import pytest

from gik.reading import read
from gik.tables import read_tables

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
        if cell["place"]:
            value = cell["value"] if cell["state"] == "number" else cell["state"]
            found.setdefault(cell["row"] or cell["label"], []).append(value)
    return found


DISPUTES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计") * 3
NOT_READ = [
    (text, "数值多于栏数", "行政规范性文件 4 5 6 7", [ART20, ("规章", 1, 2, 3), ("行政规范性文件", 4, 5, 6, 7)]),
    (page, "数值多于栏数", "行政规范性文件 4 5 6 7", [ART20, ("规章", 1, 2, 3), ("行政规范性文件", 4, 5, 6, 7)]),
    (text, "数值少于栏数", "行政规范性文件 4 5", [ART20, ("规章", 1, 2, 3), ("行政规范性文件", 4, 5)]),
    (page, "数值少于栏数", "行政规范性文件 4 5", [ART20, ("规章", 1, 2, 3), ("行政规范性文件", 4, 5)]),
    (
        text,
        "栏目次序与全国统一格式不同",
        "规章 1 2 3",
        [("信息内容", "本年废止件数", "本年制发件数", "现行有效件数"), ("规章", 1, 2, 3)],
    ),
    (
        text,
        "数值在全国统一格式没有的栏目之下",
        "规章 1 2 4",
        [(*ART20, "备注"), ("规章", 1, 2, "", 4), ("行政规范性文件", 5, 6, 7, "")],
    ),
    (
        page,
        "合并单元格的数值重复印出，无法确定栏数",
        "政府集中采购 5 5",
        [("信息内容", "信息内容", "采购项目数量", "采购总金额"), ("政府集中采购", "政府集中采购", 5, 5)],
    ),
    (
        lines,
        "疑有重复行被略去",
        "（一）维持具体行政行为数 件 1",
        [
            ("统计指标", "单位", "统计数"),
            ("四、行政复议数量", "件", 9),
            ("（一）维持具体行政行为数", "件", 1),
            ("五、行政诉讼数量", "件", 8),
        ],
    ),
    (
        page,
        "出现多行数值，无法确定哪一行是本年度的",
        "行政复议、行政诉讼 " + " ".join(map(str, range(30))),
        [DISPUTES, range(15), range(15, 30)],
    ),
]


@pytest.mark.parametrize(("layout", "reason", "evidence", "rows"), NOT_READ)
def test_a_row_that_is_not_read_says_why_and_keeps_its_words(layout, reason, evidence, rows):
    reading = layout(*rows)
    (found,) = [found for found in reading.findings if found["rule"] == "cell.unread"]
    assert found["evidence"] == evidence
    assert f"（{reason}）" in found["message"]
    label, *words = evidence.replace(" 件", "").split()
    unread = [cell for cell in reading.cells if cell["place"] == found["place"] and cell["state"] == "text"]
    assert {(cell["label"], cell["text"]) for cell in unread} == {(label, " | ".join(words))}


def test_blanks_left_out_of_a_page_leave_only_full_rows_to_be_trusted():
    rows = [ART20, ("规章", 1, 2, 3), ("行政规范性文件", "", 5, 6)]
    assert shown(page(*rows)) == {"rules": [1, 2, 3], "normative": ["blank", 5, 6]}
    short = ("一、本年新收政府信息公开申请数量", 5, 5)
    heads = ("", *APPLICANTS)
    found = shown(page(*rows, heads, short))
    assert found == {"rules": [1, 2, 3], "normative": ["text"] * 3, "new": UNREAD}


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


def test_full_rows_that_stand_in_different_columns_show_nothing():
    rows = [("", "", *APPLICANTS, ""), (NEW, "", 5, *ZEROS, 5, ""), (GRANTED, 4, *ZEROS, 4, "", "")]
    assert shown(page(*rows, (PARTIAL, "", 1, "", "", "", "", "", 1, ""))) == {
        "new": [5, *ZEROS, 5],
        "granted": [4, *ZEROS, 4],
        "partial": UNREAD,
    }


def test_without_a_full_row_the_heads_show_where_the_columns_stand():
    rows = [(NEW, "", 5, "", "", "", "", "", 5), (GRANTED, "", 4, "", "", 0, "", "", 4)]
    assert shown(page(("", "", *APPLICANTS), *rows)) == {
        "new": [5, *["blank"] * 5, 5],
        "granted": [4, "blank", "blank", 0, "blank", "blank", 4],
    }
    assert shown(page(("", *APPLICANTS), *rows)) == {"new": UNREAD, "granted": UNREAD}


def test_full_rows_with_a_hole_are_not_full():
    """As many numbers as columns, with a cell between them that no column has."""
    heads = ("", *APPLICANTS[:3], "", *APPLICANTS[3:])
    assert shown(page(heads, (NEW, 5, 0, 0, "", 0, 0, 0, 5), (GRANTED, 4, 0, 0, "", 0, 0, 0, 4))) == {
        "new": [5, *ZEROS, 5],
        "granted": [4, *ZEROS, 4],
    }
    assert shown(page(("", *APPLICANTS), (NEW, 5, 0, 0, "", 0, 0, 0, 5)))["new"] == UNREAD
