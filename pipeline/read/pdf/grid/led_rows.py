"""Rows in which dots lead from a label to numbers: a price list, accounts without rules.

No white space parts their columns, because the dots fill it. The dots are the evidence: what stands before them is the
label, what stands behind them are numbers in columns. Lines whose only number is whole and never falls from one to the
next are a table of contents, and stay text. Where a file prints dots and number as one word, the lines stay text with
a doubt: no cell ends inside a word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from ..page.aligned_words import Aligned, lines_of
from ..page.words import Words
from .grid import Grid
from .gutters import white_strips
from .lines_in_pieces import NEAR, PiecedLine, grid_of_lines, line_in_pieces
from .row_score import is_number

DOTS = re.compile(r"^[.…·]+$")
ENDS_IN_DOTS = re.compile(r"\w[.…]{3,}$|^[.…]{3,}$")
ONE_WORD = re.compile(r"[.…]{3,}([^.…].*)$")  # dots and the number that they lead to
MARKS = re.compile(r"\.\.\.|…|·|^\.$")  # a look before lines are gathered
FEWEST_DOTS = 3  # one by one, that lead to a number
FEWEST_ROWS = 3


def led_grids(words: Words, outside: Sequence[int]) -> tuple[list[Grid], list[Aligned]]:
    """Return the grids of rows with dots that lead to numbers, among the words that no table has, topmost first.

    With them the places of such rows whose dots and numbers are one word.
    """
    grids: list[Grid] = []
    unsure: list[Aligned] = []
    if words.turned or not any(MARKS.search(words.texts[word]) for word in outside):
        return grids, unsure
    groups: list[list[list[int]]] = [[]]
    printed = lines_of(words, tuple(outside))
    for above, line in pairwise([[], *printed]):
        if _behind_dots(line, words) or _glued(line, words):
            if not groups[-1] and above and _is_near(above, line, words):
                groups[-1].append(above)  # perhaps the header
            groups[-1].append(line)
        elif groups[-1]:
            groups.append([])
    for group in groups:
        glued = [text for line in group if (text := _glued(line, words))]
        if len(glued) >= FEWEST_ROWS and not _are_page_numbers(glued):
            boxes = words.boxes[[word for line in group for word in line]]
            (left, top), (right, bottom) = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
            unsure.append(Aligned((float(left), float(top), float(right), float(bottom)), len(group), 2))
        elif not glued and (grid := _grid(group, words)) is not None:
            grids.append(grid)
    return grids, unsure


def _glued(line: Sequence[int], words: Words) -> str:
    """Return the number at the end of a line that is one word with the dots before it; "" where none is."""
    match = ONE_WORD.search(words.texts[line[-1]])
    return match[1] if match is not None and is_number(match[1]) else ""


def _is_near(above: Sequence[int], line: Sequence[int], words: Words) -> bool:
    top, bottom = words.boxes[list(line), 1].min(), words.boxes[list(line), 3].max()
    return bool(top - words.boxes[list(above), 3].max() < NEAR * (bottom - top))


def _behind_dots(line: Sequence[int], words: Words) -> list[int]:
    """Return the words behind the dots of a line; none where no dots lead from a label to numbers alone."""
    texts = [words.texts[word] for word in line]
    last = max((at for at, text in enumerate(texts) if DOTS.match(text) or ENDS_IN_DOTS.search(text)), default=-1)
    first = last
    while first > 0 and DOTS.match(texts[first - 1]):
        first -= 1
    behind = texts[last + 1 :]
    has_label = first > 0 or bool(re.match(r"\w", texts[0]))
    is_led = last >= 0 and has_label and (ENDS_IN_DOTS.search(texts[last]) or last - first + 1 >= FEWEST_DOTS)
    return list(line[last + 1 :]) if is_led and behind and all(map(is_number, behind)) else []


def _grid(group: Sequence[Sequence[int]], words: Words) -> Grid | None:
    """Return the grid of led lines, with the line above if it heads their columns; None for a table of contents."""
    led = [numbers for line in group if (numbers := _behind_dots(line, words))]
    alone = [words.texts[own[0]] if len(own) == 1 else "" for own in led]
    if len(led) < FEWEST_ROWS or _are_page_numbers(alone):
        return None
    behind = [line_in_pieces(own, words) for own in led]
    rows = [line_in_pieces(line, words) for line in group]
    header = rows[0] if len(group) > len(led) else None
    if header is not None and not _heads(header, behind):
        rows, header = rows[1:], None
    spans = [line.spans for line in behind] + ([header.spans[1:]] if header is not None else [])
    inner = [(strip[0][0] + strip[-1][1]) / 2 for strip in white_strips(spans, 0)]
    sides = [side for line in rows for span in line.spans for side in span]
    first = min(left for own in spans for left, _ in own)
    columns = np.array([min(sides) - 1.0, first - 1.0, *(edge for edge in inner if edge > first), max(sides) + 1.0])
    return grid_of_lines(rows, list(range(len(rows))), columns, None)


def _heads(header: PiecedLine, behind: Sequence[PiecedLine]) -> bool:
    """Tell whether a line has a label over the labels and one over each column of numbers, none over the dots."""
    left = min(line.spans[0][0] for line in behind)
    count = max(len(line.spans) for line in behind)
    return len(header.spans) == count + 1 and header.spans[0][1] < left and header.spans[1][1] > left


def _are_page_numbers(texts: Sequence[str]) -> bool:
    """Tell whether a whole number alone stands behind the dots of each line, none smaller than the one above."""
    numbers = [int(text) for text in texts if text.isdecimal()]
    return len(numbers) == len(texts) and all(above <= below for above, below in pairwise(numbers))
