"""Captions (图注): what a reader must know of a chart: gaps, small numbers, policy for blanks, n and source."""

from collections.abc import Iterator

import pandas as pd

from gik.blanking import LEAVE
from gik.charts.paper import words
from gik.charts.scales import ABOVE, is_above, label
from gik.series import Rate, Series, find_series
from gik.trend_notes import break_reason, small_bound

LISTED = 3  # missing points that are named


def caption(
    frame: pd.DataFrame, lang: str, source: str, marks: tuple[str, ...] = (), small: str = "×"
) -> Iterator[str]:
    """Give the caption's lines for the rows that a chart shows.

    ``marks`` are the words that explain its signs; ``small`` is its sign for what rests on few cases.
    """
    text = words(lang)
    known = frame[frame["value"].notna()]
    yield from (text[mark] for mark in marks)
    if known["small"].any():
        yield text["small"].format(mark=small, bound=small_bound())
    by_series = known.groupby("series", sort=False)["value"]
    if any(is_above(find_series(str(code)), values).any() for code, values in by_series):
        yield text["above"].format(mark=ABOVE)
    yield from _missing(frame, lang)
    if corrected := int(known["corrected"].sum()):
        yield text["corrected"].format(count=corrected)
    if (known.groupby(["series", "group"])["bodies"].nunique() > 1).any():
        yield text["changing"]
    if (policy := str(frame["blanks"].iloc[0])) != LEAVE:
        yield text["blanks"][policy].format(count=int(known["assumed"].sum()))
    low, high = (int(known["n"].min()), int(known["n"].max())) if len(known) else (0, 0)
    n = text["n_none" if not len(known) else "n_one" if low == high else "n_range"].format(n=low, low=low, high=high)
    yield n + text["gap"] + text["source"].format(source=source or text["default_source"])


def reasons(frame: pd.DataFrame, lang: str, mark: str) -> Iterator[str]:
    """Give the line that says which series count differently and why; ``mark`` names the sign at the break."""
    known = frame[frame["value"].notna()]
    mixed = known.groupby("series", sort=False)["comparable"].nunique() > 1
    text = words(lang)
    by_reason: dict[str, list[str]] = {}
    for series in map(find_series, mixed.index[mixed].astype("str")):
        by_reason.setdefault(break_reason(series, lang), []).append(label(series, lang))
    if len(mixed) == 1:
        items = list(by_reason)
    else:
        items = [text["of_series"].format(series=text["comma"].join(own), why=why) for why, own in by_reason.items()]
    if items:
        yield text["break_of"].format(mark=text[mark], reasons=text["separator"].join(items))


def asked(series: Series | Rate, forms: str) -> bool:
    """Say whether a point's value could have been expected: its forms have the series, or it used none of them."""
    return all(series.cells.get(form, True) for form in forms.split("/"))


def _missing(frame: pd.DataFrame, lang: str) -> Iterator[str]:
    text = words(lang)
    pairs = zip(frame["series"].tolist(), frame["form"].tolist(), strict=True)
    expected = [asked(find_series(code), form) for code, form in pairs]
    missing = frame[frame["value"].isna() & pd.Series(expected, index=frame.index, dtype=bool)]
    if missing.empty:
        return
    around = text["series_point"] if frame["series"].nunique() > 1 else "{point}"
    columns = (missing[name].head(LISTED).tolist() for name in ("series", "group", "year", "note"))
    points = [
        around.format(series=label(find_series(code), lang), point=_point(group, year, note, lang))
        for code, group, year, note in zip(*columns, strict=True)
    ]
    more = [text["more"].format(count=len(missing))] if len(missing) > LISTED else []
    yield text["missing"].format(points=text["separator"].join([*points, *more]))


def _point(group: str, year: int, note: str, lang: str) -> str:
    """Name a point: a digit at the end of a name stands apart from the year, and where there is no note no bracket."""
    text = words(lang)
    apart = " " * (group[-1:].isascii() and group[-1:].isalnum() and not text["point"].startswith("{group} "))
    return str(text["point" if note else "bare_point"]).format(group=group + apart, year=year, note=note)
