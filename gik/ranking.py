"""Ranking (排名): where the groups of a trend stand among each other, by quantiles and ranks.

Only groups that count the same thing are ranked. No number is graded: there are no thresholds here, since none has been
published.
"""

from collections.abc import Sequence

import pandas as pd

from gik.comparability import TIED, covers_others, first_reason, way_of_counting
from gik.errors import GikError
from gik.trend_notes import small_bound, words_of
from gik.trends import COLUMNS, MARKS


def quantiles(frame: pd.DataFrame, at: Sequence[float] = (0.25, 0.5, 0.75), *, lang: str = "zh") -> pd.DataFrame:
    """Give medians and other quantiles over the groups of a trend, by series and year: a group a quantile.

    ``frame`` is what :func:`gik.trend` or one of the others here gives; the result has its columns, and a line a
    series, year and quantile, named 中位数, 第25百分位 … in ``lang``, in the unit of the series. Between two groups the
    value is interpolated (type 7 of Hyndman and Fan 1996, which numpy and Excel's PERCENTILE.INC use). ``n`` is the
    number of groups with a value, and the note says how many have none; ``small`` where one of them rests on too few;
    <NA> where their forms count differently.

    Raises GikError for a quantile that isn't between 0 and 1.

    >>> about = {"series": "received", "form": "art2021", "comparable": True, "n": 1, "note": "", "small": False}
    >>> about |= {"bodies": "a1", "covered_by": "", "assumed": 0, "corrected": 0, "blanks": "leave"}
    >>> groups = {"group": ["甲局", "乙局", "丙局", "丁局"], "value": [1.0, 2.0, 4.0, None]}
    >>> quantiles(pd.DataFrame({**groups, "year": 2021}).assign(**about))[["group", "year", "value", "n", "note"]]
          group  year  value  n        note
    0  第25百分位  2021    1.5  3  1组没有数值，未计入
    1     中位数  2021    2.0  3  1组没有数值，未计入
    2  第75百分位  2021    3.0  3  1组没有数值，未计入
    """
    if not at or any(not 0 <= share <= 1 for share in at):
        raise GikError(f"at={at!r}：分位数应在0与1之间。")
    points = frame.assign(way=way_of_counting(frame))[~covers_others(frame)]
    known = points[points["value"].notna()].groupby(TIED, sort=False)
    facts = points.groupby(TIED, sort=False).agg(
        groups=("group", "size"),
        n=("value", "count"),
        form=("form", lambda forms: "/".join(sorted(set("/".join(forms).split("/")) - {""}))),
        comparable=("comparable", "all"),
        blanks=("blanks", "first"),
        **{name: (name, "sum") for name in MARKS},
    )
    few = known["small"].sum().reindex(facts.index, fill_value=0)
    mixed = (known["way"].nunique() > 1).reindex(facts.index, fill_value=False)
    missing = facts["groups"] - facts["n"]
    words = words_of(lang)
    short, unsure = (
        counts.map(lambda count, form=words[name]: form.format(count=count, bound=small_bound())).where(counts > 0, "")
        for name, counts in (("open_groups", missing), ("small_groups", few))
    )
    short = (short + words["separator"] + unsure).where((short != "") & (unsure != ""), short + unsure)
    notes = short.mask(mixed, words["ways_mixed"]).mask(facts["n"] == 0, words["no_values"])
    values = {share: known["value"].quantile(share).reindex(facts.index).mask(mixed) for share in at}
    names = {share: words["median" if share == 0.5 else "percentile"].format(percent=100 * share) for share in at}
    parts = [facts.assign(value=values[share], group=names[share], note=notes, small=few > 0) for share in at]
    fresh = pd.concat(parts).reset_index().assign(bodies="", covered_by="")
    return fresh.reindex(columns=list(COLUMNS)).astype(COLUMNS)


def ranks(frame: pd.DataFrame, *, lang: str = "zh") -> pd.DataFrame:
    """Give the frame of a trend with ``rank`` (名次, 1 for the greatest) and ``of`` (how many are ranked) a year.

    Ties share the better rank and the next one is left out (1, 2, 2, 4). A group without a value has no rank; where
    the forms of those with a value count differently, nobody has one and the note says so. A body whose consolidated
    report (汇总报告) covers another group of that year, by the ``superior`` that ``clean`` has settled, isn't ranked
    among them. A rank is a place in an order of numbers, not a mark: what is much or little of a thing isn't said by
    it. ``lang`` is that of the notes.

    >>> about = {"series": "received", "year": 2020, "form": "art2021", "comparable": True, "note": ""}
    >>> points = pd.DataFrame({"group": ["甲局", "乙局", "某市"], "value": [5.0, 9.0, 14.0]}).assign(**about)
    >>> ranks(points.assign(bodies=["a1", "b2", "c3"], covered_by=["c3", "c3", ""]))["rank"].tolist()
    [2, 1, <NA>]
    """
    by = [frame["series"], frame["year"]]
    covers = covers_others(frame)
    known = frame["value"].notna() & ~covers
    mixed = way_of_counting(frame).where(known).groupby(by).transform("nunique") > 1
    rank = frame["value"].where(known).groupby(by).rank(method="min", ascending=False).mask(mixed)
    of = known.groupby(by).transform("sum").where(~mixed, 0)
    reasons = {"consolidated_rank": covers, "ways_ranked": mixed & known}
    notes = first_reason(frame["note"], reasons, lang)
    return frame.assign(rank=rank.astype("Int64"), of=of.astype("Int64"), note=notes)
