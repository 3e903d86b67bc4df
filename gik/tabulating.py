"""Tabulating (制表): the long cells as one wide table in the form's own order."""

import pandas as pd

from gik.errors import GikError
from gik.forms import Form, load_forms
from gik.frames import Tables
from gik.matrix import matrix

INDEX = ["table", "row", "column", "label", "unit"]


def tabulate(tables: Tables, form: str, *, by: str = "report", table: str | None = None) -> pd.DataFrame:
    """Give the cells of a form as a wide frame: a line a cell in printed order, a column a report or a year.

    The index is table, row and column (codes), label (行名 and 列名 as printed on the form) and unit; values are
    Float64, <NA> where no number is printed, whatever stands there instead. ``table`` keeps one table of the form.
    With ``by="report"`` columns are named issuer and year, in the order of ``tables.reports``; with ``by="year"``
    they are the years, which needs tables with one report a year, since nothing is added up here.

    Raises GikError for an unknown form or table, and for two reports of one year where columns are years.
    """
    definition = load_forms().get(form)
    if definition is None:
        raise GikError(f"没有“{form}”这种格式；可选：{'、'.join(load_forms())}。")
    if table is not None and table not in [known.code for known in definition.tables]:
        raise GikError(f"{definition.name}没有“{table}”这张表；可选：{'、'.join(t.code for t in definition.tables)}。")
    if by not in ("report", "year"):
        raise GikError(f"by={by!r}：只有 report、year。")
    grid = matrix(tables.cells, definition)
    reports = tables.reports.drop_duplicates("report").set_index("report")
    order = reports.index[reports.index.isin(grid.reports)]
    names = _years(reports.loc[order]) if by == "year" else _names(reports.loc[order])
    values = pd.DataFrame(grid.values[grid.reports.get_indexer(order)].T, dtype="Float64", columns=names)
    values.index = _labels(definition)
    wide = values if by == "report" else values.sort_index(axis="columns")
    return wide if table is None else wide.loc[[table]]


def _labels(form: Form) -> pd.MultiIndex:
    """Give the index of the wide frame; a row's label carries its column's where the table has several."""
    lines = []
    for table in form.tables:
        for row in table.rows:
            for code, unit in zip(row.columns, row.units, strict=True):
                column = table.column(code).label
                label = row.label if len(table.columns) == 1 else f"{row.label}｜{column}"
                lines.append((table.code, row.code, code, label, unit))
    return pd.MultiIndex.from_tuples(lines, names=INDEX)


def _names(reports: pd.DataFrame) -> "pd.Index[str]":
    """Name reports by issuer (else file) and year; the same name twice carries the report's code as well."""
    issuers = reports["issuer"].where(reports["issuer"] != "", reports["file"])
    names = issuers + reports["year"].map(lambda year: f" {year}", na_action="ignore").astype("str").fillna("")
    twice = names.duplicated(keep=False)
    told_apart: pd.Series[str] = names.where(~twice, names + " (" + reports.index + ")")
    return pd.Index(told_apart, name="report")


def _years(reports: pd.DataFrame) -> "pd.Index[int]":
    years = reports["year"]
    if years.isna().any():
        raise GikError(f"有{years.isna().sum()}份报告的年度不详，不能按年度列表；请先选定报告。")
    if years.duplicated().any():
        repeated = "、".join(str(year) for year in sorted(years[years.duplicated()].unique()))
        raise GikError(f"{repeated}年有不止一份报告，不能合为一列；请先选定一个机关的报告，或用 by='report'。")
    return pd.Index(years.astype("int64"), name="year")
