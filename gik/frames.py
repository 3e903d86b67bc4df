"""The six public frames, bundled as Tables, and their way to disk and back.

Which columns a frame has stands in ``definitions/frames.toml``.
"""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from uuid import uuid4

import pandas as pd

from gik.definitions import definition
from gik.errors import GikError


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

        All are written under other names first, so that a failure leaves the earlier ones whole.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f".saving-{uuid4().hex}"
        try:
            for name in FRAMES:
                (fresh / name).mkdir(parents=True)
                getattr(self, name).to_parquet(fresh / name / "part-0.parquet", index=False)
            for name in FRAMES:
                if (folder / name).exists():
                    (folder / name).rename(fresh / f"{name}.old")
                (fresh / name).rename(folder / name)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        return folder


FRAMES = tuple(field.name for field in fields(Tables))


def load(folder: str | Path) -> Tables:
    """Give the Tables that :meth:`Tables.save` wrote into the folder, dtypes included.

    Raises GikError where the folder doesn't hold all six frames.
    """
    folder = Path(folder)
    missing = [name for name in FRAMES if not (folder / name).is_dir()]
    if missing:
        raise GikError(f"{folder}: 缺少 {'、'.join(missing)}；请先用 gik.parse(…).save(文件夹) 保存。")
    return Tables(**{name: pd.read_parquet(folder / name).astype(_dtypes(name)) for name in FRAMES})


def frame(name: str, records: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Build a public frame from records; what a record leaves out is empty text or <NA>.

    >>> frame("texts", [{"report": "0a1b", "text": "一、概述"}]).columns.tolist()
    ['report', 'text']
    """
    rows = list(records)
    return pd.DataFrame({column: _series(rows, column, dtype) for column, dtype in _dtypes(name).items()})


def records_by_report(rows: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """Give a public frame's rows as records, None where there is no number, by the report that they belong to.

    >>> records_by_report(frame("texts", [{"report": "0a1b", "text": "一、概述"}]))
    {'0a1b': [{'report': '0a1b', 'text': '一、概述'}]}
    """
    found: dict[str, list[dict[str, Any]]] = {}
    plain = rows.astype(object)
    for record in plain.where(plain.notna(), None).to_dict("records"):
        found.setdefault(str(record["report"]), []).append({str(name): value for name, value in record.items()})
    return found


def _series(rows: list[Mapping[str, Any]], column: str, dtype: str) -> pd.Series:
    missing = "" if dtype == "str" else None
    return pd.Series([row.get(column, missing) for row in rows], dtype=dtype)


def _dtypes(name: str) -> dict[str, str]:
    return {column: entry[0] for column, entry in definition("frames.toml")[name].items()}
