"""Tables (表) of a view as HTML for a notebook: values side by side, and findings; all words escaped."""

from collections.abc import Iterable

import pandas as pd

from gik.charts.scales import label, shown, unit
from gik.exploring.telling import Record
from gik.exploring.views import View
from gik.exploring.words import words
from gik.frames import records_of
from gik.safety import html_text
from gik.series import find_series
from gik.workbooks.words import place_words

_LOOKS = {"message": "words", "issuer": "name", "file": "name", "place": "name"}


def words_html(text: str, look: str = "", tag: str = "p") -> str:
    """Give words as HTML for a notebook.

    >>> words_html("a<b", "message")
    "<div class='gik'><p class='message'>a&lt;b</p></div>"
    """
    return f"<div class='gik'><{tag} class='{look}'>{html_text(text)}</{tag}></div>"


def table_html(view: View) -> str:
    """Give the values as a table, a column a year, with marks for points that need a second look, and their legend."""
    text, lang = words(view.choice.lang), view.choice.lang
    if view.points.empty:
        return words_html(text["nothing"])
    years = sorted({int(year) for year in view.points["year"]})
    by_point = {(point["series"], point["group"], int(point["year"])): point for point in records_of(view.points)}
    lines = []
    for code, group in view.table.index:
        series = find_series(code)
        head = (f"{label(series, lang)}（{unit(series, lang)}）", group)
        cells = [_cell(by_point.get((code, group, year)), text["missing"]) for year in years]
        lines.append(
            "<tr>" + "".join(f"<td class='name'>{html_text(name)}</td>" for name in head) + "".join(cells) + "</tr>"
        )
    heads = [text["columns"]["series"], text["columns"]["group"], *map(str, years)]
    return _table(heads, lines) + words_html(text["legend"])


def findings_html(view: View) -> str:
    """Give the findings as a table, those at the cells of the view first."""
    text, lang = words(view.choice.lang), view.choice.lang
    if view.findings.empty:
        return words_html(text["none_found"])
    columns = ["direct", "severity", "issuer", "year", "message", "file", "place"]
    lines = []
    for found in records_of(view.findings):
        said = {
            **found,
            "direct": text["yes"][str(found["direct"]).lower()],
            "severity": text["severity"].get(found["severity"], found["severity"]),
            "year": "" if pd.isna(found["year"]) else str(found["year"]),
            "place": place_words(found["place"], lang),
        }
        lines.append(
            "<tr>"
            + "".join(f"<td class='{_LOOKS.get(column, '')}'>{html_text(said[column])}</td>" for column in columns)
            + "</tr>"
        )
    return _table([text["columns"][column] for column in columns], lines)


def _cell(point: Record | None, missing: str) -> str:
    if point is None:
        return "<td></td>"
    note = html_text(point["note"])
    if pd.isna(point["value"]):
        return f"<td class='number missing' title='{note}'>{missing}</td>"
    marks = "×" * bool(point["small"]) + "◦" * (not point["comparable"])
    return f"<td class='number' title='{note}'>{shown(float(point['value']), find_series(point['series']))}{marks}</td>"


def _table(heads: Iterable[str], lines: Iterable[str]) -> str:
    head = "".join(f"<th>{html_text(name)}</th>" for name in heads)
    return f"<div class='gik'><table><tr>{head}</tr>{''.join(lines)}</table></div>"
