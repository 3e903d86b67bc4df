"""Saving (存图): a chart as picture, drawing and data, all three or none."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from gik.charts.paper import Chart, style, words
from gik.charts.scales import label
from gik.errors import GikError
from gik.saving import put_in_place, save_csv
from gik.series import find_series


def save_chart(chart: Chart, path: str | Path, *, lang: str = "zh") -> tuple[Path, Path, Path]:
    """Save a chart as PNG (300 dpi), SVG and the CSV of the rows behind it, and give the three paths.

    ``path`` names the three but for their endings. The CSV (UTF-8 with a mark, for Excel) has the columns of the
    trend with ``label`` and ``unit``; fractions stay fractions, under the unit 比例, and words stay words as in
    :func:`gik.save_csv`. All are written beside their places first and then renamed; the same chart gives the same
    bytes.

    Raises GikError where the folder can't be written or a file is open elsewhere.

    >>> import gik
    >>> from tempfile import mkdtemp
    >>> chart = gik.draw_trend(gik.trend(gik.parse("data/raw/city/云溪市水务局_2021.txt"), "received"))
    >>> [path.name for path in save_chart(chart, Path(mkdtemp(), "received"))]
    ['received.png', 'received.svg', 'received.csv']
    """
    words(lang)
    stem = Path(path)
    stem = stem.with_suffix("") if stem.suffix in (".png", ".svg", ".csv") else stem
    targets = tuple(stem.with_name(stem.name + ending) for ending in (".png", ".svg", ".csv"))
    try:
        stem.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".saving-", dir=stem.parent) as folder:
            fresh = [Path(folder) / target.name for target in targets]
            with style():
                chart.savefig(fresh[0], dpi=300, metadata={"Software": None})
                chart.savefig(fresh[1], metadata={"Date": None})
            save_csv(chart_rows(chart, lang), fresh[2])
            put_in_place(fresh, targets)
    except OSError as error:
        raise GikError(f"{error.filename} 不能写入，或正被其他程序使用；请关闭后重试。") from error
    return targets[0], targets[1], targets[2]


def chart_rows(chart: Chart, lang: str) -> pd.DataFrame:
    """Give the rows behind a chart, with the series' name and unit."""
    data = chart.data
    known = {code: find_series(code) for code in data["series"].unique()}
    return data.assign(
        label=data["series"].map({code: label(one, lang) for code, one in known.items()}),
        unit=data["series"].map({code: one.unit for code, one in known.items()}),
    )
