"""Boxes of very short words, set to their ink.

Tesseract gives some words of one or two letters a box as high as the line, or one pixel wide, and beside the letter
("a" at 200 dpi). Then the letter or the rest of it is read as a word of its own ("a", "!", "l", ","), and neither its
weight nor a line through it can be seen. Such a box is moved to the ink that stands there and belongs to no other word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..page.drawing import Floats
from .picture import Pixels
from .tesseract import ReadWord

SHORT = 2  # letters
HIGH = 0.9  # of the font's size: the ink of such a word is lower, but for brackets and capitals
REACH = 0.35  # of the font's size: its ink stands no farther from its box
NARROW = 0.2  # of the font's size for each letter: no word is narrower, but for those of thin letters
LOWEST = 0.2  # of the font's size: lower ink is the dot of a mark
THIN = "ijlrtf1"
MARKS = "[](){}.,;:"  # that are joined to a word


def parts_of(letters: Pixels) -> Floats:
    """Return the boxes (left, top, right, bottom; pixels) of the connected parts of a page's ink: letters, dots."""
    import cv2

    _, _, stats, _ = cv2.connectedComponentsWithStats(letters, connectivity=8)
    left, top, wide, high = (stats[1:, index].astype(float) for index in range(4))
    return np.column_stack([left, top, left + wide, top + high])


def set_to_ink(words: Sequence[ReadWord], parts: Floats) -> list[ReadWord]:
    """Return the words, very short ones with a box as high as the line moved to their ink."""
    loose = [index for index, word in enumerate(words) if _is_loose(word)]
    if not loose:
        return list(words)
    others = np.array([word.box for index, word in enumerate(words) if index not in loose]).reshape(-1, 4)
    moved = list(words)
    for index in loose:
        moved[index] = _moved(words[index], parts, others)
    return moved


def _is_loose(word: ReadWord) -> bool:
    text = word.text.strip(MARKS)
    if not text.islower() or text != word.text or len(text) > SHORT:
        return False
    is_high = word.box[3] - word.box[1] >= HIGH * word.size
    is_narrow = word.box[2] - word.box[0] < NARROW * word.size * len(text)
    return is_high or (is_narrow and not any(letter in THIN for letter in text))


def _moved(word: ReadWord, parts: Floats, others: Floats) -> ReadWord:
    """Return a word in the box of the nearest ink at its place that no other word covers; as it is if there is none."""
    x0, top, x1, bottom = word.box
    reach = REACH * word.size
    middle = (parts[:, :2] + parts[:, 2:]) / 2
    near = (parts[:, 2] > x0 - reach) & (parts[:, 0] < x1 + reach) & (middle[:, 1] > top) & (middle[:, 1] < bottom)
    near &= parts[:, 2] - parts[:, 0] < word.size * len(word.text)
    near &= parts[:, 3] - parts[:, 1] > LOWEST * word.size
    free = [box for box, at in zip(parts[near], middle[near], strict=True) if not _in_any(at, others)]
    if not free:
        return word
    ink = np.array(free)
    left, right = float(ink[:, 0].min()), float(ink[:, 2].max())
    step = (right - left) / len(word.text)
    ends = tuple((left + step * at, left + step * (at + 1)) for at in range(len(word.text)))
    return replace(word, box=(left, float(ink[:, 1].min()), right, float(ink[:, 3].max())), ends=ends)


def _in_any(place: Floats, boxes: Floats) -> bool:
    x, y = place.tolist()
    return bool(((boxes[:, 0] <= x) & (x <= boxes[:, 2]) & (boxes[:, 1] <= y) & (y <= boxes[:, 3])).any())
