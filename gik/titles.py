"""Titles (标题): which lines of a report are its title, and which agency the title names."""

import re
from collections.abc import Sequence
from functools import lru_cache

from gik.dates import YEAR, year_value
from gik.definitions import definition
from gik.outline import Section
from gik.reading import Document
from gik.tables.wording import fold

_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_DAYS = re.compile(rf"{YEAR}\s*[年.]\s*\d{{1,2}}\s*[月.][^公]*?日|{YEAR}\s*[-—]\s*{YEAR}\s*年?度?|{YEAR}\s*年?\s*度?")
_SECOND = re.compile(
    r"(?P<first>[^(〔【\[]*[^\W\d_年度][^(〔【\[]*)[(〔【\[](?P<second>[^()〔〕【】\[\]]+)[)〕】\]](?:\d{4}\s?年?度?)?"
)


def find_title(lines: Sequence[str]) -> str:
    """Give the title that the first lines of a report print, its lines joined and spaces left out, or an empty text.

    An agency or a year that stands on lines of their own above a title belongs to it.
    Source: ``definitions/identity.toml``.

    >>> find_title(["某市教育局", "2016年政府信息", "公开年度报告", "正文。"])
    '某市教育局2016年政府信息公开年度报告'
    """
    whole = [_tidy(_above(lines[:index], title) + title) for index, line in enumerate(lines) if (title := _match(line))]
    if len(whole) == 1:
        return whole[0]
    if whole:  # 政府信息公开年报 alone may be the name of the page's column
        return max(whole, key=lambda title: bool(title_issuer(title)) + bool(_DAYS.search(fold(title))))
    for index in range(len(lines)):
        for size in (2, 3, 4):
            joined = "".join(lines[index : index + size])
            if all(len(line) <= 45 for line in lines[index : index + size]) and (title := _match(joined)):
                return _tidy(title)
    return ""


def head_lines(document: Document, sections: Sequence[Section] = ()) -> list[str]:
    """Give the first lines of a report, up to its first chapter."""
    text, most = document.text, definition("identity.toml")["title"]["lines"]
    chapter = next((section.start for section in sections if section.number), len(text))
    lines: list[str] = []
    for block in document.paragraphs[:most]:
        if block.start >= chapter:
            break
        lines.append(_SPACE.sub(" ", text[block.start : block.end].strip()))
    return lines


def read_title(claim: str) -> str:
    """Give the title in what a page claims as its title, such as ``年报_某市政府网``, or an empty text.

    >>> read_title("某局2016年政府信息公开年报_年报_某市人民政府")
    '某局2016年政府信息公开年报'
    """
    for part in re.split(r"\s*[_|]\s*|\s+[-—]+\s+|(?<=[报告])\s*[-—]+", claim):
        if _match(part):
            return _tidy(part)
    return ""


@lru_cache(maxsize=256)  # whether it is a report is asked before what it is called
def _match(line: str) -> str:
    """Give the line, or the beginning of it, that is a title; the lead-in (标题：) is left out."""
    rules = definition("identity.toml")["title"]
    folded = fold(line)
    if rules["sign"] not in folded:
        return ""
    if len(line) > rules["longest"]:
        head = re.match(rules["run_in"], folded)
        folded = head[0] if head else ""
    lead = re.match(f"(?:{rules['lead']})*", folded)
    start = lead.end() if lead else 0
    return line[start : len(folded)] if re.fullmatch(rules["whole"], folded[start:]) else ""


def _above(lines: Sequence[str], title: str) -> str:
    """Give the words of the title that stand on lines above the one that looks like a title."""
    words = ""
    for line in reversed(lines[-3:]):
        fragment = definition("identity.toml")["title"]["fragment"]
        if title_issuer(words + title) or not re.fullmatch(fragment, fold(line)):
            break
        words = line + words
    return words


def _tidy(title: str) -> str:
    return _SPACE.sub("", title).strip('《》“”"「」')


@lru_cache(maxsize=256)
def title_issuer(title: str) -> str:
    """Give the agency (发布机构) that a title names, as printed, or an empty text.

    >>> title_issuer("安陆市2017年政府信息公开工作年度报告"), title_issuer("2019年政府信息公开年报")
    ('安陆市', '')
    """
    words = _SPACE.sub("", title)
    head = re.match("(?P<head>.*)公开", fold(words))
    if head is None:
        return ""
    folded = head["head"]
    name = re.sub(definition("identity.toml")["title"]["subject"], "", folded)
    behind = folded[len(name) :]
    if behind.startswith("政府") and (name.endswith("人民") or name in tuple("省市县区镇乡州旗")):
        name += "政府"
    return clean_name(words[: len(name)])


def title_years(title: str) -> list[int]:
    """Give the years that a title names, in order, days and months apart.

    >>> title_years("某局2021、二〇二二年政府信息公开年报（2023年1月）")
    [2021, 2022]
    """
    years = (year_value(match[0]) for match in re.finditer(rf"{YEAR}(?!\s*年\s*\d{{1,2}}\s*月)", fold(title)))
    return sorted({year for year in years if year is not None})


def clean_name(name: str) -> str:
    """Give a name without years and words that are no part of it, the rest as printed; a second one stays in brackets.

    >>> clean_name("关于某局2016年度"), clean_name("某局(某办)2016年度")
    ('某局', '某局（某办）')
    """
    found = _SECOND.fullmatch(fold(name))
    if found and (second := clean_name(name[found.start("second") : found.end("second")])):
        return f"{clean_name(name[: found.end('first')])}（{second}）"
    noise = re.compile(definition("identity.toml")["title"]["noise"])
    name = _cut(_DAYS, name)
    previous = None
    while name != previous:
        previous = name
        name = _cut(noise, name.strip(" 、,，:：·-—"))
    return name


def _cut(pattern: re.Pattern[str], words: str) -> str:
    kept = list(words)
    for match in pattern.finditer(fold(words)):
        kept[match.start() : match.end()] = [""] * len(match[0])
    return "".join(kept)
