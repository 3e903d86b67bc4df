"""Notes (说明) on the points of a trend: why there is no value, or what to mind about it, in Chinese or English."""

from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from gik.agency_lists import JOIN
from gik.definitions import definition
from gik.errors import GikError
from gik.forms import load_forms
from gik.series import Rate, Series, asked_series

PROSE = "prose"
LISTED = 3  # missing bodies that are named


def small_bound() -> int:
    """Give the number below which a denominator is small (分母小)."""
    return int(definition("rates.toml")["small"]["denominator"])


class Facts(NamedTuple):
    """What is known of a point of a trend: the forms behind it and whether they compare, how many reports and bodies.

    ``n`` of ``reports`` have a number; ``distinct`` bodies stand behind them, ``unnamed`` of them in no group,
    ``doubled`` with a superior's report, the names in ``lacking`` with none. ``blanks`` and ``corrected`` count cells;
    ``unknowable`` says that one was corrected to no number. ``zero`` and ``small`` are a rate's denominators, ``above``
    says that the numerator is greater.
    """

    form: str
    comparable: bool
    n: int
    reports: int
    distinct: int
    unnamed: bool
    doubled: bool
    lacking: str
    blanks: int
    corrected: int
    unknowable: bool
    zero: bool
    small: bool
    above: bool


def words_of(lang: str) -> Mapping[str, Any]:
    """Give the words of the notes in a language; raise GikError for another than zh and en.

    >>> words_of("en")["separator"]
    '; '
    """
    every = definition("trend_notes.toml")
    if lang not in every:
        raise GikError(f"lang={lang!r}：只有 zh、en。")
    words: Mapping[str, Any] = every[lang]
    return words


@cache
def note(code: str, point: Facts, lang: str) -> str:
    """Say why a point has no value, else what to mind about it."""
    forms, codes, words = load_forms(), point.form.split("/"), words_of(lang)
    [series] = asked_series(code)
    if not point.reports:
        return str(words["no_report"])
    by_prose = PROSE in codes and point.n == point.reports
    if not by_prose and not any(one in (*forms, PROSE) for one in codes):
        return str(words["no_form"])
    if missing := [_name(one, lang) for one in codes if one in forms and not series.cells[one]]:
        return str(words["not_on_form"].format(forms=words["comma"].join(missing)))
    if point.distinct < point.reports:
        return str(words["same_body"].format(reports=point.reports))
    if point.unnamed:
        return str(words["unnamed"].format(count=point.distinct))
    if point.doubled:
        return str(words["doubled"])
    if point.lacking:
        names = point.lacking.split(JOIN)
        listed = words["comma"].join(names[:LISTED])
        return str(words["lacking" if len(names) <= LISTED else "lacking_more"].format(names=listed, count=len(names)))
    if point.n < point.reports == 1:
        return str(words["unknowable" if point.unknowable else "blank"])
    if point.n < point.reports:
        return str(words["blanks"].format(reports=point.reports, open=point.reports - point.n))
    if point.zero and isinstance(series, Rate):
        return str(words["zero"].format(denominator=_label(series.denominator, lang)))
    bound = small_bound()
    marks = [words["stated"] if by_prose else "" if point.comparable else break_reason(series, lang)]
    marks += [words["small"].format(bound=bound)] * point.small + [words["above"]] * point.above
    marks += [words["assumed"].format(count=point.blanks)] * (point.blanks > 0)
    marks += [words["corrected"].format(count=point.corrected)] * (point.corrected > 0)
    return str(words["separator"].join(mark for mark in marks if mark))


def break_reason(series: Series | Rate, lang: str) -> str:
    """Say why the forms count a series differently.

    >>> from gik.series import find_series
    >>> break_reason(find_series("disclosed"), "en")
    'not on the form from 2019'
    """
    return series.note if lang == "zh" else str(words_of(lang)["reasons"][series.comparability])


def _name(form: str, lang: str) -> str:
    return load_forms()[form].name if lang == "zh" else load_forms()[form].name_en


def _label(series: Series, lang: str) -> str:
    return series.label if lang == "zh" else series.label_en
