"""Statistical tables: grids and printed lines × forms → cells.

Tokens of a document are cut into regions, regions into rows, rows into the columns of the form. What can't be placed
is kept as text and becomes a finding; what the form asks for and the report doesn't print is listed as absent.

``wording`` says when two labels are one, ``lexicon`` what each may stand for. ``raws``, ``lexing`` and ``cell_lexing``
cut words into labels and values, ``lines`` recalls those of lines that come again; ``tokens`` have their places in the
document, whose ``regions`` ``sifting`` rids of lists; ``alike`` tells layouts. ``captions`` reads the units stated
above them. ``rows`` finds what is ``printed`` in rows by the ``meanings`` of labels, ``heads`` its columns; ``placing``
puts values into them, by ``grids`` or by ``pipes`` and ``strips``, and doubts them by ``strangers``. ``cells`` makes
rows of the frame of it all, ``recalling`` those of a region that is laid out as an earlier one, by what ``asking`` has
noted. ``twice`` and ``yearly`` tell of what is printed again, or for other years.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from gik.findings import finding
from gik.forms import Form, load_forms
from gik.layouts import printed_words
from gik.reading.document import Document
from gik.rows import Cell
from gik.tables.captions import captioned
from gik.tables.cells import Record, absent
from gik.tables.meanings import Context
from gik.tables.recalling import read_region
from gik.tables.regions import Region, regions
from gik.tables.twice import contradicted
from gik.tables.yearly import tables_by_year

STAT = "stat2014"


@dataclass(frozen=True, slots=True)
class TableReading:
    """The statistical tables of one report: form, cells, the text they cover, and findings."""

    form: str
    cells: tuple[Cell, ...]
    spans: tuple[tuple[int, int], ...]
    findings: tuple[Record, ...]


def read_tables(document: Document) -> TableReading:
    """Read a document's statistical tables as the national form (全国统一格式) whose labels they print.

    Cells are rows of the cells frame without ``report``: those printed in printed order, then those of the form
    that the report doesn't print, as ``absent``. Source: the notices named in ``definitions/forms``.
    """
    if document.form:
        return _as_told(document)
    found = regions(document)
    cells: list[Cell] = []
    findings: list[Record] = []
    filled: dict[str, int] = {}
    for form, part in _by_form(found):
        context, of_form, told = Context(_is_parted(form, part)), list[Cell](), list[Record]()
        for region in part:
            cells_found, region_findings = read_region(region, form, context)
            region_cells, of_caption = captioned(document.text, region, cells_found)
            of_form += region_cells
            told += [*region_findings, *of_caption]
            is_unread = all(cell.state == "absent" for cell in region_cells)
            if is_unread and any(token.kind == "value" or token.inner for token in region.tokens):
                labels = [token for token in region.tokens if token.kind == "label"]
                told.append(_unread([token.text for token in labels], labels[0].place))
        findings += contradicted(of_form, told, form.code)
        if of_form:
            filled[form.code] = sum(cell.state == "number" for cell in of_form)
            cells += of_form + absent(form, of_form)
    findings += [_unread(*rows) for rows in tables_by_year(document, found)]
    if not filled:
        return TableReading("none", (), (), tuple(findings))
    main = max(filled, key=lambda code: filled[code])
    return TableReading(main, tuple(cells), tuple(span for region in found for span in region.spans), tuple(findings))


def _is_parted(form: Form, found: Sequence[Region]) -> bool:
    """Say whether the one table of the 2014 form stands in several grids."""
    return form.code == STAT and sum(region.is_grid for region in found) > 1


def _unread(labels: Sequence[str], place: str) -> Record:
    words = "、".join(labels[:3])
    return finding("table.unread", place=place, evidence=words, label=words)


def _as_told(document: Document) -> TableReading:
    """Give the cells of which the source itself says where on the form they stand."""
    form, cells = load_forms()[document.form], document.cells
    spans = tuple((block.start, block.end) for block in document.grids)
    own = {cell.label: cell for cell in cells if not cell.row and cell.table != "other"}
    words = printed_words()
    findings = (
        finding("form.row_unknown", place=cell.place, evidence=label, table=words[cell.table], label=label)
        for label, cell in own.items()
    )
    return TableReading(form.code, (*cells, *absent(form, cells)), spans, tuple(findings))


def _by_form(found: tuple[Region, ...]) -> list[tuple[Form, list[Region]]]:
    """Part the regions into those of the 2014 table and those of the later form whose own labels they print."""
    stat: list[Region] = []
    later: list[Region] = []
    evidence = {code: 0 for code in load_forms() if code != STAT}
    for region in found:
        votes = 0
        for forms, count in region.layout.forms.items():
            votes += ((STAT in forms) - bool(forms - {STAT})) * count
            if len(forms) == 1 and forms <= evidence.keys():
                evidence[next(iter(forms))] += count
        (stat if votes > 0 else later).append(region)
    most = max(evidence.values())
    latest = _fitting([code for code, count in evidence.items() if count == most], later)
    return [(load_forms()[code], part) for code, part in ((STAT, stat), (latest, later)) if part]


def _fitting(codes: Sequence[str], found: Sequence[Region]) -> str:
    """Choose among forms of which as many own labels are printed: the one with fewest rows unprinted, the later of two.

    An edition that only adds rows has every label of the one before: a report on that one lacks the new rows.
    """
    if len(codes) == 1:
        return codes[0]
    printed = Counter(form for _, form, *_ in {entry[:4] for region in found for entry in region.layout.rows})
    rows = {code: sum(len(table.rows) for table in load_forms()[code].tables) for code in codes}
    return max(codes, key=lambda code: (printed[code] - rows[code], code))
