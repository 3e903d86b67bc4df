"""Dates and periods as printed: what each way of writing them means, and what means nothing."""

from datetime import date

import pytest

from gik.dates import Period, find_period, read_date, year_value

WHOLE_YEAR = date(2017, 1, 1), date(2017, 12, 31)
PERIODS = {
    "2017年1月1日至2017年12月31日": WHOLE_YEAR,
    "2017年1月1日至12月31日": WHOLE_YEAR,
    "2017年元月1日至12月31日": WHOLE_YEAR,
    "2017年1月1日00:00起至2017年12月31日止": WHOLE_YEAR,
    "1月1日至2017年12月31日": WHOLE_YEAR,
    "二〇一七年一月一日至十二月三十一日": WHOLE_YEAR,
    "2017.1.1-2017.12.31": WHOLE_YEAR,
    "2017-01-01—2017-12-31": WHOLE_YEAR,
    "2017年1月至12月": WHOLE_YEAR,
    "20170101日至20171231日": WHOLE_YEAR,  # 年 and 月 were lost
    "2017年11日至20171231日": WHOLE_YEAR,
    "2017年11月1日至10月31日": (date(2017, 11, 1), date(2018, 10, 31)),
    "2015年3月至2016年2月": (date(2015, 3, 1), date(2016, 2, 29)),
    "2049年1月1日至12月31日": (date(2049, 1, 1), date(2049, 12, 31)),
}


@pytest.mark.parametrize("text", PERIODS)
def test_periods(text):
    first, last = PERIODS[text]
    assert find_period(text) == Period(first, last, 0)
    assert find_period(f"一、概述\n　　{text}") == Period(first, last, 7)


@pytest.mark.parametrize(
    "text",
    [
        "2017111日至20171231日",  # 1月11日 or 11月1日
        "2017年2月30日至12月31日",
        "2017年12月31日至2017年1月1日",
        "2017年12月至1月",
        "2017年1月1日\n至2017年12月31日",
        "1989年1月1日至12月31日",
        "2050年1月1日至12月31日",
        "1月1日至12月31日",
    ],
)
def test_what_is_no_period(text):
    assert find_period(text) is None


def test_a_span_of_days_is_a_period_where_a_word_says_so_or_it_is_a_year_long():
    half, month = "2017年1月1日至2017年6月30日", "2017年1月1日至2017年1月31日"
    year, years = "2016年1月1日至2016年12月31日", "2017年1月1日至2020年12月31日"
    assert find_period(half) is None
    assert find_period(f"统计期限为{half}") == Period(date(2017, 1, 1), date(2017, 6, 30), 5)
    assert find_period(f"统计期限为{month}") is None
    assert find_period(f"统计期限为{years}") is None
    assert find_period(f"统计期限为{half}，{year}") == Period(date(2016, 1, 1), date(2016, 12, 31), 26)
    assert find_period(f"{half}。{year}") == Period(date(2016, 1, 1), date(2016, 12, 31), 21)


def test_the_year_of_a_period_without_one_is_the_one_before_it_or_the_reports():
    assert find_period("1月1日至12月31日", 2016) == Period(date(2016, 1, 1), date(2016, 12, 31), 0)
    assert find_period("2月1日至1月31日", 2016) == Period(date(2016, 2, 1), date(2017, 1, 31), 0)
    assert find_period("2017年度(1月1日至12月31日)", 2016) == Period(*WHOLE_YEAR, 7)
    assert find_period("2017年度从1月1日起至12月31日", 2016) == Period(*WHOLE_YEAR, 7)


def test_dates():
    texts = ("20180117", "发布日期：2018-01-17", "2018年13月1日，2018年3月1日", "120180117", "2018011", "20180231")
    assert [read_date(text) for text in texts] == [
        date(2018, 1, 17),
        date(2018, 1, 17),
        date(2018, 3, 1),
        None,
        None,
        None,
    ]


def test_years():
    words = ("二〇一六", "2O16", "2 0 1 6", "1990", "2049", "1989", "2050", "x016")
    assert [year_value(word) for word in words] == [2016, 2016, 2016, 1990, 2049, None, None, None]


def test_a_day_that_does_not_exist_ends_no_period():
    assert find_period("1月1日至2017年2月30日", 2017) is None
