"""Numbers of lines in the margin of a page (1 to 40, or 5, 10, 15 …), set aside with the reason `line-number`.

Drafts under negotiation and bills are printed so, that a speaker can name a line. The numbers are no part of the text.
They are known by these signs together: they stand left or right of all other words, one below the other; each is
beside a line of text; they count the lines, by one or by five; and where each line has one, some of these lines begin
in the middle of a sentence, as the numbers of a list's items or of a table's rows do not. The numbers may begin again
on each page or go on. A page with few lines has too few numbers to show this; the pages before and behind it do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .cell_text import lines_of_words
from .drawing import Floats
from .pages_before import NumberedMargin
from .words import Aside, Words, less

REASON = "line-number"
NUMBER = re.compile(r"[\dlIOoSsBiZz|!]{1,4}")  # a scan has letters for some digits: they are set aside, not counted
STEPS = (1, 2, 5, 10)
FEWEST_OF_EACH = 5  # numbers on a page where every line has one
FEWEST_OF_SOME = 3  # where every fifth line has one
COUNTED = 0.8  # share of the numbers that count the lines between them
READ = 0.6  # share of the numbers that are digits
AMID = 0.15  # share of the numbered lines that begin within a sentence
FEWEST_AMID = 2
OUTSIDE = 0.02  # share of the page's other words that may stand further out than the text
GAP = 2.0  # points between the numbers and the text, at least
BESIDE = 0.5  # share of a number's height that it shares with its line
MOST_RULES = 2  # drawn across the numbers; a table has more


@dataclass(frozen=True, slots=True)
class _Found:
    """Numbers in one margin, from top to bottom, and the index of the text line beside each."""

    members: list[int]
    values: list[int | None]  # None = no digits
    lines: list[int]

    def pairs(self) -> list[tuple[int, int]]:
        """Return how far each number is from the one above it: in value, and in lines of text."""
        known = [(value, line) for value, line in zip(self.values, self.lines, strict=True) if value is not None]
        return [(after[0] - before[0], after[1] - before[1]) for before, after in pairwise(known)]


def without_line_numbers(words: Words, before: NumberedMargin | None, rules: Floats) -> Words:
    """Return the words of a page, with the numbers of its lines set aside.

    `before` says where pages before this one had them; `rules` (n, 3) are the page's horizontal ones: y, x0, x1.
    """
    short = [index for index, text in enumerate(words.texts) if NUMBER.fullmatch(text)]
    if not any(words.texts[index].isdigit() for index in short) or len(short) == len(words):
        return words
    for is_left in (True, False):
        members = _outermost(words.boxes, short, is_left)
        if not members or _crossed(words.boxes[members], rules) > MOST_RULES:
            continue
        found = _numbers_beside(words, members, before)
        if found is not None:
            aside = [Aside(words.texts[index], _box(words, index), REASON) for index in found.members]
            return less(words, set(found.members), aside)
    return words


def margin_of(words: Words, before: NumberedMargin | None) -> NumberedMargin | None:
    """Return where the numbers of the lines stand, for the next page; as on the pages before where this has none."""
    own = [each for each in words.aside if each.reason == REASON]
    if not own:
        return before
    boxes = np.array([each.box for each in own])
    return NumberedMargin(float(boxes[:, 0].min()), float(boxes[:, 2].max()))


def _numbers_beside(words: Words, members: list[int], before: NumberedMargin | None) -> _Found | None:
    """Return the numbers in a margin, `members`, with the lines beside them; None where they count no lines."""
    others = sorted(set(range(len(words))).difference(members))
    values = [int(words.texts[member]) if words.texts[member].isdigit() else None for member in members]
    known = before is not None and any(before.touches(_box(words, member)) for member in members)
    is_many = known or len(values) - values.count(None) >= FEWEST_OF_SOME
    if not others or not is_many:  # a look at their count before the lines are gathered
        return None
    lines = [[others[index] for index in line] for line in lines_of_words(words.boxes[others])]
    sides = [(float(words.boxes[line, 1].min()), float(words.boxes[line, 3].max())) for line in lines]
    found = _Found(members, values, [_line_beside(words.boxes[member], sides) for member in members])
    is_prose = known or _stand_beside_prose(words, found, lines)
    return found if is_prose and _counts_lines(found, known) else None


def _outermost(boxes: Floats, short: Sequence[int], is_left: bool) -> list[int]:
    """Return the number-like words that stand outside the text, one below the other, from top to bottom."""
    sides = boxes[:, [0, 2]] if is_left else -boxes[:, [2, 0]]  # the margin is on the left of what is compared
    rest = np.delete(sides, list(short), axis=0)
    text = float(np.quantile(rest[:, 0], OUTSIDE))
    outside = sorted((index for index in short if sides[index, 1] < text - GAP), key=lambda index: sides[index, 0])
    members: list[int] = []
    for index in outside:
        if not members or sides[index, 0] < max(sides[member, 1] for member in members):
            members.append(index)
    return sorted(members, key=lambda index: float(boxes[index, 1]))


def _line_beside(box: Floats, lines: Sequence[tuple[float, float]]) -> int:
    """Return the index of the text line (top, bottom) beside a number; beside blank space, that of the line above."""
    above, upper, lower = -1, float(box[1]), float(box[3])
    for index, (top, bottom) in enumerate(lines):
        if min(bottom, lower) - max(top, upper) >= BESIDE * (lower - upper):
            return index
        above = index if bottom < lower else above
    return above


def _counts_lines(found: _Found, is_known: bool) -> bool:
    """Tell whether the numbers count the lines between them, by one, two, five or ten.

    On pages whose margin is known to have such numbers a single one is enough.
    """
    digits = [value for value in found.values if value is not None]
    pairs = found.pairs()
    if len(digits) < READ * len(found.members):
        return False
    if not pairs:
        return is_known
    step = Counter(value for value, _ in pairs).most_common(1)[0][0]
    fewest = 2 if is_known else FEWEST_OF_EACH if step == 1 else FEWEST_OF_SOME
    counted = sum(value == lines or (value == step and lines <= step) for value, lines in pairs)
    return step in STEPS and len(digits) >= fewest and counted >= COUNTED * len(pairs)


def _stand_beside_prose(words: Words, found: _Found, lines: Sequence[Sequence[int]]) -> bool:
    """Tell whether some of the numbered lines begin within a sentence, in lower case, as the lines of paragraphs do."""
    firsts = [words.texts[lines[line][0]] for line in set(found.lines) if line >= 0]
    amid = sum(first[:1].islower() and len(first) > 1 for first in firsts)
    few = len(firsts) < FEWEST_OF_EACH
    return amid >= max(1 if few else FEWEST_AMID, AMID * len(firsts))


def _crossed(boxes: Floats, rules: Floats) -> int:
    """Return how many horizontal rules cross the column of numbers, each between two of them."""
    left, top, right, bottom = boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max()
    over = (rules[:, 1] < right) & (rules[:, 2] > left) & (rules[:, 0] > top) & (rules[:, 0] < bottom)
    return int(np.count_nonzero(over))


def _box(words: Words, index: int) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = words.boxes[index].tolist()
    return x0, top, x1, bottom
