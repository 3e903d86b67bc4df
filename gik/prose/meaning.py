"""Meaning (含义): which row of the form a number states, told by the words around it and by what came before.

Nothing here knows a row of the form: fields, rules and blocks stand in ``definitions/prose``.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from gik.definitions import definition
from gik.prose.numerals import Numeral
from gik.prose.phrases import Phrase, tokens_between
from gik.prose.sentences import Sentence, Token

@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of ``indicators.toml``."""

    indicator: str
    every: frozenset[str]
    one_of: tuple[frozenset[str], ...]
    none: frozenset[str]
    action: str | None
    named: bool
    about: bool
    units: frozenset[str]
    score: int


@dataclass(frozen=True, slots=True)
class Context:
    """What came before a sentence: field of the last number, and the section that it stands in."""

    field: str = ""
    topic: str = ""
    about: bool = False
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """The row of the form that a number states, how sure that is, and the field that it is about."""

    indicator: str
    score: int
    field: str


@cache
def rules() -> Mapping[str, tuple[Rule, ...]]:
    """Give the rules by field, in the order in which they are tried."""
    data = definition("prose/indicators.toml")
    found: dict[str, list[Rule]] = {}
    for entry in data["rule"]:
        found.setdefault(entry["field"], []).append(_rule(entry, data["sets"]))
    return {field: tuple(entries) for field, entries in found.items()}


def _rule(entry: Mapping[str, Any], sets: Mapping[str, Sequence[str]]) -> Rule:
    return Rule(
        entry["indicator"],
        frozenset(entry.get("all", ())),
        tuple(frozenset(entry[key]) for key in ("any", "also_any") if key in entry),
        frozenset(entry.get("none", ())),
        entry.get("action"),
        entry.get("named", False),
        entry.get("about", False),
        frozenset(entry.get("units_only", ()) or sets[entry["units"]]),
        entry.get("score", 2),
    )


@cache
def _blocks() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in definition("prose/indicators.toml")["blocks"].items()}


def claim(folded: str, sentence: Sentence, numeral: Numeral, phrase: Phrase, context: Context, year: int | None) -> Claim:
    """Tell which row a number states; the indicator is empty where none, or not this year's and this body's own."""
    before = tokens_between(sentence, phrase.lo, phrase.first)
    core = [token for token in before if token.start >= phrase.core]
    behind = tokens_between(sentence, phrase.last, phrase.hi)
    words = before + behind
    held = {concept for token in words for concept in token.concepts}
    field, named = _field(core, before, behind, context, held)
    if numeral.kind == "share" or numeral.value is None:
        return Claim("", 0, field)
    own = {concept for token in (*core, *behind) for concept in token.concepts}
    clause = _clause_concepts(folded, sentence, phrase, year)
    blocks = _blocks()
    if own & blocks["number"] or clause & blocks["clause"] or _of_another_year(folded, sentence, phrase, year):
        return Claim("", 0, field)
    about = context.about or any("scope.disclosure" in token.concepts for token in sentence.tokens)
    action = _action(folded, core or before, before, behind)
    for rule in rules().get(field, ()):
        if _fits(rule, held, action, named, about, numeral.unit):
            return Claim(rule.indicator, _score(rule, held, clause, context), field)
    return Claim("", 0, field)


def _fits(rule: Rule, held: set[str], action: str, named: bool, about: bool, unit: str) -> bool:
    return (
        rule.every <= held
        and not rule.none & held
        and all(options & held for options in rule.one_of)
        and (rule.action is None or rule.action == action)
        and (named or not rule.named)
        and (about or not rule.about)
        and unit in rule.units
    )


def _score(rule: Rule, held: set[str], clause: set[str], context: Context) -> int:
    score = rule.score * 4 + ("scope.self" in held or "scope.this_year" in clause)
    if rule.score == 1 and context.narrow:
        return 0
    return score - 2 * ("scope.part" in held)


def _field(
    core: Sequence[Token], before: Sequence[Token], behind: Sequence[Token], context: Context, held: set[str]
) -> tuple[str, bool]:
    """The field that the number's own words name last, else the one of the number before it."""
    for words in (behind[::-1], core[::-1], before[::-1]):
        for token in words:
            for concept in token.concepts:
                if concept.startswith("field."):
                    return concept[6:], True
    if "ask.any" in held and (context.topic == "requests" or context.field == "request" or "scope.disclosure" in held):
        return "request", True
    if held & _OPENING or ("act.publish" in held and any(c.startswith("way.") for t in core for c in t.concepts)):
        return "", False
    return context.field or _FIELD_OF_TOPIC.get(context.topic, ""), False


_OPENING = frozenset(("act.info", "act.plain_info", "act.proactive"))
_FIELD_OF_TOPIC = {"requests": "request"}


def _action(folded: str, core: Sequence[Token], before: Sequence[Token], behind: Sequence[Token]) -> str:
    """What was done with what is counted; of two verbs joined to one (受理并答复) the first."""
    acts = [token for token in before if _act(token)]
    if not acts:
        return next((_act(token) for token in behind if _act(token)), "")
    last = acts[-1]
    for token in reversed(acts[:-1]):
        gap = folded[token.end : last.start]
        if len(gap) > 2 or gap.strip("并、和及与且后 "):
            break
        last = token
    return _act(last)


def _act(token: Token) -> str:
    return next((c for c in token.concepts if c in ("act.receive", "act.reply", "act.close", "act.issue")), "")


def _clause_concepts(folded: str, sentence: Sentence, phrase: Phrase, year: int | None) -> set[str]:
    """The concepts of what the sentence says up to the number; 上年 is over where 今年 comes after it."""
    start = max(sentence.start, folded.rfind(";", sentence.start, phrase.first) + 1)
    found: set[str] = set()
    for token in sentence.tokens:
        if token.start >= phrase.hi or token.start < start:
            continue
        if "scope.this_year" in token.concepts:
            found -= {"scope.last_year"}
        if "scope.since" in token.concepts and year and folded[token.start - 5 : token.start].startswith(str(year)):
            continue
        if token.start < phrase.first or "scope.last_year" in token.concepts:
            found.update(token.concepts)
    return found


def _of_another_year(folded: str, sentence: Sentence, phrase: Phrase, year: int | None) -> bool:
    """Whether the last year named before the number, titles apart, is not the one reported on."""
    if year is None:
        return False
    dates = [
        numeral
        for numeral in sentence.numerals
        if numeral.kind == "date" and numeral.start < phrase.first and folded[numeral.start : numeral.start + 4].isdigit()
    ]
    dates = [numeral for numeral in dates if not _titled(folded, numeral)]
    if not dates or int(folded[dates[-1].start : dates[-1].start + 4]) == year:
        return False
    period = len(dates) > 1 and folded[dates[-2].end : dates[-1].start].strip(" 日,起止") in ("至", "到", "-", "--")
    return not (period and int(folded[dates[-2].start : dates[-2].start + 4]) == year)


def _titled(folded: str, numeral: Numeral) -> bool:
    opened = folded.rfind("《", max(numeral.start - 60, 0), numeral.start)
    return opened >= 0 and "》" not in folded[opened : numeral.start]


def settle(claims: Iterable[tuple[int, Claim, float | None, int]]) -> frozenset[int]:
    """Give the figures whose claim gives way: to a surer one of another value, or to its like in the same sentence."""
    by_row: dict[str, list[tuple[int, Claim, float | None, int]]] = {}
    for entry in claims:
        if entry[1].indicator:
            by_row.setdefault(entry[1].indicator, []).append(entry)
    lost: set[int] = set()
    for entries in by_row.values():
        if len({value for _, _, value, _ in entries}) == 1:
            continue
        best = max(claim.score for _, claim, _, _ in entries)
        lost |= {index for index, claim, _, _ in entries if claim.score < best}
        left = [entry for entry in entries if entry[0] not in lost]
        for index, found, value, sentence in left:
            rivals = {other for place, _, other, at in left if place != index and at == sentence} - {value}
            if rivals or (found.score < 8 and len({entry[2] for entry in left}) > 1):
                lost.add(index)
    return frozenset(lost)
