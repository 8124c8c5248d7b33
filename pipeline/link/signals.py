"""How far an action is from all that no directive is about.

Scores say which directive is the best, not whether it is any good. For that, an action's likeness to the framework is
compared with its likeness to actions of other subjects (roads, sport, budgets) and of mere administration (furniture,
web sites, staff). These were written for this: `reference/other_subjects.csv`.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from .bags import Document, read_actions, words_of
from .concepts import ConceptFinder
from .meaning import Encoder
from .vectors import Matrix, Scores, Vocabulary, multiply

NEARNESS = (("phrased_meaning", "phrased_nearest"), ("meaning", "terms"))  # the first pair that there is
ADMINISTRATION = "administración"  # the subject of the actions of mere administration
SIGNALS = ("from_administration", "from_elsewhere")
STRANGERS_FILE = Path(__file__).parent.parent / "reference" / "other_subjects.csv"
PREFIX = "other"
DIGITS = 6


@dataclass(frozen=True, slots=True)
class Strangers:
    """The actions of other subjects and of mere administration, ready to be compared with."""

    actions: tuple[Document, ...]
    is_administration: np.ndarray
    words: Vocabulary
    word_weights: Matrix
    encoder: Encoder | None
    meanings: Scores | None

    def likeness(self, actions: Sequence[Document]) -> Scores:
        """Return two columns: how like each action is to mere administration, and to other subjects, itself left out."""
        bags = [action.own_terms for action in actions]
        found = multiply(self.words.weigh(self.words.counts(bags)), self.word_weights)
        if self.encoder is not None and self.meanings is not None:
            meant = self.encoder.encode([action.text for action in actions]) @ self.meanings.T
            found = (found + meant.clip(0.0, 1.0)) / 2
        places = {action.record_id: place for place, action in enumerate(self.actions)}
        for row, action in enumerate(actions):
            if action.record_id in places:
                found[row, places[action.record_id]] = 0.0
        parts = (found[:, self.is_administration], found[:, ~self.is_administration])
        return np.column_stack([part.max(axis=1, initial=0.0) for part in parts])


def read_strangers(finder: ConceptFinder, encoder: Encoder | None) -> Strangers:
    """Return the actions of other subjects, their vectors by `encoder`."""
    actions = tuple(read_actions(_strangers_table(), finder))
    bags = [words_of(action.text) for action in actions]
    words = Vocabulary(bags)
    return Strangers(
        actions=actions,
        is_administration=np.array([is_administration(action) for action in actions]),
        words=words,
        word_weights=words.weigh(words.counts(bags)),
        encoder=encoder,
        meanings=encoder.encode([action.text for action in actions]) if encoder else None,
    )


def is_administration(action: Document) -> bool:
    """Tell whether an action of other subjects is one of mere administration."""
    return action.record_id.startswith(f"{PREFIX}/{ADMINISTRATION}/")


def signals_of(actions: Sequence[Document], texts: Mapping[str, Scores], strangers: Strangers | None) -> Scores:
    """Return the SIGNALS of each action, one row an action: how much liker it is to the framework than to strangers."""
    pair = next((names for names in NEARNESS if names[0] in texts), NEARNESS[-1])
    near = np.mean([texts[name].max(axis=1, initial=0.0) for name in pair if name in texts], axis=0)
    like = strangers.likeness(actions) if strangers is not None else np.zeros((len(actions), len(SIGNALS)))
    return np.asarray(np.round(near[:, None] - like, DIGITS), dtype=np.float64)


@cache
def _strangers_table() -> pd.DataFrame:
    with STRANGERS_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return pd.DataFrame(
        [
            {"action_id": f"{PREFIX}/{row['subject']}/{place}", "plan_id": PREFIX, "action": row["action"]}
            for place, row in enumerate(rows, start=1)
        ],
        dtype="str",
    )
