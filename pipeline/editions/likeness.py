"""The evidence that a new action continues an old one: a score for every pair.

Wording counts most. The other columns come next; a rare value counts more than a frequent one ("Cantidad de personas
formadas" is in half the rows of ar-plan). The place comes last: axis, number, and the actions around it. Places are
compared in a second round, when the pairs that are certain without them show where the rest should stand.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..reference.successions import Successions
from ..text import fold
from .bodies import compare_bodies
from .edition import Edition
from .wording import Wording, as_printed, terms_of

WORDING = 0.62
COLUMNS = {"measure": 0.08, "objective": 0.04, "indicators": 0.08, "verification": 0.05, "goal": 0.03}
BODIES = {"responsible": 0.06, "associated": 0.04}
PLACE = 0.10
NEIGHBOURS = 0.7  # share of the place's score; the rest is axis and number
LEAST = 0.36  # below this score two actions are no pair
CERTAIN = 0.6  # from this score on, with a lead, a pair shows where its neighbours should stand
LEAD = 0.12
REACH = 4  # places beyond its neighbours at which an action counts as far away
RARE = 4  # rows; a value in more rows counts less

Matrix = np.ndarray[Any, np.dtype[np.float64]]


@dataclass(frozen=True)
class Likeness:
    """The scores of all pairs of two editions."""

    wording: Matrix  # 0 to 1
    score: Matrix  # 0 to 1
    pairs: dict[int, int]  # old place → new place, one to one


def pair_actions(old: Edition, new: Edition, words: Wording, successions: Successions) -> Likeness:
    """Return the scores of all pairs and the pairs that together have the highest."""
    wording = np.array([[words.likeness(mine.action, other.action) for other in new.actions] for mine in old.actions])
    wording = wording.reshape(len(old.actions), len(new.actions))
    telling = WORDING * wording + _columns(old, new, successions)
    score = telling + PLACE * _first_places(old, new)
    for _ in range(2):
        certain = _certain(score, _assign(score))
        score = telling + PLACE * (
            NEIGHBOURS * _between(old, new, certain) + (1 - NEIGHBOURS) * _first_places(old, new)
        )
    return Likeness(wording, score, _assign(score))


def _assign(score: Matrix) -> dict[int, int]:
    """Return the pairs of the best assignment; an action may stay alone, which is as good as a pair of score LEAST."""
    from scipy.optimize import linear_sum_assignment  # 0.6 s to import, and most runs compare no editions

    rows, columns = score.shape
    whole = np.full((rows + columns, rows + columns), LEAST / 2)
    whole[:rows, :columns] = score
    whole[rows:, columns:] = 0.0
    whole[rows:, :columns] = LEAST / 2
    whole[:rows, columns:] = LEAST / 2
    chosen = zip(*linear_sum_assignment(whole, maximize=True), strict=True)
    return {int(i): int(j) for i, j in chosen if i < rows and j < columns and score[i, j] >= LEAST}


def _certain(score: Matrix, pairs: dict[int, int]) -> dict[int, int]:
    """Return the pairs whose score is high and far from that of every rival."""
    found = {}
    for i, j in pairs.items():
        rivals = [*np.delete(score[i], j), *np.delete(score[:, j], i)]
        if score[i, j] >= CERTAIN and score[i, j] - max(rivals, default=0.0) >= LEAD:
            found[i] = j
    return found


def _columns(old: Edition, new: Edition, successions: Successions) -> Matrix:
    total = np.zeros((len(old.actions), len(new.actions)))
    for column, weight in COLUMNS.items():
        total += weight * _column(old, new, column)
    for column, weight in BODIES.items():
        total += weight * _bodies(old, new, column, successions)
    return total


def _column(old: Edition, new: Edition, column: str) -> Matrix:
    """Return the weight of two actions' agreement in a column: -0.5 to 1."""
    ours, theirs = ([getattr(action, column) or "" for action in side.actions] for side in (old, new))
    counts = Counter(map(as_printed, (*ours, *theirs)))
    known: dict[tuple[str, str], float] = {}
    for mine in set(ours):
        for other in set(theirs):
            known[mine, other] = _agreement(mine, other, counts, new.language)
    return np.array([[known[mine, other] for other in theirs] for mine in ours]).reshape(len(ours), len(theirs))


def _agreement(mine: str, other: str, counts: Counter[str], code: str) -> float:
    if not mine or not other:
        return 0.0
    if as_printed(mine) == as_printed(other):
        return min(1.0, 0.25 + 0.75 * RARE / max(1.0, counts[as_printed(mine)] / 2))
    ours, theirs = terms_of(mine, code), terms_of(other, code)
    shared = len(ours & theirs) / max(1, min(len(ours), len(theirs)))
    return shared - 0.5


def _bodies(old: Edition, new: Edition, column: str, successions: Successions) -> Matrix:
    """Return 1 where the bodies are the same, also by another name, 0 where one side names none, else less than 0."""
    cells = [[side.bodies.get((action.action_id, column), []) for action in side.actions] for side in (old, new)]
    known: dict[tuple[str, ...], float] = {}
    total = np.zeros((len(cells[0]), len(cells[1])))
    for i, mine in enumerate(cells[0]):
        for j, other in enumerate(cells[1]):
            if mine and other:
                key = (*(fold(body.surface) for body in mine), "→", *(fold(body.surface) for body in other))
                if key not in known:
                    change = compare_bodies(mine, other, successions)
                    known[key] = 1.0 if change.is_same or change.is_renamed else -0.5
                total[i, j] = known[key]
    return total


def _first_places(old: Edition, new: Edition) -> Matrix:
    """Return the likeness of two actions' places, told by axis, sub-axis and number alone: 0 to 1."""
    total = np.zeros((len(old.actions), len(new.actions)))
    for i, mine in enumerate(old.actions):
        for j, other in enumerate(new.actions):
            same = [fold(getattr(mine, name) or "") == fold(getattr(other, name) or "") for name in ("axis", "subaxis")]
            total[i, j] = 0.4 * same[0] + 0.3 * same[1] + 0.3 * (same[0] and mine.number == other.number)
    return total


def _between(old: Edition, new: Edition, certain: dict[int, int]) -> Matrix:
    """Return 1 if a new action stands between the certain neighbours of an old one, less with growing distance."""
    total = np.zeros((len(old.actions), len(new.actions)))
    for i in range(len(old.actions)):
        before = next((certain[k] for k in range(i - 1, -1, -1) if k in certain), -1)
        after = next((certain[k] for k in range(i + 1, len(old.actions)) if k in certain), len(new.actions))
        share = _share(i, certain, len(old.actions))
        for j in range(len(new.actions)):
            total[i, j] = _nearness(j, before, after, share)
    return total


def _share(place: int, certain: dict[int, int], count: int) -> float:
    """Return where an old action stands between its certain neighbours, 0 to 1."""
    before = next((k for k in range(place - 1, -1, -1) if k in certain), -1)
    after = next((k for k in range(place + 1, count) if k in certain), count)
    return (place - before) / (after - before)


def _nearness(place: int, before: int, after: int, share: float) -> float:
    if before >= after:  # a neighbour was moved: near either is near
        return max(_nearness(place, before, before + 2, 0.5), _nearness(place, after - 2, after, 0.5))
    off = max(before + 1 - place, place - after + 1, 0)
    if off:
        return max(0.0, 0.8 * (1 - off / REACH))
    return 1.0 - 0.3 * abs((place - before) / (after - before) - share)
