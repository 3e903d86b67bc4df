"""Serving (服务): what goes on in the processes of gik.workers.

A process does one piece of work after another, each within its limits of time and memory.
"""

import gc
import os
import pickle
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import cache
from pkgutil import resolve_name
from typing import Any

from gik.limits import limits, reason_of

READY = b"ready\n"
# Objects made before a look for garbage: reading makes many, and few that are garbage.
_GARBAGE = (50_000, 20, 50)
_MOST_SECONDS = 1e8  # beyond these, three years, no clock is needed, and some can't be set


@dataclass(frozen=True, slots=True)
class Lost:
    """What stands for a result that there is none of; the reason is in Chinese."""

    reason: str


@cache
def resolved(name: str) -> Any:
    """Give what a name such as ``"gik.records:parse_file"`` stands for; every request bears some.

    >>> resolved("math:floor")(2.5)
    2
    """
    return resolve_name(name)


@dataclass(frozen=True, slots=True)
class Named:
    """A function by its name (``"gik.records:parse_file"``), which only the process that calls it imports."""

    name: str

    def __call__(self, *arguments: Any) -> Any:
        """Call the function here."""
        return resolve_name(self.name)(*arguments)

    def __reduce__(self) -> tuple[Callable[[str], Any], tuple[str]]:
        """Arrive in another process as the function itself, so that its import counts to no piece of work."""
        return resolved, (self.name,)


def restart_clock() -> None:
    """Give the piece of work that this process does its limit of seconds anew, for work that comes in parts.

    Where nothing limits the time, nothing is done.
    """
    for seconds in _clock:
        _end_after(seconds)


# The seconds of a piece of work, none where nothing limits them.
_clock: list[float] = []


def serve() -> None:
    """Answer calls until the pipe is closed: the program of the processes that gik.workers starts."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1):  # what a library prints must not get between the answers
        os.dup2(nowhere, stream)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the calling program's business
    _prepare_clock()
    answers.write(READY)
    answers.flush()
    values: dict[str, float] = {}
    is_spared = False
    with suppress(EOFError, OSError), ExitStack() as kept:
        while True:
            request = pickle.load(requests)
            if isinstance(request, dict):
                values = request
                continue
            function, arguments = request
            if values:  # behind the import of the function
                kept.close()
                _keep(values, kept)
                values = {}
            restart_clock()
            result = answer(function, arguments)
            data = pickle.dumps((time.monotonic(), result))
            _stop_clock()
            answers.write(data)
            answers.flush()
            if not is_spared:  # to ask the collector what it spares takes as long as a small file
                _spare_the_collector()
                is_spared = True


def _keep(values: dict[str, float], kept: ExitStack) -> None:
    """Keep to some limits from now on."""
    kept.enter_context(limits(**values))
    _limit_memory(int(values["memory"]))
    _clock[:] = [values["seconds"]] if 0 < values["seconds"] < _MOST_SECONDS else []


def _spare_the_collector() -> None:
    """Look for garbage less often, and never among what the first piece of work has loaded for good."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_GARBAGE)


def answer(function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    """Call a function, and give Lost with the reason where it raises."""
    try:
        return function(*arguments)
    except (Exception, SystemExit) as error:
        return Lost(reason_of(error))


# The clock must end a process that hangs in a library as well, where no Python runs: only the system's own answer to a
# signal does that, and a thread that needs no Python, which takes up to a tenth of the time of a page to start.
if sys.platform == "win32":
    import faulthandler

    OVERTIME = 1  # what a process that took too long ends with

    def _prepare_clock() -> None:
        """Nothing is to be done."""

    def _end_after(seconds: float) -> None:
        faulthandler.dump_traceback_later(seconds, exit=True, file=2)  # which gik.workers leads nowhere

    def _stop_clock() -> None:
        faulthandler.cancel_dump_traceback_later()

    def _limit_memory(most: int) -> None:
        """Windows has no such limit for a process of one's own."""
else:
    import resource

    OVERTIME = -signal.SIGALRM

    def _prepare_clock() -> None:
        """Let the clock's signal do what it does by itself, whatever the calling program makes of it."""
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGALRM])

    def _end_after(seconds: float) -> None:
        signal.setitimer(signal.ITIMER_REAL, seconds)

    def _stop_clock() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)

    def _limit_memory(most: int) -> None:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
