"""Agencies (机关): which body a printed name stands for, as an analyst has settled it in a list of her own.

A list (``agencies.csv``) has a line a name: ``name`` as printed, ``agency`` (the settled name), ``level``, ``superior``
(the agency whose consolidated report covers it), ``region``, ``region_code``, and the years ``from`` and ``until``.
What is left empty is open; a settled name stands for itself. What a report itself proves is never overridden.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from gik.correcting import read_lines
from gik.errors import GikError
from gik.findings import finding
from gik.frames import Tables, frame
from gik.regions import Region, named

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
ADDED = ("superior", "peers", "members", "retrieved")
RULES = ("agency.unlisted", "agency.ambiguous", "agency.contradiction", "source.unmatched")
UNNAMED = ("issuer.unknown", "issuer.masked")  # a text that leaves open whose it is
SOURCE = "来源表"
FIRST, LAST = 0, 9999
JOIN = "、"


def settle_agencies(
    tables: Tables,
    agencies: str | Path | pd.DataFrame | None = None,
    sources: str | Path | pd.DataFrame | None = None,
) -> Tables:
    """Give the Tables with agency, level, region and code filled from the lists, and what they contradict as findings.

    Reports also get ``superior`` (上级), ``peers`` (all agencies below that superior in that year, whether they
    reported or not, 同级应报单位, joined by 、), ``members`` (the agencies that a consolidated report of that year
    covers, 汇总单位) and ``retrieved``. ``sources`` has a line a file: path, url, retrieved, agency, year. It fills
    what the text leaves open; where it says something else than the report prints, and where it names a file that
    isn't among the reports, that is a finding. Raises GikError for a list that can't be used.
    """
    lines, origins = _agency_lines(agencies), _source_lines(sources)
    added = dict.fromkeys(ADDED, "str")
    reports = tables.reports.assign(**{name: tables.reports.get(name, "") for name in added}).astype(added)
    if lines.empty and not origins:
        return replace(tables, reports=reports)
    files = set(reports["file"])
    found = [
        {"report": "", **finding("source.unmatched", evidence=path, path=path)} for path in origins if path not in files
    ]
    rows = _records(reports)
    known = _records(lines)
    by_name, by_agency = _by(known, "name"), _by(known, "agency")
    below = _below(_by(known, "superior"))
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
        records = [*_from_source(row, origin)]
        if by_name:
            records += _settled(row, told, printed, by_name, by_agency, below)
        elif told != row["agency"] or (origin and is_open and printed and told not in ("", printed)):
            records.append(_contradiction("agency", printed if told == row["agency"] else row["agency"], told, SOURCE))
        found += [{"report": row["report"], **record} for record in records]
    fresh = pd.DataFrame(rows, columns=list(reports.columns), index=reports.index).astype(reports.dtypes.to_dict())
    kept = tables.findings[~tables.findings["rule"].isin(RULES)]  # but for those of lists used before
    findings = pd.concat([kept, frame("findings", found)], ignore_index=True)
    return replace(tables, reports=fresh, findings=findings)


def members_by_year(agencies: str | Path | pd.DataFrame, years: Sequence[int]) -> dict[tuple[str, int], list[str]]:
    """Give the agencies below each superior in each year, as the list of agencies has them."""
    below = {
        (superior, year): sorted({line["agency"] for line in _in_force(lines, year)})
        for superior, lines in _by(_records(_agency_lines(agencies)), "superior").items()
        for year in years
    }
    return {key: bodies for key, bodies in below.items() if bodies}


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
    aliases = {line["agency"] for line in _in_force(by_name.get(told, []), year)}
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
    lines = _in_force(by_agency.get(row["agency"], []), year)
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
        lines = _in_force(covered.get(superior, []), year) if superior else []
        return JOIN.join(sorted({line["agency"] for line in lines}))

    return below


def _meant(row: dict[Any, Any], by_name: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """Give the lines that can be meant by the issuer as printed: those of the report's region, if it is proved."""
    lines = _in_force(by_name.get(row["issuer"], []), row["year"]) if row["issuer"] else []
    if len({line["agency"] for line in lines}) > 1 and row["region"]:
        return [line for line in lines if line["region"] in ("", row["region"])]
    return lines


def _in_force(lines: list[dict[str, Any]], year: Any) -> list[dict[str, Any]]:
    return [line for line in lines if pd.isna(year) or line["from"] <= year <= line["until"]]


def _first(lines: list[dict[str, Any]], column: str) -> str:
    return next((str(line[column]) for line in lines if line[column]), "")


def _contradiction(column: str, printed: Any, listed: Any, where: str) -> dict[str, Any]:
    facts = {"what": LABELS[column], "printed": printed, "listed": listed, "where": where}
    return finding("agency.contradiction", evidence=f"{printed}／{listed}", **facts)


def _agency_lines(agencies: str | Path | pd.DataFrame | None) -> pd.DataFrame:
    lines = read_lines(agencies, AGENCIES, "机关名录")
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


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the rows of a frame, column by column, which takes a fraction of the time of doing it row by row."""
    columns = [frame[name].tolist() for name in frame]
    return [dict(zip(map(str, frame), row, strict=True)) for row in zip(*columns, strict=True)]


def _source_lines(sources: str | Path | pd.DataFrame | None) -> dict[str, dict[Any, str]]:
    lines = read_lines(sources, SOURCES, "来源表")
    _years(lines["year"], FIRST, "来源表")
    if (twice := lines["path"].duplicated()).any():
        raise GikError(f"来源表中 {JOIN.join(lines.loc[twice, 'path'])} 不止一行；请只留一行。")
    return {line["path"]: line for line in lines.to_dict("records")}


def _years(words: pd.Series, missing: int, what: str) -> pd.Series:
    wrong = words[(words != "") & ~words.str.fullmatch(r"\d{4}")]
    if len(wrong):
        raise GikError(f"{what}的“{words.name}”列应为四位年份或留空，现有：{JOIN.join(wrong.unique())}。")
    return words.where(words != "", str(missing)).astype("int64")


def _by(lines: list[dict[str, Any]], column: str) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        if line[column]:
            groups.setdefault(line[column], []).append(line)
    return groups
