"""Several readings of one table that rules draw only in part, scored by one measure: the best one is taken.

A table with horizontal rules or bands alone, or with nothing drawn, can be read by its strokes, by its white space, or
on the strokes for rows and the white space for columns. Each reading is a candidate. The score asks the same of all:
words in cells and uncut, rows and columns alike, rules explained. A near rival with other cells is a doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..page.arrays import Floats
from ..page.drawing import Box
from ..page.words import Words
from .column_edges import EDGE
from .evidence import Engine, Evidence
from .fragments import Fragment, GridDoubt, cells_over_sides, fill_grid, words_in
from .grid import Grid
from .grid_repairs import mended
from .headers import header_depth, is_title_row
from .horizontal_rules import grid_on_columns
from .lines_in_pieces import APART
from .row_score import is_number, row_scores
from .rule_groups import across
from .undrawn_rows import lines_of_row, with_undrawn_rows
from .white_tables import white_grids

AROUND = 3.0  # lines above and below a table whose words may be its own
WIDE = 0.7  # share of a table's width that a rule of its rows covers
FEWEST_STROKES = 2
BETTER = 0.03  # by which another reading has to be better
BETTER_WITH_FEWER = 0.15  # the same for a reading with fewer columns, because fewer columns are always more alike
NEAR = 0.02  # a reading nearer than this to the best one is a doubt
FEWEST_OPEN = 3  # least number of lines with equal gaps in a cell, if the cell holds more columns than rules draw
RULED = 5  # rules across a table: if there are so many, they show all of its rows
USUAL = 0.5  # share of the rows in which a column has text


@dataclass(frozen=True, slots=True)
class Around:
    """What is on the page outside the tables that rules draw whole."""

    words: Words
    free: frozenset[int]  # words that no other table has
    strokes: Floats  # (n, 3): y, x0, x1
    rectangles: Floats
    known: tuple[Floats, ...] = ()  # column edges of the page before


def best_reading(fragment: Fragment, around: Around) -> Fragment:
    """Return the best reading of a table: as it was read, or one of its rivals.

    If a rival is nearly as good, it has a doubt.

    A table on the columns of the page before keeps them. A table that may continue one keeps at least as many columns,
    because one of them may be blank.
    """
    if is_going_on(fragment, around):
        return fragment
    fewest = fragment.column_count if around.known else 0
    own = words_in(fragment)
    region = _region(fragment, around, own)
    rivals = [rival for rival in _rivals(fragment, around, region)
              if _is_rival(rival, own, region) and rival.column_count >= fewest]  # fmt: skip
    if _is_ruled(fragment, around):
        rivals = [rival for rival in rivals if rival.evidence is Evidence.ROWS]
    if not rivals:
        return fragment
    scored = [(score_of(each, around, region), each) for each in (fragment, *rivals)]
    best, chosen = scored[0]
    for score, rival in scored[1:]:
        least = BETTER if rival.column_count >= fragment.column_count else BETTER_WITH_FEWER
        if score > scored[0][0] + least and score > best:
            best, chosen = score, rival
    near = [other for score, other in scored if score > best - NEAR and _cells(other) != _cells(chosen)]
    if not near:
        return chosen
    rows, columns = near[0].row_count, near[0].column_count
    said = GridDoubt(None, None, "another reading explains the page as well", f"{rows} rows, {columns} columns")
    return replace(chosen, doubts=(*chosen.doubts, said))


def is_drawn(fragment: Fragment) -> bool:
    """Tell whether rules draw a table whole: no cell over several columns holds lines of text that stand in columns."""
    if fragment.evidence is not Evidence.RULES:
        return False
    boxes, least = fragment.page_words.boxes, APART * fragment.line_height
    for cell in fragment.cells:
        if cell.span.column_count > 1 and len(cell.lines) >= FEWEST_OPEN:
            own = boxes[list(cell.words)]
            same_line = np.abs(own[1:, 3] - own[:-1, 3]) < fragment.line_height / 2
            if (same_line & (own[1:, 0] - own[:-1, 2] > least)).sum() >= FEWEST_OPEN:
                return False
    return True


def is_going_on(fragment: Fragment, around: Around) -> bool:
    """Tell whether a table stands on the columns of the one at the end of the page before."""
    return any(_are_same(fragment.grid.columns, known) for known in around.known)


def _is_ruled(fragment: Fragment, around: Around) -> bool:
    """Tell whether enough rules run across a table to show all of its rows."""
    x0, top, x1, bottom = fragment.box
    strokes = _wide_strokes(around.strokes, (x0, top, x1, bottom), 1.0)
    return len(np.unique(np.round(strokes[strokes[:, 0] < bottom + 1, 0]))) >= RULED


def _are_same(columns: Floats, known: Floats) -> bool:
    return len(columns) == len(known) and bool((np.abs(columns[1:-1] - known[1:-1]) < EDGE).all())


def _region(fragment: Fragment, around: Around, own: set[int]) -> list[int]:
    """Return the words that may belong to a table: its own, and free words beside, right above and right below it."""
    boxes, slack = around.words.boxes, AROUND * fragment.line_height
    x0, top, x1, bottom = fragment.box
    near = (boxes[:, 1] > top - slack) & (boxes[:, 3] < bottom + slack) & (boxes[:, 2] > x0) & (boxes[:, 0] < x1)
    strokes = _wide_strokes(around.strokes, fragment.box, slack)
    if len(strokes):
        lowest, right = strokes[:, 0].max(), strokes[:, 2].max()
        near |= (boxes[:, 1] > top - slack) & (boxes[:, 3] < lowest) & (boxes[:, 2] > x0) & (boxes[:, 0] < right)
    return sorted(own | {word for word in np.flatnonzero(near).tolist() if word in around.free})


def _wide_strokes(strokes: Floats, box: Box, slack: float) -> Floats:
    """Return the rules over most of a table's width, inside it and below it as long as they follow each other."""
    x0, top, x1, bottom = box
    own = strokes[across(strokes, x0, x1, WIDE) & (strokes[:, 0] > top - slack) & (strokes[:, 0] < bottom + 4 * slack)]
    return np.asarray(own[np.argsort(own[:, 0], kind="stable")])


def _rivals(fragment: Fragment, around: Around, region: list[int]) -> list[Fragment]:
    """Return the other readings: columns by white space, with rows by white space or by the rules."""
    words, page = around.words, fragment.page
    white = white_grids(words, region, None, around.strokes)
    grids: list[tuple[Evidence, Grid]] = [(Evidence.WHITE, grid) for grid in white]
    columns = [grid.columns for grid in white]
    if fragment.evidence is Evidence.WHITE:
        columns.append(fragment.grid.columns)
    for edges in columns:
        box = (float(edges[0]), fragment.box[1], float(edges[-1]), fragment.box[3])
        strokes = _wide_strokes(around.strokes, box, AROUND * fragment.line_height)
        if len(np.unique(np.round(strokes[:, 0]))) >= FEWEST_STROKES:
            grid = grid_on_columns(strokes, edges, words.boxes[region])
            grids += [] if grid is None else [(Evidence.ROWS, grid)]
    parted = [(evidence, with_undrawn_rows(grid, words, around.rectangles)) for evidence, grid in grids]
    return [
        mended(fill_grid(page, Engine(evidence, fragment.engine.source), grid, words, around.rectangles))
        for evidence, grid in parted
    ]


def _is_rival(rival: Fragment, own: set[int], region: Sequence[int]) -> bool:
    """Tell whether another reading has most words of a table, no word of another table, and no heading."""
    words = words_in(rival)
    if len(words & own) * 2 <= len(own) or not words <= set(region):
        return False
    return all(set(rival.cell_at(row, 0).words) <= own for row in (0, rival.row_count - 1) if is_title_row(rival, row))


def _cells(fragment: Fragment) -> list[tuple[str, ...]]:
    return [cell.lines for cell in fragment.cells if cell.words]


def score_of(fragment: Fragment, around: Around, region: Sequence[int]) -> float:
    """Return how well a reading explains the words and rules of a region: 0 to 1, the product of its parts."""
    own = words_in(fragment)
    placed = len(own & set(region)) / max(1, len(region))
    alike = _rows_alike(fragment) * _columns_alike(fragment)
    return placed * alike * _uncut(fragment) * _rows_whole(fragment) * _explained(fragment, around)


def _uncut(fragment: Fragment) -> float:
    """Return the share of the cells with text whose words stay inside them."""
    return 1.0 - len(cells_over_sides(fragment)) / max(1, sum(bool(cell.words) for cell in fragment.cells))


def _rows_whole(fragment: Fragment) -> float:
    """Return the share of the lines of text that do not begin another row inside their row, by their scores."""
    members = tuple(list(cell.words) for cell in fragment.cells)
    hidden = total = 0
    for row in range(fragment.row_count):
        lines = lines_of_row(fragment.grid, row, members, fragment.page_words)
        total += len(lines)
        if row:
            scores = row_scores(lines, fragment.grid.columns, fragment.page_words)
            hidden += sum(score > 0 for score in scores)
    return 1 - hidden / max(1, total)


def _rows_alike(fragment: Fragment) -> float:
    """Return how alike the rows below the header fill the columns: 1 = each fills all the usual ones and no others."""
    body = range(min(max(1, header_depth(fragment)), fragment.row_count - 1), fragment.row_count)
    filled: list[set[int]] = [set() for _ in range(fragment.row_count)]
    for cell in fragment.cells:
        if cell.words:
            filled[cell.span.row].add(cell.span.column)
    counts = Counter(column for row in body for column in filled[row])
    usual = {column for column, count in counts.items() if count >= USUAL * len(body)}
    shares = [len(filled[row] & usual) / max(1, len(filled[row] | usual)) for row in body if filled[row]]
    named = {cell.span.column for cell in fragment.cells if cell.words and cell.span.column_count == 1}
    alike = float(np.sqrt(np.mean(shares or [0.0])))
    return alike * len(named) / fragment.column_count


def _columns_alike(fragment: Fragment) -> float:
    """Return how far each column holds cells of one kind, numbers or texts, none of them in two pieces far apart."""
    texts, boxes = fragment.page_words.texts, fragment.page_words.boxes
    kinds: dict[int, list[bool]] = {}
    doubled = total = 0
    for cell in fragment.cells:
        if not cell.words:
            continue
        total += 1
        numbers = all(is_number(texts[word]) for word in cell.words)
        if cell.span.column_count == 1 and cell.span.row:
            kinds.setdefault(cell.span.column, []).append(numbers)
        own = boxes[list(cell.words)]
        same_line = np.abs(own[1:, 3] - own[:-1, 3]) < fragment.line_height / 2
        doubled += bool((same_line & (own[1:, 0] - own[:-1, 2] > APART * fragment.line_height)).any())
        doubled += numbers and len(cell.lines) > 1
    share = [max(sum(own), len(own) - sum(own)) / len(own) for own in kinds.values()]
    alike = float(np.mean(share or [0.0]))
    return alike * (1 - min(total, doubled) / max(1, total))


def _explained(fragment: Fragment, around: Around) -> float:
    """Return the share of the rules across a table that do not run through one of its rows."""
    x0, top, x1, bottom = fragment.box
    strokes = _wide_strokes(around.strokes, (x0, top, x1, bottom), fragment.line_height)
    y = np.unique(np.round(strokes[(strokes[:, 0] > top) & (strokes[:, 0] < bottom), 0]))
    cells = [cell.box for cell in fragment.cells if cell.words and cell.span.row_count == 1]
    if not len(y) or not cells:
        return 1.0
    boxes = np.array(cells)
    parted = ((boxes[:, 1] < y[:, None] - 1) & (boxes[:, 3] > y[:, None] + 1)).any(axis=1)
    return 1.0 - float(np.mean(parted))
