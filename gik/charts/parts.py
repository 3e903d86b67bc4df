"""Parts (构成图): outcomes, channels or applicants as stacked bars over the years, or over agencies in one year."""

from collections.abc import Mapping, Set
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from gik.charts.captions import asked, caption, reasons
from gik.charts.paper import (
    Chart,
    blank,
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
from gik.charts.scales import label, unit
from gik.comparability import way_of_counting
from gik.definitions import definition
from gik.errors import GikError
from gik.series import FRACTION, families, find_series, is_on_some_forms
from gik.trend_notes import break_reason, small_bound

BAR = 0.72
ROW = 0.34  # inches, of a bar a group
GAP = 0.6  # between the years before and after a break


def draw_parts(
    frame: pd.DataFrame, *, share: bool = False, lang: str = "zh", title: str = "", source: str = ""
) -> Chart:
    """Draw the series of a family as stacked bars: over the years in a panel a group; of one year, a bar a group.

    ``frame`` is a trend of ``outcomes``, ``channels`` or ``applicants``, or of other counts that add up. With
    ``share`` each bar is 100 %. A bar stands only where every part that the year's form asks for has a number, since
    a sum of some parts is no total. Forms that count differently are set apart, with the reason in the caption.

    Raises GikError for rates, for more parts or groups than can be told apart, and for another language.

    >>> import gik
    >>> chart = draw_parts(gik.trend(gik.parse("data/raw/city/云溪市水务局_2021.txt"), "outcomes"))
    >>> chart.data["series"].tolist()
    ['granted', 'partial', 'denied', 'unavailable', 'not_processed', 'other']
    """
    text, theme, frame = words(lang), look(), printable(frame, lang)
    codes = list(dict.fromkeys(frame["series"]))
    if any(find_series(code).unit == FRACTION for code in codes):
        raise GikError("比率不能堆叠；请用件数指标，例如 outcomes。")
    require_few(len(codes), len(theme["fills"]))
    on_form = [asked(find_series(c), f) for c, f in zip(frame["series"].tolist(), frame["form"].tolist(), strict=True)]
    own = frame[pd.Series(on_form, index=frame.index, dtype=bool)]
    along = "group" if frame["year"].nunique() == 1 and frame["group"].nunique() > 1 else "year"
    panels = list(dict.fromkeys(frame["group"])) if along == "year" else [int(frame["year"].iloc[0])]
    require_few(len(panels), theme["stacks"])
    with style():
        every = list(dict.fromkeys(frame["group"])) if along == "group" else sorted(frame["year"].unique().tolist())
        named_rows = [wrap(str(name), theme["name"]) for name in every]
        height, size = theme["panel"] * len(panels) + 1.2, theme["size"]
        if along == "group":
            require_few(len(every), theme["rows"])
            height, size = rows_beside(named_rows, ROW, 1.7)
        chart = blank(frame, height)
        across = chart.subplots(len(panels), 1, squeeze=False)[:, 0]
        for panel, axes in zip(panels, across, strict=True):
            rows = own[own["group"] == panel] if along == "year" else own
            table = _table(rows, codes, along, every)
            at = _panel(axes, table, rows, (along, share, lang))
            if along == "group":
                axes.tick_params(axis="y", labelsize=size)
            if along == "year":
                reported = set(frame.loc[frame["group"] == panel, "year"])
                _mark_absent(axes, table, at, (reported, _reason(codes, lang)))
            about = str(panel) if along == "year" else text["of_year"].format(year=panel)
            axes.set_title(wrap(about, theme["title"]), loc="left")
        named = [label(find_series(code), lang) for code in codes]
        handles = across[0].get_legend_handles_labels()[0]
        chart.legend(
            handles, named, loc="outside upper center", ncols=3, title=title or _name(codes, lang), frameon=False
        )
        marks: tuple[str, ...] = ("parts_n" if share else "parts_sum",)
        wanted = own.groupby(["group", "year"])["value"].agg(lambda values: bool(values.isna().any()))
        marks += ("parts_missing",) * bool(wanted.any())
        lines = (line.replace("{bound}", str(small_bound())) for line in caption(own, lang, source, marks))
        finish(chart, (*reasons(own, lang, "hatching"), *lines))
    return chart


def _name(codes: list[str], lang: str) -> str:
    entries = definition("rates.toml")["families"]
    key = "label" if lang == "zh" else "label_en"
    return next((str(entries[name][key]) for name, parts in families().items() if list(parts) == codes), "")


def _table(rows: pd.DataFrame, codes: list[str], along: str, every: list) -> pd.DataFrame:
    """Give a line a bar and a column a part: 0 where the form has no such part, NaN where a part has no number."""
    values = rows.assign(value=rows["value"].astype("float64")).pivot(index=along, columns="series", values="value")
    printed = rows.assign(there=True).pivot(index=along, columns="series", values="there").notna()
    values = values.reindex(index=every, columns=codes)
    there = printed.reindex(index=every, columns=codes, fill_value=False)
    return values.where(there, 0.0).mask(~there.any(axis="columns"))


def _panel(axes: Axes, table: pd.DataFrame, rows: pd.DataFrame, how: tuple[str, bool, str]) -> list[float]:
    """Draw the bars and give where they stand."""
    along, share, lang = how
    text, theme = words(lang), look()
    totals = table.sum(axis="columns", skipna=False)
    heights = table.div(totals.mask(totals == 0), axis="index") if share else table
    at, gaps = _positions(table, rows, along)
    flat = along == "group"
    below = pd.Series(0.0, index=table.index)
    for code, fill in zip(table.columns, theme["fills"], strict=False):
        drawn = heights[code].where(totals.notna(), 0.0).fillna(0.0)
        style_of = {"facecolor": fill["color"], "hatch": fill["hatch"], "edgecolor": "black", "linewidth": 0.5}
        if flat:
            axes.barh(at, drawn, BAR, left=below, label=code, **style_of)
        else:
            axes.bar(at, drawn, BAR, bottom=below, label=code, **style_of)
        below = below + drawn
    asked_for = set(rows[along])
    for place, name in zip(at, table.index, strict=True):
        if name in asked_for:
            mark = _mark(totals[name], share, text)
            point = (below[name], place) if flat else (place, below[name])
            axes.annotate(
                mark, point, xytext=(3, 0) if flat else (0, 2), textcoords="offset points",
                ha="left" if flat else "center", va="center" if flat else "bottom", fontsize=theme["small"],
            )  # fmt: skip
    _axes(axes, at, [wrap(str(name), theme["name"]) for name in table.index], heights.sum(axis="columns").max(), how)
    for left in gaps:
        mark_break(axes, left - GAP / 2, left + GAP / 2)
    return at


def _reason(codes: list[str], lang: str) -> str:
    """Say why forms have none of the parts."""
    kinds = [find_series(code) for code in codes]
    return next((break_reason(one, lang) for one in kinds if is_on_some_forms(one)), "")


def _mark_absent(axes: Axes, table: pd.DataFrame, at: list[float], why: tuple[Set[int], str]) -> None:
    """Hatch the years at either end whose forms have none of the parts: of those reported on, for a reason."""
    has = table.notna().any(axis="columns").tolist()
    if not any(has):
        return
    first, last = has.index(True), len(has) - 1 - has[::-1].index(True)
    reported, reason = why
    for end in (slice(0, first), slice(last + 1, None)):
        places = [place for place, year in zip(at[end], table.index[end], strict=True) if year in reported]
        if places:
            mark_break(axes, places[0] - 0.45, places[-1] + 0.45, reason)


def _mark(total: float, share: bool, text: Mapping[str, Any]) -> str:
    if pd.isna(total):
        return str(text["missing_mark"])
    few = share and total < small_bound()
    return f"{total:,.0f}{'*' * int(few)}"


def _positions(table: pd.DataFrame, rows: pd.DataFrame, along: str) -> tuple[list[float], list[float]]:
    """Give where the bars stand, with room where the way of counting changes, and the middles of that room."""
    if along == "group":
        return [float(-number) for number in range(len(table))], []
    ways = rows.assign(way=way_of_counting(rows)).groupby("year")["way"].agg(lambda found: "/".join(sorted(set(found))))
    at: list[float] = []
    gaps: list[float] = []
    before: str | None = None
    for number, year in enumerate(table.index):
        way = ways.get(year)
        if before is not None and way is not None and way != before:
            gaps.append(number + GAP * len(gaps) - 0.5 + GAP / 2)
        at.append(number + GAP * len(gaps))
        before = before if way is None else way
    return at, gaps


def _axes(axes: Axes, at: list[float], names: list[str], top: float, how: tuple[str, bool, str]) -> None:
    along, share, lang = how
    text, flat = words(lang), along == "group"
    tidy(axes)
    by, value = (axes.yaxis, axes.xaxis) if flat else (axes.xaxis, axes.yaxis)
    by.set_ticks(at, names)
    limit = (0.0, (top if top > 0 else 1.0) * 1.12)
    if flat:
        axes.set_xlim(limit)
        axes.grid(visible=False)
    else:
        axes.set_ylim(limit)
        axes.set_xlim(-0.6, at[-1] + 0.6)
    value.set_major_locator(MaxNLocator(nbins=5, integer=not share))
    value.set_major_formatter(FuncFormatter(lambda number, _: f"{100 * number:.0f}" if share else f"{number:,.0f}"))
    words_of = "%" if share else unit(find_series("received"), lang)
    (axes.set_xlabel if flat else axes.set_ylabel)(text["unit"].format(unit=words_of))
