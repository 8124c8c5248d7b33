"""Turns features into an order, a confidence and the verdict "none fits", by sums with learned weights.

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
from .candidates import choose, is_large
from .counterparts import Compared, seen_elsewhere
from .features import ALL_TEXT_FEATURES, Framework, compare_texts
from .reviewed_actions import MEMORY_FEATURES, Memory
from .scaling import standardise
from .shortlist import OF_VOICES
from .signals import OF_COVER, OF_FITTING, OF_SUBJECT, signals_of
from .vectors import Places, Scores
from .weighted_texts import Document

WEIGHTS_FILE = Path(__file__).parent.parent / "reference" / "ranker_weights.toml"
FEATURES = (*ALL_TEXT_FEATURES, *MEMORY_FEATURES)
ACCEPTANCE = ("texts", "reviews", "reviews_beyond", "likest", "behind", "rivals", "intercept")
ADMINISTRATION = (*OF_FITTING, "intercept")
UNCOVERED = ("best_score", *OF_COVER, "intercept")
SUBJECT = (*OF_SUBJECT, "intercept")
THRESHOLDS = ("none_fits", "least", "sure")
PARTS = {
    "weights": FEATURES,
    "acceptance": ACCEPTANCE,
    "administration": ADMINISTRATION,
    "uncovered": UNCOVERED,
    "subject": SUBJECT,
    "thresholds": THRESHOLDS,
}
REMEDY = "Remake it: directriz learn."
# How much likelier an action is on the subject in a plan that is than in the fit, where actions of other subjects count
# four times as much as all others (calibrate.SUBJECT_SHARE), so that a whole plan of them is told.
ON_THE_SUBJECT = float(np.log(8))
MOST_ODDS = 30.0  # logarithm beyond which a probability is 0 or 1
ENOUGH_REVIEWS = 2.0  # from here on, what reviews add to a score counts less
SCORE_DIGITS = 6  # decimals; scores that are equal to so many are ties, and stay in document order
BLOCK = 256  # actions compared at a time, so that memory does not grow with the plan


@dataclass(frozen=True, slots=True)
class Ranker:
    """Learned weights: of features, of the two calibrations, and the thresholds."""

    name: str
    weights: Mapping[str, float]  # feature -> weight
    acceptance: Mapping[str, float]  # logistic regression: would a reader accept the row
    administration: Mapping[str, float]  # logistic regression: is the action one of mere administration
    uncovered: Mapping[str, float]  # logistic regression: if it is not, does nothing fit all the same
    subject: Mapping[str, float]  # logistic regression: is the action about what the framework is about
    thresholds: Mapping[str, float]  # none_fits: from here on nothing fits; least: a first row below it is none, too;
    # sure: nine in ten first rows from here on are right

    def score(self, features: Mapping[str, Scores]) -> Scores:
        """Return the score of every pair, rounded so that no machine orders ties its own way.

        Weights of missing features do not count: phrasings and the sentence model are optional.
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
        """Yield the evidence on each action: its features with every directive, and its SIGNALS."""
        recalled = memory.recall(actions)
        said = self.add_up(recalled.features)
        scores = np.round(self.score(texts) + said, SCORE_DIGITS)
        every = np.arange(scores.shape[1], dtype=np.int32)
        voices = {name: values for name, values in {**texts, **recalled.features}.items() if name in OF_VOICES}
        for row in range(len(actions)):
            heard = {name: values[row] for name, values in voices.items()}
            yield _sight((scores[row], said[row], every), recalled.of(row), signals[row], heard)

    def look_at_chosen(self, actions: Sequence[Document], framework: Framework, memory: Memory) -> Iterator[Sight]:
        """Yield the same for a large framework, in which some directives are chosen for each action."""
        recalled = memory.recall(actions)
        said = self.add_up(recalled.features)
        chosen = choose(actions, framework, self.weights, said)
        said = np.take_along_axis(said, chosen.places, 1)
        scores = np.round(self.add_up(chosen.features) + said, SCORE_DIGITS)
        elsewhere = seen_elsewhere(actions, framework, chosen.nearness, {})
        signals = signals_of(actions, chosen.nearness, framework.strangers, elsewhere)
        voices = {name: values for name, values in chosen.features.items() if name in OF_VOICES}
        for row in range(len(actions)):
            heard = {name: values[row] for name, values in voices.items()}
            yield _sight((scores[row], said[row], chosen.places[row]), recalled.of(row), signals[row], heard)

    def subject_odds(self, sight: Sight) -> float:
        """Return the logarithm of the odds that the action is about what the framework is about."""
        return log_odds(self.subject, sight.for_subject) if len(sight.scores) else 0.0

    def judge(self, sight: Sight) -> Judgement:
        """Return how sure the ranker is of each directive for one action, and whether it says that nothing fits."""
        if len(sight.scores) == 0:
            return Judgement(self.name, sight, sight.scores, 1.0, True)
        none, chance = self.none_chance(sight), self.chance(sight)
        confidences = _probability(self.acceptance, *sight.for_acceptance) * chance
        if float(confidences.max()) < self.thresholds["least"]:
            return Judgement(self.name, sight, confidences, 1 - chance, True)
        return Judgement(self.name, sight, confidences, none, none >= self.thresholds["none_fits"])

    def none_chance(self, sight: Sight) -> float:
        """Return how likely it is that no directive fits: mere administration, or a matter that no directive covers."""
        uncovered = _probability(self.uncovered, *sight.for_uncovered)
        return float(1 - (1 - self.administration_chance(sight)) * (1 - uncovered))

    def administration_chance(self, sight: Sight) -> float:
        """Return how likely it is that the action is one of mere administration."""
        return float(_probability(self.administration, *sight.for_administration))

    def chance(self, sight: Sight) -> float:
        """Return how likely it is that the action is about the subject and that a directive fits."""
        on_subject = _logistic(log_odds(self.subject, sight.for_subject) + ON_THE_SUBJECT)
        return float((1 - self.none_chance(sight)) * on_subject)


@dataclass(frozen=True, slots=True)
class Sight:
    """The evidence on one action in one framework."""

    scores: Scores  # one for each directive that is weighed
    reviewed: Scores  # what reviews of like actions add to each score
    places: Places  # of these directives in the framework: all of them, unless it is a large one
    likest: float  # similarity of the most similar reviewed action
    signals: tuple[float, ...]  # in the order of SIGNALS
    nearest: tuple[str, ...]  # the most similar reviewed actions
    voices: Mapping[str, Scores]  # the features that the shortlist listens to, one value for each directive weighed

    @property
    def for_acceptance(self) -> tuple[Scores | float, ...]:
        """The inputs for "would a reader accept the directive", in the order of ACCEPTANCE."""
        beyond = np.maximum(self.reviewed - ENOUGH_REVIEWS, 0.0)
        return (self.scores - self.reviewed, self.reviewed, beyond, self.likest, self.behind, self.rivals)

    @property
    def for_administration(self) -> tuple[float, ...]:
        """The inputs for "is it mere administration", in the order of ADMINISTRATION."""
        return self.signals[: len(OF_FITTING)]

    @property
    def for_uncovered(self) -> tuple[float, ...]:
        """The inputs for "does nothing fit although it is not", in the order of UNCOVERED."""
        return (self.best_score, *self.signals[len(OF_FITTING) : -len(OF_SUBJECT)])

    @property
    def for_subject(self) -> tuple[float, ...]:
        """The inputs for "is the action about the framework's subject", in the order of SUBJECT."""
        return self.signals[-len(OF_SUBJECT) :]

    @property
    def best_score(self) -> float:
        """The highest score."""
        return float(self.scores.max())

    @property
    def behind(self) -> Scores:
        """How far each directive is from the best one, 0 or less."""
        return np.asarray(self.scores - self.scores.max(), dtype=np.float64)

    @property
    def rivals(self) -> float:
        """Return the logarithm of how many directives score about as high as the best one, 0 if no other does."""
        return float(np.log(np.exp(self.behind).sum()))


@dataclass(frozen=True, slots=True)
class Judgement:
    """The ranker's result for one action in one framework."""

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
    """Yield the result of `ranker` for each action, computed in blocks."""
    for start in range(0, len(actions), BLOCK):
        yield from judge_block(actions[start : start + BLOCK], framework, memory, ranker, {})


def judge_block(
    actions: Sequence[Document], framework: Framework, memory: Memory, ranker: Ranker, compared: Compared
) -> Iterator[Judgement]:
    """Yield the result of `ranker` for each action; `compared` holds features that have been computed already."""
    return map(ranker.judge, _look(actions, framework, memory, ranker, compared))


def _look(
    actions: Sequence[Document], framework: Framework, memory: Memory, ranker: Ranker, compared: Compared
) -> Iterator[Sight]:
    if is_large(framework):
        return ranker.look_at_chosen(actions, framework, memory)
    texts = compared.get(framework.target) or compare_texts(actions, framework)
    elsewhere = seen_elsewhere(actions, framework, texts, compared)
    return ranker.look(actions, texts, memory, signals_of(actions, texts, framework.strangers, elsewhere))


def _sight(
    weighed: tuple[Scores, Scores, Places],
    like: tuple[float, tuple[str, ...]],
    signals: Scores,
    voices: Mapping[str, Scores],
) -> Sight:
    """Return the evidence on one action; `like` holds the lessons of similar reviewed actions."""
    likest, nearest = like
    return Sight(*weighed, likest, tuple(float(value) for value in signals), nearest, voices)


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
    return _logistic(sum(factor * value for factor, value in zip(factors, values, strict=True)) + intercept)


def _logistic(odds: Any) -> Any:
    """Return the probability for the logarithm of odds."""
    return 1.0 / (1.0 + np.exp(-np.clip(odds, -MOST_ODDS, MOST_ODDS)))


@dataclass(frozen=True, slots=True)
class Rankers:
    """The learned rankers: for frameworks with and without reviews, with and without phrasings."""

    taught: Ranker
    alone: Ranker  # no reviews yet
    taught_plain: Ranker  # no phrasings
    alone_plain: Ranker

    def ranker_for(self, framework: Framework, memory: Memory) -> Ranker:
        """Return the ranker that was learned with the same kinds of evidence."""
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
