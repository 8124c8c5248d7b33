"""How many tables drawn at random are read without any error: `python -m benchmarks.random_tables [--from N] [--to N]`.

Each seed gives one document: a matrix with its own columns, merged cells, titles, type, rules and page size, cut by
pages anywhere (`tests/random_matrices.py`). A table is right only if every cell, row, inherited value and page is
right. The tests use the seeds 0 to 99; the default here is 100 to 299, which no test has seen.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from pathlib import Path

from directriz.read.pdf.tables import tables_of

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from random_matrices import draw, expected, random_matrix, random_style

HORIZONTAL = "rows"  # the style whose tables have horizontal rules only


def is_right(seed: int, path: Path) -> tuple[str, bool]:
    """Draw the document of a seed; return how its rules are drawn, and whether its table is read without any error."""
    choose = random.Random(seed)
    while True:
        style = random_style(choose)
        matrix = random_matrix(choose, style)
        if draw(matrix, style, path):
            break
    wanted, found = expected(matrix), tables_of(path)["tables"]
    rules = "horizontal rules only" if style.rule == HORIZONTAL else "all rules"
    return rules, len(found) == 1 and {key: found[0][key] for key in wanted} == wanted


def main() -> None:
    """Print, for each way of drawing rules, how many tables are right, and the seeds of the others."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", type=int, default=100, dest="first", metavar="N")
    parser.add_argument("--to", type=int, default=300, metavar="N", help="exclusive")
    arguments = parser.parse_args()
    tried: Counter[str] = Counter()
    wrong: list[tuple[str, int]] = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(arguments.first, arguments.to):
            rules, right = is_right(seed, Path(folder) / f"{seed}.pdf")
            tried[rules] += 1
            wrong += [] if right else [(rules, seed)]
    print("| rules | tables without any error |\n|---|---|")
    for rules, count in sorted(tried.items()):
        print(f"| {rules} | {count - sum(other == rules for other, _ in wrong)} of {count} |")
    print(f"\nwrong: {', '.join(f'{seed} ({rules})' for rules, seed in wrong) or 'none'}")


if __name__ == "__main__":
    main()
