"""Words (用语): what a view, its page and its files say, in Chinese or in English.

What charts say stands in gik.charts.paper, what workbooks say in gik.workbooks.words.
"""

from collections.abc import Mapping
from typing import Any

from gik.definitions import definition
from gik.forms import load_forms


def words(lang: str) -> Mapping[str, Any]:
    """Give the words of ``definitions/exploring.toml`` in a language, zh or en."""
    return dict(definition("exploring.toml")[lang])


def form_policies(lang: str) -> dict[str, str]:
    """Give what may be chosen of the forms, with its name.

    >>> list(form_policies("zh"))
    ['all', 'comparable', 'stat2014', 'art2019', 'art2021']
    """
    text, names = words(lang), form_names(lang)
    return {**text["form_policies"], **{code: text["only"].format(form=names[code]) for code in load_forms()}}


def form_names(lang: str) -> dict[str, str]:
    """Give the names of the forms, and of what stands in their place."""
    forms = {code: form.name if lang == "zh" else form.name_en for code, form in load_forms().items()}
    return {**forms, **words(lang)["no_forms"]}
