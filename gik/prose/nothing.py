"""Statements of nothing (零报告): 没有收到, 未发生, 均为零, for each of the things that they deny.

The denying words are the figure; several things denied at once are several figures on the same words.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from gik.definitions import definition
from gik.prose.meaning import Context
from gik.prose.phrases import alternatives, tokens_between
from gik.prose.sentences import Sentence, Token
from gik.prose.vocabulary import words_pattern

_JOINS = re.compile(r"[、,和与及或]|以及|并且|也")
_NEEDS_ABOUT = frozenset(("field.review", "field.lawsuit", "field.complaint", "field.fee"))


@dataclass(frozen=True, slots=True)
class Nothing:
    """A thing of which there was none: the denying words' span, the thing's name and its row of the form."""

    start: int
    end: int
    label: str
    indicator: str


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str], Mapping[str, str]]:
    data = definition("prose/nothing.toml")
    bare = f"{alternatives(data['bare'])}(?![{data['not_before']}])"
    return (
        re.compile(
            f"(?P<free>{words_pattern(data['free_of_charge'])})|(?P<verb>{alternatives(data['verbs'][::-1])})|(?P<bare>{bare})"
        ),
        re.compile(f"(?P<deny>{alternatives(data['after'])})(?=[,。;、)]|件|$|\\n)"),
        re.compile(f"零(?={words_pattern(data['zero_before'])})"),
        re.compile(f"(?:{words_pattern(data['tails'])})(?:的)?(?:发生|情况)?$"),
        data["things"],
    )


def nothings(folded: str, text: str, sentence: Sentence, context: Context) -> Iterator[Nothing]:
    """Give what a sentence says there was none of."""
    taken = -1
    about = _is_about(sentence, context)
    for match in _patterns()[0].finditer(folded, sentence.start, sentence.end):
        if match.start() < taken or folded[match.start() - 1 : match.start()] in tuple("如若凡倘非不否"):
            continue
        if match["free"]:
            if context.topic == "fees":
                yield Nothing(*match.span(), "收费", "fees.collected")
            continue
        end = _scope_end(folded, match.end(), sentence.end)
        found = list(_denied(folded, text, sentence, match, end, context, about))
        if found:
            taken = end
            yield from found
    yield from _behind(folded, text, sentence, context, about)
    for match in _patterns()[2].finditer(folded, sentence.start, sentence.end):
        thing = next((token for token in sentence.tokens if token.start == match.end()), None)
        label = text[match.end() : thing.end if thing else match.end() + 2]
        own = about and folded[max(match.start() - 12, sentence.start) : match.start()].count("公开") > 0
        yield Nothing(*match.span(), label, _row(thing, context, own) if thing else "")


def _is_about(sentence: Sentence, context: Context) -> bool:
    held = {concept for token in sentence.tokens for concept in token.concepts}
    listed = len(held & (_NEEDS_ABOUT | {"field.request", "ask.any"})) > 2
    return context.about or context.topic in ("disputes", "fees", "requests") or listed or "scope.disclosure" in held


def _scope_end(folded: str, start: int, limit: int) -> int:
    cut = re.compile("[,。;!?\n:]").search(folded, start, min(limit, start + 120))
    end = cut.start() if cut else min(limit, start + 120)
    if cut and cut[0] == "," and re.compile("[,](?:提起|申请|以及|和|及|或)").match(folded, end):
        return _scope_end(folded, end + 1, limit)
    return end


def _denied(
    folded: str, text: str, sentence: Sentence, match: re.Match[str], end: int, context: Context, about: bool
) -> Iterator[Nothing]:
    start = match.end()
    things = _things(folded, tokens_between(sentence, start, end), start, end, context)
    tail = folded[things[-1].end : end] if things else folded[start:end]
    if things and not _is_tail(tail):
        return
    for thing in things:
        yield Nothing(*match.span(), text[thing.start : thing.end], _row(thing, context, about))
    if things or not 2 <= end - start <= 40:
        return
    if match["verb"] or _patterns()[3].search(folded, start, end):
        named = text[start:end].removesuffix("发生").removesuffix("情况").removesuffix("的").strip("过到任何的 ")
        if named and not match["bare"] or _patterns()[3].search(folded, start, end):
            yield Nothing(*match.span(), named, "")


def _is_tail(tail: str) -> bool:
    """Whether the words behind the last thing leave it what is denied: 的情况发生, but not 的单位."""
    words = tail.strip(" \"”“’件数")
    if not words:
        return True
    shown = re.sub("^(?:等|类|方面)?的?(?:相关)?", "", words)
    return not shown or len(shown) <= 10 and bool(
        re.match("情况|案件|案|事件|现象|行为|事项|问题|申请|要求|举报|投诉|费用|收费|减免|及减免|和减免|发生|记录|请求|政府信息|信息|诉讼|复议|类|业务|件|被|数", shown)
    )


def _things(folded: str, tokens: list[Token], start: int, end: int, context: Context) -> list[Token]:
    """The things named, of each listed item the last: 因信息公开申请引起的行政复议 is a review, not a request."""
    kinds = _patterns()[4]
    known = [token for token in tokens if any(concept in kinds for concept in token.concepts)]
    if not known and context.topic == "requests":
        known = [token for token in tokens if "ask.any" in token.concepts][-1:]
    found = []
    for place, token in enumerate(known):
        following = known[place + 1] if place + 1 < len(known) else None
        if following and not _JOINS.search(folded, token.end, following.start):
            continue
        if following and _same(token, following):
            continue
        found.append(token)
    return found


def _same(one: Token, other: Token) -> bool:
    return one.concepts[0] == other.concepts[0] and one.concepts[0] in ("field.fee", "field.request")


def _row(thing: Token, context: Context, about: bool) -> str:
    kinds = _patterns()[4]
    if "ask.any" in thing.concepts and context.topic == "requests":
        return kinds["field.request"]
    kind = next((concept for concept in thing.concepts if concept in kinds), "")
    if not kind or (kind in _NEEDS_ABOUT and not about) or context.topic == "problems":
        return ""
    return kinds[kind]


def _behind(folded: str, text: str, sentence: Sentence, context: Context, about: bool) -> Iterator[Nothing]:
    """Things before their denial: 行政复议、行政诉讼均为零."""
    for match in _patterns()[1].finditer(folded, sentence.start, sentence.end):
        begin = max(folded.rfind(";", sentence.start, match.start()) + 1, sentence.start)
        begin = max([begin, *(numeral.last for numeral in sentence.numerals if numeral.end <= match.start())])
        words = match["deny"]
        if not words.startswith(("均", "都", "皆", "全部")):
            begin = max(begin, folded.rfind(",", begin, match.start()) + 1)
        things = _things(folded, tokens_between(sentence, begin, match.start()), begin, match.start(), context)
        if not things or not _is_tail(folded[things[-1].end : match.start()].rstrip("数量总")):
            continue
        zero = "零" if "零" in words else ""
        start = match.start() + words.index("零") if zero else match.start()
        for thing in things:
            yield Nothing(start, start + 1 if zero else match.end(), text[thing.start : thing.end], _row(thing, context, about))
