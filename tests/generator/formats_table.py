"""How many cells are read right, format by format and layout by layout: ``python -m tests.generator.formats_table``.

The table is printed, and written into docs/formats.md between its two marks. With ``--format`` only the lines of
those formats are made anew. ``right``, ``missing`` and ``wrong`` are those of the score of text (see score.py).
"""

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

from gik.reading.splitting import split
from tests.generator.converted import MISSING, can_convert, converted
from tests.generator.damage import DAMAGES
from tests.generator.office import FITTING, OFFICE_LAYOUTS, office_sample
from tests.generator.page_score import page_sample
from tests.generator.pdf_layouts import PDF_LAYOUTS
from tests.generator.samples import DAMAGE, LAYOUTS, YEARS, Sample, sample
from tests.generator.scan_score import scan_marks, scan_samples
from tests.generator.scans import SCANS
from tests.generator.score import marks, read

DOC = Path(__file__).parents[2] / "docs" / "formats.md"
BEGIN, END = "<!-- table: begin -->", "<!-- table: end -->"
# Reports of each form in each layout: printed pages take long to read, and scans longer.
TEXTS, PAGES, SCANNED = 12, 2, 3


class Line(NamedTuple):
    """A line of the table. ``unnoticed``: wrong cells that are neither doubted nor contradicted by an equation."""

    format: str
    layout: str
    documents: int
    right: int
    missing: int
    wrong: int
    unnoticed: int


def _texts(layouts: Sequence[str]) -> Iterator[Sample]:
    for position, layout in enumerate(layouts):
        for form in YEARS:
            names = [damage.name for damage in DAMAGES if damage.fits(form, LAYOUTS[layout])]
            yield from (sample(form, layout, name, "table") for name in _share(names, TEXTS, position))


def _office(layouts: Sequence[str]) -> Iterator[Sample]:
    for position, layout in enumerate(layouts):
        for form in YEARS:
            names = [name for name in FITTING if OFFICE_LAYOUTS[layout].fits(form, name)]
            yield from (office_sample(form, layout, name, "table") for name in _share(names, TEXTS, position))


def _pages() -> Iterator[Sample]:
    for position, layout in enumerate(PDF_LAYOUTS):
        for form in YEARS:
            names = [name for name in FITTING if form in DAMAGE[name].forms]
            yield from (page_sample(form, layout, name, "table") for name in _share(names, PAGES, position))


def _share(names: Sequence[str], count: int, position: int) -> list[str]:
    """Give so many of the perturbations, others at every position, the plain report among them.

    >>> _share(["plain", "a", "b", "c", "d"], 3, 0), _share(["plain", "a", "b", "c", "d"], 3, 1)
    (['plain', 'a', 'c'], ['plain', 'b', 'd'])
    """
    rest = list(names[1:])
    step = max(1, len(rest) // (count - 1))
    turned = rest[position % step :] + rest[: position % step]
    return [names[0], *turned[::step][: count - 1]]


def _converted(layouts: Sequence[str], suffix: str) -> Iterator[Sample]:
    if can_convert():
        yield from converted(list(_office(layouts)), suffix)
    else:
        print(MISSING)


def _zipped() -> Iterator[Sample]:
    """Give the members of archives, one a form, that hold reports of several formats."""
    for form in YEARS:
        made = [sample(form, layout, "plain", seed) for layout in ("row_pipes", "html_spans") for seed in range(3)]
        made += [
            office_sample(form, layout, "plain", seed) for layout in ("docx_right", "xlsx_right") for seed in range(3)
        ]
        file = BytesIO()
        with ZipFile(file, "w") as archive:
            for one in made:
                archive.writestr(f"年报/{one.name}", one.data)
        parts = {part.name.rpartition("/")[2]: part.data for part in split(f"{form}.zip", file.getvalue(), whole=True)}
        yield from (replace(one, layout="zip", data=parts[one.name]) for one in made)


def _scans(dpi: int) -> Iterator[Sample]:
    yield from scan_samples(tuple(name for name, (_, own) in SCANS.items() if own == dpi), range(SCANNED))


def _named(prefix: str, names: Iterable[str]) -> list[str]:
    return [name for name in names if name.startswith(prefix)]


_TXT, _HTML = [[n for n in LAYOUTS if n.startswith("html") == is_page] for is_page in (False, True)]
# The samples of every format; .wps files are .doc files under another name.
FORMATS: Mapping[str, Callable[[], Iterator[Sample]]] = {
    "txt": lambda: _texts(_TXT),
    "html": lambda: _texts(_HTML),
    "mht": lambda: _office(["mht"]),
    "docx": lambda: _office(_named("docx", OFFICE_LAYOUTS)),
    "doc, wps": lambda: _converted(["docx_right", "docx_missing_merges"], "doc"),
    "html as doc": lambda: _office(["page_as_doc"]),
    "rtf": lambda: _office(_named("rtf", OFFICE_LAYOUTS)),
    "xlsx": lambda: _office(_named("xlsx", OFFICE_LAYOUTS)),
    "xls": lambda: _converted(["xlsx_right", "xlsx_as_text"], "xls"),
    "ods": lambda: _converted(["xlsx_right", "xlsx_as_text"], "ods"),
    "pdf": _pages,
    "zip": _zipped,
    "scan 150 dpi": lambda: _scans(150),
    "scan 200 dpi": lambda: _scans(200),
}


def lines_of(format: str) -> list[Line]:
    """Read the samples of a format, and give its lines of the table."""
    counts: dict[str, Counter[str]] = {}
    for one in FORMATS[format]():
        if format.startswith("scan"):
            marked, unnoticed, _ = scan_marks(one)
        else:
            marked = marks(one, read(one))
            unnoticed = frozenset(key for key, (mark, _) in marked.items() if mark == "wrong")
        count = counts.setdefault(one.layout, Counter())
        count.update(mark for mark, _ in marked.values())
        count.update(documents=1, unnoticed=len(unnoticed))
        for key, (mark, shown) in marked.items():
            if mark == "wrong":
                print(f"wrong: {one.name} {' '.join(key)}: {shown}", flush=True)
    return [Line(format, layout, *(count[head] for head in Line._fields[2:])) for layout, count in counts.items()]


def table(found: Sequence[Line]) -> str:
    """Give the lines as a table in Markdown, with a sum for each format.

    >>> print(table([Line("txt", "row_pipes", 36, 5000, 3, 0, 0)]))
    | format | layout | documents | right | missing | wrong | unnoticed |
    |---|---|--:|--:|--:|--:|--:|
    | txt | row_pipes | 36 | 5000 | 3 | 0 | 0 |
    | **txt** | **all** | **36** | **5000** | **3** | **0** | **0** |
    """
    made = [f"| {' | '.join(Line._fields)} |", "|---|---|--:|--:|--:|--:|--:|"]
    for name in dict.fromkeys(line.format for line in found):
        own = [line for line in found if line.format == name]
        sums = [sum(column) for column in zip(*(line[2:] for line in own), strict=True)]
        sum_of = (f"**{cell}**" for cell in (name, "all", *sums))
        made += [f"| {' | '.join(map(str, row))} |" for row in (*own, sum_of)]
    return "\n".join(made)


def lines_in(text: str) -> list[Line]:
    """Give the lines of the table between the marks of a document, without the sums."""
    inner = text.partition(BEGIN)[2].partition(END)[0]
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in inner.strip().splitlines()[2:]]
    return [Line(*row[:2], *map(int, row[2:])) for row in rows if not row[0].startswith("**")]


def with_table(text: str, found: Sequence[Line]) -> str:
    """Give the document with these lines in place of those of the same formats."""
    renewed = {line.format for line in found}
    every = [*found, *(line for line in lines_in(text) if line.format not in renewed)]
    every.sort(key=lambda line: list(FORMATS).index(line.format))
    before, _, rest = text.partition(BEGIN)
    return f"{before}{BEGIN}\n{table(every)}\n{END}{rest.partition(END)[2]}"


def main() -> None:
    """Read the samples and write the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.generator.formats_table", description=__doc__)
    parser.add_argument("--format", action="append", choices=list(FORMATS), help="only this one")
    for format in parser.parse_args().format or FORMATS:
        if found := lines_of(format):
            print(table(found), flush=True)
            DOC.write_text(with_table(DOC.read_text(encoding="utf-8"), found), encoding="utf-8")


if __name__ == "__main__":
    main()
