"""How far two readers of the same actions agree: `python -m benchmarks.reader_agreement FILE FILE [--root DIR]`.

Each file has the columns of `tests/gold/links.csv`: action_id, target_plan_id, directive_id, grade, is_primary. An
empty directive_id says that none fits. Only figures are printed, no text and no id. Kappa is Fleiss' over all pairs of
action and directive (accepted from grade 2 on, or not), so it counts the many pairs that both leave out.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path

from directriz.link.panel import LEAST, Opinion, count_acceptances, fleiss_kappa, same_primary
from directriz.link.published_tables import read_tables

Answers = dict[str, dict[str, Opinion]]  # target → action_id → opinion


def read_opinions(path: Path) -> Answers:
    """Return what one reader says of each action in each framework."""
    grades: dict[tuple[str, str], dict[str, int]] = {}
    primary: dict[tuple[str, str], str] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            pair = (row["target_plan_id"], row["action_id"])
            given = grades.setdefault(pair, {})
            if row["directive_id"]:
                given[row["directive_id"]] = int(row["grade"])
                if row["is_primary"].lower() == "true":
                    primary[pair] = row["directive_id"]
    found: Answers = {}
    for (target, action_id), given in grades.items():
        found.setdefault(target, {})[action_id] = Opinion(given, primary.get((target, action_id)))
    return found


def overlap(pairs: Sequence[Sequence[Opinion]]) -> tuple[int, int, int]:
    """Return how many directives both accept, the first alone, the second alone."""
    accepted = [[{key for key, grade in each.grades.items() if grade >= LEAST} for each in pair] for pair in pairs]
    both = sum(len(first & second) for first, second in accepted)
    first, second = (sum(len(pair[side]) for pair in accepted) - both for side in (0, 1))
    return both, first, second


def report(target: str, pairs: Sequence[Sequence[Opinion]], directive_ids: Sequence[str]) -> str:
    """Return the figures of one framework as a line."""
    counts = [count for pair in pairs for count in count_acceptances(pair, directive_ids)]
    fits = [[each.highest >= LEAST for each in pair] for pair in pairs]
    fit_counts = [(sum(pair), len(pair) - sum(pair)) for pair in fits]
    linked = [pair for pair, fit in zip(pairs, fits, strict=True) if all(fit)]
    in_other = sum(second.grade(first.primary or "") >= LEAST for first, second in linked)
    both, first, second = overlap(pairs)
    return (
        f"{target}: {len(pairs)} actions; kappa of pairs {_shown(fleiss_kappa(counts))}, of 'none fits' "
        f"{_shown(fleiss_kappa(fit_counts))}; same primary or both none {_shown(same_primary(pairs))}, same primary "
        f"where both name one {_shown(same_primary(linked))} of {len(linked)}; the first's primary accepted by the "
        f"second {in_other} of {len(linked)}; accepted by both {both}, by one alone {first} and {second}; none fits "
        f"{sum(not pair[0] for pair in fits)} and {sum(not pair[1] for pair in fits)}\n"
    )


def _shown(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.2f}"


def main() -> None:
    """Print the figures of each framework."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs=2)
    parser.add_argument("--root", type=Path, default=Path())
    arguments = parser.parse_args()
    directives = read_tables(arguments.root).directives
    first, second = (read_opinions(path) for path in arguments.files)
    for target in sorted(first.keys() & second.keys()):
        of_target = directives[(directives["plan_id"] == target) & (directives["kind"] == "directive")]
        shared = sorted(first[target].keys() & second[target].keys())
        pairs = [(first[target][key], second[target][key]) for key in shared]
        sys.stdout.write(report(target, pairs, list(of_target["directive_id"])))


if __name__ == "__main__":
    main()
