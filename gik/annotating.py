"""Annotating (标注): a report's text with its numbers marked, each with what was understood, as one offline page.

An analyst reads it beside the report and sees in a minute what to trust; a correction names the figure by its number.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

from gik.definitions import definition
from gik.errors import GikError
from gik.forms import STATED_FORM, load_forms
from gik.frames import Tables
from gik.safety import html_text
from gik.saving import whole

_COUNTED = ("count", "amount", "share")

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """An offline HTML page; a notebook shows it as it is."""

    html: str

    def _repr_html_(self) -> str:
        # In a frame of its own the page's style stays off the notebook's.
        return f'<iframe srcdoc="{escape(self.html)}" style="width: 100%; height: 45em; border: 0"></iframe>'

    def save(self, path: str | Path) -> Path:
        """Write the page to a file, whole or not at all. Raises GikError where the path can't be written."""
        path = Path(path)
        with whole(path) as fresh:
            fresh.write_text(self.html, encoding="utf-8")
        return path


def annotate(tables: Tables, report: str) -> Page:
    """Give the page of one report, named by its code or its file: text, marked figures, and a list of them.

    Every figure of the prose is marked with its number. The list leaves out dates, ordinals and names; of the others it
    says value, unit and bound, the form's indicator or the thing counted, and of which figure each is a part.
    Nothing is fetched when the page is opened.
    Raises GikError where no report, or more than one, goes by that name.

    >>> import gik
    >>> page = annotate(gik.parse("data/raw/city/云溪市水务局_2021.txt"), "云溪市水务局_2021.txt")
    >>> page.html.startswith("<!DOCTYPE html>"), "云溪市水务局" in page.html
    (True, True)
    """
    reports = tables.reports
    found = reports[(reports["report"] == report) | (reports["file"] == report)].drop_duplicates("report")
    if len(found) != 1:
        raise GikError(f"没有名为“{report}”的报告（或不止一份）；请用 tables.reports 里的 report 或 file。")
    row = found.iloc[0].to_dict()
    text = "".join(tables.texts.loc[tables.texts["report"] == row["report"], "text"])
    figures = _records(tables.figures[tables.figures["report"] == row["report"]])
    findings = _records(tables.findings[tables.findings["report"] == row["report"]])
    title = html_text(row["title"] or row["file"])
    about = html_text(_words()["about"].format(file=row["file"], report=row["report"], count=len(figures)))
    heads = "".join(f"<th>{head}</th>" for head in _words()["heads"])
    told = "".join(f"<li>{html_text(f['place'])} {html_text(f['message'])}</li>" for f in findings)
    body = (
        f"<h1>{title}</h1><p>{about}</p>"
        f"<ul>{told}</ul><div class='columns'><div class='text'>{''.join(_marked(text, figures))}</div>"
        f"<table class='list'><tr>{heads}</tr>"
        f"{''.join(_line(figure) for figure in figures if _is_listed(figure))}</table></div>"
    )
    return Page(
        "<!DOCTYPE html><html lang='zh'><head><meta charset='utf-8'>"
        f"<title>{title}</title><style>{_style()}</style></head><body>{body}</body></html>"
    )


@cache
def _style() -> str:
    return files("gik.definitions").joinpath("annotated.css").read_text(encoding="utf-8")


def _words() -> Mapping[str, Any]:
    words: Mapping[str, Any] = definition("pages.toml")["annotated"]
    return words


def _records(frame: Any) -> list[Record]:
    records: list[Record] = frame.astype("object").where(frame.notna(), None).to_dict("records")
    return records


def _marked(text: str, figures: list[Record]) -> Iterator[str]:
    """Give the text piece by piece, escaped, with a mark around each figure; figures of the same words share one."""
    at = 0
    for (start, end), group in groupby(sorted(figures, key=_span), key=_span):
        if start < at:  # inside words that are marked already; the list has it
            continue
        same = list(group)
        numbers = "、".join(map(_number, same))
        yield html_text(text[at:start])
        yield f"<mark class='{_look(same[0])}' id='figure{same[0]['figure']}' title='{html_text(_meaning(same[0]))}'>"
        yield f"{html_text(text[start:end])}<sup>{numbers}</sup></mark>"
        at = end
    yield html_text(text[at:])


def _span(figure: Record) -> tuple[int, int]:
    return figure["start"], figure["end"]


def _number(figure: Record) -> str:
    number = str(figure["figure"])
    return f"<a href='#line{number}'>{number}</a>" if _is_listed(figure) else number


def _is_listed(figure: Record) -> bool:
    """Say whether a figure needs a reader's eye: dates, ordinals and names are marked in the text only."""
    return _look(figure) != "plain"


def _look(figure: Record) -> str:
    if figure["indicator"]:
        return "known"
    if figure["kind"] == "other":
        return "doubtful"
    return "count" if figure["kind"] in _COUNTED else "plain"


def _line(figure: Record) -> str:
    number, whole = figure["figure"], figure["within"]
    part = "" if whole is None else f"<a href='#line{whole}'>figure {whole}</a>"
    return (
        f"<tr id='line{number}'><td><a href='#figure{number}'>figure {number}</a></td>"
        f"<td>{html_text(figure['text'])}</td><td>{html_text(_reading(figure))}</td><td>{html_text(_meaning(figure))}</td><td>{part}</td></tr>"
    )


def _reading(figure: Record) -> str:
    if figure["value"] is None:
        return ""
    bound = _words()["bounds"][figure["bound"]]
    if figure["kind"] == "share":
        return f"{bound}{figure['value'] * 100:,.6g}%"
    return f"{bound}{figure['value']:,.10g}{figure['unit']}"


def _meaning(figure: Record) -> str:
    name = _indicators().get(figure["indicator"], "")
    field = definition("dictionary.toml")["topic"].get(figure["topic"], {"zh": ""})["zh"]
    parts = (_words()["kinds"].get(figure["kind"], ""), name, figure["label"] if not name else "", field)
    return "；".join(part for part in parts if part)


@cache
def _indicators() -> dict[str, str]:
    return {row.code: row.label for table in load_forms()[STATED_FORM].tables for row in table.rows}
