"""Empty cells count by the policy that the analyst names, beside what is printed, and in no check."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import gik
from gik.blanking import blanks_policy
from gik.errors import GikError
from gik.forms import load_forms
from gik.frames import Tables, frame
from gik.matrix import matrix


def cell(row, text, state=None, *, table="disputes", column="total", report="a", form="art2021"):
    value = float(text) if text.isdigit() else None
    return {
        "report": report, "form": form, "table": table, "row": row, "column": column, "text": text, "value": value,
        "state": state or ("blank" if value is None else "number"), "place": f"{table} {row} {column}",
    }  # fmt: skip


def tables(*cells, figures=(), findings=()):
    reports = [
        {"report": code, "file": f"{code}.txt", "issuer": f"甲市{code}局", "year": 2022, "form": form, "status": "ok"}
        for code, form in {one["report"]: one["form"] for one in cells}.items()
    ]
    records = {"reports": reports, "cells": cells, "figures": figures, "findings": findings}
    names = ("reports", "texts", "sections", "cells", "figures", "findings")
    return Tables(**{name: frame(name, records.get(name, ())) for name in names})


def nothing(indicator, report="a", value=0.0, bound="eq", number=0):
    return {
        "report": report, "figure": number, "start": 10, "end": 13, "text": "未收到", "value": value, "bound": bound,
        "kind": "count", "indicator": indicator, "unit": "件",
    }  # fmt: skip


def used(cleaned):
    cells = cleaned.cells[["row", "used", "basis"]].astype(object)
    return cells.where(cells.notna(), None).values.tolist()


REVIEW, LAWSUIT = cell("review", "3"), cell("lawsuit_direct", "")


def test_blanks_are_left_unless_a_policy_is_named():
    cleaned = gik.clean(tables(REVIEW, LAWSUIT))
    assert used(cleaned) == [["review", 3.0, ""], ["lawsuit_direct", None, ""]]
    assert blanks_policy(cleaned) == "leave" and cleaned.reports["blanks"].tolist() == ["leave"]


def test_what_is_printed_stays():
    read = tables(REVIEW, LAWSUIT)
    cleaned = gik.clean(read, blanks="section")
    assert used(cleaned) == [["review", 3.0, ""], ["lawsuit_direct", 0.0, "section"]]
    assert cleaned.cells[read.cells.columns].equals(read.cells)


@pytest.mark.parametrize(
    ("figures", "basis"),
    [
        ([nothing("reviews")], "prose"),
        ([nothing("reviews", bound="approx")], ""),
        ([nothing("reviews", value=2.0)], ""),
        ([nothing("reviews"), nothing("reviews", value=2.0, number=1)], ""),
        ([nothing("requests.received")], ""),
        ([], ""),
    ],
    ids=["nothing", "about nothing", "two", "both", "of another row", "silence"],
)
@pytest.mark.parametrize("text", ["", "-", "无"])
def test_prose_makes_a_zero_only_where_it_says_so(figures, basis, text):
    state = {"": "blank", "-": "dash", "无": "none"}[text]
    cleaned = gik.clean(tables(cell("review", text, state), figures=figures), blanks="prose")
    assert used(cleaned) == [["review", 0.0 if basis else None, basis]]


def test_prose_makes_no_zero_of_a_number_or_of_words():
    read = tables(cell("review", "3"), cell("review", "3O", "text", report="b"), figures=[
        nothing("reviews"), nothing("reviews", "b")
    ])  # fmt: skip
    assert [basis for *_, basis in used(gik.clean(read, blanks="prose"))] == ["", ""]


@pytest.mark.parametrize(
    "cells",
    [
        [LAWSUIT],
        [REVIEW, LAWSUIT, cell("lawsuit_after_review", "3O", "text")],
        [REVIEW, cell("lawsuit_direct", "", "absent")],
        [cell("new", "3", table="requests"), LAWSUIT],
    ],
    ids=["nothing filled", "not all read", "not printed", "another table"],
)
def test_a_section_must_be_filled_and_read(cells):
    assert "section" not in [basis for *_, basis in used(gik.clean(tables(*cells), blanks="section"))]


def test_chapters_of_the_older_form_stand_apart():
    about = {"table": "stat", "column": "value", "form": "stat2014"}
    rows = {"reviews": "2", "reviews.upheld": "", "lawsuits": "", "channel.weibo": "", "disclosed": "5"}
    read = tables(*(cell(row, text, **about) for row, text in rows.items()))
    basis = {row: basis for row, _, basis in used(gik.clean(read, blanks="section"))}
    assert [row for row, why in basis.items() if why] == ["reviews.upheld", "channel.weibo"]


def test_no_zero_is_assumed_where_a_sum_speaks_against_it():
    parts = {"upheld": "1", "corrected": "", "other": "0", "pending": "0", "total": "3"}
    read = tables(*(cell("review", text, column=column) for column, text in parts.items()))
    short = gik.checks.check_reports(read.reports, read.cells)
    assert [record["rule"] for record in short] == ["identity.disputes"]
    doubted = replace(read, findings=frame("findings", short))
    assert [used(gik.clean(one, blanks="section"))[1][2] for one in (read, doubted)] == ["section", ""]


def test_a_cell_printed_twice_is_zero_twice():
    cleaned = gik.clean(tables(REVIEW, LAWSUIT, LAWSUIT), blanks="section")
    grid = matrix(cleaned.cells, load_forms()["art2021"])
    at = 0, grid.keys["disputes", "lawsuit_direct", "total"]
    assert (grid.values[at], grid.states[at], grid.texts[at], grid.is_assumed[at]) == (0.0, "number", "", True)
    assert np.isnan(matrix(cleaned.cells, load_forms()["art2021"], assumed=False).values[at])


def test_a_correction_goes_before_the_policy():
    line = {"report": "a", "place": "disputes/lawsuit_direct@total", "found": "", "use": "4", "reason": "已核实"}
    cleaned = gik.clean(tables(REVIEW, LAWSUIT), corrections=pd.DataFrame([line]), blanks="section")
    assert used(cleaned)[1] == ["lawsuit_direct", 4.0, "correction"]
    assert used(gik.clean(cleaned, blanks="leave"))[1] == ["lawsuit_direct", 4.0, "correction"]


def test_the_policy_stays_with_the_tables_until_another_is_named(tmp_path):
    once = gik.clean(tables(REVIEW, LAWSUIT), blanks="section")
    loaded = gik.load(once.save(tmp_path))
    assert loaded.cells.equals(once.cells) and loaded.reports.equals(once.reports)
    assert used(gik.clean(loaded)) == used(once) and blanks_policy(gik.clean(loaded)) == "section"
    assert used(gik.clean(loaded, blanks="leave")) == used(gik.clean(tables(REVIEW, LAWSUIT)))


def test_a_roll_up_counts_assumed_zeros_and_names_the_policy():
    read = tables(REVIEW, LAWSUIT, cell("lawsuit_direct", "2", report="b"), cell("review", "0", report="b"))
    for policy, expected in (("leave", [None, 2.0, 1, 0]), ("section", [2.0, 2.0, 2, 1])):
        rolled = gik.roll_up(gik.clean(read, blanks=policy))
        line = rolled[(rolled["row"] == "lawsuit_direct") & (rolled["column"] == "total")]
        facts = line[["value", "known", "n", "assumed"]].astype(object)
        assert facts.where(facts.notna(), None).values.tolist() == [expected]
        assert set(rolled["blanks"]) == {policy}


def test_no_check_takes_a_blank_for_a_zero():
    read = tables(REVIEW, cell("carried_in", "2", table="requests"), cell("new", "1", table="requests"))
    before = tables(
        cell("carried_out", "", table="requests", report="b"), cell("new", "1", table="requests", report="b")
    )
    earlier = before.reports.assign(year=2021, issuer=read.reports["issuer"][0])
    both = replace(
        read, reports=pd.concat([read.reports, earlier]), cells=pd.concat([read.cells, before.cells], ignore_index=True)
    )
    assert gik.check(gik.clean(both, blanks="section")).empty


def test_an_unknown_policy_is_refused():
    with pytest.raises(GikError, match="可选：leave、prose、section"):
        gik.clean(tables(REVIEW), blanks="zero")
