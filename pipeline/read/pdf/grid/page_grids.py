"""Finds the grids of a page: by rules that cross, by filled rectangles, or by horizontal rules alone.

The names of these engines: "grid", rules that cross; "fills", filled rectangles without rules; "rows", horizontal rules
only, or the edges of shaded rows if every second row is shaded.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..page.drawing import Drawing, Floats
from ..page.rules import join_rules, meeting_groups
from ..page.words import Words
from .captions import between_captions, captions_on
from .evidence import Evidence
from .filled_bands import banded
from .grid import Grid, grid_of
from .horizontal_rules import away_from, row_grids, with_reach
from .open_sides import with_outer_sides, with_title_above
from .side_by_side import gutter_between
from .striped_rows import ABUTS, FEWEST_BOXES, stripes
from .touching_tables import parted
from .vertical_rules import closed_by_ends
from .word_marks import without_word_marks


def grids_on(drawing: Drawing, words: Words, known: Floats | None = None) -> list[tuple[Evidence, Grid]]:
    """Return the grids of a page with their engine, topmost first.

    "fills": filled rectangles, where no rules are; "rows": horizontal rules only. `words` are the page's, `known` the
    column edges of a table that horizontal rules draw and that may go on from the page before.
    """
    boxes = words.boxes
    horizontal, vertical = join_rules(drawing.horizontal), join_rules(drawing.vertical)
    groups = [
        (lying, with_outer_sides(lying, standing, boxes)) for lying, standing in meeting_groups(horizontal, vertical)
    ]
    tables = [table for group in groups for table in parted(*group, boxes)]
    ruled = [grid for table in tables if (grid := grid_of(*table)) is not None]
    found = [(Evidence.RULES, with_title_above(grid, horizontal, vertical, boxes)) for grid in ruled]
    upright = closed_by_ends(vertical, [grid for _, grid in found], boxes)
    found += [(Evidence.RULES, grid) for rules in upright if (grid := grid_of(*rules)) is not None]
    rectangles = _without_backgrounds(_apart_from(drawing.rectangles, [grid for _, grid in found]))
    strokes = without_word_marks(away_from(drawing.horizontal, [grid for _, grid in found]), boxes)
    captions = captions_on(words)
    for edges in banded(rectangles[rectangles[:, 4] > 0], strokes):
        for own, rules in between_captions(captions, boxes, edges):
            found += [(Evidence.ROWS, grid) for grid in row_grids(rules, own, [])]
    rectangles = _apart_from(rectangles, [grid for _, grid in found])
    for edges in stripes(rectangles[rectangles[:, 4] > 0], boxes):
        found += [(Evidence.ROWS, grid) for grid in row_grids(edges, boxes, [])]
    rectangles = _apart_from(rectangles, [grid for _, grid in found])
    filled = _filled_grids(rectangles)
    found += [(Evidence.FILLS, with_reach(grid, _words_beside(boxes, filled, grid))) for grid in filled]
    taken = [grid for _, grid in found]
    gutter = gutter_between(strokes, words)
    if gutter is None:
        for own, rules in between_captions(captions, boxes, strokes):
            found += [(Evidence.ROWS, grid) for grid in row_grids(rules, own, taken, known)]
            known = None  # below a caption nothing goes on
    else:
        for side in (-1, 1):
            own = boxes[(boxes[:, 0] + boxes[:, 2] - 2 * gutter) * side > 0]
            rules = strokes[(strokes[:, 1] + strokes[:, 2] - 2 * gutter) * side > 0]
            found += [(Evidence.ROWS, grid) for grid in row_grids(rules, own, taken)]
    return sorted(found, key=lambda item: (item[1].box[1], item[1].box[0]))


def _words_beside(boxes: Floats, grids: Sequence[Grid], own: Grid) -> Floats:
    """Return the words that stand in no other grid."""
    for grid in grids:
        if grid is not own:
            x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
            x0, top, x1, bottom = grid.box
            boxes = boxes[(x < x0) | (x > x1) | (y < top) | (y > bottom)]
    return boxes


def _apart_from(rectangles: Floats, grids: Sequence[Grid]) -> Floats:
    """Return the rectangles that lie in none of the grids."""
    for x0, top, x1, bottom in (grid.box for grid in grids):
        beside = (rectangles[:, 2] < x0 + 2) | (rectangles[:, 0] > x1 - 2)
        apart = (rectangles[:, 3] < top + 2) | (rectangles[:, 1] > bottom - 2)
        rectangles = rectangles[beside | apart]
    return rectangles


def _filled_grids(rectangles: Floats, fewest: int = FEWEST_BOXES) -> list[Grid]:
    """Return the grids that filled rectangles side by side draw, topmost first; none if there are too few of them."""
    if len(rectangles) < fewest:
        return []
    lying = np.concatenate([rectangles[:, [1, 0, 2]], rectangles[:, [3, 0, 2]]])
    standing = np.concatenate([rectangles[:, [0, 1, 3]], rectangles[:, [2, 1, 3]]])
    groups = meeting_groups(join_rules(lying, ABUTS), join_rules(standing, ABUTS), ABUTS)
    return [grid for group in groups if (grid := grid_of(*group)) is not None]


def _without_backgrounds(rectangles: Floats) -> Floats:
    """Leave out rectangles that contain others: the background of a table or of a page."""
    x, y = (rectangles[:, 0] + rectangles[:, 2]) / 2, (rectangles[:, 1] + rectangles[:, 3]) / 2
    width = rectangles[:, 2] - rectangles[:, 0]
    order = np.argsort(x)
    first, last = (np.searchsorted(x[order], rectangles[:, 0], "right"), np.searchsorted(x[order], rectangles[:, 2]))
    kept = np.ones(len(rectangles), dtype=bool)
    for index in np.flatnonzero((last - first >= FEWEST_BOXES) & (width > 1.5 * width.min(initial=np.inf))).tolist():
        near = order[first[index] : last[index]]
        inside = (
            (rectangles[index, 1] < y[near]) & (y[near] < rectangles[index, 3]) & (width[index] > 1.5 * width[near])
        )
        kept[index] = np.count_nonzero(inside) < FEWEST_BOXES
    return np.asarray(rectangles[kept])
