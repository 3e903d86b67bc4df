"""How many cells a parser gets right, misses or gets wrong: ``python -m tests.generator.score``.

right: the answer that the print gives. missing: nothing for a cell that can be read.
wrong: a value, dash, word or blank that isn't the one printed there. Wrong is worse than missing.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.generator.samples import DAMAGE, LAYOUTS, YEARS, Sample, samples
from tests.generator.sheets import Answer
from tests.generator.truth import Key

NOTHING = ("absent", "text", "")
FACTORS = {"万元": 10000.0, "亿元": 100000000.0}


def marks(sample: Sample, cells: Iterable[Mapping[str, Any]]) -> dict[Key, tuple[str, str]]:
    """Give every answer's mark (right, missing or wrong) with what was found, and what no answer is for."""
    found: dict[Key, list[Mapping[str, Any]]] = defaultdict(list)
    strangers: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for cell in cells:
        if cell["row"]:
            found[cell["table"], cell["row"], cell["column"]].append(cell)
        else:
            strangers[cell["table"], "".join(cell["label"].split())].append(cell)
    made = {key: _mark(answer, found.get(key, [])) for key, answer in sample.answers.items() if not _local(key)}
    made |= _local_marks(sample, strangers)
    strange = [key for key in found if key not in made]
    return made | {key: ("wrong", f"a cell that the form doesn't have: {_shown(found[key])}") for key in strange}


def _local(key: Key) -> bool:
    return not key[1].isascii()


def _local_marks(
    sample: Sample, strangers: Mapping[tuple[str, str], list[Mapping[str, Any]]]
) -> dict[Key, tuple[str, str]]:
    """Give the marks of rows that the form doesn't know: they must be kept, in order, and needn't have columns."""
    made: dict[Key, tuple[str, str]] = {}
    for table, row in {key[:2]: None for key in sample.answers if _local(key)}:
        keys = [key for key in sample.answers if key[:2] == (table, row)]
        kept = next((cells for (_, label), cells in strangers.items() if row in label), [])
        by_column = {cell["column"]: [cell] for cell in kept} if any(cell["column"] for cell in kept) else {}
        in_order = {key[2]: [cell] for key, cell in zip(keys, kept, strict=False)}
        made |= {key: _mark(sample.answers[key], (by_column or in_order).get(key[2], [])) for key in keys}
    return made


def _mark(answer: Answer, cells: list[Mapping[str, Any]]) -> tuple[str, str]:
    asked = " ".join(
        (answer.state, *(["or missing"] if not answer.sure else []), "" if answer.value is None else str(answer.value))
    )
    shown = f"{asked}, found {_shown(cells)}"
    best = "right" if not answer.sure or answer.state in NOTHING else "missing"
    results = {_one(answer, cell) for cell in cells} or {best}
    return ("wrong" if "wrong" in results else min(results, key=("missing", "right").index)), shown


def _one(answer: Answer, cell: Mapping[str, Any]) -> str:
    state, value = cell["state"], cell["value"]
    if state == answer.state and _same(answer, cell):
        return "right"
    if state in NOTHING or (state == "blank" and not answer.sure):
        return "right" if not answer.sure or state == answer.state else "missing"
    return "missing" if state == "number" and value is None else "wrong"


def _same(answer: Answer, cell: Mapping[str, Any]) -> bool:
    if answer.value is None or cell["value"] is None:
        return answer.value is None and cell["value"] is None
    expected, found = answer.value, cell["value"]
    if answer.unit:
        expected, found = expected * FACTORS.get(answer.unit, 1.0), found * FACTORS.get(cell["unit"], 1.0)
    return bool(abs(expected - found) <= 1e-9 * max(1.0, abs(expected)))


def _shown(cells: list[Mapping[str, Any]]) -> str:
    return " / ".join(f"{c['state']} {c['value']} {c['text']!r} at {c['place']}" for c in cells) or "nothing"


def read(sample: Sample) -> tuple[Mapping[str, Any], ...]:
    """Give the cells that gik reads from a sample."""
    from gik.reading import read as read_document
    from gik.tables import read_tables

    return tuple(cell._asdict() for cell in read_tables(read_document(sample.name, sample.data)).cells)


def main() -> None:
    """Print the score of every layout and perturbation, and examples of what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.generator.score", description=__doc__)
    parser.add_argument("--layout", action="append", choices=list(LAYOUTS))
    parser.add_argument("--damage", action="append", choices=list(DAMAGE))
    parser.add_argument("--form", action="append", choices=list(YEARS))
    parser.add_argument("--seeds", type=int, default=1, help="reports for each layout and perturbation")
    parser.add_argument("--first", type=int, default=0, help="first seed")
    parser.add_argument("--show", type=int, default=5, help="how many examples of wrong and of missing to print")
    parser.add_argument("--write", type=Path, help="folder for the files that weren't read right")
    parser.add_argument("--worst", action="store_true", help="leave out lines without a miss")
    asked = parser.parse_args()

    score: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    examples: dict[str, list[str]] = defaultdict(list)
    for sample in samples(
        range(asked.first, asked.first + asked.seeds), tuple(asked.form or YEARS), asked.layout, asked.damage
    ):
        try:
            marked = marks(sample, read(sample))
        except Exception as error:  # a crash is what this command is there to show
            marked = {key: ("missing", f"{type(error).__name__}: {error}") for key in sample.answers}
            score[sample.layout, sample.damage]["crashed"] += 1
        for key, (mark, shown) in marked.items():
            score[sample.layout, sample.damage][mark] += 1
            examples[mark].append(f"{sample.name} {' '.join(key)}: {shown}")
        if asked.write and any(mark != "right" for mark, _ in marked.values()):
            asked.write.mkdir(parents=True, exist_ok=True)
            (asked.write / sample.name).write_bytes(sample.data)
    print(report(score, asked.worst))
    for mark in ("wrong", "missing"):
        step = max(1, len(examples[mark]) // max(1, asked.show))
        print(*(f"{mark}: {example}" for example in examples[mark][::step][: asked.show]), sep="\n")


def report(score: Mapping[tuple[str, str], Counter[str]], worst: bool = False) -> str:
    """Give the score as a table of text: a line a layout and perturbation, then a line a layout, then the sum."""
    lines = [f"{'layout':20}{'perturbation':22}{'right':>9}{'missing':>9}{'wrong':>9}{'crashed':>9}"]
    for (layout, damage), count in score.items():
        if not worst or count["missing"] or count["wrong"]:
            lines.append(_line(layout, damage, count))
    for part, title in ((0, "every perturbation"), (1, "every layout")):
        for name in dict.fromkeys(key[part] for key in score):
            whole = sum((count for key, count in score.items() if key[part] == name), Counter())
            lines.append(_line(*((name, title) if part == 0 else (title, name)), whole))
    return "\n".join([*lines, _line("all", "", sum(score.values(), Counter()))])


def _line(layout: str, damage: str, count: Counter[str]) -> str:
    numbers = "".join(f"{count[mark]:>9}" for mark in ("right", "missing", "wrong", "crashed"))
    return f"{layout:20}{damage:22}{numbers}"


if __name__ == "__main__":
    main()
