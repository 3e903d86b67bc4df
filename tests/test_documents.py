"""What is dear to read is read once, whatever is made of it later; what it rests on is told to the file."""

import shutil
from functools import partial

import pandas as pd
import pytest

import gik
from gik import caching, documents, stages
from gik.documents import read_once
from gik.frames import FRAMES
from gik.reading import Document, Grid, GridCell, Paragraph

DOCUMENT = Document(
    "一、概述\n收到 | 3\ud800\n",
    (
        Paragraph(0, 4, "page 1 paragraph 1", 2, (("一、概述", 0.75),)),
        Grid(5, 12, "page 1 table 1", (GridCell("收到", 0, 0, 1, 2, "a"), GridCell("3", 0, 1, 1, 1, "b", 0.25))),
    ),
    "scan",
    "",
    {"title": "年度报告"},
    ({"rule": "cell.doubtful", "evidence": "3"},),
)


@pytest.fixture
def read(monkeypatch):
    """The names of the files whose documents are made from here on."""
    names: list[str] = []

    def note(name, data):
        names.append(name)
        return DOCUMENT if data == b"scan" else original(name, data)

    original = documents.read
    monkeypatch.setattr(documents, "read", note)
    return names


def test_a_document_comes_back_as_it_was(read, tmp_path):
    for _ in range(3):
        assert read_once(str(tmp_path), "a.jpg", b"scan") == DOCUMENT
    assert read == ["a.jpg"]
    plain = read_once(str(tmp_path), "a.txt", "一、概述".encode())
    assert read_once(str(tmp_path), "a.txt", "一、概述".encode()) == plain
    assert read == ["a.jpg", "a.txt", "a.txt"]


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: b"", lambda data: b"x" + data[1:]])
def test_a_damaged_document_is_read_anew(read, tmp_path, damage):
    read_once(str(tmp_path), "a.jpg", b"scan")
    (kept,) = (path for path in tmp_path.rglob("*") if path.is_file())
    kept.write_bytes(damage(kept.read_bytes()))
    for _ in range(2):
        assert read_once(str(tmp_path), "a.jpg", b"scan") == DOCUMENT
    assert read == ["a.jpg", "a.jpg"]


def test_where_nothing_can_be_kept_all_is_read(read, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    for _ in range(2):
        assert read_once(str(tmp_path / "file"), "a.jpg", b"scan") == DOCUMENT
    assert read == ["a.jpg", "a.jpg"]


def test_a_changed_vocabulary_costs_a_pdf_no_second_reading(read, tmp_path, monkeypatch):
    pytest.importorskip("reportlab", reason="reportlab prints the PDF of this test")
    from tests.generator.page_score import page_sample
    from tests.generator.pdf_layouts import PDF_LAYOUTS

    monkeypatch.setenv("GIK_LIMIT_ISOLATED", "0")
    layout = next(name for name, layout in PDF_LAYOUTS.items() if layout.rules != "none")
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.pdf").write_bytes(page_sample("art2019", layout, "plain", 1).data)
    (raw / "b.txt").write_text("云溪市教育局2021年政府信息公开工作年度报告\n一、总体情况\n收到申请3件。\n", "utf-8")
    parse = partial(gik.parse, raw, cache=tmp_path / "cache")
    plain = parse()
    assert plain.reports["status"].tolist() == ["ok", "ok"]
    assert sorted(read) == ["a.pdf", "b.txt"]
    monkeypatch.setattr(caching, "state", lambda stage: stages.state(stage) if stage == "documents" else "another")
    read.clear()
    again = parse()
    assert read == ["b.txt"]
    monkeypatch.setattr(caching, "state", lambda stage: "yet another")
    parse()
    assert sorted(read) == ["a.pdf", "b.txt", "b.txt"]
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(plain, name))


@pytest.mark.parametrize(
    ("changed", "stale"),
    [
        ("definitions/prose/topics.toml", {"frames"}),
        ("definitions/forms/art2019.toml", {"frames"}),
        ("definitions/rules.toml", {"frames"}),
        ("tables/cells.py", {"frames"}),
        ("reading/html.py", {"frames"}),
        ("layouts.py", {"frames"}),
        ("definitions/layouts.toml", {"frames"}),
        ("reading/pdf.py", {"documents", "frames"}),
        ("reading/scan.py", {"documents", "frames"}),
        ("reading/__init__.py", {"documents", "frames"}),
        ("definitions/scans.toml", {"documents", "frames"}),
        ("definitions/rates.toml", set()),
        ("definitions/exploring.toml", set()),
        ("definitions/workbook_notes.toml", set()),
        ("charts/lines.py", set()),
        ("workbooks/front.py", set()),
        ("workbooks/layout.py", set()),
        ("definitions/theme.toml", set()),
        ("definitions/workbook.toml", set()),
        ("definitions/workbook_words.toml", set()),
        ("trends.py", set()),
        ("panel_checks.py", set()),
    ],
)
def test_a_change_costs_what_rests_on_it_and_nothing_else(copied, changed, stale):
    before = _states()
    (copied / changed).write_bytes((copied / changed).read_bytes() + b"\n# changed\n")
    after = _states()
    assert {stage for stage in before if before[stage] != after[stage]} == stale


def test_a_changed_limit_makes_another_state(monkeypatch):
    before = _states()
    monkeypatch.setenv("GIK_LIMIT_PAGES", "7")
    assert not before.items() & _states().items()


@pytest.fixture
def copied(tmp_path, monkeypatch):
    """A copy of the package, which the stages look at."""
    home = tmp_path / "gik"
    shutil.copytree(stages._HOME, home, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(stages, "_HOME", home)
    yield home
    stages._fingerprint.cache_clear()


def _states():
    stages._fingerprint.cache_clear()
    return {stage: stages.state(stage) for stage in ("documents", "frames")}
