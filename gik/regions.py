"""Administrative regions (行政区划) down to the county, by name and year, with their GB/T 2260 codes.

A name that several regions bear means one of them only where its superior is named beside it.
"""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

_LAST = 2024
_LONGEST = 15
_SUFFIX = re.compile(r"(?:壮族|回族|维吾尔)?自治区$|特别行政区$|地区$|[省市盟]$")


@dataclass(frozen=True, slots=True)
class Region:
    """A region as it was called from ``since`` to ``until`` (years; 0 and 9999 for open ends)."""

    code: str
    name: str
    level: str
    parent: str
    since: int
    until: int


@cache
def _table() -> tuple[Region, ...]:
    lines = files("gik.definitions").joinpath("regions.csv").read_text(encoding="utf-8").splitlines()
    return tuple(
        Region(row["code"], row["name"], row["level"], row["parent"], int(row["since"] or 0), int(row["until"] or 9999))
        for row in csv.DictReader(lines)
    )


@cache
def _by_code() -> Mapping[str, tuple[Region, ...]]:
    return _grouped((region.code, region) for region in _table())


@cache
def _by_name() -> Mapping[str, tuple[Region, ...]]:
    return _grouped((region.name, region) for region in _table())


@cache
def _last_characters() -> frozenset[str]:
    return frozenset(name[-1] for name in _by_name())


@cache
def _by_short_name() -> Mapping[str, tuple[Region, ...]]:
    """Give provinces and prefectures by their names without 省 or 市, which stand before a lower region's name."""
    return _grouped((_SUFFIX.sub("", region.name), region) for region in _table() if region.level != "county")


def _grouped(pairs: Iterable[tuple[str, Region]]) -> Mapping[str, tuple[Region, ...]]:
    groups: dict[str, list[Region]] = {}
    for key, region in pairs:
        groups.setdefault(key, []).append(region)
    return {key: tuple(regions) for key, regions in groups.items()}


def named(name: str, year: int | None = None) -> tuple[Region, ...]:
    """Give the regions that bore a name in a year, or, where none did, at any time since 2007.

    >>> [region.code for region in named("安陆市", 2017)], [region.code for region in named("崇明县")]
    (['420982'], ['310230'])
    """
    regions = _by_name().get(name)
    return _in_force(regions, year) if regions else ()  # most words that are asked for are no name


def _in_force(regions: Sequence[Region], year: int | None) -> tuple[Region, ...]:
    then = tuple(region for region in regions if region.since <= (year or _LAST) <= region.until)
    return then or _once_each(regions)


def _once_each(regions: Sequence[Region]) -> tuple[Region, ...]:
    return tuple({region.code: region for region in regions}.values())


def leading(words: str, year: int | None = None) -> tuple[int, tuple[Region, ...]]:
    """Give how many characters of a name are regions (省市县), and which regions the last of them can be.

    >>> length, regions = leading("江西省宜春市袁州区金瑞镇人民政府", 2019)
    >>> length, [region.code for region in regions]
    (9, ['360902'])
    >>> [region.code for region in leading("湖北安陆市教育局")[1]], leading("市教育局")
    (['420982'], (0, ()))
    """
    position = 0
    found: tuple[Region, ...] = ()
    while True:
        length, regions = _next_name(words, position, year)
        inside = tuple(region for region in regions if not found or any(_is_in(region, above) for above in found))
        if not inside:
            return position, found
        position += length
        found = inside


def _next_name(words: str, position: int, year: int | None) -> tuple[int, tuple[Region, ...]]:
    for length in range(min(_LONGEST, len(words) - position), 1, -1):
        name = words[position : position + length]
        regions = named(name, year)
        # 东区 and 郊区 are names of districts, but at the head of a name more often mean a part of any town.
        if regions and (position or length > 2 or name[1] != "区"):
            return length, regions
    for length in range(min(6, len(words) - position), 1, -1):
        above = _by_short_name().get(words[position : position + length], ())
        if above:
            following, below = _next_name(words, position + length, year)
            inside = tuple(region for region in below if any(_is_in(region, short) for short in above))
            if inside:
                return length + following, inside
    return 0, ()


def _is_in(region: Region, above: Region) -> bool:
    if region.parent == above.code:
        return True
    return any(_is_in(parent, above) for parent in _by_code().get(region.parent, ()) if parent.code != region.code)


@lru_cache(maxsize=1 << 12)  # what stands before an agency's name comes again and again
def ending(words: str, year: int | None = None) -> tuple[Region, ...]:
    """Give the regions whose full name stands at the very end of the words, the longest name first.

    >>> [region.name for region in ending("印发《宜春市")]
    ['宜春市']
    """
    if words[-1:] not in _last_characters():
        return ()
    for length in range(min(_LONGEST, len(words)), 1, -1):
        regions = named(words[-length:], year)
        if regions:
            return regions
    return ()


def settle(regions: Sequence[Region], text: str) -> Region | None:
    """Choose among regions of one name by the superiors that the text names as such, or give None.

    A superior counts where its name stands right before the region's, or before 人民政府, 政府, 委 and the like.

    >>> settle(named("鼓楼区", 2018), "按照徐州市人民政府的部署").code
    '320302'
    >>> settle(named("鼓楼区", 2018), "到南京考察学习")
    """
    if len(regions) < 2:
        return next(iter(regions), None)
    superiors = {region.code: _superior_names(region) for region in regions}
    for pattern in ("(?:{0})(?:" + regions[0].name + ")", "(?:{0})[省市]?(?:委|人民政府|政府)"):
        supported = [
            region for region in regions if re.search(pattern.format("|".join(superiors[region.code]) or "(?!)"), text)
        ]
        if len(supported) == 1:
            return supported[0]
    return None


def _superior_names(region: Region) -> list[str]:
    above = _by_code().get(region.parent, ())
    names = [name for parent in above for name in (parent.name, _SUFFIX.sub("", parent.name))]
    return names + [name for parent in above for name in _superior_names(parent)]
