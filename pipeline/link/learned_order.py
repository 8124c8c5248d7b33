"""Learns the order of directives from reviewed actions: one weight for each feature of the texts.

Each reviewed action gives every directive a share: its grade, with a bonus for the first one, divided by the sum of
all. The weights are chosen so that the softmax of the scores comes nearest to these shares (ListNet). They are held
near equal weights, because only some hundred actions have been reviewed: on plans that were left out of the learning,
weights with strong regularisation did better than free ones. They move so little that one Newton step from the start
is enough, and the contribution of each action to that step is computed once for all ways of leaving some out. The
features of reviews have fixed weights: similar actions of one plan would teach that neighbours are always right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .vectors import Scores

START = 0.15  # weight of a feature before learning; those of the texts sum to about five
OTHER_STARTS = {
    "target_apart": -START,  # speaks against a link
    "phrased_target_apart": -START,
    "general": -START,  # readers prefer the specific directive
}
OF_REVIEWS = {"neighbours": 6.0, "neighbours_first": 4.0}  # they lie between 0 and 1; those of texts have spread 1
HOLD = 1000.0  # regularisation: the weight of the square of each step away from the start
HOLD_ALONE = 300.0  # the same for frameworks without reviews, where everything depends on these weights
FIRST_BONUS = 2.0  # grades that the first directive is worth more than another of its grade
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Pull:
    """How one reviewed action would move the weights from their start."""

    slope: Scores
    curvature: Scores


def share_attention(directive_ids: Sequence[str], grades: Mapping[str, int]) -> Scores:
    """Return the share of each directive; `grades` are in the reader's order."""
    first = next(iter(grades), None)
    worth = np.array([grades.get(key, 0) + FIRST_BONUS * (key == first) for key in directive_ids], dtype=np.float64)
    return np.asarray(worth / worth.sum(), dtype=np.float64)


def starts_of(names: Sequence[str]) -> Scores:
    """Return the weight of each feature before learning."""
    return np.array([OTHER_STARTS.get(name, START) for name in names])


def pull_of(features: Scores, shares: Scores, start: Scores) -> Pull:
    """Return how an action would move the weights. `features`: directives x features; `shares` sum to 1."""
    scores = features @ start
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    mean = chances @ features
    curvature = (features * chances[:, None]).T @ features - np.outer(mean, mean)
    return Pull((chances - shares) @ features, curvature)


def learn_weights(pulls: Sequence[Pull], names: Sequence[str], hold: float = HOLD) -> dict[str, float]:
    """Return a weight for each feature; that of the start if no action has the feature."""
    start = starts_of(names)
    slope = sum((pull.slope for pull in pulls), np.zeros(len(names)))
    curvature = sum((pull.curvature for pull in pulls), 2 * hold * np.eye(len(names)))
    weights = start - np.linalg.solve(curvature, slope)
    return {name: round(float(weight), DIGITS) for name, weight in zip(names, weights, strict=True)}
