"""The stamp (版本): which gik, with which definitions, made a result."""

from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version

from gik.definitions import definition_files

_DIGITS = 8


def stamp() -> str:
    """Give the version of gik and the fingerprint of its definitions, as ``gik 1.2.3 · 0a1b2c3d``.

    Two results with the same stamp were read by the same forms, vocabulary, rules and series.

    >>> stamp() == f"gik {installed_version()} · {definitions_fingerprint()}"
    True
    """
    return f"gik {installed_version()} · {definitions_fingerprint()}"


def installed_version() -> str:
    """Give the version that was installed, ``0`` where gik is used from its folder without having been installed."""
    try:
        return version("gik")
    except PackageNotFoundError:
        return "0"


@cache
def definitions_fingerprint() -> str:
    """Give eight digits that change with any word of any definition, and with nothing else.

    >>> len(definitions_fingerprint())
    8
    """
    digest = sha256()
    for name, file in definition_files().items():
        digest.update(f"\0{name}\0{file.read_text(encoding='utf-8')}".encode())
    return digest.hexdigest()[:_DIGITS]
