"""How a page of HTML shows words that their characters don't tell: raised, lowered, struck out, or filled in."""

import re
from collections.abc import Iterator, Set

from lxml import etree

from gik.reading.inline import BLOCKS, is_hidden, may_hide
from gik.reading.spacing import Change, lowered, raised, struck, unsure

_TAGS: dict[str, Change] = {"sup": raised, "sub": lowered, "del": struck, "s": struck, "strike": struck}
# A height above or below the line.
_HEIGHT = r"\d*\.?\d*[1-9]"
_STYLES: tuple[tuple[re.Pattern[str], Change], ...] = (
    (re.compile(rf"vertical-align\s*:\s*(?:super|text-top|\+?{_HEIGHT})|text-raise\s*:\s*[1-9]", re.I), raised),
    (re.compile(rf"vertical-align\s*:\s*(?:sub|text-bottom|-{_HEIGHT})|text-raise\s*:\s*-", re.I), lowered),
    (re.compile(r"line-through", re.I), struck),
)
# What a page has without which no style, or no element, needs to be looked at; ``page`` is in lower case.
_STYLED, _ALIGNED = (b"line-through", b"text-raise"), re.compile(rb"align\s*:\s*(?:su[bp]|text-|[-+.\d])")
_FILLED = ("input", "textarea", "select")
# What may set a digit apart from the one right before it: small type, a picture, a link down the page, a place off the
# line.
_APART, _SET_APART = ("small", "img"), (b'href="#', b"href='#", b"href=#", b"relative")
_LIFTED = re.compile(rf"position\s*:\s*relative.*?(?<![\w-])top\s*:\s*-?{_HEIGHT}", re.I | re.S)
# Type in the colour of the paper, and what may lay another below it.
_WHITE = r"(?:#fff(?:fff)?\b|white\b|rgb\(\s*255\s*,\s*255\s*,\s*255\s*\))"
_WHITE_PAGE = re.compile(rb"color\s*[:=]\s*[\"']?(?:#fff|white|rgb\(\s*255)")
_WHITE_TYPE = re.compile(rf"(?<![\w-])color\s*:\s*{_WHITE}", re.I)
_COLOURED = re.compile(rf"background(?:-color|-image)?\s*:\s*(?!{_WHITE}|transparent|none|inherit|initial)\S", re.I)
# A style sheet: what is said of other media than the screen, the class that a rule is about, and what no style is.
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_AT_RULE = re.compile(r"@[a-z-]++[^{};@]*+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", re.I)
_CLASS, _STRANGE = re.compile(r"\.([\w-]+)\s*$"), re.compile("[^ -~]+")
_INLINE = ("span", "b", "i", "em", "strong", "font", "small", "u", "label")
_BESIDE = ("small", "a", "span", "font", "img")
_PICTURE = "\ufffc"
_TYPED = frozenset(("", "text", "number", "tel"))
_DIGIT = re.compile("[0-9]")


def mark_looks(root: etree._Element, page: bytes, hidden: Set[str]) -> None:
    """Write into a page's tree what its looks tell: marks on digits, and the numbers filled into a table's cells.

    ``page`` are its bytes in lower case, by which most pages are told to have nothing of the kind, ``hidden`` the
    classes that are hidden.
    """
    for element in list(root.iter(*_TAGS)):
        if next(element.iterancestors(*_TAGS), None) is None:
            _change(element, _TAGS[str(element.tag)])
    if _may_be_styled(page):
        inside = root  # of an element that has been changed as a whole
        for element in [element for element in root.iter() if element.get("style")]:
            # Of a cell or another block, the others say where in it its words stand.
            styles = _STYLES[-1:] if element.tag in BLOCKS else _STYLES
            change = next((change for style, change in styles if style.search(element.get("style", ""))), None)
            if change is not None and (inside is root or inside not in element.iterancestors()):
                _change(element, change)
                inside = element
    if next(root.iter(*_APART), None) is not None or any(word in page for word in _SET_APART):
        beside = [element for element in root.iter(*_BESIDE) if _is_behind_digit(element)]
        for element in beside:
            if element.tag == "img" and _DIGIT.match(element.tail or ""):  # of a digit, as far as can be told
                element.tail = f"{_PICTURE}{element.tail}"
            elif element.tag == "small" or element.get("href", "").startswith("#") or _is_lifted(element):
                _change(element, raised)
    if b"bidi-override" in page or next(root.iter("bdo"), None) is not None:
        for element in [element for element in root.iter() if _is_turned(element)]:
            _change(element, unsure)
    if _WHITE_PAGE.search(page):
        for element in [element for element in root.iter() if _is_white(element)]:
            _change(element, unsure)
    if hidden:
        for element in [element for element in root.iter(*_INLINE) if not hidden.isdisjoint(_classes(element))]:
            # A class may be shown after all, by a rule or a script that isn't read here: no digit is taken away.
            if next(element.iterancestors("td", "th"), None) is not None:
                _change(element, unsure)
    for element in list(root.iter(*_FILLED)):
        words = _filled(element)
        in_cell = next(element.iterancestors("td", "th"), None) is not None
        if _DIGIT.search(words) and in_cell and not is_hidden(element):
            element.tail = f" {words} {element.tail or ''}"  # a box of its own among the words


def has_looks(page: bytes) -> bool:
    """Say whether markup, in lower case, has attributes that may tell something of the digits inside."""
    is_apart = any(word in page for word in (*_SET_APART, b"bidi-override"))
    return is_apart or _may_be_styled(page) or _WHITE_PAGE.search(page) is not None


def _may_be_styled(page: bytes) -> bool:
    return any(word in page for word in _STYLED) or _ALIGNED.search(page) is not None


def _change(element: etree._Element, change: Change) -> None:
    """Change the digits of what stands in an element."""
    for inner in element.iter():
        if inner.text:
            inner.text = change(inner.text)
        if inner is not element and inner.tail:
            inner.tail = change(inner.tail)


def _is_behind_digit(element: etree._Element) -> bool:
    """Say whether the character right before an element is a digit, whichever elements of the line end between."""
    before, parent = element.getprevious(), element.getparent()
    while before is None and parent is not None and not parent.text and parent.tag not in BLOCKS:
        before, parent = parent.getprevious(), parent.getparent()
    words = (parent.text if parent is not None else "") if before is None else before.tail
    while before is not None and not words and before.tag not in BLOCKS:
        last = before[-1] if len(before) else None
        words, before = (before.text, None) if last is None else (last.tail, last)
    return (words or "")[-1:].isdecimal()


def _is_lifted(element: etree._Element) -> bool:
    return _LIFTED.search(element.get("style", "")) is not None


def _is_turned(element: etree._Element) -> bool:
    """Say whether an element shows its characters from right to left."""
    style = element.get("style", "")
    is_override = element.tag == "bdo" or "bidi-override" in style
    return is_override and (element.get("dir", "").lower() == "rtl" or "rtl" in style)


def _is_white(element: etree._Element) -> bool:
    """Say whether the words of a cell are as white as the paper below them, as far as the page itself tells."""
    if not (_WHITE_TYPE.search(f"{element.get('style', '')};color:{element.get('color', '')}")):
        return False
    if any(
        "style" in one.attrib or "color" in one.attrib or "class" in one.attrib for one in element.iterdescendants()
    ):
        return False
    around = [element, *element.iterancestors()]
    if not any(one.tag == "td" for one in around):
        return False
    return not any(map(_may_be_coloured, around)) and "class" not in element.attrib


def _may_be_coloured(element: etree._Element) -> bool:
    """Say whether an element has a colour of its own below its words; a style sheet may give one to cells and rows."""
    told = element.get("bgcolor", "") or element.get("background", "")
    is_told = bool(told) and not _WHITE_TYPE.search(f"color:{told}")
    return (
        is_told
        or _COLOURED.search(element.get("style", "")) is not None
        or (element.tag in ("td", "tr", "tbody") and "class" in element.attrib)
    )


def hidden_classes(root: etree._Element, page: bytes) -> Set[str]:
    """Give the classes that the page's own style sheets hide on a screen; ``page`` are its bytes in lower case."""
    if b"<style" not in page or not may_hide(page):
        return frozenset()
    sheets = " ".join(_AT_RULE.sub("", _COMMENT.sub("", sheet.text or "")) for sheet in root.iter("style"))
    rules = (rule.rpartition("{") for rule in sheets.split("}"))
    hiding = [names for names, _, style in rules if is_hidden(etree.Element("b", style=_STRANGE.sub(" ", style)))]
    return {match[1] for names in hiding for name in names.split(",") if (match := _CLASS.search(name))}


def inline_classes(root: etree._Element) -> Set[str]:
    """Give the classes of the elements inside a table by which a style sheet may hide digits."""
    return {name for element in root.iter(*_INLINE) for name in _classes(element)}


def _classes(element: etree._Element) -> list[str]:
    return element.get("class", "").split()


def _filled(element: etree._Element) -> str:
    if element.tag == "input":
        return element.get("value", "") if element.get("type", "").lower() in _TYPED else ""
    if element.tag == "textarea":
        return element.text or ""
    options = list(_options(element))
    return next((words for words, chosen in options if chosen), options[0][0] if options else "")


def _options(element: etree._Element) -> Iterator[tuple[str, bool]]:
    for option in element.iter("option"):
        yield "".join(map(str, option.itertext())).strip(), "selected" in option.attrib
