"""A streamed run from small to large: ``python -m benchmarks.streamed 1000 10000``.

Prints for each number of reports what one costs, the peak memory of the process that writes, and whether a run that was
killed twice gives what the undisturbed one gives.
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

_PROGRAM = """
import resource, sys, time
import gik
began = time.perf_counter()
gik.parse_to(sys.argv[1], sys.argv[2], workers=int(sys.argv[3]))
print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def main(counts: list[int], workers: int = 2) -> None:
    """Print a line a number of reports."""
    print(f"{'reports':>9}{'ms/report':>11}{'peak MiB':>10}{'parquet KB/report':>19}{'killed twice':>14}")
    for count in counts:
        with TemporaryDirectory() as folder:
            raw, out, again = (Path(folder, name) for name in ("raw", "out", "again"))
            raw.mkdir()
            for name, data in plain_reports(count):
                (raw / name).write_bytes(data)
            seconds, own = _run(raw, out, workers)
            size = sum(path.stat().st_size for path in out.rglob("*.parquet")) / count / 1024
            same = _killed(raw, again, workers) == _digest(out)
            verdict = "equal" if same else "DIFFERENT"
            print(f"{count:9}{1000 * seconds / count:11.2f}{own:10.0f}{size:19.1f}{verdict:>14}", flush=True)


def _run(raw: Path, out: Path, workers: int) -> tuple[float, float]:
    program = [sys.executable, "-c", _PROGRAM, str(raw), str(out), str(workers)]
    told = subprocess.run(program, capture_output=True, text=True, check=True).stdout.split()
    return float(told[0]), float(told[1]) / 1024


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
