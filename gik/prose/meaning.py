"""Meaning (含义): which row of the form a number states, told by the words around it and by what came before.

Nothing here knows a row of the form: fields, rules and blocks stand in ``definitions/prose``.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from gik.definitions import definition
from gik.prose.numerals import Numeral
from gik.prose.phrases import Phrase, residue
from gik.prose.sentences import Sentence, Token
from gik.prose.vocabulary import concepts

_OPENING = frozenset(("act.info", "act.plain_info"))
_ACTS = frozenset(("act.receive", "act.reply", "act.close", "act.issue"))
_FORMER = re.compile("(?:增加|增长|上升|提高|扩大|减少|下降|降低|压缩|增|降|升)[到至为]")
_COMPARED = re.compile("(?<![最许至过])[多少增减降升高低](?=$)|[比较同与](?=[0-9]{4}年)")
_ATTENDED = frozenset(("act.attend", "act.sent"))  # 参加省、市培训3次: said of all that the clause lists
_DISPUTES = frozenset(("field.request", "field.review", "field.lawsuit", "field.complaint", "field.fee"))


class Rule(NamedTuple):
    """A rule of ``indicators.toml``."""

    indicator: str
    every: frozenset[str]
    one_of: tuple[frozenset[str], ...]
    none: frozenset[str]
    action: str | None
    named: bool
    about: bool
    plain: bool
    units: frozenset[str]
    score: int


class Context(NamedTuple):
    """What came before a sentence: the last number's field and row, the section, and whether 信息公开 was spoken of."""

    field: str = ""
    row: str = ""
    topic: str = ""
    about: bool = False


class Claim(NamedTuple):
    """The row of the form that a number states, how sure that is, its field, and whether it tells a mere change."""

    indicator: str
    score: int
    field: str
    change: bool = False


class _Words(NamedTuple):
    """The words that stand with a number: of its own clause, behind it, and earlier since the number before."""

    core: tuple[Token, ...]
    behind: tuple[Token, ...]
    earlier: tuple[Token, ...]
    own: frozenset[str]
    held: frozenset[str]


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
        entry.get("plain", False),
        frozenset(entry.get("units_only", ()) or sets[entry["units"]]),
        entry.get("score", 2),
    )


@cache
def _blocks() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in definition("prose/indicators.toml")["blocks"].items()}


def claim(
    folded: str, sentence: Sentence, numeral: Numeral, phrase: Phrase, context: Context, year: int | None
) -> Claim:
    """Tell which row a number states; the indicator is empty where none, or not this year's and this body's own."""
    words = _words(folded, sentence, phrase, context)
    field, named = _field(words, phrase, context)
    if numeral.kind == "share" or numeral.value is None:
        return Claim("", 0, field)
    blocks = _blocks()
    clause = _clause_concepts(folded, sentence, phrase, year)
    compared = _COMPARED.search(folded, max(phrase.first - 20, phrase.core), phrase.first) is not None
    if words.own & blocks["number"] or clause & blocks["clause"] or _of_another_year(folded, sentence, phrase, year):
        return Claim("", 0, field, compared or "scope.change" in words.own or "scope.last_year" in clause)
    if compared or _FORMER.match(folded, phrase.last) or _overall(sentence, words, phrase):
        return Claim("", 0, field, compared)
    about = _about(folded, sentence, phrase, field, context)
    action = _action(folded, words)
    for rule in rules().get(field, ()):
        if not rule.every <= words.held or not _fits(rule, words.held, action, named, numeral.unit):
            continue
        if (rule.plain or (rule.about and about == "context")) and residue(folded, sentence, phrase):
            continue
        if rule.about and not about:
            continue
        score = rule.score * 4 + ("scope.self" in words.held or "scope.this_year" in clause)
        return Claim(rule.indicator, score - 2 * ("scope.part" in words.held), field)
    return Claim("", 0, field)


def _overall(sentence: Sentence, words: _Words, phrase: Phrase) -> bool:
    """Whether a number sums up years, because the sentence goes on with what fell to this one: 累计80件，本年度9件."""
    if "scope.cumulative" not in words.own:
        return False
    after = sentence.tokens_between(phrase.hi, sentence.end)
    return any("scope.this_year" in token.concepts for token in after)


def _words(folded: str, sentence: Sentence, phrase: Phrase, context: Context) -> _Words:
    low, core_at, high = phrase.lo, phrase.core, phrase.first
    before = sentence.tokens_between(low, high)
    if phrase.item:
        start, end = phrase.item
        find, meanings = concepts()
        core = tuple(Token(*match.span(), meanings[match[0]]) for match in find.finditer(folded, start, end))
        shared = {concept for token in before for concept in token.concepts if concept.startswith("act.")}
    else:
        core = tuple(token for token in before if token.end > core_at)
        shared = set()
    behind = sentence.tokens_between(phrase.last, phrase.hi)
    own = shared | {concept for token in (*core, *behind) for concept in token.concepts}
    if behind and "act.publish" in own | ({"act.publish"} if "act.proactive" in own else set()):
        own |= _joined(folded, phrase)
    earlier = before[: len(before) - len(core)] if not phrase.item else ()
    held = (
        own | {concept for token in earlier for concept in token.concepts if concept.startswith("way.")}
        if not phrase.item
        else own
    )
    if "kind.extended" not in sentence.concepts:
        held |= {"context.no_extension"}
    comma = folded.rfind(",", low, high)
    held |= {c for token in earlier if token.start > comma for c in token.concepts if c in _ATTENDED}
    if _heads_first(folded, sentence, phrase):
        held |= {"scope.by_head"}
    if context.row.startswith(("disclosed", "channel.")):
        held |= {"context.disclosed"}
    elif context.topic == "proactive":
        held |= {"context.proactive"}
    if context.row.startswith("channel."):
        held |= {"context.channel"}
    bare = folded[core_at:high].strip(" ,、:;和及为的").removeprefix("其中")
    if bare in ("其他", "其它", "其余"):
        held |= {"bare.other"}
    elif bare in ("公开", "同意") and context.row.startswith("replies"):
        held |= {"bare.granted"}
    return _Words(core, behind, earlier, frozenset(own), frozenset(held))


def _joined(folded: str, phrase: Phrase) -> set[str]:
    """What the words say when the number is taken out: 主动公开的640条信息 is 主动公开的信息."""
    find, meanings = concepts()
    before = folded[max(phrase.core, phrase.first - 12) : phrase.first].rstrip(" 共了")
    words = before + folded[phrase.last : min(phrase.hi, phrase.last + 10)]
    return {
        c for match in find.finditer(words) if match.start() < len(before) < match.end() for c in meanings[match[0]]
    }


def _heads_first(folded: str, sentence: Sentence, phrase: Phrase) -> bool:
    """Whether the agency's head is the subject of the whole clause: 主要负责人参加发布会9次, 访谈14次."""
    if "scope.by_head" not in sentence.concepts:
        return False
    start = max(sentence.start, folded.rfind(";", sentence.start, phrase.first) + 1)
    head = next((t for t in sentence.tokens if t.start >= start and "scope.by_head" in t.concepts), None)
    if head is None or head.start > phrase.first:
        return False
    return not any(n.kind == "count" and start <= n.start < head.start for n in sentence.numerals)


def _fits(rule: Rule, held: frozenset[str], action: str, named: bool, unit: str) -> bool:
    return (
        (rule.action is None or rule.action == action)
        and (named or not rule.named)
        and unit in rule.units
        and rule.none.isdisjoint(held)
        and not any(options.isdisjoint(held) for options in rule.one_of)
    )


def _field(words: _Words, phrase: Phrase, context: Context) -> tuple[str, bool]:
    """The field that the number's own words name last, else the one of the number before it."""
    for token in (*words.behind[::-1], *words.core[::-1]):
        named = [concept for concept in token.concepts if concept.startswith("field.")]
        by_way = any(concept.startswith("way.") for concept in token.concepts)
        if named and not (by_way and (context.field == "request" or context.topic == "requests")):
            return named[0][6:], True
    if "ask.any" in words.own and (
        context.topic == "requests" or context.field == "request" or "scope.disclosure" in words.own
    ):
        return "request", True
    if words.own & _OPENING or ("act.publish" in words.own and any(c.startswith("way.") for c in words.own)):
        return "disclosed", False
    if "act.respond" in words.own and any(concept.startswith("way.") for concept in words.own):
        return "hot", False
    earlier = [c[6:] for token in words.earlier for c in token.concepts if c.startswith("field.")]
    if earlier:
        return earlier[-1], False
    return context.field or ("request" if context.topic == "requests" else "disclosed"), phrase.total


def _about(folded: str, sentence: Sentence, phrase: Phrase, field: str, context: Context) -> str:
    """Whether 信息公开 is what the sentence speaks of (said), or the words before it or its section do (context)."""
    if 0 <= sentence.disclosure < phrase.hi or len(sentence.concepts & _DISPUTES) > 2:
        return "said"
    if sentence.disclosure > phrase.last and folded.find("其中", phrase.last, sentence.disclosure) >= 0:
        return ""  # 行政复议148件，其中涉及信息公开21件
    of_section = definition("prose/indicators.toml")["sections"].get(context.topic, ())
    return "context" if field in of_section or context.about else ""


def _action(folded: str, words: _Words) -> str:
    """What was done with what is counted; of two verbs joined to one (受理并答复) the first."""
    acts = [token for token in (words.core or words.earlier) if _act(token)]
    if not acts:
        return next((_act(token) for token in words.behind if _act(token)), "")
    last = acts[-1]
    for token in reversed(acts[:-1]):
        gap = folded[token.end : last.start]
        if len(gap) > 2 or gap.strip("并、和及与且后 "):
            break
        last = token
    return _act(last)


def _act(token: Token) -> str:
    return next((concept for concept in token.concepts if concept in _ACTS), "")


def _clause_concepts(folded: str, sentence: Sentence, phrase: Phrase, year: int | None) -> set[str]:
    """The concepts of what the sentence says up to the number; 上年 is over where 今年 comes after it."""
    found: set[str] = set()
    if sentence.concepts.isdisjoint(_of_clauses()):
        return found
    start = max(sentence.start, folded.rfind(";", sentence.start, phrase.first) + 1)
    own_year = max((numeral.start for numeral, named in sentence.years if named == year), default=-1)
    for token in sentence.tokens_between(start, phrase.first):
        if "scope.this_year" in token.concepts:
            found -= {"scope.last_year", "scope.since"}
        if token.start < own_year < phrase.first and "scope.since" in token.concepts:
            continue
        if "scope.since" in token.concepts and year and folded[token.start - 5 : token.start].startswith(str(year)):
            continue
        found.update(token.concepts)
    for token in sentence.tokens_between(phrase.last, phrase.hi):
        found.update({"scope.last_year"} & set(token.concepts))
    return found | ({"scope.unrelated"} & sentence.concepts)


@cache
def _of_clauses() -> frozenset[str]:
    """The concepts for which a whole clause is looked at; most sentences hold none of them."""
    return _blocks()["clause"] | {"scope.this_year"}


def _of_another_year(folded: str, sentence: Sentence, phrase: Phrase, year: int | None) -> bool:
    """Whether the last year named before the number is not the one reported on."""
    if year is None:
        return False
    named = [entry for entry in sentence.years if entry[0].start < phrase.first][-2:]
    if not named or named[-1][1] == year:
        return False
    period = len(named) > 1 and folded[named[0][0].end : named[1][0].start].strip(" 日,起止") in ("至", "到", "-", "--")
    return not (period and named[0][1] == year)
