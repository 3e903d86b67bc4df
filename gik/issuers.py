"""Issuers (发布机构): which agency a report names as its own, as printed, and the region that the words prove."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from gik.definitions import definition
from gik.reading import Document
from gik.regions import Region, ending, leading, settle
from gik.tables.wording import fold
from gik.titles import clean_name, title_issuer

_HEAD = 1500
_TAIL = 1500


@dataclass(frozen=True, slots=True)
class Issuer:
    """An agency as printed (empty when unknown), its region when proved, and what masks a name (遮盖), if anything."""

    name: str = ""
    region: Region | None = None
    masked: str = ""
    is_placed: bool = False


def find_issuer(document: Document, folded: str, title: str, year: int | None) -> Issuer:
    """Give the agency that a report's title, text or page names, in this order.

    ``folded`` is the document's folded text. A region counts when the agency's name begins with it, or when the text
    states the agency's name in full with the region before it.
    Source: ``definitions/identity.toml``, ``definitions/regions.csv``.

    >>> from gik.reading import read
    >>> document = read("a.txt", "请与桐乡市教育局联系。".encode())
    >>> find_issuer(document, document.text, "2017年政府信息公开年度报告", 2017).name
    '桐乡市教育局'
    """
    rules = definition("identity.toml")["issuer"]
    names = chain([title_issuer(title)], _stated(document, folded), [document.claims.get("source", "")])
    masked = ""
    for name in names:
        mask = re.search(rules["masked"], fold(name))
        masked = masked or (mask[0] if mask else "")
        first = fold(name).partition("(")[0]  # 某局（某办）: a second name tells no region
        if not mask and _is_agency(first, year):
            region = _region(first, folded + "\n" + document.claims.get("site", ""), year)
            placed = region is not None or _is_placed(first)
            masked = "" if placed else masked or _mask_in(folded)
            return Issuer(name, region, masked, placed)
    return Issuer(masked=masked or _mask_in(folded))


def issuer_fault(issuer: Issuer) -> tuple[str, Mapping[str, Any]] | None:
    """Give the rule that an issuer breaks and its facts, or None: masked, or not told apart from others.

    >>> issuer_fault(Issuer("区政务服务中心"))
    ('issuer.unknown', {})
    """
    if issuer.masked:
        return "issuer.masked", {"printed": issuer.masked}
    return None if issuer.is_placed else ("issuer.unknown", {})


def _is_agency(name: str, year: int | None) -> bool:
    rules = definition("identity.toml")["issuer"]
    if len(name) < 2 or re.fullmatch(rules["self"], name):
        return False
    return bool(re.search(rules["suffix"], name) or leading(name, year)[0])


def _is_placed(name: str) -> bool:
    rules = definition("identity.toml")["issuer"]
    if re.match(rules["national"], name):
        return True
    return re.match(rules["general"], name) is None and re.match(rules["placed"], name) is not None


def _mask_in(folded: str) -> str:
    mask = re.search(definition("identity.toml")["issuer"]["masked_place"], folded)
    return mask[0] if mask else ""


def _stated(document: Document, folded: str) -> Iterator[str]:
    ends = folded if len(folded) <= _HEAD + _TAIL else folded[:_HEAD] + "\n" + folded[-_TAIL:]
    printed = document.text
    text = printed if len(folded) <= _HEAD + _TAIL else printed[:_HEAD] + "\n" + printed[-_TAIL:]
    for pattern in definition("identity.toml")["issuer"]["stated"]:
        for match in re.finditer(pattern, ends):
            yield clean_name(text[match.start("issuer") : match.end("issuer")])


def _region(name: str, text: str, year: int | None) -> Region | None:
    length, regions = leading(name, year)
    if length:
        return settle(regions, text)
    town = re.match(r"[^省市县区]{1,8}?(?:镇|乡|街道)", name)
    general = re.match(definition("identity.toml")["issuer"]["general"], name)
    found = dict(_in_full(name, text, year, town[0] if town else "", general[0] if general else ""))
    if not found and general:
        found = _planning(text, year, general[0])
    return settle(next(iter(found.values())), text) if len(found) == 1 else None


def _planning(text: str, year: int | None, general: str) -> dict[str, tuple[Region, ...]]:
    """Give the region whose yearly plan (要点) binds the agency, if the text names no other of its kind."""
    named = {
        regions[0].name: regions
        for match in re.finditer(general, text)
        if (regions := ending(text[max(match.end() - 15, 0) : match.end()], year))
    }
    plan = definition("identity.toml")["region"]["plan"]
    return named if len(named) == 1 and re.search(f"{next(iter(named))}{plan}", text) else {}


def _in_full(
    name: str, text: str, year: int | None, town: str, general: str
) -> Iterator[tuple[str, tuple[Region, ...]]]:
    """Give the regions that stand right before the agency's name where the text speaks of the agency itself."""
    rules = definition("identity.toml")["region"]
    needle = town or name[len(general) :]
    for at in _places(needle, text):
        regions = ending(text[max(at - 15, 0) : at], year)
        if not regions or (general and not regions[0].name.endswith(general)):
            continue
        start = max(text.rfind(mark, 0, at) for mark in "。;\n") + 1
        before, behind = text[start:at], text[at + len(needle) : at + len(needle) + 20]
        if re.search(rules["foreign"], before):
            continue
        if general or town or re.search(rules["own"], before + behind):
            yield regions[0].name, regions


def _places(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + (len(words) or 1))
