"""What makes an export safe (安全): words stay words, nothing is lost, names stay legal.

Every cell of a workbook goes through :func:`cell_xml`, of a CSV file through :func:`csv_text`, words on a page through
:func:`html_text`.
"""

import math
import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from urllib.parse import quote

CELL_LIMIT = 32_767  # UTF-16 units in a cell
ROW_LIMIT = 1_048_576  # rows in a sheet
LINK_LIMIT = 65_530  # links in a sheet
SHEET_LIMIT = 31
ADDRESS_LIMIT = 2_000  # characters of a link
# Characters at the beginning of a text that a spreadsheet may take for a formula, also in full width.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")

# Characters that XML forbids or that can't be seen: controls but line feed, direction marks, surrogates, nonchars.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
# A spreadsheet reads _x0041_ as A, so the words _x0041_ need their own underscore spelled out.
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NUMBER = re.compile(r"[-+－＋]?[0-9０-９][0-9０-９,，.．]*[%％]?")
_HIDDEN_NAME = "history"  # a name that Excel keeps for itself


def visible(text: str) -> str:
    r"""Give words with control characters shown by their code; line ends are ``\n``.

    >>> visible("a" + chr(1) + "b\tc\r\nd")
    'a<U+0001>b<U+0009>c\nd'
    """
    return _UNSEEN.sub(_sign, text.replace("\r\n", "\n")) if _UNSEEN.search(text) else text


def is_formula_like(text: str) -> bool:
    """Say whether a spreadsheet may take the words for a formula; a lone dash and a plain number can't run.

    >>> is_formula_like("=1+1"), is_formula_like("-"), is_formula_like("-5"), is_formula_like("-5+A1")
    (True, False, False, True)
    """
    return text.startswith(FORMULA_STARTS) and len(text) > 1 and not _NUMBER.fullmatch(text)


def pieces(text: str, room: int = 0) -> Iterator[str]:
    """Split words into what cells can hold; the first leaves ``room`` units for a note.

    >>> [len(piece) for piece in pieces("长" * 40_000, room=20)]
    [32747, 7253]
    """
    limit = CELL_LIMIT - room
    while _units(text) > CELL_LIMIT or (_units(text) > limit and limit < CELL_LIMIT):
        end = limit
        while _units(text[:end]) > limit:
            end -= max(1, (_units(text[:end]) - limit) // 2)
        yield text[:end]
        text, limit = text[end:], CELL_LIMIT
    yield text


def fits(text: str) -> bool:
    """Say whether a cell can hold the words as it shows them: a control character takes eight units."""
    return len(text) * 8 <= CELL_LIMIT or _units(visible(text)) <= CELL_LIMIT


def cell_xml(address: str, style: int, value: str | float | None) -> str:
    """Give a cell of a worksheet; words are words whatever they begin with, and no longer than a cell can hold.

    >>> cell_xml("A1", 3, "=1+1")
    '<c r="A1" s="3" t="inlineStr"><is><t>=1+1</t></is></c>'
    >>> cell_xml("B1", 0, 2.0), cell_xml("C1", 0, None)
    ('<c r="B1" s="0"><v>2</v></c>', '<c r="C1" s="0"/>')
    """
    if value is None or value == "":
        return f'<c r="{address}" s="{style}"/>'
    if isinstance(value, str):
        return f'<c r="{address}" s="{style}" t="inlineStr">{_string(value)}</c>'
    return f'<c r="{address}" s="{style}"><v>{_digits(value)}</v></c>'


def formula_xml(address: str, style: int, formula: str) -> str:
    """Give a cell with a formula that the definitions make; words of a report never come here."""
    return f'<c r="{address}" s="{style}"><f>{_escaped(formula)}</f></c>'


def csv_text(value: object) -> object:
    """Give what a CSV file may hold: words like a formula get an apostrophe in front, and so do words with one.

    >>> csv_text("=1+1"), csv_text("'a"), csv_text("-"), csv_text(3)
    ("'=1+1", "''a", '-', 3)
    """
    if not isinstance(value, str):
        return value
    shown = visible(value)
    return f"'{shown}" if is_formula_like(shown) or shown.startswith("'") else shown


def html_text(text: str) -> str:
    r"""Give what a page may hold: words with no markup, and control characters, but for tabs, shown by their code.

    >>> html_text("<b>" + chr(1) + "\t&")
    '&lt;b&gt;&lt;U+0001&gt;\t&amp;'
    """
    return escape("\t".join(map(visible, text.split("\t"))) if _UNSEEN.search(text) else text)


def sheet_names(wanted: list[str]) -> list[str]:
    r"""Give legal names for sheets, each used once: none of ``[]:*?/\``, at most 31 characters.

    >>> sheet_names(["2019/2020", "2019_2020", "History"])
    ['2019_2020', '2019_2020 (2)', 'History_']
    """
    names: list[str] = []
    taken: set[str] = set()
    for name in wanted:
        legal = _cut(re.sub(r"[\[\]:*?/\\\n]", "_", visible(name)).strip().strip("'"), SHEET_LIMIT).strip("' ") or "_"
        legal = legal + "_" if legal.lower() == _HIDDEN_NAME else legal
        unique, number = legal, 1
        while unique.lower() in taken:
            number += 1
            ending = f" ({number})"
            unique = _cut(legal, SHEET_LIMIT - len(ending)) + ending
        names.append(unique)
        taken.add(unique.lower())
    return names


def web_address(url: str) -> str:
    """Give an address that a link may lead to, empty for anything but http and https.

    >>> web_address("javascript:alert(1)"), web_address("https://a.cn/报 告")
    ('', 'https://a.cn/%E6%8A%A5%20%E5%91%8A')
    """
    if not url.lower().startswith(("http://", "https://")) or _UNSEEN.search(url):
        return ""
    safe = quote(url, safe="/:?#[]@!$&'()*+,;=%~")
    return safe if len(safe) <= ADDRESS_LIMIT else ""


@lru_cache(maxsize=1 << 16)
def _string(text: str) -> str:
    shown = visible(text)
    space = ' xml:space="preserve"' if shown != shown.strip() or "\n" in shown else ""
    return f"<is><t{space}>{_ESCAPE.sub('_x005F_', _escaped(shown))}</t></is>"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _digits(value: float) -> str:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{value} is no number that a cell can hold")
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def _cut(text: str, limit: int) -> str:
    while _units(text) > limit:
        text = text[:-1]
    return text


def _sign(match: re.Match[str]) -> str:
    return f"<U+{ord(match[0]):04X}>"


def _units(text: str) -> int:
    """Count as a spreadsheet does: characters outside the basic plane are two."""
    return len(text) if text.isascii() else len(text) + sum(character > "\uffff" for character in text)
