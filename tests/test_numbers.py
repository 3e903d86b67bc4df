import string

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gik.definitions import definition
from gik.numbers import CellReading, chinese_value, read_cell, scaled

NUMBERS = {
    "0": (0, ""),
    "+19": (19, ""),
    "-35": (-35, ""),
    "－35": (-35, ""),
    "−35": (-35, ""),
    "﹣35": (-35, ""),
    "﹢35": (35, ""),
    "59237.2449": (59237.2449, ""),
    "1,360": (1360, ""),
    "1，360": (1360, ""),
    "12,345,678": (12345678, ""),
    "１２": (12, ""),
    "３．５": (3.5, ""),
    "22（其中修订 16 件）": (22, ""),
    "22（件）": (22, "件"),
    "251000元": (251000, "元"),
    "240万元": (240, "万元"),
    "12人民币万元": (12, "人民币万元"),
    "12.5万元人民币": (12.5, "万元人民币"),
    "2017.515万元": (2017.515, "万元"),
    "9.8亿元": (9.8, "亿元"),
    "1.2万条": (12000, "条"),
    "3 件": (3, "件"),
    "1宗": (1, "宗"),
    "12条次": (12, "条次"),
    "0起": (0, "起"),
    "\u200b7\u3000": (7, ""),
    "零": (0, ""),
    "三": (3, ""),
    "十二": (12, ""),
    "一百零五": (105, ""),
    "两件": (2, "件"),
    "一亿二千万": (120000000, ""),
    "五千万元": (50000000, "元"),
}
STATES = {
    "blank": ["", " ", "\u00a0", "\u3000", "\u200b", "\n\t"],
    "dash": ["-", "—", "–", "――", "----", "/", "／", "－", "— —", "\\"],
    "none": ["无", "无此项", "未发生", "没有", "无。", " 无 "],
    "text": [
        *["10余条", "约5", "近3万", "四十余条", "1,36", "12,34,567", "0,360", "1 234", "1\n234", "3、4", "3-5", "1/2"],
        *[
            "61%",
            "六成",
            "2017年",
            "2017-01-01",
            "二〇一七",
            "007",
            "5²",
            "①",
            "第3",
            "abc",
            "A1",
            "--5",
            "-三",
            "万",
            "百",
            "一",
        ],
        *["○", "二百零", "22（件", "3件（4条）5", "3件（条）", "1.2.3", "见附件", "- | -"],
    ],
}


@pytest.mark.parametrize("text", NUMBERS)
def test_number_cells(text):
    value, unit = NUMBERS[text]
    assert read_cell(text) == CellReading(value, "number", unit)


@pytest.mark.parametrize(("state", "text"), [(state, text) for state, texts in STATES.items() for text in texts])
def test_cells_without_a_number(state, text):
    assert read_cell(text) == CellReading(None, state, "")


@given(st.text(max_size=40))
def test_a_value_stands_exactly_with_the_number_state(text):
    reading = read_cell(text)
    assert (reading.value is None) == (reading.state != "number")


@given(st.integers(0, 10**9))
def test_printed_integers_read_as_themselves(number):
    assert read_cell(f"{number:,}").value == number


@given(st.integers(0, 10**12 - 1))
def test_chinese_numerals_agree_with_cn2an(number):
    assert chinese_value(cn2an.an2cn(number)) == number


@pytest.mark.parametrize(
    ("word", "value"),
    {
        "二〇一七": 2017,
        "一〇": 10,
        "三万五": 35000,
        "一百五": 150,
        "三千二": 3200,
        "两千": 2000,
        "一万零五": 10005,
        "三万二千亿": 3200000000000,
        "三万十": 30010,
        "十": 10,
    }.items(),
)
def test_chinese_numerals_as_spoken(word, value):
    assert chinese_value(word) == value


@pytest.mark.parametrize(
    "word", ["", "十十", "百", "千万", "万", "三百百", "二十三十", "条", "零零条", "二〇亿", "一五万"]
)
def test_words_that_are_no_numeral(word):
    assert chinese_value(word) is None


def test_no_other_character_is_a_numeral_by_itself():
    alone = {char: value for char in map(chr, range(0xFFFF)) if (value := chinese_value(char)) is not None}
    assert alone == {
        **dict.fromkeys("零〇○", 0),
        **dict.fromkeys("一壹", 1),
        **dict.fromkeys("二贰貳两兩", 2),
        **dict.fromkeys("三叁參", 3),
        **dict.fromkeys("四肆", 4),
        **dict.fromkeys("五伍", 5),
        **dict.fromkeys("六陆陸", 6),
        **dict.fromkeys("七柒", 7),
        **dict.fromkeys("八捌", 8),
        **dict.fromkeys("九玖", 9),
        **dict.fromkeys("十拾", 10),
    }


def test_every_unit_may_stand_behind_its_number_or_in_brackets():
    words = definition("prose/cells.toml")
    units = [*words["units"], *words["money"]]
    assert [read_cell(f"3 {unit}") for unit in units] == [CellReading(3, "number", unit) for unit in units]
    assert [read_cell(f"3（{unit}）") for unit in units] == [CellReading(3, "number", unit) for unit in units]
    assert read_cell("3条（件）") == CellReading(None, "text", "")


def test_scale_words_multiply():
    words = ("", "百", "千", "万", "十万", "百万", "千万", "亿", "百亿", "千亿", "万亿")
    zeros = (0, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12)
    assert [scaled("1.2", word) for word in words] == [float(f"1.2e{many}") for many in zeros]


def test_before_a_number_only_signs_digits_and_what_nobody_sees_may_stand():
    chars = map(chr, (*range(0x3400), *range(0xF900, 0xFFFF)))
    may = {char for char in chars if read_cell(f"{char}5").state == "number"}
    unseen = "\xa0\xad\u200b\u200c\u200d\u2060\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200B)))
    assert may == {*string.whitespace, *unseen, *"123456789１２３４５６７８９", *"+-＋－−﹢﹣"}
