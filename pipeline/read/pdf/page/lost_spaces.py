"""Spaces that pdfium does not see, between capitals drawn together: "LA ASISTENCIA A" as "LAASISTENCIAA".

Met where a typesetter draws no spaces, only moves on (Chromium): pdfium takes a gap for a space from a quarter of the
letters' width on, and pairs of wide capitals are set nearer (A, V, T beside a space in Times).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice, pairwise

import numpy as np

from .drawing import Floats
from .rules import Ints

FEWEST_LETTERS = 4
ASKED = 5  # spaces of a page that tell whether it draws any
GAP = 0.09  # of the line's height, more than between the other letters


def with_lost_spaces(text: str, spans: Ints, boxes_of: Callable[[list[int]], Floats]) -> Ints:
    """Return the words of a page, (n, 2) as they begin and end in its text, parted where pdfium has missed a space.

    `boxes_of` gives the boxes of single characters. Only words in capitals are looked at, and those only where pdfium
    has made the page's spaces up, which then have no width.
    """
    spaces = [match.start() for match in islice(re.finditer(" ", text), ASKED)]
    if not spaces or any(_has_width(boxes_of([space])) for space in spaces):  # mostly the first one has
        return spans
    fresh = spans.tolist()
    for word in np.flatnonzero(spans[:, 1] - spans[:, 0] >= FEWEST_LETTERS)[::-1].tolist():
        start, stop = fresh[word]
        if text[start:stop].isupper():
            edges = [start, *(start + cut for cut in _gaps_in(boxes_of(list(range(start, stop))))), stop]
            fresh[word : word + 1] = [list(edge) for edge in pairwise(edges)]
    return np.array(fresh, dtype=np.int64)


def _has_width(boxes: Floats) -> bool:
    return bool(boxes[0, 0] != boxes[0, 2])


def _gaps_in(boxes: Floats) -> list[int]:
    """Return the letters of a word that a space parts from the one before, by their boxes."""
    gaps = boxes[1:, 0] - boxes[:-1, 2]
    least = GAP * float(np.median(boxes[:, 3] - boxes[:, 1])) + max(0.0, float(np.median(gaps)))
    return [int(cut) + 1 for cut in np.flatnonzero(gaps > least)]
