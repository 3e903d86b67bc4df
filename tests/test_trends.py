"""Series over the years: right where they can be known, and silent where they can't."""

import csv
from dataclasses import replace

import pandas as pd
import pytest

from gik.charts import draw_trend
from gik.cleaning import clean
from gik.definitions import definition
from gik.errors import GikError
from gik.forms import load_forms
from gik.frames import Tables, frame
from gik.matrix import form_keys
from gik.ranking import ranks
from gik.series import find_series, load_crosswalk, load_rates, load_series
from gik.trends import COLUMNS, trend


def report(name, year, form, values=(), issuer="青禾县水务局", **others):
    """Give a report and its cells: values are {(table, row, column): number or None}."""
    facts = {"report": name, "file": f"{name}.html", "year": year, "form": form, "issuer": issuer, "status": "ok"}
    cells = [
        {"report": name, "form": form, "table": t, "row": r, "column": c, "value": value}
        | {"state": "blank" if value is None else "number"}
        for (t, r, c), value in dict(values).items()
    ]
    return facts | others, cells


def tables(*reports):
    rows = {"reports": [facts for facts, _ in reports], "cells": [cell for _, cells in reports for cell in cells]}
    return Tables(**{name: frame(name, rows.get(name, ())) for name in Tables.__dataclass_fields__})


def points(made, columns=("series", "group", "year", "value", "form", "comparable", "n", "note")):
    return [
        tuple(None if v is pd.NA else v for v in row) for row in made[list(columns)].itertuples(index=False, name=None)
    ]


def received(value):
    return {("requests", "new", "total"): value}


def test_a_series_goes_through_all_three_forms():
    made = trend(
        tables(
            report("c", 2021, "art2021", {("disputes", "review", "total"): 4}),
            report("a", 2018, "stat2014", {("stat", "reviews", "value"): 2}),
            report("b", 2019, "art2019", {("disputes", "review", "total"): 3}),
        ),
        "reviews",
    )
    assert points(made) == [
        ("reviews", "青禾县水务局", 2018, 2.0, "stat2014", False, 1, "2019年起的总计包括尚未审结的案件"),
        ("reviews", "青禾县水务局", 2019, 3.0, "art2019", True, 1, ""),
        ("reviews", "青禾县水务局", 2020, None, "", True, 0, "本年度没有报告"),
        ("reviews", "青禾县水务局", 2021, 4.0, "art2021", True, 1, ""),
    ]
    assert {name: str(dtype) for name, dtype in made.dtypes.items()} == {
        **{"series": "str", "group": "str", "year": "Int64", "value": "Float64"},
        **{"form": "str", "comparable": "bool", "n": "Int64", "note": "str", "numerator": "Float64"},
        **{"denominator": "Float64", "small": "bool", "bodies": "str", "assumed": "Int64", "blanks": "str"},
        **{"corrected": "Int64", "covered_by": "str"},
    }


def test_a_sum_with_an_unknown_part_is_unknown():
    lawsuits = {("disputes", "lawsuit_direct", "total"): 3, ("disputes", "lawsuit_after_review", "total"): None}
    known = {**lawsuits, ("disputes", "lawsuit_after_review", "total"): 0}
    made = trend(tables(report("a", 2021, "art2021", lawsuits), report("b", 2022, "art2021", known)), "lawsuits")
    assert [(p[3], p[6], p[7]) for p in points(made)] == [(None, 0, "该项未填数字"), (3.0, 1, "")]


def test_what_a_form_does_not_ask_for_is_said_and_not_zero():
    made = trend(
        tables(report("a", 2019, "stat2014"), report("b", 2020, "none"), report("c", 2021, "art2021")),
        ["disclosed", "not_processed"],
    )
    assert [(p[0], p[2], p[3], p[5], p[7]) for p in points(made)] == [
        ("disclosed", 2019, None, True, "该项未填数字"),
        ("disclosed", 2020, None, False, "报告没有全国统一格式的表格"),
        ("disclosed", 2021, None, False, "2021年格式没有这一项"),
        ("not_processed", 2019, None, False, "2014年统计表没有这一项"),
        ("not_processed", 2020, None, False, "报告没有全国统一格式的表格"),
        ("not_processed", 2021, None, True, "该项未填数字"),
    ]


def test_a_group_is_added_up_only_when_every_report_has_the_number():
    made = tables(
        report("a", 2021, "art2021", received(3), "甲局", region="青禾县"),
        report("b", 2021, "art2021", received(4), "乙局", region="青禾县"),
        report("c", 2022, "art2021", received(5), "甲局", region="青禾县"),
        report("d", 2022, "art2021", received(None), "乙局", region="青禾县"),
        report("e", 2023, "art2021", received(6), "甲局", region="青禾县"),
        report("f", 2023, "art2021", received(6), "甲局", region="青禾县"),
    )
    assert [(p[1], p[2], p[3], p[6], p[7]) for p in points(trend(made, "received", by="region"))] == [
        ("青禾县", 2021, 7.0, 2, ""),
        ("青禾县", 2022, None, 1, "2份报告中有1份没有数字，未合计"),
        ("青禾县", 2023, None, 2, "同一机关同一年度有不止一份报告（共2份），未合计"),
    ]
    assert points(trend(made, "received", by=None))[0][1:4] == ("全部", 2021, 7.0)


def test_a_report_counts_by_the_form_that_it_is_said_to_use():
    facts, cells = report("a", 2021, "art2021", received(3))
    _, stray = report("a", 2021, "stat2014", {("stat", "requests.received", "value"): 8})
    assert [p[3] for p in points(trend(tables((facts, [*cells, *stray])), "received"))] == [3.0]


def test_reports_without_an_issuer_are_not_taken_for_one_body():
    made = tables(
        report("a", 2021, "art2021", received(3), ""),
        report("b", 2021, "art2021", received(4), ""),
        report("c", None, "art2021", received(5)),
        report("d", 2021, "art2021", status="failed"),
    )
    assert [p[1:4] for p in points(trend(made, "received"))] == [("a.html", 2021, 3.0), ("b.html", 2021, 4.0)]


def test_what_is_not_there_is_named_with_what_is():
    with pytest.raises(GikError, match="没有nothing这个指标；可选：received、"):
        trend(tables(), "nothing")
    with pytest.raises(GikError, match="没有“city”这一列"):
        trend(tables(), "received", by="city")
    assert {name: str(dtype) for name, dtype in trend(tables(), "received").dtypes.items()} == COLUMNS


def test_every_term_of_the_crosswalk_is_a_cell_of_its_form():
    for series in load_series().values():
        for code, cells in series.cells.items():
            assert set(cells) <= set(form_keys(load_forms()[code])), series.code
        assert any(series.cells.values())
        assert bool(series.note) == (series.comparability != "same"), series.code
    assert len(load_crosswalk()["denied"].cells["art2021"]) == 8


def test_the_crosswalk_is_the_published_one(shared, root):
    with (shared / "forms" / "crosswalk.csv").open(encoding="utf-8") as file:
        theirs = list(csv.DictReader(file))
    with (root / "gik" / "definitions" / "crosswalk.csv").open(encoding="utf-8") as file:
        ours = list(csv.DictReader(file))
    columns = ("series", "label", "stat2014", "art2019", "art2021", "comparability")
    assert [[line[c] for c in columns] for line in ours] == [[line[c] for c in columns] for line in theirs]


def test_a_report_without_a_table_counts_with_its_prose_when_asked():
    facts, _ = report("a", 2017, "none")
    figure = {"report": "a", "indicator": "requests.received", "value": 7.0, "bound": "eq", "start": 1, "figure": 0}
    given = {"reports": [facts], "figures": [figure]}
    made = Tables(**{name: frame(name, given.get(name, ())) for name in Tables.__dataclass_fields__})
    note = "据报告正文所述，不是表格中的数字"
    assert points(trend(made, "received", stated=True)) == [
        ("received", "青禾县水务局", 2017, 7.0, "prose", False, 1, note)
    ]
    assert points(trend(made, "received"))[0][3:6] == (None, "none", False)
    assert points(trend(made, "granted", stated=True))[0][3] is None


def test_prose_counts_where_it_is_exact_and_no_table_is_there():
    facts, cells = report("a", 2021, "art2021", received(3))
    said = {"indicator": "requests.received", "value": 7.0, "bound": "eq", "start": 1, "figure": 0}
    given = {
        "reports": [facts, report("b", 2022, "none")[0], report("c", 2023, "none")[0]],
        "cells": cells,
        "figures": [
            {**said, "report": "a"}, {**said, "report": "b", "bound": "ge"}, {**said, "report": "c", "value": 9.0},
        ],
    }  # fmt: skip
    made = Tables(**{name: frame(name, given.get(name, ())) for name in Tables.__dataclass_fields__})
    assert [point[3] for point in points(trend(made, "received", stated=True))] == [3.0, None, 9.0]


OUTCOMES = {("requests", "granted", "total"): 3, ("requests", "outcomes", "total"): 40}
FACTS = ("series", "year", "value", "numerator", "denominator", "small", "note")


def test_a_rate_carries_what_it_is_made_of_and_marks_few_cases():
    few = {("requests", "granted", "total"): 1, ("requests", "outcomes", "total"): 29}
    every = {("requests", "granted", "total"): 40, ("requests", "outcomes", "total"): 40}
    reports = (
        report(str(year), year, "art2021", cells) for year, cells in ((2021, OUTCOMES), (2022, few), (2023, every))
    )
    made = trend(tables(*reports), "granted_rate")
    assert points(made, FACTS) == [
        ("granted_rate", 2021, 0.075, 3.0, 40.0, False, ""),
        ("granted_rate", 2022, 1 / 29, 1.0, 29.0, True, "分母不足30，比率不稳"),
        ("granted_rate", 2023, 1.0, 40.0, 40.0, False, ""),
    ]


def test_a_rate_of_nothing_or_with_an_unknown_part_is_unknown():
    nothing = dict.fromkeys(OUTCOMES, 0)
    unknown = {**OUTCOMES, ("requests", "granted", "total"): None}
    over = {**OUTCOMES, ("requests", "granted", "total"): 41}
    made = tables(
        report("a", 2021, "art2021", nothing),
        report("b", 2022, "art2021", unknown),
        report("c", 2023, "art2021", over),
    )
    assert points(trend(made, "granted_rate"), FACTS) == [
        ("granted_rate", 2021, None, 0.0, 0.0, False, "分母“申请答复（办理结果总计）”为0，没有比率"),
        ("granted_rate", 2022, None, None, None, False, "该项未填数字"),
        ("granted_rate", 2023, 1.025, 41.0, 40.0, False, "分子大于分母，请核对"),
    ]


def test_a_rate_of_a_group_is_its_sums_divided_and_not_a_mean_of_rates():
    rest = {("requests", "granted", "total"): 60, ("requests", "outcomes", "total"): 60}
    made = tables(report("a", 2021, "art2021", OUTCOMES, "甲局"), report("b", 2021, "art2021", rest, "乙局"))
    assert points(trend(made, "granted_rate", by=None), FACTS) == [("granted_rate", 2021, 0.63, 63.0, 100.0, False, "")]


def test_ways_of_disclosure_are_shares_of_what_was_disclosed():
    values = {("stat", "disclosed", "value"): 80, ("stat", "channel.website", "value"): 60}
    made = tables(report("a", 2016, "stat2014", values))
    shares = points(trend(made, "disclosure_channels"), ("series", "value", "numerator", "denominator"))
    assert [share for share in shares if share[1] is not None] == [("website_share", 0.75, 60.0, 80.0)]
    assert [share[0] for share in shares] == [
        *("gazette_share", "website_share", "weibo_share", "wechat_share", "elsewhere_share")
    ]


def test_notes_are_in_the_language_asked_for():
    both = definition("trend_notes.toml")
    assert set(both["en"]) - set(both["zh"]) == {"reasons"}
    assert set(both["en"]["reasons"]) == {series.comparability for series in load_series().values()}
    made = tables(report("r1", 2019, "stat2014"), report("r2", 2021, "art2021", received(None)))
    assert points(trend(made, "disclosed", by=None, lang="en"), ("group", "year", "note")) == [
        ("All", 2019, "no number filled in"),
        ("All", 2020, "no report for this year"),
        ("All", 2021, "not on this form: Form of the 2021 notice (reports for 2021 on)"),
    ]
    with pytest.raises(GikError, match="只有 zh、en"):
        trend(made, "received", lang="fr")


def test_a_rate_on_a_form_without_it_is_said_and_decided_cases_compare_over_all_forms():
    old = {
        ("stat", f"reviews.{kind}", "value"): number
        for kind, number in {"upheld": 1, "corrected": 2, "other": 5}.items()
    }
    made = tables(report("a", 2018, "stat2014", old), report("b", 2019, "art2019"))
    rows = points(
        trend(made, ["on_time_rate", "review_correction_rate"]), ("series", "year", "value", "comparable", "note")
    )
    assert rows == [
        ("on_time_rate", 2018, None, True, "该项未填数字"),
        ("on_time_rate", 2019, None, False, "2019年格式没有这一项"),
        ("review_correction_rate", 2018, 0.25, True, "分母不足30，比率不稳"),
        ("review_correction_rate", 2019, None, True, "该项未填数字"),
    ]


def test_a_superior_without_one_of_its_bodies_has_no_total():
    new, out = ("requests", "new", "total"), ("requests", "carried_out", "total")
    rest = ("requests", "carried_in", "total")
    made = tables(
        *(report(f"{name}{year}", year, "art2021", {new: 4, out: 1, rest: 0}, issuer=name)
          for name, year in (("甲局", 2021), ("乙局", 2021), ("甲局", 2022)))
    )  # fmt: skip
    columns = ["name", "agency", "level", "superior", "region", "region_code", "from", "until"]
    lines = [
        dict.fromkeys(columns, "") | {"name": f"{n}局", "superior": "某市"} for n in ("甲", "乙", "丙", "丁", "戊")
    ]
    cleaned = clean(made, agencies=pd.DataFrame(lines[:2]))
    found = trend(cleaned, ["received", "carried_rate"], by="superior")
    why = "缺乙局的报告（应报未报），未合计"
    assert points(found) == [
        ("received", "某市", 2021, 8.0, "art2021", True, 2, ""),
        ("received", "某市", 2022, None, "art2021", True, 1, why),
        ("carried_rate", "某市", 2021, 0.25, "art2021", True, 2, "分母不足30，比率不稳"),
        ("carried_rate", "某市", 2022, None, "art2021", True, 1, why),
    ]
    assert trend(cleaned, "received", by="body")["note"].tolist() == ["", "", ""]
    assert why in draw_trend(found).get_supxlabel().replace("\n", "")
    found = trend(clean(made, agencies=pd.DataFrame(lines)), "received", by="superior", lang="en")
    assert found["note"].tolist() == [
        "no report by 丁局, 丙局, 戊局, who had to report; not added up",
        "no report by 丁局, 丙局, 乙局 and others, 4 in all, who had to report; not added up",
    ]


def test_a_point_says_how_many_corrections_it_rests_on():
    new = ("requests", "new", "total")
    made = tables(report("a", 2021, "art2021", {new: 4}), report("b", 2022, "art2021", {new: 5}))
    lines = [("a", "requests/new@total", "", "6", "来函更正"), ("b", "requests/new@total", "", "", "数字不清")]
    corrections = pd.DataFrame(lines, columns=["report", "place", "found", "use", "reason"])
    found = trend(clean(made, corrections=corrections), "received")
    assert found["value"].fillna(-1).tolist() == [6.0, -1.0]
    assert found[["corrected", "note"]].values.tolist() == [
        [1, "其中1格采用更正数"],
        [1, "该项更正为“无法确知”，没有数字"],
    ]


def test_a_blank_beside_a_correction_is_a_blank():
    keys = load_series()["denied"].cells["art2021"]
    made = tables(report("a", 2021, "art2021", dict.fromkeys(keys, 1) | {("requests", "outcomes", "total"): None}))
    line = ("a", "/".join(keys[0][:2]) + "@total", "", "2", "来函更正")
    corrections = pd.DataFrame([line], columns=["report", "place", "found", "use", "reason"])
    found = trend(clean(made, corrections=corrections), ["denied", "denied_rate"])
    assert points(found, ("value", "corrected", "note")) == [
        (len(keys) + 1, 1, "其中1格采用更正数"),
        (None, 1, "该项未填数字"),
    ]


def test_bodies_of_which_no_group_is_known_are_no_group():
    made = tables(
        report("a", 2021, "art2021", received(9), "云溪市教育局"),
        report("b", 2021, "art2021", received(4), "青禾县水务局"),
        report("c", 2022, "art2021", received(4), "青禾县水务局"),
    )
    for by in ("region", "agency"):
        assert points(trend(made, "received", by=by), ("group", "year", "value", "n", "note")) == [
            ("", 2021, None, 2, "2个机关的报告都没有注明属于哪一组，未合计"),
            ("", 2022, 4.0, 1, ""),
        ]


def test_a_superior_and_its_subordinate_are_not_added_up():
    made = tables(
        report("a", 2021, "art2021", received(9), "云溪市", region="云溪市", agency="云溪市"),
        report("b", 2021, "art2021", received(4), "水务局", region="云溪市", agency="水务局"),
    )
    made = replace(made, reports=made.reports.assign(superior=["", "云溪市"]))
    assert points(trend(made, "received", by="region"))[0][3:] == (
        *(None, "art2021", True, 2, "既有上级机关的报告，又有其下级的报告，可能重复计算，未合计"),
    )
    assert [p[1:4] for p in points(trend(made, "received", by="superior"))] == [("", 2021, 9.0), ("云溪市", 2021, 4.0)]


def test_a_report_that_evidently_is_the_sum_of_others_is_not_added_to_them():
    keys = [key for key in form_keys(load_forms()["art2021"]) if key[0] == "disputes"]
    keys += [("requests", "new", column) for column in ("natural_person", "enterprise", "research", "other", "total")]
    parts = [dict.fromkeys(keys, 2), {key: n for n, key in enumerate(keys)}]
    whole = {key: parts[0][key] + parts[1][key] for key in keys}
    own = [("甲局", parts[0]), ("乙局", parts[1]), ("某市", whole)]
    made = tables(
        *(report(f"{name}{2021}", 2021, "art2021", cells, name) for name, cells in own),
        *(report(f"{name}{2022}", 2022, "art2021", cells, name) for name, cells in own if name != "乙局"),
    )
    why = "既有上级机关的报告，又有其下级的报告，可能重复计算，未合计"
    assert points(trend(made, "received", by=None), ("value", "n", "note")) == [(None, 3, why), (None, 2, why)]
    assert trend(made, "received", by="body")["note"].tolist() == [""] * 5


def test_bodies_tell_whether_two_points_rest_on_the_same_ones():
    made = tables(
        *(report(f"a{i}", 2020, "art2019", received(1), name) for i, name in enumerate(("甲局", "乙局"))),
        *(report(f"b{i}", 2021, "art2021", received(1), name) for i, name in enumerate(("乙局", "甲局"))),
        *(report(f"c{i}", 2022, "art2021", received(1), name) for i, name in enumerate(("乙局", "丙局"))),
    )
    first, second, third = trend(made, "received", by=None)["bodies"]
    assert first == second != third


def test_families_stand_for_their_parts_and_every_rate_for_known_series():
    assert list(trend(tables(report("a", 2021, "art2021")), ["channels", "received_fax"])["series"]) == [
        *("received_online", "received_letter", "received_in_person", "received_fax")
    ]
    for code, rate in load_rates().items():
        assert {rate.numerator.code, rate.denominator.code} <= set(load_series()), code
        assert any(rate.cells.values()), code
        assert bool(rate.note) == (rate.comparability != "same"), code
    assert find_series("received.per_capita").unit == "件/万人"
    with pytest.raises(GikError, match=r"没有received\.nothing这个指标"):
        find_series("received.nothing")


def test_a_body_is_the_settled_agency_or_else_the_issuer_as_printed():
    made = tables(
        report("a", 2021, "art2021", received(9), "云溪市教育体育局", agency="云溪市教育局"),
        report("b", 2021, "art2021", received(4), "水务局"),
    )
    assert [p[1:4] for p in points(trend(made, "received", by="body"))] == [
        ("云溪市教育局", 2021, 9.0),
        ("水务局", 2021, 4.0),
    ]


def test_blanks_that_count_as_zero_are_counted_and_the_policy_is_named():
    disputes = {("disputes", "review", column): 0 for column in ("upheld", "corrected", "other", "pending")}
    blank = {**disputes, ("disputes", "review", "total"): None, ("disputes", "lawsuit_direct", "total"): 2}
    facts = ("value", "assumed", "blanks", "note")
    made = clean(tables(report("a", 2021, "art2021", blank)), blanks="section")
    assert points(trend(made, "reviews"), facts) == [(0.0, 1, "section", "其中1个空白格按0计")]
    assert points(trend(clean(made, blanks="leave"), "reviews"), facts) == [(None, 0, "leave", "该项未填数字")]


def test_a_point_says_whose_consolidated_report_covers_it():
    names = {"某市": "", "甲局": "某市", "乙局": "某市", "丙局": ""}
    made = tables(
        *(
            report(f"{name}{year}", year, "art2021", received(5), issuer=name, agency=name)
            for name in names
            for year in (2021, 2023)
        )
    )
    above = made.reports["agency"].map(names).astype("str")
    made = trend(replace(made, reports=made.reports.assign(superior=above)), "received", "body")
    own = made[made["year"] == 2023].set_index("group")
    assert own["covered_by"].to_dict() == {name: own["bodies"].get(above, "") for name, above in names.items()}
    ranked = ranks(made)
    assert ranked.loc[ranked["year"] == 2023, ["group", "rank", "of"]].fillna(0).to_numpy().tolist() == [
        ["丙局", 1, 3],
        ["乙局", 1, 3],
        ["某市", 0, 3],
        ["甲局", 1, 3],
    ]
