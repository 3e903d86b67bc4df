"""Understanding (理解): what the numerals of each sentence state, with what its paragraph has said before."""

from collections.abc import Sequence
from typing import NamedTuple

from gik.prose.meaning import Claim, Context, claim
from gik.prose.nothing import Nothing, nothings, shared_zero
from gik.prose.numerals import Numeral
from gik.prose.phrases import label_of, lacks_channel, phrases
from gik.prose.places import Ground
from gik.prose.sentences import Sentence
from gik.prose.settling import SURE

_NO_CLAIM = Claim("", 0, "")
_new = tuple.__new__


class Entry(NamedTuple):
    """A figure: its span and sentence, what its numeral says, its words' span if it counts, and its meaning.

    ``phrase`` is where the words that stand with it begin and end, before and behind it.
    """

    start: int
    end: int
    sentence: int
    kind: str
    value: float | None
    unit: str
    bound: str
    phrase: tuple[int, int, int, int] | None
    claim: Claim
    label: str


class Carried(NamedTuple):
    """What a paragraph has said so far, for the sentences that go on about it."""

    field: str = ""
    row: str = ""
    about: bool = False
    channel: str = ""


UNSAID = Carried()


def entries_of(
    folded: str, text: str, said: Sequence[Sentence], grounds: Sequence[Ground], year: int | None, carried: Carried
) -> tuple[list[Entry], Carried]:
    """Give the figures of all sentences, those of each in the order of its numerals, then what it denies.

    ``carried`` is what the first paragraph, 0, has said before; what the last one has said in the end is given, too.
    """
    found: list[Entry] = []
    paragraph = ground = 0
    for number, sentence in enumerate(said):
        if sentence.paragraph != paragraph:
            carried, paragraph = UNSAID, sentence.paragraph
        if not sentence.counted and not sentence.denials:
            found += [_plain(number, numeral) for numeral in sentence.numerals]
            if sentence.says:
                carried = _carry(text, sentence, (), carried)
            continue
        while ground + 1 < len(grounds) and grounds[ground + 1].start <= sentence.start:
            ground += 1
        _, topic, about = grounds[ground]
        context = Context(carried.field, carried.row, topic, carried.about or about)
        entries = _understood(folded, text, number, sentence, context, carried.channel, year)
        found += entries
        carried = _carry(text, sentence, entries, carried)
    return found, carried


def _plain(number: int, numeral: Numeral) -> Entry:
    start, end, kind, value, unit, bound, _, _ = numeral
    return _new(Entry, (start, end, number, kind, value, unit, bound, None, _NO_CLAIM, ""))


def _understood(
    folded: str, text: str, number: int, sentence: Sentence, context: Context, way: str, year: int | None
) -> list[Entry]:
    """The figures of a sentence: its numerals in order, then what it denies."""
    spans = phrases(folded, sentence)
    denied = list(nothings(folded, text, sentence, context)) if sentence.denials else []
    found: list[Entry] = []
    label = ""
    for index, numeral in enumerate(sentence.numerals):
        phrase = spans.get(index)
        if phrase is None:
            if not denied or not any(nothing.start <= numeral.start < nothing.end for nothing in denied):
                found.append(_plain(number, numeral))
            continue
        value = numeral.value
        if denied and value == 1 and any(nothing.end == numeral.first for nothing in denied):
            found.append(_plain(number, numeral._replace(kind="other")))  # 未发生一起: the denial's own article
            continue
        claimed = claim(folded, sentence, numeral, phrase, context, year)
        if claimed.indicator or claimed.field != context.field:
            context = Context(claimed.field, claimed.indicator or context.row, context.topic, context.about)
            if claimed.indicator and context.topic == "problems":
                claimed = claimed._replace(indicator="")
        if value == 0 and (shared := shared_zero(folded, text, sentence, context, phrase.first)):
            found += [_nothing(number, thing, numeral) for thing in shared]
            continue
        label = label_of(folded, text, sentence, index, phrase) or label
        if way and lacks_channel(label, sentence, numeral.start):
            label = way + label
        start, end, kind, value, unit, bound, _, _ = numeral
        lo, _, first, last, hi, _, _ = phrase
        found.append(_new(Entry, (start, end, number, kind, value, unit, bound, (lo, first, last, hi), claimed, label)))
    return found + [_nothing(number, nothing, None) for nothing in denied]


def _nothing(number: int, nothing: Nothing, numeral: Numeral | None) -> Entry:
    numeral = numeral or Numeral(nothing.start, nothing.end, "count", 0.0)
    return Entry(numeral[0], numeral[1], number, *numeral[2:6], None, Claim(nothing.indicator, SURE, ""), nothing.label)


def _carry(text: str, sentence: Sentence, entries: Sequence[Entry], carried: Carried) -> Carried:
    field, row = sentence.field or carried.field, carried.row
    if sentence.counted:
        counted = [entry.claim for entry in entries if entry.phrase is not None]
        field = counted[-1].field if counted else field
        row = next((one.indicator for one in reversed(counted) if one.indicator), row)
    about = carried.about or sentence.disclosure >= 0
    return _new(Carried, (field, row, about, text[slice(*sentence.way)] or carried.channel))
