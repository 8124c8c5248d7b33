"""Measures the quality of rankings of directives, with 95 % bootstrap intervals; tests/gold/README.md explains them.

Over actions that have a primary directive: hit@1 (the first is the primary), accepted@1 (the first is listed),
recall@5, MRR of the primary, nDCG@10 with gain 2^grade - 1; an action wrongly said to have none scores 0 in all. Over
all actions: F1 of "nothing fits".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

SEED = 20261124
RESAMPLES = 1000
DIGITS = 4
NAMES = ("hit@1", "accepted@1", "recall@5", "mrr", "ndcg@10")


@dataclass(frozen=True, slots=True)
class Answered:
    """One action in one framework: what readers listed, and the ranking to be scored."""

    action_id: str
    grades: Mapping[str, int]  # directive_id -> 1 to 3, the primary one first; empty = none fits
    ranking: Sequence[str]  # directive_ids, the best first; empty = said to have none


def score_rankings(answered: Sequence[Answered]) -> dict[str, object]:
    """Return each measure with its interval [low, high], the F1 of "nothing fits" and the number of actions."""
    scored = np.array([score_ranking(answer) for answer in answered if answer.grades])
    report: dict[str, object] = {"actions": len(answered), "actions_with_primary": len(scored)}
    for column, name in enumerate(NAMES):
        values = scored[:, column] if len(scored) else np.zeros(0)
        report[name] = _mean(values)
        report[f"{name}_interval"] = interval(values)
    report["no_match_f1"] = no_match_f1(answered)
    return report


def score_ranking(answer: Answered) -> tuple[float, ...]:
    """Return the measures of one ranking, in the order of NAMES; the action has a primary directive."""
    grades, ranking = answer.grades, answer.ranking
    if not ranking:
        return (0.0,) * len(NAMES)
    primary = next(iter(grades))
    place = ranking.index(primary) + 1 if primary in ranking else 0
    return (
        float(ranking[0] == primary),
        float(ranking[0] in grades),
        len(set(ranking[:5]) & set(grades)) / len(grades),
        1.0 / place if place else 0.0,
        _gain([grades.get(key, 0) for key in ranking[:10]]) / _gain(sorted(grades.values(), reverse=True)[:10]),
    )


def no_match_f1(answered: Sequence[Answered]) -> float | None:
    """Return the F1 of "nothing fits"; None if it is neither true nor said of any action."""
    hits = sum(not answer.ranking and not answer.grades for answer in answered)
    said = sum(not answer.ranking for answer in answered)
    true = sum(not answer.grades for answer in answered)
    return round(2 * hits / (said + true), DIGITS) if said + true else None


def interval(values: Sequence[float] | np.ndarray) -> list[float] | None:
    """Return the 95 % bootstrap interval of a mean, from resamples with a fixed seed; None without values."""
    if len(values) == 0:
        return None
    choices = np.random.default_rng(SEED).integers(0, len(values), (RESAMPLES, len(values)))
    means = np.asarray(values)[choices].mean(axis=1)
    return [round(float(bound), DIGITS) for bound in np.quantile(means, (0.025, 0.975))]


def _mean(values: np.ndarray) -> float | None:
    return round(float(values.mean()), DIGITS) if len(values) else None


def _gain(grades: Sequence[int]) -> float:
    return float(sum((2**grade - 1) / np.log2(place + 1) for place, grade in enumerate(grades, start=1)))
