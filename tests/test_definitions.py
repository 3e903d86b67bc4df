"""All definitions: every key is known, every entry is used, nothing stands twice, and both languages say the same."""

import csv
import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from gik.series import families

# The keys that an entry may have; a misspelt one would be passed over without a word.
KEYS = {
    "forms": {
        "": {"code", "name", "name_en", "source", "counts_as", "columns", "headings", "rows"},
        "columns": {"table", "code", "label", "label_en", "also"},
        "headings": {"table", "number", "label", "also"},
        "rows": {"table", "code", "number", "parent", "label", "label_en", "also", "columns", "unit"},
    },
    "checks": {
        "checks": {"rule", "forms", "table", "each", "whole", "parts", "compare", "local"},
        "across": {"rule", "forms", "table", "each", "found", "before", "plus", "minus"},
        "years": {"first", "last"},
    },
    "indicators": {
        "rule": {
            *("indicator", "field", "units", "units_only", "none", "all", "any", "also_any"),
            *("about", "named", "plain", "action", "score"),
        }
    },
    "outline": {"numberings": {"style", "rank", "pattern", "spaced"}, "topics": {"topic", "pattern", "whole"}},
    "rates": {"rates": {"label", "label_en", "numerator", "denominator"}},
}
# Words on sheets, pages and charts, each asked for by its name, or by the beginning of one.
WORDS = ("exploring", "layouts", "pages", "theme", "trend_notes", "workbook_notes", "workbook_words")
# Said in one language only: the reasons that the published crosswalk gives in Chinese, units that stay as they are.
ONE_LANGUAGE = {("trend_notes.toml", "reasons"), ("theme.toml", "units"), ("theme.toml", "point")}


@pytest.fixture(scope="module")
def home(root: Path) -> Path:
    return root / "gik" / "definitions"


@pytest.fixture(scope="module")
def every(home: Path) -> dict[str, dict[str, Any]]:
    paths = sorted(home.rglob("*.toml"))
    return {path.relative_to(home).as_posix(): tomllib.loads(path.read_text(encoding="utf-8")) for path in paths}


@pytest.fixture(scope="module")
def code(root: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((root / "gik").rglob("*.py")))


def below(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, value
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from below(part, (*path, str(key)))


def test_every_file_is_read_by_some_module(every: dict[str, dict[str, Any]], home: Path, code: str) -> None:
    files = [*every, *(path.name for path in home.glob("*.csv")), *(path.name for path in home.glob("*.css"))]
    assert [name for name in files if f'"{name}"' not in code and not name.startswith("forms/")] == []


def test_no_entry_has_a_key_that_nothing_reads(every: dict[str, dict[str, Any]]) -> None:
    strange = []
    for name, data in every.items():
        known = KEYS.get("forms" if name.startswith("forms/") else Path(name).stem, {})
        strange += [f"{name}: {key}" for key in data if "" in known and key not in known[""]]
        for part, keys in known.items():
            entries = data.get(part, [])
            for entry in entries.values() if isinstance(entries, dict) else entries:
                if isinstance(entry, Mapping):
                    strange += [f"{name} {part}: {key}" for key in entry if key not in keys]
    assert strange == []


@pytest.mark.parametrize("name", WORDS)
def test_every_word_is_shown_somewhere(every: dict[str, dict[str, Any]], code: str, name: str) -> None:
    made = tuple(re.findall(r'f"(\w+_)\{', code))
    words = {key for part in every[f"{name}.toml"].values() if isinstance(part, dict) for key in part if key.isascii()}
    assert len(words) > 3
    assert [w for w in sorted(words) if not (w.startswith(made) or re.search(rf"[\"'.]{w}\b|\b{w}=", code))] == []


def test_every_look_is_worn(every: dict[str, dict[str, Any]], code: str) -> None:
    worn = {value for data in every.values() for path, value in below(data) if path and path[-1] == "look"}
    assert [look for look in every["workbook.toml"]["looks"] if look not in worn and f'"{look}"' not in code] == []


def test_rules_and_findings_are_the_same(every: dict[str, dict[str, Any]], code: str) -> None:
    checked = {entry["rule"] for part in ("checks", "across") for entry in every["checks.toml"][part]}
    named = set(re.findall(r'"([a-z]+\.[a-z_]+)"', code)) | checked
    assert set(every["rules.toml"]) - named == set()
    assert (checked | set(re.findall(r'finding\(\s*"([\w.]+)"', code))) - set(every["rules.toml"]) == set()
    assert {rule["severity"] for rule in every["rules.toml"].values()} == {"error", "warning", "note"}


def test_checks_name_rows_columns_and_forms_that_exist(every: dict[str, dict[str, Any]]) -> None:
    forms = {data["code"]: data for name, data in every.items() if name.startswith("forms/")}
    wrong = []
    for entry in (*every["checks.toml"]["checks"], *every["checks.toml"]["across"]):
        for form in entry["forms"]:
            part = "rows" if entry["each"] == "column" else "columns"
            there = {line["code"] for line in forms[form][part] if line["table"] == entry["table"]}
            keys = ("whole", "parts") if "whole" in entry else ("found", "before", "plus", "minus")
            terms = [entry.get(key, []) for key in keys]
            named = [term for held in terms for term in ([held] if isinstance(held, str) else held)]
            wrong += [f"{entry['rule']} {form} {term}" for term in named if term not in there]
    assert wrong == []
    assert set(every["checks.toml"]["years"]) == set(forms)


def test_no_list_says_a_word_twice_or_has_blank_edges(every: dict[str, dict[str, Any]]) -> None:
    wrong = []
    for name, data in every.items():
        for path, words in below(data):
            if isinstance(words, list) and path[-1] != "unit" and all(isinstance(word, str) for word in words):
                twice = [word for word, count in Counter(words).items() if count > 1]
                wrong += [(name, *path, word) for word in (*twice, *(w for w in words if w != w.strip()))]
    assert wrong == []


def test_both_languages_say_the_same_things(every: dict[str, dict[str, Any]]) -> None:
    """Of words that code fills in, both name the same blanks; findings alone may say more in Chinese."""
    wrong = []
    for name, data in every.items():
        for path, entry in below(data):
            if not isinstance(entry, dict) or not entry.keys() & {"zh", "en"}:
                continue
            if name == "rules.toml":
                wrong += [] if entry["zh"] and entry["en"] else [(name, *path)]
                continue
            zh, en = entry.get("zh"), entry.get("en")
            if isinstance(zh, dict) and isinstance(en, dict):
                keys = zh.keys() | en.keys()
                wrong += [
                    (name, *path, key)
                    for key in keys
                    if (name, key) not in ONE_LANGUAGE and _shape(zh.get(key)) != _shape(en.get(key))
                ]
            elif _shape(zh) != _shape(en) or not zh:
                wrong.append((name, *path))
    assert wrong == []


def _shape(words: Any) -> Any:
    """Give what two languages must have in common: keys, numbers of paragraphs, blanks to be filled in."""
    if isinstance(words, dict):
        return {key: _shape(part) for key, part in words.items()}
    if isinstance(words, list):
        return [_shape(part) for part in words]
    return sorted(set(re.findall(r"\{(\w*)", words))) if isinstance(words, str) else words


def test_labels_are_in_both_languages(every: dict[str, dict[str, Any]]) -> None:
    named = [(name, path, entry) for name, data in every.items() for path, entry in below(data)]
    lacking = [(name, *path) for name, path, entry in named if isinstance(entry, dict) and not _both(entry)]
    assert lacking == []


def _both(entry: Mapping[str, Any]) -> bool:
    return all(entry.get(key) for own in ("label", "name") if f"{own}_en" in entry for key in (own, f"{own}_en"))


def test_patterns_can_be_read(every: dict[str, dict[str, Any]]) -> None:
    patterns = [value for data in every.values() for path, value in below(data) if path and path[-1] == "pattern"]
    assert len(patterns) > 20
    assert [pattern for pattern in patterns if not re.compile(pattern)] == []


def test_measure_words_that_rules_ask_for_are_known(every: dict[str, dict[str, Any]]) -> None:
    units = every["prose/units.toml"]
    known = {"", *units["count"], *units["money"]}
    asked = [*every["prose/indicators.toml"]["sets"].values(), *units["classes"].values(), units["spans"]]
    assert {unit for words in asked for unit in words} - known == set()
    assert set(units["not_before"]) - known == set()


@pytest.mark.parametrize("name", ["crosswalk.csv", "series.csv", "regions.csv"])
def test_lists_are_whole(home: Path, name: str) -> None:
    """A region's code may have been another's before: it is told apart by the year from which it holds."""
    with (home / name).open(encoding="utf-8", newline="") as file:
        heads, *lines = csv.reader(file)
    assert [line for line in lines if len(line) != len(heads)] == []
    places = [heads.index(head) for head in heads if head in ("series", "code", "since")]
    keys = Counter(tuple(line[place] for place in places) for line in lines)
    assert [key for key, count in keys.items() if count > 1 or not key[0].strip()] == []
    if name != "regions.csv":
        needed = [heads.index(head) for head in ("label", "label_en", "unit", "comparability")]
        assert [line[0] for line in lines if not all(line[place] for place in needed)] == []


def test_no_series_stands_in_two_lists(home: Path, every: dict[str, dict[str, Any]]) -> None:
    codes = []
    for name in ("crosswalk.csv", "series.csv"):
        with (home / name).open(encoding="utf-8", newline="") as file:
            codes += [line["series"] for line in csv.DictReader(file)]
    codes += [*every["rates.toml"]["rates"], *every["rates.toml"]["families"]]
    assert [code for code, count in Counter(codes).items() if count > 1] == []
    parts = {part for family in families().values() for part in family}
    used = {entry[part] for entry in every["rates.toml"]["rates"].values() for part in ("numerator", "denominator")}
    assert (parts | used) - set(codes) == set()
