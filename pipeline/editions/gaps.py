"""Pairs an old and a new action that are left between the same two neighbours: one action, written in other words.

A text can be written anew without one word of the old one: "Medir cuántas personas pasan hambre" for "Encuesta
de seguridad alimentaria". Its words then do not help. The pair is made if the place and the
other columns leave no doubt: the same measure, the same bodies, and the same indicator, verification or goal, which few
other actions have. Two actions at one place with different indicators are a removed and an added one.
"""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence

from ..records import Action
from ..reference.successions import Successions
from .bodies import compare_bodies
from .edition import Edition
from .headings import heaviest_order
from .wording import as_printed

TELLING = ("indicators", "verification", "goal", "target", "budget")
FEW = 4  # actions; a value that more of them have does not tell them apart


def pairs_in_gaps(
    old: Edition, new: Edition, paired: Sequence[tuple[int, int]], left: tuple[Sequence[int], Sequence[int]]
) -> dict[int, int]:
    """Return the pairs of old and new actions among those that are `left` without a pair.

    `paired` are the places of the pairs that are known. A gap is what lies between two pairs that kept their order. An
    action with two possible partners in its gap gets none.
    """
    anchors = _in_order(paired)
    gap_of_new = {j: bisect([after for _, after in anchors], j) for j in left[1]}
    values = [_counts(side) for side in (old, new)]
    found = [
        (i, j)
        for i in left[0]
        for j in left[1]
        if bisect([before for before, _ in anchors], i) == gap_of_new[j]
        and _has_same_columns(old.actions[i], new.actions[j], values)
    ]
    rows, columns = Counter(i for i, _ in found), Counter(j for _, j in found)
    return {i: j for i, j in found if rows[i] == columns[j] == 1}


def _in_order(paired: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the pairs that kept their order; if either of two may have moved, both are left out."""
    ordered = sorted(paired)
    places, weights = [j for _, j in ordered], [1.0] * len(ordered)
    first = heaviest_order(places, weights)
    last = {len(ordered) - 1 - at for at in heaviest_order([-j for j in reversed(places)], weights)}
    return [ordered[at] for at in sorted(first & last)]


def has_same_bodies(old: Edition, new: Edition, pair: tuple[int, int], successions: Successions) -> bool:
    """Tell whether a pair names the same responsible bodies, also by other names."""
    sides = zip((old, new), pair, strict=True)
    ours, theirs = (side.bodies.get((side.actions[at].action_id, "responsible"), []) for side, at in sides)
    change = compare_bodies(ours, theirs, successions)
    return change.is_same or change.is_renamed


def _counts(side: Edition) -> Counter[tuple[str, str]]:
    return Counter((column, as_printed(value)) for action in side.actions for column, value in _telling(action))


def _telling(action: Action) -> Iterator[tuple[str, str]]:
    for column in TELLING:
        if value := getattr(action, column):
            yield column, value


def _has_same_columns(before: Action, after: Action, values: Sequence[Counter[tuple[str, str]]]) -> bool:
    if as_printed(before.measure) != as_printed(after.measure):
        return False
    ours, theirs = dict(_telling(before)), dict(_telling(after))
    shared = [(column, as_printed(ours[column])) for column in ours.keys() & theirs.keys()]
    is_same = all(as_printed(theirs[column]) == value for column, value in shared)
    return is_same and any(max(counts[key] for counts in values) <= FEW for key in shared)
