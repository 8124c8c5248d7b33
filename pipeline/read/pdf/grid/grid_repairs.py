"""Repairs of grids that differ from what is printed, because a page ends inside the table or columns are not drawn.

Met here: a merged cell that alone reaches the end of the page; a row cut by the page and drawn without its columns; a
merged cell whose text stands below the last row of the page (CSS); a title over columns that no rule draws.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from ..page.cell_text import lines_of_words
from ..page.drawing import Floats
from ..page.rules import Ints
from .evidence import Evidence
from .fragments import Fragment, FragmentCell, refilled
from .header_body import without_columns
from .headers import NUMBERED, YEAR
from .row_score import is_number, runs_on

HANGING = 0.6  # of the line's height: a line that hangs out of a cell is no farther below the one before
BETWEEN_BLOCKS = 0.8  # lines of white space between two blocks of text in one column
BETWEEN_TURNED = 0.6  # of the type's height: white space between two texts that are printed upwards, at least
OFF_CENTRE = 2.0  # points
MOSTLY_NUMBERED = 0.6  # share of the rows


def mended(fragment: Fragment) -> Fragment:
    """Return a fragment with all of these repairs."""
    fragment = _without_blank_sides(_without_low_rows(fragment))
    fragment = _with_open_rows_parted(fragment)
    fragment = _with_overflow(fragment)
    if fragment.page_words.turned:
        fragment = _with_turned_parted(fragment)
    if fragment.evidence is Evidence.RULES:
        return fragment
    return _with_label_groups(_with_blocks_parted(_with_titles(fragment)))


def _without_low_rows(fragment: Fragment) -> Fragment:
    """Return a fragment without rows lower than a line in which no cell has text.

    Double rules make such rows, borders at two heights (LibreOffice), and a merged cell that alone reaches the end of a
    page.
    """
    owner, last = fragment.grid.owner, fragment.row_count - 1
    low = np.flatnonzero(np.diff(fragment.grid.rows) < fragment.line_height).tolist()
    if not low or not last:
        return fragment
    filled = np.array([bool(cell.words) for cell in fragment.cells])
    begins = np.array([cell.span.row for cell in fragment.cells])
    blank = [row for row in low if row < last and not filled[owner[row]].any()]
    if last in low and (begins[owner[last]] < last).any() and not filled[begins == last].any():
        blank.append(last)
    if not blank:
        return fragment
    first = next(place for place, row in enumerate([*blank, -1]) if place != row)  # blank rows at the top
    edges = np.delete(fragment.grid.rows, [row + (row < first) for row in blank])
    return refilled(fragment, replace(fragment.grid, rows=edges), np.delete(owner, blank, axis=0))


def _without_blank_sides(fragment: Fragment) -> Fragment:
    """Return a fragment without blank outer columns, if no rules draw them: white space beside a column is none."""
    last = fragment.column_count - 1
    if fragment.evidence is Evidence.RULES or last < 2:
        return fragment
    filled = np.array([bool(cell.words) for cell in fragment.cells])[fragment.grid.owner]
    blank = [column for column in (0, last) if not filled[:, column].any()]
    if not blank:
        return fragment
    return without_columns(fragment, blank, np.delete(fragment.grid.columns, [max(1, column) for column in blank]))


def _with_open_rows_parted(fragment: Fragment) -> Fragment:
    """Return a fragment whose first and last row, if no rule closes them, have the columns of the row next to them.

    A row cut by the page has neither rules nor rectangles of its own at the break; no word goes over its columns.
    """
    grid, parted = fragment.grid, None
    for row, beside, is_open in ((0, 1, grid.open_above), (fragment.row_count - 1, -2, grid.open_below)):
        for index in set(grid.owner[row].tolist()) if fragment.row_count > 1 and any(is_open) else ():
            span, words = grid.spans[index], fragment.cells[index].words
            columns = slice(span.column, span.column + span.column_count)
            edges = grid.columns[columns][1:]
            boxes = fragment.page_words.boxes[list(words)]
            crossed = ((boxes[:, 0, None] < edges - 1) & (boxes[:, 2, None] > edges + 1)).any()
            if span.row_count == 1 and len(edges) and all(is_open[columns]) and not crossed:
                parted = grid.owner.copy() if parted is None else parted
                fresh = -1 - np.arange(span.column_count) - span.column
                parted[row, columns] = np.where(np.isin(grid.owner[beside, columns], index), index, fresh)
    return fragment if parted is None else refilled(fragment, grid, parted)


def _with_overflow(fragment: Fragment) -> Fragment:
    """Return a fragment that reaches down over the lines of text below its open cells at the end of the page.

    A merged cell that the page cuts may go on below the frames of the cells beside it (CSS).
    """
    grid, words = fragment.grid, fragment.page_words.boxes
    if not any(grid.open_below) or not len(words):
        return fragment
    x, y = (words[:, 0] + words[:, 2]) / 2, (words[:, 1] + words[:, 3]) / 2
    below = np.flatnonzero((y > grid.rows[-1]) & (x > grid.columns[0]) & (x < grid.columns[-1]))
    bottom = max((cell.box[3] for cell in _last_cells(fragment)), default=float(grid.rows[-1]))
    reached = bottom
    for line in lines_of_words(words[below]):
        boxes = words[below[line]]
        columns = np.searchsorted(grid.columns, boxes[:, [0, 2]] + [[1.0, -1.0]]) - 1
        hangs = all(grid.open_below[column] for column in columns[:, 0]) and (columns[:, 0] == columns[:, 1]).all()
        if not hangs or boxes[:, 1].min() - reached > HANGING * fragment.line_height:
            break
        reached = float(boxes[:, 3].max())
    if reached == bottom:
        return fragment
    rows = np.append(grid.rows[:-1], reached + 1)
    return refilled(fragment, replace(grid, rows=rows), grid.owner)


def _last_cells(fragment: Fragment) -> list[FragmentCell]:
    last = set(fragment.grid.owner[-1].tolist())
    return [fragment.cells[index] for index in last if fragment.cells[index].words]


def _with_titles(fragment: Fragment) -> Fragment:
    """Return a fragment without drawn columns whose title rows are one cell over all columns."""
    grid = fragment.grid
    inner = (grid.owner[:-1] != grid.owner[1:]).all(axis=1)
    borders = np.concatenate([[True], inner, [True]])
    numbered, alone = _numbered_rows(fragment), _labels_alone(fragment) | _titles_on_bands(fragment)
    owner = grid.owner.copy()
    for row in range(fragment.row_count):
        if borders[row] and borders[row + 1]:
            own = set(grid.owner[row].tolist())
            filled = [fragment.cells[index] for index in sorted(own) if fragment.cells[index].words]
            if len(own) < 2 or not filled:
                continue
            if row in alone or _runs_on(fragment, filled) or _is_unnumbered(filled, row, numbered):
                owner[row] = grid.owner[row, 0]
    return fragment if (owner == grid.owner).all() else refilled(fragment, grid, owner)


def _labels_alone(fragment: Fragment) -> set[int]:
    """Return the rows with a label and nothing else, among rows of numbers: titles of the rows below them.

    There are two at least, each above a row of numbers; all other rows below the first one are rows of numbers.
    """
    if fragment.column_count < 3:
        return set()
    texts = fragment.page_words.texts
    filled: list[list[FragmentCell]] = [[] for _ in range(fragment.row_count)]
    for cell in fragment.cells:
        if cell.words:
            filled[cell.span.row].append(cell)
    alone = {row for row, own in enumerate(filled) if row and len(own) == 1 and own[0].span.column == 0}
    others = [own for row, own in enumerate(filled) if row and row not in alone]
    numbers = [all(is_number(texts[word]) for cell in own[1:] for word in cell.words) for own in others]
    is_full = all(len(own) > fragment.column_count / 2 for own in others) and all(numbers)
    below = [filled[row + 1] if row + 1 < fragment.row_count and row + 1 not in alone else [] for row in alone]
    is_parted = all(own and own[0].span.column == 0 and not own[0].lines[0][:1].islower() for own in below)
    return alone if len(alone) > 1 and is_full and is_parted and len(others) >= 2 * len(alone) else set()


def _titles_on_bands(fragment: Fragment) -> set[int]:
    """Return the rows on a band of colour that have their label alone, where no other row below the first is so."""
    filled: list[set[int]] = [set() for _ in range(fragment.row_count)]
    for cell in fragment.cells:
        if cell.words:
            filled[cell.span.row].add(cell.span.column)
    tints = fragment.tinted
    of_rows = {tints[row] for row in range(1, fragment.row_count) if filled[row] != {0}}
    last = fragment.row_count - 1
    return {row for row in range(1, last) if tints[row] and filled[row] == {0} and tints[row] not in of_rows}


def _numbered_rows(fragment: Fragment) -> float:
    """Return the share of the cells in the first column that begin with a number, those below the first row."""
    firsts = [cell.lines[0] for cell in fragment.cells if cell.span.column == 0 and cell.lines and cell.span.row]
    return sum(NUMBERED.match(line) is not None for line in firsts) / len(firsts) if len(firsts) > 1 else 0.0


def _is_unnumbered(filled: list[FragmentCell], row: int, numbered: float) -> bool:
    """Tell whether the only text of a row is a title: without the number that other rows have, or in capitals.

    The first row may be the rest of a cut one.
    """
    text = " ".join(filled[0].lines)
    alone = len(filled) == 1 and filled[0].span.column == 0 and NUMBERED.match(text) is None
    return alone and ((numbered >= MOSTLY_NUMBERED and row > 1) or text.isupper())


def _runs_on(fragment: Fragment, filled: list[FragmentCell]) -> bool:
    """Tell whether the words of a row run over the columns: one stands over an edge, none is far from the next.

    Or one line of words begins in the first column and has only spaces between them.
    """
    members = [word for cell in filled for word in cell.words]
    boxes = fragment.page_words.boxes[members]
    is_line = len(filled) > 1 and filled[0].span.column == 0 and len(lines_of_words(boxes)) == 1
    if is_line and runs_on(members, fragment.page_words):
        return True
    inner = fragment.grid.columns[1:-1]
    if not ((boxes[:, 0, None] < inner - 1) & (boxes[:, 2, None] > inner + 1)).any():
        return False
    gaps = [boxes[line[1:], 0] - boxes[line[:-1], 2] for line in lines_of_words(boxes)]
    return bool(max(np.concatenate(gaps), default=0.0) < fragment.line_height)


def _with_blocks_parted(fragment: Fragment) -> Fragment:
    """Return a fragment without drawn borders whose merged cells hold one block of text each.

    If only every second row is shaded, nothing separates merged cells that begin in the other rows. Blocks of text with
    white space between them are cells of their own. Their place, at the top or in the middle, shows their rows.
    """
    grid, owner = fragment.grid, fragment.grid.owner.copy()
    for index, span in enumerate(grid.spans):
        if span.row_count < 2 or span.column_count > 1 or len(fragment.cells[index].lines) < 2:
            continue
        blocks = _blocks(fragment, fragment.cells[index])
        rows = _topped_rows(fragment, index, blocks) or _centred_rows(fragment, index, blocks)
        for number, row in enumerate(rows[1:]):
            owner[row : span.row + span.row_count, span.column] = len(grid.spans) * (number + 2) + index
    return fragment if (owner == grid.owner).all() else refilled(fragment, grid, owner)


def _with_turned_parted(fragment: Fragment) -> Fragment:
    """Return a fragment whose merged cells hold one text each of those that are printed upwards or downwards.

    Where colour alone shows how far the axes at the left reach, no rule parts them. White space wider than one between
    words does, if the edge of a row lies in it.
    """
    grid, owner, words = fragment.grid, fragment.grid.owner.copy(), fragment.page_words
    for index, span in enumerate(grid.spans):
        own = fragment.cells[index].words
        if span.row_count < 2 or span.column_count > 1 or any(words.starts[word] not in words.turned for word in own):
            continue
        blocks = _turned_blocks(words.boxes[list(own)])
        rows = _centred_rows(fragment, index, blocks) or _rows_in_gaps(fragment, index, blocks)
        for number, row in enumerate(rows[1:]):
            owner[row : span.row + span.row_count, span.column] = len(grid.spans) * (number + 2) + index
    return fragment if (owner == grid.owner).all() else refilled(fragment, grid, owner)


def _turned_blocks(boxes: Floats) -> list[tuple[float, float]]:
    """Return the top and the bottom of each text of turned words that white space parts from the others."""
    blocks: list[tuple[float, float]] = []
    for x0, top, x1, bottom in sorted(boxes.tolist(), key=lambda box: box[1]):
        if blocks and top - blocks[-1][1] < BETWEEN_TURNED * (x1 - x0):
            blocks[-1] = blocks[-1][0], max(bottom, blocks[-1][1])
        else:
            blocks.append((top, bottom))
    return blocks


def _rows_in_gaps(fragment: Fragment, index: int, blocks: list[tuple[float, float]]) -> list[int]:
    """Return the first row of each block's cell if one edge of a row lies between each two of them, else []."""
    rows = [fragment.grid.spans[index].row]
    for (_, bottom), (top, _) in pairwise(blocks):
        edges = fragment.grid.rows
        between = np.flatnonzero((edges > bottom - OFF_CENTRE) & (edges < top + OFF_CENTRE))
        if len(between) != 1 or between[0] <= rows[-1]:
            return []
        rows.append(int(between[0]))
    return rows


def _blocks(fragment: Fragment, cell: FragmentCell) -> list[tuple[float, float]]:
    """Return the top and the bottom of each block of lines in a cell that white space parts from the others."""
    boxes = fragment.page_words.boxes[list(cell.words)]
    blocks: list[tuple[float, float]] = []
    for line in lines_of_words(boxes):
        top, bottom = float(boxes[line, 1].min()), float(boxes[line, 3].max())
        if blocks and top - blocks[-1][1] < BETWEEN_BLOCKS * fragment.line_height:
            blocks[-1] = blocks[-1][0], max(bottom, blocks[-1][1])
        else:
            blocks.append((top, bottom))
    return blocks


def _centred_rows(fragment: Fragment, index: int, blocks: list[tuple[float, float]]) -> list[int]:
    """Return the first row of each block's cell if all blocks stand in the middle of their cells, else []."""
    span, edges = fragment.grid.spans[index], fragment.grid.rows
    row, rows = span.row, []
    for top, bottom in blocks:
        rows.append(row)
        stop = top + bottom - float(edges[row])
        row = int(np.abs(edges - stop).argmin())
        if abs(edges[row] - stop) > OFF_CENTRE or row <= rows[-1]:
            return []
    return rows if row == span.row + span.row_count else []


def _topped_rows(fragment: Fragment, index: int, blocks: list[tuple[float, float]]) -> list[int]:
    """Return the first row of each block's cell if all blocks begin as high as the text beside them, else []."""
    span, grid = fragment.grid.spans[index], fragment.grid
    rows = [int(np.searchsorted(grid.rows, top)) - 1 for top, _ in blocks]
    for row, (top, _) in zip(rows, blocks, strict=True):
        beside = [fragment.cells[other] for other in set(grid.owner[row].tolist()) if other != index]
        tops = [cell.box[1] for cell in beside if cell.words and cell.span.row == row]
        if not tops or abs(min(tops) - top) > OFF_CENTRE:
            return []
    return rows if rows[0] == span.row and len(set(rows)) == len(rows) else []


def _with_label_groups(fragment: Fragment) -> Fragment:
    """Return a fragment whose upper labels cover all columns that they label: "Año 2020" over two, not drawn as one.

    A group ends where the labels of the row below begin anew, or where the next upper label stands.
    """
    if fragment.row_count < 3:
        return fragment
    grid, owner = fragment.grid, fragment.grid.owner.copy()
    lower = [fragment.cell_at(1, column).lines for column in range(fragment.column_count)]
    for row in range(fragment.row_count - 1):
        below = [fragment.cell_at(row + 1, column).lines for column in range(fragment.column_count)]
        if row == 0 or (below == lower and any(lower)):  # the header, or printed again between two tables that touch
            owner[row] = _grouped(fragment, row, below)
    return fragment if (owner == grid.owner).all() else refilled(fragment, grid, owner)


def _grouped(fragment: Fragment, row: int, below: list[tuple[str, ...]]) -> Ints:
    """Return the cells of a row of upper labels, blank ones as part of the label that reaches over them."""
    owner: Ints = fragment.grid.owner[row].copy()
    own = [fragment.cells[index] for index in owner.tolist()]
    high = [cell for cell in own if cell.span.row == row and cell.span.row_count == 2]
    is_row = any(NUMBERED.match(lines[0]) and not YEAR.match(lines[0]) for lines in below if lines)
    if is_row or not high or not all(cell.words for cell in high):
        return owner  # the rest of a row that the page cuts, no labels
    first = -1
    for column, cell in enumerate(own):
        if cell.span.row_count > 1 or not below[column] or cell.span.column_count > 1:
            first = -1
        elif cell.words or (first >= 0 and below[column] == below[first]):
            first = column
        elif first >= 0:
            owner[column] = owner[first]
    return owner
