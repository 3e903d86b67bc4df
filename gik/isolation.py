"""Isolation (隔离): work is done in processes of its own, which alone are lost where a file makes it hang or die.

Here the work is handed out and the results are put in order. What one process is, is told in gik.workers; what goes on
inside it, in gik.serving. Within the limits of gik.limits each ends itself when a piece of work takes too long.
"""

import pickle
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any, cast

from gik.limits import every_limit
from gik.serving import Lost, answer
from gik.workers import Worker, dismiss, hire

__all__ = ["Lost", "run"]

# How many pieces of work a process has at hand: one that it does, and one that it finds when it is through.
_AT_HAND = 2
# A request this long may fill a pipe, and then its process must be free to read it: pipes hold 4 KB on Windows.
_SHORT = 1024
# How many results may wait for their turn, for each process.
_AHEAD = 64
# So many results are taken at once, or what there is after so many seconds: to be woken costs more than to take one.
_AT_ONCE, _SOON = _AHEAD // 2, 0.1


def run(
    function: Callable[..., Any], arguments: Iterable[Sequence[Any]], workers: int = 1
) -> Generator[Any, None, None]:
    """Call a function with each of the arguments and give the results in their order, Lost for what broke off.

    ``function`` and results must be picklable. Arguments are taken as they are needed, and no more results are made
    ahead of the reader than fit well into memory. With the limit ``isolated`` at 0, and in programs that are no
    Python interpreter, the calls are made in this process: then nothing ends one that hangs.
    Raises GikError where no process can be started.
    """
    values = every_limit()
    if not values["isolated"] or not sys.executable:
        return (answer(function, each) for each in arguments)
    return _Crew(values, function, iter(arguments), max(workers, 1)).results()


class _Crew:
    """Processes at work on one list of arguments, each looked after by a thread."""

    def __init__(
        self, values: dict[str, float], function: Callable[..., Any], arguments: Iterator[Sequence[Any]], count: int
    ) -> None:
        self.values, self.function = values, function
        self.arguments = enumerate(arguments)
        self.lock = threading.Lock()  # for the arguments and the processes
        self.room = threading.Semaphore(_AHEAD * count)
        self.found: deque[tuple[int, Any]] = deque()
        self.news: SimpleQueue[None] = SimpleQueue()  # an interrupt may come at any moment of waiting, and harm nothing
        self.busy: set[Worker] = set()
        self.over = False
        self.threads = [threading.Thread(target=self._look_after, name="gik", daemon=True) for _ in range(count)]

    def results(self) -> Generator[Any, None, None]:
        """Give the results in order; whatever ends this, a Ctrl-C too, leaves no process at work."""
        waiting: dict[int, Any] = {}
        position, at_work = 0, len(self.threads)
        try:
            for thread in self.threads:
                thread.start()
            while at_work or waiting:
                while position not in waiting:
                    number, result = self._found()
                    if isinstance(result, BaseException):
                        raise result
                    if number < 0:
                        at_work -= 1
                        if not (at_work or waiting):
                            return
                    else:
                        waiting[number] = result
                yield waiting.pop(position)
                position += 1
                self.room.release()
        finally:
            self._stop()

    def _found(self) -> tuple[int, Any]:
        while not self.found:  # in turns: for fewer results nobody wakes us, and on Windows no Ctrl-C does
            with suppress(Empty):
                self.news.get(timeout=_SOON)
        return self.found.popleft()

    def _put(self, position: int, result: Any) -> None:
        self.found.append((position, result))
        if position < 0 or len(self.found) == _AT_ONCE:
            self.news.put(None)

    def _stop(self) -> None:
        with self.lock:
            self.over = True
            for worker in self.busy:
                worker.process.kill()
        self.room.release(_AHEAD * len(self.threads))
        for thread in self.threads:
            if thread.ident is not None:
                thread.join()

    def _look_after(self) -> None:
        """Keep one process supplied; where it dies, the first piece at hand is lost and the others go to another."""
        at_hand: deque[tuple[int, bytes, float]] = deque()
        worker: Worker | None = None
        try:
            while not self.over:
                while len(at_hand) < _AT_HAND and (piece := self._next(bool(at_hand))) is not None:
                    worker = worker or self._begin()
                    if at_hand and len(piece[1]) > _SHORT:
                        worker = self._settle(worker, at_hand, len(at_hand))
                    at_hand.append((*piece, time.monotonic()))  # before its clock can start
                    worker.send(self.values, piece[1])
                if worker is None or not at_hand:
                    break
                worker = self._settle(worker, at_hand, 1)
            if worker is not None:
                self._end(worker)
        except BaseException as error:
            self._put(-1, error)
        else:
            self._put(-1, None)

    def _next(self, elsewhere: bool) -> tuple[int, bytes] | None:
        """Give the next piece of work: its position and the request; None where there is none, or no room yet."""
        if not self.room.acquire(blocking=not elsewhere) or self.over:
            return None
        with self.lock:
            position, arguments = next(self.arguments, (-1, ()))
        if position < 0:
            self.room.release()
            return None
        return position, pickle.dumps((self.function, tuple(arguments)))

    def _settle(self, worker: Worker, at_hand: deque[tuple[int, bytes, float]], count: int) -> Worker:
        """Take so many answers, and give the process that the rest is with."""
        for _ in range(count):
            position, _, sent = at_hand.popleft()
            result = worker.answer(sent)
            if self.over:
                return worker
            self._put(position, result)
            if worker.process.poll() is not None:
                worker = self._begin(worker)
                again = [(place, request, time.monotonic()) for place, request, _ in at_hand]
                at_hand.clear()
                for piece in again:
                    worker.send(self.values, piece[1])
                    at_hand.append(piece)
        return worker

    def _begin(self, dead: Worker | None = None) -> Worker:
        worker = hire()
        with self.lock:
            self.busy.discard(cast(Worker, dead))
            self.busy.add(worker)
        return worker

    def _end(self, worker: Worker) -> None:
        with self.lock:
            self.busy.discard(worker)
        if worker.process.poll() is None and not self.over:
            dismiss(worker)
        else:
            worker.close()
