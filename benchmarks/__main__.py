"""Measure what gik costs beside what an analyst would use instead: ``python -m benchmarks``."""

import argparse
import os
import platform
import re
from pathlib import Path
from timeit import repeat

from benchmarks import pages, panel, prose, readers, running, workbook

MEASURES = (
    *pages.measures(),
    *running.measures(),
    prose.measure_reports,
    prose.measure_whole,
    prose.measure_length,
    prose.measure_figures,
    prose.measure_density,
    *panel.measures(),
    workbook.measure,
    *readers.measures(),
)
DOCS = Path(__file__).parent.parent / "docs" / "scale.md"
_TABLE = re.compile(r"(?<=<!-- table -->\n).*(?=<!-- end -->)", re.DOTALL)


def main() -> None:
    """Print one line a measure: seconds of both ways, their ratio and the bound."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--write", action="store_true", help="put the table into docs/scale.md")
    asked = parser.parse_args()
    machine = f"Python {platform.python_version()} ({_pace()}), {os.cpu_count()} cores, {platform.machine()}"
    print(machine)
    print(f"{'measure':56}{'ours s':>9}{'theirs s':>10}{'ratio':>8}{'bound':>8}")
    lines = ["| measure | ours, s | theirs, s | ratio | bound |", "|---|---|---|---|---|"]
    for measure in MEASURES:
        found = measure()
        print(f"{found.name:56}{found.ours:9.3f}{found.theirs:10.3f}{found.ratio:8.3f}{found.bound:8.2f}", flush=True)
        lines.append(
            f"| {found.name} | {found.ours:.3f} | {found.theirs:.3f} | {found.ratio:.3f} | {found.bound:.2f} |"
        )
    if asked.write:
        table = "\n".join([machine, "", *lines, ""])
        DOCS.write_text(_TABLE.sub(lambda _: table, DOCS.read_text(encoding="utf-8")), encoding="utf-8")


def _pace() -> str:
    """Say how fast this Python is on this machine: builds of one version differ by half as much again."""
    setup, cutting = "text = '政府信息公开' * 1000", "[text[at : at + 20] for at in range(5000)]"
    return f"a million slices of a text in {min(repeat(cutting, setup, number=200)):.3f} s"


if __name__ == "__main__":
    main()
