"""Brings features to one mean and spread over the directives of a framework."""

from __future__ import annotations

import numpy as np

from .vectors import Scores

SMALL = 1e-6
LEAST_COLUMNS = 40


def standardise(values: Scores) -> Scores:
    """Return each row with mean 0 and spread 1; a row of one value only is 0.

    A framework of fewer than LEAST_COLUMNS directives is filled up with directives without any feature, so that
    the best of three is as far above the mean as the best of a hundred.
    """
    count = max(values.shape[1], LEAST_COLUMNS)
    middle = values.sum(axis=1, keepdims=True) / count
    squares = (values * values).sum(axis=1, keepdims=True) / count
    spread = np.sqrt(np.maximum(squares - middle * middle, 0.0))
    return np.asarray(np.divide(values - middle, spread, out=np.zeros_like(values), where=spread > SMALL))
