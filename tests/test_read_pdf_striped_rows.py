"""Filled rectangles that are stripes of a table, and those that are none."""

from __future__ import annotations

import numpy as np
from directriz.read.pdf.grid.page_grids import grids_on
from directriz.read.pdf.page.drawing import Drawing
from directriz.read.pdf.page.words import Words

NOTHING = np.zeros((0, 3))
COLUMNS = [(40.0, 140.0), (140.0, 300.0), (300.0, 500.0)]


def page(shade: float) -> tuple[Drawing, Words]:
    """Return a page whose rows 0, 2 and 4 of five are filled cell by cell, and its words, two in each cell."""
    filled = [[x0, 50.0 + 20 * row, x1, 70.0 + 20 * row, shade] for row in (0, 2, 4) for x0, x1 in COLUMNS]
    boxes = [
        [x0 + 4 + 30 * word, 54.0 + 20 * row, x0 + 30 + 30 * word, 64.0 + 20 * row]
        for row in range(5)
        for x0, _ in COLUMNS
        for word in range(2)
    ]
    words = Words(("word",) * len(boxes), np.array(boxes), range(len(boxes)))
    return Drawing(NOTHING, NOTHING, np.array(filled), np.zeros((0, 4)), np.zeros((0, 4))), words


def test_rows_between_shaded_ones_are_rows() -> None:
    [(engine, grid)] = grids_on(*page(1.9))
    assert engine.value == "rows"
    assert grid.rows.tolist() == [50, 70, 90, 110, 130, 150]
    assert grid.columns.tolist() == [40, 140, 300, 500]


def test_white_rectangles_behind_lines_are_no_stripes() -> None:
    assert all(engine != "rows" for engine, _ in grids_on(*page(0.0)))
