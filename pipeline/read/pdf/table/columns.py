"""The columns of a table over all its pages: which column of a page is which column of the table.

The columns are learned once, from the first page. A word belongs to the column in which it stands, however many cells
came before it. A page may leave out the rule of a column (ar-plan, the measures of actions 13-16), print the table
further left or right (mirrored margins), or leave out a whole column.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..grid.evidence import Evidence
from ..grid.fragments import Fragment, fill_grid, refilled, with_words, words_in
from ..grid.grid import Bools, Grid, build_grid
from ..page.cell_text import lines_of_words
from ..page.drawing import Floats
from ..page.type_size import unit_of

NEAR = 6.0  # points: column edges nearer than this are the same
MOVED = 60.0  # points: how far a page's table may stand to the side of the table before
SPACE = 0.5  # of the line's height: words of one text are no farther apart
PARTED = 0.4  # share of the rows with text on both sides of an edge: fewer, and it runs through a column by chance
FEWEST_SHARED = 3  # edges that have to agree if the numbers of columns differ


def shared_edges(table: Floats, page: Floats, unit: float = 1.0) -> list[int] | None:
    """Return for each edge of the page the table's edge near it; None if an edge has no partner.

    Distances are measured in units of `unit` points (`unit_of` a line's height).

    The page's table may stand further left or right; its outer edges show how far.
    """
    if unit != 1.0:
        table, page = table / unit, page / unit
    wanted, own = table.tolist(), page.tolist()  # a dozen edges: lists are faster than arrays
    for moved in (0.0, wanted[0] - own[0], wanted[-1] - own[-1]):
        if abs(moved) > MOVED:
            continue
        partners = _near_edges(wanted, [edge + moved for edge in own])
        if partners is not None:
            return partners
    return None


def _near_edges(wanted: list[float], own: list[float]) -> list[int] | None:
    """Return the nearest of the edges `wanted` for each of `own`; None if one is not near, or two have the same."""
    partners: list[int] = []
    for edge in own:
        place = bisect_left(wanted, edge)
        if place and (place == len(wanted) or edge - wanted[place - 1] <= wanted[place] - edge):
            place = bisect_left(wanted, wanted[place - 1])
        if abs(wanted[place] - edge) > NEAR or (partners and place <= partners[-1]):
            return None
        partners.append(place)
    return partners


def drawn_in(fragment: Fragment, table: Floats) -> Fragment | None:
    """Return a fragment whose columns only white space shows, with its edges moved to the table's; None for any other.

    An edge moves where no word stands between its place and the table's.
    """
    own, near = fragment.grid.columns, NEAR * unit_of(fragment.line_height)
    if fragment.evidence is Evidence.WHITE and len(own) == len(table):
        return _on_as_many(fragment, table, near)
    if fragment.evidence is not Evidence.ROWS or np.abs(own[[0, -1]] - table[[0, -1]]).max() > near:
        return None
    boxes = fragment.page_words.boxes[sorted(words_in(fragment))]
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    nearest = np.abs(table[None, :] - own[:, None]).argmin(axis=1)
    passed = np.sort(np.stack([own, table[nearest]]), axis=0)
    between = (middle[:, None] > passed[0]) & (middle[:, None] < passed[1])
    if between.any() or (np.diff(nearest) <= 0).any():
        return None
    return replace(fragment, grid=replace(fragment.grid, columns=table[nearest]))


def _on_as_many(fragment: Fragment, table: Floats, near: float) -> Fragment | None:
    """Return a fragment that white space alone draws on the table's edges, as many as its own; None elsewhere.

    It stands within the table, which may be moved sideways, and no word has its middle between an edge and the table's.
    """
    own = fragment.grid.columns
    boxes = fragment.page_words.boxes[sorted(words_in(fragment))]
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    for moved in (0.0, float(np.median(own[1:-1] - table[1:-1])) if len(own) > FEWEST_SHARED else 0.0):
        edges = table + moved
        if abs(moved) > MOVED or own[0] < edges[0] - near or own[-1] > edges[-1] + near:
            continue
        passed = np.sort(np.stack([own, edges]), axis=0)
        if not ((middle[:, None] > passed[0]) & (middle[:, None] < passed[1])).any():
            return replace(fragment, grid=replace(fragment.grid, columns=edges))
    return None


def same_widths(table: Floats, page: Floats, unit: float = 1.0) -> list[int] | None:
    """Return the table's edges for a page with fewer columns, in the same order; only their widths are compared."""
    wanted, widths = np.diff(page), np.diff(table)
    chosen, column = [], 0
    for width in wanted:
        while column < len(widths) and abs(widths[column] - width) > unit * NEAR / 2:
            column += 1
        if column == len(widths):
            return None
        chosen.append(column)
        column += 1
    return chosen


def on_all_columns(fragment: Fragment, table: Floats) -> Fragment | None:
    """Return a fragment that white space draws with fewer columns than the table has, on the table's edges.

    None for any other fragment, and where a word or a title stands over an edge, or two columns in one of the table's.
    A column that is blank on a page, or nearly so, shows no white space beside it there.
    """
    own, near = fragment.grid.columns, NEAR * unit_of(fragment.line_height)
    if fragment.evidence is not Evidence.WHITE or not FEWEST_SHARED <= len(own) < len(table):
        return None
    if own[0] < table[0] - near or own[-1] > table[-1] + near:
        return None
    drawn = np.array(
        [[not _is_crossed(fragment, row, edge) for edge in table[1:-1].tolist()] for row in range(fragment.row_count)]
    )
    titles = {cell.span.row for cell in fragment.cells if cell.span.column_count > 1 and cell.words}
    if not titles.issuperset(np.flatnonzero(~drawn.all(axis=1)).tolist()):
        return None
    boxes = fragment.page_words.boxes[
        sorted(word for cell in fragment.cells if drawn[cell.span.row].all() for word in cell.words)
    ]
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    pairs = set(zip((own.searchsorted(middle) - 1).tolist(), (table.searchsorted(middle) - 1).tolist(), strict=True))
    if len({column for _, column in pairs}) < len(pairs):
        return None
    source = {column: index for index, column in sorted(pairs)}
    ruled = _stretched(fragment.grid, [source.get(column) for column in range(len(table) - 1)])
    return _refilled(fragment, build_grid(table, fragment.grid.rows, ruled, drawn))


def with_columns(fragment: Fragment, edges: Floats, partners: list[int]) -> Fragment:
    """Return a fragment on the table's column edges; `partners` is the table's edge for each edge of the fragment.

    A column that is not drawn is restored if no word crosses its edge; otherwise the cell spans it.
    """
    if len(edges) == len(partners):
        return fragment
    grid = fragment.grid
    moved = _moved(edges, grid.columns, partners)
    drawn = np.zeros((len(grid.rows) - 1, len(moved) - 2), dtype=bool)
    for row in range(len(grid.rows) - 1):
        drawn[row] = _drawn_in_row(fragment, row, moved, partners)
    source = np.clip(np.searchsorted(partners, np.arange(len(moved) - 1), side="right") - 1, 0, len(partners) - 2)
    ruled = _stretched(grid, source.tolist())
    ruled[:, : partners[0]] = ruled[:, partners[-1] :] = False  # merged cells that go on without a frame (CSS)
    return _refilled(fragment, build_grid(moved, grid.rows, ruled, drawn))


def without_lone_edges(fragment: Fragment, kept: list[int]) -> Fragment | None:
    """Return a fragment on those of its edges that the table has, `kept`; None where its other edges part its rows.

    Edges that white space shows on one page alone may run through a column ("Comité | Ejecutivo" in one of five rows).
    """
    grid = fragment.grid
    if fragment.evidence not in (Evidence.ROWS, Evidence.WHITE) or kept[0] or kept[-1] < fragment.column_count:
        return None
    for left, right in itertools.pairwise(kept):
        if any(_parts_rows(fragment, left, edge, right) for edge in range(left + 1, right)):
            return None
    starts = kept[:-1]
    above, below = grid.open_above, grid.open_below
    coarser = replace(
        grid,
        columns=grid.columns[kept],
        open_above=tuple(above[start] for start in starts),
        open_below=tuple(below[start] for start in starts),
    )
    return with_words(refilled(fragment, coarser, grid.owner[:, starts]), words_in(fragment))


def _parts_rows(fragment: Fragment, left: int, edge: int, right: int) -> bool:
    """Tell whether many rows have text on both sides of an edge, in the columns from `left` to `right`."""
    sides: list[set[int]] = [set(), set()]
    for cell in fragment.cells:
        first, stop = cell.span.column, cell.span.column + cell.span.column_count
        if cell.words and left <= first and stop <= right:
            for side, is_there in enumerate((first < edge, stop > edge)):
                if is_there and not first < edge < stop:
                    sides[side].add(cell.span.row)
    filled = {cell.span.row for cell in fragment.cells if cell.words and left <= cell.span.column < right}
    return len(sides[0] & sides[1]) > PARTED * len(filled)


def _moved(edges: Floats, columns: Floats, partners: list[int]) -> Floats:
    """Return the table's edges as they stand on the page."""
    moved = edges + float(np.median(columns - edges[partners]))
    moved[partners] = columns
    return np.asarray(np.maximum.accumulate(moved))


def _drawn_in_row(fragment: Fragment, row: int, moved: Floats, partners: list[int]) -> Bools:
    owner, own = fragment.grid.owner[row], {edge: index for index, edge in enumerate(partners)}
    drawn = np.zeros(len(moved) - 2, dtype=bool)
    for edge in range(1, len(moved) - 1):
        if edge in own:
            index = own[edge]
            drawn[edge - 1] = 0 < index < len(partners) - 1 and owner[index - 1] != owner[index]
            drawn[edge - 1] |= index in (0, len(partners) - 1)
        else:
            drawn[edge - 1] = not _is_crossed(fragment, row, float(moved[edge]))
    return drawn


def _is_crossed(fragment: Fragment, row: int, x: float) -> bool:
    """Tell whether a cell of the row has a word over the place `x`, or a line with hardly a space there."""
    for index in set(fragment.grid.owner[row].tolist()):
        cell = fragment.cells[index]
        boxes = fragment.page_words.boxes[list(cell.words)]
        if not len(boxes) or cell.box[0] > x or cell.box[2] < x:
            continue
        if ((boxes[:, 0] < x - 1) & (boxes[:, 2] > x + 1)).any():
            return True
        for line in lines_of_words(boxes):
            before, after = boxes[line][boxes[line, 2] <= x + 1, 2], boxes[line][boxes[line, 0] >= x - 1, 0]
            if len(before) and len(after) and after.min() - before.max() < SPACE * fragment.line_height:
                return True
    return False


def with_blank_columns(fragment: Fragment, columns: list[int], count: int) -> Fragment:
    """Return a fragment on `count` columns of which the page has those in `columns`; the others are blank."""
    grid = fragment.grid
    position = {column: index for index, column in enumerate(columns)}
    edges, source = [float(grid.columns[0])], []
    for column in range(count):
        index = position.get(column)
        edges.append(edges[-1] if index is None else float(grid.columns[index + 1]))
        source.append(index)
    drawn = np.ones((len(grid.rows) - 1, count - 1), dtype=bool)
    for left, (first, second) in enumerate(itertools.pairwise(source)):
        if first is not None and second is not None:
            drawn[:, left] = grid.owner[:, first] != grid.owner[:, second]
    return _refilled(fragment, build_grid(np.array(edges), grid.rows, _stretched(grid, source), drawn))


def _refilled(fragment: Fragment, grid: Grid) -> Fragment:
    words, nothing = fragment.page_words, np.zeros((0, 5))
    filled = fill_grid(fragment.page, fragment.engine, grid, words, nothing)
    return with_words(replace(filled, tinted=fragment.tinted, content=fragment.content), words_in(fragment))


def _stretched(grid: Grid, source: Sequence[int | None]) -> Bools:
    """Return what is drawn above, between and below the rows, for columns taken from `source`; new ones are ruled."""
    between = np.vstack(
        [~np.array(grid.open_above)[None], grid.owner[:-1] != grid.owner[1:], ~np.array(grid.open_below)[None]]
    )
    return np.column_stack([np.ones(len(between), bool) if index is None else between[:, index] for index in source])
