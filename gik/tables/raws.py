"""Printed words → raws: lines, pipes, numbers, runs of Chinese characters, and the marks between them.

A number that stands alone is a value; one that touches other words is read only where no other reading is possible.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from gik.definitions import definition
from gik.numbers import UNREAD, CellReading, read_cell
from gik.tables.lexicon import load_lexicon
from gik.tables.wording import key

HAN = re.compile(r"[\u3400-\u9fff〇]")
YEAR = re.compile(r"(?:19|20)\d\d年(?:度|数|数据)?")
_RAW = re.compile(
    r"""(?P<page>(?m:^[ ]*(?:[-—–·•~]+[ ]*\d{1,4}[ ]*[-—–·•~]+|第[ ]*\d{1,4}[ ]*页[^\n|]{0,12}
        |\d{1,3}[ ]*/[ ]*\d{1,3})[ ]*$))
    |(?P<rule>(?m:^[ ]*\|?[ ]*:?-{3,}:?[ ]*(?:\|[ ]*:?-{3,}:?[ ]*)+\|?[ ]*$))
    |(?P<pipe>[|\t])|(?P<line>\n)|(?P<space>[ \r]+)
    |(?P<word>(?:[^\s|()]|\([^()|\t\n]*\)|[()])+)""",
    re.VERBOSE,
)
_IN_WORD = re.compile(
    r"""(?P<note>(?<=[\u3400-\u9fff)])[①-⑳](?![\u3400-\u9fff])|[\[〔【]注?\d{0,2}[\]〕】])
    |(?P<reading>\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜ]+\))
    |(?P<named>(?<=第)\((?P<numeral>[一二三四五六七八九十]+)\))
    |(?P<numbering>\([一二三四五六七八九十\d]{1,3}\)|(?<![\u3400-\u9fff])[一二三四五六七八九十]{1,3}[、.,](?!\d)
        |(?<![\u3400-\u9fff\d])\d{1,2}[.、,)](?!\d)|[①-⑳]|其中[:,]?)
    |(?P<bracket>\([^()|\n]*\))
    |(?P<han>[\u3400-\u9fff〇]+?(?=其中)|[\u3400-\u9fff〇]+)
    |(?P<number>[+-]?\d[\d,]*(?:\.\d+)?)
    |(?P<stop>[。;!?])
    |(?P<colon>:)
    |(?P<other>.)""",
    re.VERBOSE,
)
_BEGINS_AS_VALUE = re.compile(r"(?:约|近|超过|超|逾)?[+-]?\d")
_NUMBERED = re.compile(r"(?:\(?\d{1,2}[.、,)](?!\d)|\(\d{1,2}\))(?=.*[\u3400-\u9fff])|\d{1,2}[.、]$|\(\d{1,2}\)$")
_NUMBER_AND_MARKS = re.compile(
    r"[+-]?\d[\d,]*(?:\.\d+)?(?:其中:?|\([一二三四五六七八九十]+\)|[一二三四五六七八九十]{1,3}、)*"
)
_MARK_BEHIND = re.compile(r"[.、,)]")
# <5, ▲5, .5 and l2 aren't 5; after these a number may begin.
_MARK_BEFORE = re.compile(r"[^\u3400-\u9fff〇①-⑳:,(\[)\]〕】\"'“”‘’《》]$")


def _bounds(*parts: str) -> str:
    words = definition("prose/bounds.toml")
    return "|".join([word for part in parts for kind in ("ge", "le", "approx") for word in words[part].get(kind, ())])


# What changes a number even where it stands apart, as in 约 5, ▲ 3, < 5, 5 % and l 2; but no brackets, points and
# quotes, and no dashes, which are cells beside it.
_DASHES = re.escape(definition("prose/cells.toml")["dash"])
_MARKS = rf"[^\w\s|()\[\]〔〕【】《》“”‘’\"':,、;!?。.…·_─-╿{_DASHES}]+|[A-Za-z]+(?:[./][A-Za-z]+)*\.?"
_APART_BEFORE = re.compile(rf"(?<![^\s|])(?:{_MARKS}|{_bounds('before')}) +$")
_APART_BEHIND = re.compile(rf" +(?:{_MARKS}|{_bounds('inside', 'behind')})(?=[\s|]|$)")
# Words that share a cell with the number, which no pipe parts from it.
_WORDS_BEFORE = re.compile(r"[^\s|][^\n|]*[|\t] *([\u3400-\u9fff]{1,4}) +$")
_WORDS_BEHIND = re.compile(r" +([\u3400-\u9fff]{1,4})(?= *(?:[|\t\r\n]|$))")
_CELL_BEGINS = re.compile(r"[|\t] *\Z")
_CELL_ENDS = re.compile(r" *(?:[|\t\r\n]|$)")
_NEAR = 12
_SEVERAL_ZEROS = re.compile(r"[+-]?0\d")
# No label is longer, so that what stands behind a number needs no longer look.
_LONGEST_LABEL = 80


class Raw(NamedTuple):
    """A run of characters of one kind; a value carries its reading."""

    kind: str
    start: int
    end: int
    reading: CellReading | None = None


def is_value(word: str) -> bool:
    """Say whether a word begins as a number does, and not as a numbered label."""
    return bool(_BEGINS_AS_VALUE.match(word)) and not _NUMBERED.match(word)


def split(text: str, folded: str) -> list[Raw]:
    """Cut a text into raws, in order, without spaces; ``folded`` is the same text folded, one character for one.

    Kinds: pipe, line, value, year, han, numbering, bracket, stop, colon, mark, skip.
    """
    found: list[Raw] = []
    done = 0
    for match in _RAW.finditer(folded):
        kind = match.lastgroup
        start, end = match.span()
        if kind == "space" or start < done:
            continue
        if kind == "word":
            word = match[0]
            parts = _split_word(text[start:end], word)
            is_whole = len(parts) == 1 and parts[0].kind in {"value", "year"}
            around = folded[max(0, start - 9) : start], folded[end : end + 9]
            if is_whole and parts[0].kind == "value" and (whole := _with_marks(folded, start, end)) != (start, end):
                while found and found[-1].start >= whole[0]:
                    found.pop()
                found.append(Raw("value", *whole, read_cell(text[slice(*whole)])))
                done = whole[1]
                continue
            if not is_whole and not HAN.search(word) and _is_cell(word, *around):
                found.append(Raw("value", start, end, UNREAD))
                continue
            found += [Raw(part, start + at, start + until, reading) for part, at, until, reading in parts]
        else:
            found.append(Raw("skip" if kind in {"page", "rule"} else str(kind), start, end))
    return found


# The words of a form come again in every report.
@lru_cache(maxsize=16384)
def _split_word(text: str, word: str) -> tuple[Raw, ...]:
    """Cut one printed word, ``word`` is the same folded; places count from its beginning."""
    reading = read_cell(text)
    # A lone Chinese numeral is more often a torn heading's number than a value.
    is_number = reading.state == "number" and (len(word) > 1 or word.isascii())
    if YEAR.fullmatch(word):
        return (Raw("year", 0, len(word)),)
    if is_number or reading.state in {"dash", "none"} or (is_value(word) and not _label_behind(word)):
        return (Raw("value", 0, len(word), reading),)
    return tuple(_inside(text, word))


def _is_cell(word: str, before: str, after: str) -> bool:
    """Say whether marks or letters (*, √, N/A) fill a cell between pipes, so that it isn't blank."""
    match = _IN_WORD.fullmatch(word)
    is_alone = before.rstrip(" ")[-1:] in {"|", "\t"} and after.lstrip(" \r")[:1] in {"|", "\t", "\n", ""}
    return is_alone and (match is None or match.lastgroup != "numbering")


def _with_marks(folded: str, start: int, end: int) -> tuple[int, int]:
    """Give where a value begins and ends together with the marks and words that share its cell."""
    around = start, end
    if folded[start - 1 : start] == " ":
        near = max(0, start - _NEAR)
        if before := _APART_BEFORE.search(folded, near, start):
            around = before.start(), end
        elif (before := _WORDS_BEFORE.search(folded, near, start)) and _CELL_ENDS.match(folded, end):
            around = before.start(1) if _is_strange(before[1]) else start, end
    if folded[end : end + 1] == " ":
        if behind := _APART_BEHIND.match(folded, end):
            around = around[0], behind.end()
        elif (behind := _WORDS_BEHIND.match(folded, end)) and _CELL_BEGINS.search(folded, max(0, start - _NEAR), start):
            around = around[0], behind.end() if _is_strange(behind[1]) else end
    return around


def _is_strange(words: str) -> bool:
    return key(words) not in load_lexicon().entries


def _label_behind(word: str) -> bool:
    """Say whether a number has a label glued to its end, as in ``340其中:主动公开规范性文件数``."""
    match = _NUMBER_AND_MARKS.match(word)
    return match is not None and bool(_names(word, match.end()))


def _names(word: str, at: int) -> tuple[str, ...]:
    """Give the labels with which a word goes on at that offset."""
    return load_lexicon().longest("".join(HAN.findall(word[at : at + _LONGEST_LABEL])), 0)


def _inside(text: str, word: str) -> Iterator[Raw]:
    for match in _IN_WORD.finditer(word):
        kind, at, end = str(match.lastgroup), match.start(), match.end()
        if match["numeral"]:
            yield Raw("han", at + 1, end - 1)
        elif kind == "number" and match.start() == 0 and _is_form_number(match[0], word):
            yield Raw("numbering", at, end)
        elif kind == "number":
            # 3401、 may be 340 and a 1、, and 000 may be three cells: kept as text.
            beside = _MARK_BEHIND.match(word, match.end()) or _MARK_BEFORE.search(word[: match.start()])
            doubtful = beside or _SEVERAL_ZEROS.match(match[0])
            yield Raw("value", at, end, UNREAD if doubtful else read_cell(text[at:end]))
        else:
            yield Raw("mark" if kind in {"note", "reading", "other"} else kind, at, end)


def _is_form_number(digits: str, word: str) -> bool:
    """Say whether bare digits number the label behind them, as in 1属于国家秘密: those that the form gives it."""
    entries = load_lexicon().entries
    return any(entry.group.endswith(digits) for name in _names(word, len(digits)) for entry in entries[name])


@lru_cache(maxsize=1)
def units() -> frozenset[str]:
    """Give the units (计量单位) that stand in cells of their own."""
    return frozenset(name for name, found in load_lexicon().entries.items() if found[0].kind == "unit")
