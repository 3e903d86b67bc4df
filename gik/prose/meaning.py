"""Meaning (含义): which row of the form a number states, told by the words around it and by what came before."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from gik.definitions import definition
from gik.prose.marks import ALWAYS, marks, meanings
from gik.prose.numerals import Numeral
from gik.prose.periods import goes_on_with_this_year, of_a_part, of_another_year, said_before
from gik.prose.phrases import Phrase, residue
from gik.prose.rules import fitting_rules
from gik.prose.sentences import Sentence, Token
from gik.prose.vocabulary import concepts

_NO_WORDS: Sequence[Token] = ()
_FORMER = re.compile("(?:增加|增长|上升|提高|扩大|减少|下降|降低|压缩|增|降|升)[到至为]|的?(?:任务|目标)")
_EACH = re.compile("各(?:自|为|有)?\\Z")
_COMPARED = re.compile(
    "[多少增减降升高低比较同与](?:(?<=[多少增减降升高低])(?<![最许至过][多少增减降升高低])$|(?<=[比较同与])(?=[0-9]{4}年))"
)


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


@cache
def _none(field: str, change: bool = False) -> Claim:
    return Claim("", 0, field, change)


class _Words(NamedTuple):
    """The words that stand with a number: of its own clause, behind it, and earlier since the number before.

    ``own`` is what those of its clause and behind it say.
    """

    core: Sequence[Token]
    behind: Sequence[Token]
    earlier: Sequence[Token]
    own: int


def claim(
    folded: str, sentence: Sentence, numeral: Numeral, phrase: Phrase, context: Context, year: int | None
) -> Claim:
    """Tell which row a number states; the indicator is empty where none, or not this year's and this body's own."""
    known = marks()
    words = _words(folded, sentence, phrase)
    field, named = _field(words, phrase, context)
    if numeral.kind == "share" or numeral.value is None:
        return _none(field)
    own = words.own
    clause = said_before(folded, sentence, phrase, year) if sentence.says & known.of_clauses else 0
    compared = _COMPARED.search(folded, max(phrase.first - 20, phrase.core), phrase.first) is not None
    if (
        own & known.number
        or clause & known.clause
        or (sentence.years and of_another_year(folded, sentence, phrase, year))
    ):
        return _none(field, compared or bool(own & known.change or clause & known.last_year))
    if compared or _FORMER.match(folded, phrase.last):
        return _none(field, compared)
    if own & known.cumulative and goes_on_with_this_year(sentence, phrase, year):
        return _none(field)
    held = own | _placed(folded, sentence, words.earlier, phrase, context)
    fitting = fitting_rules(field, held, named, numeral.unit)
    if not fitting or _is_no_total(folded, sentence, numeral, phrase, words):
        return _none(field)
    action = _action(folded, words)
    about = _about(folded, sentence, phrase, field, context)
    for rule in fitting:
        if (rule.action is not None and rule.action != action) or (rule.about and not about):
            continue
        if (rule.plain or (rule.about and about == "context")) and residue(folded, sentence, phrase):
            continue
        score = rule.score * 4 + bool(held & known.own or clause & known.this_year)
        return Claim(rule.indicator, score - 2 * bool(held & known.part), field)
    return _none(field)


def _is_no_total(folded: str, sentence: Sentence, numeral: Numeral, phrase: Phrase, words: _Words) -> bool:
    """Whether a number is none that a row has: of some months, of each of several things, a fraction, undone."""
    if _EACH.search(
        folded, phrase.core, phrase.first
    ):  # 复议、诉讼各2件 says it of the last thing, too; 申请各2件 doesn't
        return len({token.field for token in (*words.core, *words.earlier)} - {""}) <= 1
    undone, beside = _apart()
    if folded.endswith(beside, phrase.core, phrase.first):
        return True
    if any(folded.endswith(undone, phrase.core, token.start) for token in words.core):
        return True
    for other in sentence.numerals:  # 超过20个工作日答复的3件
        is_late = other.start < phrase.first and other.bound == "ge" and other.unit in _spans()
        if is_late and folded.find(",", other.end, phrase.first) < 0:
            return True
    return (numeral.kind == "count" and (numeral.value or 0) % 1 > 0) or of_a_part(folded, sentence, phrase)


@cache
def _spans() -> frozenset[str]:
    return frozenset(definition("prose/units.toml")["spans"])


@cache
def _apart() -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(definition("prose/nothing.toml")["undone"]), tuple(definition("prose/labels.toml")["beside"])


def _words(folded: str, sentence: Sentence, phrase: Phrase) -> _Words:
    lo, start, first, last, hi, item, _ = phrase
    before = sentence.tokens_between(lo, first)
    own, core, earlier = 0, _NO_WORDS, _NO_WORDS
    if item:
        said = meanings()
        core = [Token._make(match.span() + said[match[0]]) for match in concepts()[0].finditer(folded, *item)]
        for token in before:
            own |= token.says & marks().act
    else:
        apart = 0
        while apart < len(before) and before[apart].end <= start:
            apart += 1
        core, earlier = (before[apart:], before[:apart]) if apart else (before, ())
    behind = sentence.tokens_between(last, hi) if hi > last else ()
    for token in (*core, *behind):
        own |= token.says
    if behind and own & (marks().publish | marks().proactive):
        own |= _joined(folded, phrase)
    return _Words(core, behind, earlier, own)


def _placed(folded: str, sentence: Sentence, earlier: Sequence[Token], phrase: Phrase, context: Context) -> int:
    """What holds for a number beside its own words: ways named earlier, whose head acts, what came before."""
    known = marks()
    found = ALWAYS if sentence.says & known.extended else ALWAYS | known.no_extension
    if earlier:
        comma = folded.rfind(",", phrase.lo, phrase.first)
        for token in earlier:
            found |= token.says & (known.way | known.attended if token.start > comma else known.way)
    if sentence.says & known.by_head and _heads_first(folded, sentence, phrase):
        found |= known.by_head
    row = context.row
    if row.startswith("channel."):
        found |= known.after_channel | known.after_disclosed
    elif row.startswith("disclosed"):
        found |= known.after_disclosed
    elif context.topic == "proactive":
        found |= known.in_proactive
    bare = folded[phrase.core : phrase.first].strip(" ,、:;和及为的").removeprefix("其中")
    if bare in ("其他", "其它", "其余"):
        found |= known.bare_other
    elif bare in ("公开", "同意") and row.startswith("replies"):
        found |= known.bare_granted
    return found


def _joined(folded: str, phrase: Phrase) -> int:
    """What the words say when the number is taken out: 主动公开的640条信息 is 主动公开的信息."""
    said = meanings()
    before = folded[max(phrase.core, phrase.first - 12) : phrase.first].rstrip(" 共了")
    words = before + folded[phrase.last : min(phrase.hi, phrase.last + 10)]
    found = 0
    for match in concepts()[0].finditer(words):
        if match.start() < len(before) < match.end():
            found |= said[match[0]][0]
    return found


def _heads_first(folded: str, sentence: Sentence, phrase: Phrase) -> bool:
    """Whether the agency's head is the subject of the whole clause: 主要负责人参加发布会9次, 访谈14次."""
    by_head = marks().by_head
    start = sentence.clause(folded, phrase.first)
    head = next((token for token in sentence.tokens if token.start >= start and token.says & by_head), None)
    if head is None or head.start > phrase.first:
        return False
    return not any(n.kind == "count" and start <= n.start < head.start for n in sentence.numerals)


def _field(words: _Words, phrase: Phrase, context: Context) -> tuple[str, bool]:
    """The field that the number's own words name last, else the one of the number before it."""
    known = marks()
    asked = context.field == "request" or context.topic == "requests"
    if words.own & known.fields:
        for token in (*words.behind[::-1], *words.core[::-1]):
            if token.field and not (asked and token.says & known.way):
                return token.field, True
    if words.own & known.ask and (asked or words.own & known.disclosure):
        return "request", True
    if words.own & known.info or (words.own & known.publish and words.own & known.way):
        return "disclosed", False
    if words.own & known.respond and words.own & known.way:
        return "hot", False
    for token in reversed(words.earlier):
        if token.field:
            return token.field, False
    return context.field or ("request" if context.topic == "requests" else "disclosed"), phrase.total


def _about(folded: str, sentence: Sentence, phrase: Phrase, field: str, context: Context) -> str:
    """Whether 信息公开 is what the sentence speaks of (said), or the words before it or its section do (context)."""
    if 0 <= sentence.disclosure < phrase.hi or (sentence.says & marks().disputes).bit_count() > 2:
        return "said"
    if sentence.disclosure > phrase.last and folded.find("其中", phrase.last, sentence.disclosure) >= 0:
        return ""  # 行政复议148件，其中涉及信息公开21件
    return "context" if context.about or field in _sections().get(context.topic, ()) else ""


@cache
def _sections() -> Mapping[str, Sequence[str]]:
    return {topic: tuple(fields) for topic, fields in definition("prose/indicators.toml")["sections"].items()}


def _action(folded: str, words: _Words) -> str:
    """What was done with what is counted; of two verbs joined to one (受理并答复) the first."""
    last: Token | None = None
    for token in reversed(words.core or words.earlier):
        if not token.act:
            continue
        if last is not None:
            gap = folded[token.end : last.start]
            if len(gap) > 2 or gap.strip("并、和及与且后 "):
                break
        last = token
    if last is None:
        return next((token.act for token in words.behind if token.act), "")
    return last.act
