"""The national forms (全国统一格式) as frozen definitions, and as the frame that :func:`forms` gives.

What a form's rows are called on paper, and in which order, stands in ``definitions/forms/*.toml``.
A new edition of the form, or another wording of a label, is a matter for those files, not for this one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from gik.definitions import definition

if TYPE_CHECKING:
    import pandas as pd

# The codes by which a cell of a form is known: of its table, its row and its column.
Key = tuple[str, str, str]
# The form by whose rows prose is told, on whatever year and form the report is.
STATED_FORM = "stat2014"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of a form's table: its code, printed label (列名) and other wordings seen."""

    code: str
    label: str
    label_en: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormHeading:
    """A heading inside a table (分类标题): it has no values of its own."""

    label: str
    number: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of a form's table: its code, printed label (行名), columns and the unit of each column."""

    code: str
    label: str
    label_en: str
    number: str
    parent: str
    columns: tuple[str, ...]
    units: tuple[str, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class FormTable:
    """One table of a form: its columns, and its rows and headings in printed order.

    There is one object a table, so that what is worked out of it can be kept by its identity.
    """

    code: str
    columns: tuple[FormColumn, ...]
    headings: tuple[FormHeading, ...]
    rows: tuple[FormRow, ...]

    def column(self, code: str) -> FormColumn:
        """Give the column of that code."""
        return next(column for column in self.columns if column.code == code)

    def row(self, code: str) -> FormRow:
        """Give the row of that code."""
        return next(row for row in self.rows if row.code == code)


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """An edition of the national form: its code, name, source notice and tables; one object an edition.

    ``counts_as`` names the earlier form whose cells of the same codes it counts the same way; empty where the list of
    series has a column for this form.
    """

    code: str
    name: str
    name_en: str
    source: str
    tables: tuple[FormTable, ...]
    counts_as: str = ""

    def table(self, code: str) -> FormTable:
        """Give the table of that code."""
        return next(table for table in self.tables if table.code == code)

    def unit(self, key: Key) -> str:
        """Give the unit in which the form asks for a cell."""
        row = self.table(key[0]).row(key[1])
        return row.units[row.columns.index(key[2])]

    def cells(self) -> Iterator[tuple[str, str, str, str, str]]:
        """Give table, row and column (codes), label and unit of every cell, in printed order.

        The label is the row's, with the column's behind it where the table has several.
        """
        for table in self.tables:
            for row in table.rows:
                for code, unit in zip(row.columns, row.units, strict=True):
                    label = row.label if len(table.columns) == 1 else f"{row.label}｜{table.column(code).label}"
                    yield table.code, row.code, code, label, unit


@cache
def load_forms() -> Mapping[str, Form]:
    """Give every form in the definitions by its code, oldest edition first.

    >>> list(load_forms())
    ['stat2014', 'art2019', 'art2021']
    """
    names = [path.name for path in files("gik.definitions").joinpath("forms").iterdir() if path.name.endswith(".toml")]
    forms = [_form(definition(f"forms/{name}")) for name in names]
    return {form.code: form for form in sorted(forms, key=lambda form: (form.code[-4:], form.code))}


def forms() -> "pd.DataFrame":
    """Give the cells of all forms: form, table, row, column, parent, label, unit, label_en.

    ``label`` is the row's printed label (行名), ``parent`` the row of which this one is a part.
    Source: the notices named in ``definitions/forms/*.toml``.

    >>> forms().query("form == 'art2021' and row == 'rules'")["column"].tolist()
    ['made', 'repealed', 'in_force']
    """
    import pandas as pd  # slow, and of no use to the processes that read files

    return pd.DataFrame(
        [
            {
                "form": form.code,
                "table": table.code,
                "row": row.code,
                "column": column,
                "parent": row.parent,
                "label": row.label,
                "unit": unit,
                "label_en": row.label_en,
            }
            for form in load_forms().values()
            for table in form.tables
            for row in table.rows
            for column, unit in zip(row.columns, row.units, strict=True)
        ]
    )


def _form(data: Mapping[str, Any]) -> Form:
    order = dict.fromkeys(entry["table"] for entry in data["columns"])
    tables = tuple(_table(data, code) for code in order)
    return Form(data["code"], data["name"], data["name_en"], data["source"], tables, data.get("counts_as", ""))


def _table(data: Mapping[str, Any], code: str) -> FormTable:
    columns = tuple(
        FormColumn(entry["code"], entry["label"], entry["label_en"], tuple(entry.get("also", ())))
        for entry in data["columns"]
        if entry["table"] == code
    )
    headings = tuple(
        FormHeading(entry["label"], entry.get("number", ""), tuple(entry.get("also", ())))
        for entry in data.get("headings", ())
        if entry["table"] == code
    )
    every = tuple(column.code for column in columns)
    return FormTable(code, columns, headings, tuple(_row(e, every) for e in data["rows"] if e["table"] == code))


def _row(entry: Mapping[str, Any], every: tuple[str, ...]) -> FormRow:
    columns = tuple(entry.get("columns", every))
    unit = entry["unit"]
    units = tuple(unit) if isinstance(unit, list) else (unit,) * len(columns)
    return FormRow(
        entry["code"],
        entry["label"],
        entry["label_en"],
        entry.get("number", ""),
        entry.get("parent", ""),
        columns,
        units,
        tuple(entry.get("also", ())),
    )
