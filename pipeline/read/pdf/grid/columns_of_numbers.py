"""Columns without a rule between them: numbers in two or more columns between two rules.

Met in statistics with rules around groups of columns (US Statistical Abstract), or beside the labels only: each row
then has several numbers in one column of the grid, one below the other from row to row. The white space between them
is as good as a rule. Thousands set apart by a space are one number: three digits stand behind it in every row, always
as far off.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..page.arrays import median_of
from ..page.drawing import Floats
from ..page.rules import Ints
from ..page.words import Words
from .fragments import words_by_cell
from .grid import Grid, Span, build_grid
from .gutters import white_strips
from .row_score import is_number

THIN_SPACE = 0.32  # of the line's height: numbers nearer than this are one, columns of numbers are farther apart
FEWEST_ROWS = 3  # that have numbers on both sides of it
SHARE = 0.5  # of the rows with numbers
TEXT_SPACE = 0.55  # of the line's height: white space that no text of a column goes over
TEXT_SHARE = 0.6  # of the rows: with text on both sides of it, and of those with text that begins alike
LETTER = re.compile(r"\w")
LEADING_DIGITS = re.compile(r"^[-–−+(]?[1-9]\d{0,2}$")  # of a number with a space before its thousands
THOUSAND = re.compile(r"^\d{3}(?:[.,]\d+)?\)?$")
UNIT = re.compile(r"^(?:[A-Z]{0,2}[$€£]|[%‰°])$")  # belongs to the number beside it, however far it stands
WIDEST_SPACE = 0.6  # of the line's height: between thousands
SAME_SPACE = 0.12  # of the line's height: such spaces are alike
FEWEST_TEXTS = 3  # such rows
ALIKE = 0.3  # of the line's height: texts of one column begin no farther apart
CENTRED = 0.12  # of the room of a label: a label in the middle of its room belongs to all columns below it


class _Piece(NamedTuple):
    """A number in a cell."""

    left: float
    right: float
    height: float
    text: str


def with_columns_of_numbers(grid: Grid, words: Words) -> Grid:
    """Return a grid with the column edges that numbers show; `words` are the page's."""
    members = words_by_cell(grid, words)
    cells: dict[int, list[list[int]]] = {}
    for span, own in zip(grid.spans, members, strict=True):
        if not own or span.column_count > 1 or not is_number(words.texts[own[0]]):
            continue
        if all(is_number(words.texts[word]) for word in own):
            cells.setdefault(span.column, []).append(own)
    fresh = {column: edges for column, own in cells.items() if len(edges := _gutters(own, words))}
    fresh |= _text_gutters(grid, members, words, set(fresh))
    return _with_edges(grid, fresh, members, words) if fresh else grid


def _gutters(cells: Sequence[list[int]], words: Words) -> Floats:
    """Return the inner edges (x) of the columns of numbers in the cells of one grid column; none if there are none."""
    if sum(len(own) > 1 for own in cells) < FEWEST_ROWS:
        return np.zeros(0)
    rows = [pieces for own in cells if (pieces := _pieces(own, words))]
    if sum(len(pieces) > 1 for pieces in rows) < max(FEWEST_ROWS, SHARE * len(rows)):
        return np.zeros(0)
    height = median_of(np.array([piece.height for pieces in rows for piece in pieces]))
    edges = []
    for strip in white_strips([[(piece.left, piece.right) for piece in pieces] for pieces in rows], 0):
        width, edge = strip[-1][1] - strip[0][0], (strip[0][0] + strip[-1][1]) / 2
        if width > THIN_SPACE * height and _is_between(rows, edge) and not _are_thousands(rows, edge, height):
            edges.append(edge)
    return np.array(edges)


def _text_gutters(grid: Grid, members: Sequence[list[int]], words: Words, known: set[int]) -> dict[int, Floats]:
    """Return for each column the places (x) where a second text begins in most rows: columns of text."""
    rows: dict[int, list[list[int]]] = {}
    for span, own in zip(grid.spans, members, strict=True):
        if own and span.column_count == 1 and span.column not in known:
            rows.setdefault(span.column, []).append(own)
    found = {column: _text_gutter(own, words) for column, own in rows.items() if len(own) >= FEWEST_TEXTS}
    return {column: np.array(edges) for column, edges in found.items() if edges}


def _text_gutter(cells: Sequence[list[int]], words: Words) -> list[float]:
    cells = [kept for own in cells if (kept := [word for word in own if _has_letter(words.texts[word])])]
    if len(cells) < FEWEST_TEXTS:
        return []
    boxes = words.boxes[[word for own in cells for word in own]]
    height = median_of(boxes[:, 3] - boxes[:, 1])
    order = np.argsort(boxes[:, 0], kind="stable")
    reach = np.maximum.accumulate(boxes[order, 2])
    gaps = np.flatnonzero(boxes[order[1:], 0] - reach[:-1] > TEXT_SPACE * height)
    edges: list[float] = []
    for place in gaps.tolist():
        start = float(boxes[order[place + 1], 0])
        starts = [min((x for x in words.boxes[own, 0].tolist() if x > start - 1), default=None) for own in cells]
        both = [
            x for x, own in zip(starts, cells, strict=True) if x is not None and words.boxes[own, 0].min() < start - 1
        ]
        if len(both) < max(FEWEST_TEXTS, TEXT_SHARE * len(cells)):
            continue
        if sum(x - start < ALIKE * height for x in both) >= TEXT_SHARE * len(both):
            edges.append((float(reach[place]) + start) / 2)
    return edges


def _has_letter(text: str) -> bool:
    return text[:1].isalnum() or LETTER.search(text) is not None


def _pieces(own: Sequence[int], words: Words) -> list[_Piece]:
    """Return the numbers of one cell from left to right; [] where they stand on several lines."""
    boxes = words.boxes[own]
    order = np.argsort(boxes[:, 0], kind="stable")
    boxes = boxes[order]
    if np.ptp(boxes[:, 1] + boxes[:, 3]) > boxes[0, 3] - boxes[0, 1]:
        return []
    pieces: list[_Piece] = []
    for place, (x0, top, x1, bottom) in zip(order.tolist(), boxes.tolist(), strict=True):
        text = words.texts[own[place]]
        is_unit = UNIT.match(text) is not None or (bool(pieces) and UNIT.match(pieces[-1].text) is not None)
        if pieces and (is_unit or x0 - pieces[-1].right < THIN_SPACE * (bottom - top)):
            pieces[-1] = pieces[-1]._replace(right=x1, text=pieces[-1].text + text)
        else:
            pieces.append(_Piece(x0, x1, bottom - top, text))
    return pieces


def _is_between(rows: Sequence[Sequence[_Piece]], x: float) -> bool:
    """Tell whether numbers stand on both sides of a place in enough rows."""
    both = [pieces[0].right < x < pieces[-1].left for pieces in rows]
    return sum(both) >= max(FEWEST_ROWS, SHARE * len(rows))


def _are_thousands(rows: Sequence[Sequence[_Piece]], x: float, height: float) -> bool:
    """Tell whether what stands on both sides of a place is one number in each row: "1 234", "12 345,6"."""
    gaps = []
    for pieces in rows:
        before, after = [piece for piece in pieces if piece.right < x], [piece for piece in pieces if piece.left > x]
        if not before or not after:
            continue
        if not LEADING_DIGITS.match(before[-1].text) or not THOUSAND.match(after[0].text):
            return False
        gaps.append(after[0].left - before[-1].right)
    return bool(gaps) and max(gaps) < WIDEST_SPACE * height and max(gaps) - min(gaps) < SAME_SPACE * height


def _with_edges(grid: Grid, fresh: dict[int, Floats], members: Sequence[list[int]], words: Words) -> Grid:
    """Return a grid whose columns are divided at places (x), except in cells whose words stand over the place."""
    columns: list[float] = []
    source: list[int] = []
    for column in range(len(grid.columns) - 1):
        columns += [float(grid.columns[column]), *fresh.get(column, np.zeros(0)).tolist()]
        source += [column] * (1 + len(fresh.get(column, ())))
    edges = np.array([*columns, grid.columns[-1]])
    owner: Ints = grid.owner[:, source]
    standing = owner[:, :-1] != owner[:, 1:]
    for place in [place for place in range(len(source) - 1) if source[place] == source[place + 1]]:
        parted = [_is_parted(grid, span, members[index], words, float(edges[place + 1]))
                  for index, span in enumerate(grid.spans)]  # fmt: skip
        standing[:, place] = np.array(parted)[owner[:, place]]
    return build_grid(edges, grid.rows, grid.lying[:, source], standing)


def _is_parted(grid: Grid, span: Span, own: list[int], words: Words, x: float) -> bool:
    """Tell whether a cell is divided at a place: no word stands over it, and it is no label of all columns below."""
    if span.column_count > 1:
        return False
    boxes = words.boxes[own]
    if not len(boxes):
        return True
    if ((boxes[:, 0] < x - 1) & (boxes[:, 2] > x + 1)).any():
        return False
    if all(is_number(words.texts[word]) for word in own):
        return True
    left, right = float(boxes[:, 0].min()), float(boxes[:, 2].max())
    start, stop = float(grid.columns[span.column]), float(grid.columns[span.column + 1])
    is_one_side = not (boxes[:, 2] < x).any() or not (boxes[:, 0] > x).any()
    return not (is_one_side and abs(left + right - start - stop) < 2 * CENTRED * (stop - start))
