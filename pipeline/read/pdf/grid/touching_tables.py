"""Tables that touch: one below the other with only a rule between them, each with columns of its own.

Rules that meet each other make one grid. But if column rules end at a rule over the whole width, and others begin there
at other places, two tables touch (LibreOffice and Word, and CSS without a margin). The border between them may be drawn
twice, with nothing in between.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ..page.drawing import Floats
from .grid import THINNEST

WHOLE = 0.97  # share of the table's width that the border between two tables covers
NO_ROW = 10.0  # points: two borders no farther apart, without a word in between, are one
FEWEST_EDGES = 4  # of each table, outer ones included: a form's rows of one or two cells are no tables
FEWEST_OWN = 3  # column edges that one of the two has and the other lacks, of both together

Group = tuple[Floats, Floats]
Border = tuple[float, float]  # where it begins and ends from top to bottom


def parted(horizontal: Floats, vertical: Floats, boxes: Floats) -> list[Group]:
    """Return rules that meet each other as (horizontal, vertical) groups, one for each touching table; topmost first.

    If they are one table, there is one group, as given. `boxes` are the words of the page.
    """
    if len(vertical) < FEWEST_EDGES + FEWEST_OWN:
        return [(horizontal, vertical)]
    borders = _borders(horizontal, (boxes[:, 1] + boxes[:, 3]) / 2)
    bottom = np.inf
    if borders and borders[-1][1] - borders[-1][0] > THINNEST and (vertical[:, 2] <= borders[-1][1] + THINNEST).all():
        bottom = borders.pop()[0]  # below it, a table begins whose first row stands on the next page
    standing = vertical.tolist()
    meetings = [border for border in borders if _is_meeting(standing, *border)]
    meetings = _without_single_rows(meetings, horizontal[:, 0])
    if not meetings and bottom == np.inf:
        return [(horizontal, vertical)]
    tops, bottoms = [-np.inf, *(lower for _, lower in meetings)], [*(upper for upper, _ in meetings), bottom]
    return [_cut(horizontal, vertical, top, end) for top, end in zip(tops, bottoms, strict=True)]


def _borders(horizontal: Floats, text: Floats) -> list[Border]:
    """Return the rules from side to side inside a group as (upper, lower): one height, unless a border is drawn twice.

    `text` is where words stand.
    """
    width = WHOLE * float(horizontal[:, 2].max() - horizontal[:, 1].min())
    borders: list[Border] = []
    for line in _lines(horizontal):
        if _covered(line) < width:
            continue
        upper, lower = line[0][0], line[-1][0]
        before = borders[-1][1] if borders else -np.inf
        if upper - before <= NO_ROW and not ((text > before) & (text < upper)).any():
            borders[-1] = borders[-1][0], lower
        else:
            borders.append((upper, lower))
    return borders


def _lines(horizontal: Floats) -> list[list[list[float]]]:
    """Return the strokes (y, x0, x1) of each line from top to bottom; a dozen lines: lists are faster than arrays."""
    lines: list[list[list[float]]] = []
    for stroke in horizontal[np.argsort(horizontal[:, 0], kind="stable")].tolist():
        if lines and stroke[0] - lines[-1][0][0] <= THINNEST:
            lines[-1].append(stroke)
        else:
            lines.append([stroke])
    return lines


def _covered(strokes: list[list[float]]) -> float:
    """Return how much of a line its strokes cover."""
    covered, reached = 0.0, -np.inf
    for _, start, end in sorted(strokes, key=lambda stroke: stroke[1]):
        covered += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return covered


def _is_meeting(vertical: list[list[float]], upper: float, lower: float) -> bool:
    """Tell whether the columns that begin below a border differ from those that end above it."""
    ending = [x for x, top, bottom in vertical if top < upper - THINNEST <= bottom]
    starting = [x for x, top, bottom in vertical if top <= lower + THINNEST < bottom]
    if min(len(ending), len(starting)) < FEWEST_EDGES or ending == starting:
        return False
    own = _count_apart(ending, starting), _count_apart(starting, ending)
    return min(own) > 0 and sum(own) >= FEWEST_OWN


def _count_apart(edges: list[float], others: list[float]) -> int:
    return sum(all(abs(edge - other) > THINNEST for other in others) for edge in edges)


def _without_single_rows(meetings: list[Border], rules: Floats) -> list[Border]:
    """Return the borders without those around a single row: in a form, each row may have columns of its own.

    Above the first border and below the last one, a page's end may have cut a table.
    """
    kept = set(meetings)
    for above, below in pairwise(meetings):
        if not ((rules > above[1] + THINNEST) & (rules < below[0] - THINNEST)).any():
            kept -= {above, below}
    return sorted(kept)


def _cut(horizontal: Floats, vertical: Floats, top: float, bottom: float) -> Group:
    """Return the rules between two borders, these included; column rules that go on beyond are cut there."""
    lying = horizontal[(horizontal[:, 0] > top - THINNEST) & (horizontal[:, 0] < bottom + THINNEST)]
    standing = vertical[(vertical[:, 1] < bottom - THINNEST) & (vertical[:, 2] > top + THINNEST)].copy()
    standing[:, 1:] = np.clip(standing[:, 1:], top, bottom)
    return lying, standing
