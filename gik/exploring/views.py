"""Views (视图): what a choice shows: points, chart, table, sources, findings, caption, and the line that makes it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from gik.annotating import Page
from gik.charts import Chart, draw_heatmap, draw_multiples, draw_trend
from gik.charts.scales import label
from gik.errors import GikError
from gik.exploring.sources import related_findings, sources
from gik.exploring.words import form_policies, words
from gik.frames import Tables
from gik.series import find_series
from gik.trends import trend

ALL, COMPARABLE = "all", "comparable"
CHARTS: Mapping[str, Callable[..., Chart]] = {
    "lines": draw_trend,
    "multiples": draw_multiples,
    "heat": draw_heatmap,
}
NAMED = 3  # groups that a title names


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen, with nothing left open: the arguments of explore() but for the tables."""

    series: tuple[str, ...]
    groups: tuple[str, ...]
    years: tuple[int, int] | None
    forms: str
    stated: bool
    by: str | None
    chart: str
    lang: str

    @property
    def code(self) -> str:
        """The line of Python that makes the view again from the same tables."""
        series, groups = list(self.series), list(self.groups)
        given = {name: getattr(self, name) for name in ("years", "forms", "stated", "by", "chart", "lang")}
        more = ", ".join(f"{name}={value!r}" for name, value in given.items())
        return f"gik.explore(tables, {series!r}, groups={groups!r}, {more})"


@dataclass(frozen=True)
class View:
    """What a choice shows of the tables; ``points`` are the rows of :func:`gik.trend` that were chosen."""

    choice: Choice
    points: pd.DataFrame
    tables: Tables = field(repr=False)

    @cached_property
    def chart(self) -> Chart:
        """The chart, drawn anew from the points; GikError where they can't be drawn, such as too many groups."""
        return CHARTS[self.choice.chart](self.points, lang=self.choice.lang)

    @property
    def table(self) -> pd.DataFrame:
        """The values as a wide frame: a line a series and group, a column a year; <NA> where there is no value."""
        wide = self.points.pivot(index=["series", "group"], columns="year", values="value")
        order = [(code, group) for code in self.choice.series for group in self.choice.groups]
        return wide.reindex([line for line in order if line in wide.index])

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The cells and sentences behind the points, one a line, with file and place."""
        return sources(self.tables, self.points, self.choice.by, self.choice.lang)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """The findings of the reports behind the points; ``direct`` are those at a cell that the points rest on."""
        return related_findings(self.tables, self.sources)

    @property
    def title(self) -> str:
        """The series, groups and years of the view."""
        text, choice = words(self.choice.lang), self.choice
        known = [label(find_series(code), choice.lang) for code in choice.series]
        groups = text["comma"].join(group or text["unnamed"] for group in choice.groups[:NAMED]) or text["none_chosen"]
        more = text["more"].format(count=len(choice.groups)) if len(choice.groups) > NAMED else ""
        years = text["span"].format(first=choice.years[0], last=choice.years[1]) if choice.years else ""
        series = text["comma"].join(known) or text["none_chosen"]
        return str(text["title"]).format(series=series, groups=groups + more, years=years)

    @property
    def caption(self) -> str:
        """What a reader must know beside the chart: choice, gaps, n, source, findings, fingerprint; a line each."""
        text, choice = words(self.choice.lang), self.choice
        told: list[str] = []
        with suppress(GikError):  # what can't be drawn has no signs to explain
            told = [self.chart.get_supxlabel()]
        policy = text["policy"].format(
            by=text["by"].get(choice.by or "all", choice.by),
            forms=form_policies(choice.lang)[choice.forms],
            stated=text["stated" if choice.stated else "not_stated"],
        )
        direct = int(self.findings["direct"].sum())
        found = text["found"].format(direct=direct, others=len(self.findings) - direct)
        return "\n".join([self.title, policy, *told, found, text["fingerprint"].format(code=self.fingerprint)])

    @property
    def code(self) -> str:
        """The line of Python that makes the view again from the same tables."""
        return self.choice.code

    @property
    def fingerprint(self) -> str:
        """Twelve digits by which two views of the same numbers are known to be the same."""
        return sha256(self.points.to_csv(index=False).encode()).hexdigest()[:12]

    def browse(self) -> Page:
        """Give an offline page of the points, each with its cells or sentences one click away (needs itables)."""
        from gik.exploring.browsing import browse  # itables is of the extra "notebooks"

        return browse(self)

    def save(self, folder: str | Path) -> tuple[Path, ...]:
        """Save the view as workbook, picture and data, all or none, and give the paths: .xlsx, .png, .svg, .csv.

        They are named by the view's title; the workbook holds caption, line of code, sources and findings too.
        Raises GikError where the chart can't be drawn, or the folder not be written.
        """
        from gik.exploring.saving import save_view  # with openpyxl, for which a view on the screen doesn't wait

        return save_view(self, Path(folder))


def explore(
    tables: Tables,
    series: str | Sequence[str] = "received",
    *,
    groups: int | Sequence[str] | None = 4,
    years: tuple[int, int] | None = None,
    forms: str = ALL,
    stated: bool = False,
    by: str | None = "body",
    chart: str = "lines",
    lang: str = "zh",
) -> View:
    """Give the view of a choice: series or rates as in :func:`gik.trend`, groups, years (first and last) and forms.

    ``groups`` are names, or how many to take: those with the greatest sums of the first series; None takes all.
    ``forms`` is ``all``, ``comparable`` (only points that count as the newest form does) or the code of one form;
    ``stated`` lets reports without a table count with what their prose states; ``by`` is ``body`` or a column of
    the reports, None takes all together.
    ``chart`` is lines, multiples or heat. Findings are those of ``tables``: put ``gik.check``'s there for all rules.

    Raises GikError for what there isn't, naming what there is.

    >>> import gik
    >>> view = explore(gik.parse("data/raw/city/云溪市水务局_2021.txt"))
    >>> view.title, view.table.loc[("received", "云溪市水务局"), 2021].item()
    ('收到（新收）申请：云溪市水务局，2021—2021年', 15.0)
    """
    _require("chart", chart, CHARTS)
    _require("lang", lang, ("zh", "en"))
    _require("forms", forms, form_policies(lang))
    if years is not None and years[0] > years[1]:
        raise GikError(f"years={years!r}：起始年度晚于截止年度。")
    points = trend(tables, series, by, stated=stated, lang=lang)
    codes = tuple(dict.fromkeys(points["series"])) or ((series,) if isinstance(series, str) else tuple(series))
    chosen = _groups(points, groups) if codes or isinstance(groups, int) else tuple(groups or ())
    own = points[points["group"].isin(chosen)]
    if forms == COMPARABLE:
        own = own[own["comparable"]]
    elif forms != ALL:
        own = own[own["form"] == forms]
    if years is not None:
        own = own[own["year"].between(*years)]
    elif len(own):
        years = int(own["year"].min()), int(own["year"].max())
    settled = Choice(codes, chosen, years and (int(years[0]), int(years[1])), forms, stated, by, chart, lang)
    return View(settled, own.reset_index(drop=True), tables)


def _groups(points: pd.DataFrame, wanted: int | Sequence[str] | None) -> tuple[str, ...]:
    known = list(dict.fromkeys(points["group"]))
    if wanted is None:
        return tuple(known)
    if isinstance(wanted, int):
        first = points[points["series"] == points["series"].iloc[0]] if len(points) else points
        sums = first.groupby("group", sort=False)["value"].sum().sort_values(ascending=False, kind="stable")
        return tuple(str(group) for group in sums.index[:wanted])
    names = [wanted] if isinstance(wanted, str) else list(dict.fromkeys(wanted))
    if unknown := [name for name in names if name not in set(known)]:
        raise GikError(f"没有{'、'.join(unknown)}这一组；可选：{'、'.join(known[:50])}。")
    return tuple(names)


def _require(name: str, value: str, known: Any) -> None:
    if value not in known:
        raise GikError(f"{name}={value!r}：只有 {'、'.join(known)}。")
