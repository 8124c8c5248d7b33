"""Which constants of the PDF reader nothing holds: `python -m benchmarks.mutate_constants [MODULE …] [--by 0.33]`.

Each number that a module of `read/pdf` names in capitals is made a third larger and a third smaller, wherever it was
imported to, and the golden PDFs are read again, scaled ones too (0.7 and 1.4 times). A constant whose two changes alter
no table is listed: nothing holds it. Whole numbers change by one at least. Not part of the tests: it takes minutes.
"""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

import directriz.read.pdf as package
from directriz.errors import PipelineError
from directriz.read.pdf.tables import tables_of

from tests.scaled_pdf import write_scaled

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"
KEPT = ("pages", "header", "rows")
FACTORS = (0.7, 1.4)
SLOW = ("scan", "guard")  # folders whose constants the golden PDFs, which are drawn, cannot reach


def modules() -> list[ModuleType]:
    """Return the modules of the reader, those of pictures and of bad files left out."""
    names = [found.name for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")]
    return [importlib.import_module(name) for name in names if not any(f".{folder}" in name for folder in SLOW)]


def constants_of(module: ModuleType) -> Iterator[str]:
    """Yield the names of the numbers that a module names in capitals itself."""
    source = Path(module.__file__ or "").read_text(encoding="utf-8")
    for name, value in vars(module).items():
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if name.isupper() and is_number and (f"\n{name} = " in source or f"\n{name}, " in source):
            yield name


def changed(value: float, share: float) -> list[float]:
    """Return a number a share larger and smaller; a whole one by one at least."""
    if isinstance(value, int):
        step = max(1, round(abs(value) * share))
        return [value + step, value - step]
    return [value * (1 + share), value * (1 - share)]


def tables_in(path: Path) -> object:
    """Return the tables of a PDF as they are compared; the kind of failure where it cannot be read."""
    try:
        return [{key: table[key] for key in KEPT} for table in tables_of(path)["tables"]]
    except (PipelineError, ArithmeticError, LookupError, ValueError) as fault:
        return type(fault).__name__


def is_held(module: ModuleType, name: str, expected: dict[Path, object], share: float) -> bool:
    """Tell whether a change of a constant alters some table."""
    value = vars(module)[name]
    users = [user for user in sys.modules.values() if getattr(user, "__name__", "").startswith(package.__name__)]
    holders = [user for user in users if vars(user).get(name) is value or user is module]
    try:
        for other in changed(value, share):
            for user in holders:
                setattr(user, name, other)
            if any(tables_in(path) != tables for path, tables in expected.items()):
                return True
    finally:
        for user in holders:
            setattr(user, name, value)
    return False


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the constants that nothing holds, and how many there are."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="parts of module names; all without")
    parser.add_argument("--by", type=float, default=1 / 3, help="share by which each is changed")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        paths = [folder / "source.pdf" for folder in sorted(GOLDEN.glob("pdf_*"))]
        scaled = [
            write_scaled(path, FACTORS[number % 2], Path(scratch) / f"{path.parent.name}.pdf")
            for number, path in enumerate(paths)
        ]
        expected = {path: tables_in(path) for path in (*paths, *scaled)}
        counts = {"held": 0, "free": 0}
        for module in modules():
            if asked.modules and not any(part in module.__name__ for part in asked.modules):
                continue
            for name in list(constants_of(module)):
                held = is_held(module, name, expected, asked.by)
                counts["held" if held else "free"] += 1
                if not held:
                    print(f"{module.__name__.removeprefix(package.__name__ + '.')}.{name}", flush=True)
    print(json.dumps(counts))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
