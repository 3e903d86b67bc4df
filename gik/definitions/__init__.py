"""Definitions: the forms, rules, vocabulary and frame columns, as data files.

This package holds no logic but the reading of its own files.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

_DATA = (".toml", ".csv")


@cache
def definition(name: str) -> Mapping[str, Any]:
    """Give the content of a definition file, such as ``forms/art2021.toml``.

    >>> definition("forms/art2021.toml")["name"]
    '2021年格式'
    """
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def definition_files() -> dict[str, Traversable]:
    """Give every definition file by its name, in the order of the names.

    >>> [name for name in definition_files() if name.startswith("forms/")]
    ['forms/art2019.toml', 'forms/art2021.toml', 'forms/stat2014.toml']
    """
    return dict(sorted(_found(files(__package__), "")))


def _found(folder: Traversable, above: str) -> Iterator[tuple[str, Traversable]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _found(entry, f"{above}{entry.name}/")
        elif entry.name.endswith(_DATA):
            yield above + entry.name, entry
