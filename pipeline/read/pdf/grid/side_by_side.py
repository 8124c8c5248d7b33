"""Tables side by side that are drawn in part: all rules end at one gutter, and others begin behind it.

The columns of one table may have rules of their own too. But these end at one height, their texts stand on the same
lines, and the columns on the right have no labels of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ..page.cell_text import lines_among, lines_of_words
from ..page.drawing import Floats
from ..page.rules import join_rules
from ..page.words import Words, places_of
from .fragments import Fragment
from .grid import Bools
from .horizontal_rules import SHORTEST_RULE
from .lines_in_pieces import APART
from .row_score import is_number
from .vertical_rules import SAME_END

FEWEST_RULES = 2  # on each side
NARROWEST = 10.0  # points: a gutter between two tables
END_APART = 6.0  # points: the rules below one table are no farther apart
ONE_LINE = 1.0  # points: texts of one row stand no farther apart
SHARED = 0.5  # share of the lines of one side that stand on lines of the other: with so many it is one table


def gutter_between(strokes: Floats, words: Words) -> float | None:
    """Return the place (x) between two tables side by side; None where a page has none.

    `strokes` (y, x0, x1) are its horizontal rules outside drawn grids, `words` its words.
    """
    if len(strokes) < 2 * FEWEST_RULES:
        return None
    strokes = join_rules(strokes)  # a rule may be one stroke a cell
    strokes = strokes[strokes[:, 2] - strokes[:, 1] > SHORTEST_RULE]
    for end in np.unique(np.round(strokes[:, 2])).tolist():
        left, beyond = strokes[np.abs(strokes[:, 2] - end) < SAME_END], strokes[strokes[:, 1] > end + NARROWEST]
        if len(left) < FEWEST_RULES or len(beyond) < FEWEST_RULES:
            continue
        begin = float(beyond[:, 1].min())
        right = beyond[beyond[:, 1] < begin + SAME_END]
        if len(right) >= FEWEST_RULES and _are_two(left, right, strokes, words):
            return (float(end) + begin) / 2
    return None


def _are_two(left: Floats, right: Floats, strokes: Floats, words: Words) -> bool:
    """Tell whether nothing crosses the gutter between rules, and the texts of each side stand on lines of their own."""
    end, begin = float(left[:, 2].max()), float(right[:, 1].min())
    top, bottom = max(left[:, 0].min(), right[:, 0].min()), min(left[:, 0].max(), right[:, 0].max())
    crossing = (strokes[:, 1] < end) & (strokes[:, 2] > begin)
    crossing &= (strokes[:, 0] > top - 1) & (strokes[:, 0] < bottom + 1)
    if np.ptp(left[:, 1]) > SAME_END or np.ptp(right[:, 2]) > SAME_END or bottom <= top or crossing.any():
        return False
    boxes = words.boxes
    y = (boxes[:, 1] + boxes[:, 3]) / 2
    inside = boxes[(y > top) & (y < bottom)]
    if ((inside[:, 0] < begin) & (inside[:, 2] > end)).any():
        return False
    x0, x1 = float(left[:, 1].min()), float(right[:, 2].max())
    first = _baselines(inside[(inside[:, 0] > x0 - 1) & (inside[:, 2] <= end)])
    second = _baselines(inside[(inside[:, 0] >= begin) & (inside[:, 2] < x1 + 1)])
    if len(first) < FEWEST_RULES or len(second) < FEWEST_RULES:
        return False
    if abs(float(left[:, 0].max() - right[:, 0].max())) > END_APART:
        return True
    within = np.flatnonzero((y > top) & (y < bottom) & (boxes[:, 0] >= begin) & (boxes[:, 2] < x1 + 1)).tolist()
    over_both = (np.abs(strokes[:, 1] - x0) < SAME_END) & (np.abs(strokes[:, 2] - x1) < SAME_END)
    if not over_both.any() and _has_labels(within, words):  # else a merged cell stands between the rules of one table
        return True
    shared = (np.abs(first[:, None] - second) < ONE_LINE).any(axis=1 if len(first) < len(second) else 0)
    return bool(shared.mean() < SHARED or shared.sum() < FEWEST_RULES)  # one line may agree by chance


def _has_labels(members: list[int], words: Words) -> bool:
    """Tell whether most lines of text are a label with something behind it: a table, not more columns of another."""
    places, labelled = places_of(words), 0
    lines = lines_among(places, members)
    for line in lines:
        height = places[line[0]][3] - places[line[0]][1]
        is_parted = any(places[b][0] - places[a][2] > APART * height for a, b in pairwise(line))
        labelled += is_parted and not is_number(words.texts[line[0]])
    return labelled > SHARED * len(lines)


def _baselines(boxes: Floats) -> Floats:
    return np.array([float(boxes[line, 3].max()) for line in lines_of_words(boxes)])


def is_left(boxes: Floats, gutter: float) -> Bools:
    """Tell which words stand left of a gutter."""
    return np.asarray((boxes[:, 0] + boxes[:, 2]) / 2 < gutter)


def in_reading_order(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Return the tables of a page from the top; of those that stand side by side, the left ones come first."""
    ordered = sorted(fragments, key=lambda each: (each.box[1], each.box[0]))
    bands: list[list[Fragment]] = []
    for each in ordered:
        bottom = max((other.box[3] for other in bands[-1]), default=0.0) if bands else 0.0
        if bands and each.box[1] < bottom - each.line_height:
            bands[-1].append(each)
        else:
            bands.append([each])
    return [each for band in bands for each in _from_the_left(band)]


def _from_the_left(band: list[Fragment]) -> list[Fragment]:
    """Return tables beside each other, by the columns in which they stand."""
    columns: list[list[Fragment]] = []
    for each in sorted(band, key=lambda each: each.box[0]):
        if columns and each.box[0] < max(other.box[2] for other in columns[-1]):
            columns[-1].append(each)
        else:
            columns.append([each])
    return [each for own in columns for each in sorted(own, key=lambda each: (each.box[1], each.box[0]))]
