"""Scale of the linker: 100,000 actions against 10,000 directives, made by recombining real ones.

`python -m benchmarks.links [--actions N] [--directives N] [--root DIR]` prints seconds, peak memory, cost at a tenth of
the actions (it should be a tenth), and the ratio against rapidfuzz's `process.cdist` on a slice of the same pairs.
Texts are recombined clause by clause with a fixed seed, so words and concepts are as frequent as in real texts.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from directriz.link import LinkSettings, link
from directriz.link.bags import read_actions, read_directives
from directriz.link.concepts import finder_of
from directriz.link.files import read_reviews, read_tables
from directriz.link.frameworks import Aids
from directriz.link.meaning import kept_vectors
from directriz.link.reviews import Tables
from directriz.text import sha256
from rapidfuzz import fuzz, process

SEED = 20261124
SLICE = 1_000  # actions and directives of the slice that rapidfuzz compares
CONTEXT = ("axis", "subaxis", "subaxis_description", "measure", "indicators")


def recombine(texts: list[str], count: int, rng: np.random.Generator) -> list[str]:
    """Return `count` texts, each of the first half of one text and the second half of another."""
    halves = [re.split(r"\s+", text) for text in texts]
    firsts, seconds = rng.integers(0, len(texts), (2, count))
    return [
        " ".join([*halves[a][: len(halves[a]) // 2], *halves[b][len(halves[b]) // 2 :]])
        for a, b in zip(firsts, seconds, strict=True)
    ]


def make_actions(tables: Tables, count: int) -> pd.DataFrame:
    """Return `count` actions of one plan; the context of each is that of a real action."""
    rng = np.random.default_rng(SEED)
    made = tables.actions.iloc[rng.integers(0, len(tables.actions), count)].reset_index(drop=True)
    made["action"] = recombine(list(tables.actions["action"]), count, rng)
    made["action_id"] = [f"made/eje/{place}" for place in range(count)]
    made["plan_id"] = "made"
    made["text_sha256"] = [sha256(text) for text in made["action"]]
    return made


def make_directives(tables: Tables, target: str, count: int) -> pd.DataFrame:
    """Return the directives of `target` and as many recombined ones as make `count`."""
    real = tables.directives[(tables.directives["plan_id"] == target) & (tables.directives["kind"] == "directive")]
    rng = np.random.default_rng(SEED + 1)
    made = real.iloc[rng.integers(0, len(real), count - len(real))].reset_index(drop=True)
    made["text"] = recombine([text for text in real["text"] if text], len(made), rng)
    made["directive_id"] = [f"{target}/directive/made-{place}" for place in range(len(made))]
    made["text_sha256"] = [sha256(text) for text in made["text"]]
    return pd.concat([real, made], ignore_index=True)


def seconds_to_link(actions: pd.DataFrame, directives: pd.DataFrame, tables: Tables, root: Path) -> float:
    """Return how long linking takes once the meanings of the texts are there; those are computed once for each text."""
    aids, finder = Aids(), finder_of()
    read = [*read_actions(actions, finder), *read_directives(directives, "oas-3", finder)]
    kept_vectors().prepare({text for document in read for text in (document.text, document.wide_text)})
    started = time.perf_counter()
    link(actions, directives, ["oas-3"], read_reviews(root), LinkSettings(teachers=tables.actions, aids=aids))
    return time.perf_counter() - started


def seconds_to_compare(actions: pd.DataFrame, directives: pd.DataFrame) -> float:
    """Return how long rapidfuzz takes for the same pairs, one worker, its scores only."""
    started = time.perf_counter()
    process.cdist(list(actions["action"]), list(directives["text"]), scorer=fuzz.token_set_ratio, processor=None)
    return time.perf_counter() - started


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--actions", type=int, default=100_000)
    parser.add_argument("--directives", type=int, default=10_000)
    parser.add_argument("--root", type=Path, default=Path())
    arguments = parser.parse_args()
    tables = read_tables(arguments.root)
    directives = make_directives(tables, "oas-3", arguments.directives)
    actions = make_actions(tables, arguments.actions)
    tenth = seconds_to_link(actions.head(arguments.actions // 10), directives, tables, arguments.root)
    whole = seconds_to_link(actions, directives, tables, arguments.root)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    few, some = actions.head(SLICE), directives.head(SLICE)
    ours, theirs = seconds_to_link(few, some, tables, arguments.root), seconds_to_compare(few, some)
    sys.stdout.write(
        f"{arguments.actions} actions x {arguments.directives} directives: {whole:.0f} s, peak {peak:.2f} GB\n"
        f"a tenth of the actions: {tenth:.0f} s ({whole / tenth:.1f} times as long for ten times as many)\n"
        f"slice of {SLICE} x {SLICE}: {ours:.1f} s, rapidfuzz cdist {theirs:.1f} s, ratio {ours / theirs:.2f}\n"
    )


if __name__ == "__main__":
    main()
