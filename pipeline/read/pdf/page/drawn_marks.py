"""Bullets that are drawn and not printed: a browser draws the dots and squares of its lists as small shapes.

Such a mark is no word. It stands right before a line and says that an item of a list begins there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .drawing import Box, Floats

LEAST, MOST = 0.1, 0.8  # of a line's height: width and height of a bullet
FARTHEST = 2.5  # heights of a line between a bullet and its line
EVEN = 2.5  # times its shorter side, at most, that the longer side of a bullet is


def lines_with_marks(boxes: Sequence[Box], shapes: Floats) -> list[bool]:
    """Return for each line whether a small shape stands before it, at the height of its letters.

    `shapes`: (n, 4), small drawn shapes and pictures. A shape with words between it and the line is no bullet.
    """
    if not len(shapes) or not len(boxes):
        return [False] * len(boxes)
    x0, top, x1, bottom = (side[:, None] for side in np.array(boxes, dtype=float).T)
    wide, high = shapes[:, 2] - shapes[:, 0], shapes[:, 3] - shapes[:, 1]
    height = bottom - top
    is_small = (np.minimum(wide, high) >= LEAST * height) & (np.maximum(wide, high) <= MOST * height)
    is_small &= np.maximum(wide, high) <= EVEN * np.minimum(wide, high)
    middle = (shapes[:, 1] + shapes[:, 3]) / 2
    is_level = (middle > top) & (middle < bottom)
    gap = x0 - shapes[:, 2]
    is_before = is_small & is_level & (gap >= 0) & (gap <= FARTHEST * height)
    is_inside = is_level & (shapes[:, 0] < x1) & (shapes[:, 2] > x0)
    nearest = [_nearest(before, gaps) for before, gaps in zip(is_before, gap, strict=True)]
    return [place is not None and not bool(is_inside[:, place].any()) for place in nearest]


def _nearest(is_before: np.ndarray[tuple[int], np.dtype[np.bool_]], gaps: Floats) -> int | None:
    """Return the shape that stands nearest before a line, None where none does."""
    places = np.flatnonzero(is_before)
    return int(places[gaps[places].argmin()]) if len(places) else None
