"""Slopes (斜率图): two years side by side, a line a group."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from gik.charts.captions import caption, reasons
from gik.charts.paper import Chart, blank, finish, look, printable, require_few, style, words, wrap
from gik.charts.scales import ABOVE, OVER, is_above, label, shown, unit
from gik.comparability import way_of_counting
from gik.errors import GikError
from gik.series import Rate, Series, find_series

LEADER = {"arrowstyle": "-", "color": "#a6a6a6", "linewidth": 0.5, "shrinkA": 1, "shrinkB": 4}


def draw_slope(
    frame: pd.DataFrame, first: int, last: int, *, lang: str = "zh", title: str = "", source: str = ""
) -> Chart:
    """Draw one series in two years: a group's two values, joined only where the forms count the same thing.

    Where they don't, the points stand alone, hollow, and the caption says why. Groups without a value in one of the
    years have only the other's point. Rates of few cases carry an asterisk.
    Raises GikError for more than one series, years out of order, a year without points, more groups than can be told
    apart, and for another language.

    >>> import gik
    >>> tables = gik.parse(["data/raw/city/云溪市水务局_2021.txt", "data/raw/city/云溪市水务局_2022.txt"])
    >>> draw_slope(gik.trend(tables, "received"), 2021, 2022).data["value"].tolist()
    [15.0, 52.0]
    """
    text, theme, frame = words(lang), look(), printable(frame, lang)
    if frame["series"].nunique() > 1:
        raise GikError("斜率图一次只画一个指标；请先选定。")
    if first >= last:
        raise GikError(f"斜率图左边的年份应早于右边的，现为{first}年、{last}年。")
    if absent := [str(year) for year in (first, last) if not (frame["year"] == year).any()]:
        raise GikError(f"所选数据里没有{'、'.join(absent)}年。")
    two = frame[frame["year"].isin([first, last])]
    groups = list(dict.fromkeys(two["group"]))
    require_few(len(groups), theme["slopes"])
    with style():
        lines = max(wrap(group, theme["name"]).count("\n") + 1 for group in groups)
        chart = blank(two, 2.6 + 0.22 * len(groups) * lines)
        series = find_series(frame["series"].iloc[0])
        axes = chart.subplots()
        wide = two.assign(value=two["value"].astype("float64")).pivot(index="group", columns="year", values="value")
        ways = two.assign(way=way_of_counting(two)).pivot(index="group", columns="year", values="way")
        for number, group in enumerate(groups):
            line = theme["lines"][number % len(theme["lines"])]
            pair = [float(wide.loc[group].get(year, np.nan)) for year in (first, last)]
            above = is_above(series, pd.Series(pair))
            pair = [OVER if is_over else value for value, is_over in zip(pair, above, strict=True)]
            same = ways.loc[group].get(first) == ways.loc[group].get(last) and not above.any()
            axes.plot(
                [0, 1], pair, color=line["color"], marker=line["marker"], linestyle=line["dash"] if same else "none",
                markerfacecolor=line["color"] if same else "white", markersize=5, clip_on=False, label=group,
            )  # fmt: skip
        top = float(np.nanmax(wide.to_numpy(), initial=0.0)) or 1.0
        top = min(top, OVER) if isinstance(series, Rate) else top
        axes.set_ylim(min(0.0, float(np.nanmin(wide.to_numpy(), initial=0.0)) * 1.05), top * 1.05)
        small = two[two["small"]].set_index(["group", "year"]).index
        _names(axes, wide, (first, last), series, small)
        axes.set_xticks([0, 1], [str(first), str(last)])
        axes.set_xlim(-0.75, 1.75)
        axes.spines[["top", "right", "left", "bottom"]].set_visible(False)
        axes.yaxis.set_visible(False)
        axes.vlines([0, 1], *axes.get_ylim(), color=theme["faint"], linewidth=0.8, zorder=0)
        unit_of = text["unit"].format(unit=unit(series, lang))
        axes.set_title(text["title"].format(series=title or label(series, lang), group=unit_of), loc="left")
        finish(chart, (*reasons(two, lang, "hollow_points"), *caption(two, lang, source, small="*")))
    return chart


def _names(axes: Axes, wide: pd.DataFrame, years: tuple[int, int], series: Series | Rate, small: pd.Index) -> None:
    """Write each group's name and value beside its points, moved apart where they would cover one another."""
    low, high = axes.get_ylim()
    names = {group: wrap(str(group), look()["name"]) for group in wide.index}
    gap = (high - low) / 24 * max(name.count("\n") + 1 for name in names.values())
    for side, year in enumerate(years):
        known = wide[year].dropna().sort_values()
        above = is_above(series, known)
        heights = known.mask(above, OVER).to_numpy()
        places = spread(heights, min(gap, (high - low) / max(1, len(known) - 1)), low, high)
        for (group, value), is_over, height, place in zip(
            known.items(), above.tolist(), heights.tolist(), places, strict=True
        ):
            mark = ABOVE * is_over + shown(value, series) + "*" * ((group, year) in small)
            words_of = f"{mark}  {names[group]}" if side else f"{names[group]}  {mark}"
            axes.annotate(
                words_of, (side, height), xytext=(side + (0.1 if side else -0.1), place), va="center",
                ha="left" if side else "right", fontsize=look()["small"],
                arrowprops={**LEADER, "relpos": (1 - side, 0.5)},
            )  # fmt: skip


def spread(values: "np.ndarray", gap: float, low: float, high: float) -> list[float]:
    """Give places for labels at sorted values, at least a gap apart, inside the bounds as far as they fit.

    >>> spread(np.array([0.0, 0.1, 5.0]), 1.0, 0.0, 10.0)
    [0.0, 1.0, 5.0]
    """
    places: list[float] = []
    for value in values.tolist():
        places.append(max(value, places[-1] + gap) if places else max(value, low))
    for number in range(len(places) - 1, -1, -1):
        above = places[number + 1] - gap if number + 1 < len(places) else max(high, low + gap * (len(places) - 1))
        places[number] = min(places[number], above)
    return places
