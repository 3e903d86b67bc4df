"""One report in one layout with one perturbation: its bytes and its right answers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from random import Random

from tests.generator.damage import DAMAGES, Damage
from tests.generator.html_layouts import HTML_LAYOUTS, HtmlLayout, html_text
from tests.generator.lines import Answers, TextLayout, text_lines, uncertain_with_blanks
from tests.generator.prose import NUMBERINGS, Block, Draft, blocks
from tests.generator.sheets import LOST, Style, answers, rows
from tests.generator.text_layouts import TEXT_LAYOUTS
from tests.generator.truth import Truth, truth

LAYOUTS: dict[str, TextLayout | HtmlLayout] = {layout.name: layout for layout in (*TEXT_LAYOUTS, *HTML_LAYOUTS)}
DAMAGE = {damage.name: damage for damage in DAMAGES}
YEARS = {"stat2014": 2016, "art2019": 2019, "art2021": 2022}


@dataclass(frozen=True, slots=True)
class Sample:
    """A file with the right answers to it; local rows stand under their label for a row code."""

    name: str
    form: str
    layout: str
    damage: str
    data: bytes
    answers: Answers


def draft(of: Truth, seed: int | str = 0, **choices: object) -> Draft:
    """Give a plain draft of a truth."""
    return Draft(of, rows(of), seed=seed, **choices)  # type: ignore[arg-type]


def sample(form: str, layout: str, damage: str = "plain", seed: int | str = 0) -> Sample:
    """Give the report of a form in a layout with a perturbation, made from a seed."""
    random = Random(f"{form}{layout}{damage}{seed}")
    numbering = random.choice(list(NUMBERINGS))
    style = Style(heading_unit=random.choice(("——", "-------", "", "/")))
    plain = draft(truth(form, YEARS[form], f"{layout}{damage}{seed}"), seed, numbering=numbering, style=style)
    made = written(plain, LAYOUTS[layout], DAMAGE[damage], random)
    suffix = "html" if isinstance(LAYOUTS[layout], HtmlLayout) else "txt"
    return Sample(f"{form}-{layout}-{damage}-{seed}.{suffix}", form, layout, damage, made[0].encode(), made[1])


def samples(
    seeds: Iterable[int] = (0,),
    forms: Iterable[str] = tuple(YEARS),
    layouts: Iterable[str] | None = None,
    damages: Iterable[str] | None = None,
) -> Iterator[Sample]:
    """Give every layout crossed with every perturbation that can befall it, for every form and seed."""
    chosen = [damage for damage in DAMAGES if damages is None or damage.name in damages]
    for seed, form, name in product(seeds, forms, LAYOUTS):
        if layouts is None or name in layouts:
            yield from (sample(form, name, damage.name, seed) for damage in chosen if damage.fits(form, LAYOUTS[name]))


def plainly(made: Draft, layout: TextLayout | HtmlLayout) -> str:
    """Write a draft down as it is."""
    pieces = blocks(made)
    if isinstance(layout, HtmlLayout):
        return html_text(layout, pieces)
    return (" " if layout.one_line else "\n").join(line.text for line in text_lines(layout, pieces)) + "\n"


def written(made: Draft, layout: TextLayout | HtmlLayout, damage: Damage, random: Random) -> tuple[str, Answers]:
    """Write a draft down; give its text and what can be known from it."""
    damaged = damage.draft(made, random) if damage.draft else made
    right = answers(damaged.truth.form, damaged.rows)
    in_rows = isinstance(layout, HtmlLayout) or (layout.row_a_line and layout.shows_blanks)
    if damage.unsure or (damage.unsure_text and not in_rows):
        right = {key: replace(answer, sure=False) for key, answer in right.items()}
    if damage.traceless_blanks or (isinstance(layout, TextLayout) and not layout.shows_blanks):
        right = uncertain_with_blanks(right)
    pieces = tuple(piece for block in blocks(damaged) for piece in changed(block, damaged, damage, random))
    if damage.sheet:
        seen = {cell.key for piece in pieces if piece.sheet for row in piece.sheet.rows for cell in row}
        right = {key: answer if key in seen or answer.state == "absent" else LOST for key, answer in right.items()}
    if isinstance(layout, HtmlLayout):
        text = html_text(layout, pieces, marks=damage.marks, breaks=damage.breaks)
        return text.replace("\n", "") if damage.name == "one_line" else text, right
    lines = text_lines(layout, pieces)
    if damage.lines:
        lines, right = damage.lines(lines, right, random)
    return (" " if layout.one_line else "\n").join(line.text for line in lines) + "\n", right


def changed(block: Block, made: Draft, damage: Damage, random: Random) -> tuple[Block, ...]:
    """Give what a perturbation makes of a block."""
    if block.sheet is None:
        return (block,)
    made_anew = replace(block, sheet=damage.sheet(block.sheet, made, random)) if damage.sheet else block
    return damage.blocks(made_anew, made, random) if damage.blocks else (made_anew,)
