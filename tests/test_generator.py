"""The generator: its truths hold together, its answers fit its prints, its city is what is in data/raw."""

import csv
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

import gik
from gik.definitions import definition
from gik.errors import GikError
from gik.forms import load_forms
from gik.series import load_series
from tests.generator.__main__ import city_lists
from tests.generator.city import (
    CITY,
    FORMER,
    MEMBERS,
    YEARS,
    absent,
    city_faults,
    city_files,
    city_truths,
    members,
    printed_name,
)
from tests.generator.faults import ABSENT, FAULTS
from tests.generator.folders import PLACES, mixed_folder, plain_reports
from tests.generator.lines import Line, without_repeats
from tests.generator.samples import DAMAGE, LAYOUTS, sample, samples
from tests.generator.score import marks
from tests.generator.sheets import LOST, Answer, number
from tests.generator.truth import ADDED_UP, RESULTS, Truth, truth

DATA = Path(__file__).parent.parent / "data"
SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
PEOPLE = ("natural_person", "enterprise", "research", "charity", "legal_service", "other")


def broken_identities(of: Truth) -> list[str]:
    """Give the identities of the form that a truth doesn't keep."""
    forms, broken = load_forms()[of.form], []

    def ask(name: str, whole: float, parts: float) -> None:
        if abs(whole - parts) > 1e-6:
            broken.append(f"{name}: {whole} is not {parts}")

    if of.form == "stat2014":
        for parent in (*ADDED_UP, *RESULTS, "capacity.staff"):
            children = [row.code for row in forms.table("stat").rows if row.parent == parent]
            ask(parent, of.amount("stat", parent), sum(of.amount("stat", child) for child in children))
        channels = [row.code for row in forms.table("stat").rows if row.code.startswith("channel.")]
        broken += [code for code in channels if of.amount("stat", code) > of.amount("stat", "disclosed")]
        return broken
    outcomes = [row.code for row in forms.table("requests").rows if row.parent == "outcomes"]
    for column in (*PEOPLE, "total"):
        cell = {row.code: of.amount("requests", row.code, column) for row in forms.table("requests").rows}
        ask(column, cell["new"] + cell["carried_in"], cell["outcomes"] + cell["carried_out"])
        ask(f"outcomes {column}", cell["outcomes"], sum(cell[code] for code in outcomes))
    for row in forms.table("requests").rows:
        ask(row.code, of.amount("requests", row.code, "total"), sum(of.amount("requests", row.code, c) for c in PEOPLE))
    for row in forms.table("disputes").rows:
        parts = [of.amount("disputes", row.code, column) for column in row.columns[:-1]]
        ask(row.code, of.amount("disputes", row.code, "total"), sum(parts))
    return broken


@pytest.mark.parametrize("form", ["stat2014", "art2019", "art2021"])
def test_a_truth_keeps_every_identity(form):
    assert [broken_identities(truth(form, 2020, seed)) for seed in range(40)] == [[]] * 40


def test_every_truth_of_the_city_keeps_every_identity():
    assert {key: broken_identities(of) for key, of in city_truths().items() if broken_identities(of)} == {}


def test_a_broken_truth_is_noticed():
    of = truth("art2021", 2022, 1)
    more = replace(
        of, cells={**of.cells, ("requests", "granted", "total"): of.amount("requests", "granted", "total") + 1}
    )
    assert [words.split(":")[0] for words in broken_identities(more)] == ["outcomes total", "granted"]


def test_what_is_carried_out_is_carried_in_the_year_after():
    truths = city_truths()
    broken = [
        (body.name, year)
        for body in members(2019)
        for before, year in pairwise(range(2019, 2025))
        for column in (*PEOPLE, "total")
        if truths[body.name, before].amount("requests", "carried_out", column)
        != truths[body.name, year].amount("requests", "carried_in", column)
    ]
    assert broken == [("云溪市民政局", 2023)] * 2  # the planted one: natural_person and total


def test_the_citys_report_is_the_sum_of_its_members():
    truths = city_truths()
    for year in YEARS:
        for key, value in truths[CITY.name, year].cells.items():
            assert value == pytest.approx(sum(truths[body.name, year].amount(*key) for body in members(year))), (
                year,
                key,
            )


def test_the_same_seed_gives_the_same_report():
    assert sample("art2019", "pdf", "labels", 3) == sample("art2019", "pdf", "labels", 3)
    assert sample("art2019", "pdf", "labels", 3).data != sample("art2019", "pdf", "labels", 4).data


def test_every_layout_meets_every_perturbation_that_can_befall_it():
    made = {(one.layout, one.damage) for one in samples()}
    assert len(LAYOUTS) >= 20
    assert {layout for layout, _ in made} == set(LAYOUTS)
    assert {damage for _, damage in made} == set(DAMAGE)
    assert len(made) > 700


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("form", ["stat2014", "art2019", "art2021"])
def test_every_value_of_a_clear_layout_is_printed(form, layout):
    one = sample(form, layout)
    words = re.split(r"[\s|<>]+|&nbsp;", one.data.decode())
    printed = {number(answer.value) for answer in one.answers.values()}
    assert {answer.state for answer in one.answers.values()} == {"number"}
    assert printed <= set(words)


def test_perfect_answers_are_scored_as_right_and_changed_ones_as_wrong():
    for damage in ("plain", "blanks", "rows_left_out", "rows_added", "units", "dashes"):
        one = sample("art2021", "row_pipes", damage)
        cells = [cell(key, answer) for key, answer in one.answers.items()]
        assert {mark for mark, _ in marks(one, cells).values()} == {"right"}
        other = [dict(cell, value=cell["value"] + 1) if cell["state"] == "number" else cell for cell in cells]
        wrong = [key for key, (mark, _) in marks(one, other).items() if mark == "wrong"]
        assert wrong == [key for key, answer in one.answers.items() if answer.state == "number"]


def test_a_blank_that_is_called_a_number_is_wrong_and_a_number_that_is_called_text_is_missing():
    one = sample("stat2014", "row_pipes", "blanks")
    blank = next(key for key, answer in one.answers.items() if answer.state == "blank")
    filled = next(key for key, answer in one.answers.items() if answer.state == "number")
    cells = [cell(blank, Answer("number", 0.0)), cell(filled, Answer("text"))]
    found = marks(one, cells)
    assert (found[blank][0], found[filled][0]) == ("wrong", "missing")


def cell(key, answer):
    unknown = not key[1].isascii()
    return {
        "table": key[0], "row": "" if unknown else key[1], "column": key[2], "label": key[1] if unknown else "",
        "state": answer.state, "value": answer.value, "unit": answer.unit, "text": "", "place": "",
    }  # fmt: skip


def test_a_dropped_line_loses_its_cell_and_makes_its_row_unsure():
    first, second, third = (("art20", "rules", column) for column in ("made", "repealed", "in_force"))
    lines = [
        Line("规章 |", "label", (0, 1)),
        Line("1 |", "value", (0, 1), (first,)),
        Line("1 |", "value", (0, 1), (second,)),
        Line("2 |", "value", (0, 1), (third,)),
    ]
    one = Answer("number", 1.0)
    kept, right = without_repeats(lines, {first: one, second: one, third: Answer("number", 2.0)})
    assert [line.text for line in kept] == ["规章 |", "1 |", "2 |"]
    assert right == {first: replace(one, sure=False), second: LOST, third: Answer("number", 2.0, False)}


def test_a_dropped_label_makes_the_row_before_unsure():
    before, after = ("stat", "reviews.upheld", "value"), ("stat", "reviews.other", "value")
    lines = [
        Line("其他情形数"),
        Line("维持数", "label", (0, 1)),
        Line("3", "value", (0, 1), (before,)),
        Line("其他情形数", "label", (0, 2)),
        Line("7", "value", (0, 2), (after,)),
    ]
    _, right = without_repeats(lines, {before: Answer("number", 3.0), after: Answer("number", 7.0)})
    assert {answer.sure for answer in right.values()} == {False}


def test_the_city_has_90_reports_one_twice_one_corrected_and_one_mirrored():
    files = city_files()
    assert len(files) == 8 * 11 + 3 - 1 + 3  # one body for three years, one report not made
    assert len(set(files.values())) == 92
    assert {name.rsplit(".")[-1] for name in files} == {"txt", "html"}
    assert {
        name for name, data in files.items() if "虚构".encode() not in data and "虚构".encode("gb18030") not in data
    } == set()


def test_every_planted_fault_changes_its_report(monkeypatch):
    planted = city_files()
    monkeypatch.setattr("tests.generator.city.FAULTS", ())
    without = city_files()
    faulty = {row["file"].removeprefix("city/") for row in city_faults()} | {
        name for name in planted if planted[name] != without.get(name)
    }
    named = {
        f"{CITY.name if fault.new == ABSENT else printed_name(fault.body, fault.year)}_{fault.year}"
        for fault in FAULTS
        if fault.rule != "year.jump" or fault.by
    }
    follows = {f"{CITY.name}_{year}" for year in (2020, 2023, 2024)}  # add up items, what was carried in, and a jump
    assert {base(name) for name in faulty} == named | follows


def base(name):
    """Give body and year of a file, whichever version of the report it holds."""
    return re.sub("（.*）", "", Path(name).stem)


def test_data_raw_holds_what_the_generator_makes():
    on_disk = {path.name: path.read_bytes() for path in (DATA / "raw" / "city").iterdir()}
    assert on_disk == city_files(), "make it anew: python -m tests.generator data/raw --city"
    lists = city_lists()
    assert {name: (DATA / name).read_text(encoding="utf-8") for name in lists} == lists


def test_planted_faults_name_files_that_are_there():
    with (DATA / "planted_faults.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["file", "rule", "place", "expected", "found", "note"]
    assert {row["file"] for row in rows if not (DATA / "raw" / row["file"]).is_file()} == set()
    assert len({row["rule"] for row in rows}) >= 8


def test_the_mixed_folder_holds_fifty_good_and_five_bad():
    files = mixed_folder()
    bad = ["empty.txt", "random.txt", "picture.txt", "half_year.txt", "notice.txt"]
    assert list(files)[50:] == bad
    assert files["empty.txt"] == b"" and files["picture.txt"].startswith(b"\x89PNG")
    assert len(set(files.values())) == 55


def test_plain_reports_are_of_all_forms_and_of_the_format_asked_for():
    names = [name for name, _ in plain_reports(60, format="html")]
    assert {name.rsplit(".")[-1] for name in names} == {"html"}
    assert {name.split("_")[2][:4] for name in names} == {str(year) for year in range(2014, 2025)}


# chapters as the Regulation of 2007 names them (第三十二条), and the period as every report states it
HEADINGS = (
    "政府信息公开的组织领导、机构建设情况", "发布解读、回应社会关切以及互动交流情况",
    "主动公开政府信息以及公开平台建设情况",
    "政府信息公开申请的办理情况", "政府信息公开的收费及减免情况", "因政府信息公开申请行政复议、提起行政诉讼的情况",
    "政府信息公开保密审查及监督检查情况", "推进重点领域政务服务公开情况", "政府信息公开工作存在的主要问题及改进",
    "因政府信息公开发生行政复议、诉讼和申诉的情况", "因政府信息公开申请行政复议、行政诉讼的情况",
    "2017年1月1日", "2017年12月31日", "2016年1月1日", "2016年12月31日",
)  # fmt: skip
RESTATED = sorted((DATA / "raw" / "restated").glob("*.txt"))


@pytest.mark.parametrize("path", RESTATED, ids=lambda path: path.stem)
def test_restated_samples_are_in_our_own_words(path):
    if not SEEDS.is_dir():
        pytest.skip("the reports that were restated are not beside the project")
    official = [form.label for table in load_forms()["stat2014"].tables for form in (*table.rows, *table.headings)]
    text = path.read_text(encoding="utf-8")
    assert "转述" in text.splitlines()[0] + text.splitlines()[-1]
    source = plain_words(next(SEEDS.glob(f"{path.stem[:3]}_*")).read_text(encoding="utf-8"), official)
    ours = plain_words(text, official)
    shared = {ours[at : at + 15] for at in range(len(ours) - 14)}
    copied = sorted(piece for piece in shared if piece in source and "\0" not in piece)
    assert copied == []


def plain_words(text, official):
    """Give the words without title, spaces and appendix, and with official labels cut out."""
    body = text.split("年度报告", 1)[1].split("附件:")[0]
    body = re.sub(r"\s", "", body)
    for words in (*official, *HEADINGS):
        body = body.replace(re.sub(r"\s", "", words), "\0")
    return body


def test_the_same_words_are_not_in_the_generator_either():
    if not SEEDS.is_dir():
        pytest.skip("the reports that were restated are not beside the project")
    seeds = "".join(re.sub(r"\s", "", path.read_text(encoding="utf-8")) for path in SEEDS.iterdir())
    code = (DATA.parent / "tests" / "generator" / "prose.py").read_text(encoding="utf-8")
    said = [words for words in re.findall(r'"([^"\n]{15,})"', code) if re.search("[一-龥]{15,}", words)]
    assert [words for words in said if re.sub(r"\s", "", words) in seeds] == []


def test_no_fictional_place_is_a_real_one():
    regions = (Path(gik.__file__).parent / "definitions" / "regions.csv").read_text(encoding="utf-8")
    named = [place + kind for place in PLACES for kind in "市县区"] + [body.region for body in MEMBERS]
    assert [place for place in named if place in regions] == []


@pytest.fixture(scope="module")
def city_tables():
    return gik.parse(DATA / "raw")


@pytest.fixture(scope="module", params=["as read", "cleaned"])
def city_findings(request, city_tables):
    tables = city_tables
    if request.param == "cleaned":
        tables = gik.clean(tables, agencies=DATA / "agencies.csv", sources=DATA / "sources.csv")
    files = dict(zip(tables.reports["report"], tables.reports["file"], strict=True))
    found = gik.check(tables)
    # a finding that names two reports, or a report that was published twice, is found at either
    names = [{files.get(row.report, ""), *_files_named(row)} for row in found.itertuples()]
    return [(name, row) for row, names_of_row in zip(found.itertuples(), names, strict=True) for name in names_of_row]


def _files_named(row):
    return set(re.findall(r"city/[^”“]+", row.message)) if row.rule == "file.duplicate" else set()


def _numbers(row):
    return tuple(None if pd.isna(side) else side for side in (row.expected, row.found))


def test_every_planted_fault_with_a_rule_is_found(city_findings, request):
    with (DATA / "planted_faults.csv").open(encoding="utf-8") as file:
        planted = [row for row in csv.DictReader(file) if row["rule"] in definition("rules.toml")]
    if "as read" in request.node.callspec.id:  # who didn't report is known by the list of agencies only
        planted = [row for row in planted if not row["note"].startswith(ABSENT)]

    def found(row):
        numbers = tuple(float(row[side]) if row[side] else None for side in ("expected", "found"))
        return any(
            (base(name), finding.rule) == (base(row["file"]), row["rule"])
            and (numbers == (None, None) or numbers == _numbers(finding))
            for name, finding in city_findings
        )

    assert [row for row in planted if not found(row)] == []
    assert len({row["rule"] for row in planted}) >= 6


def test_nothing_that_was_not_planted_is_found_in_the_city(city_findings):
    with (DATA / "planted_faults.csv").open(encoding="utf-8") as file:
        planted = {(base(row["file"]), row["rule"]) for row in csv.DictReader(file)}
    found = {(base(name), row.rule) for name, row in city_findings if name.startswith("city/")}
    assert found - planted == set()


@pytest.fixture(scope="module")
def cleaned_city(city_tables):
    return gik.clean(city_tables, agencies=DATA / "agencies.csv", sources=DATA / "sources.csv")


def test_a_report_that_was_not_made_is_named(cleaned_city):
    found = gik.check(cleaned_city).query("rule == 'rollup.total' and severity == 'note'")
    about = found.merge(cleaned_city.reports, on="report")[["file", "year", "message"]]
    assert about.values.tolist() == [
        [
            "city/云溪市人民政府_2020.html",
            2020,
            "应汇总7个机关，缺云溪市水务局的报告，只核对汇总数是否少于已报各机关之和，请补齐报告后再核对。",
        ]
    ]


def test_a_renamed_body_is_one_agency_and_a_merged_one_is_due_until_it_was_merged(city_tables, cleaned_city):
    (body, (former, last)) = next(iter(FORMER.items()))
    reports = cleaned_city.reports
    own = reports[(reports["agency"] == body) & reports["chosen"]].sort_values("year")
    assert own["year"].tolist() == list(YEARS)
    assert own["file"].str.extract("/(.*)_", expand=False).tolist() == [
        former if year <= last else body for year in YEARS
    ]
    due = reports[reports["agency"] == CITY.name].sort_values("year").set_index("year")["members"].str.split("、")
    assert due.apply(sorted).to_dict() == {year: sorted(one.name for one in members(year)) for year in YEARS}
    proposed = gik.propose_agencies(city_tables).set_index("name")["similar"]
    assert body in (proposed[former], proposed[body]) or former in (proposed[former], proposed[body])


def test_a_number_carried_across_a_renaming_is_compared_once_the_name_is_settled(city_tables, cleaned_city):
    (body, (_, last)) = next(iter(FORMER.items()))
    reports = cleaned_city.reports
    code, before = (
        reports.loc[(reports["agency"] == body) & (reports["year"] == year), "report"].iloc[0]
        for year in (last + 1, last)
    )

    def found(tables):
        cell = (tables.cells["report"] == code) & (tables.cells["row"] == "carried_in")
        cells = tables.cells.assign(value=tables.cells["value"].mask(cell, tables.cells["value"] + 1))
        rows = gik.check(replace(tables, cells=cells)).query("rule == 'year.carry' and report == @code")
        return set(rows["other"])

    uncorrected = replace(cleaned_city, cells=cleaned_city.cells.drop(columns=["used", "basis"]))
    assert (found(city_tables), found(uncorrected)) == (set(), {before})


def test_the_citys_corrections_mend_their_faults_and_what_follows_from_them(city_tables, cleaned_city):
    corrected = gik.clean(
        city_tables,
        agencies=DATA / "agencies.csv",
        corrections=DATA / "corrections.csv",
        sources=DATA / "sources.csv",
    )
    facts = ["report", "rule", "place", "expected", "found"]
    before, after = (set(gik.check(one)[facts].fillna(-1).itertuples(index=False)) for one in (cleaned_city, corrected))
    files = corrected.reports.drop_duplicates("report").set_index("report")["file"]
    assert after - before == set()
    assert {(files[row.report], row.rule, row.expected, row.found) for row in before - after} == {
        ("city/云溪市市场监督管理局_2021.html", "identity.disputes", 17.0, 18.0),
        ("city/云溪市人民政府_2021.html", "rollup.total", 74.0, 73.0),
        ("city/云溪市教育局_2022.html", "identity.column", 21.0, 20.0),
        ("city/云溪市教育局_2022.html", "identity.column", 34.0, 33.0),
        ("city/云溪市人民政府_2022.html", "rollup.total", 43.0, 42.0),
        ("city/云溪市人民政府_2022.html", "rollup.total", 45.0, 44.0),
    }
    stale = pd.read_csv(DATA / "corrections.csv", dtype="str").assign(found="17")
    with pytest.raises(GikError, match="应见“17”，现为“18”"):
        gik.clean(city_tables, corrections=stale)


def test_a_corrected_version_is_chosen_compared_and_counted(city_tables):
    (code,) = city_tables.reports.loc[city_tables.reports["file"] == "city/云溪市水务局_2022.txt", "report"]
    about = {"report": "later", "file": "city/云溪市水务局_2022（更正）.txt", "published": "2023-03-20"}
    reports = city_tables.reports[city_tables.reports["report"] == code].assign(**about)
    cells = city_tables.cells[city_tables.cells["report"] == code].assign(report="later")
    changed = (cells["row"] == "licensing") & (cells["column"] == "decisions")
    cells = cells.assign(value=cells["value"].mask(changed, cells["value"] + 5))
    both = replace(
        city_tables,
        reports=pd.concat([city_tables.reports, reports], ignore_index=True),
        cells=pd.concat([city_tables.cells, cells], ignore_index=True),
    )
    facts = ["report", "other", "rule", "difference"]
    before, after = (set(gik.check(t)[facts].itertuples(index=False, name=None)) for t in (city_tables, both))
    (city,) = city_tables.reports.loc[city_tables.reports["file"] == "city/云溪市人民政府_2022.html", "report"]
    assert before - after == set()
    assert after - before == {
        (code, "later", "file.duplicate", pd.NA),
        (code, "later", "file.duplicate", -5.0),
        (city, "", "rollup.total", -5.0),
    }


def test_the_citys_series_are_the_truth_but_for_the_planted_numbers(cleaned_city):
    known, truths = load_series(), city_truths()
    points = gik.trend(cleaned_city, list(known), by="agency").query("group != '' and form != ''")  # no form: a gap
    keys = ["series", "group", "year"]
    wanted = []
    for series, body, year in points[keys].itertuples(index=False):
        of = truths[body, year]
        values = [of.cells[key] for key in known[series].cells[of.form]]
        wanted.append(sum(values) if values and all(isinstance(value, float) for value in values) else None)
    same = (points["value"].fillna(-1.0) - pd.Series(wanted, points.index, dtype="Float64").fillna(-1.0)).abs() < 1e-6
    assert len(points) == len(known) * (len(truths) - len(absent()))
    assert points.loc[~same, [*keys, "value"]].values.tolist() == [
        ["granted", "云溪市民政局", 2016, 1.0],
        ["denied", "云溪市教育局", 2022, 16.0],
        ["lawsuits", "云溪市市场监督管理局", 2021, 20.0],
        ["disclosed", "云溪市人民政府", 2018, 11386.0],
    ]
