"""What the prose of a report costs, and that a long line costs no more than its length."""

from benchmarks.timing import Ratio, ratio
from gik.prose import read_figures
from tests.prose_gate import load


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
