"""The first columns of a table's last rows, which only the rows above them draw.

A total below a drawn grid may be framed under its numbers alone: its label stands left of the frame, in the columns
that the grid right above has there.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .column_edges import EDGE
from .fragments import Fragment, fill_grid
from .vertical_rules import with_first_column

FARTHEST = 1.5  # of the line's height: white space between the two grids


def with_columns_of_above(fragments: Sequence[Fragment], outside: Sequence[int]) -> list[Fragment]:
    """Return the fragments of a page, topmost first, each with the first columns that the grid above it draws.

    `outside` are the words that no table has. A fragment stays as it is if none of them stands in these columns.
    """
    found: list[Fragment] = []
    for fragment in fragments:
        above = found[-1] if found else None
        found.append(fragment if above is None else _with_first_columns(fragment, above, outside))
    return found


def _with_first_columns(fragment: Fragment, above: Fragment, outside: Sequence[int]) -> Fragment:
    own, edges, height = fragment.grid.columns, above.grid.columns, fragment.line_height
    missing = len(edges) - len(own)
    if above.engine != fragment.engine or missing < 1 or len(own) < 2 or not len(outside):
        return fragment
    if np.abs(edges[missing:] - own).max() > EDGE or not -1 < fragment.box[1] - above.box[3] < FARTHEST * height:
        return fragment
    boxes = fragment.page_words.boxes[list(outside)]
    y = (boxes[:, 1] + boxes[:, 3]) / 2
    beside = boxes[(y > fragment.box[1]) & (y < fragment.box[3]) & (boxes[:, 0] < own[0])]
    left = edges[:missing]
    inner = np.append(left[1:], own[0])
    crossed = (beside[:, 0, None] < inner - 1) & (beside[:, 2, None] > inner + 1)
    if not len(beside) or crossed.any():
        return fragment
    grid = fragment.grid
    for edge in left[::-1].tolist():
        grid = with_first_column(grid, edge)
    return fill_grid(fragment.page, fragment.engine, grid, fragment.page_words, fragment.rectangles)
