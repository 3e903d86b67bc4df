"""The definitions of the national forms are whole, and say what the forms say."""

import pandas as pd
import pytest

from gik.definitions import definition
from gik.forms import forms, load_forms
from gik.frames import FRAMES
from gik.tables.lexicon import load_lexicon
from gik.tables.wording import key

APPLICANTS = ["natural_person", "enterprise", "research", "charity", "legal_service", "other", "total"]


def test_forms_gives_a_line_for_every_cell_of_every_form():
    counts = forms().groupby(["form", "table"]).size().to_dict()
    assert counts == {
        ("stat2014", "stat"): 61,
        ("art2019", "art20"): 22,
        ("art2019", "requests"): 23 * 7,
        ("art2019", "disputes"): 15,
        ("art2021", "art20"): 10,
        ("art2021", "requests"): 25 * 7,
        ("art2021", "disputes"): 15,
    }


@pytest.mark.parametrize("form", ["stat2014", "art2019", "art2021"])
def test_forms_agree_with_the_national_forms_as_handed_out(shared, form):
    official = pd.read_csv(shared / "forms" / f"{form}.csv", keep_default_na=False)
    ours = forms().query("form == @form").drop_duplicates(["table", "row"])
    official["table"] = official.get("table", "stat")
    assert list(zip(ours["table"], ours["row"], ours["parent"], strict=True)) == list(
        zip(official["table"], official["code"], official["parent"], strict=True)
    )
    labels = official["label"].where(
        official["table"] != "disputes", official.get("section", official["label"]).str.split("／").str[-1]
    )
    assert ours["label"].tolist() == labels.tolist()
    columns = forms().query("form == @form").groupby(["table", "row"], sort=False)["column"].agg(list).tolist()
    stated = official["columns"] if "columns" in official else ["value"] * len(official)
    assert columns == [APPLICANTS if text == "APPLICANT" else text.split("|") for text in stated]


@pytest.mark.parametrize("form", ["stat2014", "art2019", "art2021"])
def test_every_row_has_a_parent_on_the_form_a_unit_and_an_english_label(form):
    for table in load_forms()[form].tables:
        codes = [row.code for row in table.rows]
        columns = {column.code for column in table.columns}
        assert len(codes) == len(set(codes))
        for row in table.rows:
            assert row.parent in ("", *codes)
            assert row.label and row.label_en
            assert columns.issuperset(row.columns) and len(row.columns) == len(row.units)


def test_no_wording_stands_for_rows_of_different_chapters_but_the_known_ones():
    """A label that means two rows is settled by its chapter; one that can't be must not be added."""
    for wording, entries in load_lexicon().entries.items():
        rows = {(e.form, e.table, e.group.split("（")[0]): e for e in entries if e.kind == "row"}
        assert len(rows) == len([e for e in entries if e.kind == "row"]), wording


def test_wordings_are_stated_once():
    for form in load_forms().values():
        for table in form.tables:
            for item in (*table.rows, *table.headings, *table.columns):
                assert item.label not in item.also, item.label
                assert len(set(item.also)) == len(item.also), item.label


def test_traditional_characters_come_in_pairs_that_differ():
    pairs = "".join(definition("tables.toml")["traditional"].split())
    assert len(pairs) % 2 == 0
    assert all(old != new for old, new in zip(pairs[::2], pairs[1::2], strict=True))


def test_every_public_frame_has_its_columns_defined():
    frames = definition("frames.toml")
    assert tuple(frames) == FRAMES
    assert {dtype for columns in frames.values() for dtype, _, _ in columns.values()} == {"str", "Int64", "Float64"}


@pytest.mark.parametrize(
    ("printed", "label"),
    [
        ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "部分公开"),
        ("3．危及“三安全一稳定”", "危及三安全一稳定"),
        ("第二十条 第(一)项", "第二十条第（一）项"),
        ("⼀、⾏政许可", "行政许可"),
        ("數(shù)", "数"),
        ("1、 属 于 国 家 秘 密", "属于国家秘密"),
        ("其中：主动公开规范性文件数", "主动公开规范性文件数"),
        ("本年增/减", "本年增减"),
    ],
)
def test_wordings_of_one_label_share_a_key(printed, label):
    assert key(printed) == key(label)
