"""What the tests of the core share: the five documents run once, and the option that rewrites golden files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import settings
from workspaces import REPOSITORY, read_table, run

settings.register_profile("shared", deadline=None, max_examples=60, derandomize=True)
settings.load_profile("shared")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", "--golden", action="store_true", help="rewrite tests/golden/*/expected")


@pytest.fixture(scope="session")
def five(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workspace of the five documents, run once from nothing; a test that changes it works on a copy."""
    root = tmp_path_factory.mktemp("five")
    shutil.copytree(REPOSITORY / "raw", root / "raw")
    ended = run(root, "all", "--jobs", "1")
    assert ended.code == 0, ended.err
    return root


@pytest.fixture(scope="session")
def table(five: Path):
    """The rows of a published table of the five documents, by name."""
    read: dict[str, list[dict[str, str]]] = {}

    def rows(name: str) -> list[dict[str, str]]:
        if name not in read:
            read[name] = read_table(five / "output", name)
        return read[name]

    return rows


@pytest.fixture
def copy_of_five(five: Path, tmp_path: Path) -> Path:
    """A copy of the run workspace, to be changed."""
    return Path(shutil.copytree(five, tmp_path / "five"))
