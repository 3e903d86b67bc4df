"""The checks inside one report: every rule fires where it must, and only there."""

import pandas as pd
import pytest

from gik.checks import check_reports, due_forms
from gik.forms import load_forms
from gik.frames import Tables, frame
from gik.panel_checks import check

APPLICANTS = ("natural_person", "enterprise", "research", "charity", "legal_service", "other", "total")
NEW, CARRIED_IN = "本年新收政府信息公开申请数量", "上年结转政府信息公开申请数量"
REQUESTS = "“收到和处理政府信息公开申请情况”表"
RESULTS = ("upheld", "corrected", "other", "pending", "total")


def printed(form, table, filled, *, report="r1", blank=()):
    """Give cells for {(row, column): words}; rows in the form's order, a label and a place for each."""
    words = {**filled, **dict.fromkeys(blank, "")}
    keys = [(row, c) for row in load_forms()[form].table(table).rows for c in row.columns if (row.code, c) in words]
    return [
        cell(report, form, table, row.code, column, row.label, words[row.code, column], f"line {number}")
        for number, (row, column) in enumerate(keys, start=1)
    ]


def cell(report, form, table, row, column, label, words, place):
    state = "number" if words.isdigit() else {"": "blank", "-": "dash", "无": "none"}.get(words, "text")
    return {
        "report": report,
        "form": form,
        "table": table,
        "row": row,
        "column": column,
        "label": label,
        "text": words,
        "value": float(words) if words.isdigit() else None,
        "state": state,
        "place": place,
    }


def requests(column, **rows):
    return printed("art2021", "requests", {(row.replace("__", "."), column): words for row, words in rows.items()})


def stat(**rows):
    return printed("stat2014", "stat", {(row.replace("__", "."), "value"): words for row, words in rows.items()})


def found(cells, reports=()):
    records = check_reports(frame("reports", reports), frame("cells", cells))
    return [(r["rule"], r["severity"], r["place"], r["expected"], r["found"], r["message"]) for r in records]


# All outcome rows that a test doesn't name, at zero.
ZEROS = {
    row.code.replace(".", "__"): "0"
    for row in load_forms()["art2021"].table("requests").rows
    if row.parent == "outcomes"
}


def test_a_column_that_does_not_balance_is_told_with_its_numbers():
    outcomes = {**ZEROS, "granted": "14", "outcomes": "14"}
    cells = requests("natural_person", **outcomes, new="12", carried_in="3", carried_out="0")
    assert found(cells) == [
        (
            "identity.column",
            "error",
            "line 24",
            15.0,
            14.0,
            f"{REQUESTS}“自然人”一列：{NEW}12件＋{CARRIED_IN}3件＝15件，办理结果总计14件＋结转下年度继续办理0件＝14件，"
            "相差1件，请核实。",
        )
    ]


def test_outcomes_are_the_sum_of_their_rows():
    cells = requests("other", **{**ZEROS, "granted": "4", "denied__internal": "2"}, outcomes="7")
    assert found(cells) == [
        (
            "identity.column",
            "error",
            "line 22",
            6.0,
            7.0,
            f"{REQUESTS}“其他”一列：予以公开4件＋属于三类内部事务信息2件＝6件，办理结果总计7件，相差1件，请核实。",
        )
    ]


def test_a_column_that_balances_gives_nothing():
    rows = {**ZEROS, "granted": "14", "partial": "1"}
    assert found(requests("total", **rows, new="12", carried_in="3", outcomes="15", carried_out="0")) == []


def test_a_blank_is_not_a_zero():
    """Numbers below the whole can be made up by the blank; the note says only what a zero would mean."""
    cells = requests("natural_person", new="12", carried_in="", outcomes="14", carried_out="0")
    assert found(cells) == [
        (
            "identity.column",
            "note",
            "line 3",
            12.0,
            14.0,
            f"{REQUESTS}“自然人”一列：{NEW}12件，办理结果总计14件＋结转下年度继续办理0件＝14件；"
            f"{CARRIED_IN}未填数字，如按0计则相差2件，请补填或核实。",
        )
    ]
    assert found(requests("natural_person", new="14", carried_in="", outcomes="14", carried_out="0")) == []
    assert found(requests("natural_person", new="", carried_in="", outcomes="", carried_out="")) == []


@pytest.mark.parametrize("words", ["", "-", "无"])
def test_whatever_stands_for_no_number_leaves_the_sum_open(words):
    cells = requests("natural_person", new="12", carried_in=words, outcomes="14", carried_out="0")
    assert [line[1:5] for line in found(cells)] == [("note", "line 3", 12.0, 14.0)]


def test_a_blank_that_a_policy_takes_for_zero_is_none_in_a_check():
    """A corrected number counts, as a person has looked; a zero that nobody has printed doesn't."""
    cells = frame("cells", requests("natural_person", new="12", carried_in="", outcomes="14", carried_out="0"))
    changed = cells["state"] == "blank"
    for basis, used, severities in (("zero", 0.0, ["note"]), ("correction", 0.0, ["error"]), ("correction", 2.0, [])):
        taken = cells.assign(basis=changed.map({True: basis, False: ""}), used=cells["value"].mask(changed, used))
        assert [r["severity"] for r in check_reports(frame("reports", ()), taken)] == severities


def test_known_parts_greater_than_the_whole_are_an_error_whatever_the_blank_stands_for():
    cells = requests("natural_person", new="12", carried_in="", outcomes="10", carried_out="1")
    assert found(cells) == [
        (
            "identity.column",
            "error",
            "line 3",
            12.0,
            11.0,
            f"{REQUESTS}“自然人”一列：按已填数字，{NEW}12件，办理结果总计10件＋结转下年度继续办理1件＝11件，"
            f"前者超出1件（{CARRIED_IN}未填数字），请核实。",
        )
    ]


def test_a_side_without_any_number_is_said_to_be_open():
    values = dict(zip(RESULTS, ("2", "0", "1", "0", ""), strict=True))
    cells = printed("art2021", "disputes", {("review", column): words for column, words in values.items()})
    (record,) = found(cells)
    assert record[1:5] == ("note", "line 5", 3.0, 0.0)
    assert record[5].endswith("＝3件，而总计未填数字，如按0计则相差3件，请补填或核实。")


def test_a_long_sum_is_told_by_its_total():
    ones = dict.fromkeys(list(ZEROS)[:7], "1")
    (record,) = found(requests("other", **{**ZEROS, **ones}, outcomes="8"))
    assert record[5] == f"{REQUESTS}“其他”一列：不为零的7项合计7件，办理结果总计8件，相差1件，请核实。"


@pytest.mark.parametrize("words", ["见附件", None])
def test_nothing_is_said_of_a_cell_that_is_unread_or_not_printed(words):
    rows = {"new": "12", "outcomes": "14", "carried_out": "0"} | ({"carried_in": words} if words else {})
    assert found(requests("natural_person", **rows)) == []


def test_a_row_is_the_sum_of_natural_persons_and_the_five_organisations():
    values = dict(zip(APPLICANTS, ("5", "1", "0", "0", "0", "2", "9"), strict=True))
    cells = printed("art2019", "requests", {("granted", column): words for column, words in values.items()})
    assert found(cells) == [
        (
            "identity.row",
            "error",
            "line 7",
            8.0,
            9.0,
            f"{REQUESTS}“予以公开”一行：自然人5件＋商业企业1件＋其他2件＝8件，总计9件，相差1件，请核实。",
        )
    ]


def test_disputes_are_the_sum_of_their_results():
    values = dict(zip(RESULTS, ("2", "0", "1", "0", "0"), strict=True))
    cells = printed("art2021", "disputes", {("review", column): words for column, words in values.items()})
    assert found(cells) == [
        (
            "identity.disputes",
            "error",
            "line 5",
            3.0,
            0.0,
            "“行政复议”：结果维持2件＋结果纠正0件＋其他结果1件＋尚未审结0件＝3件，总计0件，相差3件，请核实。",
        )
    ]


@pytest.mark.parametrize(
    ("whole", "parts"),
    [
        ("requests__closed", {"requests__closed__on_time": "3", "requests__closed__extended": "1"}),
        ("reviews", {"reviews__upheld": "3", "reviews__corrected": "1", "reviews__other": "0"}),
        ("lawsuits", {"lawsuits__upheld": "3", "lawsuits__corrected": "0", "lawsuits__other": "1"}),
        ("complaints", {"complaints__upheld": "4", "complaints__corrected": "0", "complaints__other": "0"}),
        ("capacity__staff", {"capacity__staff__full_time": "1", "capacity__staff__part_time": "3"}),
    ],
)
def test_the_parts_of_the_2014_table_add_up(whole, parts):
    assert found(stat(**{whole: "4"}, **parts)) == []
    (record,) = found(stat(**{whole: "5"}, **parts))
    assert record[:5] == ("identity.parts", "error", "line 1", 4.0, 5.0)


def test_replies_are_eight_kinds_and_denials_six_grounds():
    kinds = [r.code for r in load_forms()["stat2014"].table("stat").rows if r.parent == "replies"]
    grounds = [r.code for r in load_forms()["stat2014"].table("stat").rows if r.parent == "replies.denied"]
    assert (len(kinds), len(grounds)) == (8, 6)
    rows = dict.fromkeys(kinds, "1") | dict.fromkeys(grounds, "0") | {"replies": "9", "replies.denied": "1"}
    cells = printed("stat2014", "stat", {(code, "value"): words for code, words in rows.items()})
    assert [(r[0], r[3], r[4]) for r in found(cells)] == [("identity.parts", 8.0, 9.0), ("identity.parts", 0.0, 1.0)]


CHANNELS = (
    "requests.received.in_person",
    "requests.received.fax",
    "requests.received.online",
    "requests.received.letter",
)


def received(total, local_label, local_words, *, at=5):
    rows = {
        "requests.received": total,
        **dict(zip(CHANNELS, ("1", "0", "2", "1"), strict=True)),
        "requests.closed": "0",
    }
    cells = printed("stat2014", "stat", {(code, "value"): words for code, words in rows.items()})
    local = cell("r1", "stat2014", "stat", "", "value", local_label, local_words, "line 9")
    return [*cells[:at], local, *cells[at:]]


def test_a_channel_of_the_agency_s_own_counts_among_the_channels():
    assert found(received("6", "其他形式", "2")) == []
    (record,) = found(received("4", "其他形式", "2"))
    assert record[3:] == (
        6.0,
        4.0,
        "“收到申请数”：当面申请数1件＋网络申请数2件＋信函申请数1件＋其他形式2件＝6件，收到申请数4件，相差2件，请核实。",
    )
    assert found(received("4", "其中：微信申请", "2", at=4)) == []
    assert found(received("4", "转办数", "2", at=6)) == [], "printed after the next row that isn't a channel"
    assert [r[1] for r in found(received("6", "其他形式", ""))] == ["note"]


def test_another_row_of_the_agency_s_own_may_be_a_part_or_not():
    rows = {"reviews": "4", "reviews.upheld": "3", "reviews.corrected": "1", "reviews.other": "0"}
    cells = printed("stat2014", "stat", {(code, "value"): words for code, words in rows.items()})
    local = cell("r1", "stat2014", "stat", "", "value", "撤回数", "2", "line 9")
    assert found([*cells, local]) == []
    cells[0] = {**cells[0], "text": "6", "value": 6.0}
    assert found([*cells, local]) == []
    cells[0] = {**cells[0], "text": "5", "value": 5.0}
    assert [(r[0], r[3:]) for r in found([*cells, local])] == [
        (
            "identity.parts",
            (
                4.0,
                5.0,
                "“行政复议数量”：维持具体行政行为数3件＋被依法纠错数1件＋其他情形数0件＝4件，行政复议数量5件，相差1件，请核实。",
            ),
        )
    ]


def test_a_row_of_the_agency_s_own_below_a_part_s_own_parts_may_be_one_of_the_whole():
    rows = load_forms()["stat2014"].table("stat").rows
    kinds = [row.code for row in rows if row.parent == "replies"]
    grounds = [row.code for row in rows if row.parent == "replies.denied"]
    values = {"replies": "9", **dict.fromkeys(kinds, "1"), **dict.fromkeys(grounds, "0"), grounds[0]: "1"}
    cells = printed("stat2014", "stat", {(code, "value"): words for code, words in values.items()})
    local = cell("r1", "stat2014", "stat", "", "value", "其他答复", "1", "line 9")
    behind = [c["row"] for c in cells].index(grounds[-1]) + 1
    assert [r[3:5] for r in found(cells)] == [(8.0, 9.0)]
    assert found([*cells[:behind], local, *cells[behind:]]) == []


def test_a_part_never_exceeds_its_whole():
    assert found(stat(response__press_conferences="1", response__press_conferences__by_head="2")) == [
        (
            "bound.part",
            "error",
            "line 2",
            1.0,
            2.0,
            "“主要负责同志参加新闻发布会次数”2次大于“参加或举办新闻发布会总次数”1次，多出1次：部分不应大于总数，请核实。",
        )
    ]
    assert found(stat(response__press_conferences="", response__press_conferences__by_head="2")) == []


def test_one_channel_never_exceeds_what_was_disclosed():
    assert found(stat(disclosed="340", channel__website="210", channel__wechat="360")) == [
        (
            "bound.channel",
            "error",
            "line 3",
            340.0,
            360.0,
            "“政务微信公开政府信息数”360条大于“主动公开政府信息数”340条，多出20条：不同渠道公开相同信息计1条，任一渠道都不应超过总数，请核实。",
        )
    ]
    assert found(stat(disclosed="340", channel__website="300", channel__wechat="300")) == [], "the sum may exceed it"


def test_a_cell_printed_twice_with_different_numbers_counts_for_neither():
    cells = requests("natural_person", new="12", carried_in="3", outcomes="14", carried_out="0")
    assert len(found(cells)) == 1
    assert len(found([*cells, dict(cells[0])])) == 1, "the same words twice are one cell"
    assert found([*cells, {**cells[0], "text": "11", "value": 11.0}]) == []


def test_reports_are_checked_all_at_once_and_told_apart():
    bad = requests("natural_person", new="12", carried_in="3", outcomes="14", carried_out="0")
    good = requests("natural_person", new="12", carried_in="2", outcomes="14", carried_out="0")
    cells = [{**c, "report": name} for name, some in (("r2", bad), ("r1", good), ("r3", bad)) for c in some]
    reports = [{"report": name, "year": 2022} for name in ("r1", "r3", "r2")]
    records = check_reports(frame("reports", reports), frame("cells", cells))
    assert [r["report"] for r in records] == ["r3", "r2"]
    assert records[0]["difference"] == -1.0
    unfilled = [{**c, "report": "r4"} for c in requests("natural_person", new="12", carried_in="", outcomes="14")]
    with_another = check_reports(frame("reports", reports), frame("cells", [*cells, *unfilled]))
    assert with_another == records, "what one report leaves open is not open in another"
    assert records[0]["evidence"] == f"{NEW} 12；{CARRIED_IN} 3；办理结果总计 14；结转下年度继续办理 0"


@pytest.mark.parametrize(
    ("year", "forms"),
    [
        *[(2013, []), (2014, ["stat2014"]), (2018, ["stat2014"])],
        *[(2019, ["art2019"]), (2020, ["art2019"]), (2021, ["art2021"])],
    ],
)
def test_the_year_says_which_forms_are_due(year, forms):
    assert due_forms(year) == forms


def test_a_form_of_another_year_is_told():
    reports = [
        {"report": "r1", "year": 2020, "form": "art2021"},
        {"report": "r2", "year": 2021, "form": "art2021"},
        {"report": "r3", "year": 2016, "form": "none"},
    ]
    message = "2020年度报告应采用2019年格式，本报告的表格为2021年格式，请核实；跨年度比较时请注意口径。"
    assert found([], reports) == [("form.unexpected", "warning", "", None, None, message)]


def test_what_is_told_of_a_report_s_form_and_year_shows_its_title():
    reports = [
        {"report": "r1", "year": 2020, "form": "art2021", "title": "甲"},
        {"report": "r2", "year": 2023, "form": "none", "title": "乙"},
        {"report": "r3", "year": 2023, "form": "art2021", "title": "丙"},
        {"report": "r4", "form": "art2021", "title": "丁"},
        {"report": "r5", "year": 2012, "form": "none", "title": "no form is due"},
    ]
    blank = cell("r3", "art2021", "disputes", "review", "total", "行政复议", "", "line 8")
    records = check_reports(frame("reports", reports), frame("cells", [blank]))
    assert [(record["rule"], record["evidence"]) for record in records] == [
        ("form.unexpected", "甲"),
        ("form.missing", "乙"),
        ("form.unfilled", "丙"),
        ("year.unknown", "丁"),
    ]


def test_a_table_of_words_or_of_rows_unknown_to_the_form_is_told_of():
    every = {"year": 2023, "form": "art2021", "status": "ok"}
    reports = [{**every, "report": name, "title": name} for name in ("r1", "r2", "r3", "r4")]
    words = cell("r1", "art2021", "disputes", "review", "total", "行政复议", "见附件", "line 8")
    own = cell("r2", "art2021", "requests", "", "total", "第一分局", "5", "line 9")
    lost = {**words, "report": "r2", "text": "", "state": "absent"}
    number = cell("r3", "art2021", "disputes", "review", "total", "行政复议", "0", "line 8")
    records = check_reports(frame("reports", reports), frame("cells", [words, own, lost, number]))
    message = "2021年格式的表格没有读到任何数字：各格没有填写、填的是文字，或行列与该格式不对应，请人工核对。"
    assert [(r["rule"], r["evidence"], r["message"]) for r in records] == [
        ("form.unfilled", "r1", message),
        ("form.unfilled", "r2", message),
    ]


def test_a_missing_form_an_empty_one_and_a_missing_year_are_told():
    reports = [
        {"report": "r1", "year": 2023, "form": "none", "status": "ok"},
        {"report": "r2", "year": 2016, "form": "none", "status": "ok"},
        {"report": "r3", "year": 2023, "form": "none", "status": "failed"},
        {"report": "r4", "year": 2019, "form": "art2019", "status": "ok"},
        {"report": "r5", "form": "art2021", "status": "ok"},
        {"report": "r6", "year": 2023, "form": "local", "status": "ok"},
    ]
    blank = cell("r4", "art2019", "disputes", "review", "total", "行政复议", "", "line 8")
    dash = cell("r5", "art2021", "disputes", "review", "total", "行政复议", "-", "line 8")
    assert [line[::5] for line in found([blank, dash], reports)] == [
        (
            "form.missing",
            "2023年度报告应有2021年格式的表格，文件中没有读到，可能是图片或另附的文件；现只读取了正文，请补充可以复制文字的表格。",
        ),
        ("form.unfilled", "2019年格式的表格没有填写任何数字，请核实；确为零的，请填0。"),
        ("year.unknown", "报告没有写明年度，未计入任何年度，请写明年度，或在来源表中补充。"),
    ]


def test_a_year_that_is_not_over_and_a_title_of_several_years_are_told():
    reports = [
        {"report": "r1", "year": 2031, "form": "art2021", "published": "2030-12-31"},
        {"report": "r2", "year": 2030, "form": "art2021", "published": "2030-12-31"},
        {"report": "r3", "year": 2099, "form": "art2021"},
        {"report": "r4", "form": "art2021", "title": "某局2021年、2022年政府信息公开年报"},
    ]
    assert [(line[0], line[1], line[5]) for line in found([], reports)] == [
        ("year.future", "warning", "报告所示年度为2031年，晚于发布日期2030-12-31，请核实后更正。"),
        ("year.future", "warning", "报告所示年度为2099年，晚于今年，请核实后更正。"),
        (
            "year.unknown",
            "warning",
            "报告标题同时写有2021、2022年，不能确定是哪一年度的报告，未计入任何年度，请写明年度，或在来源表中补充。",
        ),
    ]


def test_check_gives_the_findings_frame():
    empty = {name: frame(name, []) for name in ("reports", "texts", "sections", "cells", "figures")}
    findings = frame("findings", [{"report": "r1", "rule": "file.failed"}])
    pd.testing.assert_frame_equal(check(Tables(**empty, findings=findings)), findings)
