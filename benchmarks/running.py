"""What more cores, a cache and a fresh start make of the cost."""

import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

import gik
from benchmarks.timing import Ratio, ratio
from tests.generator.folders import plain_reports
from tests.generator.office import office_sample
from tests.generator.page_score import page_sample

_FORMATS = ("html", "txt", "docx", "html", "txt", "xlsx", "html", "txt", "docx", "pdf")
_LAYOUTS = {"docx": "docx_right", "xlsx": "xlsx_right", "pdf": "pdf_ruled"}


def measures() -> tuple[Callable[[], Ratio], ...]:
    """Give the measures of this module."""
    return measure_workers, measure_cache, measure_cache_of_pages, measure_import


def measure_workers(count: int = 1000) -> Ratio:
    """Time two processes against one; the bound is what two cores that do nothing else should give."""
    with _folder(_pages(count)) as folder:
        return ratio(
            f"gik.parse，{count} 份网页：2 个进程 / 1 个",
            lambda: gik.parse(folder / "raw", workers=2),
            lambda: gik.parse(folder / "raw"),
            bound=1 / 1.8,
            pairs=3,
        )


def measure_cache(count: int = 300) -> Ratio:
    """Time a run of which all is cached against one of which nothing is, of all formats that an office gets."""
    return _measure_cache(f"{count} 份各种格式", _of_all_formats(count), 0.02)


def measure_cache_of_pages(count: int = 300) -> Ratio:
    """Time the same of pages alone, which take so little to read that looking them up weighs more."""
    return _measure_cache(f"{count} 份网页", _pages(count), 0.1)


def _measure_cache(name: str, files: Iterable[tuple[str, bytes]], bound: float) -> Ratio:
    fresh = iter(range(1000))
    with _folder(files) as folder:
        return ratio(
            f"gik.parse，{name}：全部已缓存 / 全新",
            partial(gik.parse, folder / "raw", cache=folder / "kept"),
            lambda: gik.parse(folder / "raw", cache=folder / f"fresh{next(fresh)}"),
            bound,
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


def _pages(count: int) -> Iterator[tuple[str, bytes]]:
    return plain_reports(count, format="html")


def _of_all_formats(count: int) -> Iterator[tuple[str, bytes]]:
    """Give reports of which three in ten are pages, three texts, two Word files, one a workbook and one a PDF."""
    plain = {kind: plain_reports(count, format=kind) for kind in ("html", "txt")}
    for position, kind in zip(range(count), cycle(_FORMATS), strict=False):
        if kind in plain:
            yield next(plain[kind])
        else:
            made = page_sample if kind == "pdf" else office_sample
            sample = made("art2021", _LAYOUTS[kind], seed=position)
            yield sample.name, sample.data


@contextmanager
def _folder(files: Iterable[tuple[str, bytes]]) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        raw = Path(folder, "raw")
        raw.mkdir()
        for name, data in files:
            (raw / name).write_bytes(data)
        yield Path(folder)
