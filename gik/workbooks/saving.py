"""Saving (保存): a workbook file that is complete or not there, with the same bytes for the same content."""

import shutil
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.dimensions import SheetDimension
from openpyxl.writer.excel import ExcelWriter

from gik.errors import GikError
from gik.saving import whole

# What Excel and LibreOffice put beside a workbook while somebody has it open.
LOCKS = ("~${name}", ".~lock.{name}#")
_ROWS = "gik:rows"  # where the rows come to stand


def require_closed(path: Path) -> None:
    """Raise GikError where another program has the workbook open, before anything is done."""
    for pattern in LOCKS:
        lock = path.with_name(pattern.replace("{name}", path.name))
        with suppress(OSError):  # a name too long for the disk is no lock
            if not lock.exists():
                continue
            raise GikError(
                f"{path} 正在被其他程序打开（旁有锁文件 {lock.name}）；请关闭后重试，原文件未改动。"
                "如确已关闭，删除该锁文件即可。"
            )


def save_workbook(workbook: Workbook, rows: Mapping[str, tuple[str, IO[bytes]]], path: Path) -> Path:
    """Write the workbook so that the path holds a complete file or what it held before.

    ``rows`` are the cells of each sheet by its name: the range that they fill, and their rows as XML.
    Raises GikError where the path can't be replaced, such as while the file is open in Excel.
    """
    require_closed(path)
    with whole(path, "，原文件未改动") as temporary:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _SteadyArchive(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            _Writer(workbook, archive, rows).write_data()
    return path


class _SteadyArchive(zipfile.ZipFile):
    """A zip file whose bytes don't depend on when it was written."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any) -> None:
        super().writestr(self.entry(str(zinfo_or_arcname)), data)

    def entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name.lstrip("/"), (1980, 1, 1, 0, 0, 0))
        entry.compress_type = self.compression
        entry.external_attr = 0o600 << 16
        return entry


class _Writer(ExcelWriter):
    """openpyxl's writer, but for the rows of a sheet, which are there already."""

    def __init__(self, workbook: Workbook, archive: _SteadyArchive, rows: Mapping[str, tuple[str, IO[bytes]]]):
        super().__init__(workbook, archive)
        self.archive, self.rows = archive, rows

    def write_worksheet(self, ws: Any) -> None:
        ws._drawing = _drawing(ws)
        area, rows = self.rows[ws.title]
        writer = _Frame(ws, area)
        writer.write()
        before, _, behind = Path(str(writer.out)).read_bytes().partition(_ROWS.encode())
        rows.seek(0)
        with self.archive.open(self.archive.entry(ws.path), "w", force_zip64=True) as target:
            target.write(before)
            shutil.copyfileobj(rows, target, 1 << 20)
            target.write(behind)
        ws._rels = getattr(writer, "_rels")  # noqa: B009
        self.manifest.append(ws)
        writer.cleanup()


class _Frame(WorksheetWriter):
    """What stands around the rows of a sheet."""

    def __init__(self, ws: Any, area: str):
        links = ws._hyperlinks
        super().__init__(ws)
        ws._hyperlinks = links
        self.area = area

    def write_dimensions(self) -> None:
        self.xf.send(SheetDimension(self.area).to_tree())

    def write_rows(self) -> None:
        stream: Any = self.xf.send(True)
        with stream.element("sheetData"):
            stream.write(_ROWS)
        self.xf.send(None)


def _drawing(ws: Any) -> Any:
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing

    drawing = SpreadsheetDrawing()
    drawing.charts = ws._charts
    drawing.images = ws._images
    return drawing
