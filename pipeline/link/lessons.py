"""Reviews as lessons: which directives readers accepted for an action, the first one first, or that none fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .bags import Document
from .memory import Lesson
from .verdicts import Judged

UNGRADED = 2  # an accepted directive without a grade clearly contributes


def learn_from(
    actions: Sequence[Document], judged: Mapping[tuple[str, str], Judged], framework: str
) -> tuple[Lesson, ...]:
    """Return a lesson for each action on whose links to `framework` readers have said yes, or that nothing fits.

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
