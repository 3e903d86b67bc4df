"""gik turns Chinese government-information-disclosure annual reports into tables, checks and workbooks."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from gik.forms import forms

if TYPE_CHECKING:
    from gik.checks import check
    from gik.frames import Tables, load
    from gik.parsing import parse

__all__ = ["Tables", "check", "forms", "load", "parse"]

# The processes that read files need no frames: names are fetched when they are first asked for.
_HOMES = {"Tables": "frames", "check": "checks", "load": "frames", "parse": "parsing"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"gik.{_HOMES[name]}"), name)
