"""A grid with row and column spans, from rules that meet each other.

Only rules distinguish a merged cell from an empty one: two neighbouring places of the grid are one cell if no rule is
drawn between them. The frame counts as drawn on all four sides, because tables are open at the top and the bottom of
a page (CSS draws no rule at a break: ar-plan.centred p. 2-3) and often at the sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..page.drawing import Floats
from ..page.rules import Ints, snapped

THINNEST = 4.0  # points: no row or column is thinner; double rules are one
FREE_END = 8.0  # points: a rule whose end is this far from all other rules meets none of them
SHORTEST_PART = 15.0  # points: a rule this short is no row's
DRAWN = 0.5  # share of an edge that has to be drawn

Bools = npt.NDArray[np.bool_]


class Span(NamedTuple):
    """A cell: the places of the grid that it covers."""

    row: int
    column: int
    row_count: int
    column_count: int


_span = lru_cache(maxsize=4096)(Span)  # the cells of one page stand in the same places as those of the next


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Column edges and row edges from the top left, the cells between them, and which cell covers which place."""

    columns: Floats  # (n + 1,) x of the edges
    rows: Floats  # (m + 1,) y of the edges
    spans: tuple[Span, ...]  # in reading order
    owner: Ints  # (m, n): index of the span that covers a place
    open_above: tuple[bool, ...]  # for each column: no rule is drawn at the top
    open_below: tuple[bool, ...]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return x0, top, x1, bottom."""
        return float(self.columns[0]), float(self.rows[0]), float(self.columns[-1]), float(self.rows[-1])

    @property
    def lying(self) -> Bools:
        """Return (m + 1, n): whether a rule is above a place; the last line: below the last row."""
        inner = self.owner[:-1] != self.owner[1:]
        return np.vstack([~np.array(self.open_above)[None], inner, ~np.array(self.open_below)[None]])

    @property
    def standing(self) -> Bools:
        """Return (m, n - 1): whether a rule is right of a place."""
        return np.asarray(self.owner[:, :-1] != self.owner[:, 1:])


def grid_of(horizontal: Floats, vertical: Floats) -> Grid | None:
    """Return the grid that rules draw, None where they enclose nothing."""
    if not len(horizontal) or not len(vertical):
        return None
    vertical = np.vstack([vertical, _implied(horizontal, vertical)])
    columns = _edges(vertical[:, 0], _open_ends(horizontal, vertical[:, 0]))
    rows = _edges(horizontal[:, 0], _open_ends(vertical, horizontal[:, 0]))
    if len(columns) < 2 or len(rows) < 2:
        return None
    lying = _drawn(horizontal, rows, columns)  # (m + 1, n)
    standing = _drawn(vertical, columns, rows)  # (n + 1, m)
    rows, columns, lying, standing = _without_idle_lines(rows, columns, lying, standing)
    return build_grid(columns, rows, lying, standing[1:-1].T)


def build_grid(columns: Floats, rows: Floats, lying: Bools, standing: Bools) -> Grid:
    """Return a grid from what is drawn.

    `lying` (m + 1, n): the rule above a place, the last line the one below; `standing` (m, n - 1): right of a place.
    """
    above, below, lying = lying[0], lying[-1], lying[1:-1]
    spans = _rectangles(_joined(lying, standing), lying)
    owner = _owner(spans, len(rows) - 1, len(columns) - 1)
    return Grid(columns, rows, tuple(spans), owner, tuple((~above).tolist()), tuple((~below).tolist()))


def _owner(spans: list[Span], height: int, width: int) -> Ints:
    """Return (height, width): the index of the span that covers a place."""
    owner = [0] * (height * width)
    for index, (row, column, row_count, column_count) in enumerate(spans):
        for start in range(row * width + column, (row + row_count) * width + column, width):
            owner[start : start + column_count] = [index] * column_count
    return np.array(owner, dtype=np.int64).reshape(height, width)


def regridded(grid: Grid, owner: Ints) -> Grid:
    """Return a grid on the same edges in which neighbouring places with the same `owner` are one cell."""
    inner = owner[:-1] != owner[1:]
    lying = np.vstack([~np.array(grid.open_above)[None], inner, ~np.array(grid.open_below)[None]])
    return build_grid(grid.columns, grid.rows, lying, owner[:, :-1] != owner[:, 1:])


def with_rows_parted(grid: Grid, cuts: dict[int, list[float]]) -> Grid:
    """Return a grid with rows divided at places (y); cells over several rows stay as they are."""
    rows: list[float] = []
    source: list[int] = []
    for row in range(len(grid.rows) - 1):
        rows += [float(grid.rows[row]), *cuts.get(row, ())]
        source += [row] * (1 + len(cuts.get(row, ())))
    owner: Ints = grid.owner[source]
    single = np.array([span.row_count == 1 for span in grid.spans])
    same = np.array([source[i] == source[i + 1] for i in range(len(source) - 1)])[:, None]
    lying, of_whole = np.where(same, single[owner[:-1]], owner[:-1] != owner[1:]), grid.lying
    return build_grid(
        grid.columns,
        np.array([*rows, grid.rows[-1]]),
        np.vstack([of_whole[:1], lying, of_whole[-1:]]),
        owner[:, :-1] != owner[:, 1:],
    )


def _implied(horizontal: Floats, vertical: Floats) -> Floats:
    """Return the edge of a column that is not drawn: a horizontal rule ends inside the table and meets no other one.

    It stands beside the rows above and below that end (tests/golden/pdf_d_column_not_drawn).
    """
    edges = vertical[:, 0]
    ends = horizontal[:, 1:]
    free = np.abs(ends[:, :, None] - edges).min(axis=2) > FREE_END
    free &= (ends > edges.min()) & (ends < edges.max())
    parts = np.flatnonzero((free.sum(axis=1) == 1) & (ends[:, 1] - ends[:, 0] > SHORTEST_PART))
    implied = []
    for index in parts:
        y, x = horizontal[index, 0], ends[index][free[index]][0]
        above = horizontal[horizontal[:, 0] < y - THINNEST, 0]
        below = horizontal[horizontal[:, 0] > y + THINNEST, 0]
        if len(above) and len(below):
            implied.append((x, above.max(), below.min()))
    return np.array(implied, dtype=float).reshape(-1, 3)


def _open_ends(rules: Floats, crossing: Floats) -> list[float]:
    """Return where two or more rules end together beyond the outermost crossing one: an edge that is not drawn."""
    ends = []
    for side, outermost in ((1, crossing.min()), (2, crossing.max())):
        beyond = rules[:, side][(rules[:, side] - outermost) * (1 if side == 2 else -1) > THINNEST]
        if len(beyond) > 1 or len(beyond) == len(np.unique(rules[:, 0])) == 1:
            farthest = beyond.min() if side == 1 else beyond.max()
            if (np.abs(beyond - farthest) <= THINNEST).sum() > 1 or len(beyond) == 1:
                ends.append(float(farthest))
    return ends


def _edges(positions: Floats, open_ends: list[float]) -> Floats:
    positions = np.sort(np.concatenate([positions, open_ends]))
    group = snapped(positions, THINNEST)
    return np.asarray(np.bincount(group, positions) / np.bincount(group))


def _drawn(rules: Floats, lines: Floats, crossing: Floats) -> Bools:
    """Tell which parts of which lines are drawn: (lines, parts between crossing lines)."""
    line = np.abs(rules[:, 0, None] - lines[None, :]).argmin(axis=1)
    overlap = np.minimum(rules[:, 2, None], crossing[None, 1:]) - np.maximum(rules[:, 1, None], crossing[None, :-1])
    covered = np.zeros((len(lines), len(crossing) - 1))
    np.add.at(covered, line, np.maximum(overlap, 0))
    return np.asarray(covered >= DRAWN * np.diff(crossing)[None, :])


def _without_idle_lines(
    rows: Floats, columns: Floats, lying: Bools, standing: Bools
) -> tuple[Floats, Floats, Bools, Bools]:
    """Leave out inner lines with no drawn part between two crossing lines, such as a short stroke inside a cell."""
    rows_kept, columns_kept = np.asarray(lying.any(axis=1)), np.asarray(standing.any(axis=1))
    rows_kept[[0, -1]] = columns_kept[[0, -1]] = True
    if rows_kept.all() and columns_kept.all():
        return rows, columns, lying, standing
    return (
        rows[rows_kept],
        columns[columns_kept],
        _merged(lying[rows_kept], columns, columns_kept),
        _merged(standing[columns_kept], rows, rows_kept),
    )


def _merged(drawn: Bools, lines: Floats, kept: Bools) -> Bools:
    """Return `drawn` with the stretches between kept lines; a stretch is drawn where half of its length is."""
    stretch = np.cumsum(kept)[:-1] - 1
    widths = np.diff(lines)
    covered = np.zeros((drawn.shape[0], int(stretch.max()) + 1))
    np.add.at(covered.T, stretch, (drawn * widths[None, :]).T)
    return np.asarray(covered >= DRAWN * np.bincount(stretch, widths)[None, :])


def _joined(lying: Bools, standing: Bools) -> list[int]:
    """Return a number for each place, row by row.

    Places without a rule between them have the same, the lowest of their numbers.
    """
    height, width = standing.shape[0], lying.shape[1]
    parents = list(range(height * width))

    def root(place: int) -> int:
        while parents[place] != place:
            parents[place] = parents[parents[place]]
            place = parents[place]
        return place

    pairs = [(row * width + column, (row + 1) * width + column) for row, column in np.argwhere(~lying).tolist()]
    pairs += [(row * width + column, row * width + column + 1) for row, column in np.argwhere(~standing).tolist()]
    for first, second in pairs:
        one, other = root(first), root(second)
        parents[max(one, other)] = min(one, other)
    return list(map(root, parents)) if pairs else parents


def _rectangles(labels: list[int], lying: Bools) -> list[Span]:
    """Return the cells in reading order. A group of places that is no rectangle is divided into its rows."""
    width = lying.shape[1]
    groups: dict[int, list[int]] = {}  # a few dozen places: lists are faster than arrays
    for place, label in enumerate(labels):
        groups.setdefault(label, []).append(place)
    spans = []
    for label, places in groups.items():
        row, column = divmod(places[0], width)
        if len(places) == 1:
            spans.append(_span(row, column, 1, 1))
            continue
        columns = [place % width for place in places]
        left, height, breadth = min(columns), places[-1] // width - row + 1, max(columns) - min(columns) + 1
        if height * breadth == len(places):
            spans.append(_span(row, left, height, breadth))
        else:
            spans += _taken_apart(np.array(labels).reshape(-1, width) == label, lying)
    return sorted(spans)


def _taken_apart(places: Bools, lying: Bools) -> list[Span]:
    spans: list[Span] = []
    for row in range(places.shape[0]):
        line = np.concatenate([[0], places[row].astype(int), [0]])
        starts, stops = np.flatnonzero(np.diff(line) == 1), np.flatnonzero(np.diff(line) == -1)
        for start, stop in zip(starts.tolist(), stops.tolist(), strict=True):
            above = next((span for span in spans if _goes_on(span, row, start, stop, lying)), None)
            if above is not None:
                spans.remove(above)
                spans.append(_span(above.row, start, above.row_count + 1, stop - start))
            else:
                spans.append(_span(row, start, 1, stop - start))
    return spans


def _goes_on(span: Span, row: int, start: int, stop: int, lying: Bools) -> bool:
    same = span.row + span.row_count == row and span.column == start and span.column_count == stop - start
    return same and not lying[row - 1, start:stop].any()
