"""Passages: what is remembered of one must be right for the next, whatever its numbers."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest

import gik.prose
from gik.definitions import definition
from gik.prose import passages, read_figures
from gik.prose.masking import masked
from gik.prose.passages import _remembered
from gik.prose.vocabulary import concepts

WORDS = (
    "全年收到申请{0}件，其中当面提出{1}件、信函{2}件，答复{3}件。",
    "未发生{0}起行政复议，举报投诉{1}件，行政诉讼均为{2}件。",
    "本局于2016年开通栏目{0}个，比上年多{1}个，占{2}个栏目的三成，另有{3}次座谈会。",
    "未收到涉及第{0}号文件和{1}个部门的投诉{2}件。\n其他：培训{3}人次以上。",
    "全年收到政府信息公开申请{0}件，均已在规定的期限之内全部办理完毕。答复{1}件，其中信函{2}件，培训{3}人。",
    "公开信息（各科（室）已经上报上级部门备案审查。并且抄送各个有关单位）{0}件，另有{1}件、{2}件、{3}件。",
)
NUMBERS = ((7, 77, 777, 7777), (0, 1, 2, 3), (1, 0, 9, 12), (45, 30, 15, 45), (999, 2016, 1, 1999), (2, 22, 222, 12345))


def _read_as_printed(text: str, year: int | None) -> list[dict[str, Any]]:
    """Read with nothing masked and no sentence of a line apart."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passages, "masked", lambda text: text)
        patch.setattr(passages, "with_years_masked", lambda words, year: (words, year))
        patch.setattr(passages, "_sentences_apart", lambda folded, start, line, end: iter([(start, end, False)]))
        return read_figures(text, (), (), year)


@pytest.mark.parametrize("words", WORDS)
def test_remembered_words_hold_for_other_numbers(words: str) -> None:
    """The figures of a text are the same, whether its words were read before with other numbers or not."""
    texts = [words.format(*numbers) for numbers in NUMBERS]
    alone = [_read_as_printed(text, 2016) for text in texts]
    assert [read_figures(text, (), (), 2016) for text in texts] == alone
    assert [[one.text for one in figures if one.text.isdecimal()] for figures in alone] == [
        re.findall("(?<!第)(?<![0-9])[0-9]+(?=[件起个次人])", text) for text in texts
    ]


TOLD_BY_NUMBERS = (
    "霁溪区公示牌共{0}个，霁芷区公示牌共{1}个，平均{2}点{3}件。",
    "政府信息公开行政复议、行政诉讼均为{0}件，未发生{1}起信息公开行政复议，举报投诉均为{2}件，{3}人。",
)


@pytest.mark.parametrize("words", TOLD_BY_NUMBERS)
def test_remembered_words_hold_where_numbers_tell_more_than_their_worth(words: str) -> None:
    """The same, where none and one deny, where a number is a part of another one, and where labels are alike."""
    texts = [words.format(*numbers) for numbers in NUMBERS]
    assert [read_figures(text, (), (), 2016) for text in texts] == [_read_as_printed(text, 2016) for text in texts]


NAMED = (
    "{0}2016年3月9日前收到申请13件，{0}另有5件。\n发布日期：2016-03-09\n电话0000-1234567，{0}第7号文件2份。",
    "比2015年，2016年{0}信函8件、网上申请{0}的2件。截至2016年6月{0}共开放日3次，到2017年1月为止4次。\n{0}楼\n2016年",
    "{0}共设查阅点2处，其中2014年{0}设1处、2016年{0}设1处，累计接待{0}群众30人。2016年起，{0}不再办班。",
    "{0}本机关收到申请8件。其中，{0}信函3件。。另有{0}2件（第2016年制发5件。2017年，6件）7件。未收到{0}的。",
    "情况如下：开座谈会3\n2016年再开2次，{0}未收到涉及{0}的申请2016件，{0}已办2017件，编号2016-20号。",
)
REPORTS = (
    ("霁溪区", 0, 2016),
    ("霁川县", 1, 2016),
    ("枫陵市", 4, 2020),
    ("三亚市", 2, 2016),
    ("各县区", 3, None),
    ("电话0512-8812345，", 0, 2016),
    ("电话0512-8854321，", 0, 2016),
    ("霁溪区", 1, 2017),
)


@pytest.mark.parametrize("words", NAMED)
def test_remembered_words_hold_for_other_years_and_names(words: str) -> None:
    """The same, whatever bodies and years are named, and whichever year the report is on."""
    texts = [
        (re.sub("201[4-7]", lambda year, more=more: str(int(year[0]) + more), words.format(name)), year)
        for name, more, year in REPORTS
    ]
    alone = [_read_as_printed(text, year) for text, year in texts]
    assert [read_figures(text, (), (), year) for text, year in texts] == alone
    assert all(one.label in text for (text, _), figures in zip(texts, alone, strict=True) for one in figures)


def test_sentences_of_a_paragraph_go_on() -> None:
    """What a sentence is about is known from the one before it, whatever stood there when it was read first."""
    texts = (
        "全年收到政府信息公开申请8件。答复3件。",
        "全年新增人大建议8件。答复3件。",
        "全年收到政府信息公开申请8件。\n答复3件。",
    )
    alone = []
    for text in texts:
        _remembered.cache_clear()
        alone.append([one.indicator for one in read_figures(text, (), (), 2016)])
    assert alone == [["requests.received", "replies"], ["", ""], ["requests.received", ""]]
    read = [[one.indicator for one in read_figures(text, (), (), 2016)] for text in texts]
    assert read == alone


def test_year_is_asked_where_one_is_named() -> None:
    """The same words state a row in a report on one year and not in that on another."""
    text = "2016年，全年主动公开政府信息1360条。"
    assert [[one.indicator for one in read_figures(text, (), (), year)] for year in (2016, 2017, 2016)] == [
        ["", "disclosed"],
        ["", ""],
        ["", "disclosed"],
    ]


def test_number_that_a_line_end_breaks_is_one() -> None:
    """Lines that a number goes on in are understood together, and places are those of the whole text."""
    text = "甲项工作照常。\n全年公开信息8\n052条，\n另编简报3期。"
    figures = read_figures(text, (), (), None)
    assert [(one.text, one.value, text[one.start : one.end]) for one in figures] == [
        ("8\n052", 8052.0, "8\n052"),
        ("3", 3.0, "3"),
    ]


def test_title_that_a_line_end_breaks_is_one() -> None:
    """A year in a title is not that of a number behind it, though the title begins in the line before."""
    printed = "按《关于\n印发2015年要点的通知》，主动公开政府信息1360条。"
    (figure,) = (one for one in read_figures(printed, (), (), 2016) if one.value)
    assert (figure.value, figure.indicator) == (1360.0, "disclosed")


@pytest.mark.parametrize(("opens", "closes"), ["《》", "<>"])
def test_longest_title_with_a_sentence_in_it_is_one(opens: str, closes: str) -> None:
    """A title of eighty characters is a name, though its last one ends a sentence."""
    printed = f"全年{opens}2015{'乙' * 75}。{closes}公开信息12条。"
    assert [(one.text, one.kind) for one in read_figures(printed, (), (), 2016)] == [
        ("2015", "name"),
        ("12", "count"),
    ]


def test_no_year_stands_for_a_number_that_is_none() -> None:
    """What more digits follow is no day, and a number before it that no year has is none of its years."""
    kinds = [[one.kind for one in read_figures(f"见{year}-07-271。", (), (), 2016)] for year in (2016, 2050)]
    assert kinds == [["date", "code", "count"], ["count", "code", "count"]]


def test_no_word_holds_a_number_that_is_masked() -> None:
    """No word of the vocabulary holds one to four digits, which are taken for any others when words are remembered."""
    files = ("concepts", "names", "nothing", "labels", "bounds", "units")
    words = [*concepts()[1], *(word for name in files for word in _strings(definition(f"prose/{name}.toml")))]
    assert len(words) > 1000
    assert [word for word in words if re.search("(?<![0-9])[0-9]{1,4}(?![0-9])", word)] == []


def test_no_pattern_holds_a_character_that_is_masked() -> None:
    """No Chinese character of the code's own patterns is taken for any other."""
    found = set()
    for path in Path(gik.prose.__path__[0]).glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = [
            node.body[0] for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        ]
        described = {id(first.value) for first in documented if isinstance(first, ast.Expr)}
        strings = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
        found |= {char for node in strings if id(node) not in described for char in node.value}
    characters = "".join(sorted(char for char in found if "\u4e00" <= char <= "\u9fff"))
    assert len(characters) > 200
    assert masked(characters) == characters
    assert len(set(masked("霁溪"))) == 1


def _strings(entry: object) -> list[str]:
    if isinstance(entry, dict):
        return [word for inner in entry.values() for word in _strings(inner)]
    return [word for inner in entry for word in _strings(inner)] if isinstance(entry, list) else [str(entry)]
