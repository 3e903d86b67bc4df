"""The notebook 08_explore in JupyterLab, driven in Chromium: choose, look, unfold a source, export, and no network."""

import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import gik

SLOW = 180_000  # milliseconds: a laboratory starts slowly on a busy machine
REPORTS = ("云溪市教育局_2018.txt", "云溪市教育局_2019.txt", "云溪市教育局_2022.html", "云溪市水务局_2022.txt")


@pytest.fixture
def chromium() -> Iterator[Any]:
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("needs Chromium, which this machine hasn't")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def laboratory(root: Path, tmp_path: Path) -> Iterator[str]:
    """Start JupyterLab on a free port, beside a few reports of the city; give the notebook's address."""
    (tmp_path / "notebooks").mkdir()
    shutil.copy(root / "notebooks" / "08_explore.ipynb", tmp_path / "notebooks")
    tables = gik.clean(gik.parse([root / "data" / "raw" / "city" / name for name in REPORTS]))
    tables.save(tmp_path / "data" / "processed" / "cleaned")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    own = {name: str(tmp_path / "var" / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")}
    options = [
        "--no-browser",
        "--ServerApp.ip=127.0.0.1",
        f"--ServerApp.port={port}",
        f"--ServerApp.root_dir={tmp_path}",
    ]
    options += [f"--IdentityProvider.token={token}", "--LanguageServerManager.autodetect=False", "--allow-root"]
    options += ["--LabApp.news_url=None"]
    server = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", *options],
        env={**os.environ, **own, "JUPYTER_RUNTIME_DIR": str(tmp_path / "var" / "runtime")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, server)
        yield f"http://127.0.0.1:{port}/lab/tree/notebooks/08_explore.ipynb?token={token}"
    finally:
        server.terminate()
        server.wait(timeout=60)


def _wait_for(port: int, server: subprocess.Popen) -> None:
    for _ in range(SLOW // 500):
        assert server.poll() is None, "JupyterLab ended by itself"
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    raise AssertionError("JupyterLab didn't start")


def test_an_analyst_chooses_looks_and_exports(chromium: Any, laboratory: str, tmp_path: Path) -> None:
    page = chromium.new_context(viewport={"width": 1400, "height": 1200}).new_page()
    page.set_default_timeout(SLOW)
    abroad: list[str] = []
    page.route("**/*", lambda route: _stay_here(route, laboratory.split("/lab/")[0], abroad))
    page.goto(laboratory)
    page.get_by_text("| Idle").or_(page.locator(".jp-Dialog .jp-mod-accept")).first.wait_for()
    if page.locator(".jp-Dialog .jp-mod-accept").count():  # asks which kernel, of one
        page.locator(".jp-Dialog .jp-mod-accept").click()
        page.get_by_text("| Idle").wait_for()
    page.get_by_text("Run", exact=True).first.click()
    page.get_by_text("Run All Cells", exact=True).click()

    chart = page.locator(".gik-desk img.widget-image").first
    chart.wait_for()
    first = chart.get_attribute("src")
    series, bodies = (page.locator(".gik-desk .widget-select-multiple select").nth(number) for number in (0, 1))
    assert bodies.locator("option").all_inner_texts() == ["云溪市教育局", "云溪市水务局"]

    series.select_option(label="不予公开")
    page.wait_for_function("old => document.querySelector('.gik-desk img.widget-image').src != old", arg=first)
    bodies.select_option(label="云溪市水务局")
    page.locator(".gik-desk .gik p", has_text="不予公开：云溪市水务局，").first.wait_for()

    page.locator(".gik-desk .lm-TabBar-tab", has_text="表").first.click()
    table = page.locator(".gik-desk .gik table").first
    assert table.locator("td.name").all_inner_texts() == ["不予公开（件）", "云溪市水务局"]

    page.locator(".gik-desk .lm-TabBar-tab", has_text="数字与出处").click()
    frame = page.frame_locator(".gik-desk iframe").first
    frame.locator("summary").first.click()
    assert "第" in frame.locator("details[open] p").first.inner_text()
    assert frame.locator("details[open] mark").first.is_visible()

    page.locator(".gik-desk button", has_text="导出本视图").click()
    page.locator(".gik-desk .gik p", has_text="已导出到").wait_for()
    (workbook,) = (tmp_path / "data" / "processed" / "explore").glob("不予公开*.xlsx")
    about = [row[0].value for row in openpyxl.load_workbook(workbook)["说明"].iter_rows()]
    assert about[0].startswith("不予公开：云溪市水务局，")
    tables = gik.load(tmp_path / "data" / "processed" / "cleaned")
    assert eval(about[-1], {"gik": gik, "tables": tables}).title == about[0]
    assert sorted(path.suffix for path in workbook.parent.glob("不予公开*")) == [".csv", ".png", ".svg", ".xlsx"]
    assert abroad == []


def _stay_here(route: Any, home: str, abroad: list[str]) -> None:
    if route.request.url.startswith((home, "data:", "blob:")):
        route.continue_()
    else:
        abroad.append(route.request.url)
        route.abort()
