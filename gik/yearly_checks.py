"""Checks over years (跨年核对): a report against the one by the same body on the year before.

What must hold stands in ``definitions/checks.toml`` as ``across``.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from gik.definitions import definition
from gik.findings import finding
from gik.forms import Form, load_forms
from gik.matrix import Key
from gik.panel import Panel
from gik.statements import amount, column_name, row_name

TOLERANCE = 1e-6


def check_years(panel: Panel) -> list[dict[str, Any]]:
    """Give what each report's figures owe to the year before and don't keep, as rows of the findings frame."""
    named = panel.reports[panel.reports["body"] != ""]
    before = named[["body", "year", "report", "file", "form"]].assign(year=named["year"] + 1)
    pairs = named.merge(before, on=["body", "year"], suffixes=("", "_before"))
    return [record for entry in definition("checks.toml")["across"] for record in _check(entry, pairs, panel)]


def _check(entry: Mapping[str, Any], pairs: pd.DataFrame, panel: Panel) -> Iterator[dict[str, Any]]:
    forms = entry["forms"]
    own = pairs[pairs["form"].isin(forms) & pairs["form_before"].isin(forms)].reset_index(drop=True)
    earlier = own.drop(columns=["report", "form"]).rename(columns={"report_before": "report", "form_before": "form"})
    facts: list[dict[Any, Any]] = own.to_dict("records")
    form = load_forms()[forms[-1]]
    for code, name in _lines(entry, form):

        def keys(terms: Sequence[str], code: str = code) -> list[Key]:
            pairs = [(term, code) if entry["each"] == "column" else (code, term) for term in terms]
            return [(entry["table"], *pair) for pair in pairs]

        expected = panel.values(earlier, keys(entry["before"])).sum(axis=1)
        expected += panel.values(own, keys(entry.get("plus", ()))).sum(axis=1)
        expected -= panel.values(own, keys(entry.get("minus", ()))).sum(axis=1)
        (key,) = keys([entry["found"]])
        found = panel.values(own, [key])[:, 0]
        for row in np.flatnonzero(np.abs(found - expected) > TOLERANCE).tolist():  # a missing number is not above
            about = facts[row]
            text, place = panel.printed(about["report"], about["form"], key)
            unit = _unit(load_forms()[about["form"]], key)
            record = finding(
                entry["rule"],
                place=place,
                expected=float(expected[row]),
                found=float(found[row]),
                evidence=f"{text}／{about['file_before']}",
                line=name,
                before=about["file_before"],
                asked=amount(float(expected[row]), unit),
                given=amount(float(found[row]), unit),
                gap=amount(abs(float(found[row] - expected[row])), unit),
            )
            yield {**record, "report": about["report"], "other": about["report_before"]}


def _lines(entry: Mapping[str, Any], form: Form) -> list[tuple[str, str]]:
    """Give code and name of each column or row to which a check applies: those that have the cell found."""
    table = form.table(entry["table"])
    if entry["each"] == "column":
        return [(code, column_name(form, table.code, code)) for code in table.row(entry["found"]).columns]
    return [(row.code, row_name(form, table.code, row.code)) for row in table.rows if entry["found"] in row.columns]


def _unit(form: Form, key: Key) -> str:
    row = form.table(key[0]).row(key[1])
    return row.units[row.columns.index(key[2])]
