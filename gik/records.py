"""One file → the records of its reports in the public frames, by frame.

A file that can't be read becomes a row with a reason: nothing that stands in a file may stop the others.
This module does without pandas, so that the processes that read files are quick to start.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import fields
from hashlib import sha256
from itertools import islice
from operator import attrgetter
from pathlib import Path

from gik.columns import Columns, Record, Records, columns, failed
from gik.doubts import doubtful_as_text
from gik.errors import NotAReport
from gik.files import take
from gik.findings import finding
from gik.forms import load_forms
from gik.identity import Identity, identify
from gik.layouts import printed_words
from gik.limits import limit, reason_of, require
from gik.outline import Section, outline
from gik.prose import read_figures
from gik.prose.checking import check_prose
from gik.reading import Document, read
from gik.reading.splitting import Part, split
from gik.refusals import refusal
from gik.tables import TableReading, read_tables

Reader = Callable[[str, bytes], Document]

_IDENTITY = tuple(field.name for field in fields(Identity) if field.name != "findings")
_SECTION = tuple(field.name for field in fields(Section))
_STATED = attrgetter("table", "row", "state")


def parse_file(path: str | Path, name: str, folder: str | Path | None = None, reader: Reader = read) -> list[Records]:
    """Give the records of every report in a file; ``name`` is what the file is called in ``reports``. Never raises.

    Where ``folder`` is given, the file must lie inside it, wherever links lead. ``reader`` makes documents of bytes.
    """
    try:
        return [_parse(part, reader) for part in split(name, take(path, folder))]
    except Exception as error:
        return [failed(name, reason_of(error))]


def part_names(path: str | Path, name: str, folder: str | Path | None = None) -> list[str]:
    """Give the names of the files in an archive, or of the file itself; UnreadableFile if it can't be opened."""
    return [part.name for part in split(name, take(path, folder), whole=True)]


def parse_part(path: str | Path, name: str, folder: str | Path | None, position: int) -> list[Records]:
    """Give the records of every report in one file of an archive, counted from 0 as by part_names()."""
    part = next(islice(split(name, take(path, folder), whole=True), position, None))
    return [_parse(inner) for inner in ([part] if part.reason else split(part.name, part.data))]


def parse_columns(
    path: str | Path, name: str, folder: str | Path | None = None, reader: Reader = read
) -> list[Columns]:
    """Give what parse_file() does, column by column."""
    return [columns(records) for records in parse_file(path, name, folder, reader)]


def _parse(part: Part, reader: Reader = read) -> Records:
    name = part.name
    report = sha256(part.data + part.sheet.encode()).hexdigest()[:12]
    if part.reason:
        return failed(name, part.reason, report)
    try:
        return _records(report, name, part.document or reader(name, part.data))
    except NotAReport as other:
        return failed(name, str(other), report, refused=True)
    except Exception as error:
        return failed(name, reason_of(error), report)


def _records(report: str, name: str, document: Document) -> Records:
    _require_within_limits(document)
    tables = doubtful_as_text(document, read_tables(document))
    if reason := refusal(document, tables.form):
        raise NotAReport(reason)
    sections = outline(document, tables.spans)
    identity = identify(document, sections, name)
    year = identity.year
    about = {name: getattr(identity, name) for name in _IDENTITY}
    rules = Counter(record["rule"] for record in tables.findings)
    unread = [f"{rules['cell.unread']}行数值无法与各列一一对应，见核对问题"] if rules["cell.unread"] else []
    unread += [f"{rules['table.unread']}张表格的行列与全国统一格式不对应，见核对问题"] if rules["table.unread"] else []
    # Our own workbooks say which rows a report didn't print.
    few = [] if document.form else _unprinted(tables)
    unread += ["统一格式的表格没有读全或没有印全，见核对问题"] if few else []
    doubtful = [f"{rules['cell.doubtful']}格扫描数字存疑，见核对问题"] if rules["cell.doubtful"] else []
    row = {
        "report": report,
        "file": name,
        "format": document.format,
        "encoding": document.encoding,
        **about,
        "form": tables.form,
        "status": "partial" if unread or doubtful else "ok",
        "reason": "；".join([*unread, *doubtful]),
    }
    figures = read_figures(document.text, sections, tables.spans, year)
    told = check_prose(tables.form, tables.cells, figures)
    own = [finding(**about) for about in document.findings]
    return {
        "reports": [row],
        "texts": [{"text": document.text}],
        "sections": [{name: getattr(section, name) for name in _SECTION} for section in sections],
        "cells": tables.cells,
        "figures": figures,
        "findings": [*own, *map(dict, identity.findings), *tables.findings, *few, *told],
    }


def _unprinted(tables: TableReading) -> list[Record]:
    """Tell of the tables of a report's form of which fewer than half the rows were found."""
    form = load_forms().get(tables.form)
    if form is None:
        return []
    stated = {(table, row) for table, row, state in set(map(_STATED, tables.cells)) if row and state != "absent"}
    printed = Counter(table for table, _ in stated)
    counts = {table.code: (len(table.rows), printed[table.code]) for table in form.tables}
    words = printed_words()
    few = [f"“{words[table]}”共{rows}行，读到{found}行" for table, (rows, found) in counts.items() if found * 2 < rows]
    return [finding("form.incomplete", evidence="；".join(few), form=form.name, tables="；".join(few))] if few else []


def _require_within_limits(document: Document) -> None:
    """Refuse what no report is as long as, whatever the format."""
    require("characters", len(document.text), "正文")
    require("cells", sum(len(grid.cells) for grid in document.grids), "表格")
    if len(document.text) > limit("line"):
        require("line", max((line.end - line.start for line in document.paragraphs), default=0), "段落")
