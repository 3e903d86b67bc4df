"""Workbooks (工作簿): the tables of a run as a file that an office can read, print and pass on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from gik.errors import GikError
from gik.forms import load_forms
from gik.frames import Tables
from gik.workbooks.front import write_contents, write_cover, write_notes
from gik.workbooks.lists import list_frame, parts, write_list
from gik.workbooks.printed import write_form
from gik.workbooks.safety import save_workbook, sheet_names
from gik.workbooks.sheets import Book

LANGUAGES = ("zh", "en")


def write_workbook(tables: Tables, path: str | Path, lang: str = "zh", *, made: datetime | None = None) -> Path:
    """Write the tables as an Excel workbook and give its path.

    Sheets: 封面, 目录, 说明, one a form that occurs (its reports in the layout of the printed form), 核对问题,
    报告清单, 数据 (one row a cell), 正文数字 (one row a number of the prose).
    ``lang`` is zh or en; the printed forms and the messages to agencies are Chinese in both.
    ``made`` is the time that the cover states, now by default; the same tables and time give the same bytes.

    Raises GikError for another language, and where the path can't be written, which then holds what it held before.
    """
    if lang not in LANGUAGES:
        raise GikError(f"lang={lang!r}：只有 {'、'.join(LANGUAGES)}。")
    made = made or datetime.now()
    book = Book(lang)
    book.workbook.properties.creator = "gik"
    book.workbook.properties.created = book.workbook.properties.modified = made
    planned = [*_forms(book, tables), *_lists(book, tables)]
    words = book.words
    wanted = [words["cover"], words["contents"], words["notes"], *(sheet.name for sheet in planned)]
    cover, contents, notes, *rest = sheet_names(wanted)
    about = [words["about_notes"], *(sheet.about for sheet in planned)]
    write_cover(book, cover, tables, made)
    write_contents(book, contents, list(zip([notes, *rest], about, strict=True)))
    write_notes(book, notes)
    for name, sheet in zip(rest, planned, strict=True):
        sheet.write(name)
    return save_workbook(book.workbook, Path(path))


@dataclass(frozen=True, slots=True)
class Planned:
    """A sheet to be written: its name, what the contents say of it, and what writes it."""

    name: str
    about: str
    write: Callable[[str], None]


def _forms(book: Book, tables: Tables) -> Iterator[Planned]:
    counts = tables.cells.groupby("form")["report"].nunique()
    for code, form in load_forms().items():
        if code in counts:
            about = book.words["about_form"].format(count=counts[code], source=form.source)
            yield Planned(form.name, about, partial(write_form, book, form=form, tables=tables))


def _lists(book: Book, tables: Tables) -> Iterator[Planned]:
    for kind in ("findings", "reports", "cells", "figures"):
        rows = list_frame(tables, kind)
        if rows.empty and kind == "figures":
            continue
        for number, part in enumerate(parts(rows), start=1):
            name = book.words[kind]
            if number > 1:
                name = book.words["overflow"].format(name=name, number=number)
            about = book.words[f"about_{kind}"].format(count=len(part))
            yield Planned(name, about, partial(write_list, book, kind=kind, rows=part))
