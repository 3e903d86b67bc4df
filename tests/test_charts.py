"""The chart of a trend: its lines, breaks, labels and caption, and a font that has every sign."""

import io
import warnings
from itertools import pairwise

import matplotlib.text
import pandas as pd
import pytest

from gik.charts import draw_flow, draw_heatmap, draw_multiples, draw_parts, draw_slope, draw_trend, save_chart
from gik.definitions import definition
from gik.errors import GikError
from gik.series import families, load_series
from gik.trends import COLUMNS


def points(series="reviews", group="青禾县水务局", forms=None, missing=()):
    """Give a trend frame over 2016 to 2022: value 10, 11, 12 …, NA in the missing years."""
    forms = forms or {
        2016: "stat2014",
        2017: "stat2014",
        2018: "stat2014",
        2019: "art2019",
        2020: "art2019",
        2021: "art2021",
    }
    rows = [
        (
            series,
            group,
            year,
            None if year in missing else 10.0 + i,
            form,
            form != "stat2014",
            int(year not in missing),
            "该项未填数字" if year in missing else "",
        )
        for i, (year, form) in enumerate(forms.items())
    ]
    given = pd.DataFrame(rows, columns=list(COLUMNS)[:8])
    rest = {"numerator": pd.NA, "denominator": pd.NA, "small": False, "bodies": group, "assumed": 0, "blanks": "leave"}
    rest |= {"corrected": 0, "covered_by": ""}
    return given.assign(**rest).astype(COLUMNS)


def lines(axes):
    return [
        (list(map(int, line.get_xdata())), list(line.get_ydata()), line.get_markerfacecolor() == "white")
        for line in axes.lines
        if len(line.get_xdata())
    ]


def words(figure):
    figure.canvas.draw()
    return [text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text")) if text.get_text()]


def rendered(figure):
    """Save the figure, with every warning an error: a sign that the font lacks is one."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for kind in ("png", "svg"):
            figure.savefig(io.BytesIO(), format=kind)


def test_a_line_breaks_where_the_forms_count_differently_and_where_a_value_is_missing():
    figure = draw_trend(points(missing=(2020,)))
    assert lines(figure.axes[0]) == [
        ([2016, 2017, 2018], [10.0, 11.0, 12.0], True),
        ([2019], [13.0], False),
        ([2021], [15.0], False),
    ]
    shown = [text.replace("\n", "") for text in words(figure)]
    assert "口径不同：2019年起的总计包括尚未审结的案件" in shown
    assert (
        "空心点：口径与现行格式不同，不与实心点连线。"
        "无数值：青禾县水务局2020年（该项未填数字）。"
        "每点依据1份报告。"
        "数据来源：各机关政府信息公开工作年度报告的表格"
    ) in shown
    assert figure.axes[0].get_ylabel() == "单位：件"
    assert figure.axes[0].get_title(loc="left") == "行政复议（青禾县水务局）"
    rendered(figure)


def test_a_missing_value_names_its_series_where_there_are_several():
    two = pd.concat([points(missing=(2020,)), points("denied_rate")], ignore_index=True)
    shown = " ".join(words(draw_trend(two))).replace("\n", "")
    assert "无数值：行政复议：青禾县水务局2020年（该项未填数字）。" in shown


def test_a_group_without_a_name_is_called_so_and_stays_without_in_the_data():
    figure = draw_trend(points(group="", missing=(2020,)))
    shown = [text.replace("\n", "") for text in words(figure)]
    assert "行政复议（未写明）" in shown
    assert any("无数值：未写明2020年（该项未填数字）。" in text for text in shown)
    assert set(figure.data["group"]) == {""}


LONG = "临江省澄湖市城市管理和综合行政执法局（挂澄湖市数字化城市管理监督指挥中心牌子）"


def test_groups_keep_their_names_in_the_data_even_those_like_the_chart_s_own_words():
    names = ["未写明", "", "\N{WATER WAVE}"]
    chart = draw_trend(pd.concat([points(group=name) for name in names], ignore_index=True))
    assert list(dict.fromkeys(chart.data["group"])) == names
    assert {"未写明", "(未写明)", "<U+1F30A>"} <= set(words(chart))


def test_long_names_are_broken_and_leave_room_for_the_chart():
    eight = pd.concat([points(group=f"{LONG}{number}") for number in range(8)], ignore_index=True)
    rates = eight.assign(series="granted_rate", value=eight["value"] / 40)
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # axes without any room are one
        for figure in (draw_trend(eight), draw_heatmap(eight), draw_slope(rates, 2018, 2021)):
            assert_within(figure)
            assert set(figure.data["group"]) == set(eight["group"])


def assert_within(figure):
    """Require that all words stand inside the picture."""
    rendered(figure)
    width, height = figure.canvas.get_width_height()
    boxes = [text.get_window_extent() for text in figure.findobj(matplotlib.text.Text) if text.get_text()]
    assert all(box.x0 >= -1 and box.x1 <= width + 1 and box.y0 >= -1 and box.y1 <= height + 1 for box in boxes)


def assert_apart(figure):
    """Require that the names of rows don't stand over one another."""
    rendered(figure)
    for axes in figure.axes:
        names = sorted((name.get_window_extent() for name in axes.get_yticklabels()), key=lambda box: box.y0)
        assert all(below.y1 <= above.y0 + 1 for below, above in pairwise(names))


@pytest.mark.parametrize("count", [2, 32])
def test_names_beside_rows_never_run_into_one_another(count):
    many = pd.concat([points(group=f"{LONG}{number}") for number in range(count)], ignore_index=True)
    assert_apart(draw_heatmap(many))
    codes = ("granted", "partial")
    parts = pd.concat([many[many["year"] == 2021].assign(series=code) for code in codes], ignore_index=True)
    assert_apart(draw_parts(parts))


def test_panels_keep_their_height_below_long_names():
    def heights(name):
        frame = pd.concat([points(group=f"{name}{number}") for number in range(8)], ignore_index=True)
        figure = draw_trend(frame)
        rendered(figure)
        return figure.axes[0].get_window_extent().height

    assert heights(LONG) > 0.8 * heights("甲局")


def test_the_title_of_a_flow_is_broken_where_the_name_is_long():
    only = {2022: "art2021"}
    frame = pd.concat([points(code, LONG * 2, only) for code in families()["flow"]], ignore_index=True)
    assert_within(draw_flow(frame))


@pytest.mark.parametrize(
    ("name", "note", "lang", "said"),
    [
        ("第3所", "", "zh", "无数值：第3所2018年。"),
        ("No 3", "该项未填数字", "zh", "无数值：No 3 2018年（该项未填数字）。"),
        ("No 3", "", "en", "No value: No 3 2018."),
    ],
)
def test_a_point_is_named_apart_from_its_year_and_with_its_note_if_there_is_one(name, note, lang, said):
    frame = points(group=name, missing=(2018,))
    frame["note"] = note
    assert any(said in text.replace("\n", "") for text in words(draw_trend(frame, lang=lang)))


def test_a_comparable_series_goes_through_without_a_mark():
    frame = points("received").assign(comparable=True)
    figure = draw_trend(frame)
    assert lines(figure.axes[0]) == [
        ([2016, 2017, 2018, 2019, 2020, 2021], [10.0, 11.0, 12.0, 13.0, 14.0, 15.0], False)
    ]
    assert not [text for text in words(figure) if "口径" in text]


def test_years_before_the_form_asked_are_marked_and_not_drawn():
    figure = draw_trend(points("not_processed", missing=(2016, 2017, 2018)))
    assert lines(figure.axes[0]) == [([2019, 2020, 2021], [13.0, 14.0, 15.0], False)]
    assert "2019年以前的表格没有这一类" in [text.replace("\n", "") for text in words(figure)]


def test_groups_differ_without_colour_and_are_named():
    frame = pd.concat([points(group=f"第{i}局") for i in range(8)])
    figure = draw_trend(frame, title="八个局", source="样本")
    drawn = {(line.get_marker(), line.get_linestyle()) for line in figure.axes[0].lines if not len(line.get_xdata())}
    assert len(drawn) == 8
    assert {"八个局", *(f"第{i}局" for i in range(8))} <= set(words(figure))
    assert any(text.endswith("数据来源：样本") for text in words(figure))
    rendered(figure)


def test_english_has_english_words():
    figure = draw_trend(points(missing=(2020,)), lang="en")
    shown = "\n".join(words(figure))
    assert "Administrative reviews (青禾县水务局)" in shown
    assert "counted differently: totals" in shown
    assert "Unit: cases" in shown
    rendered(figure)


def test_several_series_are_panels_over_the_same_years():
    figure = draw_trend(pd.concat([points("reviews"), points("lawsuits")]))
    assert [axes.get_title(loc="left") for axes in figure.axes] == [
        "行政复议（青禾县水务局）",
        "行政诉讼（青禾县水务局）",
    ]
    assert figure.get_size_inches()[0] <= 7.2
    assert figure.get_size_inches()[1] <= 10.2


@pytest.mark.parametrize(
    ("frame", "options", "message"),
    [
        (points().iloc[:0], {}, "没有可画的数据"),
        (pd.concat([points(group=str(i)) for i in range(9)]), {}, "有9组，一张图最多分辨8组"),
        (
            pd.concat([points(code) for code in list(load_series())[:9]]),
            {},
            "有9个指标，一张图最多画8个；请先选定要画的指标",
        ),
        (points(), {"lang": "fr"}, "只有 zh、en"),
    ],
)
def test_what_cannot_be_drawn_is_said(frame, options, message):
    with pytest.raises(GikError, match=message):
        draw_trend(frame, **options)


def family(codes, years, group="青禾县水务局", missing=()):
    """Give points of several series: 10 for the first, 20 for the second …, NA where (series, year) is missing."""
    made = [
        points(code, group, {year: "stat2014" if year < 2019 else "art2021" for year in years}).assign(
            value=[None if (code, year) in missing else 10.0 * (1 + number) for year in years]
        )
        for number, code in enumerate(codes)
    ]
    return pd.concat(made, ignore_index=True).astype(COLUMNS)


def bars(axes):
    """Give the heights of the bars by part, in the order of drawing."""
    return [[round(bar.get_height(), 6) for bar in part] for part in axes.containers]


OUTCOMES = ["granted", "partial", "denied", "unavailable", "not_processed", "other"]


def test_parts_stand_on_one_another_and_a_year_with_an_unknown_part_has_no_bar():
    frame = family(OUTCOMES, (2018, 2019, 2020), missing=[("not_processed", 2018), ("denied", 2020)])
    figure = draw_parts(frame)
    assert bars(figure.axes[0]) == [[10, 10, 0], [20, 20, 0], [30, 30, 0], [40, 40, 0], [0, 50, 0], [60, 60, 0]]
    shown = words(figure)
    assert {"160", "210", "缺", "办理结果", "青禾县水务局"} <= set(shown)
    flat = "".join(shown).replace("\n", "")
    assert "斜线处前后口径不同，不可直接比较：予以公开（" in flat
    assert "“缺”：有的部分没有数字，不画。" in flat
    assert len({patch.get_hatch() for part in figure.axes[0].containers for patch in part}) == 6
    rendered(figure)


def test_shares_are_of_the_whole_and_few_cases_are_marked():
    figure = draw_parts(family(["received_natural", "received_other"], (2018, 2019)), share=True, lang="en")
    assert bars(figure.axes[0]) == [[0, 0.333333], [0, 0.666667]]
    assert "30" in words(figure) and "not on the form before 2019" in words(figure)
    few = family(["received_natural", "received_other"], (2019,)).assign(value=1.0).astype(COLUMNS)
    assert "2*" in words(draw_parts(few, share=True))
    with pytest.raises(GikError, match="比率不能堆叠"):
        draw_parts(points("granted_rate"))


def test_one_year_of_several_groups_is_a_bar_a_group():
    frame = pd.concat([family(["granted", "partial"], (2020,), group) for group in ("甲局", "乙局")])
    axes = draw_parts(frame).axes[0]
    assert [[bar.get_width() for bar in part] for part in axes.containers] == [[10, 10], [20, 20]]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["甲局", "乙局"]


def test_small_panels_share_their_axes():
    figure = draw_multiples(pd.concat([points(group="甲局"), points(group="乙局", missing=(2020,))]))
    shown = [axes for axes in figure.axes if axes.get_visible()]
    assert [axes.get_title(loc="left") for axes in shown] == ["甲局", "乙局"]
    assert shown[0].get_ylim() == shown[1].get_ylim() and shown[0].get_ylim()[0] == 0
    assert "斜线处前后口径不同，不可直接比较：2019年起的总计包括尚未审结的案件。" in "".join(words(figure))
    rendered(figure)
    with pytest.raises(GikError, match="只画一个指标"):
        draw_multiples(pd.concat([points("reviews"), points("lawsuits")]))


def test_a_heat_map_prints_its_numbers_hatches_gaps_and_draws_the_break():
    frame = points("granted_rate", missing=(2020,)).assign(small=[True, *[False] * 5])
    figure = draw_heatmap(frame.assign(value=frame["value"] / 100))
    axes = figure.axes[0]
    assert [text.get_text() for text in axes.texts] == ["10.0*", "11.0", "12.0", "13.0", "15.0"]
    assert [patch.get_xy() for patch in axes.patches] == [(3.5, -0.5)]
    assert [line.get_xdata()[0] for line in axes.lines] == [2.5]
    rendered(figure)


@pytest.mark.parametrize("draw", [draw_trend, draw_multiples, draw_heatmap, draw_parts])
def test_no_points_are_no_picture(draw):
    with pytest.raises(GikError, match="没有可画的数据"):
        draw(points().iloc[:0])


def test_a_slope_joins_only_what_compares():
    frame = pd.concat([points(group="甲局"), points(group="乙局", missing=(2021,))])
    joined = draw_slope(frame, 2019, 2021)
    assert [line.get_linestyle() for line in joined.axes[0].lines] == ["-", "--"]
    apart = draw_slope(frame, 2018, 2021)
    assert [line.get_linestyle() for line in apart.axes[0].lines] == ["None", "None"]
    assert {"15  甲局", "甲局  12", "乙局  12"} <= set(words(apart)) and "15  乙局" not in words(apart)
    rendered(apart)
    with pytest.raises(GikError, match="没有2030年"):
        draw_slope(frame, 2018, 2030)
    with pytest.raises(GikError, match="应早于右边的"):
        draw_slope(frame, 2021, 2019)


def test_a_slope_marks_rates_of_few_cases():
    frame = points("granted_rate").assign(value=0.5)
    frame["small"] = frame["year"] == 2021
    shown = words(draw_slope(frame, 2019, 2021))
    assert {"青禾县水务局  50.0", "50.0*  青禾县水务局"} <= set(shown)
    assert any(text.startswith("*：分母不足30") for text in shown)


def test_a_flow_says_when_what_came_and_what_went_differ():
    codes = list(families()["flow"])
    figure = draw_flow(family(codes, (2021,)))
    shown = words(figure)
    told = {"收到（新收）申请 10", "上年结转申请 20", "予以公开 30", "结转下年度继续办理 90", "应办申请\n30"}
    assert told <= set(shown)
    assert "单位：件\n本年新收与上年结转之和，减去办理结果与结转下年度继续办理之和，为-390件" in "".join(shown)
    rendered(figure)
    with pytest.raises(GikError, match="行政诉讼尚未审结没有数值"):
        draw_flow(family(codes, (2021,), missing=[("lawsuits_pending", 2021)]))
    with pytest.raises(GikError, match="一个机关一年"):
        draw_flow(family(codes, (2021, 2022)))


def test_a_chart_is_saved_with_the_rows_behind_it(tmp_path):
    figure = draw_trend(points("granted_rate"))
    paths = save_chart(figure, tmp_path / "out" / "公开率.png")
    assert [path.name for path in paths] == ["公开率.png", "公开率.svg", "公开率.csv"]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(path.name for path in paths)
    rows = pd.read_csv(paths[2])
    assert rows[["year", "value", "label", "unit"]].iloc[0].tolist() == [
        2016,
        10.0,
        "公开率（予以公开占办理结果）",
        "比例",
    ]
    before = [path.read_bytes() for path in paths]
    assert [path.read_bytes() for path in save_chart(draw_trend(points("granted_rate")), paths[0])] == before


def test_small_numbers_and_the_policy_for_blanks_are_in_the_caption():
    frame = points("granted_rate").assign(value=0.5, small=[True, *[False] * 5], blanks="section", assumed=1)
    figure = draw_trend(frame.astype(COLUMNS))
    text = "".join(words(figure)).replace("\n", "")
    assert "×：分母不足30，比率不稳，仅供参考。" in text
    assert "空白处理：同一部分其余各格已填的空白格按0计（本图共6格）。" in text
    assert [len(found.get_offsets()) for found in figure.axes[0].collections] == [1]


ABOVE = "↑：分子大于分母，比率超过100%，画在刻度之外，请核对原表。"


def impossible(values=(0.5, 0.9, 1.0, 257.0, 0.8, 0.7)):
    return points("granted_rate").assign(value=values, comparable=True).astype(COLUMNS)


def test_a_rate_above_one_is_shown_off_the_scale_on_no_line():
    figure = draw_trend(impossible())
    assert lines(figure.axes[0]) == [
        ([2016, 2017, 2018], [0.5, 0.9, 1.0], False),
        ([2020, 2021], [0.8, 0.7], False),
        ([2019], [1.06], False),
    ]
    text = words(figure)
    assert "↑25,700.0" in text and any(ABOVE in line.replace("\n", "") for line in text)
    assert [tick for tick in figure.axes[0].get_yticks() if tick > 1] == []
    assert figure.axes[0].get_ylim()[1] < 1.3
    rendered(figure)


def test_the_scale_of_a_rate_ends_at_one_whatever_is_written_above():
    figure = draw_trend(points("granted_rate").assign(value=[0.5, 0.9, 1.0, 0.2, 0.8, 0.7]))
    low, high = figure.axes[0].get_ylim()
    assert low == 0 and high > 1.1, "room for the reason of the break"
    assert max(figure.axes[0].get_yticks()) == 1.0
    assert not any("↑" in text for text in words(figure))


def test_other_rates_keep_their_shades_and_slopes_beside_one_above_one():
    heat = draw_heatmap(impossible())
    assert "↑25,700.0" in words(heat) and heat.axes[0].images[0].get_clim() == (0.0, 1.0)
    both = pd.concat([impossible(), impossible((0.2,) * 6).assign(group="第2局")])
    slope = draw_slope(both.astype(COLUMNS), 2019, 2021)
    assert "青禾县水务局  ↑25,700.0" in words(slope) and slope.axes[0].get_ylim()[1] < 1.2
    assert [line.get_linestyle() for line in slope.axes[0].lines] == ["None", "--"]
    for figure in (heat, slope):
        assert ABOVE in "".join(words(figure)).replace("\n", "")
        rendered(figure)


def test_a_chart_says_that_corrections_are_drawn():
    text = "".join(words(draw_trend(points("received").assign(corrected=[1, 2, 0, 0, 0, 0]).astype(COLUMNS))))
    assert "本图有3处采用更正数，不是报告所印数字。" in text.replace("\n", "")


def test_both_languages_have_the_same_words():
    theme = definition("theme.toml")
    assert set(theme["en"]) - {"reasons"} == set(theme["zh"])
    assert {look["color"] for look in theme["fills"]} and len({look["hatch"] for look in theme["fills"]}) == len(
        theme["fills"]
    )


@pytest.mark.parametrize("draw", [draw_trend, draw_heatmap, draw_multiples])
def test_names_the_font_cant_draw_are_shown_by_codes_and_told_apart(draw, tmp_path):
    names = ["岚川市🌊中心", "岚川市\u0e44\u05e9局", "甲局\r\n", "甲局\n"]
    frame = pd.concat([points(group=name) for name in names], ignore_index=True)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        chart = draw(frame)
        save_chart(chart, tmp_path / "chart")
    shown = "".join(text.get_text() for text in chart.findobj(match=matplotlib.text.Text))
    for name in ("岚川市<U+1F30A>中心", "岚川市<U+0E44><U+05E9>局", "甲局<U+000D><U+000A>", "甲局<U+000A>"):
        assert name in shown.replace("\n", "")
    assert set(chart.data["group"]) == set(names)
