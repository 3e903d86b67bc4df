"""The set-up: one place for versions, a lock with hashes and no hosts, and a wheel that holds its data."""

import ast
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.release_check import BESIDE, Unfit, build, faults, headings, locked

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


def test_what_is_built_is_whole(root: Path, tmp_path: Path) -> None:
    archive, wheel = build(root, tmp_path)
    assert faults(root, archive, wheel) == []
    assert "gik/definitions/forms/art2021.toml" in zipfile.ZipFile(wheel).namelist()


def test_what_a_wheel_asks_for_is_locked(root: Path, tmp_path: Path) -> None:
    wheel = _wheel(tmp_path / "gik.whl", {}, asks=("lxml>=6", "pandas", 'rapidocr; extra == "ocr"'))
    names = {entry.split("==")[0] for entry in locked(root, wheel)}
    assert {"lxml", "pandas", "numpy"} <= names and "rapidocr" not in names
    with pytest.raises(Unfit, match=r"not in requirements\.lock: left-pad"):
        list(locked(root, _wheel(tmp_path / "other.whl", {}, asks=("left-pad",))))


def test_what_is_wrong_with_a_build_is_said(tmp_path: Path) -> None:
    files = {"gik/a.py": b"A = 1", "gik/rules.toml": b"a = 1", "gik/forms.toml": b"b = 1"}
    about = dict.fromkeys(BESIDE, b"") | {"pyproject.toml": b'[project]\nversion = "1.2.0"'}
    for name, data in {**files, **about, "CHANGELOG.md": "## 1.3.0 — 2030-01-01".encode()}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(data)
    archive = tmp_path / "gik.tar.gz"
    with tarfile.open(archive, "w:gz") as held:
        for name in (*files, *BESIDE - {"LICENSE"}):
            held.add(tmp_path / name, f"gik-1.2.0/{name}")
    held_files = {"gik/a.py": b"A = '/home/me'", "gik/rules.toml": b"a = 1", "tests/test_a.py": b""}
    assert faults(tmp_path, archive, _wheel(tmp_path / "gik.whl", held_files)) == [
        "版本不一致 versions differ: CHANGELOG.md 1.3.0、pyproject.toml 1.2.0、wheel 1.2.0",
        "轮子缺文件 missing in the wheel: gik/forms.toml",
        "轮子里的文件与源码不同 changed in the wheel: gik/a.py",
        "轮子有多余文件 foreign to the wheel: tests/test_a.py",
        "源码包缺文件 missing in the archive: LICENSE",
        "含本机路径 paths of this machine: gik/a.py",
    ]


def test_the_changes_begin_with_the_version_of_pyproject(root: Path, project: dict[str, Any]) -> None:
    """It is what users are told; dates and versions fall from the top down."""
    versions = headings(root)
    assert versions[0][0] == project["project"]["version"]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", date) for _, date in versions)
    numbers = [tuple(map(int, version.split("."))) for version, _ in versions]
    assert numbers == sorted(set(numbers), reverse=True)


def test_every_version_says_which_numbers_differ(root: Path) -> None:
    told = re.split(r"^## ", _read(root / "CHANGELOG.md"), flags=re.MULTILINE)[1:]
    assert [text.split()[0] for text in told if "**Numbers 数字.**" not in text] == []


def _wheel(path: Path, files: dict[str, bytes], asks: tuple[str, ...] = ()) -> Path:
    about = "Name: gik\nVersion: 1.2.0\n" + "".join(f"Requires-Dist: {text}\n" for text in asks)
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in {**files, "gik-1.2.0.dist-info/METADATA": about.encode()}.items():
            packed.writestr(name, data)
    return path


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
@pytest.mark.parametrize(("given", "folder"), [((), "."), (("OUT=/my results",), "/my results")])
def test_jupyterlab_opens_the_project_or_a_run(root: Path, given: tuple[str, ...], folder: str) -> None:
    said = subprocess.run(["make", "-n", "-C", root, "lab", *given], capture_output=True, text=True, check=True).stdout
    assert f'--ServerApp.root_dir="{folder}" ' in said
