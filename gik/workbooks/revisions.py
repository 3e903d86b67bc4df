"""Revisions (修订): which cells changed since the previous workbook of the same scope, from what to what, and why."""

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from gik.blanking import blanks_policy
from gik.definitions import definition
from gik.errors import GikError
from gik.forms import load_forms
from gik.frames import Tables
from gik.safety import CELL_LIMIT, visible
from gik.stamp import stamp
from gik.statements import cell_name
from gik.versions import body_names
from gik.workbooks.frames import tidy
from gik.workbooks.lists import columns_of, heading
from gik.workbooks.sheets import Book
from gik.workbooks.words import LANGUAGES, cell_label, words

PROPERTIES = ("gik.scope", "gik.version", "gik.lang", "gik.blanks")
LONG = CELL_LIMIT // 3  # characters from which on words may go on elsewhere
KEY = ["body", "year", "form", "table", "row", "column", "own", "again"]
COLUMNS = ["made", "issuer", "year", "form", "item", "before", "after", "reason"]


@dataclass(frozen=True)
class Previous:
    """What an earlier workbook held: scope, program's version, policy for blanks, data, its own record of revisions."""

    scope: str
    version: str
    blanks: str
    cells: pd.DataFrame
    revisions: pd.DataFrame


def read_previous(path: Path) -> Previous | None:
    """Give what an earlier workbook holds, None where there is none or it isn't one of ours."""
    import openpyxl
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        if not path.is_file():
            return None
        book: Any = openpyxl.load_workbook(path, read_only=True)
        found = {entry.name: str(entry.value or "") for entry in book.custom_doc_props.props}
        book.close()
        if any(name not in found for name in PROPERTIES) or found["gik.lang"] not in LANGUAGES:
            return None
        language = found["gik.lang"]
        with CalamineWorkbook.from_path(path) as sheets:
            cells, record, overflow = (_read(sheets, kind, language) for kind in ("cells", "revisions", "overflow"))
        held = (_whole(frame, overflow, language) for frame in (cells, record))
        return Previous(found["gik.scope"], found["gik.version"], found["gik.blanks"], *held)
    except (CalamineError, OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None


def require_previous(path: Path) -> Previous:
    """Give what an earlier workbook holds.

    Raises GikError where there is none, or it isn't one of ours.
    """
    found = read_previous(path)
    if found is None:
        raise GikError(f"{path} 不是 gik.write_workbook 写出的工作簿，无法与之比较。")
    return found


def revisions(tables: Tables, previous: Previous | None, made: datetime, book: Book) -> pd.DataFrame:
    """Give what changed since the previous workbook, and below it what that one's own record says.

    Columns: made, issuer, year, form, item, before, after, reason. Reports that came or went are a line each, and so
    is another policy for blanks, which changes sums and trends but no cell.
    """
    if previous is None:
        return pd.DataFrame(columns=["number", *COLUMNS])
    now, before = _keyed(tidy(tables, "cells")), _keyed(previous.cells)
    both = before.merge(now, on=KEY, how="outer", suffixes=("_before", "_after"), indicator="side", sort=False)
    differ = both[(both["side"] != "both") | ~_same(both)].sort_values(["at_after", "at_before"], kind="stable")
    lines = [*_policy(previous, tables, book), *_lines(differ, before, now, previous, book)]
    stamp = book.words["made_value"].format(made=made)
    fresh = pd.DataFrame([{"made": stamp, **line} for line in lines], columns=COLUMNS)
    every = pd.concat([fresh, previous.revisions.reindex(columns=COLUMNS)], ignore_index=True)
    every = every.astype("object").where(every.notna(), "")
    every["year"] = [int(year) if str(year).isdecimal() else year for year in every["year"]]
    return every.assign(number=range(1, len(every) + 1))


def _read(sheets: Any, kind: str, language: str) -> pd.DataFrame:
    """Give a list of an earlier workbook as words, under the names of its columns."""
    name, rows = words(language)[kind], list[Sequence[Any]]()
    number = 1
    sheet = name
    while sheet in sheets.sheet_names:
        rows += sheets.get_sheet_by_name(sheet).to_python()[1 if number > 1 else 0 :]
        number += 1
        sheet = words(language)["part"].format(name=name, number=number)
    if not rows:
        return pd.DataFrame()
    names = {heading(column, language): column["column"] for column in definition("workbook_lists.toml")[kind]}
    shown = [[_word(value) for value in row] for row in rows[1:]]
    return pd.DataFrame(shown, columns=[names.get(str(title), str(title)) for title in rows[0]], dtype="str")


def _whole(frame: pd.DataFrame, overflow: pd.DataFrame, language: str) -> pd.DataFrame:
    """Give a list with words that went on in another sheet put together again."""
    note = re.escape(words(language)["goes_on"])
    pattern = re.compile(re.sub(r"\\\{(start|end)\\\}", r"(\\d+)", note) + r"\Z")
    parts = dict(zip(overflow.get("number", ()), overflow.get("text", ()), strict=True))

    def joined(text: str) -> str:
        found = pattern.search(text) if len(text) > LONG else None
        if found is None:
            return text
        return text[: found.start()] + "".join(parts[str(n)] for n in range(int(found[1]), int(found[2]) + 1))

    return frame.map(joined)


def _word(value: Any) -> str:
    return f"{value:.15g}" if isinstance(value, (int, float)) else str(value)


def _keyed(cells: pd.DataFrame) -> pd.DataFrame:
    """Give cells as words by body, year and place on the form; a cell printed twice is told apart by its order."""
    states = {words(language)["state"][code]: code for language in LANGUAGES for code in words(language)["state"]}
    made = cells.reindex(columns=[c["column"] for c in columns_of("cells", cells)] + ["corrected", "correction"])
    made = made.loc[:, ~made.columns.duplicated()]
    for name in ("year", "corrected"):
        values = made[name].astype("object").where(made[name].notna(), "")
        made[name] = [_word(value) for value in values]
    made = made.astype("object").where(made.notna(), "").astype("str")
    for name in ("text", "label", "agency", "issuer"):  # as an earlier workbook shows them
        made[name] = [visible(text) for text in made[name]]
    made["state"] = made["state"].map(lambda state: states.get(state, state))
    made["body"] = body_names(made)
    made["own"] = made["label"].where(made["row"] == "", "")
    made["at"] = range(len(made))
    made["again"] = made.groupby(KEY[:-1], sort=False).cumcount()
    return made


def _same(both: pd.DataFrame) -> pd.Series:
    same = pd.Series(True, index=both.index)
    for name in ("text", "state", "corrected"):
        # A side without a line has no words, whatever its type then is.
        before, after = (
            both[f"{name}_{side}"].astype("object").fillna("").astype("str") for side in ("before", "after")
        )
        same &= before.str.strip() == after.str.strip()
    return same


def _lines(
    differ: pd.DataFrame, before: pd.DataFrame, now: pd.DataFrame, previous: Previous, book: Book
) -> Iterator[dict[str, Any]]:
    words, names = book.words, ["body", "year", "form"]
    old, new = (set(frame[names].itertuples(index=False, name=None)) for frame in (before, now))
    seen: set[tuple[str, ...]] = set()
    for line in differ.astype("object").fillna("").to_dict("records"):
        report = line["body"], line["year"], line["form"]
        about = {"issuer": report[0], "year": report[1], "form": report[2]}
        if report in old and report in new:
            yield {**about, "item": _item(line, book), **_change(line, words), "reason": _reason(line, previous, words)}
        elif report not in seen:
            seen.add(report)
            reason = words["new_report"] if report in new else words["gone_report"]
            yield {**about, "item": words["whole_report"], "before": "", "after": "", "reason": reason}


def _policy(previous: Previous, tables: Tables, book: Book) -> Iterator[dict[str, Any]]:
    words, policy = book.words, blanks_policy(tables)
    if policy != previous.blanks:
        was, now = (words["blanks"].get(name, name) for name in (previous.blanks, policy))
        yield {"item": words["blanks_item"], "before": was, "after": now, "reason": words["new_blanks"]}


def _item(line: dict[Any, Any], book: Book) -> str:
    form = load_forms().get(line["form"])
    if form is None or not line["row"]:
        return str(line["own"] or line["row"])
    key = line["table"], line["row"], line["column"]
    return cell_name(form, key) if book.language == "zh" else cell_label(form, key, book.language)


def _change(line: dict[Any, Any], words: Any) -> dict[str, str]:
    shown = {}
    for side in ("before", "after"):
        text, state, use = (line[f"{name}_{side}"] for name in ("text", "state", "corrected"))
        printed = text.strip() or str(words["state"].get(state, "—"))
        shown[side] = f"{printed}→{use}" if use else printed
    return shown


def _reason(line: dict[Any, Any], previous: Previous, words: Any) -> str:
    if line["correction_after"] != line["correction_before"] and line["correction_after"]:
        return str(words["new_correction"].format(reason=line["correction_after"]))
    if line["report_before"] != line["report_after"]:
        return str(words["new_file"].format(before=line["report_before"], after=line["report_after"]))
    if line["corrected_before"] and not line["corrected_after"]:
        return str(words["gone_correction"].format(reason=line["correction_before"]))
    return str(words["new_reading"].format(before=previous.version, after=stamp()))
