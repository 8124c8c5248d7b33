"""Lessons: which directives readers accepted for an action, the first one first, or that none fits.

They come from reviews, or from the graded actions that were written for calibration.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from ..reference.graded_actions import read_graded
from .concepts import ConceptFinder
from .reviewed_actions import Lesson
from .verdicts import Judged
from .weighted_texts import Document, read_actions

UNGRADED = 2  # grade of an accepted directive that has none: the action clearly contributes


def learn_from(
    actions: Sequence[Document], judged: Mapping[tuple[str, str], Judged], framework: str
) -> tuple[Lesson, ...]:
    """Return a lesson for each action for which readers accepted links to `framework` or said that nothing fits.

    Verdicts that are stale, carried over, unsure or only reject teach nothing.
    """
    lessons = []
    for action in actions:
        said = judged.get((action.record_id, framework))
        if said is None or any(verdict.carried_from for verdict in said.held):
            continue
        accepted = {verdict.directive_id: verdict.grade or UNGRADED for verdict in said.accepted()}
        if accepted or said.is_none_fitting():
            lessons.append(Lesson(action, {} if said.is_none_fitting() else accepted))
    return tuple(lessons)


def graded_lessons(directives: pd.DataFrame, target: str, finder: ConceptFinder) -> tuple[Lesson, ...]:
    """Return a lesson for each graded action that was compared with framework `target`.

    An action with a grade for a text that has changed since is left out.
    """
    today = dict(zip(directives["directive_id"], directives["text_sha256"], strict=True))
    rows = [row for row in read_graded() if row["target_plan_id"] == target]
    stale = {row["action_id"] for row in rows if row["directive_id"] and _is_stale(row, today)}
    grades: dict[str, dict[str, int]] = {row["action_id"]: {} for row in rows if row["action_id"] not in stale}
    for row in rows:
        if row["action_id"] in grades and row["directive_id"]:
            grades[row["action_id"]][row["directive_id"]] = int(row["grade"])
    table = pd.DataFrame(rows).drop_duplicates("action_id") if rows else pd.DataFrame(columns=["action_id"])
    actions = read_actions(table[table["action_id"].isin(grades)], finder)
    return tuple(Lesson(action, grades[action.record_id]) for action in actions)


def _is_stale(row: Mapping[str, str], today: Mapping[str, str]) -> bool:
    return today.get(row["directive_id"]) != row["directive_sha256"]
