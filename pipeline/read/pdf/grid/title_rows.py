"""Titles inside a table that are drawn without its columns, so that they cut its grid in two.

Met in tables without a frame, and in tables whose rows are shaded except for the titles. The text between two grids on
the same columns is a title of one table if it stands as close to both as the text of rows stands to their borders. A
heading between two tables is farther from them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .column_edges import EDGE
from .fragments import Fragment, refilled
from .headers import row_keys
from .rule_groups import STANDS_OFF

HIGHEST_TITLE = 4.0  # lines


def joined_over_titles(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Return the fragments of a page, topmost first. Fragments on both sides of a title become one."""
    joined: list[Fragment] = []
    for fragment in fragments:
        above = joined[-1] if joined else None
        if above is not None and _is_title_between(above, fragment):
            joined[-1] = _joined(above, fragment)
        else:
            joined.append(fragment)
    return joined


def _is_title_between(above: Fragment, below: Fragment) -> bool:
    if above.engine != below.engine or above.column_count != below.column_count or above.column_count < 2:
        return False
    if np.abs(above.grid.columns - below.grid.columns).max() > EDGE:
        return False
    top, bottom = float(above.grid.rows[-1]), float(below.grid.rows[0])
    if not 0 < bottom - top < HIGHEST_TITLE * above.line_height:
        return False
    if row_keys(above, 0) == row_keys(below, 0) or (below.tinted[0] and not all(below.tinted)):
        return False
    boxes = above.page_words.boxes
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    band = boxes[(middle > top) & (middle < bottom)]
    x0, _, x1, _ = above.box
    if not len(band) or band[:, 0].min() < x0 or band[:, 2].max() > x1:
        return False
    slack = bottom - top - float(band[:, 3].max() - band[:, 1].min())
    return slack < _padding(above) + STANDS_OFF * above.line_height


def _padding(fragment: Fragment) -> float:
    """Return the least white space above and below the text in a row."""
    edges = fragment.grid.rows
    slacks = [
        float(edges[cell.span.row + 1] - edges[cell.span.row]) - (cell.box[3] - cell.box[1])
        for cell in fragment.cells
        if cell.words and cell.span.row_count == 1
    ]
    return max(0.0, min(slacks, default=0.0))


def _joined(above: Fragment, below: Fragment) -> Fragment:
    """Return two fragments as one, with what stands between them as a row of one cell."""
    title = np.full((1, above.column_count), len(above.grid.spans), dtype=np.int64)
    owner = np.vstack([above.grid.owner, title, below.grid.owner + len(above.grid.spans) + 1])
    rows = np.concatenate([above.grid.rows, below.grid.rows])
    grid = replace(above.grid, rows=rows, open_below=below.grid.open_below)
    return refilled(above, grid, owner)
