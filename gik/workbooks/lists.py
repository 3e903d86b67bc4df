"""The sheets that are lists (清单): findings, reports, missing, data, prose figures, dictionary, revisions, long words.

Which columns a list has, how wide they are and what their codes are called: ``definitions/workbook_lists.toml``.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from gik.definitions import definition
from gik.forms import load_forms
from gik.safety import ROW_LIMIT, visible
from gik.workbooks.sheets import Book, Sheet, Shown, lines_of
from gik.workbooks.words import form_name, place_words, said

LINE = 14.5
DATA_ROWS = ROW_LIMIT - 1  # rows of a sheet, less the header
TIDY = ("cells", "figures")
LINKS = {"inside": "cell_link", "outside": "file_link"}
Column = Mapping[str, Any]


def columns_of(kind: str, rows: pd.DataFrame) -> list[Column]:
    """Give the columns of a list; tidy data keep columns that no definition knows, under their own names."""
    defined: list[Column] = list(definition("workbook_lists.toml")[kind])
    present = [column for column in defined if not column.get("optional") or column["column"] in rows]
    if kind not in TIDY:
        return present
    known = {column["column"] for column in defined}
    own = [name for name in rows.columns if name not in known]
    return present + [{"column": name, "zh": name, "en": name, "width": 14} for name in own]


def parts(rows: pd.DataFrame) -> list[pd.DataFrame]:
    """Split a list that is longer than a sheet."""
    return [rows.iloc[start : start + DATA_ROWS] for start in range(0, max(1, len(rows)), DATA_ROWS)]


def write_list(book: Book, name: str, *, kind: str, rows: pd.DataFrame) -> None:
    """Write a list as a sheet: one header row that is repeated on every page, no merged cells.

    Most are made to be read, with borders and wrapped words; the data are made to be computed with.
    ``cell_link`` and ``file_link`` are where the columns with a link lead to.
    """
    columns = columns_of(kind, rows)
    sheet = book.sheet(name, [column["width"] for column in columns], landscape=True, repeat="1:1")
    sheet.filter(len(rows))
    sheet.add([Shown(heading(column, book.language), "head") for column in columns], height=LINE * 2)
    if kind in TIDY:
        _write_tidy(sheet, rows, columns)
    else:
        _write_readable(sheet, rows, columns)


def heading(column: Column, language: str) -> str:
    """Give the heading of a column in a language."""
    return str(column["zh"]) if column["zh"] == column["en"] else said(column, language)


def column_values(rows: pd.DataFrame, column: Column, book: Book) -> list[Any]:
    """Give a column as words and numbers, missing ones as None."""
    values = rows[column["column"]]
    found: list[Any] = list(values.astype("object").where(values.notna(), None))
    if column.get("words") == "places":
        return [place_words(value, book.language) for value in found]
    words = _words(column.get("words", ""), book)
    if words:
        return [words.get(value, value) for value in found]
    return [value if isinstance(value, (str, int, float)) or value is None else str(value) for value in found]


def _write_tidy(sheet: Sheet, rows: pd.DataFrame, columns: Sequence[Column]) -> None:
    styles = sheet.book.styles
    plain, quoted = styles.number("plain"), styles.number("plain", quoted=True)
    values = [column_values(rows, column, sheet.book) for column in columns]
    looks = [(plain, quoted, styles.number("plain_number"))] * len(columns)
    for row in zip(*values, strict=True):
        sheet.add_plain(row, looks)


def _write_readable(sheet: Sheet, rows: pd.DataFrame, columns: Sequence[Column]) -> None:
    values = [column_values(rows, column, sheet.book) for column in columns]
    none = [""] * len(rows)
    links = [
        rows[str(LINKS[column["link"]])].tolist() if LINKS.get(column.get("link", "")) in rows.columns else none
        for column in columns
    ]
    widths = [column["width"] * 0.9 for column in columns]
    for row, leading in zip(zip(*values, strict=True), zip(*links, strict=True), strict=True):
        lines = max(lines_of(visible(v), width) for v, width in zip(row, widths, strict=True) if isinstance(v, str))
        sheet.add(list(_shown(row, leading)), height=LINE * lines + 3)


def _shown(row: Sequence[Any], links: Sequence[str]) -> Iterator[Shown]:
    for value, link in zip(row, links, strict=True):
        if value is None or isinstance(value, str):
            yield Shown(value, "list_link" if link else "list", link=link)
        else:
            yield Shown(value, "list_number")


def _words(kind: str, book: Book) -> dict[str, str]:
    if kind == "form":
        return {form.code: form_name(form, book.language) for form in load_forms().values()} | dict(book.words["form"])
    return dict(book.words[kind]) if kind else {}
