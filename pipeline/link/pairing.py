"""Which directives each action is compared with: all of them, or in a large framework some chosen for the action.

Every feature is computed by the same code in both ways.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .vectors import Matrix, Places, Scores, multiply, multiply_at


class EveryDirective:
    """Compares each action with every directive: results have a column for each directive."""

    def multiply(self, rows: Matrix, columns: Matrix) -> Scores:
        """Return every row of `rows` times every row of `columns`."""
        return multiply(rows, columns)

    def take(self, values: Scores) -> Scores:
        """Return one value for each directive as a row that fits the results."""
        return values[None, :]


@dataclass(frozen=True, slots=True)
class ChosenDirectives:
    """Compares each action with some directives only: results have one column for each of `places`."""

    places: Places  # actions x chosen directives

    def multiply(self, rows: Matrix, columns: Matrix) -> Scores:
        """Return each row of `rows` times the chosen rows of `columns`."""
        return multiply_at(rows, columns, self.places)

    def take(self, values: Scores) -> Scores:
        """Return the values of the chosen directives, one row an action."""
        return np.asarray(values[self.places], dtype=np.float64)


Pairing = EveryDirective | ChosenDirectives
