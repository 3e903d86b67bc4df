"""Fixtures that several test modules use."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and their gold answers, which is no part of the project."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the real reports in ../shared, which are not part of the project")
    return folder
