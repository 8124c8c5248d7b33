"""Finds out which horizontal rules of the same width belong to one table.

Headings may stand between tables, or two touch.

LibreOffice fits columns to their text, so tables of the same width have different columns. If the rules above and below
a place show fewer columns together than each side alone, they belong to two tables.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from ..page.cell_text import lines_of_words
from ..page.drawing import Floats
from ..page.rules import Ints
from .column_edges import SPACE, stroke_ends
from .grid import Bools
from .lines_in_pieces import APART

STANDS_OFF = 0.8  # line heights: a heading has so much more white space around it than a row
LARGER = 1.4  # times the print of the rows: a heading's
LONG = 0.25  # of a table's width: a heading is no shorter, or its print is larger
BELOW = 0.6  # lines of white space between a row and the heading below it
LIES_OUT = 1.0  # points: text that begins closer to the side of a table is in none of its cells
SAME_HEIGHT = 1.0  # points: headers of one kind are as high
MOSTLY = 0.6  # share of the rows
WIDE = 0.6  # share of a table's width that a rule or a band of it covers


def across(strokes: Floats, left: float, right: float, share: float = WIDE) -> Bools:
    """Tell which strokes (y, x0, x1) run over most of the width between two sides."""
    over = np.minimum(strokes[:, 2], right) - np.maximum(strokes[:, 1], left)
    return np.asarray(over > share * (right - left))


def _slack(top: float, bottom: float, boxes: Floats) -> tuple[float, Floats]:
    """Return the white space above and below the words between two rules, and those words."""
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    band = boxes[(middle > top) & (middle < bottom)]
    return (bottom - top - float(band[:, 3].max() - band[:, 1].min()) if len(band) else 0.0), band


def padding_of(positions: Floats, boxes: Floats) -> float:
    """Return the usual white space above and below the text of the rows."""
    slacks = [_slack(top, bottom, boxes) for top, bottom in pairwise(positions.tolist())]
    return float(np.median([slack for slack, band in slacks if len(band)] or [False]))


def indent_of(positions: Floats, boxes: Floats, left: float) -> float:
    """Return how far the text of most rows stands from the left side of the table; 0 if most stand at the side."""
    bands = [_slack(top, bottom, boxes)[1] for top, bottom in pairwise(positions.tolist())]
    begins = np.array([band[:, 0].min() - left for band in bands if len(band)])
    return float(np.median(begins)) if len(begins) and np.mean(begins > 2 * LIES_OUT) >= MOSTLY else 0.0


def is_heading(top: float, bottom: float, boxes: Floats, padding: float, side: float | None) -> bool:
    """Tell whether the text between two rules is a heading between two tables: farther from both rules than any row is.

    Or its type is much larger than that of the rows, or it begins at the left `side` of the table, where no text of a
    cell begins (None = some do). Its lines have no gap between columns. Two rules with nothing between them divide
    tables too.
    """
    slack, band = _slack(top, bottom, boxes)
    if not len(band):
        usual = float(np.median(boxes[:, 3] - boxes[:, 1])) if len(boxes) else 0.0
        return 0.8 * usual < bottom - top < 2.5 * usual and bool((boxes[:, 1] > bottom).sum() > 1)
    height = float(np.median(boxes[:, 3] - boxes[:, 1]))  # of the rows, not of the heading's larger print
    is_larger = float((band[:, 3] - band[:, 1]).min()) > LARGER * height
    lies_out = side is not None and abs(float(band[:, 0].min()) - side) < LIES_OUT
    if slack < padding + STANDS_OFF * height and not (is_larger or lies_out):
        return False
    gaps = [band[line[1:], 0] - band[line[:-1], 2] for line in lines_of_words(band)]
    return bool(np.concatenate(gaps).max(initial=0.0) < float(np.median(band[:, 3] - band[:, 1])))


def is_row(strokes: Floats, line: Ints, boxes: Floats, pair: tuple[int, int]) -> bool:
    """Tell whether the band between two lines can be one row: it is not mostly text over the column edges."""
    edges = stroke_ends(strokes[np.isin(line, pair)])
    top, bottom = (float(strokes[line == index, 0].mean()) for index in pair)
    _, band = _slack(top, bottom, boxes)
    if not len(edges):
        return True
    lines = lines_of_words(band)
    crossing = [crosses(band[line], edges) for line in lines]
    keeping = len(crossing) - sum(crossing)
    return not any(crossing) or (len(lines) <= 3 and keeping == 0)


def crosses(line: Floats, edges: Floats) -> bool:
    """Tell whether a word of a line of text stands over a column edge."""
    return bool(((line[:, 0, None] < edges - 1) & (line[:, 2, None] > edges + 1)).any())


def runs_over(line: Floats, edges: Floats) -> bool:
    """Tell whether a line of text runs on over a column edge, with no more than a space between its words."""
    side = np.searchsorted(edges, (line[:, 0] + line[:, 2]) / 2)
    gaps = (line[1:, 0] - line[:-1, 2]) / np.maximum(line[1:, 3] - line[1:, 1], 1.0)
    return bool((gaps[side[1:] != side[:-1]] < SPACE).any())


def is_one_piece(words: Floats, space: float = SPACE) -> bool:
    """Tell whether words, all lines taken together, leave no gap wider than a space."""
    words = words[np.argsort(words[:, 0], kind="stable")]
    gaps = words[1:, 0] - np.maximum.accumulate(words[:-1, 2])
    return bool(gaps.max(initial=0.0) < space * float(np.median(words[:, 3] - words[:, 1])))


def parted_runs(rows: Floats, boxes: Floats, edges_of: Callable[[int, int], Floats]) -> list[tuple[int, int]]:
    """Return the first and the last row line of each table among lines (y) that run through.

    `edges_of` gives the inner column edges between two of the lines. A table ends above a heading. It also ends
    at a row as low as the first one, if both sides have more columns alone than together.
    """
    last = len(rows) - 1
    bands = [_slack(top, bottom, boxes)[1] for top, bottom in pairwise(rows.tolist())]
    lines = [[band[line] for line in lines_of_words(band)] for band in bands]
    runs = [(0, last)]
    for band in _borders(lines, boxes, edges_of(0, last)):
        runs[-1:] = [(runs[-1][0], band), (band + 1, runs[-1][1])]
    return [run for first, stop in runs for run in _touching(first, stop, rows, edges_of)]


def _touching(first: int, last: int, rows: Floats, edges_of: Callable[[int, int], Floats]) -> list[tuple[int, int]]:
    """Return the runs of tables that touch, with one line between them.

    A row as low as the first one shows the border.
    """
    together = len(edges_of(first, last))
    heights = np.diff(rows)
    fewest = {
        cut: min(len(edges_of(first, cut)), len(edges_of(cut, last)))
        for cut in range(first + 2, last - 1)
        if heights[cut] < heights[first] + SAME_HEIGHT
    }
    best = max(fewest, key=lambda cut: fewest[cut], default=first)
    if fewest.get(best, 0) <= together:
        return [(first, last)]
    return [*_touching(first, best, rows, edges_of), *_touching(best, last, rows, edges_of)]


def _borders(bands: list[list[Floats]], boxes: Floats, edges: Floats) -> list[int]:
    """Return the bands between two row lines that divide tables: they end or begin with a heading."""
    found = []
    height = float(np.median(boxes[:, 3] - boxes[:, 1])) if len(boxes) else 0.0
    for index, lines in enumerate(bands):
        headings = [_is_long(line, boxes) and _goes_over(line, edges) for line in lines]
        if any(headings) and _ends_in_heading(lines, headings, height):
            found.append(index)
    return found


def _is_long(line: Floats, boxes: Floats) -> bool:
    """Tell whether a line is one piece, and long."""
    gaps = line[1:, 0] - line[:-1, 2]
    own = float(np.median(line[:, 3] - line[:, 1]))
    wide = float(line[-1, 2] - line[0, 0]) > LONG * float(np.ptp(boxes[:, [0, 2]]))
    return wide and bool(gaps.max(initial=0.0) < APART * own)


def _goes_over(line: Floats, edges: Floats) -> bool:
    return not len(edges) or crosses(line, edges) or runs_over(line, edges)


def _ends_in_heading(lines: list[Floats], headings: list[bool], height: float) -> bool:
    """Tell whether lines of a row are followed by those of a heading, or those of a heading by a row without a rule."""
    first, last = headings.index(True), len(headings) - 1 - headings[::-1].index(True)
    if not all(headings[first : last + 1]):
        return False
    gaps = [
        float(lines[index][:, 1].min() - max(line[:, 3].max() for line in lines[:index]))
        for index in (first, last + 1)
        if 0 < index < len(lines)
    ]
    return max(gaps, default=0.0) > BELOW * height
