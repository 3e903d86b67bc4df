"""Ink (墨迹): the picture of a page → level, its ruling lines, and where print stands in a cell.

Only the scan reader uses it; OpenCV comes with the extra ``ocr``.
"""

from collections.abc import Iterator
from typing import Any

from gik.reading.pages.glyphs import Box
from gik.reading.pages.lattice import Rule, joined

Dots = tuple[int, int, int, int]
"""Left, top, right and bottom of a rectangle of a picture, in dots."""

# A page is no more askew than this, in radians.
_ASKEW = 0.12
# Ruling lines are at least so long and at most so thick, in points; short ones down count only between two across.
_SHORT = 12.0
_LONG = 24.0
_THICK = 5.0
# By so much of its length a line may rise or fall.
_DRIFT = 0.003
# Lines that meet end so near to one another.
_MEET = 1.6
# Empty space as wide as this parts what is looked at on its own.
_SPACE = 30.0
# A line is broken where another crosses it, but no wider than this; the words of two cells stand further apart.
_GAP = 2.5
# A line is so much darker (of 255) than the paper so far beside it, in points, on so large a part of its length.
_DARKER = 16
_BESIDE = (2.2, 4.0)
_FULL = 0.88


def level(grey: Any) -> Any:
    """Turn a picture by as much as its long lines, or else its lines of text, are askew."""
    import cv2
    import numpy as np

    small = _ink(cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA))
    nearly = np.pi / 2
    found = cv2.HoughLines(
        small, 1, np.pi / 3600, small.shape[1] // 4, min_theta=nearly - _ASKEW, max_theta=nearly + _ASKEW
    )
    if found is None:
        return grey
    angle = _sharpest(small, float(np.degrees(np.median(found[:40].reshape(-1, found.shape[-1])[:, 1]) - nearly)))
    return grey if abs(angle) < 0.03 else _turned(grey, angle, int(np.median(grey)))


def _sharpest(ink: Any, nearly: float) -> float:
    """Give the angle near the given one, in degrees, at which ink gathers in the fewest rows."""
    import numpy as np

    for step in (0.1, 0.025):
        angles = [nearly + step * turn for turn in range(-4, 5)]
        nearly = max(angles, key=lambda angle: float(np.square(_turned(ink, angle, 0).sum(axis=1, dtype=float)).sum()))
    return nearly


def _turned(picture: Any, angle: float, paper: int) -> Any:
    import cv2

    height, width = picture.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(picture, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)


def _ink(grey: Any) -> Any:
    """Give the dark pixels, whatever the shade of the paper."""
    import cv2

    smooth = cv2.medianBlur(grey, 3)
    return cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 18)


def rules(grey: Any, scale: float) -> tuple[list[Rule], list[Rule]]:
    """Give the ruling lines across and down, in points."""
    import numpy as np

    across = joined(_rules(grey, scale, _LONG), _GAP)
    down = joined(_rules(np.ascontiguousarray(grey.T), scale, _SHORT), _GAP)
    long = [rule for rule in down if rule.end - rule.start >= _LONG]
    across = [rule for rule in across if _crosses(rule, long) or _is_between(rule, long)]
    return across, [rule for rule in down if rule in long or _is_between(rule, across)]


def _crosses(rule: Rule, others: list[Rule]) -> bool:
    """Tell whether a line crosses another; strokes of print never do."""
    return any(
        rule.start + _MEET < other.at < rule.end - _MEET and other.start - _MEET <= rule.at <= other.end + _MEET
        for other in others
    )


def _is_between(rule: Rule, others: list[Rule]) -> bool:
    """Tell whether both ends of a line meet others; strokes of print end before them."""
    return all(
        any(abs(other.at - at) <= _MEET and other.start - _MEET <= rule.at <= other.end + _MEET for other in others)
        for at in (rule.start, rule.end)
    )


def _rules(grey: Any, scale: float, least: float) -> list[Rule]:
    """Give the lines from left to right: thin, darker than what is above and below, nearly without a gap."""
    import cv2
    import numpy as np

    length = max(12, round(least / scale))
    smooth = cv2.blur(grey, (5, 1)).astype(np.int16)
    thin = np.zeros(grey.shape, np.uint8)
    for distance in _BESIDE:
        away = max(3, round(distance / scale))
        padded = cv2.copyMakeBorder(smooth, away, away, 0, 0, cv2.BORDER_REPLICATE)
        beside = np.minimum(padded[: -2 * away], padded[2 * away :])
        thin[beside - smooth > _DARKER] = 255
    # A line that isn't quite level goes from one row of dots to the next.
    thin = cv2.dilate(thin, np.ones((3, 1), np.uint8))
    seeds = cv2.blur(thin, (length, 1)) >= 255 * _FULL
    grown = cv2.dilate(seeds.astype(np.uint8), np.ones((1, length), np.uint8))
    _, _, boxes, _ = cv2.connectedComponentsWithStats(cv2.bitwise_and(grown, thin))
    return [
        Rule((y + height / 2) * scale, x * scale, (x + width) * scale)
        for x, y, width, height, _area in boxes[1:]
        if height * scale <= _THICK + _DRIFT * width * scale and width >= length
    ]


def bands(grey: Any, scale: float) -> Iterator[tuple[int, int]]:
    """Give where print stands between wide empty spaces, from which row of dots to which, with paper around it."""
    import cv2
    import numpy as np

    ink = cv2.morphologyEx(_ink(grey), cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    rows = np.flatnonzero((ink > 0).sum(axis=1) > 2)
    around = round(_SPACE / scale / 2)
    for run in np.split(rows, np.flatnonzero(np.diff(rows) > 2 * around) + 1):
        if len(run) * scale > 2:
            yield max(0, int(run[0]) - around), int(run[-1]) + around


def cell_lines(grey: Any, cell: Box, scale: float) -> Iterator[Dots]:
    """Give the box of each line of print in a cell whose rectangle is given in points."""
    margin = 2.2 / scale
    x0, y0 = int(cell.x0 / scale + margin), int(cell.top / scale + margin)
    x1, y1 = int(cell.x1 / scale - margin), int(cell.bottom / scale - margin)
    if x1 - x0 >= 4 and y1 - y0 >= 4:
        for left, top, right, bottom in _lines(grey[y0:y1, x0:x1], 1 / scale):
            yield x0 + left, y0 + top, x0 + right, y0 + bottom


def _lines(grey: Any, point: float) -> Iterator[Dots]:
    """Give the box of each line of print in a part of a picture; specks are none."""
    import cv2
    import numpy as np

    ink = _ink(cv2.copyMakeBorder(grey, 16, 16, 16, 16, cv2.BORDER_REPLICATE))[16:-16, 16:-16]
    _, marks, boxes, _ = cv2.connectedComponentsWithStats(ink)
    for number, (x, y, width, height, area) in enumerate(boxes[1:], start=1):
        speck = area < 0.8 * point * point or max(width, height) < 1.2 * point
        # What is left of a ruling line is thin and lies at the edge.
        flat = height < 2 * point and width > 2 * height and (y < 2 * point or y + height > ink.shape[0] - 2 * point)
        upright = width < 2 * point and height > 2 * width and (x < 1 or x + width > ink.shape[1] - 1)
        if speck or flat or upright:
            ink[marks == number] = 0
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(rows):
        return
    for run in np.split(rows, np.flatnonzero(np.diff(rows) > max(1.0, 0.9 * point)) + 1):
        top, bottom = int(run[0]), int(run[-1]) + 1
        at_edge = top < 3 * point or bottom > len(ink) - 3 * point
        if bottom - top < 3 * point and at_edge:
            continue
        columns = np.flatnonzero(ink[top:bottom].any(axis=0))
        yield int(columns[0]), top, int(columns[-1]) + 1, bottom


def is_dash(box: Dots, height: int) -> bool:
    """Tell a line of print so flat that it can only be a dash, in a page with lines so high.

    >>> is_dash((0, 10, 12, 14), 20), is_dash((0, 0, 12, 20), 20)
    (True, False)
    """
    left, top, right, bottom = box
    return bottom - top <= 0.3 * height and right - left >= 1.5 * (bottom - top)


def crop(grey: Any, box: Dots, height: int) -> Any:
    """Cut a line of print out, with paper around it as the recogniser wants.

    Lower marks (a dash) are cut as high as a line is, so that they keep their proportion.
    """
    import cv2

    left, top, right, bottom = box
    more = max(0, height - (bottom - top)) // 2
    around = max(3, max(height, bottom - top) // 5)
    part = grey[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2]
    part = cv2.copyMakeBorder(
        part, around + more, around + more, 2 * around, 2 * around, cv2.BORDER_CONSTANT, value=int(part.max())
    )
    return cv2.cvtColor(part, cv2.COLOR_GRAY2BGR)
