"""A streamed run from small to large: ``python -m benchmarks.streamed 1000 10000 100000``.

Prints for each number of reports what one costs, by the clock and in processor time of all processes, which part of
that the process takes that writes, the peak memory of it and of those that read, and whether a run that was killed
twice gives what the undisturbed one gives. A hundred thousand reports need 2 GB of disk, in ``TMPDIR`` if that is set.
"""

import json
import os
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from gik.frames import FRAMES, MARKS
from tests.generator.folders import plain_reports

_HEADS = ("reports", "ms/report", "cpu ms/report", "writer %", "writer MiB", "reader MiB", "KB/report", "killed twice")
# Tells seconds by the clock, of the processor and MiB, of itself and of the processes that read, when those are gone.
_PROGRAM = """
import atexit, time
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
began = time.perf_counter()
def tell():
    used = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    each = [(one.ru_utime + one.ru_stime, one.ru_maxrss / 1024) for one in used]
    print(took, *each[0], *each[1])
atexit.register(tell)
import sys
import gik
gik.parse_to(sys.argv[1], sys.argv[2], workers=int(sys.argv[3]))
took = time.perf_counter() - began
"""


def main(counts: list[int], workers: int = 1) -> None:
    """Print a line a number of reports."""
    print("".join(f"{head:>15}" for head in _HEADS))
    for count in counts:
        with TemporaryDirectory() as folder:
            raw, out, again = (Path(folder, name) for name in ("raw", "out", "again"))
            raw.mkdir()
            for name, data in plain_reports(count):
                (raw / name).write_bytes(data)
            seconds, writing, writer, reading, reader = _run(raw, out, workers)
            size = sum(path.stat().st_size for path in out.rglob("*.parquet")) / count / 1024
            verdict = "equal" if _killed(raw, again, workers) == _digest(out) else "DIFFERENT"
            busy = writing + reading
            cost = f"{1000 * seconds / count:15.2f}{1000 * busy / count:15.2f}{100 * writing / busy:15.1f}"
            print(f"{count:15}{cost}{writer:15.0f}{reader:15.0f}{size:15.1f}{verdict:>15}", flush=True)


def _run(raw: Path, out: Path, workers: int) -> tuple[float, ...]:
    program = [sys.executable, "-c", _PROGRAM, str(raw), str(out), str(workers)]
    told = subprocess.run(program, capture_output=True, text=True, check=True).stdout.split()
    return tuple(map(float, told))


def _killed(raw: Path, out: Path, workers: int) -> str:
    """Kill a run at a third and at two thirds of its parts, resume it, and give what came out."""
    files = sum(1 for _ in raw.iterdir())
    for third in (1, 2):
        run = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(raw), str(out), str(workers)], stdout=subprocess.DEVNULL
        )
        while run.poll() is None and len(list((out / MARKS).glob("0*.json"))) < third * files / 250 / 3:
            time.sleep(0.01)
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
    _run(raw, out, workers)
    return _digest(out)


def _digest(out: Path) -> str:
    digest = sha256(json.dumps(json.loads((out / "manifest.json").read_text())).encode())
    for name in FRAMES:
        for path in sorted((out / name).iterdir()):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [1000, 10_000])
