"""Doubts (存疑): cells of scans that can't be trusted are kept as text for a person to look at.

A recognised number counts when its confidence reaches the limit in ``definitions/scans.toml``, or when an identity
(勾稽关系) holds in which it is the only doubtful one.
"""

from collections.abc import Sequence, Set
from dataclasses import replace

from gik.definitions import definition
from gik.findings import finding
from gik.form_lines import TOLERANCE, lines
from gik.forms import Key, load_forms
from gik.reading.document import Document
from gik.rows import Cell
from gik.tables import TableReading


def doubtful_as_text(document: Document, tables: TableReading) -> TableReading:
    """Give the reading of a document's tables with doubtful cells as text, each with a finding ``cell.doubtful``.

    Readings of documents whose words are certain come back as they are.
    """
    recognised = _recognised(document)
    if not recognised:
        return tables
    sure = definition("scans.toml")["sure"]
    confidences = [_confidence(cell.text, recognised.get(cell.place, ())) for cell in tables.cells]
    held = _held(tables, {_key(cell) for cell, given in zip(tables.cells, confidences, strict=True) if given < sure})
    cells: list[Cell] = []
    findings = list(tables.findings)
    for cell, given in zip(tables.cells, confidences, strict=True):
        confirmed = cell.state == "number" and _key(cell) in held
        if given >= sure or confirmed or cell.state in {"absent", "blank"}:
            cells.append(cell)
            continue
        cells.append(cell.as_words())
        findings.append(
            finding(
                "cell.doubtful",
                place=cell.place,
                evidence=f"{cell.label} {cell.text}",
                label=cell.label,
                text=cell.text,
                percent=round(given * 100),
            )
        )
    return replace(tables, cells=tuple(cells), findings=tuple(findings))


def _recognised(document: Document) -> dict[str, tuple[tuple[str, float], ...]]:
    """Give what had to be recognised at each place and isn't certain: cells of grids, and words of lines."""
    found: dict[str, tuple[tuple[str, float], ...]] = {}
    for grid in document.grids:
        found.update((cell.place, ((cell.text, cell.confidence),)) for cell in grid.cells if cell.confidence < 1)
    found.update((line.place, line.words) for line in document.paragraphs if line.words)
    return found


def _confidence(text: str, words: Sequence[tuple[str, float]]) -> float:
    """Give the least confidence of the words that hold a cell's text; of all if none does.

    >>> _confidence("12", [("规范性文件", 0.9), ("12", 0.99)]), _confidence("12", [("1", 0.9), ("2", 0.8)])
    (0.99, 0.8)
    """
    holding = [given for word, given in words if text and text in word]
    return min(holding or (given for _, given in words), default=1.0)


def _key(cell: Cell) -> Key:
    return cell.table, cell.row, cell.column


def _held(tables: TableReading, doubtful: Set[Key]) -> set[Key]:
    """Give the doubtful cells whose numbers stand in an equation that holds, alone among certain ones.

    Two doubtful numbers can be wrong by the same amount: what was a stroke twice is no 1 = 1.
    """
    read = [cell for cell in tables.cells if cell.state == "number" and cell.value is not None]
    values = {_key(cell): cell.value for cell in read}
    unsure = doubtful & values.keys()
    held: set[Key] = set()
    for line in lines(load_forms()[tables.form]) if tables.form in load_forms() else ():
        keys = {*line.whole, *line.parts}
        if line.compare == "equal" and keys <= values.keys() and len(keys & unsure) == 1:
            gap = sum(values[key] for key in line.parts) - sum(values[key] for key in line.whole)
            held |= keys & unsure if abs(gap) <= TOLERANCE else set()
    return held
