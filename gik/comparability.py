"""Comparability (可比): which points of a trend count the same thing, and which rest on reports that hold others.

What the forms have to do with it stands in the definitions of each series (gik.series); nothing is compared here, that
is done in gik.comparing and gik.ranking.
"""

import pandas as pd

from gik.trend_notes import words_of

TIED = ["series", "year"]


def way_of_counting(frame: pd.DataFrame) -> "pd.Series[str]":
    """Give the way in which each point counts (口径): an empty text for the newest form's, else the forms behind it.

    Points compare with one another where this is the same.

    >>> way_of_counting(pd.DataFrame({"form": ["art2021", "stat2014"], "comparable": [True, False]})).tolist()
    ['', 'stat2014']
    """
    return frame["form"].mask(frame["comparable"], "").astype("str")


def covers_others(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Say which points rest on a report that others of the same series and year are part of.

    >>> points = pd.DataFrame({"series": "received", "year": 2021, "bodies": ["a1", "c3"], "covered_by": ["c3", ""]})
    >>> covers_others(points).tolist()
    [False, True]
    """
    covered = frame[frame["covered_by"] != ""]
    points = pd.MultiIndex.from_frame(frame[[*TIED, "bodies"]])
    found = points.isin(pd.MultiIndex.from_frame(covered[[*TIED, "covered_by"]]))
    return pd.Series(found, index=frame.index, dtype="bool")


def first_reason(notes: "pd.Series[str]", reasons: dict[str, "pd.Series[bool]"], lang: str) -> "pd.Series[str]":
    """Give the first reason that holds for each point in words, else the note that there was.

    Source: ``definitions/trend_notes.toml``, by whose names the reasons go.

    >>> first_reason(pd.Series(["", "note"]), {"no_value": pd.Series([True, False])}, "en").tolist()
    ['this group has no value', 'note']
    """
    words = words_of(lang)
    found = pd.Series("", index=notes.index, dtype="str")
    for reason, holds in reasons.items():
        found = found.mask((found == "") & holds, words[reason])
    return found.where(found != "", notes).astype("str")
