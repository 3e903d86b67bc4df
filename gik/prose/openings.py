"""Openings (列举): what the words between two numbers say of parts and wholes."""

import re
from functools import lru_cache
from typing import NamedTuple

_OPENS = re.compile(r"其中|包括|分别为|分别是|分别|包含|含有|:|\(|当中|涵盖|中(?<=[息件请复录]中)(?:(?=,)|$)")
_CLOSED = re.compile(r"\([^()]*\)")
_BY = re.compile("[ ,]*[按从在]?[^,。;:]{2,14}(?:看|分|划分|方式上|类型上|形式上)[,:]")
_SUM = re.compile("合计|共计|总计|以上共|总共")


class Told(NamedTuple):
    """What the words between two numbers tell: a sum, a way of parting (按方式看), and what opens a list.

    ``leads`` tells that 其中 begins them, ``marked`` that a colon does, ``apart`` that a semicolon, and ``closed`` that
    a bracket's end stands before what opens the list.
    """

    sums: bool
    parted: bool
    opens: str
    leads: bool = False
    marked: bool = False
    apart: bool = False
    closed: bool = False


NOTHING_TOLD = Told(False, False, "")


@lru_cache(maxsize=1 << 12)  # numbers change, the words between them less so
def told_by(gap: str) -> Told:
    """Tell what the folded words between two numbers say of them.

    >>> told_by("条,其中").opens, told_by("条;以上共").sums, told_by("条,")
    ('其中', True, Told(sums=False, parted=False, opens='', leads=False, marked=False, apart=False, closed=False))
    """
    sums = _SUM.search(gap) is not None
    if ")" in gap:
        gap = _CLOSED.sub(_blank, gap)
    parted, opens = _BY.match(gap) is not None, _OPENS.search(gap)
    if opens is None:
        return Told(sums, parted, "") if sums or parted else NOTHING_TOLD
    leads, before = gap.lstrip(" ,").startswith("其中"), gap[: opens.start()]
    return Told(sums, parted, opens[0], leads, gap[0] == ":", ";" in before, ")" in before)


def _blank(bracket: re.Match[str]) -> str:
    return " " * len(bracket[0])
