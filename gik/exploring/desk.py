"""The desk (操作台): the controls of a notebook around a view. What they show is worked out elsewhere."""

from io import BytesIO
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from gik.annotating import annotate
from gik.charts.paper import style as chart_style
from gik.errors import GikError
from gik.exploring.browsing import browse, style
from gik.exploring.views import CHARTS, View, explore
from gik.exploring.wide import findings_html, table_html, words_html
from gik.exploring.words import form_policies, words
from gik.series import load_rates, load_series
from gik.trend_points import BODY
from gik.trends import trend

DPI = 130
TOGETHER = "all"  # stands for by=None


class Desk(widgets.VBox):  # type: ignore[misc]
    """Controls, and what they have chosen as ``view``: a chart, a table, sources, findings and reports, and an export.

    Nothing is worked out here: each change asks :func:`gik.explore` for a fresh view. ``controls`` are the widgets by
    name, ``panes`` what they change; ``saved`` are the paths of the last export.
    """

    def __init__(self, view: View, folder: str | Path):
        self.view, self.folder = view, Path(folder)
        self.text = words(view.choice.lang)
        self.saved: tuple[Path, ...] = ()
        self.controls = _controls(view)
        self.heading = widgets.Label(self.text["by"][self.controls["by"].value])
        self.panes = {name: widgets.HTML() for name in ("message", "about", "table", "sources", "findings", "text")}
        self.chart = widgets.Image(format="png", layout={"width": "100%", "max_width": "60em"})
        self.reports = widgets.Dropdown(layout={"width": "36em"})
        self.button = widgets.Button(description=self.text["export"], icon="download", button_style="primary")
        self.exported = widgets.HTML()
        super().__init__([widgets.HTML(f"<style>{style()}</style>"), widgets.HBox([self._side(), self._main()])])
        self.add_class("gik-desk")
        for control in self.controls.values():
            control.observe(self._changed, names="value")
        self.reports.observe(self._turned, names="value")
        self.button.on_click(self._export)
        self._show()

    def _side(self) -> widgets.VBox:
        shown: list[Any] = []
        for code, control in self.controls.items():
            name = self.heading if code == "groups" else widgets.Label(self.text["controls"][code])
            shown += [control] if code == "stated" else [name, control]
        return widgets.VBox(shown, layout={"width": "19em", "flex": "0 0 auto"})

    def _main(self) -> widgets.VBox:
        panes = [self.panes[name] for name in ("table", "sources", "findings")]
        tabs = widgets.Tab([self.chart, *panes, widgets.VBox([self.reports, self.panes["text"]])])
        tabs.titles = tuple(self.text["tabs"].values())
        below = [self.panes["about"], self.button, self.exported]
        return widgets.VBox([self.panes["message"], tabs, *below], layout={"flex": "1 1 0", "min_width": "0"})

    def _changed(self, change: dict[str, Any]) -> None:
        by = self.controls["by"].value
        if change["owner"] is self.controls["by"]:  # other groups come with it; the view is made when they are chosen
            own = None if by == TOGETHER else by
            fresh = explore(self.view.tables, self.view.choice.series, by=own, lang=self.view.choice.lang)
            groups = self.controls["groups"]
            groups.unobserve(self._changed, names="value")
            with groups.hold_sync():  # a page told of fewer groups first would look for those chosen before
                groups.options = _groups(fresh)
                groups.value = fresh.choice.groups
            self.heading.value = self.text["by"][by]
            groups.observe(self._changed, names="value")
        given = {name: control.value for name, control in self.controls.items()}
        given["by"] = None if by == TOGETHER else by
        self.view = explore(self.view.tables, given.pop("series"), **given, lang=self.view.choice.lang)
        self._show()

    def _show(self) -> None:
        """Show the view; where it has no chart, why not, and all the rest."""
        view, text = self.view, self.text
        try:
            image, said = BytesIO(), ""
            with chart_style():
                view.chart.savefig(image, format="png", dpi=DPI)
            self.chart.value, self.chart.layout.display = image.getvalue(), ""
        except GikError as error:
            is_chosen = bool(view.choice.series and view.choice.groups)
            why = text["nothing" if is_chosen else "choose"] if view.points.empty else str(error)
            self.chart.layout.display, said = "none", words_html(why, "message")
        self.button.disabled = bool(said)
        self.panes["message"].value, self.exported.value = said, ""
        self.panes["table"].value = table_html(view)
        self.panes["sources"].value = browse(view)._repr_html_()
        self.panes["findings"].value = findings_html(view)
        again = words_html(text["again"] + text["colon"]) + words_html(view.code, tag="pre")
        self.panes["about"].value = words_html(view.caption) + again
        files = dict(zip(view.sources["file"], view.sources["report"], strict=True))
        before = self.reports.value
        with self.reports.hold_sync():
            self.reports.options = list(files.items())
            self.reports.value = before if before in files.values() else next(iter(files.values()), None)
        self._turned({})

    def _turned(self, _: dict[str, Any]) -> None:
        report = self.reports.value
        none = words_html(self.text["no_text"])
        self.panes["text"].value = annotate(self.view.tables, report)._repr_html_() if report else none

    def _export(self, _: widgets.Button) -> None:
        try:
            self.saved = self.view.save(self.folder)
            names = "\n".join(path.name for path in self.saved)
            self.exported.value = words_html(f"{self.text['exported'].format(folder=self.folder.resolve())}\n{names}")
        except GikError as error:
            self.exported.value = words_html(str(error), "message")


def choose(view: View, folder: str | Path) -> Desk:
    """Give the desk of a notebook, which begins with a view and exports into a folder.

    >>> import gik
    >>> desk = choose(explore(gik.parse("data/raw/city/云溪市水务局_2021.txt")), "data/processed/explore")
    >>> desk.controls["groups"].value
    ('云溪市水务局',)
    """
    return Desk(view, folder)


def _controls(view: View) -> dict[str, Any]:
    """Give the controls by the names of the arguments that they stand for, set to the view's choice."""
    choice, text = view.choice, words(view.choice.lang)
    name = "label" if choice.lang == "zh" else "label_en"
    series = [(getattr(one, name), code) for code, one in {**load_series(), **load_rates()}.items()]
    columns = [(said, code) for code, said in text["by"].items() if code in (*view.tables.reports, BODY, TOGETHER)]
    years = view.tables.reports["year"].dropna().astype(int)
    first, last = (int(years.min()), int(years.max())) if len(years) else (0, 0)
    layout = {"width": "18em"}
    return {
        "series": widgets.SelectMultiple(options=series, value=choice.series, rows=9, layout=layout),
        "by": widgets.Dropdown(options=columns, value=choice.by or TOGETHER, layout=layout),
        "groups": widgets.SelectMultiple(options=_groups(view), value=choice.groups, rows=9, layout=layout),
        "years": widgets.IntRangeSlider(
            value=choice.years or (first, last), min=first, max=last, continuous_update=False, layout=layout
        ),
        "forms": widgets.Dropdown(
            options=[(said, code) for code, said in form_policies(choice.lang).items()],
            value=choice.forms,
            layout=layout,
        ),
        "chart": widgets.Dropdown(
            options=[(text["charts"][code], code) for code in CHARTS], value=choice.chart, layout=layout
        ),
        "stated": widgets.Checkbox(value=choice.stated, description=text["controls"]["stated"], indent=False),
    }


def _groups(view: View) -> list[tuple[str, str]]:
    known = dict.fromkeys(trend(view.tables, "received", view.choice.by, lang=view.choice.lang)["group"])
    return [(group or words(view.choice.lang)["unnamed"], group) for group in known]
