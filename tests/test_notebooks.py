"""The notebook runner, and the rules that the project's own notebooks keep."""

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pandas as pd
import pytest

import gik
from gik.errors import GikError, NotebookFailed
from gik.running import OWN, inject, run_notebooks

PARAMETERS = {"tags": ["parameters"]}
NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
BARRED = (
    *(ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.AsyncFor, ast.While),
    *(ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp),
)
SAVES = {"save", "save_chart", "save_csv", "to_csv", "to_excel", "to_parquet", "write_text", "write_workbook"}
PATTERNS = {"extract", "extractall", "findall", "fullmatch", "match"}
IMPORTS = {"IPython.display", "dataclasses", "gik", "pandas", "pathlib"}
WRITE = "from pathlib import Path\nPath(OUT, 'result.txt').write_text(Path(RAW, 'a.txt').read_text())"


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., None]:
    """Write a notebook of the given cells, the first of which states the parameters."""

    def notebook(name: str, *sources: str) -> None:
        first = nbformat.v4.new_code_cell("RAW = 'nowhere'\nOUT = 'nowhere'", metadata=PARAMETERS)
        cells = [first, *map(nbformat.v4.new_code_cell, sources)]
        (tmp_path / "notebooks").mkdir(exist_ok=True)
        nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "notebooks" / name)

    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("1360")
    return notebook


def _run(folder: Path) -> tuple[str, tuple[str, ...]]:
    shown: list[str] = []
    results = run_notebooks(folder / "raw", folder / "out", notebooks=folder / "notebooks", show=shown.append)
    return "".join(shown), tuple(path.relative_to(folder).as_posix() for path in results)


def test_notebooks_run_in_order_with_their_parameters(tmp_path: Path, write: Callable[..., None]) -> None:
    write(
        "02_add.ipynb",
        "from pathlib import Path\npath = Path(OUT, 'result.txt')",
        "path.write_text('0' + path.read_text())",
    )
    write("01_copy.ipynb", WRITE)
    shown, results = _run(tmp_path)
    assert [line.split(" … ")[0] for line in shown.splitlines()] == ["[1/2] 01_copy", "[2/2] 02_add"]
    assert results == ("out/notebooks", "out/result.txt")
    assert (tmp_path / "out" / "result.txt").read_text() == "01360"
    assert sorted(path.name for path in (tmp_path / "out").rglob("*")) == [
        "01_copy.ipynb",
        "02_add.ipynb",
        "notebooks",
        "result.txt",
    ]
    copy = nbformat.read(tmp_path / "out" / "notebooks" / "01_copy.ipynb", as_version=4)
    assert copy.cells[1].source == f"{OWN}\nRAW = {str(tmp_path / 'raw')!r}\nOUT = {str(tmp_path / 'out')!r}"
    assert copy.cells[2].execution_count == 3


def test_a_failure_names_its_cell_and_leaves_earlier_results_alone(tmp_path: Path, write: Callable[..., None]) -> None:
    write("01_copy.ipynb", WRITE)
    _run(tmp_path)
    (tmp_path / "raw" / "a.txt").write_text("1383")
    write("02_fail.ipynb", "1 + 1", "int('共1360件')", "never")
    with pytest.raises(NotebookFailed) as failure:
        _run(tmp_path)
    assert str(failure.value) == (
        "02_fail.ipynb 第4个单元格出错：\n    int('共1360件')\n"
        "ValueError: invalid literal for int() with base 10: '共1360件'"
    )
    assert (tmp_path / "out" / "result.txt").read_text() == "1360"
    assert sorted(path.name for path in (tmp_path / "out" / "notebooks").iterdir()) == [
        "01_copy.ipynb",
        "02_fail.failed.ipynb",
    ]
    assert not list((tmp_path / "out").glob(".running-*"))


def test_an_interpreter_that_does_not_start_is_said_so(
    tmp_path: Path, write: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("01_copy.ipynb", WRITE)

    def silent(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("Kernel didn't respond in 600 seconds")

    monkeypatch.setattr("gik.running.NotebookClient.execute", silent)
    with pytest.raises(NotebookFailed) as failure:
        _run(tmp_path)
    assert str(failure.value) == (
        "01_copy.ipynb 没有运行：它的 Python 没有启动起来，请稍后再运行（Kernel didn't respond in 600 seconds）。"
    )
    assert not (tmp_path / "out" / "result.txt").exists()


def test_an_interpreter_that_does_not_start_leaves_no_complaint_when_python_ends(
    tmp_path: Path, write: Callable[..., None]
) -> None:
    write("01_copy.ipynb", WRITE)
    script = """
import sys
from gik import running
from gik.errors import NotebookFailed
running.START_SECONDS = 0
try:
    running.run_notebooks(*sys.argv[1:3], notebooks=sys.argv[3])
except NotebookFailed as error:
    print(error)
"""
    slow = "import sys, time\nif 'ipykernel_launcher' in sys.orig_argv:\n    time.sleep(60)\n"
    (tmp_path / "sitecustomize.py").write_text(slow)  # which every interpreter begins with
    folders = (str(tmp_path / name) for name in ("raw", "out", "notebooks"))
    paths = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"))))
    ended = subprocess.run(
        [sys.executable, "-c", script, *folders],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ended.stdout.endswith(
        "01_copy.ipynb 没有运行：它的 Python 没有启动起来，请稍后再运行（Kernel didn't respond in 0 seconds）。\n"
    )
    assert "atexit" not in ended.stderr  # it may tell where the interpreter was stopped


def test_a_result_that_cannot_be_replaced_leaves_all_earlier_results(
    tmp_path: Path, write: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("01_copy.ipynb", WRITE)
    _run(tmp_path)
    (tmp_path / "raw" / "a.txt").write_text("1383")
    replace = Path.replace

    def locked(path: Path, target: Path) -> Path:
        if path == tmp_path / "out" / "result.txt":
            raise PermissionError(13, "in use", str(path))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(GikError, match="正被其他程序使用"):
        _run(tmp_path)
    assert (tmp_path / "out" / "result.txt").read_text() == "1360"
    assert [path.name for path in (tmp_path / "out" / "notebooks").iterdir()] == ["01_copy.ipynb"]


@pytest.mark.parametrize(
    ("raw", "out", "message"),
    [
        ("missing", "out", "找不到报告文件夹"),
        ("raw", "raw/results", "不能放在报告文件夹"),
        ("raw", "out", "没有笔记本"),
        ("empty", "out", "empty 里没有文件"),
        ("raw", "raw/a.txt", "不能放在报告文件夹"),
        ("raw", "file", "file 是一个文件"),
    ],
)
def test_folders_that_do_not_fit_are_refused_at_once(tmp_path: Path, raw: str, out: str, message: str) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "empty").mkdir()
    (tmp_path / "raw" / "a.txt").touch()
    (tmp_path / "file").touch()
    with pytest.raises(GikError, match=message):
        run_notebooks(tmp_path / raw, tmp_path / out, notebooks=tmp_path / "notebooks")


def test_injected_parameters_replace_injected_ones() -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("RAW = 1", metadata=PARAMETERS)])
    inject(notebook, {"RAW": "a"})
    inject(notebook, {"RAW": "b"})
    assert [cell.source for cell in notebook.cells] == ["RAW = 1", f"{OWN}\nRAW = 'b'"]
    with pytest.raises(GikError, match="parameters"):
        inject(nbformat.v4.new_notebook(), {"RAW": "a"})


every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def _code(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]


def _nodes(path: Path) -> Iterator[ast.AST]:
    """Give the syntax of all code cells but the one with the parameters."""
    for cell in _code(path):
        if cell.metadata != PARAMETERS:
            yield from ast.walk(ast.parse(cell.source))


def test_notebooks_are_there_in_order() -> None:
    names = ["01_parse", "02_check", "03_clean", "04_tabulate", "05_trends", "06_export", "07_prose", "08_explore"]
    assert [path.stem for path in NOTEBOOKS] == names


@every_notebook
def test_notebook_is_valid_and_without_outputs(path: Path) -> None:
    nbformat.validate(nbformat.read(path, as_version=4))
    assert [(cell.outputs, cell.execution_count) for cell in _code(path)] == [([], None)] * len(_code(path))


@every_notebook
def test_notebook_opens_with_question_input_and_output(path: Path) -> None:
    first = nbformat.read(path, as_version=4).cells[0]
    missing = [word for word in ("问题", "输入", "输出", "Question", "Input", "Output") if word not in first.source]
    assert (first.cell_type, missing) == ("markdown", [])


@every_notebook
def test_notebook_states_its_parameters_once(path: Path) -> None:
    tagged = [cell.source for cell in _code(path) if cell.metadata == PARAMETERS]
    assert len(tagged) == 1
    values = {node.targets[0].id: ast.literal_eval(node.value) for node in ast.parse(tagged[0]).body}
    assert (values["RAW"], values["OUT"]) == ("../data/raw", "../data/processed")


@every_notebook
def test_notebook_is_short(path: Path) -> None:
    lines = [len(cell.source.splitlines()) for cell in _code(path)]
    assert len(lines) <= 12
    assert max(lines) <= 6


@every_notebook
def test_notebook_holds_no_logic(path: Path) -> None:
    barred = [ast.unparse(node) for node in _nodes(path) if isinstance(node, BARRED)]
    paths = [
        node.value
        for node in _nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and {"/", "\\"} & set(node.value)
    ]
    patterns = [node.attr for node in _nodes(path) if isinstance(node, ast.Attribute) and node.attr in PATTERNS]
    assert (barred, paths, patterns) == ([], [], [])


@every_notebook
def test_notebook_uses_public_names_only(path: Path) -> None:
    imported = {alias.name for node in _nodes(path) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in _nodes(path) if isinstance(node, ast.ImportFrom)}
    used = {
        node.attr
        for node in _nodes(path)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "gik"
    }
    assert (imported - IMPORTS, used - set(gik.__all__)) == (set(), set())


@every_notebook
def test_notebook_ends_in_one_saved_result_and_a_look_at_it(path: Path) -> None:
    calls = [node.func for node in _nodes(path) if isinstance(node, ast.Call)]
    names = [call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls]
    last = ast.parse(_code(path)[-1].source).body[-1]
    assert len({name for name in names if name in SAVES}) == 1
    assert isinstance(last, ast.Expr), "the last line shows something"


def test_notebooks_run_on_a_few_reports(root: Path, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    for name in ("云溪市教育局_2016.txt", "云溪市教育局_2019.txt", "云溪市教育局_2022.html"):
        shutil.copy(root / "data" / "raw" / "city" / name, tmp_path / "raw")
    (tmp_path / "raw" / "empty.txt").touch()
    results = run_notebooks(tmp_path / "raw", tmp_path / "out", notebooks=root / "notebooks", show=lambda words: None)
    names = ["annual_reports.xlsx", "annual_reports_cells.csv", "annual_reports_figures.csv", "cleaned", "explore"]
    names += ["findings.csv", "indicators.csv", "notebooks", "prose.html", "tables"]
    names += ["trends.csv", "trends.png", "trends.svg"]
    assert [path.name for path in results] == names
    indicators = pd.read_csv(tmp_path / "out" / "indicators.csv")
    assert indicators.columns[:7].tolist() == ["table", "row", "column", "label", "unit", "blanks", "corrected"]
    assert set(indicators["blanks"]) == {"leave"} and indicators["corrected"].isna().all()
    findings = pd.read_csv(tmp_path / "out" / "findings.csv", dtype={"year": "Int64"})
    errors = findings[findings["severity"] == "error"].fillna({"expected": 0, "found": 0})
    assert errors[["file", "rule", "expected", "found"]].to_numpy().tolist() == [
        ["empty.txt", "file.failed", 0, 0],
        ["云溪市教育局_2022.html", "identity.column", 21, 20],
        ["云溪市教育局_2022.html", "identity.column", 34, 33],
    ]
