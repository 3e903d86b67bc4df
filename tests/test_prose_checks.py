"""What the prose says against itself and against the table, on small frames."""

import pytest

from gik.outline import Section
from gik.prose import read_figures
from gik.prose.checking import check_prose
from gik.rows import Cell


def findings(text, cells=(), form="none", topic="requests"):
    figures = read_figures(text, (Section(0, 1, "", "", topic, 0, len(text)),), (), 2017)
    found = check_prose(form, cells, figures)
    return [(record["rule"], record["severity"], record["expected"], record["found"]) for record in found]


def cell(table, row, column, value, state="number", unit="件"):
    text = "" if value is None else str(value)
    return Cell("", table, row, column, "", text, value, state, unit, "line 7")


PROSE = {
    "共收到政府信息公开申请380件，其中网络申请285件、信函申请116件。": [("prose.parts", "warning", 401.0, 380.0)],
    "共收到政府信息公开申请401件，其中网络申请285件、信函申请116件。": [],
    "共收到政府信息公开申请400件，其中网络申请285件。": [],
    "共收到政府信息公开申请400余件，其中网络申请285件、信函申请116件。": [],
    "主动公开政府信息340条，其中政府网站公开210条、政务微信公开200条。": [],
    "收到政府信息公开申请9件，其中网络申请7件，占总数的70%。": [("prose.share", "warning", 7 / 9, 0.7)],
    "收到政府信息公开申请9件，其中网络申请7件，占总数的77.8%。": [],
    "收到政府信息公开申请9件，其中网络申请7件，占总数的77.7%。": [],
    "收到政府信息公开申请9件，其中网络申请7件，占总数的近八成。": [],
}


@pytest.mark.parametrize("text", PROSE)
def test_prose_against_itself(text):
    assert findings(text) == PROSE[text]


RECEIVED = [cell("requests", "new", "total", 32.0), cell("requests", "carried_in", "total", 2.0)]
TABLE = {
    "收到政府信息公开申请134件。": [("prose.table", "warning", 134.0, 32.0)],
    "收到政府信息公开申请32件。": [],
    "收到政府信息公开申请30余件。": [],
    "收到政府信息公开申请40余件。": [("prose.table", "warning", 40.0, 32.0)],
    "收到政府信息公开申请34件。": [("prose.table", "note", 34.0, 34.0)],
}


@pytest.mark.parametrize("text", TABLE)
def test_received_may_count_what_was_carried_over(text):
    assert findings(text, RECEIVED, "art2021") == TABLE[text]


def test_the_form_of_2014_is_compared_row_by_row():
    cells = [
        cell("stat", "disclosed", "value", 340.0, unit="条"),
        cell("stat", "requests.received", "value", None, "blank"),
        cell("stat", "fees.collected", "value", 0.2, unit="万元"),
    ]
    text = "主动公开政府信息360条。未收到政府信息公开申请。政府信息公开收费2000元。"
    assert findings(text, cells, "stat2014", "") == [
        ("prose.table", "warning", 360.0, 340.0),
        ("blank.zero_in_prose", "note", 0.0, None),
    ]


def test_a_vague_quantity_is_asked_about_too():
    cells = [cell("stat", "channel.wechat", "value", 360.0, unit="条")]
    assert findings("通过政务微信推送讯息1000余条。", cells, "stat2014", "") == [
        ("prose.table", "warning", 1000.0, 360.0)
    ]


def test_the_real_reports_raise_what_a_careful_reader_would(shared):
    from gik.parsing import parse

    tables = parse(shared / "seeds")
    found = tables.findings[tables.findings["rule"].str.startswith(("prose.", "blank."))]
    compared = found[found["found"].notna()]
    assert list(zip(compared["rule"], compared["found"], strict=True)) == [("prose.table", 360.0)]
    assert set(found["rule"]) == {"prose.table", "blank.zero_in_prose"}
    assert len(found) == 5
