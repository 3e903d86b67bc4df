"""Reused text (文字雷同): how much of a report's prose stands in its agency's last report, or in another agency's.

Sentences are compared as numbers, so that the cost grows with the number of reports and not with that of pairs.
Which sentences count, and from which share on a finding is given, stands in ``definitions/reuse.toml``.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from gik.coding import Flags, Positions
from gik.definitions import definition
from gik.findings import finding
from gik.frames import Tables
from gik.sentences import Integers, Prose, demanded, read_prose
from gik.versions import settled

# Odd numbers that spread a pair of numbers over 64 bits; what overflows is let go.
_SPREAD = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


def check_reuse(tables: Tables) -> list[dict[str, Any]]:
    """Give the reports whose prose stands word for word in another one, as rows of the findings frame.

    A report is compared with its body's report of the year before and with those of other bodies on its own year. Of
    two bodies whose reports are alike the later published is named, else the one of which more is alike.
    """
    reports = settled(tables)
    reports = reports[reports["chosen"] & reports["year"].notna() & (reports["body"] != "")]
    reports = reports.merge(tables.texts.drop_duplicates("report"), on="report").reset_index(drop=True)
    columns = (reports[name].tolist() for name in ("text", "issuer", "agency", "region"))
    prose = read_prose((text, (*names, _short(*names))) for text, *names in zip(*columns, strict=True))
    if not len(prose.text):
        return []
    total = np.bincount(prose.text, weights=prose.length, minlength=len(reports))
    before = _before(reports)
    repeated = _repeated(prose, before)
    years = reports["year"].to_numpy(dtype=np.int64)[prose.text]
    shared = _shared(prose, years)
    of_its_own = np.zeros(len(prose.text), dtype=bool)
    of_its_own[repeated | shared] = ~_asked_for(prose.kept(repeated | shared), reports, tables.figures)
    found = [
        *_last_year(prose.kept(repeated & of_its_own), before, total),
        *_sisters(prose.kept(shared & of_its_own), years[shared & of_its_own], total, reports["published"]),
    ]
    return [_finding(report, other, same, total, reports) for report, other, same in found]


def _short(issuer: str, agency: str, region: str) -> str:
    """Give the agency's name without its region's, as its own report often calls it."""
    return (agency or issuer).removeprefix(region) if region else ""


def _before(reports: pd.DataFrame) -> Positions:
    """Give the row of each report's predecessor, -1 where there is none."""
    keys = list(zip(reports["body"].tolist(), reports["year"].tolist(), strict=True))
    rows = dict(zip(keys, range(len(keys)), strict=True))
    return np.array([rows.get((body, year - 1), -1) for body, year in keys], dtype=int)


def _repeated(prose: Prose, before: Positions) -> Flags:
    """Say which sentences stand in the report of the year before."""
    here, there = _mixed(prose.words, prose.text), _mixed(prose.words, before[prose.text])
    return np.asarray(np.isin(there, here) & (before[prose.text] >= 0))


def _shared(prose: Prose, years: Integers) -> Flags:
    """Say which sentences stand in reports of several bodies on the same year, but not in so many as to be common."""
    _, first = np.unique(_mixed(prose.words, prose.text), return_index=True)
    keys, which = np.unique(_mixed(prose.words, years), return_inverse=True)
    counts = np.bincount(which[first], minlength=len(keys))[which]
    return np.asarray((counts > 1) & (counts <= definition("reuse.toml")["widest"]))


def _mixed(first: Integers, second: Integers) -> np.ndarray[Any, np.dtype[np.uint64]]:
    return first.astype(np.uint64) * _SPREAD[0] ^ second.astype(np.uint64) * _SPREAD[1]


def _asked_for(prose: Prose, reports: pd.DataFrame, figures: pd.DataFrame) -> Flags:
    """Say which sentences the form itself asks for: statements of its numbers, and phrases that all use."""
    texts, pattern = reports["text"].tolist(), demanded()
    spans = zip(prose.text.tolist(), prose.start.tolist(), prose.end.tolist(), strict=True)
    asked = np.array([pattern.search(texts[text], start, end) is not None for text, start, end in spans], dtype=bool)
    own = figures[figures["indicator"] != ""]
    rows = pd.Index(reports["report"]).get_indexer(pd.Index(own["report"]))
    own, rows = own[rows >= 0], rows[rows >= 0]
    size = 1 + max([int(prose.end.max(initial=0)), int(own["start"].max()) if len(own) else 0])
    starts = prose.text * size + prose.start
    places = rows * size + own["start"].to_numpy(dtype=np.int64)
    at = np.searchsorted(starts, places, side="right") - 1
    inside = (at >= 0) & (places < (prose.text * size + prose.end)[at]) if len(starts) else np.zeros(0, dtype=bool)
    asked[at[inside]] = True
    return asked


def _last_year(prose: Prose, before: Positions, total: Any) -> Iterator[tuple[int, int, Prose]]:
    """Give each report of which enough stands in the one of the year before, that one, and the sentences."""
    chars = np.bincount(prose.text, weights=prose.length, minlength=len(total))
    for report in np.flatnonzero(_enough(chars, total)).tolist():
        yield report, int(before[report]), _of_text(prose, report)


def _of_text(prose: Prose, text: int) -> Prose:
    return prose.kept(slice(*np.searchsorted(prose.text, [text, text + 1])))


def _enough(chars: Any, total: Any) -> Flags:
    """Say where so many characters of a report's prose are shared that it is to be told."""
    rules = definition("reuse.toml")
    return np.asarray((chars >= rules["least"]) & (chars >= rules["note"] * total))


def _sisters(prose: Prose, years: Integers, total: Any, published: pd.Series) -> Iterator[tuple[int, int, Prose]]:
    """Give each report of which enough stands in another body's, that in which most of it does, and the sentences."""
    size = len(total)
    order = np.lexsort((prose.text, prose.words, years))
    text, words, year, length = (each[order] for each in (prose.text, prose.words, years, prose.length))
    new = np.append(True, (np.diff(text) != 0) | (np.diff(words) != 0) | (np.diff(year) != 0))[: len(text)]
    text, words, year, length = (each[new] for each in (text, words, year, length))
    pairs, chars = [], []
    for apart in range(1, definition("reuse.toml")["widest"]):
        alike = np.flatnonzero((words[apart:] == words[:-apart]) & (year[apart:] == year[:-apart]))
        pairs.append(text[alike] * size + text[alike + apart])
        chars.append(length[alike])
    unique, which = np.unique(np.concatenate(pairs), return_inverse=True)
    weight = np.bincount(which, weights=np.concatenate(chars), minlength=len(unique))
    ends = np.concatenate([unique // size, unique % size]), np.concatenate([unique % size, unique // size])
    weights = np.concatenate([weight, weight])
    enough = _enough(weights, total[ends[0]])
    most = np.flatnonzero(enough)[np.lexsort((ends[1][enough], -weights[enough], ends[0][enough]))]
    best = most[np.append(True, np.diff(ends[0][most]) != 0)[: len(most)]]
    days = published.tolist()
    of_pair: dict[frozenset[int], list[tuple[tuple[bool, float], int, int]]] = {}
    for report, other, chars_shared in zip(*(each[best].tolist() for each in (*ends, weights)), strict=True):
        is_later = bool(days[report] and days[other] and days[report] > days[other])
        rank = is_later, chars_shared / total[report]
        of_pair.setdefault(frozenset((report, other)), []).append((rank, report, other))
    for found in of_pair.values():
        _, report, other = max(found)
        own, there = _of_text(prose, report), _of_text(prose, other)
        yield report, other, own.kept(np.isin(own.words, there.words))


def _finding(report: int, other: int, same: Prose, total: Any, reports: pd.DataFrame) -> dict[str, Any]:
    """Give the finding on two reports and the sentences of the first one that stand in the second."""
    rules = definition("reuse.toml")
    chars = int(same.length.sum())
    share = chars / total[report]
    one, two = reports.iloc[report], reports.iloc[other]
    passages = sorted(_passages(same, one["text"]), key=lambda span: span[0] - span[1])
    quotes = [
        f"“{one['text'][start:end].strip()}”（正文第{start + 1}至{end}字）"
        for start, end in passages[: rules["quoted"]]
    ]
    is_own = one["body"] == two["body"]
    record = finding(
        "text.reused",
        wording="zh" if is_own else "zh_other",
        severity="warning" if share >= rules["warning"] else "note",
        place=f"text {passages[0][0]}-{passages[0][1]}",
        found=round(share, 3),
        evidence="；".join(quotes),
        percent=round(100 * share),
        chars=chars,
        name=two["agency"] or two["issuer"] or f"“{two['file']}”",
        count=len(passages),
        longest=passages[0][1] - passages[0][0],
    )
    return {**record, "report": one["report"], "other": two["report"]}


def _passages(same: Prose, text: str) -> list[tuple[int, int]]:
    """Give from where to where the same sentences stand; those with nothing but blanks between them are one passage."""
    found: list[tuple[int, int]] = []
    for start, end in zip(same.start.tolist(), same.end.tolist(), strict=True):
        if found and not text[found[-1][1] : start].strip():
            found[-1] = found[-1][0], end
        else:
            found.append((start, end))
    return found
