"""A thousand documents drawn at random over all kinds of tables: `python -m benchmarks.random_all [--count N]`.

A third are matrices over pages (`tests/random_matrices.py`), a third tables that few rules draw
(`tests/random_kinds.py`), a third tables over pages in the ways that others print (`tests/random_pages.py`). A document
is right only if it has the right tables and no other, with every cell and every row right. The seeds from 5000 on are
used by no test. `--jobs` processes draw and read.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from directriz.read.pdf.tables import tables_of

from .random_kinds import is_doubted, result_of
from .random_tables import is_right

FIRST = 5000
Result = tuple[str, bool, bool]  # kind, is right, is doubted


def matrix_result(seed: int, path: Path) -> Result:
    """Return how a matrix over pages is read."""
    rules, right = is_right(seed, path)
    return f"matrix over pages, {rules}", right, is_doubted(tables_of(path))


def pages_result(seed: int, path: Path) -> Result:
    """Return how tables over pages are read."""
    from tests.random_pages import draw_pages

    kind, expected = draw_pages(seed, path)
    answer = tables_of(path)
    found = answer["tables"]
    read = [(table["pages"], table["header"], [row["cells"] for row in table["rows"]]) for table in found]
    right = read == [(table.pages, table.header, table.rows) for table in expected]
    return f"over pages: {kind}", right, is_doubted(answer)


def few_rules_result(seed: int, path: Path) -> Result | None:
    """Return how a table that few rules draw is read; None where the seed draws none."""
    found = result_of(seed, path)
    return None if found is None else (f"few rules: {found[0]}", found[1], found[2])


READ = (matrix_result, few_rules_result, pages_result)


def result_number(number: int, folder: str, first: int = FIRST) -> tuple[int, Result | None]:
    """Draw and read the document of a number; kinds take turns. Return its seed and how it is read."""
    seed = first + number // len(READ)
    path = Path(folder) / f"{number}.pdf"
    result = READ[number % len(READ)](seed, path)
    path.unlink(missing_ok=True)
    return seed, result


def main(arguments: Sequence[str] | None = None) -> int:
    """Print, for each kind, how many documents are right, and how many right and wrong ones are doubted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=1000, metavar="N")
    parser.add_argument("--from", type=int, default=FIRST, dest="first", metavar="SEED")
    parser.add_argument("--jobs", type=int, default=1, metavar="N")
    parser.add_argument("--list", action="store_true", help="print the seeds of the wrong documents")
    asked = parser.parse_args(arguments)
    by_kind: dict[str, list[tuple[int, bool, bool]]] = {}
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(asked.jobs) as pool:
        task = partial(result_number, folder=folder, first=asked.first)
        for seed, result in pool.map(task, range(asked.count), chunksize=10):
            if result is not None:
                by_kind.setdefault(result[0], []).append((seed, *result[1:]))
    print("| kind | right | wrong, doubted | right, doubted |\n|---|---|---|---|")
    for kind, results in [*sorted(by_kind.items()), ("all", [each for own in by_kind.values() for each in own])]:
        right, wrong = [each for each in results if each[1]], [each for each in results if not each[1]]
        doubted = [sum(each[2] for each in part) for part in (wrong, right)]
        print(f"| {kind} | {len(right)} of {len(results)} | {doubted[0]} of {len(wrong)} "
              f"| {doubted[1]} of {len(right)} |")  # fmt: skip
        if asked.list and wrong and kind != "all":
            named = (f"{seed}{'' if doubted else ' silent'}" for seed, _, doubted in wrong)
            print(f"    {', '.join(named)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
