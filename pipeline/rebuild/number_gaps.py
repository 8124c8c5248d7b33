"""Numbers of actions that are missing between two that were read: a row may be lost.

A profile may say that no number is missing (`contiguous`): then each gap stops the run, except those before numbers
that the page prints so (`as_printed`). Without `contiguous` a gap is a doubt, and only in a plan whose numbers
otherwise follow one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..errors import CheckFailed, LayoutMismatch
from ..layouts import Layout
from ..records import Action, Issue
from ..text import shortened, small_number
from .profile_advice import toml_list, where

NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})*")
NUMBERED = 0.8  # share of the actions that have a number
MOST_GAPS = 0.2  # share of the numbers, so one in five; with more gaps the plan does not count its actions


def number_gaps(plan_id: str, actions: Sequence[Action]) -> list[Issue]:
    """Return a doubt for each action before which a number is missing, in a plan that counts its actions."""
    numbered = [(action, _parts(action.number)) for action in actions if NUMBER.fullmatch(action.number or "")]
    if len(numbered) < NUMBERED * len(actions):
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
        goes_on = number == last.get((), 0) + 1  # one count for all axes
        if not head and earlier is not None and not goes_on and (action.axis != earlier.axis or number == 1):
            last.pop((), None)
        due = last.get(tuple(head), 0) + 1
        if number > due:
            yield action, (earlier.number if earlier else None) or "none", ".".join(map(str, (*head, due)))
        last[tuple(head)] = number


def _doubt(plan_id: str, action: Action, before: str, missing: str) -> Issue:
    detail = f"number {action.number} follows {before}: {missing} is missing; a row may be lost before this one"
    place = action.action_id, action.page_start
    return Issue("number_missing", "doubt", "rebuild", plan_id, *place, detail, action.number)


def check_numbers(actions: Sequence[Action], layout: Layout, place: str, profile_name: str) -> list[Issue]:
    """Return an issue for each gap in the numbers of an axis that the profile allows, and each name of none.

    Refuses (CheckFailed, all in one) every other number that is missing or out of order: a row was lost or misread.
    Refuses (LayoutMismatch) a number with parts, such as 1.1: a profile cannot call such numbers contiguous.
    """
    due: dict[str | None, set[int]] = {}
    wrong: list[tuple[Action, int]] = []
    allowed: list[Issue] = []
    used: set[str] = set()
    for action in actions:
        number = action.number or ""
        read = small_number(number)
        if read is None:
            told = f"number {shortened(number)!r} is not one of 1, 2, 3…" if number else "it has no number"
            found = f"{shortened(action.action_id)}: {told}, so gaps cannot be found"
            raise LayoutMismatch(place, found, f"Take `contiguous` out of [layout] in profile {profile_name!r}.")
        expected = due.get(action.axis, {1})
        names = {number, action.action_id.partition("/")[2]} & set(layout.as_printed)
        used |= names
        if not any(read in (each, each - 1) for each in expected):
            if names:
                allowed.append(_allowed(action, max(expected)))
            else:
                wrong.append((action, max(expected)))
            due[action.axis] = {read + 1, max(expected) + 1}  # the number is misread, or numbers before it are missing
        else:
            due[action.axis] = {read + 1}
    if wrong:
        raise _gaps_refused(wrong, layout, place, profile_name)
    plan_id = actions[0].plan_id if actions else ""
    return [*allowed, *(_unused(plan_id, name, profile_name) for name in layout.as_printed if name not in used)]


def _allowed(action: Action, due: int) -> Issue:
    detail = f"number {action.number} stands where {due} is expected; `as_printed` of the profile says that it is so"
    place = action.action_id, action.page_start
    return Issue("number_missing", "info", "rebuild", action.plan_id, *place, detail, action.number)


def _unused(plan_id: str, name: str, profile_name: str) -> Issue:
    detail = f"`as_printed` of profile {profile_name!r} names {name!r}, and no action has that number: take it out"
    return Issue("profile_key_unused", "doubt", "rebuild", plan_id, None, None, detail, name)


def _gaps_refused(wrong: Sequence[tuple[Action, int]], layout: Layout, place: str, profile_name: str) -> CheckFailed:
    """Return the error for every number that is missing or out of order, with the lines that allow them."""
    told = [
        f"p. {action.page_start}: " * (action.page_start is not None)
        + f"{action.action_id} ({action.action[:50]!r}) has number {action.number} where {due} is expected"
        for action, due in wrong
    ]
    count = "a number is" if len(wrong) == 1 else f"{len(wrong)} numbers are"
    names = [action.action_id.partition("/")[2] for action, _ in wrong]
    remedy = (
        "Look at the rows before each: a row is lost, or a number is misread or misprinted. Numbers that the page "
        "prints so are allowed one by one; all others are still checked.\n"
        f"{where(profile_name)}\nbelow [layout], without those that the page does not print so:\n"
        f"    as_printed = {toml_list([*layout.as_printed, *names])}"
    )
    return CheckFailed(place, f"{count} missing or out of order:\n  " + "\n  ".join(told), remedy)
