"""Fast functions for small arrays.

A page has some hundred words and a few dozen rules. For so few numbers numpy's general functions take several times as
long, because they spend most of the time on preparation.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def median_of(values: Floats) -> float:
    """Return the median of a row of numbers; an empty row raises IndexError."""
    ordered = np.sort(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return float(ordered[middle])
    return float((ordered[middle - 1] + ordered[middle]) / 2)


def side_by_side(*columns: Floats) -> Floats:
    """Return columns of the same length as an array of floats with one row for each place in them."""
    made = np.empty((len(columns[0]), len(columns)))
    for index, column in enumerate(columns):
        made[:, index] = column
    return made


def box_of(row: Floats) -> tuple[float, float, float, float]:
    """Return a row of four numbers as a box: x0, top, x1, bottom."""
    x0, top, x1, bottom = row.tolist()
    return x0, top, x1, bottom
