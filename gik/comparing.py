"""Comparing (比较): growth, shares and per-capita numbers, each point of a trend over another number.

Each gives a frame of the same columns, so that it can be drawn and saved the same way. Whatever doesn't count the same
thing, or doesn't rest on the same bodies, isn't compared: the value is <NA>, and the note says why. Where groups stand
among each other is told by gik.ranking; what prose says is compared with the table in gik.prose.comparing.
"""

from pathlib import Path

import pandas as pd

from gik.comparability import covers_others, first_reason, way_of_counting
from gik.errors import GikError
from gik.population import read_population
from gik.series import FRACTION, find_series
from gik.trend_notes import small_bound, words_of
from gik.trends import COLUMNS, MARKS

PERSONS = 10_000


def growth(frame: pd.DataFrame, *, lang: str = "zh") -> pd.DataFrame:
    """Give growth on the year before (比上年): of counts a fraction (``.growth``), of rates a difference (``.change``).

    ``frame`` is what :func:`gik.trend` gives; the result has its columns and a line for each of its lines. ``value`` is
    a fraction (比例: 0.05 is 5 % more) or a difference of fractions (比例差: 0.05 is five percentage points),
    ``numerator`` the difference in the unit of the series, ``denominator`` the number of the year before; ``assumed``
    and ``corrected`` count the cells of both years, ``small`` marks what rests on too few. <NA> where a year is
    missing, the forms count differently, other bodies stand behind the sum, or a count grew from 0; ``note`` says
    which, in ``lang`` (zh or en), the language in which the trend was asked for.

    Raises GikError for a frame that is itself worked out of a trend, and for another language.

    >>> about = {"series": "received", "form": "art2021", "comparable": True, "n": 1, "note": "", "small": False}
    >>> about |= {"bodies": "a1", "covered_by": "", "assumed": 0, "corrected": 0, "blanks": "leave"}
    >>> points = pd.DataFrame({"year": [2021, 2022, 2024], "value": [10.0, 12.0, 15.0], "group": "甲局"})
    >>> growth(points.assign(**about))[["series", "year", "value", "numerator", "denominator", "note"]]
                series  year  value  numerator  denominator     note
    0  received.growth  2021   <NA>       <NA>         <NA>  没有上一年的数据
    1  received.growth  2022    0.2        2.0         10.0  分母不足30，比率不稳
    2  received.growth  2024   <NA>       <NA>         12.0  没有上一年的数据
    """
    points = _undivided(frame).sort_values(["series", "group", "year"], kind="stable")
    before = points.groupby(["series", "group"], sort=False).shift()
    before = before.assign(way=way_of_counting(points).groupby([points["series"], points["group"]], sort=False).shift())
    is_rate = points["series"].map(_is_fraction).astype(bool)
    reasons = {
        "no_year_before": (points["year"] - before["year"]).ne(1).fillna(True),
        "no_value_beside": points["value"].isna() | before["value"].isna(),
        "other_way": way_of_counting(points) != before["way"],
        "other_bodies": points["bodies"] != before["bodies"],
        "from_zero": ~is_rate & (before["value"] == 0).fillna(False),
    }
    difference = points["value"] - before["value"]
    ratio = difference / before["value"].mask(reasons["from_zero"])
    small = points["small"] | before["small"].fillna(False).astype(bool) | (~is_rate & _few(before["value"]))
    notes = _with_small(points["note"], small, lang)
    fresh = points.assign(
        value=difference.where(is_rate, ratio),
        numerator=difference,
        denominator=before["value"],
        **{name: points[name] + before[name].fillna(0) for name in MARKS},
        small=small,
        note=first_reason(notes, {**reasons, "other_way": _broken(points, before, reasons["other_way"])}, lang),
        series=points["series"] + is_rate.map({True: ".change", False: ".growth"}),
    )
    lost = pd.concat(reasons, axis="columns").any(axis="columns")
    fresh[["value", "numerator"]] = fresh[["value", "numerator"]].mask(lost)
    return fresh.sort_index()[list(COLUMNS)].astype(COLUMNS)


def shares(frame: pd.DataFrame, *, lang: str = "zh") -> pd.DataFrame:
    """Give each group's share of the total of all groups in the frame, by series and year (占合计, ``….share``).

    ``frame`` is what :func:`gik.trend` gives for counts; the result has its columns and a line for each of its lines.
    ``value`` is a fraction (比例), ``numerator`` the group's number and ``denominator`` the total, both in the unit of
    the series; ``assumed`` and ``corrected`` count the cells behind the total, ``small`` marks a total of too few. <NA>
    where one group has no number, since the total is then unknown, where the groups' forms count differently, and where
    the total is 0. A body whose consolidated report (汇总报告) covers another group of that year, by the ``superior``
    that ``clean`` has settled, is no part of the total, and its value is <NA>; ``note`` says which, in ``lang``.

    Raises GikError for rates, which don't add up, and for a frame that is itself worked out of a trend.

    >>> about = {"series": "received", "form": "art2021", "comparable": True, "n": 1, "note": "", "small": False}
    >>> about |= {"bodies": "a1", "covered_by": "", "assumed": 0, "corrected": 0, "blanks": "leave"}
    >>> points = pd.DataFrame({"group": ["甲局", "乙局"], "year": 2021, "value": [5.0, 15.0]}).assign(**about)
    >>> shares(points)[["series", "group", "year", "value", "numerator", "denominator"]]
               series group  year  value  numerator  denominator
    0  received.share    甲局  2021   0.25        5.0         20.0
    1  received.share    乙局  2021   0.75       15.0         20.0
    """
    points = _undivided(frame)
    if points["series"].map(_is_fraction).any():
        raise GikError("比率不能相加，没有占合计的比重；请用件数指标。")
    by, covers = [points["series"], points["year"]], covers_others(points)
    counted = points["value"].mask(covers)
    total = counted.groupby(by).transform("sum")
    reasons = {
        "consolidated": covers,
        "no_value": points["value"].isna(),
        "total_unknown": (points["value"].isna() & ~covers).groupby(by).transform("any"),
        "ways_differ": way_of_counting(points).mask(covers).groupby(by).transform("nunique") > 1,
        "total_zero": total == 0,
    }
    lost = pd.concat(reasons, axis="columns").any(axis="columns")
    small = points["small"] | _few(total)
    fresh = points.assign(
        value=(points["value"] / total.mask(total == 0)).mask(lost),
        small=small,
        **{name: points[name].mask(covers).groupby(by).transform("sum") for name in MARKS},
        numerator=points["value"],
        denominator=total.mask(reasons["total_unknown"] | reasons["ways_differ"]),
        note=first_reason(_with_small(points["note"], small, lang), reasons, lang),
        series=points["series"] + ".share",
    )
    return fresh[list(COLUMNS)].astype(COLUMNS)


def per_capita(frame: pd.DataFrame, population: str | Path | pd.DataFrame, *, lang: str = "zh") -> pd.DataFrame:
    """Give numbers per 10,000 persons (每万人, ``….per_capita``) of a trend by ``region_code``.

    ``frame`` is what :func:`gik.trend` gives for counts with ``by="region_code"``; the result has its columns and a
    line for each of its lines. ``population`` is a CSV file (UTF-8) or frame: region_code (GB/T 2260), year, population
    (persons, 人); its source is the analyst's to name. ``value`` is in the unit of the series per 10,000 persons
    (件/万人), ``numerator`` the number, ``denominator`` the population of that year: <NA> where the file has none,
    since another year's doesn't stand in for it. ``lang`` is that of the notes.

    Raises GikError for rates, for a frame that is itself worked out of a trend, for a file that can't be used, and
    where it has none of the groups.

    >>> about = {"series": "received", "form": "art2021", "comparable": True, "n": 1, "note": "", "small": False}
    >>> about |= {"bodies": "a1", "covered_by": "", "assumed": 0, "corrected": 0, "blanks": "leave"}
    >>> points = pd.DataFrame({"group": "330102", "year": [2020, 2021], "value": [35.0, 40.0]}).assign(**about)
    >>> persons = pd.DataFrame({"region_code": ["330102"], "year": [2020], "population": [700000]})
    >>> per_capita(points, persons)[["series", "year", "value", "denominator", "note"]]
                    series  year  value  denominator           note
    0  received.per_capita  2020    0.5     700000.0
    1  received.per_capita  2021   <NA>         <NA>  人口表没有该地区该年度的人口
    """
    points = _undivided(frame)
    if points["series"].map(_is_fraction).any():
        raise GikError("比率不能按人口平均；请用件数指标。")
    known = read_population(population)
    if len(points) and not points["group"].isin(known.index.get_level_values("region_code")).any():
        raise GikError("人口表里没有任何一组的行政区划代码；请用 trend(…, by='region_code')。")
    keys = pd.MultiIndex.from_frame(points[["group", "year"]].astype({"year": "int64"}))
    persons = pd.Series(known.reindex(keys).to_numpy(), index=points.index, dtype="Float64")
    fresh = points.assign(
        value=points["value"] / persons * PERSONS,
        numerator=points["value"],
        denominator=persons,
        note=first_reason(points["note"], {"no_population": persons.isna()}, lang),
        series=points["series"] + ".per_capita",
    )
    return fresh[list(COLUMNS)].astype(COLUMNS)


def _undivided(frame: pd.DataFrame) -> pd.DataFrame:
    if frame["series"].str.contains(".", regex=False).any():
        raise GikError("这张表已经是推算出来的；请从 trend 的结果开始。")
    return frame


def _is_fraction(code: str) -> bool:
    return find_series(code).unit == FRACTION


def _few(numbers: "pd.Series[float]") -> "pd.Series[bool]":
    """Say which denominators are small; a part of nothing isn't small, there is none."""
    return numbers.between(0, small_bound(), inclusive="neither").fillna(False).astype(bool)


def _with_small(notes: "pd.Series[str]", small: "pd.Series[bool]", lang: str) -> "pd.Series[str]":
    """Give the notes, with that on small denominators where it lacks."""
    words = words_of(lang)
    mark = words["small"].format(bound=small_bound())
    lacking = small & ~notes.str.contains(mark, regex=False)
    return notes.mask(lacking, (notes + words["separator"]).mask(notes == "", "") + mark)


def _broken(points: pd.DataFrame, before: pd.DataFrame, differs: "pd.Series[bool]") -> "pd.Series[bool]":
    """Say where two numbers that there are count differently: only then is that the reason."""
    return differs & points["value"].notna() & before["value"].notna()
