"""Score the linker and the usual ways on hand-checked links, the action under test always held out of the reviews.

`evaluate_links` scores a published table as it stands; `evaluate` asks what a reader of a new action would get: for
each action the reviews on it are taken away, weights, calibration and thresholds are learned anew from the others, and
the action is linked. The same with its whole plan taken away, and with the reviews cut in halves at random.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from .baselines import BASELINES
from .calibrate import Trial
from .concepts import finder_of
from .frameworks import Aids
from .learn import Course, courses_from, forgetting, hold_out, recalling, try_ranker
from .measures import DIGITS, SEED, Answered, interval, score_rankings
from .ranker import Ranker, Rankers, best_columns, read_rankers
from .reviewed_actions import Lesson
from .reviews import Tables
from .weighted_texts import read_actions

RANKS = 10
MOST_PLACES = 20
BOLD = 0.8  # confidence from which on nine in ten are to be right
ROWS = 5  # as many as are published
SPLITS = 4  # times that the reviews are cut in halves
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)

Report = dict[str, Any]


def evaluate_links(links: pd.DataFrame, gold: pd.DataFrame) -> Report:
    """Return the scores of a `links` table by framework, as it stands, reviews and all.

    `gold` has the columns of tests/gold/links.csv as strings. Rankings are as long as they were published, five at
    most, so nDCG@10 can fall short of 1 for an action with more directives.
    """
    answers = read_answers(gold)
    ranked: dict[tuple[str, str], list[str]] = {}
    for row in links.sort_values("rank", kind="stable").itertuples():
        found = ranked.setdefault((str(row.action_id), str(row.target_plan_id)), [])
        if isinstance(row.directive_id, str) and row.directive_id:
            found.append(row.directive_id)
    return {
        target: score_rankings(
            [
                Answered(action_id, grades, ranked.get((action_id, target), []))
                for action_id, grades in of_target.items()
            ]
        )
        for target, of_target in answers.items()
    }


def evaluate(
    tables: Tables, reviews: pd.DataFrame, gold: pd.DataFrame, aids: Aids | None = None, rankers: Rankers | None = None
) -> Report:
    """Return the report: the linker held out in four ways, the baselines, and how well each concept finds its links."""
    rankers = rankers or read_rankers()
    courses = courses_from(tables, reviews, aids or Aids())
    tests = _tests(tables, gold, courses)
    ids = list(dict.fromkeys(lesson.action.record_id for test in tests for lesson in test.lessons))
    single = [frozenset([action_id]) for action_id in ids]
    held_out = hold_out(courses, recalling, single, tests)
    return {
        "held_out": _by_target(held_out, partial(_full_report, rankers.taught)),
        "half": _by_target(hold_out(courses, recalling, _halves(ids), tests), scores_and_abstention),
        "new_plan": _by_target(hold_out(courses, recalling, _plans(ids), tests), scores_and_abstention),
        "no_reviews": _by_target(hold_out(courses, forgetting, single, tests), scores_and_abstention),
        "baselines": {
            name: {test.framework.target: _baseline(test, way) for test in tests} for name, way in BASELINES.items()
        },
        "reliability": _reliability(held_out),
        "concepts": score_concepts(tests),
    }


def evaluate_blind(tables: Tables, reviews: pd.DataFrame, gold: pd.DataFrame, aids: Aids | None = None) -> Report:
    """Return the scores of the linker as it ships on answers that it never saw; no text and no id is in them.

    The reviews of the workspace are used, except those on the actions that are scored.
    """
    rankers = read_rankers()
    courses = courses_from(tables, reviews, aids or Aids())
    report: Report = {}
    for test, course in zip(_tests(tables, gold, courses), courses, strict=True):
        if test.lessons:
            memory = recalling(course)
            trials = try_ranker(test, memory, rankers.ranker_for(test.framework, memory))
            report[test.framework.target] = {**scores_and_abstention(trials), **_places(trials)}
    return report


def _places(trials: Sequence[Trial]) -> Report:
    """Return how often the primary directive is among the first ten and twenty, and how sure rows come out."""
    linked = [trial for trial in trials if trial.lesson.grades]
    places = [
        _columns_of(trial, MOST_PLACES).index(next(iter(trial.lesson.grades)))
        if next(iter(trial.lesson.grades)) in _columns_of(trial, MOST_PLACES)
        else MOST_PLACES
        for trial in linked
    ]
    bold = [trial for trial in trials if trial.first and trial.judgement.first_confidence >= BOLD]
    return {
        "primary@10": _share(sum(place < RANKS for place in places), len(linked)),
        "primary@20": _share(sum(place < MOST_PLACES for place in places), len(linked)),
        "confident": len(bold),
        "confident_right": sum(trial.first in trial.lesson.grades for trial in bold),
    }


def _columns_of(trial: Trial, count: int) -> list[str]:
    return [trial.framework.directives[column].record_id for column in best_columns(trial.judgement.scores, count)]


def score_concepts(tests: Sequence[Course]) -> list[Report]:
    """Return for each concept how well it finds links by itself, the most frequent first.

    A pair that shares the concept is found; precision is the share of these pairs that readers listed, recall the share
    of the listed pairs of actions that name it, support the number of actions that name it.
    """
    found: dict[str, list[int]] = {}
    for test in tests:
        named = [{match.key for match in directive.matches} for directive in test.framework.directives]
        ids = [directive.record_id for directive in test.framework.directives]
        for lesson in test.lessons:
            for key in {match.key for match in lesson.action.matches}:
                pairs = {directive_id for directive_id, keys in zip(ids, named, strict=True) if key in keys}
                counts = found.setdefault(key, [0, 0, 0, 0])
                right = len(pairs & set(lesson.grades))
                for place, value in enumerate((1, right, len(pairs), len(lesson.grades))):
                    counts[place] += value
    return [
        {"concept": key, "support": support, "precision": _share(right, pairs), "recall": _share(right, listed)}
        for key, (support, right, pairs, listed) in sorted(found.items(), key=lambda item: (-item[1][0], item[0]))
    ]


def read_answers(gold: pd.DataFrame) -> dict[str, dict[str, dict[str, int]]]:
    """Return by framework and action the grade of each listed directive, the primary one first; {} = none fits."""
    answers: dict[str, dict[str, dict[str, int]]] = {}
    first = gold["is_primary"].astype("str").str.lower() == "true"
    for row in pd.concat([gold[first], gold[~first]]).to_dict("records"):
        grades = answers.setdefault(str(row["target_plan_id"]), {}).setdefault(str(row["action_id"]), {})
        if row["directive_id"] and row["directive_id"] == row["directive_id"]:  # "" or NaN: none fits
            grades[str(row["directive_id"])] = int(row["grade"])
    return answers


def _tests(tables: Tables, gold: pd.DataFrame, courses: Sequence[Course]) -> list[Course]:
    answers = read_answers(gold)
    asked = tables.actions[tables.actions["action_id"].isin(set(gold["action_id"]))]
    documents = {action.record_id: action for action in read_actions(asked, finder_of())}
    return [
        Course.of(
            course.framework,
            [
                Lesson(documents[action_id], grades)
                for action_id, grades in answers.get(course.framework.target, {}).items()
                if action_id in documents
            ],
        )
        for course in courses
    ]


def _plans(action_ids: Sequence[str]) -> list[frozenset[str]]:
    """Return the actions of each plan."""
    plans = dict.fromkeys(action_id.split("/")[0] for action_id in action_ids)
    return [frozenset(each for each in action_ids if each.split("/")[0] == plan) for plan in plans]


def _halves(action_ids: Sequence[str]) -> list[frozenset[str]]:
    """Return both halves of the actions, cut SPLITS times at random with a fixed seed."""
    generator = np.random.default_rng(SEED)
    middle = len(action_ids) // 2
    halves = []
    for _ in range(SPLITS):
        order = [action_ids[place] for place in generator.permutation(len(action_ids))]
        halves += [frozenset(order[:middle]), frozenset(order[middle:])]
    return [half for half in halves if half]


def _by_target(trials: Sequence[Trial], report: Callable[[Sequence[Trial]], Report]) -> Report:
    targets = dict.fromkeys(trial.framework.target for trial in trials)
    return {target: report([trial for trial in trials if trial.framework.target == target]) for target in targets}


def _scores(trials: Sequence[Trial]) -> Report:
    return score_rankings([Answered(t.lesson.action.record_id, t.lesson.grades, _ranking(t)) for t in trials])


def _ranking(trial: Trial) -> list[str]:
    if trial.judgement.is_none:
        return []
    return [trial.framework.directives[column].record_id for column in best_columns(trial.judgement.scores, RANKS)]


def _full_report(ranker: Ranker, trials: Sequence[Trial]) -> Report:
    return {
        **scores_and_abstention(trials),
        "sure_from": ranker.thresholds["sure"],
        "by_plan": _by_part(trials, 1),
        "by_axis": _by_part(trials, 2),
    }


def _by_part(trials: Sequence[Trial], parts: int) -> Report:
    keys = ["/".join(trial.lesson.action.record_id.split("/")[:parts]) for trial in trials]
    return {
        key: _scores([trial for trial, other in zip(trials, keys, strict=True) if other == key])
        for key in dict.fromkeys(keys)
    }


def scores_and_abstention(trials: Sequence[Trial]) -> Report:
    """Return the scores, and how many actions get a sure first row, or a sure answer at all, and how many are right.

    An answer is a sure first row or a no-match. The share of sure first rows is given of all actions, and of those that
    have a directive.
    """
    sure = [float(trial.first in trial.lesson.grades) for trial in trials if trial.is_sure]
    none = [float(not trial.lesson.grades) for trial in trials if trial.judgement.is_none]
    linked = sum(bool(trial.lesson.grades) for trial in trials)
    return {
        **_scores(trials),
        "sure_precision": _share(sum(sure), len(sure)),
        "sure_precision_interval": interval(sure),
        "sure_coverage": _share(len(sure), len(trials)),
        "sure_coverage_of_linked": _share(len(sure), linked),
        "answer_precision": _share(sum(sure + none), len(sure + none)),
        "answer_precision_interval": interval(sure + none),
        "answer_coverage": _share(len(sure + none), len(trials)),
    }


def _share(part: float, whole: int) -> float | None:
    return round(part / whole, DIGITS) if whole else None


def _reliability(trials: Sequence[Trial]) -> list[Report]:
    """Return for each bin of confidence how many rows fall into it and which share of them readers accept."""
    rows = [
        (
            float(trial.judgement.confidences[column]),
            trial.framework.directives[column].record_id in trial.lesson.grades,
        )
        for trial in trials
        for column in best_columns(trial.judgement.scores, ROWS)
    ]
    curve = []
    for low, high in pairwise(BINS):
        inside = [(said, right) for said, right in rows if low <= said < high or (high == 1.0 and said == 1.0)]
        said, right = (round(float(np.mean(values)), DIGITS) if inside else None for values in _columns(inside))
        curve.append({"from": low, "to": high, "rows": len(inside), "confidence": said, "accepted": right})
    return curve


def _columns(rows: Sequence[tuple[float, bool]]) -> tuple[list[float], list[float]]:
    return [said for said, _ in rows], [float(right) for _, right in rows]


def _baseline(test: Course, way: Callable[..., Any]) -> Mapping[str, object]:
    actions = [lesson.action for lesson in test.lessons]
    if not actions:
        return score_rankings([])
    scores = way(actions, test.framework)
    rankings = [[test.framework.directives[column].record_id for column in best_columns(row, RANKS)] for row in scores]
    return score_rankings(
        [
            Answered(lesson.action.record_id, lesson.grades, ranking)
            for lesson, ranking in zip(test.lessons, rankings, strict=True)
        ]
    )
