"""Lines through and under short words of a scan: which are bars of letters, and which are too short to be seen.

The bars of "e" and "s" side by side make a run of ink as long as the line through a short word (two columns of small
type: "sistemas", "nuestras"). A line through a word begins and ends with it. A line through "y" or "a" is shorter than
any line that is looked for, but such words are so frequent that a page shows what they look like without one.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..page.drawing import Floats
from .picture import Scan
from .tesseract import ReadWord

SHORT = 24.0  # points: a longer stroke is no bar of letters
COVERED = 0.75  # share of a word's width that a line through it covers
LETTERS, OFTEN = 2, 4  # letters of a very short word, and its times on a page from which on its look is known
WIDER = 1.9  # times the usual run of ink in such a word
BEYOND = 0.95  # times its width: a line reaches over the whole word
MIDDLE = (0.25, 0.75)  # of the height of its ink: where a line through a word lies
LOWEST = 0.06  # of the font's size over the baseline: a line through a word lies higher
PARTLY = 0.5  # share of a word's width: a line that covers less of it ends before it
UNDER_LETTERS = 3  # of a word whose line under it is too short to be seen
UNDER = (-0.3, -0.04)  # of the font's size over the baseline: where a line under a word lies
MARKS = "[](){}.,;:"  # that OCR joins to a word
Box = tuple[float, float, float, float]


def strokes_over_words(strokes: Floats, words: Sequence[ReadWord], scan: Scan) -> Floats:
    """Return the strokes (y, x0, x1; points) without bars of letters, and with those through very short words."""
    placed = np.array([word.box for word in words], dtype=float).reshape(-1, 4) / scan.dots
    kept = [stroke for stroke in strokes if stroke[2] - stroke[1] >= SHORT or _covers_a_word(stroke, placed)]
    kept = [_within_words(stroke, placed) for stroke in kept]
    found = [*kept, *_through_short_words(words, scan), *_under_short_words(words, scan)]
    return np.array(sorted(map(tuple, found)), dtype=float).reshape(-1, 3)


def _covers_a_word(stroke: Floats, boxes: Floats) -> bool:
    """Tell whether a stroke covers most of every word that it touches; True where it touches none."""
    y, x0, x1 = stroke
    beside = boxes[(boxes[:, 1] < y) & (boxes[:, 3] > y)]
    shared = np.minimum(beside[:, 2], x1) - np.maximum(beside[:, 0], x0)
    touched = beside[shared > 0.5], shared[shared > 0.5]
    widths = touched[0][:, 2] - touched[0][:, 0]
    return bool((touched[1] >= COVERED * widths).any()) or not len(widths)


def _within_words(stroke: Floats, boxes: Floats) -> Floats:
    """Return a stroke without the end that reaches into a word of which it covers less than half.

    The foot of an "m" beside a struck word goes on with the line through that.
    """
    y, x0, x1 = stroke.tolist()
    beside = boxes[(boxes[:, 1] < y) & (boxes[:, 3] > y)]
    shared = np.minimum(beside[:, 2], x1) - np.maximum(beside[:, 0], x0)
    share = shared / np.maximum(beside[:, 2] - beside[:, 0], 0.1)
    if not (share >= COVERED).any():
        return stroke
    partly = beside[(shared > 0) & (share < PARTLY)]
    ends = [x0, *(word[2] for word in partly if word[0] < x0)], [x1, *(word[0] for word in partly if word[2] > x1)]
    return np.array([y, max(ends[0]), min(ends[1])])


def _under_short_words(words: Sequence[ReadWord], scan: Scan) -> list[tuple[float, float, float]]:
    """Return a stroke for each very short word with a run of ink under its baseline that is as wide as the word.

    The line under "el" or "y" is shorter than any line that is looked for.
    """
    found = []
    for word in words:
        text = word.text.strip(MARKS)
        if not 0 < len(text) <= UNDER_LETTERS or not text.isalpha():
            continue
        box = _box_of(word, text)
        rows = word.baseline - UNDER[1] * word.size, word.baseline - UNDER[0] * word.size
        length, y, x0, x1 = _longest_run(box, rows, scan)
        if length >= BEYOND * (x1 - x0):
            found.append((y / scan.dots, x0 / scan.dots, x1 / scan.dots))
    return found


def _through_short_words(words: Sequence[ReadWord], scan: Scan) -> list[tuple[float, float, float]]:
    """Return a stroke for each very short word whose ink runs much farther than in the page's others like it."""
    found: list[tuple[float, float, float]] = []
    short: dict[str, list[ReadWord]] = {}
    for word in words:
        text = word.text.strip(MARKS)
        if 0 < len(text) <= LETTERS and text.isalpha() and text.islower():
            short.setdefault(text, []).append(word)
    for text, alike in sorted(short.items()):
        runs = [_longest_run(_box_of(word, text), _middle_of(word), scan) for word in alike]
        usual = float(np.median([length for length, *_ in runs])) if len(alike) >= OFTEN else np.inf
        found += [
            (y / scan.dots, x0 / scan.dots, x1 / scan.dots)
            for length, y, x0, x1 in runs
            if length > WIDER * usual and length >= BEYOND * (x1 - x0)
        ]
    return found


def _box_of(word: ReadWord, text: str) -> Box:
    """Return the box of a word's letters, without the marks joined to it."""
    first = word.text.index(text)
    ends = word.ends[first : first + len(text)] or ((word.box[0], word.box[2]),)
    return ends[0][0], word.box[1], ends[-1][1], word.box[3]


def _middle_of(word: ReadWord) -> tuple[float, float]:
    """Return the rows of a picture in which a line through a word lies: where its ink is, and over its baseline."""
    top, bottom = word.box[1], word.box[3]
    first, last = (top + share * (bottom - top) for share in MIDDLE)
    return first, min(last, word.baseline - LOWEST * word.size)


def _longest_run(box: Box, rows: tuple[float, float], scan: Scan) -> tuple[float, float, float, float]:
    """Return the longest run of ink in some rows of a word: its length, and y, left and right of the word."""
    left, top, right, _ = (round(each) for each in box)
    margin = round(scan.dots)
    best = (0.0, float(top))
    for y in range(max(round(rows[0]), 0), min(round(rows[1]), scan.ink.shape[0])):
        row = scan.ink[y, max(left - margin, 0) : right + margin] > 0
        edges = np.flatnonzero(np.diff(np.concatenate([[0], row.astype(np.int8), [0]])))
        if len(edges):
            best = max(best, (float((edges[1::2] - edges[::2]).max()), float(y)))
    return best[0], best[1], float(left), float(right)
