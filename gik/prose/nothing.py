"""Statements of nothing (零报告): 没有收到, 未发生, 均为零, for each of the things that they deny.

The denying words are the figure; several things denied at once are several figures on the same words.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from gik.definitions import definition
from gik.prose.marks import marks
from gik.prose.meaning import Context
from gik.prose.sentences import Sentence, Token
from gik.prose.vocabulary import alternatives, concepts, words_pattern

_JOINS = re.compile(r"[、,和与及或]|以及|并且|也")
_NEEDS_ABOUT = frozenset(("field.review", "field.lawsuit", "field.complaint", "field.fee", "field.budget"))
_FOR_ALL = ("均", "都", "皆", "全部")
_END = re.compile("[,。;!?\n:]")
_COUNTED = re.compile("[0-9]")  # 信息不存在4件
_ANY = re.compile("等|任何|各种")
_GOES_ON = re.compile("[,](?:提起|申请|以及|和|及|或)")


class Nothing(NamedTuple):
    """A thing of which there was none: the denying words' span, the thing's name and its row of the form."""

    start: int
    end: int
    label: str
    indicator: str


class _Scene(NamedTuple):
    """A sentence with what its denials need to know: whether 信息公开, and whether requests, are spoken of."""

    folded: str
    text: str
    sentence: Sentence
    about: bool
    requests: bool
    topic: str

    def tokens(self, start: int, end: int) -> Sequence[Token]:
        return self.sentence.tokens_between(start, end)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    data = definition("prose/nothing.toml")
    bare = f"{words_pattern(data['bare'])}(?![{data['not_before']}])"
    guard = f"(?<![{data['unless_after']}])"
    return (
        re.compile(
            f"{guard}(?:(?P<verb>{alternatives(data['verbs'])})|(?<!减)(?P<free>{words_pattern(data['free_of_charge'])})|(?P<bare>{bare}))"
        ),
        re.compile(f"(?P<deny>{alternatives(data['after'])})(?=[,。;、)]|件|$|\\n)"),
        re.compile(f"零(?={words_pattern(data['zero_before'])})"),
        re.compile(f"(?:{words_pattern(data['tails'])})(?:的)?(?:发生|情况)?$"),
        re.compile(f"(?:等|类|方面)?的?(?:相关)?(?:{words_pattern(data['endings'])}|[的之、和及或与])*"),
    )


_OTHER = ("其他", "其它")


def nothings(folded: str, text: str, sentence: Sentence, context: Context) -> Iterator[Nothing]:
    """Give what a sentence says there was none of."""
    if not sentence.denials:
        return
    scene = _scene(folded, text, sentence, context)
    taken = -1
    for place in sentence.denials:
        match = _patterns()[0].match(folded, place, sentence.end)
        if match is None or place < taken or _inside_word(sentence, match) or _COUNTED.match(folded, match.end()):
            continue
        if match["free"]:
            if context.topic == "fees":
                yield Nothing(*match.span(), "收费", "fees.collected")
            continue
        end = _scope_end(folded, match.end(), sentence.end)
        found = list(_denied(scene, match, end))
        if found:
            taken = end
            yield from (one._replace(indicator="") for one in found) if _of_others(scene, place) else found
    yield from _behind(scene)
    yield from _zeros(scene)


def _of_others(scene: _Scene, place: int) -> bool:
    """Whether the words right before say that last year, or other bodies, had none."""
    start = max(scene.sentence.clause(scene.folded, place), scene.folded.rfind(",", 0, place) + 1)
    before = list(scene.tokens(start, place))
    others = any(token.says & marks().part and scene.folded.startswith(_OTHER, token.start) for token in before)
    return others or any(token.says & marks().last_year for token in before)


def _inside_word(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether the denying words are part of a word of the vocabulary: 信息不存在 is a kind of reply."""
    before = sentence.tokens_between(match.start() - 12, match.end())
    return any(token.start < match.start() < token.end for token in before)


def _scene(folded: str, text: str, sentence: Sentence, context: Context) -> _Scene:
    known, held = marks(), sentence.says
    many = (held & known.requests).bit_count() > 2
    about = many or context.about or context.topic in ("disputes", "fees", "requests") or held & known.disclosure
    requests = many or context.topic == "requests" or context.field == "request" or held & known.request
    return _Scene(folded, text, sentence, bool(about), bool(requests), context.topic)


def _scope_end(folded: str, start: int, limit: int) -> int:
    reach = min(limit, start + 120)
    while (cut := _END.search(folded, start, reach)) and _GOES_ON.match(folded, cut.start(), reach):
        start = cut.end()
    return cut.start() if cut else reach


def _denied(scene: _Scene, match: re.Match[str], end: int) -> Iterator[Nothing]:
    start = match.end()
    things = _things(scene, match.start(), end)
    if things:
        if _ends(scene.folded[things[-1].end : end]):
            yield from (Nothing(*match.span(), _label(scene, thing), _row(scene, thing)) for thing in things)
        return
    tailed = _patterns()[3].search(scene.folded, start, end)
    if 2 <= end - start <= 40 and (tailed or (match["verb"] and match["verb"] != "没有")):
        named = scene.text[start:end].removesuffix("发生").removesuffix("情况").removesuffix("的").strip("过到任何的 ")
        if named:
            yield Nothing(*match.span(), named, "")


def _label(scene: _Scene, thing: Token) -> str:
    return scene.text[thing.start : thing.end]


def _ends(tail: str) -> bool:
    """Whether the words behind the last thing leave it what is denied: 的情况发生, but not 的单位."""
    return _patterns()[4].fullmatch(tail.strip(' :"”“’数')) is not None


@cache
def _rows() -> tuple[Mapping[str, str], Mapping[str, str]]:
    data = definition("prose/nothing.toml")
    return data["things"], data["things_of_requests"]


@cache
def _kinds(requests: bool) -> Mapping[str, str]:
    """What each word names that can be denied, alone or where requests are spoken of."""
    always, of_requests = _rows()
    kinds = {}
    for word, said in concepts()[1].items():
        named = [concept for concept in said if requests and concept in of_requests and concept != "ask.any"]
        named += [concept for concept in said if concept in always]
        named += [concept for concept in said if requests and concept == "ask.any"]
        if named:
            kinds[word] = named[0]
    return kinds


def _kind(scene: _Scene, token: Token) -> str:
    return _kinds(scene.requests).get(scene.folded[token.start : token.end], "")


def _things(scene: _Scene, start: int, end: int) -> list[Token]:
    """The things named, of each listed item the last: 因信息公开申请引起的行政复议 is a review, not a request."""
    known = [token for token in scene.tokens(start, end) if _kind(scene, token)]
    asked = next((token.start for token in reversed(known) if token.says & marks().ask), -1)
    every = asked >= 0 and _ANY.search(scene.folded, start, asked) is not None
    if every or any(token.says & marks().request for token in known):
        known = [token for token in known if not _kind(scene, token).startswith("way.")]
    found: list[Token] = []
    for place, token in enumerate(known):
        following = known[place + 1] if place + 1 < len(known) else None
        joined = following and _JOINS.search(scene.folded, token.end, following.start)
        if following is None or (joined and _row(scene, token) != _row(scene, following)):
            found.append(token)
    return found


def _row(scene: _Scene, thing: Token) -> str:
    always, of_requests = _rows()
    kind = _kind(scene, thing)
    if scene.topic == "problems" or (kind in _NEEDS_ABOUT and not scene.about):
        return ""
    return always.get(kind) or of_requests.get(kind, "")


def _behind(scene: _Scene) -> Iterator[Nothing]:
    """Things before their denial: 行政复议、行政诉讼均为零."""
    sentence = scene.sentence
    for match in _patterns()[1].finditer(scene.folded, sentence.start, sentence.end):
        words = match["deny"]
        things = _before(scene, match.start(), words.startswith(_FOR_ALL))
        start = match.start() + words.index("零") if "零" in words else match.start()
        end = start + 1 if "零" in words else match.end()
        yield from (Nothing(start, end, _label(scene, thing), _row(scene, thing)) for thing in things)


def _before(scene: _Scene, place: int, for_all: bool) -> Sequence[Token]:
    sentence, folded = scene.sentence, scene.folded
    begin = max(
        [sentence.clause(folded, place), *(numeral.last for numeral in sentence.numerals if numeral.end <= place)]
    )
    if not for_all:
        begin = max(begin, folded.rfind(",", begin, place) + 1)
    things = _things(scene, begin, place)
    return things if things and _ends(folded[things[-1].end : place].rstrip("数量总")) else ()


def shared_zero(folded: str, text: str, sentence: Sentence, context: Context, first: int) -> list[Nothing]:
    """Give the things that a printed nought is about, where it is said of all of them: 复议、诉讼均为0件."""
    before = folded[max(first - 4, sentence.start) : first]
    mark = next((word for word in _FOR_ALL if word in before), "")
    if not mark:
        return []
    scene = _scene(folded, text, sentence, context)
    place = folded.rfind(mark, sentence.start, first)
    return [Nothing(first, first, _label(scene, thing), _row(scene, thing)) for thing in _before(scene, place, True)]


def _zeros(scene: _Scene) -> Iterator[Nothing]:
    """零投诉: nought of what follows, of the disclosure's own only where the words before it speak of it."""
    sentence = scene.sentence
    for match in _patterns()[2].finditer(scene.folded, sentence.start, sentence.end):
        thing = next((token for token in sentence.tokens if token.start == match.end()), None)
        near = scene.folded[max(match.start() - 12, sentence.start) : match.start()]
        label = scene.text[match.end() : thing.end if thing else match.end() + 2]
        yield Nothing(*match.span(), label, _row(scene, thing) if thing and "公开" in near else "")
