"""Lines of text cut into pieces by white space, and the grid whose rows begin with some of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ..page.drawing import Floats
from ..page.words import Words, places_of
from .grid import Bools, Grid, build_grid
from .gutters import Side
from .row_score import TextLine

SPACE = 0.45  # of the line's height: words of one text are no farther apart
APART = 1.0  # of the line's height: pieces of two columns are no nearer
NEAR = 2.6  # of the line's height: from the foot of a line to the top of the next one of a table, at most
MOST_WORDS = 6  # of a label or a title
SAME_PLACE = 0.45  # of the line's height: pieces of one column begin, end or are centred no farther apart


@dataclass(frozen=True, slots=True)
class PiecedLine:
    """A line of text and its pieces, from left to right."""

    pieces: tuple[tuple[int, ...], ...]
    spans: tuple[Side, ...]  # of each piece
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """Return the height of its highest word, at least."""
        return self.bottom - self.top


def line_in_pieces(members: Sequence[int], words: Words, gap: float = SPACE) -> PiecedLine:
    """Return the words of a line in pieces with more than a space between them (`gap`, of the line's height)."""
    places = places_of(words)
    members = sorted(members, key=lambda word: places[word][0])
    height = max([places[word][3] - places[word][1] for word in members])
    pieces: list[list[int]] = []
    for word in members:
        if pieces and places[word][0] - places[pieces[-1][-1]][2] < gap * height:
            pieces[-1].append(word)
        else:
            pieces.append([word])
    spans = tuple([(places[piece[0]][0], max([places[word][2] for word in piece])) for piece in pieces])
    top, bottom = min([places[word][1] for word in members]), max([places[word][3] for word in members])
    return PiecedLine(tuple(map(tuple, pieces)), spans, top, bottom)


def may_be_parted(members: Sequence[int], places: list[list[float]]) -> bool:
    """Tell whether a line may stand in several pieces: a look at its gaps alone."""
    if len(members) < 2:
        return False
    least = APART * max([places[word][3] - places[word][1] for word in members])
    return any(places[second][0] - places[first][2] >= least for first, second in pairwise(members))


def is_one_place(first: Side, second: Side, near: float) -> bool:
    """Tell whether two texts stand in one column: they begin, end or are centred no farther apart than `near`."""
    off = min(abs(first[0] - second[0]), abs(first[1] - second[1]), abs(sum(first) - sum(second)) / 2)
    return off < near


def column_at(x: float, columns: Floats) -> int:
    """Return the column in which a place (x) lies.

    A place outside the table belongs to the first or the last column.
    """
    return int(np.searchsorted(columns[1:-1], x))


def words_by_column(line: PiecedLine, columns: Floats, words: Words) -> dict[int, list[int]]:
    """Return the words of a line by the column in which the middle of each lies."""
    found: dict[int, list[int]] = {}
    places, inner = places_of(words), columns[1:-1].tolist()
    for piece in line.pieces:
        for word in piece:
            found.setdefault(bisect_left(inner, (places[word][0] + places[word][2]) / 2), []).append(word)
    return found


def text_line(line: PiecedLine, columns: Floats, words: Words) -> TextLine:
    """Return a line with its words by the column in which they stand."""
    return TextLine(words_by_column(line, columns, words), line.top, line.bottom)


def grid_of_lines(lines: Sequence[PiecedLine], starts: Sequence[int], columns: Floats, parted: Bools | None) -> Grid:
    """Return the grid of lines on column edges; `starts` are the lines with which rows begin.

    `parted` (rows, inner edges): whether an edge parts two cells of a row; None = always.
    """
    edges = [lines[0].top - 1.0]
    edges += [(lines[start - 1].bottom + lines[start].top) / 2 for start in starts[1:]]
    rows, count = np.array([*edges, lines[-1].bottom + 1.0]), len(columns) - 1
    standing = np.ones((len(starts), count - 1), dtype=bool) if parted is None else parted
    return build_grid(columns, rows, np.ones((len(rows), count), dtype=bool), standing)
