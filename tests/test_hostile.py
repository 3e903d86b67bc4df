"""Nothing that a file can be does harm: it ends as a row with a reason, or as what it says, within stated limits."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
import python_calamine

import gik
from gik.errors import GikError, UnreadableFile
from gik.files import printable, take
from gik.isolation import Lost, run
from gik.limits import limit, limits
from gik.reading import read
from gik.records import parse_file
from gik.tables import read_tables
from tests.conftest import ROOT
from tests.hostile import CASES
from tests.hostile.books import SAMPLES
from tests.hostile.measuring import Cost, measure
from tests.hostile.packed import zipped
from tests.hostile.texts import HEAD

SECONDS, MEBIBYTES = 30, 500  # of computing and of memory: generous, on a slow machine
REPORT = (HEAD + "全年主动公开政府信息12条。\n").encode()
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


@pytest.fixture(autouse=True)
def isolated(monkeypatch):
    monkeypatch.delenv("GIK_LIMIT_ISOLATED", raising=False)


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_is_a_row_within_limits(name, tmp_path):
    make, reason = CASES[name]
    path = tmp_path / name
    path.write_bytes(make())
    list(run(os._exit, [(0,)]))  # memory that another file has left behind is not this one's cost
    (cost,) = run(measure, [(path, name)])
    if "意外终止" in reason:
        assert isinstance(cost, Lost) and reason in cost.reason
        return
    assert isinstance(cost, Cost), cost
    assert {row["status"] for row in cost.rows} <= {"ok", "partial", "failed"}
    assert all(row["reason"] for row in cost.rows if row["status"] == "failed")
    assert all("程序内部出错" not in row["reason"] for row in cost.rows)
    assert all("Error" not in row["reason"] for row in cost.rows)
    assert cost.rows[0]["status"] == "failed" if reason else True
    if reason:  # what to do next, unless the file was read and is no report
        assert "请" in cost.rows[0]["reason"] or "不是中文的年度报告" in cost.rows[0]["reason"]
    assert reason in cost.rows[0]["reason"]
    assert cost.seconds < SECONDS
    assert cost.mebibytes < MEBIBYTES
    assert "root:" not in str(cost.records), "an external entity was fetched"
    assert sorted(tmp_path.iterdir()) == [path]
    assert not Path("/tmp/gik-was-here.txt").exists()


def test_a_file_beyond_all_measure_is_not_read(tmp_path):
    path = tmp_path / "zeros.txt"
    with path.open("wb") as file:
        file.truncate(2_000_000_000)
    (cost,) = run(measure, [(path, path.name)])
    assert cost.rows[0]["reason"].startswith("文件超过限度（100000000字节）")
    assert cost.seconds < 1


def test_digits_in_reversed_order_are_no_number():
    words = "规章 | \u202e12\u202c | 0 | 0 |\n"
    cells = read_tables(read("a.txt", (HEAD + words * 3).encode())).cells
    assert all(cell.value != 12 for cell in cells)


def test_a_reader_that_takes_too_long_is_ended_by_the_clock(tmp_path):
    (tmp_path / "bomb.pdf").write_bytes(CASES["bomb.pdf"][0]())
    (tmp_path / "good.txt").write_bytes(REPORT)
    with limits(seconds=10, drawing=1_000_000_000):
        reports = gik.parse(tmp_path).reports.set_index("file")
    assert reports.loc["good.txt", "status"] == "ok"
    assert reports.loc["bomb.pdf", "reason"] == "读取超过时间限度（10秒），已中止；如需放宽，请设置 GIK_LIMIT_SECONDS"


# What a reader may do at its worst; the functions are called in the process that reads.


def hang() -> None:
    while True:
        pass


def abort() -> None:
    os.abort()


def leave() -> None:
    os._exit(0)


def swell() -> int:
    return len(bytearray(3_000_000_000))


def recurse() -> None:
    recurse()


def chatter() -> str:
    print("a library that prints")
    os.write(1, b"and one that prints past Python")
    return sys.stdin.read()


def process() -> int:
    return os.getpid()


@pytest.mark.parametrize("workers", [1, 2])
def test_work_that_hangs_or_dies_is_lost_alone(workers):
    with limits(seconds=2, memory=2_000_000_000):
        results = list(run(_do, [(name,) for name in ("hang", "abort", "leave", "recurse", "chatter")], workers))
    *lost, chattered = results
    assert [isinstance(result, Lost) for result in lost] == [True] * 4
    assert lost[0].reason.startswith("读取超过时间限度（2秒）")
    assert lost[1].reason.startswith("读取时程序意外终止")
    assert chattered == ""


def _do(name: str) -> object:
    return globals()[name]()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited on Linux only")
def test_work_that_swells_is_ended():
    with limits(memory=2_000_000_000):
        (result,) = run(swell, [()])
    assert result == Lost("读取所需内存超过限度，已中止；如需放宽，请设置 GIK_LIMIT_MEMORY")


def test_one_process_serves_call_after_call():
    assert list(run(process, [(), ()])) == list(run(process, [()])) * 2
    assert list(run(process, [()])) != [os.getpid()]


def test_a_script_needs_no_guard(tmp_path):
    (tmp_path / "report.txt").write_bytes(REPORT)
    script = tmp_path / "script.py"
    script.write_text("import gik\nprint(gik.parse('report.txt', workers=2).reports['status'].tolist())\n")
    path = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, script], cwd=tmp_path, env=path, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("['ok']\n", "")


def test_the_processes_that_read_do_without_pandas():
    code = "import sys, gik.records; print('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True).stdout == "False\n"


def test_the_process_that_waits_does_without_the_readers():
    code = "import sys, gik; gik.parse; print(sorted({'gik.reading', 'gik.tables', 'lxml'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True).stdout == "[]\n"


def test_isolation_changes_no_record(tmp_path):
    (tmp_path / "a.txt").write_bytes(REPORT)
    arguments = [(tmp_path / "a.txt", "a.txt"), (tmp_path / "none.txt", "none.txt")]
    apart = list(run(parse_file, arguments))
    with limits(isolated=0):
        assert list(run(parse_file, arguments)) == apart
        assert list(run(process, [()])) == [os.getpid()]
        assert isinstance(next(run(recurse, [()])), Lost)


@posix
def test_links_pipes_and_devices_are_not_opened(tmp_path):
    raw, elsewhere = tmp_path / "raw", tmp_path / "elsewhere"
    raw.mkdir()
    elsewhere.mkdir()
    (elsewhere / "secret.txt").write_bytes(REPORT)
    (raw / "a.txt").write_bytes(REPORT)
    (raw / "inside.txt").symlink_to(raw / "a.txt")
    (raw / "outside.txt").symlink_to(elsewhere / "secret.txt")
    (raw / "folder").symlink_to(elsewhere)
    (raw / "circle").symlink_to(raw / "circle")
    (raw / "gone.txt").symlink_to(raw / "nothing.txt")
    (raw / "zero.txt").symlink_to("/dev/zero")
    os.mkfifo(raw / "pipe.txt")
    began = time.monotonic()
    reasons = gik.parse(raw).reports.set_index("file")["reason"].to_dict()
    outside = "链接指向文件夹之外，未打开；如需读取，请把原文件复制进来"
    assert reasons == {
        "a.txt": "",
        "circle": "文件打不开（链接循环）",
        "folder": outside,
        "gone.txt": "文件打不开（文件已不存在）",
        "inside.txt": "",
        "outside.txt": outside,
        "pipe.txt": "不是普通文件（而是管道或设备），未打开",
        "zero.txt": outside,
    }
    assert time.monotonic() - began < SECONDS


@posix
@pytest.mark.parametrize(
    ("path", "is_inside"),
    [
        ("raw/a/b.txt", True),
        ("raw/to_a/b.txt", True),
        ("raw/a/../a/b.txt", True),
        ("to_raw/a/b.txt", True),
        ("raw/out/b.txt", False),
        ("raw/a/../../raw_too/b.txt", False),
        ("raw_too/b.txt", False),
    ],
)
def test_a_file_is_taken_wherever_a_step_of_its_path_leads_if_that_is_inside(tmp_path, path, is_inside):
    for folder in ("raw/a", "raw_too"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "b.txt").write_bytes(REPORT)
    for link, folder in (("raw/to_a", "raw/a"), ("raw/out", "raw_too"), ("to_raw", "raw")):
        (tmp_path / link).symlink_to(tmp_path / folder)
    if is_inside:
        assert take(f"{tmp_path}/{path}", tmp_path / "raw") == REPORT
    else:
        with pytest.raises(UnreadableFile, match="文件夹之外"):
            take(f"{tmp_path}/{path}", tmp_path / "raw")


@posix
def test_a_name_that_is_no_text_can_be_saved(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    name = os.fsdecode("年报.txt".encode("gb18030"))
    try:
        (raw / name).write_bytes(REPORT)
    except OSError:
        pytest.skip("this file system takes no such names")
    tables = gik.parse(raw)
    assert tables.reports["file"].tolist() == [printable(name)]
    assert gik.load(tables.save(tmp_path / "saved")).reports["status"].tolist() == ["ok"]


def test_a_file_that_grows_while_it_is_read_is_told(tmp_path, monkeypatch):
    path = tmp_path / "growing.txt"
    path.write_bytes(REPORT)
    read = os.read

    def grow(number: int, count: int) -> bytes:
        data = read(number, count)
        with path.open("ab") as file:
            file.write(REPORT)
        return data

    monkeypatch.setattr(os, "read", grow)
    with pytest.raises(UnreadableFile, match="正在变化"):
        take(path)


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="no file of this system hides its size")
def test_a_file_that_hides_its_size_is_not_taken_for_an_empty_one():
    with pytest.raises(UnreadableFile, match="正在变化"):
        take("/proc/self/status")


@pytest.mark.skipif(sys.platform == "win32" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_a_locked_file_is_told(tmp_path):
    path = tmp_path / "locked.txt"
    path.write_bytes(REPORT)
    path.chmod(0)
    with pytest.raises(UnreadableFile, match="没有读取权限"):
        take(path)


def test_a_locked_file_is_told_in_chinese(tmp_path, monkeypatch):
    path = tmp_path / "locked.txt"
    path.write_bytes(REPORT)

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(UnreadableFile, match="没有读取权限，或文件正被其他程序使用"):
        take(path)


def test_limits_come_from_the_context_the_environment_and_the_definitions(monkeypatch):
    assert limit("pages") == 500
    monkeypatch.setenv("GIK_LIMIT_PAGES", "20")
    assert limit("pages") == 20
    with limits(pages=3):
        assert (limit("pages"), list(run(limit, [("pages",)]))) == (3, [3])
    monkeypatch.setenv("GIK_LIMIT_PAGES", "many")
    with pytest.raises(GikError, match="GIK_LIMIT_PAGES 应为数字"):
        limit("pages")
    with pytest.raises(GikError, match="没有名为 page 的限度"), limits(page=1):
        pass


TEXT = "云溪市水务局2019年政府信息公开工作年度报告\n一、概述\n"
POINTING = [
    name for name in CASES if name.startswith(("actions", "elsewhere", "external", "macros", "objects", "secret"))
]


@pytest.mark.parametrize("name", POINTING)
def test_nothing_is_fetched_or_started(name, monkeypatch):
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a file made its reader reach out")

    for owner, way in ((socket, "socket"), (subprocess, "Popen"), (os, "system"), (urllib.request, "urlopen")):
        monkeypatch.setattr(owner, way, refuse)
    with suppress(UnreadableFile):
        document = read(name, CASES[name][0]())
        assert "root:" not in document.text
        assert "Sub AutoOpen" not in document.text


@pytest.mark.parametrize(
    ("acting", "plain"),
    [
        ("actions.pdf", "report.pdf"),
        ("macros.docm", "report.docx"),
        ("elsewhere.docx", "report.docx"),
        ("macros.xlsm", "report.xlsx"),
    ],
)
def test_what_would_run_changes_nothing_that_is_read(acting, plain):
    document = read(acting, CASES[acting][0]())
    assert document == read(plain, CASES[plain][0]())
    assert document.text.startswith(TEXT)


def test_formulas_that_reach_outside_are_words():
    text = read("a.xlsx", CASES["elsewhere.xlsx"][0]()).text
    assert text == TEXT + "规章 | 12 | =cmd|'/c calc'!A0 | =WEBSERVICE(\"http://127.0.0.1:9/gik\")\n"


def test_a_workbook_at_which_the_library_dies_is_lost_alone(tmp_path):
    dying = CASES["ones.xls"][0]()
    (tmp_path / "dying.xls").write_bytes(dying)
    (tmp_path / "good.txt").write_bytes(REPORT)
    (tmp_path / "packed.zip").write_bytes(zipped({"dying.xls": dying[:-1], "good.txt": REPORT + b"\n"}))
    reports = gik.parse(tmp_path).reports.set_index("file")
    assert reports["status"].to_dict() == {
        "dying.xls": "failed",
        "good.txt": "ok",
        "packed.zip!/dying.xls": "failed",
        "packed.zip!/good.txt": "ok",
    }
    assert "意外终止" in reports.loc["dying.xls", "reason"]


def test_a_panic_of_the_library_is_damage(monkeypatch):
    class PanicException(BaseException):
        pass

    def panic(*_: object) -> None:
        raise PanicException("index out of bounds")

    data = (SAMPLES / "report.xls").read_bytes()
    monkeypatch.setattr(python_calamine.CalamineWorkbook, "get_sheet_by_name", panic, raising=False)
    with pytest.raises(UnreadableFile, match="Excel 工作簿已损坏"):
        read("a.xls", data)


def test_a_note_that_refers_to_itself_is_printed_once():
    assert read("a.docx", CASES["notes.docx"][0]()).text.count("注\n") == 40
