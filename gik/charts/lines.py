"""Lines (折线图): series over the years, in one panel or in many small ones."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from gik.charts.captions import caption, reasons
from gik.charts.paper import (
    Chart,
    blank,
    breaks,
    columns_of,
    finish,
    look,
    mark_break,
    printable,
    require_few,
    rows_beside,
    style,
    tidy,
    words,
    wrap,
)
from gik.charts.scales import ABOVE, OVER, is_above, label, scale, shown
from gik.comparability import way_of_counting
from gik.errors import GikError
from gik.series import Rate, Series, find_series

_COLUMNS = 3  # of small panels
ROW = 0.2  # inches, of names above the panels


def draw_trend(frame: pd.DataFrame, *, lang: str = "zh", title: str = "", source: str = "") -> Chart:
    """Draw the frame that :func:`gik.trends.trend` gives: a panel a series, a line a group.

    Lines are broken where a value is missing and where the forms count differently; the break is marked with its
    reason, and points that don't count as the newest form does are hollow. Rates of few cases carry a cross. The
    caption states what is missing, n and the source. ``lang`` is zh or en; ``title`` and ``source`` replace the words
    that the chart has by default.

    Raises GikError for an empty frame, for more groups than can be told apart, for more series than a page has room
    for, and for another language.

    >>> import gik
    >>> chart = draw_trend(gik.trend(gik.parse("data/raw/city/云溪市水务局_2021.txt"), "received"))
    >>> chart.data[["group", "year", "value"]].to_dict("records")
    [{'group': '云溪市水务局', 'year': 2021, 'value': 15.0}]
    """
    text, theme, frame = words(lang), look(), printable(frame, lang)
    groups = list(dict.fromkeys(frame.loc[frame["value"].notna(), "group"])) or frame["group"].head(1).tolist()
    require_few(len(groups), theme["groups"])
    codes = list(dict.fromkeys(frame["series"]))
    if len(codes) > theme["panels"]:
        raise GikError(f"有{len(codes)}个指标，一张图最多画{theme['panels']}个；请先选定要画的指标。")
    names = [wrap(name, theme["name"]) for name in groups]
    columns = columns_of(names or [""], 4)
    # Long names above the panels take no room from them.
    above = max(0.0, rows_beside(names[::columns], ROW, 0.0)[0] - 2 * ROW) if len(groups) > 1 else 0.0
    with style():
        chart = blank(frame, theme["panel"] * len(codes) + 1.1 + above)
        panels = chart.subplots(len(codes), 1, squeeze=False, sharex=True)[:, 0]
        for code, axes in zip(codes, panels, strict=True):
            own, series = frame[frame["series"] == code], find_series(code)
            name = label(series, lang)
            whole = text["title"].format(series=name, group=groups[0]) if len(groups) == 1 else name
            axes.set_title(wrap(whole, theme["title"]), loc="left")
            _panel(axes, own, groups, series, lang)
            for left, right, reason in breaks(own, series, lang):
                mark_break(axes, left, right, reason)
        panels[-1].set_xlabel(text["year"])
        if len(groups) > 1:
            handles = panels[0].get_legend_handles_labels()[0]
            chart.legend(handles, names, loc="outside upper center", ncols=columns, title=title, frameon=False)
        elif title:
            chart.suptitle(wrap(title, theme["title"]))
        hollow = () if frame.loc[frame["value"].notna(), "comparable"].all() else ("hollow",)
        finish(chart, caption(frame, lang, source, hollow))
    return chart


def draw_multiples(frame: pd.DataFrame, *, lang: str = "zh", title: str = "", source: str = "") -> Chart:
    """Draw one series as small panels (分组小图), one a group, all on the same axes, so that heights compare.

    Raises GikError for more than one series, for more panels than a page holds, and for another language.

    >>> import gik
    >>> len(draw_multiples(gik.trend(gik.parse("data/raw/city/云溪市水务局_2021.txt"), "received")).data)
    1
    """
    theme, frame = look(), printable(frame, lang)
    words(lang)
    if frame["series"].nunique() > 1:
        raise GikError("分组小图一次只画一个指标；请先选定。")
    groups = list(dict.fromkeys(frame["group"]))
    require_few(len(groups), theme["multiples"])
    with style():
        rows = -(-len(groups) // _COLUMNS)
        chart = blank(frame, theme["multiple"] * rows + 1.2)
        series = find_series(frame["series"].iloc[0])
        panels = chart.subplots(rows, _COLUMNS, squeeze=False, sharex=True, sharey=True)
        for group, axes in zip(groups, panels.flat, strict=False):
            _panel(axes, frame[frame["group"] == group], [group], series, lang)
            axes.set_title(wrap(group, 30), loc="left", fontsize=theme["size"])
            for left, right, _ in breaks(frame, series, lang):
                mark_break(axes, left, right)
        years = panels[0, 0].get_xticks()
        for number, axes in enumerate(panels.flat):
            axes.set_visible(number < len(groups))
            axes.set_ylabel("")
            axes.set_xticks([*years[:: max(1, len(years) // 3)]])
            axes.tick_params(labelbottom=number + _COLUMNS >= len(groups))
        scale(panels[0, 0], series, frame["value"], lang)
        chart.suptitle(wrap(title or label(series, lang), theme["title"]))
        hollow = () if frame.loc[frame["value"].notna(), "comparable"].all() else ("hollow",)
        finish(chart, (*reasons(frame, lang, "hatching"), *caption(frame, lang, source, hollow)))
    return chart


def _panel(axes: Axes, points: pd.DataFrame, groups: list[str], series: Series | Rate, lang: str) -> None:
    theme = look()
    for group, line in zip(groups, theme["lines"], strict=False):
        _line(axes, points[points["group"] == group], group, line, series)
    years = range(int(points["year"].min()), int(points["year"].max()) + 1)
    axes.set_xticks(list(years), [str(year) for year in years])
    axes.set_xlim(years[0] - 0.5, years[-1] + 0.5)
    tidy(axes)
    scale(axes, series, points["value"], lang)
    if (points["value"] < 0).any():
        axes.axhline(0, color="black", linewidth=0.8)


def _line(axes: Axes, points: pd.DataFrame, group: str, line: Mapping[str, str], series: Series | Rate) -> None:
    """Draw a group's points, and lines between neighbouring years that count the same thing.

    Rates above 1 stand over the scale, on no line, with an arrow and their number.
    """
    above = is_above(series, points["value"])
    known = points[points["value"].notna() & ~above].sort_values("year")
    look_of: dict[str, Any] = {
        "color": line["color"],
        "marker": line["marker"],
        "linestyle": line["dash"],
        "markersize": 5,
    }
    ways = way_of_counting(known)
    step = (known["year"].diff() != 1) | (ways != ways.shift())
    name = f" {group}" if group.startswith("_") else group  # matplotlib leaves names with _ in front out of legends
    axes.plot([], [], label=name, **look_of)
    for _, run in known.groupby(step.cumsum()):
        face = line["color"] if run["comparable"].iloc[0] else "white"
        axes.plot(run["year"].tolist(), run["value"].tolist(), markerfacecolor=face, clip_on=False, **look_of)
    for year, value, is_same in points.loc[above, ["year", "value", "comparable"]].itertuples(index=False):
        axes.plot([year], [OVER], markerfacecolor=line["color"] if is_same else "white", clip_on=False, **look_of)
        axes.annotate(
            f"{ABOVE}{shown(value, series)}", (year, OVER), xytext=(0, 5), textcoords="offset points", ha="center",
            fontsize=look()["small"], color=line["color"],
        )  # fmt: skip
    few = known[known["small"]]
    if len(few):
        axes.scatter(
            few["year"].tolist(), few["value"].tolist(), marker="x", s=70, color="black", linewidth=0.9, zorder=4,
            clip_on=False,
        )  # fmt: skip
