"""Rules (规则): which row of the form a number states, tried in order, by the marks of the words around it.

Nothing here knows a row of the form: fields and rules stand in ``definitions/prose/indicators.toml``.
"""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple

from gik.definitions import definition
from gik.prose.marks import ALWAYS, mark


class Rule(NamedTuple):
    """A rule of ``indicators.toml``: what must and must not be said, as marks."""

    indicator: str
    every: int
    one_of: int
    also_one_of: int
    none: int
    action: str | None
    named: bool
    about: bool
    plain: bool
    units: frozenset[str]
    score: int


@lru_cache(maxsize=1 << 12)
def fitting_rules(field: str, held: int, named: bool, unit: str) -> tuple[Rule, ...]:
    """Give the rules of a field that what is said and the unit allow; ``named`` tells that the field itself is said."""
    return tuple(
        rule
        for rule in rules().get(field, ())
        if not rule.every & ~held
        and not rule.none & held
        and rule.one_of & held
        and rule.also_one_of & held
        and (named or not rule.named)
        and unit in rule.units
    )


@cache
def rules() -> Mapping[str, tuple[Rule, ...]]:
    """Give the rules by field, in the order in which they are tried."""
    data = definition("prose/indicators.toml")
    found: dict[str, list[Rule]] = {}
    for entry in data["rule"]:
        found.setdefault(entry["field"], []).append(_rule(entry, data["sets"]))
    return {field: tuple(entries) for field, entries in found.items()}


def _rule(entry: Mapping[str, Any], sets: Mapping[str, Sequence[str]]) -> Rule:
    return Rule(
        entry["indicator"],
        mark(entry.get("all", ())),
        mark(entry["any"]) if "any" in entry else ALWAYS,
        mark(entry["also_any"]) if "also_any" in entry else ALWAYS,
        mark(entry.get("none", ())),
        entry.get("action"),
        entry.get("named", False),
        entry.get("about", False),
        entry.get("plain", False),
        frozenset(entry.get("units_only", ()) or sets[entry["units"]]),
        entry.get("score", 2),
    )
