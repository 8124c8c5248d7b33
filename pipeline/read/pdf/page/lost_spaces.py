"""Spaces between capitals that pdfium does not see: it reads "LA ASISTENCIA A" as "LAASISTENCIAA".

This happens if a typesetter draws no spaces but only moves on (Chromium). pdfium takes a gap for a space if it is at
least a quarter of the letters' width. Between some wide capitals the gap is smaller (A, V, T in Times).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice, pairwise

import numpy as np

from .drawing import Floats
from .rules import Ints

FEWEST_LETTERS = 4
ASKED = 5  # spaces of a page that are looked at to see whether it draws spaces
GAP = 0.09  # of the line's height: how much wider a space is than the gap between letters


def with_lost_spaces(text: str, spans: Ints, boxes_of: Callable[[list[int]], Floats]) -> Ints:
    """Return the words of a page, (n, 2) by begin and end in its text, cut where pdfium has missed a space.

    `boxes_of` gives the boxes of single characters. Only words in capitals are looked at, and only if the page draws no
    spaces: pdfium then invents them, without a width.
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
    """Return the letters of a word that have a space before them, told by their boxes."""
    gaps = boxes[1:, 0] - boxes[:-1, 2]
    least = GAP * float(np.median(boxes[:, 3] - boxes[:, 1])) + max(0.0, float(np.median(gaps)))
    return [int(cut) + 1 for cut in np.flatnonzero(gaps > least)]
