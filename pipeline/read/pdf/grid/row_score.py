"""Tells whether a line of text begins a row, by one score of all evidence for and against it.

If no rule separates rows, each line of text either begins a row or continues the one above. Both are weighed for every
line by the same signs, in all kinds of tables: the distance from the line above, numbers below numbers, how its texts
begin and how those above end, whether its first word had room on the line above, which columns it fills. A sum above 0
means a new row. A sum near 0 is a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

import numpy as np

from ..page.arrays import Floats, median_of
from ..page.words import Words

UNSURE = 1.0  # a score between -1 and 1 is doubtful
APART = 2.5  # a line in the wider of two pitches
CLOSE = -2.5  # a line in the narrower one
JUMP = 0.18  # of the line's height: two pitches differ by more
FEWEST_APART = 0.1  # least share of the lines in the wider pitch; if they are fewer, they only separate groups of rows
LOOSE = 0.75  # of the line's height: lines of one text are closer than this
LEVEL = 0.35  # of the line's height: two rows overlap by less; texts in the middle of one row overlap by half a line
OVERLAPS = -10.0  # a line that overlaps the one above
NUMBERS = 1.5  # numbers below numbers, for each column
MOST_NUMBERS = 4  # columns of them that count
COUNTED = 3.0  # the numbers of the first column count on
UNNUMBERED = -2.5  # no number where the other rows have one
SMALL_LETTER = -3.0  # a text that goes on in small letters
OPEN_END = -2.5  # a text above that cannot end there
CAPITAL = 0.4  # a text that begins as a cell does, for each column
ROOM = 1.5  # the first word had room on the line above, for each column, two at most
NO_ROOM = -0.8  # it had none
WITHOUT_LABEL = -1.6  # fewer columns than other rows, and not the first one
IN_BRACKETS = -8.0  # a line without a label, all of it in brackets, below one that is not
LABEL_ALONE = 1.6  # a label below a row that has its numbers: they stand beside its last line
FULL = 0.8  # as many columns as other rows
TITLE = 8.0  # a title over the columns, or a line below one
FRESH = 0.6  # text in a column that was blank in the row so far
PADDING = 0.8  # of the line's height: white space at the side of a cell, at most
SPACE = 0.35  # of the line's height: a space between words
USUAL = 0.8  # share of the lines that have no more texts than the usual ones
MOSTLY = 0.7  # share of a column's texts that are numbers, where it is one of numbers
NUMBER = re.compile(r"^[(<>≤≥-]?[\d.,  %€$–/*-]*\d[)%*]?$|^[-–—…]+$")
COUNT = re.compile(r"^\(?(\d{1,3})[.)°º]?$")
DENSE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")  # scripts without spaces: a line may end behind any sign
LED = re.compile(r"^[.…]$|[.…]{3}$")  # dots that lead from a label to its numbers: the label ends there
SHORT_SIGNS = frozenset(["%", "$", "€", "x", "na", "n.a.", "n/a", "nd", "n.d.", "s/d", "(x)", "(na)", "(z)", "*", "**"])
LONGEST_SIGN = max(map(len, SHORT_SIGNS))


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text across a table: the words that stand in each column."""

    words: dict[int, list[int]]
    top: float
    bottom: float


class Extent(Protocol):
    """What has a top and a bottom: a line of text."""

    @property
    def top(self) -> float:
        """Return where it begins."""

    @property
    def bottom(self) -> float:
        """Return where it ends."""


@lru_cache(maxsize=4096)
def is_number(text: str) -> bool:
    """Tell whether a word stands in a column of numbers: a number, a dash, or a sign for a missing one."""
    if len(text) > LONGEST_SIGN and text[0].isalpha():  # as most words do, which saves the look at their signs
        return False
    return NUMBER.match(text) is not None or text.lower() in SHORT_SIGNS


def row_scores(lines: Sequence[TextLine], columns: Floats, words: Words) -> list[float]:
    """Return for each line after the first the evidence that it begins a row: above 0 = more for it than against it.

    `columns` are the table's column edges.
    """
    if len(lines) < 2:
        return []
    beside = [stand_beside(above, below) for above, below in pairwise(lines)]
    pitch = [score + OVERLAPS * is_beside for score, is_beside in zip(_pitch_scores(lines), beside, strict=True)]
    table = _Table(lines, columns, words)
    goes_on = [*map(table.goes_on, lines[1:]), False]
    titles = [table.is_title(line) and not is_cut for line, is_cut in zip(lines, goes_on, strict=True)]
    scores: list[float] = []
    row = dict(lines[0].words)  # the last text of each column in the row so far
    for index, below in enumerate(lines[1:]):
        is_title = not beside[index] and (titles[index] or titles[index + 1])
        score = pitch[index] + table.score(row, lines[index], below) + TITLE * is_title
        row = dict(below.words) if score > 0 else {**row, **below.words}
        scores.append(score)
    return scores


def stand_beside(above: Extent, below: Extent) -> bool:
    """Tell whether a line stands beside the one above more than below it: texts in the middle of one row do."""
    lower = min(above.bottom - above.top, below.bottom - below.top)
    return above.bottom - below.top > LEVEL * lower


def _pitch_scores(lines: Sequence[TextLine]) -> list[float]:
    """Return the score of each line's distance from the line above, if there are two usual distances.

    Lines of one text are never far apart.
    """
    height = median_of(np.array([line.bottom - line.top for line in lines]))
    pitches = np.array([below.top - above.top for above, below in pairwise(lines)])
    is_loose = [below.top - above.bottom > LOOSE * height for above, below in pairwise(lines)]
    ordered = np.sort(pitches)
    jumps = np.diff(ordered)
    cut = int(jumps.argmax()) if len(jumps) else 0
    if not len(jumps) or jumps[cut] < JUMP * height or ordered[cut] - ordered[0] >= JUMP * height:
        return [APART * loose for loose in is_loose]
    if len(ordered) - cut - 1 < FEWEST_APART * len(ordered):
        return [APART * loose for loose in is_loose]
    between = (ordered[cut] + ordered[cut + 1]) / 2
    return [APART if value > between else CLOSE * (not loose)
            for value, loose in zip(pitches.tolist(), is_loose, strict=True)]  # fmt: skip


def runs_on(members: Sequence[int], words: Words) -> bool:
    """Tell whether words of a line stand a space apart, all of them, and do not end with a number."""
    boxes = words.boxes[list(members)]
    gaps = boxes[1:, 0] - boxes[:-1, 2]
    return bool((gaps < SPACE * (boxes[1:, 3] - boxes[1:, 1])).all()) and not is_number(words.texts[members[-1]])


def _usual_most(counts: list[int]) -> float:
    """Return the value that four fifths of some counts do not exceed, interpolated between two counts."""
    ordered, place = sorted(counts), USUAL * (len(counts) - 1)
    below = ordered[int(place)]
    return below + (place - int(place)) * (ordered[min(int(place) + 1, len(ordered) - 1)] - below)


class _Table:
    """The properties of all lines of a table together, by which a single line gets its score."""

    def __init__(self, lines: Sequence[TextLine], columns: Floats, words: Words) -> None:
        self.columns, self.words = columns.tolist(), words
        texts = words.texts
        printed: dict[int, list[bool]] = {}
        for line in lines:
            for column, own in line.words.items():
                printed.setdefault(column, []).append(all(is_number(texts[word]) for word in own))
        self.numeric = {column for column, are in printed.items() if sum(are) >= MOSTLY * len(are)}
        self.most = _usual_most([len(line.words) for line in lines])
        self.counts = sum(self._count(line) is not None for line in lines)
        self.is_counted = self.counts > 1 and self.counts >= MOSTLY * sum(0 in line.words for line in lines)

    def _count(self, line: TextLine) -> int | None:
        own = line.words.get(0, ())
        found = COUNT.match(self.words.texts[own[0]]) if len(own) == 1 else None
        return int(found[1]) if found else None

    def score(self, row: dict[int, list[int]], above: TextLine, below: TextLine) -> float:
        """Return the score of `below`; `row` has the last text of each column in the row so far."""
        both = [column for column in below.words if column in row]
        numbers = sum(column in above.words and self._are_numbers(above, below, column) for column in both)
        score = NUMBERS * min(numbers, MOST_NUMBERS) + self._count_score(below)
        score += self._text_score(row, below, both) + self._room_score(above, below)
        is_less = 0 not in below.words and len(below.words) < self.most
        if 0 not in below.words and self._is_in_brackets(below) and not self._is_in_brackets(above):
            return score + IN_BRACKETS
        score += WITHOUT_LABEL if is_less else FULL if len(below.words) >= max(2.0, self.most) else 0.0
        is_label = set(below.words) == {0} and self.words.texts[below.words[0][0]][:1].isupper()
        score += LABEL_ALONE * (is_label and bool(self.numeric) and self.numeric <= row.keys())
        return score + FRESH * min(1, len(below.words) - len(both))

    def is_title(self, line: TextLine) -> bool:
        """Tell whether a line begins in the first column and runs on over its edge, only spaces between its words."""
        if 0 not in line.words or 1 not in line.words:
            return False
        boxes, texts = self.words.boxes, self.words.texts
        last, first = line.words[0][-1], line.words[1][0]
        if float(boxes[first, 0] - boxes[last, 2]) > SPACE * (line.bottom - line.top) or is_number(texts[first]):
            return False
        return runs_on([word for column in sorted(line.words) for word in line.words[column]], self.words)

    def goes_on(self, line: TextLine) -> bool:
        """Tell whether a line begins in the first column with a small letter, as the second line of a label does."""
        return 0 in line.words and self.words.texts[line.words[0][0]][:1].islower()

    def _is_in_brackets(self, line: TextLine) -> bool:
        """Tell whether each text of a line begins with a bracket: an interval or a share below its number."""
        return all(self.words.texts[own[0]].startswith(("(", "[")) for own in line.words.values())

    def _are_numbers(self, above: TextLine, below: TextLine, column: int) -> bool:
        texts = self.words.texts
        return all(is_number(texts[word]) for line in (above, below) for word in line.words[column])

    def _count_score(self, below: TextLine) -> float:
        if not self.is_counted:
            return 0.0
        return UNNUMBERED if 0 not in below.words else COUNTED if self._count(below) is not None else 0.0

    def _text_score(self, row: dict[int, list[int]], below: TextLine, both: Sequence[int]) -> float:
        """Return the score of how the texts above end and how those below begin."""
        texts, language = self.words.texts, self.words.language
        score, goes_on, is_open = 0.0, False, False
        for column in both:
            first, last = texts[below.words[column][0]], texts[row[column][-1]]
            if is_number(first) and is_number(last):
                continue
            goes_on |= first[:1].islower() and not is_number(first)
            is_open |= last.endswith(("-", "\u00ad", ",")) or language.is_open(last.lower())
            score += CAPITAL * (not first[:1].islower())
        return score + SMALL_LETTER * goes_on + OPEN_END * is_open

    def _room_score(self, above: TextLine, below: TextLine) -> float:
        found = [self._has_room(column, above.words[column], below.words[column])
                 for column in below.words if column in above.words]  # fmt: skip
        return ROOM * min(2, found.count(True)) + NO_ROOM * min(2, found.count(False))

    def _has_room(self, column: int, above: list[int], below: list[int]) -> bool | None:
        """Tell whether the first word below had room on the line above; None for numbers or a single word."""
        boxes, texts = self.words.boxes, self.words.texts
        first = boxes[below[0]]
        is_dense = DENSE.search(texts[below[0]]) is not None
        if all(is_number(texts[word]) for word in (*above, *below)):
            return None
        if LED.search(texts[above[-1]]):
            return True
        left, right = float(boxes[above, 0].min()), float(boxes[above, 2].max())
        height = float(first[3] - first[1])
        start, stop = self.columns[column], self.columns[column + 1]
        padding = min(PADDING * height, max(0.0, left - start), max(0.0, stop - right))
        needed = height if is_dense else float(first[2] - first[0]) + SPACE * height
        if stop - start - 2 * padding - (right - left) > needed:
            return True
        return None if len(above) == 1 and not is_dense else False
