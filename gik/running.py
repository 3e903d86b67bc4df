"""The notebooks run in order, each with its parameters, and their results put in place together.

A cell tagged ``parameters`` states a notebook's defaults; the cell that is injected after it states this run's.
The kernel is the interpreter that runs this module, so nothing has to be registered anywhere.
"""

import atexit
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

from gik.errors import GikError, NotebookFailed
from gik.files import walk
from gik.saving import put_in_place

COPIES = "notebooks"
"""Folder, beside the results, of the executed notebooks."""
START_SECONDS = 600
"""How long a notebook's interpreter may take to start: a machine at work on other things needs minutes for it."""
OWN = "# 本次运行的参数，代替上一格 this run's own, in place of the cell above"


def run_notebooks(
    raw: str | Path,
    out: str | Path,
    *,
    notebooks: str | Path = "notebooks",
    show: Callable[[str], None] = lambda words: print(words, end="", flush=True),
) -> tuple[Path, ...]:
    """Run every notebook of a folder in the order of their names and give the results' paths in ``out``.

    Results take the place of earlier ones only when the last notebook is through.
    Where one fails, its executed copy is left in ``out/notebooks`` as ``….failed.ipynb``.
    Raises NotebookFailed with the cell and its message, GikError where a folder doesn't fit.
    The manner of passing parameters is papermill's.
    """
    raw, out = Path(raw).resolve(), Path(out).resolve()
    files = sorted(Path(notebooks).glob("*.ipynb"))
    _require(raw, out, files, Path(notebooks))
    out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".running-", dir=out, ignore_cleanup_errors=True) as folder:
        fresh = Path(folder) / "results"
        (fresh / COPIES).mkdir(parents=True)
        for number, file in enumerate(files, start=1):
            show(f"[{number}/{len(files)}] {file.stem} … ")
            began = time.monotonic()
            notebook = nbformat.read(file, as_version=4)
            try:
                _execute(notebook, file, {"RAW": str(raw), "OUT": str(fresh)}, Path(folder))
            except NotebookFailed:
                show("失败 failed\n")
                (out / COPIES).mkdir(exist_ok=True)
                _write(notebook, out / COPIES / f"{file.stem}.failed.ipynb", {"RAW": str(raw), "OUT": str(out)})
                raise
            _write(notebook, fresh / COPIES / file.name, {"RAW": str(raw), "OUT": str(out)})
            show(f"{time.monotonic() - began:.1f}秒\n")
        return _put_in_place(fresh, out)


def inject(notebook: nbformat.NotebookNode, values: Mapping[str, str]) -> None:
    """Put a cell that assigns the values after the one tagged ``parameters``, or in place of an injected one.

    Raises GikError where no cell is tagged so.
    """
    cells = notebook.cells
    cells[:] = [cell for cell in cells if "injected-parameters" not in cell.metadata.get("tags", ())]
    tagged = [index for index, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", ())]
    if not tagged:
        raise GikError("笔记本缺少标记为 parameters 的单元格。")
    source = "\n".join([OWN, *(f"{name} = {value!r}" for name, value in values.items())])
    cell = nbformat.v4.new_code_cell(source, id="parameters", metadata={"tags": ["injected-parameters"]})
    cells.insert(tagged[0] + 1, cell)


def _require(raw: Path, out: Path, files: list[Path], notebooks: Path) -> None:
    if not raw.exists():
        raise GikError(f"找不到报告文件夹 {raw}；请检查路径。")
    if not walk(raw):
        raise GikError(f"报告文件夹 {raw} 里没有文件；请把报告放进去，或检查路径。")
    if out == raw or raw in out.parents:
        raise GikError(f"结果文件夹 {out} 不能放在报告文件夹 {raw} 里面；请换一个位置。")
    if not (out.is_dir() or not out.exists()):
        raise GikError(f"结果要写进文件夹，而 {out} 是一个文件；请换一个位置。")
    if not files:
        raise GikError(f"{notebooks.resolve()} 里没有笔记本；请在项目文件夹里运行。")


def _execute(notebook: nbformat.NotebookNode, file: Path, values: Mapping[str, str], scratch: Path) -> None:
    inject(notebook, values)
    # Without folders of kernel specifications there is one kernel left, that of this interpreter.
    kernels = KernelSpecManager(kernel_dirs=[], ensure_native_kernel=True)
    client = NotebookClient(
        notebook,
        km=AsyncKernelManager(kernel_name="python3", kernel_spec_manager=kernels, transport_encryption="auto"),
        timeout=None,
        startup_timeout=START_SECONDS,
        resources={"metadata": {"path": str(file.parent.resolve())}},
    )
    try:
        client.execute(cleanup_kc=True, env={**os.environ, "IPYTHONDIR": str(scratch / "ipython")})
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise NotebookFailed(_complaint(notebook, file, error)) from error
    except RuntimeError as error:  # no interpreter that answers, thus no cell to name
        if client.km is None:  # nbclient has let go of it, and would ask for it again when Python ends
            atexit.unregister(client._cleanup_kernel)
        raise NotebookFailed(f"{file.name} 没有运行：它的 Python 没有启动起来，请稍后再运行（{error}）。") from error


def _complaint(notebook: nbformat.NotebookNode, file: Path, error: Exception) -> str:
    ran = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    stopped = next((cell for cell in ran if not _passed(cell)), ran[-1])
    message = f"{error.ename}: {error.evalue}" if isinstance(error, CellExecutionError) else str(error)
    source = "\n".join(f"    {line}" for line in stopped.source.splitlines())
    return f"{file.name} 第{notebook.cells.index(stopped) + 1}个单元格出错：\n{source}\n{message}"


def _passed(cell: nbformat.NotebookNode) -> bool:
    failed = any(output.output_type == "error" for output in cell.outputs)
    return cell.execution_count is not None and not failed


def _write(notebook: nbformat.NotebookNode, path: Path, values: Mapping[str, str]) -> None:
    # The results were made elsewhere and moved; the copy names the place where they are.
    inject(notebook, values)
    path.write_text(nbformat.writes(notebook), encoding="utf-8", newline="\n")


def _put_in_place(fresh: Path, out: Path) -> tuple[Path, ...]:
    results = sorted(fresh.iterdir())
    targets = tuple(out / result.name for result in results)
    try:
        put_in_place(results, targets)
    except OSError as error:
        raise GikError(f"{error.filename} 正被其他程序使用（例如在 Excel 中打开）；请关闭后重试。") from error
    return targets
