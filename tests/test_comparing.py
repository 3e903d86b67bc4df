"""Growth, shares, per-capita numbers, quantiles and ranks: right, or silent with the reason."""

import pandas as pd
import pytest

from gik.comparing import growth, per_capita, shares
from gik.errors import GikError
from gik.population import read_population
from gik.ranking import quantiles, ranks
from gik.trends import COLUMNS

FEW = "分母不足30，比率不稳"
NOW, OLD = ("art2021", True), ("stat2014", False)


def frame(*points, series="received"):
    """Give a trend frame of points: group, year, value, (form, comparable), and the bodies behind."""
    rows = [
        {"series": series, "group": group, "year": year, "value": value, "form": form, "comparable": same}
        | {"n": int(value is not None), "note": "" if same else "口径", "bodies": (*more, group)[0], "assumed": 0}
        | {"small": False, "blanks": "leave", "covered_by": (*more, "", "")[1]}
        for group, year, value, (form, same), *more in points
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def rows(made, *columns):
    return [
        tuple(None if v is pd.NA else v for v in row) for row in made[list(columns)].itertuples(index=False, name=None)
    ]


def test_growth_is_on_the_year_before_only_where_the_two_compare():
    made = growth(
        frame(
            ("甲局", 2016, 10, OLD),
            ("甲局", 2017, 15, OLD),
            ("甲局", 2018, 12, OLD),
            ("甲局", 2019, 30, NOW),
            ("甲局", 2020, 0, NOW),
            ("甲局", 2021, 4, NOW),
            ("甲局", 2023, 5, NOW),
            ("甲局", 2024, None, NOW),
            ("乙局", 2020, 1, NOW, "x"),
            ("乙局", 2021, 1, NOW, "y"),
        )
    )
    assert rows(made, "series", "group", "year", "value", "numerator", "denominator", "note") == [
        ("received.growth", "甲局", 2016, None, None, None, "没有上一年的数据"),
        ("received.growth", "甲局", 2017, 0.5, 5.0, 10.0, f"口径；{FEW}"),
        ("received.growth", "甲局", 2018, -0.2, -3.0, 15.0, f"口径；{FEW}"),
        ("received.growth", "甲局", 2019, None, None, 12.0, "与上年口径不同"),
        ("received.growth", "甲局", 2020, -1.0, -30.0, 30.0, ""),
        ("received.growth", "甲局", 2021, None, None, 0.0, "上年为0，没有增长率"),
        ("received.growth", "甲局", 2023, None, None, 4.0, "没有上一年的数据"),
        ("received.growth", "甲局", 2024, None, None, 5.0, "本年或上年没有数值"),
        ("received.growth", "乙局", 2020, None, None, None, "没有上一年的数据"),
        ("received.growth", "乙局", 2021, None, None, 1.0, "与上年的机关不同"),
    ]
    assert {name: str(dtype) for name, dtype in made.dtypes.items()} == COLUMNS


def test_growth_tells_of_the_assumed_and_corrected_cells_of_both_years():
    points = frame(*(("甲局", year, 40, NOW) for year in (2020, 2021, 2022))).assign(
        assumed=[1, 2, 0], corrected=[0, 0, 3]
    )
    assert rows(growth(points), "assumed", "corrected") == [(1, 0), (3, 0), (2, 3)]


def test_of_nothing_nothing_is_worked_out():
    people = pd.DataFrame({"region_code": ["330102"], "year": [2020], "population": [500_000]})
    made = [growth(frame()), shares(frame()), per_capita(frame(), people)]
    assert [(len(one), {name: str(dtype) for name, dtype in one.dtypes.items()}) for one in made] == [(0, COLUMNS)] * 3


def test_a_rate_changes_by_a_difference():
    made = growth(frame(("甲局", 2020, 0.25, NOW), ("甲局", 2021, 0.75, NOW), series="granted_rate"))
    assert rows(made, "series", "value")[1] == ("granted_rate.change", 0.5)


def test_shares_need_every_group_and_one_way_of_counting():
    made = shares(
        frame(
            ("甲局", 2019, 1, NOW), ("乙局", 2019, 3, NOW),
            ("甲局", 2020, 1, NOW), ("乙局", 2020, None, NOW),
            ("甲局", 2021, 1, NOW), ("乙局", 2021, 3, OLD),
            ("甲局", 2022, 0, NOW), ("乙局", 2022, 0, NOW),
        )
    )  # fmt: skip
    assert rows(made, "value", "denominator", "note") == [
        (0.25, 4.0, FEW),
        (0.75, 4.0, FEW),
        (None, None, "有的组没有数值，合计不详"),
        (None, None, "该组没有数值"),
        (None, None, "各组口径不同，不能相加"),
        (None, None, "各组口径不同，不能相加"),
        (None, 0.0, "合计为0"),
        (None, 0.0, "合计为0"),
    ]
    with pytest.raises(GikError, match="比率不能相加"):
        shares(frame(("甲局", 2020, 0.25, NOW), series="granted_rate"))


def test_what_is_divided_by_what_stands_beside_shares_and_numbers_per_person():
    people = pd.DataFrame({"region_code": ["330102"], "year": [2020], "population": [500_000]})
    points = frame(("330102", 2020, 60, NOW), ("330103", 2020, 40, NOW))
    columns = "series", "group", "value", "numerator", "denominator"
    assert rows(shares(points), *columns) == [
        ("received.share", "330102", 0.6, 60.0, 100.0),
        ("received.share", "330103", 0.4, 40.0, 100.0),
    ]
    assert rows(per_capita(points[:1], people), *columns) == [("received.per_capita", "330102", 1.2, 60.0, 500_000.0)]
    with pytest.raises(GikError, match="比率"):
        per_capita(frame(("330102", 2020, 0.25, NOW), series="granted_rate"), people)


def test_what_rests_on_few_cases_is_marked():
    counts = frame(*((name, year, n, NOW) for year, n in ((2020, 29), (2021, 30), (2022, 60)) for name in ("甲局",)))
    assert rows(growth(counts), "year", "small", "note") == [
        (2020, False, "没有上一年的数据"),
        (2021, True, FEW),
        (2022, False, ""),
    ]
    assert rows(shares(counts), "year", "value", "small", "note") == [
        (2020, 1.0, True, FEW),
        (2021, 1.0, False, ""),
        (2022, 1.0, False, ""),
    ]
    rates = frame(("甲局", 2020, 0.5, NOW), ("甲局", 2021, 0.6, NOW), ("乙局", 2021, None, NOW), series="granted_rate")
    rates = rates.assign(small=[True, False, False], note=[FEW, "", "该项未填数字"])
    assert rows(growth(rates), "group", "year", "small", "note")[1] == ("甲局", 2021, True, FEW)
    assert rows(quantiles(rates, at=(0.5,)), "year", "small", "note") == [
        (2020, True, "1组分母不足30"),
        (2021, False, "1组没有数值，未计入"),
    ]


def test_per_capita_takes_the_population_of_the_region_and_year():
    people = pd.DataFrame({"region_code": ["330102"], "year": [2020], "population": [500_000]})
    made = per_capita(frame(("330102", 2020, 25, NOW), ("330102", 2021, 25, NOW), ("330103", 2020, 1, NOW)), people)
    assert rows(made, "series", "value", "denominator", "note") == [
        ("received.per_capita", 0.5, 500_000.0, ""),
        ("received.per_capita", None, None, "人口表没有该地区该年度的人口"),
        ("received.per_capita", None, None, "人口表没有该地区该年度的人口"),
    ]
    with pytest.raises(GikError, match="by='region_code'"):
        per_capita(frame(("甲局", 2020, 25, NOW)), people)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("地区,年份,人口\n330102,2020,1\n", "人口表缺少region_code、year、population列"),
        ("region_code,year,population\n3301,2020,1\n", "第2行“3301”不能用：行政区划代码"),
        ("region_code,year,population\n330102,2020,1\n330102,二〇,1\n", "第3行“二〇”不能用：年度"),
        ("region_code,year,population\n330102,2020,50.3\n", "第2行“50.3”不能用：人口"),
        ("region_code,year,population\n330102,2020,0\n", "第2行“0”不能用：人口"),
        ("region_code,year,population\n330102,2020,1\n330102,2020,2\n", "第3行“330102”不能用：同一地区同一年度"),
        ("", "不是 UTF-8 编码的 CSV"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(tmp_path, text, message):
    path = tmp_path / "population.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GikError, match=message):
        read_population(path)
    with pytest.raises(GikError, match="找不到人口表"):
        read_population(tmp_path / "none.csv")


def test_quantiles_say_over_how_many_they_are():
    made = quantiles(
        frame(
            *(("甲乙丙丁戊"[i], 2020, value, NOW) for i, value in enumerate((1, 2, 4, 10, None))),
            ("甲", 2021, 1, NOW), ("乙", 2021, 2, OLD), ("甲", 2022, None, NOW),
        ),
        at=(0.25, 0.5),
    )  # fmt: skip
    assert rows(made, "group", "year", "value", "n", "note") == [
        ("第25百分位", 2020, 1.75, 4, "1组没有数值，未计入"),
        ("第25百分位", 2021, None, 2, "各组口径不同，未计算"),
        ("第25百分位", 2022, None, 0, "没有一组有数值"),
        ("中位数", 2020, 3.0, 4, "1组没有数值，未计入"),
        ("中位数", 2021, None, 2, "各组口径不同，未计算"),
        ("中位数", 2022, None, 0, "没有一组有数值"),
    ]
    assert {name: str(dtype) for name, dtype in made.dtypes.items()} == COLUMNS
    with pytest.raises(GikError, match="0与1之间"):
        quantiles(made, at=(25,))


def test_ties_share_the_better_rank_and_the_next_is_left_out():
    values = (5, 9, 9, 12, None)
    made = ranks(
        frame(
            *(("甲乙丙丁戊"[i], 2020, value, NOW) for i, value in enumerate(values)),
            ("甲", 2021, 1, NOW), ("乙", 2021, 2, OLD), ("丙", 2021, None, NOW),
        )
    )  # fmt: skip
    assert rows(made, "rank", "of", "note") == [
        (4, 4, ""), (2, 4, ""), (2, 4, ""), (1, 4, ""), (None, 4, ""),
        (None, 0, "各组口径不同，不排名次"), (None, 0, "各组口径不同，不排名次"), (None, 0, ""),
    ]  # fmt: skip


def test_a_consolidated_report_is_no_peer_of_those_that_it_covers():
    points = frame(
        ("甲局", 2021, 30, NOW, "a", "s"),
        ("乙局", 2021, 60, NOW, "b", "s"),
        ("某市", 2021, 90, NOW, "s"),
        ("某县", 2021, 10, NOW, "c", "t"),  # of which the superior isn't here
        ("某市", 2022, 5, NOW, "s"),  # in which year nobody is whom it covers
    )
    why = "汇总报告，含其他各组，"
    assert rows(ranks(points), "rank", "of", "note") == [
        *((2, 3, ""), (1, 3, ""), (None, 3, why + "不排名次"), (3, 3, ""), (1, 1, ""))
    ]
    assert rows(shares(points), "value", "denominator", "note") == [
        *(
            (0.3, 100, ""),
            (0.6, 100, ""),
            (None, 100, why + "不计入合计"),
            (0.1, 100, ""),
            (1, 5, "分母不足30，比率不稳"),
        )
    ]
    assert rows(quantiles(points, [1]), "value", "n") == [(60, 3), (5, 1)]


def test_what_is_worked_out_is_not_worked_out_again():
    made = growth(frame(("甲局", 2020, 1, NOW), ("甲局", 2021, 1, NOW)))
    for again in (growth, shares):
        with pytest.raises(GikError, match="请从 trend 的结果开始"):
            again(made)


def test_in_english_no_note_is_chinese():
    points = frame(
        ("甲局", 2020, 10, NOW),
        ("甲局", 2021, 15, NOW),
        ("甲局", 2023, None, NOW),
        ("乙局", 2021, 0, NOW),
        ("乙局", 2022, 3, NOW),
        ("乙局", 2023, 3, NOW, "b", "c"),
        ("丙市", 2023, 9, NOW, "c"),
    )
    assert set(growth(points, lang="en")["note"]) == {
        "denominator below 30; the rate is unstable",
        "no data for the year before",
        "no growth, since the year before is 0",
        "other bodies than the year before",
    }
    assert set(shares(points, lang="en")["note"]) == {
        "a consolidated report, which holds the other groups; no part of the total",
        "denominator below 30; the rate is unstable",
        "this group has no value",
        "total unknown, since some groups have no value",
    }
    ends = quantiles(points[points["year"] == 2023], (0.1, 0.5), lang="en")
    assert rows(ends, "group", "note") == [
        ("percentile 10", "groups without a value, left out: 1"),
        ("median", "groups without a value, left out: 1"),
    ]
    assert ranks(points, lang="en")["note"].tolist()[-1] == (
        "a consolidated report, which holds the other groups; not ranked"
    )
    with pytest.raises(GikError, match="lang='fr'"):
        ranks(points, lang="fr")
