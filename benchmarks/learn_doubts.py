"""How much each sign of doubt says that a table is wrong: `python -m benchmarks.learn_doubts [FOLDER …] [--count N]`.

Documents are drawn at random, N of each kind: matrices, tables that few rules draw, tables over pages, harder forms,
small tables of words. Those of the suites in FOLDER (`benchmarks.suites`) are read, too. For each document with a table
the signs on its tables are noted, and whether it is read right. A logistic regression gives the log odds of each sign;
where a sign was hardly seen they stay near `USUAL`. The result is the table in `pipeline/read/pdf/doubt_weights.py`,
and how many wrong and right documents would be doubted, each by odds learned from the other four fifths.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from directriz.errors import PipelineError
from directriz.read.pdf.confidence import signs_of
from directriz.read.pdf.doubt_weights import SAID, USUAL, sign_of

from .producers import replaced, suite_result
from .random_all import READ
from .random_kinds import result_of_form
from .small_tables import result_of as small_result
from .suites import truths_in

Floats = npt.NDArray[np.float64]
Seen = tuple[frozenset[str], bool]  # the signs on a document's tables, whether it is right
STRENGTH = 1.0  # of the pull towards `USUAL`
FOLDS, ROUNDS = 5, 50
KINDS = 5  # of documents drawn at random


def seen_in(read: Callable[[], bool]) -> Seen | None:
    """Return the signs on the tables of a document that is read, and whether it is right; None = no table is found."""
    found: list[tuple[str, ...]] = []

    def watching(own: Callable[..., Any]) -> Callable[..., Any]:
        def watched(reading: Any) -> Any:
            found.append(tuple(sign_of(each.reason) for table in reading.tables for each in signs_of(table, reading)))
            found[-1] = found[-1] if reading.tables else ("",)
            return own(reading)

        return watched

    with replaced(("directriz.read.pdf.tables", "tables_object"), watching):
        is_right = read()
    return None if not found or found[-1] == ("",) else (frozenset(found[-1]), is_right)


def drawn(number: int, first: int, folder: str) -> Seen | None:
    """Draw the document of a number and return what is seen in it; kinds take turns."""
    seed, path = first + number // KINDS, Path(folder) / f"{number}.pdf"
    makers: tuple[Callable[[int, Path], Any], ...] = (*READ, result_of_form, small_result)
    make = makers[number % KINDS]
    seen = seen_in(lambda: (make(seed, path) or ("", False))[1] in (True, "right"))
    path.unlink(missing_ok=True)
    return seen


def of_suites(folders: Sequence[Path]) -> Iterator[Seen]:
    """Yield what is seen in the documents of suites that have one table; two or more say not which one is wrong."""
    for folder in folders:
        for _, pdf, truths in truths_in(folder):
            if len(truths) == 1 and not truths[0].ends:
                try:
                    seen = seen_in(lambda pdf=pdf, truths=truths: bool(suite_result(pdf, truths)))  # type: ignore[misc]
                except PipelineError:
                    continue
                if seen is not None:
                    yield seen


def learned(signs: Floats, wrong: Floats) -> Floats:
    """Return the log odds of a table without a sign, and of each sign: columns of `signs` (documents, signs)."""
    given = np.column_stack([np.ones(len(signs)), signs])
    pull = np.eye(given.shape[1]) * STRENGTH
    pull[0, 0] = 0.0
    usual = np.full(given.shape[1], USUAL)
    odds = np.array([-3.0, *usual[1:]])
    for _ in range(ROUNDS):
        share = 1 / (1 + np.exp(-given @ odds))
        slope = given.T @ (wrong - share) - pull @ (odds - usual)
        odds = odds + np.linalg.solve((given.T * (share * (1 - share))) @ given + pull, slope)
    return odds


def shares_left_out(signs: Floats, wrong: Floats) -> Floats:
    """Return how likely each document is wrong, by odds learned without its fifth."""
    fold = np.arange(len(wrong)) % FOLDS
    shares = np.zeros(len(wrong))
    for number in range(FOLDS):
        own = fold == number
        odds = learned(signs[~own], wrong[~own])
        shares[own] = 1 / (1 + np.exp(-odds[0] - signs[own] @ odds[1:]))
    return shares


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the odds of each sign, and how many wrong and right documents they would doubt."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--count", type=int, default=400, metavar="N", help="documents of each kind")
    parser.add_argument("--from", type=int, default=73_000, dest="first", metavar="SEED")
    parser.add_argument("--jobs", type=int, default=1, metavar="N")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(asked.jobs) as pool:
        task = partial(drawn, first=asked.first, folder=folder)
        seen = [each for each in pool.map(task, range(asked.count * KINDS), chunksize=10) if each is not None]
    seen += of_suites(asked.folders)
    report(seen)
    return 0


def report(seen: Sequence[Seen]) -> None:
    """Print what is learned from documents."""
    names = sorted({sign for signs, _ in seen for sign in signs})
    signs = np.array([[float(name in own) for name in names] for own, _ in seen])
    wrong = np.array([float(not is_right) for _, is_right in seen])
    odds = learned(signs, wrong)
    print(f"WITHOUT = {odds[0]:.1f}")
    for name, value, column in zip(names, odds[1:], signs.T, strict=True):
        print(f'    "{name}": {value:.1f},  # {int(column @ wrong)} wrong, {int(column @ (1 - wrong))} right')
    doubted = shares_left_out(signs, wrong) >= SAID
    print(f"wrong, doubted: {int(doubted @ wrong)} of {int(wrong.sum())}; "
          f"right, doubted: {int(doubted @ (1 - wrong))} of {int((1 - wrong).sum())}")  # fmt: skip


if __name__ == "__main__":
    raise SystemExit(main())
