"""Notes (说明) on the points of a trend: why there is no value, or what to mind about it, in Chinese or English."""

from functools import cache

from gik.agency_lists import JOIN
from gik.definitions import definition
from gik.forms import load_forms
from gik.series import Rate, Series, asked_series

PROSE = "prose"
LISTED = 3  # missing bodies that are named


def small_bound() -> int:
    """Give the number below which a denominator is small (分母小)."""
    return int(definition("rates.toml")["small"]["denominator"])


@cache
def note(
    code: str,
    form: str,
    comparable: bool,
    n: int,
    reports: int,
    distinct: int,
    unnamed: bool,
    doubled: bool,
    lacking: str,
    blanks: int,
    corrected: int,
    unknowable: bool,
    zero: bool,
    small: bool,
    above: bool,
    lang: str,
) -> str:
    """Say why a point has no value, else what to mind about it."""
    forms, codes, words = load_forms(), form.split("/"), definition("trend_notes.toml")[lang]
    [series] = asked_series(code)
    if not reports:
        return str(words["no_report"])
    by_prose = PROSE in codes and n == reports
    if not by_prose and not any(one in (*forms, PROSE) for one in codes):
        return str(words["no_form"])
    if missing := [_name(one, lang) for one in codes if one in forms and not series.cells[one]]:
        return str(words["not_on_form"].format(forms=words["comma"].join(missing)))
    if distinct < reports:
        return str(words["same_body"].format(reports=reports))
    if unnamed:
        return str(words["unnamed"].format(count=distinct))
    if doubled:
        return str(words["doubled"])
    if lacking:
        names = lacking.split(JOIN)
        listed = words["comma"].join(names[:LISTED])
        return str(words["lacking" if len(names) <= LISTED else "lacking_more"].format(names=listed, count=len(names)))
    if n < reports == 1:
        return str(words["unknowable" if unknowable else "blank"])
    if n < reports:
        return str(words["blanks"].format(reports=reports, open=reports - n))
    if zero and isinstance(series, Rate):
        return str(words["zero"].format(denominator=_label(series.denominator, lang)))
    bound = small_bound()
    marks = [words["stated"] if by_prose else "" if comparable else break_reason(series, lang)]
    marks += [words["small"].format(bound=bound)] * small + [words["above"]] * above
    marks += [words["assumed"].format(count=blanks)] * (blanks > 0)
    marks += [words["corrected"].format(count=corrected)] * (corrected > 0)
    return str(words["separator"].join(mark for mark in marks if mark))


def break_reason(series: Series | Rate, lang: str) -> str:
    """Say why the forms count a series differently.

    >>> from gik.series import find_series
    >>> break_reason(find_series("disclosed"), "en")
    'not on the form from 2019'
    """
    return series.note if lang == "zh" else str(definition("trend_notes.toml")[lang]["reasons"][series.comparability])


def _name(form: str, lang: str) -> str:
    return load_forms()[form].name if lang == "zh" else load_forms()[form].name_en


def _label(series: Series, lang: str) -> str:
    return series.label if lang == "zh" else series.label_en
