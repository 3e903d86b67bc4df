"""Refusals (拒收): why a document is no annual report, told by its title first."""

import re
from collections.abc import Sequence
from itertools import chain

from gik.dates import find_period
from gik.definitions import definition
from gik.reading import Document
from gik.tables.wording import fold
from gik.titles import find_title, head_lines, read_title, title_issuer

_SHORTEST = 8
_LONGEST = 80
_FEW_WORDS = 3


def refusal(document: Document, form: str) -> str:
    """Give the Chinese reason why a document is no annual report, or an empty text when it is one.

    Refused are half-year and quarterly statistics, notices about reports, explanations (解读) of a report, pages that
    list reports, other disclosure documents, and what holds no words of disclosure; ``form`` is the form of its tables
    (``none`` for none).
    Source: ``definitions/identity.toml``.

    >>> from gik.reading import read
    >>> refusal(read("a.txt", "2016年上半年政府信息公开情况统计表".encode()), "stat2014")
    '不是年度报告，而是半年或季度的统计、总结'
    """
    rules = definition("identity.toml")["refusal"]
    folded = fold(document.text)
    lines = head_lines(document)
    headline = _headline(document, lines)
    for rule in rules["titles"]:
        if re.search(rule["pattern"], headline) and not _excepted(rule, headline, folded):
            return str(rule["reason"])
    if form == "none" and "。" not in folded and _is_listing(document):
        return str(rules["listing"]["reason"])
    title = find_title(lines)
    period = find_period(folded)
    if period and (period.last - period.first).days < 200 and not re.search("年度|年报", fold(title)):
        return str(rules["titles"][0]["reason"])
    if form == "none" and not re.search(rules["foreign"]["pattern"], folded):
        return str(rules["foreign"]["reason"])
    if form == "none" and not title and len(re.findall(rules["words"]["pattern"], folded)) < _FEW_WORDS:
        return str(rules["words"]["reason"])
    return ""


def _excepted(rule: dict[str, str], headline: str, text: str) -> bool:
    if "unless" in rule and re.search(rule["unless"], headline):
        return True
    return "unless_text" in rule and re.search(rule["unless_text"], text) is not None


def _is_listing(document: Document) -> bool:
    listing = definition("identity.toml")["refusal"]["listing"]
    lines = (document.text[block.start : block.end] for block in document.paragraphs)
    titles = (read_title(re.sub(listing["behind"], "", fold(line))) for line in lines)
    return bool(len({title_issuer(title) for title in titles if title} - {""}) >= listing["agencies"])


def _headline(document: Document, lines: Sequence[str]) -> str:
    """Give the first line that names the document, else what the page claims as its title."""
    words = definition("identity.toml")["refusal"]["headline"]
    claims = [re.split("[_|]", document.claims.get(name, ""))[0] for name in ("title", "page_title")]
    for line in map(fold, chain(lines, claims)):
        if _SHORTEST <= len(line) <= _LONGEST and re.match(words, line):
            return re.sub(r"\s", "", line)
    return ""
