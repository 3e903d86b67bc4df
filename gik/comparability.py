"""Comparability (可比): which points of a trend count the same thing, and which rest on reports that hold others."""

import pandas as pd

TIED = ["series", "year"]


def basis(frame: pd.DataFrame) -> "pd.Series[str]":
    """Give what each point counts by: an empty text for the newest form's way, else the forms behind it.

    Points compare with one another where this is the same.
    """
    return frame["form"].mask(frame["comparable"], "").astype("str")


def covers_others(frame: pd.DataFrame) -> "pd.Series[bool]":
    """Say which points rest on a report that others of the same series and year are part of."""
    covered = frame[frame["covered_by"] != ""]
    points = pd.MultiIndex.from_frame(frame[[*TIED, "bodies"]])
    found = points.isin(pd.MultiIndex.from_frame(covered[[*TIED, "covered_by"]]))
    return pd.Series(found, index=frame.index, dtype="bool")


def first_reason(notes: "pd.Series[str]", reasons: dict[str, "pd.Series[bool]"]) -> "pd.Series[str]":
    """Give the first reason that holds, else the note that there was."""
    found = pd.Series("", index=notes.index, dtype="str")
    for words, holds in reasons.items():
        found = found.mask((found == "") & holds, words)
    return found.where(found != "", notes).astype("str")
