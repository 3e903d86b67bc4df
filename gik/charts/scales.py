"""Scales (刻度): how a series' name, unit and values are written on a chart, and the axis that they stand on."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from gik.charts.paper import look, words
from gik.series import FRACTION, POINTS, Rate, Series

OVER = 1.06  # where a rate above 1 is drawn: over the scale, which ends at 1
ABOVE = "↑"


def label(series: Series | Rate, lang: str) -> str:
    """Give a series' name."""
    return series.label if lang == "zh" else series.label_en


def unit(series: Series | Rate, lang: str) -> str:
    """Give the words for a series' unit as the axis shows it.

    >>> from gik.series import find_series
    >>> unit(find_series("granted_rate"), "zh"), unit(find_series("received"), "en")
    ('%', 'cases')
    """
    known = words(lang)["units"]
    return str(known.get(series.unit, series.unit))


def shown(value: float, series: Series | Rate) -> str:
    """Give a value as it is printed on a chart: fractions as percentages.

    >>> from gik.series import find_series
    >>> shown(0.05, find_series("granted_rate")), shown(1234, find_series("received"))
    ('5.0', '1,234')
    """
    if series.unit in (FRACTION, POINTS):
        return f"{100 * value:,.1f}"
    return f"{value:,.0f}" if value % 1 == 0 else f"{value:,.2f}"


def scale(axes: Axes, series: Series | Rate, values: "pd.Series[float]", lang: str) -> None:
    """Set the value axis: from 0, so that heights compare; fractions as percentages, counts in whole numbers.

    The scale of a rate ends at 100 %: what is above can't be, and has its place over the scale.
    """
    above = is_above(series, values)
    low, high = values.min(), values.mask(above).max()
    bottom = 0.0 if pd.isna(low) or low >= 0 else float(low) * 1.1
    top = 0.0 if pd.isna(high) else max(float(high) * 1.08, 0.0)
    if isinstance(series, Rate):
        top = OVER * 1.15 if above.any() else min(top, 1.0)
    axes.set_ylim(bottom, top if top > bottom else 1.0)
    whole = series.unit in look()["whole"]
    ticks = UpToOne if isinstance(series, Rate) else MaxNLocator
    axes.yaxis.set_major_locator(ticks(nbins=5, integer=whole))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: shown(round(value, 9), series).removesuffix(".0")))
    axes.set_ylabel(words(lang)["unit"].format(unit=unit(series, lang)))


def is_above(series: Series | Rate, values: "pd.Series[float]") -> "pd.Series[bool]":
    """Say which values can't be: rates whose numerator is greater than their denominator.

    >>> from gik.series import find_series
    >>> is_above(find_series("granted_rate"), pd.Series([0.5, 1.0, 1.2])).tolist()
    [False, False, True]
    """
    return (values > 1).fillna(False).astype(bool) & isinstance(series, Rate)


class UpToOne(MaxNLocator):
    """Ticks that end at 1, however far the axis goes on."""

    def tick_values(self, vmin: float, vmax: float) -> list[float]:
        """Give the ticks between two bounds."""
        return [tick for tick in super().tick_values(vmin, min(vmax, 1.0)) if tick <= 1 + 1e-9]
