"""Reading the prose (正文) of a report: sections and sentences in, rows of the figures frame out."""

from collections.abc import Mapping, Sequence

from gik.prose.numerals import COUNTED, fold
from gik.prose.passages import CLAIM, Found, Said, understand
from gik.prose.places import Placed, Places
from gik.prose.relations import Item, wholes
from gik.prose.settling import Stated, settle
from gik.prose.shares import share_wholes
from gik.prose.topics import topic_of
from gik.rows import Figure

_new = tuple.__new__


def read_figures(
    text: str, sections: Sequence[Placed], tables: Sequence[tuple[int, int]], year: int | None
) -> list[Figure]:
    """Read every number of the prose: the rows of the figures frame, without their report.

    ``tables`` are the spans of statistical tables, which are left out; ``year`` is the year reported on.
    Columns: figure, section, start, end, text, value (万 and 亿 worked out, shares as fractions), unit, bound, kind,
    indicator, topic, label, within, sentence. Statements of nothing (未收到, 均为零) are figures of value 0.

    >>> [(f.text, f.value, f.indicator) for f in read_figures("全年主动公开政府信息1,360条。", (), (), 2017)]
    [('1,360', 1360.0, 'disclosed')]
    """
    folded = fold(text)
    place = Places(sections)
    figures, said = understand(text, folded, _prose(len(text), tables), place, year)
    within = _within(folded, figures, said)
    kept = _kept(figures, within)
    return _rows(text, figures, kept, within, said, place)


def _prose(length: int, tables: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans of the text outside its tables."""
    spans, position = [], 0
    for start, end in sorted(tables):
        if start > position:
            spans.append((position, start))
        position = max(position, end)
    return [*spans, (position, length)] if position < length else spans


def _within(folded: str, figures: Sequence[Found], said: Sequence[Said]) -> dict[int, int]:
    """The whole of each part: numbers first, then the shares of them."""
    new, items, shares = tuple.__new__, list[Item](), list[Item]()
    depth, latest = 0, -1
    for index, (_, _, number, kind, value, unit, _, first, last, claim, label, _) in enumerate(figures):
        if first < 0 or value is None or claim.change:
            continue
        begin, _, paragraph = said[number]
        is_share = kind == "share"
        if not is_share:
            if latest != number:
                depth, latest = 0, number
            else:
                begin = items[-1].last
            if depth or folded.find("(", begin, first) >= 0:
                depth = max(depth + folded.count("(", begin, first) - folded.count(")", begin, first), 0)
        inside = 0 if is_share else depth
        placed = (index, number, paragraph, first, last, value, unit, kind, claim.indicator, label, inside)
        (shares if is_share else items).append(new(Item, placed))
    if not items:
        return {}
    starts = [begin for begin, _, _ in said]
    parts = wholes(folded, items, starts)
    return parts | share_wholes(folded, shares, items, starts, parts)


def _kept(figures: Sequence[Found], within: Mapping[int, int]) -> dict[int, str]:
    """The indicators that stand: a part of a whole with the same row gives way, then the less sure of two values."""
    stated = list[Stated]()
    for index, (_, _, number, _, value, _, _, _, _, claim, _, _) in enumerate(figures):
        if claim.indicator:
            whole = within.get(index)
            if whole is None or figures[whole][CLAIM].indicator != claim.indicator:
                stated.append(Stated(index, claim, value, number, whole))
    lost = settle(stated)
    return {one.figure: one.claim.indicator for one in stated if one.figure not in lost}


def _rows(
    text: str,
    figures: Sequence[Found],
    kept: Mapping[int, str],
    within: Mapping[int, int],
    said: Sequence[Said],
    place: Places,
) -> list[Figure]:
    found, latest, words = list[Figure](), -1, ""
    section, until = place.section(0)
    position = section.position if section else None
    for index, (start, end, number, kind, value, unit, bound, _, _, _, label, topic) in enumerate(figures):
        if number != latest:
            (begin, stop, _), latest = said[number], number
            words = text[begin:stop].strip()
        if start >= until:
            section, until = place.section(start)
            position = section.position if section else None
        indicator = kept.get(index, "")
        if indicator:
            topic = ""
        elif not topic and kind in COUNTED:
            topic = (topic_of(section.heading) if section else "") or "other"
        printed, whole = text[start:end], within.get(index)
        row = index, position, start, end, printed, value, unit, bound, kind, indicator, topic, label, whole, words
        found.append(_new(Figure, row))
    return found
