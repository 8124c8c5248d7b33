"""Words that stand in columns where no table was found. No rule is drawn there, but a reader sees a table.

Such a place has lines one below the other, and white space cuts each of them into three pieces or more at the same
places. Columns of prose do not count: their pieces are long. The place becomes the doubt `table_unread`, and second
engines are asked about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .cell_text import lines_among
from .drawing import Box
from .words import Words, places_of

APART = 1.2  # of the line's height: least white space between two pieces of a line
FEWEST_PIECES = 3  # of a line
FEWEST_LINES = 5  # one below the other; four occur on pages that are no tables (iom_pmm_etapa5 p. 14)
SAME_PLACE = 4.0  # points by which the left edges, right edges or centres of one column's pieces may differ
SHARED = 0.6  # least share least share of a line's pieces that stand in the columns of the line above
LONGEST_PIECE = 5.0  # words, on average: prose has more
NEAR = 3.0  # of the line's height: greatest distance between two rows of one table


@dataclass(frozen=True, slots=True)
class Aligned:
    """Lines whose pieces stand in columns."""

    box: Box
    line_count: int
    column_count: int


@dataclass(frozen=True, slots=True)
class _Line:
    pieces: tuple[tuple[float, float], ...]  # left and right of each
    word_count: int
    top: float
    bottom: float


@lru_cache(maxsize=2)
def lines_of(words: Words, members: tuple[int, ...]) -> list[list[int]]:
    """Return some words of a page as lines, as `lines_among` does. The last result is kept and returned again."""
    return lines_among(places_of(words), members)


def aligned_on(words: Words, outside: Sequence[int]) -> list[Aligned]:
    """Return where words of a page stand in columns; `outside` are the words that no table has."""
    if len(outside) < FEWEST_LINES * FEWEST_PIECES:
        return []
    places = places_of(words)  # a line has a dozen words: lists are faster than arrays
    found: list[Aligned] = []
    group: list[_Line] = []
    for line in [_line([places[index] for index in line]) for line in lines_of(words, tuple(outside))]:
        if group and not _goes_on(group[-1], line):
            found += _table(group)
            group = []
        if len(line.pieces) >= FEWEST_PIECES:
            group.append(line)
    return found + _table(group)


def _line(words: list[list[float]]) -> _Line:
    height = max([bottom - top for _, top, _, bottom in words])
    pieces: list[tuple[float, float]] = []
    for x0, _, x1, _ in words:
        if pieces and x0 - pieces[-1][1] < APART * height:
            pieces[-1] = (pieces[-1][0], max(x1, pieces[-1][1]))
        else:
            pieces.append((x0, x1))
    top, bottom = min([word[1] for word in words]), max([word[3] for word in words])
    return _Line(tuple(pieces), len(words), top, bottom)


def _goes_on(above: _Line, line: _Line) -> bool:
    """Tell whether a line is the next row.

    It is near the line above, and most of its pieces stand below pieces of that line.
    """
    if line.top - above.bottom > NEAR * (above.bottom - above.top):
        return False
    shared = sum(any(_is_one_column(piece, other) for other in above.pieces) for piece in line.pieces)
    return shared >= max(2, SHARED * len(line.pieces))


def _is_one_column(piece: tuple[float, float], other: tuple[float, float]) -> bool:
    return (
        abs(piece[0] - other[0]) < SAME_PLACE
        or abs(piece[1] - other[1]) < SAME_PLACE
        or abs(piece[0] + piece[1] - other[0] - other[1]) < SAME_PLACE
    )


def _table(lines: Sequence[_Line]) -> list[Aligned]:
    pieces = [piece for line in lines for piece in line.pieces]
    if len(lines) < FEWEST_LINES or sum(line.word_count for line in lines) > LONGEST_PIECE * len(pieces):
        return []
    box = (min(left for left, _ in pieces), lines[0].top, max(right for _, right in pieces), lines[-1].bottom)
    return [Aligned(box, len(lines), max(len(line.pieces) for line in lines))]
