"""Words that a page draws but does not show, because a clip path cuts them off (`clips`).

If two pages each show a part of a line of text (wkhtmltopdf), the line is read on the page that shows more of it, and
so only once. A word that is cut at its left or right is read whole, since no other page shows it (timbiqui p. 69).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from ..guard import pdfium
from .clips import Box
from .words import Aside, TextLayer, Words, less

SHOWN = 0.5  # share of a word's height that is seen
SAME_LINE = 1.5  # points


def without_clipped(layer: TextLayer, words: Words, clips: Mapping[int, Box]) -> Words:
    """Return the words that are seen, with the hidden ones set apart.

    `clips` has the visible box, in PDF units, of each text object that is not seen whole.
    """
    owners = [pdfium.char_object(layer.address, start) for start in words.starts] if clips else []
    cut = [index for index, owner in enumerate(owners) if owner in clips]
    if not cut:
        return words
    seen = layer.view.place(np.array([clips[owners[index]] for index in cut], dtype=float))
    boxes = words.boxes[cut]
    low, high = np.maximum(boxes[:, :2], seen[:, :2]), np.minimum(boxes[:, 2:], seen[:, 2:])
    wide, upright = ((high - low) / np.maximum(boxes[:, 2:] - boxes[:, :2], 0.1)).T
    hidden = [index for index, is_hidden in zip(cut, (wide <= 0) | (upright < SHOWN), strict=True) if is_hidden]
    return less(words, set(hidden), lines_aside(words, hidden, "clipped"))


def lines_aside(words: Words, hidden: list[int], reason: str) -> list[Aside]:
    """Return hidden words as lines: neighbouring words of one line together."""
    lines: list[list[int]] = []
    for index in hidden:
        before = lines[-1][-1] if lines else -2
        if before == index - 1 and abs(words.boxes[before, 3] - words.boxes[index, 3]) < SAME_LINE:
            lines[-1].append(index)
        else:
            lines.append([index])
    return [_aside(words, line, reason) for line in lines]


def _aside(words: Words, line: list[int], reason: str) -> Aside:
    left, top = words.boxes[line, :2].min(axis=0).tolist()
    right, bottom = words.boxes[line, 2:].max(axis=0).tolist()
    return Aside(" ".join(words.texts[index] for index in line), (left, top, right, bottom), reason)
