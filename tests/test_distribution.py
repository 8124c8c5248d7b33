"""What is installed: the wheel holds the package directriz alone, and every import is of a declared dependency.

That the wheel works in an empty environment is checked by `python tests/check_installed.py`, which needs a registry.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from email.message import Message
from email.parser import Parser
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path
from zipfile import ZipFile

import pytest
from check_installed import build_wheel
from directriz import __version__

TOP = Path(__file__).parents[1]
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]
FOR_DEVELOPERS = ("test", "notebooks", "benchmarks")
CALLED = {"mypy", "ruff", "ipykernel", "pandas-stubs", "setuptools"}  # run, or read by a tool, and not imported


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> ZipFile:
    return ZipFile(build_wheel(tmp_path_factory.mktemp("wheel")))


def metadata(wheel: ZipFile) -> Message:
    return Parser().parsestr(wheel.read(f"directriz-{__version__}.dist-info/METADATA").decode("utf-8"))


def test_the_wheel_holds_the_package_and_nothing_else(wheel: ZipFile) -> None:
    names = {name for name in wheel.namelist() if not name.startswith(f"directriz-{__version__}.dist-info/")}
    files = (path for path in (TOP / "pipeline").rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    assert names == {f"directriz/{path.relative_to(TOP / 'pipeline').as_posix()}" for path in files}
    assert "directriz/py.typed" in names
    top_level = wheel.read(f"directriz-{__version__}.dist-info/top_level.txt").decode()
    assert top_level.split() == ["directriz"]


def test_the_wheel_says_what_it_is(wheel: ZipFile) -> None:
    said = metadata(wheel)
    assert (said["Name"], said["Version"], said["License-Expression"]) == ("directriz", __version__, "MIT")
    assert said["Requires-Python"] == ">=3.11"
    assert "Typing :: Typed" in (said.get_all("Classifier") or [])
    assert set(said.get_all("Provides-Extra") or []) == set(EXTRAS)
    needed = [line for line in said.get_all("Requires-Dist") or [] if "extra ==" not in line]
    assert {name_of(line) for line in needed} == names_of(PROJECT["dependencies"])
    commands = wheel.read(f"directriz-{__version__}.dist-info/entry_points.txt").decode()
    assert "directriz = directriz.cli:main" in commands


def name_of(requirement: str) -> str:
    """The name of a distribution as registries compare it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", requirement, maxsplit=1)[0]).lower()


def names_of(requirements: Iterable[str]) -> set[str]:
    return {name_of(requirement) for requirement in requirements}


@cache
def imported_by(folder: str) -> dict[str, set[str]]:
    """Top-level modules that the files of a folder import, those of Python and of the folders here left out."""
    own = {"limited"}  # a program of the package imports this file of its folder by name
    own |= {path.stem for name in ("tests", "benchmarks", "notebooks") for path in (TOP / name).glob("*.py")}
    own |= {"directriz", "tests", "benchmarks", "notebooks"}
    found: dict[str, set[str]] = {}
    for path in sorted([*(TOP / folder).rglob("*.py"), *(TOP / folder).rglob("*.ipynb")]):
        for node in ast.walk(ast.parse(code_of(path))):
            for name in modules_of(node):
                if name not in sys.stdlib_module_names and name not in own:
                    found.setdefault(name, set()).add(path.relative_to(TOP).as_posix())
    return found


def code_of(path: Path) -> str:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
    return "\n".join("".join(cell["source"]) for cell in cells)


def modules_of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
        return [node.module.split(".")[0]]
    return []


def distributions_of(module: str) -> set[str]:
    return names_of(packages_distributions().get(module, [module]))


RUNS_ON = names_of(
    [*PROJECT["dependencies"], *(each for name in EXTRAS if name not in FOR_DEVELOPERS for each in EXTRAS[name])]
)
COMPARED_WITH = {"tablers", "pymupdf", "pdf_oxide"}  # benchmarks.peers measures them where somebody has installed them
DEVELOPED_ON = RUNS_ON | names_of(each for name in FOR_DEVELOPERS for each in EXTRAS[name])


@pytest.mark.parametrize(
    ("folder", "declared"),
    [("pipeline", RUNS_ON), ("tests", DEVELOPED_ON), ("benchmarks", DEVELOPED_ON), ("notebooks", DEVELOPED_ON)],
)
def test_every_import_is_of_a_declared_dependency(folder: str, declared: set[str]) -> None:
    undeclared = {
        name: sorted(where)
        for name, where in imported_by(folder).items()
        if not distributions_of(name) & declared and not (folder == "benchmarks" and name in COMPARED_WITH)
    }
    assert undeclared == {}, "declare it in pyproject.toml, with the reason"


def test_every_dependency_is_imported() -> None:
    used = {name for module in imported_by("pipeline") for name in distributions_of(module)}
    assert names_of(PROJECT["dependencies"]) - used == set()
    assert names_of(EXTRAS["ocr"]) - used == set()
    everywhere = {name for folder in ("tests", "benchmarks", "notebooks") for name in imported_by(folder)}
    developed = {name for module in everywhere for name in distributions_of(module)}
    assert names_of(each for name in FOR_DEVELOPERS for each in EXTRAS[name]) - developed - CALLED == set()


def test_every_dependency_is_pinned() -> None:
    lines = (TOP / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {name_of(line) for line in lines if "==" in line}
    assert DEVELOPED_ON - pinned == set(), "make constraints"


def test_help_imports_nothing_but_the_arguments() -> None:
    code = "import sys, directriz.cli as cli\ntry: cli.main(['--help'])\nexcept SystemExit: print(*sorted(sys.modules))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.split(".")[0] for name in ended.stdout.splitlines()[-1].split()}
    assert loaded & set(imported_by("pipeline")) == set()
