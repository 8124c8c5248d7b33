"""Words that are printed upwards or downwards on an upright page, such as the axis in a merged cell at the left.

- pdfium goes on with a word in another line: it is cut there;
- a program places each letter by itself, and pdfium ends a word behind each or some (a browser's `writing-mode`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from .drawing import Floats
from .rules import Ints

FEWEST = 3  # words of one letter one after the other, from which they may be letters of turned words
LETTER_GAP = 0.15  # of the type's height: white between two letters of a word, at most
OVERLAP = 0.5  # of the type's height: by which two letters of a word may overlap
SAME_LINE = 0.3  # of the type's height: by which the middles of two letters of a line differ, at most
OTHER_LINE = 0.6  # of the type's height: by which the middles of letters of two lines differ, at least


def turned_pieces(boxes: Floats, start: int) -> list[tuple[tuple[int, int], Floats]]:
    """Return the pieces of a turned word, cut where it continues in another line: their characters and end boxes."""
    middle, width = (boxes[:, 0] + boxes[:, 2]) / 2, boxes[:, 2] - boxes[:, 0]
    cuts = np.flatnonzero(np.abs(np.diff(middle)) > OTHER_LINE * width[1:]) + 1
    edges = [0, *cuts.tolist(), len(boxes)]
    return [((start + a, start + b), boxes[[a, b - 1]]) for a, b in pairwise(edges)]


def lone_letters(spans: Ints) -> list[int]:
    """Return the starts of the words of one letter of which several follow each other."""
    is_single = spans[:, 1] - spans[:, 0] == 1
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_single, [False]]).astype(np.int8)))
    runs = [(first, stop) for first, stop in edges.reshape(-1, 2).tolist() if stop - first >= FEWEST]
    return [start for first, stop in runs for start in spans[first:stop, 0].tolist()]


def with_letters_joined(
    texts: Sequence[str], boxes: Floats, starts: Sequence[int], turned: frozenset[int]
) -> dict[str, Any]:
    """Return the texts, boxes and starts of words; the letters of a turned word, each or some apart, are one."""
    places = boxes.tolist()
    groups: list[list[int]] = []
    for index in range(len(texts)):
        before = groups[-1][-1] if groups else -1
        if groups and {starts[before], starts[index]} <= turned and _goes_on(places[before], places[index]):
            groups[-1].append(index)
        else:
            groups.append([index])
    sides = [boxes[group] for group in groups]
    return {
        "texts": tuple("".join(texts[index] for index in group) for group in groups),
        "boxes": np.array([[*box[:, :2].min(axis=0), *box[:, 2:].max(axis=0)] for box in sides]),
        "starts": tuple(starts[group[0]] for group in groups),
    }


def _goes_on(before: Sequence[float], letter: Sequence[float]) -> bool:
    """Tell whether a turned letter follows another one of its word, without the white of a space between them."""
    height = letter[2] - letter[0]
    gap = max(before[1] - letter[3], letter[1] - before[3])
    is_line = abs(before[0] + before[2] - letter[0] - letter[2]) < 2 * SAME_LINE * height
    return is_line and -OVERLAP * height < gap < LETTER_GAP * height
