"""Workers (工作进程): processes that call functions, each with two pipes to it; some are kept for the next call.

They are plain interpreters. They import nothing of the calling program, so that a script needs no
``if __name__ == "__main__"``, and they work alike in notebooks, on Windows and on Linux.
"""

import atexit
import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, cast

from gik.errors import GikError
from gik.limits import PREFIX
from gik.serving import OVERTIME, READY, Lost

_PROGRAM = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from gik.serving import serve; serve()"

# Bytes of an answer that are taken at once. Most have fewer, and a process that can't put one down has to wait.
_PIPE = 1 << 18


class Worker:
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
                bufsize=_PIPE,
                creationflags=hidden,
            )
        except OSError as error:
            raise _no_start() from error
        self.requests = cast(BinaryIO, self.process.stdin)
        self.answers = cast(BinaryIO, self.process.stdout)
        _widen(self.answers)
        self.values: dict[str, float] = {}
        self.free = 0.0  # when the process had done what it was asked before, by its own clock
        if self.answers.readline() != READY:
            self.close()
            raise _no_start()

    def send(self, values: dict[str, float], request: bytes) -> None:
        """Ask for a piece of work; where the process has died, the next answer says so."""
        with suppress(OSError):
            if values != self.values:  # limits seldom change, and go over when they do
                self.values = values
                self.requests.write(pickle.dumps(values))
            self.requests.write(request)
            self.requests.flush()

    def answer(self, sent: float) -> Any:
        """Give the next answer, Lost where the process ended instead."""
        began = max(sent, self.free)
        try:
            self.free, result = pickle.load(self.answers)
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            took = time.monotonic() - began
            return Lost(_reason(self.close(), took, self.values["seconds"]))
        return result

    def close(self) -> int:
        """End the process and give its exit code."""
        self.process.kill()
        code = self.process.wait()
        for pipe in (self.requests, self.answers):
            with suppress(OSError):
                pipe.close()
        return code


def _widen(pipe: BinaryIO) -> None:
    """Let a pipe hold a whole answer, where the system and what it grants to its user allow that."""
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


# Processes that wait for work; list.pop and list.append are atomic, so that threads can share them.
_idle: list[Worker] = []


def hire() -> Worker:
    """Give a process that waits for work, or a new one."""
    while True:
        try:
            worker = _idle.pop()
        except IndexError:
            return Worker()
        if worker.process.poll() is None:
            return worker


def dismiss(worker: Worker) -> None:
    """Keep a process for the next call, as many as there are cores; a new one would have to learn all anew."""
    if len(_idle) < (os.cpu_count() or 1):
        _idle.append(worker)
    else:
        worker.close()


def _close(workers: Iterable[Worker]) -> None:
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
    if code == OVERTIME and 0 < seconds <= took:
        return f"读取超过时间限度（{seconds:.12g}秒），已中止；如需放宽，请设置 {PREFIX}SECONDS"
    return f"读取时程序意外终止（代码 {code}），文件可能已损坏或内存不足"
