"""Column edges of tables without column rules, from boxes of words (x0, top, x1, bottom)."""

from __future__ import annotations

import numpy as np
import pytest
from directriz.read.pdf.grid.column_edges import row_strokes, white_columns, with_breaks_closed
from directriz.read.pdf.page.drawing import Floats

HEIGHT = 8.0
NO_ENDS = np.zeros(0)


def _line(top: float, *spans: tuple[float, float]) -> list[list[float]]:
    return [[x0, top, x1, top + HEIGHT] for x0, x1 in spans]


def _set_close(count: int, width: float = 20.0) -> Floats:
    """Return lines of two words on each side of a gutter of two points at 100."""
    boxes = []
    for index in range(count):
        cut, end = 50.0 + 7 * index, 101 + width + 9 * index
        boxes += _line(10.0 * index, (0, cut), (cut + 2, 99), (101, end), (end + 2, 190), (250, 270))
    return np.array(boxes)


def test_a_gutter_of_two_points_counts_where_many_lines_stand_close_on_both_sides() -> None:
    rows = np.array([-2.0, 28.0, 58.0])
    assert white_columns(_set_close(6), rows, NO_ENDS) == pytest.approx([100, 220], abs=0.5)
    assert white_columns(_set_close(3), rows, NO_ENDS) == pytest.approx([220], abs=0.5)


def test_a_line_printed_again_and_again_has_no_columns_at_its_spaces() -> None:
    boxes = np.array([box for index in range(8) for box in _line(10.0 * index, (0, 60), (62, 120), (160, 200))])
    assert white_columns(boxes, np.array([-2.0, 38.0, 78.0]), NO_ENDS) == pytest.approx([140], abs=0.5)


def test_marks_of_a_list_are_no_column() -> None:
    boxes = np.array([box for index in range(8) for box in _line(10.0 * index, (0, 4), (6, 50 + 7 * index))])
    assert len(white_columns(boxes, np.array([-2.0, 38.0, 78.0]), NO_ENDS)) == 0


def test_columns_that_are_blank_but_for_their_labels_are_told_apart() -> None:
    boxes = _line(0, (0, 40), (60, 100), (120, 160), (168, 205), (213, 253))
    boxes += [box for index in range(1, 30) for box in _line(10.0 * index, (0, 40), (60, 100))]
    edges = white_columns(np.array(boxes), np.array([-2.0, 9.0, 150.0, 299.0]), np.array([112.0]))
    assert edges == pytest.approx([50, 112, 164, 209], abs=0.5)


def test_a_rule_that_ends_inside_is_a_border_and_gives_an_edge_but_an_underline_is_neither() -> None:
    words = np.array(_line(30, (0, 40), (150, 190)) + _line(52, (0, 60)))
    strokes = np.array([[20.0, 0, 300], [40.0, 100, 300], [60.5, 0, 60], [80.0, 0, 300]])
    borders, ends = row_strokes(strokes, words)
    assert borders.tolist() == [True, True, False, True]
    assert ends.tolist() == [100]


def test_strokes_of_cells_that_stand_apart_are_drawn_out_until_they_meet() -> None:
    strokes = np.array([[10.0, 0, 47], [10.0, 53, 100], [30.0, 0, 47], [30.0, 53, 100]])
    between = np.array(_line(16, (48, 52)))
    assert with_breaks_closed(strokes, np.zeros((0, 4)))[:, 1:].tolist() == [[0, 50], [50, 100]] * 2
    assert with_breaks_closed(strokes, between).tolist() == strokes.tolist()
