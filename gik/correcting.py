"""Corrections (更正): a person's reading beside the printed one, with its reason, never in its place.

A correction says which words it expects to find; when they are no longer there it is stale, and nothing goes on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import isfinite
from pathlib import Path
from typing import Any

import pandas as pd

from gik.coding import CORRECTION
from gik.errors import GikError
from gik.frames import Tables
from gik.lists import read_list

COLUMNS = ["report", "place", "found", "use", "reason"]
FIGURE = "figure "


def apply_corrections(tables: Tables, corrections: str | Path | pd.DataFrame | None = None) -> Tables:
    """Give the Tables with ``corrected`` (Float64, 更正数) and ``correction`` (the reason) beside cells and figures.

    ``corrections`` is a CSV file or a frame with a line a correction: ``report`` (code or file name), ``place``
    (``requests/outcomes@total`` for a cell, ``figure 12`` for a figure), ``found`` (the printed words), ``use`` (the
    number, a cell's in the form's unit, empty where none can be known) and ``reason``. A cell printed twice is
    corrected in both places. Corrections made before stay when there are none, and give way to new ones. ``used``
    (采用数) and ``basis`` (采用依据, ``correction`` or empty) say beside every row which number counts.

    Raises GikError with every line that can't be applied, each with its file, place, and the words expected and found.
    """
    if corrections is None and "correction" in tables.cells:
        return tables
    lines = read_list(corrections, COLUMNS, "更正表")
    files = tables.reports.drop_duplicates("file").set_index("file")["report"]
    lines = lines.assign(code=lines["report"].map(files).fillna(lines["report"]).astype("str"))
    if lines.empty:
        return replace(tables, cells=_uncorrected(tables.cells), figures=_uncorrected(tables.figures))
    cells = _places(tables.cells, _cell_places(tables.cells))
    figures = _places(tables.figures, FIGURE + tables.figures["figure"].astype("str"))
    printed = pd.concat([cells, figures])
    if faults := list(_faults(lines, printed[printed["report"].isin(lines["code"])], tables.reports)):
        raise GikError("更正表有不能使用的行，请核对后再运行：\n" + "\n".join(faults))
    return replace(tables, cells=_beside(tables.cells, cells, lines), figures=_beside(tables.figures, figures, lines))


def _uncorrected(frame: pd.DataFrame) -> pd.DataFrame:
    nothing = pd.Series("", index=frame.index, dtype="str")
    corrected = pd.Series(pd.NA, index=frame.index, dtype="Float64")
    return frame.assign(corrected=corrected, correction=nothing, used=frame["value"], basis=nothing)


def _places(frame: pd.DataFrame, places: pd.Series) -> pd.DataFrame:
    return frame[["report", "text"]].assign(place=places)


def _cell_places(cells: pd.DataFrame) -> pd.Series:
    known = cells["row"] != ""
    return (cells["table"] + "/" + cells["row"] + "@" + cells["column"]).where(known, "")


def _beside(frame: pd.DataFrame, places: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Give the frame with the corrections of its own places beside it."""
    by_place = lines.set_index(["code", "place"])
    order = by_place.index.get_indexer(pd.MultiIndex.from_frame(places[["report", "place"]]))
    use = pd.Series([*map(_number, lines["use"]), None], dtype="Float64")
    reason = pd.Series([*lines["reason"], ""], dtype="str")
    basis = pd.Series([*[CORRECTION] * len(lines), ""], dtype="str")
    corrected, why, rests_on = (each.iloc[order].set_axis(frame.index) for each in (use, reason, basis))
    used = frame["value"].mask(rests_on == CORRECTION, corrected)
    return frame.assign(corrected=corrected, correction=why, used=used, basis=rests_on)


def _faults(lines: pd.DataFrame, printed: pd.DataFrame, reports: pd.DataFrame) -> Iterator[str]:
    words: dict[tuple[str, str], list[str]] = {}
    for report, text, place in printed[printed["place"].isin(lines["place"])].itertuples(index=False):
        words.setdefault((report, place), []).append(text.strip())
    names = reports.drop_duplicates("report").set_index("report")["file"].to_dict()
    twice = lines.duplicated(["code", "place"], keep=False).tolist()
    for number, (line, again) in enumerate(zip(lines.to_dict("records"), twice, strict=True), start=1):
        code = line["code"]
        faults = [*_line_faults(line, words.get((code, line["place"]), []), code in names)]
        for fault in [*faults, *(["同一位置更正了两次"] if again else [])]:
            yield f"第{number}行，{names.get(code, line['report'])}，{line['place']}：{fault}。"


def _line_faults(line: Mapping[Any, str], words: Sequence[str], is_known: bool) -> Iterator[str]:
    if not is_known:
        yield "没有这份报告"
    elif not words:
        yield "报告里没有这个位置"
    elif line["found"] not in words:
        yield f"应见“{line['found']}”，现为“{'”“'.join(dict.fromkeys(words))}”"
    if line["use"] and _number(line["use"]) is None:
        yield f"use 应为数字或留空，现为“{line['use']}”"
    if not line["reason"]:
        yield "没有写明理由（reason）"


def _number(words: str) -> float | None:
    try:
        value = float(words)
    except ValueError:
        return None
    return value if isfinite(value) else None
