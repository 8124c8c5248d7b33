"""How features become an order, a confidence and a verdict "none fits": sums with learned weights.

Before they are summed, the features of the texts are brought to the same mean and spread over the directives of one
action, so that no weight depends on how a feature is measured. The weights stand in
`pipeline/reference/ranker_weights.toml`; `directriz learn` remakes that file from the reviews.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import ManifestInvalid
from .bags import Document
from .candidates import choose, is_large
from .features import ALL_TEXT_FEATURES, Framework, compare_texts
from .memory import MEMORY_FEATURES, Memory
from .signals import OF_FITTING, OF_SUBJECT, signals_of
from .vectors import Places, Scores

WEIGHTS_FILE = Path(__file__).parent.parent / "reference" / "ranker_weights.toml"
FEATURES = (*ALL_TEXT_FEATURES, *MEMORY_FEATURES)
ACCEPTANCE = ("texts", "reviews", "reviews_beyond", "likest", "behind", "rivals", "intercept")
NONE_FITS = ("best_score", "rivals", "none_votes", *OF_FITTING, "intercept")
SUBJECT = (*OF_SUBJECT, "intercept")
THRESHOLDS = ("none_fits", "sure")
PARTS = {
    "weights": FEATURES,
    "acceptance": ACCEPTANCE,
    "none_fits": NONE_FITS,
    "subject": SUBJECT,
    "thresholds": THRESHOLDS,
}
REMEDY = "Remake it: directriz learn."
SMALL = 1e-6
LEAST_COLUMNS = 40
MOST_ODDS = 30.0  # logarithm beyond which a probability is 0 or 1
ENOUGH_REVIEWS = 2.0  # what reviews add to a score beyond this says less
SCORE_DIGITS = 6  # scores that agree so far are ties, and stand in document order
BLOCK = 256  # actions compared at a time, so that memory does not grow with the plan


@dataclass(frozen=True, slots=True)
class Ranker:
    """Learned weights: of features, of the two calibrations, and the thresholds."""

    name: str
    weights: Mapping[str, float]  # feature -> weight
    acceptance: Mapping[str, float]  # logistic regression: would a reader accept the row
    none_fits: Mapping[str, float]  # logistic regression: would a reader say that nothing fits
    subject: Mapping[str, float]  # logistic regression: is the action about what the framework is about
    thresholds: Mapping[str, float]  # none_fits: from here on nothing fits; sure: nine in ten such first rows are right

    def score(self, features: Mapping[str, Scores]) -> Scores:
        """Return the score of every pair, rounded so that no machine orders ties its own way.

        A weight whose feature is not there does not count: phrasings and the sentence model are no must.
        """
        known = {name: values if name in MEMORY_FEATURES else standardise(values) for name, values in features.items()}
        return self.add_up(known)

    def add_up(self, features: Mapping[str, Scores]) -> Scores:
        """Return the score of every pair; the features of the texts have been brought to one mean and spread."""
        known = [name for name in self.weights if name in features]
        total = np.zeros(features[known[0]].shape)
        for name in known:
            total += self.weights[name] * features[name]
        return np.asarray(np.round(total, SCORE_DIGITS), dtype=np.float64)

    def look(
        self, actions: Sequence[Document], texts: Mapping[str, Scores], memory: Memory, signals: Scores
    ) -> Iterator[Sight]:
        """Yield what there is to judge each action by: its features with every directive, and its SIGNALS."""
        recalled = memory.recall(actions)
        said = self.add_up(recalled.features)
        scores = np.round(self.score(texts) + said, SCORE_DIGITS)
        every = np.arange(scores.shape[1], dtype=np.int32)
        for row in range(len(actions)):
            yield _sight((scores[row], said[row], every), recalled.of(row), signals[row])

    def look_at_chosen(self, actions: Sequence[Document], framework: Framework, memory: Memory) -> Iterator[Sight]:
        """Yield the same for a large framework, in which some directives are chosen for each action."""
        recalled = memory.recall(actions)
        said = self.add_up(recalled.features)
        chosen = choose(actions, framework, self.weights, said)
        said = np.take_along_axis(said, chosen.places, 1)
        scores = np.round(self.add_up(chosen.features) + said, SCORE_DIGITS)
        signals = signals_of(actions, chosen.nearness, framework.strangers)
        for row in range(len(actions)):
            yield _sight((scores[row], said[row], chosen.places[row]), recalled.of(row), signals[row])

    def subject_odds(self, sight: Sight) -> float:
        """Return the logarithm of the odds that the action is about what the framework is about."""
        return log_odds(self.subject, sight.for_subject) if len(sight.scores) else 0.0

    def judge(self, sight: Sight) -> Judgement:
        """Return how sure the ranker is of each directive for one action, and whether it says that nothing fits."""
        if len(sight.scores) == 0:
            return Judgement(self.name, sight, sight.scores, 1.0, True)
        none = float(_probability(self.none_fits, *sight.for_none_fits))
        likely = _probability(self.acceptance, *sight.for_acceptance)
        return Judgement(self.name, sight, likely * self.chance(sight), none, none >= self.thresholds["none_fits"])

    def chance(self, sight: Sight) -> float:
        """Return how likely it is that the action is about the subject and that a directive fits."""
        none = _probability(self.none_fits, *sight.for_none_fits)
        return float((1 - none) * _probability(self.subject, *sight.for_subject))


@dataclass(frozen=True, slots=True)
class Sight:
    """What there is to judge one action by in one framework."""

    scores: Scores  # one for each directive that is weighed
    reviewed: Scores  # what reviews of like actions add to each score
    places: Places  # of these directives in the framework: all of them, unless it is a large one
    likest: float  # how like the nearest reviewed action is
    none_votes: float  # share of the nearest reviewed actions for which nothing fits, by how near they are
    signals: tuple[float, ...]  # in the order of SIGNALS
    nearest: tuple[str, ...]  # the reviewed actions that it is most like

    @property
    def for_acceptance(self) -> tuple[Scores | float, ...]:
        """What tells whether a reader would accept a directive, in the order of ACCEPTANCE."""
        beyond = np.maximum(self.reviewed - ENOUGH_REVIEWS, 0.0)
        return (self.scores - self.reviewed, self.reviewed, beyond, self.likest, self.behind, self.rivals)

    @property
    def for_none_fits(self) -> tuple[float, ...]:
        """What tells whether nothing fits, in the order of NONE_FITS."""
        return (float(self.scores.max()), self.rivals, self.none_votes, *self.signals[: len(OF_FITTING)])

    @property
    def for_subject(self) -> tuple[float, ...]:
        """What tells whether the action is about the framework's subject, in the order of SUBJECT."""
        return self.signals[len(OF_FITTING) :]

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
    confidences: Scores  # one for each directive that is weighed: would a reader accept it
    none_fits: float  # probability that no directive fits
    is_none: bool

    @property
    def scores(self) -> Scores:
        """One score for each directive that is weighed."""
        return self.sight.scores

    def best_first(self, count: int) -> list[tuple[int, float, float]]:
        """Return of the `count` best directives the place in the framework, score and confidence, the best first."""
        columns = best_columns(self.scores, count)
        return [
            (int(self.sight.places[column]), float(self.scores[column]), float(self.confidences[column]))
            for column in columns
        ]

    def standing(self, place: int) -> tuple[float, float]:
        """Return score and confidence of a directive; of one that was not weighed, the lowest score and 0."""
        column = int(np.searchsorted(self.sight.places, place))
        if column < len(self.sight.places) and self.sight.places[column] == place:
            return float(self.scores[column]), float(self.confidences[column])
        return float(self.scores.min()), 0.0

    @property
    def first_confidence(self) -> float:
        """The confidence of the directive with the highest score."""
        return float(self.confidences[best_columns(self.scores, 1)[0]])


def judge_actions(
    actions: Sequence[Document], framework: Framework, memory: Memory, ranker: Ranker
) -> Iterator[Judgement]:
    """Yield what `ranker` makes of each action, a block of them at a time."""
    for start in range(0, len(actions), BLOCK):
        for sight in _look(actions[start : start + BLOCK], framework, memory, ranker):
            yield ranker.judge(sight)


def _look(actions: Sequence[Document], framework: Framework, memory: Memory, ranker: Ranker) -> Iterator[Sight]:
    if is_large(framework):
        return ranker.look_at_chosen(actions, framework, memory)
    texts = compare_texts(actions, framework)
    return ranker.look(actions, texts, memory, signals_of(actions, texts, framework.strangers))


def _sight(
    weighed: tuple[Scores, Scores, Places], like: tuple[float, float, tuple[str, ...]], signals: Scores
) -> Sight:
    """Return what there is to judge one action by; `like` is what reviewed actions like it say."""
    likest, votes, nearest = like
    return Sight(*weighed, likest, votes, tuple(float(value) for value in signals), nearest)


def standardise(values: Scores) -> Scores:
    """Return each row with mean 0 and spread 1; a row of one value only is 0.

    A framework of fewer than LEAST_COLUMNS directives is filled up with directives without any feature, so that
    the best of three is as far above the mean as the best of a hundred.
    """
    count = max(values.shape[1], LEAST_COLUMNS)
    middle = values.sum(axis=1, keepdims=True) / count
    squares = (values * values).sum(axis=1, keepdims=True) / count
    spread = np.sqrt(np.maximum(squares - middle * middle, 0.0))
    return np.asarray(np.divide(values - middle, spread, out=np.zeros_like(values), where=spread > SMALL))


def best_columns(scores: Scores, count: int) -> list[int]:
    """Return the columns of the `count` highest of `scores` (one action's), the best first, ties in document order."""
    if count >= len(scores):
        return [int(column) for column in np.argsort(-scores, kind="stable")]
    least = -np.partition(-scores, count)[count]
    candidates = np.flatnonzero(scores >= least)
    return [int(column) for column in candidates[np.argsort(-scores[candidates], kind="stable")]][:count]


def log_odds(weights: Mapping[str, float], values: Sequence[float]) -> float:
    """Return the weighted sum of `values`; the last weight is the intercept."""
    *factors, intercept = weights.values()
    return float(sum(factor * value for factor, value in zip(factors, values, strict=True)) + intercept)


def _probability(weights: Mapping[str, float], *values: Any) -> Any:
    """Return the logistic of weighted values; the last weight is the intercept."""
    *factors, intercept = weights.values()
    total = sum(factor * value for factor, value in zip(factors, values, strict=True)) + intercept
    return 1.0 / (1.0 + np.exp(-np.clip(total, -MOST_ODDS, MOST_ODDS)))


@dataclass(frozen=True, slots=True)
class Rankers:
    """The learned rankers: for frameworks with and without reviews, with and without phrasings."""

    taught: Ranker
    alone: Ranker  # no reviews yet
    taught_plain: Ranker  # no phrasings
    alone_plain: Ranker

    def ranker_for(self, framework: Framework, memory: Memory) -> Ranker:
        """Return the ranker that was learned with as much."""
        if framework.phrasings is None:
            return self.taught_plain if memory.lessons else self.alone_plain
        return self.taught if memory.lessons else self.alone


TABLES = tuple(field.name for field in fields(Rankers))


@cache
def read_rankers(path: Path = WEIGHTS_FILE) -> Rankers:
    """Return the rankers of a weights file; a weight too many or too few is refused."""
    with path.open("rb") as file:
        entries = tomllib.load(file)
    if set(entries) != set(TABLES):
        raise ManifestInvalid(path.name, f"tables {', '.join(entries)}; {', '.join(TABLES)} are expected", REMEDY)
    return Rankers(**{name: _read_ranker(f"{path.name} [{name}]", entry) for name, entry in entries.items()})


def _read_ranker(place: str, entry: Mapping[str, Any]) -> Ranker:
    for part, names in PARTS.items():
        if set(entry.get(part, {})) != set(names):
            differing = set(entry.get(part, {})) ^ set(names)
            raise ManifestInvalid(place, f"{part} differs in {', '.join(sorted(differing))}", REMEDY)
    ordered = {part: {name: float(entry[part][name]) for name in names} for part, names in PARTS.items()}
    return Ranker(name=entry["name"], **ordered)
