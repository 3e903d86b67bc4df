"""Sources (出处): the cells and sentences that the points of a trend rest on, and the findings about them.

Neither the files to be read (gik.sources) nor the list of where these were found (来源表, gik.agency_lists).
"""

from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from gik.coding import KEY, counted
from gik.forms import STATED_FORM, load_forms
from gik.frames import Tables
from gik.series import find_series
from gik.statements import cell_name
from gik.stating import stated as read_stated
from gik.trend_notes import PROSE
from gik.trend_points import dated_reports

POINT = ["series", "group", "year"]
COLUMNS = [
    *(*POINT, "report", "file", "form", "table", "row", "column", "cell"),
    *("text", "value", "state", "unit", "basis", "place", "figure"),
]
FINDING = ["severity", "rule", "place", "expected", "found", "difference", "message", "direct"]
_SEVERITIES = ("error", "warning", "note")


def sources(tables: Tables, points: pd.DataFrame, by: str | None, lang: str = "zh") -> pd.DataFrame:
    """Give what the points of :func:`gik.trend` (in ``lang``) rest on: a line a point, report and cell of the series.

    Columns: series, group, year of the point; report, file, form; table, row, column of the cell and its name
    ``cell``; ``text`` as printed, ``value`` that counts and its ``basis`` (empty for a printed number), state, unit,
    place; ``figure`` where the prose states it (form ``prose``). A cell that the report doesn't print is ``absent``.
    """
    wanted = points[[*POINT, "form"]].rename(columns={"form": "forms"})
    members = dated_reports(tables, by, lang)[["report", "form", "year", "group"]]
    files = tables.reports.drop_duplicates("report")[["report", "file"]]
    pairs = wanted.merge(members, on=["group", "year"]).merge(files, on="report")
    unformed = ~pairs["form"].isin(list(load_forms()))
    is_prose = pairs["forms"].str.split("/").map(lambda forms: PROSE in forms)
    pairs["form"] = pairs["form"].mask(unformed & is_prose, PROSE)
    asked = pd.DataFrame(
        _asked(points["series"].unique()), columns=["series", "form", "table", "row", "column", "cell"]
    )
    lines = pairs.drop(columns="forms").merge(asked.astype("str"), on=["series", "form"])
    printed = counted(tables.cells[tables.cells["report"].isin(lines["report"])])
    printed = printed.assign(basis=printed.get("basis", ""), figure=None)
    said = read_stated(tables)
    said = said[said["report"].isin(lines["report"]) & (said["bound"] == "eq")]
    said = said.assign(form=PROSE, state="number", basis="")
    both = pd.concat([printed, said])[[*KEY, "form", *COLUMNS[10:]]].astype({"figure": "Int64"})
    found = lines.merge(both, on=[*KEY, "form"], how="left")
    return found.fillna({"state": "absent", "text": "", "unit": "", "basis": "", "place": ""})[COLUMNS]


def related_findings(tables: Tables, found: pd.DataFrame) -> pd.DataFrame:
    """Give the findings of the reports among the sources, those at one of their cells first (``direct``).

    Columns: file, issuer, year of the report; severity, rule, place, expected, found, difference, message, direct.
    """
    own = tables.findings[tables.findings["report"].isin(found["report"])]
    places = pd.MultiIndex.from_frame(found.loc[found["place"] != "", ["report", "place"]])
    names = tables.reports.drop_duplicates("report")[["report", "file", "issuer", "year"]]
    named = own.assign(direct=pd.MultiIndex.from_frame(own[["report", "place"]]).isin(places)).merge(names, on="report")
    order = named["severity"].map({severity: rank for rank, severity in enumerate(_SEVERITIES)})
    ordered = named.assign(order=order, others=~named["direct"]).sort_values(["others", "order"], kind="stable")
    return ordered[["file", "issuer", "year", *FINDING]].reset_index(drop=True)


def _asked(codes: Iterable[Any]) -> Iterator[tuple[str, ...]]:
    """Give the cells that each series adds up or divides, by form; prose states those of one form."""
    for code in codes:
        for part in find_series(str(code)).parts:
            for form, keys in [*part.cells.items(), (PROSE, part.cells[STATED_FORM])]:
                known = load_forms()[STATED_FORM if form == PROSE else form]
                for key in keys:
                    yield (str(code), form, *key, cell_name(known, key))
