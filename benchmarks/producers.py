"""Which steps of the table search decide anything: `python -m benchmarks.producers [FOLDER] [--count N] [--doubts]`.

Each step that makes a grid, or mends one, is switched off in turn on the documents on which it changes something, and
the tables that become wrong, and those that become right, are counted. A step without which no table becomes wrong can
go. FOLDER holds suites as `benchmarks.suites` reads them; N documents are drawn at random as `benchmarks.random_all`
draws them. `--doubts` counts instead, for each sign of doubt, the wrong and the right tables on which it stands alone.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from directriz.errors import PipelineError
from directriz.read.pdf.tables import tables_of

from .random_all import READ
from .suites import Score, ours, score, truths_in

GRID = "directriz.read.pdf.grid"
SEARCH = "directriz.read.pdf.table_search"
STEPS = {  # module in which a step is called: names of those that give back a thing like their first argument
    f"{GRID}.page_grids": ("with_reach",),
    f"{GRID}.page_tables": (
        "with_outer_labels", "with_undrawn", "with_body", "with_undrawn_rows", "with_columns_of_numbers",
        "joined_over_titles",
    ),
    f"{GRID}.grid_repairs": (
        "_without_blank_strips", "_without_sliver", "_without_first_sliver", "_with_open_rows_parted", "_with_overflow",
        "_with_label_groups", "_with_blocks_parted", "_with_titles",
    ),
    f"{GRID}.undrawn_rules": ("_with_rows",),
    f"{GRID}.undrawn_rows": ("_with_labels_parted",),
    f"{GRID}.column_edges": ("with_breaks_closed", "_without_title_rows", "_without_titles", "_without_running"),
    SEARCH: ("best_reading", "with_header", "_without_caption"),
}  # fmt: skip
MAKERS = {  # the same, of those that find grids or rules: none where they are switched off
    f"{GRID}.page_grids": ("closed_by_ends", "banded", "stripes", "_filled_grids", "row_grids", "gutter_between"),
    f"{GRID}.undrawn_rules": ("_white_edges",),
    SEARCH: ("white_grids", "gutter_between"),
}
Step = tuple[str, str]


def steps() -> list[Step]:
    """Return all steps that can be switched off: the module and the name."""
    return [(module, name) for found in (STEPS, MAKERS) for module, names in found.items() for name in names]


@contextmanager
def replaced(step: Step, make: Callable[[Callable[..., Any]], Callable[..., Any]]) -> Iterator[None]:
    """Have another function in the place of a step inside."""
    module = importlib.import_module(step[0])
    own = getattr(module, step[1])
    setattr(module, step[1], make(own))
    try:
        yield
    finally:
        setattr(module, step[1], own)


def switched_off(step: Step) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return what makes a function that does nothing out of a step."""
    is_none = step[1] in ("gutter_between",)
    if step[1] in STEPS.get(step[0], ()):
        return lambda own: lambda first, *rest, **named: first
    return lambda own: lambda *rest, **named: None if is_none else []


def has_fired(step: Step, given: Any, result: Any) -> bool:
    """Tell whether a step found something, or gave back another thing than it was given."""
    if step[1] in MAKERS.get(step[0], ()):
        return result is not None and (not hasattr(result, "__len__") or len(result) > 0)
    if hasattr(result, "shape"):
        return not np.array_equal(result, given)
    if isinstance(result, list):
        return len(result) != len(given) or any(own is not other for own, other in zip(result, given, strict=True))
    return result is not given


def fired_in(read: Callable[[], Any]) -> tuple[Any, set[Step]]:
    """Return what a reading gives, and the steps that changed something in it."""
    fired: set[Step] = set()

    def watching(step: Step) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        def make(own: Callable[..., Any]) -> Callable[..., Any]:
            def watched(*arguments: Any, **named: Any) -> Any:
                result = own(*arguments, **named)
                if has_fired(step, arguments[0] if arguments else None, result):
                    fired.add(step)
                return result

            return watched

        return make

    opened = [replaced(step, watching(step)) for step in steps()]
    for each in opened:
        each.__enter__()
    try:
        return read(), fired
    finally:
        for each in reversed(opened):
            each.__exit__(None, None, None)


def suite_result(pdf: Path, truths: Sequence[Any]) -> int:
    """Return how many tables of a file are right."""
    total = Score()
    try:
        score(ours(pdf), truths, total, pdf.name)
    except PipelineError:
        return 0
    return total.tables_right


def tasks(folder: Path | None, first: int, count: int, scratch: Path) -> Iterator[tuple[str, Callable[[], int]]]:
    """Yield a name and a reading for each document: how many of its tables are right."""
    for _, pdf, truths in truths_in(folder) if folder else ():
        if not all(truth.ends for truth in truths):
            yield pdf.name, lambda pdf=pdf, truths=truths: suite_result(pdf, truths)  # type: ignore[misc]
    for number in range(count):
        make, seed, path = READ[number % len(READ)], first + number // len(READ), scratch / f"{number}.pdf"
        yield f"random {number}", lambda make=make, seed=seed, path=path: int((make(seed, path) or (0, 0))[1])  # type: ignore[misc]


def count_steps(found: Iterator[tuple[str, Callable[[], int]]]) -> dict[Step, Counter[str]]:
    """Return for each step the documents that it changes, and the tables lost and won without it."""
    counts: dict[Step, Counter[str]] = {step: Counter() for step in steps()}
    for name, read in found:
        right, fired = fired_in(read)
        for step in sorted(fired):
            with replaced(step, switched_off(step)):
                without = read()
            counts[step].update({"changed": 1, "lost": max(0, right - without), "won": max(0, without - right)})
            if without > right:
                print(f"{name}: right without {step[1]}", file=sys.stderr)
    return counts


def count_doubts(folder: Path | None, first: int, count: int, scratch: Path) -> Counter[tuple[str, bool]]:
    """Return for each reason of a doubt how many right and wrong tables have it alone."""
    alone: Counter[tuple[str, bool]] = Counter()
    for _, pdf, truths in truths_in(folder) if folder else ():
        reasons = {doubt["reason"] for table in tables_of(pdf)["tables"] for doubt in table["doubts"]}
        if len(reasons) == 1 and len(truths) == 1:
            alone[(reasons.pop(), bool(suite_result(pdf, truths)))] += 1
    for number in range(count):
        path = scratch / f"{number}.pdf"
        result = READ[number % len(READ)](first + number // len(READ), path)
        if not result:
            continue
        reasons = {doubt["reason"] for table in tables_of(path)["tables"] for doubt in table["doubts"]}
        if len(reasons) == 1:
            alone[(reasons.pop(), bool(result[1]))] += 1
    return alone


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how much each step, or each sign of doubt, decides."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--count", type=int, default=0, metavar="N")
    parser.add_argument("--from", type=int, default=70_000, dest="first", metavar="SEED")
    parser.add_argument("--doubts", action="store_true")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        place = (asked.folder, asked.first, asked.count, Path(scratch))
        if asked.doubts:
            alone = count_doubts(*place)
            print("| sign | alone on wrong tables | alone on right tables |\n|---|---|---|")
            for reason in sorted({reason for reason, _ in alone}):
                print(f"| {reason} | {alone[(reason, False)]} | {alone[(reason, True)]} |")
            return 0
        print("| step | documents changed | tables lost without it | tables won without it |\n|---|---|---|---|")
        for (module, name), own in count_steps(tasks(*place)).items():
            print(f"| {module.rpartition('.')[2]}.{name} | {own['changed']} | {own['lost']} | {own['won']} |")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
