"""Browsing (翻看): the points of a view as an offline page, each with the cell or sentence it rests on one click away.

Whatever comes from a report is escaped; the table's library (DataTables, by itables) stands in the page itself.
"""

from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

import itables
import pandas as pd
from itables.javascript import generate_init_offline_itables_html

from gik.annotating import Page
from gik.charts.scales import label, shown, unit
from gik.exploring.sources import POINT
from gik.exploring.telling import Teller, grouped
from gik.exploring.words import form_names, words
from gik.frames import records_of
from gik.safety import html_text
from gik.series import find_series

if TYPE_CHECKING:
    from gik.exploring.views import View

MOST = 2_000  # points on a page
COLUMNS = ("series", "group", "year", "value", "unit", "form", "note", "source")


def browse(view: "View") -> Page:
    """Give the page of a view's points: a line each, to be sorted and searched, with its sources to be unfolded.

    Nothing is fetched when the page is opened. It lists the first 2,000 points and says so where there are more.
    """
    text = words(view.choice.lang)
    cut = text["cut"].format(shown=MOST, count=len(view.points)) if len(view.points) > MOST else ""
    about = "\n".join(line for line in (*view.caption.split("\n")[1:], cut) if line)
    # With allow_html, itables escapes nothing: rows() has done it.
    options: dict[str, Any] = {
        "connected": False,
        "allow_html": True,
        "showIndex": False,
        "maxBytes": 0,
        "pageLength": 25,
        "lengthMenu": [25, 100, 500],
        "language": dict(text["language"]),
        "ordering": True,
        "order": [],
        "style": "width:100%;margin:0",
        "display_logo_when_loading": False,
        "columnDefs": [
            {"className": "dt-left", "targets": "_all"},
            {"className": "dt-right", "targets": [COLUMNS.index("value")]},
            {"orderable": False, "targets": [COLUMNS.index("source")]},
        ],
    }
    table = itables.to_html_datatable(rows(view), **cast(Any, options))
    return Page(
        f"<!DOCTYPE html><html lang='{view.choice.lang}'><head><meta charset='utf-8'>"
        f"<title>{html_text(view.title)}</title><style>{style()}</style></head><body class='gik-page'>"
        f"<h1>{html_text(view.title)}</h1><p class='about'>{html_text(about)}</p>"
        f"{generate_init_offline_itables_html(itables.options.dt_bundle)}{table}</body></html>"
    )


def style() -> str:
    """Give the style sheet of the page and of the tables in a notebook."""
    return files("gik.definitions").joinpath("exploring.css").read_text(encoding="utf-8")


def rows(view: "View") -> pd.DataFrame:
    """Give the lines of the page as HTML; the last column unfolds."""
    lang = view.choice.lang
    text, points = words(lang), view.points.head(MOST)
    forms = form_names(lang)
    own = view.sources.merge(points[POINT], on=POINT)
    teller = Teller(view.tables, own, lang)
    by_point = grouped(own, POINT)
    lines = []
    for point in records_of(points):
        series = find_series(point["series"])
        behind = by_point.get(tuple(point[name] for name in POINT), [])
        told = "".join(map(teller.tell, behind)) or html_text(point["note"])
        form = "/".join(forms.get(code, code) for code in point["form"].split("/"))
        lines.append(
            {
                "series": html_text(label(series, lang)),
                "group": html_text(point["group"]),
                "year": int(point["year"]),
                "value": "" if pd.isna(point["value"]) else shown(float(point["value"]), series),
                "unit": html_text(unit(series, lang)),
                "form": html_text(form),
                "note": html_text(point["note"]),
                "source": f"<details name='source'><summary>{text['source']}</summary><div>{told}</div></details>",
            }
        )
    frame = pd.DataFrame(lines, columns=list(COLUMNS))
    return frame.rename(columns={column: text["columns"][column] for column in COLUMNS})
