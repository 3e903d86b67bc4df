"""What reading fifty pages whole costs, beside what an analyst would use instead, and beside the floors.

Ours is gik.parse: cells, prose, findings and frames, in a process of its own.
"""

from collections.abc import Callable
from functools import cache, partial
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from lxml import etree

import gik
from benchmarks.timing import Ratio, ratio
from gik.reading.decoding import decode
from tests.generator.folders import plain_reports


def measures() -> tuple[Callable[[], Ratio], ...]:
    """Give a measure for everything that pages are compared with."""
    others: dict[str, tuple[Callable[[bytes], object], float]] = {
        "pandas.read_html": (lambda data: pd.read_html(StringIO(data.decode())), 2.0),
        "trafilatura": (_trafilatura, 0.5),
        "lxml 解析": (lambda data: etree.fromstring(data, etree.HTMLParser(encoding="utf-8")), 40.0),
        "解码": (decode, 300.0),
    }
    return tuple(partial(_measure, name, other, bound) for name, (other, bound) in others.items())


def measure(count: int = 50) -> Ratio:
    """Time gik.parse against pandas.read_html (lxml) on the same pages."""
    return _measure("pandas.read_html", lambda data: pd.read_html(StringIO(data.decode())), 2.0, count)


def measure_texts(count: int = 100, size: int = 10_000) -> Ratio:
    """Time gik.parse of text reports of 10 KB against their decoding; three hundred a second would be 0.333 s."""
    with TemporaryDirectory() as folder:
        for name, data in _texts(count, size):
            Path(folder, name).write_bytes(data)
        gik.parse(folder)
        return ratio(
            f"gik.parse，{count} 份 {size // 1000} KB 文本 / 解码",
            lambda: gik.parse(folder),
            lambda: [decode(path.read_bytes()) for path in sorted(Path(folder).iterdir())],
            bound=500.0,
            pairs=3,
        )


@cache
def _pages(count: int) -> tuple[tuple[str, bytes], ...]:
    return tuple(plain_reports(count, format="html"))


def _texts(count: int, size: int) -> list[tuple[str, bytes]]:
    """Give text reports, their closing chapter repeated with other numbers until they are long enough."""
    made = []
    for position, (name, data) in enumerate(plain_reports(count, format="txt")):
        lines = data.decode().splitlines()
        prose = [line for line in lines if len(line) > 30 and "|" not in line] or lines[:1]
        more = 0
        while len("\n".join(lines).encode()) < size:
            lines.append(prose[more % len(prose)].replace("1", str((position + more) % 9 + 1)))
            more += 1
        made.append((name, "\n".join(lines).encode()))
    return made


def _measure(name: str, other: Callable[[bytes], object], bound: float, count: int = 50) -> Ratio:
    with TemporaryDirectory() as folder:
        for file, data in _pages(count):
            Path(folder, file).write_bytes(data)
        return ratio(
            f"gik.parse，{count} 份网页 / {name}",
            lambda: gik.parse(folder),
            lambda: [other(data) for _, data in _pages(count)],
            bound,
        )


def _trafilatura(data: bytes) -> object:
    import trafilatura  # slow to import

    return trafilatura.extract(data.decode(), include_tables=True)
