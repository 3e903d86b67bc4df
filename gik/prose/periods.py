"""Periods (时段): whether a number is told of the year reported on, of another one, or of a part of it only."""

import re

from gik.prose.marks import marks
from gik.prose.phrases import Phrase
from gik.prose.sentences import Sentence

_MONTH = "(?:(?<![0-9])0?[1-9]|1[01]|[一二三四五六七八九]|十一?)月"
_FIRST = r"[一1](?!季度\s?[至到~-]\s?第?[四4]季度)"  # quarter, with which a whole year doesn't begin
_PART_OF_YEAR = re.compile(
    rf"(?:[至到~-]\s?(?:[0-9]{{4}}年\s?)?{_MONTH}|[上下]半年|(?<![至到~-])(?<![至到~-]第)(?:{_FIRST}|[二三四2-4])季度"
    r"|(?<![0-9至到~-])(?:1[0-2]|0?[1-9])月份?[,共]{0,2}(?:收到|受理|主动公开|公开|发布))(?!.*(?:全年|本年|今年))"
)
_LATE = ("11月", "12月")  # in which the year of a report may begin
_TWELVE_MONTHS = re.compile(
    r"[0-9]{4}年1(?:1月[^至到~-]{0,6}[至到~-]{1,2}\s?[0-9]{4}年\s?10月|2月[^至到~-]{0,6}[至到~-]{1,2}\s?[0-9]{4}年\s?11月)"
)


def said_before(folded: str, sentence: Sentence, phrase: Phrase, year: int | None) -> int:
    """Give what the sentence says up to the number; 上年 is over where 今年 comes after it."""
    known = marks()
    found = 0
    start = sentence.clause(folded, phrase.first)
    own_year = max((numeral.start for numeral, named in sentence.years if named == year), default=-1)
    for token in sentence.tokens_between(start, phrase.first):
        if token.says & known.this_year:
            found &= ~(known.last_year | known.since)
        if token.says & known.since and (
            token.start < own_year < phrase.first
            or (year and folded[token.start - 5 : token.start].startswith(str(year)))
        ):
            continue
        found |= token.says
    for token in sentence.tokens_between(phrase.last, phrase.hi):
        found |= token.says & known.last_year
    return found | (sentence.says & known.unrelated)


def goes_on_with_this_year(sentence: Sentence, phrase: Phrase, year: int | None) -> bool:
    """Say whether the sentence goes on with this year's part, so that its number sums up many: 累计80件，本年9件."""
    this_year = marks().this_year
    if any(named == year and numeral.start >= phrase.last for numeral, named in sentence.years):
        return True
    return any(token.says & this_year for token in sentence.tokens_between(phrase.hi, sentence.end))


def of_another_year(folded: str, sentence: Sentence, phrase: Phrase, year: int | None) -> bool:
    """Say whether the last year named before the number, or one of its period, is not the one reported on."""
    named = [entry for entry in sentence.years if entry[0].start < phrase.first][-2:]
    if not named or year is None:
        return False
    (first, begun), (last, ended) = named[0], named[-1]
    if begun == ended or folded[first.end : last.start].strip(" 日,起止") not in ("至", "到", "-", "--"):
        return ended != year
    return begun != year and (ended != year or not folded.startswith(_LATE, first.start + 5))


def of_a_part(folded: str, sentence: Sentence, phrase: Phrase) -> bool:
    """Say whether what stands before the number tells of some months only: 上半年, 截至6月底."""
    start = sentence.clause(folded, phrase.first)
    if _PART_OF_YEAR.search(folded, start, phrase.first) is None:
        return False
    return _TWELVE_MONTHS.search(folded, start, phrase.first) is None
