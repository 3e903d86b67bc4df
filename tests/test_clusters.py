"""A cluster gives what one process gives, and a worker that dies costs no more than what it was reading."""

import os
import signal
import threading
import time

import pandas as pd
import pytest

import gik
from gik import sources
from gik.errors import GikError
from gik.frames import FRAMES, MARKS
from tests.generator.folders import plain_reports

pytest.importorskip("distributed", reason='needs the extra "cluster": pip install "gik[cluster]"')


@pytest.fixture(scope="module")
def cluster():
    from distributed import LocalCluster

    options = {"dashboard_address": None, "n_workers": 2, "threads_per_worker": 1, "processes": True}
    with LocalCluster(**options, silence_logs=50) as cluster:
        yield cluster


@pytest.fixture
def raw(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    for name, data in plain_reports(16):
        (folder / name).write_bytes(data)
    first = min(folder.iterdir())
    (folder / "zz.txt").write_bytes(first.read_bytes())
    return folder


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(sources, "BATCH_FILES", 2)


def assert_same(left, right):
    for name in FRAMES:
        pd.testing.assert_frame_equal(getattr(left, name), getattr(right, name))


def test_a_cluster_gives_the_same_frames(cluster, raw, tmp_path):
    plain = gik.parse(raw)
    assert_same(gik.parse(raw, scheduler=cluster.scheduler_address), plain)
    out = gik.parse_to(raw, tmp_path / "out", scheduler=cluster.scheduler_address, cache=tmp_path / "cache")
    assert_same(gik.load(out), plain)
    assert_same(gik.parse(raw, cache=tmp_path / "cache"), plain)


def test_a_worker_killed_in_mid_run_costs_its_task_only(cluster, raw, tmp_path):
    out = tmp_path / "out"
    victim = next(iter(cluster.workers.values())).pid
    killed = threading.Event()

    def kill() -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and len(list((out / MARKS).glob("0*.json"))) < 2:
            time.sleep(0.005)
        os.kill(victim, signal.SIGKILL)
        killed.set()

    killer = threading.Thread(target=kill)
    killer.start()
    gik.parse_to(raw, out, scheduler=cluster.scheduler_address)
    killer.join()
    assert killed.is_set()
    assert_same(gik.load(out), gik.parse(raw))


def test_addresses_are_read_and_written(raw):
    import fsspec

    memory = fsspec.filesystem("memory")
    for path in raw.iterdir():
        memory.pipe_file(f"/raw/{path.name}", path.read_bytes())
    memory.pipe_file("/raw/.hidden", b"x")
    plain = gik.parse(raw)
    assert_same(gik.parse("memory://raw"), plain)
    first = min(raw.iterdir())
    assert gik.parse([f"memory://raw/{first.name}", max(raw.iterdir())]).reports["status"].tolist() == ["ok", "ok"]
    assert gik.parse_to("memory://raw", "memory://out") == "memory://out"
    assert_same(gik.load("memory://out"), plain)
    memory.rm_file("/out/manifest.json")
    memory.rm_file("/out/.run/00001.json")
    with pytest.raises(GikError, match="尚未完成"):
        gik.load("memory://out")
    assert_same(gik.load(gik.parse_to("memory://raw", "memory://out")), plain)
    with pytest.raises(FileNotFoundError, match="memory://nothing"):
        gik.parse("memory://nothing")


def test_what_cannot_be_reached_is_told(raw, monkeypatch):
    with pytest.raises(GikError, match="无法打开 nowhere://raw"):
        gik.parse("nowhere://raw")
    with pytest.raises(GikError, match="无法连接 Dask 调度器"):
        gik.parse(raw, scheduler="not an address://")
