"""Captions of tables, "Tabla 2. …", "Cuadro IV: …": no table goes on below one.

The words for a table are those of all languages (reference/languages). A caption begins its line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ....language import caption_words
from ....text import fold
from ..page.drawing import Floats
from ..page.words import Words

NUMBER = re.compile(r"^(?:N[°º.]+)?(?:\d+(?:[.\-]\d+)*|[IVX]+|[A-Z])[.:]?$")
BEFORE = 3.0  # of the line's height: a word nearer than this on its left belongs to the line


def is_caption(texts: Sequence[str]) -> bool:
    """Tell whether a line of words begins with the name and the number of a table."""
    if len(texts) < 2 or not texts[0][:1].isupper() or NUMBER.match(texts[1]) is None:
        return False
    return fold(texts[0]).rstrip(".") in caption_words()


def captions_on(words: Words) -> list[float]:
    """Return the top (y) of each caption on a page, from the top."""
    if words.turned:
        return []
    found = []
    for place, pair in enumerate(zip(words.texts, words.texts[1:], strict=False)):
        if pair[0][:1] in _INITIALS and is_caption(pair) and _begins_line(words, place):
            found.append(float(words.boxes[place, 1]))
    return sorted(found)


_INITIALS = {word[:1].upper() for word in caption_words()}


def _begins_line(words: Words, place: int) -> bool:
    left, top, _, bottom = words.boxes[place]
    middle = (words.boxes[:, 1] + words.boxes[:, 3]) / 2
    right = words.boxes[(middle > top) & (middle < bottom) & (words.boxes[:, 0] < left), 2]
    return not (right > left - BEFORE * (bottom - top)).any()


def between_captions(captions: Sequence[float], boxes: Floats, strokes: Floats) -> list[tuple[Floats, Floats]]:
    """Return the words and the horizontal rules of each part of a page that captions part, from the top."""
    if not captions:
        return [(boxes, strokes)]
    edges = [-np.inf, *captions, np.inf]
    y = (boxes[:, 1] + boxes[:, 3]) / 2
    parts = []
    for above, below in pairwise(edges):
        own = (strokes[:, 0] >= above) & (strokes[:, 0] < below)
        parts.append((boxes[(y >= above) & (y < below)], strokes[own]))
    return parts
