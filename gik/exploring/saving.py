"""Saving (导出): a view as workbook, picture and data, with its caption and the line of code that makes it again."""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pandas as pd
from openpyxl.drawing.image import Image

from gik.charts import save_chart
from gik.charts.saving import chart_rows
from gik.charts.scales import label, unit
from gik.errors import GikError
from gik.exploring.words import form_names, words
from gik.frames import records_of
from gik.safety import sheet_names, visible
from gik.saving import put_in_place, save_csv
from gik.series import FRACTION, find_series
from gik.stamp import stamp
from gik.workbooks.lists import LINE, parts
from gik.workbooks.saving import require_closed, save_workbook
from gik.workbooks.sheets import Book, Shown, lines_of
from gik.workbooks.words import place_words

if TYPE_CHECKING:
    from gik.exploring.views import View

ENDINGS = (".xlsx", ".png", ".svg", ".csv")
NAME_LIMIT = 100  # bytes of a file's name without its ending: less than any disk's limit
_BARRED = '<>:"/\\|?*'  # what Windows allows in no name
_WIDTHS = {
    "form": 14,
    "rule": 14,
    "note": 34,
    "message": 60,
    "file": 34,
    "cell": 30,
    "place": 24,
    "group": 26,
    "label": 26,
    "issuer": 20,
}
_POINTS = ["label", "group", "year", "value", "unit", "form", "comparable", "n", "numerator", "denominator", "small"]
_SOURCES = ["label", "group", "year", "cell", "text", "value", "unit", "basis", "file", "place", "figure"]
_DIGITS = 6  # of a fraction in the workbook; the CSV has them all
_IMAGE_WIDTH = 680  # pixels: the width of an A4 page
_EPOCH = datetime(2000, 1, 1)  # what the file says of its making: the same view gives the same bytes


def save_view(view: "View", folder: Path) -> tuple[Path, ...]:
    """Save a view into a folder as .xlsx, .png, .svg and .csv, all or none, and give the paths.

    The sheets are 说明 (caption, line of code), 图, 表, 数据, 出处 and 核对问题. Words stay words in all of them.
    Raises GikError where the chart can't be drawn, the folder not be written, or a file is open elsewhere.
    """
    name = file_name(view.title, view.code + view.fingerprint)
    targets = tuple(folder / f"{name}{ending}" for ending in ENDINGS)
    chart = view.chart
    try:
        folder.mkdir(parents=True, exist_ok=True)
        require_closed(targets[0])
        with TemporaryDirectory(prefix=".saving-", dir=folder) as scratch:
            fresh = [Path(scratch) / target.name for target in targets]
            save_chart(chart, fresh[1], lang=view.choice.lang)
            save_csv(chart_rows(chart, view.choice.lang), fresh[3])
            _write_workbook(view, fresh[0], fresh[1])
            put_in_place(fresh, targets)
    except OSError as error:
        raise GikError(f"{error.filename or folder} 不能写入，或正被其他程序使用；请关闭后重试。") from error
    return targets


def file_name(title: str, content: str) -> str:
    """Give a name that every system allows: of a title, and six digits that tell one choice from another.

    >>> file_name("收到/新收：甲局 ", "")
    '收到_新收：甲局_e3b0c4'
    """
    plain = "".join("_" if sign in _BARRED or not sign.isprintable() else sign for sign in title)
    cut = plain.encode("utf-8", "replace")[:NAME_LIMIT].decode("utf-8", "ignore").strip(" .~")
    return f"{cut}_{sha256(content.encode('utf-8', 'replace')).hexdigest()[:6]}"


def _write_workbook(view: "View", path: Path, picture: Path) -> None:
    lang = view.choice.lang
    text, book = words(lang), Book(lang)
    properties: Any = book.workbook.properties
    properties.creator, properties.created, properties.modified = "gik", _EPOCH, _EPOCH
    rows = chart_rows(view.chart, lang)
    names_of = dict(zip(rows["series"], rows["label"], strict=True))
    frames = {
        "table": _wide(view),
        "points": rows[[*_POINTS, "assumed", "note"]].assign(value=rows["value"].round(_DIGITS)),
        "sources": view.sources.assign(label=view.sources["series"].map(names_of))[_SOURCES],
        "findings": view.findings,
    }
    cut = [(kind, part) for kind, frame in frames.items() for part in parts(frame)]
    names = sheet_names([text["sheets"][kind] for kind in ("about", "chart", *(kind for kind, _ in cut))])
    _about(book, names[0], view)
    _picture(book, names[1], picture)
    for sheet, (_, frame) in zip(names[2:], cut, strict=True):
        _list(book, sheet, frame, lang)
    if book.overflow:  # words longer than a cell holds
        names.append(sheet_names([*names, book.words["overflow"]])[-1])
        _list(book, names[-1], pd.DataFrame(book.overflow), lang)
    with book.finished(names) as rows_of:
        save_workbook(book.workbook, rows_of, path)


def _about(book: Book, name: str, view: "View") -> None:
    width = 90.0
    text, sheet = words(view.choice.lang), book.sheet(name, [width])
    first, *lines = view.caption.split("\n")
    for line, look in [
        (first, "heading"), *((line, "body") for line in lines), (stamp(), "body"),
        (f"{text['again']}{text['colon']}", "body"), (view.code, "body"),
    ]:  # fmt: skip
        sheet.add([Shown(line, look)], height=16 * lines_of(visible(line), width * 0.8) + 6)


def _picture(book: Book, name: str, picture: Path) -> None:
    sheet = book.sheet(name, [90.0])
    image: Any = Image(io.BytesIO(picture.read_bytes()))
    image.width, image.height = _IMAGE_WIDTH, round(image.height * _IMAGE_WIDTH / image.width)
    sheet.ws.add_image(image, "A1")


def _wide(view: "View") -> pd.DataFrame:
    """Give the table as it is read: fractions as percentages of one decimal, and what has no value said to have none.

    What stays empty is a year without a report.
    """
    lang, wide = view.choice.lang, view.table.reset_index()
    known = [find_series(str(code)) for code in wide["series"]]
    percent = pd.Series([one.unit == FRACTION for one in known], index=wide.index)
    for year in view.table.columns:
        wide[year] = wide[year].mask(percent, (wide[year] * 100).round(1)).astype("object")
    for point in records_of(view.points[view.points["value"].isna()]):
        line = (wide["series"] == point["series"]) & (wide["group"] == point["group"])
        wide.loc[line, point["year"]] = words(lang)["missing"]
    wide.insert(0, "label", [label(one, lang) for one in known])
    wide.insert(2, "unit", [unit(one, lang) for one in known])
    return wide.drop(columns="series").rename(columns=str)


def _list(book: Book, name: str, frame: pd.DataFrame, lang: str) -> None:
    text = words(lang)
    widths = [float(_WIDTHS.get(column, 9)) for column in frame.columns]
    sheet = book.sheet(name, widths, landscape=True, repeat="1:1")
    sheet.filter(len(frame))
    sheet.add([Shown(text["columns"].get(column, column), "head") for column in frame.columns], height=LINE * 2)
    for row in frame.astype("object").itertuples(index=False, name=None):
        values = list(_cells(row, frame.columns.tolist(), lang))
        needed = (lines_of(visible(v), width * 0.9) for v, width in zip(values, widths, strict=True) if type(v) is str)
        looks = ["list" if value is None or isinstance(value, str) else "list_number" for value in values]
        cells = [Shown(value, look) for value, look in zip(values, looks, strict=True)]
        sheet.add(cells, height=LINE * max(needed, default=1) + 3)


def _cells(row: Sequence[Any], columns: Sequence[str], lang: str) -> Iterator[str | float | None]:
    text, forms = words(lang), form_names(lang)
    for value, column in zip(row, columns, strict=True):
        if value is None or pd.isna(value):
            yield None
        elif isinstance(value, bool):
            yield str(text["yes"][str(value).lower()])
        elif column == "form":
            yield "/".join(forms.get(code, code) for code in value.split("/"))
        elif column == "place":
            yield place_words(value, lang)
        elif column == "severity":
            yield str(text["severity"].get(value, value))
        else:
            yield value if isinstance(value, str) else float(value)
