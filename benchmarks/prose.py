"""What the prose of a report costs, and that a long line costs no more than its length."""

import re

from benchmarks.timing import Ratio, ratio
from gik.prose import read_figures
from gik.reading import read
from gik.tables import read_tables
from tests.generator.folders import plain_reports
from tests.prose_gate import load

_NUMBER = re.compile(r"[0-9０-９]+")


def measure_reports(count: int = 10, size: int = 10_000) -> Ratio:
    """Time texts of 10 KB (UTF-8) of the prose of reports, each another, against finding their digits alone."""
    texts = _prose(count, size)
    return ratio(
        f"正文：{count}份各{size // 1000} KB / 只找数字",
        lambda: [read_figures(text, (), (), 2017) for text in texts],
        lambda: [[match.span() for match in _NUMBER.finditer(text)] for text in texts],
        bound=62.0,
    )


def measure_whole(count: int = 18) -> Ratio:
    """Time the prose of whole reports, as parse reads it with their tables left out, against finding their digits."""
    documents = [read(name, data) for name, data in plain_reports(count, format="txt")]
    reports = [(document.text, read_tables(document).spans) for document in documents]
    size = sum(len(text.encode()) for text, _ in reports)
    return ratio(
        f"正文：{count}份报告（含表格共{size / 1000:.0f} KB）/ 只找数字",
        lambda: [read_figures(text, (), spans, 2017) for text, spans in reports],
        lambda: [[match.span() for match in _NUMBER.finditer(text)] for text, _ in reports],
        bound=18.0,
    )


def _prose(count: int, size: int) -> list[str]:
    """The prose of fictional reports without their tables, cut into texts of one size."""
    parts = b""
    for name, data in plain_reports(10 * count, format="txt"):
        document = read(name, data)
        position, left = 0, []
        for start, end in (*read_tables(document).spans, (len(document.text), 0)):
            left.append(document.text[position:start])
            position = end
        parts += "".join(left).encode()
        if len(parts) > count * size:
            break
    return [parts[place : place + size].decode(errors="ignore") for place in range(0, count * size, size)]


def measure_length(size: int = 100_000) -> Ratio:
    """Time a line of digits and commas of four times the length against the line itself."""
    line = "1,360,12,"
    long, short = (line * (length // len(line)) for length in (4 * size, size))
    return ratio(
        f"正文：{4 * size}字一行 / {size}字一行",
        lambda: read_figures(long, (), (), 2017),
        lambda: read_figures(short, (), (), 2017),
        bound=6.0,
    )


def measure_figures(count: int = 2000) -> Ratio:
    """Time a line of four times as many separate figures against the line itself: the cost grows with their number."""
    long, short = ("收到3件，" * many for many in (4 * count, count))
    return ratio(
        f"正文：一行{4 * count}个数字 / {count}个数字",
        lambda: read_figures(long, (), (), 2017),
        lambda: read_figures(short, (), (), 2017),
        bound=6.0,
    )


def measure_density(size: int = 3500) -> Ratio:
    """Time a report of 10 KB against one of twice that: sentences are read apart from one another."""
    sentences = [sentence.text for sentence in load()]
    text = "\n".join(sentences)[: 2 * size]
    return ratio(
        f"正文：{2 * size}字 / {size}字",
        lambda: read_figures(text, (), (), 2017),
        lambda: read_figures(text[:size], (), (), 2017),
        bound=3.0,
    )
