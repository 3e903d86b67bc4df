"""What makes a workbook safe: words stay words, names stay legal, files stay whole."""

import re
import shutil
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from gik.errors import GikError

CELL_LIMIT = 32767
SHEET_LIMIT = 31
# Characters at the beginning of a text that a spreadsheet may take for a formula.
FORMULA_STARTS = ("=", "+", "-", "@")

# Characters that XML forbids or that can't be seen: controls but line feed, direction marks, surrogates, nonchars.
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# A spreadsheet reads _x0041_ as A, so the words _x0041_ need their own underscore spelled out.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def safe_text(text: str, cut: str) -> str:
    """Give the words that a cell may hold: control characters by their code, and no more than a cell's capacity.

    ``cut`` is what stands at the end of words that had to be cut; its {count} is the number of characters left out.

    >>> safe_text("a" + chr(1) + "b", "")
    'a<U+0001>b'
    """
    shown = _ESCAPE.sub("_x005F_", _UNSEEN.sub(_sign, text.replace("\r\n", "\n")))
    if _units(shown) <= CELL_LIMIT:
        return shown
    kept = shown[:CELL_LIMIT]
    while _units(kept) + len(cut) + 12 > CELL_LIMIT:
        kept = kept[: len(kept) - max(1, (_units(kept) + len(cut) + 12 - CELL_LIMIT + 1) // 2)]
    return kept + cut.format(count=len(shown) - len(kept))


def sheet_names(wanted: list[str]) -> list[str]:
    r"""Give legal names for sheets, each used once: none of ``[]:*?/\``, at most 31 characters.

    >>> sheet_names(["2019/2020", "2019_2020", "History"])
    ['2019_2020', '2019_2020 (2)', 'History_']
    """
    names: list[str] = []
    for name in wanted:
        legal = re.sub(r"[\[\]:*?/\\]", "_", _UNSEEN.sub(_sign, name)).strip().strip("'")[:SHEET_LIMIT] or "_"
        legal = legal + "_" if legal.lower() == "history" else legal  # a name that Excel keeps for itself
        unique, number = legal, 1
        while unique.lower() in {taken.lower() for taken in names}:
            number += 1
            ending = f" ({number})"
            unique = legal[: SHEET_LIMIT - len(ending)] + ending
        names.append(unique)
    return names


def save_workbook(workbook: Workbook, path: Path) -> Path:
    """Write the workbook so that the path holds a complete file or what it held before.

    Raises GikError where the path can't be replaced, such as while the file is open in Excel.
    """
    temporary = path.with_name(f".{path.name}.{uuid4().hex[:8]}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _SteadyArchive(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            ExcelWriter(workbook, archive).write_data()
        temporary.replace(path)
    except OSError as error:
        raise GikError(
            f"{path} 无法写入（{error.strerror or error}），可能正在被其他程序打开；请关闭后重试，原文件未改动。"
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    return path


class _SteadyArchive(zipfile.ZipFile):
    """A zip file whose bytes don't depend on when it was written."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any) -> None:
        super().writestr(self._entry(str(zinfo_or_arcname)), data)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        with Path(filename).open("rb") as source, self.open(self._entry(str(arcname)), "w") as target:
            shutil.copyfileobj(source, target, 1 << 20)

    def _entry(self, name: str) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name.lstrip("/"), (1980, 1, 1, 0, 0, 0))
        entry.compress_type = self.compression
        entry.external_attr = 0o600 << 16
        return entry


def _sign(match: re.Match[str]) -> str:
    return f"<U+{ord(match[0]):04X}>"


def _units(text: str) -> int:
    """Count as a spreadsheet does: characters outside the basic plane are two."""
    return len(text) + sum(character > "\uffff" for character in text)
