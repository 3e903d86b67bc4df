"""Tabulating (制表): the long cells as one wide table in the form's own order; other quantities by their topic."""

import pandas as pd

from gik.blanking import blanks_policy
from gik.coding import counted
from gik.definitions import definition
from gik.errors import GikError
from gik.forms import STATED_FORM, load_forms
from gik.frames import Tables
from gik.matrix import matrix
from gik.stating import stated as read_stated
from gik.versions import counting

INDEX = ["table", "row", "column", "label", "unit"]
LOCAL = "local"
LOCAL_INDEX = ["topic", "label", "unit"]
PRINTED, STATED = "printed", "stated"
_QUANTITIES = ("count", "amount", "share")


def tabulate(
    tables: Tables,
    form: str,
    *,
    by: str = "report",
    table: str | None = None,
    stated: bool = False,
    topic: str | None = None,
) -> pd.DataFrame:
    """Give the cells of a form as a wide frame: a line a cell in printed order, a column a report or a year.

    The index is table, row and column (codes), label (行名 and 列名 as printed on the form) and unit; values are
    Float64 in that unit, <NA> where no number is printed, whatever stands there. ``table`` keeps one table of the form.
    With ``by="report"`` columns are named issuer and year, in the order of ``tables.reports``; with ``by="year"``
    they are the years, which needs tables with one report a year, since nothing is added up here. Where the analyst
    has picked a policy for blanks, its zeros stand among the values, and ``attrs["blanks"]`` of the frame names it;
    ``attrs["corrected"]`` names for each line the columns in which a person's correction stands (、 between them).

    With ``stated=True`` (form stat2014) a second level of columns tells ``printed`` from ``stated``: what the prose
    says of the form's rows, exact figures only, also of reports without a table.
    The form ``local`` gives the quantities of the prose that no form asks for: index topic (领域), label and unit, the
    second of the same label in a report as ``… (2)``; ``topic`` keeps one topic of ``definitions/prose/topics.toml``.

    Raises GikError for an unknown form, table or topic, and for two reports of one year where columns are years.

    >>> import gik
    >>> wide = tabulate(gik.parse("data/raw/city/云溪市水务局_2021.txt"), "art2021", by="year", table="disputes")
    >>> wide.query("row == 'review'")[2021].tolist()
    [1.0, 2.0, 0.0, 0.0, 3.0]
    """
    if by not in ("report", "year"):
        raise GikError(f"by={by!r}：只有 report、year。")
    reports = counting(tables.reports).set_index("report")
    if form == LOCAL:
        return _local(tables, reports, topic, by)
    definition_of = load_forms().get(form)
    if definition_of is None:
        raise GikError(f"没有“{form}”这种格式；可选：{'、'.join((*load_forms(), LOCAL))}。")
    if table is not None and table not in [known.code for known in definition_of.tables]:
        choice = "、".join(known.code for known in definition_of.tables)
        raise GikError(f"{definition_of.name}没有“{table}”这张表；可选：{choice}。")
    if stated and form != STATED_FORM:
        raise GikError(f"stated=True 只用于 {STATED_FORM}：正文所述一律按这一格式的指标记录。")
    lines = pd.MultiIndex.from_tuples(definition_of.cells(), names=INDEX)
    grid = matrix(tables.cells, definition_of)
    values = pd.DataFrame(grid.values.T, dtype="Float64", index=lines, columns=grid.reports)
    wide = _beside(values, _stated(tables, lines), reports, by) if stated else _named(values, reports, by)
    chosen = wide if table is None else wide.loc[[table]]
    marks = _named(pd.DataFrame(grid.is_corrected.T, index=lines, columns=grid.reports), reports, by)
    corrected = ["、".join(map(str, marks.columns[line])) for line in marks.reindex(chosen.index).to_numpy(dtype=bool)]
    chosen.attrs |= {"blanks": blanks_policy(tables), "corrected": corrected}
    return chosen


def _stated(tables: Tables, lines: pd.MultiIndex) -> pd.DataFrame:
    said = read_stated(tables)
    wide = said[said["bound"] == "eq"].pivot(index="row", columns="report", values="value")
    return wide.reindex(lines.get_level_values("row")).set_axis(lines).astype("Float64")


def _local(tables: Tables, reports: pd.DataFrame, topic: str | None, by: str) -> pd.DataFrame:
    topics = [*definition("prose/topics.toml"), "other"]
    if topic is not None and topic not in topics:
        raise GikError(f"没有“{topic}”这一领域；可选：{'、'.join(topics)}。")
    figures = counted(tables.figures)
    own = figures[(figures["indicator"] == "") & figures["kind"].isin(_QUANTITIES) & figures["value"].notna()]
    own = own[own["topic"] == topic] if topic is not None else own[own["topic"] != ""]
    own = own[own["report"].isin(reports.index)]
    again = own.groupby(["report", *LOCAL_INDEX]).cumcount()
    own = own.assign(label=own["label"].where(again == 0, own["label"] + " (" + (again + 1).astype("str") + ")"))
    wide = own.pivot(index=LOCAL_INDEX, columns="report", values="value").astype("Float64")
    wide = wide.reindex(pd.MultiIndex.from_frame(own[LOCAL_INDEX].drop_duplicates()))
    return _named(wide, reports, by)


def _named(wide: pd.DataFrame, reports: pd.DataFrame, by: str) -> pd.DataFrame:
    """Put the columns, which are codes of reports, in order and under their names: issuer and year, or the year."""
    order = [code for code in reports.index if code in wide.columns]
    names = _years(reports.loc[order]) if by == "year" else _names(reports.loc[order])
    named = wide[order].set_axis(names, axis="columns")
    return named.sort_index(axis="columns") if by == "year" else named


def _beside(printed: pd.DataFrame, stated: pd.DataFrame, reports: pd.DataFrame, by: str) -> pd.DataFrame:
    """Give each report a column of what its table prints and one of what its prose states."""
    codes = printed.columns.union(stated.columns)
    parts = {
        source: _named(part.reindex(columns=codes).astype("Float64"), reports, by)
        for source, part in ((PRINTED, printed), (STATED, stated))
    }
    both = pd.concat(parts, axis="columns", names=["source"]).swaplevel(axis="columns")
    return both[[(name, source) for name in parts[PRINTED].columns for source in parts]]


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
