"""How many cells are read right from scans, and whether wrong ones show: ``python -m tests.generator.scan_score``.

right, missing, wrong: as in the score of text. A cell that gik doubts keeps its words without a number, and is missing.
unnoticed: wrong ones that no equation (勾稽关系) of the form contradicts either.
"""

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import NamedTuple

from gik.doubts import doubtful_as_text
from gik.form_lines import TOLERANCE, lines
from gik.forms import load_forms
from gik.reading import read
from gik.rows import Cell
from gik.tables import read_tables
from tests.generator.samples import YEARS, Sample
from tests.generator.scans import KINDS, SCANS, SEEN, fits, scan_sample
from tests.generator.score import marks
from tests.generator.truth import Key


class ScanMarks(NamedTuple):
    """What became of a scan's cells: right, missing or wrong with what was found; wrong ones that nothing shows."""

    marks: Mapping[Key, tuple[str, str]]
    unnoticed: frozenset[Key]
    doubtful: int


def scan_marks(sample: Sample) -> ScanMarks:
    """Read a scan as gik.parse does, and give its marks."""
    document = read(sample.name, sample.data)
    tables = doubtful_as_text(document, read_tables(document))
    marked = marks(sample, [cell._asdict() for cell in tables.cells])
    wrong = {key for key, (mark, _) in marked.items() if mark == "wrong"}
    doubtful = sum(finding["rule"] == "cell.doubtful" for finding in tables.findings)
    return ScanMarks(marked, frozenset(wrong - _contradicted(tables.form, tables.cells)), doubtful)


def _contradicted(form: str, cells: tuple[Cell, ...]) -> set[Key]:
    """Give the cells of equations and bounds that don't hold."""
    value = {(c.table, c.row, c.column): c.value for c in cells if c.state == "number"}
    found: set[Key] = set()
    for line in lines(load_forms()[form]) if form in load_forms() else ():
        keys = {*line.whole, *line.parts}
        if line.compare == "equal" and keys <= value.keys():
            gap = sum(value[key] for key in line.parts) - sum(value[key] for key in line.whole)
            found |= keys if abs(gap) > TOLERANCE else set()
        elif line.compare == "at_most" and line.whole[0] in value:
            found |= {key for key in line.parts if value.get(key, 0) > value[line.whole[0]] + TOLERANCE}
    return found


def scan_samples(layouts: tuple[str, ...], seeds: range, forms: tuple[str, ...] = tuple(YEARS)) -> Iterator[Sample]:
    """Give scans of every form in every layout; kinds of file and perturbations take turns."""
    for turn, (seed, layout, form) in enumerate(product(seeds, layouts, forms)):
        damages = [damage for damage in SEEN if fits(form, damage)]
        # The turns of kinds and of forms must not keep step, nor those of perturbations and of layouts.
        kind = KINDS[(turn + turn // len(KINDS)) % len(KINDS)]
        yield scan_sample(form, layout, damages[(turn // 3 + seed) % len(damages)], seed, kind)


def main() -> None:
    """Print the score of every layout, and examples of what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.generator.scan_score", description=__doc__)
    parser.add_argument("--layout", action="append", choices=list(SCANS))
    parser.add_argument("--form", action="append", choices=list(YEARS))
    parser.add_argument("--seeds", type=int, default=1, help="scans of each form in each layout")
    parser.add_argument("--first", type=int, default=0, help="first seed")
    parser.add_argument("--show", type=int, default=20, help="how many cells missing to print for each scan")
    parser.add_argument("--write", type=Path, help="folder for the scans that weren't read right")
    asked = parser.parse_args()
    score: dict[str, Counter[str]] = defaultdict(Counter)
    chosen = scan_samples(
        tuple(asked.layout or SCANS), range(asked.first, asked.first + asked.seeds), tuple(asked.form or YEARS)
    )
    for sample in chosen:
        began = time.process_time()
        marked, unnoticed, doubtful = scan_marks(sample)
        count = score[sample.layout]
        count.update(mark for mark, _ in marked.values())
        count.update(scans=1, doubtful=doubtful, unnoticed=len(unnoticed), seconds=time.process_time() - began)
        shown = {
            mark: [(key, text) for key, (own, text) in marked.items() if own == mark] for mark in ("wrong", "missing")
        }
        print(f"{sample.name}: {len(shown['wrong'])} wrong, {len(shown['missing'])} missing", flush=True)
        for mark, found in shown.items():
            for key, text in found[: asked.show]:
                print(f"  {mark}: {' '.join(key)}: {text}")
        if asked.write and (shown["wrong"] or shown["missing"]):
            asked.write.mkdir(parents=True, exist_ok=True)
            (asked.write / sample.name).write_bytes(sample.data)
    heads = ("scans", "right", "missing", "doubtful", "wrong", "unnoticed", "seconds")
    print(f"{'layout':24}" + "".join(f"{head:>10}" for head in heads))
    for name, count in [*score.items(), ("all", sum(score.values(), Counter()))]:
        print(f"{name:24}" + "".join(f"{count[head]:>10.0f}" for head in heads))


if __name__ == "__main__":
    main()
