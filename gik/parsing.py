"""Many files → Tables, whatever the files hold and however many processes read them."""

import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path

from gik.checks import check_reports
from gik.errors import GikError, UnreadableFile
from gik.findings import finding
from gik.frames import FRAMES, Tables, frame
from gik.isolation import Lost, run
from gik.reading.files import printable, take, walk
from gik.records import Records, failed, parse_file, parse_part, part_names


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    name: str
    folder: Path | None = None


def parse(
    source: str | Path | Iterable[str | Path],
    *,
    workers: int = 1,
    cache: str | Path | None = None,
    scheduler: str | None = None,
    progress: bool = False,
) -> Tables:
    """Read one report, a folder of them (walked, sorted by path) or a list of paths, and give their Tables.

    Every file becomes a row of ``reports``, an archive one row a file in it, a workbook one row a report; what fails
    has status ``failed``, a reason and a finding. Of files with the same content the first is read and the others are
    listed. ``workers`` is a number of processes on this machine.
    Hidden files and those of the system are passed over. Raises FileNotFoundError for a source that doesn't exist,
    GikError for ``cache`` and ``scheduler``, which this version doesn't have yet.
    """
    if cache is not None or scheduler is not None:
        raise GikError("此版本的 parse 还不支持 cache 和 scheduler；请去掉这两个参数。")
    sources = _sources(source)
    parts = _shown(_parsed(sources, workers), len(sources)) if progress else _parsed(sources, workers)
    return _tables(parts)


def _sources(source: str | Path | Iterable[str | Path]) -> list[_Source]:
    if not isinstance(source, (str, Path)):
        return [_one(Path(path), Path(path).as_posix()) for path in source]
    path = Path(source).absolute()
    if path.is_dir():
        return [_Source(file, printable(file.relative_to(path).as_posix()), path) for file in walk(path)]
    return [_one(path, path.name)]


def _one(path: Path, name: str) -> _Source:
    if not path.exists():
        raise FileNotFoundError(f"找不到 {path}；请检查路径。")
    return _Source(path.absolute(), printable(name))


def _parsed(sources: Sequence[_Source], workers: int) -> Iterator[list[Records]]:
    """Give the records of the reports in each file in order, whatever the number of workers."""
    arguments = [(source.path, source.name, source.folder) for source in sources]
    for source, result in zip(sources, run(parse_file, arguments, workers), strict=True):
        yield _apart(source, result.reason) if isinstance(result, Lost) else result


def _apart(source: _Source, reason: str) -> list[Records]:
    """Read the reports in a file one by one, so that the one at which a reader hung or died is lost alone."""
    where = (source.path, source.name, source.folder)
    (names,) = run(part_names, [where])
    if isinstance(names, Lost) or len(names) < 2:
        return [_lost(source, reason)]
    results = run(parse_part, [(*where, position) for position in range(len(names))])
    return [
        records
        for name, result in zip(names, results, strict=True)
        for records in ([failed(name, result.reason)] if isinstance(result, Lost) else result)
    ]


def _lost(source: _Source, reason: str) -> Records:
    """Give the records of a file at which a reader hung or died."""
    try:
        report = sha256(take(source.path, source.folder)).hexdigest()[:12]
    except UnreadableFile:
        report = ""
    return failed(source.name, reason, report)


def _shown(parts: Iterable[list[Records]], total: int) -> Iterator[list[Records]]:
    """Pass the records on, and say in one line on stderr how far it has got."""
    began = time.monotonic()
    for done, part in enumerate(parts, start=1):
        yield part
        rate = done / max(time.monotonic() - began, 1e-9)
        if done == total or done % max(1, total // 100) == 0:
            print(f"\r已读 {done}/{total} 份，每秒 {rate:.0f} 份", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def _tables(parts: Iterable[list[Records]]) -> Tables:
    """Build the frames of a run, once; a file with the content of an earlier one is listed and not counted again."""
    rows: Records = {name: [] for name in FRAMES}
    first: dict[str, str] = {}
    for part in chain.from_iterable(parts):
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
