"""Twins (CSV 副本): the data of a workbook as CSV files beside it, with the same headings and words."""

import csv
from io import StringIO
from pathlib import Path

from gik.frames import Tables
from gik.safety import csv_text
from gik.saving import save_text
from gik.workbooks.frames import tidy
from gik.workbooks.lists import TIDY, column_values, columns_of, heading
from gik.workbooks.sheets import Book


def write_twins(book: Book, tables: Tables, path: Path) -> None:
    """Write the data beside the workbook, as ``…_cells.csv`` and ``…_figures.csv``.

    The files are UTF-8 with a byte order mark; words like a formula have an apostrophe in front.
    """
    for kind in TIDY:
        rows = tidy(tables, kind)
        columns = columns_of(kind, rows)
        values = [map(csv_text, column_values(rows, column, book)) for column in columns]
        text = StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([csv_text(heading(column, book.language)) for column in columns])
        writer.writerows(zip(*values, strict=True))
        save_text(text.getvalue(), path.with_name(f"{path.stem}_{kind}.csv"))
