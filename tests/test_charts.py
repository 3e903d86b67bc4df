"""The chart of a trend: its lines, breaks, labels and caption, and a font that has every sign."""

import io
import warnings

import pandas as pd
import pytest

from gik.charts import draw_trend
from gik.errors import GikError
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
        "n：每点依据1份报告。"
        "数据来源：各机关政府信息公开工作年度报告所附表格"
    ) in shown
    assert figure.axes[0].get_ylabel() == "单位：件"
    assert figure.axes[0].get_title(loc="left") == "行政复议（青禾县水务局）"
    rendered(figure)


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
        (points(), {"lang": "fr"}, "只有 zh、en"),
    ],
)
def test_what_cannot_be_drawn_is_said(frame, options, message):
    with pytest.raises(GikError, match=message):
        draw_trend(frame, **options)
