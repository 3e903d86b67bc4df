"""Hidden signs (不可见字符) inside numbers, as pages and word processors leave them: such a number is never two."""

import re

from gik.prose.counting import Page, put_together
from gik.prose.neighbours import context_of, unit_sorts
from gik.prose.numerals import UNSEEN, Numeral, pattern

_PIECES = re.compile(f"[0-9]++(?:[.,{UNSEEN}]++[0-9]++)*+")
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")  # from here on it may be shown from right to left


def read_hidden(page: Page, here: int, floor: int) -> Numeral | None:
    """Read a number with signs inside that aren't seen; it is one number, if nothing proves how large."""
    pieces = _PIECES.match(page.folded, here, page.end)
    if pieces is None or UNSEEN not in pieces[0]:
        return None
    end = pieces.end()
    digits = re.sub(f"{UNSEEN}+", ",", re.sub(f"{UNSEEN}*([.,]){UNSEEN}*", r"\1", pieces[0]))
    read = pattern().match(digits + page.folded[end : min(end + 12, page.end)])
    before = page.folded[max(here - 1, floor) : here]
    if _TURNED.search(page.text, here, end) or read is None or read["digits"] != digits or before in ("第", "("):
        return Numeral(here, end, "other")
    if context := context_of(page.folded, here):
        return Numeral(here, end, context)
    unit = read["unit"] or ""
    spoiled = read.string[read.end() : read.end() + 1] in set(unit_sorts()[2].get(unit, ""))
    return put_together(page, read, "" if spoiled else unit, here, floor, end - len(digits))
