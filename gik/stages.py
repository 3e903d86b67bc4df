"""Stages (环节): what a result rests on, so that what was made once is made again only where that has changed.

A stage rests on the modules that its own modules import, and those that these import, on the definitions that all of
them name, on the packages that read for them, on Python, and on the limits.
"""

import re
import sys
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from gik.definitions import definition_files
from gik.limits import every_limit

_HOME = Path(__file__).parent
# The modules whose import brings in all that a stage does: the documents of files that are dear to read, and the
# frames of reports.
_STAGES = {
    "documents": ("reading/pdf", "reading/scan", "reading/old_word", "reading/kinds"),
    "frames": ("records", "checks", "batches"),
}
# It chooses the reader, and imports those of other files too, on which a document doesn't rest.
_CHOICE = "reading/__init__.py"
# It reads all definitions, and needs none.
_LIBRARY = "definitions/__init__.py"
_PACKAGES = ("lxml", "pdfminer.six", "pdfplumber", "pypdfium2", "openpyxl", "python-calamine", "msdoc2docx", "rapidocr")
_IMPORT = re.compile(r"^\s*(?:from|import) gik((?:\.\w+)*)(?: import ([\w, ]+))?", re.MULTILINE)


def state(stage: str) -> str:
    """Give what tells one state of a stage, ``documents`` or ``frames``, from another, limits included.

    >>> len(state("frames"))
    16
    """
    limits = {name: value for name, value in every_limit().items() if name != "isolated"}
    return sha256(f"{_fingerprint(stage)} {limits}".encode()).hexdigest()[:16]


@cache
def _fingerprint(stage: str) -> str:
    digest = sha256(f"{sys.version_info[:3]} {[_version(name) for name in _PACKAGES]}".encode())
    for path in rests_on(stage):
        digest.update(f"\0{path}\0".encode() + (_HOME / path).read_bytes())
    return digest.hexdigest()


def rests_on(stage: str) -> list[str]:
    """Give the modules and definitions that a stage rests on, as paths in the package.

    >>> "definitions/prose/units.toml" in rests_on("frames"), "definitions/prose/units.toml" in rests_on("documents")
    (True, False)
    """
    modules = {path.relative_to(_HOME).as_posix(): path for path in _HOME.rglob("*.py")}
    sources = {name: path.read_text(encoding="utf-8") for name, path in modules.items()}
    reached = _reached(sources, _STAGES[stage])
    inside = "\n".join(sources[name] for name in reached - {_LIBRARY})
    outside = "\n".join(source for name, source in sources.items() if name not in reached)
    needed = [f"definitions/{name}" for name in definition_files() if _is_needed(name, inside, outside)]
    return sorted([*reached, *needed])


def _is_needed(name: str, inside: str, outside: str) -> bool:
    """Tell whether a definition is named, itself or by its folder; one that is named nowhere counts, in doubt."""
    folder = name.rpartition("/")[0]
    names = [f'"{each}"' for each in (name, folder) if each]
    return any(each in inside for each in names) or not any(each in outside for each in names)


def _reached(sources: dict[str, str], modules: tuple[str, ...]) -> set[str]:
    """Give what modules rest on: themselves, those that they import, those that these import, and so on."""
    reached = {_CHOICE}
    ahead = [f"{name}.py" for name in modules]
    followed: set[str] = set()
    while ahead:
        name = ahead.pop()
        if name not in sources or name in followed:
            continue
        followed.add(name)
        for dotted, names in _IMPORT.findall(sources[name]):
            stem = dotted.strip(".").replace(".", "/")
            stems = [stem, *(f"{stem}/{each.strip()}" for each in names.split(",") if stem)]
            ahead += [path for each in stems if each for path in (f"{each}.py", f"{each}/__init__.py")]
    return reached | followed


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return ""
