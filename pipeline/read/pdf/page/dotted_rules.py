"""Rules drawn as dots or dashes, each dot a small path of its own. They are read as the lines that a reader sees.

Spreadsheets printed to PDF draw a dotted border as a thousand squares (PyMuPDF's tests). A dash pattern of PDF itself
is one path and needs no special care.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from .arrays import Floats

Ints = npt.NDArray[np.int64]

DOT = 2.0  # points: a shorter stroke is a dot or a corner
SQUARE = 0.7  # share of its longer side: a dot that may be one of a rule of either direction
LONGEST = 8.0  # points: a dash
WIDEST_GAP = 4.0  # points between two dots
FEWEST = 6  # dots of a rule
SHORTEST_RULE = 8.0  # points
EVEN = 0.75  # points by which steps from dot to dot differ
SAME_LINE = 0.3  # points: dots of one line lie no farther apart


def with_dots_joined(strokes: Floats) -> Floats:
    """Return strokes (n, 3: position, start, end) in which dots at even steps are joined into one rule.

    Dots that belong to no such rule are left out.
    """
    length = strokes[:, 2] - strokes[:, 1]
    short, kept = strokes[length <= LONGEST], strokes[length > LONGEST]
    if len(short) < FEWEST:
        return np.asarray(strokes[length > DOT])
    short = short[np.argsort(short[:, 0], kind="stable")]
    line: Ints = np.cumsum(np.diff(short[:, 0], prepend=short[0, 0]) > SAME_LINE, dtype=np.int64)
    order = np.lexsort((short[:, 1], line))
    short = short[order]
    runs = np.cumsum(_begins(short, line[order])) - 1
    first, last = (np.flatnonzero(np.diff(runs, **ends)) for ends in ({"prepend": -1}, {"append": len(short)}))
    counts, reach = np.bincount(runs), short[last, 2] - short[first, 1]
    is_rule = (counts >= FEWEST) & (reach >= SHORTEST_RULE)
    position = np.bincount(runs, short[:, 0]) / counts
    rules = np.column_stack([position, short[first, 1], short[last, 2]])[is_rule]
    alone = short[~is_rule[runs] & (short[:, 2] - short[:, 1] > DOT)]
    return np.concatenate([kept, alone, rules])


def _begins(short: Floats, line: Ints) -> npt.NDArray[np.bool_]:
    """Tell which strokes, sorted by line and start, begin a run.

    They are on another line, too far away, or at another step.
    """
    before, after = short[:-1], short[1:]
    gap, step = after[:, 1] - before[:, 2], after[:, 1] - before[:, 1]
    dash = np.maximum(before[:, 2] - before[:, 1], after[:, 2] - after[:, 1])
    apart = (np.diff(line) > 0) | (gap > np.maximum(dash, WIDEST_GAP))
    uneven = np.abs(np.diff(step, prepend=step[:1])) > EVEN
    uneven[1:] &= ~apart[:-1]  # the first step of a run is compared with none
    return np.concatenate([[True], apart | uneven])
