"""Corrections stand beside what is printed, count everywhere, and fail loudly when they are stale."""

import pandas as pd
import pytest

from gik.cleaning import clean
from gik.errors import GikError
from gik.forms import load_forms
from gik.frames import Tables, frame
from gik.matrix import matrix

REASON = "已与填报单位电话核实"


@pytest.fixture
def tables():
    cells = [
        cell("an unknown row", "", "5", 5.0),
        cell("received", "requests.received", "12", 12.0),
        cell("in person", "requests.received.in_person", "3", 3.0),
        cell("online", "requests.received.online", "8O", None, "text"),
        cell("fax", "requests.received.fax", "0", 0.0),
        cell("letter", "requests.received.letter", "0", 0.0),
    ]
    figures = [{"report": "r1", "figure": 0, "text": "12", "value": 12.0, "kind": "count", "unit": "件"}]
    return Tables(
        reports=frame("reports", [{"report": "r1", "file": "a/一.txt", "year": 2017, "form": "stat2014"}]),
        texts=frame("texts", []),
        sections=frame("sections", []),
        cells=frame("cells", cells),
        figures=frame("figures", figures),
        findings=frame(
            "findings", [{"report": "r1", "rule": "year.label"}, {"report": "r1", "rule": "identity.parts"}]
        ),
    )


def cell(label, row, text, value, state="number"):
    return {
        "report": "r1", "form": "stat2014", "table": "stat", "row": row, "column": "value",
        "label": label, "text": text, "value": value, "state": state, "place": label,
    }  # fmt: skip


def corrections(*lines):
    return pd.DataFrame(lines, columns=["report", "place", "found", "use", "reason"])


ONLINE = ("a/一.txt", "stat/requests.received.online@value", "8O", "9", REASON)


def test_a_correction_stands_beside_the_printed_words(tables):
    cleaned = clean(tables, corrections=corrections(ONLINE, ("r1", "figure 0", "12", "", "与表格重复")))
    shown = cleaned.cells[["text", "value", "state", "corrected", "correction"]]
    assert shown.loc[3].tolist()[:1] == ["8O"]
    assert (shown.loc[3, "value"] is pd.NA, *shown.loc[3, ["state", "corrected", "correction"]]) == (
        True, "text", 9.0, REASON,
    )  # fmt: skip
    assert cleaned.cells["correction"].tolist() == ["", "", "", REASON, "", ""]
    assert cleaned.cells[tables.cells.columns].equals(tables.cells)
    assert cleaned.figures[["corrected", "correction"]].astype(object).values.tolist() == [[pd.NA, "与表格重复"]]
    assert cleaned.cells["corrected"].dtype == "Float64" and cleaned.cells["correction"].dtype == "str"


def test_the_corrected_number_is_the_one_that_counts(tables):
    cleaned = clean(tables, corrections=corrections(ONLINE, ("r1", "stat/requests.received@value", "12", "", REASON)))
    grid = matrix(cleaned.cells, load_forms()["stat2014"])
    online = grid.keys["stat", "requests.received.online", "value"]
    total = grid.keys["stat", "requests.received", "value"]
    assert (grid.values[0, online], grid.states[0, online], grid.texts[0, online]) == (9.0, "number", "8O")
    assert (pd.isna(grid.values[0, total]), grid.states[0, total]) == (True, "text")


def test_a_corrected_report_is_checked_again(tables):
    right = clean(tables, corrections=corrections(ONLINE)).findings
    assert right["rule"].tolist() == ["year.label"]
    wrong = clean(tables, corrections=corrections((*ONLINE[:3], "10", REASON))).findings
    assert wrong[["rule", "expected", "found"]].values.tolist()[1:] == [["identity.parts", 13.0, 12.0]]


def test_cleaning_again_keeps_corrections_and_new_ones_replace_them(tables):
    once = clean(tables, corrections=corrections(ONLINE))
    again = clean(once)
    assert again.cells.equals(once.cells) and again.findings.equals(once.findings)
    undone = clean(once, corrections=corrections())
    assert (undone.cells["correction"] == "").all()
    assert undone.findings["rule"].tolist() == ["year.label"]  # with 8O instead of a number nothing is known to fail


def test_without_corrections_nothing_is_changed(tables):
    cleaned = clean(tables)
    assert cleaned.findings.equals(tables.findings)
    assert cleaned.cells["corrected"].isna().all() and (cleaned.cells["correction"] == "").all()


def test_every_line_that_cannot_be_applied_is_told_at_once(tables, tmp_path):
    path = tmp_path / "更正.csv"
    corrections(
        ONLINE,
        ("r1", "stat/disclosed@value", "5", "6", REASON),
        ("没有.txt", "stat/disclosed@value", "5", "6", REASON),
        ("a/一.txt", "stat/requests.received@value", "13", "十二", ""),
        ("r1", "figure 1", "12", "13", REASON),
        (*ONLINE[:3], "10", REASON),
    ).to_csv(path, index=False, encoding="utf-8-sig")
    with pytest.raises(GikError) as error:
        clean(tables, corrections=path)
    assert str(error.value).splitlines()[1:] == [
        "第1行，a/一.txt，stat/requests.received.online@value：同一位置更正了两次。",
        "第2行，a/一.txt，stat/disclosed@value：报告里没有这个位置。",
        "第3行，没有.txt，stat/disclosed@value：没有这份报告。",
        "第4行，a/一.txt，stat/requests.received@value：应见“13”，现为“12”。",
        "第4行，a/一.txt，stat/requests.received@value：use 应为数字或留空，现为“十二”。",
        "第4行，a/一.txt，stat/requests.received@value：没有写明理由（reason）。",
        "第5行，a/一.txt，figure 1：报告里没有这个位置。",
        "第6行，a/一.txt，stat/requests.received.online@value：同一位置更正了两次。",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [("report,place,found,use\n", "缺少reason列"), ("", "不是 UTF-8 编码的 CSV"), (None, "找不到更正表")],
)
def test_a_list_that_is_none_is_refused(tables, tmp_path, content, said):
    path = tmp_path / "list.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(GikError, match=said):
        clean(tables, corrections=path)


def test_a_folder_in_place_of_a_list_is_refused(tables, tmp_path):
    with pytest.raises(GikError, match=r"打不开（Is a directory）"):
        clean(tables, corrections=tmp_path)
