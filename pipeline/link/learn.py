"""Learn the ranker's weights from reviewed actions, and write them as a small file that a person can read.

Which directive goes before which is learned in `order`; how sure to be, and when nothing fits, from scores of actions
that were left out of the learning. Few parameters, strongly held: some fifty reviewed actions are all there is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from ..errors import ReviewStale
from ..reference.concepts import Lexicon, read_concepts
from .bags import read_actions, read_directives
from .concepts import finder_of
from .embeddings import EMBEDDINGS, Encoder
from .features import Framework, compare_texts, prepare_framework
from .files import read_reviews, read_tables
from .lessons import learn_from
from .memory import Lesson, Memory
from .order import Example, learn_weights, share_attention
from .ranker import (
    ACCEPTANCE,
    FEATURES,
    NONE_FITS,
    PARTS,
    WEIGHTS_FILE,
    Judgement,
    Ranker,
    Rankers,
    best_columns,
)
from .reviews import Tables
from .vectors import Scores
from .verdicts import judge

NAMES = {"recalling": "concepts-and-reviews", "forgetting": "concepts"}
PARTS_APART = 10  # groups that calibration is learned from
CALIBRATION_SHRINKAGE = 10.0  # scikit-learn's C: so many rows that little needs holding
COMPANY = 2.0
NONE_FITS_FROM = 0.4  # half of the F1 that is reached, where F1 is highest
WANTED_PRECISION = 0.9
SMALL = 1e-6
ROWS = 5
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Course:
    """All that was reviewed in one framework, with what the texts say for each pair."""

    framework: Framework
    lessons: tuple[Lesson, ...]
    texts: Mapping[str, Scores]  # feature -> lessons x directives

    @classmethod
    def of(cls, framework: Framework, lessons: Sequence[Lesson]) -> Course:
        """Return the course of these lessons, their texts compared with the directives."""
        texts = compare_texts([lesson.action for lesson in lessons], framework)
        return cls(framework, tuple(lessons), texts)

    def without(self, action_ids: frozenset[str]) -> Course:
        """Return the course without what was said of these actions."""
        return self._rows([lesson.action.record_id not in action_ids for lesson in self.lessons])

    def only(self, action_ids: frozenset[str]) -> Course:
        """Return the course with nothing but what was said of these actions."""
        return self._rows([lesson.action.record_id in action_ids for lesson in self.lessons])

    def _rows(self, is_kept: Sequence[bool]) -> Course:
        chosen = np.flatnonzero(is_kept)
        texts = {name: values[chosen] for name, values in self.texts.items()}
        return Course(self.framework, tuple(self.lessons[row] for row in chosen), texts)


@dataclass(frozen=True, slots=True)
class Trial:
    """A judgement on an action that the ranker had not learned from, beside what readers said."""

    framework: Framework
    lesson: Lesson
    judgement: Judgement
    sure_from: float  # the confidence from which on the ranker calls a first row sure

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


def learn_rankers(courses: Sequence[Course]) -> Rankers:
    """Return the rankers that the courses teach: one for frameworks with reviews, one for those without any."""
    return Rankers(taught=learn(courses, recalling), alone=learn(courses, forgetting))


def recalling(course: Course) -> Memory:
    """Return all that was reviewed in a framework."""
    return Memory(course.framework, course.lessons)


def forgetting(course: Course) -> Memory:
    """Return a memory of nothing, as a framework has that nobody reviewed yet."""
    return Memory(course.framework, ())


Remember = Callable[[Course], Memory]


def learn(courses: Sequence[Course], remember: Remember) -> Ranker:
    """Return the ranker that the courses teach, of use where there is such a memory.

    How sure to be and when nothing fits are learned from actions that the order was not learned from, a part of them at
    a time.
    """
    blank = Ranker(
        name=NAMES[remember.__name__],
        weights=_learn_order(courses, remember),
        company=COMPANY,
        acceptance=dict.fromkeys(ACCEPTANCE, 0.0),
        none_fits=dict.fromkeys(NONE_FITS, 0.0),
        thresholds={"none_fits": 1.1, "sure": 1.0},
    )
    trials = []
    for group in split(courses):
        kept = [course.without(group) for course in courses]
        partly = replace(blank, weights=_learn_order(kept, remember))
        for course, rest in zip(courses, kept, strict=True):
            trials += try_ranker(course.only(group), remember(rest), partly)
    return calibrate(blank, trials)


def split(courses: Sequence[Course]) -> list[frozenset[str]]:
    """Return the reviewed actions in PARTS_APART groups, neighbours in a document in different ones."""
    single = list(dict.fromkeys(lesson.action.record_id for course in courses for lesson in course.lessons))
    return [frozenset(single[start::PARTS_APART]) for start in range(min(PARTS_APART, len(single)))]


def hold_out(
    courses: Sequence[Course], remember: Remember, groups: Sequence[frozenset[str]], tests: Sequence[Course] = ()
) -> list[Trial]:
    """Return a trial for each action of `groups`, by a ranker that learned all it knows without the action's group.

    Weights, calibration and thresholds are learned anew for each group. `tests` has the answers to try; without it the
    reviewed actions themselves are tried.
    """
    tests = tests or courses
    trials = []
    for group in groups:
        kept = [course.without(group) for course in courses]
        taught = learn(kept, remember)
        for test, rest in zip(tests, kept, strict=True):
            trials += try_ranker(test.only(group), remember(rest), taught)
    return trials


def try_ranker(test: Course, memory: Memory, ranker: Ranker) -> list[Trial]:
    """Return what `ranker` makes of the actions of a course, with a memory of others."""
    actions = [lesson.action for lesson in test.lessons]
    if not actions:
        return []
    sure_from = ranker.thresholds["sure"]
    judged = map(ranker.judge, ranker.look(actions, test.texts, memory))
    return [Trial(test.framework, lesson, said, sure_from) for lesson, said in zip(test.lessons, judged, strict=True)]


def calibrate(ranker: Ranker, trials: Sequence[Trial]) -> Ranker:
    """Return `ranker` with its confidences fitted to trials, so that of rows at 0.8 eight in ten are accepted."""
    rows = [row for trial in trials if trial.lesson.grades for row in _acceptance_rows(trial)]
    acceptance = _fit_probability([values for values, _ in rows], [accepted for _, accepted in rows], ACCEPTANCE)
    none_rows = [(float(trial.judgement.scores.max()), trial.judgement.sight.none_votes) for trial in trials]
    none_fits = _fit_probability(none_rows, [not trial.lesson.grades for trial in trials], NONE_FITS)
    fitted = replace(ranker, acceptance=acceptance, none_fits=none_fits)
    thresholds = {"none_fits": round(NONE_FITS_FROM, DIGITS)}
    tried = rejudge(replace(fitted, thresholds=thresholds), trials)
    return replace(fitted, thresholds={**thresholds, "sure": _sure_from(tried)})


def rejudge(ranker: Ranker, trials: Sequence[Trial]) -> list[Trial]:
    """Return the trials with the confidences that `ranker` gives the same scores."""
    return [replace(trial, judgement=ranker.judge(trial.judgement.sight)) for trial in trials]


def _learn_order(courses: Sequence[Course], remember: Remember) -> dict[str, float]:
    """Return a weight for each feature; memory speaks of each action as of one that was not reviewed."""
    names = (*FEATURES, EMBEDDINGS) if any(course.framework.encoder for course in courses) else FEATURES
    examples = []
    for course in courses:
        recalled = remember(course).recall([lesson.action for lesson in course.lessons])
        stacked = np.stack([{**course.texts, **recalled.features}[name] for name in names], axis=-1)
        keys = [directive.record_id for directive in course.framework.directives]
        examples += [
            Example(features, share_attention(keys, lesson.grades))
            for features, lesson in zip(stacked, course.lessons, strict=True)
            if lesson.grades
        ]
    return learn_weights(examples, names)


def _acceptance_rows(trial: Trial) -> Iterator[tuple[tuple[float, ...], bool]]:
    """Yield what is known of each of the best directives, in the order of ACCEPTANCE, and whether it was accepted."""
    sight = trial.judgement.sight
    for column in best_columns(sight.scores, ROWS):
        values = (float(sight.scores[column]), float(sight.behind[column]), sight.rivals)
        yield values, trial.framework.directives[column].record_id in trial.lesson.grades


def _fit_probability(
    rows: Sequence[tuple[float, ...]], answers: Sequence[bool], names: Sequence[str]
) -> dict[str, float]:
    """Return a logistic regression's weights, the intercept last; with one answer only, that answer's share."""
    from sklearn.linear_model import LogisticRegression

    if len(set(answers)) < 2:
        sure = 5.0 if answers and answers[0] else -5.0
        return {**dict.fromkeys(names, 0.0), "intercept": sure}
    model = LogisticRegression(C=CALIBRATION_SHRINKAGE, max_iter=500).fit(np.array(rows), np.array(answers))
    values = [*model.coef_[0], model.intercept_[0]]
    return {name: round(float(value), DIGITS) for name, value in zip(names, values, strict=True)}


def _sure_from(trials: Sequence[Trial]) -> float:
    """Return the least confidence from which on nine in ten first rows are expected to be accepted, 1 where none is.

    Expected by a line through all first rows of all frameworks: counting the right ones above each confidence would let
    two or three actions of a hundred decide.
    """
    tried = sorted((trial for trial in trials if trial.first), key=lambda trial: -trial.judgement.first_confidence)
    confidences = np.array([trial.judgement.first_confidence for trial in tried])
    odds = np.log(np.maximum(confidences, SMALL) / np.maximum(1 - confidences, SMALL))
    right = [trial.first in trial.lesson.grades for trial in tried]
    line = _fit_probability([(float(value),) for value in odds], right, ("odds", "intercept"))
    expected = 1.0 / (1.0 + np.exp(-(line["odds"] * odds + line["intercept"])))
    enough = np.flatnonzero(np.cumsum(expected) >= WANTED_PRECISION * np.arange(1, len(tried) + 1))
    sure = float(confidences[enough[-1]]) if len(enough) else 1.0
    return float(np.floor(sure * 10**DIGITS) / 10**DIGITS)


def format_weights(rankers: Rankers, taught_by: str) -> str:
    """Return the weights file's text."""
    lines = [
        "# The linker's weights, learned from reviewed actions; remade by `directriz learn` or",
        "# `python -m directriz.link.learn`. What each feature means: pipeline/link/features.py and memory.py.",
        "# [taught] holds where a framework has reviews, [alone] where it has none.",
        f"# Taught by {taught_by}.",
    ]
    for table, ranker in (("taught", rankers.taught), ("alone", rankers.alone)):
        lines += ["", f"[{table}]", f'name = "{ranker.name}"', f"company = {ranker.company}"]
        for part in PARTS:
            values: Mapping[str, float] = getattr(ranker, part)
            lines += ["", f"[{table}.{part}]", *(f"{name} = {value}" for name, value in values.items())]
    return "\n".join(lines) + "\n"


def courses_from(
    tables: Tables, reviews: pd.DataFrame, lexicon: Lexicon | None = None, encoder: Encoder | None = None
) -> list[Course]:
    """Return one course for each framework whose directives stand in the tables, in document order."""
    finder = finder_of(lexicon or read_concepts())
    reviewed = tables.actions[tables.actions["action_id"].isin(set(reviews["action_id"]))]
    actions = read_actions(reviewed, finder)
    judged = judge(reviewed, tables.directives, reviews, {})
    courses = []
    for target in dict.fromkeys(tables.directives["plan_id"]):
        framework = prepare_framework(target, read_directives(tables.directives, target, finder), encoder)
        if framework.directives:
            courses.append(Course.of(framework, learn_from(actions, judged, target)))
    return courses


def main(root: Path, encoder: Encoder | None = None) -> None:
    """Remake the weights file from the published tables and reviews of `root`; refused where no review holds."""
    tables = read_tables(root)
    reviews = read_reviews(root)
    courses = courses_from(tables, reviews, encoder=encoder)
    taught = len({lesson.action.record_id for course in courses for lesson in course.lessons})
    if not taught:
        raise ReviewStale("raw/reviews/links.csv", "no verdict holds, so nothing can be learned", "Review links anew.")
    targets = ", ".join(course.framework.target for course in courses)
    text = format_weights(learn_rankers(courses), f"{taught} reviewed actions of {targets}")
    WEIGHTS_FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
