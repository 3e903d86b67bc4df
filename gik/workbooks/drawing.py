"""The sheet of trends (趋势): for each series a table of agencies and years, and a native chart of it.

Charts are Excel's own, so that they can be edited. A line stops where a value is missing and where the forms count
differently; lines differ by marker and dash, not by colour alone.
"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from openpyxl.chart import LineChart, Reference
from openpyxl.chart import Series as Line
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Font, Paragraph, ParagraphProperties

from gik.definitions import definition
from gik.frames import Tables
from gik.series import FRACTION, Rate, Series, followed
from gik.trends import trend
from gik.workbooks.sheets import Book, Sheet, Shown, lines_of
from gik.workbooks.words import said, unit_name
from gik.workbooks.words import words as words_in

LABEL, YEAR = 34.0, 8.5
GROUPS = 6  # agencies in a chart
LINE = 14.0
PAGE = (510.0, 700.0)  # points: width and height of a page for its rows and the chart below them
FEWEST = 6  # columns for years, so that the words have room
CHART_ROWS = (16, 30)  # of LINE each: the least and the greatest height of a chart
FONT = "宋体"
NEAR = 0.8  # a rate from which a scale may be rounded up past 1
DASHES: dict[str, Any] = {"solid": "solid", "dashed": "dash", "dotted": "sysDot", "dashdot": "dashDot"}
FORMER = "x"  # the marker of years that count differently
MARKERS = {"o": "circle", "s": "square", "^": "triangle", "D": "diamond", "v": "dash", "P": "plus"}


def series_of(tables: Tables, language: str) -> pd.DataFrame:
    """Give the series of the crosswalk and the rates, by agency, of which the agencies drawn have two years or more.

    Drawn are those with the most points in series of their own that go over years, then with the most of all.
    """
    reports = tables.reports
    by = "agency" if (reports["agency"] != "").any() else "issuer"
    points = trend(tables, list(followed()), by=by, lang="en" if language == "en" else "zh")
    points = points[points["group"] != ""]
    valued = points[points["value"].notna()]
    follows = valued.groupby(["series", "group"])["year"].transform("nunique") > 1
    ranks = follows.groupby(valued["group"]).agg(["sum", "size"]).sort_values(["sum", "size"], ascending=False)
    kept = list(ranks.index[:GROUPS])
    # What none of those can be drawn of has no page: others may have it, in the frame of trends.
    many = valued[valued["group"].isin(kept)].groupby("series")["year"].nunique()
    drawn = points[points["series"].isin(many[many > 1].index) & points["group"].isin(kept)]
    return drawn.sort_values("group", key=lambda groups: groups.map(kept.index), kind="stable")


def write_trends(book: Book, name: str, *, points: pd.DataFrame) -> None:
    """Write a page a series: its numbers, what to mind, and its chart."""
    years = list(range(int(points["year"].min()), int(points["year"].max()) + 1)) if len(points) else []
    sheet = book.sheet(name, [LABEL, *[YEAR] * max(len(years), FEWEST)])
    if not years:
        sheet.add([Shown(book.words["trend_none"], "body")], merge=True, height=LINE * 2)
    drawn = set(points["series"])
    for code, series in followed().items():
        if code in drawn:
            if sheet.row:
                sheet.break_page()
            _write_series(sheet, series, points[points["series"] == code], years)


def _write_series(sheet: Sheet, series: Series | Rate, points: pd.DataFrame, years: list[int]) -> None:
    words = sheet.book.words
    label = said({"zh": series.label, "en": series.label_en}, sheet.book.language)
    unit = unit_name(series.unit, sheet.book.language)
    above = sheet.height
    sheet.add([Shown(label, "heading")], merge=True, height=24)
    sheet.add([Shown(words["trend_unit"].format(unit=unit), "subtitle")], merge=True, height=LINE)
    head = sheet.add(
        [Shown(words["trend_head"], "head"), *(Shown(str(year), "head") for year in years)], height=LINE * 1.5
    )
    lines: list[tuple[str, bool]] = []
    for group, own in points.groupby("group", sort=False):
        for comparable in (True, False):
            kept = own[own["value"].notna() & (own["comparable"] == comparable)]
            values: Mapping[Any, Any] = dict(zip(kept["year"].tolist(), kept["value"].tolist(), strict=True))
            if values:
                shown = str(group) if comparable else words["trend_former"].format(group=group)
                look = "list_rate" if series.unit == FRACTION else "list_number"
                numbers = [Shown(values.get(year), look) for year in years]
                sheet.add([Shown(shown, "list"), *numbers], height=LINE * lines_of(shown, LABEL * 0.9) + 2)
                lines.append((str(group), comparable))
    for text in _notes(sheet.book, points):
        sheet.add([Shown(text, "note")], merge=True, height=LINE * lines_of(text, LABEL + YEAR * len(years)) + 1)
    least, most = CHART_ROWS
    width = sum((wide * 7 + 5) * 0.75 for wide in (LABEL, *[YEAR] * max(len(years), FEWEST)))
    room = PAGE[1] * max(1.0, width / PAGE[0])  # the sheet is fitted to the width of the page
    rows = max(least, min(most, int((room - (sheet.height - above)) / LINE)))
    chart = _chart(sheet, label, unit, head, lines, len(years))
    chart.y_axis.number_format = "0%" if series.unit == FRACTION else "0"
    if isinstance(series, Rate) and NEAR < points["value"].max() <= 1:
        chart.y_axis.scaling.max = 1  # where no rate is above, the axis isn't either
    size: Any = chart
    size.height, size.width = (rows - 3) * LINE / 72 * 2.54, (width - 6) / 72 * 2.54
    sheet.ws.add_chart(chart, f"A{sheet.row + 1}")
    for _ in range(rows):
        sheet.add([], height=LINE)


def _notes(book: Book, points: pd.DataFrame) -> list[str]:
    notes = [book.words["trend_n"], book.words["trend_more"].format(count=GROUPS)]
    words = words_in("en" if book.language == "en" else "zh")  # as the notes themselves are
    for note, own in points[points["note"] != ""].groupby("note", sort=False):
        named = [
            words["trend_point"].format(group=f"{group} ", year=_span(part["year"].tolist()))
            for group, part in own.groupby("group", sort=False)
        ]
        notes.append(words["trend_note"].format(note=note, points=words["separator"].join(named)))
    return notes


def _span(years: list[int]) -> str:
    """Name years, runs of three and more by their ends.

    >>> _span([2014, 2015, 2016, 2018, 2019])
    '2014–2016、2018、2019'
    """
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    parts = [[f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(year) for year in run] for run in runs]
    return "、".join(part for run in parts for part in run)


def _chart(sheet: Sheet, label: str, unit: str, head: int, lines: list[tuple[str, bool]], years: int) -> Any:
    words, colours = sheet.book.words, definition("theme.toml")["lines"]
    titled = words_in("en" if sheet.book.language == "en" else "zh")["trend_title"]  # once, around a label in both
    chart: Any = LineChart()
    chart.title = titled.format(series=label.replace("\n", " "), unit=unit)
    chart.title.overlay = False
    chart.title.tx.rich.p[0].pPr = ParagraphProperties(defRPr=_letters(1200))
    chart.display_blanks = "gap"
    chart.x_axis.title, chart.y_axis.title = words["trend_year"], words["trend_unit"].format(unit=unit)
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete = False
        axis.title.overlay = False
        axis.txPr = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=_letters(900)), endParaRPr=_letters(900))])
    chart.x_axis.number_format = "0"
    chart.y_axis.scaling.min = 0
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D9D9D9"))
    chart.legend.position = "b"
    chart.legend.txPr = RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=_letters(900)), endParaRPr=_letters(900))])
    chart.layout = Layout(manualLayout=ManualLayout(layoutTarget="inner", x=0.07, y=0.12, w=0.9, h=0.55))
    order = list(dict.fromkeys(group for group, _ in lines))
    for offset, (group, comparable) in enumerate(lines, start=1):
        line: Any = Line(Reference(sheet.ws, min_col=2, max_col=years + 1, min_row=head + offset))
        line.tx = _title(sheet, head + offset)
        look = colours[order.index(group)]
        colour = look["color"].removeprefix("#")
        line.smooth = False
        line.graphicalProperties.line = LineProperties(w=19050, solidFill=colour, prstDash=DASHES[look["dash"]])
        line.marker.symbol, line.marker.size = MARKERS[look["marker"]] if comparable else FORMER, 7
        line.marker.graphicalProperties = GraphicalProperties(solidFill=colour, ln=LineProperties(solidFill=colour))
        chart.series.append(line)
    chart.set_categories(Reference(sheet.ws, min_col=2, max_col=years + 1, min_row=head))
    return chart


def _title(sheet: Sheet, row: int) -> Any:
    from openpyxl.chart.data_source import StrRef
    from openpyxl.chart.series import SeriesLabel

    return SeriesLabel(strRef=StrRef(f=sheet.address(row, 1)))


def _letters(size: int) -> CharacterProperties:
    return CharacterProperties(sz=size, b=False, latin=Font(typeface=FONT), ea=Font(typeface=FONT))
