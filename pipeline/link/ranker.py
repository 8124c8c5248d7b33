"""How features become an order, a confidence and a verdict "none fits": sums with learned weights.

The weights stand in `pipeline/reference/ranker_weights.toml`, few and readable; `python -m directriz.link.learn`
remakes that file from the reviews.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import ManifestInvalid
from .bags import Document
from .embeddings import EMBEDDINGS
from .features import TEXT_FEATURES, Framework, compare_texts
from .memory import MEMORY_FEATURES, Memory
from .vectors import Scores

WEIGHTS_FILE = Path(__file__).parent.parent / "reference" / "ranker_weights.toml"
FEATURES = (*TEXT_FEATURES, *MEMORY_FEATURES)
ACCEPTANCE = ("score", "behind", "rivals", "intercept")
NONE_FITS = ("best_score", "none_votes", "intercept")
THRESHOLDS = ("none_fits", "sure")
PARTS = {"weights": FEATURES, "acceptance": ACCEPTANCE, "none_fits": NONE_FITS, "thresholds": THRESHOLDS}
REMEDY = "Remake it: directriz learn."
SCORE_DIGITS = 6  # scores that agree so far are ties, and stand in document order
BLOCK = 256  # actions compared at a time, so that memory does not grow with the plan


@dataclass(frozen=True, slots=True)
class Ranker:
    """Learned weights: of features, of what is accepted together, of the two calibrations, and the thresholds."""

    name: str
    weights: Mapping[str, float]  # feature -> weight
    company: float  # weight of "readers accept it beside likely ones"
    acceptance: Mapping[str, float]  # logistic regression: would a reader accept the row
    none_fits: Mapping[str, float]  # logistic regression: would a reader say that nothing fits
    thresholds: Mapping[str, float]  # none_fits: from here on nothing fits; sure: nine in ten such first rows are right

    def score(self, features: Mapping[str, Scores], memory: Memory) -> Scores:
        """Return the score of every pair, rounded so that no machine orders ties its own way.

        A weight without its feature does not count: EMBEDDINGS where no encoder is given.
        """
        total = np.zeros_like(features[FEATURES[0]])
        for name, weight in self.weights.items():
            if name in features:
                total += weight * features[name]
        if self.company and total.size:
            total += self.company * memory.company(total)
        rounded: Scores = np.round(total, SCORE_DIGITS)
        return rounded

    def look(self, actions: Sequence[Document], texts: Mapping[str, Scores], memory: Memory) -> Iterator[Sight]:
        """Yield what there is to judge each action by; `texts` are its features with every directive."""
        recalled = memory.recall(actions)
        scores = self.score({**texts, **recalled.features}, memory)
        for row, votes in enumerate(recalled.none_votes):
            yield Sight(scores[row], float(votes), recalled.nearest[row])

    def judge(self, sight: Sight) -> Judgement:
        """Return how sure the ranker is of each directive for one action, and whether it says that nothing fits."""
        if len(sight.scores) == 0:
            return Judgement(self.name, sight, sight.scores, 1.0, True)
        none = _probability(self.none_fits, sight.scores.max(), sight.none_votes)
        likely = _probability(self.acceptance, sight.scores, sight.behind, sight.rivals)
        return Judgement(self.name, sight, likely * (1 - none), float(none), bool(none >= self.thresholds["none_fits"]))


@dataclass(frozen=True, slots=True)
class Sight:
    """What there is to judge one action by in one framework."""

    scores: Scores  # one a directive
    none_votes: float
    nearest: tuple[str, ...]  # the reviewed actions that it is most like

    @property
    def behind(self) -> Scores:
        """How far each directive is from the best one, 0 or less."""
        return np.asarray(self.scores - self.scores.max(), dtype=np.float64)

    @property
    def rivals(self) -> float:
        """How many directives are about as good as the best one, as a logarithm: 0 where none comes near."""
        return float(np.log(np.exp(self.behind).sum()))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the ranker makes of one action in one framework."""

    method: str  # the ranker's name
    sight: Sight
    confidences: Scores  # one a directive: would a reader accept it
    none_fits: float  # probability that no directive fits
    is_none: bool

    @property
    def scores(self) -> Scores:
        """One score a directive."""
        return self.sight.scores

    @property
    def first_confidence(self) -> float:
        """The confidence of the directive with the highest score."""
        return float(self.confidences[best_columns(self.scores, 1)[0]])


def judge_actions(
    actions: Sequence[Document], framework: Framework, memory: Memory, ranker: Ranker
) -> Iterator[Judgement]:
    """Yield what `ranker` makes of each action, a block of them at a time."""
    for start in range(0, len(actions), BLOCK):
        block = actions[start : start + BLOCK]
        for sight in ranker.look(block, compare_texts(block, framework), memory):
            yield ranker.judge(sight)


def best_columns(scores: Scores, count: int) -> list[int]:
    """Return the columns of the `count` highest of `scores` (one action's), the best first, ties in document order."""
    if count >= len(scores):
        return [int(column) for column in np.argsort(-scores, kind="stable")]
    least = -np.partition(-scores, count)[count]
    candidates = np.flatnonzero(scores >= least)
    return [int(column) for column in candidates[np.argsort(-scores[candidates], kind="stable")]][:count]


def _probability(weights: Mapping[str, float], *values: Any) -> Any:
    """Return the logistic of weighted values; the last weight is the intercept."""
    *factors, intercept = weights.values()
    total = sum(factor * value for factor, value in zip(factors, values, strict=True)) + intercept
    return 1.0 / (1.0 + np.exp(-total))


@dataclass(frozen=True, slots=True)
class Rankers:
    """The learned rankers."""

    taught: Ranker  # for frameworks that have reviews
    alone: Ranker  # for those that have none yet

    def for_memory(self, memory: Memory) -> Ranker:
        """Return the ranker that was learned with such a memory."""
        return self.taught if memory.lessons else self.alone


@cache
def read_rankers(path: Path = WEIGHTS_FILE) -> Rankers:
    """Return the rankers of a weights file; a weight too many or too few is refused."""
    with path.open("rb") as file:
        entries = tomllib.load(file)
    if set(entries) != {"taught", "alone"}:
        raise ManifestInvalid(path.name, f"tables {', '.join(entries)}; taught and alone are expected", REMEDY)
    return Rankers(**{name: _read_ranker(f"{path.name} [{name}]", entry) for name, entry in entries.items()})


def _read_ranker(place: str, entry: Mapping[str, Any]) -> Ranker:
    for part, names in PARTS.items():
        found = {name for name in entry.get(part, {}) if name != EMBEDDINGS}
        if found != set(names):
            raise ManifestInvalid(place, f"{part} differs in {', '.join(sorted(found ^ set(names)))}", REMEDY)
    ordered = {part: {name: float(entry[part][name]) for name in names} for part, names in PARTS.items()}
    if EMBEDDINGS in entry["weights"]:
        ordered["weights"][EMBEDDINGS] = float(entry["weights"][EMBEDDINGS])
    return Ranker(name=entry["name"], company=float(entry["company"]), **ordered)
