"""The prose vocabulary is data; these tests are its lint."""

import re

from gik.definitions import definition
from gik.forms import load_forms
from gik.prose.numerals import CANDIDATE
from gik.prose.vocabulary import concepts, spellings, words_pattern

TOPICS = {
    *("services", "trading", "powers", "finance", "procurement", "relief", "poverty", "audit", "credit", "website"),
    *("social_media", "interpretation", "enquiries", "facilities", "training"),
}


def rows():
    return {row.code for row in load_forms()["stat2014"].table("stat").rows}


def test_every_indicator_is_a_row_of_the_form():
    rules = definition("prose/indicators.toml")
    nothing = definition("prose/nothing.toml")
    compared = definition("prose/comparisons.toml")
    named = {rule["indicator"] for rule in rules["rule"]}
    named |= {row for row in (*nothing["things"].values(), *nothing["things_of_requests"].values()) if row}
    named |= {row for group in compared["terms"].values() for row in group} | set(compared["also"])
    named |= {hint["indicator"] for hint in compared["hints"]} | set(compared["overlapping"])
    assert named <= rows()


def test_every_row_of_the_form_can_be_stated():
    assert rows() - {rule["indicator"] for rule in definition("prose/indicators.toml")["rule"]} == set()


def test_rules_use_concepts_and_units_that_exist():
    rules = definition("prose/indicators.toml")
    known = {concept for meanings in concepts()[1].values() for concept in meanings}
    known |= {
        "context.disclosed",
        "context.proactive",
        "context.channel",
        "context.no_extension",
        "bare.other",
        "bare.granted",
    }
    fields = {concept[6:] for concept in known if concept.startswith("field.")} | {"disclosed"}
    for rule in rules["rule"]:
        used = {*rule.get("all", ()), *rule.get("any", ()), *rule.get("also_any", ()), *rule.get("none", ())}
        assert used <= known, (rule["indicator"], used - known)
        assert rule["field"] in fields
        assert rule.get("action", "act.receive") in known | {""}
        assert rule.get("units", "items") in rules["sets"]
    assert {concept for words in rules["blocks"].values() for concept in words} <= known


def test_things_that_can_be_denied_are_concepts():
    nothing = definition("prose/nothing.toml")
    known = {concept for meanings in concepts()[1].values() for concept in meanings}
    assert {*nothing["things"], *nothing["things_of_requests"]} <= known


def test_a_word_has_one_field_only():
    for word, meanings in concepts()[1].items():
        assert sum(meaning.startswith("field.") for meaning in meanings) <= 1, word


def test_the_vocabulary_stays_small_enough_to_load():
    assert len(concepts()[1]) < 4000


def test_compared_cells_exist_on_the_newer_forms():
    compared = definition("prose/comparisons.toml")
    terms = [term for group in compared["terms"].values() for words in group.values() for term in words]
    terms += [term for words in compared["also"].values() for term in words]
    for code in ("art2019", "art2021"):
        for term in terms:
            table, row, column = re.fullmatch(r"(\w+)/([\w.]+)@(\w+)", term).groups()
            assert column in load_forms()[code].table(table).row(row).columns


def test_topics_are_those_of_the_public_frame():
    assert set(definition("prose/topics.toml")) == TOPICS


def test_names_and_words_hold_a_numeral():
    names = definition("prose/names.toml")
    assert [word for word in (*names["words"], *names["names"]) if not CANDIDATE.search(word)] == []


def test_a_words_pattern_takes_the_longest():
    pattern = re.compile(words_pattern(["人", "人次", "人次数"]))
    assert pattern.match("人次数据")[0] == "人次数"


def test_spellings_of_optional_parts():
    assert spellings("[无|未]收[到]") == ["收", "收到", "无收", "无收到", "未收", "未收到"]
