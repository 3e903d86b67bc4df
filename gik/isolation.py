"""Isolation (隔离): work is done in processes of its own, which alone are lost where a file makes it hang or die.

The processes are plain interpreters that talk through pipes. They import nothing of the calling program, so that a
script needs no ``if __name__ == "__main__"``, and they work alike in notebooks, on Windows and on Linux. One of them
is kept for the next call. Within the limits of gik.limits each ends itself when a piece of work takes too long.
"""

import atexit
import faulthandler
import json
import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from gik.errors import GikError
from gik.limits import PREFIX, every_limit, limits

_PROGRAM = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from gik.isolation import serve; serve()"
_READY = b"ready\n"


@dataclass(frozen=True, slots=True)
class Lost:
    """What stands for a result that there is none of; the reason is in Chinese."""

    reason: str


def run(function: Callable[..., Any], arguments: Iterable[Sequence[Any]], workers: int = 1) -> Iterator[Any]:
    """Call a function with each of the arguments and give the results in their order, Lost for what broke off.

    ``function`` and results must be picklable. With the limit ``isolated`` at 0, and in programs that are no Python
    interpreter, the calls are made in this process: then nothing ends one that hangs.
    Raises GikError where no process can be started.
    """
    values = every_limit()
    if not values["isolated"] or not sys.executable:
        yield from (_answer(function, each) for each in arguments)
    elif workers <= 1:
        yield from (_call(values, function, each) for each in arguments)
    else:
        threads = ThreadPoolExecutor(workers, thread_name_prefix="gik")
        try:
            yield from threads.map(lambda each: _call(values, function, each), arguments)
        finally:
            threads.shutdown(cancel_futures=True)
            _close(_idle[1:])


def _call(values: dict[str, float], function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    try:
        worker = _idle.pop()
    except IndexError:
        worker = _Worker()
    result = worker.call(values, function, arguments)
    if worker.process.poll() is None:
        _idle.append(worker)
    return result


class _Worker:
    """One process that calls functions, and the two pipes to it."""

    def __init__(self) -> None:
        path = json.dumps([str(Path(entry).absolute()) for entry in sys.path])
        hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # on Windows no console may pop up
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=hidden,
            )
        except OSError as error:
            raise _no_start() from error
        self.requests = cast(BinaryIO, self.process.stdin)
        self.answers = cast(BinaryIO, self.process.stdout)
        if self.answers.readline() != _READY:
            self.close()
            raise _no_start()

    def call(self, values: dict[str, float], function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
        began = time.monotonic()
        try:
            pickle.dump((values, function, tuple(arguments)), self.requests)
            self.requests.flush()
            return pickle.load(self.answers)
        except (EOFError, OSError, pickle.UnpicklingError):
            took = time.monotonic() - began
            return Lost(_reason(self.close(), took, values["seconds"]))
        except BaseException:  # interrupted half way: what the process would answer is of no use to anyone
            self.close()
            raise

    def close(self) -> int:
        self.process.kill()
        for pipe in (self.requests, self.answers):
            with suppress(OSError):
                pipe.close()
        return self.process.wait()


# Processes that wait for work; list.pop and list.append are atomic, so that threads can share them.
_idle: list[_Worker] = []


def _close(workers: Iterable[_Worker]) -> None:
    for worker in list(workers):
        with suppress(ValueError):  # another thread has taken it
            _idle.remove(worker)
            worker.close()


atexit.register(_close, _idle)
if hasattr(os, "register_at_fork"):  # the pipes belong to the process that opened them
    os.register_at_fork(after_in_child=_idle.clear)


def _no_start() -> GikError:
    return GikError(f"无法启动读取文件的进程；设置 {PREFIX}ISOLATED=0 可在本进程内读取（不限时间和内存）。")


def _reason(code: int, took: float, seconds: float) -> str:
    if code == 1 and 0 < seconds <= took:  # as the clock in the process ends it
        return f"读取超过时间限度（{seconds:.12g} 秒），已中止；如需放宽，请设置 {PREFIX}SECONDS"
    return f"读取时程序意外终止（代码 {code}），文件可能已损坏或内存不足"


def serve() -> None:
    """Answer calls until the pipe is closed: the program of the processes that run() starts."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):  # what a library prints must not get between the answers
        os.dup2(nowhere, stream)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the calling program's business
    answers.write(_READY)
    with suppress(EOFError, OSError):
        while True:
            answers.flush()
            values, function, arguments = pickle.load(requests)
            _limit_memory(int(values["memory"]))
            if values["seconds"]:
                faulthandler.dump_traceback_later(values["seconds"], exit=True, file=nowhere)
            with limits(**values):
                answer = pickle.dumps(_answer(function, arguments))
            faulthandler.cancel_dump_traceback_later()
            answers.write(answer)


def _answer(function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    try:
        return function(*arguments)
    except MemoryError:
        return Lost(f"读取所需内存超过限度，已中止；如需放宽，请设置 {PREFIX}MEMORY")
    except (Exception, SystemExit) as error:
        return Lost(f"程序内部出错（{type(error).__name__}: {error}），请把此文件报告给维护者")


if sys.platform == "win32":

    def _limit_memory(most: int) -> None:
        """Windows has no such limit for a process of one's own."""
else:
    import resource

    def _limit_memory(most: int) -> None:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
