"""Tables with horizontal rules only, or with filled cells whose last row is cut off by the page.

If each cell draws the rule below it, the ends of the strokes show the columns, and a rule that is missing in some
columns shows merged cells. If a rule runs through, the white space in the whole table shows the columns. The header
often stands above the first rule and, at a page break, the last row below the last rule. Lines of text that stand in
the columns belong to the table, up to the first line that does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np

from ..page.cell_text import lines_of_words
from ..page.drawing import Floats
from ..page.rules import snapped
from .column_edges import (
    EDGE,
    FEWEST_RULES,
    SUPPORT,
    row_strokes,
    stroke_ends,
    white_columns,
    widest_space,
    with_breaks_closed,
)
from .columns_of_page_before import fills_columns, on_known_columns, rows_going_on
from .grid import Bools, Grid, build_grid
from .rule_groups import (
    crosses,
    indent_of,
    is_heading,
    is_one_piece,
    is_row,
    padding_of,
    parted_runs,
    runs_over,
)

SAME_SIDE = 8.0  # points: rules whose ends differ by less begin and end together
SHORTEST_RULE = 40.0  # points: shorter ones underline a word
NUMBER = 2.5  # of the line's height: the number of a row that the page cuts is no wider
SHORT = 0.5  # of the table's width: the longest rule above footnotes
CLOSE = 1.3  # lines of white space within a table, at most


def row_grids(strokes: Floats, boxes: Floats, taken: Sequence[Grid], known: Floats | None = None) -> list[Grid]:
    """Return the grids of the tables that horizontal strokes (y, x0, x1) draw, away from those already found.

    `boxes` are the words of the page, `known` the column edges of a table that may go on from the page before: they
    count if the page's own words show fewer.
    """
    strokes = away_from(strokes, taken)
    grids = []
    for group in _groups(strokes):
        grids += _tables_of(group, boxes)
    grids = [grid for grid in grids if not any(_overlap(grid.box, other.box) for other in taken)]
    if known is None:
        return grids
    grids = [on_known_columns(grid, boxes, known) for grid in grids]
    rest = _going_on(strokes, boxes, known)
    if rest is None or any(len(grid.columns) >= len(rest.columns) and _overlap(grid.box, rest.box) for grid in grids):
        return grids
    return [rest, *row_grids(strokes, boxes, [*taken, rest])]


def away_from(strokes: Floats, grids: Sequence[Grid]) -> Floats:
    """Return the horizontal rules that lie neither in a grid nor on its frame."""
    for x0, top, x1, bottom in (grid.box for grid in grids):
        apart = (strokes[:, 0] < top - 3) | (strokes[:, 0] > bottom + 3)
        strokes = strokes[apart | (strokes[:, 2] < x0) | (strokes[:, 1] > x1)]
    return strokes


def _going_on(strokes: Floats, boxes: Floats, columns: Floats) -> Grid | None:
    """Return the grid of a table that continues from the page before, on its columns; None if none does."""
    rows, own = rows_going_on(strokes, boxes, columns)
    if not len(rows):
        return None
    top, bottom = reach_of(columns, rows, boxes)
    edges = np.concatenate([[] if top is None else [top], rows, [] if bottom is None else [bottom]])
    return _built(own, columns, rows, (top, bottom), boxes) if fills_columns(edges, boxes, columns) else None


def _overlap(first: tuple[float, ...], second: tuple[float, ...]) -> bool:
    """Tell whether two boxes share more than a border."""
    wide = min(first[2], second[2]) - max(first[0], second[0])
    return wide > EDGE and min(first[3], second[3]) - max(first[1], second[1]) > EDGE


def _groups(strokes: Floats) -> list[Floats]:
    """Return strokes in groups: lines that begin and end together, and parts of such lines."""
    if len(strokes) < FEWEST_RULES:
        return []
    strokes = strokes[np.argsort(strokes[:, 0], kind="stable")]
    line = snapped(strokes[:, 0], 2.0)
    left = np.array([strokes[line == index, 1].min() for index in range(line[-1] + 1)])
    right = np.array([strokes[line == index, 2].max() for index in range(line[-1] + 1)])
    groups, used = [], np.zeros(len(left), dtype=bool)
    for widest in np.argsort(left - right, kind="stable"):
        if used[widest] or right[widest] - left[widest] < SHORTEST_RULE:
            continue
        within = ~used & (left >= left[widest] - SAME_SIDE) & (right <= right[widest] + SAME_SIDE)
        used |= within
        if within.sum() >= FEWEST_RULES or len(stroke_ends(strokes[within[line]])) > 1:
            groups.append(strokes[within[line]])
    return groups


def _tables_of(strokes: Floats, boxes: Floats) -> list[Grid]:
    """Return the tables that strokes of one group draw. A line of text over the column edges divides two tables."""
    left, right = strokes[:, 1].min(), strokes[:, 2].max()
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    boxes = boxes[(middle > left) & (middle < right)]
    strokes = _without_footnote_rule(with_breaks_closed(strokes, boxes), boxes)
    line = snapped(strokes[:, 0], 2.0)
    positions = np.bincount(line, strokes[:, 0]) / np.bincount(line)
    runs: list[list[int]] = [[0]]
    padding = padding_of(positions, boxes)
    side = float(left) if indent_of(positions, boxes, float(left)) else None
    for before, after in pairwise(range(len(positions))):
        if is_heading(float(positions[before]), float(positions[after]), boxes, padding, side):
            runs.append([after])
        elif is_row(strokes, line, boxes, (before, after)):
            runs[-1].append(after)
        else:
            runs.append([after])
    grids: list[Grid] = []
    y = (boxes[:, 1] + boxes[:, 3]) / 2
    for run in runs:
        above = positions[run[0] - 1] if run[0] else 0.0
        below = positions[run[-1] + 1] if run[-1] + 1 < len(positions) else np.inf
        near = boxes[(y > above) & (y < below)]
        chosen = strokes[np.isin(line, run)]
        if len(run) > 1 or len(stroke_ends(chosen)) > 1:
            grids += _grids_of(chosen, positions[run], near)
    return grids


def _without_footnote_rule(strokes: Floats, boxes: Floats) -> Floats:
    """Leave out the lowest rule if footnotes begin below it: it is short, with nothing above it and text below."""
    lowest = strokes[:, 0].max()
    is_last = strokes[:, 0] > lowest - 2.0
    if is_last.all() or np.ptp(strokes[is_last, 1:]) > SHORT * np.ptp(strokes[:, 1:]):
        return strokes
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    between = (middle > strokes[~is_last, 0].max()) & (middle < lowest)
    return strokes if between.any() or not (middle > lowest).any() else np.asarray(strokes[~is_last])


def _grids_of(strokes: Floats, rows: Floats, boxes: Floats) -> list[Grid]:
    """Return the grids of row lines of one table.

    If no strokes meet, white space shows the columns and may divide the table.

    `rows` is where the lines stand, `boxes` the words near them.
    """
    inner = stroke_ends(strokes)
    if len(inner):
        grid = _grid(strokes, inner, rows, boxes)
        return [] if grid is None else [grid]
    borders, ends = row_strokes(strokes, boxes)
    strokes = strokes[borders]
    rows = np.asarray(rows[(np.abs(rows[:, None] - strokes[None, :, 0]) < 2.0).any(axis=1)])
    y = (boxes[:, 1] + boxes[:, 3]) / 2

    @cache
    def edges_of(first: int, last: int) -> Floats:
        if last - first + 1 < FEWEST_RULES:
            return np.zeros(0)
        own = (y > rows[first]) & (y < rows[last]) & ~_labels(strokes, rows[first : first + 2], boxes)
        return white_columns(boxes[own], rows[first : last + 1], ends)

    grids = []
    runs = parted_runs(rows, boxes, edges_of) if len(rows) >= FEWEST_RULES else []
    for index, (first, last) in enumerate(runs):
        above = rows[runs[index - 1][1]] if index else -np.inf
        below = rows[runs[index + 1][0]] if index + 1 < len(runs) else np.inf
        own = strokes[(strokes[:, 0] > rows[first] - 2) & (strokes[:, 0] < rows[last] + 2)]
        near = boxes[(y > above) & (y < below)]
        grids.append(_grid(own, edges_of(first, last), rows[first : last + 1], near))
    return [grid for grid in grids if grid is not None]


def _labels(strokes: Floats, band: Floats, boxes: Floats) -> Bools:
    """Tell which words are labels over several columns: the one line above a rule that ends a table's first band.

    The rule begins inside the table, behind the labels that have no others below them.
    """
    rule = strokes[np.abs(strokes[:, 0] - band[1]) < 2.0]
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    left, right = float(rule[:, 1].min()), float(rule[:, 2].max())
    labels = (x > left) & (x < right) & (y > band[0]) & (y < band[1])
    return labels if left > strokes[:, 1].min() + EDGE else np.zeros(len(boxes), dtype=bool)


def _grid(strokes: Floats, inner: Floats, rows: Floats, boxes: Floats) -> Grid | None:
    """Return the grid of row lines on given inner column edges; None if there are too few edges."""
    if not len(inner):
        return None
    columns = np.concatenate([[strokes[:, 1].min()], inner, [strokes[:, 2].max()]])
    return _on_columns(strokes, columns, rows, boxes)


def _on_columns(strokes: Floats, columns: Floats, rows: Floats, boxes: Floats) -> Grid | None:
    top, bottom = reach_of(columns, rows, boxes)
    if len(rows) + (top is not None) + (bottom is not None) < FEWEST_RULES:
        return None
    return _built(strokes, columns, rows, (top, bottom), boxes)


def grid_on_columns(strokes: Floats, columns: Floats, boxes: Floats) -> Grid | None:
    """Return the grid of the rows that strokes draw, on given column edges, as wide as the strokes.

    Lines of text above the first and below the last stroke belong to it where they keep to the columns. None where
    there are fewer than three edges of rows.
    """
    columns = columns.copy()
    columns[0] = min(float(columns[0]), float(strokes[:, 1].min()))
    columns[-1] = max(float(columns[-1]), float(strokes[:, 2].max()))
    line = snapped(strokes[:, 0], 2.0)
    rows = np.bincount(line, strokes[:, 0]) / np.bincount(line)
    return _on_columns(strokes, columns, rows, boxes)


def reach_of(columns: Floats, rows: Floats, boxes: Floats) -> tuple[float | None, float | None]:
    """Return how far a table reaches above its first and below its last row; None if it does not reach beyond.

    Lines of text belong to it as long as they stand in the columns, fill two of them and follow each other closely.
    """
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    inner = columns[1:-1]
    above, below = boxes[middle < rows[0]], boxes[middle > rows[-1]]
    up = _reach([above[line] for line in reversed(lines_of_words(above))], inner, float(rows[0]), -1)
    down = _reach([below[line] for line in lines_of_words(below)], inner, float(rows[-1]), 1)
    return up, down


def _reach(lines: list[Floats], inner: Floats, start: float, way: int) -> float | None:
    near, far = (1, 3) if way > 0 else (3, 1)
    kept: list[tuple[float, float, set[int]]] = []  # gap before it, its far side, the columns that it fills
    reached = start
    for line in lines:
        height = float(np.median(line[:, 3] - line[:, 1]))
        gap = (float(line[:, near].min() if way > 0 else line[:, near].max()) - reached) * way
        columns = set(np.searchsorted(inner, (line[:, 0] + line[:, 2]) / 2).tolist())
        if gap > (CLOSE if not kept or len(columns) > 1 else CLOSE / 2) * height:
            break
        if crosses(line, inner) or runs_over(line, inner):
            if kept and len(kept[-1][2]) == 1 and gap < kept[-1][0]:
                kept.pop()  # the last line of a paragraph, nearer to its others than to the table
            break
        reached = float(line[:, far].max() if way > 0 else line[:, far].min())
        kept.append((gap, reached, columns))
    filled = set().union(*(columns for _, _, columns in kept))
    is_number = len(lines) == 1 and float(np.ptp(lines[0][:, [0, 2]])) < NUMBER * float(np.ptp(lines[0][:, [1, 3]]))
    is_one_cell = len(filled) == 1 and (filled != {0} or len(kept) > 1 or is_number)
    return kept[-1][1] + way if len(filled) > 1 or is_one_cell else None


def _built(
    strokes: Floats, columns: Floats, rows: Floats, reach: tuple[float | None, float | None], boxes: Floats
) -> Grid:
    lying = _lying(strokes, columns, rows)
    blank = np.zeros((1, lying.shape[1]), dtype=bool)
    above, below = reach
    if above is not None:
        rows, lying = np.concatenate([[above], rows]), np.vstack([blank, lying])
    if below is not None:
        rows, lying = np.concatenate([rows, [below]]), np.vstack([lying, blank])
    return build_grid(columns, rows, lying, _standing(columns, rows, boxes))


def _lying(strokes: Floats, columns: Floats, rows: Floats) -> Bools:
    covered = np.zeros((len(rows), len(columns) - 1))
    line = np.abs(strokes[:, 0, None] - rows[None, :]).argmin(axis=1)
    overlap = np.minimum(strokes[:, 2, None], columns[1:]) - np.maximum(strokes[:, 1, None], columns[:-1])
    np.add.at(covered, line, np.maximum(overlap, 0))
    return np.asarray(covered >= 0.5 * np.diff(columns))


def _standing(columns: Floats, rows: Floats, boxes: Floats) -> Bools:
    """Return (rows, inner edges): a column edge counts as drawn in a row where no word and no title stands over it."""
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    band = np.searchsorted(rows, middle) - 1
    inner = columns[1:-1]
    crossed = (boxes[:, 0, None] < inner - 1) & (boxes[:, 2, None] > inner + 1)
    standing = np.ones((len(rows) - 1, len(inner)), dtype=bool)
    space = widest_space([boxes[line] for line in lines_of_words(boxes)])
    for row in range(len(rows) - 1):
        inside = boxes[band == row]
        standing[row] = ~crossed[band == row].any(axis=0)
        if not standing[row].all() and len(rows) == FEWEST_RULES:
            standing[row] |= _crossed_by_titles(inside, inner, space)
    return standing


def _crossed_by_titles(inside: Floats, inner: Floats, space: float) -> Bools:
    """Tell which inner edges only titles cross, in a row of many lines.

    A title is a line in one piece from the left side on.
    """
    lines, left = [inside[line] for line in lines_of_words(inside)], float(inside[:, 0].min())
    rest = [line for line in lines if not (line[:, 0].min() < left + EDGE and is_one_piece(line, space)
                                           and crosses(line, inner))]  # fmt: skip
    if len(rest) < SUPPORT:
        return np.zeros(len(inner), dtype=bool)
    words = np.vstack(rest)
    return np.asarray(~((words[:, 0, None] < inner - 1) & (words[:, 2, None] > inner + 1)).any(axis=0))


def with_reach(grid: Grid, boxes: Floats) -> Grid:
    """Return a grid with the rows above or below it that have no rule or rectangle of their own."""
    x = (boxes[:, 0] + boxes[:, 2]) / 2
    boxes = boxes[(x > grid.columns[0]) & (x < grid.columns[-1])]
    above, below = reach_of(grid.columns, grid.rows, boxes)
    if above is None and below is None:
        return grid
    lying, standing = grid.lying, grid.standing
    blank, closed = np.zeros((1, lying.shape[1]), dtype=bool), np.ones((1, standing.shape[1]), dtype=bool)
    rows = grid.rows
    if above is not None:
        rows, lying, standing = np.append(above, rows), np.vstack([blank, lying]), np.vstack([closed, standing])
        lying[1] = True
    if below is not None:
        rows, lying, standing = np.append(rows, below), np.vstack([lying, blank]), np.vstack([standing, closed])
    return build_grid(grid.columns, rows, lying, standing)
