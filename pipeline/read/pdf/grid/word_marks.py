"""Rules that strike or underline words of running text: they draw no table.

Met in drafts with amendments: struck and underlined words of several lines end below one another by chance, and their
rules passed for the rows of a table (a draft on A5 paper in justified type; its paragraph lost its first line).
"""

from __future__ import annotations

import numpy as np

from ..page.drawing import Floats
from .grid import Bools
from .vertical_rules import SAME_END

STRUCK = (0.3, 0.8)  # share of a word's height from its top: a rule here runs through its letters
UNDERLINED = 1.08  # the same: lower ones do not belong to the word
WORD_SPACE = 1.2  # of the line's height: words further apart stand in two cells
FEWEST_WORDS = 3  # of a line of running text


def without_word_marks(strokes: Floats, boxes: Floats) -> Floats:
    """Return the horizontal strokes (y, x0, x1) without those that strike or underline words of running text.

    `boxes` are the words of the page. A rule through the letters is a strike. One right below them is an underline if
    it begins and ends with words, and the line of text goes on beside it.
    """
    if not len(strokes) or not len(boxes):
        return strokes
    return np.asarray(strokes[~_mark_words(strokes, boxes)])


def _mark_words(strokes: Floats, boxes: Floats) -> Bools:
    height = np.maximum(boxes[:, 3] - boxes[:, 1], 1.0)
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    marks = np.zeros(len(strokes), dtype=bool)
    for at, (y, x0, x1) in enumerate(strokes.tolist()):
        depth = (y - boxes[:, 1]) / height
        line = (depth > STRUCK[0]) & (depth < UNDERLINED)
        own = line & (middle > x0) & (middle < x1)
        if own.any():
            is_struck = bool((depth[own] < STRUCK[1]).all())
            marks[at] = is_struck or _goes_on(boxes[line], boxes[own], x0, x1)
    return marks


def _goes_on(line: Floats, own: Floats, x0: float, x1: float) -> bool:
    """Tell whether a rule ends with its words, and words of the same line stand right beside them."""
    height = float(np.median(line[:, 3] - line[:, 1]))
    reach = WORD_SPACE * height
    if x0 < own[:, 0].min() - SAME_END or x1 > own[:, 2].max() + max(SAME_END, reach):
        return False
    left, right = float(own[:, 0].min()), float(own[:, 2].max())
    others = line[(line[:, 2] <= left + 1) | (line[:, 0] >= right - 1)]
    near = ((others[:, 2] > left - reach) & (others[:, 2] <= left + 1)) | (
        (others[:, 0] < right + reach) & (others[:, 0] >= right - 1)
    )
    return bool(near.any()) and len(line) >= FEWEST_WORDS
