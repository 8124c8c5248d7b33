"""The order in which the lines of a page are read: from top to bottom; with two columns, the left one first.

A heading or a figure over both columns divides the page: everything above it is read before everything below it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .cell_text import lines_of_words
from .drawing import Floats

NARROWEST = 0.25  # share of the page's width that a column of text has, at least
GUTTER = 6.0  # points of white space between two columns of text
MOST_TRIED = 200  # places between two columns; a page as wide as A4 has no more
SHORT = 3  # words of a line that may be a page's number
FEWEST_LINES = 6  # of a column of text
PROSE = 0.6  # share of a column's width that most of its lines fill
FULL = 0.8  # share of its column's width from which a line fills it
FEWEST_FULL, SOME_FULL = 3, 0.3  # number and share of the lines of a column of text that fill it, at least
LEVEL = 1.5  # points between two lines at one height, at most
ON_BASELINE = 30  # of 100 words of a line: so many have no letter below the line
APART = 0.97  # share of the words that stand beside a gutter, not over it


def lines_in_order(
    boxes: Floats, members: list[int], width: float, gutters: tuple[float, ...]
) -> tuple[list[tuple[int, list[int]]], tuple[float, ...]]:
    """Return the lines of a page in reading order (indexes of words, each line with its column), and the gutters.

    `boxes` are those of all words, `members` the words to be put in order. Lines of one column between two lines that
    run over the whole page have one number. `gutters` are the white strips between columns on the pages before; they
    help on a page with few lines. A new gutter is added to those that are returned.
    """
    chosen = boxes[members]
    lines = lines_of_words(chosen)
    gutter = _gutter(chosen, lines, width, gutters)
    if gutter is None:
        return [(0, [members[index] for index in line]) for line in lines], gutters
    across = _across(chosen, gutter)
    ordered: list[tuple[int, list[int]]] = []
    zone_tops = sorted(chosen[across, 1].tolist())
    zone = np.searchsorted(zone_tops, chosen[:, 1] + 1)
    side = np.where(across, 0, np.where((chosen[:, 0] + chosen[:, 2]) / 2 < gutter, 1, 2))
    for number, key in enumerate(sorted(set(zip(zone.tolist(), side.tolist(), strict=True)))):
        group = np.flatnonzero((zone == key[0]) & (side == key[1]))
        column = number + 1 if key[1] else 0
        ordered += [(column, [members[group[index]] for index in line]) for line in lines_of_words(chosen[group])]
    return ordered, gutters if gutter in gutters else (*gutters, gutter)


def prose_gutter(boxes: Floats, width: float, known: tuple[float, ...]) -> float | None:
    """Return the x between two columns of text among words (n, 4); None where the text stands in one column."""
    return _gutter(boxes, lines_of_words(boxes), width, known)


def _across(boxes: Floats, gutter: float) -> npt.NDArray[np.bool_]:
    """Tell which words stand in a line that runs over both columns."""
    across = np.zeros(len(boxes), dtype=bool)
    for line in lines_of_words(boxes):
        left, right = boxes[line, 0], boxes[line, 2]
        before, after = right[right <= gutter], left[left >= gutter]
        is_over = len(before) + len(after) < len(line)
        across[line] = is_over or (len(before) and len(after) and after.min() - before.max() < GUTTER)
    return across


def _gutter(boxes: Floats, lines: list[list[int]], width: float, known: tuple[float, ...]) -> float | None:
    """Return the x between two columns of text; None where there is one column."""
    for x in known if len(boxes) else ():
        over = (boxes[:, 0] < x - GUTTER / 4) & (boxes[:, 2] > x + GUTTER / 4)
        if over.mean() <= 1 - APART and (boxes[:, 0] > x).any() and (boxes[:, 2] < x).any():
            return x
    if len(boxes) < FEWEST_LINES * 4 or len(lines) < FEWEST_LINES:
        return None
    start, stop = boxes[:, 0].min(), boxes[:, 2].max()
    places = np.arange(start + NARROWEST * width, stop - NARROWEST * width, 2.0)
    body = _without_furniture(boxes, lines)
    ended = np.searchsorted(np.sort(body[:, 2]), places - GUTTER / 2)
    begun = np.searchsorted(np.sort(body[:, 0]), places + GUTTER / 2, side="right")
    apart = 1 - (begun - ended) / len(body)
    return next((x for x in _middles(places, apart) if _parts_columns(boxes, lines, x, start, stop)), None)


def _without_furniture(boxes: Floats, lines: list[list[int]]) -> Floats:
    """Return the words without those of a short first and last line: a page's number may stand in the gutter."""
    short = [index for line in (lines[0], lines[-1]) if len(line) <= SHORT for index in line]
    return np.delete(boxes, short, axis=0)


def _middles(places: Floats, apart: Floats) -> list[float]:
    """Return the middle of each stretch with few words over it: those with the fewest words first, then the widest."""
    stretches = np.split(np.arange(len(places)), np.flatnonzero(np.diff(apart) != 0) + 1)
    found = [
        (-float(apart[stretch[0]]), -len(stretch), float(places[stretch].mean()))
        for stretch in stretches
        if len(stretch) and apart[stretch[0]] >= APART
    ]
    return [x for _, _, x in sorted(found)[:MOST_TRIED]]


def _parts_columns(boxes: Floats, lines: list[list[int]], x: float, start: float, stop: float) -> bool:
    """Tell whether prose stands on both sides of an x in enough lines."""
    both = [line for line in lines if boxes[line, 0].min() < x < boxes[line, 2].max()]
    left = [boxes[line][boxes[line, 2] < x] for line in both]
    right = [boxes[line][boxes[line, 0] > x] for line in both]
    if len(both) < FEWEST_LINES:
        return False
    return (_are_prose(left, x - start) and _are_prose(right, stop - x)) or _drift_apart(boxes, (start, x, stop))


def _drift_apart(boxes: Floats, edges: tuple[float, float, float]) -> bool:
    """Tell whether the lines on both sides of a gutter stand at heights of their own, as the rows of a table do not.

    Lists in two columns have many short lines; some fill their column. `edges` are the left edge, the gutter, the
    right edge.
    """
    start, x, stop = edges
    feet: list[Floats] = []
    for side, width in ((boxes[boxes[:, 2] < x], x - start), (boxes[boxes[:, 0] > x], stop - x)):
        lines = [side[line] for line in lines_of_words(side)]
        full = sum(float(np.ptp(line[:, [0, 2]])) >= FULL * width for line in lines)
        if full < max(FEWEST_FULL, SOME_FULL * len(lines)):
            return False
        feet.append(np.array([np.percentile(line[:, 3], ON_BASELINE) for line in lines]))
    top, bottom = max(float(each.min()) for each in feet), min(float(each.max()) for each in feet)
    fewer, more = sorted((each[(each >= top - LEVEL) & (each <= bottom + LEVEL)] for each in feet), key=len)
    level = sum(float(np.abs(more - foot).min()) < LEVEL for foot in fewer)
    return len(fewer) >= FEWEST_FULL and 2 * level <= len(fewer)


def _are_prose(lines: list[Floats], width: float) -> bool:
    filled = [np.ptp(line[:, [0, 2]]) >= PROSE * width for line in lines if len(line)]
    return bool(sum(filled) * 2 > len(lines))
