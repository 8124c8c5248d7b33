"""Calibration: confidences fitted to judgements on actions that the ranker had not learned from.

Five things are fitted: whether an action is one of mere administration, whether no directive fits although it is not,
whether it is on the frameworks' subject, whether a reader would accept a row, and from which confidence on nine first
rows in ten are right. All are logistic regressions with few weights and strong regularisation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .features import Framework
from .ranker import ACCEPTANCE, ADMINISTRATION, SUBJECT, UNCOVERED, Judgement, Ranker, best_columns
from .reviewed_actions import Lesson
from .vectors import Scores

NONE_FITS_FROM = 0.55  # "none fits" is said from here on; above a half, because a wrong one hides a right row
HARDLY_EVER = 0.005  # share of right first rows that may be lost where too low a confidence is taken for "none fits"
ADMINISTRATION_SHARE = 0.2  # how much all actions of mere administration count together, all others counting one
SUBJECT_SHARE = 4.0  # the same of all strangers for "about the framework's subject"
WANTED_PRECISION = 0.9
HOLD = 1.0  # the weight of the square of each weight, features brought to spread 1
SURE_ODDS = 5.0  # logarithm of the odds where all answers are the same
STEPS = 50
SMALL = 1e-6
TINY = 1e-9
ROWS = 5
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Trial:
    """A judgement on an action that the ranker had not learned from, beside what readers said."""

    framework: Framework
    lesson: Lesson
    judgement: Judgement
    sure_from: float  # the confidence from which on the ranker calls a first row sure
    is_stranger: bool = False  # an action of another subject
    is_administration: bool = False  # one of mere administration

    @property
    def first(self) -> str | None:
        """The directive that is proposed first, None where the ranker says that none fits."""
        if self.judgement.is_none:
            return None
        return self.framework.directives[best_columns(self.judgement.scores, 1)[0]].record_id

    @property
    def is_sure(self) -> bool:
        """Whether a directive is proposed first, and with enough confidence."""
        return self.first is not None and self.judgement.first_confidence >= self.sure_from


def calibrate(ranker: Ranker, trials: Sequence[Trial]) -> Ranker:
    """Return `ranker` with its confidences fitted to trials, so that of rows at 0.8 eight in ten are accepted.

    A row is accepted where something fits, the action is about the subject, and the directive is one that fits. The
    first two are fitted first, on strangers too; the third then makes up for what they take away on the subject.
    """
    known = [trial for trial in trials if not trial.is_stranger]
    fitted = replace(
        ranker,
        administration=_fit_administration([*known, *(trial for trial in trials if trial.is_administration)]),
        uncovered=_fit_uncovered(known),
        subject=_fit_subject(trials),
        thresholds={"none_fits": NONE_FITS_FROM, "least": 0.0, "sure": 1.0},
    )
    rows = [row for trial in known for row in _acceptance_rows(trial, fitted.chance(trial.judgement.sight))]
    given, answers, most = zip(*rows, strict=True) if rows else ((), (), ())
    acceptance = fit_probability(given, answers, len(ACCEPTANCE), most=np.array(most))
    fitted = replace(fitted, acceptance=dict(zip(ACCEPTANCE, acceptance, strict=True)))
    fitted = replace(fitted, thresholds={**fitted.thresholds, "least": _least_of_right(rejudge(fitted, known))})
    return replace(fitted, thresholds={**fitted.thresholds, "sure": _sure_from(rejudge(fitted, known))})


def _fit_administration(trials: Sequence[Trial]) -> dict[str, float]:
    told = [trial.judgement.sight.for_administration for trial in trials]
    answers = [trial.is_administration for trial in trials]
    weights = fit_probability(told, answers, len(ADMINISTRATION), _weights(trials, ADMINISTRATION_SHARE))
    return dict(zip(ADMINISTRATION, weights, strict=True))


def _fit_uncovered(trials: Sequence[Trial]) -> dict[str, float]:
    told = [trial.judgement.sight.for_uncovered for trial in trials]
    weights = fit_probability(told, [not trial.lesson.grades for trial in trials], len(UNCOVERED))
    return dict(zip(UNCOVERED, weights, strict=True))


def _fit_subject(trials: Sequence[Trial]) -> dict[str, float]:
    told = [trial.judgement.sight.for_subject for trial in trials]
    near = [not trial.is_stranger for trial in trials]
    weights = fit_probability(told, near, len(SUBJECT), _weights(trials, SUBJECT_SHARE))
    return dict(zip(SUBJECT, weights, strict=True))


def rejudge(ranker: Ranker, trials: Sequence[Trial]) -> list[Trial]:
    """Return the trials with the confidences that `ranker` gives the same scores."""
    return [replace(trial, judgement=ranker.judge(trial.judgement.sight)) for trial in trials]


def fit_probability(
    rows: Sequence[Sequence[float]],
    answers: Sequence[bool],
    width: int,
    counts: Scores | None = None,
    most: Scores | None = None,
) -> list[float]:
    """Return the `width` weights of a logistic regression, the intercept last; with one answer only, weights of 0.

    `counts` says how much each row counts, `most` how likely a yes can be at all. Newton's steps, the same on every
    machine.
    """
    if len(set(answers)) < 2:
        return [0.0] * (width - 1) + [SURE_ODDS if any(answers) else -SURE_ODDS]
    given = np.array(rows, dtype=np.float64)
    middle, spread = given.mean(axis=0), given.std(axis=0)
    spread[spread < SMALL] = 1.0
    features = np.column_stack([(given - middle) / spread, np.ones(len(given))])
    counts = np.ones(len(given)) if counts is None else counts
    most = np.ones(len(given)) if most is None else most
    hold = np.array([HOLD] * given.shape[1] + [SMALL])
    weights = np.zeros(features.shape[1])
    for _ in range(STEPS):
        said = 1.0 / (1.0 + np.exp(-np.clip(features @ weights, -30, 30)))
        chance = np.clip(most * said, TINY, 1 - TINY)
        change = most * said * (1 - said)
        error = change / (chance * (1 - chance)) * (chance - np.array(answers, dtype=np.float64))
        slope = features.T @ (counts * error) + hold * weights
        curvature = (features * (counts * change**2 / (chance * (1 - chance)))[:, None]).T @ features + np.diag(hold)
        step = np.linalg.solve(curvature, slope)
        weights -= step / max(1.0, float(np.abs(step).max()))
        if np.abs(step).max() < SMALL:
            break
    scaled = weights[:-1] / spread
    return [round(float(value), DIGITS) for value in [*scaled, weights[-1] - float(scaled @ middle)]]


def _weights(trials: Sequence[Trial], share: float) -> Scores:
    strangers = sum(trial.is_stranger for trial in trials)
    count = share * (len(trials) - strangers) / max(strangers, 1)
    return np.array([count if trial.is_stranger else 1.0 for trial in trials])


def _acceptance_rows(trial: Trial, most: float) -> Iterator[tuple[tuple[float, ...], bool, float]]:
    """Yield the inputs of each of the best directives (ACCEPTANCE), whether it was accepted, and `most`."""
    sight = trial.judgement.sight
    for column in best_columns(sight.scores, ROWS):
        known = sight.for_acceptance
        values = tuple(float(value[column]) if isinstance(value, np.ndarray) else float(value) for value in known)
        yield values, trial.framework.directives[column].record_id in trial.lesson.grades, most


def _least_of_right(trials: Sequence[Trial]) -> float:
    """Return the confidence below which HARDLY_EVER of the right first rows lie: what is below is taken for none."""
    right = [trial.judgement.first_confidence for trial in trials if trial.first in trial.lesson.grades]
    least = float(np.quantile(right, HARDLY_EVER, method="lower")) if right else 0.0
    return float(np.floor(least * 10**DIGITS) / 10**DIGITS)


def _sure_from(trials: Sequence[Trial]) -> float:
    """Return the lowest confidence from which on nine in ten first rows should be accepted, 1 if there is none.

    The expectation is a line fitted to the first rows of all frameworks. If the right rows above each confidence were
    counted instead, two or three actions of a hundred would decide.
    """
    tried = sorted((trial for trial in trials if trial.first), key=lambda trial: -trial.judgement.first_confidence)
    if not tried:
        return 1.0
    confidences = np.array([trial.judgement.first_confidence for trial in tried])
    odds = np.log(np.maximum(confidences, SMALL) / np.maximum(1 - confidences, SMALL))
    right = [trial.first in trial.lesson.grades for trial in tried]
    slope, intercept = fit_probability([(float(value),) for value in odds], right, 2)
    expected = 1.0 / (1.0 + np.exp(-(slope * odds + intercept)))
    enough = np.flatnonzero(np.cumsum(expected) >= WANTED_PRECISION * np.arange(1, len(tried) + 1))
    sure = float(confidences[enough[-1]]) if len(enough) else 1.0
    return float(np.floor(sure * 10**DIGITS) / 10**DIGITS)
