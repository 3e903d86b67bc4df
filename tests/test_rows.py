"""Rows of frames as tuples."""

import pytest

from gik.columns import rows_of
from gik.definitions import definition
from gik.rows import Cell, Figure


@pytest.mark.parametrize(("frame", "kind"), [("cells", Cell), ("figures", Figure)])
def test_rows_have_the_columns_of_their_frame_in_order(frame, kind):
    assert list(kind._fields) == list(definition("frames.toml")[frame])[1:]


@pytest.mark.parametrize(("frame", "kind"), [("cells", Cell), ("figures", Figure)])
def test_rows_travel_as_the_records_do_that_say_the_same(frame, kind):
    types = [entry[0] for entry in list(definition("frames.toml")[frame].values())[1:]]
    rows = [kind(*("规章" if each == "str" else number for each in types)) for number in (7, None)]
    assert rows_of(frame, "0a1b", rows) == rows_of(frame, "0a1b", [row._asdict() for row in rows])
