"""The same truth in every file format: the layouts, and their score by ``python -m tests.generator.office``."""

import argparse
from base64 import encodebytes
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from random import Random

from tests.generator.damage import DAMAGES
from tests.generator.html_layouts import HTML_LAYOUTS, html_text
from tests.generator.lines import Answers, uncertain_with_blanks
from tests.generator.prose import NUMBERINGS, Block, blocks
from tests.generator.samples import DAMAGE, YEARS, Sample, changed, draft
from tests.generator.score import marks, read, report
from tests.generator.sheet_files import Spread, xlsx
from tests.generator.sheets import LOST, Style, answers
from tests.generator.truth import truth
from tests.generator.word_files import Habits, docx, rtf

# Perturbations of words and grids; those of lines of text and of markup can't befall an office file.
FITTING = tuple(damage.name for damage in DAMAGES if not (damage.lines or damage.marks or damage.breaks))
PAGE = {layout.name: layout for layout in HTML_LAYOUTS}


@dataclass(frozen=True, slots=True)
class OfficeLayout:
    """A file format, and a way in which a report is put into it; ``shows_blanks`` unless a blank cell is nothing."""

    name: str
    suffix: str
    write: Callable[[Sequence[Block], Random], bytes]
    shows_blanks: bool = True

    def fits(self, form: str, damage: str) -> bool:
        """Say whether the perturbation can befall that form in this format: in a sheet no cell can be left out."""
        if self.suffix == "xlsx" and DAMAGE[damage].traceless_blanks:
            return False
        return form in DAMAGE[damage].forms and (self.shows_blanks or damage != "unfilled")


def _word(**habits: object) -> Callable[[Sequence[Block], Random], bytes]:
    return lambda pieces, random: docx(pieces, Habits(**habits), random)  # type: ignore[arg-type]


def _excel(**spread: object) -> Callable[[Sequence[Block], Random], bytes]:
    return lambda pieces, random: xlsx(pieces, Spread(**spread), random)  # type: ignore[arg-type]


def page(layout: str) -> Callable[[Sequence[Block], Random], bytes]:
    """Give what writes a page that is called a Word file."""
    return lambda pieces, random: html_text(PAGE[layout], tuple(pieces)).encode("gb18030")


def saved_page(pieces: Sequence[Block], random: Random) -> bytes:
    """Give a page as a browser saves it, a picture and a style sheet with it."""
    html = encodebytes(html_text(PAGE["html_portal"], tuple(pieces)).encode()).decode()
    parts = (
        ("text/css", "http://example.invalid/a.css", "base64", encodebytes(b"p {}").decode()),
        ("text/html", "http://example.invalid/a.html", "base64", html),
        ("image/png", "http://example.invalid/a.png", "base64", encodebytes(b"\x89PNG").decode()),
    )
    head = "From: <Saved by a browser>\r\nMIME-Version: 1.0\r\n"
    head += 'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="=_b"\r\n\r\n'
    body = "".join(
        f"--=_b\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {coding}\r\n"
        f"Content-Location: {at}\r\n\r\n{words}\r\n"
        for kind, at, coding, words in parts
    )
    return f"{head}{body}--=_b--\r\n".encode()


OFFICE_LAYOUTS = {
    layout.name: layout
    for layout in (
        OfficeLayout("docx_right", "docx", _word()),
        OfficeLayout("docx_missing_merges", "docx", _word(merges="missing")),
        OfficeLayout("docx_empty_cells", "docx", _word(merges="empty")),
        OfficeLayout("docx_repeated", "docx", _word(merges="repeated")),
        OfficeLayout("docx_changed", "docx", _word(changed=True, pieces=True)),
        OfficeLayout("docx_numbered", "docx", _word(numbered=True, noted=True)),
        OfficeLayout("docx_boxed", "docx", _word(boxed=True)),
        OfficeLayout("docx_nested", "docx", _word(nested=True)),
        OfficeLayout("docx_controls", "docx", _word(controls=True)),
        OfficeLayout("xlsx_right", "xlsx", _excel()),
        OfficeLayout("xlsx_framed", "xlsx", _excel(merges="empty", framed=True)),
        OfficeLayout("xlsx_unmerged", "xlsx", _excel(merges="empty"), shows_blanks=False),
        OfficeLayout("xlsx_repeated", "xlsx", _excel(merges="repeated")),
        OfficeLayout("xlsx_as_text", "xlsx", _excel(numbers="mixed", offset=(4, 2))),
        OfficeLayout("xlsx_formulas", "xlsx", _excel(numbers="formulas", apart=True, offset=(1, 1))),
        OfficeLayout("xlsx_tight", "xlsx", _excel(tight=True)),
        OfficeLayout("rtf_right", "rtf", lambda pieces, random: rtf(pieces, "right")),
        OfficeLayout("rtf_missing_merges", "rtf", lambda pieces, random: rtf(pieces, "missing")),
        OfficeLayout("page_as_doc", "doc", page("html_word")),
        OfficeLayout("mht", "mht", saved_page),
    )
}


def office_sample(form: str, layout: str, damage: str = "plain", seed: int | str = 0) -> Sample:
    """Give the report of a form in a layout with a perturbation, as a file."""
    random = Random(f"{form}{layout}{damage}{seed}")
    pieces, right = perturbed(form, f"{layout}{damage}{seed}", damage, random)
    chosen = OFFICE_LAYOUTS[layout]
    name = f"{form}-{layout}-{damage}-{seed}.{chosen.suffix}"
    return Sample(name, form, layout, damage, chosen.write(pieces, random), right)


def perturbed(form: str, seed: str, damage: str, random: Random) -> tuple[tuple[Block, ...], Answers]:
    """Give the blocks of a report after a perturbation, and the right answers to them."""
    style = Style(heading_unit=random.choice(("——", "-------", "", "/")))
    numbering = random.choice(list(NUMBERINGS))
    befalls = DAMAGE[damage]
    plain = draft(truth(form, YEARS[form], seed), seed, numbering=numbering, style=style)
    made = befalls.draft(plain, random) if befalls.draft else plain
    right = answers(form, made.rows)
    if befalls.unsure:
        right = {key: replace(answer, sure=False) for key, answer in right.items()}
    if befalls.traceless_blanks:
        right = uncertain_with_blanks(right)
    pieces = tuple(piece for block in blocks(made) for piece in changed(block, made, befalls, random))
    if befalls.sheet:
        seen = {cell.key for piece in pieces if piece.sheet for row in piece.sheet.rows for cell in row}
        right = {key: answer if key in seen or answer.state == "absent" else LOST for key, answer in right.items()}
    return pieces, right


def main() -> None:
    """Print the score of every layout and perturbation, and examples of what went wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.generator.office", description=__doc__)
    parser.add_argument("--layout", action="append", choices=list(OFFICE_LAYOUTS))
    parser.add_argument("--damage", action="append", choices=FITTING)
    parser.add_argument("--form", action="append", choices=list(YEARS))
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--show", type=int, default=5)
    asked = parser.parse_args()
    score: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    examples: dict[str, list[str]] = defaultdict(list)
    for seed, form, layout, damage in product(
        range(asked.seeds), asked.form or YEARS, asked.layout or OFFICE_LAYOUTS, asked.damage or FITTING
    ):
        if OFFICE_LAYOUTS[layout].fits(form, damage):
            sample = office_sample(form, layout, damage, seed)
            for key, (mark, shown) in marks(sample, read(sample)).items():
                score[layout, damage][mark] += 1
                examples[mark].append(f"{sample.name} {' '.join(key)}: {shown}")
    print(report(score, True))
    for mark in ("wrong", "missing"):
        step = max(1, len(examples[mark]) // max(1, asked.show))
        print(*(f"{mark}: {example}" for example in examples[mark][::step][: asked.show]), sep="\n")


if __name__ == "__main__":
    main()
