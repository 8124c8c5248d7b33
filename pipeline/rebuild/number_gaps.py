"""Numbers of actions that are missing between two that were read: a row may be lost.

A profile may say that no number is missing (`contiguous`): then a gap stops the run. Here nothing is known, so a gap is
a doubt, and only in a plan whose numbers otherwise follow one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..records import Action, Issue

NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*")
FEWEST = 4  # numbered actions
NUMBERED = 0.8  # share of the actions that have a number
MOST_GAPS = 0.2  # share of the numbers; with more gaps the plan does not count its actions


def number_gaps(plan_id: str, actions: Sequence[Action]) -> list[Issue]:
    """Return a doubt for each action before which a number is missing, in a plan that counts its actions."""
    numbered = [(action, _parts(action.number)) for action in actions if NUMBER.fullmatch(action.number or "")]
    if len(numbered) < max(FEWEST, NUMBERED * len(actions)):
        return []
    found = list(_gaps(numbered))
    if len(found) > MOST_GAPS * len(numbered):
        return []
    return [_doubt(plan_id, action, before, missing) for action, before, missing in found]


def _parts(number: str | None) -> tuple[int, ...]:
    return tuple(map(int, (number or "").split(".")))


def _gaps(numbered: Sequence[tuple[Action, tuple[int, ...]]]) -> Iterator[tuple[Action, str, str]]:
    """Yield each action that lacks a number before it, with the number read before and the one that is missing."""
    last: dict[tuple[int, ...], int] = {}  # by the parts before the last one
    for place, (action, parts) in enumerate(numbered):
        earlier = numbered[place - 1][0] if place else None
        *head, number = parts
        if not head and earlier is not None and (action.axis != earlier.axis or number == 1):
            last.pop((), None)
        due = last.get(tuple(head), 0) + 1
        if number > due:
            yield action, (earlier.number if earlier else None) or "none", ".".join(map(str, (*head, due)))
        last[tuple(head)] = number


def _doubt(plan_id: str, action: Action, before: str, missing: str) -> Issue:
    detail = f"number {action.number} follows {before}: {missing} is missing; a row may be lost before this one"
    place = action.action_id, action.page_start
    return Issue("number_missing", "doubt", "rebuild", plan_id, *place, detail, action.number)
