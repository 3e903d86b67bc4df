"""Stating (正文所述): the form's rows as a report's prose states them, for reports that have no table.

What is stated is never mixed with what a table prints: it has a frame of its own.
"""

from functools import cache

import pandas as pd

from gik.coding import counted
from gik.forms import STATED_FORM, load_forms
from gik.frames import Tables

TABLE, COLUMN = "stat", "value"
COLUMNS = ["report", "form", "table", "row", "column", "value", "bound", "unit", "text", "figure", "place"]
# The form asks for money in this unit; prose states it in one of these, with 万 and 亿 worked out.
_MONEY, _TEN_THOUSAND = "万元", 10_000.0
_SINGLE = ("元", "元人民币")


def stated(tables: Tables) -> pd.DataFrame:
    """Give the rows of the 2014 form (统计表) that the prose states, one a report and row.

    Columns: report, form, table, row, column as in the cells frame; value in the form's unit, bound (eq, ge, le,
    approx), that unit (万元 of money), text as printed in the figure's own unit, figure and place (``text 120``: offset
    in the text). Prose of any year is told by the codes of that form. Of several figures for one row an exact one goes
    before a bound; where exact ones differ, or money is in no unit that is known, the value is <NA>, since nothing says
    which counts. Where a person has corrected a figure, the corrected number counts.

    >>> import gik
    >>> said = stated(gik.parse("data/raw/city/云溪市水务局_2021.txt"))
    >>> said[["row", "value", "bound", "unit", "text", "place"]].head(1).to_dict("records")
    [{'row': 'normative.issued', 'value': 1.0, 'bound': 'eq', 'unit': '件', 'text': '1', 'place': 'text 331'}]
    """
    numbers = counted(tables.figures)
    figures = numbers[(numbers["indicator"] != "") & numbers["value"].notna()]
    exact = figures.assign(inexact=figures["bound"] != "eq")
    first = exact.sort_values(["report", "indicator", "inexact", "figure"], kind="stable")
    groups = first[first["inexact"] == first.groupby(["report", "indicator"])["inexact"].transform("first")]
    chosen = groups.drop_duplicates(["report", "indicator"])
    agreed = groups.groupby(["report", "indicator"])["value"].nunique().eq(1)
    settled = agreed.reindex(pd.MultiIndex.from_frame(chosen[["report", "indicator"]])).to_numpy(dtype=bool)
    units = chosen["indicator"].map(_units()).fillna(chosen["unit"]).astype("str")
    is_money = units == _MONEY
    unclear = is_money & ~chosen["unit"].isin(_SINGLE) & (chosen["value"] != 0)
    frame = chosen.assign(
        form=STATED_FORM,
        table=TABLE,
        row=chosen["indicator"],
        column=COLUMN,
        value=chosen["value"].mask(is_money, chosen["value"] / _TEN_THOUSAND).where(settled & ~unclear),
        unit=units,
        place="text " + chosen["start"].astype("str"),
    )
    order = {report: number for number, report in enumerate(tables.reports["report"])}
    return frame.sort_values("report", key=lambda report: report.map(order), kind="stable")[COLUMNS].reset_index(
        drop=True
    )


@cache
def _units() -> dict[str, str]:
    """Give the unit of each row of the form."""
    return {row.code: row.units[0] for row in load_forms()[STATED_FORM].table(TABLE).rows}
