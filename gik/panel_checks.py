"""Checks over several reports (跨报告核对): years, sums over bodies, versions, days of publication, words.

Reports belong together by their settled agency, else by issuer and region as printed; never by names that are alike.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd

from gik.consolidating import check_sums
from gik.definitions import definition
from gik.findings import finding
from gik.frames import Tables, frame
from gik.jump_checks import check_jumps
from gik.panel import panel
from gik.reuse_checks import check_reuse
from gik.versions import bodies, body_names, version_findings
from gik.yearly_checks import check_years

RULES = (
    "year.carry",
    "year.items",
    "year.in_force",
    "year.jump",
    "rollup.total",
    "published.late",
    "text.tampered",
    "text.reused",
)
AROUND = 30


def check(tables: Tables) -> pd.DataFrame:
    """Give the findings frame (核对问题) of all rules.

    What one report alone shows is found while parsing and stands in ``tables.findings`` already; what several show is
    added. Cleaned tables are compared by their settled agencies, others by issuer and region as printed. Columns:
    report, other (the second report, where two are compared), rule, severity (error, warning, note), place, expected,
    found, difference, message (fit to send to the agency), evidence. What must hold stands in
    ``definitions/checks.toml``.

    >>> import gik
    >>> check(gik.parse("data/raw/city/云溪市教育局_2020.html"))[["severity", "rule"]].to_dict("records")
    [{'severity': 'warning', 'rule': 'published.late'}]
    """
    kept = tables.findings[~found_in_panel(tables.findings)]
    return pd.concat([kept, frame("findings", check_panel(tables))], ignore_index=True)


def with_all_findings(tables: Tables) -> Tables:
    """Give the Tables with all findings; those that hold some of several reports already stay as they are."""
    is_checked = tables.findings["rule"].isin(RULES).any()
    return tables if is_checked else replace(tables, findings=check(tables))


def check_panel(tables: Tables) -> list[dict[str, Any]]:
    """Give what only several reports together show, as rows of the findings frame in the order of the reports."""
    of_all = panel(tables)
    found = [
        *version_findings(tables),
        *check_years(of_all),
        *check_jumps(of_all),
        *check_sums(of_all),
        *check_days(tables),
        *check_words(tables),
        *check_reuse(tables),
    ]
    order = {report: position for position, report in reversed(list(enumerate(tables.reports["report"])))}
    return sorted(found, key=lambda record: order.get(record["report"], len(order)))


def found_in_panel(findings: pd.DataFrame) -> pd.Series:
    """Say which findings were found here, and are found anew with every check."""
    is_version = (findings["rule"] == "file.duplicate") & (findings["other"] != findings["report"])
    return findings["rule"].isin(RULES) | is_version


def check_days(tables: Tables) -> list[dict[str, Any]]:
    """Give the reports published after the day that the Regulation sets (公布期限).

    Of several versions of one report the first day counts: a copy may well be younger.
    """
    rules = definition("checks.toml")["deadlines"]
    reports = tables.reports.assign(body=bodies(tables)).drop_duplicates("report")
    dated = reports[(reports["published"] != "") & reports["year"].notna()].sort_values("published", kind="stable")
    first = dated[(dated["body"] == "") | ~dated.duplicated(["body", "year"])].sort_index()
    columns = (first["report"], body_names(first), first["year"], first["published"])
    found = []
    for report, name, year, published in zip(*(column.tolist() for column in columns), strict=True):
        if re.search(rules["exempt"], name):
            continue
        is_department = bool(re.search(rules["department"], name)) and not re.search(rules["government"], name)
        month, day = rules["departments" if is_department and year >= rules["since"] else "governments"]
        due = date(int(year) + 1, month, day)
        late = (date.fromisoformat(published) - due).days
        if late > 0:
            facts = {"year": year, "due": _day(due), "published": _day(date.fromisoformat(published)), "days": late}
            found.append({"report": report, **finding("published.late", evidence=published, **facts)})
    return found


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def check_words(tables: Tables) -> list[dict[str, Any]]:
    """Give the words of betting and lottery pages that stand in a report: its page was tampered with (网页被篡改)."""
    rules = definition("tampering.toml")
    pattern = re.compile("|".join((*rules["brands"], *rules["games"])), re.IGNORECASE)
    brands = re.compile("|".join(rules["brands"]), re.IGNORECASE)
    innocent = re.compile(rules["innocent"])
    texts = tables.texts[tables.texts["text"].str.contains(rules["stems"], case=False)]
    formats = tables.reports.drop_duplicates("report").set_index("report")["format"]
    found = []
    for report, text in texts[["report", "text"]].itertuples(index=False):
        for match in _first_of_each(pattern, text):
            before, behind = text[max(match.start() - AROUND, 0) : match.start()], text[match.end() :][:AROUND]
            if not brands.fullmatch(match[0]) and innocent.search(before + behind):
                continue
            line = text.count("\n", 0, match.start()) + 1
            place = f"line {line}" if formats.get(report) in ("txt", "csv") else f"text {match.start()}-{match.end()}"
            evidence = (before.split("\n")[-1] + match[0] + behind.split("\n")[0]).strip()
            record = finding("text.tampered", place=place, evidence=evidence, words=match[0])
            found.append({"report": report, **record})
    return found


def _first_of_each(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    seen: set[str] = set()
    for match in pattern.finditer(text):
        if match[0] not in seen:
            seen.add(match[0])
            yield match
