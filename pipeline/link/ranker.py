"""How features become an order, a confidence and a verdict "none fits": a sum with learned weights.

The weights stand in `pipeline/reference/ranker_weights.toml`, few and readable; `python -m pipeline.link.learn`
remakes that file from the reviews.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from pipeline.errors import ManifestInvalid
from pipeline.link.features import FEATURES, Scores

WEIGHTS_FILE = Path(__file__).parent.parent / "reference" / "ranker_weights.toml"
SCORE_DIGITS = 6  # scores that agree so far are ties, and stand in document order


@dataclass(frozen=True, slots=True)
class Ranker:
    """Learned weights: of features, of the calibration, and the thresholds that go with them."""

    name: str
    weights: Mapping[str, float]  # feature -> weight
    calibration: tuple[float, float]  # confidence = logistic(slope * score + intercept)
    least_score: float  # below it nothing fits

    def score(self, features: Mapping[str, Scores]) -> Scores:
        """Return the score of every pair, rounded so that no machine orders ties its own way."""
        total: Scores = sum((self.weights[name] * features[name] for name in FEATURES), np.float64(0))
        rounded: Scores = np.round(total, SCORE_DIGITS)
        return rounded

    def confidence(self, scores: Scores) -> Scores:
        """Return the probability, as calibrated, that a reader accepts a link with such a score."""
        slope, intercept = self.calibration
        odds: Scores = np.exp(slope * scores + intercept)
        return odds / (1.0 + odds)


def best_columns(scores: Scores, count: int) -> list[int]:
    """Return the columns of the `count` highest of `scores` (one action's), the best first, ties in document order."""
    return [int(column) for column in np.argsort(-scores, kind="stable")[:count]]


@cache
def read_ranker(path: Path = WEIGHTS_FILE) -> Ranker:
    """Return the ranker of a weights file; a feature without a weight, or a weight without a feature, is refused."""
    with path.open("rb") as file:
        entries = tomllib.load(file)
    if set(entries["weights"]) != set(FEATURES):
        differing = ", ".join(sorted(set(entries["weights"]) ^ set(FEATURES)))
        raise ManifestInvalid(
            path.name, f"weights and features differ: {differing}", "Run python -m pipeline.link.learn"
        )
    calibration = entries["calibration"]
    return Ranker(
        name=entries["name"],
        weights={name: float(entries["weights"][name]) for name in FEATURES},
        calibration=(float(calibration["slope"]), float(calibration["intercept"])),
        least_score=float(entries["thresholds"]["least_score"]),
    )
