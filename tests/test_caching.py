"""What was read once is read again only where something has changed; a damaged cache costs time and no result."""

import pandas as pd
import pytest

import gik
from gik import caching, planning, records
from gik.caching import Cache
from gik.errors import GikError
from gik.frames import FRAMES
from gik.sources import sources
from gik.stages import rests_on
from tests.generator.folders import mixed_folder


@pytest.fixture
def raw(tmp_path):
    for name, data in list(mixed_folder().items())[-8:]:
        path = tmp_path / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (tmp_path / "raw" / "again.txt").write_bytes(path.read_bytes())
    return tmp_path / "raw"


@pytest.fixture
def read(monkeypatch):
    """The names of the files that are read from here on."""
    names: list[str] = []
    monkeypatch.setenv("GIK_LIMIT_ISOLATED", "0")

    def note(path, name, *rest):
        names.append(name)
        return parse_columns(path, name, *rest)

    parse_columns = records.parse_columns
    monkeypatch.setattr(records, "parse_columns", note)
    return names


def assert_same(left, right):
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(left, name), getattr(right, name))


def good(tables):
    return tables.reports.loc[tables.reports["status"] != "failed", "file"].tolist()


def test_a_second_run_reads_nothing_but_what_failed(raw, read, tmp_path):
    plain = gik.parse(raw)
    read.clear()
    assert_same(gik.parse(raw, cache=tmp_path / "cache"), plain)
    assert sorted(read) == sorted(plain.reports["file"])
    read.clear()
    assert_same(gik.parse(raw, cache=tmp_path / "cache"), plain)
    assert set(read) == set(plain.reports["file"]) - set(good(plain))


def test_only_what_has_changed_is_read(raw, read, tmp_path):
    gik.parse(raw, cache=tmp_path / "cache")
    changed, renamed, gone = good(gik.parse(raw))[:3]
    (raw / changed).write_bytes((raw / changed).read_bytes() + b"\n<!-- -->")
    (raw / renamed).rename(raw / "renamed.txt")
    (raw / gone).unlink()
    plain = gik.parse(raw)
    read.clear()
    assert_same(gik.parse(raw, cache=tmp_path / "cache"), plain)
    assert set(read) & set(good(plain)) == {changed, "renamed.txt"}
    assert_same(gik.parse(raw, cache=tmp_path / "cache"), plain)


def test_what_stands_in_several_packs_is_put_in_order(raw, read, tmp_path):
    names = good(gik.parse(raw))
    for some in (names[1::3], names[2::3], names[::3]):
        gik.parse([raw / name for name in some], cache=tmp_path / "cache")
    assert len(list((tmp_path / "cache").glob("**/*.pack"))) == 3
    plain = gik.parse([raw / name for name in names])
    read.clear()
    assert_same(gik.parse([raw / name for name in names], cache=tmp_path / "cache"), plain)
    assert not read


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: b"",
        lambda data: data[:-9] + b"x" + data[-8:],
        lambda data: data[:40] + b"\x7f" + data[41:],  # the length of what is read first
    ],
)
def test_a_damaged_pack_is_read_anew(raw, read, tmp_path, damage):
    plain = gik.parse(raw, cache=tmp_path / "cache")
    (pack,) = (tmp_path / "cache").rglob("*.pack")
    pack.write_bytes(damage(pack.read_bytes()))
    read.clear()
    assert_same(gik.parse(raw, cache=tmp_path / "cache"), plain)
    assert set(read) == set(plain.reports["file"])
    read.clear()
    gik.parse(raw, cache=tmp_path / "cache")
    assert set(read) == set(plain.reports["file"]) - set(good(plain))


def test_what_other_readers_have_read_is_not_taken(raw, read, tmp_path, monkeypatch):
    gik.parse(raw, cache=tmp_path / "cache")
    read.clear()
    monkeypatch.setattr(caching, "state", lambda stage: "another")
    plain = gik.parse(raw, cache=tmp_path / "cache")
    assert set(read) == set(plain.reports["file"])


def test_a_run_beside_another_does_no_harm(raw, tmp_path):
    one, two = Cache(tmp_path), Cache(tmp_path)
    (batch,) = planning.read_batches([sources(raw)[:1]])
    for cache in (one, two):
        cache.keep(["key"], batch)
        assert cache.find("key") == (batch, 0) or cache.has("key")
    assert len(list(tmp_path.rglob("*.pack"))) == 1
    assert not list(tmp_path.rglob(".*"))
    assert Cache(tmp_path).has("key")


def test_frames_rest_on_readers_and_not_on_charts():
    reached = set(rests_on("frames"))
    asked = {"records.py", "reading/html.py", "reading/old_word.py", "prose/__init__.py", "prose/scanning.py"}
    assert asked | {"tables/cells.py", "definitions/__init__.py", "checks.py"} <= reached
    assert not {name for name in reached if name.startswith(("charts", "exploring", "running", "__main__"))}


def test_a_folder_that_cannot_be_made_is_told(raw, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(GikError, match="缓存文件夹"):
        gik.parse(raw, cache=tmp_path / "file")
