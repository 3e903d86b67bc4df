"""Perturbations: what happens to a report between its form and its file, and what can still be known after it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from tests.generator import cell_damage as cells
from tests.generator import grid_damage as grids
from tests.generator.html_layouts import HtmlLayout
from tests.generator.lines import Answers, Line, TextLayout, uncertain_with_blanks, without_repeats
from tests.generator.prose import Block, Draft
from tests.generator.sheets import Sheet

PAGE_MARKS = ("— 4 —", "- 5 -", "第 4 页", "第4页 共9页", "—4—", "· 4 ·")
LineChange = Callable[[list[Line], Answers, Random], tuple[list[Line], Answers]]


@dataclass(frozen=True, slots=True)
class Damage:
    """A perturbation: changes to rows, then to grids, then to lines; ``unsure`` where no cell stays certain,
    ``unsure_text`` where that is so in text without a row a line.

    ``rows_only`` is for text with a row a line, ``text_only`` for text; marks, breaks are for pages.
    """

    name: str
    draft: Callable[[Draft, Random], Draft] | None = None
    sheet: Callable[[Sheet, Draft, Random], Sheet] | None = None
    blocks: Callable[[Block, Draft, Random], tuple[Block, ...]] | None = None
    lines: LineChange | None = None
    marks: bool = False
    breaks: tuple[str, ...] = ()
    rows_only: bool = False
    text_only: bool = False
    traceless_blanks: bool = False
    unsure: bool = False
    unsure_text: bool = False
    forms: tuple[str, ...] = ("stat2014", "art2019", "art2021")

    def fits(self, form: str, layout: TextLayout | HtmlLayout) -> bool:
        """Say whether the perturbation can befall that form in that layout."""
        if form not in self.forms:
            return False
        if isinstance(layout, HtmlLayout):
            return not (self.rows_only or self.text_only)
        if layout.one_line:
            return self.lines is None
        return layout.row_a_line and layout.name != "pdf" if self.rows_only else True


def page_marks(lines: list[Line], answers: Answers, random: Random) -> tuple[list[Line], Answers]:
    """Put page marks between rows."""
    made: list[Line] = []
    for before, line in zip([lines[0], *lines], lines, strict=False):
        if line.row[0] >= 0 and line.row != before.row and random.random() < 0.2:
            made.append(Line(random.choice(PAGE_MARKS), "filler"))
        made.append(line)
    return made, answers


def wrapped(lines: list[Line], answers: Answers, random: Random) -> tuple[list[Line], Answers]:
    """Break long labels over two lines, the numbers after them."""
    return [piece for line in lines for piece in _broken(line, line.label, random)], answers


def broken_heads(lines: list[Line], answers: Answers, random: Random) -> tuple[list[Line], Answers]:
    """Break column headers and groups over two lines: 本年新 / 制作数量."""
    return [piece for line in lines for piece in _broken(line, _head(line), random)], answers


def around(lines: list[Line], answers: Answers, random: Random) -> tuple[list[Line], Answers]:
    """Break long labels over two lines with the numbers on a line of their own between them."""
    made: list[Line] = []
    for line in lines:
        if line.kind == "row" and len(line.label) > 8:
            half = len(line.label) // 2
            before, after = line.text.split(line.label, 1)
            made += [
                Line(before + line.label[:half], "label", line.row),
                line._replace(text=after.strip(), kind="value"),
                Line(line.label[half:], "label", line.row),
            ]
        else:
            made.append(line)
    return made, answers


def one_line(lines: list[Line], answers: Answers, random: Random) -> tuple[list[Line], Answers]:
    """Put each table into one line."""
    made: list[Line] = []
    for line in lines:
        if made and line.row[0] >= 0 and made[-1].row[0] == line.row[0]:
            made[-1] = made[-1]._replace(text=f"{made[-1].text} {line.text}")
        else:
            made.append(line)
    return made, uncertain_with_blanks(answers)


def split_numbers(lines: list[Line], answers: Answers, random: Random) -> tuple[list[Line], Answers]:
    """Break some numbers of two and more digits over two lines: nothing in their row is sure any more."""
    made: list[Line] = []
    right = dict(answers)
    for line in lines:
        text = line.text.strip("| ")
        if line.kind == "value" and len(line.keys) == 1 and len(text) > 1 and text.isdigit() and random.random() < 0.4:
            cut = line.text.index(text) + 1
            made += [line._replace(text=line.text[:cut]), line._replace(text=line.text[cut:])]
            of_row = [key for other in lines if other.row == line.row for key in other.keys]
            right |= {key: replace(right[key], sure=False) for key in of_row}
        else:
            made.append(line)
    return made, right


def lost_repeats(lines: list[Line], answers: Answers, random: Random) -> tuple[list[Line], Answers]:
    """Drop lines that repeat an earlier one."""
    return without_repeats(lines, answers)


def _head(line: Line) -> str:
    if line.kind not in ("head", "group"):
        return ""
    words = [word for word in line.text.replace("|", " ").split() if len(word) >= 4]
    return words[len(words) // 2] if words else ""


def _broken(line: Line, words: str, random: Random) -> list[Line]:
    first = 2 if line.kind in ("head", "group") else 4
    if len(words) < first + 2 or words not in line.text:
        return [line]
    cut = line.text.index(words) + random.randrange(first, len(words) - 1)
    kind = "label" if line.kind == "row" else line.kind
    return [Line(line.text[:cut], kind, line.row), line._replace(text=line.text[cut:])]


def _wrapped_and_marked(lines: list[Line], answers: Answers, random: Random) -> tuple[list[Line], Answers]:
    return page_marks(*wrapped(lines, answers, random), random)


def _labels_and_blanks(draft: Draft, random: Random) -> Draft:
    return cells.blanks(cells.labels(draft, random), random)


DAMAGES = (
    Damage("plain"),
    Damage("blanks", cells.blanks),
    Damage("unfilled", cells.unfilled),
    Damage("dashes", cells.dashes),
    Damage("notes", cells.notes),
    Damage("thousands", cells.large),
    Damage("fullwidth", cells.fullwidth),
    Damage("units", cells.units),
    Damage("signs", cells.signs, forms=("art2019",)),
    Damage("odd_spaces", cells.odd_spaces),
    Damage("zeros", cells.zeros),
    Damage("rows_left_out", cells.rows_left_out),
    Damage("renumbered", cells.renumbered),
    Damage("rows_added", cells.rows_added),
    Damage("labels", cells.labels),
    Damage("brackets", cells.brackets),
    Damage("bare_numbers", cells.bare_numbers),
    Damage("inner_spaces", sheet=grids.inner_spaces),
    Damage("traditional", sheet=grids.traditional),
    Damage("kangxi", sheet=grids.kangxi),
    Damage("blanks_dropped", cells.blanks, grids.blanks_dropped, traceless_blanks=True),
    Damage("two_years", sheet=grids.two_years, unsure=True, forms=("stat2014",)),
    Damage("last_year_column", sheet=grids.last_year_column, forms=("stat2014",)),
    Damage("code_column", sheet=grids.code_column, forms=("stat2014",)),
    Damage("disputes_apart", sheet=grids.disputes_apart, forms=("art2019", "art2021")),
    Damage("page_marks", lines=page_marks, marks=True),
    Damage("wrapped", lines=wrapped, breaks=("label",)),
    Damage("around", lines=around, rows_only=True),
    Damage("broken_heads", lines=broken_heads, breaks=("head", "group")),
    Damage("one_line", lines=one_line),
    Damage("split_numbers", lines=split_numbers, text_only=True),
    Damage("lost_repeats", lines=lost_repeats, text_only=True),
    Damage("zeros_lost_repeats", cells.zeros, lines=lost_repeats, text_only=True),
    Damage("blanks_lost_repeats", cells.blanks, lines=lost_repeats, text_only=True),
    Damage("blanks_page_marks", cells.blanks, lines=page_marks, marks=True),
    Damage("left_out_lost_repeats", cells.rows_left_out, lines=lost_repeats, text_only=True),
    Damage("left_out_around", cells.rows_left_out, lines=around, rows_only=True),
    Damage("labels_lost_repeats", cells.labels, lines=lost_repeats, text_only=True),
    Damage("labels_blanks_dropped", _labels_and_blanks, grids.blanks_dropped, traceless_blanks=True),
    Damage("medley", cells.medley, lines=_wrapped_and_marked, marks=True, breaks=("label",)),
    Damage("units_in_labels", sheet=grids.units_in_labels),
    Damage("sequence_column", cells.blanks, grids.sequence_column, unsure_text=True, forms=("stat2014",)),
    Damage("remarks_column", sheet=grids.remarks_column, unsure_text=True),
    Damage("columns_swapped", sheet=grids.columns_swapped, unsure=True),
    Damage("column_left_out", sheet=grids.column_left_out, unsure=True, forms=("art2019", "art2021")),
    Damage("notes_around", blocks=grids.notes_around),
    Damage("pictures", sheet=grids.pictures),
    Damage("left_out_wrapped", cells.rows_left_out, lines=wrapped, breaks=("label",)),
)
