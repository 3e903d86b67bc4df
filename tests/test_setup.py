"""The set-up: one place for versions, a lock with hashes and no hosts, and a wheel that holds its data."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

LOCKS = ("requirements.lock", "tests/fuzz/requirements.lock")


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lock(root: Path) -> str:
    return "\n".join((root / name).read_text(encoding="utf-8") for name in LOCKS)


def test_conda_users_get_what_pyproject_says(root: Path, project: dict[str, Any]) -> None:
    text = (root / "environment.yml").read_text(encoding="utf-8")
    words = [line.split("#")[0].strip() for line in text.splitlines()]
    assert [word for word in words if word] == [
        "name: gik",
        "dependencies:",
        f"- python{project['project']['requires-python']}",
        "- pip",
        "- pip:",
        "- -e .[notebooks]",
    ]


def test_every_locked_package_has_hashes(lock: str) -> None:
    packages = [entry for entry in re.split(r"\n(?=\S)", lock) if entry.strip()]
    bare = [entry.split()[0] for entry in packages if "--hash=sha256:" not in entry or "==" not in entry]
    assert len(packages) > 50
    assert bare == []


def test_no_host_name_is_committed(root: Path) -> None:
    files = (*LOCKS, "pyproject.toml", "environment.yml", "Makefile", ".ci/run")
    addresses = {name: re.findall(r"\w+://\S+|--(?:extra-)?index\S*", _read(root / name)) for name in files}
    assert {name: found for name, found in addresses.items() if found} == {}


def test_lock_fits_pyproject(project: dict[str, Any], lock: str) -> None:
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    locked: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", lock, re.MULTILINE):
        locked.setdefault(canonicalize_name(name), []).append(version)
    asked = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["notebooks"],
        *project["project"]["optional-dependencies"]["cluster"],
        *project["dependency-groups"]["dev"],
        *project["dependency-groups"]["fuzz"],
    ]
    unfit = {
        text: locked.get(canonicalize_name(wanted.name), [])
        for text in asked
        if (wanted := Requirement(text))
        and not any(wanted.specifier.contains(version) for version in locked.get(canonicalize_name(wanted.name), []))
    }
    assert unfit == {}


def test_all_is_all_the_extras(project: dict[str, Any]) -> None:
    extras = project["project"]["optional-dependencies"]
    named = re.findall(r"[a-z]+", extras["all"][0].removeprefix("gik"))
    assert sorted(named) == sorted(set(extras) - {"all"})


# Packages whose module has another name.
OTHER_NAMES = {"msdoc2docx": "doc2docx", "opencv_python_headless": "cv2", "pillow": "PIL"}


def test_whatever_gik_imports_is_asked_for(root: Path, project: dict[str, Any]) -> None:
    extras = project["project"]["optional-dependencies"]
    asked = [*project["project"]["dependencies"], *extras["notebooks"], *extras["ocr"], *extras["cluster"]]
    names = {re.split(r"[^\w-]", text)[0].replace("-", "_") for text in asked}
    names |= {module for name, module in OTHER_NAMES.items() if name in names}
    trees = [ast.parse(_read(path)) for path in (root / "gik").rglob("*.py")]
    imported = {name.split(".")[0] for tree in trees for node in ast.walk(tree) for name in _imports(node)}
    assert imported - set(sys.stdlib_module_names) - {"gik"} - names == set()


def test_wheel_holds_all_modules_and_definitions(root: Path, tmp_path: Path) -> None:
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-m", "pip", "wheel", str(root), *options, "-w", str(tmp_path)], check=True)
    (wheel,) = tmp_path.glob("gik-*.whl")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("gik/")}
    there = {path.relative_to(root).as_posix() for path in (root / "gik").rglob("*") if path.is_file()}
    assert held == {name for name in there if "__pycache__" not in name}
    assert "gik/definitions/forms/art2021.toml" in held


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
