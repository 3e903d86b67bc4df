"""Nasty words through every export but the workbook's: nothing runs, nothing is lost, all reads back as it was."""

import csv
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO
from xml.etree import ElementTree

import openpyxl
import pandas as pd
import pytest
from matplotlib.text import Text
from openpyxl.utils.escape import unescape

import gik
from gik.annotating import annotate
from gik.charts import draw_heatmap, draw_multiples, draw_slope, draw_trend, save_chart
from gik.checking_page import _row
from gik.exploring.browsing import browse
from gik.exploring.wide import findings_html, table_html, words_html
from gik.safety import csv_text, is_formula_like, visible
from gik.trends import trend
from tests.test_exploring import cell, make_tables, report
from tests.test_workbook_safety import NASTY, NUMBERS

SEVEN = ["=1+1", "<script>alert(1)</script>", "$\\frac{1}$", "_x0041_", "a\x01b", "-->]]><b>"]
MARKUP = ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "'><svg onload=alert(1)>", "--><b>", "{x}", "%s")
WORDS = [*NASTY, *MARKUP]


class Words(HTMLParser):
    """What a page shows, which tags it has, and what could run or be fetched."""

    def __init__(self, page):
        super().__init__()
        self.said, self.tags, self.risky = "", set(), []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.risky += [
            name for name, value in attrs if name.startswith("on") or (name == "src" and "data:" not in value)
        ]
        self.risky += [value for name, value in attrs if name == "href" and not value.startswith("#")]

    def handle_data(self, data):
        self.said += data


def of_groups(*names):
    """Tables with requests of two years by bodies of those names."""
    reports = [report(f"{n}-{year}", "art2021", year, name) for n, name in enumerate(names) for year in (2021, 2022)]
    place = "table 2 row 3 cell 4"
    cells = [cell(one["report"], "art2021", "requests", "new", "total", "3", 3, place) for one in reports]
    made = make_tables()
    fill = gik.frames.frame
    return replace(made, reports=fill("reports", reports), cells=fill("cells", cells))


def on_page(text):
    return "\t".join(map(visible, text.split("\t")))


def test_a_frame_comes_back_from_csv(tmp_path):
    frame = pd.DataFrame({"=words": pd.Series(WORDS, dtype="str"), "empty": None, "-n": range(-3, len(WORDS) - 3)})
    path = gik.save_csv(frame, tmp_path / "a.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        head, *lines = csv.reader(file)
    assert head == ["'=words", "empty", "'-n"]
    assert [line[0].removeprefix("'") for line in lines] == [visible(text) for text in WORDS]
    assert not [line[0] for line in lines if is_formula_like(line[0])]
    assert [line[1:] for line in lines] == [["", str(number)] for number in frame["-n"]]


def test_numbers_come_back_from_csv_to_the_last_digit(tmp_path):
    wide = pd.DataFrame([NUMBERS], columns=pd.MultiIndex.from_product([["=1"], range(len(NUMBERS))]))
    path = gik.save_csv(wide, tmp_path / "a.csv")
    assert pd.read_csv(path, header=[0, 1]).iloc[0].tolist() == NUMBERS
    assert path.read_text(encoding="utf-8-sig").startswith("'=1,")


@pytest.mark.parametrize("draw", [draw_trend, draw_multiples, draw_heatmap, lambda f: draw_slope(f, 2021, 2022)])
def test_a_chart_shows_names_as_words(draw, tmp_path):
    chart = draw(trend(of_groups(*SEVEN), "received"))
    _, drawing, data = save_chart(chart, tmp_path / "a")
    tags = {node.tag.partition("}")[2] for node in ElementTree.parse(drawing).iter()}
    assert not tags & {"script", "foreignObject", "b"}
    said = [text.get_text() for text in chart.findobj(Text)]
    assert [name for name in SEVEN if not any(visible(name) in text.replace("\n", "") for text in said)] == []
    with data.open(encoding="utf-8-sig", newline="") as file:
        groups = [line["group"] for line in csv.DictReader(file)]
    assert sorted(set(groups)) == sorted(str(csv_text(name)) for name in SEVEN)


@pytest.mark.filterwarnings("ignore:Glyph", "ignore:constrained_layout")  # boxes stand for Hebrew and the like
def test_every_name_can_be_drawn():
    names = list({visible(name): name for name in WORDS}.values())
    for start in range(0, len(names), 30):
        drawing = BytesIO()
        draw_heatmap(trend(of_groups(*names[start : start + 30]), "received")).savefig(drawing, format="svg")
        ElementTree.fromstring(drawing.getvalue())


def test_an_annotated_report_shows_its_words(tmp_path):
    made = make_tables()
    text = "\n".join(WORDS)
    at = [(text.index(word), word) for word in MARKUP]
    figures = [
        {"report": "p20", "figure": n, "start": start, "end": start + len(word), "text": word, "kind": "other"}
        | {"bound": "eq", "label": word, "topic": word, "indicator": "", "sentence": word}
        for n, (start, word) in enumerate(at)
    ]
    found = [{"report": "p20", "rule": "x", "severity": "note", "place": word, "message": word} for word in WORDS]
    tables = replace(
        made,
        reports=made.reports.assign(title=MARKUP[0], file=made.reports["file"]),
        texts=gik.frames.frame("texts", [{"report": "p20", "text": text}]),
        figures=gik.frames.frame("figures", figures),
        findings=gik.frames.frame("findings", found),
    )
    path = annotate(tables, "p20").save(tmp_path / "a.html")
    page = Words(path.read_bytes().decode())
    assert page.risky == []
    assert not page.tags & {"script", "img", "svg", "b", "iframe"}
    missing = [word for word in WORDS if on_page(word).replace("\r", "\n") not in page.said.replace("\r", "\n")]
    assert missing == []


def test_the_checking_page_shows_what_was_read():
    page = Words("".join(_row("page 1 table 1 row 1 cell 1", word, 0.5, b"") for word in WORDS))
    assert (page.tags, page.risky) == ({"tr", "td", "img"}, [])
    assert page.said.replace("\r", "\n") == "".join(
        f"page 1 table 1 row 1 cell 1{on_page(word)}50%" for word in WORDS
    ).replace("\r", "\n")


@pytest.mark.parametrize("name", SEVEN)
def test_a_view_and_its_files_hold_words(name, tmp_path):
    view = gik.explore(of_groups(name, "乙局"))
    for page in (table_html(view), findings_html(view), words_html(view.caption), words_html(view.code)):
        assert not Words(page).tags & {"script", "b"}
    assert "<script>alert(1)" not in browse(view).html
    workbook, _, drawing, data = view.save(tmp_path)
    ElementTree.parse(drawing)
    book = openpyxl.load_workbook(workbook)
    assert [c.coordinate for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"] == []
    assert visible(name) in [unescape(str(book["表"].cell(row, 3).value)) for row in (2, 3)]
    with data.open(encoding="utf-8-sig", newline="") as file:
        assert {line["group"] for line in csv.DictReader(file)} == {str(csv_text(name)), "乙局"}


def test_tables_come_back_from_parquet(tmp_path):
    tables = of_groups(*(word for word in WORDS))
    tables.save(tmp_path / "a")
    again = gik.load(tmp_path / "a")
    assert again.reports["issuer"].tolist() == tables.reports["issuer"].tolist()
