"""How many cells are read right from printed pages: ``python -m tests.generator.page_score``."""

import argparse
import time
from collections import Counter, defaultdict
from itertools import product
from pathlib import Path
from random import Random

from tests.generator.lines import uncertain_with_blanks
from tests.generator.office import FITTING, perturbed
from tests.generator.pdf_layouts import PDF_LAYOUTS, pdf_bytes
from tests.generator.samples import DAMAGE, YEARS, Sample
from tests.generator.score import marks, read, report


def page_sample(form: str, layout: str, damage: str = "plain", seed: int | str = 0) -> Sample:
    """Give the report of a form as a PDF in a layout with a perturbation."""
    random = Random(f"{form}{layout}{damage}{seed}")
    pieces, right = perturbed(form, f"{layout}{damage}{seed}", damage, random)
    if PDF_LAYOUTS[layout].rules == "none":
        right = uncertain_with_blanks(right)
    data = pdf_bytes(PDF_LAYOUTS[layout], pieces, seed)
    return Sample(f"{form}-{layout}-{damage}-{seed}.pdf", form, layout, damage, data, right)


def main() -> None:
    """Print the score of every layout and perturbation, and examples of what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.generator.page_score", description=__doc__)
    parser.add_argument("--layout", action="append", choices=list(PDF_LAYOUTS))
    parser.add_argument("--damage", action="append", choices=FITTING)
    parser.add_argument("--form", action="append", choices=list(YEARS))
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--show", type=int, default=5)
    parser.add_argument("--write", type=Path)
    asked = parser.parse_args()
    score: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    examples: dict[str, list[str]] = defaultdict(list)
    began, count = time.monotonic(), 0
    for seed, form, layout, damage in product(
        range(asked.seeds), asked.form or YEARS, asked.layout or PDF_LAYOUTS, asked.damage or FITTING
    ):
        if form not in DAMAGE[damage].forms:
            continue
        sample = page_sample(form, layout, damage, seed)
        count += 1
        try:
            marked = marks(sample, read(sample))
        except Exception as error:  # a crash is what this command is there to show
            marked = {key: ("missing", f"{type(error).__name__}: {error}") for key in sample.answers}
            score[layout, damage]["crashed"] += 1
        for key, (mark, shown) in marked.items():
            score[layout, damage][mark] += 1
            examples[mark].append(f"{sample.name} {' '.join(key)}: {shown}")
        if asked.write:
            asked.write.mkdir(parents=True, exist_ok=True)
            (asked.write / sample.name).write_bytes(sample.data)
    print(report(score, True))
    for mark in ("wrong", "missing"):
        step = max(1, len(examples[mark]) // max(1, asked.show))
        print(*(f"{mark}: {example}" for example in examples[mark][::step][: asked.show]), sep="\n")
    print(f"{count} documents, {(time.monotonic() - began) / max(count, 1):.2f} s each")


if __name__ == "__main__":
    main()
