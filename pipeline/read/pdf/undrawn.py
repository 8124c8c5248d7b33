"""Rules that are not drawn inside a ruled grid: columns ruled in the header only, rows parted by white space only.

Met here: surveys whose body has row rules but no column rules (ICDAR eu-018), budgets and country tables ruled around
a body whose rows are lines of numbers (ICDAR eu-008). A merged title is told from them by its words: they stand a
space apart, or in one column.
"""

from __future__ import annotations

import re

import numpy as np

from pipeline.read.pdf.geometry import Floats
from pipeline.read.pdf.grid import Grid, Span, build_grid, regridded
from pipeline.read.pdf.reading import lines_of_words
from pipeline.read.pdf.rules import Ints

APART = 0.8  # of the line's height: words of two columns are no nearer
FEWEST_LINES = 3  # of a row that is parted into rows
NUMERIC = re.compile(r"^[\d\s.,%€$()+\-–—/*]+$")


def with_undrawn(grid: Grid, boxes: Floats, texts: tuple[str, ...]) -> Grid:
    """Return a grid with the column and row edges that white space draws; `boxes` and `texts` are the page's words."""
    members = _members(grid, boxes)
    owner = grid.owner.copy()
    for index, span in enumerate(grid.spans):
        if span.column_count > 1 and (edges := _white_edges(grid, span, boxes[members[index]])):
            fresh = len(grid.spans) * (2 + index) + np.searchsorted(edges, np.arange(span.column_count), side="right")
            places = slice(span.row, span.row + span.row_count), slice(span.column, span.column + span.column_count)
            owner[places] = fresh[None, :]
    if (owner != grid.owner).any():
        grid = regridded(grid, owner)
        members = _members(grid, boxes)
    return _with_rows(grid, members, boxes, texts)


def _members(grid: Grid, boxes: Floats) -> list[Ints]:
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    column, row = np.searchsorted(grid.columns, x) - 1, np.searchsorted(grid.rows, y) - 1
    height, width = grid.owner.shape
    inside = np.flatnonzero((column >= 0) & (column < width) & (row >= 0) & (row < height))
    owners = grid.owner[row[inside], column[inside]]
    order = np.argsort(owners, kind="stable")
    starts = np.searchsorted(owners[order], np.arange(len(grid.spans) + 1))
    return [inside[order[starts[index] : starts[index + 1]]] for index in range(len(grid.spans))]


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


def _with_rows(grid: Grid, members: list[Ints], boxes: Floats, texts: tuple[str, ...]) -> Grid:
    """Return a grid whose rows that are lines of numbers are parted, a row each."""
    cuts = {row: found for row in range(len(grid.rows) - 1) if (found := _row_cuts(grid, row, members, boxes, texts))}
    if not cuts:
        return grid
    rows: list[float] = []
    source: list[int] = []
    for row in range(len(grid.rows) - 1):
        rows += [float(grid.rows[row]), *cuts.get(row, ())]
        source += [row] * (1 + len(cuts.get(row, ())))
    owner = grid.owner[source]
    lying = np.array([source[i] == source[i + 1] for i in range(len(source) - 1)])[:, None] | (owner[:-1] != owner[1:])
    lying = np.vstack([~np.array(grid.open_above)[None], lying, ~np.array(grid.open_below)[None]])
    return build_grid(grid.columns, np.array([*rows, grid.rows[-1]]), lying, owner[:, :-1] != owner[:, 1:])


def _row_cuts(grid: Grid, row: int, members: list[Ints], boxes: Floats, texts: tuple[str, ...]) -> list[float]:
    """Return where a row is parted between its lines; [] where it is one row, or a cell goes on beyond it."""
    owners = sorted(set(grid.owner[row].tolist()))
    numbers = sum(len(members[index]) > 1 and NUMERIC.match(texts[members[index][0]]) is not None for index in owners)
    if numbers * 3 < len(owners):
        return []
    spans = [grid.spans[index] for index in owners]
    inside = np.concatenate([members[index] for index in owners])
    if any(span.row_count > 1 or span.column_count > 1 for span in spans) or len(inside) < FEWEST_LINES * 2:
        return []
    lines = lines_of_words(boxes[inside])
    if len(lines) < FEWEST_LINES or not _are_rows(grid, lines, inside, boxes, texts):
        return []
    tops = [float(boxes[inside[line], 1].min()) for line in lines]
    bottoms = [float(boxes[inside[line], 3].max()) for line in lines]
    return [(bottom + top) / 2 for bottom, top in zip(bottoms, tops[1:], strict=False)]


def _are_rows(grid: Grid, lines: list[list[int]], inside: Ints, boxes: Floats, texts: tuple[str, ...]) -> bool:
    """Tell whether each line is a row: nearly all fill two columns, and half of the columns hold numbers only."""
    width = len(grid.columns) - 1
    numeric, filled, full = np.zeros(width), np.zeros(width), 0
    for line in lines:
        words = inside[line]
        column = np.searchsorted(grid.columns, (boxes[words, 0] + boxes[words, 2]) / 2) - 1
        full += len(np.unique(column)) > 1
        for place in np.unique(column):
            text = "".join(texts[index] for index in words[column == place])
            filled[place] += 1
            numeric[place] += NUMERIC.match(text) is not None
    used = filled > 0
    numbers = used & (numeric >= 0.9 * filled)
    return bool(full >= 0.8 * len(lines) and numbers.sum() * 2 >= used.sum() and (filled[numbers] > 2).all())
