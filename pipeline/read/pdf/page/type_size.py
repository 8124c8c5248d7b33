"""The size of a page's type. All distances on the page are measured in units of it."""

from __future__ import annotations

USUAL = 11.0  # points, of a line of type, as its font has it
SMALLEST, LARGEST = 7.0, 16.0  # points: all sizes between them are read as they are


def unit_of(height: float) -> float:
    """Return how many points count as one unit on a page whose lines have this height."""
    return 1.0 if SMALLEST <= height <= LARGEST or height <= 0 else height / USUAL
