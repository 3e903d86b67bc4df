"""Claims (页面自述): what a page says of itself where nothing is printed – its title, its day, where it is from."""

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from gik.definitions import definition
from gik.reading.spacing import clean

_SAVED = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)")


def told_in(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Give names and words, as in the markup, that an element which isn't printed says of the page."""
    for one in element.iter("meta", "link", "title"):
        if one.tag == "meta":
            yield one.get("name") or one.get("property") or "", one.get("content", "")
        elif one.tag == "link":
            yield one.get("rel", ""), one.get("href", "")
        else:
            yield "title", "".join(map(str, one.itertext()))


def claims(head: Sequence[tuple[str, str]], text: str) -> dict[str, str]:
    """Give the claims of a page by their names in gik.reading.document, of what its head says and of its text."""
    names = definition("reading.toml")["meta"]
    saved = _SAVED.search(text[:2000])
    found = {"url": saved[1]} if saved else {}
    for name, words in reversed(head):
        claim = names.get(name.lower())
        if claim and clean(words):
            found[claim] = clean(words)
    return found
