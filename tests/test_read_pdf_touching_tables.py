"""Where rules that hang together are two tables, and where they are one."""

from __future__ import annotations

import numpy as np
from directriz.read.pdf.grid.touching_tables import parted

NO_WORDS = np.zeros((0, 4))


def rules_of(rows: list[tuple[float, float, list[float]]]) -> tuple[np.ndarray, np.ndarray]:
    """Return the rules of rows that are as wide as each other: (top, bottom, column edges)."""
    left, right = min(row[2][0] for row in rows), max(row[2][-1] for row in rows)
    ys = sorted({y for top, bottom, _ in rows for y in (top, bottom)})
    standing = [(x, top, bottom) for top, bottom, edges in rows for x in edges]
    return np.array([(y, left, right) for y in ys]), np.array(standing)


def heights(groups: list[tuple[np.ndarray, np.ndarray]]) -> list[tuple[float, float]]:
    """Return from where to where each group reaches."""
    return [(float(lying[:, 0].min()), float(lying[:, 0].max())) for lying, _ in groups]


def test_tables_are_parted_where_other_columns_begin() -> None:
    above, below = [0.0, 50.0, 200.0, 400.0], [0.0, 90.0, 260.0, 400.0]
    rules = rules_of([(0, 20, above), (20, 40, above), (40, 60, below), (60, 80, below)])
    groups = parted(*rules, NO_WORDS)
    assert heights(groups) == [(0, 40), (40, 80)]
    assert [sorted(set(standing[:, 0].tolist())) for _, standing in groups] == [above, below]


def test_a_third_table_may_have_the_columns_of_the_first() -> None:
    one, other = [0.0, 50.0, 200.0, 400.0], [0.0, 90.0, 260.0, 400.0]
    rows = [(20.0 * row, 20.0 * row + 20, one if row in (0, 1, 4, 5) else other) for row in range(6)]
    assert heights(parted(*rules_of(rows), NO_WORDS)) == [(0, 40), (40, 80), (80, 120)]


def test_rows_of_a_form_with_columns_of_their_own_are_one_table() -> None:
    one, other = [0.0, 50.0, 200.0, 400.0], [0.0, 90.0, 260.0, 330.0, 400.0]
    rows = [(20.0 * row, 20.0 * row + 20, one if row % 2 else other) for row in range(5)]
    assert heights(parted(*rules_of(rows), NO_WORDS)) == [(0, 100)]


def test_merged_cells_and_labels_over_several_columns_part_nothing() -> None:
    rows = [(0, 20, [0.0, 100.0, 400.0]), (20, 40, [0.0, 100.0, 200.0, 300.0, 400.0]), (40, 60, [0.0, 400.0]),
            (60, 80, [0.0, 100.0, 200.0, 300.0, 400.0])]  # fmt: skip
    assert heights(parted(*rules_of(rows), NO_WORDS)) == [(0, 80)]


def test_a_border_drawn_twice_is_one_but_a_row_of_text_is_none() -> None:
    above, below = [0.0, 50.0, 200.0, 400.0], [0.0, 90.0, 260.0, 400.0]
    rules = rules_of([(0, 20, above), (20, 40, above), (40, 48, [0.0, 400.0]), (48, 70, below), (70, 90, below)])
    assert heights(parted(*rules, NO_WORDS)) == [(0, 40), (48, 90)]
    assert heights(parted(*rules, np.array([[60.0, 41.0, 90.0, 47.0]]))) == [(0, 90)]
