"""Learn the ranker's weights from reviewed actions, and write them as a small file that a person can read.

Which directive goes before which is learned from pairs of them (accepted before not accepted, the first one before
the others); how sure to be, and when nothing fits, from scores of actions that were left out of the learning. Few
parameters, strongly shrunk: some fifty reviewed actions are all there is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.errors import ReviewStale
from pipeline.link.bags import read_actions, read_directives
from pipeline.link.concepts import finder_of
from pipeline.link.embeddings import EMBEDDINGS, Encoder
from pipeline.link.features import Framework, compare_texts, prepare_framework
from pipeline.link.files import read_reviews, read_tables
from pipeline.link.lessons import learn_from
from pipeline.link.memory import Lesson, Memory
from pipeline.link.ranker import (
    ACCEPTANCE,
    FEATURES,
    NONE_FITS,
    PARTS,
    WEIGHTS_FILE,
    Judgement,
    Ranker,
    Rankers,
    best_columns,
    judge_actions,
)
from pipeline.link.reviews import Tables
from pipeline.link.vectors import Scores
from pipeline.link.verdicts import judge
from pipeline.reference.concepts import Lexicon, read_concepts

NAMES = {"recalling": "concepts-and-reviews", "forgetting": "concepts"}
SHRINKAGE = 0.06  # scikit-learn's C: small = weights near zero
# What few reviewed actions exercise would be shrunk to nothing: a topic decides where there is one, but most have none.
LOOSENESS = {"target_covered": 2.0, "target_needed": 3.0, "topic_covered": 6.0, "topic_needed": 6.0}
CALIBRATION_SHRINKAGE = 1.0
FIRST_BONUS = 2.0  # grades that the first directive is worth more than another of its grade
UNREAD_WEIGHT = 8.0  # all directives that an action was not given, together
COMPANY = 3.0
NONE_FITS_FROM = 0.4  # half of the F1 that is reached, where F1 is highest
WANTED_PRECISION = 0.9
ROWS = 5
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Course:
    """All that was reviewed in one framework."""

    framework: Framework
    lessons: tuple[Lesson, ...]

    def without(self, action_ids: frozenset[str]) -> Course:
        """Return the course without what was said of these actions."""
        kept = tuple(lesson for lesson in self.lessons if lesson.action.record_id not in action_ids)
        return replace(self, lessons=kept)

    def only(self, action_ids: frozenset[str]) -> Course:
        """Return the course with nothing but what was said of these actions."""
        kept = tuple(lesson for lesson in self.lessons if lesson.action.record_id in action_ids)
        return replace(self, lessons=kept)


@dataclass(frozen=True, slots=True)
class Trial:
    """A judgement on an action that the ranker had not learned from, beside what readers said."""

    framework: Framework
    lesson: Lesson
    judgement: Judgement


def learn_rankers(courses: Sequence[Course]) -> Rankers:
    """Return the rankers that the courses teach: one for frameworks with reviews, one for those without any."""
    return Rankers(taught=learn(courses, recalling), alone=learn(courses, forgetting))


def recalling(course: Course) -> Memory:
    """Return all that was reviewed in a framework."""
    return Memory(course.framework, course.lessons)


def forgetting(course: Course) -> Memory:
    """Return a memory of nothing, as a framework has that nobody reviewed yet."""
    return Memory(course.framework, ())


def learn(courses: Sequence[Course], remember: Callable[[Course], Memory]) -> Ranker:
    """Return the ranker that the courses teach, of use where there is such a memory; no lesson teaches nothing."""
    weights = _learn_order(courses, remember)
    blank = Ranker(
        name=NAMES[remember.__name__],
        weights=weights,
        company=COMPANY,
        acceptance=dict.fromkeys(ACCEPTANCE, 0.0),
        none_fits=dict.fromkeys(NONE_FITS, 0.0),
        thresholds={"none_fits": 1.1, "sure": 1.0},
    )
    return calibrate(blank, hold_out(courses, blank, remember))


def hold_out(
    courses: Sequence[Course],
    ranker: Ranker,
    remember: Callable[[Course], Memory],
    groups: Sequence[frozenset[str]] = (),
    tests: Sequence[Course] = (),
) -> list[Trial]:
    """Return a trial for each action of `tests`, `ranker`'s weights learned anew without what was said of it.

    Without `tests` the reviewed actions themselves are tried. `groups` of action ids are left out together (the actions
    of one plan, say); without them each goes alone. An action that nobody reviewed is tried with the weights as is.
    """
    tests = tests or courses
    single = dict.fromkeys(lesson.action.record_id for test in tests for lesson in test.lessons)
    trials = []
    for group in groups or [frozenset([action_id]) for action_id in single]:
        kept = [course.without(group) for course in courses]
        is_reviewed = any(len(rest.lessons) < len(course.lessons) for rest, course in zip(kept, courses, strict=True))
        taught = replace(ranker, weights=_learn_order(kept, remember)) if is_reviewed else ranker
        for test, rest in zip(tests, kept, strict=True):
            trials += _try(test.only(group), remember(rest), taught)
    return trials


def _try(test: Course, memory: Memory, ranker: Ranker) -> list[Trial]:
    judgements = judge_actions([lesson.action for lesson in test.lessons], test.framework, memory, ranker)
    return [Trial(test.framework, lesson, said) for lesson, said in zip(test.lessons, judgements, strict=True)]


def calibrate(ranker: Ranker, trials: Sequence[Trial]) -> Ranker:
    """Return `ranker` with its confidences fitted to trials, so that of rows at 0.8 eight in ten are accepted."""
    rows = [row for trial in trials if trial.lesson.grades for row in _acceptance_rows(trial)]
    acceptance = _fit_probability([values for values, _ in rows], [accepted for _, accepted in rows], ACCEPTANCE)
    none_rows = [(float(trial.judgement.scores.max()), trial.judgement.sight.none_votes) for trial in trials]
    none_fits = _fit_probability(none_rows, [not trial.lesson.grades for trial in trials], NONE_FITS)
    fitted = replace(ranker, acceptance=acceptance, none_fits=none_fits)
    thresholds = {"none_fits": round(NONE_FITS_FROM, DIGITS)}
    tried = rejudge(replace(fitted, thresholds=thresholds), trials)
    thresholds["sure"] = _sure_from(tried)
    for target in dict.fromkeys(trial.framework.target for trial in trials):
        thresholds[f"sure_{target}"] = _sure_from([trial for trial in tried if trial.framework.target == target])
    return replace(fitted, thresholds=thresholds)


def rejudge(ranker: Ranker, trials: Sequence[Trial]) -> list[Trial]:
    """Return the trials with the confidences that `ranker` gives the same scores."""
    return [replace(trial, judgement=ranker.judge(trial.judgement.sight)) for trial in trials]


def _learn_order(courses: Sequence[Course], remember: Callable[[Course], Memory]) -> dict[str, float]:
    """Return a weight for each feature, 0 where nothing was taught."""
    from sklearn.linear_model import LogisticRegression

    pairs = [pair for course in courses if course.lessons for pair in _pairs_of(course, remember(course))]
    if not pairs:
        return dict.fromkeys(FEATURES, 0.0)
    differences = np.vstack([difference for difference, _ in pairs])
    weights = np.concatenate([weight for _, weight in pairs])
    signs = np.where(np.arange(len(differences)) % 2 == 0, 1.0, -1.0)  # as many pairs one way as the other
    names = _features_of(courses)
    looseness = np.array([LOOSENESS.get(name, 1.0) for name in names])
    model = LogisticRegression(C=SHRINKAGE, fit_intercept=False, max_iter=500)
    model.fit(differences * signs[:, None] * looseness, signs > 0, weights)
    learned = model.coef_[0] * looseness
    return {name: round(float(weight), DIGITS) for name, weight in zip(names, learned, strict=True)}


def _features_of(courses: Sequence[Course]) -> tuple[str, ...]:
    return (*FEATURES, EMBEDDINGS) if any(course.framework.encoder for course in courses) else FEATURES


def _pairs_of(course: Course, memory: Memory) -> Iterator[tuple[Scores, Scores]]:
    """Yield for each accepted directive its lead in every feature over each directive that goes after it."""
    actions = [lesson.action for lesson in course.lessons]
    features = {**compare_texts(actions, course.framework), **memory.recall(actions).features}
    stacked = np.stack([features[name] for name in _features_of([course])], axis=-1)
    worth = _worth(course)
    for row in range(len(actions)):
        accepted = np.flatnonzero(worth[row] > 0)
        for column in accepted:
            after = np.flatnonzero(worth[row] < worth[row, column])
            leads = worth[row, column] - worth[row, after]
            unread = worth[row, after] == 0
            shares = np.where(unread, UNREAD_WEIGHT / max(int(unread.sum()), 1), 1.0)
            yield stacked[row, column] - stacked[row, after], leads * shares / len(accepted)


def _worth(course: Course) -> Scores:
    """Return the grade of each directive for each lesson's action, the first one's with its bonus."""
    keys = [directive.record_id for directive in course.framework.directives]
    rows = []
    for lesson in course.lessons:
        first = next(iter(lesson.grades), None)
        rows.append([lesson.grades.get(key, 0) + FIRST_BONUS * (key == first) for key in keys])
    return np.array(rows, dtype=np.float64)


def _acceptance_rows(trial: Trial) -> Iterator[tuple[tuple[float, ...], bool]]:
    """Yield what is known of each of the best directives, in the order of ACCEPTANCE, and whether it was accepted."""
    sight = trial.judgement.sight
    for column in best_columns(sight.scores, ROWS):
        score = float(sight.scores[column])
        values = (score, score - float(sight.scores.max()), float(sight.near_neighbours[column]))
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
    """Return the least confidence from which on nine in ten first rows are accepted, 1 where there is none."""
    firsts = []
    for trial in trials:
        if trial.framework.directives and not trial.judgement.is_none:
            column = best_columns(trial.judgement.scores, 1)[0]
            is_right = trial.framework.directives[column].record_id in trial.lesson.grades
            firsts.append((float(trial.judgement.confidences[column]), is_right))
    firsts.sort(key=lambda first: -first[0])
    right, sure = 0, 1.0
    for count, (confidence, is_right) in enumerate(firsts, start=1):
        right += is_right
        if right / count >= WANTED_PRECISION:
            sure = confidence
    return float(np.floor(sure * 10**DIGITS) / 10**DIGITS)


def format_weights(rankers: Rankers, taught_by: str) -> str:
    """Return the weights file's text."""
    lines = [
        "# The linker's weights, learned from reviewed actions; remade by `directriz learn` or",
        "# `python -m pipeline.link.learn`. What each feature means: pipeline/link/features.py and memory.py.",
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
        courses.append(Course(framework, learn_from(actions, judged, target)))
    return [course for course in courses if course.framework.directives]


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
