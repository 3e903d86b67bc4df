"""Words (用语): what a workbook says, in Chinese, in English, or in both side by side."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from gik.definitions import definition
from gik.forms import Form

BOTH = "both"
LANGUAGES = ("zh", "en", BOTH)
SHORT = 40  # characters up to which two wordings stand on one line


@cache
def words(language: str) -> Mapping[str, Any]:
    """Give the words of ``definitions/workbook_words.toml`` in a language.

    >>> words("both")["cover"]
    '封面 Cover'
    """
    every = definition("workbook_words.toml")
    if language != BOTH:
        return dict(every[language])
    return {key: _beside(every["zh"][key], every["en"][key]) for key in every["zh"]}


def printed_words() -> Mapping[str, str]:
    """Give the words of the printed forms, which are Chinese in every language."""
    found: Mapping[str, str] = definition("workbook.toml")["printed"]
    return found


def said(entry: Mapping[str, Any], language: str) -> str:
    """Give what an entry of a definition says under ``zh`` and ``en``.

    >>> said({"zh": "年度", "en": "Year"}, "both")
    '年度 Year'
    """
    return str(_beside(entry["zh"], entry["en"]) if language == BOTH else entry[language])


def form_name(form: Form, language: str) -> str:
    """Give the name of a form in a language."""
    return said({"zh": form.name, "en": form.name_en}, language)


def _beside(zh: Any, en: Any) -> Any:
    if isinstance(zh, Mapping):
        return {key: _beside(zh[key], en[key]) for key in zh}
    if isinstance(zh, list):
        return [_beside(one, other) for one, other in zip(zh, en, strict=True)]
    if zh == en:
        return zh
    return f"{zh} {en}" if len(zh) + len(en) <= SHORT and "\n" not in zh else f"{zh}\n{en}"
