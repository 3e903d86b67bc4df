"""What more cores, a cache and a fresh start make of the cost."""

import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import gik
from benchmarks.timing import Ratio, ratio
from tests.generator.folders import plain_reports


def measures() -> tuple[Callable[[], Ratio], ...]:
    """Give the measures of this module."""
    return measure_workers, measure_cache, measure_import


def measure_workers(count: int = 1000) -> Ratio:
    """Time two processes against one; the bound is what two cores that do nothing else should give."""
    with _folder(count) as folder:
        return ratio(
            f"gik.parse，{count} 份网页：2 个进程 / 1 个",
            lambda: gik.parse(folder / "raw", workers=2),
            lambda: gik.parse(folder / "raw"),
            bound=1 / 1.8,
            pairs=3,
        )


def measure_cache(count: int = 300) -> Ratio:
    """Time a run of which all is cached against one of which nothing is."""
    fresh = iter(range(1000))
    with _folder(count) as folder:
        return ratio(
            f"gik.parse，{count} 份网页：全部已缓存 / 全新",
            partial(gik.parse, folder / "raw", cache=folder / "kept"),
            lambda: gik.parse(folder / "raw", cache=folder / f"fresh{next(fresh)}"),
            bound=0.02,
            pairs=3,
        )


def measure_import(times: int = 5) -> Ratio:
    """Time what ``import gik`` takes with all that a first parse needs, beyond pandas, against pandas alone.

    Processor time is taken, and of several runs the shortest: 0.3 s is what it may be where pandas takes 0.3 s.
    """
    codes = ("pass", "import pandas", "import pandas, gik; gik.parse")
    seconds = dict.fromkeys(codes, math.inf)
    for code in codes * times:
        seconds[code] = min(seconds[code], _run(code))
    bare, pandas, ours = seconds.values()
    mine, theirs = ours - pandas, pandas - bare
    return Ratio("import gik，pandas 之外 / import pandas", mine, theirs, mine / theirs, 1.0)


def _run(code: str) -> float:
    began = os.times()
    subprocess.run([sys.executable, "-c", code], check=True)
    ended = os.times()
    return ended.children_user + ended.children_system - began.children_user - began.children_system


@contextmanager
def _folder(count: int) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        raw = Path(folder, "raw")
        raw.mkdir()
        for name, data in plain_reports(count, format="html"):
            (raw / name).write_bytes(data)
        yield Path(folder)
