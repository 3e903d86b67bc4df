"""Cleaning (整理): what a person settles about the reports, beside what they print."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from gik.agencies import settle_agencies
from gik.blanking import fill_blanks
from gik.checks import check_reports
from gik.coding import counted
from gik.correcting import apply_corrections
from gik.frames import Tables, frame, rows_by_report
from gik.prose.checking import check_prose
from gik.rows import Cell, Figure
from gik.versions import choose_versions

# What the checks inside a report find; it is found anew where a person has corrected the report.
RECHECKED = (
    "identity.",
    "bound.",
    "prose.",
    "blank.",
    "form.unexpected",
    "form.missing",
    "form.unfilled",
    "year.future",
    "year.unknown",
)


def clean(
    tables: Tables,
    agencies: str | Path | pd.DataFrame | None = None,
    corrections: str | Path | pd.DataFrame | None = None,
    sources: str | Path | pd.DataFrame | None = None,
    blanks: str | None = None,
) -> Tables:
    """Give the Tables with agencies and regions settled, one report chosen a body and year, and numbers corrected.

    The three lists are CSV files (UTF-8) or frames that an analyst keeps; ``propose_agencies`` begins the first.
    ``agencies``: name (as printed), agency, level, superior, region, region_code, from, until (years).
    ``corrections``: report, place, found, use, reason. ``sources``: path, url, retrieved, agency, year.
    ``blanks`` names the policy by which empty cells count (空白处理): ``leave``, ``prose`` or ``section``, as
    :func:`gik.blanking.fill_blanks` says; without a name it stays as it was, at first ``leave``.

    What is printed stays. Reports get ``superior``, ``peers``, ``members``, ``retrieved``, ``chosen`` and ``blanks``;
    cells and figures get ``corrected`` and ``correction``, and ``used`` and ``basis``: the number that counts, and why
    where it isn't the printed one. Corrected reports are checked again, those whose year is now known against the form
    due in it, and what the lists contradict is added to the findings. No check takes a blank for a zero, whatever the
    policy.

    Raises GikError for a list that can't be used, naming every correction whose printed words are no longer found.

    >>> import gik
    >>> tables = gik.parse("data/raw/city/云溪市水务局_2021.txt")
    >>> line = {"report": "云溪市水务局_2021.txt", "place": "requests/new@total", "found": "15", "use": "16"}
    >>> corrected = clean(tables, corrections=pd.DataFrame([{**line, "reason": "机关答复（虚构）"}])).cells
    >>> corrected.query("correction != ''")[["text", "value", "used"]].to_dict("records")
    [{'text': '15', 'value': 15.0, 'used': 16.0}]
    """
    named = settle_agencies(tables, agencies, sources)
    corrected = apply_corrections(named, corrections)
    checked = _recheck(corrected, _corrected(named) | _corrected(corrected) | _dated(tables, named))
    return choose_versions(fill_blanks(checked, blanks))


def _dated(before: Tables, after: Tables) -> set[str]:
    """Give the reports to which the list of sources has given a year."""
    changed = before.reports["year"].isna() & after.reports["year"].notna()
    return set(after.reports.loc[changed, "report"])


def _corrected(tables: Tables) -> set[str]:
    """Give the reports in which a person has corrected something."""
    beside = [rows for rows in (tables.cells, tables.figures) if "correction" in rows]
    return {report for rows in beside for report in rows.loc[rows["correction"] != "", "report"]}


def _recheck(tables: Tables, changed: set[str]) -> Tables:
    """Check some reports again, by the numbers that count now."""
    if not changed:
        return tables
    reports, cells, figures = (
        rows[rows["report"].isin(changed)] for rows in (tables.reports, tables.cells, tables.figures)
    )
    found = check_reports(reports, cells)
    printed = rows_by_report(counted(cells, assumed=False), Cell)
    stated = rows_by_report(counted(figures, assumed=False), Figure)
    for report, form in reports[["report", "form"]].drop_duplicates("report").itertuples(index=False):
        told = check_prose(form, printed.get(report, []), stated.get(report, []))
        found += [{"report": report, **record} for record in told]
    old = tables.findings["report"].isin(changed) & tables.findings["rule"].str.startswith(RECHECKED)
    return replace(tables, findings=pd.concat([tables.findings[~old], frame("findings", found)], ignore_index=True))
