"""Headings (标题): the lines of a document that head a section, and those inside paragraphs that hold several.

What a line is called by its number and words stands in ``definitions/outline.toml``; how sections follow from headings
is gik.outline's.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from gik.definitions import definition
from gik.reading import Document, Paragraph
from gik.tables.wording import fold

# With fewer chapters than this, a long paragraph is searched for headings inside it.
_FEW = 2
_LONG = 300
_SPACES, _COLON = re.compile(r"\s+"), re.compile(r"[^。,;:]{2,30}:")
# What a number can begin with; most lines don't, and needn't be tried.
_FIRST = frozenset(
    "第一二三四五六七八九十0123456789(〔[①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑❶❷❸❹❺❻❼❽❾❿㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
)


class Heading(NamedTuple):
    """A heading: where it starts, its number and words, the style of its number and how high that ranks."""

    start: int
    number: str
    words: str
    style: str
    rank: float


def find_headings(document: Document, tables: Sequence[tuple[int, int]]) -> list[Heading]:
    """Give the headings of a document in reading order, but for those inside ``tables`` (spans of text)."""
    folded = fold(document.text)
    headings = list(_headings(document, folded, tables))
    if sum(heading.style in ("chinese", "part") for heading in headings) < _FEW:
        inline = [heading for span in _long_spans(document, tables) for heading in _inline(document.text, folded, span)]
        if len(inline) >= _FEW:
            known = {heading.start for heading in inline}
            headings = sorted(
                [*inline, *(heading for heading in headings if heading.start not in known)], key=lambda h: h.start
            )
    return headings


@lru_cache(maxsize=1 << 12)  # headings are the same in most reports
def topic_of(heading: str) -> str:
    """Give the topic that a heading's words tell, or an empty text.

    >>> topic_of("政府信息公开的收费及减免情况"), topic_of("其它事项"), topic_of("工作有亮点")
    ('fees', 'other', '')
    """
    words = _SPACES.sub("", fold(heading))
    return next((topic for topic, pattern, _ in topics() if pattern.search(words)), "")


@cache
def topics() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    """Give each topic, the pattern of the headings that tell it, and whether the parts of such a chapter keep it."""
    entries = definition("outline.toml")["topics"]
    return tuple((entry["topic"], re.compile(entry["pattern"]), entry.get("whole", False)) for entry in entries)


@cache
def _numberings() -> tuple[tuple[re.Pattern[str], Mapping[str, Any]], ...]:
    return tuple(
        (re.compile(r"\s*(" + entry["pattern"] + r")\s*"), entry) for entry in definition("outline.toml")["numberings"]
    )


@cache
def _rule(name: str) -> re.Pattern[str]:
    pattern = definition("outline.toml")["headings"][name]
    return re.compile("|".join(f"(?:{part})" for part in pattern) if isinstance(pattern, list) else pattern)


def _headings(document: Document, folded: str, tables: Sequence[tuple[int, int]]) -> Iterator[Heading]:
    pending: tuple[int, str, Mapping[str, Any]] | None = None  # a number on a line of its own
    numbered_levels: dict[int, float] = {}  # the rank of the first numbering on each
    spans, until = sorted(tables, reverse=True), 0  # where the last of the tables ends that have begun so far
    longest = _longest_line()
    for block in document.blocks:
        begin, end = block.start, block.end
        while spans and spans[-1][0] < end:
            until = max(until, spans.pop()[1])
        if begin < until or not isinstance(block, Paragraph):
            pending = None
            continue
        if pending is None and not block.level and end - begin > longest and not _may_be_numbered(folded[begin]):
            continue  # prose, as most lines are
        line = folded[begin:end]
        if pending is not None and (found := _words(line)):
            start, number, entry = pending
            pending = None
            yield Heading(start, number, _printed(document.text, begin, found), entry["style"], entry["rank"])
            continue
        pending = None
        matched = _number(line) if len(line) <= _LONG else _number.__wrapped__(line)
        if matched is not None:
            entry, stop, found = matched
            number = _tidy(document.text[begin : begin + stop])
            if found is None and not line[stop:].strip():
                pending = (begin, number, entry)
            elif found is not None:
                words = _printed(document.text, begin, found)
                if block.level:
                    numbered_levels.setdefault(block.level, entry["rank"])
                yield Heading(begin, number, words, entry["style"], entry["rank"])
            continue
        heading = _unnumbered(line, block.level, numbered_levels)
        if heading:
            style, rank = heading
            yield Heading(begin, "", document.text[begin:end].strip(), style, rank)


def _may_be_numbered(first: str) -> bool:
    return first in _FIRST or first.isspace()


@lru_cache(maxsize=1 << 12)  # of short lines only, so that it stays small
def _number(line: str) -> tuple[Mapping[str, Any], int, tuple[int, int] | None] | None:
    """Give the numbering of a line, where its number ends, and where the words of a heading stand behind it, if any."""
    if line.lstrip()[:1] not in _FIRST:
        return None
    for pattern, entry in _numberings():
        match = pattern.match(line)
        if match:
            found = _words(line, match.end())
            is_heading = found is not None and (not entry.get("spaced") or topic_of(line[slice(*found)]))
            return entry, match.end(), found if is_heading else None
    return None


@lru_cache(maxsize=1 << 8)
def _tidy(number: str) -> str:
    return _SPACES.sub("", number).rstrip("、.．,，:：;；·。")


def _words(line: str, start: int = 0) -> tuple[int, int] | None:
    """Give where the words of a heading stand in a line that may run on behind them, or None for prose."""
    rules = definition("outline.toml")["headings"]
    body = line[start:]
    stop = body.find("。")
    colon = _COLON.match(body)
    if colon and (stop < 0 or colon.end() < stop):
        stop = colon.end() - 1
    longest = rules["longest_line"] if stop < 0 else rules["longest_sentence"]
    words = (body if stop < 0 else body[:stop]).rstrip()
    if not 0 < len(words) <= longest or ";" in words or _rule("statement").search(words):
        return None
    if stop >= 0 and _rule("prose").match(words):
        return None
    return start, start + len(words)


def _printed(text: str, start: int, span: tuple[int, int]) -> str:
    return text[start + span[0] : start + span[1]].strip()


@cache
def _longest_line() -> int:
    """Beyond so many characters a line that nothing marks is no heading."""
    return 2 * int(definition("outline.toml")["headings"]["longest_line"])


def _unnumbered(line: str, level: int, numbered_levels: Mapping[int, float]) -> tuple[str, float] | None:
    if not level and ("|" in line or "\t" in line):
        return None
    if not level and len(line) > _longest_line():
        return None
    style = _style(line) if len(line) <= _LONG else _style.__wrapped__(line)
    if style == "appendix":
        return style, 0.0
    if not level:
        return (style, 4.0) if style else None
    if _is_prose(_SPACES.sub("", line)):
        return None
    if "。" not in line and (level > 1 or topic_of(line)):
        deeper = numbered_levels and level > min(numbered_levels)
        return f"h{level}", numbered_levels.get(level, 4.5 + level / 10 if deeper else 3 + level / 10)
    return (style, 4.0) if style else None


@lru_cache(maxsize=1 << 12)  # of short lines only, so that it stays small
def _style(line: str) -> str:
    """Tell what heads a section in a line without a number by its words alone: appendix, unnumbered, or nothing."""
    rules, words = definition("outline.toml")["headings"], _SPACES.sub("", line)
    if len(words) > rules["longest_line"]:
        return ""
    if _rule("appendix").fullmatch(words):
        return "appendix"
    is_known = len(words) <= rules["longest_unnumbered"] and _rule("unnumbered").fullmatch(words.rstrip(":。"))
    return "unnumbered" if is_known and not _is_prose(words) else ""


def _is_prose(words: str) -> bool:
    """Say whether the words of a line, without blanks, are none that head a section: too many, a title, a statement."""
    if len(words) > definition("outline.toml")["headings"]["longest_line"]:
        return True
    return _rule("title").fullmatch(words) is not None or _rule("statement").search(words) is not None


def _long_spans(document: Document, tables: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for paragraph in document.paragraphs:
        begin, stop = paragraph.start, paragraph.end
        if stop - begin >= _LONG:
            inside = [span for span in tables if span[0] < stop and begin < span[1]]
            starts = [begin, *(end for _, end in inside)]
            yield from zip(starts, [*(start for start, _ in inside), stop], strict=True)


def _inline(text: str, folded: str, span: tuple[int, int]) -> Iterator[Heading]:
    for match in _rule("inline").finditer(folded[span[0] : span[1]]):
        number = _tidy(text[span[0] + match.start("number") : span[0] + match.end("number")])
        words = _printed(text, span[0], match.span("heading"))
        style, rank = ("part", 1) if number.startswith("第") else ("chinese", 4)
        yield Heading(span[0] + match.start(), number, words, style, rank)
