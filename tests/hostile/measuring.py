"""What it costs to read a file, measured where it is read: in the process that reads it."""

import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gik.records import Records, parse_file

_STATUS = Path("/proc/self/status")


@dataclass(frozen=True, slots=True)
class Cost:
    """What came of a file: its reports' records, the seconds of computing, and the peak of memory in MiB."""

    records: list[Records]
    seconds: float
    mebibytes: float

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [part["reports"][0] for part in self.records]


def measure(path: Path, name: str, folder: Path | None = None) -> Cost:
    """Read a file as parse does, and say what it cost."""
    if _STATUS.exists():
        Path("/proc/self/clear_refs").write_text("5")  # begin the peak anew
    began = time.process_time()
    records = parse_file(path, name, folder)
    return Cost(records, time.process_time() - began, _peak())


def _peak() -> float:
    if not _STATUS.exists():
        return 0.0
    found = re.search(r"VmHWM:\s+(\d+) kB", _STATUS.read_text())
    return int(found[1]) / 1024 if found else 0.0
