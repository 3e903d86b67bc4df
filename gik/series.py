"""Series (指标) and rates (比率): which cells of each form make a number that can be followed over the years.

What they are stands in ``definitions/crosswalk.csv`` (the published crosswalk), ``series.csv`` and ``rates.toml``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from itertools import chain
from typing import Any

import pandas as pd

from gik.definitions import definition
from gik.errors import GikError
from gik.forms import Form, Key, load_forms

FRACTION, POINTS = "比例", "比例差"
# What makes a rate least comparable decides how it is marked.
_WORST_FIRST = ("starts", "ends", "break", "approximate", "same")


@dataclass(frozen=True, slots=True)
class Series:
    """A line of the crosswalk (对照表): code, label, unit, the cells of each form, and what differs between forms.

    ``comparability`` is same, approximate, or break, starts or ends with a year, such as break_2019; ``note`` says why,
    in Chinese.
    """

    code: str
    label: str
    label_en: str
    unit: str
    comparability: str
    note: str
    cells: Mapping[str, tuple[Key, ...]]

    @property
    def parts(self) -> "tuple[Series, ...]":
        """The series that are counted for it: itself."""
        return (self,)

    def counts_as_now(self, form: str) -> bool:
        """Say whether that form counts the same thing as the newest form that has the series."""
        if not self.cells[form]:
            return False
        kind, _, year = self.comparability.partition("_")
        if kind == "break":
            return form[-4:] >= year
        oldest = next(code for code, cells in self.cells.items() if cells)
        return form != oldest or kind != "approximate"


@dataclass(frozen=True, slots=True)
class Rate:
    """One series divided by another: a fraction, as comparable as the less comparable of the two."""

    code: str
    label: str
    label_en: str
    numerator: Series
    denominator: Series

    @property
    def parts(self) -> tuple[Series, ...]:
        """The series that are counted for it: numerator and denominator."""
        return self.numerator, self.denominator

    @property
    def unit(self) -> str:
        """The unit: a fraction."""
        return FRACTION

    @property
    def comparability(self) -> str:
        """The worse of the two series' comparabilities."""
        both = [one.comparability for one in self.parts]
        return max(both, key=lambda kind: (-_WORST_FIRST.index(kind.partition("_")[0]), kind))

    @property
    def note(self) -> str:
        """Why forms differ, in Chinese."""
        return "；".join(dict.fromkeys(one.note for one in self.parts if one.note))

    @property
    def cells(self) -> Mapping[str, tuple[Key, ...]]:
        """The cells of each form, none where it lacks one of the two series."""
        both = self.numerator.cells, self.denominator.cells
        return {form: both[0][form] + both[1][form] if both[0][form] and both[1][form] else () for form in both[0]}

    def counts_as_now(self, form: str) -> bool:
        """Say whether that form counts the same thing as the newest form that has both series."""
        newest = [code for code, cells in self.cells.items() if cells][-1]
        return form == newest or all(one.counts_as_now(form) for one in self.parts)


def is_on_some_forms(series: Series | Rate) -> bool:
    """Say whether there are forms that lack the series, before a year or after one.

    >>> is_on_some_forms(find_series("disclosed")), is_on_some_forms(find_series("received"))
    (True, False)
    """
    return series.comparability.partition("_")[0] in ("starts", "ends")


@cache
def load_crosswalk() -> Mapping[str, Series]:
    """Give every series of the published crosswalk by its code.

    >>> load_crosswalk()["closed"].cells["stat2014"]
    (('stat', 'requests.closed', 'value'),)
    """
    return _load("crosswalk.csv")


@cache
def load_series() -> Mapping[str, Series]:
    """Give every series by its code: those of the crosswalk, then those that rates and charts need beside them."""
    return {**load_crosswalk(), **_load("series.csv")}


@cache
def load_rates() -> Mapping[str, Rate]:
    """Give every rate by its code.

    >>> rate = load_rates()["carried_rate"]
    >>> rate.numerator.code, rate.denominator.code, rate.comparability
    ('carried_out', 'due', 'starts_2019')
    """
    known = load_series()
    return {
        code: Rate(code, entry["label"], entry["label_en"], known[entry["numerator"]], known[entry["denominator"]])
        for code, entry in definition("rates.toml")["rates"].items()
    }


def followed() -> Mapping[str, Series | Rate]:
    """Give what workbooks follow over the years, by code: the series of the published crosswalk, then the rates."""
    return {**load_crosswalk(), **load_rates()}


def find_series(code: str) -> Series | Rate:
    """Give a series or rate by its code, or what is worked out of one, such as ``received.growth``.

    Raises GikError for a code that there isn't.

    >>> find_series("received.growth").label
    '收到（新收）申请：比上年增长'
    """
    base, _, derived = code.partition(".")
    found = load_series().get(base) or load_rates().get(base)
    endings = definition("rates.toml")["derived"]
    if found is None or derived not in ("", *endings):
        raise GikError(f"没有{code}这个指标。")
    if not derived:
        return found
    label, label_en, unit = (endings[derived][name] for name in ("label", "label_en", "unit"))
    return Series(
        code,
        label.format(label=found.label),
        label_en.format(label=found.label_en),
        unit.format(unit=found.unit),
        found.comparability,
        found.note,
        found.cells,
    )


def families() -> Mapping[str, tuple[str, ...]]:
    """Give the names that stand for several series, with their parts."""
    return {name: tuple(chain.from_iterable(sides(name))) for name in definition("rates.toml")["families"]}


def sides(family: str) -> list[list[str]]:
    """Give the parts of a family by what they have to do with one another; most have but one side.

    >>> sides("flow")[0]
    ['received', 'carried_in']
    """
    parts = definition("rates.toml")["families"][family]["parts"]
    return [list(parts)] if isinstance(parts[0], str) else [list(side) for side in parts]


def asked_series(codes: str | Iterable[str]) -> list[Series | Rate]:
    """Give series, rates and the parts of families by their codes, each once.

    Raises GikError for a code that there isn't.
    """
    given = [codes] if isinstance(codes, str) else list(codes)
    wanted = list(dict.fromkeys(part for code in given for part in families().get(code, (code,))))
    known: dict[str, Series | Rate] = {**load_series(), **load_rates()}
    if unknown := [code for code in wanted if code not in known]:
        raise GikError(f"没有{'、'.join(unknown)}这个指标；可选：{'、'.join([*known, *families()])}。")
    return [known[code] for code in wanted]


def _load(name: str) -> dict[str, Series]:
    with files("gik.definitions").joinpath(name).open(encoding="utf-8") as file:
        lines = pd.read_csv(file, dtype="str", keep_default_na=False).to_dict("records")
    return {
        line["series"]: Series(
            line["series"],
            line["label"].removeprefix("其中："),  # it stands alone in charts and messages
            line["label_en"],
            line["unit"],
            line["comparability"],
            line["note"],
            {code: _cells(_expression(line, form), form) for code, form in load_forms().items()},
        )
        for line in lines
    }


def _expression(line: Mapping[Any, str], form: Form) -> str:
    """Give what a line of the list says of a form, or of the one as which that form says it counts."""
    column = form.code if form.code in line else form.counts_as
    if column not in line:
        raise GikError(f"指标表里没有{form.code}一列，它的格式文件也没有用 counts_as 写明按哪一版格式计。")
    return line[column]


def _cells(expression: str, form: Form) -> tuple[Key, ...]:
    """Give the cells that an expression adds up, such as ``sum requests/denied.*@total``; none where one lacks."""
    found: list[Key] = []
    for term in expression.removeprefix("sum ").split("+") if expression else ():
        place, _, column = term.partition("@")
        table, _, row = place.rpartition("/")
        key = table or "stat", row, column or "value"
        own = [known for known in form.tables if known.code == key[0]]
        rows = [row for one in own for row in one.rows if fnmatchcase(row.code, key[1]) and key[2] in row.columns]
        if not rows:
            return ()
        found += [(key[0], row.code, key[2]) for row in rows]
    return tuple(found)
