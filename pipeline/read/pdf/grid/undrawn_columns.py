"""Columns that a page does not draw at all: there, a merged cell of the page before continues without a frame.

If each cell has a frame of its own (CSS, separate borders), the rest of a merged cell may have none. In the middle of a
table it leaves two grids with the same rows side by side: one column, such as the numbers of the rows, and the others.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .grid import Grid, build_grid

SAME_ROW = 2.0  # points: row edges of both
WIDEST = 0.5  # of the table's width: a column that is not drawn


def joined_beside(grids: Sequence[Grid]) -> list[Grid]:
    """Return grids.

    One column and the columns beside it become one grid, with the space between as a column of one cell.
    """
    single = [grid for grid in grids if len(grid.columns) == 2]
    joined: list[Grid] = []
    used: set[int] = set()
    for grid in grids:
        if len(grid.columns) == 2:
            continue
        for lone in single:
            if id(lone) not in used and _stands_beside(lone, grid):
                used.add(id(lone))
                grid = _joined(lone, grid) if lone.columns[0] < grid.columns[0] else _joined(grid, lone)
        joined.append(grid)
    return joined + [lone for lone in single if id(lone) not in used]


def _stands_beside(lone: Grid, grid: Grid) -> bool:
    if len(lone.rows) != len(grid.rows) or np.abs(lone.rows - grid.rows).max() > SAME_ROW:
        return False
    gap = max(grid.columns[0] - lone.columns[-1], lone.columns[0] - grid.columns[-1])
    width = max(grid.columns[-1], lone.columns[-1]) - min(grid.columns[0], lone.columns[0])
    return bool(0 < gap < WIDEST * width)


def _joined(left: Grid, right: Grid) -> Grid:
    columns = np.concatenate([left.columns, right.columns])
    between = np.full((left.owner.shape[0], 1), len(left.spans) + len(right.spans))
    owner = np.hstack([left.owner, between, right.owner + len(left.spans)])
    above = np.array([*left.open_above, True, *right.open_above])
    below = np.array([*left.open_below, True, *right.open_below])
    lying = np.vstack([~above[None], owner[:-1] != owner[1:], ~below[None]])
    return build_grid(columns, right.rows, lying, owner[:, :-1] != owner[:, 1:])
