"""Versions (同一机关同一年度的几份报告): all are kept, one is chosen by a stated rule, the others are compared with it.

The rule: one with statistical tables before one without; then the later published; then the one with more cells
filled in; then the first by file name.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from gik.agencies import UNNAMED
from gik.coding import counted
from gik.findings import finding
from gik.form_lines import TOLERANCE
from gik.forms import Form, Key, load_forms
from gik.frames import Tables
from gik.matrix import Matrix, matrices
from gik.statements import UNFILLED, cell_name

LOCAL = ["table", "column", "label"]


def choose_versions(tables: Tables) -> Tables:
    """Give the Tables with ``chosen`` in reports: whether a row counts where each body has one report a year.

    Not chosen are files that failed, second copies of the same content, and versions that another goes before.
    """
    reports = tables.reports
    ranked = _ranked(tables)
    named = (ranked["body"] != "") & ranked["year"].notna()
    second = ranked["report"].duplicated() | (named & ranked.duplicated(["body", "year"]))
    chosen = (~second & (ranked["status"] != "failed")).reindex(reports.index)
    return replace(tables, reports=reports.assign(chosen=chosen.astype("bool")))


def settled(tables: Tables) -> pd.DataFrame:
    """Give the reports once each, with ``body`` and ``chosen``, which are worked out where nobody has cleaned."""
    reports = (tables if "chosen" in tables.reports else choose_versions(tables)).reports
    once = reports.assign(body=bodies(tables)).sort_values("chosen", ascending=False, kind="stable")
    return once.drop_duplicates("report").sort_index()


def counting(reports: pd.DataFrame) -> pd.DataFrame:
    """Give the reports that tables and series count, once each: those chosen, where somebody has cleaned, else all."""
    return reports[reports["chosen"]] if "chosen" in reports else reports.drop_duplicates("report")


def body_names(reports: pd.DataFrame) -> pd.Series:
    """Give what each report's body is called: its settled agency, else its issuer as printed."""
    return reports["agency"].mask(reports["agency"] == "", reports["issuer"])


def member_names(reports: pd.DataFrame) -> pd.Series:
    """Give the name by which each report counts among others: its body's, else its file's."""
    known = body_names(reports)
    return known.mask(known == "", reports["file"])


def bodies(tables: Tables) -> pd.Series:
    """Give each report's body: its settled agency, else its issuer and region, else an empty text.

    An issuer that isn't told apart from others (市教育局 without a city) is no body.
    """
    reports, findings = tables.reports, tables.findings
    unnamed = reports["report"].isin(findings.loc[findings["rule"].isin(UNNAMED), "report"])
    printed = (reports["issuer"] + "｜" + reports["region_code"]).mask(unnamed | (reports["issuer"] == ""), "")
    return reports["agency"].mask(reports["agency"] == "", printed)


def version_findings(tables: Tables) -> list[dict[str, Any]]:
    """Give a finding for each version that was not chosen, and one for each cell in which it differs.

    Cells of rows that the form doesn't know (自设项) are compared by label.
    Cells that were read in one of the two only are counted, not listed: what wasn't read isn't another number.
    """
    reports = settled(tables)
    named = reports[(reports["body"] != "") & reports["year"].notna() & (reports["status"] != "failed")]
    chosen = named.loc[named["chosen"], ["body", "year", "report", "file", "form", "issuer"]]
    pairs = named[~named["chosen"]].merge(chosen, on=["body", "year"], suffixes=("", "_chosen"))
    forms = load_forms()
    compared = pd.concat([pairs["report"], pairs["report_chosen"]])
    cells = tables.cells[tables.cells["report"].isin(compared)]
    asked = [form for code, form in forms.items() if (pairs["form"] == code).any()]
    used = matrices(cells, asked, assumed=False)
    return [record for pair in pairs.to_dict("records") for record in _compared(pair, used, forms)]


def _ranked(tables: Tables) -> pd.DataFrame:
    """Give the reports, the preferred ones first."""
    cells = counted(tables.cells, assumed=False)
    filled = cells.loc[cells["state"] == "number", "report"].value_counts()
    reports = tables.reports.assign(
        body=bodies(tables),
        tabled=tables.reports["form"].isin([*load_forms(), "local"]),
        filled=tables.reports["report"].map(filled).fillna(0),
    )
    by = {"tabled": False, "published": False, "filled": False, "file": True}
    return reports.sort_values(list(by), ascending=list(by.values()), kind="stable")


def _compared(pair: dict[Any, Any], used: dict[str, Matrix], forms: Mapping[str, Form]) -> Iterator[dict[str, Any]]:
    about = {"report": pair["report"], "other": pair["report_chosen"]}
    facts = {"year": pair["year"], "chosen": pair["file_chosen"]}
    same_form = pair["form"] == pair["form_chosen"] and pair["form"] in used
    differing = list(_differing(pair, used[pair["form"]], forms[pair["form"]])) if same_form else []
    found = [difference for difference in differing if difference is not None]
    alone = len(differing) - len(found)
    if same_form and not differing:
        yield {**finding("file.duplicate", wording="zh_mirror", evidence=pair["file"], **facts), **about}
        return
    unlike = f"本报告有{len(found)}格与之不同" if found else "两份都有的各格相同"
    compared = unlike if same_form else "两份报告的表格格式不同，未逐格比较"
    compared += f"，另有{alone}格只在其中一份里读到" if alone else ""
    if "" != pair["issuer"] != pair["issuer_chosen"] != "":  # merged bodies, rather than versions of one report
        names = f"本报告所印机关为“{pair['issuer']}”，那一份为“{pair['issuer_chosen']}”"
        compared += f"；{names}（如是两个机关，请在机关名录中分列）"
    head = finding(
        "file.duplicate", wording="zh_version", severity="warning", evidence=pair["file"], compared=compared, **facts
    )
    yield {**head, **about}
    for name, place, texts, values in found:
        record = finding(
            "file.duplicate",
            wording="zh_cell",
            severity="warning",
            place=place,
            expected=values[1],
            found=values[0],
            evidence=f"{texts[0]}／{texts[1]}",
            cell=name,
            printed=texts[0],
            there=texts[1],
            **facts,
        )
        yield {**record, **about}


def _differing(
    pair: dict[Any, Any], grid: Matrix, form: Form
) -> Iterator[tuple[str, str, list[str], list[float | None]] | None]:
    """Give name, place, words and numbers of the cells in which two reports differ: this one's, the chosen one's.

    None for a cell that only one of them has.
    """
    codes = [pair["report"], pair["report_chosen"]]
    rows = grid.reports.get_indexer(pd.Index(codes))
    if (rows < 0).any():
        return
    values, states, words = grid.values[rows], grid.states[rows], grid.texts[rows]
    both, unread = ~np.isnan(values).any(axis=0), (states == "text").all(axis=0)
    unlike = (states[0] != states[1]) | (unread & (words[0] != words[1]))
    differ = np.where(both, np.abs(values[0] - values[1]) > TOLERANCE, unlike)
    keys: list[Key] = list(grid.keys)
    for at in np.flatnonzero(differ).tolist():
        if (states[:, at] == "absent").any():
            yield None
            continue
        numbers = [None if np.isnan(value) else float(value) for value in values[:, at]]
        yield (
            cell_name(form, keys[at]),
            grid.places[rows[0], at],
            [text.strip() or UNFILLED for text in words[:, at]],
            numbers,
        )
    local = [grid.local[grid.local["report"] == code].drop_duplicates(LOCAL).set_index(LOCAL) for code in codes]
    for key in dict.fromkeys([*local[0].index, *local[1].index]):
        if not all(key in own.index for own in local):
            yield None
            continue
        cells = [own.loc[key] for own in local]
        texts = [cell["text"].strip() or UNFILLED for cell in cells]
        if texts[0] != texts[1]:
            numbers = [None if pd.isna(cell["value"]) else float(cell["value"]) for cell in cells]
            yield key[-1], str(cells[0]["place"]), texts, numbers
