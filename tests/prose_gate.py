"""The prose gate: how well :mod:`gik.prose` reads the gold sentences of ``tests/prose``.

``python -m tests.prose_gate`` prints the scores and the misses; ``--raise`` lifts the floors to what was reached.
The convention of the gold is told in ``tests/prose/README.md``.
"""

import argparse
import math
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gik.rows import Figure

FOLDER = Path(__file__).parent / "prose"
FLOORS = FOLDER / "floors.toml"
SCALES = {"万": 1e4, "亿": 1e8}

Record = Mapping[str, Any]
Reader = Callable[..., Sequence[Figure]]


@dataclass(frozen=True, slots=True)
class Gold:
    """One figure as a careful reader understands it; ``?`` (indicator), ``-2`` (within) and ``""`` are not judged."""

    text: str
    start: int
    end: int
    nothing: bool
    value: float | None
    unit: str
    bound: str
    kind: str
    indicator: str
    within: int
    topic: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A gold text, the section topic and the year that it stands in, and its figures in order."""

    id: str
    text: str
    topic: str
    year: int
    figures: tuple[Gold, ...]


def load(folder: Path = FOLDER) -> tuple[Sentence, ...]:
    """Give the gold sentences of a folder, files by name; ValueError when a figure's words aren't in its text."""
    entries = [
        entry
        for path in sorted(folder.glob("*.toml"))
        if path != FLOORS
        for entry in tomllib.loads(path.read_text(encoding="utf-8"))["sentence"]
    ]
    return tuple(
        Sentence(entry["id"], entry["text"], entry["topic"], entry["year"], tuple(_place(entry))) for entry in entries
    )


def _place(entry: Mapping[str, Any]) -> Iterable[Gold]:
    position, previous = 0, 0
    for figure in entry["figure"]:
        words = figure["text"]
        start = previous if figure.get("same") else figure.get("start", entry["text"].find(words, position))
        if start < 0 or not entry["text"].startswith(words, start) or (start < position and not figure.get("same")):
            raise ValueError(f"{entry['id']}: {words!r} does not stand where it should")
        previous, position = start, start + len(words)
        yield Gold(
            words,
            start,
            position,
            figure.get("nothing", False),
            figure.get("value"),
            figure.get("unit", ""),
            figure.get("bound", "eq"),
            figure["kind"],
            figure.get("indicator", ""),
            figure.get("within", -1),
            figure.get("topic", ""),
        )


class Tally:
    """Hits and misses of one measure."""

    def __init__(self) -> None:
        self.right = 0
        self.total = 0

    def add(self, right: bool) -> bool:
        self.right += right
        self.total += 1
        return right

    @property
    def rate(self) -> float:
        return self.right / self.total if self.total else 1.0


class Scores:
    """What was measured over the sentences: claims, numerals and their properties, with a line for every miss."""

    def __init__(self) -> None:
        self.claims = Tally()  # the gold's claims that were made
        self.claimed = Tally()  # the claims made that the gold has
        self.whole = Tally()  # the gold's parts that were tied to their whole
        self.tied = Tally()  # the parts tied that the gold ties so
        names = ("coverage", "nothing", "values", "units", "kinds", "topics", "spans")
        self.measures = {name: Tally() for name in names}
        self.wrong_values = 0
        self.misses: list[str] = []

    def judge(self, name: str, sentence: Sentence, gold: Gold, right: bool, seen: object) -> None:
        if not self.measures[name].add(right):
            self.misses.append(f"{sentence.id} {name}: {gold.text!r} read as {seen!r}")

    def summary(self) -> dict[str, float]:
        """Give the numbers that the floors hold."""
        precision, recall = self.claimed.rate, self.claims.rate
        tied, whole = self.tied.rate, self.whole.rate
        return {
            "indicator_precision": precision,
            "indicator_recall": recall,
            "indicator_f1": 2 * precision * recall / ((precision + recall) or 1),
            "within_f1": 2 * tied * whole / ((tied + whole) or 1),
            **{name: tally.rate for name, tally in self.measures.items()},
        }


def measure(sentences: Iterable[Sentence], read: Reader) -> Scores:
    """Read every sentence as a text of its own, in one section of its topic, and score what comes back."""
    from gik.outline import Section

    scores = Scores()
    for sentence in sentences:
        section = Section(0, 1, "", "", sentence.topic, 0, len(sentence.text))
        _score(scores, sentence, [one._asdict() for one in read(sentence.text, (section,), (), sentence.year)])
    return scores


def _score(scores: Scores, sentence: Sentence, read: Sequence[Record]) -> None:
    pairs = [_match(gold, read) for gold in sentence.figures]
    for gold, found in zip(sentence.figures, pairs, strict=True):
        _score_figure(scores, sentence, gold, found, read)
        _score_claim(scores, sentence, gold, found)
        _score_within(scores, sentence, gold, found, read)
    for record in read:
        _score_record(scores, sentence, record)


def _score_figure(scores: Scores, sentence: Sentence, gold: Gold, found: Record | None, read: Sequence[Record]) -> None:
    if gold.nothing:
        right = found is not None and _value(found) == 0
        return scores.judge("nothing", sentence, gold, right, found and found["text"])
    over = [record for record in read if _overlap(gold, record)]
    digits = [i for i in range(gold.start, gold.end) if re.match(r"[0-9０-９]", sentence.text[i])]
    once = all(sum(record["start"] <= i < record["end"] for record in over) == 1 for i in digits)
    twins = sum(other.start == gold.start for other in sentence.figures)
    covered = bool(over) and (len(over) == 1 and once if twins == 1 else len(over) <= twins)
    scores.judge("coverage", sentence, gold, covered, [record["text"] for record in over])
    if found is None:
        found = {"text": "", "start": -1, "end": -1, "value": None, "unit": "", "bound": "", "kind": "", "topic": ""}
    if gold.kind:
        scores.judge("spans", sentence, gold, _core(found["text"]) == _core(gold.text), found["text"])
        scores.judge("kinds", sentence, gold, found["kind"] == gold.kind, found["kind"])
    if gold.value is not None:
        right = _agrees(gold, found)
        scores.judge("values", sentence, gold, right, (_value(found), found["unit"], found["bound"]))
    if gold.kind in ("count", "amount") and gold.unit:
        scores.judge("units", sentence, gold, found["unit"].strip("万亿") == gold.unit.strip("万亿"), found["unit"])
    if gold.topic:
        scores.judge("topics", sentence, gold, found["topic"] == gold.topic, found["topic"])


def _score_claim(scores: Scores, sentence: Sentence, gold: Gold, found: Record | None) -> None:
    if gold.indicator in ("", "?"):
        return
    named = found is not None and found["indicator"] == gold.indicator
    right = named and _agrees(gold, found or {})
    if not scores.claims.add(right):
        seen = (found["indicator"], _value(found), found["bound"]) if found else None
        scores.misses.append(f"{sentence.id} claim missed: {gold.text!r} {gold.indicator}, read as {seen}")


def _score_within(scores: Scores, sentence: Sentence, gold: Gold, found: Record | None, read: Sequence[Record]) -> None:
    if gold.within == -2:
        return
    tie = found["within"] if found else None
    tied = isinstance(tie, int) and tie >= 0
    whole = next((record for record in read if tied and record["figure"] == tie), None)
    right = gold.within >= 0 and whole is not None and _overlap(sentence.figures[gold.within], whole) > 0
    if gold.within >= 0:
        scores.whole.add(right)
    if tied:
        scores.tied.add(right)
    if (gold.within >= 0 or tied) and not right:
        want = sentence.figures[gold.within].text if gold.within >= 0 else None
        scores.misses.append(f"{sentence.id} within: {gold.text!r} of {want!r}, read as of {whole and whole['text']!r}")


def _score_record(scores: Scores, sentence: Sentence, record: Record) -> None:
    over = [gold for gold in sentence.figures if _overlap(gold, record)]
    if not record["indicator"] or any(gold.indicator == "?" for gold in over):
        return
    right = any(gold.indicator == record["indicator"] and _agrees(gold, record) for gold in over)
    if not scores.claimed.add(right):
        # The sentence says this indicator, and not so.
        scores.wrong_values += any(gold.indicator == record["indicator"] for gold in sentence.figures)
        scores.misses.append(f"{sentence.id} claim too many: {record['text']!r} as {record['indicator']}")


def _match(gold: Gold, read: Sequence[Record]) -> Record | None:
    over = [record for record in read if _overlap(gold, record)]
    return max(over, key=lambda r: (r["indicator"] == gold.indicator, _overlap(gold, r)), default=None)


def _overlap(gold: Gold, record: Record) -> int:
    return max(0, min(gold.end, record["end"]) - max(gold.start, record["start"]))


def _core(words: str) -> str:
    return re.sub(r"[\s万亿余多来（）()第度份名时“”]", "", words)


def _value(record: Record) -> float | None:
    value = record["value"]
    return float(value) if isinstance(value, int | float) and not math.isnan(value) else None


def _agrees(gold: Gold, record: Record) -> bool:
    value = _value(record)
    if value is None or gold.value is None or record["bound"] != gold.bound:
        return False
    return math.isclose(value * _scale(record["unit"]), gold.value * _scale(gold.unit), rel_tol=1e-9, abs_tol=1e-12)


def _scale(unit: str) -> float:
    return SCALES.get(unit[:1], 1.0)


def floors() -> dict[str, float]:
    """Give the floors that the scores may not fall below (``wrong_values``: the ceiling)."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8"))


def main() -> None:
    """Print scores and misses, and lift the floors when asked."""
    from gik.prose import read_figures

    parser = argparse.ArgumentParser(prog="python -m tests.prose_gate", description=main.__doc__)
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift the floors to what was reached")
    lift = parser.parse_args().lift
    sentences = load()
    scores = measure(sentences, read_figures)
    print(*scores.misses, sep="\n")
    print(f"{len(sentences)} sentences, {sum(len(sentence.figures) for sentence in sentences)} figures")
    print(f"claims: {scores.claims.right} of {scores.claims.total} found, {scores.claimed.total} made")
    print(*(f"{name} = {value:.4f}" for name, value in scores.summary().items()), sep="\n")
    print(f"wrong_values = {scores.wrong_values}")
    if lift:
        old = floors() if FLOORS.exists() else {}
        # Floors are cut, not rounded, so that the score that set them also passes them.
        new = {name: max(old.get(name, 0), math.floor(1e4 * v) / 1e4) for name, v in scores.summary().items()}
        new["wrong_values"] = min(old.get("wrong_values", scores.wrong_values), scores.wrong_values)
        FLOORS.write_text("".join(f"{name} = {value}\n" for name, value in new.items()), encoding="utf-8")


if __name__ == "__main__":
    main()
