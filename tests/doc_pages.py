"""Pages of the documents (文档) run block by block: what a block of Python shows must be what stands below it.

``python -m tests.doc_pages`` runs every page and writes below each block what it shows now.
"""

import ast
import contextlib
import importlib.util
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

ROOT = Path(__file__).resolve().parent.parent
# Each English page that is run, with its Chinese twin, which has the same blocks and is therefore not run again.
PAGES = {"README.md": "README.zh.md", "docs/tutorial.md": "docs/tutorial.zh.md", "docs/how-to.md": "docs/how-to.zh.md"}
READS_SCANS = "rapidocr"
# A block may need a package that isn't always there: <!-- needs: rapidocr -->
FENCE = re.compile(
    r"(?:^<!-- needs: (?P<needs>\w+) -->\n)?^```python\n(?P<code>.*?)^```\n(?:\n```text\n(?P<shown>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)


class Block(NamedTuple):
    """A block of Python: the page's line on which it begins, its code, what stands below it, the package it needs."""

    line: int
    code: str
    shown: str
    needs: str


def blocks(text: str) -> list[Block]:
    r"""Give the blocks of a page in order.

    >>> blocks("A page.\n\n```python\n1 + 1\n```\n\n```text\n2\n```\n")
    [Block(line=3, code='1 + 1\n', shown='2\n', needs='')]
    """
    return [
        Block(text.count("\n", 0, match.start("code")), match["code"], match["shown"] or "", match["needs"] or "")
        for match in FENCE.finditer(text)
    ]


def run(page: str, folder: Path) -> Iterator[tuple[Block, str | None]]:
    """Run a page's blocks in a folder, one after the other; give each with what it shows, None where it can't run."""
    names: dict[str, Any] = {}
    with contextlib.chdir(folder), pd.option_context("display.width", 100, "display.max_columns", 20):
        for block in blocks((ROOT / page).read_text(encoding="utf-8")):
            if block.needs and importlib.util.find_spec(block.needs) is None:
                yield block, None
            else:
                yield block, _shown(block, page, names)


def _shown(block: Block, page: str, names: dict[str, Any]) -> str:
    """Run a block and give what it prints, and what its last line is worth, as a notebook would show it."""
    tree = ast.parse("\n" * block.line + block.code, filename=page)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    with contextlib.redirect_stdout(StringIO()) as printed:
        exec(compile(tree, page, "exec"), names)
        if last is not None:
            value = eval(compile(ast.Expression(last.value), page, "eval"), names)
            if value is not None:
                print(value)
    return "".join(f"{line.rstrip()}\n" for line in printed.getvalue().splitlines())


def prepare(folder: Path) -> Path:
    """Give a reader's folder: the samples, the lists beside them, and a page scanned where scans can be read."""
    shutil.copytree(ROOT / "data", folder / "data", ignore=shutil.ignore_patterns("processed"))
    if importlib.util.find_spec(READS_SCANS):
        from tests.generator.scans import scan_sample  # needs packages that nobody else does

        (folder / "scan.png").write_bytes(scan_sample("art2021", "scan200_ruled", kind="png").data)
    return folder


def with_outputs(text: str, shown: list[str | None]) -> str:
    r"""Give a page with what its blocks show below them; where a block couldn't run, what stands there stays.

    >>> with_outputs("```python\n1 + 1\n```\n", ["2\n"])
    '```python\n1 + 1\n```\n\n```text\n2\n```\n'
    """
    fresh = iter(shown)

    def below(match: re.Match[str]) -> str:
        now = next(fresh)
        if now is None:
            return match[0]
        head = match[0].partition("```python\n")[0]
        return f"{head}```python\n{match['code']}```\n" + (f"\n```text\n{now}```\n" if now else "")

    return FENCE.sub(below, text)


def main() -> None:
    """Write below every block of every page, and of its twin, what it shows."""
    os.environ.setdefault("MPLBACKEND", "Agg")
    for page, twin in PAGES.items():
        with tempfile.TemporaryDirectory() as folder:
            shown = [output for _, output in run(page, prepare(Path(folder)))]
        for name in (page, twin):
            path = ROOT / name
            path.write_text(with_outputs(path.read_text(encoding="utf-8"), shown), encoding="utf-8")
        print(f"{page}: {len(shown)}")


if __name__ == "__main__":
    sys.exit(main())
