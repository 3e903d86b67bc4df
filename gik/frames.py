"""The six public frames, bundled as Tables, and their way to disk and back.

Which columns a frame has stands in ``definitions/frames.toml``. What the lists of a workbook hold is made of them in
gik.workbooks.frames.
"""

import json
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from gik.definitions import definition
from gik.errors import GikError
from gik.rows import Cell, Figure
from gik.stamp import stamp
from gik.storing import Store

MANIFEST = "manifest.json"
MARKS = ".run"  # folder of what gik.parse_to() has done so far, beside the frames
_Row = TypeVar("_Row", Cell, Figure)
_TYPES = {"str": pa.large_string(), "Int64": pa.int64(), "Float64": pa.float64()}
_PANDAS = {pa.int64(): pd.Int64Dtype(), pa.float64(): pd.Float64Dtype()}


@dataclass(frozen=True)
class Tables:
    """What was read from a set of reports: six plain frames.

    Their columns are those of ``definitions/frames.toml``; ``report`` joins them.
    """

    reports: pd.DataFrame
    texts: pd.DataFrame
    sections: pd.DataFrame
    cells: pd.DataFrame
    figures: pd.DataFrame
    findings: pd.DataFrame

    def save(self, folder: str | Path) -> Path:
        """Write each frame as a Parquet dataset into the folder, replacing what was saved there before.

        Beside them ``manifest.json`` says which gik, with which definitions, wrote them.
        All are written under other names first, so that a failure leaves the earlier ones whole.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f".saving-{uuid4().hex}"
        try:
            for name in FRAMES:
                (fresh / name).mkdir(parents=True)
                getattr(self, name).to_parquet(fresh / name / "part-0.parquet", index=False)
            (folder / MANIFEST).unlink(missing_ok=True)
            shutil.rmtree(folder / MARKS, ignore_errors=True)
            for name in FRAMES:
                if (folder / name).exists():
                    (folder / name).rename(fresh / f"{name}.old")
                (fresh / name).rename(folder / name)
            Store(folder).put(MANIFEST, json.dumps({"gik": stamp()}).encode())
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        return folder


FRAMES = tuple(field.name for field in fields(Tables))


def load(
    folder: str | Path,
    *,
    frames: Collection[str] = FRAMES,
    columns: Mapping[str, Sequence[str]] | None = None,
    years: Collection[int] | None = None,
    forms: Collection[str] | None = None,
) -> Tables:
    """Give the Tables that :meth:`Tables.save` or gik.parse_to() wrote into the folder, dtypes included.

    Of large ones, only what is asked for is read: ``frames`` names those that are not to stay empty, ``columns`` the
    columns of a frame where not all are needed, ``years`` and ``forms`` the reports. ``folder`` may be an address that
    fsspec reads. Raises GikError where the folder doesn't hold all six frames, or a run that isn't through.

    >>> import gik
    >>> from tempfile import mkdtemp
    >>> folder = gik.parse("data/raw/city/云溪市水务局_2021.txt").save(mkdtemp())
    >>> load(folder, frames=["cells"], years=[2021]).cells.query("row == 'new' and column == 'total'")["text"].tolist()
    ['15']
    """
    store = Store(folder)
    parts = {name: [part for part in store.names(name) if part.endswith(".parquet")] for name in FRAMES}
    missing = [name for name in FRAMES if not parts[name]]
    if missing:
        raise GikError(f"{folder}: 缺少 {'、'.join(missing)}；请先用 gik.parse(…).save(文件夹) 保存。")
    if store.names(MARKS) and store.get(MANIFEST) is None:
        raise GikError(f"{folder}: 上次读取尚未完成；请用同样的参数再次运行 gik.parse_to，它会接着做。")
    asked = dict.fromkeys(["reports", *frames])
    if unknown := asked.keys() - set(FRAMES):
        raise GikError(f"没有名为 {'、'.join(sorted(unknown))} 的数据表；可用的有 {'、'.join(FRAMES)}。")
    every = years is None and forms is None
    found: dict[str, list[pa.Table]] = {name: [] for name in FRAMES}
    for part in parts["reports"]:
        kept = None if every else _chosen(store, part, years, forms)
        if kept is not None and not len(kept):
            continue
        rows = None if kept is None else pc.field("report").isin(kept)
        for name in asked:
            found[name].append(store.table(f"{name}/{part}", _read_columns(name, columns), rows))
    return Tables(**{name: _loaded(name, found[name], columns) for name in FRAMES})


def _chosen(store: Store, part: str, years: Collection[int] | None, forms: Collection[str] | None) -> pa.Array:
    """Give the reports of a part that are of the years and on the forms."""
    about = store.table(f"reports/{part}", ["report", "year", "form"])
    for name, values in (("year", years), ("form", forms)):
        if values is not None:
            kept = pa.array(list(values), about.schema.field(name).type)
            about = about.filter(pc.is_in(about[name], kept))
    return about["report"].combine_chunks()


def _read_columns(name: str, columns: Mapping[str, Sequence[str]] | None) -> list[str] | None:
    wanted = (columns or {}).get(name)
    if wanted is None:
        return None
    if unknown := set(wanted) - _dtypes(name).keys():
        raise GikError(f"{name} 没有名为 {'、'.join(sorted(unknown))} 的列；可用的有 {'、'.join(_dtypes(name))}。")
    return list(wanted)


def _loaded(name: str, parts: Sequence[pa.Table], columns: Mapping[str, Sequence[str]] | None) -> pd.DataFrame:
    wanted = _read_columns(name, columns) or list(_dtypes(name))
    table = pa.concat_tables(parts) if parts else pa.table(schema(name).empty_table()).select(wanted)
    if not table.schema.pandas_metadata:
        return public(table)
    kept = {column: dtype for column, dtype in _dtypes(name).items() if column in table.column_names}
    saved: pd.DataFrame = table.to_pandas()  # by pandas, perhaps with columns of its own
    return saved.astype(kept)


def public(table: pa.Table) -> pd.DataFrame:
    """Give a public frame of an Arrow table, with its dtypes."""
    found: pd.DataFrame = table.combine_chunks().to_pandas(types_mapper=_PANDAS.get, split_blocks=True)
    return found


@cache
def schema(name: str) -> pa.Schema:
    """Give the Arrow schema of a public frame."""
    return pa.schema([(column, _TYPES[dtype]) for column, dtype in _dtypes(name).items()])


def frame(name: str, records: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Build a public frame from records; what a record leaves out is empty text or <NA>.

    >>> frame("texts", [{"report": "0a1b", "text": "一、概述"}]).columns.tolist()
    ['report', 'text']
    """
    rows = list(records)
    return pd.DataFrame({column: _series(rows, column, dtype) for column, dtype in _dtypes(name).items()})


def records_of(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Give the rows of a frame as records, made column by column, which takes a fraction of the time.

    >>> records_of(pd.DataFrame({"name": ["甲局", "乙局"], "year": [2020, 2021]}))
    [{'name': '甲局', 'year': 2020}, {'name': '乙局', 'year': 2021}]
    """
    names, columns = [str(name) for name in rows], [rows[name].tolist() for name in rows]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def rows_by_report(rows: pd.DataFrame, kind: type[_Row]) -> dict[str, list[_Row]]:
    """Give the rows of the public frame of cells or figures as tuples, by the report that they belong to.

    >>> cells = frame("cells", [{"report": "0a1b", "row": "rules", "value": 2, "state": "number"}])
    >>> [(cell.row, cell.value) for cell in rows_by_report(cells, Cell)["0a1b"]]
    [('rules', 2.0)]
    """
    found: dict[str, list[_Row]] = {}
    plain = rows[["report", *kind.__annotations__]].astype(object)
    for report, *values in plain.where(plain.notna(), None).itertuples(index=False, name=None):
        found.setdefault(report, []).append(kind._make(values))
    return found


def _series(rows: list[Mapping[str, Any]], column: str, dtype: str) -> pd.Series:
    missing = "" if dtype == "str" else None
    return pd.Series([row.get(column, missing) for row in rows], dtype=dtype)


def _dtypes(name: str) -> dict[str, str]:
    return {column: entry[0] for column, entry in definition("frames.toml")[name].items()}
