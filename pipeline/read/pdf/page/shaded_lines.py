"""Lines of text on a shaded bar. Headings often stand on one ("EJE 1. PREVENCIÓN" on a band of colour)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .drawing import Box, Floats

HIGHEST = 6.0  # heights of a line: a higher shade is the background of a box or of a page


def lines_on_shade(boxes: Sequence[Box], rectangles: Floats) -> list[bool]:
    """Return for each line whether a tinted rectangle, not much higher than it, lies behind the middle of it."""
    tinted = rectangles[rectangles[:, 4] > 0] if len(rectangles) else rectangles
    if not len(tinted) or not len(boxes):
        return [False] * len(boxes)
    x0, top, x1, bottom = np.array(boxes, dtype=float).T
    middle = ((x0 + x1) / 2, (top + bottom) / 2)
    behind = (
        (tinted[:, None, 0] <= middle[0])
        & (tinted[:, None, 2] >= middle[0])
        & (tinted[:, None, 1] <= middle[1])
        & (tinted[:, None, 3] >= middle[1])
    )
    is_bar = (tinted[:, 3] - tinted[:, 1])[:, None] <= HIGHEST * (bottom - top)
    return [bool(found) for found in (behind & is_bar).any(axis=0)]
