"""The release check: what is built is whole, and does the main job where nothing of the source tree is near.

``make release-check`` builds the source archive, of it the wheel, looks at both, installs the wheel into an environment
of its own with nothing but the locked versions of what it asks for, and reads, checks and writes data/raw with it.
"""

import email
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from gik.stamp import stamp

BESIDE = {"LICENSE", "PKG-INFO", "README.md", "pyproject.toml"}  # what a source archive holds beside the package
OF_SOMEBODY = re.compile(rb"/home/\w|/Users/\w|[A-Z]:\\+Users")
PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet")
JOB = """
import json
import gik

tables = gik.load("tables")
book = gik.write_workbook(tables, "annual_reports.xlsx")
seen = {"home": gik.__file__, "failed": tables.reports.query("status == 'failed'")["file"].tolist()}
seen |= {"reports": len(tables.reports), "cells": len(tables.cells), "findings": len(gik.check(tables))}
print(json.dumps(seen))
"""


def main() -> int:
    """Check the tree that this module is in; give 1, and say why, where it can't be released."""
    root = Path(__file__).resolve().parents[1]
    with tempfile.TemporaryDirectory(prefix="gik-release-") as folder:
        try:
            archive, wheel = build(root, Path(folder))
            if found := faults(root, archive, wheel):
                raise Unfit("\n".join(found))
            print(f"构建完整 whole: {archive.name}, {wheel.name}", flush=True)
            python = install(root, wheel, Path(folder) / "environment")
            print("已安装 installed: 仅锁定的依赖 nothing but locked dependencies", flush=True)
            print(f"可以发布 fit for release: {stamp()}，{do_the_job(root, python, Path(folder) / 'elsewhere')}")
        except Unfit as reason:
            print(f"发布检查未通过 not fit for release:\n{reason}", file=sys.stderr)
            return 1
    return 0


class Unfit(Exception):
    """What is built can't be released, for the reason that the words state."""


def build(root: Path, folder: Path) -> tuple[Path, Path]:
    """Build the source archive, and the wheel of what is in it, with the locked build tool."""
    make = f"from flit_core.buildapi import build_sdist; build_sdist({str(folder)!r})"
    run([sys.executable, "-c", make], root)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as held:
        held.extractall(folder / "unpacked", filter="data")
    (source,) = (folder / "unpacked").iterdir()
    run([sys.executable, *PIP, "wheel", str(source), "--no-deps", "--no-build-isolation", "--no-index"], folder)
    (wheel,) = folder.glob("*.whl")
    return archive, wheel


def faults(root: Path, archive: Path, wheel: Path) -> list[str]:
    """Say what is wrong with a source archive and a wheel: versions, lacking, changed and foreign files, paths."""
    there = {path.relative_to(root).as_posix(): path.read_bytes() for path in package_files(root)}
    with tarfile.open(archive) as held:
        sources = {name.partition("/")[2] for name in held.getnames()}
    with zipfile.ZipFile(wheel) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    (about,) = (name for name in files if name.endswith(".dist-info/METADATA"))
    home = about.partition("/")[0]
    said = email.message_from_bytes(files[about])["Version"]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    newest = next(iter(headings(root)), ("", ""))[0]
    versions = [f"wheel {said}", f"pyproject.toml {project}", f"CHANGELOG.md {newest}"]
    lines: dict[str, Iterable[str]] = {
        "版本不一致 versions differ": [] if said == project == newest else versions,
        "轮子缺文件 missing in the wheel": there.keys() - files,
        "轮子里的文件与源码不同 changed in the wheel": [n for n in there if n in files and files[n] != there[n]],
        "轮子有多余文件 foreign to the wheel": [n for n in files if n not in there and not n.startswith(f"{home}/")],
        "源码包缺文件 missing in the archive": (there.keys() | BESIDE) - sources,
        "源码包有多余文件 foreign to the archive": sources - there.keys() - BESIDE,
        "含本机路径 paths of this machine": [
            n for n, data in files.items() if OF_SOMEBODY.search(data) or str(root).encode() in data
        ],
    }
    return [f"{fault}: {'、'.join(sorted(names))}" for fault, names in lines.items() if names]


def headings(root: Path) -> list[tuple[str, str]]:
    """Give version and date of each version that CHANGELOG.md tells of, the newest first."""
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    return re.findall(r"^## (\S+)(?: — (.+))?$", text, re.MULTILINE)


def package_files(root: Path) -> list[Path]:
    """Give the files of the package, as they stand in the tree."""
    return [path for path in (root / "gik").rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def install(root: Path, wheel: Path, environment: Path) -> Path:
    """Install a wheel with the locked versions of what it asks for, hashes demanded, and give the Python to run."""
    run([sys.executable, "-m", "venv", str(environment)], root)
    python = environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    lock = environment / "requirements.lock"
    lock.write_text("\n".join(locked(root, wheel)) + "\n", encoding="utf-8")
    run([str(python), *PIP, "install", "--only-binary", ":all:", "--require-hashes", "-r", str(lock)], environment)
    run([str(python), *PIP, "install", "--no-index", "--no-deps", str(wheel)], environment)
    run([str(python), *PIP, "check"], environment)
    return python


def locked(root: Path, wheel: Path) -> Iterator[str]:
    """Give what the lock says of each package that a wheel asks for, of those that these ask for, and so on."""
    text = (root / "requirements.lock").read_text(encoding="utf-8")
    entries: dict[str, list[str]] = {}  # several for a package whose version depends on the Python
    for entry in re.split(r"\n(?=\S)", text.strip()):
        entries.setdefault(canonicalize_name(entry.split("==")[0]), []).append(entry)
    with zipfile.ZipFile(wheel) as packed:
        (about,) = (name for name in packed.namelist() if name.endswith(".dist-info/METADATA"))
        ahead = email.message_from_bytes(packed.read(about)).get_all("Requires-Dist", [])
    asked: set[str] = set()
    while ahead:
        wanted = Requirement(ahead.pop())
        name = canonicalize_name(wanted.name)
        if name in asked or (wanted.marker and not wanted.marker.evaluate({"extra": ""})):
            continue
        if name not in entries:
            raise Unfit(f"锁定文件里没有 not in requirements.lock: {name}")
        asked.add(name)
        ahead += requires(name) or []
        yield from entries[name]


def do_the_job(root: Path, python: Path, folder: Path) -> str:
    """Read, check and write data/raw with an installed gik, away from the source tree, and say what was done."""
    raw = root / "data" / "raw"
    folder.mkdir()
    alone = [str(python), "-I", "-X", "utf8"]  # neither the current folder nor the user's packages are looked at
    if (said := run([*alone, "-m", "gik", "--version"], folder).strip()) != stamp():
        raise Unfit(f"安装的版本或定义不同 another version or other definitions were installed: {said}，{stamp()}")
    run([*alone, "-m", "gik", "parse", str(raw), "tables"], folder)
    run([*alone, "-m", "gik", "check", "tables"], folder, code=1)  # the samples have planted errors
    seen = json.loads(run([*alone, "-c", JOB], folder))
    if root in Path(seen["home"]).parents:
        raise Unfit(f"导入的是源码 the source tree was imported: {seen['home']}")
    files = [path for path in raw.rglob("*") if path.is_file()]
    if seen["failed"] or seen["reports"] != len(files) or not seen["cells"] or not seen["findings"]:
        raise Unfit(f"读取结果不全 not all of {len(files)} samples were read: {seen}")
    return "读入{reports}份报告 reports、{cells}格 cells、{findings}项核对问题 findings".format(**seen)


def run(command: Sequence[str], folder: Path, code: int = 0) -> str:
    """Run a command in a folder and give what it prints; Unfit with all that it said where it ends otherwise."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode != code:
        raise Unfit(f"{' '.join(command)}\n退出码 exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
