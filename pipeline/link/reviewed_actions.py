"""The reviewed actions of a framework, and their evidence for a link: similar actions have similar directives.

An action and a directive often word one demand differently; two actions of one plan often word it alike. A reviewed
action is never evidence for itself, so this evidence can be tested on the reviews themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from .features import Framework
from .vectors import Matrix, Scores, Vocabulary, multiply
from .weighted_texts import Bag, Document, facet_of

MEMORY_FEATURES = (
    "neighbours",  # how the nearest reviewed actions grade the directive
    "neighbours_first",  # share of them whose first directive it is
)
NEAREST = 6
SHARPNESS = 2  # power of the similarity: a nearer neighbour counts more
HESITATION = 0.2  # added to the similarities, so that neighbours with little similarity count little
MEANING_SHARE = 0.5  # of the similarity, where there is a sentence model
HIGHEST_GRADE = 3
SHARES = {"own_terms": 0.25, "wide_terms": 0.25, "own_measures": 0.25, "wide_measures": 0.25}


@dataclass(frozen=True, slots=True)
class Lesson:
    """The verdict on one action in one framework: the accepted directives, the primary one first."""

    action: Document
    grades: Mapping[str, int]  # directive_id -> 1 to 3, in the readers' order; empty = none fits


@dataclass(frozen=True, slots=True)
class Recollection:
    """The evidence that the reviewed actions give for some actions in one framework."""

    features: Mapping[str, Scores]  # actions x directives
    likest: Scores  # similarity of the nearest reviewed action
    nearest: tuple[tuple[str, ...], ...]  # ids of the nearest reviewed actions, the nearest first

    def of(self, row: int) -> tuple[float, tuple[str, ...]]:
        """Return for one action the similarity of the nearest reviewed one, and the ids of the nearest ones."""
        return float(self.likest[row]), self.nearest[row]


class Memory:
    """The reviewed actions of one framework, kept so that those most similar to an action are found quickly."""

    def __init__(self, framework: Framework, lessons: Sequence[Lesson]) -> None:
        self._all = tuple(lessons)
        self._is_kept = np.ones(len(lessons), dtype=bool)
        columns = framework.columns
        shape = (len(lessons), len(framework.directives))
        self.grades: Scores = np.zeros(shape)
        self.first: Scores = np.zeros(shape)
        for row, lesson in enumerate(lessons):
            known = {columns[key]: grade for key, grade in lesson.grades.items() if key in columns}
            for place, (column, grade) in enumerate(known.items()):
                self.grades[row, column] = 1.0 if place == 0 else grade / HIGHEST_GRADE
                self.first[row, column] = float(place == 0)
        actions = [lesson.action for lesson in lessons]
        self._vocabularies = _vocabularies(actions)
        self._vectors = self._vectorise(actions) if lessons else None
        self._encoder = framework.encoder
        self._meanings = self._encode(actions)
        self._likenesses: dict[str, Scores] = {}  # of reviewed actions, so that many memories of a part cost little
        self._rows = {lesson.action.record_id: row for row, lesson in enumerate(lessons)}

    def only(self, action_ids: Collection[str]) -> Memory:
        """Return a memory of these reviewed actions only; the similarities computed so far are kept."""
        part = copy(self)
        part._is_kept = np.array([lesson.action.record_id in action_ids for lesson in self._all], dtype=bool)
        return part

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """The reviewed actions."""
        return tuple(lesson for lesson, is_kept in zip(self._all, self._is_kept, strict=True) if is_kept)

    def accepts(self, action_id: str, directive_id: str) -> bool:
        """Tell whether readers accepted the directive for a reviewed action."""
        row = self._rows.get(action_id)
        return row is not None and bool(self._is_kept[row]) and directive_id in self._all[row].grades

    def recall(self, actions: Sequence[Document]) -> Recollection:
        """Return the evidence of the reviewed actions nearest to each of `actions`, the action itself left out."""
        shape = (len(actions), self.grades.shape[1])
        if not self._is_kept.any() or not actions:
            empty = {name: np.zeros(shape) for name in MEMORY_FEATURES}
            return Recollection(empty, np.zeros(len(actions)), ((),) * len(actions))
        weights = self._neighbours(actions)
        order = np.argsort(-weights, axis=1, kind="stable")[:, :NEAREST]
        powers = weights**SHARPNESS
        total = powers.sum(axis=1) + HESITATION
        neighbours = (powers @ self.grades) / total[:, None]
        features = {
            "neighbours": neighbours,
            "neighbours_first": (powers @ self.first) / total[:, None],
        }
        nearest = tuple(
            tuple(self._all[column].action.record_id for column in row if weights[place, column] > 0)
            for place, row in enumerate(order)
        )
        return Recollection(features, weights.max(axis=1), nearest)

    def _neighbours(self, actions: Sequence[Document]) -> Scores:
        """Return the similarity to each reviewed action, 0 for all but the nearest ones and for the action itself."""
        likeness = self._compared(actions)
        likeness[:, ~self._is_kept] = 0.0
        for row, action in enumerate(actions):
            if action.record_id in self._rows:
                likeness[row, self._rows[action.record_id]] = 0.0
        order = np.argsort(-likeness, axis=1, kind="stable")[:, NEAREST:]
        np.put_along_axis(likeness, order, 0.0, axis=1)
        return likeness

    def _compared(self, actions: Sequence[Document]) -> Scores:
        """Return the similarity to each reviewed action; that of reviewed actions is computed once."""
        reviewed = all(action.record_id in self._rows for action in actions)
        if not reviewed:
            return np.round(self._likeness(actions), 9)
        missing = [action for action in actions if action.record_id not in self._likenesses]
        if missing:
            found = np.round(self._likeness(missing), 9)
            self._likenesses |= {action.record_id: row for action, row in zip(missing, found, strict=True)}
        return np.array([self._likenesses[action.record_id] for action in actions])

    def _likeness(self, actions: Sequence[Document]) -> Scores:
        """Return the similarity to each reviewed action, 0 to 1: words, measures, and meaning with a model."""
        worded = multiply(self._vectorise(actions), self._vectors)
        if self._encoder is None:
            return worded
        pairs = zip(self._encode(actions), self._meanings, strict=True)
        meant = np.mean([ours @ theirs.T for ours, theirs in pairs], axis=0).clip(0.0, 1.0) ** 2
        return np.asarray((1 - MEANING_SHARE) * worded + MEANING_SHARE * meant, dtype=np.float64)

    def _encode(self, actions: Sequence[Document]) -> tuple[Scores, ...]:
        """Return the vectors of the actions, without and with their context."""
        if self._encoder is None or not actions:
            return ()
        own, wide = ([getattr(action, name) for action in actions] for name in ("text", "wide_text"))
        return self._encoder.encode(own), self._encoder.encode(wide)

    def _vectorise(self, actions: Sequence[Document]) -> Matrix:
        """Return rows whose products are similarities from 0 to 1: words and measures, with and without context."""
        bags: dict[str, list[Bag]] = {
            "own_terms": [action.own_terms for action in actions],
            "wide_terms": [action.wide_terms for action in actions],
            "own_measures": [facet_of(action.own_concepts, "measure") for action in actions],
            "wide_measures": [facet_of(action.wide_concepts, "measure") for action in actions],
        }
        parts = []
        for name, share in SHARES.items():
            vocabulary = self._vocabularies[name.split("_")[1]]
            parts.append(vocabulary.weigh(vocabulary.counts(bags[name]))[:, :-1] * np.sqrt(share))
        return sparse.hstack(parts).tocsr()


def _vocabularies(actions: Sequence[Document]) -> dict[str, Vocabulary]:
    return {
        "terms": Vocabulary([action.wide_terms for action in actions]),
        "measures": Vocabulary([facet_of(action.wide_concepts, "measure") for action in actions]),
    }
