"""What reading fifty pages whole costs, beside pandas.read_html alone on the same pages."""

from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

import gik
from benchmarks.timing import Ratio, ratio
from tests.generator.folders import plain_reports


def measure(count: int = 50) -> Ratio:
    """Time gik.parse (cells, prose, findings, frames) against read_html on the same HTML reports."""
    pages = dict(plain_reports(count, format="html"))
    with TemporaryDirectory() as folder:
        for name, data in pages.items():
            Path(folder, name).write_bytes(data)
        return ratio(
            f"gik.parse, {count} 份网页 / pandas.read_html",
            lambda: gik.parse(folder),
            lambda: [pd.read_html(StringIO(data.decode())) for data in pages.values()],
            bound=2.0,
        )
