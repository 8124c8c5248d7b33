"""The rest of a table with horizontal rules only. Its columns are those of the page before.

The last page of a table may have only one or two rows: too little white space to find the columns. If its rules begin
and end like those of the page before, and no word crosses the known column edges, the table continues.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..page.drawing import Floats
from ..page.rules import snapped
from .column_edges import EDGE
from .evidence import Evidence
from .fragments import Fragment
from .grid import Grid
from .rule_groups import crosses, is_one_piece


def columns_to_go_on(fragments: Sequence[Fragment]) -> Floats | None:
    """Return the column edges of the lowest table of a page if it has horizontal rules only; None for any other."""
    lowest = max(fragments, key=lambda fragment: fragment.box[3], default=None)
    return lowest.grid.columns if lowest is not None and lowest.evidence is Evidence.ROWS else None


def rows_going_on(strokes: Floats, boxes: Floats, columns: Floats) -> tuple[Floats, Floats]:
    """Return where the rules of a continued table stand on a page, and their strokes (y, x0, x1); none if none does.

    The topmost rules from side to side, down to white space. Rows over the columns are another table's.
    """
    left, right, nothing = float(columns[0]), float(columns[-1]), np.zeros(0)
    own = strokes[(strokes[:, 1] > left - EDGE) & (strokes[:, 2] < right + EDGE)]
    if not len(own):
        return nothing, own
    own = own[np.argsort(own[:, 0], kind="stable")]
    line = snapped(own[:, 0], 2.0)
    rows = np.bincount(line, own[:, 0]) / np.bincount(line)
    reaches = [bool(np.ptp(own[line == index, 1:]) > right - left - 2 * EDGE) for index in range(len(rows))]
    if not reaches[0]:
        return nothing, own[:0]
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    beside = (boxes[:, 0] > left - EDGE) & (boxes[:, 2] < right + EDGE)
    last = 0
    for below in range(1, len(rows)):
        band = boxes[(middle > rows[below - 1]) & (middle < rows[below]) & beside]
        if not len(band):
            break
        if crosses(band, columns[1:-1]) and not is_one_piece(band):
            return nothing, own[:0]  # another table
        last = below
    while last and not reaches[last]:
        last -= 1
    return rows[: last + 1], own[line <= last]


def fills_columns(rows: Floats, boxes: Floats, columns: Floats) -> bool:
    """Tell whether the words between the first and the last of some rows stand in two columns or more."""
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    inside = boxes[(middle > rows[0]) & (middle < rows[-1])]
    return len(set(np.searchsorted(columns, (inside[:, 0] + inside[:, 2]) / 2).tolist())) > 1


def on_known_columns(grid: Grid, boxes: Floats, columns: Floats) -> Grid:
    """Return a grid with the known columns if they part its words just as its own columns do; else the grid itself."""
    own = grid.columns
    if len(own) != len(columns) or np.abs(own[[0, -1]] - columns[[0, -1]]).max() > EDGE:
        return grid
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    x = x[(y > grid.rows[0]) & (y < grid.rows[-1])]
    is_same = np.array_equal(np.searchsorted(own[1:-1], x), np.searchsorted(columns[1:-1], x))
    return replace(grid, columns=columns) if is_same else grid
