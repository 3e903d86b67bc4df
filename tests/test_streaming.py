"""A streamed run gives what gik.parse gives, whatever interrupts it and whatever the parts are."""

import json
import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest

import gik
from gik import sources
from gik.__main__ import main
from gik.errors import GikError
from gik.frames import FRAMES, MARKS
from tests.conftest import ROOT
from tests.generator.folders import mixed_folder, plain_reports

SCRIPT = """
import sys
from gik import sources, streaming
sources.BATCH_FILES = 2
streaming.parse_to(sys.argv[1], sys.argv[2], workers=2)
"""

COMMAND = """
import sys
from gik import sources
from gik.__main__ import main
sources.BATCH_FILES = 2
sys.exit(main(["parse", *sys.argv[1:], "--workers", "2"]))
"""
HOLDER = """
import sys, time
from gik.storing import Store
with Store(sys.argv[1]).alone(".run/lock"):
    print(flush=True)
    time.sleep(600)
"""


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    files = [*plain_reports(10), *[item for item in mixed_folder().items() if not item[0].endswith(".txt")][-4:]]
    for name, data in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    first = sorted(folder.glob("*.txt"))[0]
    for name in ("0 first.txt", "zz last.txt", "zz last but one.txt"):
        (folder / name).write_bytes(first.read_bytes())
    return folder


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(sources, "BATCH_FILES", 3)


def assert_same(left, right):
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(left, name), getattr(right, name))


def marks(out):
    return {path.name: path.stat().st_mtime_ns for path in (out / MARKS).glob("0*.json")}


def test_parts_together_are_what_parse_gives(raw, tmp_path):
    plain = gik.parse(raw)
    assert plain.findings["rule"].eq("file.duplicate").sum() == 3
    out = gik.parse_to(raw, tmp_path / "out", workers=2)
    assert_same(gik.load(out), plain)
    assert len(list((out / "cells").iterdir())) == len(marks(out)) > 3
    before = marks(out)
    assert_same(gik.load(gik.parse_to(raw, out)), plain)
    assert marks(out) == before


def test_a_run_that_is_killed_is_resumed(raw, tmp_path):
    out = tmp_path / "out"
    for kill_at in (1, 3):
        run = subprocess.Popen([sys.executable, "-c", SCRIPT, raw, out], env={**os.environ, "PYTHONPATH": str(ROOT)})
        deadline = time.monotonic() + 120
        while run.poll() is None and len(marks(out)) < kill_at and time.monotonic() < deadline:
            time.sleep(0.005)
        run.kill()
        run.wait()
        with pytest.raises(GikError, match="尚未完成"):
            gik.load(out)
    (out / "cells" / ".fresh-left").write_bytes(b"half")
    before = marks(out)
    subprocess.run([sys.executable, "-c", SCRIPT, raw, out], env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True)
    assert_same(gik.load(out), gik.parse(raw))
    alone = {path.name for path in (out / MARKS).glob("0*.json") if not json.loads(path.read_text())["settled"]}
    assert {name: stamp for name, stamp in before.items() if name in alone}.items() <= marks(out).items()
    assert not list(out.rglob(".fresh-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signals to processes")
def test_an_interrupted_command_says_so_and_goes_on(raw, tmp_path):
    out, own = tmp_path / "out", {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", COMMAND, raw, out]
    run = subprocess.Popen(command, env=own, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 120
    while run.poll() is None and not marks(out) and time.monotonic() < deadline:
        time.sleep(0.005)
    run.send_signal(signal.SIGINT)
    told = run.communicate()[1].decode()
    assert (run.returncode, told.splitlines()[-1]) == (130, "已中断 interrupted；parse 再次运行会接着做")
    before = marks(out)
    again = subprocess.run(command, env=own, capture_output=True, check=True)
    assert "ok: " in again.stdout.decode()
    assert_same(gik.load(out), gik.parse(raw))
    assert before.keys() <= marks(out).keys()


def test_two_runs_do_not_write_into_one_folder(raw, tmp_path):
    out = tmp_path / "out"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, out],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )
    holder.stdout.readline()
    with pytest.raises(GikError, match=f"进程 {holder.pid}（.* 开始）正在写入此文件夹"):
        gik.parse_to(raw, out)
    holder.kill()
    holder.communicate()
    assert_same(gik.load(gik.parse_to(raw, out)), gik.parse(raw))
    assert_same(gik.load(gik.parse_to(raw, out)), gik.parse(raw))


def test_a_changed_source_costs_the_parts_that_hold_it(raw, tmp_path):
    out = gik.parse_to(raw, tmp_path / "out")
    before = marks(out)
    changed = sorted(raw.glob("*.txt"))[-3]
    changed.write_bytes(changed.read_bytes() + "全年收到申请3件。\n".encode())
    assert_same(gik.load(gik.parse_to(raw, out)), gik.parse(raw))
    assert 0 < len(before.items() & marks(out).items()) < len(before)
    (raw / "0 first.txt").unlink()
    assert_same(gik.load(gik.parse_to(raw, out)), gik.parse(raw))
    for path in sorted(raw.rglob("*.txt"))[3:]:
        path.unlink()
    assert_same(gik.load(gik.parse_to(raw, out)), gik.parse(raw))


def test_a_folder_without_files_gives_empty_frames(tmp_path):
    (tmp_path / "raw").mkdir()
    assert_same(gik.load(gik.parse_to(tmp_path / "raw", tmp_path / "out")), gik.parse(tmp_path / "raw"))


def test_only_what_is_asked_for_is_read(raw, tmp_path):
    plain = gik.parse(raw)
    out = gik.parse_to(raw, tmp_path / "out")
    year = int(plain.reports["year"].dropna().iloc[0])
    cells = ["report", "row", "value"]
    found = gik.load(out, frames=["cells"], columns={"cells": cells, "reports": ["file"]}, years=[year])
    reports = plain.reports.query("year == @year")
    assert found.reports["file"].tolist() == reports["file"].tolist()
    expected = plain.cells.loc[plain.cells["report"].isin(reports["report"]), cells].reset_index(drop=True)
    pd.testing.assert_frame_equal(found.cells, expected)
    assert found.texts.empty
    assert gik.load(out, forms=["art1999"]).cells.dtypes.equals(plain.cells.dtypes)
    assert gik.load(out, forms=["art2021", "stat2014"]).reports["form"].isin(["art2021", "stat2014"]).all()


def test_what_is_not_there_is_named(raw, tmp_path):
    saved = gik.parse(raw).save(tmp_path / "saved")
    with pytest.raises(GikError, match="没有名为 rows 的数据表"):
        gik.load(saved, frames=["rows"])
    with pytest.raises(GikError, match="cells 没有名为 number 的列"):
        gik.load(saved, columns={"cells": ["number"]})
    with pytest.raises(GikError, match="不能放在报告文件夹"):
        gik.parse_to(raw, raw / "out")


def test_saving_where_a_run_has_streamed_replaces_it(raw, tmp_path):
    out = gik.parse_to(raw, tmp_path / "out")
    one = gik.parse(sorted(raw.glob("*.txt"))[0])
    assert_same(gik.load(one.save(out)), one)
    assert_same(gik.load(gik.parse_to(raw, out)), gik.parse(raw))


@pytest.mark.parametrize(("command", "message"), [("check", "empty 里没有文件"), ("parse", "empty 里没有文件")])
def test_a_folder_without_files_is_no_folder_without_faults(tmp_path, capsys, command, message):
    (tmp_path / "empty").mkdir()
    out = [str(tmp_path / "out")] if command == "parse" else []
    assert main([command, str(tmp_path / "empty"), *out]) == 1
    assert message in capsys.readouterr().err


def test_a_file_in_the_place_of_the_results_is_named(raw, tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(GikError, match="已有同名的文件，不是文件夹）；请换一个位置"):
        gik.parse_to(raw, tmp_path / "out")
    assert (tmp_path / "out").read_text() == "mine"


def test_the_command_reads_and_saves(raw, tmp_path, capsys):
    options = ["--workers", "2", "--cache", str(tmp_path / "cache")]
    assert main(["parse", str(raw), str(tmp_path / "out"), *options]) == 0
    told = capsys.readouterr()
    assert "ok: " in told.out
    assert "还需" in told.err
    assert_same(gik.load(tmp_path / "out"), gik.parse(raw))
