"""Proposing (建议): a first list of agencies out of what was read, for a person to decide on.

Nothing is merged here: every printed name is proposed as an agency of its own, with the name that it resembles beside.
"""

import re
from difflib import SequenceMatcher

import pandas as pd

from gik.agency_lists import AGENCIES
from gik.frames import Tables

ALIKE = 0.75
_PLACE = re.compile(r".{1,12}?(?:省|市|县|区|州|旗|盟)")
_PARTING = re.compile(r"人民政府$|委员会$|办公[室厅]$|[局厅委办室]$")


def propose_agencies(tables: Tables) -> pd.DataFrame:
    """Give a line for each printed name of an issuer, in the columns of ``agencies.csv``, for a person to edit.

    Columns: name, agency, level, superior, region, region_code, from, until (years), as ``clean`` reads them. Three
    more help her decide and are ignored later: ``similar`` (a name of the same place that it resembles, or of which it
    can be a short form, and that no report of the same year bears), ``years`` and ``reports`` (how many). Names that
    resemble each other stand together. Nothing is merged: ``agency`` is the printed name itself.

    >>> import gik
    >>> proposed = propose_agencies(gik.parse("data/raw/city/云溪市水务局_2021.txt"))
    >>> proposed[["name", "agency", "years", "reports"]].to_dict("records")
    [{'name': '云溪市水务局', 'agency': '云溪市水务局', 'years': '2021', 'reports': 1}]
    """
    reports = tables.reports.drop_duplicates("report")
    reports = reports[(reports["issuer"] != "") & (reports["status"] != "failed")]
    names = reports.groupby(["issuer", "region", "region_code", "level"], sort=False)
    lines = names.agg(
        reports=("report", "size"), years=("year", _span), borne=("year", lambda y: frozenset(y.dropna()))
    )
    lines = lines.reset_index().sort_values(["reports", "issuer"], ascending=[False, True], kind="stable")
    groups: list[list[tuple[str, str, frozenset[int]]]] = []
    similar: list[str] = []
    first: list[str] = []
    for name, region, borne in lines[["issuer", "region_code", "borne"]].itertuples(index=False):
        group = next((known for known in groups if _fits(name, region, borne, known)), None)
        similar.append(group[0][0] if group else "")
        first.append(group[0][0] if group else name)
        if group is None:
            groups.append([(name, region, borne)])
        else:
            group.append((name, region, borne))
    made = lines.assign(similar=similar, first=first, name=lines["issuer"], agency=lines["issuer"])
    made = made.assign(superior="", until="", **{"from": ""}).sort_values(["first", "similar", "name"], kind="stable")
    return made[[*AGENCIES, "similar", "years", "reports"]].reset_index(drop=True)


def resemblance(first: str, second: str) -> float:
    """Give how much two agencies' names resemble each other, from 0 to 1; a short form counts as 0.9.

    Names of different places don't resemble each other at all.

    >>> resemblance("云溪市发改委", "云溪市发展和改革委员会"), resemblance("云溪市发改委", "青禾县发改委")
    (0.9, 0.0)
    """
    (place, core), (other_place, other_core) = _split(first), _split(second)
    if place and other_place and place != other_place:
        return 0.0
    short, long = sorted((core, other_core), key=len)
    if len(short) > 1 and _abbreviates(short, long):
        return 0.9 if short != long else 1.0
    return SequenceMatcher(None, core, other_core).ratio() if core or other_core else 1.0


def _fits(name: str, region: str, borne: frozenset[int], group: list[tuple[str, str, frozenset[int]]]) -> bool:
    if any(borne & years or (region and code and region != code) for _, code, years in group):
        return False
    return resemblance(name, group[0][0]) >= ALIKE


def _split(name: str) -> tuple[str, str]:
    """Give place and subject of an agency's name; a bare place is its government."""
    match = _PLACE.match(name)
    place = match[0] if match else ""
    return place, _PARTING.sub("", name[len(place) :])


def _abbreviates(short: str, long: str) -> bool:
    rest = iter(long)
    return short[0] == long[0] and all(letter in rest for letter in short)


def _span(years: pd.Series) -> str:
    known = years.dropna()
    if known.empty:
        return ""
    return f"{known.min()}" if known.min() == known.max() else f"{known.min()}—{known.max()}"
