"""Good files of every kind that is packed or binary, and ways to spoil them."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from tests.generator.office import office_sample
from tests.generator.page_score import page_sample
from tests.generator.word_files import packed

SAMPLES = Path(__file__).parent.parent / "samples" / "office"
# Where in a file (of 1,000), what is done there, and how much of it.
Change = tuple[int, str, int]
CHANGES = ("overwrite", "flip", "cut", "repeat", "swell")


@cache
def good(kind: str) -> bytes:
    """Give a good file of that kind."""
    return _GOOD[kind]()


def spoiled(kind: str, changes: Iterable[Change], within: bool) -> bytes:
    """Give a file of that kind with changes; ``within`` makes them in the parts of a packed one, and packs it again."""
    data = good(kind)
    if not (within and data.startswith(b"PK")):
        return _changed(data, changes)
    with ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = sorted(parts, key=lambda name: -len(parts[name]))
    for number, change in enumerate(changes):
        name = names[number % min(3, len(names))]
        parts[name] = _changed(parts[name], [change])
    return packed(parts)


def _changed(data: bytes, changes: Iterable[Change]) -> bytes:
    for place, what, size in changes:
        at = len(data) * place // 1_000
        here, rest = data[at : at + size], data[at + size :]
        made = {
            "overwrite": b"\xff" * len(here),
            "flip": bytes(byte ^ size & 0xFF for byte in here),
            "cut": b"",
            "repeat": here * 3,
            "swell": here + b"9" * size,
        }[what]
        data = data[:at] + made + rest
    return data


_GOOD: Mapping[str, Callable[[], bytes]] = {
    "docx": lambda: office_sample("art2019", "docx_right").data,
    "xlsx": lambda: office_sample("art2021", "xlsx_right").data,
    "rtf": lambda: office_sample("art2021", "rtf_right").data,
    "mht": lambda: office_sample("art2019", "mht").data,
    "pdf": lambda: page_sample("art2021", "pdf_ruled").data,
    "zip": lambda: packed({"甲.docx": good("docx"), "乙.mht": good("mht")}),
    "ods": lambda: (SAMPLES / "report.ods").read_bytes(),
    "xls": lambda: (SAMPLES / "report.xls").read_bytes(),
    "doc": lambda: (SAMPLES / "report.doc").read_bytes(),
}
KINDS = tuple(_GOOD)
