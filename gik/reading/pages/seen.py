"""What of a PDF page's print is seen: not words in the colour of the paper, nor those that something drawn later hides.

A page that was corrected by hand can hold both numbers: the old one under a white patch, or crossed out by a line.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from gik.reading.pages.glyphs import Box, Segment
from gik.reading.pages.lattice import Rule
from gik.reading.spacing import struck

# Parts of a fill's colour from which on it is paper, and up to which it is ink; what lies between lets words through.
_PAPER, _INK = 0.98, 0.15
_GREYS = frozenset(("DeviceGray", "CalGray", "ICCBased"))
# The part of a character's height, around its middle, through which a line strikes it out.
_STRUCK = 0.2
# A line that strikes words out is no longer than they are, in type sizes; one that is longer rules a table.
_BEYOND = 1.0


def seen(page: Any) -> list[Any]:
    """Give the characters of a page of pdfplumber that can be seen, in the order of the file.

    Characters in white are seen where something is drawn below them, pictures included.
    """
    fills = [each for each in (*page.rects, *page.curves) if each["fill"] and each["height"] > 0 and each["width"] > 0]
    grounds = [_box(each) for each in (*(f for f in fills if not _is_paper(f)), *page.images)]
    shown = [char for char in page.chars if not _is_paper(char) or any(one.holds(_box(char)) for one in grounds)]
    if not any(map(_hides, page.rects)):
        return shown
    hidden = set(_covered(page))
    return [char for char in shown if id(char) not in hidden]


def struck_out(glyphs: Sequence[Segment], across: Iterable[Rule]) -> list[Segment]:
    """Give glyphs with the digits marked through whose middle a line of their own length runs.

    >>> [glyph] = struck_out([Segment("5", Box(0, 0, 5, 10, 10))], [Rule(5, 0, 5)])
    >>> len(glyph.text)
    2
    """
    found = list(glyphs)
    order = sorted((glyph.box.middle, i) for i, glyph in enumerate(found))
    reach = _STRUCK * max((glyph.box.bottom - glyph.box.top for glyph in found), default=0.0)
    for rule in across:
        near = order[bisect_left(order, (rule.at - reach, -1)) : bisect_left(order, (rule.at + reach, len(found)))]
        under = [i for _, i in near if _strikes(rule, found[i].box)]
        if not under:
            continue
        boxes = [found[i].box for i in under]
        size = max(box.size for box in boxes)
        if min(box.x0 for box in boxes) - rule.start <= _BEYOND * size >= rule.end - max(box.x1 for box in boxes):
            for i in under:
                found[i] = replace(found[i], text=struck(found[i].text))
    return found


def _strikes(rule: Rule, box: Box) -> bool:
    return abs(rule.at - box.middle) <= _STRUCK * (box.bottom - box.top) and rule.start <= box.centre <= rule.end


def _covered(page: Any) -> Iterator[int]:
    """Give the identities of the characters on which a patch of paper or ink is drawn later."""
    from pdfminer.layout import LTChar, LTRect

    order = [type(item) for item in _drawn(page.layout) if isinstance(item, (LTChar, LTRect))]
    chars, rects = iter(page.chars), iter(page.rects)
    # A line is no patch: it strikes out, or rules a table, and a page can have thousands.
    least = min((char["height"] for char in page.chars), default=0.0) / 2
    before: list[tuple[float, float, int]] = []
    for kind in order:
        if issubclass(kind, LTChar):
            char = next(chars)
            before.append(((char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2, id(char)))
        elif min((rect := next(rects))["height"], 2 * rect["width"]) >= least and _hides(rect):
            x0, top, x1, bottom = rect["x0"], rect["top"], rect["x1"], rect["bottom"]
            yield from (which for x, y, which in before if x0 <= x <= x1 and top <= y <= bottom)


def _drawn(layout: Any) -> Iterator[Any]:
    """Give what is drawn on a page in its order, that of figures inside it too."""
    from pdfminer.layout import LTContainer

    for item in layout:
        if isinstance(item, LTContainer):
            yield from _drawn(item)
        else:
            yield item


def _box(item: Any) -> Box:
    return Box(item["x0"], item["top"], item["x1"], item["bottom"])


def _is_paper(item: Any) -> bool:
    return (lights := _lights(item)) != [] and min(lights) >= _PAPER


def _hides(patch: Any) -> bool:
    """Tell whether a fill leaves nothing of what it is drawn over; colours in between are laid over words to mark them.

    One number alone may be a grey or the tint of an ink: at either end it hides.
    """
    if not patch["fill"]:
        return False
    lights = _lights(patch | {"ncs": "DeviceGray"})
    return lights != [] and (min(lights) >= _PAPER or max(lights) <= _INK)


def _lights(item: Any) -> list[float]:
    """Give how much of each light a colour reflects, nothing where that isn't told.

    One number alone is a grey only in a colour space of greys; pdfplumber names that of characters alone.
    """
    colour = item.get("non_stroking_color")
    parts = list(colour) if isinstance(colour, (tuple, list)) else [colour]
    if not all(isinstance(part, (int, float)) for part in parts):
        return []
    if len(parts) == 4:  # cyan, magenta, yellow and black take light away
        return [(1 - part) * (1 - parts[3]) for part in parts[:3]]
    return parts if len(parts) == 3 or (len(parts) == 1 and item.get("ncs") in _GREYS) else []
