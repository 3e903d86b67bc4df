"""Reading the prose (正文) of a report: sections and sentences in, rows of the figures frame out."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple, Protocol

from gik.prose.meaning import Claim, Context, claim
from gik.prose.nothing import Nothing, nothings, shared_zero
from gik.prose.numerals import COUNTED, Numeral, fold
from gik.prose.phrases import Phrase, label_of, lacks_channel, phrases
from gik.prose.relations import Item, wholes
from gik.prose.scanning import scan
from gik.prose.sentences import Sentence, sentences
from gik.prose.settling import SURE, Stated, settle
from gik.prose.shares import share_wholes
from gik.prose.topics import topic_of

_SPAN = itemgetter(0, 1)
_NO_CLAIM = Claim("", 0, "")


class Placed(Protocol):
    """A section of the outline, as far as the prose needs it."""

    @property
    def position(self) -> int:
        """Its number in reading order."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""

    @property
    def topic(self) -> str:
        """What it is about."""

    @property
    def heading(self) -> str:
        """Its heading's words."""


class _Entry(NamedTuple):
    start: int
    end: int
    sentence: int
    numeral: Numeral | None
    phrase: Phrase | None
    claim: Claim
    label: str


def read_figures(
    text: str, sections: Sequence[Placed], tables: Sequence[tuple[int, int]], year: int | None
) -> list[dict[str, Any]]:
    """Read every number of the prose: the rows of the figures frame, without their report.

    ``tables`` are the spans of statistical tables, which are left out; ``year`` is the year reported on.
    Columns: figure, section, start, end, text, value (万 and 亿 worked out, shares as fractions), unit, bound, kind,
    indicator, topic, label, within, sentence. Statements of nothing (未收到, 均为零) are figures of value 0.

    >>> [(f["text"], f["value"], f["indicator"]) for f in read_figures("全年主动公开政府信息1,360条。", (), (), 2017)]
    [('1,360', 1360.0, 'disclosed')]
    """
    folded = fold(text)
    spans = _prose(len(text), tables)
    numerals = [numeral for start, end in spans for numeral in scan(text, start, end, folded)]
    said = sentences(folded, spans, numerals)
    place = _Places(sections)
    entries = sorted(_entries(folded, text, said, place, year), key=_SPAN)
    within = _within(folded, entries, said)
    kept = _kept(entries, within)
    return [
        _record(index, entry, kept.get(index, ""), within.get(index), text, said[entry.sentence], place)
        for index, entry in enumerate(entries)
    ]


def _prose(length: int, tables: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans of the text outside its tables."""
    spans, position = [], 0
    for start, end in sorted(tables):
        if start > position:
            spans.append((position, start))
        position = max(position, end)
    return [*spans, (position, length)] if position < length else spans


class _Places:
    """The sections of a text, to be asked which of them holds a place."""

    def __init__(self, sections: Sequence[Placed]) -> None:
        self._sections = sections
        self._starts = [section.start for section in sections]

    def section(self, place: int) -> Placed | None:
        """Give the innermost section that holds a place."""
        index = bisect_right(self._starts, place) - 1
        while index >= 0 and self._sections[index].end <= place:
            index -= 1
        return self._sections[index] if index >= 0 else None


class _Carried(NamedTuple):
    """What a paragraph has said so far, for the sentences that go on about it."""

    paragraph: int = -1
    field: str = ""
    row: str = ""
    about: bool = False
    channel: str = ""


def _entries(folded: str, text: str, said: Sequence[Sentence], place: _Places, year: int | None) -> Iterator[_Entry]:
    carried = _Carried()
    for number, sentence in enumerate(said):
        if sentence.paragraph != carried.paragraph:
            carried = _Carried(sentence.paragraph)
        if not sentence.counted and not sentence.denials:
            yield from [_plain(number, numeral) for numeral in sentence.numerals]
            if sentence.says:
                carried = _carry(text, sentence, (), carried)
            continue
        section = place.section(sentence.start)
        context = Context(
            carried.field,
            carried.row,
            section.topic if section else "",
            carried.about or (section is not None and "公开" in section.heading),
        )
        entries = _understood(folded, text, number, sentence, context, carried.channel, year)
        yield from entries
        carried = _carry(text, sentence, entries, carried)


def _plain(number: int, numeral: Numeral) -> _Entry:
    return tuple.__new__(_Entry, (numeral[0], numeral[1], number, numeral, None, _NO_CLAIM, ""))


def _understood(
    folded: str, text: str, number: int, sentence: Sentence, context: Context, way: str, year: int | None
) -> list[_Entry]:
    """The figures of a sentence: its numerals in order, then what it denies."""
    spans = phrases(folded, sentence)
    denied = list(nothings(folded, text, sentence, context)) if sentence.denials else []
    found: list[_Entry] = []
    label = ""
    for index, numeral in enumerate(sentence.numerals):
        phrase = spans.get(index)
        if phrase is None:
            if not any(nothing.start <= numeral.start < nothing.end for nothing in denied):
                found.append(_plain(number, numeral))
            continue
        if numeral.value == 1 and any(nothing.end == numeral.first for nothing in denied):
            found.append(_plain(number, numeral._replace(kind="other")))  # 未发生一起: the denial's own article
            continue
        claimed = claim(folded, sentence, numeral, phrase, context, year)
        context = Context(claimed.field, claimed.indicator or context.row, context.topic, context.about)
        if context.topic == "problems":
            claimed = claimed._replace(indicator="")
        shared = numeral.value == 0 and shared_zero(folded, text, sentence, context, phrase.first)
        if shared:
            found += [_nothing(number, thing, numeral) for thing in shared]
            continue
        label = label_of(folded, text, sentence, index, phrase) or label
        if way and lacks_channel(label, sentence, numeral.start):
            label = way + label
        found.append(_Entry(numeral.start, numeral.end, number, numeral, phrase, claimed, label))
    return found + [_nothing(number, nothing, None) for nothing in denied]


def _nothing(number: int, nothing: Nothing, numeral: Numeral | None) -> _Entry:
    start, end = (numeral.start, numeral.end) if numeral else (nothing.start, nothing.end)
    return _Entry(start, end, number, numeral, None, Claim(nothing.indicator, SURE, ""), nothing.label)


def _carry(text: str, sentence: Sentence, entries: Sequence[_Entry], carried: _Carried) -> _Carried:
    field, row = sentence.field or carried.field, carried.row
    if sentence.counted:
        counted = [entry.claim for entry in entries if entry.phrase is not None]
        field = counted[-1].field if counted else field
        row = next((one.indicator for one in reversed(counted) if one.indicator), row)
    about = carried.about or sentence.disclosure >= 0
    return _Carried(carried.paragraph, field, row, about, text[slice(*sentence.way)] or carried.channel)


def _within(folded: str, entries: Sequence[_Entry], said: Sequence[Sentence]) -> dict[int, int]:
    """The whole of each part: numbers first, then the shares of them."""
    items: list[Item] = []
    shares: list[Item] = []
    depth = 0
    for index, (_, _, number, numeral, phrase, claimed, label) in enumerate(entries):
        if phrase is None or numeral is None or numeral.value is None or claimed.change:
            continue
        sentence = said[number]
        counted = numeral.value, numeral.unit, numeral.kind, claimed.indicator, label
        if numeral.kind == "share":
            shares.append(Item(index, number, sentence.paragraph, phrase.first, phrase.last, *counted))
            continue
        fresh = not items or items[-1].sentence != number
        start = sentence.start if fresh else items[-1].last
        depth = 0 if fresh else depth
        if depth or folded.find("(", start, phrase.first) >= 0:
            depth += folded.count("(", start, phrase.first) - folded.count(")", start, phrase.first)
            depth = max(depth, 0)
        items.append(Item(index, number, sentence.paragraph, phrase.first, phrase.last, *counted, depth))
    if not items:
        return {}
    starts = [sentence.start for sentence in said]
    parts = wholes(folded, items, starts)
    return parts | share_wholes(folded, shares, items, starts, parts)


def _kept(entries: Sequence[_Entry], within: Mapping[int, int]) -> dict[int, str]:
    """The indicators that stand: a part of a whole with the same row gives way, then the less sure of two values."""
    stated = [
        Stated(index, entry.claim, entry.numeral.value if entry.numeral else 0.0, entry.sentence, within.get(index))
        for index, entry in enumerate(entries)
        if entry.claim.indicator and not _repeats(entries, index, within.get(index))
    ]
    lost = settle(stated)
    return {one.figure: one.claim.indicator for one in stated if one.figure not in lost}


def _repeats(entries: Sequence[_Entry], index: int, whole: int | None) -> bool:
    return whole is not None and entries[whole].claim.indicator == entries[index].claim.indicator


def _record(
    index: int, entry: _Entry, indicator: str, whole: int | None, text: str, sentence: Sentence, place: _Places
) -> dict[str, Any]:
    start, end, _, numeral, _, _, label = entry
    section = place.section(start)
    words = text[sentence.start : sentence.end].strip()
    counted = numeral is None or numeral.kind in COUNTED
    topic = ""
    if counted and not indicator:
        topic = topic_of(label, _clause(text, entry), words, section.heading if section else "")
    return {
        "figure": index,
        "section": section.position if section else None,
        "start": start,
        "end": end,
        "text": text[start:end],
        "value": numeral.value if numeral else 0.0,
        "unit": numeral.unit if numeral else "",
        "bound": numeral.bound if numeral else "eq",
        "kind": numeral.kind if numeral else "count",
        "indicator": indicator,
        "topic": topic,
        "label": label if counted else "",
        "within": whole,
        "sentence": words,
    }


def _clause(text: str, entry: _Entry) -> str:
    return text[entry.phrase.lo : entry.phrase.hi] if entry.phrase else ""
