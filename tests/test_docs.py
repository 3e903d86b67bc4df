"""The documents (文档): their code does what they say, in both languages; links lead somewhere; no name is left out."""

import re
import subprocess
import sys
from pathlib import Path
from pkgutil import resolve_name

import pytest
from openpyxl import load_workbook

import gik
from gik.definitions import definition
from gik.dictionary import COMMAND, dictionary, page
from tests.doc_pages import PAGES, blocks, prepare, run

WRITTEN = re.compile(r"(?<!!)\[[^]]*\]\(([^)\s]+)\)")
DOCUMENTS = ["README.md", "README.zh.md", "CHANGELOG.md", "CONTRIBUTING.md", "data/README.md"]


def documents(root: Path) -> list[Path]:
    return [*(root / name for name in DOCUMENTS), *sorted((root / "docs").glob("*.md"))]


@pytest.mark.parametrize("name", PAGES)
def test_every_block_shows_what_stands_below_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Written anew by ``python -m tests.doc_pages``, to be read before it is committed."""
    monkeypatch.setenv("MPLBACKEND", "Agg")
    ran = list(run(name, prepare(tmp_path)))
    shown = {f"{name}:{block.line}": output for block, output in ran if output is not None}
    assert shown == {f"{name}:{block.line}": block.shown for block, output in ran if output is not None}
    if without := [block.needs for block, output in ran if output is None]:
        pytest.skip(f"all blocks are right but those that need {', '.join(without)}, which isn't installed")


@pytest.mark.parametrize(("english", "chinese"), PAGES.items())
def test_the_chinese_page_has_the_same_blocks(english: str, chinese: str, root: Path) -> None:
    ours, theirs = (
        [block._replace(line=0) for block in blocks((root / name).read_text(encoding="utf-8"))]
        for name in (english, chinese)
    )
    assert theirs == ours


@pytest.mark.parametrize(("english", "chinese"), PAGES.items())
def test_the_chinese_page_has_the_same_parts(english: str, chinese: str, root: Path) -> None:
    ours, theirs = (re.findall("^#+ ", (root / name).read_text(encoding="utf-8"), re.M) for name in (english, chinese))
    assert theirs == ours


def test_the_dictionary_is_what_its_command_prints(root: Path) -> None:
    ours = (root / "docs" / "dictionary.md").read_text(encoding="utf-8")
    assert ours == page(), f"run: {COMMAND} > docs/dictionary.md"


def test_the_dictionary_says_everything_in_both_languages() -> None:
    said = dictionary()
    assert said.loc[(said["zh"] == "") | (said["en"] == ""), ["where", "code"]].to_numpy().tolist() == []
    assert said.loc[said.duplicated(["where", "code"]), ["where", "code"]].to_numpy().tolist() == []
    assert sorted(definition("dictionary.toml")["topic"]) == sorted([*definition("prose/topics.toml"), "other"])


def test_the_dictionary_has_every_column_that_cleaning_adds(root: Path) -> None:
    tables = gik.clean(gik.parse(root / "data" / "raw" / "restated"))
    said = dictionary()
    unsaid = {
        name: sorted(set(getattr(tables, name).columns) - set(said.loc[said["where"] == name, "code"]))
        for name in ("reports", "texts", "sections", "cells", "figures", "findings")
    }
    assert {name: columns for name, columns in unsaid.items() if columns} == {}


def test_every_public_name_is_documented(root: Path) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in documents(root))
    assert [name for name in gik.__all__ if not re.search(rf"\b{name}\b", text)] == []


def test_names_in_documents_are_there_once_gik_is_imported(root: Path) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in documents(root))
    names = sorted(set(re.findall(r"(?<![\w./-])(?<!-m )gik\.[A-Za-z_.]*[A-Za-z_]", text)))
    code = f"import gik\nfor name in {names}: eval(name)"
    assert {"gik.GikError", "gik.limits.limits"} <= set(names)
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True).stderr == ""


def test_links_lead_to_files_and_headings(root: Path) -> None:
    broken = [
        f"{path.relative_to(root)}: {link}"
        for path in documents(root)
        for link in WRITTEN.findall(re.sub("^```.*?^```", "", path.read_text(encoding="utf-8"), flags=re.M | re.S))
        if "://" not in link and not _leads(path, link)
    ]
    assert broken == []


def _leads(path: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = (path.parent / name) if name else path
    if not target.exists():
        return False
    return not anchor or anchor in map(_anchor, re.findall("^#+ (.*)$", target.read_text(encoding="utf-8"), re.M))


def _anchor(heading: str) -> str:
    """Give the anchor of a heading as code hosts make it: small letters, no punctuation, hyphens for spaces."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _part(root: Path, heading: str) -> str:
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    return text.split(f"\n## {heading}", 1)[1].split("\n## ", 1)[0]


def test_the_way_of_a_value_leads_through_functions_that_there_are(root: Path) -> None:
    names = re.findall(r"`([a-z_]+(?:\.\w+)+)`", _part(root, "One value, from file to sheet"))
    assert len(names) > 20
    assert [name for name in names if not callable(resolve_name(f"gik.{name}"))] == []


def test_the_value_is_where_the_way_says(root: Path, tmp_path: Path) -> None:
    way = _part(root, "One value, from file to sheet")
    [path], [place], [(cell, sheet)] = (
        re.findall(pattern, way) for pattern in ("`(data/.+?)`", "place `(.+?)`", "cell `(.+?)` of the sheet (.+?) ")
    )
    tables = gik.parse(root / path)
    found = tables.cells[tables.cells["place"] == place]
    assert found[["table", "row", "column", "text"]].to_numpy().tolist() == [["requests", "new", "total", "54"]]
    book = load_workbook(gik.write_workbook(tables, tmp_path / "a.xlsx"), read_only=True)
    assert book[sheet][cell].value == 54


def test_every_room_is_on_the_map(root: Path) -> None:
    named = re.findall(r"`([a-z_]+)`", _part(root, "All rooms of `gik/`").split("\n", 1)[1])
    there = {path.stem for path in (root / "gik").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert sorted(named) == sorted(there - {"__init__", "__main__"})


def test_the_map_of_a_room_names_what_is_in_it(root: Path) -> None:
    strange = []
    for path in sorted((root / "gik").rglob("__init__.py")):
        told = path.read_text(encoding="utf-8").split('"""')[1]
        there = {each.stem for each in path.parent.iterdir()}
        strange += [f"{path.parent.name}: {name}" for name in re.findall("``([a-z_]+)``", told) if name not in there]
    assert strange == []


@pytest.mark.parametrize("room", ["exploring", "prose", "tables", "workbooks"])
def test_every_module_of_a_room_is_on_its_map(root: Path, room: str) -> None:
    """A new one is named in the first lines of the room's ``__init__.py``, where it stands on the way."""
    told = (root / "gik" / room / "__init__.py").read_text(encoding="utf-8").split('"""')[1]
    there = {path.stem for path in (root / "gik" / room).glob("*.py")} - {"__init__"}
    assert sorted(re.findall("``([a-z_]+)``", told)) == sorted(there)
