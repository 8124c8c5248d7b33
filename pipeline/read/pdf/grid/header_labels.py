"""Puts the labels of a header over the columns of a table: each line of text is cut into pieces, each over its columns.

A label stands in its column, or in the middle of several columns ("Año 2020" over the numbers of two terms), or begins
where these begin. The labels of single columns below it show which columns it labels.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from typing import NamedTuple

import numpy as np

from ..page.cell_text import lines_among
from ..page.drawing import Floats
from ..page.words import Words, places_of
from .evidence import Evidence
from .fragments import Fragment, FragmentCell
from .lines_in_pieces import PiecedLine, column_at

COVERED = 0.2  # share of a label that stands over a column which it labels
FIT = 0.6  # of the line's height: a label stands so near to the middle, or the left side, of its columns
LEVEL = 0.2  # of the line's height: texts that begin, or end, at one place do so within this
MOSTLY = 0.8  # share of a column's texts that do
MOST_TRIED = 50  # ways to lay labels over columns that are kept
COLUMN = 0.005  # score of each column that a label is laid over: of two ways alike the wider one is taken
OFF = 4.0  # times the square of how far a label is from the middle of its columns, in widths of a column
ONE = 0.1  # less for a label over one column whose label below has no more lines than those beside
OVER = 0.5  # less for a label that stands over columns beside the one that it labels
SIDE = 0.05  # more for a label that ends exactly where the one below it does, or begins with the lines of a wrapped one
SAME_SIDE = 0.5  # points
MIDDLE = 0.25  # of the line's height: an edge farther from the middle of white space is drawn


@dataclass(frozen=True, slots=True)
class Label:
    """A piece of a header's line and the columns that it labels."""

    words: tuple[int, ...]
    first: int
    stop: int


class Extent(NamedTuple):
    """The left and right side of what a column holds below its header, and its edges."""

    left: float
    right: float
    before: float
    after: float


class Below(NamedTuple):
    """The label of a column below the line that is looked at: its first text, its sides, how many lines it has."""

    text: str
    left: float
    right: float
    line_count: int


def column_extents(
    held: Mapping[int, Sequence[tuple[float, float]]], columns: Floats, height: float, is_ruled: bool
) -> list[Extent]:
    """Return the extents of columns; `held` has the sides of each text below the header, by column.

    Where no rule is drawn, an edge is the middle of white space. Between two columns set right it belongs behind the
    first one's texts, between two set left before the second one's, because all of the white space is in one cell. The
    first column set right is as wide as the others, if these are equally wide. In a table
    with vertical rules (`is_ruled`), an edge away from the middle of white space is drawn and stays.
    """
    sides = {column: np.array(own) for column, own in held.items()}
    ends_level = {column for column, own in sides.items() if _is_level(own[:, 1], height)}
    edges = columns.tolist()
    drawn: set[int] = set()
    for column in range(1, len(edges) - 1):
        before, after = sides.get(column - 1), sides.get(column)
        if before is None or after is None:
            continue
        left, right = float(before[:, 1].max()), float(after[:, 0].min())
        if is_ruled and abs(edges[column] - (left + right) / 2) > MIDDLE * height:
            drawn.add(column)
            continue
        space = min(height, (right - left) / 2)
        if {column - 1, column} <= ends_level:
            edges[column] = left + space
        elif _is_level(before[:, 0], height) and _is_level(after[:, 0], height):
            edges[column] = right - space
    first = min(ends_level - {0}, default=0)
    widths = np.diff(edges)[first + 1 : -1]
    if first and first not in drawn and first - 1 not in ends_level and len(widths) > 1 and np.ptp(widths) < height:
        edges[first] = max(edges[first], edges[first + 1] - float(widths.mean()))
    extents = []
    for column, edge in enumerate(pairwise(edges)):
        own = sides.get(column)
        text = edge if own is None else (float(own[:, 0].min()), float(own[:, 1].max()))
        extents.append(Extent(text[0], text[1], edge[0], edge[1]))
    return extents


def _is_level(sides: Floats, height: float) -> bool:
    """Tell whether most texts of a column begin, or end, at one place."""
    return bool((np.abs(sides - np.median(sides)) < LEVEL * height).mean() >= MOSTLY)


def label_rows(
    head: Sequence[PiecedLine], extents: Sequence[Extent], fragment: Fragment, words: Words
) -> list[tuple[list[PiecedLine], list[Label]]] | None:
    """Return the rows of a header, from the top: the lines of each and its labels; None where two labels overlap.

    `extents` has for each column the left and right side of what it holds, and its edges.
    """
    below: dict[int, Below] = {}
    laid: list[tuple[PiecedLine, list[Label], bool]] = []
    for line in reversed(head):
        labels = _laid(line, below, extents, fragment)
        if labels is None:
            return None
        laid.append((line, labels, any(label.stop - label.first > 1 for label in labels)))
        for label, span in zip(labels, line.spans, strict=True):
            if label.stop - label.first == 1:
                lines = 1 + below[label.first].line_count if label.first in below else 1
                below[label.first] = Below(words.texts[label.words[0]], *span, lines)
    rows: list[tuple[list[PiecedLine], list[Label]]] = []
    before = False
    for line, labels, is_group in reversed(laid):
        if rows and not is_group and not before:
            rows[-1] = [*rows[-1][0], line], _joined(rows[-1][1], labels)
        else:
            rows.append(([line], labels))
        before = is_group
    return rows


def _laid(
    line: PiecedLine,
    below: Mapping[int, Below],
    extents: Sequence[Extent],
    fragment: Fragment,
) -> list[Label] | None:
    """Return the pieces of a line over the columns that they label: the way to lay them with the highest score.

    A piece may label the columns that it stands over, or more of them that have labels of their own below. None where
    two pieces would label one column.
    """
    covered = [_covered(span, fragment.grid.columns) for span in line.spans]
    firsts = [first for first, _ in covered if first > 0 and first in below]
    are_groups = len(firsts) < len(below.keys() - {0}) and not any(below[first].text[:1].islower() for first in firsts)
    best: list[tuple[float, list[tuple[int, int]]]] = [(0.0, [])]
    for number, (span, own) in enumerate(zip(line.spans, covered, strict=True)):
        drawn = _drawn_over(line, number, fragment)
        end = covered[number + 1][0] if number + 1 < len(covered) else len(extents)
        ways = [(score_over(span, own, below, extents), *own)]
        if own[1] - own[0] > 1:
            place = column_at(sum(span) / 2, fragment.grid.columns)
            ways.append((score_over(span, (place, place + 1), below, extents) - OVER, place, place + 1))
        if drawn is not None:
            ways = [(score_over(span, drawn, below, extents), *drawn)]
        elif are_groups and own[0] > 0:
            ways += [
                (
                    max(score_over(span, way, below, extents), _begins(span, way, end, below)),
                    *way,
                )
                for way in _wider(own, below, len(extents))
            ]
        best = [
            (value + score, [*made, (first, stop)])
            for value, made in best
            for score, first, stop in ways
            if not made or made[-1][1] <= first
        ]
        best = sorted(best, key=lambda each: (-round(each[0], 3), each[1]))[:MOST_TRIED]
    return [Label(piece, *way) for piece, way in zip(line.pieces, best[0][1], strict=True)] if best else None


def _drawn_over(line: PiecedLine, number: int, fragment: Fragment) -> tuple[int, int] | None:
    """Return the columns that rules draw below a piece, where a cell over several of them holds one text, and it."""
    if fragment.evidence is not Evidence.RULES:
        return None
    row = int(np.searchsorted(fragment.grid.rows, (line.top + line.bottom) / 2)) - 1
    cell = fragment.cell_at(row, column_at(sum(line.spans[number]) / 2, fragment.grid.columns))
    first, stop = cell.span.column, cell.span.column + cell.span.column_count
    is_wide = 1 < stop - first < fragment.column_count
    return (
        (first, stop) if is_wide and set(line.pieces[number]) <= set(cell.words) and _is_one(cell, fragment) else None
    )


def _is_one(cell: FragmentCell, fragment: Fragment) -> bool:
    """Tell whether the words of a cell are one text: none of its lines has white space as wide as a line is high."""
    boxes = places_of(fragment.page_words)
    pairs = (pair for line in lines_among(boxes, cell.words) for pair in pairwise(line))
    return all(boxes[after][0] - boxes[before][2] < fragment.line_height for before, after in pairs)


def _wider(own: tuple[int, int], below: Container[int], count: int) -> list[tuple[int, int]]:
    """Return the ranges of columns with labels below that have more columns than those that a piece stands over."""
    first, stop = own
    while first > 1 and first - 1 in below:
        first -= 1
    while stop < count and stop in below:
        stop += 1
    if not all(column in below for column in range(*own)):
        return []
    ranges = [(left, right) for left in range(first, own[0] + 1) for right in range(own[1], stop + 1)]
    return [each for each in ranges if each != own]


def score_over(
    span: tuple[float, float],
    way: tuple[int, int],
    below: Mapping[int, Below],
    extents: Sequence[Extent],
) -> float:
    """Return how well a piece labels columns: each column counts, less how far it is from their middle.

    That is measured by the narrower one of the outer columns: a column too many moves the middle by half of it. Over
    one column, a piece may also begin or end where the label below does.
    """
    first, last, middle = way[0], way[1] - 1, sum(span) / 2
    left, right = extents[first], extents[last]
    offs = [(left.left + right.right) / 2 - middle, (left.before + right.after) / 2 - middle]
    one = 0.0
    if first in below and last in below:
        offs.append((below[first].left + below[last].right) / 2 - middle)
        if first == last:
            sides = [below[first].left - span[0], below[last].right - span[1]]
            offs += sides
            one = _one(below, first, [abs(off) < SAME_SIDE for off in sides])
    elif first == last:
        offs.append(0.0)  # nothing below it says where it should stand
    width = max(1.0, min(left.after - left.before, right.after - right.before))
    return COLUMN * (way[1] - way[0]) - one - OFF * (min(map(abs, offs)) / width) ** 2


def _one(below: Mapping[int, Below], column: int, is_level: Sequence[bool]) -> float:
    """Return what a label over one column loses, because the label of a level stands over several.

    It loses nothing if it begins or ends exactly where the label below does (`is_level`), or if that has more lines
    than those beside it: then it may be the first line of that label.
    """
    beside = [below[each].line_count for each in (column - 1, column + 1) if each in below]
    is_wrapped = below[column].line_count > min(beside, default=below[column].line_count)
    if is_wrapped:
        return -SIDE * any(is_level)
    return ONE * (not any(is_level))


def _begins(span: tuple[float, float], way: tuple[int, int], end: int, below: Mapping[int, Below]) -> float:
    """Return the score of a piece that begins where the first label below it does and labels all up to the next one."""
    begins = way[1] == end and way[0] in below and abs(span[0] - below[way[0]].left) < SAME_SIDE
    return COLUMN * (way[1] - way[0]) if begins else -inf


def _covered(span: tuple[float, float], columns: Floats) -> tuple[int, int]:
    """Return the columns that a piece stands over, the first one and the one behind the last."""
    width = span[1] - span[0]
    over = np.minimum(columns[1:], span[1]) - np.maximum(columns[:-1], span[0])
    found = np.flatnonzero(over > COVERED * width)
    place = column_at(sum(span) / 2, columns)
    return (int(found[0]), int(found[-1]) + 1) if len(found) else (place, place + 1)


def _joined(first: Sequence[Label], second: Sequence[Label]) -> list[Label]:
    """Return the labels of two lines of one row, those over the same columns as one."""
    made = {(label.first, label.stop): label for label in first}
    for label in second:
        own = made.get((label.first, label.stop))
        made[label.first, label.stop] = label if own is None else replace(own, words=own.words + label.words)
    return sorted(made.values(), key=lambda label: label.first)
