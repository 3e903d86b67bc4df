"""Heat maps (热图): groups by years, each cell with its number, readable without colour."""

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.colors import ListedColormap
from matplotlib.patches import Rectangle

from gik.charts.captions import caption, reasons
from gik.charts.paper import (
    Chart,
    blank,
    finish,
    look,
    printable,
    require_few,
    rows_beside,
    style,
    ways_by_year,
    words,
    wrap,
)
from gik.charts.scales import ABOVE, is_above, label, shown, unit
from gik.errors import GikError
from gik.series import find_series

ROW = 0.27  # inches


def draw_heatmap(frame: pd.DataFrame, *, lang: str = "zh", title: str = "", source: str = "") -> Chart:
    """Draw one series as a map of groups and years: the darker, the greater, with the number in each cell.

    Cells without a value are hatched; a thick line stands where the forms begin to count differently. Rates of few
    cases carry an asterisk.
    Raises GikError for more than one series, more groups than a page holds, and for another language.

    >>> import gik
    >>> len(draw_heatmap(gik.trend(gik.parse("data/raw/city/云溪市水务局_2021.txt"), "received")).data)
    1
    """
    text, theme, frame = words(lang), look(), printable(frame, lang)
    if frame["series"].nunique() > 1:
        raise GikError("热图一次只画一个指标；请先选定。")
    groups = list(dict.fromkeys(frame["group"]))
    require_few(len(groups), theme["rows"])
    with style():
        names = [wrap(group, theme["name"]) for group in groups]
        height, size = rows_beside(names, ROW, 1.7)
        chart = blank(frame, height)
        series = find_series(frame["series"].iloc[0])
        years = list(range(int(frame["year"].min()), int(frame["year"].max()) + 1))
        wide = frame.assign(value=frame["value"].astype("float64")).pivot(index="group", columns="year", values="value")
        values = wide.reindex(index=groups, columns=years).to_numpy()
        small = frame.pivot(index="group", columns="year", values="small").reindex(index=groups, columns=years)
        axes = chart.subplots()
        grey = ListedColormap(colormaps["Greys"](np.linspace(0.02, 0.72, 256)))
        low = min(0.0, float(np.nanmin(values, initial=0.0)))
        above = is_above(series, frame["value"])
        high = float(frame["value"].mask(above).max()) if above.any() else None  # or all others would be pale
        image = axes.imshow(values, cmap=grey, aspect="auto", vmin=low, vmax=high)
        dark = low + 0.8 * (image.get_clim()[1] - low)
        for row, column in np.ndindex(*values.shape):
            value = float(values[row, column])
            if np.isnan(value):
                axes.add_patch(
                    Rectangle(
                        (column - 0.5, row - 0.5), 1, 1, fill=False, hatch="////", edgecolor="#a6a6a6", linewidth=0
                    )
                )
                continue
            mark = ABOVE * bool(above.any() and value > 1) + shown(value, series) + "*" * bool(small.iloc[row, column])
            colour = "white" if value > dark else "black"
            axes.text(column, row, mark, ha="center", va="center", fontsize=theme["small"], color=colour)
        ways = ways_by_year(frame)
        changed = (ways != ways.shift()).iloc[1:]
        for year in changed.index[changed]:
            axes.axvline(years.index(int(year)) - 0.5, color="black", linewidth=2.2)
        axes.set_xticks(range(len(years)), [str(year) for year in years])
        axes.set_yticks(range(len(groups)), names, fontsize=size)
        axes.set_xticks(np.arange(-0.5, len(years)), minor=True)
        axes.set_yticks(np.arange(-0.5, len(groups)), minor=True)
        axes.grid(which="minor", color="white", linewidth=1.2)
        axes.tick_params(which="both", length=0)
        axes.spines[:].set_visible(False)
        unit_of = text["unit"].format(unit=unit(series, lang))
        about = text["title"].format(series=title or label(series, lang), group=unit_of)
        axes.set_title(wrap(about, theme["title"]), loc="left")
        marks = ("shades",) + ("hatched_cells",) * bool(np.isnan(values).any())
        lines = caption(frame, lang, source, marks, small="*")
        finish(chart, (*reasons(frame, lang, "thick_line"), *lines))
    return chart
