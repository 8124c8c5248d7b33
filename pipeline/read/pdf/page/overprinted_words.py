"""Upright watermarks: large words set over or under the text ("BORRADOR" across a table, one or more letters apart).

A large word in the place of several small ones is no word of the text. A title, an initial or a large bracket stands
beside the text, and has no small word in its place.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .arrays import median_of
from .drawing import Floats

LARGE = 2.2  # times the usual height of a word
COVERED = 2  # small words whose middle lies in the place of the large ones of one line
SAME_LINE = 0.2  # of the height: letters of a watermark that stand apart have the same top and bottom


def overprinted(boxes: Floats) -> list[int]:
    """Return the indexes of the words that are printed over small ones, by lines and from left to right.

    `boxes` (n, 4): x0, top, x1, bottom of each word.
    """
    heights = boxes[:, 3] - boxes[:, 1]
    if not len(heights) or heights.max() < LARGE * (usual := median_of(heights)):
        return []
    large = np.flatnonzero(heights >= LARGE * usual)
    small = boxes[heights < LARGE * usual]
    middles = (small[:, :2] + small[:, 2:]) / 2
    lines = (line for line in _lines(boxes, large.tolist()) if _covered(boxes[line], middles) >= COVERED)
    return [index for line in lines for index in line]


def _lines(boxes: Floats, large: list[int]) -> Iterator[list[int]]:
    """Yield the large words by lines: those with the same top and bottom."""
    left = sorted(large, key=lambda index: (boxes[index, 1], boxes[index, 0]))
    while left:
        first = boxes[left[0]]
        most = SAME_LINE * (first[3] - first[1])
        line = [index for index in left if np.abs(boxes[index, [1, 3]] - first[[1, 3]]).max() <= most]
        yield sorted(line, key=lambda index: float(boxes[index, 0]))
        left = [index for index in left if index not in line]


def _covered(line: Floats, middles: Floats) -> int:
    """Return how many small words have their middle in the place of one of the large ones."""
    inside = [((middles >= box[:2]) & (middles <= box[2:])).all(axis=1) for box in line]
    return int(np.any(inside, axis=0).sum())
