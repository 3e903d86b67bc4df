"""Work done in other processes: in order, each thing once, and nothing left at work when it ends."""

import os
import signal
import sys
import threading
import time
from collections import deque
from itertools import repeat
from pathlib import Path

import pytest

from gik import workers
from gik.isolation import Lost, run
from gik.limits import limit, limits
from gik.serving import restart_clock


@pytest.fixture(autouse=True)
def isolated(monkeypatch):
    monkeypatch.delenv("GIK_LIMIT_ISOLATED", raising=False)


# What the other processes do.


def process() -> int:
    return os.getpid()


def hang() -> None:
    while True:
        time.sleep(1)


def leave() -> None:
    os._exit(3)


def loop_without_python() -> None:
    deque(repeat(0, 10**9), maxlen=0)  # some seconds in which neither a signal's handler nor another thread can run


def start_anew() -> str:
    time.sleep(1.5)
    restart_clock()
    return echo("a", 1.5)


def echo(words: str, seconds: float = 0.0) -> str:
    time.sleep(seconds)
    return words


def own_limits() -> tuple[int, float, int]:
    import resource

    return os.getpid(), limit("pages"), resource.getrlimit(resource.RLIMIT_AS)[0]


def leave_behind(path: str, seconds: float) -> None:
    time.sleep(seconds)
    Path(path).touch()


def do(name: str, *arguments: object) -> object:
    return globals()[name](*arguments)


def is_there(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_order_whoever_is_first(workers):
    arguments = [("echo", str(number), 0.02 * (number % 3)) for number in range(20)]
    assert list(run(do, arguments, workers)) == [str(number) for number in range(20)]


def test_a_result_is_given_while_others_take_long(tmp_path):
    results = run(do, [("echo", "a"), ("leave_behind", str(tmp_path / "done"), 5.0)])
    assert next(results) == "a"
    assert not (tmp_path / "done").exists()
    results.close()


@pytest.mark.parametrize("workers", [1, 3])
def test_of_many_short_pieces_each_is_done_once(workers):
    for count in (1, 31, 32, 33, 400):
        assert list(run(do, [("echo", str(number)) for number in range(count)], workers)) == [*map(str, range(count))]


def test_what_waits_behind_a_death_is_done_by_another():
    results = list(run(do, [("echo", "a"), ("leave",), ("echo", "b"), ("leave",), ("leave",), ("echo", "c")]))
    assert [result for result in results if not isinstance(result, Lost)] == ["a", "b", "c"]
    assert [position for position, result in enumerate(results) if isinstance(result, Lost)] == [1, 3, 4]
    assert "代码 3" in results[1].reason


def test_long_requests_wait_until_they_can_be_read():
    words = ["文" * 1_000_000, "short", "字" * 1_000_000, "b"]
    assert list(run(echo, [(each,) for each in words])) == words


def test_each_piece_has_its_own_time():
    with limits(seconds=2):
        results = list(run(do, [("echo", "a", 1.5), ("echo", "b", 1.5), ("hang",), ("echo", "c", 1.5)]))
    assert results[:2] + results[3:] == ["a", "b", "c"]
    assert results[2].reason.startswith("读取超过时间限度（2秒）")


def test_the_clock_is_started_anew_and_stops_with_the_work():
    with limits(seconds=2):
        assert list(run(do, [("start_anew",)])) == ["a"]
        (earlier,) = run(process, [()])
        time.sleep(2.5)
        assert list(run(process, [()])) == [earlier]


@pytest.mark.parametrize("seconds", [0, -1, 1e9, float("inf")])
def test_no_clock_is_set_that_could_never_end_anything(seconds):
    with limits(seconds=seconds):
        assert list(run(do, [("echo", "a")])) == ["a"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal")
def test_the_clock_ends_what_runs_no_python(monkeypatch, request):
    monkeypatch.setattr(workers, "_idle", [])  # for a process that is begun as this one is now
    earlier = signal.signal(signal.SIGALRM, signal.SIG_IGN)
    request.addfinalizer(lambda: signal.signal(signal.SIGALRM, earlier))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    request.addfinalizer(lambda: signal.pthread_sigmask(signal.SIG_SETMASK, mask))
    with limits(seconds=1):
        (result,) = run(do, [("loop_without_python",)])
    assert isinstance(result, Lost)
    assert result.reason.startswith("读取超过时间限度（1秒）")


def test_arguments_are_taken_as_they_are_needed():
    taken = []
    results = run(echo, ((taken.append(number) or str(number),) for number in range(10_000)))
    assert next(results) == "0"
    results.close()
    assert len(taken) < 200


def test_what_fails_in_the_arguments_is_raised():
    def arguments():
        yield ("a",)
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        list(run(echo, arguments()))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals to threads")
def test_an_interrupt_leaves_no_process_at_work(request):
    # A shell that runs something in the background has it ignore interrupts; then nothing would be heard here.
    earlier = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, earlier))
    pids = []
    timer = threading.Timer(3, lambda: signal.pthread_kill(threading.main_thread().ident, signal.SIGINT))
    with pytest.raises(KeyboardInterrupt):
        for result in run(do, [("process",), ("hang",), ("hang",), ("hang",)], workers=2):
            pids.append(result)
            timer.start()
    assert len(pids) == 1
    assert not is_there(pids[0])
    assert list(run(echo, [("again",)])) == ["again"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no memory")
def test_a_process_keeps_to_the_limits_of_the_work_at_hand():
    memory = 3_000_000_000
    with limits(pages=7, memory=memory):
        (first, *strict), (again, *as_strict) = run(own_limits, [(), ()])
    ((last, *usual),) = run(own_limits, [()])
    assert first == again == last
    assert strict == as_strict == [7, memory]
    assert usual == [limit("pages"), int(limit("memory"))]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems don't say how much a pipe holds")
def test_an_answer_fits_into_its_pipe():
    import fcntl

    worker = workers.hire()
    try:
        granted = int(Path("/proc/sys/fs/pipe-max-size").read_text())
        assert fcntl.fcntl(worker.answers, fcntl.F_GETPIPE_SZ) >= min(1 << 18, granted)
    finally:
        worker.close()
