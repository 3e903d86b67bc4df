"""What reading one file costs beside the bare library that takes the same file apart, per format.

The bare library gives characters or cells; a reader gives a Document: prose in reading order, tables with their merges,
and a place for each cell.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pdfplumber
from lxml import etree
from python_calamine import CalamineWorkbook

from benchmarks.timing import Ratio, ratio
from gik.reading import read
from tests.generator.office import office_sample
from tests.generator.page_score import page_sample
from tests.generator.samples import sample

FORM = "art2019"
OLD = Path(__file__).parent.parent / "tests" / "samples" / "office" / "report.xls"
TIMES = 20  # how often a file is read that takes a millisecond


def measures() -> Iterator[Callable[[], Ratio]]:
    """Give a measure for every reader that can be tried here; that of scans needs the extra ``ocr``."""
    text, page = (sample(FORM, layout).data for layout in ("row_pipes", "html_spans"))
    yield partial(_measure, "文本 txt / bytes.decode", text, bytes.decode, 400.0)
    yield partial(_measure, "网页 html / lxml.etree.HTML", page, _elements, 12.0)
    word = office_sample(FORM, "docx_right").data
    yield partial(_measure, "Word docx / python-docx", word, _docx, 1.0)
    yield partial(_measure, "Word docx / zipfile + lxml", word, _parts, 15.0)
    yield partial(_measure, "Excel xlsx / openpyxl", office_sample(FORM, "xlsx_right").data, _openpyxl, 1.5)
    yield partial(_measure, "Excel xls / python-calamine", OLD.read_bytes(), _calamine, 50.0)
    yield partial(_measure, "PDF / pdfplumber", page_sample(FORM, "pdf_ruled").data, _pdfplumber, 2.0, 1)
    if find_spec("rapidocr"):
        yield _measure_scan


def _measure(name: str, data: bytes, bare: Callable[[bytes], object], bound: float, times: int = TIMES) -> Ratio:
    """Time the reading of a file against the bare library, and state both for one file."""
    found = ratio(
        f"读取：{name}",
        lambda: [read("a", data) for _ in range(times)],
        lambda: [bare(data) for _ in range(times)],
        bound,
    )
    return replace(found, ours=found.ours / times, theirs=found.theirs / times)


def _measure_scan() -> Ratio:
    """Time a scanned page against the recognition of the same picture at once, which knows no cells."""
    from rapidocr import RapidOCR

    from tests.generator.scans import SCANS, scan_sample

    data = scan_sample(FORM, next(iter(SCANS)), kind="png").data
    engine = RapidOCR(params={"Global.log_level": "critical"})
    return ratio("读取：扫描件一页 / rapidocr", lambda: read("a", data), lambda: engine(data), 2.0, pairs=2)


def _elements(data: bytes) -> object:
    return list(etree.HTML(data.decode()).iter())


def _parts(data: bytes) -> object:
    with ZipFile(BytesIO(data)) as package:
        parts = [etree.fromstring(package.read(name)) for name in package.namelist() if name.endswith(".xml")]
    return [list(part.iter()) for part in parts]


def _docx(data: bytes) -> object:
    document = docx.Document(BytesIO(data))
    cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return [paragraph.text for paragraph in document.paragraphs], cells


def _openpyxl(data: bytes) -> object:
    book = openpyxl.load_workbook(BytesIO(data), data_only=True)
    return [list(sheet.iter_rows(values_only=True)) for sheet in book]


def _calamine(data: bytes) -> object:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def _pdfplumber(data: bytes) -> object:
    with pdfplumber.open(BytesIO(data)) as document:
        return [(page.extract_text(), page.extract_tables()) for page in document.pages]
