"""Learn the order of directives from reviewed actions: one weight a feature.

Each reviewed action says what share of a reader's attention each directive deserves: its grade, the first one with a
bonus, as shares of their sum. Weights are those under which the softmax of the scores comes nearest to these shares
(ListNet), held near "every feature counts the same", because some fifty reviewed actions are all there is: on plans
that were left out of the learning, weights held near one are better than weights held near nought. The sum is
convex and small, so Newton's steps find its only minimum to the last written digit on any machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .vectors import Scores

START = 1.0  # what a feature counts until reviews say otherwise
OTHER_STARTS = {
    "phase": 0.5,  # plans cut the subject into axes in their own ways, so the heading is a weaker sign
    "target_apart": -1.0,  # speaks against a link
}
HOLD = 4.0  # how strongly: the weight of the square of each step away from it
FIRST_BONUS = 2.0  # grades that the first directive is worth more than another of its grade
STEPS = 50
SMALL = 1e-9
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Example:
    """One reviewed action in one framework."""

    features: Scores  # directives x features
    shares: Scores  # one a directive, of sum 1


def share_attention(directive_ids: Sequence[str], grades: Mapping[str, int]) -> Scores:
    """Return what share of a reader's attention each directive deserves; `grades` are in the reader's order."""
    first = next(iter(grades), None)
    worth = np.array([grades.get(key, 0) + FIRST_BONUS * (key == first) for key in directive_ids], dtype=np.float64)
    return np.asarray(worth / worth.sum(), dtype=np.float64)


def learn_weights(examples: Sequence[Example], names: Sequence[str]) -> dict[str, float]:
    """Return a weight for each feature, what it counts from the start where no example tells anything of it."""
    start = np.array([OTHER_STARTS.get(name, START) for name in names])
    weights = start.copy()
    for _ in range(STEPS):
        slope, curvature = _slope_and_curvature(examples, weights, start)
        step = np.linalg.solve(curvature, slope)
        weights -= step / max(1.0, float(np.abs(step).max()))  # no leap over the minimum
        if np.abs(step).max() < SMALL:
            break
    return {name: round(float(weight), DIGITS) for name, weight in zip(names, weights, strict=True)}


def _slope_and_curvature(examples: Sequence[Example], weights: Scores, start: Scores) -> tuple[Scores, Scores]:
    """Return the first and second derivatives of the loss at `weights`."""
    slope = 2 * HOLD * (weights - start)
    curvature = 2 * HOLD * np.eye(len(weights))
    for example in examples:
        scores = example.features @ weights
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        mean = chances @ example.features
        slope += (chances - example.shares) @ example.features
        curvature += (example.features * chances[:, None]).T @ example.features - np.outer(mean, mean)
    return slope, curvature
