"""What the sheet of data costs beside the same rows in bare openpyxl: ``python -m benchmarks.workbook``."""

import resource
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from openpyxl import Workbook

from benchmarks.timing import Ratio, ratio
from gik.forms import load_forms
from gik.workbooks.lists import column_values, columns_of, write_list
from gik.workbooks.saving import save_workbook
from gik.workbooks.sheets import Book

NAME = "数据"


def measure(count: int = 100_000) -> Ratio:
    """Time the data of a workbook, safe and styled, against ``write_only`` on the same rows without either."""
    rows = cells(count)
    with TemporaryDirectory() as folder:
        return ratio(
            f"数据表{count}行 / openpyxl write_only",
            lambda: write_ours(rows, Path(folder, "ours.xlsx")),
            lambda: write_bare(rows, Path(folder, "bare.xlsx")),
            bound=1.3,
            pairs=3,
        )


def peak(count: int = 100_000) -> float:
    """Give the most memory, in MiB, that this process has held once it has written the sheet, the rows included."""
    with TemporaryDirectory() as folder:
        write_ours(cells(count), Path(folder, "ours.xlsx"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Print seconds of both ways, their ratio and the bound, and the peak memory of a process that only writes ours."""
    found = measure()
    print(f"{found.name}: {found.ours:.1f} s / {found.theirs:.1f} s = {found.ratio:.2f} (bound {found.bound})")
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        print(f"peak memory: {alone.submit(peak).result():.0f} MiB")


def cells(count: int) -> pd.DataFrame:
    """Give so many cells of the form of 2021, of as many bodies as it takes."""
    form = load_forms()["art2021"]
    keys = [(t.code, r.code, c, r.label) for t in form.tables for r in t.rows for c in r.columns]
    numbers = range(count)
    bodies = [f"第{n // len(keys)}局" for n in numbers]
    own = [keys[n % len(keys)] for n in numbers]
    frame = pd.DataFrame(own, columns=["table", "row", "column", "label"], dtype="str")
    return frame.assign(
        report=pd.Series([f"{n // len(keys):012x}" for n in numbers], dtype="str"),
        agency=pd.Series(bodies, dtype="str"),
        issuer=pd.Series(bodies, dtype="str"),
        year=pd.Series(2021, index=frame.index, dtype="Int64"),
        form="art2021",
        text=pd.Series([str(n) for n in numbers], dtype="str"),
        value=pd.Series([float(n) for n in numbers], dtype="Float64"),
        state="number",
        unit="件",
        place=pd.Series([f"table 2 row {n % 40} cell {n % 8}" for n in numbers], dtype="str"),
    )


def write_ours(rows: pd.DataFrame, path: Path) -> Path:
    """Write the rows as the sheet of data of a workbook."""
    book = Book("zh")
    write_list(book, NAME, kind="cells", rows=rows)
    with book.finished([NAME]) as made:
        return save_workbook(book.workbook, made, path)


def write_bare(rows: pd.DataFrame, path: Path) -> Path:
    """Write the same values with openpyxl alone."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(NAME)
    columns = columns_of("cells", rows)
    sheet.append([column["zh"] for column in columns])
    book = Book("zh")
    for row in zip(*(column_values(rows, column, book) for column in columns), strict=True):
        sheet.append(row)
    workbook.save(path)
    return path


if __name__ == "__main__":
    main()
