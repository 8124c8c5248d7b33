"""The grids of a page, whatever draws them: rules, filled rectangles, horizontal rules alone.

"grid": rules that cross; "fills": filled rectangles, where no rules are; "rows": horizontal rules only.
"""

from __future__ import annotations

import numpy as np

from pipeline.read.pdf.geometry import Drawing, Floats
from pipeline.read.pdf.grid import Grid, grid_of
from pipeline.read.pdf.row_rules import row_grids, with_reach
from pipeline.read.pdf.rules import join_rules, meeting_groups

FEWEST_BOXES = 4
ABUTS = 1.5  # points: filled cells are no farther apart; boxes of a poster are (iom_pmm_etapa5 p. 13)


def grids_on(drawing: Drawing, boxes: Floats) -> list[tuple[str, Grid]]:
    """Return the grids of a page with their engine, topmost first.

    "fills": filled rectangles, where no rules are; "rows": horizontal rules only. `boxes` are the page's words.
    """
    horizontal, vertical = join_rules(drawing.horizontal), join_rules(drawing.vertical)
    found = [("grid", grid) for group in meeting_groups(horizontal, vertical) if (grid := grid_of(*group)) is not None]
    filled = _filled_grids(drawing.rectangles, [grid for _, grid in found])
    found += [("fills", with_reach(grid, boxes)) for grid in filled]
    found += [("rows", grid) for grid in row_grids(drawing.horizontal, boxes, [grid for _, grid in found])]
    return sorted(found, key=lambda item: (item[1].box[1], item[1].box[0]))


def _filled_grids(rectangles: Floats, ruled: list[Grid]) -> list[Grid]:
    """Return grids of cells drawn as filled rectangles only, away from ruled ones."""
    for x0, top, x1, bottom in (grid.box for grid in ruled):
        beside = (rectangles[:, 2] < x0 + 2) | (rectangles[:, 0] > x1 - 2)
        apart = (rectangles[:, 3] < top + 2) | (rectangles[:, 1] > bottom - 2)
        rectangles = rectangles[beside | apart]
    rectangles = _without_backgrounds(rectangles)
    if len(rectangles) < FEWEST_BOXES:
        return []
    lying = np.concatenate([rectangles[:, [1, 0, 2]], rectangles[:, [3, 0, 2]]])
    standing = np.concatenate([rectangles[:, [0, 1, 3]], rectangles[:, [2, 1, 3]]])
    groups = meeting_groups(join_rules(lying, ABUTS), join_rules(standing, ABUTS), ABUTS)
    return [grid for group in groups if (grid := grid_of(*group)) is not None]


def _without_backgrounds(rectangles: Floats) -> Floats:
    """Leave out rectangles that others lie in: the background of a table or of a page."""
    x, y = (rectangles[:, 0] + rectangles[:, 2]) / 2, (rectangles[:, 1] + rectangles[:, 3]) / 2
    holds = (
        (rectangles[:, None, 0] < x) & (x < rectangles[:, None, 2])
        & (rectangles[:, None, 1] < y) & (y < rectangles[:, None, 3])
        & (rectangles[:, None, 2] - rectangles[:, None, 0] > 1.5 * (rectangles[:, 2] - rectangles[:, 0]))
    )  # fmt: skip
    return np.asarray(rectangles[holds.sum(axis=1) < FEWEST_BOXES])
