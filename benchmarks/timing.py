"""Two ways of doing a job timed in turn, in one process."""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Ratio:
    """A job's time over another's: medians of pairs run in turn, with the bound that it is meant to keep."""

    name: str
    ours: float  # seconds
    theirs: float  # seconds
    ratio: float
    bound: float


def ratio(name: str, ours: Callable[[], object], theirs: Callable[[], object], bound: float, pairs: int = 7) -> Ratio:
    """Run both once to warm up, then in turn, and give the median of the pairs' ratios."""
    ours(), theirs()
    gc.collect()
    gc.freeze()  # what is kept of earlier measures isn't looked through for garbage in this one
    timed = [(_seconds(ours), _seconds(theirs)) for _ in range(pairs)]
    mine, other = (median(times) for times in zip(*timed, strict=True))
    return Ratio(name, mine, other, median(a / b for a, b in timed), bound)


def _seconds(job: Callable[[], object]) -> float:
    began = time.perf_counter()  # files are read in a process of their own, whose work counts too
    job()
    return time.perf_counter() - began
