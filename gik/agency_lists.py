"""Lists of agencies (机关名录) and of sources (来源表), as an analyst keeps them, read and held to make sense.

A list of agencies (``agencies.csv``) has a line a name: ``name`` as printed, ``agency`` (the settled name), ``level``,
``superior`` (the agency whose consolidated report covers it), ``region``, ``region_code``, and the years ``from`` and
``until``. What is left empty is open; a settled name stands for itself. A list of sources (``sources.csv``) has a line
a file: path, url, retrieved, agency, year; which files are read doesn't hang on it (gik.sources). What the lists say of
the reports is told by gik.agencies.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from gik.errors import GikError
from gik.frames import records_of
from gik.lists import read_list

AGENCIES = ["name", "agency", "level", "superior", "region", "region_code", "from", "until"]
SOURCES = ["path", "url", "retrieved", "agency", "year"]
FILLED = ("region", "region_code", "level")
LABELS = {
    "region": "行政区划",
    "region_code": "区划代码",
    "level": "层级",
    "superior": "上级",
    "agency": "机关",
    "year": "年度",
    "url": "网址",
}
FIRST, LAST = 0, 9999
JOIN = "、"


def read_agencies(agencies: str | Path | pd.DataFrame | None) -> pd.DataFrame:
    """Give the lines of a list of agencies, and one for each settled name itself; raises GikError for one that errs."""
    lines = read_list(agencies, AGENCIES, "机关名录")
    lines = lines.assign(agency=lines["agency"].where(lines["agency"] != "", lines["name"]))
    lines = lines.assign(
        **{"from": _years(lines["from"], FIRST, "机关名录"), "until": _years(lines["until"], LAST, "机关名录")}
    )
    if (wrong := lines["from"] > lines["until"]).any():
        raise GikError(
            f"机关名录中 {JOIN.join(lines.loc[wrong, 'name'].unique())} 的起始年（from）晚于终止年（until）。"
        )
    if (itself := (lines["agency"] == lines["superior"]) & (lines["agency"] != "")).any():
        raise GikError(f"机关名录中 {JOIN.join(lines.loc[itself, 'agency'].unique())} 的上级（superior）是它自己。")
    if faults := list(_at_odds(lines)):
        raise GikError("机关名录里同一机关同一年度有两种写法，请改年份（from、until）或留一种：\n" + "\n".join(faults))
    return pd.concat([lines, lines.assign(name=lines["agency"])]).drop_duplicates()


def read_sources(sources: str | Path | pd.DataFrame | None) -> dict[str, dict[Any, str]]:
    """Give the lines of a list of sources by the file's path; raises GikError for one that errs."""
    lines = read_list(sources, SOURCES, "来源表")
    _years(lines["year"], FIRST, "来源表")
    if (twice := lines["path"].duplicated()).any():
        raise GikError(f"来源表中 {JOIN.join(lines.loc[twice, 'path'])} 不止一行；请只留一行。")
    return {line["path"]: line for line in lines.to_dict("records")}


def members_by_year(agencies: str | Path | pd.DataFrame, years: Sequence[int]) -> dict[tuple[str, int], list[str]]:
    """Give the agencies below each superior in each year, as the list of agencies has them."""
    below = {
        (superior, year): sorted({line["agency"] for line in in_force(lines, year)})
        for superior, lines in lines_by("superior", records_of(read_agencies(agencies))).items()
        for year in years
    }
    return {key: bodies for key, bodies in below.items() if bodies}


def in_force(lines: list[dict[str, Any]], year: Any) -> list[dict[str, Any]]:
    """Give the lines that hold in a year, all of them where the year isn't known."""
    return [line for line in lines if pd.isna(year) or line["from"] <= year <= line["until"]]


def lines_by(column: str, lines: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Give the lines that say something in a column, by what they say there."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        if line[column]:
            groups.setdefault(line[column], []).append(line)
    return groups


def _years(words: pd.Series, missing: int, what: str) -> pd.Series:
    wrong = words[(words != "") & ~words.str.fullmatch(r"\d{4}")]
    if len(wrong):
        raise GikError(f"{what}的“{words.name}”列应为四位年份或留空，现有：{JOIN.join(wrong.unique())}。")
    return words.where(words != "", str(missing)).astype("int64")


def _at_odds(lines: pd.DataFrame) -> Iterator[str]:
    """Say of which agencies the lines of one year give two different superiors, levels or places."""
    for column in (*FILLED, "superior"):
        told = lines.loc[lines[column] != "", ["agency", column, "from", "until"]].drop_duplicates()
        told = told[told.groupby("agency")[column].transform("nunique") > 1].sort_values(["agency", "from"])
        for _, own in told.groupby("agency", sort=False):
            for one, other in combinations(own.itertuples(index=False, name=None), 2):
                (agency, first, _, until), (_, second, since, _) = one, other
                if first != second and since <= until:
                    when = "" if since == FIRST else f"{since}年起"
                    yield f"{agency}：{when}{LABELS[column]}既写“{first}”又写“{second}”。"
