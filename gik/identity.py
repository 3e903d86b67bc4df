"""Identity (身份): who reports, about which year and region, and on which day.

Only what the words prove is given; masked, unnamed or ambiguous stays empty and becomes a finding. Whether a document
is an annual report at all is told by gik.refusals.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, islice
from typing import Any

from gik.dates import YEAR, Period, find_dates, find_period, read_date, year_value
from gik.definitions import definition
from gik.findings import finding
from gik.issuers import Issuer, find_issuer, issuer_fault
from gik.outline import Section
from gik.reading import Document, Grid
from gik.tables.wording import fold
from gik.titles import find_title, head_lines, read_title, title_years

_ENDING = 8
_TABLES = ("统计表", "情况表")  # as every table with a year in its title is called
_ALONE = re.compile(rf"\(?({YEAR})年?度?\)?")  # a year on a line of its own


@dataclass(frozen=True, slots=True)
class Identity:
    """Who, where and when: the columns of the reports frame that the report itself proves, and findings about them.

    ``year_basis`` is title, period, text or file; days are ISO dates; what isn't proved is an empty text or None.
    """

    title: str = ""
    issuer: str = ""
    region: str = ""
    region_code: str = ""
    level: str = ""
    year: int | None = None
    year_basis: str = ""
    period_start: str = ""
    period_end: str = ""
    published: str = ""
    url: str = ""
    findings: tuple[dict[str, Any], ...] = ()


def identify(document: Document, sections: Sequence[Section], name: str = "") -> Identity:
    r"""Tell who reports, where and when; ``name`` is the file's name, asked for the year when nothing else tells it.

    Source: ``definitions/identity.toml`` and ``definitions/regions.csv``.

    >>> from gik.reading import read
    >>> document = read("a.txt", "安陆市2017年政府信息公开工作年度报告\n发布日期：2018-01-17".encode())
    >>> identity = identify(document, ())
    >>> identity.issuer, identity.region_code, identity.year, identity.published
    ('安陆市', '420982', 2017, '2018-01-17')
    """
    folded = fold(document.text)
    lines = head_lines(document, sections)
    title = find_title(lines) or _claimed_title(document)
    year, basis, period = _year_and_period(title, folded, sections, name)
    issuer = find_issuer(document, folded, title, year)
    region = issuer.region
    first, last = (period.first.isoformat(), period.last.isoformat()) if period else ("", "")
    return Identity(
        title,
        issuer.name,
        region.name if region else "",
        region.code if region else "",
        region.level if region else "",
        year,
        basis,
        first,
        last,
        _published(document, folded, lines, year),
        document.claims.get("url", ""),
        (*_issuer_findings(issuer, title), *(_year_findings(document, folded, year, period) if year else ())),
    )


def _claimed_title(document: Document) -> str:
    return read_title(document.claims.get("title", "")) or read_title(document.claims.get("page_title", ""))


def _issuer_findings(issuer: Issuer, title: str) -> Iterator[dict[str, Any]]:
    fault = issuer_fault(issuer)
    if fault:
        yield finding(fault[0], evidence=issuer.masked or issuer.name or title, **fault[1])


def _year_and_period(
    title: str, folded: str, sections: Sequence[Section], name: str
) -> tuple[int | None, str, Period | None]:
    years = title_years(title)
    year, basis = (years.pop(), "title") if len(years) == 1 else (None, "")
    if years:  # a report for several years
        return None, "", find_period(folded)
    if year is None:
        period = find_period(folded)
        year, basis = (period.last.year, "period") if period else (_text_year(folded, sections), "text")
    if year is None:
        stem = re.search(r"(?<![0-9a-f])(20\d\d)(?![0-9a-f])", name)
        year, basis = (int(stem[1]), "file") if stem else (None, "")
    return year, basis, find_period(folded, year)


def _text_year(folded: str, sections: Sequence[Section]) -> int | None:
    """Give the year that the text reports on: the one named with the report, else the one named most."""
    rules = definition("identity.toml")["year"]
    named = re.search(rules["report"].format(year=YEAR), folded)
    if named:
        return year_value(named["year"])
    kept = [folded[s.start : s.end] for s in sections if s.topic not in ("problems", "appendix")] or [folded]
    sentences = [words for words in re.split("[。;\n]", "\n".join(kept)) if not re.search(rules["plan"], words)]
    text = re.sub(r"《[^》]{0,80}》|[\[〔(]\d{4}[\])〕]", "", "\n".join(sentences))
    years = Counter(year_value(match[1]) for match in re.finditer(rf"({YEAR})\s*年(?!\s*\d+\s*月\s*\d+\s*日)", text))
    (best, count), (_, second) = (*years.most_common(2), (None, 0), (None, 0))[:2]
    return best if count > second else None


def _year_findings(document: Document, folded: str, year: int, period: Period | None) -> Iterator[dict[str, Any]]:
    """Give a finding for every table whose title names another year, and for a period of another year."""
    for place, words, printed in _table_years(document, folded):
        if printed != year:
            yield finding("year.label", place=place, evidence=words, year=year, where="统计表标题", printed=printed)
    if period and not period.first.year <= year <= period.last.year:
        words = f"{period.first.isoformat()}—{period.last.isoformat()}"
        place = next((b.place for b in document.blocks if b.start <= period.start < b.end), "")
        where, printed = "统计期限", period.last.year
        yield finding("year.label", place=place, evidence=words, year=year, where=where, printed=printed)


def _table_years(document: Document, folded: str) -> Iterator[tuple[str, str, int]]:
    pattern = _table_pattern()
    is_below = False  # a line that names a table
    for place, line in _labels(document, folded):
        words = "".join(line.split())
        year = None
        if any(name in words for name in _TABLES) and (match := pattern.search(words)):
            year = year_value(match["year"] or match["behind"])
        elif is_below and (alone := _ALONE.fullmatch(words)):
            year = year_value(alone[1])
        is_below = words.endswith(_TABLES)
        if year is not None:
            yield place, line.strip(), year


@cache
def _table_pattern() -> re.Pattern[str]:
    return re.compile(definition("identity.toml")["year"]["table"].format(year=YEAR))


def _labels(document: Document, folded: str) -> Iterator[tuple[str, str]]:
    """Give place and words of what names a 表, and of what comes next: short lines, cells of a table's first rows."""
    is_next, at = False, folded.find("表")
    for block in document.blocks:
        if isinstance(block, Grid):
            for cell in block.cells:
                if cell.row < 2:
                    line = fold(cell.text)
                    is_named = "表" in line
                    if is_named or is_next:
                        yield cell.place, line
                    is_next = is_named
            continue
        start, end = block.start, block.end
        if 0 <= at < start:
            at = folded.find("表", start)
        is_named = start <= at < end
        if (is_named or is_next) and end - start <= 60 and "。" not in (line := folded[start:end]):
            yield block.place, line
            is_next = is_named


def _published(document: Document, folded: str, head: Sequence[str], year: int | None) -> str:
    """Give the day of publication: as labelled in the text, as the page claims, or as signed (落款)."""
    labelled, labels, signed = _published_patterns()
    lines = (folded[b.start : b.end] for b in reversed(document.paragraphs))
    ending = list(islice(lines, _ENDING))
    outer = [line for line in (*map(fold, head), *reversed(ending)) if labelled.search(line)]
    for label in labels if outer else ():
        for line in outer:
            match = label.search(line)
            found = read_date(match["date"]) if match else None
            if found:
                return found.isoformat()
    claimed = read_date(fold(document.claims.get("published", "")))
    if claimed:
        return claimed.isoformat()
    for line in chain(ending, lines):
        match = signed.fullmatch(line.strip())
        dates = list(find_dates(match["date"])) if match else []
        if match and len(dates) == 1 and dates[0][:2] == (0, len(match["date"])):
            value = dates[0][2]
            return value.isoformat() if year is None or year <= value.year <= year + 3 else ""
    return ""


@cache
def _published_patterns() -> tuple[re.Pattern[str], Sequence[re.Pattern[str]], re.Pattern[str]]:
    """The pattern of what a label of the day of publication says, each label with what follows it, and a signed day."""
    rules = definition("identity.toml")["published"]
    words = rules["words"]
    labels = [re.compile(rf"{label}{words}\s*[:|]?\s*(?P<date>.{{8,24}})") for label in rules["labels"]]
    return re.compile(words), labels, re.compile(rules["line"])
