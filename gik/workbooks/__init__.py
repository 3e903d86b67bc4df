"""Workbooks (工作簿): the tables of a run as a file that an office can read, print, sign and pass on.

Here the sheets are put in order. Each kind is written by a room of its own: ``front``, ``printed`` (the forms, by their
``layout``), ``consolidated`` (sums), ``agency``, ``drawing`` (trends), ``lists``, whose rows come from ``frames`` and
``revisions``; ``filling`` writes the empty form. All write rows by ``sheets``, with the looks of ``styles``, the words
of ``words`` and ``addresses`` for links; ``saving`` puts the file in its place, and ``twin`` its data beside it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl.packaging.custom import StringProperty

from gik.blanking import blanks_policy
from gik.dictionary import dictionary
from gik.errors import GikError
from gik.forms import load_forms
from gik.frames import Tables
from gik.panel_checks import with_all_findings
from gik.rolling import roll_up
from gik.safety import sheet_names
from gik.stamp import stamp
from gik.workbooks.agency import agency_names, write_agency
from gik.workbooks.consolidated import write_rolled
from gik.workbooks.drawing import series_of, write_trends
from gik.workbooks.filling import write_form
from gik.workbooks.frames import doubtful_places, listed_findings, listed_reports, missing_reports, tidy
from gik.workbooks.front import write_contents, write_cover, write_notes
from gik.workbooks.lists import parts, write_list
from gik.workbooks.printed import write_printed
from gik.workbooks.revisions import PROPERTIES, read_previous, require_previous, revisions
from gik.workbooks.saving import require_closed, save_workbook
from gik.workbooks.sheets import Book
from gik.workbooks.twin import write_twins
from gik.workbooks.words import LANGUAGES

__all__ = ["write_form", "write_workbook"]


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: the tables, where the workbook goes, its scope, its agencies' sheets, where the files are."""

    tables: Tables
    path: Path
    made: datetime
    scope: str
    agencies: list[str]
    source: Path | None
    previous: Path | None


@dataclass(frozen=True, slots=True)
class Planned:
    """A sheet to be written: its name, what the contents say of it, and what writes it."""

    name: str
    about: str
    write: Callable[[str], None]


def write_workbook(
    tables: Tables,
    path: str | Path,
    lang: str = "zh",
    *,
    scope: str = "",
    agencies: bool | Sequence[str] = (),
    source: str | Path | None = None,
    previous: str | Path | None = None,
    made: datetime | None = None,
) -> Path:
    """Write the tables as an Excel workbook and give its path; the data also go beside it as CSV files.

    Sheets: 封面, 目录, 说明, one a form that occurs (its reports in the layout of the printed form), 汇总 (sums with n,
    one a form); the ``agencies`` asked for (names, or True for all); 应报未报及未填清单, 核对问题清单, 趋势 (native
    charts), 报告清单, 数据 (one row a cell), 正文数字, 数据字典, 修订记录 (against the workbook ``previous``, else the
    one that the path holds, if it has the same ``scope``).
    Where the tables hold no finding that several reports together show, they are looked for (:func:`gik.check`).
    ``lang`` is zh, en or both; the printed forms and the messages to agencies are Chinese in all.
    ``source`` is the folder that was parsed: findings link to its files, relative to the workbook where ``source`` is
    a relative path; without it, to the address that a page states.
    ``made`` is the time that the cover states, now by default; the same tables, previous workbook and time give the
    same bytes.

    Raises GikError for another language, an agency that isn't there, a previous workbook that isn't one of these, and
    where the path can't be written, such as while it is open in Excel: it then holds what it held before.

    >>> import gik
    >>> from tempfile import mkdtemp
    >>> path = write_workbook(gik.parse("data/raw/city/云溪市水务局_2021.txt"), Path(mkdtemp(), "annual_reports.xlsx"))
    >>> sorted(each.name for each in path.parent.iterdir())
    ['annual_reports.xlsx', 'annual_reports_cells.csv', 'annual_reports_figures.csv']
    """
    if lang not in LANGUAGES:
        raise GikError(f"lang={lang!r}：只有 {'、'.join(LANGUAGES)}。")
    wanted = agencies if isinstance(agencies, bool) else list(agencies)
    order = Order(
        with_all_findings(tables),
        Path(path),
        made or datetime.now(),
        scope,
        agency_names(tables, wanted),
        None if source is None else Path(source),
        None if previous is None else Path(previous),
    )
    require_closed(order.path)
    book = Book(lang)
    workbook: Any = book.workbook
    properties = workbook.properties
    properties.creator, properties.created, properties.modified = "gik", order.made, order.made
    for name, value in zip(PROPERTIES, (scope, stamp(), lang, blanks_policy(tables)), strict=True):
        workbook.custom_doc_props.append(StringProperty(name=name, value=value))
    return _write(book, order)


def _write(book: Book, order: Order) -> Path:
    words = book.words
    planned = [*_forms(book, order), *_tables(book, order), *_lists(book, order), *_records(book, order)]
    front = [words["cover"], words["contents"], words["notes"]]
    cover, contents, notes, *names = sheet_names([*front, *(sheet.name for sheet in planned), words["overflow"]])
    write_cover(book, cover, order.tables, order.made, order.scope)
    write_notes(book, notes, order.tables)
    for name, sheet in zip(names, planned, strict=False):
        sheet.write(name)
    listed = [notes, *names[: len(planned)]]
    about = [words["about_notes"], *(sheet.about for sheet in planned)]
    if book.overflow:
        listed.append(names[-1])
        about.append(words["about_overflow"])
        rows = pd.DataFrame(book.overflow).assign(number=range(1, len(book.overflow) + 1))
        write_list(book, names[-1], kind="overflow", rows=rows)
    write_contents(book, contents, list(zip(listed, about, strict=True)))
    with book.finished([cover, contents, *listed]) as rows_of:
        save_workbook(book.workbook, rows_of, order.path)
    write_twins(book, order.tables, order.path)
    return order.path


def _forms(book: Book, order: Order) -> Iterator[Planned]:
    counts = order.tables.cells.groupby("form")["report"].nunique()
    doubtful = doubtful_places(order.tables)
    for code, form in load_forms().items():
        if code in counts:
            about = book.words["about_form"].format(count=counts[code], source=form.source)
            write = partial(write_printed, book, form=form, tables=order.tables, doubtful=doubtful)
            yield Planned(form.name, about, write)


def _tables(book: Book, order: Order) -> Iterator[Planned]:
    words, doubtful = book.words, doubtful_places(order.tables)
    rolled = roll_up(order.tables)
    for code, form in load_forms().items():
        own = rolled[rolled["form"] == code]
        if len(own):
            write = partial(write_rolled, book, form=form, rolled=own)
            yield Planned(words["rolled"].format(form=form.name), words["about_rolled"], write)
    for agency in order.agencies:
        write_own = partial(write_agency, book, agency=agency, tables=order.tables, doubtful=doubtful)
        yield Planned(agency, words["about_agency"], write_own)
    missing = missing_reports(order.tables, rolled, book)
    yield from _list(book, "missing", missing)
    about = words["about_findings"].format(count=len(order.tables.findings))
    yield Planned(words["findings"], about, partial(_write_findings, book, order))
    points = series_of(order.tables, book.language)
    about = words["about_trends"].format(count=points["series"].nunique())
    yield Planned(words["trends"], about, partial(write_trends, book, points=points))


def _write_findings(book: Book, order: Order, name: str) -> None:
    """Write the findings once it is known where the cells that they speak of stand."""
    rows = listed_findings(order.tables, book, order.source, order.path)
    write_list(book, name, kind="findings", rows=rows)


def _lists(book: Book, order: Order) -> Iterator[Planned]:
    yield from _list(book, "reports", listed_reports(order.tables, book, order.source, order.path))
    yield from _list(book, "cells", tidy(order.tables, "cells"))
    if len(order.tables.figures):
        yield from _list(book, "figures", tidy(order.tables, "figures"))


def _records(book: Book, order: Order) -> Iterator[Planned]:
    yield from _list(book, "dictionary", dictionary())
    found = require_previous(order.previous) if order.previous else read_previous(order.path)
    same_scope = found is not None and (order.previous is not None or found.scope == order.scope)
    yield from _list(book, "revisions", revisions(order.tables, found if same_scope else None, order.made, book))


def _list(book: Book, kind: str, rows: pd.DataFrame) -> Iterator[Planned]:
    for number, part in enumerate(parts(rows), start=1):
        name = book.words[kind]
        if number > 1:
            name = book.words["part"].format(name=name, number=number)
        about = book.words[f"about_{kind}"].format(count=len(part))
        yield Planned(name, about, partial(write_list, book, kind=kind, rows=part))
