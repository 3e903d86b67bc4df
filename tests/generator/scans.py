"""Reports as scans (扫描件): printed pages as pictures, askew, grey, blurred and noisy, as files of every kind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from random import Random
from typing import Any

from tests.generator.office import perturbed
from tests.generator.pdf_layouts import PDF_LAYOUTS, pdf_bytes
from tests.generator.prose import Block
from tests.generator.samples import DAMAGE, Sample
from tests.generator.sheets import Answer

# Layouts that offices print and scan, and the resolutions at which they do; each pair is a layout of scans.
PRINTS = ("pdf_ruled", "pdf_serif", "pdf_open", "pdf_landscape", "pdf_unruled")
RESOLUTIONS = (150, 200)
SCANS = {f"scan{dpi}_{name.removeprefix('pdf_')}": (name, dpi) for dpi in RESOLUTIONS for name in PRINTS}
# What a picture shows otherwise than text does: blanks, dashes, notes, long and negative numbers.
SEEN = ("plain", "blanks", "dashes", "zeros", "thousands", "notes", "rows_left_out", "signs")
# Kinds of file: pictures hold one page, the others a whole report.
PICTURES = ("png", "jpg")
KINDS = (*PICTURES, "tif", *PICTURES, "pdf")


@dataclass(frozen=True, slots=True)
class Light:
    """How a page lay and how it was lit: degrees askew, blur in dots, noise and paper in levels of grey of 255,
    how much darker one side is, and the quality of the JPEG (0 for none)."""

    skew: float
    blur: float
    noise: float
    paper: int
    shade: int
    quality: int


def any_light(random: Random) -> Light:
    """Give some light, as scanners and cameras in offices have it."""
    return Light(
        skew=random.choice((-1, 1)) * random.uniform(0.3, 1.5),
        blur=random.uniform(0.2, 0.8),
        noise=random.uniform(2, 9),
        paper=random.randrange(205, 256),
        shade=random.choice((0, 12, 25)),
        quality=random.choice((0, 65, 80, 92)),
    )


def scan_sample(form: str, layout: str, damage: str = "plain", seed: int | str = 0, kind: str = "pdf") -> Sample:
    """Give the tables of a report of a form as a scan: all of them, or those that a page holds."""
    random = Random(f"{form}{layout}{damage}{seed}{kind}")
    pieces, right = perturbed(form, f"{layout}{damage}{seed}", damage, random)
    chosen, dpi = SCANS[layout]
    pieces = tuple(piece for piece in pieces if piece.kind != "text")
    if kind in PICTURES:
        pieces = _one_page(pieces)
        shown = {cell.key for piece in pieces if piece.sheet for row in piece.sheet.rows for cell in row}
        right = {key: answer if key in shown else Answer("absent") for key, answer in right.items()}
    pages = pictures(pdf_bytes(PDF_LAYOUTS[chosen], pieces, seed), dpi)
    light = any_light(random)
    data = scan_file([scanned(page, light, random) for page in pages], kind, dpi, light.quality)
    return Sample(f"{form}-{layout}-{damage}-{seed}.{kind}", form, layout, damage, data, right)


def fits(form: str, damage: str) -> bool:
    """Say whether the perturbation can befall that form and be seen in a scan of it."""
    return damage in SEEN and form in DAMAGE[damage].forms


def _one_page(pieces: Sequence[Block]) -> tuple[Block, ...]:
    """Give the title and the tables that tell the form, the long one as far as a page goes."""
    tables = [piece for piece in pieces if piece.sheet and piece.sheet.table != "requests"]
    short = [replace(piece, sheet=replace(piece.sheet, rows=piece.sheet.rows[:36])) for piece in tables if piece.sheet]
    return pieces[0], *short


def pictures(data: bytes, dpi: int) -> list[Any]:
    """Give the pages of a PDF as pictures in grey."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in document]
    finally:
        document.close()


def scanned(page: Any, light: Light, random: Random) -> Any:
    """Give a page as a scanner sees it."""
    import numpy as np
    from PIL import Image, ImageFilter

    askew = page.rotate(light.skew + random.uniform(-0.1, 0.1), Image.Resampling.BICUBIC, fillcolor=255)
    ink = np.asarray(askew.filter(ImageFilter.GaussianBlur(light.blur)), dtype=np.float32) / 255
    paper = light.paper - light.shade * np.linspace(0, 1, ink.shape[1], dtype=np.float32)
    chance = np.random.default_rng(random.randrange(2**32))
    dots = 35 + (paper - 35) * ink + chance.normal(0, light.noise, ink.shape)
    return Image.fromarray(dots.clip(0, 255).astype(np.uint8))


def scan_file(pages: Sequence[Any], kind: str, dpi: int, quality: int) -> bytes:
    """Give the pages as one file: png and jpg the first of them, tif and pdf all."""
    made = BytesIO()
    if kind in PICTURES:
        pages[0].save(made, "PNG" if kind == "png" else "JPEG", dpi=(dpi, dpi), quality=quality or 95)
    elif kind == "tif":
        about = {"compression": "jpeg", "quality": quality} if quality else {"compression": "tiff_lzw"}
        pages[0].save(made, "TIFF", save_all=True, append_images=pages[1:], dpi=(dpi, dpi), **about)
    else:
        about = {"quality": quality or 95}
        pages[0].save(made, "PDF", save_all=True, append_images=pages[1:], resolution=dpi, **about)
    return made.getvalue()
