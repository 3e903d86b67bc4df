"""Points (数据点) of a trend: who is behind each of them, and the years without a report between two with one."""

from typing import Any

import numpy as np
import pandas as pd

from gik.matrix import Words

Counts = np.ndarray[Any, np.dtype[np.integer[Any]]]
_NOTHING: dict[Any, Any] = {"form": "", "reports": 0, "distinct": 0, "unnamed": False, "doubled": False}


def with_gaps(frame: pd.DataFrame, at: Counts) -> tuple[pd.DataFrame, Counts]:
    """Give points, sorted by group and year, with a line for each year between two, and the line of each report.

    >>> points = pd.DataFrame({"group": "甲局", "year": [2019, 2021], "reports": [1, 1]})
    >>> every, at = with_gaps(points, np.array([0, 1]))
    >>> every[["year", "reports"]].to_numpy().tolist(), at.tolist()
    ([[2019, 1], [2020, 0], [2021, 1]], [0, 2])
    """
    to_next = -frame.groupby("group")["year"].diff(-1).fillna(-1).astype("int64")
    gaps = frame.loc[frame.index.repeat(to_next - 1), ["group", "year"]]
    gaps["year"] += gaps.groupby(level=0).cumcount() + 1
    gaps = gaps.assign(**{str(name): _NOTHING.get(name, "") for name in frame if name not in gaps})
    order = np.argsort(np.concatenate([frame.index.to_numpy(), gaps.index.to_numpy()]), kind="stable")
    every: pd.DataFrame = pd.concat([frame, gaps], ignore_index=True)
    return every.iloc[order].reset_index(drop=True), np.argsort(order)[at]


def digests(names: Words, at: Counts, points: int) -> list[str]:
    """Give a digest of the names behind each point; ``at`` is the point of each name."""
    found = np.zeros(points, dtype=np.uint64)
    np.add.at(found, at, pd.util.hash_array(names))
    return [f"{digest:016x}"[:8] for digest in found.tolist()]


def common(superiors: "pd.api.typing.SeriesGroupBy[Any, Any]") -> list[str]:
    """Give the digest of the superior that all reports of a point have, empty where they have none in common."""
    only = superiors.first().where(superiors.nunique() == 1, "").to_numpy(dtype=object)
    each = digests(only, np.arange(len(only)), len(only))
    return [digest if name else "" for name, digest in zip(only, each, strict=True)]
