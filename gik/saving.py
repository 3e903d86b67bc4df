"""Saving (保存): a file that is complete or not there, several all or none, CSV files in which words stay words.

What is saved of a chart, a view, a workbook or the frames is told by their own rooms, which save it by these means.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from gik.errors import GikError
from gik.safety import csv_text

if TYPE_CHECKING:
    import pandas as pd


def save_csv(frame: "pd.DataFrame", path: str | Path) -> Path:
    """Write a frame as CSV for Excel (UTF-8 with a mark), but for its index, and give the path.

    Words that a spreadsheet may take for a formula have an apostrophe in front, and so do words that begin with one;
    control characters are shown by their code; numbers stay numbers. The file is complete or what it was before.

    Raises GikError where the path can't be written.

    >>> from tempfile import mkdtemp
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"issuer": ["=1+1", "甲局"], "difference": [-3, 4]})
    >>> save_csv(frame, Path(mkdtemp(), "a.csv")).read_text(encoding="utf-8-sig").splitlines()
    ['issuer,difference', "'=1+1,-3", '甲局,4']
    """
    safe = frame.apply(_safe).rename(columns=csv_text)
    return save_text(safe.to_csv(index=False, lineterminator="\r\n"), Path(path))


def _safe(column: "pd.Series[Any]") -> "pd.Series[Any]":
    from pandas.api.types import is_numeric_dtype  # here, since what saves no frame needn't wait for pandas

    return column if is_numeric_dtype(column) else column.astype("object").map(csv_text)


def save_text(text: str, path: Path) -> Path:
    """Write a text file in UTF-8 with a byte order mark, by which Excel knows it; complete or not at all.

    Raises GikError where the path can't be replaced.
    """
    with whole(path) as temporary:
        temporary.write_text(text, encoding="utf-8-sig", newline="")
    return path


@contextmanager
def whole(path: Path, remark: str = "") -> Iterator[Path]:
    """Give a place to write to, which becomes the path once all is written; ``remark`` ends the message if it can't."""
    temporary = path.with_name(f".{uuid4().hex}.tmp")
    try:
        yield temporary
        temporary.replace(path)
    except OSError as error:
        raise GikError(
            f"{path} 无法写入（{error.strerror or error}），可能正在被其他程序打开；请关闭后重试{remark}。"
        ) from error
    finally:
        with suppress(OSError):  # such as where the folder is no folder
            temporary.unlink(missing_ok=True)


def put_in_place(made: Sequence[Path], targets: Sequence[Path]) -> None:
    """Put finished files or folders in their places, all or none; ``made`` stand on the same disk as the targets.

    Raises OSError where a place can't be taken; what stood in the others is back in them then.
    """
    moved: list[tuple[Path, Path | None]] = []
    try:
        for fresh, target in zip(made, targets, strict=True):
            old = fresh.with_name(f"{fresh.name}.before") if target.exists() else None
            if old:
                target.replace(old)
            moved.append((target, old))
            fresh.replace(target)
    except OSError:
        for target, old in reversed(moved):
            _remove(target)
            if old:
                old.replace(target)
        raise


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
