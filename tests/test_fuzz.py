"""Whatever the input: nothing is raised but UnreadableFile, spans are exact, and no number is made up."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gik.columns import rows_of
from gik.isolation import Lost, run
from gik.numbers import read_cell
from gik.reading import read
from gik.records import Records, parse_file
from gik.tables import read_tables
from tests.conftest import ROOT
from tests.fuzz.files import CHANGES, KINDS, spoiled
from tests.fuzz.seeds import seeds
from tests.fuzz.targets import TARGETS
from tests.fuzz.words import WORDS

CRASHES = sorted((ROOT / "tests" / "samples" / "crashes").glob("*-*"))
quickly = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)

words = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), max_size=80).map("".join)
tags = st.lists(
    st.one_of(st.sampled_from([word for word in WORDS if "<" in word]), st.sampled_from(WORDS)), max_size=80
)
prints = st.one_of(st.integers(0, 99_999).map(str), st.sampled_from(["", "-", "—", "无", "/", "12余", "１２", "1,360"]))
changes = st.tuples(st.integers(0, 999), st.sampled_from(CHANGES), st.sampled_from((1, 2, 3, 8, 60, 700)))
rows = st.lists(st.lists(prints, min_size=1, max_size=9), min_size=4, max_size=9)


@quickly
@given(words)
def test_any_text(text):
    TARGETS["text"](text.encode("utf-8", "ignore"))


@quickly
@given(tags)
def test_any_page(soup):
    TARGETS["page"]("".join(soup).encode())


@quickly
@given(st.one_of(st.binary(max_size=300), words.map(lambda text: text.encode("gb18030", "ignore"))))
def test_any_bytes(data):
    TARGETS["file"](data)


@quickly
@given(words)
def test_any_words_in_a_cell(text):
    TARGETS["number"](text.encode("utf-8", "ignore"))


@quickly
@given(st.integers(-(10**9), 10**9), st.sampled_from(["{}", "{:,}", " {} ", "{}件", "{:+}"]))
def test_a_printed_integer_is_read_as_itself(number, form):
    assert read_cell(form.format(number)).value == number


@quickly
@given(rows, st.sampled_from([" | ", "|", "\t", "\n", " |\n"]))
def test_a_number_in_a_table_is_printed_in_it(values, between):
    labels = [
        "规章",
        "规范性文件",
        "行政许可",
        "行政处罚",
        "行政强制",
        "行政事业性收费",
        "其他",
        "总计",
        "政府集中采购",
    ]
    text = "\n".join(between.join([label, *line]) for label, line in zip(labels, values, strict=False))
    printed = {cell for line in values for cell in line}
    cells = read_tables(read("a.txt", ("主动公开情况\n" + text).encode())).cells
    assert {cell.text for cell in cells if cell.state == "number"} <= printed


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "doc"])
@settings(quickly, max_examples=12)
@given(st.lists(changes, min_size=1, max_size=6), st.booleans())
def test_a_spoiled_file_is_rows_within_limits(kind, made, within):
    with TemporaryDirectory() as folder:
        path = Path(folder, "a")
        path.write_bytes(spoiled(kind, made, within))
        (parts,) = run(parse_file, [(path, "a")])
    if isinstance(parts, Lost):  # the library that reads old workbooks ends its process where it can't have memory
        assert kind in ("xls", "ods") and "意外终止" in parts.reason, parts
    else:
        _require_sound(parts)


@settings(quickly, max_examples=12)
@given(st.lists(changes, min_size=1, max_size=6))
def test_a_spoiled_old_word_file_is_rows(made):
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("shutil.which", lambda _: None)  # LibreOffice takes seconds for each
        path = Path(folder, "a")
        path.write_bytes(spoiled("doc", made, False))
        _require_sound(parse_file(path, "a"))


def _require_sound(parts: list[Records]) -> None:
    """Require of records that they say what came of the file, fill the frames, and know where each cell stands."""
    for records in parts:
        (row,) = records["reports"]
        assert row["status"] in ("ok", "partial") or row["reason"], row
        assert "程序内部出错" not in row["reason"], row
        for name, rows in records.items():
            assert rows_of(name, row["report"], rows)[0] == len(rows)
        for cell in records.get("cells", ()):
            assert cell.place or cell.state == "absent", cell
        for figure in records.get("figures", ()):
            assert records["texts"][0]["text"][figure.start : figure.end] == figure.text, figure


@pytest.mark.parametrize("path", CRASHES, ids=[path.name for path in CRASHES])
def test_what_once_broke_a_reader_breaks_none(path):
    TARGETS[path.name.split("-")[0]](path.read_bytes())


@pytest.mark.parametrize("target", TARGETS)
def test_what_the_search_begins_with_breaks_nothing(target):
    for data in seeds(target):
        TARGETS[target](data)
