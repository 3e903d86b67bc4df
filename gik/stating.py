"""Stating (正文所述): the form's rows as a report's prose states them, for reports that have no table.

What is stated is never mixed with what a table prints: it has a frame of its own.
"""

import pandas as pd

from gik.frames import Tables
from gik.matrix import counted

FORM, TABLE, COLUMN = "stat2014", "stat", "value"
COLUMNS = ["report", "form", "table", "row", "column", "value", "bound", "unit", "text", "figure", "place"]
_TEN_THOUSAND = 10_000.0
# The form asks for these in 万元; prose states them in 元 with 万 and 亿 worked out.
_MONEY_UNITS = {"元": _TEN_THOUSAND}


def stated(tables: Tables) -> pd.DataFrame:
    """Give the rows of the 2014 form (统计表) that the prose states, one a report and row.

    Columns: report, form, table, row, column as in the cells frame; value in the form's unit, bound (eq, ge, le,
    approx), unit, text, figure and place (``text 120``: offset in the text). Prose of any year is told by the codes
    of that form. Of several figures for one row an exact one goes before a bound; where exact ones differ, the value
    is <NA>, since nothing says which counts. Where a person has corrected a figure, the corrected number counts.
    """
    numbers = counted(tables.figures)
    figures = numbers[(numbers["indicator"] != "") & numbers["value"].notna()]
    exact = figures.assign(inexact=figures["bound"] != "eq")
    first = exact.sort_values(["report", "indicator", "inexact", "figure"], kind="stable")
    groups = first[first["inexact"] == first.groupby(["report", "indicator"])["inexact"].transform("first")]
    chosen = groups.drop_duplicates(["report", "indicator"])
    agreed = groups.groupby(["report", "indicator"])["value"].nunique().eq(1)
    settled = agreed.reindex(pd.MultiIndex.from_frame(chosen[["report", "indicator"]])).to_numpy(dtype=bool)
    scale = chosen["unit"].map(_MONEY_UNITS).fillna(1.0).astype("Float64")
    frame = chosen.assign(
        form=FORM,
        table=TABLE,
        row=chosen["indicator"],
        column=COLUMN,
        value=(chosen["value"] / scale).where(settled),
        place="text " + chosen["start"].astype("str"),
    )
    order = {report: number for number, report in enumerate(tables.reports["report"])}
    return frame.sort_values("report", key=lambda report: report.map(order), kind="stable")[COLUMNS].reset_index(
        drop=True
    )
