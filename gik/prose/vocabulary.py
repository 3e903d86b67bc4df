"""The prose vocabulary (词表) as compiled matchers: many words, one scan."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import product
from typing import Any

from gik.definitions import definition

_WIDEST = 30


def words_pattern(words: Iterable[str]) -> str:
    """Give a regular expression that matches the longest of the words, and reads each character once.

    >>> words_pattern(["人", "人次", "次"])
    '(?:人(?:次)?|次)'
    """
    root: dict[str, Any] = {}
    for word in words:
        node = root
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    return _branch(root)


def _branch(node: Mapping[str, Any]) -> str:
    chars = [char for char in node if char]
    if not chars:
        return ""
    return _split(node, chars) + ("?" if "" in node else "")


def _split(node: Mapping[str, Any], chars: Sequence[str]) -> str:
    """A pattern of the branches of a node; many are parted by a look at the next character, as re tries each."""
    if len(chars) <= _WIDEST:
        return f"(?:{'|'.join(re.escape(char) + _branch(node[char]) for char in chars)})"
    step = -(-len(chars) // 4)
    quarters = [chars[place : place + step] for place in range(0, len(chars), step)]
    looks = [f"(?=[{re.escape(''.join(part))}])" for part in quarters]
    return f"(?:{'|'.join(look + _split(node, part) for look, part in zip(looks, quarters, strict=True))})"


def spellings(word: str) -> list[str]:
    """Give every spelling of a word whose optional parts stand in square brackets.

    >>> spellings("公开[各类|政府]信息")
    ['公开信息', '公开各类信息', '公开政府信息']
    """
    parts = re.split(r"\[([^\]]*)\]", word)
    choices = [["", *part.split("|")] if odd % 2 else [part] for odd, part in enumerate(parts)]
    return ["".join(choice) for choice in product(*choices)]


@cache
def concepts() -> tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]:
    """Give the pattern that finds all words of the vocabulary, and what each of them can mean."""
    meanings: dict[str, tuple[str, ...]] = {}
    data = dict(definition("prose/concepts.toml"))
    inside = data.pop("inside")
    for concept, words in data.items():
        for spelling in (spelling for word in words for spelling in spellings(word)):
            meanings[spelling] = (*meanings.get(spelling, ()), concept)
    for spelling, held in meanings.items():
        more = [concept for concept, parts in inside.items() if any(part in spelling for part in parts)]
        meanings[spelling] = tuple(dict.fromkeys((*held, *more)))
    begins = (
        f"(?=[{re.escape(''.join(sorted({spelling[0] for spelling in meanings})))}])"  # most characters begin no word
    )
    return re.compile(begins + words_pattern(meanings)), meanings


def alternatives(words: Iterable[str]) -> str:
    """Give a pattern of every spelling of the words, the longest first; … stands for a few characters.

    >>> alternatives(["[均|也]无"])
    '(?:(?:无|均(?:无)|也(?:无)))'
    """
    every = [spelling for word in words for spelling in spellings(word)]
    open_ended = [word.replace("…", "[^,。;、]{1,15}?") for word in every if "…" in word]
    return f"(?:{'|'.join([*open_ended, words_pattern(word for word in every if '…' not in word)])})"
