"""The stamp: a changed definition is a changed version, and a result says by which it was made."""

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import gik
from gik import stamp
from gik.frames import FRAMES, Tables, frame

CITED = ("forms/art2021.toml", "prose/indicators.toml", "rules.toml", "checks.toml", "series.csv", "crosswalk.csv")


@pytest.fixture
def copied(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the definitions, of which the stamp is made."""
    folder = tmp_path / "definitions"
    shutil.copytree(root / "gik" / "definitions", folder)
    monkeypatch.setattr("gik.definitions.files", lambda _: folder)
    return folder


def fingerprint() -> str:
    return stamp.definitions_fingerprint.__wrapped__()


def test_the_version_is_that_of_pyproject(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert gik.__version__ == project["version"]


@pytest.mark.parametrize("name", CITED)
def test_a_changed_definition_changes_the_stated_version(copied: Path, name: str) -> None:
    before = fingerprint()
    path = copied / name
    path.write_text(path.read_text(encoding="utf-8") + "# 一字之差\n", encoding="utf-8")
    assert fingerprint() != before


def test_an_added_form_changes_the_stated_version(copied: Path) -> None:
    before = fingerprint()
    shutil.copy(copied / "forms" / "art2021.toml", copied / "forms" / "art2027.toml")
    assert fingerprint() != before


def test_looks_and_line_ends_change_nothing(copied: Path) -> None:
    before = fingerprint()
    (copied / "annotated.css").write_text("", encoding="utf-8")
    path = copied / "rules.toml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert fingerprint() == before == stamp.definitions_fingerprint()


def test_saved_tables_say_what_wrote_them(tmp_path: Path) -> None:
    Tables(**{name: frame(name, []) for name in FRAMES}).save(tmp_path)
    gik.parse_to([], tmp_path / "streamed")
    for folder in (tmp_path, tmp_path / "streamed"):
        assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["gik"] == stamp.stamp()


def test_the_command_line_says_what_it_is() -> None:
    done = subprocess.run([sys.executable, "-X", "utf8", "-m", "gik", "--version"], capture_output=True, check=True)
    assert done.stdout.decode("utf-8").strip() == stamp.stamp()
