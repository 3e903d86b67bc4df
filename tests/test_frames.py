"""What is saved comes back equal, and a failure leaves the earlier files whole."""

import pandas as pd
import pytest

from gik.batches import collected
from gik.columns import rows_of
from gik.errors import GikError
from gik.frames import FRAMES, MANIFEST, Tables, frame, load

CELL = {"report": "0a1b2c3d4e5f", "form": "stat2014", "table": "stat", "row": "disclosed", "column": "value"}


def tables(**records):
    return Tables(**{name: frame(name, records.get(name, [])) for name in FRAMES})


def assert_same(left, right):
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(left, name), getattr(right, name))


def test_a_frame_keeps_missing_words_and_missing_numbers_apart():
    cells = frame("cells", [{**CELL, "text": "340", "value": 340.0, "state": "number"}, {**CELL, "state": "blank"}])
    assert cells["value"].tolist() == [340.0, pd.NA]
    assert cells["text"].tolist() == ["340", ""]
    assert str(cells["value"].dtype) == "Float64"


def test_saved_tables_come_back_equal_dtypes_too(tmp_path):
    made = tables(
        reports=[{"report": "0a1b2c3d4e5f", "file": "a.txt", "year": 2016}, {"report": "1", "file": "空.txt"}],
        cells=[{**CELL, "value": 340.0, "state": "number"}],
        findings=[{"report": "0a1b2c3d4e5f", "rule": "identity.parts", "expected": 1.0, "found": 2.0}],
    )
    assert_same(load(made.save(tmp_path / "saved")), made)


def test_empty_tables_come_back_with_their_dtypes(tmp_path):
    assert_same(load(tables().save(tmp_path)), tables())


def test_saving_again_replaces_what_was_there_and_nothing_else(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    tables(cells=[CELL]).save(tmp_path)
    tables().save(tmp_path)
    assert_same(load(tmp_path), tables())
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*FRAMES, MANIFEST, "notes.txt"])


def test_a_failing_save_leaves_the_earlier_one_whole(tmp_path, monkeypatch):
    earlier = tables(cells=[CELL])
    earlier.save(tmp_path)

    def full_disk(*_args, **_kwargs):
        raise OSError("no space left")

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full_disk)
    with pytest.raises(OSError, match="no space"):
        tables().save(tmp_path)
    assert_same(load(tmp_path), earlier)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*FRAMES, MANIFEST])


def test_a_folder_without_tables_is_named_with_what_to_do(tmp_path):
    with pytest.raises(GikError, match=r"缺少 reports.*请先用"):
        load(tmp_path)


def test_numbers_travel_as_they_are_and_none_stays_none():
    numbers = [0.0, None, -0.5, 0.1 + 0.2, 1e300, 2.0**53 - 1, None]
    figures = [{"figure": at, "within": None if at % 2 else at, "value": each} for at, each in enumerate(numbers)]
    reports = {"reports": rows_of("reports", "0a1b", [{"year": None}]), "figures": rows_of("figures", "0a1b", figures)}
    batch = collected([[reports], [{"reports": rows_of("reports", "2c3d", [{"year": 2021}])}], [reports]])
    found = batch.tables["figures"]
    assert found["value"].to_pylist() == 2 * numbers
    assert found["within"].to_pylist() == 2 * [0, None, 2, None, 4, None, 6]
    assert found["report"].to_pylist() == 14 * ["0a1b"]
    assert batch.tables["reports"].select(["report", "year"]).to_pydict() == {
        "report": ["0a1b", "2c3d", "0a1b"],
        "year": [None, 2021, None],
    }


def test_words_travel_as_they_are_whatever_stands_in_them():
    rows = [{"position": 0, "number": "", "heading": "概\0述"}, {"number": "半\ud800", "heading": "é"}, {"topic": "末"}]
    reports = {"reports": rows_of("reports", "0a1b", [{}]), "sections": rows_of("sections", "0a1b", rows)}
    batch = collected([[reports], [reports]])
    found = batch.tables["sections"].select(["report", "position", "number", "heading", "topic"]).to_pylist()
    assert [list(each.values()) for each in found] == 2 * [
        ["0a1b", 0, "", "概\0述", ""],
        ["0a1b", None, "半?", "é", ""],
        ["0a1b", None, "", "", "末"],
    ]
    assert (batch.rows["sections"], batch.reports) == ([3, 6], [1, 2])
