"""A column outside the outermost vertical rule, of which one horizontal rule is drawn (CSS, hidden frame)."""

from __future__ import annotations

import numpy as np
import pytest
from directriz.read.pdf.grid.grid import grid_of
from directriz.read.pdf.grid.open_sides import with_outer_sides

# the first column is one merged cell below its label: y, x0, x1 of the rules, x, top, bottom of the others
HORIZONTAL = np.array([[20.0, 50.0, 300.0], [60.0, 120.0, 300.0]])
VERTICAL = np.array([[120.0, 0.0, 100.0], [200.0, 0.0, 100.0], [300.0, 0.0, 100.0]])
LABEL, MERGED, BODY = [52.0, 5.0, 110.0, 15.0], [52.0, 50.0, 115.0, 60.0], [122.0, 25.0, 190.0, 35.0]


def test_a_column_that_one_rule_opens_has_a_side() -> None:
    sides = with_outer_sides(HORIZONTAL, VERTICAL, np.array([LABEL, MERGED, BODY]))
    assert sides.tolist() == [*VERTICAL.tolist(), [50.0, 0.0, 100.0]]
    grid = grid_of(HORIZONTAL, sides)
    assert grid is not None
    assert grid.columns.tolist() == [50.0, 120.0, 200.0, 300.0]


@pytest.mark.parametrize(
    "words",
    [
        [LABEL, BODY],  # nothing below the rule: no column
        [MERGED, BODY],  # nothing above it
        [LABEL, MERGED, [100.0, 70.0, 140.0, 80.0]],  # a word over the column's inner edge
        [LABEL, MERGED, [30.0, 70.0, 70.0, 80.0]],  # text that runs out of it
    ],
)
def test_a_rule_that_opens_no_column_is_left_alone(words: list[list[float]]) -> None:
    assert with_outer_sides(HORIZONTAL, VERTICAL, np.array(words)).tolist() == VERTICAL.tolist()
