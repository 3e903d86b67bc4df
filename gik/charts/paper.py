"""Paper (版面): what all charts share: the figure with its data, fonts, words, scales and marks of breaks."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from typing import Any
from unicodedata import east_asian_width

import numpy as np
import pandas as pd
from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gik.charts.lettering import drawable, font_name
from gik.comparability import way_of_counting
from gik.definitions import definition
from gik.errors import GikError
from gik.forms import load_forms
from gik.series import Rate, Series, is_on_some_forms
from gik.trend_notes import break_reason

_LEADING = 1.35  # height of a line of words, and some space, by their size
LANGUAGES = ("zh", "en")


class Chart(Figure):
    """A matplotlib Figure that keeps the rows it was drawn from as ``data``; it shows itself in a notebook."""

    data: pd.DataFrame

    def _repr_png_(self) -> bytes:
        image = io.BytesIO()
        with style():
            self.savefig(image, format="png", dpi=110)
        return image.getvalue()


def look() -> Mapping[str, Any]:
    """Give the theme."""
    return definition("theme.toml")


def words(lang: str) -> Mapping[str, Any]:
    """Give the words of a language.

    Raises GikError for another language than zh and en.
    """
    if lang not in LANGUAGES:
        raise GikError(f"lang={lang!r}：只有 zh、en。")
    return dict(look()[lang])


@contextmanager
def style() -> Iterator[None]:
    """Set matplotlib to the theme, inside the block only."""
    theme = look()
    settings: dict[Any, Any] = {
        "font.family": font_name(),
        "font.size": theme["size"],
        "axes.unicode_minus": False,
        "text.parse_math": False,
    }
    with rc_context({**settings, "hatch.linewidth": theme["hatch"], "svg.hashsalt": "gik"}):
        yield


def printable(frame: pd.DataFrame, lang: str) -> pd.DataFrame:
    """Give a frame whose groups can be drawn: the unnamed one by a word, signs that can't be drawn by their code.

    ``named`` keeps them as they are.
    """
    unnamed = words(lang)["unnamed"]
    if (frame["group"] == unnamed).any():
        unnamed = f"({unnamed})"
    return frame.assign(named=frame["group"], group=[drawable(group) or unnamed for group in frame["group"]])


def blank(frame: pd.DataFrame, height: float) -> Chart:
    """Give an empty figure as wide as the text of a page, with the frame as it came to ``printable`` as its data.

    Raises GikError where the frame has nothing to draw.
    """
    if frame.empty:
        raise GikError("没有可画的数据：没有读入报告，报告没有写明年度，或没有这个指标。")
    chart = Chart(figsize=(look()["width"], min(look()["longest"], height)), layout="constrained")
    chart.data = frame.assign(group=frame["named"]).drop(columns="named")
    return chart


def finish(chart: Chart, lines: Iterable[str]) -> None:
    """Write the caption below a chart, each of its lines wrapped to the width."""
    caption = "\n".join(wrap(drawable(line), look()["caption"]) for line in lines)
    chart.supxlabel(caption, x=0.01, ha="left", fontsize=look()["small"], linespacing=1.35)


def wrap(text: str, width: int) -> str:
    """Break a line so that it is at most so many half-widths wide; closing marks hang rather than begin a line.

    >>> wrap("2019年起合计为“予以公开”。", 12).splitlines()
    ['2019年起合计', '为“予以公', '开”。']
    """
    lines, used = [""], 0
    for piece in re.findall(r"[!-~]+ ?|.[’”）〕》、，。；：%]*", text):
        size = _wide(piece)
        if used and used + len(piece.rstrip()) - len(piece) + size > width:
            lines.append("")
            used = 0
        lines[-1] += piece
        used += size
    return "\n".join(line.strip() for line in lines)


def _wide(text: str) -> int:
    """Give how many half-widths a text takes."""
    return sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in text)


def columns_of(names: Iterable[str], most: int) -> int:
    """Give in how many columns such names can stand above a chart, each with its mark.

    >>> columns_of(["云溪市教育局"], 4), columns_of(["云溪市教育局" * 3], 4)
    (4, 2)
    """
    widest = max(_wide(line) for name in names for line in name.split("\n"))
    return int(max(1, min(most, look()["legend"] // (widest + 9))))


def rows_beside(names: Sequence[str], least: float, rest: float) -> tuple[float, float]:
    r"""Give how high a chart must be for a row beside each name, and in what size names fit where a page ends.

    A row is at least so many inches high; ``rest`` is what the chart holds besides.

    >>> rows_beside(["云溪市教育局", "云溪市水务局"], 0.25, 1.0), rows_beside(["云溪市\n教育局"] * 30, 0.25, 1.2)[0]
    ((1.5, 9.0), 10.2)
    """
    lines = max((name.count("\n") + 1 for name in names), default=1)
    size, longest = float(look()["size"]), float(look()["longest"])
    row = max(least, lines * size * _LEADING / 72)
    fitting = (longest - rest) / max(len(names), 1)
    return min(rest + row * len(names), longest), min(size, fitting * 72 / _LEADING / lines)


def require_few(count: int, most: int) -> None:
    """Raise GikError where a chart would have more groups than can be told apart."""
    if count > most:
        raise GikError(f"有{count}组，一张图最多分辨{most}组；请先选定要画的组。")


def tidy(axes: Axes) -> None:
    """Leave the axes two spines and faint lines across."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color=look()["faint"], linewidth=0.6)
    axes.set_axisbelow(True)


def breaks(points: pd.DataFrame, series: Series | Rate, lang: str) -> Iterator[tuple[float, float, str]]:
    """Give the stretches of the years' axis to be marked: from, to, and the reason."""
    by_year = points[points["form"].isin(list(load_forms()))].groupby("year")
    same, valued = by_year["comparable"].all(), by_year["value"].count() > 0
    if same.empty or same.all():
        return
    reason = break_reason(series, lang)
    years = [int(year) for year in same.index]
    if is_on_some_forms(series):
        if outside := [year for year in years if not same[year] and not valued[year]]:
            yield min(outside) - 0.45, max(outside) + 0.45, reason
        return
    for before, after in pairwise(years):
        if same[before] != same[after]:
            yield before + 0.15, after - 0.15, words(lang)["break"].format(reason=reason)


def mark_break(axes: Axes, left: float, right: float, reason: str = "") -> None:
    """Hatch a stretch of the axis, and write the reason above it, clear of the points."""
    axes.axvspan(left, right, facecolor="none", edgecolor="#a6a6a6", hatch="////", linewidth=0)
    if not reason:
        return
    lines = wrap(reason, look()["box"])
    low, high = axes.get_ylim()
    axes.set_ylim(low, high + (high - low) * (0.12 + 0.09 * lines.count("\n")))
    start, end = axes.get_xlim()
    middle = float(np.clip((left + right) / 2, start + (end - start) * 0.2, end - (end - start) * 0.2))
    box = {"facecolor": "white", "edgecolor": "#a6a6a6", "linewidth": 0.5, "pad": 2}
    axes.text(
        middle, 0.985, lines, transform=axes.get_xaxis_transform(), ha="center", va="top",
        fontsize=look()["small"], bbox=box, zorder=5,
    )  # fmt: skip


def ways_by_year(frame: pd.DataFrame) -> "pd.Series[str]":
    """Give, for each year, the ways of counting behind its points: neighbouring years differ where a form changed."""
    own = frame.assign(way=way_of_counting(frame))[lambda rows: rows["value"].notna()]
    joined: pd.Series[str] = own.groupby("year")["way"].agg(lambda ways: "/".join(sorted(set(ways))))
    return joined
