"""The page that shows a report's numbers: every figure marked once, nothing executed, nothing fetched."""

import re
from dataclasses import replace
from html import unescape

import pytest

import gik
from gik.annotating import annotate
from gik.errors import GikError

REPORT = """云溪市水务局2016年政府信息公开工作年度报告
一、概述
2016年，全年共收到政府信息公开申请12件，其中网络申请7件、信函申请5件。
二、其他
发布<script>alert(1)</script>消息300余条，没有发生行政复议、行政诉讼。
"""


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    path = tmp_path_factory.mktemp("raw") / "水务局.txt"
    path.write_text(REPORT, encoding="utf-8")
    return gik.parse(path)


def test_the_page_shows_the_whole_text_and_marks_every_figure(tables):
    html = annotate(tables, "水务局.txt").html
    shown = re.search(r"<div class='text'>(.*?)</div>", html, re.DOTALL)[1]
    plain = re.sub(r"<sup>.*?</sup>|</?mark[^>]*>", "", shown)
    assert plain.replace("&lt;", "<").replace("&gt;", ">") == REPORT
    marked = {int(number) for number in re.findall(r"(\d+)(?:</a>)?(?=、|</sup>)", shown)}
    assert marked == set(tables.figures["figure"])


def test_the_list_says_what_was_understood(tables):
    html = annotate(tables, "水务局.txt").html
    received = tables.figures.set_index("indicator").loc["requests.received", "figure"]
    line = re.search(rf"<tr id='line{received}'>.*?</tr>", html)[0]
    assert "<td>12</td><td>12件</td>" in line and "收到申请数" in line
    assert (
        f">figure {received}</a></td></tr>" in re.search(r"<tr id='line\d+'>(?:(?!</tr>).)*网络申请数.*?</tr>", html)[0]
    )
    assert "不少于300条" in html


def test_dates_and_ordinals_are_marked_but_not_listed(tables):
    html = annotate(tables, "水务局.txt").html
    plain = tables.figures.loc[tables.figures["kind"].isin(["date", "ordinal"]), "figure"]
    assert len(plain) > 2
    assert not any(f"id='line{number}'" in html for number in plain)


def test_words_of_the_report_are_never_markup(tables):
    html = annotate(tables, "水务局.txt").html
    assert "<script" not in html
    assert not re.search(r"(?:src|href)=['\"](?!#)", html)


def test_a_page_is_saved_whole(tables, tmp_path):
    page = annotate(tables, "水务局.txt")
    assert page.save(tmp_path / "page.html").read_text(encoding="utf-8") == page.html
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_notebook_shows_the_page_in_a_frame_of_its_own(tables):
    page = annotate(tables, "水务局.txt")
    srcdoc = re.fullmatch(r'<iframe srcdoc="([^"]*)" style="[^"]*"></iframe>', page._repr_html_())[1]
    assert unescape(srcdoc) == page.html


def test_shares_are_shown_in_percent(tables):
    share = tables.figures.iloc[:1].assign(kind="share", value=0.886, unit="%", indicator="")
    assert "<td>88.6%</td>" in annotate(replace(tables, figures=share), "水务局.txt").html


def test_an_unknown_report_is_an_error(tables):
    with pytest.raises(GikError, match="没有名为“x”的报告"):
        annotate(tables, "x")


def test_a_report_without_figures_still_has_its_page(tables):
    html = annotate(replace(tables, figures=tables.figures.iloc[:0]), "水务局.txt").html
    assert "云溪市水务局" in html
