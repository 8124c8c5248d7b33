"""Finds the columns of a table without column rules: by the ends of its strokes, or by the white space in it.

Strokes that meet end to end are cells, each with a rule of its own (CSS). A stroke that begins or ends inside the table
ends at a merged cell (LibreOffice, corett-2020). In other tables white space separates the columns: a gutter that
hardly any line of text crosses. A gutter of a few points is enough if many lines stand close on both sides of it,
because spaces between words never lie below one another in many lines.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..page.cell_text import lines_of_words
from ..page.drawing import Floats
from ..page.rules import snapped
from .grid import Bools
from .gutters import white_strips, whitest

EDGE = 4.0  # points: stroke ends within this are one column edge
WIDEST_BREAK = 20.0  # points between the strokes of two cells that stand apart (border-spacing)
FEWEST_RULES = 3
FEWEST_ENDS = 3  # strokes that end at a column edge, in a table of many lines; underlines may meet by chance
THROUGH = 0.9  # share of a table's width that a rule without ends inside it runs through
SHORTEST_PART = 0.1  # of the table's width: a rule that a merged cell breaks
WIDE_GUTTER = 4.0  # points of white space between two columns
NARROW_GUTTER = 1.0  # points, where `SUPPORT` lines stand on both sides
SUPPORT = 5  # lines that differ
ALIKE = 0.75  # points: lines of one column that begin at its left side begin within this
MOSTLY_ALIKE = 0.8  # share of the lines
BESIDE = 3.0  # of the line's height: words farther from a gutter say nothing of it
SPANNED = 0.08  # share of the lines of text that may go over a column's edge
SPACE = 0.5  # of the line's height: words of two columns are farther apart, whatever the spaces between words
LEAST_SPACE = 0.3  # of the line's height, where spaces are small
WIDER = 1.5  # times the usual space between words
FULL_ROWS = 0.5  # share of the rows that fill two columns
FULL_LINES = 0.3  # the same, of the lines of text: cells have lines of their own


def stroke_ends(strokes: Floats) -> Floats:
    """Return where strokes (y, x0, x1) of one line meet end to end between their outer ends: these are column edges."""
    order = np.lexsort((strokes[:, 1], np.round(strokes[:, 0])))
    first, second = strokes[order][:-1], strokes[order][1:]
    meets = (np.abs(second[:, 1] - first[:, 2]) <= EDGE) & (np.abs(second[:, 0] - first[:, 0]) < 1)
    ends = np.sort(np.concatenate([first[meets, 2], second[meets, 1], *_ends_of_whole_lines(strokes)]))
    if not len(ends):
        return ends
    group = snapped(ends, EDGE)
    edges, count = np.bincount(group, ends) / np.bincount(group), np.bincount(group)
    inside = (edges > strokes[:, 1].min() + EDGE) & (edges < strokes[:, 2].max() - EDGE)
    if len(np.unique(np.round(strokes[:, 0]))) > FEWEST_RULES:
        inside &= count >= FEWEST_ENDS
    return np.asarray(edges[inside])


def _ends_of_whole_lines(strokes: Floats) -> list[Floats]:
    """Return the ends inside lines of three strokes or more that run through the whole extent, a second time each.

    They are cells, surely; merged cells may leave a column's edge to one such line (the header's).
    """
    line = np.round(strokes[:, 0])
    width = np.ptp(strokes[:, 1:])
    return [
        strokes[line == position, 2]
        for position in np.unique(line)
        if (line == position).sum() > 2 and (strokes[line == position] @ [0.0, -1.0, 1.0]).sum() >= THROUGH * width
    ]


def with_breaks_closed(strokes: Floats, boxes: Floats) -> Floats:
    """Return strokes; those of neighbouring cells with a gap between them are lengthened until they meet.

    The gap is the same on each line, and no word stands in it.
    """
    order = np.lexsort((strokes[:, 1], np.round(strokes[:, 0])))
    gap = strokes[order[1:], 1] - strokes[order[:-1], 2]
    apart = np.flatnonzero((np.abs(np.diff(strokes[order, 0])) < 1) & (gap > EDGE) & (gap <= WIDEST_BREAK))
    if not len(apart):
        return strokes
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    inside = (boxes[:, 1] > strokes[:, 0].min()) & (boxes[:, 3] < strokes[:, 0].max())
    places = (strokes[order[apart], 2] + strokes[order[apart + 1], 1]) / 2
    alike = (np.abs(places[:, None] - places) < 1).sum(axis=1)
    closed = strokes.copy()
    for index, place, count in zip(apart.tolist(), places.tolist(), alike.tolist(), strict=True):
        first, second = order[index], order[index + 1]
        between = inside & (middle > strokes[first, 2]) & (middle < strokes[second, 1])
        if count > 1 and not between.any():
            closed[first, 2] = closed[second, 1] = place
    return closed


def row_strokes(strokes: Floats, boxes: Floats) -> tuple[Bools, Floats]:
    """Return which strokes are borders of rows in a table whose strokes do not meet, and where borders end inside it.

    A border runs from side to side, or from one side to a merged cell, above and below borders that run through.
    """
    left, right = float(strokes[:, 1].min()), float(strokes[:, 2].max())
    width = strokes[:, 2] - strokes[:, 1]
    through = (width > THROUGH * (right - left)) & _reaches(strokes, left, right, both=True)
    through |= _broken_lines(strokes, left, right)
    if not through.any():
        return width > THROUGH * (right - left), np.zeros(0)
    top, bottom = strokes[through, 0].min(), strokes[through, 0].max()
    within = (strokes[:, 0] > top - 1) & (strokes[:, 0] < bottom + 1)
    part = _reaches(strokes, left, right, both=False) & within & (width > SHORTEST_PART * (right - left))
    part &= ~_underlines(strokes, boxes)
    ends = strokes[through | part, 1:].ravel()
    return through | part | (width > THROUGH * (right - left)), ends[(ends > left + EDGE) & (ends < right - EDGE)]


def _reaches(strokes: Floats, left: float, right: float, both: bool) -> Bools:
    begins, ends = strokes[:, 1] < left + EDGE, strokes[:, 2] > right - EDGE
    return np.asarray(begins & ends if both else begins | ends)


def _underlines(strokes: Floats, boxes: Floats) -> Bools:
    """Tell which strokes lie right below words and are as wide as the words."""
    near = (boxes[:, 3] > strokes[:, 0, None] - 3) & (boxes[:, 1] < strokes[:, 0, None])
    begins = np.abs(boxes[:, 0] - strokes[:, 1, None]) < 1
    ends = np.abs(boxes[:, 2] - strokes[:, 2, None]) < 1
    return np.asarray((near & begins).any(axis=1) & (near & ends).any(axis=1))


def _broken_lines(strokes: Floats, left: float, right: float) -> Bools:
    """Tell which strokes are part of a line from side to side that a merged cell breaks."""
    line = np.round(strokes[:, 0])
    broken = np.zeros(len(strokes), dtype=bool)
    for position in np.unique(line):
        own = line == position
        reaches = strokes[own, 1].min() < left + EDGE and strokes[own, 2].max() > right - EDGE
        broken[own] = own.sum() > 1 and reaches
    return broken


def white_columns(words: Floats, rows: Floats, ends: Floats) -> Floats:
    """Return the column edges that white space shows.

    There are none if too few lines of text, or rows, fill two columns.

    `ends` is where rules end inside the table.
    """
    boxes = _without_titles(_without_title_rows(words, rows))
    lines = [boxes[line] for line in lines_of_words(boxes)]
    edges = _with_ends(_without_running(*_gutters(lines), lines), ends, boxes)
    full = _full_rows(words, rows, edges)
    by_line = sum(len(np.unique(_columns(line, edges))) > 1 for line in lines)
    is_full = sum(full) >= FULL_ROWS * max(1, len(full)) and by_line >= FULL_LINES * max(1, len(lines))
    return edges if is_full else np.zeros(0)


def _full_rows(words: Floats, rows: Floats, edges: Floats) -> list[bool]:
    """Tell for each row whether it fills two columns. Titles, lines of text over the column edges, are left out."""
    row = np.searchsorted(rows, (words[:, 1] + words[:, 3]) / 2)
    full = []
    for index in np.unique(row):
        own = words[row == index]
        is_crossed = ((own[:, 0, None] < edges - 1) & (own[:, 2, None] > edges + 1)).any()
        filled = len(np.unique(_columns(own, edges))) > 1
        if filled or not is_crossed:
            full.append(filled)
    return full


def _columns(line: Floats, edges: Floats) -> Floats:
    return np.asarray(np.searchsorted(edges, (line[:, 0] + line[:, 2]) / 2))


def _with_ends(edges: Floats, ends: Floats, boxes: Floats) -> Floats:
    """Return column edges. An edge is moved to the place where rules end if both lie in the same white space."""
    if not len(ends):
        return edges
    group = snapped(np.sort(ends), EDGE)
    exact = np.bincount(group, np.sort(ends)) / np.bincount(group)
    kept = edges.tolist()
    for place in exact.tolist():
        if (boxes[:, 0] < place - 1) @ (boxes[:, 2] > place + 1) > 0:
            continue  # a word stands over it
        middle = (boxes[:, 0] + boxes[:, 2]) / 2
        same = [edge for edge in kept if not ((middle > min(edge, place)) & (middle < max(edge, place))).any()]
        kept = [edge for edge in kept if edge not in same] + [place]
    return np.array(sorted(kept))


def _without_running(edges: Floats, support: Floats, lines: Sequence[Floats]) -> Floats:
    """Return the column edges without those that every line crosses with its words."""
    begins, ends = (np.zeros(len(edges) + 1, dtype=bool) for _ in range(2))
    space = widest_space(lines)
    for line in lines:
        side = _columns(line, edges).astype(int)
        parts = (side[1:] != side[:-1]) & (spaces_in(line) >= space)
        begins[side[1:][parts]] = ends[side[:-1][parts]] = True
        begins[side[0]] = ends[side[-1]] = True
    return np.asarray(edges[(begins[1:] & ends[:-1]) | (support >= SUPPORT)])


def spaces_in(line: Floats) -> Floats:
    """Return the white space between the words of a line, as shares of their height."""
    return np.asarray((line[1:, 0] - line[:-1, 2]) / np.maximum(line[1:, 3] - line[1:, 1], 1.0))


def widest_space(lines: Sequence[Floats]) -> float:
    """Return the share of the line's height that is wider than any space between two words."""
    spaces = np.concatenate([np.zeros(0), *map(spaces_in, lines)])
    usual = spaces[(spaces > 0) & (spaces < SPACE)]
    return min(SPACE, max(LEAST_SPACE, WIDER * float(np.median(usual)))) if len(usual) else SPACE


def _without_title_rows(words: Floats, rows: Floats) -> Floats:
    """Return the words without titles: rows of one line that has no gap and begins at the left side of the table."""
    if not len(words):
        return words
    row, left = np.searchsorted(rows, (words[:, 1] + words[:, 3]) / 2), float(words[:, 0].min())
    kept = np.ones(len(words), dtype=bool)
    for index in np.unique(row):
        own = words[row == index]
        lines = lines_of_words(own) if len(own) > 1 and own[:, 0].min() < left + EDGE else []
        if len(lines) == 1 and not (spaces_in(own[lines[0]]) > SPACE).any():
            kept[row == index] = False
    return words[kept] if kept.any() else words


def _without_titles(boxes: Floats) -> Floats:
    """Return the words without those of lines that run over more than half of the table without a gap."""
    kept: list[int] = []
    for line in lines_of_words(boxes):
        width = boxes[line[-1], 2] - boxes[line[0], 0]
        if width < 0.5 * np.ptp(boxes[:, [0, 2]]) or (spaces_in(boxes[line]) > SPACE).any():
            kept += line
    return boxes[kept]


def _gutters(lines: Sequence[Floats]) -> tuple[Floats, Floats]:
    """Return the middles of the white columns between lines of words, and how many lines stand close on both sides."""
    if sum(map(len, lines)) < 4:
        return np.zeros(0), np.zeros(0)
    edges, support = [], []
    for strip in white_strips([line[:, [0, 2]].tolist() for line in lines], SPANNED * len(lines)):
        width = strip[-1][1] - strip[0][0]
        for edge in whitest(strip, WIDE_GUTTER) if width >= NARROW_GUTTER else ():
            found = supporting_lines(lines, edge)
            if width >= WIDE_GUTTER or found >= SUPPORT:
                edges.append(edge)
                support.append(found)
    return np.array(edges), np.array(support)


def supporting_lines(lines: Sequence[Floats], edge: float) -> int:
    """Return how many different lines have words close on both sides of an edge, or begin at one place right behind it.
    0 if a line crosses the edge. The words before lines that begin at one place must differ: marks of a list are alike.
    """
    both: set[tuple[int, ...]] = set()
    begins: list[tuple[float, int]] = []
    before: set[int] = set()
    for line in lines:
        middle = int(np.searchsorted((line[:, 0] + line[:, 2]) / 2, edge))
        height = float(line[0, 3] - line[0, 1])
        left, right = line[middle - 1] if middle else None, line[middle] if middle < len(line) else None
        if (left is not None and left[2] > edge + 0.5) or (right is not None and right[0] < edge - 0.5):
            return 0
        if right is None or right[0] - edge > BESIDE * height:
            continue
        if right[0] - edge < WIDE_GUTTER:
            begins.append((float(right[0]), round(right[2])))
        if left is not None and edge - left[2] < BESIDE * height:
            both.add((round(left[0]), round(left[2]), round(right[2])))
            before.add(round(left[0]))
    return max(len(both), _alike(begins) if begins else 0) if len(before) > 1 else 0


def _alike(begins: list[tuple[float, int]]) -> int:
    """Return at how many different places words end that begin at one place, if nearly all words begin there."""
    usual = float(np.median([begin for begin, _ in begins]))
    same = [end for begin, end in begins if abs(begin - usual) < ALIKE]
    return len(set(same)) if len(same) >= MOSTLY_ALIKE * len(begins) else 0
