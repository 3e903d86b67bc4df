import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gik.numbers import CellReading, chinese_value, read_cell

NUMBERS = {
    "0": (0, ""),
    "+19": (19, ""),
    "-35": (-35, ""),
    "－35": (-35, ""),
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
            "万",
            "百",
            "一",
        ],
        *["22（件", "3件（4条）5", "3件（条）", "1.2.3", "见附件", "- | -"],
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
        "三万五": 35000,
        "一百五": 150,
        "三千二": 3200,
        "两千": 2000,
        "一万零五": 10005,
        "十": 10,
    }.items(),
)
def test_chinese_numerals_as_spoken(word, value):
    assert chinese_value(word) == value


@pytest.mark.parametrize("word", ["", "十十", "百", "千万", "万", "三百百", "二十三十", "条", "零零条"])
def test_words_that_are_no_numeral(word):
    assert chinese_value(word) is None
