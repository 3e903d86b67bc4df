"""Flows (流向图): where a year's requests come from and how they end; disputes beside them."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from gik.charts.captions import caption
from gik.charts.paper import Chart, blank, finish, look, printable, style, words, wrap
from gik.charts.scales import label, unit
from gik.charts.slopes import spread
from gik.errors import GikError
from gik.series import families, find_series, sides

BAND = 0.05  # width of a node


def draw_flow(frame: pd.DataFrame, *, lang: str = "zh", title: str = "", source: str = "") -> Chart:
    """Draw one group's year of the family ``flow``: requests due, their outcomes, and the disputes below.

    Heights are numbers of cases on one scale. Reviews and lawsuits stand apart, since the form doesn't say which
    outcomes they belong to. Where inflow and outflow differ, both are drawn as printed and the caption says so.
    Raises GikError for other frames, where a number is unknown, and for forms without these rows (before 2019).

    >>> import gik
    >>> chart = draw_flow(gik.trend(gik.parse("data/raw/city/云溪市水务局_2021.txt"), "flow"))
    >>> int(chart.data.query("series == 'received'")["value"].item())
    15
    """
    text, theme, frame = words(lang), look(), printable(frame, lang)
    if len(frame) != len(families()["flow"]) or set(frame["series"]) != set(families()["flow"]):
        raise GikError("流向图要一个机关一年的 trend(tables, 'flow')；请先选定。")
    if frame["value"].isna().any():
        missing = frame[frame["value"].isna()].iloc[0]
        why = f"（{missing['note']}）" * bool(missing["note"])
        raise GikError(f"{find_series(missing['series']).label}没有数值{why}，画不成流向图。")
    values = {code: float(value) for code, value in zip(frame["series"], frame["value"], strict=True)}
    with style():
        chart = blank(frame, 6.2)
        upper, lower = chart.subplots(2, 1, height_ratios=[4, 1.2])
        inflow, outflow, *disputes = sides("flow")
        due = sum(values[code] for code in inflow)
        ended = sum(values[code] for code in outflow)
        _flow(upper, values, (inflow, outflow), max(due, ended, 1.0), lang)
        _disputes(lower, values, disputes, lang)
        about = f"{frame['group'].iloc[0]} {frame['year'].iloc[0]}"
        heading = title or text["title"].format(series=text["flow"], group=about)
        chart.suptitle(wrap(heading, theme["title"]), fontsize=theme["size"] + 2)
        balance = [text["flow_balance"].format(difference=f"{due - ended:+,.0f}")] * (due != ended)
        unit_of = text["unit"].format(unit=unit(find_series(inflow[0]), lang))
        lines = (unit_of, *balance, *caption(frame, lang, source, ("flow_disputes",)))
        finish(chart, lines)
    return chart


def _flow(
    axes: Axes, values: dict[str, float], ends: tuple[Sequence[str], Sequence[str]], total: float, lang: str
) -> None:
    """Draw the three columns of nodes and the bands between them."""
    theme, space, (inflow, outflow) = look(), total * 0.035, ends
    due = sum(values[code] for code in inflow)
    axes.set_xlim(-0.42, 1.5)
    axes.set_ylim(-(total + space * len(outflow)), total * 0.02)
    axes.axis("off")
    middle = space * 2
    axes.add_patch(Rectangle((0.5, -middle - due), BAND, due, facecolor="#595959"))
    text = f"{words(lang)['flow_due']}\n{due:,.0f}"
    axes.text(0.5 + BAND / 2, -middle + space * 0.4, text, ha="center", va="bottom", fontsize=theme["small"])
    for codes, at, side in ((inflow, 0.0, -1), (outflow, 1.0, 1)):
        tops = _tops([values[code] for code in codes], space)
        inner = -middle
        labels: list[tuple[float, str]] = []
        for number, code in enumerate(codes):
            fill = theme["fills"][number % len(theme["fills"])] if side > 0 else theme["inflow"][number]
            look_of = {"facecolor": fill["color"], "hatch": fill["hatch"], "edgecolor": "black", "linewidth": 0.4}
            height = values[code]
            axes.add_patch(Rectangle((at, tops[number] - height), BAND, height, **look_of))
            across = (at + BAND, 0.5) if side < 0 else (at, 0.5 + BAND)
            _band(axes, across, (tops[number], inner), height, "#bfbfbf")
            inner -= height
            labels.append((tops[number] - height / 2, f"{label(find_series(code), lang)} {height:,.0f}"))
        places = spread(np.array([place for place, _ in labels][::-1]), space * 1.35, *axes.get_ylim())
        for (_, name), place in zip(labels[::-1], places, strict=True):
            point = at + BAND + 0.02 if side > 0 else at - 0.02
            axes.text(point, place, name, ha="left" if side > 0 else "right", va="center", fontsize=theme["small"])


def _tops(heights: Sequence[float], space: float) -> list[float]:
    edges = np.concatenate([[0.0], np.cumsum(heights)[:-1]])
    return [-float(edge) - space * number for number, edge in enumerate(edges)]


def _band(axes: Axes, ends: tuple[float, float], tops: tuple[float, float], height: float, color: str) -> None:
    x = np.linspace(ends[0], ends[1], 40)
    ease = (1 - np.cos(np.pi * np.linspace(0, 1, 40))) / 2
    upper = tops[0] + (tops[1] - tops[0]) * ease
    axes.fill_between(x, upper, upper - height, facecolor=color, alpha=0.45, edgecolor="#8c8c8c", linewidth=0.3)


def _disputes(axes: Axes, values: dict[str, float], kinds: Sequence[Sequence[str]], lang: str) -> None:
    """Draw reviews and lawsuits as bars of their results."""
    theme, text = look(), words(lang)
    ends = []
    for row, results in enumerate(kinds):
        left = 0.0
        for code, fill in zip(results, theme["fills"], strict=False):
            width = values[code]
            axes.barh(
                -row, width, 0.6, left=left, facecolor=fill["color"], hatch=fill["hatch"], edgecolor="black",
                linewidth=0.4, label=text["results"][code.partition("_")[2]] if not row else None,
            )  # fmt: skip
            left += width
        ends.append(left)
        axes.annotate(f"{left:,.0f}", (left, -row), xytext=(3, 0), textcoords="offset points", va="center")
    axes.set_yticks([0, -1], [text["flow_reviews"], text["flow_lawsuits"]])
    axes.set_xlim(0, max(*ends, 1.0) * 1.1)
    axes.set_ylim(-1.6, 0.5)
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_xticks([])
    axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=4, frameon=False, fontsize=theme["small"])
