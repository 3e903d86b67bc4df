"""Marks (标记): concepts of the vocabulary as bits of a number, so that asking for any of many is one step."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import NamedTuple

from gik.definitions import definition
from gik.prose.vocabulary import concepts

# What no word says, but the place of a number: what the one before it was about, clauses that hold next to nothing.
_PLACED = (
    *("context.disclosed", "context.proactive", "context.channel", "context.no_extension"),
    *("bare.other", "bare.granted"),
)
ALWAYS = 1  # holds for every number, so that a rule that asks for nothing is met
_ACTS = frozenset(("act.receive", "act.reply", "act.close", "act.issue"))


class Marks(NamedTuple):
    """The concepts that the code itself asks for; each field has the bits of one or of several."""

    way: int
    act: int
    fields: int
    publish: int
    proactive: int
    info: int
    respond: int
    attended: int
    ask: int
    disclosure: int
    own: int
    part: int
    change: int
    cumulative: int
    this_year: int
    last_year: int
    since: int
    unrelated: int
    by_head: int
    extended: int
    disputes: int
    request: int
    requests: int
    number: int
    clause: int
    of_clauses: int
    said_where: int
    after_disclosed: int
    after_channel: int
    in_proactive: int
    no_extension: int
    bare_other: int
    bare_granted: int


@cache
def bits() -> Mapping[str, int]:
    """Give the bit of every concept."""
    known = dict.fromkeys(concept for meanings in concepts()[1].values() for concept in meanings)
    return {concept: 1 << place for place, concept in enumerate((*known, *_PLACED), start=1)}


def mark(names: Iterable[str]) -> int:
    """Give the bits of some concepts; a name that ends in a dot stands for all that begin with it.

    >>> mark(["way.fax", "way.letter"]).bit_count(), mark(["way."]).bit_count() > 10
    (2, True)
    """
    found = 0
    for name in names:
        if name.endswith("."):
            found |= mark(concept for concept in bits() if concept.startswith(name))
        else:
            found |= bits()[name]
    return found


@cache
def marks() -> Marks:
    """Give the marks, made once from the definitions."""
    blocks = definition("prose/indicators.toml")["blocks"]
    disputes = ("field.request", "field.review", "field.lawsuit", "field.complaint", "field.fee")
    return Marks(
        way=mark(["way."]),
        act=mark(["act."]),
        fields=mark(["field."]),
        publish=mark(["act.publish"]),
        proactive=mark(["act.proactive"]),
        info=mark(["act.info", "act.plain_info"]),
        respond=mark(["act.respond"]),
        attended=mark(["act.attend", "act.sent"]),  # 参加省、市培训3次: said of all that the clause lists
        ask=mark(["ask.any"]),
        disclosure=mark(["scope.disclosure"]),
        own=mark(["scope.self"]),
        part=mark(["scope.part"]),
        change=mark(["scope.change"]),
        cumulative=mark(["scope.cumulative"]),
        this_year=mark(["scope.this_year"]),
        last_year=mark(["scope.last_year"]),
        since=mark(["scope.since"]),
        unrelated=mark(["scope.unrelated"]),
        by_head=mark(["scope.by_head"]),
        extended=mark(["kind.extended"]),
        disputes=mark(disputes),
        request=mark(["field.request"]),
        requests=mark([*disputes, "field.budget", "ask.any"]),
        number=mark(blocks["number"]),
        clause=mark(blocks["clause"]),
        of_clauses=mark([*blocks["clause"], "scope.this_year"]),  # most sentences say none of them
        said_where=mark(["way.", "field.", "act.info", "act.plain_info", "act.proactive"]),
        after_disclosed=mark(["context.disclosed"]),
        after_channel=mark(["context.channel"]),
        in_proactive=mark(["context.proactive"]),
        no_extension=mark(["context.no_extension"]),
        bare_other=mark(["bare.other"]),
        bare_granted=mark(["bare.granted"]),
    )


@cache
def meanings() -> Mapping[str, tuple[int, str, str]]:
    """Give what each word of the vocabulary says: the bits of its concepts, its field and its act, if it has one."""
    known = bits()
    return {
        word: (
            sum(known[concept] for concept in said),
            next((concept[6:] for concept in said if concept.startswith("field.")), ""),
            next((concept for concept in said if concept in _ACTS), ""),
        )
        for word, said in concepts()[1].items()
    }
