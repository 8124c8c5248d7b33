"""Tables with horizontal rules only, from strokes and word boxes."""

from __future__ import annotations

import numpy as np
from directriz.read.pdf.grid.horizontal_rules import row_grids
from directriz.read.pdf.page.drawing import Floats

LINE = 10.0  # points between lines of text


def _words(x: float, y: float, *widths: float, height: float = 7.0, space: float = 2.0) -> list[list[float]]:
    """Return the boxes of a line of words that begins at x, a space apart."""
    starts = np.cumsum([x, *(width + space for width in widths[:-1])])
    return [[start, y, start + width, y + height] for start, width in zip(starts, widths, strict=True)]


def _rows(columns: list[float], tops: list[float], lines: int = 2) -> list[list[float]]:
    """Return the words of rows: the first line fills each column, the others all but the last."""
    boxes = []
    for top in tops:
        for line in range(lines):
            for x in columns if line == 0 else columns[:-1]:
                boxes += _words(x, top + 4 + line * LINE, 20, 24)
    return boxes


def _strokes(tops: list[float]) -> Floats:
    return np.array([[top, 40.0, 500.0] for top in tops])


def test_tables_with_other_columns_are_parted_by_a_heading_in_larger_print() -> None:
    upper, lower = [50.0, 150.0, 300.0], [50.0, 220.0, 400.0]
    heading = _words(50, 128, 60, 80, 90, 70, height=20.0, space=5.0)  # as close to the rules as the rows are
    boxes = np.array([*_rows(upper, [50, 75, 100]), *heading, *_rows(lower, [152, 177, 202])])
    grids = row_grids(_strokes([50, 75, 100, 125, 152, 177, 202, 227]), boxes, [])
    assert [grid.box for grid in grids] == [(40, 50, 500, 125), (40, 152, 500, 227)]
    assert [np.round(grid.columns).tolist() for grid in grids] == [[40, 123, 248, 500], [40, 133 + 25, 333, 500]]


def test_rows_of_many_lines_in_one_column_are_a_table_where_each_row_fills_two() -> None:
    boxes = [box for top in (50.0, 110.0, 170.0) for box in _words(50, top + 4, 20, 24) + _words(50, top + 14, 20, 24)]
    for top in (50.0, 110.0, 170.0):
        boxes += [box for line in range(4) for box in _words(250, top + 4 + line * LINE, 40, 60)]
    (grid,) = row_grids(_strokes([50, 110, 170, 230]), np.array(boxes), [])
    assert (len(grid.columns), len(grid.rows)) == (3, 4)
    assert row_grids(_strokes([50, 110, 170, 230]), np.array(boxes)[12:], []) == []  # one column is no table
