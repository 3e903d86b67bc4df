"""Automatic numbering (自动编号): the numbers that Word prints before paragraphs and keeps nowhere in their text."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from gik.definitions import definition
from gik.reading.parts import child, children, value

_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_HIGHEST = 9_999
_LEVELS = 9


class Level(NamedTuple):
    """A level of a list: where it starts, how it counts, what it prints, and which level starts it anew."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    spaced: bool = True
    restart: int = -1
    plain: bool = False


class Numbering:
    """The lists of a document, with their counts up to the paragraph last numbered."""

    def __init__(self, lists: etree._Element | None, styled: Mapping[str, str]) -> None:
        """Take the root of the numbering part, and the list that each numbering style stands for."""
        self._abstract: dict[str, dict[int, Level]] = {}
        self._links: dict[str, str] = {}
        self._numbers: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()
        for entry in children(lists, "abstractNum"):
            code = value(entry, "abstractNumId", own=True)
            self._abstract[code] = {_level_number(level): _level(level) for level in children(entry, "lvl")}
            self._links[code] = styled.get(value(entry, "numStyleLink"), "")
        for entry in children(lists, "num"):
            changes = {_level_number(change): change for change in children(entry, "lvlOverride")}
            levels = {n: _level(level) for n, c in changes.items() if (level := child(c, "lvl")) is not None}
            starts = {n: _number(value(c, "startOverride"), -1) for n, c in changes.items()}
            starts = {n: start for n, start in starts.items() if start >= 0}
            self._numbers[value(entry, "numId", own=True)] = (value(entry, "abstractNumId"), levels, starts)

    def next(self, number: str, depth: int) -> str:
        """Count a paragraph of that list and level, and give what is printed before it: ``（二）`` or nothing."""
        if number not in self._numbers or not 0 <= depth < _LEVELS:
            return ""
        code, changed, starts = self._numbers[number]
        linked = self._links.get(code)
        if linked in self._numbers and not self._abstract.get(code):
            code = self._numbers[linked][0]
        levels = {**self._abstract.get(code, {}), **changed}
        counts = self._counts.setdefault(code, {})
        if number not in self._begun:
            self._begun.add(number)
            for level in starts:
                counts.pop(level, None)
            levels |= {n: levels.get(n, Level())._replace(start=start) for n, start in starts.items()}
        own = levels.get(depth)
        if own is None:
            return ""
        for above in range(depth):
            counts.setdefault(above, levels.get(above, Level()).start)
        counts[depth] = counts[depth] + 1 if depth in counts else own.start
        for below in [n for n in counts if n > depth]:
            restart = levels.get(below, Level()).restart
            if restart < 0 or depth < restart:
                del counts[below]
        if own.format in definition("word.toml")["silent"]["formats"]:
            return ""
        return _printed(own, levels, counts)


def _level_number(entry: etree._Element) -> int:
    return _number(value(entry, "ilvl", own=True), 0)


def _number(words: str, default: int) -> int:
    return int(words) if re.fullmatch(r"\d{1,6}", words, re.ASCII) else default


def _level(entry: etree._Element) -> Level:
    return Level(
        _number(value(entry, "start"), 1),
        value(entry, "numFmt") or "decimal",
        value(entry, "lvlText"),
        value(entry, "suff") != "nothing",
        _number(value(entry, "lvlRestart"), -1),
        child(entry, "isLgl") is not None and value(entry, "isLgl") not in ("0", "false"),
    )


def _printed(own: Level, levels: Mapping[int, Level], counts: Mapping[int, int]) -> str:
    def count(match: re.Match[str]) -> str:
        level = int(match[1]) - 1
        format = levels.get(level, Level()).format
        return printed_number(counts.get(level, 1), "decimal" if own.plain else format)

    label = re.sub(r"%([1-9])", count, own.text).strip()
    # Behind 一、 and （一） a space would only be in the way.
    return f"{label} " if own.spaced and label and label[-1].isascii() else label


def printed_number(number: int, format: str) -> str:
    """Give a number as Word prints it in a format; in plain digits where the format is unknown.

    >>> [printed_number(21, name) for name in ("chineseCounting", "decimal", "lowerRoman", "upperLetter")]
    ['二十一', '21', 'xxi', 'U']
    """
    known = definition("word.toml")
    if format in known["counting"] and 0 < number <= _HIGHEST:
        return _counted(number, known["counting"][format])
    if format in known["digits"]:
        return "".join(known["digits"][format][int(digit)] for digit in str(number))
    if format in known["listed"] and 0 < number <= len(known["listed"][format]):
        return str(known["listed"][format][number - 1])
    if format in ("upperRoman", "lowerRoman") and 0 < number <= _HIGHEST:
        return _roman(number) if format == "upperRoman" else _roman(number).lower()
    return f"{number:02}" if format == "decimalZero" else str(number)


def _counted(number: int, digits: str) -> str:
    """Give 10 as 十, 21 as 二十一, 103 as 一百零三."""
    words = ""
    gap = False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            words += (digits[0] if gap else "") + digits[digit] + (digits[9 + power] if power else "")
        gap = bool(words) and not digit
    return words[1:] if 10 <= number < 20 else words


def _roman(number: int) -> str:
    words = ""
    for worth, letters in _ROMAN:
        times, number = divmod(number, worth)
        words += letters * times
    return words
