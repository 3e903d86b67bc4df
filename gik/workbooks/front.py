"""The sheets in front: cover (封面), contents (目录), notes (说明)."""

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from gik.blanking import blanks_policy
from gik.definitions import definition
from gik.forms import load_forms
from gik.frames import Tables, records_of
from gik.series import followed
from gik.stamp import stamp
from gik.trend_notes import break_reason
from gik.workbooks.sheets import Book, Sheet, Shown, lines_of
from gik.workbooks.words import BOTH, cell_label, form_name, said, words

WIDTHS = {"zh": (24.0, 64.0), "en": (30.0, 60.0), BOTH: (48.0, 64.0)}
LINE = 16.0
ON_ONE_PAGE = 24  # sheets of a list of contents that is printed on one page; a longer one would be too small
COLON = {"zh": "：", "en": ": ", BOTH: "："}


def write_cover(book: Book, name: str, tables: Tables, made: datetime, scope: str) -> None:
    """Write the cover: title, scope, years, files read and refused, forms, findings, when it was made, who signs."""
    told = book.words
    sheet = book.sheet(name, WIDTHS[book.language])
    sheet.add([], height=90)
    sheet.add([Shown(told["title"], "title")], merge=True, height=32 * lines_of(told["title"], 40))
    sheet.add([], height=40)
    status = {key: int((tables.reports["status"] == key).sum()) for key in ("ok", "partial", "failed")}
    severity = {key: int((tables.findings["severity"] == key).sum()) for key in told["severity"]}
    lines = {
        told["scope"]: scope or told["scope_all"],
        told["years"]: _years(book, tables),
        told["read"]: told["read_value"].format(total=len(tables.reports), **status),
        told["forms_used"]: _forms(book, tables),
        told["issues"]: told["issues_value"].format(**severity),
        told["made"]: told["made_value"].format(made=made),
        told["version"]: stamp(),
    }
    for label, value in lines.items():
        _pair(sheet, Shown(label, "body"), Shown(value, "body"))
    sheet.add([], height=40)
    for text in told["signed"]:
        _pair(sheet, Shown(text, "list"), Shown(told["signed_day"] if text == told["signed"][-1] else "", "list"))


def write_contents(book: Book, name: str, entries: Sequence[tuple[str, str]]) -> None:
    """Write the contents: a line a sheet, its name a link to it; ``entries`` are (sheet, what it holds)."""
    sheet = book.sheet(name, WIDTHS[book.language], pages=int(len(entries) <= ON_ONE_PAGE))
    sheet.add([Shown(name, "heading")], merge=True, height=28)
    sheet.add([Shown(text, "head") for text in book.words["contents_head"]], height=20)
    for target, about in entries:
        quoted = target.replace("'", "''")
        _pair(sheet, Shown(target, "link", link=f"'{quoted}'!A1"), Shown(about, "body"))


def write_notes(book: Book, name: str, tables: Tables) -> None:
    """Write the notes: sources, what each kind of cell means, blanks, checks, comparability, corrections."""
    notes = definition("workbook_notes.toml")
    languages = ("zh", "en") if book.language == BOTH else (book.language,)
    sheet = book.sheet(name, WIDTHS[book.language])
    sheet.add([Shown(name, "heading")], merge=True, height=28)
    for paragraphs in zip(*(notes[language]["before"] for language in languages), strict=True):
        _paragraphs(sheet, paragraphs)
    for entry in notes["legend"]:
        example = entry["sample"]  # of what a report prints, the same in every language
        example = said(example, book.language) if isinstance(example, dict) else example
        sample = Shown(example, entry["look"], mark=entry.get("mark", False))
        _pair(sheet, sample, Shown(said(entry, book.language), "body"))
    sheet.add([], height=8)
    _paragraphs(sheet, [notes[language]["blanks"][blanks_policy(tables)] for language in languages])
    for paragraphs in zip(*(notes[language]["after"] for language in languages), strict=True):
        _paragraphs(sheet, paragraphs)
    for series in followed().values():
        label = said({"zh": series.label, "en": series.label_en}, book.language)
        how = book.words["comparability"][series.comparability]
        why = break_reason(series, "en" if book.language == "en" else "zh")
        _pair(sheet, Shown(label, "list"), Shown(f"{how}{COLON[book.language]}{why}" if why else how, "list"))
    sheet.add([], height=8)
    for form in load_forms().values():
        _paragraphs(sheet, [f"{form_name(form, book.language)}{COLON[book.language]}{form.source}"])
    corrections = _corrections(tables, book.language)
    _paragraphs(sheet, [notes[language]["corrections" if corrections else "no_corrections"] for language in languages])
    for place, reason in corrections:
        _pair(sheet, Shown(place, "list"), Shown(reason, "list"))
    for name in ("last", "version"):
        _paragraphs(sheet, [notes[language][name].format(stamp=stamp()) for language in languages])


def _corrections(tables: Tables, language: str) -> list[tuple[str, str]]:
    """Give the corrections that are used: whose and where, and from what to what and why."""
    if "correction" not in tables.cells:
        return []
    names = tables.reports.drop_duplicates("report").set_index("report")
    found = []
    for frame in (tables.cells, tables.figures):
        for line in records_of(frame[frame["correction"] != ""]):
            about = names.loc[line["report"]]
            use = "—" if line["corrected"] is pd.NA else f"{line['corrected']:.15g}"
            key = line.get("table", ""), line.get("row", ""), line.get("column", "")
            form = load_forms().get(line.get("form", "")) if key[1] else None
            label = cell_label(form, key, language) if form else line["label"]
            change = f"{label}{COLON[language]}{line['text'].strip()}→{use}；{line['correction']}"
            found.append((f"{about['issuer']} {about['year']}", change))
    return found


def _pair(sheet: Sheet, left: Shown, right: Shown) -> None:
    ratio = 1.0 if right.look == "list" else 0.8  # smaller letters
    widths = WIDTHS[sheet.book.language]
    lines = (lines_of(str(s.value), width * ratio) for s, width in zip((left, right), widths, strict=True))
    sheet.add([left, right], height=LINE * max(lines) + 4)


def _paragraphs(sheet: Sheet, texts: Sequence[str]) -> None:
    for text in texts:
        sheet.add(
            [Shown(text, "body")], merge=True, height=LINE * lines_of(text, sum(WIDTHS[sheet.book.language]) * 0.8) + 6
        )


def _years(book: Book, tables: Tables) -> str:
    years = sorted(int(year) for year in tables.reports["year"].dropna().unique())
    if not years:
        return str(book.words["year_none"])
    span = book.words["year_one" if len(years) == 1 else "year_span"]
    return str(span.format(first=years[0], last=years[-1]))


def _forms(book: Book, tables: Tables) -> str:
    counts = tables.reports.loc[tables.reports["status"] != "failed", "form"].value_counts()
    other = int(sum(count for code, count in counts.items() if code not in load_forms()))
    lines = []
    for language in ("zh", "en") if book.language == BOTH else (book.language,):
        own = words(language)
        listed = [
            own["form_count"].format(name=form_name(form, language), count=counts[code])
            for code, form in load_forms().items()
            if code in counts
        ]
        lines.append(own["separator"].join([*listed, *([own["form_other"].format(count=other)] if other else [])]))
    return "\n".join(lines)
