"""The form to fill in (填报表): an agency's own table, checked while it is typed, and read back by ``gik.parse``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from gik.errors import GikError
from gik.form_lines import Line, lines
from gik.forms import Form, Key, load_forms
from gik.layouts import printed_words, title
from gik.statements import column_name, row_name
from gik.workbooks.layout import LINE, layout
from gik.workbooks.printed import start_form, write_line, write_table
from gik.workbooks.saving import save_workbook
from gik.workbooks.sheets import Book, Formula, Sheet, Shown, lines_of
from gik.workbooks.words import LANGUAGES

MADE = datetime(2000, 1, 1)  # the same form has the same bytes, whenever it is written
ENTRIES = "A5:O200"  # where numbers can be typed: below the lines above the form
NAMED = 6  # parts that are written out
WIDTHS = (64.0, 8.0, 10.0, 10.0, 10.0, 14.0)
ALARM: dict[str, Any] = {
    "font": Font(color="9C0006", bold=True),
    "fill": PatternFill(bgColor="FFC7CE", fill_type="solid"),
}
AMOUNT, SIGNED = "万元", "change"  # a unit with decimals, and the column of increases and decreases


def write_form(
    path: str | Path, form: str = "art2021", *, agency: str = "", year: int | None = None, lang: str = "zh"
) -> Path:
    """Write an empty national form (空白填报表) as a workbook and give its path.

    Its cells take whole numbers of at least 0 (amounts decimals, increases and decreases any whole number); everything
    else is protected, without a password. A second sheet holds every identity that ``gik.check`` asks for as a live
    formula: printed, calculated, difference, and a result in words; what fails turns red and bold on the form too.
    A form that no check names has neither formulas nor that sheet.
    Filled in, ``gik.parse`` reads it like any report. ``agency`` and ``year`` stand in the title, which stays open.
    ``lang`` (zh, en, both) is that of the second sheet; the form is Chinese.

    Raises GikError for another form or language, and where the path can't be written.

    >>> import gik
    >>> from tempfile import mkdtemp
    >>> path = write_form(Path(mkdtemp(), "form.xlsx"), agency="云溪市水务局", year=2022)
    >>> gik.parse(path).reports[["issuer", "year", "form"]].to_dict("records")
    [{'issuer': '云溪市水务局', 'year': 2022, 'form': 'art2021'}]
    """
    if form not in load_forms():
        raise GikError(f"没有“{form}”这种格式；可选：{'、'.join(load_forms())}。")
    if lang not in LANGUAGES:
        raise GikError(f"lang={lang!r}：只有 {'、'.join(LANGUAGES)}。")
    definition, book = load_forms()[form], Book(lang)
    properties = book.workbook.properties
    properties.creator, properties.created, properties.modified = "gik", MADE, MADE
    checks = [part for line in lines(definition) for part in _single(line)]
    name, second = definition.name, str(book.words["form_check"])
    sheet = start_form(book, name, definition)
    places = _write_entries(sheet, definition, agency, year, second, len(checks))
    if checks:
        _write_checks(book, second, definition, checks, places, name)
    _guard(sheet, definition, places)
    for check in checks:
        for key in check.whole:
            area = _address(places[key])
            _alarm(sheet, area, _fails(check, places, ""))
    with book.finished(list(book.sheets)) as rows:
        return save_workbook(book.workbook, rows, Path(path))


def _write_entries(
    sheet: Sheet, form: Form, agency: str, year: int | None, second: str, count: int
) -> dict[Key, tuple[int, int]]:
    """Write the form with open cells, and say where each of them stands."""
    words, printed = sheet.book.words, printed_words()
    failing = f'COUNTIF({_sheet(second)}F2:F{count + 1},"※*")'
    status = _words(words["form_status"].format(count=count))
    found = f"&{failing}&".join(map(_words, words["form_found"].split("{count}")))
    fine, empty = (_words(words[name]) for name in ("form_fine", "form_empty"))
    done = f"IF({failing}>0,{found},IF(COUNT({ENTRIES})=0,{empty},{fine}))"
    sheet.add([Formula(f"{status}&{done}", "note") if count else Shown(words["form_none"], "note")], merge=True)
    for line in str(words["form_help"]).split("\n"):
        write_line(sheet, Shown(line, "note"))
    issuer, on = agency or printed["agency_blank"], str(year or printed["year_blank"])
    write_line(sheet, Shown(printed["form_title"].format(agency=issuer, year=on), "entry_title"), 18)
    source = printed["block_source"].format(issuer=issuer, year=on, file=printed["form_file"])
    write_line(sheet, Shown(source, "entry_line"))
    places: dict[Key, tuple[int, int]] = {}
    for table in form.tables:
        if len(form.tables) > 1:
            write_line(sheet, Shown(title(table.code), "heading"), LINE + 6)
        places |= write_table(sheet, layout(form, table.code), {}, Shown(None, "entry"))
    sheet.add([], height=6)
    write_line(sheet, Shown(printed["signature"], "entry_line"), 22)
    return places


def _write_checks(
    book: Book, name: str, form: Form, checks: Sequence[Line], places: Mapping[Key, tuple[int, int]], on: str
) -> None:
    """Write the sheet of identities: what is typed, what it should be, the difference, and what that means."""
    words, at = book.words, _sheet(on)
    sheet = book.sheet(name, WIDTHS, repeat="1:1")
    sheet.add([Shown(text, "head") for text in words["form_head"]], height=LINE * 2)
    for row, check in enumerate(checks, start=2):
        whole, parts = (_list(keys, places, at) for keys in (check.whole, check.parts))
        both = f"{whole},{parts}"
        count = len(check.whole) + len(check.parts)
        wrong = words["form_wrong"] if check.compare == "equal" else words["form_over"]
        verdict = (
            f'IF(COUNT({both})=0,"",IF({_fails(check, places, at)},IF(COUNT({both})<{count},'
            f"{_words('※' + words['form_over'])},{_words('※' + wrong)}),"
            f"IF(COUNT({both})<{count},{_words(words['form_open'])},{_words(words['form_ok'])})))"
        )
        text = _said(check, form)
        cell = _address(places[check.whole[0]])
        sheet.add(
            [
                Shown(text, "list"),
                Shown(cell, "list_link", link=at + cell),
                Formula(f'IF(COUNT({whole})={len(check.whole)},SUM({whole}),"")', "list_number"),
                Formula(f'IF(COUNT({parts})>0,SUM({parts}),"")', "list_number"),
                Formula(f'IF(AND(ISNUMBER(C{row}),ISNUMBER(D{row})),ROUND(C{row}-D{row},6),"")', "list_number"),
                Formula(verdict, "list"),
            ],
            height=14.5 * lines_of(text, WIDTHS[0] * 0.9) + 4,
        )
    _alarm(sheet, f"A2:F{len(checks) + 1}", 'LEFT($F2,1)="※"')
    sheet.ws.protection.enable()


def _alarm(sheet: Sheet, area: str, condition: str) -> None:
    """Let cells turn red and bold under a condition."""
    made: Any = FormulaRule
    sheet.ws.conditional_formatting.add(area, made(formula=[condition], **ALARM))


def _guard(sheet: Sheet, form: Form, places: Mapping[Key, tuple[int, int]]) -> None:
    """Let only numbers be typed, and only where the form asks for them."""
    words = sheet.book.words
    amounts = [key for key in places if form.unit(key) == AMOUNT]
    signed = [key for key in places if key[2] == SIGNED]
    whole = [key for key in places if key not in amounts and key not in signed]
    kinds: tuple[tuple[list[Key], Any, str, str], ...] = (
        (whole, "whole", "0", words["form_error"]),
        (signed, "whole", "-99999999", words["form_error_signed"]),
        (amounts, "decimal", "0", words["form_error_amount"]),
    )
    for keys, kind, least, error in kinds:
        if keys:
            rule = DataValidation(type=kind, operator="greaterThanOrEqual", formula1=least, allow_blank=True)
            rule.errorStyle, rule.error, rule.showErrorMessage = "stop", error, True
            rule.sqref = " ".join(_address(places[key]) for key in keys)
            sheet.ws.add_data_validation(rule)
    sheet.ws.protection.enable()


def _single(line: Line) -> Iterator[Line]:
    """Give an equation as it is, and a bound on several parts as a bound on each."""
    if line.compare == "equal":
        yield line
    else:
        for part in line.parts:
            yield replace(line, parts=(part,))


def _fails(check: Line, places: Mapping[Key, tuple[int, int]], at: str) -> str:
    """Give the condition under which a check fails: unequal once all is filled in, or exceeded before that."""
    whole, parts = (_list(keys, places, at) for keys in (check.whole, check.parts))
    filled = f"COUNT({whole})={len(check.whole)}"
    over = f"AND({filled},ROUND(SUM({parts})-SUM({whole}),6)>0)"
    if check.compare != "equal":
        return over
    return f"OR({over},AND({filled},COUNT({parts})={len(check.parts)},ROUND(SUM({parts})-SUM({whole}),6)<>0))"


def _said(check: Line, form: Form) -> str:
    """Say what a check asks for, by the names of its cells."""
    by_column = check.each == "column"
    parts, whole = (
        [row_name(form, *key[:2]) if by_column else column_name(form, key[0], key[2]) for key in keys]
        for keys in (check.parts, check.whole)
    )
    sum_ = "＋".join(parts) if len(parts) <= NAMED else f"{parts[0]}＋…＋{parts[-1]}（{len(parts)}项）"
    sign = "＝" if check.compare == "equal" else "≤"
    return f"{check.name}：{sum_}{sign}{'＋'.join(whole)}"


def _list(keys: Sequence[Key], places: Mapping[Key, tuple[int, int]], at: str) -> str:
    return ",".join(at + _address(places[key]) for key in keys)


def _address(place: tuple[int, int]) -> str:
    return f"{get_column_letter(place[1])}{place[0]}"


def _sheet(name: str) -> str:
    quoted = name.replace("'", "''")
    return f"'{quoted}'!"


def _words(text: str) -> str:
    quoted = text.replace('"', '""')
    return f'"{quoted}"'
