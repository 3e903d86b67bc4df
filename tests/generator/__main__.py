"""Write fictional reports into a folder.

``python -m tests.generator OUT --reports 1000`` writes any number of plain reports, the same ones for the same seed;
``python -m tests.generator data/raw --city`` makes data/raw/city and the lists beside it anew;
``python -m tests.generator OUT --mixed`` writes fifty good reports and five files that aren't annual reports.
"""

import argparse
import csv
import gc
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tests.generator.city import city_agencies, city_corrections, city_faults, city_files, city_sources
from tests.generator.folders import mixed_folder, plain_reports


def main() -> None:
    """Do what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m tests.generator", description=__doc__)
    parser.add_argument("out", type=Path, help="folder to write to")
    parser.add_argument("--reports", type=int, default=100, help="how many plain reports")
    parser.add_argument("--seed", default="0")
    parser.add_argument("--format", choices=("txt", "html"), help="only files of this format")
    parser.add_argument("--city", action="store_true", help="the fictional city, and its planted faults")
    parser.add_argument("--mixed", action="store_true", help="good reports and files to be refused")
    asked = parser.parse_args()
    if asked.city:
        write(asked.out / "city", city_files().items())
        for name, text in city_lists().items():
            (asked.out.parent / name).write_text(text, encoding="utf-8")
    elif asked.mixed:
        write(asked.out, mixed_folder(asked.seed).items())
    else:
        gc.disable()  # thousands of small tuples, none of them in a cycle
        write(asked.out, plain_reports(asked.reports, asked.seed, asked.format or ""))


def write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write the files into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files:
        (folder / name).write_bytes(data)


def city_lists() -> dict[str, str]:
    """Give the lists beside the city, as CSV by file name: its planted faults, agencies, corrections and sources."""
    lists = {
        "planted_faults.csv": city_faults(),
        "agencies.csv": city_agencies(),
        "corrections.csv": city_corrections(),
        "sources.csv": city_sources(),
    }
    return {name: _csv(lines) for name, lines in lists.items()}


def _csv(lines: Sequence[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(lines[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue()


if __name__ == "__main__":
    main()
