"""Sentences (句子): the prose of many reports as numbers that can be compared, one a sentence.

Not the sentences in which one report's numbers are read: those are gik.prose.sentences.
"""

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

import numpy as np

from gik.definitions import definition

Integers = np.ndarray[Any, np.dtype[np.int64]]
_MARK = "\ufffc"  # stands for what may vary; no report prints it


@dataclass(frozen=True, slots=True)
class Prose:
    """The sentences of many texts in reading order: number of the text, hash of the words, where, and how long."""

    text: Integers
    words: Integers
    start: Integers
    end: Integers
    length: Integers

    def kept(self, rows: Any) -> "Prose":
        """Give some of the sentences."""
        return Prose(self.text[rows], self.words[rows], self.start[rows], self.end[rows], self.length[rows])


def sentences(text: str, names: Iterable[str] = ()) -> Iterator[tuple[int, int, str]]:
    """Give the sentences of a text: where they stand, and their words without blanks, with a mark for what may vary.

    ``names`` are the agency's own, which may vary as years may.

    >>> [(start, end, words)] = sentences("2016年，云溪市民政局把目录重新排了一遍。", ["云溪市民政局"])
    >>> start, end, len(words)
    (0, 22, 13)
    """
    shortest, longest, stop, others, varying = _rules()
    own = sorted((name for name in set(names) if name and name in text), key=len, reverse=True)
    stopped = text
    for sign in others:
        stopped = stopped.replace(sign, stop)
    end = 0
    for piece in stopped.split(stop)[:-1]:
        end += len(piece) + 1
        printed = piece[piece.rfind("\n") + 1 :].lstrip()  # a line without an end is a heading or a cell of a table
        if len(printed) + len(stop) < shortest:  # it gets no longer
            continue
        words = printed
        for name in own:
            words = words.replace(name, _MARK)
        words = varying.sub(_MARK, "".join(words.split())) + stop
        if shortest <= len(words) <= longest:
            yield end - 1 - len(printed), end, words


def read_prose(texts: Iterable[tuple[str, Iterable[str]]]) -> Prose:
    """Give the sentences of many texts, each with its agency's names."""
    found = array("q")  # millions of sentences fit into it, as tuples they don't
    for number, (text, names) in enumerate(texts):
        said = [(number, hash(words), start, end, len(words)) for start, end, words in sentences(text, names)]
        found.extend(chain.from_iterable(said))
    return Prose(*np.array(found, dtype=np.int64).reshape(-1, 5).T.copy())


@cache
def demanded() -> re.Pattern[str]:
    """Give the pattern of what every agency is asked to say."""
    return re.compile("|".join(definition("reuse.toml")["demanded"]))


@cache
def _rules() -> tuple[int, int, str, str, re.Pattern[str]]:
    rules = definition("reuse.toml")
    stop, *others = rules["ends"]
    return rules["shortest"], rules["longest"], stop, "".join(others), re.compile("|".join(rules["varying"]))
