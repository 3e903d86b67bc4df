"""What reading pages and texts whole costs, beside what an analyst would use instead, and beside the floors.

Ours is gik.parse: cells, prose, findings and frames, in a process of its own, which has read other reports before but
none of those it is timed with. Fifty are the fewest that an office gets at a time, where the steps that are done once
for all of them weigh most.
"""

from collections.abc import Callable, Iterable
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

FEW, MANY = 50, 300  # reports


def measures() -> tuple[Callable[[], Ratio], ...]:
    """Give a measure for everything that pages are compared with."""
    return (
        *(partial(_measure, count, "pandas.read_html", _read_html, 0.7) for count in (FEW, MANY)),
        *(partial(_measure, count, "trafilatura", _trafilatura, 0.15) for count in (FEW, MANY)),
        partial(_measure, MANY, "lxml 解析", _parsed, 8.0),
        partial(_measure, MANY, "解码", decode, 150.0),
        measure_texts,
    )


def measure_texts(count: int = MANY, size: int = 10_000) -> Ratio:
    """Time gik.parse of text reports of 10 KB against their decoding; three hundred a second are wanted."""
    name = f"gik.parse，{count} 份 {size // 1000} KB 文本 / 解码"
    return _against(name, decode, lambda seed: _texts(count, size, seed), bound=300.0, pairs=3)


def _measure(count: int, name: str, other: Callable[[bytes], object], bound: float) -> Ratio:
    pairs = 3 if count > FEW else 7
    return _against(f"gik.parse，{count} 份网页 / {name}", other, lambda seed: _pages(count, seed), bound, pairs)


def _against(
    name: str,
    other: Callable[[bytes], object],
    made: Callable[[int], Iterable[tuple[str, bytes]]],
    bound: float,
    pairs: int,
) -> Ratio:
    """Time gik.parse against another way, each time on reports that neither has met before."""
    sets = [list(made(seed)) for seed in range(pairs + 1)]  # one to warm up
    with TemporaryDirectory() as root:
        folders = [Path(root, str(seed)) for seed in range(len(sets))]
        for folder, files in zip(folders, sets, strict=True):
            folder.mkdir()
            for file, data in files:
                Path(folder, file).write_bytes(data)
        ours, theirs = iter(folders), iter(sets)
        return ratio(
            name, lambda: gik.parse(next(ours)), lambda: [other(data) for _, data in next(theirs)], bound, pairs
        )


@cache
def _pages(count: int, seed: int) -> tuple[tuple[str, bytes], ...]:
    return tuple(plain_reports(count, seed, format="html"))


def _texts(count: int, size: int, seed: int) -> list[tuple[str, bytes]]:
    """Give text reports, their closing chapter repeated with other numbers until they are long enough."""
    made = []
    for position, (name, data) in enumerate(plain_reports(count, seed, format="txt")):
        lines = data.decode().splitlines()
        prose = [line for line in lines if "。" in line and "|" not in line] or lines[:1]
        more = 0
        while len("\n".join(lines).encode()) < size:
            lines.append(prose[more % len(prose)].replace("1", str((position + more) % 9 + 1)))
            more += 1
        made.append((name, "\n".join(lines).encode()))
    return made


def _read_html(data: bytes) -> object:
    return pd.read_html(StringIO(data.decode()))


def _parsed(data: bytes) -> object:
    return etree.fromstring(data, etree.HTMLParser(encoding="utf-8"))


def _trafilatura(data: bytes) -> object:
    import trafilatura  # slow to import

    return trafilatura.extract(data.decode(), include_tables=True)
