"""The sheets in front: cover (封面), contents (目录), notes (说明)."""

from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version

from gik.definitions import definition
from gik.forms import load_forms
from gik.frames import Tables
from gik.workbooks.sheets import Book, Sheet, Shown, lines_of

WIDTHS = (20.0, 66.0)
LINE = 16.0


def write_cover(book: Book, name: str, tables: Tables, made: datetime) -> None:
    """Write the cover: title, years, files read and refused, forms, findings, and when it was made."""
    words = book.words
    sheet = book.sheet(name, WIDTHS)
    sheet.add([], height=120)
    sheet.add([Shown(words["title"], "title")], merge=True, height=40)
    sheet.add([], height=60)
    status = {key: int((tables.reports["status"] == key).sum()) for key in ("ok", "partial", "failed")}
    severity = {key: int((tables.findings["severity"] == key).sum()) for key in words["severity"]}
    lines = {
        words["years"]: _years(book, tables),
        words["read"]: words["read_value"].format(total=len(tables.reports), **status),
        words["forms_used"]: _forms(book, tables),
        words["issues"]: words["issues_value"].format(**severity),
        words["made"]: words["made_value"].format(made=made),
        words["version"]: _version(),
    }
    for label, value in lines.items():
        _pair(sheet, Shown(label, "body"), Shown(value, "body"))


def write_contents(book: Book, name: str, entries: Sequence[tuple[str, str]]) -> None:
    """Write the contents: a line a sheet, its name a link to it; ``entries`` are (sheet, what it holds)."""
    sheet = book.sheet(name, WIDTHS)
    sheet.add([Shown(name, "heading")], merge=True, height=28)
    sheet.add([Shown(text, "head") for text in book.words["contents_head"]], height=20)
    for target, about in entries:
        _pair(sheet, Shown(target, "link", link=target), Shown(about, "body"))


def write_notes(book: Book, name: str) -> None:
    """Write the notes: where the figures come from, what each kind of cell means, what was checked."""
    notes = definition("workbook.toml")["notes"]
    sheet = book.sheet(name, WIDTHS)
    sheet.add([Shown(name, "heading")], merge=True, height=28)
    for text in notes[book.language]:
        _paragraph(sheet, text)
    for entry in notes["legend"]:
        _pair(sheet, Shown(entry["sample"], entry["state"]), Shown(entry[book.language], "body"))
    sheet.add([], height=8)
    for text in notes[f"after_{book.language}"]:
        _paragraph(sheet, text)
    for form in load_forms().values():
        _paragraph(sheet, f"{form.name}：{form.source}" if book.language == "zh" else f"{form.name_en}: {form.source}")


def _pair(sheet: Sheet, left: Shown, right: Shown) -> None:
    lines = (lines_of(str(s.value), width * 0.8) for s, width in zip((left, right), WIDTHS, strict=True))
    sheet.add([left, right], height=LINE * max(lines) + 4)


def _paragraph(sheet: Sheet, text: str) -> None:
    sheet.add([Shown(text, "body")], merge=True, height=LINE * lines_of(text, sum(WIDTHS) * 0.8) + 6)


def _years(book: Book, tables: Tables) -> str:
    years = sorted(int(year) for year in tables.reports["year"].dropna().unique())
    if not years:
        return str(book.words["year_none"])
    words = book.words["year_one" if len(years) == 1 else "year_span"]
    return str(words.format(first=years[0], last=years[-1]))


def _forms(book: Book, tables: Tables) -> str:
    words, forms = book.words, load_forms()
    counts = tables.reports.loc[tables.reports["status"] != "failed", "form"].value_counts()
    lines = [
        words["form_count"].format(name=form.name if book.language == "zh" else form.name_en, count=counts[code])
        for code, form in forms.items()
        if code in counts
    ]
    other = int(sum(count for code, count in counts.items() if code not in forms))
    return "；".join([*lines, *([words["form_other"].format(count=other)] if other else [])])


def _version() -> str:
    try:
        return f"gik {version('gik')}"
    except PackageNotFoundError:  # used from its folder, without having been installed
        return "gik"
