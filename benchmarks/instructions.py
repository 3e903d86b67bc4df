"""Instructions of reading fixed files, counted, as a gate against creeping cost: ``python -m benchmarks.instructions``.

Unlike seconds they are the same on a busy machine. Valgrind counts them, some fifty times as slow as the processor:
it takes minutes. With ``--write`` the count becomes the bound.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

BOUND = Path(__file__).with_suffix(".txt")
TOLERANCE = 1.05
FILES = (("stat2014", "row_pipes"), ("art2019", "html_spans"), ("art2021", "html_spans"))
# Reads the files so many times; the first time fills what is kept for good.
_PROGRAM = """
import sys
from gik.records import parse_file
for _ in range(int(sys.argv[1])):
    for path in sys.argv[2:]:
        parse_file(path, "report")
"""
_FEW, _MANY = 1, 4


def main(arguments: list[str]) -> int:
    """Print the count beside its bound; the exit code is 1 where it is beyond."""
    number = count()
    if "--write" in arguments:
        BOUND.write_text(f"{number}\n", encoding="utf-8")
    bound = int(BOUND.read_text(encoding="utf-8"))
    print(f"{number / 1e6:.1f} M instructions a report, {number / bound:.3f} of the bound, {TOLERANCE} at most")
    return int(number > TOLERANCE * bound)


def count() -> int:
    """Give the instructions of reading one of the files, on average, all that is done once only left out."""
    from tests.generator.samples import sample

    with TemporaryDirectory() as folder:
        paths = [Path(folder, f"report{number}") for number in range(len(FILES))]
        for path, (form, layout) in zip(paths, FILES, strict=True):
            path.write_bytes(sample(form, layout).data)
        few, many = (_instructions(Path(folder, "counted"), times, paths) for times in (_FEW, _MANY))
    return round((many - few) / (_MANY - _FEW) / len(FILES))


def _instructions(out: Path, times: int, paths: list[Path]) -> int:
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        raise SystemExit("valgrind counts the instructions, and isn't installed here.")
    counting = [valgrind, "--tool=cachegrind", "--cache-sim=no", f"--cachegrind-out-file={out}"]
    program = [sys.executable, "-c", _PROGRAM, str(times), *map(str, paths)]
    still = {**os.environ, "PYTHONHASHSEED": "0"}
    subprocess.run([*counting, *program], env=still, capture_output=True, check=True)
    return int(next(line for line in out.read_text().splitlines() if line.startswith("summary:")).split()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
