"""Checks over years (跨年核对): a report against the one by the same body on the year before.

What must hold stands in ``definitions/checks.toml`` as ``across``.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from gik.coding import Floats, Positions
from gik.definitions import definition
from gik.findings import finding
from gik.form_lines import TOLERANCE
from gik.forms import Form, load_forms
from gik.layouts import printed_words
from gik.panel import Panel
from gik.statements import amount, column_name, row_name


def check_years(panel: Panel) -> list[dict[str, Any]]:
    """Give what each report's figures owe to the year before and don't keep, as rows of the findings frame."""
    reports = panel.reports
    named = reports.loc[reports["body"] != "", ["body", "year", "form"]].assign(
        at=np.flatnonzero(reports["body"] != "")
    )
    pairs = named.merge(named.assign(year=named["year"] + 1), on=["body", "year"], suffixes=("", "_before"))
    return [record for entry in definition("checks.toml")["across"] for record in _check(entry, pairs, panel)]


def _check(entry: Mapping[str, Any], pairs: pd.DataFrame, panel: Panel) -> Iterator[dict[str, Any]]:
    forms = entry["forms"]
    own = pairs[pairs["form"].isin(forms) & pairs["form_before"].isin(forms)]
    here, there = own["at"].to_numpy(), own["at_before"].to_numpy()
    form = load_forms()[forms[-1]]
    for code, name in _lines(entry, form):

        def total(rows: Positions, terms: Sequence[str], code: str = code) -> Floats:
            keys = [(term, code) if entry["each"] == "column" else (code, term) for term in terms]
            columns = panel.columns([(entry["table"], *key) for key in keys])
            return np.asarray(panel.values[rows[:, None], columns].sum(axis=1))

        expected = total(there, entry["before"]) + total(here, entry.get("plus", ()))
        expected -= total(here, entry.get("minus", ()))
        found = total(here, [entry["found"]])
        key = (entry["table"], *((entry["found"], code) if entry["each"] == "column" else (code, entry["found"])))
        for row in np.flatnonzero(np.abs(found - expected) > TOLERANCE).tolist():  # a missing number is not above
            report, before = int(here[row]), int(there[row])
            text, place = panel.printed(report, key)
            unit = load_forms()[panel.forms[report]].unit(key)
            record = finding(
                entry["rule"],
                place=place,
                expected=float(expected[row]),
                found=float(found[row]),
                evidence=f"{text}／{panel.about['file'][before]}",
                table=printed_words()[key[0]],
                line=name,
                last=panel.about["year"][before],
                asked=amount(float(expected[row]), unit),
                given=amount(float(found[row]), unit),
                gap=amount(abs(float(found[row] - expected[row])), unit),
            )
            codes = panel.about["report"]
            yield {**record, "report": codes[report], "other": codes[before]}


def _lines(entry: Mapping[str, Any], form: Form) -> list[tuple[str, str]]:
    """Give code and name of each column or row to which a check applies: those that have the cell found."""
    table = form.table(entry["table"])
    if entry["each"] == "column":
        return [(code, column_name(form, table.code, code)) for code in table.row(entry["found"]).columns]
    return [(row.code, row_name(form, table.code, row.code)) for row in table.rows if entry["found"] in row.columns]
