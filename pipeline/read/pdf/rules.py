"""Rules snapped and joined: many short strokes become the few lines that a reader sees.

Met here: each cell with four strokes of its own (ar-plan.centred), a border drawn twice half a point apart where two
cells meet, column rules that step by a point within one table (timbiqui p. 39).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.read.pdf.geometry import Floats

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
    """Return the number of the group of each of the sorted `positions`: a group is at most `tolerance` wide."""
    groups = np.zeros(len(positions), dtype=np.int64)
    start, group = positions[0] if len(positions) else 0.0, 0
    for index, position in enumerate(positions.tolist()):
        if position - start > tolerance:
            start, group = position, group + 1
        groups[index] = group
    return groups


def meeting_groups(horizontal: Floats, vertical: Floats, reach: float = REACH) -> list[tuple[Floats, Floats]]:
    """Return the rules that hang together, as (horizontal, vertical) groups, topmost first; single rules left out.

    Two rules meet where the ends of both come within `reach` points of the other.
    """
    if not len(horizontal) or not len(vertical):
        return []
    meets = (
        (horizontal[:, None, 0] >= vertical[None, :, 1] - reach)
        & (horizontal[:, None, 0] <= vertical[None, :, 2] + reach)
        & (vertical[None, :, 0] >= horizontal[:, None, 1] - reach)
        & (vertical[None, :, 0] <= horizontal[:, None, 2] + reach)
    )
    lying, standing = _labels(meets)
    groups = [
        (horizontal[lying == label], vertical[standing == label])
        for label in np.unique(lying)
        if (standing == label).any()
    ]
    return sorted(groups, key=lambda group: (group[0][:, 0].min(), group[0][:, 1].min()))


def _labels(meets: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Return a label for each horizontal and each vertical rule; rules that meet have the same."""
    lying = np.arange(meets.shape[0])
    while True:
        standing = np.where(meets, lying[:, None], len(lying)).min(axis=0)
        spread = np.minimum(lying, np.where(meets, standing[None, :], len(lying)).min(axis=1))
        if (spread == lying).all():
            return lying, standing
        lying = spread
