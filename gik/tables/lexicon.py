"""Every label that a table can print, by its key: rows, columns, headings of the forms, and furniture."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import NamedTuple

from gik.definitions import definition
from gik.forms import Form, FormHeading, FormRow, FormTable, load_forms
from gik.tables.wording import key, long_key

HAN_RUN = re.compile(r"[\u3400-\u9fff〇]+")
# Kinds of labels that make a table; the others stand around it as well.
LABELS = frozenset(("row", "column", "heading"))
# Kinds that stand in heads of tables only, and those that head a whole block of columns.
HEADS = frozenset(("column", "furniture"))
BLOCKS = frozenset(("this_year", "other_year", "index"))


class Entry(NamedTuple):
    """What a label may stand for.

    ``kind`` is row, column, heading, furniture, chapter, unit, this_year, other_year or index; ``position`` counts
    the rows and headings of a table in printed order; ``group`` is the numbering of the heading above a row.
    """

    kind: str
    form: str = ""
    table: str = ""
    code: str = ""
    group: str = ""
    position: int = -1


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Entries by key, and for each pair of first characters the keys that begin so, longest first.

    ``begun`` are the words with which a longer key begins, ``ended`` those with which one ends; ``inside`` has what
    stands inside of keys, one behind the other.
    """

    entries: Mapping[str, tuple[Entry, ...]]
    starts: Mapping[str, tuple[str, ...]]
    begun: frozenset[str]
    ended: frozenset[str]
    inside: str

    def longest(self, stream: str, at: int) -> tuple[str, ...]:
        """Give the keys with which the stream goes on at that offset, longest first."""
        return tuple([k for k in self.starts.get(stream[at : at + 2], ()) if stream.startswith(k, at)])


@cache
def load_lexicon() -> Lexicon:
    """Build the lexicon of all forms in the definitions.

    >>> [entry.code for entry in load_lexicon().entries["规章"]]
    ['rules', 'rules']
    """
    found: dict[str, dict[Entry, None]] = defaultdict(dict)
    for form in load_forms().values():
        for table in form.tables:
            for entry, labels in _table_entries(form, table):
                for label in labels:
                    found[key(label)][entry] = None
                    found[long_key(label)][entry] = None
    words = definition("tables.toml")
    for table, names in words["furniture"].items():
        for word in names:
            found[key(word)][Entry("furniture", table="" if table == "any" else table)] = None
    for kind in ("chapter", "unit", "this_year", "other_year", "index"):
        for word in words[kind]:
            found[key(word)][Entry(kind)] = None
    starts: dict[str, list[str]] = defaultdict(list)
    for name in sorted(found, key=len, reverse=True):
        if len(name) > 1:  # a unit of one character is told by standing alone
            starts[name[:2]].append(name)
    return Lexicon(
        {name: tuple(entries) for name, entries in found.items()},
        {pair: tuple(names) for pair, names in starts.items()},
        frozenset(name[:end] for name in found for end in range(1, len(name))),
        frozenset(name[start:] for name in found for start in range(1, len(name))),
        "\0".join(name[1:-1] for name in found),
    )


def can_print_labels(folded: str, start: int, end: int, fewest: int) -> bool:
    """Say whether a part of a folded text can print so many labels of rows, columns and headings, at little cost.

    >>> can_print_labels("行政许可 | 行 政(依申请)处罚", 0, 17, 2), can_print_labels("行政机关高度重视", 0, 8, 1)
    (True, False)
    """
    return sum(1 for _ in islice(_label_starts().finditer(folded, start, end), fewest)) == fewest


@cache
def _label_starts() -> re.Pattern[str]:
    """The first characters of labels, each where its next two can follow, or a bracket opens that may part them.

    The first is taken before anything is asked of what stands behind it, so that re skips to it.
    """
    starts: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name, found in load_lexicon().entries.items():
        if any(entry.kind in LABELS for entry in found):
            starts[name[0]][name[1]].add(name[2:3])
    following = r"(?=[^\u3400-\u9fff〇]{0,200}?(?:[(\[〔【]|%s))"
    words = []
    for first, seconds in starts.items():
        ends = {second: "" if "" in thirds else f"[{''.join(thirds)}]" for second, thirds in seconds.items()}
        words.append(first + following % "|".join(second + (end and following % end) for second, end in ends.items()))
    return re.compile("|".join(words))


def repeated_between(table: FormTable, first: int, last: int) -> bool:
    """Say whether between two positions of a table stands a label that occurs several times on it."""
    names = [key(item.label) for item in _items(table)]
    return any(names.count(name) > 1 for name in names[first + 1 : last])


@cache
def _items(table: FormTable) -> tuple[FormHeading | FormRow, ...]:
    """Headings and rows in printed order: a heading stands right before the first row of its number."""
    items: list[FormHeading | FormRow] = []
    placed = set()
    for row in table.rows:
        for heading in table.headings:
            if heading.number not in placed and row.number.startswith(heading.number):
                placed.add(heading.number)
                items.append(heading)
        items.append(row)
    return tuple(items)


def _table_entries(form: Form, table: FormTable) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    group = ""
    for position, item in enumerate(_items(table)):
        code = item.code if isinstance(item, FormRow) else ""
        if item.number:
            group = item.number
        kind = "row" if code else "heading"
        yield Entry(kind, form.code, table.code, code, group, position), (item.label, *item.also)
    for column in table.columns:
        yield Entry("column", form.code, table.code, column.code), (column.label, *column.also)
