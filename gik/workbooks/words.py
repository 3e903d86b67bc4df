"""Words (用语): what a workbook says, in Chinese, in English, or in both side by side."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from gik.definitions import definition
from gik.forms import Form, Key

BOTH = "both"
LANGUAGES = ("zh", "en", BOTH)
SHORT = 40  # characters up to which two wordings stand on one line


@cache
def words(language: str) -> Mapping[str, Any]:
    """Give the words of ``definitions/workbook_words.toml`` in a language.

    >>> words("both")["cover"]
    '封面 Cover'
    """
    every = definition("workbook_words.toml")
    if language != BOTH:
        return dict(every[language])
    return {key: _beside(every["zh"][key], every["en"][key]) for key in every["zh"]}


def said(entry: Mapping[str, Any], language: str) -> str:
    """Give what an entry of a definition says under ``zh`` and ``en``.

    >>> said({"zh": "年度", "en": "Year"}, "both")
    '年度 Year'
    """
    return str(_beside(entry["zh"], entry["en"]) if language == BOTH else entry[language])


def form_name(form: Form, language: str) -> str:
    """Give the name of a form in a language."""
    return said({"zh": form.name, "en": form.name_en}, language)


def table_name(table: str, language: str) -> str:
    """Give the title of a table of the forms of 2019 and 2021 in a language."""
    both = definition("layouts.toml")
    return said({"zh": both["printed"][table], "en": both["printed_en"][table]}, language)


def cell_label(form: Form, key: Key, language: str) -> str:
    """Give the label of a cell's row in a language, with its column's where the table has several.

    >>> from gik.forms import load_forms
    >>> cell_label(load_forms()["art2021"], ("requests", "new", "total"), "en")
    'Requests newly received this year | Total'
    """
    table = form.table(key[0])
    row = table.row(key[1])
    if len(table.columns) == 1:
        return said({"zh": row.label, "en": row.label_en}, language)
    of = table.column(key[2])
    return said({"zh": f"{row.label}｜{of.label}", "en": f"{row.label_en} | {of.label_en}"}, language)


def own_label(form: Form, table: str, column: str, printed: str, language: str) -> str:
    """Give the label of a row that the form doesn't know, as printed, with its column's where that is known.

    >>> from gik.forms import load_forms
    >>> own_label(load_forms()["art2021"], "requests", "total", "（八）转办", "zh")
    '（八）转办｜总计'
    """
    columns = next((one.columns for one in form.tables if one.code == table and len(one.columns) > 1), ())
    of = next((of for of in columns if of.code == column), None)
    return f"{printed}｜{said({'zh': of.label, 'en': of.label_en}, language)}" if of else printed


def place_words(place: str, language: str) -> str:
    """Give a place in a file in the words of a language.

    >>> place_words("page 4 table 1 row 5 cell 2", "zh"), place_words("Sheet1!C7", "zh")
    ('第4页 第1张表 第5行 第2格', 'Sheet1!C7')
    """
    said: Mapping[str, str] = words(language)["places"]
    if place in said:
        return said[place]
    return re.sub(rf"\b({'|'.join(said)}) (\d+)", lambda found: said[found[1]].format(number=found[2]), place)


def unit_name(unit: str, language: str) -> str:
    """Give the name of a unit in a language.

    >>> unit_name("件", "en")
    'cases'
    """
    theme = definition("theme.toml")
    return said({own: theme[own]["units"].get(unit, unit) for own in ("zh", "en")}, language)


def group_name(group: str, language: str) -> str:
    """Give the name of a group: agencies keep theirs, that of all reports is in the language."""
    notes = definition("trend_notes.toml")
    everything = {own: notes[own]["everything"] for own in ("zh", "en")}
    return said(everything, language) if group == everything["zh"] else group


def _beside(zh: Any, en: Any) -> Any:
    if isinstance(zh, Mapping):
        return {key: _beside(zh[key], en[key]) for key in zh}
    if isinstance(zh, list):
        return [_beside(one, other) for one, other in zip(zh, en, strict=True)]
    if en in zh:  # such as {year} in {year}年
        return zh
    return f"{zh} {en}" if len(zh) + len(en) <= SHORT and "\n" not in zh else f"{zh}\n{en}"
