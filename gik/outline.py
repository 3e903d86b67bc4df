"""Outline (章节): Document → sections, whatever numbering the report uses and wherever it jumps.

Sections partition the text: each begins with its heading and ends where the next heading of any depth begins.
What stands before the first heading is a section of its own, without number and heading.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from gik.headings import Heading, find_headings, topic_of, topics
from gik.reading import Document


@dataclass(frozen=True, slots=True)
class Section:
    """A section (章节) of a report: ``text[start:end]``, its heading included.

    ``position`` counts from 0 in reading order and ``depth`` from 1, which is a chapter; ``topic`` is empty where
    the heading tells none.
    """

    position: int
    depth: int
    number: str
    heading: str
    topic: str
    start: int
    end: int


def outline(document: Document, tables: Sequence[tuple[int, int]] = ()) -> tuple[Section, ...]:
    r"""Give the sections of a document in reading order; no headings are sought inside ``tables`` (spans of text).

    Topics are those of the sections frame (主动公开 proactive, 依申请公开 requests …), told by the heading's words;
    the parts of a chapter on problems and of an appendix keep its topic.
    Source: ``definitions/outline.toml``.

    >>> from gik.reading import read
    >>> text = "某局年报\n一、概述\n（一）加强领导。全年…\n二、依申请公开情况\n无。"
    >>> [(s.depth, s.number, s.heading, s.topic) for s in outline(read("a.txt", text.encode()))]
    [(1, '', '', ''), (1, '一', '概述', 'overview'), (2, '（一）', '加强领导', 'organisation'),
     (1, '二', '依申请公开情况', 'requests')]
    """
    return _sections(document.text, find_headings(document, tables))


def _sections(text: str, headings: Sequence[Heading]) -> tuple[Section, ...]:
    sections: list[Section] = []
    stack: list[tuple[str, float, str]] = []
    if not headings or text[: headings[0].start].strip():
        sections.append(Section(0, 1, "", "", "", 0, headings[0].start if headings else len(text)))
    headings = [heading for index, heading in enumerate(headings) if not _repeats_appendix(text, headings, index)]
    ends = [*(heading.start for heading in headings), len(text)][1:]
    for heading, end in zip(headings, ends, strict=True):
        styles = [style for style, _, _ in stack]
        if heading.style in styles:
            del stack[styles.index(heading.style) :]
        while stack and stack[-1][1] >= heading.rank:
            stack.pop()
        topic = _inherited(stack) or topic_of(heading.words) or (stack[-1][2] if stack else "")
        stack.append((heading.style, heading.rank, topic))
        start = heading.start if sections else 0
        sections.append(Section(len(sections), len(stack), heading.number, heading.words, topic, start, end))
    return tuple(sections)


def _repeats_appendix(text: str, headings: Sequence[Heading], index: int) -> bool:
    """Tell whether a table's own title (统计表) follows right behind the line that announces it (附件：…)."""
    if index == 0 or headings[index].style != "appendix" or headings[index - 1].style != "appendix":
        return False
    return "\n" not in text[headings[index - 1].start : headings[index].start].strip()


def _inherited(stack: Sequence[tuple[str, float, str]]) -> str:
    return next((topic for _, _, topic in stack if topic in _whole_topics()), "")


@cache
def _whole_topics() -> frozenset[str]:
    return frozenset(topic for topic, _, passes in topics() if passes)
