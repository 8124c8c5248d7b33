"""The outer columns of a table without a frame, and its first row where that is a title between two rules.

Nothing but a rule below the header draws such a column. Met where a table's first column is one merged cell, and no
border stands at its outer side (CSS, hidden frame). A title over all columns has no rules between columns: in a table
without a frame they begin below it, and only a rule as wide as the table closes it above.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..page.cell_text import lines_of_words
from ..page.drawing import Floats
from .grid import Grid, regridded
from .rule_groups import is_one_piece
from .vertical_rules import SAME_END

NARROWEST = 20.0  # points that the rule reaches beyond the outermost vertical one
HIGHEST = 3.0  # of a title's height: the rules above and below it are no farther apart
LARGER = 1.15  # times the height of the table's lines: a heading is larger


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


def with_title_above(grid: Grid, horizontal: Floats, vertical: Floats, boxes: Floats) -> Grid:
    """Return a grid without a frame with a title above its first row: one line below a rule just as wide.

    A table with rules at its sides would have them beside its title, too; what stands above it is a heading.
    """
    left, top, right, bottom = grid.box
    sides = (np.abs(vertical[:, 0] - left) < SAME_END) | (np.abs(vertical[:, 0] - right) < SAME_END)
    if (sides & (vertical[:, 1] < bottom) & (vertical[:, 2] > top)).any():
        return grid
    ends = np.abs(horizontal[:, 1] - left) + np.abs(horizontal[:, 2] - right)
    above = horizontal[(ends < 2 * SAME_END) & (horizontal[:, 0] < top - SAME_END), 0]
    if not len(above):
        return grid
    upper = float(above.max())
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    band = boxes[(middle > upper) & (middle < top) & (boxes[:, 2] > left) & (boxes[:, 0] < right)]
    if not len(band) or len(lines_of_words(band)) > 1 or not is_one_piece(band):
        return grid
    height = float(np.median(band[:, 3] - band[:, 1]))
    inside = boxes[(middle > top) & (middle < grid.rows[-1]) & (boxes[:, 0] > left) & (boxes[:, 2] < right)]
    if not len(inside) or height > LARGER * float(np.median(inside[:, 3] - inside[:, 1])):
        return grid  # a heading
    if top - upper > HIGHEST * height:
        return grid
    owner = np.vstack([np.full((1, grid.owner.shape[1]), len(grid.spans)), grid.owner])
    closed = tuple([False] * len(grid.open_above))
    return regridded(replace(grid, rows=np.append(upper, grid.rows), open_above=closed), owner)
