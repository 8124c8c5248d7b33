"""Learns the ranker's weights from reviewed actions, and writes them as a small file that a person can read.

`learned_order` learns which directive comes before which. `calibrate` learns the confidences and when nothing fits. It
learns them from scores of actions that were left out of the learning, and from actions on other subjects, which no
directive fits (`pipeline/reference/other_subjects.csv`, written for this purpose). There are few parameters and strong
regularisation, because only some hundred actions have been reviewed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from ..errors import ReviewStale
from ..reference.concepts import Lexicon, read_concepts
from .calibrate import Trial, calibrate
from .concepts import finder_of
from .counterparts import seen_elsewhere
from .features import ALL_TEXT_FEATURES, Framework, compare_texts
from .frameworks import Aids, read_frameworks
from .learned_order import HOLD, HOLD_ALONE, OF_REVIEWS, Pull, learn_weights, pull_of, share_attention, starts_of
from .lessons import graded_lessons, learn_from
from .published_tables import read_aids, read_reviews, read_tables
from .ranker import (
    ACCEPTANCE,
    ADMINISTRATION,
    PARTS,
    SUBJECT,
    TABLES,
    UNCOVERED,
    WEIGHTS_FILE,
    Ranker,
    Rankers,
)
from .reviewed_actions import MEMORY_FEATURES, Lesson, Memory
from .reviews import Tables
from .scaling import standardise
from .signals import is_administration, read_strangers, signals_of
from .vectors import Scores
from .verdicts import judge
from .weighted_texts import read_actions

NAMES = {"recalling": "texts-and-reviews", "forgetting": "texts"}
PLAIN = {"recalling": "plain-texts-and-reviews", "forgetting": "plain-texts"}
PARTS_APART = 5  # groups that calibration is learned from


@dataclass(frozen=True, slots=True)
class Course:
    """All reviews in one framework, with the features of each pair."""

    framework: Framework
    lessons: tuple[Lesson, ...]
    texts: Mapping[str, Scores]  # feature -> lessons x directives
    signals: Scores  # one row a lesson
    pulls: tuple[Pull | None, ...]  # None where nothing fits
    whole: Memory  # of all reviews; `recalling` takes this course's part of it
    strangers: Course | None = None  # actions on other subjects, compared with the same directives
    graded: Course | None = None  # actions that were written and graded for calibration

    @classmethod
    def of(cls, framework: Framework, lessons: Sequence[Lesson]) -> Course:
        """Return the course of these lessons, their texts compared with the directives."""
        actions = [lesson.action for lesson in lessons]
        texts = compare_texts(actions, framework)
        pulls = tuple(_pulls(framework, lessons, texts))
        signals = signals_of(actions, texts, framework.strangers, seen_elsewhere(actions, framework, texts, {}))
        return cls(framework, tuple(lessons), texts, signals, pulls, Memory(framework, lessons))

    def without(self, action_ids: frozenset[str]) -> Course:
        """Return the course without the reviews of these actions."""
        return self._rows([lesson.action.record_id not in action_ids for lesson in self.lessons])

    def only(self, action_ids: frozenset[str]) -> Course:
        """Return the course with the reviews of these actions alone."""
        return self._rows([lesson.action.record_id in action_ids for lesson in self.lessons])

    def _rows(self, is_kept: Sequence[bool]) -> Course:
        chosen = np.flatnonzero(is_kept)
        return replace(
            self,
            lessons=tuple(self.lessons[row] for row in chosen),
            texts={name: values[chosen] for name, values in self.texts.items()},
            signals=self.signals[chosen],
            pulls=tuple(self.pulls[row] for row in chosen),
        )


def _pulls(framework: Framework, lessons: Sequence[Lesson], texts: Mapping[str, Scores]) -> Iterator[Pull | None]:
    """Yield how each lesson pulls at the weights; a feature that is not there is not pulled at."""
    if not lessons or not framework.directives:
        return
    missing = np.zeros((len(lessons), len(framework.directives)))
    known = [standardise(texts[name]) if name in texts else missing for name in ALL_TEXT_FEATURES]
    keys = [directive.record_id for directive in framework.directives]
    start = starts_of(ALL_TEXT_FEATURES)
    for features, lesson in zip(np.stack(known, axis=-1), lessons, strict=True):
        is_known = any(key in framework.columns for key in lesson.grades)
        yield pull_of(features, share_attention(keys, lesson.grades), start) if is_known else None


def learn_rankers(courses: Sequence[Course], plain: Sequence[Course]) -> Rankers:
    """Return the rankers learned from the courses; `plain` are the same courses without phrasings."""
    return Rankers(
        taught=learn(courses, recalling),
        alone=learn(courses, forgetting),
        taught_plain=learn(plain, recalling),
        alone_plain=learn(plain, forgetting),
    )


def recalling(course: Course) -> Memory:
    """Return all reviews in a framework."""
    return course.whole.only({lesson.action.record_id for lesson in course.lessons})


def forgetting(course: Course) -> Memory:
    """Return the empty memory of a framework without reviews."""
    return course.whole.only(())


Remember = Callable[[Course], Memory]


def learn(courses: Sequence[Course], remember: Remember) -> Ranker:
    """Return the ranker learned from the courses, for frameworks with such a memory.

    The confidences, and when nothing fits, are learned from actions that the order was not learned from. One plan is
    left out at a time, because the next plan has no reviews; where there is one plan only, a part of its actions.
    """
    is_plain = all(course.framework.phrasings is None for course in courses)
    blank = Ranker(
        name=(PLAIN if is_plain else NAMES)[remember.__name__],
        weights=_learn_order(courses, remember),
        acceptance=dict.fromkeys(ACCEPTANCE, 0.0),
        administration=dict.fromkeys(ADMINISTRATION, 0.0),
        uncovered=dict.fromkeys(UNCOVERED, 0.0),
        subject=dict.fromkeys(SUBJECT, 0.0),
        thresholds={"none_fits": 1.1, "least": 0.0, "sure": 1.0},
    )
    with threadpool_limits(1):  # matrices are small: threads would wait for one another
        return calibrate(blank, _trials(courses, remember, blank))


def _trials(courses: Sequence[Course], remember: Remember, blank: Ranker) -> list[Trial]:
    """Return judgements on actions that were left out of the learning of the order, and on strangers."""
    trials: list[Trial] = []
    for group in plans(courses) or split(courses):
        kept = [course.without(group) for course in courses]
        partly = replace(blank, weights=_learn_order(kept, remember))
        for course, rest in zip(courses, kept, strict=True):
            trials += try_ranker(course.only(group), remember(rest), partly)
    for course in courses:
        tried = try_ranker(course.strangers, remember(course), blank) if course.strangers else []
        trials += [_as_stranger(trial) for trial in tried]
        trials += try_ranker(course.graded, remember(course), blank) if course.graded else []
    return trials


def _as_stranger(trial: Trial) -> Trial:
    return replace(trial, is_stranger=True, is_administration=is_administration(trial.lesson.action))


def plans(courses: Sequence[Course]) -> list[frozenset[str]]:
    """Return the reviewed actions of each plan, where there is more than one plan."""
    ids = dict.fromkeys(lesson.action.record_id for course in courses for lesson in course.lessons)
    names = dict.fromkeys(action_id.split("/")[0] for action_id in ids)
    if len(names) < 2:
        return []
    return [frozenset(each for each in ids if each.split("/")[0] == name) for name in names]


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
    """Return the results of `ranker` for the actions of a course, with a memory of others."""
    actions = [lesson.action for lesson in test.lessons]
    if not actions:
        return []
    sure_from = ranker.thresholds["sure"]
    judged = map(ranker.judge, ranker.look(actions, test.texts, memory, test.signals))
    return [Trial(test.framework, lesson, said, sure_from) for lesson, said in zip(test.lessons, judged, strict=True)]


def _learn_order(courses: Sequence[Course], remember: Remember) -> dict[str, float]:
    """Return a weight for each feature, in the order of FEATURES."""
    pulls = [pull for course in courses for pull in course.pulls if pull is not None]
    hold = HOLD_ALONE if remember is forgetting else HOLD
    return {**learn_weights(pulls, ALL_TEXT_FEATURES, hold), **{name: OF_REVIEWS[name] for name in MEMORY_FEATURES}}


def format_weights(rankers: Rankers, taught_by: str) -> str:
    """Return the weights file's text."""
    lines = [
        "# The linker's weights, learned from reviewed actions; remade by `directriz learn` or",
        "# `python -m directriz.link.learn`. pipeline/link/features.py and reviewed_actions.py define the features.",
        "# [taught] holds where a framework has reviews, [alone] where it has none, _plain where no directive has",
        "# phrasings.",
        f"# Taught by {taught_by}.",
    ]
    for table in TABLES:
        ranker: Ranker = getattr(rankers, table)
        lines += ["", f"[{table}]", f'name = "{ranker.name}"']
        for part in PARTS:
            values: Mapping[str, float] = getattr(ranker, part)
            lines += ["", f"[{table}.{part}]", *(f"{name} = {value}" for name, value in values.items())]
    return "\n".join(lines) + "\n"


def courses_from(tables: Tables, reviews: pd.DataFrame, aids: Aids, lexicon: Lexicon | None = None) -> list[Course]:
    """Return one course for each framework whose directives stand in the tables, in document order."""
    finder = finder_of(lexicon or read_concepts())
    reviewed = tables.actions[tables.actions["action_id"].isin(set(reviews["action_id"]))]
    actions = read_actions(reviewed, finder)
    judged = judge(reviewed, tables.directives, reviews)
    strangers = [Lesson(action, {}) for action in read_strangers(finder, None).actions]
    courses = []
    targets = list(dict.fromkeys(tables.directives["plan_id"]))
    frameworks = read_frameworks(tables.directives, targets, finder, aids)
    without_graded = read_frameworks(tables.directives, targets, finder, replace(aids, with_graded=False))
    for framework, unseen in zip(frameworks, without_graded, strict=True):
        if framework.directives:
            course = Course.of(framework, learn_from(actions, judged, framework.target))
            graded = Course.of(unseen, graded_lessons(tables.directives, framework.target, finder))
            courses.append(replace(course, strangers=Course.of(framework, strangers), graded=graded))
    return courses


def main(root: Path) -> None:
    """Remake the weights file from the published tables and reviews of `root`; refused where no review holds."""
    tables = read_tables(root)
    reviews = read_reviews(root)
    aids = read_aids(root)
    courses = courses_from(tables, reviews, aids)
    taught = len({lesson.action.record_id for course in courses for lesson in course.lessons})
    if not taught:
        raise ReviewStale("raw/reviews/links.csv", "no verdict holds, so nothing can be learned", "Review links anew.")
    targets = ", ".join(course.framework.target for course in courses)
    plain = courses_from(tables, reviews, replace(aids, with_phrasings=False))
    text = format_weights(learn_rankers(courses, plain), f"{taught} reviewed actions of {targets}")
    WEIGHTS_FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))
