"""A Chinese font for printed pages: the characters that reports here use, as outlines that reportlab can embed."""

from functools import cache
from io import BytesIO
from pathlib import Path

NAMES = {False: "FictionSans", True: "FictionSerif"}
_HERE = Path(__file__).parent
_SOURCES = (_HERE, _HERE.parents[1] / "gik" / "definitions" / "forms")


@cache
def register(serif: bool = False) -> str:
    """Make the font, upright strokes or those of a book face (宋体), known to reportlab, once, and give its name."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    pdfmetrics.registerFont(TTFont(NAMES[serif], BytesIO(_truetype(serif))))
    return NAMES[serif]


@cache
def _truetype(serif: bool) -> bytes:
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import TTFont
    from pylopdf_fonts_zh_cn import sans_path, serif_path

    source = TTFont(serif_path() if serif else sans_path(), lazy=True)
    glyphs, known = source.getGlyphSet(), source.getBestCmap()
    names = {ord(char): known[ord(char)] for char in sorted(_characters()) if ord(char) in known}
    outlines = {}
    for name in dict.fromkeys([".notdef", *names.values()]):
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, max_err=2.0, reverse_direction=True))
        outlines[name] = pen.glyph()
    metrics = {name: source["hmtx"][name] for name in outlines}
    font = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    font.setupGlyphOrder(list(outlines))
    font.setupCharacterMap(names)
    font.setupGlyf(outlines)
    font.setupHorizontalMetrics(metrics)
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": NAMES[serif], "styleName": "Regular", "psName": NAMES[serif]})
    font.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=880, usWinDescent=120)
    font.setupPost()
    made = BytesIO()
    font.save(made)
    return made.getvalue()


def _characters() -> set[str]:
    files = [path for folder in _SOURCES for path in folder.iterdir() if path.suffix in (".py", ".toml")]
    return set("".join(path.read_text(encoding="utf-8") for path in files)) | set(map(chr, range(32, 127)))
