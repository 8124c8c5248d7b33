"""Tables in which the header or other rows are filled bands, and horizontal rules separate the other rows.

If a band is filled cell by cell, its cells show the columns. Its edges count as rules like the others.
"""

from __future__ import annotations

import numpy as np

from ..page.drawing import Floats
from ..page.rules import snapped
from .horizontal_rules import SAME_SIDE, SHORTEST_RULE
from .striped_rows import MOST_BOXES

BESIDE = 3.0  # points: a rule this near a band's edge is the band's own


def banded(rectangles: Floats, strokes: Floats) -> list[Floats]:
    """Return the edges (y, x0, x1) of what filled cells and horizontal rules of one extent draw together.

    `rectangles` are filled, `strokes` the horizontal rules of the page; what grids have of both is left out.
    """
    found: list[Floats] = []
    for left, right in _extents(strokes) if 0 < len(rectangles) <= MOST_BOXES and len(strokes) <= MOST_BOXES else ():
        cells = rectangles[(rectangles[:, 0] > left - SAME_SIDE) & (rectangles[:, 2] < right + SAME_SIDE)]
        if not len(cells) or cells[:, 0].min() > left + SAME_SIDE or cells[:, 2].max() < right - SAME_SIDE:
            continue
        rules = strokes[(strokes[:, 1] > left - SAME_SIDE) & (strokes[:, 2] < right + SAME_SIDE)]
        y = rules[:, 0, None]
        if ((y < cells[:, 1] - BESIDE) | (y > cells[:, 3] + BESIDE)).all(axis=1).any():
            found.append(np.concatenate([cells[:, [1, 0, 2]], cells[:, [3, 0, 2]], rules]))
    return found


def _extents(strokes: Floats) -> list[tuple[float, float]]:
    """Return where the lines of strokes begin and end, the widest first. Lines inside a wider one are left out."""
    if not len(strokes):
        return []
    strokes = strokes[np.argsort(strokes[:, 0], kind="stable")]
    line = snapped(strokes[:, 0], 2.0)
    lines = [strokes[line == index] for index in range(line[-1] + 1)]
    reaches = sorted(
        ((float(own[:, 1].min()), float(own[:, 2].max())) for own in lines), key=lambda own: own[0] - own[1]
    )
    kept: list[tuple[float, float]] = []
    for left, right in reaches:
        inside = any(left > first - SAME_SIDE and right < last + SAME_SIDE for first, last in kept)
        if right - left > SHORTEST_RULE and not inside:
            kept.append((left, right))
    return kept
