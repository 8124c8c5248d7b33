"""Tables with vertical rules only, and labels beside a drawn grid, outside its frame.

Vertical rules that begin and end together are the columns of a table; its rows are its lines of text. A column of
labels left of a grid, one beside nearly each of its rows, is the table's first column.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..page.drawing import Floats
from ..page.rules import Ints
from ..page.words import Words
from .grid import Grid, build_grid

FEWEST_RULES = 3
SAME_END = 3.0  # points
SHORTEST = 25.0  # points: a rule beside two lines of text
FARTHEST = 30.0  # points between the widest label and the grid
FLUSH = 8.0  # of the line's height: the same, where the labels begin together
MOSTLY = 0.6  # share of the rows that have a label
FEWEST_ROWS = 3
WIDEST = 1.5  # of the grid's width


def closed_by_ends(vertical: Floats, grids: Sequence[Grid], boxes: Floats) -> list[tuple[Floats, Floats]]:
    """Return rules (horizontal, vertical) of each table that vertical rules alone draw, closed where they end."""
    for x0, top, x1, bottom in (grid.box for grid in grids):
        apart = (vertical[:, 0] < x0 - SAME_END) | (vertical[:, 0] > x1 + SAME_END)
        vertical = vertical[apart | (vertical[:, 2] < top) | (vertical[:, 1] > bottom)]
    vertical = vertical[vertical[:, 2] - vertical[:, 1] > SHORTEST]
    found = []
    while len(vertical):
        alike = (np.abs(vertical[:, 1:] - vertical[0, 1:]) < SAME_END).all(axis=1)
        own, vertical = vertical[alike], vertical[~alike]
        if len(own) >= FEWEST_RULES and _has_text(own, boxes):
            top, bottom = float(own[:, 1].min()), float(own[:, 2].max())
            left, right = float(own[:, 0].min()), float(own[:, 0].max())
            found.append((np.array([[top, left, right], [bottom, left, right]]), own))
    return found


def _has_text(rules: Floats, boxes: Floats) -> bool:
    """Tell whether words stand between most of the rules, and none over one."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    edges = np.sort(rules[:, 0])
    inside = boxes[(y > rules[0, 1]) & (y < rules[0, 2]) & (x > edges[0]) & (x < edges[-1])]
    crossed = (inside[:, 0, None] < edges - 1) & (inside[:, 2, None] > edges + 1)
    filled = np.unique(np.searchsorted(edges, (inside[:, 0] + inside[:, 2]) / 2))
    return not crossed.any() and len(filled) * 2 > len(edges) - 1


def with_outer_labels(grid: Grid, words: Words, others: Sequence[Grid]) -> Grid:
    """Return a grid with a first column of the labels that stand left of it, outside its frame.

    The grid is unchanged if too few rows have a label, or if other text stands there.
    """
    left, top, right, bottom = grid.box
    boxes = words.boxes
    y = (boxes[:, 1] + boxes[:, 3]) / 2
    beside = np.flatnonzero((boxes[:, 2] < left + 1) & (y > top) & (y < bottom))
    if len(beside) < FEWEST_ROWS or any(_stands_left(other, grid) for other in others):
        return grid
    row = np.searchsorted(grid.rows, y[beside]) - 1
    nearest = np.array([boxes[beside[row == index], 2].max(initial=-np.inf) for index in range(len(grid.rows) - 1)])
    labelled = np.isfinite(nearest)
    filled = _filled_rows(grid, boxes)
    if (labelled & filled).sum() < max(FEWEST_ROWS, MOSTLY * filled.sum()):
        return grid
    start = float(boxes[beside, 0].min())
    over = boxes[(boxes[:, 0] < left - 1) & (boxes[:, 2] > left + 1) & (y > top) & (y < bottom)]
    height = float(np.median(boxes[beside, 3] - boxes[beside, 1]))
    begins = np.array([boxes[beside[row == index], 0].min() for index in np.flatnonzero(labelled)]) - start
    is_flush = bool(np.mean(begins < 1) >= MOSTLY)  # labels flush left stand as far as their column is wide
    if (
        left - nearest.max() > (FLUSH * height if is_flush else FARTHEST)
        or left - start > WIDEST * (right - left)
        or len(over)
    ):
        return grid
    if not _ends_there(boxes, beside, (top, bottom)):
        return grid
    return with_first_column(grid, start - 1.0)


def _stands_left(other: Grid, grid: Grid) -> bool:
    return (
        other is not grid
        and other.box[0] < grid.box[0]
        and min(other.box[3], grid.box[3]) > max(other.box[1], grid.box[1])
    )


def _filled_rows(grid: Grid, boxes: Floats) -> Ints:
    """Tell which rows of a grid have text."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside = (x > grid.columns[0]) & (x < grid.columns[-1])
    row = np.searchsorted(grid.rows, y[inside]) - 1
    return np.asarray(np.isin(np.arange(len(grid.rows) - 1), row))


def _ends_there(boxes: Floats, beside: Ints, reach: tuple[float, float]) -> bool:
    """Tell whether the labels are a column of the table alone: no such text goes on right above or below it."""
    left, right = float(boxes[beside, 0].min()), float(boxes[beside, 2].max())
    height = float(np.median(boxes[beside, 3] - boxes[beside, 1]))
    column = boxes[(boxes[:, 0] > left - 1) & (boxes[:, 2] < right + 1)]
    middle = (column[:, 1] + column[:, 3]) / 2
    near = (np.abs(middle - reach[0]) < height) & (middle < reach[0])
    near |= (np.abs(middle - reach[1]) < height) & (middle > reach[1])
    return not near.any()


def with_first_column(grid: Grid, start: float) -> Grid:
    """Return a grid with one more column at its left, from `start` on, with a cell for each row."""
    lying = np.column_stack([grid.lying.any(axis=1), grid.lying])
    standing = np.column_stack([np.ones(len(grid.rows) - 1, bool), grid.standing])
    return build_grid(np.append(start, grid.columns), grid.rows, lying, standing)
