"""Charts (图): a trend as a figure for an A4 page, in Chinese or English, with its breaks, n and source stated.

How charts look stands in ``definitions/theme.toml``. Matplotlib's global settings are left as they are.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import as_file, files
from itertools import pairwise
from textwrap import fill
from typing import TYPE_CHECKING, Any

import pandas as pd

from gik.definitions import definition
from gik.errors import GikError
from gik.forms import load_forms
from gik.trends import Series, load_crosswalk

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LISTED = 3  # missing points named in the caption


def draw_trend(frame: pd.DataFrame, *, lang: str = "zh", title: str = "", source: str = "") -> "Figure":
    """Draw the frame that :func:`gik.trends.trend` gives: a panel a series, a line a group.

    Lines are broken where a value is missing and where the forms count differently; the break is marked with its
    reason, and points that don't count as the newest form does are hollow. The caption states what is missing, n and
    the source. ``lang`` is zh or en; ``title`` and ``source`` replace the words that the chart has by default.

    Raises GikError for an empty frame, for more groups than can be told apart, and for another language.
    """
    theme = definition("theme.toml")
    if lang not in ("zh", "en"):
        raise GikError(f"lang={lang!r}：只有 zh、en。")
    if frame.empty:
        raise GikError("没有可画的数据：所选报告中没有写明年度的，或没有这个序列。")
    groups = list(dict.fromkeys(frame.loc[frame["value"].notna(), "group"])) or [frame["group"].iloc[0]]
    if len(groups) > theme["groups"]:
        raise GikError(f"有{len(groups)}组，一张图最多分辨{theme['groups']}组；请先选定要画的组。")
    from matplotlib import pyplot, rc_context

    codes = list(dict.fromkeys(frame["series"]))
    with rc_context({"font.family": _font(), "font.size": theme["size"], "axes.unicode_minus": False}):
        height = min(theme["longest"], theme["panel"] * len(codes) + 1.1)
        figure, panels = pyplot.subplots(
            len(codes), 1, figsize=(theme["width"], height), squeeze=False, sharex=True, layout="constrained"
        )
        for code, axes in zip(codes, panels[:, 0], strict=True):
            _panel(axes, frame[frame["series"] == code], groups, load_crosswalk()[code], lang)
        panels[-1, 0].set_xlabel(theme[lang]["year"])
        if len(groups) > 1:
            handles = panels[0, 0].get_legend_handles_labels()
            figure.legend(*handles, loc="outside upper center", ncols=4, title=title, frameon=False)
        elif title:
            figure.suptitle(title)
        caption = "\n".join(fill(line, 62 if lang == "zh" else 110) for line in _caption(frame, lang, source))
        figure.supxlabel(caption, x=0.01, ha="left", fontsize=theme["small"])
        pyplot.close(figure)  # it belongs to the caller, not to pyplot's list of open figures
    return figure


def _panel(axes: "Axes", points: pd.DataFrame, groups: list[str], series: Series, lang: str) -> None:
    from matplotlib.ticker import MaxNLocator

    theme, words = definition("theme.toml"), definition("theme.toml")[lang]
    label = _label(series, lang)
    axes.set_title(words["title"].format(series=label, group=groups[0]) if len(groups) == 1 else label, loc="left")
    for group, line in zip(groups, theme["lines"], strict=False):
        _line(axes, points[points["group"] == group], group, line)
    years = range(int(points["year"].min()), int(points["year"].max()) + 1)
    axes.set_xticks(list(years), [str(year) for year in years])
    axes.set_xlim(years[0] - 0.6, years[-1] + 0.6)
    axes.set_ylim(bottom=0)
    axes.margins(y=0.25)
    axes.autoscale(axis="y")
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    unit = series.unit if lang == "zh" else words["units"][series.unit]
    axes.set_ylabel(words["unit"].format(unit=unit))
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="y", color="#d9d9d9", linewidth=0.6)
    axes.set_axisbelow(True)
    for left, right, reason in _breaks(points, series, lang):
        axes.axvspan(left, right, facecolor="none", edgecolor="#a6a6a6", hatch="////", linewidth=0)
        box = {"facecolor": "white", "edgecolor": "#a6a6a6", "linewidth": 0.5, "pad": 2}
        axes.text(
            (left + right) / 2, 0.97, fill(reason, 22 if lang == "zh" else 34),
            transform=axes.get_xaxis_transform(), ha="center", va="top", fontsize=theme["small"], bbox=box, zorder=5,
        )  # fmt: skip


def _line(axes: "Axes", points: pd.DataFrame, group: str, line: Mapping[str, str]) -> None:
    """Draw a group's points, and lines between neighbouring years that count the same thing."""
    known = points[points["value"].notna()].sort_values("year")
    look: dict[str, Any] = {
        "color": line["color"],
        "marker": line["marker"],
        "linestyle": line["dash"],
        "markersize": 5,
    }
    step = (known["year"].diff() != 1) | (known["comparable"] != known["comparable"].shift())
    axes.plot([], [], label=group, **look)
    for _, run in known.groupby(step.cumsum()):
        face = line["color"] if run["comparable"].iloc[0] else "white"
        axes.plot(run["year"].tolist(), run["value"].tolist(), markerfacecolor=face, clip_on=False, **look)


def _breaks(points: pd.DataFrame, series: Series, lang: str) -> Iterator[tuple[float, float, str]]:
    """Give the stretches of the axis to be marked: from, to, and the reason."""
    by_year = points[points["form"].isin(list(load_forms()))].groupby("year")
    same = by_year["comparable"].all()
    valued = by_year["value"].count() > 0
    if same.empty or same.all():
        return
    words = definition("theme.toml")[lang]
    reason = series.note if lang == "zh" else words["reasons"][series.comparability]
    years = [int(year) for year in same.index]
    if series.comparability in ("starts_2019", "ends_2018"):
        outside = [year for year in years if not same[year] and not valued[year]]
        if outside:
            yield min(outside) - 0.45, max(outside) + 0.45, reason
        return
    for before, after in pairwise(years):
        if same[before] != same[after]:
            yield before + 0.15, after - 0.15, words["break"].format(reason=reason)


def _caption(frame: pd.DataFrame, lang: str, source: str) -> Iterator[str]:
    words, crosswalk = definition("theme.toml")[lang], load_crosswalk()
    known = frame[frame["value"].notna()]
    asked = [_asked(crosswalk[code], form) for code, form in zip(frame["series"], frame["form"], strict=True)]
    missing = frame[frame["value"].isna() & pd.Series(asked, index=frame.index)]
    if not known["comparable"].all():
        yield words["hollow"]
    if len(missing):
        several = frame["series"].nunique() > 1
        columns = (missing[name].head(LISTED).tolist() for name in ("series", "group", "year", "note"))
        points = [
            words["point"].format(series=several * _label(crosswalk[code], lang), group=group, year=year, note=note)
            for code, group, year, note in zip(*columns, strict=True)
        ]
        more = [words["more"].format(count=len(missing))] if len(missing) > LISTED else []
        yield words["missing"].format(points=words["separator"].join(point.strip() for point in [*points, *more]))
    low, high = (int(known["n"].min()), int(known["n"].max())) if len(known) else (0, 0)
    yield words["n_none" if not len(known) else "n_one" if low == high else "n_range"].format(n=low, low=low, high=high)
    yield words["source"].format(source=source or words["default_source"])


def _asked(series: Series, forms: str) -> bool:
    """Say whether a point's value could have been expected: its forms have the series, or it used none of them."""
    return all(series.cells.get(form, True) for form in forms.split("/"))


def _label(series: Series, lang: str) -> str:
    return series.label if lang == "zh" else series.label_en


@cache
def _font() -> str:
    """Register the packaged Chinese font (Noto Sans SC) with matplotlib and give its name."""
    from matplotlib import font_manager

    with as_file(files("pylopdf_fonts_zh_cn").joinpath("NotoSansSC-Regular.otf")) as path:
        font_manager.fontManager.addfont(path)
        return font_manager.FontProperties(fname=path).get_name()
