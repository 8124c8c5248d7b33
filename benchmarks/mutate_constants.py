"""Which constants of the stages no test holds: `python -m benchmarks.mutate_constants [MODULE …] [--by 0.33]`.

Each number that a module of `read/pdf`, `rebuild`, `clean`, `normalise`, `editions` or `link`, or one that drafts
profiles (`commands/draft_*`), names in capitals is made a third larger and a third smaller, wherever it was imported
to. A whole number changes by one at least, a tuple's numbers change one by one. After each change the tests that call a
function which uses the constant run until one fails: the constant is then held. A constant that can be changed in both
directions without a failing test is free, and is printed. One that is held in one direction only is counted as held.

To be quick, all of it is one process: the tests are collected once, tests slower than `--slowest` seconds are left out,
those that failed for a neighbour run first, and after `--seconds` of computing for one change the constant counts
as free. So a constant that is printed may be held by a slow test. Not part of the tests.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import json
import pkgutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType

import directriz.clean as clean
import directriz.commands as commands
import directriz.editions as editions
import directriz.normalise as normalise
import directriz.read.pdf as reader
import directriz.rebuild as rebuild
import hypothesis
import pytest
from _pytest.runner import runtestprotocol

TESTS = Path(__file__).parents[1] / "tests"
SUITES = (
    *("test_read_pdf_*.py", "test_rebuild_*.py", "test_clean_*.py"),
    *("test_normalise.py", "test_editions*.py", "test_link*.py", "test_commands_draft*.py"),
)
LINK = importlib.import_module("directriz.link")  # `directriz.link` is the library's function
PACKAGES = (reader, rebuild, clean, normalise, editions, LINK, commands)
DRAFTS = f"{commands.__name__}.draft_"  # of the commands, only those that draft profiles have limits of reading
CODES = ("guard.pdfium", "page.word_spans")  # their numbers are codes of pdfium or names of kinds, no measures
NAMED_CODES = {"BLOCK", "PAGE", "LINE", "CLEAR", "END", "FULL", "QUARTER", "WHITE", "SEEN_ALL"}  # the same elsewhere

Number = int | float
Value = Number | tuple[Number, ...]


def modules() -> list[ModuleType]:
    """Return the modules of PACKAGES, and the packages themselves."""
    names = [
        name
        for package in PACKAGES
        for name in (
            package.__name__,
            *(found.name for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")),
        )
    ]
    wanted = (each for each in names if not each.startswith(commands.__name__) or each.startswith(DRAFTS))
    return [importlib.import_module(name) for name in wanted if not name.endswith(CODES)]


def is_number(value: object) -> bool:
    """Tell whether a value is a number, not True or False."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def constants_of(module: ModuleType) -> Iterator[str]:
    """Yield the names of the numbers, and tuples of numbers, that a module names in capitals itself."""
    source = Path(module.__file__ or "").read_text(encoding="utf-8")
    for name, value in vars(module).items():
        numbers = value if isinstance(value, tuple) else (value,)
        is_own = any(text in source for text in (f"\n{name} = ", f"\n{name}, ", f", {name} = "))
        if name.isupper() and is_own and numbers and all(map(is_number, numbers)) and name not in NAMED_CODES:
            yield name


def changed(value: Value, share: float) -> list[Value]:
    """Return a number a share larger and smaller; of a tuple, copies in which one number is changed so."""
    if isinstance(value, tuple):
        places = enumerate(value)
        return [(*value[:i], other, *value[i + 1 :]) for i, each in places for other in larger_and_smaller(each, share)]
    return [*larger_and_smaller(value, share)]


def larger_and_smaller(number: Number, share: float) -> tuple[Number, Number]:
    """Return a number a share larger and a share smaller; a whole number differs by one at least."""
    if isinstance(number, int):
        step = max(1, round(abs(number) * share))
        return number + step, number - step
    return number * (1 + share), number * (1 - share)


@dataclass
class Tests:
    """The collected tests: how long each takes, and the functions of the package that it calls."""

    items: list[pytest.Item] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    called: dict[str, frozenset[CodeType]] = field(default_factory=dict)
    failures: Counter[str] = field(default_factory=Counter)

    def passes(self, item: pytest.Item) -> bool:
        """Run a test and tell whether no part of it failed."""
        return not any(report.failed for report in runtestprotocol(item, nextitem=None, log=False))

    def watch(self, item: pytest.Item, roots: tuple[str, ...]) -> bool:
        """Run a test unchanged, and note how long it takes and what it calls."""
        called: set[CodeType] = set()

        def note(frame: FrameType, event: str, _argument: object) -> None:
            if event == "call" and frame.f_code.co_filename.startswith(roots):
                called.add(frame.f_code)

        started = time.perf_counter()
        sys.settrace(note)
        try:
            passed = self.passes(item)
        finally:
            sys.settrace(None)
        self.seconds[item.nodeid] = time.perf_counter() - started
        self.called[item.nodeid] = frozenset(called)
        return passed

    def reaching(self, users: set[CodeType]) -> list[pytest.Item]:
        """Return the tests that call one of some functions: those that failed before first, then the quickest."""
        found = [item for item in self.items if self.called[item.nodeid] & users]
        return sorted(found, key=lambda item: (-self.failures[item.nodeid], self.seconds[item.nodeid]))


def codes_in(code: CodeType) -> Iterator[CodeType]:
    """Yield a code object and those of the functions inside it."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from codes_in(constant)


def functions_of(module: ModuleType) -> Iterator[CodeType]:
    """Yield the code of every function of a module, methods and inner functions included."""
    path = module.__file__ or ""
    yield from codes_in(compile(Path(path).read_text(encoding="utf-8"), path, "exec"))


def _place(code: CodeType) -> tuple[str, str, int]:
    return code.co_filename, code.co_name, code.co_firstlineno


def users_of(name: str, holders: Sequence[ModuleType]) -> set[tuple[str, str, int]]:
    """Return the places (file, name, line) of the functions that use a constant."""
    return {
        _place(code)
        for module in holders
        for code in functions_of(module)
        if name in code.co_names and code.co_name != "<module>"
    }


def holders_of(module: ModuleType, name: str) -> list[ModuleType]:
    """Return the modules that have a constant of a module under its name: its own and those that import it."""
    value, package = vars(module)[name], reader.__name__.partition(".")[0]
    ours = [each for each in list(sys.modules.values()) if getattr(each, "__name__", "").startswith(package)]
    importers = [each for each in ours if vars(each).get(name) is value and name not in constants_of(each)]
    return [module, *(each for each in importers if each is not module)]


def defaults_of(name: str, holders: Sequence[ModuleType]) -> list[tuple[FunctionType, int]]:
    """Return the functions that have a constant as the default of a parameter, and its place among the defaults."""
    found = []
    for module in holders:
        tree = ast.parse(Path(module.__file__ or "").read_text(encoding="utf-8"))
        for node in tree.body:
            function = vars(module).get(node.name) if isinstance(node, ast.FunctionDef) else None
            if isinstance(function, FunctionType) and isinstance(node, ast.FunctionDef):
                names = [default.id if isinstance(default, ast.Name) else "" for default in node.args.defaults]
                found += [(function, place) for place, each in enumerate(names) if each == name]
    return found


def put(name: str, value: Value, holders: Sequence[ModuleType], defaults: list[tuple[FunctionType, int]]) -> None:
    """Give a constant a value wherever it is known, and in the defaults of functions."""
    for holder in holders:
        setattr(holder, name, value)
    for function, place in defaults:
        old = function.__defaults__ or ()
        function.__defaults__ = (*old[:place], value, *old[place + 1 :])
    for room in {each.__name__ for each in PACKAGES if any(map(is_in(each), holders))}:
        forget(room)


def is_in(package: ModuleType) -> Callable[[ModuleType], bool]:
    """Return what tells whether a module is a package or within it."""
    return lambda module: f"{module.__name__}.".startswith(f"{package.__name__}.")


def forget(room: str) -> None:
    """Empty the caches of all functions of a package: what they keep was made with the constant as it was."""
    for module in [each for key, each in sys.modules.items() if f"{key}.".startswith(f"{room}.")]:
        for value in list(vars(module).values()):
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def is_held(tests: Tests, module: ModuleType, name: str, asked: argparse.Namespace) -> tuple[bool, int]:
    """Tell whether some test fails where a constant is changed, and how many tests reach it."""
    value, holders = vars(module)[name], holders_of(module, name)
    defaults = defaults_of(name, holders)
    places = users_of(name, holders) | {_place(function.__code__) for function, _ in defaults}
    every = {code for codes in tests.called.values() for code in codes}
    users = {code for code in every if _place(code) in places}
    reaching = tests.reaching(users)
    try:
        for other in changed(value, asked.by):
            put(name, other, holders, defaults)
            ends = time.process_time() + asked.seconds
            for item in reaching:
                if time.process_time() > ends:
                    break
                if not tests.passes(item):
                    tests.failures[item.nodeid] += 1
                    return True, len(reaching)
    finally:
        put(name, value, holders, defaults)
    return False, len(reaching)


class Mutation:
    """What pytest runs in place of the tests."""

    def __init__(self, asked: argparse.Namespace) -> None:
        self.asked = asked
        self.counts = {"held": 0, "free": 0}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests unchanged, then once more for each change of a constant."""
        tests = Tests()
        roots = tuple(str(Path(package.__file__ or "").parent) for package in PACKAGES)
        for item in session.items:
            if tests.watch(item, roots) and tests.seconds[item.nodeid] <= self.asked.slowest:
                tests.items.append(item)
        print(f"{len(tests.items)} of {len(session.items)} tests, {sum(tests.seconds.values()):.0f} s", flush=True)
        for module in modules():
            short = module.__name__.partition(".")[2]
            if self.asked.modules and not any(part in short for part in self.asked.modules):
                continue
            tests.failures.clear()
            for name in list(constants_of(module)):
                held, count = is_held(tests, module, name, self.asked)
                self.counts["held" if held else "free"] += 1
                if not held:
                    print(f"{short}.{name} = {vars(module)[name]} ({count} tests reach it)", flush=True)
        return True


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the constants that nothing holds, and how many are held and free."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="parts of module names; all without")
    parser.add_argument("--by", type=float, default=1 / 3, help="share by which each is changed")
    parser.add_argument("--seconds", type=float, default=2.0, help="of computing for one change, at most")
    parser.add_argument("--slowest", type=float, default=1.5, help="seconds of a test that is used")
    parser.add_argument("--suites", nargs="*", default=list(SUITES), metavar="GLOB", help="files of tests")
    asked = parser.parse_args(arguments)
    quick = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
    hypothesis.settings.register_profile("mutation", max_examples=10, phases=quick, derandomize=True, database=None)
    hypothesis.settings.load_profile("mutation")
    paths = sorted(str(path) for suite in asked.suites for path in TESTS.glob(suite))
    mutation = Mutation(asked)
    pytest.main(["-q", "-s", "-p", "no:cacheprovider", *paths], plugins=[mutation])
    print(json.dumps(mutation.counts))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
