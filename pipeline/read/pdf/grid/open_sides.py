"""The outer columns of a table without a frame: nothing but a rule below the header is drawn there.

Met where a table's first column is one merged cell, and no border stands at its outer side (CSS, hidden frame).
"""

from __future__ import annotations

import numpy as np

from ..page.drawing import Floats

NARROWEST = 20.0  # points that the rule reaches beyond the outermost vertical one


def with_outer_sides(horizontal: Floats, vertical: Floats, boxes: Floats) -> Floats:
    """Return the vertical rules (x, top, bottom) of a table, with one at each side that a lone horizontal rule reaches.

    Words must stand above and below that rule in the new column, and none over the inner edge of the column.
    """
    top, bottom = vertical[:, 1].min(), vertical[:, 2].max()
    sides = [vertical]
    for outermost, end, way in ((vertical[:, 0].min(), 1, -1.0), (vertical[:, 0].max(), 2, 1.0)):
        beyond = horizontal[(horizontal[:, end] - outermost) * way > NARROWEST]
        if len(beyond) == 1 and _is_column(sorted((float(beyond[0, end]), float(outermost))), beyond[0, 0], boxes,
                                           (float(top), float(bottom))):  # fmt: skip
            sides.append(np.array([[beyond[0, end], top, bottom]]))
    return np.vstack(sides)


def _is_column(edges: list[float], y: float, boxes: Floats, reach: tuple[float, float]) -> bool:
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    beside = (middle > reach[0]) & (middle < reach[1]) & (boxes[:, 2] > edges[0] + 1) & (boxes[:, 0] < edges[1] - 1)
    inside = beside & (boxes[:, 0] > edges[0] - 1) & (boxes[:, 2] < edges[1] + 1)
    above = middle[inside] < y
    return bool((beside == inside).all() and above.any() and not above.all())
