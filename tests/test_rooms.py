"""The house (结构): rooms that can be read at once, one direction from room to room, an example for what is public."""

import ast
import inspect
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

import gik

LONGEST = 300


@pytest.fixture(scope="module")
def sources(root: Path) -> dict[str, str]:
    return {
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path.read_text("utf-8")
        for path in sorted((root / "gik").rglob("*.py"))
    }


def test_no_module_is_too_long_to_be_read(sources: dict[str, str]) -> None:
    assert {name: length for name, source in sources.items() if (length := source.count("\n")) > LONGEST} == {}


def test_no_module_imports_one_that_imports_it(sources: dict[str, str]) -> None:
    """Not even inside a function; what is imported for the checker of types alone doesn't count."""
    graph = {name: set(_imported(ast.parse(source))) & sources.keys() - {"gik"} for name, source in sources.items()}
    assert _circle(graph) == []
    assert _circle({**graph, "gik.forms": graph["gik.forms"] | {"gik.trends"}}) != []


def _imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (node.module, *(f"{node.module}.{name.name}" for name in node.names))
        elif not (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            yield from _imported(node)


def _circle(graph: dict[str, set[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


def test_every_public_function_shows_how_it_is_called() -> None:
    public = {name: getattr(gik, name) for name in gik.__all__}
    functions = {name: one for name, one in public.items() if inspect.isfunction(one)}
    assert len(functions) > 20
    assert [name for name, one in functions.items() if ">>> " not in (inspect.getdoc(one) or "")] == []
