"""Tables of numbers with rules in the header only. Their body stands below it, in its columns; each line is a row.

Met in the budget of a municipality (299 pages): labels of several levels, one on each line, and numbers under nine
ruled labels. Lines of numbers, each number with its middle in a column, distinguish such a body from text below a box.
"""

from __future__ import annotations

import re

import numpy as np

from ..page.arrays import median_of
from ..page.cell_text import lines_of_words
from ..page.drawing import Floats
from ..page.rules import Ints
from ..page.words import Words
from .grid import Bools, Grid, build_grid
from .headers import DEEPEST

FEWEST_COLUMNS = 4
FEWEST_NUMBERS = 3  # columns of numbers that a line fills
FEWEST_LINES = 5  # of numbers
FARTHEST = 3.0  # of the line's height: lines farther apart are no rows of one table
MOSTLY = 0.5  # share of the lines that are lines of numbers
NUMBER = re.compile(r"^[(-]?[\d.,]*\d[%)]?$")


def with_body(grid: Grid, bottom: float, page_words: Words) -> Grid:
    """Return a grid with the lines of numbers below it as rows, down to `bottom`; unchanged if they are too few."""
    columns, height = grid.columns, len(grid.rows) - 1
    if height > DEEPEST or len(columns) <= FEWEST_COLUMNS:
        return grid
    boxes, texts = page_words.boxes, page_words.texts
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    below = np.flatnonzero((y > grid.rows[-1]) & (y < bottom) & (x > columns[0]) & (x < columns[-1]))
    if len(below) < FEWEST_LINES * FEWEST_NUMBERS:
        return grid
    is_number = np.array([NUMBER.match(texts[index]) is not None for index in below.tolist()])
    found = _rows(grid, boxes[below], is_number)
    if not found:
        return grid
    lines = [line for line, _ in found]
    words = [boxes[below[line]] for line in lines]
    labels = [boxes[below[[word for word in line if not is_number[word]]]] for line in lines]
    tops, bottoms = [float(line[:, 1].min()) for line in words], [float(line[:, 3].max()) for line in words]
    middles = [(above + under) / 2 for above, under in zip(bottoms, tops[1:], strict=False)]
    rows = np.array([*grid.rows, *middles, bottoms[-1] + 1.0])
    lying = np.vstack([grid.lying[:-1], np.ones((len(lines) + 1, len(columns) - 1), dtype=bool)])
    parted = [np.zeros(len(columns) - 2, dtype=bool) if is_title else ~_crossed(line, columns)
              for line, (_, is_title) in zip(labels, found, strict=True)]  # fmt: skip
    return build_grid(columns, rows, lying, np.vstack([grid.standing, *parted]))


def _crossed(line: Floats, columns: Floats) -> Bools:
    """Tell which inner edges words of a line stand over."""
    inner = columns[1:-1]
    return np.asarray(((line[:, 0, None] < inner - 1) & (line[:, 2, None] > inner + 1)).any(axis=0))


def _rows(grid: Grid, boxes: Floats, is_number: Bools) -> list[tuple[list[int], bool]]:
    """Return the lines that are rows, and whether each is a title; [] if too few are lines of numbers.

    A title runs into the columns of numbers. The last row is no title.
    """
    column = np.searchsorted(grid.columns, (boxes[:, 0] + boxes[:, 2]) / 2) - 1
    lines = lines_of_words(boxes)
    full = [_number_columns(line, column, is_number) for line in lines]
    numbered = [index for index, found in enumerate(full) if len(found) >= FEWEST_NUMBERS]
    if len(numbered) < FEWEST_LINES:
        return []
    first = min(min(full[index]) for index in numbered)  # the first column of numbers
    titles = [_is_title(line, column, is_number, first) for line in lines]
    reached, kept = float(grid.rows[-1]), 0
    for index, line in enumerate(lines):
        words = boxes[line]
        if float(words[:, 1].min()) - reached > FARTHEST * median_of(words[:, 3] - words[:, 1]):
            break
        reached = float(words[:, 3].max())
        if not titles[index]:
            kept = index + 1
    count = sum(index < kept for index in numbered)
    return list(zip(lines, titles, strict=True))[:kept] if count >= max(FEWEST_LINES, MOSTLY * kept) else []


def _is_title(line: list[int], column: Ints, is_number: Bools, first: int) -> bool:
    """Tell whether a line has text in a column of numbers."""
    return any(column[word] >= first and not is_number[word] for word in line)


def _number_columns(line: list[int], column: Ints, is_number: Bools) -> set[int]:
    """Return the columns in which a line has one word, a number."""
    found: dict[int, list[bool]] = {}
    for word in line:
        found.setdefault(int(column[word]), []).append(bool(is_number[word]))
    return {place for place, words in found.items() if words == [True]}
