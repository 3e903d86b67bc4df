"""One file → records of the public frames; many files → Tables.

A file that can't be read becomes a row with a reason: nothing that stands in a file may stop the others.
"""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from gik.checks import check_reports
from gik.errors import GikError, UnreadableFile
from gik.findings import finding
from gik.frames import FRAMES, Tables, frame
from gik.identity import identify, refusal
from gik.outline import outline
from gik.prose import read_figures
from gik.reading import read
from gik.tables import read_tables

Record = dict[str, Any]
Records = dict[str, list[Record]]
# Files that systems and editors leave in a folder; nobody means them to be read.
_SYSTEM_FILES = ("~$", ".", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    name: str


def parse(
    source: str | Path | Iterable[str | Path],
    *,
    workers: int = 1,
    cache: str | Path | None = None,
    scheduler: str | None = None,
    progress: bool = False,
) -> Tables:
    """Read one report, a folder of them (walked, sorted by path) or a list of paths, and give their Tables.

    Every file becomes a row of ``reports``; one that fails has status ``failed``, a reason and a finding. Of files with
    the same content the first is read and the others are listed. ``workers`` is a number of processes on this machine.
    Hidden files and those of the system are passed over. Raises FileNotFoundError for a source that doesn't exist,
    GikError for ``cache`` and ``scheduler``, which this version doesn't have yet.
    """
    if cache is not None or scheduler is not None:
        raise GikError("此版本的 parse 还不支持 cache 和 scheduler；请去掉这两个参数。")
    sources = _sources(source)
    parts = _shown(_parsed(sources, workers), len(sources)) if progress else _parsed(sources, workers)
    return _tables(parts)


def parse_file(path: str | Path, name: str) -> Records:
    """Give the records of one file, by frame; ``name`` is what its row of ``reports`` calls it. Never raises."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        return _failed(sha256(name.encode()).hexdigest()[:12], name, f"文件打不开（{error.strerror or error}）")
    report = sha256(data).hexdigest()[:12]
    try:
        return _read(report, name, data)
    except UnreadableFile as error:
        return _failed(report, name, str(error))
    except Exception as error:  # a fault of ours must not cost the reader her other files
        return _failed(report, name, f"程序内部出错（{type(error).__name__}: {error}），请把此文件报告给维护者")


def _read(report: str, name: str, data: bytes) -> Records:
    document = read(name, data)
    tables = read_tables(document)
    if reason := refusal(document, tables.form):
        raise UnreadableFile(reason)
    sections = outline(document, tables.spans)
    identity = identify(document, sections, tables.form, name)
    year = identity.year
    about = {key: value for key, value in asdict(identity).items() if key != "findings"}
    unread = [record["evidence"] for record in tables.findings if record["rule"] == "cell.unread"]
    row = {
        "file": name,
        "format": document.format,
        "encoding": document.encoding,
        **about,
        "form": tables.form,
        "status": "partial" if unread else "ok",
        "reason": f"{len(unread)} 行表格无法逐栏对应，见核对问题" if unread else "",
    }
    records: Records = {
        "reports": [row],
        "texts": [{"text": document.text}],
        "sections": [asdict(section) for section in sections],
        "cells": list(tables.cells),
        "figures": read_figures(document.text, sections, tables.spans, year),
        "findings": [*map(dict, identity.findings), *tables.findings],
    }
    return {name: [{"report": report, **record} for record in rows] for name, rows in records.items()}


def _failed(report: str, name: str, reason: str) -> Records:
    row = {"report": report, "file": name, "form": "none", "status": "failed", "reason": reason}
    return {"reports": [row], "findings": [{"report": report, **finding("file.failed", reason=reason, file=name)}]}


def _sources(source: str | Path | Iterable[str | Path]) -> list[_Source]:
    if not isinstance(source, (str, Path)):
        return [_one(Path(path), Path(path).as_posix()) for path in source]
    path = Path(source)
    if path.is_dir():
        files = (file for file in path.rglob("*") if file.is_file())
        named = ((file, file.relative_to(path)) for file in files)
        wanted = [(f, rel) for f, rel in named if not any(part.startswith(_SYSTEM_FILES) for part in rel.parts)]
        return [_Source(file, rel.as_posix()) for file, rel in sorted(wanted, key=lambda pair: pair[1].as_posix())]
    return [_one(path, path.name)]


def _one(path: Path, name: str) -> _Source:
    if not path.exists():
        raise FileNotFoundError(f"找不到 {path}；请检查路径。")
    return _Source(path, name)


def _parsed(sources: Sequence[_Source], workers: int) -> Iterator[Records]:
    """Give the records of each file in order, whatever the number of workers."""
    paths, names = [source.path for source in sources], [source.name for source in sources]
    if workers <= 1 or len(sources) < 2:
        yield from map(parse_file, paths, names)
        return
    size = max(1, min(32, len(sources) // (4 * workers)))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(parse_file, paths, names, chunksize=size)


def _shown(parts: Iterable[Records], total: int) -> Iterator[Records]:
    """Pass the records on, and say on stderr how far it has got."""
    began = time.monotonic()
    for done, part in enumerate(parts, start=1):
        yield part
        if done == total or done % max(1, total // 20) == 0:
            rate = done / max(time.monotonic() - began, 1e-9)
            print(f"已读 {done}/{total} 份，每秒 {rate:.0f} 份", file=sys.stderr, flush=True)


def _tables(parts: Iterable[Records]) -> Tables:
    """Build the frames of a run, once; a file with the content of an earlier one is listed and not counted again."""
    rows: Records = {name: [] for name in FRAMES}
    first: dict[str, str] = {}
    for part in parts:
        row = part["reports"][0]
        report, name = row["report"], row["file"]
        if report in first:
            rows["reports"].append(row)
            record = finding("file.duplicate", evidence=name, file=name, first=first[report])
            rows["findings"].append({**record, "report": report, "other": report})
            continue
        first[report] = name
        for kind, records in part.items():
            rows[kind] += records
    frames = {kind: frame(kind, records) for kind, records in rows.items() if kind != "findings"}
    found = [*rows["findings"], *check_reports(frames["reports"], frames["cells"])]
    return Tables(**frames, findings=frame("findings", found))
