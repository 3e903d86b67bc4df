"""What the lists of a workbook hold, as frames: the tables' own, with names and links beside them."""

import os
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from gik.agency_lists import JOIN
from gik.forms import load_forms
from gik.frames import Tables
from gik.safety import ADDRESS_LIMIT, web_address
from gik.versions import body_names, counting, member_names
from gik.workbooks.sheets import Book
from gik.workbooks.words import group_name

NAMES = ("agency", "issuer", "year")
MISSING = ("group", "year", "agency", "what", "basis")
# What is open, by whether a body's report holds the tables of a national form; None: there is no report.
_OPEN = {None: "no_report", False: "no_table", True: "not_filled"}


def tidy(tables: Tables, name: str) -> pd.DataFrame:
    """Give the cells or the figures, with the names of their reports beside them."""
    names = tables.reports.drop_duplicates("report").set_index("report")
    own: pd.DataFrame = getattr(tables, name).reset_index(drop=True)
    return own.assign(**{column: own["report"].map(names[column]) for column in NAMES})


def listed_reports(tables: Tables, book: Book, source: Path | None, path: Path) -> pd.DataFrame:
    """Give the reports with a link to each one's file."""
    links = _file_links(tables.reports, source, path)
    return _numbered(tables.reports.assign(file_link=links, open=_opened(links, book)))


def listed_findings(tables: Tables, book: Book, source: Path | None, path: Path) -> pd.DataFrame:
    """Give the findings with the cell of this workbook that each one speaks of, and links to it and to the file."""
    reports = tables.reports.drop_duplicates("report").set_index("report")
    links = _file_links(reports, source, path)
    cells = tables.cells[tables.cells["row"] != ""]
    keys = cells[["report", "place", "table", "row", "column"]].drop_duplicates(["report", "place"])
    at = {(report, place): (report, *key) for report, place, *key in keys.itertuples(index=False, name=None)}
    found = tables.findings
    links_in = [
        book.cells.get(at.get((report, place), ("", "", "", ""))) or book.blocks.get(report, "")
        for report, place in zip(found["report"], found["place"], strict=True)
    ]
    return _numbered(
        found.assign(
            issuer=found["report"].map(reports["issuer"]),
            year=found["report"].map(reports["year"]),
            file=found["report"].map(reports["file"]),
            file_link=found["report"].map(links).fillna(""),
            open=_opened(found["report"].map(links).fillna(""), book),
            cell=[link.replace("'", "") for link in links_in],
            cell_link=links_in,
        )
    )


def doubtful_places(tables: Tables) -> frozenset[tuple[str, str]]:
    """Give the places (report, place) whose numbers a finding contradicts."""
    found = tables.findings
    numbers = found[found["found"].notna() & found["expected"].notna() & (found["place"] != "")]
    return frozenset(zip(numbers["report"].tolist(), numbers["place"].tolist(), strict=True))


def missing_reports(tables: Tables, rolled: pd.DataFrame, book: Book) -> pd.DataFrame:
    """Give who should have reported and didn't (应报未报), or left cells without a number.

    Columns: group, year, agency, what, basis. What a report leaves open it shows itself; who belongs to a group is
    known from the agencies' list; a body that reported before and after a year is taken to have been due in it.
    """
    words = book.words
    reports = counting(tables.reports)
    reports = reports[reports["year"].notna() & (reports["status"] != "failed")]
    years = reports["year"].tolist()
    on_forms = reports["form"].isin(list(load_forms())).tolist()
    has_table = dict(zip(zip(member_names(reports).tolist(), years, strict=True), on_forms, strict=True))
    lines = []
    open_cells = rolled[(rolled["missing"] != "") & (rolled["row"] != "")]
    for (group, year), own in open_cells.groupby(["group", "year"], sort=False):
        counts = own["missing"].str.split(JOIN).explode().value_counts(sort=False)
        for agency, count in counts.items():
            is_tabled = has_table.get((agency, year))
            what = words[_OPEN[is_tabled]].format(count=count)
            basis = words["by_list" if is_tabled is None else "by_report"]
            lines.append((group_name(str(group), book.language), year, agency, what, basis))
    absent = {(agency, year) for _, year, agency, what, _ in lines if what == words["no_report"]}
    lines += [
        ("", year, agency, words["no_report"], words["by_years"])
        for agency, year in _gaps(set(zip(body_names(reports).tolist(), years, strict=True)))
        if (agency, year) not in absent
    ]
    frame = pd.DataFrame(lines, columns=list(MISSING)).astype({"year": "Int64"})
    return _numbered(frame)


def _gaps(present: set[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Give the bodies and years without a report between two years with one.

    >>> _gaps({("甲", 2014), ("甲", 2016)})
    [('甲', 2015)]
    """
    years: dict[Any, list[Any]] = {}
    for body, year in sorted(present):
        if body:
            years.setdefault(body, []).append(year)
    return [(body, gap) for body, own in years.items() for a, b in pairwise(own) for gap in range(a + 1, b)]


def _numbered(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.reset_index(drop=True).assign(number=range(1, len(rows) + 1))


def _opened(links: pd.Series, book: Book) -> list[str]:
    return [str(book.words["open"]) if link else "" for link in links]


def _file_links(reports: pd.DataFrame, source: Path | None, path: Path) -> pd.Series:
    """Give the address of each report's file: on disk, else on the web, else none.

    Below a relative source it is relative to the workbook, so that both can be moved together; else it is absolute.
    """
    made = []
    for file, url in zip(reports["file"], reports["url"], strict=True):
        link = ""
        if source is not None:
            own = source / file.partition("!/")[0]
            try:
                near = own.as_uri() if own.is_absolute() else quote(Path(os.path.relpath(own, path.parent)).as_posix())
                link = near if own.is_file() else ""
            except (OSError, ValueError, UnicodeEncodeError):  # on another drive, or no name that a disk can have
                link = ""
        made.append(link if 0 < len(link) <= ADDRESS_LIMIT else web_address(url))
    return pd.Series(made, index=reports.index, dtype="str")
