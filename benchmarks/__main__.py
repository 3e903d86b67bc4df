"""Measure what gik costs beside what an analyst would use instead: ``python -m benchmarks``."""

import os
import platform

from benchmarks import pages, panel, prose, readers, workbook

MEASURES = (
    pages.measure,
    prose.measure_reports,
    prose.measure_length,
    prose.measure_figures,
    prose.measure_density,
    *panel.measures(),
    workbook.measure,
    *readers.measures(),
)


def main() -> None:
    """Print one line a measure: seconds of both ways, their ratio and the bound."""
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    print(f"{'measure':56}{'ours s':>9}{'theirs s':>10}{'ratio':>8}{'bound':>8}")
    for measure in MEASURES:
        found = measure()
        print(f"{found.name:56}{found.ours:9.3f}{found.theirs:10.3f}{found.ratio:8.2f}{found.bound:8.2f}", flush=True)


if __name__ == "__main__":
    main()
