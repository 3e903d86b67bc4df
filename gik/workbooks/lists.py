"""The sheets that are lists: findings (核对问题), reports (报告清单), data (数据), prose figures (正文数字).

Which columns a list has, how wide they are and what their codes are called stands in ``definitions/workbook.toml``.
"""

from typing import Any

import pandas as pd

from gik.definitions import definition
from gik.forms import load_forms
from gik.frames import Tables
from gik.workbooks.sheets import Book, Shown, lines_of

LINE = 14.5
DATA_ROWS = 1_048_575  # rows of a sheet, less the header
NAMES = ("report", "file", "issuer", "year")


def list_frame(tables: Tables, name: str) -> pd.DataFrame:
    """Give the rows of a list: a frame of the tables, with the names of its reports beside it."""
    if name == "reports":
        own = tables.reports
    else:
        names = tables.reports[list(NAMES)].drop_duplicates("report")
        own = getattr(tables, name).merge(names, on="report", how="left")
    return own.reset_index(drop=True).assign(number=range(1, len(own) + 1))


def parts(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """Split a list that is longer than a sheet."""
    return [rows.iloc[start : start + DATA_ROWS] for start in range(0, max(1, len(rows)), DATA_ROWS)]


def write_list(book: Book, name: str, *, kind: str, rows: pd.DataFrame) -> None:
    """Write a list as a sheet: one header row that is repeated on every page, no merged cells.

    Findings and reports are made to be read, with borders and wrapped words; the data are made to be computed with.
    """
    columns = definition("workbook.toml")["lists"][kind]
    readable = kind in ("findings", "reports")
    style = "list" if readable else "plain"
    looks = [f"{style}_wrapped" if column.get("wrap") and not readable else style for column in columns]
    sheet = book.sheet(name, [column["width"] for column in columns], landscape=True, repeat="1:1")
    sheet.filter(len(rows))
    sheet.add([Shown(column[book.language], "head") for column in columns], height=LINE * 2)
    wrapped = [(i, c["width"] * 0.9) for i, c in enumerate(columns) if readable or c.get("wrap")]
    values = [_column(rows, column, book).tolist() for column in columns]
    for row in zip(*values, strict=True):
        lines = max((lines_of(row[i], width) for i, width in wrapped if isinstance(row[i], str)), default=1)
        height = LINE * lines + 3 if readable or lines > 1 else 0.0
        sheet.add([_shown(value, look, style) for value, look in zip(row, looks, strict=True)], height=height)


def _shown(value: Any, look: str, style: str) -> Shown:
    return Shown(value, look if value is None or isinstance(value, str) else f"{style}_number")


def _column(rows: pd.DataFrame, column: dict[str, Any], book: Book) -> pd.Series:
    """Give a column as words and numbers, missing ones as None."""
    values = rows[column["column"]]
    words = _words(column.get("words", ""), book)
    named: pd.Series = values.map(lambda value: words.get(value, value)) if words else values
    return named.astype("object").where(named.notna(), None)


def _words(kind: str, book: Book) -> dict[str, str]:
    if kind == "form":
        forms = load_forms().values()
        names = {form.code: form.name if book.language == "zh" else form.name_en for form in forms}
        return names | dict(book.words["form"])
    return dict(book.words[kind]) if kind else {}
