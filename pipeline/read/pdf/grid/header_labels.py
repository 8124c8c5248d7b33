"""Puts the labels of a header over the columns of a table: each line of text is cut into pieces, each over its columns.

A label stands in its column, or in the middle of several columns ("Año 2020" over the numbers of two terms), or begins
where these begin. The labels of single columns below it show which columns it labels.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from ..page.drawing import Floats
from ..page.words import Words, places_of
from .fragments import Fragment

SPACE = 0.45  # of the line's height: words of one label are no farther apart
COVERED = 0.2  # share of a label that stands over a column which it labels
FIT = 0.6  # of the line's height: a label stands so near to the middle, or the left side, of its columns
MOST_TRIED = 50  # ways to lay labels over columns that are kept


@dataclass(frozen=True, slots=True)
class Label:
    """A piece of a header's line and the columns that it labels."""

    words: tuple[int, ...]
    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """A line of text and its pieces, from left to right."""

    pieces: tuple[tuple[int, ...], ...]
    spans: tuple[tuple[float, float], ...]  # left and right of each piece
    top: float
    bottom: float


def line_in_pieces(members: Sequence[int], words: Words, gap: float = SPACE) -> HeaderLine:
    """Return the words of a line in pieces with more than a space between them (`gap`, of the line's height)."""
    places = places_of(words)
    members = sorted(members, key=lambda word: places[word][0])
    height = max(places[word][3] - places[word][1] for word in members)
    pieces: list[list[int]] = []
    for word in members:
        if pieces and places[word][0] - places[pieces[-1][-1]][2] < gap * height:
            pieces[-1].append(word)
        else:
            pieces.append([word])
    spans = tuple((places[piece[0]][0], max(places[word][2] for word in piece)) for piece in pieces)
    top, bottom = min(places[word][1] for word in members), max(places[word][3] for word in members)
    return HeaderLine(tuple(map(tuple, pieces)), spans, top, bottom)


def column_at(x: float, columns: Floats) -> int:
    """Return the column in which a place (x) lies.

    A place outside the table belongs to the first or the last column.
    """
    return int(np.searchsorted(columns[1:-1], x))


def words_by_column(line: HeaderLine, columns: Floats, words: Words) -> dict[int, list[int]]:
    """Return the words of a line by the column in which the middle of each lies."""
    found: dict[int, list[int]] = {}
    places, inner = places_of(words), columns[1:-1].tolist()
    for piece in line.pieces:
        for word in piece:
            found.setdefault(bisect_left(inner, (places[word][0] + places[word][2]) / 2), []).append(word)
    return found


def label_rows(
    head: Sequence[HeaderLine], extents: Sequence[tuple[float, float, float, float]], fragment: Fragment, words: Words
) -> list[tuple[list[HeaderLine], list[Label]]] | None:
    """Return the rows of a header, from the top: the lines of each and its labels; None where a label fits nowhere."""
    columns, height = fragment.grid.columns, fragment.line_height
    below: dict[int, str] = {}  # for each column, the first word of the label below
    laid: list[tuple[HeaderLine, list[Label], bool]] = []
    for line in reversed(head):
        labels = [Label(piece, *_covered(span, columns)) for piece, span in zip(line.pieces, line.spans, strict=True)]
        if any(second.first < first.stop for first, second in pairwise(labels)):
            return None
        is_group = any(label.stop - label.first > 1 for label in labels)
        grown = _grown(line, labels, below, extents, height) if below else labels
        is_group |= grown != labels
        laid.append((line, grown, is_group))
        for label in labels:
            if label.stop - label.first == 1:
                below[label.first] = words.texts[label.words[0]]
    rows: list[tuple[list[HeaderLine], list[Label]]] = []
    before = False
    for line, labels, is_group in reversed(laid):
        if rows and is_group == before and (not is_group or _are_same(rows[-1][1], labels)):
            rows[-1] = [*rows[-1][0], line], _joined(rows[-1][1], labels)
        else:
            rows.append(([line], labels))
        before = is_group
    return rows


def _covered(span: tuple[float, float], columns: Floats) -> tuple[int, int]:
    """Return the columns that a piece stands over, the first one and the one behind the last."""
    width = span[1] - span[0]
    over = np.minimum(columns[1:], span[1]) - np.maximum(columns[:-1], span[0])
    found = np.flatnonzero(over > COVERED * width)
    place = column_at(sum(span) / 2, columns)
    return (int(found[0]), int(found[-1]) + 1) if len(found) else (place, place + 1)


def _grown(
    line: HeaderLine,
    labels: list[Label],
    below: dict[int, str],
    extents: Sequence[tuple[float, float, float, float]],
    height: float,
) -> list[Label]:
    """Return the labels of a line over all columns that they label, where those below have labels of their own."""
    groups = [label for label in labels if label.first > 0]
    free = [column for column in sorted(below) if column > 0]
    if not groups or len(groups) >= len(free) or any(below.get(label.first, "a")[:1].islower() for label in groups):
        return labels
    spans = {label.words: span for label, span in zip(labels, line.spans, strict=True)}
    options = [
        _options(
            spans[label.words],
            label,
            (before.stop if before else 1, after.first if after else len(extents)),
            extents,
            height,
        )
        for before, label, after in zip([None, *groups[:-1]], groups, [*groups[1:], None], strict=True)
    ]
    chosen = _widest(options)
    if chosen is None:
        return labels
    wide = dict(zip([label.words for label in groups], chosen, strict=True))
    return [Label(label.words, *wide.get(label.words, (label.first, label.stop))) for label in labels]


def _options(
    span: tuple[float, float],
    label: Label,
    room: tuple[int, int],
    extents: Sequence[tuple[float, float, float, float]],
    height: float,
) -> list[tuple[float, int, int]]:
    """Return the columns in whose middle, or at whose left side, a label may stand, and how far off it is."""
    middle, found = sum(span) / 2, []
    for first in range(room[0], label.first + 1):
        for stop in range(label.stop, room[1] + 1):
            left, right = extents[first], extents[stop - 1]
            off = min(abs((left[0] + right[1]) / 2 - middle), abs((left[2] + right[3]) / 2 - middle))
            if off < FIT * height:
                found.append((off / height, first, stop))
            elif abs(span[0] - left[0]) < FIT * height and (stop == room[1]):
                found.append((FIT, first, stop))
    return found


def _widest(options: Sequence[list[tuple[float, int, int]]]) -> list[tuple[int, int]] | None:
    """Return one range of columns for each label; the ranges do not overlap and cover the most columns.

    None if there are none.
    """
    best: list[tuple[float, list[tuple[int, int]]]] = [(0.0, [])]
    for own in options:
        best = [
            (value + stop - first - off, [*made, (first, stop)])
            for value, made in best
            for off, first, stop in own
            if not made or made[-1][1] <= first
        ]
        best = sorted(best, key=lambda each: (-round(each[0], 2), each[1]))[:MOST_TRIED]
    return best[0][1] if best else None


def _are_same(first: Sequence[Label], second: Sequence[Label]) -> bool:
    ranges = {(label.first, label.stop) for label in first}
    return {(label.first, label.stop) for label in second} <= ranges


def _joined(first: Sequence[Label], second: Sequence[Label]) -> list[Label]:
    """Return the labels of two lines of one row, those over the same columns as one."""
    made = {(label.first, label.stop): label for label in first}
    for label in second:
        own = made.get((label.first, label.stop))
        made[label.first, label.stop] = label if own is None else replace(own, words=own.words + label.words)
    return sorted(made.values(), key=lambda label: label.first)
