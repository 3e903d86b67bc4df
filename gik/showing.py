"""Showing (进度): how far a run has got, how fast it goes and how long it will take, in one line on stderr."""

import sys
import time
from collections.abc import Callable

_EVERY = 0.5  # seconds between two looks


def shower(total: int, shown: bool, before: int = 0) -> Callable[[int], None]:
    """Give a function that is told how many more files are done, and shows it where that is wanted.

    The files that an earlier run has done ``before`` don't count for the rate.
    """
    began = last = time.monotonic()
    done = before
    if shown and before == total:
        print(f"{total}份都已读过，没有改动", file=sys.stderr, flush=True)

    def show(more: int) -> None:
        nonlocal done, last
        done += more
        now = time.monotonic()
        if not shown or not more or (now - last < _EVERY and done < total):
            return
        last = now
        rate = (done - before) / max(now - began, 1e-9)
        left = (total - done) / rate
        words = f"\r已读{done}/{total}份，每秒{rate:.1f}份，还需{_duration(left)}   "
        print(words, end="\n" if done >= total else "", file=sys.stderr, flush=True)

    return show


def _duration(seconds: float) -> str:
    """Give a length of time in words.

    >>> _duration(59.4), _duration(3700)
    ('59秒', '1小时2分')
    """
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{seconds:.0f}秒"
    return f"{minutes}分" if minutes < 60 else f"{minutes // 60}小时{minutes % 60}分"
