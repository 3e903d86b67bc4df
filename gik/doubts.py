"""Doubts (存疑): cells of scans that can't be trusted are kept as text for a person to look at.

A recognised number counts when its confidence reaches the limit in ``definitions/scans.toml``, or when an identity
(勾稽关系) holds in which it is the only doubtful one.
"""

from collections.abc import Set
from dataclasses import replace
from typing import Any

from gik.definitions import definition
from gik.findings import finding
from gik.forms import load_forms
from gik.reading.document import Document, Grid
from gik.tables import TableReading

Key = tuple[str, str, str]


def settled(document: Document, tables: TableReading) -> TableReading:
    """Give the reading of a document's tables with doubtful cells as text, each with a finding ``cell.doubtful``.

    Readings of documents whose words are certain come back as they are.
    """
    confidence = confidences(document)
    if not confidence:
        return tables
    sure = definition("scans.toml")["sure"]
    held = _held(tables, {place for place, given in confidence.items() if given < sure})
    cells: list[dict[str, Any]] = []
    findings = list(tables.findings)
    for cell in tables.cells:
        given = confidence.get(cell["place"], 1.0)
        confirmed = cell["state"] == "number" and (cell["table"], cell["row"], cell["column"]) in held
        if given >= sure or confirmed or cell["state"] in {"absent", "blank"}:
            cells.append(cell)
            continue
        cells.append({**cell, "value": None, "state": "text"})
        findings.append(
            finding(
                "cell.doubtful",
                place=cell["place"],
                evidence=f"{cell['label']} {cell['text']}",
                label=cell["label"],
                text=cell["text"],
                percent=round(given * 100),
            )
        )
    return replace(tables, cells=tuple(cells), findings=tuple(findings))


def confidences(document: Document) -> dict[str, float]:
    """Give the confidence of every cell that was recognised, by its place."""
    grids = (block for block in document.blocks if isinstance(block, Grid))
    return {cell.place: cell.confidence for grid in grids for cell in grid.cells if cell.confidence < 1}


def _held(tables: TableReading, doubtful: Set[str]) -> set[Key]:
    """Give the doubtful cells whose numbers stand in an equation that holds, alone among certain ones.

    Two doubtful numbers can be wrong by the same amount: what was a stroke twice is no 1 = 1.
    """
    from gik.checks import TOLERANCE, lines  # with pandas, for which reading other files doesn't wait

    read = [cell for cell in tables.cells if cell["state"] == "number" and cell["value"] is not None]
    values = {(cell["table"], cell["row"], cell["column"]): cell["value"] for cell in read}
    unsure = {(cell["table"], cell["row"], cell["column"]) for cell in read if cell["place"] in doubtful}
    held: set[Key] = set()
    for line in lines(load_forms()[tables.form]) if tables.form in load_forms() else ():
        keys = {*line.whole, *line.parts}
        if line.compare == "equal" and keys <= values.keys() and len(keys & unsure) == 1:
            gap = sum(values[key] for key in line.parts) - sum(values[key] for key in line.whole)
            held |= keys & unsure if abs(gap) <= TOLERANCE else set()
    return held
