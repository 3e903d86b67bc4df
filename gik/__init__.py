"""gik turns Chinese government-information-disclosure annual reports into tables, checks and workbooks."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from gik.forms import forms

if TYPE_CHECKING:
    from gik.annotating import annotate
    from gik.charts import (
        draw_flow,
        draw_heatmap,
        draw_multiples,
        draw_parts,
        draw_slope,
        draw_trend,
        save_chart,
    )
    from gik.checking_page import write_checking_page
    from gik.cleaning import clean
    from gik.comparing import growth, per_capita, shares
    from gik.errors import GikError
    from gik.exploring import explore
    from gik.exploring.desk import choose
    from gik.frames import Tables, load
    from gik.panel_checks import check
    from gik.parsing import parse
    from gik.proposing import propose_agencies
    from gik.ranking import quantiles, ranks
    from gik.rolling import roll_up
    from gik.saving import save_csv
    from gik.stating import stated
    from gik.streaming import parse_to
    from gik.tabulating import tabulate
    from gik.trends import trend
    from gik.workbooks import write_form, write_workbook

__all__ = [
    "GikError",
    "Tables",
    "annotate",
    "check",
    "choose",
    "clean",
    "draw_flow",
    "draw_heatmap",
    "draw_multiples",
    "draw_parts",
    "draw_slope",
    "draw_trend",
    "explore",
    "forms",
    "growth",
    "load",
    "parse",
    "parse_to",
    "per_capita",
    "propose_agencies",
    "quantiles",
    "ranks",
    "roll_up",
    "save_chart",
    "save_csv",
    "shares",
    "stated",
    "tabulate",
    "trend",
    "write_checking_page",
    "write_form",
    "write_workbook",
]

# The processes that read files need no frames: names are fetched when they are first asked for.
_HOMES = {
    "GikError": "errors",
    "Tables": "frames",
    "annotate": "annotating",
    "check": "panel_checks",
    "choose": "exploring.desk",
    "clean": "cleaning",
    "draw_flow": "charts",
    "draw_heatmap": "charts",
    "draw_multiples": "charts",
    "draw_parts": "charts",
    "draw_slope": "charts",
    "draw_trend": "charts",
    "explore": "exploring",
    "growth": "comparing",
    "load": "frames",
    "parse": "parsing",
    "parse_to": "streaming",
    "per_capita": "comparing",
    "propose_agencies": "proposing",
    "quantiles": "ranking",
    "ranks": "ranking",
    "roll_up": "rolling",
    "save_chart": "charts",
    "save_csv": "saving",
    "shares": "comparing",
    "stated": "stating",
    "tabulate": "tabulating",
    "trend": "trends",
    "write_checking_page": "checking_page",
    "write_form": "workbooks",
    "write_workbook": "workbooks",
}


def __getattr__(name: str) -> Any:
    if name == "limits":
        return import_module("gik.limits")
    if name == "__version__":
        return import_module("gik.stamp").installed_version()
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"gik.{_HOMES[name]}"), name)
