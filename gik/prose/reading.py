"""Reading the prose (正文) of a report: sections and sentences in, rows of the figures frame out."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from gik.prose.meaning import Claim, Context, claim
from gik.prose.nothing import Nothing, nothings, shared_zero
from gik.prose.numerals import COUNTED, Numeral, fold
from gik.prose.phrases import Phrase, channel, label_of, lacks_channel, phrases
from gik.prose.relations import Item, wholes
from gik.prose.scanning import scan
from gik.prose.sentences import Sentence, sentences
from gik.prose.settling import SURE, Stated, settle
from gik.prose.shares import share_wholes
from gik.prose.topics import topic_of

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
    said = list(sentences(folded, spans, numerals))
    entries = list(_entries(folded, text, said, sections, year))
    entries.sort(key=lambda entry: (entry.start, entry.end))
    within = _within(folded, entries, said)
    kept = _kept(entries, within)
    starts = [section.start for section in sections]
    return [
        _record(
            index,
            entry,
            kept[index],
            within.get(index),
            text,
            said[entry.sentence],
            _section(sections, starts, entry.start),
        )
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


def _section(sections: Sequence[Placed], starts: Sequence[int], place: int) -> Placed | None:
    """The innermost section that holds a place."""
    index = bisect_right(starts, place) - 1
    while index >= 0 and sections[index].end <= place:
        index -= 1
    return sections[index] if index >= 0 else None


class _Carried(NamedTuple):
    """What a paragraph has said so far, for the sentences that go on about it."""

    paragraph: int = -1
    field: str = ""
    row: str = ""
    about: bool = False
    channel: str = ""


def _entries(
    folded: str, text: str, said: Sequence[Sentence], sections: Sequence[Placed], year: int | None
) -> Iterator[_Entry]:
    starts = [section.start for section in sections]
    carried = _Carried()
    for number, sentence in enumerate(said):
        if sentence.paragraph != carried.paragraph:
            carried = _Carried(sentence.paragraph)
        if not sentence.tokens and not any(numeral.kind in COUNTED for numeral in sentence.numerals):
            yield from (_plain(number, numeral) for numeral in sentence.numerals)
            continue
        section = _section(sections, starts, sentence.start)
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
    return _Entry(numeral.start, numeral.end, number, numeral, None, _NO_CLAIM, "")


def _understood(
    folded: str, text: str, number: int, sentence: Sentence, context: Context, way: str, year: int | None
) -> list[_Entry]:
    """The figures of a sentence: its numerals in order, then what it denies."""
    spans = phrases(folded, sentence)
    denied = list(nothings(folded, text, sentence, context))
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
        context = context._replace(field=claimed.field, row=claimed.indicator or context.row)
        if context.topic == "problems":
            claimed = claimed._replace(indicator="")
        shared = numeral.value == 0 and shared_zero(folded, text, sentence, context, phrase.first)
        if shared:
            found += [_nothing(number, thing, numeral) for thing in shared]
            continue
        label = label_of(folded, text, sentence, phrase) or label
        if way and lacks_channel(label, sentence, numeral.start):
            label = way + label
        found.append(_Entry(numeral.start, numeral.end, number, numeral, phrase, claimed, label))
    return found + [_nothing(number, nothing, None) for nothing in denied]


def _nothing(number: int, nothing: Nothing, numeral: Numeral | None) -> _Entry:
    start, end = (numeral.start, numeral.end) if numeral else (nothing.start, nothing.end)
    return _Entry(start, end, number, numeral, None, Claim(nothing.indicator, SURE, ""), nothing.label)


def _carry(text: str, sentence: Sentence, entries: Sequence[_Entry], carried: _Carried) -> _Carried:
    counted = [entry.claim for entry in entries if entry.phrase is not None]
    if counted:
        field = counted[-1].field
    else:
        named = [c[6:] for token in sentence.tokens for c in token.concepts if c.startswith("field.")]
        field = named[-1] if named else carried.field
    row = next((one.indicator for one in reversed(counted) if one.indicator), carried.row)
    about = carried.about or sentence.disclosure >= 0
    return _Carried(carried.paragraph, field, row, about, channel(text, sentence) or carried.channel)


def _within(folded: str, entries: Sequence[_Entry], said: Sequence[Sentence]) -> dict[int, int]:
    """The whole of each part: numbers first, then the shares of them."""
    items: list[Item] = []
    shares: list[Item] = []
    depth = 0
    for index, entry in enumerate(entries):
        if entry.phrase is None or entry.numeral is None or entry.numeral.value is None or entry.claim.change:
            continue
        item = _item(index, entry, said)
        if entry.numeral.kind == "share":
            shares.append(item)
            continue
        fresh = not items or items[-1].sentence != entry.sentence
        gap = folded[said[entry.sentence].start if fresh else items[-1].last : item.first]
        depth = max((0 if fresh else depth) + gap.count("(") - gap.count(")"), 0)
        items.append(item._replace(depth=depth))
    starts = [sentence.start for sentence in said]
    parts = wholes(folded, items, starts)
    return parts | share_wholes(folded, shares, items, starts, parts)


def _item(index: int, entry: _Entry, said: Sequence[Sentence]) -> Item:
    assert entry.numeral is not None and entry.numeral.value is not None and entry.phrase is not None
    return Item(
        index,
        entry.sentence,
        said[entry.sentence].paragraph,
        entry.phrase.first,
        entry.phrase.last,
        entry.numeral.value,
        entry.numeral.unit,
        entry.numeral.kind,
        entry.claim.indicator,
        entry.label,
    )


def _kept(entries: Sequence[_Entry], within: Mapping[int, int]) -> list[str]:
    """The indicators that stand: a part of a whole with the same row gives way, then the less sure of two values."""
    stated = [
        Stated(
            index,
            entry.claim._replace(indicator="") if _repeats(entries, index, within.get(index)) else entry.claim,
            entry.numeral.value if entry.numeral else 0.0,
            entry.sentence,
            within.get(index),
        )
        for index, entry in enumerate(entries)
    ]
    lost = settle(stated)
    return ["" if one.figure in lost else one.claim.indicator for one in stated]


def _repeats(entries: Sequence[_Entry], index: int, whole: int | None) -> bool:
    return whole is not None and entries[whole].claim.indicator == entries[index].claim.indicator


def _record(
    index: int, entry: _Entry, indicator: str, whole: int | None, text: str, sentence: Sentence, section: Placed | None
) -> dict[str, Any]:
    numeral = entry.numeral
    words = text[sentence.start : sentence.end].strip()
    counted = numeral is None or numeral.kind in COUNTED
    topic = ""
    if counted and not indicator:
        topic = topic_of(entry.label, _clause(text, entry), words, section.heading if section else "")
    return {
        "figure": index,
        "section": section.position if section else None,
        "start": entry.start,
        "end": entry.end,
        "text": text[entry.start : entry.end],
        "value": numeral.value if numeral else 0.0,
        "unit": numeral.unit if numeral else "",
        "bound": numeral.bound if numeral else "eq",
        "kind": numeral.kind if numeral else "count",
        "indicator": indicator,
        "topic": topic,
        "label": entry.label if counted else "",
        "within": whole,
        "sentence": words,
    }


def _clause(text: str, entry: _Entry) -> str:
    return text[entry.phrase.lo : entry.phrase.hi] if entry.phrase else ""
