"""Agencies (机关): which body a printed name stands for, as an analyst has settled it in a list of her own.

Here the lists of gik.agency_lists are laid beside what the reports say of themselves: what a report leaves open is
filled in, what it proves is never overridden, and where the two differ that is a finding.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd

from gik.agency_lists import FILLED, JOIN, LABELS, in_force, lines_by, read_agencies, read_sources
from gik.findings import finding
from gik.frames import Tables, frame, records_of
from gik.regions import Region, named

ADDED = ("superior", "peers", "members", "retrieved")
RULES = ("agency.unlisted", "agency.ambiguous", "agency.contradiction", "source.unmatched")
UNNAMED = ("issuer.unknown", "issuer.masked")  # a text that leaves open whose it is
SOURCE = "来源表"


def settle_agencies(
    tables: Tables,
    agencies: str | Path | pd.DataFrame | None = None,
    sources: str | Path | pd.DataFrame | None = None,
) -> Tables:
    """Give the Tables with agency, level, region and code filled from the lists, and what they contradict as findings.

    Reports also get ``superior`` (上级), ``peers`` (all agencies below that superior in that year, whether they
    reported or not, 同级应报机关, joined by 、), ``members`` (the agencies that a consolidated report of that year
    covers, 汇总单位) and ``retrieved``. ``sources`` has a line a file: path, url, retrieved, agency, year. It fills
    what the text leaves open; where it says something else than the report prints, and where it names a file that
    isn't among the reports, that is a finding. Raises GikError for a list that can't be used.
    """
    lines, origins = read_agencies(agencies), read_sources(sources)
    added = dict.fromkeys(ADDED, "str")
    reports = tables.reports.assign(**{name: tables.reports.get(name, "") for name in added}).astype(added)
    if lines.empty and not origins:
        return replace(tables, reports=reports)
    files = set(reports["file"])
    found = [
        {"report": "", **finding("source.unmatched", evidence=path, path=path)} for path in origins if path not in files
    ]
    rows, known = records_of(reports), records_of(lines)
    by_name, by_agency = lines_by("name", known), lines_by("agency", known)
    below = _below(lines_by("superior", known))
    unnamed, contradicted = (
        set(tables.findings.loc[tables.findings["rule"].isin(rules), "report"])
        for rules in (UNNAMED, ["agency.contradiction"])
    )
    for row in rows:
        if row["status"] == "failed":
            continue
        origin = origins.get(row["file"], {})
        printed = "" if row["report"] in unnamed else row["issuer"]
        told = origin.get("agency", "") or row["agency"]
        is_open = not row["agency"] or row["report"] in contradicted
        told_of = [*_from_source(row, origin)]
        if by_name:
            told_of += _settled(row, told, printed, by_name, by_agency, below)
        elif told != row["agency"] or (origin and is_open and printed and told not in ("", printed)):
            told_of.append(_contradiction("agency", printed if told == row["agency"] else row["agency"], told, SOURCE))
        found += [{"report": row["report"], **record} for record in told_of]
    dtypes = {str(name): dtype for name, dtype in reports.dtypes.items()}
    columns = {name: pd.Series([row[name] for row in rows], reports.index, dtype) for name, dtype in dtypes.items()}
    fresh = pd.DataFrame(columns, index=reports.index)
    kept = tables.findings[~tables.findings["rule"].isin(RULES)]  # but for those of lists used before
    findings = pd.concat([kept, frame("findings", found)], ignore_index=True)
    return replace(tables, reports=fresh, findings=findings)


def _from_source(row: dict[Any, Any], origin: dict[Any, str]) -> Iterator[dict[str, Any]]:
    """Fill a report's row from its line in the sources; give a finding where the two differ."""
    if not origin:
        return
    if origin["url"] and row["url"] not in ("", origin["url"]):
        yield {**_contradiction("url", row["url"], origin["url"], SOURCE), "severity": "note"}
    row["url"], row["retrieved"] = row["url"] or origin["url"], origin["retrieved"]
    row["agency"] = row["agency"] or origin["agency"]
    if origin["year"]:
        year = int(origin["year"])
        if pd.isna(row["year"]):
            row.update(year=year, year_basis="source")
        elif row["year"] != year:
            yield _contradiction("year", row["year"], origin["year"], SOURCE)


def _settled(
    row: dict[Any, Any],
    told: str,
    printed: str,
    by_name: dict[str, list[dict[str, Any]]],
    by_agency: dict[str, list[dict[str, Any]]],
    below: Callable[[str, Any], str],
) -> Iterator[dict[str, Any]]:
    """Fill a report's row from the list of agencies; give a finding where that isn't possible.

    ``told`` is the agency that the sources name, ``printed`` the issuer where the text tells who it is.
    """
    year = row["year"]
    aliases = {line["agency"] for line in in_force(by_name.get(told, []), year)}
    told = aliases.pop() if len(aliases) == 1 else told
    meant = sorted({line["agency"] for line in _meant(row, by_name)})
    row["agency"] = told
    if len(meant) > 1 and told not in meant:
        yield finding("agency.ambiguous", evidence=row["issuer"], issuer=row["issuer"], choices=JOIN.join(meant))
    elif not meant and row["issuer"] and not told:
        yield finding("agency.unlisted", evidence=row["issuer"], issuer=row["issuer"])
    elif not meant and printed not in ("", told):
        yield _contradiction("agency", printed, told, SOURCE)
    elif len(meant) == 1:
        row["agency"] = meant[0]
        if told not in ("", meant[0]):
            yield _contradiction("agency", meant[0], told, SOURCE)
    lines = in_force(by_agency.get(row["agency"], []), year)
    facts = {column: _first(lines, column) for column in (*FILLED, "superior")}
    known = _borne(facts["region"], year)
    if len(known) == 1:
        facts["region_code"] = facts["region_code"] or known[0].code
        facts["level"] = facts["level"] or known[0].level
    for column in FILLED:
        if row[column] and facts[column] and row[column] != facts[column]:
            yield _contradiction(column, row[column], facts[column], "机关名录")
        row[column] = row[column] or facts[column]
    superior = facts["superior"]
    row.update(superior=superior, peers=below(superior, year), members=below(row["agency"], year))


def _borne(region: str, year: Any) -> list[Region]:
    """Give the regions that bear a name in a year: the code of another year's region isn't that of this one."""
    if not region:
        return []
    known = named(region, None if pd.isna(year) else int(year))
    return [one for one in known if pd.isna(year) or one.since <= year <= one.until]


def _below(covered: dict[str, list[dict[str, Any]]]) -> Callable[[str, Any], str]:
    """Give a function that names the agencies below one in a year, and works each answer out once."""

    @cache
    def below(superior: str, year: Any) -> str:
        lines = in_force(covered.get(superior, []), year) if superior else []
        return JOIN.join(sorted({line["agency"] for line in lines}))

    return below


def _meant(row: dict[Any, Any], by_name: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Give the lines that can be meant by the issuer as printed: those of the report's region, if it is proved."""
    lines = in_force(by_name.get(row["issuer"], []), row["year"]) if row["issuer"] else []
    if len({line["agency"] for line in lines}) > 1 and row["region"]:
        return [line for line in lines if line["region"] in ("", row["region"])]
    return lines


def _first(lines: list[dict[str, Any]], column: str) -> str:
    return next((str(line[column]) for line in lines if line[column]), "")


def _contradiction(column: str, printed: Any, listed: Any, where: str) -> dict[str, Any]:
    facts = {"what": LABELS[column], "printed": printed, "listed": listed, "where": where}
    return finding("agency.contradiction", evidence=f"{printed}／{listed}", **facts)
