"""Striped tables: every second row is shaded, or only the header. The other rows lie between the shaded ones.

Met here: a header of two rows, some of whose cells are higher than the others; merged cells that are shaded as high as
their rows, and join two shaded rows; a table whose rows are all shaded below one whose are not.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..page.cell_text import lines_of_words
from ..page.drawing import Floats
from ..page.rules import snapped
from .grid import THINNEST
from .rule_groups import crosses, runs_over

FEWEST_BOXES = 4
MOST_BOXES = 5000  # rectangles or rules: a page with more is a drawing
HIGHEST_STRIPE = 160.0  # points: a row between two shaded ones
ABUTS = 1.5  # points: filled cells are no farther apart; boxes of a poster are (iom_pmm_etapa5 p. 13)
ROWS_APART = 0.7  # of the white space between two shaded rows' texts: that between two rows that are not shaded
FARTHER = 1.3  # times the white space between two lines of a row: that between two rows


def stripes(rectangles: Floats, boxes: Floats) -> list[Floats]:
    """Return the edges (y, x0, x1) of the cells of each table whose every second row is shaded.

    Rows of shaded cells on the same column edges, with text in the rows between them that are not.
    """
    if not FEWEST_BOXES <= len(rectangles) <= MOST_BOXES:
        return []
    return [_edges(table, boxes) for table in _stacked(_bands(rectangles)) if _has_rows_between(table, boxes)]


def _edges(table: Sequence[Floats], boxes: Floats) -> Floats:
    """Return the edges (y, x0, x1) of shaded cells, and of the rows between them where there are several."""
    cells = np.concatenate(list(table))
    left, right = cells[:, 0].min(), cells[:, 2].max()
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    inside = boxes[(middle > left) & (middle < right)]
    cuts = [(y, left, right) for y in _cuts(table, inside)]
    return np.concatenate([cells[:, [1, 0, 2]], cells[:, [3, 0, 2]], np.array(cuts, dtype=float).reshape(-1, 3)])


def _cuts(table: Sequence[Floats], boxes: Floats) -> list[float]:
    """Return the borders between neighbouring rows that are not shaded: white space as high as between other rows.

    Shaded rows tell how high it is, and how high it is between the lines of a row.
    """
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    shaded = [boxes[(middle > band[0, 1]) & (middle < band[0, 3])] for band in table]
    both = [(band, words) for band, words in zip(table, shaded, strict=True) if len(words)]
    if not both:
        return []
    padding = float(np.median([np.ptp(band[0, [1, 3]]) - np.ptp(words[:, [1, 3]]) for band, words in both]))
    leading = max((height for _, words in both for _, height in _white(words)), default=0.0)
    if padding < FARTHER * leading:
        return []
    least = ROWS_APART * padding
    cuts: list[float] = []
    reached = float(table[0][0, 3])
    for band in table[1:]:
        if band[0, 1] - reached > THINNEST:
            between = boxes[(middle > reached) & (middle < band[0, 1])]
            cuts += [y + padding / 2 for y, height in _white(between) if height >= least]
        reached = max(reached, float(band[0, 3]))
    return cuts


def _white(words: Floats) -> list[tuple[float, float]]:
    """Return the white space from side to side between words: where it begins from top to bottom, its height."""
    words = words[np.argsort(words[:, 1], kind="stable")]
    reached = np.maximum.accumulate(words[:-1, 3]) if len(words) else np.zeros(0)
    heights = words[1:, 1] - reached
    return [(float(y), float(height)) for y, height in zip(reached, heights, strict=True) if height > 0]


def _stacked(bands: Sequence[Floats]) -> list[list[Floats]]:
    """Return rows of shaded cells, given topmost first, in groups that may be one table: rows above each other."""
    stacks: list[list[Floats]] = []
    for band in bands:
        met = [stack for stack in stacks if _is_below(band, stack) or _is_beside(band, stack)]
        stacks = [stack for stack in stacks if all(stack is not other for other in met)]
        stacks.append([*(other for stack in met for other in stack), band])
    for stack in stacks:
        stack.sort(key=lambda band: float(band[0, 1]))
    return stacks


def _is_below(band: Floats, stack: Sequence[Floats]) -> bool:
    """Tell whether a row of shaded cells stands below a stack of them, not far away."""
    left, right = min(float(other[:, 0].min()) for other in stack), max(float(other[:, 2].max()) for other in stack)
    over = min(right, band[:, 2].max()) - max(left, band[:, 0].min())
    gap = float(band[0, 1]) - max(float(other[0, 3]) for other in stack)
    return bool(over > 0.5 * min(right - left, np.ptp(band[:, [0, 2]])) and gap < HIGHEST_STRIPE)


def _is_beside(band: Floats, stack: Sequence[Floats]) -> bool:
    """Tell whether a row of shaded cells stands beside one of a stack: some cells of a header are two rows high."""
    left, top, right, bottom = band[:, 0].min(), band[0, 1], band[:, 2].max(), band[0, 3]
    return any(
        min(abs(left - other[:, 2].max()), abs(right - other[:, 0].min())) < ABUTS
        and min(bottom, other[0, 3]) - max(top, other[0, 1]) > THINNEST
        for other in stack
    )


def _has_rows_between(table: Sequence[Floats], boxes: Floats) -> bool:
    """Tell whether text stands between shaded rows as a row of cells does: its words keep to two columns or more.

    If rows are shaded from side to side, the columns are not known. Then only the first shaded rows, the header, may
    touch each other.
    """
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    edges = _inner_edges(table)
    texts, reached = 0, float(table[0][0, 3])
    for band in table[1:]:
        top, bottom = float(band[0, 1]), float(band[0, 3])
        if top - reached > THINNEST:
            between = boxes[(middle > reached) & (middle < top)]
            if len(edges) and any(_fills_columns(between[line], edges) for line in lines_of_words(between)):
                return True
            texts += bool(len(between))
        reached = max(reached, bottom)
    return not len(edges) and texts > 0


def _inner_edges(table: Sequence[Floats]) -> Floats:
    """Return where the cells of shaded rows end, the sides of the table left out."""
    cells = np.concatenate(list(table))
    edges = np.sort(cells[:, [0, 2]], axis=None)
    group = snapped(edges, THINNEST)
    return np.asarray((np.bincount(group, edges) / np.bincount(group))[1:-1])


def _fills_columns(line: Floats, edges: Floats) -> bool:
    """Tell whether a line of text fills two columns, no word stands over an edge, and none is only a space away."""
    columns = np.unique(np.searchsorted(edges, (line[:, 0] + line[:, 2]) / 2))
    return len(columns) > 1 and not crosses(line, edges) and not runs_over(line, edges)


def _bands(rectangles: Floats) -> list[Floats]:
    """Return the rectangles with the same top and bottom, topmost first."""
    key = np.round(rectangles[:, [1, 3]])
    order = np.lexsort((rectangles[:, 0], key[:, 1], key[:, 0]))
    starts = np.flatnonzero((np.diff(key[order], axis=0) != 0).any(axis=1)) + 1
    return np.split(rectangles[order], starts)
