"""Shaded rows of a table that has horizontal rules too: their borders are rules, and no grid of their own.

Met in a header that is shaded over rows that are only ruled, and in tables both striped and ruled.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.read.pdf.geometry import Floats
from pipeline.read.pdf.grid import Grid
from pipeline.read.pdf.rules import snapped

SAME_SIDE = 4.0  # points: a shaded row and a rule that begin and end within this are of one table
SAME_PLACE = 2.5  # points: a rule at a shaded row's border
FEWEST_LINES = 2  # rules of the same extent


def with_ruled_bands(strokes: Floats, rectangles: Floats, shaded: Sequence[Grid]) -> tuple[Floats, Floats]:
    """Return strokes (y, x0, x1) with the borders of shaded cells among them, and the rectangles without those cells.

    `shaded` are the grids that the rectangles draw. One is part of a ruled table where rules of its own extent stand,
    one at its border and one beyond it.
    """
    if len(strokes) < FEWEST_LINES or not shaded:
        return strokes, rectangles
    order = np.argsort(strokes[:, 0], kind="stable")
    line = snapped(strokes[order, 0], SAME_PLACE)
    count = line[-1] + 1
    y, left, right = np.zeros(count), np.full(count, np.inf), np.full(count, -np.inf)
    np.maximum.at(y, line, strokes[order, 0])
    np.minimum.at(left, line, strokes[order, 1])
    np.maximum.at(right, line, strokes[order, 2])
    ruled = np.zeros(len(rectangles), dtype=bool)
    for x0, top, x1, bottom in (grid.box for grid in shaded):
        same = y[(np.abs(left - x0) < SAME_SIDE) & (np.abs(right - x1) < SAME_SIDE)]
        at_border = (np.abs(same - top) < SAME_PLACE) | (np.abs(same - bottom) < SAME_PLACE)
        beyond = (same < top - SAME_PLACE) | (same > bottom + SAME_PLACE)
        if at_border.any() and beyond.any():
            middle = (rectangles[:, [0, 1]] + rectangles[:, [2, 3]]) / 2
            ruled |= ((middle > [x0, top]) & (middle < [x1, bottom])).all(axis=1) & (rectangles[:, 4] > 0)
    cells = rectangles[ruled]
    return np.concatenate([strokes, cells[:, [1, 0, 2]], cells[:, [3, 0, 2]]]), rectangles[~ruled]
