"""The gold sentences are sound, and the prose reader reads them no worse than it did before."""

import re
from collections import Counter

import pytest

from gik.forms import load_forms
from tests.prose_gate import Gold, Scores, Sentence, _score, floors, load, measure

KINDS = {"count", "amount", "share", "date", "time", "phone", "document_number", "ordinal", "code", "name", "other", ""}
SECTIONS = {"", "overview", "organisation", "proactive", "interpretation", "platform", "requests", "fees", "disputes"}
SECTIONS |= {"secrecy", "key_areas", "problems", "other", "appendix"}
TOPICS = {"", "services", "trading", "powers", "finance", "procurement", "relief", "poverty", "audit", "credit"}
TOPICS |= {"website", "social_media", "interpretation", "enquiries", "facilities", "training", "other"}


@pytest.fixture(scope="module")
def sentences() -> tuple[Sentence, ...]:
    return load()


def indicators() -> set[str]:
    return {row.code for table in load_forms()["stat2014"].tables for row in table.rows}


def problems(sentence: Sentence) -> list[str]:
    """Name what is wrong with a gold sentence."""
    found = []
    spans = {(gold.start, gold.end) for gold in sentence.figures}
    for match in re.finditer(r"[0-9０-９]", sentence.text):
        if sum(start <= match.start() < end for start, end in spans) != 1:
            found.append(f"digit at {match.start()} not in exactly one figure")
    for index, gold in enumerate(sentence.figures):
        if gold.indicator not in {"", "?"} | indicators():
            found.append(f"{gold.text}: no indicator {gold.indicator}")
        if gold.kind not in KINDS or gold.bound not in {"eq", "ge", "le", "approx"} or gold.topic not in TOPICS:
            found.append(f"{gold.text}: unknown kind, bound or topic")
        if not -2 <= gold.within < len(sentence.figures) or gold.within == index:
            found.append(f"{gold.text}: within {gold.within}")
        measured = gold.kind in {"count", "amount", "share"} or (not gold.kind and gold.indicator)
        if bool(measured) != (gold.value is not None):
            found.append(f"{gold.text}: a {gold.kind or 'figure not judged'} of value {gold.value}")
        if gold.indicator and gold.kind not in {"count", "amount", ""}:
            found.append(f"{gold.text}: an indicator on a {gold.kind}")
        if gold.nothing and gold.value != 0:
            found.append(f"{gold.text}: nothing is zero")
    if sentence.topic not in SECTIONS or not 2008 <= sentence.year <= 2020:
        found.append(f"topic {sentence.topic}, year {sentence.year}")
    return found


def test_gold_is_sound(sentences: tuple[Sentence, ...]) -> None:
    assert {sentence.id: problems(sentence) for sentence in sentences if problems(sentence)} == {}


def test_gold_has_no_sentence_twice(sentences: tuple[Sentence, ...]) -> None:
    ids = Counter(sentence.id for sentence in sentences)
    texts = Counter(sentence.text for sentence in sentences)
    assert [key for key, count in (ids + texts).items() if count > 1] == []


def test_gold_reaches_every_indicator(sentences: tuple[Sentence, ...]) -> None:
    counts = Counter(gold.indicator for sentence in sentences for gold in sentence.figures)
    assert {code: counts[code] for code in indicators() if counts[code] < 2} == {}
    assert len(sentences) >= 300
    assert sum(len(sentence.figures) for sentence in sentences) >= 900


def figure(text: str, start: int, **facts: object) -> dict[str, object]:
    plain = {"figure": 0, "value": None, "unit": "", "bound": "eq", "kind": "count", "indicator": "", "topic": ""}
    return {"text": text, "start": start, "end": start + len(text), "within": None, **plain, **facts}


def count(text: str, start: int, value: float, indicator: str, within: int = -1) -> Gold:
    return Gold(text, start, start + len(text), False, value, "件", "eq", "count", indicator, within, "")


def test_gate_tells_right_from_wrong() -> None:
    gold = (count("7", 2, 7, "requests.received"), count("1", 8, 1, "requests.received.online", 0))
    sentence = Sentence("x-1", "收到7件，网上1件", "requests", 2017, gold)
    received = figure("7", 2, value=7, unit="件", indicator="requests.received")
    online = figure("1", 8, figure=1, value=2, unit="件", indicator="requests.received.online", within=0)
    scores = Scores()
    _score(scores, sentence, [received, online])
    assert scores.misses == [
        "x-1 values: '1' read as (2.0, '件', 'eq')",
        "x-1 claim missed: '1' requests.received.online, read as ('requests.received.online', 2.0, 'eq')",
        "x-1 claim too many: '1' as requests.received.online",
    ]
    assert scores.wrong_values == 1
    assert scores.summary() == {
        "indicator_precision": 0.5,
        "indicator_recall": 0.5,
        "indicator_f1": 0.5,
        "within_f1": 1.0,
        "coverage": 1.0,
        "nothing": 1.0,
        "values": 0.5,
        "units": 1.0,
        "kinds": 1.0,
        "topics": 1.0,
        "spans": 1.0,
    }


def test_scores_do_not_drop(sentences: tuple[Sentence, ...]) -> None:
    from gik.prose import read_figures

    scores = measure(sentences, read_figures)
    held = floors()
    dropped = {name: (value, held[name]) for name, value in scores.summary().items() if value < held[name]}
    assert dropped == {}, "\n".join(scores.misses)
    assert scores.wrong_values <= held["wrong_values"], "\n".join(scores.misses)
