"""Doubts about the grid of a table. They are looked for while the words of its page are kept in memory.

Each sign is one that a careful reader would notice: a word over the edge of a column, several lines that may be rows,
numbers of two columns in one cell, text beside the table that stands in its columns, columns and rows without text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from ..page.drawing import Floats
from .evidence import Evidence
from .fragments import Fragment, GridDoubt, cells_over_sides
from .grid import Bools
from .headers import header_depth, is_title_row, row_keys
from .lines_beside import doubts_of_lines_beside, rows_left
from .lines_in_pieces import APART, NEAR
from .row_score import UNSURE, TextLine, is_number, row_scores
from .rule_groups import across
from .text_doubts import are_rows_closed, doubts_of_texts
from .undrawn_rows import lines_of_row

LIKELY = 0.3  # least score of a line that begins a row without a rule above it
LOOSE = 0.6  # of the line's height: the same, where no rules draw the columns; one cell is enough
FEWEST = 2  # rows with two numbers in one cell
BLANK_COLUMN = "no cell of this column has text"
MOST_ROWS = 5  # of a table whose rows are looked at line by line
MOST_RULED = 4  # the same, where rules draw it
NO_STROKES = np.zeros((0, 3))
TOUCHING = 2.0  # points
REST = 3.0  # of the line's height: text or a table nearer to another one may be its rest
LABELS = 2  # that two cards have in common, at least
MOST_LINES = 8  # of the only row below a header


def doubts_about(
    fragment: Fragment, outside: Sequence[int], strokes: Floats = NO_STROKES, standing: Floats = NO_STROKES
) -> tuple[GridDoubt, ...]:
    """Return the doubts about a fragment.

    `outside` are the words of its page that no table has, `strokes` (y, x0, x1) its horizontal rules.
    """
    depth = header_depth(fragment)
    found = _over_edges(fragment, depth) + _lines_as_rows(fragment, depth)
    found += _two_numbers(fragment) + _blank_columns(fragment)
    found += _beside(fragment, outside) + _unruled_rows(fragment, depth, strokes)
    if fragment.evidence in (Evidence.STREAM, Evidence.PLUMBER):
        found.append(GridDoubt(None, None, f"found by a second engine, {fragment.engine}, by other signs than ours"))
    found += doubts_of_texts(fragment, depth, standing, strokes)
    is_closed = are_rows_closed(fragment, strokes)
    found += rows_left(fragment, outside, APART if is_closed else NEAR)
    if not is_closed:
        found += doubts_of_lines_beside(fragment, depth, outside, strokes)
    return tuple(found)


def _over_edges(fragment: Fragment, depth: int) -> list[GridDoubt]:
    """Return a doubt for each cell with a word that stands over its side."""
    spans = [cell.span for cell in cells_over_sides(fragment) if cell.span.row >= max(1, depth)]  # a label may be wider
    return [GridDoubt(span.row, span.column, "a word stands over the side of its cell") for span in spans]


def _lines_as_rows(fragment: Fragment, depth: int) -> list[GridDoubt]:
    """Return a doubt for each row one of whose lines may begin another row, by its score."""
    grid, words = fragment.grid, fragment.page_words
    if fragment.row_count > (MOST_RULED if fragment.evidence is Evidence.RULES else MOST_ROWS):
        return []  # rules part its rows, as many show
    members = tuple(list(cell.words) for cell in fragment.cells)
    counts = [0] * fragment.row_count  # lines of the cell of each row that has most of them
    for cell in fragment.cells:
        counts[cell.span.row] = max(counts[cell.span.row], len(cell.lines) if cell.span.row_count == 1 else 0)
    found = []
    for row in range(depth, fragment.row_count):
        lines = lines_of_row(grid, row, members, words) if counts[row] > 1 else []
        is_only = fragment.row_count <= depth + 1 and len(lines) >= MOST_LINES
        least = UNSURE if fragment.evidence is Evidence.RULES and not is_only else -UNSURE
        near = sum(score > least for score in row_scores(lines, grid.columns, words))
        if near:
            found.append(GridDoubt(row, None, "its lines of text may be rows", f"{near + 1} rows"))
    return found


def _unruled_rows(fragment: Fragment, depth: int, strokes: Floats) -> list[GridDoubt]:
    """Return a doubt for a row without a rule above it that may continue the row above, by its score.

    `strokes` (y, x0, x1) are the horizontal rules of the page.
    """
    grid, words = fragment.grid, fragment.page_words
    x0, _, x1, _ = fragment.box
    wide = strokes[across(strokes, x0, x1), 0]
    first = max(depth, 1)
    at_rule = np.abs(grid.rows[:-1, None] - wide).min(axis=1, initial=np.inf) < 3
    is_ruled = [row <= first or ruled for row, ruled in enumerate(at_rule.tolist())]
    if all(is_ruled) or any(fragment.tinted[first:]):
        return []
    members = tuple(list(cell.words) for cell in fragment.cells)
    found, run, begins = [], list[TextLine](), list[int]()
    for row in range(first, fragment.row_count + 1):
        if row == fragment.row_count or is_ruled[row]:
            scores = row_scores(run, grid.columns, words)
            reason = "no rule begins this row, and its text may go on with the one above"
            doubtful = [index + 1 for index, score in enumerate(scores) if score < LIKELY]
            found += [GridDoubt(begins[at], None, reason, "one row") for at in doubtful if begins[at] != begins[at - 1]]
            run, begins = [], []
        if row < fragment.row_count:
            own = lines_of_row(grid, row, members, words)
            run, begins = [*run, *own], [*begins, *[row] * len(own)]
    return found


def _two_numbers(fragment: Fragment) -> list[GridDoubt]:
    """Return a doubt for each column whose cells hold two numbers apart: several cells, or one if no rules draw it."""
    boxes, texts = fragment.page_words.boxes, fragment.page_words.texts
    is_drawn = fragment.evidence is Evidence.RULES
    apart, fewest = (APART, FEWEST) if is_drawn else (LOOSE, 1)
    counted: Counter[int] = Counter()
    for cell in fragment.cells:
        if (
            len(cell.words) < 2
            or len(cell.lines) > 1
            or cell.span.column_count > 1
            or not is_number(texts[cell.words[0]])
        ):
            continue
        if not all(is_number(texts[word]) for word in cell.words):
            continue
        own = boxes[sorted(cell.words, key=lambda word: boxes[word, 0])]
        gaps = (own[1:, 0] - own[:-1, 2]) / np.maximum(own[1:, 3] - own[1:, 1], 1.0)
        counted[cell.span.column] += bool(len(cell.lines) == 1 and (gaps > apart).any())
    reason = "its cells hold numbers that stand apart"
    return [GridDoubt(None, column, reason, "two columns") for column, count in counted.items() if count >= fewest]


def _blank_columns(fragment: Fragment) -> list[GridDoubt]:
    """Return a doubt for each column that has neither text nor a label of its own."""
    filled = {cell.span.column for cell in fragment.cells if cell.words}
    single = {cell.span.column for cell in fragment.cells if cell.words and cell.span.column_count == 1}
    return [
        GridDoubt(None, column, BLANK_COLUMN, "no column")
        for column in range(fragment.column_count)
        if column not in (filled if fragment.evidence is Evidence.RULES else single)
    ]


def _beside(fragment: Fragment, outside: Sequence[int]) -> list[GridDoubt]:
    """Return a doubt if text stands beside the rows of a table."""
    boxes = fragment.page_words.boxes[list(outside)]
    x0, top, x1, bottom = fragment.box
    y, slack = (boxes[:, 1] + boxes[:, 3]) / 2, REST * fragment.line_height
    beside = (y > top) & (y < bottom) & (boxes[:, 2] > x0 - slack) & (boxes[:, 0] < x1 + slack)
    beside &= (boxes[:, 0] >= x1) | (boxes[:, 2] <= x0)
    rows = np.unique(np.searchsorted(fragment.grid.rows, y[beside]))
    if len(rows) < 2 or len(rows) * 2 < fragment.row_count or _is_column_of_prose(boxes, beside):
        return []
    return [GridDoubt(None, None, "text stands beside the rows of the table", "one column more")]


def _is_column_of_prose(boxes: Floats, beside: Bools) -> bool:
    """Tell whether words beside a table are lines of a column of text that goes on above or below it."""
    left, right = boxes[beside, 0].min(), boxes[beside, 2].max()
    own = boxes[(boxes[:, 2] > left) & (boxes[:, 0] < right)]
    top, bottom = boxes[beside, 1].min(), boxes[beside, 3].max()
    return bool(((own[:, 3] <= top) | (own[:, 1] >= bottom)).sum() > beside.sum())


def with_doubts_between(fragments: Sequence[Fragment]) -> list[Fragment]:
    """Return the fragments of a page, with a doubt on each that may be the rest of the one above it."""
    found = list(fragments)
    for place, (above, below) in enumerate(pairwise(fragments), start=1):
        near = below.box[1] - above.box[3] < REST * below.line_height
        if _touch_at_title(above, below):
            continue
        is_like = near and _are_alike(above, below) and row_keys(below, 0) != row_keys(above, 0)
        if is_like and not _are_cards(above, below):
            said = GridDoubt(0, None, "the same columns as the table right above", "one table")
            found[place] = replace(below, doubts=(*below.doubts, said))
        elif near and _is_header_apart(above, below):
            for number, reason in (
                (place - 1, "labels without rows"),
                (place, "the labels right above may be its header"),
            ):
                doubt = GridDoubt(0, None, reason, "one table")
                found[number] = replace(found[number], doubts=(*found[number].doubts, doubt))
    return found


def _are_cards(above: Fragment, below: Fragment) -> bool:
    """Tell whether two fragments have the same labels in their first column: one card for each action."""
    labels = [
        {re.sub(r"[\W\d_]+", "", row_keys(each, row)[0]) for row in range(each.row_count)} for each in (above, below)
    ]
    return len(labels[0] & labels[1] - {""}) >= LABELS


def _touch_at_title(above: Fragment, below: Fragment) -> bool:
    """Tell whether only a rule parts two fragments on the same columns, the lower of which begins with a title."""
    touch = below.box[1] - above.box[3] < TOUCHING and below.column_count == above.column_count
    return touch and is_title_row(below, 0)


def _is_header_apart(above: Fragment, below: Fragment) -> bool:
    """Tell whether a fragment is one row of labels, each over a column of the fragment below, which has no header."""
    labels = [cell for cell in above.cells if cell.words]
    if above.row_count > 1 or below.row_count < 2 or len(labels) != below.column_count or header_depth(below):
        return False
    columns, height = below.grid.columns, below.line_height
    sides = zip(labels, columns[:-1].tolist(), columns[1:].tolist(), strict=True)
    return all(cell.box[0] > left - height and cell.box[2] < right + height for cell, left, right in sides)


def _are_alike(above: Fragment, below: Fragment) -> bool:
    if above.column_count != below.column_count or above.page_words.turned:
        return False
    return bool((np.abs(above.grid.columns[1:-1] - below.grid.columns[1:-1]) < below.line_height).all())
