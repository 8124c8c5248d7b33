"""Learn the order of directives from reviewed actions: one weight a feature.

Each reviewed action says what share of a reader's attention each directive deserves: its grade, the first one with a
bonus, as shares of their sum. Weights are those under which the softmax of the scores comes nearest to these shares
(ListNet), held near "every feature counts the same", because some hundred reviewed actions are all there is: on plans
that were left out of the learning, weights that are held strongly are better than free ones. The sum is
convex and small, so Newton's steps find its only minimum to the last written digit on any machine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .vectors import Scores

START = 0.15  # what a feature counts until reviews say otherwise: all texts' features together about five
OTHER_STARTS = {
    "target_apart": -START,  # speaks against a link
    "phrased_target_apart": -START,
    "general": -START,  # readers prefer the specific directive
    "neighbours": 4.0,  # lies between 0 and 1, while the features of texts have a spread of 1
    "near_neighbours": 4.0,
    "neighbours_first": 4.0,
}
HOLD = 300.0  # how strongly: the weight of the square of each step away from it
OTHER_HOLDS = {"neighbours": 10.0, "near_neighbours": 10.0, "neighbours_first": 10.0}
FIRST_BONUS = 2.0  # grades that the first directive is worth more than another of its grade
STEPS = 50
SMALL = 1e-7
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
    hold = np.array([OTHER_HOLDS.get(name, HOLD) for name in names])
    stacks = _stacked(examples)
    weights = start.copy()
    for _ in range(STEPS):
        slope, curvature = _slope_and_curvature(stacks, weights)
        step = np.linalg.solve(curvature + 2 * np.diag(hold), slope + 2 * hold * (weights - start))
        weights -= step / max(1.0, float(np.abs(step).max()))  # no leap over the minimum
        if np.abs(step).max() < SMALL:
            break
    return {name: round(float(weight), DIGITS) for name, weight in zip(names, weights, strict=True)}


def _stacked(examples: Sequence[Example]) -> list[tuple[Scores, Scores]]:
    """Return features and shares of examples with as many directives as one another, in one piece each."""
    sizes = dict.fromkeys(len(example.shares) for example in examples)
    alike = [[example for example in examples if len(example.shares) == size] for size in sizes]
    return [(np.stack([each.features for each in some]), np.stack([each.shares for each in some])) for some in alike]


def _slope_and_curvature(stacks: Sequence[tuple[Scores, Scores]], weights: Scores) -> tuple[Scores, Scores]:
    """Return the first and second derivatives at `weights` of how far the shares are missed, the hold left out."""
    slope = np.zeros(len(weights))
    curvature = np.zeros((len(weights), len(weights)))
    for features, shares in stacks:
        scores = features @ weights
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        means = np.einsum("nd,ndk->nk", chances, features)
        slope += np.einsum("nd,ndk->k", chances - shares, features)
        flat = (features * np.sqrt(chances)[:, :, None]).reshape(-1, len(weights))
        curvature += flat.T @ flat - means.T @ means
    return slope, curvature
