"""Definitions: the forms, rules, vocabulary and frame columns, as data files.

This package holds no logic but the reading of its own files.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def definition(name: str) -> Mapping[str, Any]:
    """Give the content of a definition file, such as ``forms/art2021.toml``.

    >>> definition("forms/art2021.toml")["name"]
    '2021年格式'
    """
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))
