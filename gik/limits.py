"""Limits (限度): what one file may cost in time, memory, size and number, in one place.

The values stand in ``definitions/limits.toml``. They hold in every process that reads files, whatever started it.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import NoReturn

from gik.definitions import definition
from gik.errors import GikError, UnreadableFile

PREFIX = "GIK_LIMIT_"

_changed: ContextVar[Mapping[str, float] | None] = ContextVar("limits", default=None)


def limit(name: str) -> float:
    """Give a limit: as set by limits(), else by the environment, else by the definitions.

    Raises GikError where the environment holds no number.

    >>> limit("depth")
    3
    """
    changed = _changed.get()
    if changed and name in changed:
        return changed[name]
    value: float = _defaults()[name]
    words = os.environ.get(PREFIX + name.upper())
    return value if words is None else _number(name, words)


def every_limit() -> dict[str, float]:
    """Give all limits by name, such as a process needs that is to keep them.

    >>> every_limit()["pages"]
    500
    """
    return {name: limit(name) for name in _defaults()}


@contextmanager
def limits(**values: float) -> Iterator[None]:
    """Set some limits for as long as the context lasts; names are those of ``definitions/limits.toml``.

    Raises GikError for a name that is no limit.

    >>> with limits(pages=20):
    ...     limit("pages")
    20
    """
    if unknown := values.keys() - _defaults().keys():
        raise GikError(f"没有名为 {'、'.join(sorted(unknown))} 的限度；可用的有 {'、'.join(_defaults())}。")
    token = _changed.set({**(_changed.get() or {}), **values})
    try:
        yield
    finally:
        _changed.reset(token)


def require(name: str, amount: float, what: str) -> None:
    """Let an amount pass that is within the limit of that name, for readers.

    Raises UnreadableFile with a reason such as ``网页超过限度：100000 个单元格``.
    """
    if amount > limit(name):
        exceed(name, what)


def exceed(name: str, what: str) -> NoReturn:
    """Refuse a file that goes beyond the limit of that name; ``what`` says what does, such as 网页.

    >>> exceed("pages", "PDF 文件")
    Traceback (most recent call last):
    gik.errors.UnreadableFile: PDF 文件超过限度（500页），未读取；如需放宽，请设置 GIK_LIMIT_PAGES
    """
    amount = f"{limit(name):.12g}{definition('limits.toml')[name]['unit']}"
    raise UnreadableFile(f"{what}超过限度（{amount}），未读取；如需放宽，请设置 {PREFIX}{name.upper()}")


@cache
def _defaults() -> Mapping[str, float]:
    return {name: entry["value"] for name, entry in definition("limits.toml").items()}


def _number(name: str, words: str) -> float:
    try:
        return float(words)
    except ValueError as error:
        raise GikError(f"环境变量 {PREFIX}{name.upper()} 应为数字，而不是“{words}”。") from error


def reason_of(error: BaseException) -> str:
    """Say in Chinese why a file wasn't read; a fault of ours must not cost the reader her other files.

    >>> reason_of(UnreadableFile("PDF 已加密")), reason_of(RecursionError())
    ('PDF 已加密', '文件内部嵌套过深，无法读取，请打开后另存')
    """
    if isinstance(error, UnreadableFile):
        return str(error)
    if isinstance(error, MemoryError):
        return f"读取所需内存超过限度，已中止；如需放宽，请设置 {PREFIX}MEMORY"
    if isinstance(error, RecursionError):
        return "文件内部嵌套过深，无法读取，请打开后另存"
    return f"程序内部出错（{type(error).__name__}: {error}），请把此文件发给维护者"
