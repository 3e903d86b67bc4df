"""Five real reports read by hand: what they say is what gik reads."""

import pandas as pd
import pytest

import gik
from gik.tables.wording import key


@pytest.fixture(scope="module")
def tables(shared):
    return gik.parse(shared / "seeds")


@pytest.fixture(scope="module")
def gold(shared):
    return lambda name: pd.read_csv(shared / "gold" / name, keep_default_na=False)


def test_every_filled_cell_of_the_appendix_is_read_and_every_other_row_is_blank(tables, gold):
    wanted = gold("appendix.csv")
    report = tables.reports.set_index("file").loc[wanted["file"][0], "report"]
    cells = tables.cells[(tables.cells["report"] == report) & (tables.cells["place"] != "")]
    filled = cells[cells["state"] != "blank"]
    assert [key(label) for label in filled["label"]] == [key(label) for label in wanted["label"]]
    assert filled["unit"].tolist() == wanted["unit"].tolist()
    assert filled["value"].tolist() == wanted["value"].astype(float).tolist()
    # 61 rows of the form but 政府公报, and four of the district's own.
    assert len(cells) == 60 + 4


def test_who_where_and_when(tables, gold):
    wanted = gold("reports.csv").astype(str)
    columns = ["issuer", "region", "region_code", "year", "period_start", "period_end", "published", "form"]
    found = tables.reports.set_index("file").loc[wanted["file"], columns].astype(str).reset_index()
    pd.testing.assert_frame_equal(found, wanted[["file", *columns]], check_dtype=False)


def test_the_wrong_year_and_the_part_above_its_whole_are_found(tables):
    findings = tables.findings.merge(tables.reports[["report", "file"]], on="report")
    of_seed = findings[findings["file"].str.startswith("001")].set_index("rule")
    assert "2015" in of_seed.loc["year.label", "message"]
    assert of_seed.loc["bound.channel", ["expected", "found", "difference"]].tolist() == [340, 360, 20]


def test_no_identity_is_said_to_fail_but_that_one(tables):
    errors = tables.findings[tables.findings["severity"] == "error"]
    assert sorted(errors["rule"]) == ["bound.channel", "year.label"]
