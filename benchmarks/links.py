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
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from directriz.link import LinkSettings, link
from directriz.link.frameworks import Aids
from directriz.link.meaning import SIZE, key_of, round_vector, unit_rows
from directriz.link.published_tables import read_reviews, read_tables
from directriz.link.reviews import Tables
from directriz.link.vectors import Scores
from directriz.link.weighted_texts import texts_of_actions
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


class MadeVectors:
    """Vectors of made texts, so that the sentence model need not read them: that of a text is known by its words.

    Every word has a vector of whole numbers from its hash; a text's is their sum, rounded as kept vectors are.
    """

    def __init__(self) -> None:
        self._words: dict[str, npt.NDArray[np.float64]] = {}
        self._kept: dict[bytes, bytes] = {}

    def prepare(self, texts: Iterable[str]) -> None:
        """Make the vectors of these texts."""
        for text in texts:
            key = key_of(text)
            if key not in self._kept:
                self._kept[key] = round_vector(sum((self._of(word) for word in text.split()), np.full(SIZE, 1e-3)))

    def encode(self, texts: Sequence[str]) -> Scores:
        """Return one row of length one for each text."""
        self.prepare(texts)
        return unit_rows([self._kept[key_of(text)] for text in texts])

    def _of(self, word: str) -> npt.NDArray[np.float64]:
        if word not in self._words:
            seed = int.from_bytes(key_of(word)[:8], "big")
            self._words[word] = np.random.default_rng(seed).standard_normal(SIZE)
        return self._words[word]


def seconds_to_link(actions: pd.DataFrame, directives: pd.DataFrame, tables: Tables, root: Path) -> float:
    """Return how long linking takes once the meanings of the texts are there; those are computed once for each text."""
    vectors = MadeVectors()
    vectors.prepare([*texts_of_actions(actions), *directives["text"]])
    settings = LinkSettings(teachers=tables.actions, aids=Aids(vectors))
    started = time.perf_counter()
    made = link(actions, directives, ["oas-3"], read_reviews(root), settings)
    seconds = time.perf_counter() - started
    sys.stderr.write(f"{len(made.links)} rows, {len(made.link_scores)} pairs\n")
    return seconds


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
