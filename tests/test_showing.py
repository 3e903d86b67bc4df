"""Progress: how far, how fast, how long still."""

import pytest

from gik import showing
from gik.showing import shower


@pytest.fixture
def clock(monkeypatch):
    """Seconds that the clock gives, the last of which stays."""
    times = [0.0]
    monkeypatch.setattr(showing.time, "monotonic", lambda: times.pop(0) if len(times) > 1 else times[0])
    return times


def test_rate_and_time_left_are_shown(clock, capsys):
    clock[:] = [100.0, 100.1, 102.0, 110.0]
    show = shower(300, True)
    for more in (1, 19, 280, 0):
        show(more)
    lines = capsys.readouterr().err.split("\r")
    assert [line.rstrip(" ") for line in lines] == [
        "",
        "已读20/300份，每秒10.0份，还需28秒",
        "已读300/300份，每秒30.0份，还需0秒   \n",
    ]


def test_what_an_earlier_run_has_read_does_not_count_for_the_rate(clock, capsys):
    clock[:] = [100.0, 102.0]
    shower(300, True, 280)(10)
    shower(300, True, 300)
    assert capsys.readouterr().err == "\r已读290/300份，每秒5.0份，还需2秒   300份都已读过，没有改动\n"


def test_nothing_is_shown_that_nobody_asked_for(clock, capsys):
    shower(3, False)(3)
    assert capsys.readouterr() == ("", "")
