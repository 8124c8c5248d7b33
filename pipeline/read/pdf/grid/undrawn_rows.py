"""Rows without a rule between them inside a drawn grid: the edges of shaded bands show them, or the lines of text.

Met here: a header told by its fill alone, above the first record; bands of every second row between column rules; a
frame with column rules and one rule below the header; a rule under the numbers above a total, with the labels unruled.

The reason of a line break shows whether the next line is a row of its own. If a line ends although the next word had
room, its writer ended it, and the next line may be another row. If the next word had no room, the text goes on below,
and both lines are one row.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..page.cell_text import lines_among
from ..page.drawing import Floats
from ..page.words import Words, places_of
from .fragments import words_by_cell
from .grid import Grid, regridded, with_rows_parted
from .row_score import TextLine, row_scores
from .rule_groups import WIDE

FEWEST_LINES = 3  # of a row that is parted by its lines alone
MOSTLY = 0.6  # share of the rows that fill two columns
FILLED = 0.6  # share of the rows in which a column has text, of two columns at least
MOST_DRAWN = 2  # other ruled rows with several lines: if there are more, rules separate all rows of the table
LINES_PER_ROW = 2  # lines of a row that is parted, for each other row that rules part, the header left out
MOST_ROWS = 6  # of a table whose labels are parted: more rows are ruled ones


def with_undrawn_rows(grid: Grid, words: Words, rectangles: Floats) -> Grid:
    """Return a grid with the rows that shaded bands or lines of text show; `rectangles` are the page's."""
    bands = _band_edges(grid, rectangles)
    grid = _with_labels_parted(grid, words)
    members = words_by_cell(grid, words)
    if not len(bands) and _rules_rows(grid, members, words):
        return grid
    rows = [lines_of_row(grid, row, members, words) for row in range(len(grid.rows) - 1)]
    shaded = (
        {row: cuts for row, lines in enumerate(rows) if (cuts := _shaded_cuts(grid, row, lines, bands))}
        if len(bands)
        else {}
    )
    if shaded:
        grid = with_rows_parted(grid, shaded)
        members = words_by_cell(grid, words)
        rows = [lines_of_row(grid, row, members, words) for row in range(len(grid.rows) - 1)]
    if sum(len(lines) > 1 for lines in rows[1:]) > MOST_DRAWN or shaded:
        return grid
    parted = {
        row: found
        for row, lines in enumerate(rows)
        if len(lines) >= LINES_PER_ROW * (len(rows) - 2) and (found := _text_cuts(grid, row, lines, words))
    }
    return with_rows_parted(grid, parted) if parted else grid


def _rules_rows(grid: Grid, members: Sequence[list[int]], words: Words) -> bool:
    """Tell whether so many rows have several lines that rules must separate the rows. This is quick and comes first."""
    count = 0
    for row in range(1, len(grid.rows) - 1):
        count += _has_lines(grid, row, members, words)
        if count > MOST_DRAWN:
            return True
    return False


def _has_lines(grid: Grid, row: int, members: Sequence[list[int]], words: Words) -> bool:
    """Tell whether several lines of text stand in a row: a word begins below the middle of another one."""
    if words.turned:
        return len(lines_of_row(grid, row, members, words)) > 1
    owners = [index for index in set(grid.owner[row].tolist()) if grid.spans[index].row_count == 1]
    places = places_of(words)
    boxes = [places[word] for index in owners for word in members[index]]
    if len(owners) < 2 or len(boxes) < 2:
        return False
    return bool(max([box[1] for box in boxes]) * 2 > min([box[1] + box[3] for box in boxes]))


def _with_labels_parted(grid: Grid, words: Words) -> Grid:
    """Return a grid whose labels over several rows are divided, if each of their lines is the label of a row beside it.

    A rule above a total may be drawn below the numbers alone.
    """
    if len(grid.rows) - 1 > MOST_ROWS:
        return grid
    members, owner = words_by_cell(grid, words), grid.owner.copy()
    for index, span in enumerate(grid.spans):
        if span.row_count < 2 or span.column_count > 1 or len(members[index]) < FEWEST_LINES:
            continue
        own = lines_among(places_of(words), members[index])
        if len(own) < FEWEST_LINES:
            continue
        rows, beside = range(span.row, span.row + span.row_count), list[TextLine]()
        for row in rows:
            beside += lines_of_row(grid, row, members, words)
            if len(beside) > len(own):
                break
        if len(own) == len(beside) and all(
            line.top < float(words.boxes[label][:, [1, 3]].mean()) < line.bottom
            for line, label in zip(beside, own, strict=True)
        ):
            owner[span.row : span.row + span.row_count, span.column] = len(grid.spans) * (2 + index) + np.array(rows)
    return grid if (owner == grid.owner).all() else regridded(grid, owner)


def _band_edges(grid: Grid, rectangles: Floats) -> Floats:
    """Return the tops and bottoms (y), inside rows, of the shaded bands that lie over most of a table's width."""
    x0, top, x1, bottom = grid.box
    tinted = rectangles[(rectangles[:, 4] > 0) & (rectangles[:, 0] < x1) & (rectangles[:, 2] > x0)]
    tinted = tinted[(tinted[:, 1] > top - 2) & (tinted[:, 3] < bottom + 2)]
    if not len(tinted):
        return np.zeros(0)
    within = np.abs(tinted[:, [1, 3], None] - grid.rows).min(axis=2) > 2
    found = []
    for side, inside in ((1, within[:, 0]), (3, within[:, 1])) if within.any() else ():
        for place in np.unique(np.round(tinted[inside, side])):
            own = tinted[np.abs(tinted[:, side] - place) < 1.5]
            wide = (np.minimum(own[:, 2], x1) - np.maximum(own[:, 0], x0)).sum() > WIDE * (x1 - x0)
            if wide and _shade(tinted, place - 2) != _shade(tinted, place + 2):
                found.append(float(own[:, side].mean()))
    return np.unique(np.array(found))


def _shade(tinted: Floats, y: float) -> float:
    """Return the shade of the widest rectangle at a height; 0 where there is none."""
    own = tinted[(tinted[:, 1] < y) & (tinted[:, 3] > y)]
    return float(own[(own[:, 2] - own[:, 0]).argmax(), 4]) if len(own) else 0.0


def lines_of_row(grid: Grid, row: int, members: Sequence[list[int]], words: Words) -> list[TextLine]:
    """Return the lines of text in the cells that cover one row; [] if fewer than two columns have such a cell."""
    owners = [index for index in dict.fromkeys(grid.owner[row].tolist()) if grid.spans[index].row_count == 1]
    found = [word for index in owners for word in members[index]]
    if (
        len(owners) < 2
        or len(found) < 2
        or (words.turned and any(words.starts[word] in words.turned for word in found))
    ):
        return []
    column = {word: grid.spans[index].column for index in owners for word in members[index]}
    lines = []
    places = places_of(words)
    for line in lines_among(places, found):
        by_column: dict[int, list[int]] = {}
        for word in line:
            by_column.setdefault(column[word], []).append(word)
        lines.append(TextLine(by_column, min(places[word][1] for word in line), max(places[word][3] for word in line)))
    return lines


def _shaded_cuts(grid: Grid, row: int, lines: Sequence[TextLine], bands: Floats) -> list[float]:
    """Return where edges of shaded bands divide a row between its lines of text."""
    top, bottom = float(grid.rows[row]), float(grid.rows[row + 1])
    if len(lines) < 2:
        return []
    cuts: list[float] = []
    for y in bands[(bands > top + 2) & (bands < bottom - 2)].tolist():
        slack = 0.25 * (lines[0].bottom - lines[0].top)
        above = [line for line in lines if line.bottom < y + slack]
        below = [line for line in lines if line.top > y - slack]
        if above and below and len(above) + len(below) == len(lines):
            cuts.append(y)
    return cuts


def _text_cuts(grid: Grid, row: int, lines: Sequence[TextLine], words: Words) -> list[float]:
    """Return where a row is divided between its lines of text; [] if it may be one row."""
    if len(lines) < FEWEST_LINES:
        return []
    scores = row_scores(lines, grid.columns, words)
    starts = [0, *(index for index, score in enumerate(scores, start=1) if score > 0)]
    filled = [set().union(*(lines[place].words for place in range(start, stop)))
              for start, stop in zip(starts, [*starts[1:], len(lines)], strict=True)]  # fmt: skip
    if len(filled) < 2:
        return []
    columns = set().union(*filled)
    share = [sum(column in own for own in filled) / len(filled) for column in columns]
    full = sum(len(own) > 1 for own in filled) / len(filled)
    if (
        full < MOSTLY
        or sum(each >= FILLED for each in share) < 2
        or sum(each >= FILLED for each in share) * 2 < len(share)
    ):
        return []
    return [(lines[start - 1].bottom + lines[start].top) / 2 for start in starts[1:]]
