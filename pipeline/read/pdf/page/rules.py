"""Joining rules: many short strokes become the few lines that a reader sees.

Cases met: each cell has four strokes of its own (ar-plan.centred); a border between two cells is drawn twice, half a
point apart; column rules move by a point within one table (timbiqui p. 39).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .drawing import Floats

SNAP = 2.0  # points: parallel strokes nearer than this are one rule
GAP = 3.0  # points: strokes in one line with a gap up to this go on
REACH = 3.5  # points: a rule that ends this near another one meets it

Ints = npt.NDArray[np.int64]


def join_rules(strokes: Floats, gap: float = GAP) -> Floats:
    """Return strokes (n, 3: position, start, end) as rules, sorted by position.

    Strokes within `SNAP` are one rule; overlaps and gaps up to `gap` points are closed.
    """
    if len(strokes) < 2:
        return strokes
    strokes = strokes[np.argsort(strokes[:, 0], kind="stable")]
    line = snapped(strokes[:, 0], SNAP)
    position = np.bincount(line, strokes[:, 0] * _length(strokes)) / np.bincount(line, _length(strokes))
    order = np.lexsort((strokes[:, 1], line))
    strokes, line = strokes[order], line[order]
    offset = line * 1e6
    reach = np.maximum.accumulate(strokes[:, 2] + offset)
    opens = np.concatenate([[True], (strokes[1:, 1] + offset[1:]) > reach[:-1] + gap])
    first = np.flatnonzero(opens)
    last = np.concatenate([first[1:], [len(strokes)]]) - 1
    return np.column_stack([position[line[first]], strokes[first, 1], reach[last] - offset[last]])


def _length(strokes: Floats) -> Floats:
    return np.asarray(strokes[:, 2] - strokes[:, 1] + 1e-6)


def snapped(positions: Floats, tolerance: float) -> Ints:
    """Return for each of the sorted `positions` the number of its group; a group is at most `tolerance` wide."""
    groups: list[int] = []
    start, group = float(positions[0]) if len(positions) else 0.0, 0
    for position in positions.tolist():
        if position - start > tolerance:
            start, group = position, group + 1
        groups.append(group)
    return np.array(groups, dtype=np.int64)


def meeting_groups(horizontal: Floats, vertical: Floats, reach: float = REACH) -> list[tuple[Floats, Floats]]:
    """Return groups of rules that meet, as (horizontal, vertical), topmost first; single rules are left out.

    Two rules meet if the ends of both come within `reach` points of the other.
    """
    if not len(horizontal) or not len(vertical):
        return []
    meets = (
        (horizontal[:, None, 0] >= vertical[None, :, 1] - reach)
        & (horizontal[:, None, 0] <= vertical[None, :, 2] + reach)
        & (vertical[None, :, 0] >= horizontal[:, None, 1] - reach)
        & (vertical[None, :, 0] <= horizontal[:, None, 2] + reach)
    )
    groups = [(horizontal[lying], vertical[standing]) for lying, standing in _hanging_together(meets) if standing]
    return sorted(groups, key=lambda group: (group[0][:, 0].min(), group[0][:, 1].min()))


def _hanging_together(meets: npt.NDArray[np.bool_]) -> list[tuple[list[int], list[int]]]:
    """Return the indexes of the rules of each group, ordered by their first horizontal one."""
    met: list[set[int]] = [set() for _ in meets]
    for row, column in zip(*(indexes.tolist() for indexes in np.nonzero(meets)), strict=True):
        met[row].add(column)
    groups: list[tuple[list[int], set[int]]] = []
    for index, own in enumerate(met):
        lying, standing = [index], own
        for group in [group for group in groups if not standing.isdisjoint(group[1])]:
            lying, standing = group[0] + lying, standing | group[1]
            groups.remove(group)
        groups.append((sorted(lying), standing))
    return [(lying, sorted(standing)) for lying, standing in sorted(groups, key=lambda group: group[0])]
