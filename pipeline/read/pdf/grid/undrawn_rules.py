"""Rules that are missing inside a ruled grid: columns with rules in the header only, rows without any between.

Met here: surveys whose body has rules between rows but not between columns (ICDAR eu-018); budgets and country tables
with rules around a body whose rows are lines of numbers (ICDAR eu-008). In a merged title, the words stand a space
apart, or in one column.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from ..page.cell_text import lines_among, lines_of_words
from ..page.drawing import Floats
from ..page.words import Words, places_of
from .fragments import words_by_cell
from .grid import Grid, Span, regridded, with_rows_parted
from .lines_in_pieces import APART
from .row_score import row_scores
from .undrawn_rows import FEWEST_LINES, lines_of_row

NUMERIC = re.compile(r"^[\d\s.,%€$()+\-–—/*]+$")


def with_undrawn(grid: Grid, words: Words) -> Grid:
    """Return a grid with the column and row edges that white space draws; `words` are the page's."""
    members, boxes = words_by_cell(grid, words), words.boxes
    owner = grid.owner.copy()
    for index, span in enumerate(grid.spans):
        if span.column_count > 1 and (edges := _white_edges(grid, span, boxes[members[index]])):
            fresh = len(grid.spans) * (2 + index) + np.searchsorted(edges, np.arange(span.column_count), side="right")
            places = slice(span.row, span.row + span.row_count), slice(span.column, span.column + span.column_count)
            owner[places] = fresh[None, :]
    if (owner != grid.owner).any():
        grid = regridded(grid, owner)
        members = words_by_cell(grid, words)
    return _with_rows(grid, members, words)


def _white_edges(grid: Grid, span: Span, words: Floats) -> list[int]:
    """Return the inner edges of a merged cell (1 = after its first column) that white space draws.

    None where its words fill one column only.
    """
    edges = grid.columns[span.column + 1 : span.column + span.column_count]
    filled = np.unique(np.searchsorted(edges, (words[:, 0] + words[:, 2]) / 2))
    if len(filled) < 2 or ((words[:, 0, None] < edges - 1) & (words[:, 2, None] > edges + 1)).any():
        return []
    for line in lines_of_words(words):
        boxes = words[line]
        sides = np.searchsorted(edges, (boxes[:, 0] + boxes[:, 2]) / 2)
        gaps = (boxes[1:, 0] - boxes[:-1, 2]) / (boxes[1:, 3] - boxes[1:, 1])
        if (gaps[sides[1:] != sides[:-1]] < APART).any():
            return []
    return list(range(1, span.column_count))


def _with_rows(grid: Grid, members: Sequence[list[int]], words: Words) -> Grid:
    """Return a grid in which each line of numbers is a row."""
    cuts = {row: found for row in range(len(grid.rows) - 1) if (found := _row_cuts(grid, row, members, words))}
    return with_rows_parted(grid, cuts) if cuts else grid


def _row_cuts(grid: Grid, row: int, members: Sequence[list[int]], words: Words) -> list[float]:
    """Return where a row is divided between its lines; [] if it is one row, or one of its cells reaches beyond it."""
    owners = sorted(set(grid.owner[row].tolist()))
    found = [word for index in owners for word in members[index]]
    if len(owners) < grid.owner.shape[1] or len(found) < FEWEST_LINES * 2:
        return []
    if any(grid.spans[index].row_count > 1 for index in owners):
        return []
    numbers = sum(_may_be_numbers([words.texts[word] for word in members[index]]) for index in owners)
    if numbers * 3 < len(owners):
        return []
    lines = lines_among(places_of(words), found)
    if len(lines) < FEWEST_LINES or not _are_rows(grid, lines, words):
        return []
    own = lines_of_row(grid, row, members, words)
    scores = row_scores(own, grid.columns, words)
    return [
        (above.bottom + below.top) / 2
        for (above, below), score in zip(itertools.pairwise(own), scores, strict=True)
        if score > 0
    ]


def _may_be_numbers(texts: list[str]) -> bool:
    """Tell whether a cell's words may be lines of numbers: its first one is, and the second or the last."""
    if len(texts) < 2 or NUMERIC.match(texts[0]) is None:
        return False
    return NUMERIC.match(texts[1]) is not None or NUMERIC.match(texts[-1]) is not None


def _are_rows(grid: Grid, lines: list[list[int]], words: Words) -> bool:
    """Tell whether each line is a row: nearly all fill two columns, and half of the columns hold numbers only."""
    members = list(itertools.chain.from_iterable(lines))
    middle = (words.boxes[members, 0] + words.boxes[members, 2]) / 2
    columns = iter((grid.columns.searchsorted(middle) - 1).tolist())
    rows: list[dict[int, str]] = []
    for line in lines:
        row: dict[int, str] = {}
        for word, column in zip(line, columns, strict=False):
            row[column] = row.get(column, "") + words.texts[word]
        rows.append(row)
    if sum(len(row) > 1 for row in rows) < 0.8 * len(rows):
        return False
    filled = Counter(itertools.chain.from_iterable(rows))
    numeric = Counter(column for row in rows for column, text in row.items() if NUMERIC.match(text) is not None)
    numbers = [column for column, count in filled.items() if numeric[column] >= 0.9 * count]
    return len(numbers) * 2 >= len(filled) and all(filled[column] > 2 for column in numbers)
