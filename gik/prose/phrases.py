"""Phrases (短语): the words that stand with a number, and the name of the thing counted (标签)."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from gik.definitions import definition
from gik.prose.marks import marks
from gik.prose.sentences import Sentence
from gik.prose.vocabulary import words_pattern

_LAST_CUT = re.compile(r"(?s:.*)(?:[,、;。()\[\]\n]|:(?!\s*\Z))")  # a colon with nothing behind it is no cut
_MARKS = ',、:;。()!?\n"“”'
_AFTER = re.compile("|".join([*map(re.escape, _MARKS), "其中"]))  # begins with letters only, which re skips to
_TOTAL = re.compile("(?:合计|共计|总计|总共|一共|以上共|累计|共)+(?:为|达|有)?")
_NEXT = re.compile("共|收到|受理|接到|召开|举办|组织|发布|公布|主动|公开了|开展|累计|办理")
_THINGS = re.compile("(?:(?!以及|分别)(?:涉及|普及|参与|和解|[^、和及与,]))+")
_new = tuple.__new__
_EDGES = " ,，、:：;；。()（）[]\"“”‘’'《》|\n-·*#"


class Phrase(NamedTuple):
    """A number's words: ``lo`` to ``first`` before it, its own clause from ``core`` on, ``last`` to ``hi`` behind.

    ``item`` is the listed thing that it belongs to (A、B分别为1件、2件); a ``total`` sums what comes before it.
    """

    lo: int
    core: int
    first: int
    last: int
    hi: int
    item: tuple[int, int] | None = None
    total: bool = False


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], frozenset[str], re.Pattern[str]]:
    words = definition("prose/labels.toml")
    return (
        re.compile(f"(?:{words_pattern(words['leading'])}|[{re.escape(_EDGES)}])+"),
        re.compile(f"(?:{words_pattern(word[::-1] for word in words['trailing'])}|[{re.escape(_EDGES)}])+"),
        re.compile(f"{words_pattern(words['verbs'])}(?![{words['verb_not_before']}])"),
        frozenset(words["general"]),
        re.compile(words_pattern(words["stops"])),
    )


def phrases(folded: str, sentence: Sentence) -> dict[int, Phrase]:
    """Give the phrase of every count, amount and share of a sentence, by its place among the numerals."""
    found: dict[int, Phrase] = {}
    counted, numerals, begin, stop = sentence.counted, sentence.numerals, sentence.start, sentence.end
    lo = begin
    before, numeral = "share", numerals[counted[0]] if counted else None
    for place, index in enumerate(counted, 1):
        assert numeral is not None
        start, end, kind, _, _, _, first, last = numeral
        first = max(first, lo) if first >= 0 else start
        last = max(last, end)
        semicolon = folded.rfind(";", lo, first)
        lo = semicolon + 1 if semicolon >= lo else lo
        numeral = numerals[counted[place]] if place < len(counted) else None
        limit = min(stop, last + 60) if numeral is None else max(min(numeral.first, stop), last)
        cut = last if last < limit and folded[last] in _MARKS else _behind(folded, last, limit)
        hi = cut if cut >= 0 else (limit if numeral is None else last)
        core = _core(folded, lo, first)
        total = before != "share" and lo > begin and _TOTAL.fullmatch(folded[core:first].strip(" :为")) is not None
        if hi == last:
            if numeral is not None and cut < 0 and not _named(folded, core, first):
                verb = _NEXT.search(folded, last, limit)
                hi = verb.start() if verb else limit  # 34个部门的292项事项: what follows can only be this number's
            while core > lo and hi == last and not total and not _named(folded, core, first):
                core = _core(
                    folded, lo, core - 1
                )  # 不予公开的，共3件: the clause names nothing, the one before it does
        found[index] = _new(Phrase, (lo, core, first, last, hi, None, total))
        lo, before = last, kind
    return _listed(folded, sentence, found)


def _behind(folded: str, last: int, limit: int) -> int:
    cut = _AFTER.search(folded, last, limit)
    return cut.start() if cut else -1


def _listed(folded: str, sentence: Sentence, found: dict[int, Phrase]) -> dict[int, Phrase]:
    """The phrases with the numbers of a list (分别) given to the things named before it, where both are as many."""
    if folded.find("分别", sentence.start, sentence.end) < 0:
        return found
    order = list(found)
    for place, index in enumerate(order):
        phrase = found[index]
        apart = folded.rfind("分别", phrase.lo, phrase.first)
        if apart < 0:
            continue
        run = [index]
        for following in order[place + 1 :]:
            if folded[found[run[-1]].last : found[following].first].strip(" 、,和及与以") or len(run) > 11:
                break
            run.append(following)
        start = max(phrase.lo, *(folded.rfind(mark, phrase.lo, apart) + 1 for mark in ",;:"))
        things = [match.span() for match in _THINGS.finditer(folded, start, apart)]
        if len(run) > 1 and len(things) == len(run):
            for thing, member in zip(things, run, strict=True):
                found[member] = phrase._replace(
                    first=found[member].first, last=found[member].last, hi=found[member].last, item=thing
                )
    return found


def _named(folded: str, core: int, first: int) -> bool:
    return core < first and bool(_trim(folded[core:first]))


def _core(folded: str, lo: int, first: int) -> int:
    """Where the clause begins in which the number stands; a bracket right before the number is stepped over."""
    window = max(lo, first - 80)
    end = first
    while end > window and folded[end - 1] in " :为":
        end -= 1
    if folded[end - 1 : end] == ")" and end > window:
        opened = folded.rfind("(", window, end)
        end = opened if opened > window else end
    cut = _LAST_CUT.match(folded, window, end)
    return cut.end() if cut else window


def label_of(folded: str, text: str, sentence: Sentence, index: int, phrase: Phrase) -> str:
    """Give the name of the thing that a sentence's numeral counts in its words: before the number, else behind it."""
    if phrase.item:
        return _thing(text[slice(*phrase.item)])
    start, end = phrase.core, phrase.first
    last = end
    while last > start and folded[last - 1] in " :为":
        last -= 1
    if last > start and folded[last - 1] == ")":
        opened = folded.rfind("(", max(start - 80, 0), last)
        end = opened if opened >= 0 else end
    while index and (numeral := sentence.numerals[index - 1]).start >= start:
        if numeral.end <= end and numeral.kind in ("date", "ordinal"):
            start = numeral.end
            break
        index -= 1
    before = _thing(text[start:end]) if start < end else ""
    if len(before) >= 2:
        return before
    behind = text[phrase.last : phrase.hi]
    stop = _patterns()[4].search(behind, 2)
    return (_trim(behind[: stop.start()] if stop else behind)[:30]) or before


@lru_cache(maxsize=1 << 12)
def _trim(words: str) -> str:
    leading, trailing, *_ = _patterns()
    match = leading.match(words)
    words = words[match.end() :] if match else words
    match = trailing.match(words[::-1])
    return words[: len(words) - match.end()] if match else words


@lru_cache(maxsize=1 << 12)
def _thing(words: str) -> str:
    _, _, verbs, general, _ = _patterns()
    words = _trim(words)
    last = None
    for match in verbs.finditer(words):
        if match.end() < len(words):
            last = match
    if last is None:
        return words[-40:]
    rest = _trim(words[last.end() :])
    if len(rest) >= 2 and rest not in general:
        return rest[-40:]
    start = last.start() - 2 if words[max(last.start() - 2, 0) : last.start()] == "主动" else last.start()
    return words[start:][-40:]


@cache
def _filler() -> re.Pattern[str]:
    words = definition("prose/labels.toml")
    every = {*words["leading"], *words["trailing"], *words["verbs"], *words["filler"]}
    return re.compile(f"{words_pattern(every)}|[\\s{re.escape(_EDGES)}]+")


def residue(folded: str, sentence: Sentence, phrase: Phrase) -> str:
    """Give what a number's clause says beyond the words of the vocabulary, numerals and mere grammar."""
    left = []
    for start, end in ((phrase.core, phrase.first), (phrase.last, phrase.hi)):
        known = [(word.start, word.end) for word in sentence.tokens_between(start - 20, end) if word.end > start]
        known += [(n.start, n.end) for n in sentence.numerals if start - 20 <= n.start < end and n.end > start]
        position = start
        for first, last in sorted(known):
            left.append(folded[position:first])
            position = max(position, last)
        left.append(folded[position:end])
    return "".join(_filler().sub("", words) for words in left)


def lacks_channel(label: str, sentence: Sentence, place: int) -> bool:
    """Whether something is said to be published without saying where: 发布讯息, after a sentence about 微信."""
    verb = _patterns()[2].match(label)
    if verb is None or label[verb.end() :].lstrip("的了") not in _patterns()[3]:
        return False
    said_where = marks().said_where
    return not any(token.says & said_where for token in sentence.tokens_between(sentence.start, place))
