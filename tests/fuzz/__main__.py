"""``python -m tests.fuzz [TARGET …] [--seconds N] [--runs N]``: look for inputs that break a target.

The search is guided by the code that inputs reach, and begins the same way each time. What breaks a target is kept in
``tests/samples/crashes``, and from then on is part of the tests. Each target is looked at in a process of its own.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

import atheris

from tests.fuzz.seeds import dictionary, seeds

with atheris.instrument_imports(include=["gik"]):
    from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).parent.parent.parent
CRASHES = ROOT / "tests" / "samples" / "crashes"
OPTIONS = ("-seed=1", "-timeout=300", "-rss_limit_mb=2000", "-report_slow_units=300", "-print_final_stats=1")
LONGEST = 4096  # bytes of an input, where no seed is longer
TAIL = 40  # lines of the search's own report that are shown where it found something


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], metavar="TARGET", help=" ".join(TARGETS))
    parser.add_argument("--seconds", type=int, default=600, help="for each target, at most")
    parser.add_argument("--runs", type=int, default=-1, help="inputs for each target, at most; -1 for any number")
    chosen = parser.parse_args(arguments)
    failed = [name for name in chosen.targets or TARGETS if not _search(name, chosen.seconds, chosen.runs)]
    if failed:
        print(
            f"broken: {', '.join(failed)}. Each input is kept in {CRASHES.relative_to(ROOT)}/.\n"
            "To see it again: python -m pytest tests/test_fuzz.py -k what_once_broke\n"
            "Then mend what broke, and commit the input with the mending; it is a test from then on."
        )
    return bool(failed)


def _search(name: str, seconds: int, runs: int) -> bool:
    """Look for what breaks a target, in a process of its own; tell what came of it, and whether nothing was found."""
    before, start = set(CRASHES.iterdir()), time.monotonic()
    folder = Path(mkdtemp())
    log = folder / "log"
    child = os.fork()
    if child == 0:
        with log.open("wb") as file:
            os.dup2(file.fileno(), 1)
            os.dup2(file.fileno(), 2)
        _fuzz(name, folder, seconds, runs)  # ends the process; what breaks must reach its end for the input to be kept
    _, status = os.waitpid(child, 0)
    report = log.read_text(encoding="utf-8", errors="replace").splitlines()
    rmtree(folder)
    tried = next((line.split()[-1] for line in report if line.startswith("stat::number_of_executed_units")), "?")
    kept = [path.name for path in sorted(set(CRASHES.iterdir()) - before)]
    found = "nothing found" if status == 0 else f"BROKEN, kept as {', '.join(kept) or 'nothing: see above'}"
    if status:
        print("\n".join(report[-TAIL:]))
    print(f"{name}: {tried} inputs in {time.monotonic() - start:.0f} s, {found}", flush=True)
    return status == 0


def _fuzz(name: str, folder: Path, seconds: int, runs: int) -> None:
    begin, words = folder / "seeds", folder / "words"
    begin.mkdir()
    given = seeds(name)
    for number, data in enumerate(given):
        (begin / str(number)).write_bytes(data)
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in dictionary(name)))
    longest = max(LONGEST, *map(len, given))
    options = [*OPTIONS, f"-max_total_time={seconds}", f"-runs={runs}", f"-max_len={longest}"]
    options += [f"-artifact_prefix={CRASHES}/{name}-", f"-dict={words}", str(begin)]
    with atheris.instrument_imports(include=["gik"]):
        TARGETS[name](given[0])  # readers import what they need when they need it
    atheris.Setup([sys.argv[0], *options], TARGETS[name])
    atheris.Fuzz()


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
