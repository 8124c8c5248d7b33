"""Tables with horizontal rules only, or with filled cells whose last row is cut off by the page.

Where each cell draws the rule below it, the strokes' own ends say where the columns are, and a rule that is missing
over some columns says that their cells are merged; where a rule runs through, white space over the whole table does.
The header often stands above the first rule and, at a page break, the last row below the last one: lines of text that
keep to the columns belong to the table, up to the first that does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from pipeline.read.pdf.geometry import Floats
from pipeline.read.pdf.grid import Bools, Grid, build_grid
from pipeline.read.pdf.reading import lines_of_words
from pipeline.read.pdf.rules import Ints, snapped

SAME_SIDE = 8.0  # points: rules that end within this begin and end together
EDGE = 4.0  # points: stroke ends within this are one column edge
SHORTEST_RULE = 40.0  # points: shorter ones underline a word
NARROWEST_GAP = 4.0  # points of white space between two columns
BIN = 0.5  # points: what white space is measured in
SPANNED = 0.08  # share of the lines of text that may go over a column's edge
CLOSE = 1.3  # lines of white space within a table, at most
STANDS_OFF = 0.8  # lines of white space that a heading has around it, more than a row
LARGER = 1.4  # times the print of the rows: a heading's
FEWEST_RULES = 3
FEWEST_ENDS = 3  # strokes that end at a column edge, where there are many lines: underlined words meet, too
SPACE = 0.5  # of the line's height: words of two columns are farther apart
THROUGH = 0.9  # share of a table's width that a rule without ends inside it runs through
MOST_LINES = 0.6  # share of the lines of text that fill two columns
HALF_LINES = 0.5  # the same, where nearly every row fills two
MOST_ROWS = 0.8


def row_grids(strokes: Floats, boxes: Floats, taken: Sequence[Grid]) -> list[Grid]:
    """Return the grids of the tables that horizontal strokes (y, x0, x1) draw, away from those already found.

    `boxes` are the words of the page.
    """
    for x0, top, x1, bottom in (grid.box for grid in taken):
        apart = (strokes[:, 0] < top - 3) | (strokes[:, 0] > bottom + 3)
        strokes = strokes[apart | (strokes[:, 2] < x0) | (strokes[:, 1] > x1)]
    grids = []
    for group in _groups(strokes):
        grids += _tables_of(group, boxes)
    return [grid for grid in grids if not any(_overlap(grid.box, other.box) for other in taken)]


def _overlap(first: tuple[float, ...], second: tuple[float, ...]) -> bool:
    """Tell whether two boxes share more than a border."""
    wide = min(first[2], second[2]) - max(first[0], second[0])
    return wide > EDGE and min(first[3], second[3]) - max(first[1], second[1]) > EDGE


def _groups(strokes: Floats) -> list[Floats]:
    """Return strokes by the extent of their lines: those that begin and end together, and parts of such lines."""
    if len(strokes) < FEWEST_RULES:
        return []
    strokes = strokes[np.argsort(strokes[:, 0], kind="stable")]
    line = snapped(strokes[:, 0], 2.0)
    left = np.array([strokes[line == index, 1].min() for index in range(line[-1] + 1)])
    right = np.array([strokes[line == index, 2].max() for index in range(line[-1] + 1)])
    groups, used = [], np.zeros(len(left), dtype=bool)
    for widest in np.argsort(left - right, kind="stable"):
        if used[widest] or right[widest] - left[widest] < SHORTEST_RULE:
            continue
        within = ~used & (left >= left[widest] - SAME_SIDE) & (right <= right[widest] + SAME_SIDE)
        used |= within
        if within.sum() >= FEWEST_RULES or len(_inner_ends(strokes[within[line]])) > 1:
            groups.append(strokes[within[line]])
    return groups


def _tables_of(strokes: Floats, boxes: Floats) -> list[Grid]:
    """Return the tables of strokes of one extent: a line of text over a column's edge parts two of them."""
    line = snapped(strokes[:, 0], 2.0)
    positions = np.bincount(line, strokes[:, 0]) / np.bincount(line)
    left, right = strokes[:, 1].min(), strokes[:, 2].max()
    middle = (boxes[:, 0] + boxes[:, 2]) / 2
    boxes = boxes[(middle > left) & (middle < right)]
    runs: list[list[int]] = [[0]]
    padding = _padding(positions, boxes)
    for before, after in pairwise(range(len(positions))):
        if _is_heading(float(positions[before]), float(positions[after]), boxes, padding):
            runs.append([after])
        elif _is_same_table(strokes, line, (before, after)) and _is_row(strokes, line, boxes, (before, after)):
            runs[-1].append(after)
        else:
            runs.append([after])
    grids: list[Grid] = []
    y = (boxes[:, 1] + boxes[:, 3]) / 2
    for run in runs:
        above = positions[run[0] - 1] if run[0] else 0.0
        below = positions[run[-1] + 1] if run[-1] + 1 < len(positions) else np.inf
        near = boxes[(y > above) & (y < below)]
        chosen = strokes[np.isin(line, run)]
        grid = _grid(chosen, positions[run], near) if len(run) > 1 or len(_inner_ends(chosen)) > 1 else None
        if grid is not None:
            grids.append(grid)
    return grids


def _slack(top: float, bottom: float, boxes: Floats) -> tuple[float, Floats]:
    """Return the white space above and below the words between two rules, and those words."""
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    band = boxes[(middle > top) & (middle < bottom)]
    return (bottom - top - float(band[:, 3].max() - band[:, 1].min()) if len(band) else 0.0), band


def _padding(positions: Floats, boxes: Floats) -> float:
    """Return the white space above and below the text of the rows, as most of them have it."""
    slacks = [_slack(top, bottom, boxes) for top, bottom in pairwise(positions.tolist())]
    return float(np.median([slack for slack, band in slacks if len(band)] or [False]))


def _is_heading(top: float, bottom: float, boxes: Floats, padding: float) -> bool:
    """Tell whether the text between two rules is a heading between two tables: it stands off both, as no row does.

    Or its print is much larger than that of the rows. Its lines run on, with no gap between columns. Nothing between
    two rules parts tables as well.
    """
    slack, band = _slack(top, bottom, boxes)
    if not len(band):
        usual = float(np.median(boxes[:, 3] - boxes[:, 1])) if len(boxes) else 0.0
        return 0.8 * usual < bottom - top < 2.5 * usual and bool((boxes[:, 1] > bottom).sum() > 1)
    height = float(np.median(boxes[:, 3] - boxes[:, 1]))  # of the rows, not of the heading's larger print
    is_larger = float((band[:, 3] - band[:, 1]).min()) > LARGER * height
    if slack < padding + STANDS_OFF * height and not is_larger:
        return False
    gaps = [band[line[1:], 0] - band[line[:-1], 2] for line in lines_of_words(band)]
    return bool(np.concatenate(gaps).max(initial=0.0) < float(np.median(band[:, 3] - band[:, 1])))


def _inner_ends(strokes: Floats) -> Floats:
    """Return where strokes of one line meet end to end inside their common extent: the column edges."""
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


def _is_same_table(strokes: Floats, line: Ints, pair: tuple[int, int]) -> bool:
    """Tell whether two lines of strokes share their column edges, as far as both have some."""
    first, second = (_inner_ends(strokes[line == index]) for index in pair)
    if not len(first) or not len(second):
        return True
    near = (np.abs(first[:, None] - second[None, :]) < 1.5).sum()
    return bool(near * 2 >= min(len(first), len(second)))


def _is_row(strokes: Floats, line: Ints, boxes: Floats, pair: tuple[int, int]) -> bool:
    """Tell whether the band between two lines can be one row: it is not mostly text over the column edges."""
    edges = _inner_ends(strokes[np.isin(line, pair)])
    top, bottom = (float(strokes[line == index, 0].mean()) for index in pair)
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    band = boxes[(middle > top) & (middle < bottom)]
    if not len(edges) or not len(band):
        return True
    lines = lines_of_words(band)
    crossing = [_crosses(band[line], edges) for line in lines]
    keeping = len(crossing) - sum(crossing)
    return not any(crossing) or (len(lines) <= 3 and keeping == 0)


def _crosses(line: Floats, edges: Floats) -> bool:
    """Tell whether a word of a line of text stands over a column edge."""
    return bool(((line[:, 0, None] < edges - 1) & (line[:, 2, None] > edges + 1)).any())


def _runs_over(line: Floats, edges: Floats) -> bool:
    """Tell whether a line of text runs on over a column edge, with no more than a space between its words."""
    side = np.searchsorted(edges, (line[:, 0] + line[:, 2]) / 2)
    gaps = (line[1:, 0] - line[:-1, 2]) / np.maximum(line[1:, 3] - line[1:, 1], 1.0)
    return bool((gaps[side[1:] != side[:-1]] < SPACE).any())


def _grid(strokes: Floats, rows: Floats, boxes: Floats) -> Grid | None:
    left, right = float(strokes[:, 1].min()), float(strokes[:, 2].max())
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    inner = _inner_ends(strokes)
    if not len(inner):
        broken = _broken_lines(strokes, left, right)
        strokes = strokes[(strokes[:, 2] - strokes[:, 1] > THROUGH * (right - left)) | broken]
        rows = np.asarray(rows[(np.abs(rows[:, None] - strokes[None, :, 0]) < 2.0).any(axis=1)])
        if len(rows) >= FEWEST_RULES:
            inner = _white_columns(boxes[(middle > rows[0]) & (middle < rows[-1])], rows)
    if not len(inner):
        return None
    columns = np.concatenate([[left], inner, [right]])
    top, bottom = reach_of(columns, rows, boxes)
    if len(rows) + (top is not None) + (bottom is not None) < FEWEST_RULES:
        return None
    return _built(strokes, columns, rows, (top, bottom), boxes)


def _broken_lines(strokes: Floats, left: float, right: float) -> Bools:
    """Tell which strokes are part of a line from side to side that a merged cell breaks."""
    line = np.round(strokes[:, 0])
    broken = np.zeros(len(strokes), dtype=bool)
    for position in np.unique(line):
        own = line == position
        reaches = strokes[own, 1].min() < left + EDGE and strokes[own, 2].max() > right - EDGE
        broken[own] = own.sum() > 1 and reaches
    return broken


def _white_columns(boxes: Floats, rows: Floats) -> Floats:
    """Return the column edges that white space draws; none where too few lines of text, or rows, fill two columns."""
    boxes = _without_titles(boxes)
    lines = lines_of_words(boxes)
    edges = _without_running(white_edges(boxes), [boxes[line] for line in lines])
    column = np.searchsorted(edges, (boxes[:, 0] + boxes[:, 2]) / 2)
    row = np.searchsorted(rows, (boxes[:, 1] + boxes[:, 3]) / 2)
    by_line = float(np.mean([len(np.unique(column[line])) > 1 for line in lines] or [False]))
    by_row = float(np.mean([len(np.unique(column[row == index])) > 1 for index in np.unique(row)] or [False]))
    return edges if by_line >= (HALF_LINES if by_row >= MOST_ROWS else MOST_LINES) else np.zeros(0)


def _without_running(edges: Floats, lines: Sequence[Floats]) -> Floats:
    """Return the column edges but those before a column each of whose words runs on from the column on its left."""
    begins = np.zeros(len(edges) + 1, dtype=bool)
    for line in lines:
        side = np.searchsorted(edges, (line[:, 0] + line[:, 2]) / 2)
        gaps = (line[1:, 0] - line[:-1, 2]) / np.maximum(line[1:, 3] - line[1:, 1], 1.0)
        begins[side[1:][(side[1:] != side[:-1]) & (gaps >= SPACE)]] = True
        begins[side[0]] = True
    return np.asarray(edges[begins[1:]])


def _without_titles(boxes: Floats) -> Floats:
    """Return the words but those of lines that run on over more than half of the table without a gap."""
    kept: list[int] = []
    for line in lines_of_words(boxes):
        gaps = (boxes[line[1:], 0] - boxes[line[:-1], 2]) / np.maximum(boxes[line[1:], 3] - boxes[line[1:], 1], 1.0)
        width = boxes[line[-1], 2] - boxes[line[0], 0]
        if width < 0.5 * np.ptp(boxes[:, [0, 2]]) or (gaps > SPACE).any():
            kept += line
    return boxes[kept]


def white_edges(boxes: Floats) -> Floats:
    """Return the middles of the white columns between words, over all lines of text but a few that span them."""
    if len(boxes) < 4:
        return np.zeros(0)
    lines = lines_of_words(boxes)
    start = float(boxes[:, 0].min())
    places = np.column_stack([np.floor((boxes[:, 0] - start) / BIN), np.ceil((boxes[:, 2] - start) / BIN)]).astype(int)
    covered = np.zeros(places.max() + 1)
    for line in lines:
        mask = np.zeros(len(covered), dtype=bool)
        for x0, x1 in places[line].tolist():
            mask[x0:x1] = True
        covered += mask
    white = np.concatenate([[0], (covered[:-1] <= SPANNED * len(lines)).astype(int), [0]])
    begins, ends = np.flatnonzero(np.diff(white) == 1), np.flatnonzero(np.diff(white) == -1)
    wide = ((ends - begins) * BIN >= NARROWEST_GAP) & (begins > 0) & (ends < len(covered) - 1)
    runs = zip(begins[wide].tolist(), ends[wide].tolist(), strict=True)
    return np.array([start + BIN * _whitest(covered, begin, end) for begin, end in runs])


def _whitest(covered: Floats, begin: int, end: int) -> float:
    """Return the middle of a white column, or of its widest stretch that the fewest lines cover."""
    if covered[(begin + end) // 2] == covered[begin:end].min():
        return (begin + end) / 2
    least = np.concatenate([[0], (covered[begin:end] == covered[begin:end].min()).astype(int), [0]])
    starts, stops = np.flatnonzero(np.diff(least) == 1), np.flatnonzero(np.diff(least) == -1)
    widest = int((stops - starts).argmax())
    return begin + float(starts[widest] + stops[widest]) / 2


def reach_of(columns: Floats, rows: Floats, boxes: Floats) -> tuple[float | None, float | None]:
    """Return how far a table reaches above its first and below its last row: None where it ends there.

    Lines of text belong to it while they keep to the columns and follow closely; they have to fill two columns.
    """
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    inner = columns[1:-1]
    above, below = boxes[middle < rows[0]], boxes[middle > rows[-1]]
    up = _reach([above[line] for line in reversed(lines_of_words(above))], inner, float(rows[0]), -1)
    down = _reach([below[line] for line in lines_of_words(below)], inner, float(rows[-1]), 1)
    return up, down


def _reach(lines: list[Floats], inner: Floats, start: float, way: int) -> float | None:
    near, far = (1, 3) if way > 0 else (3, 1)
    kept: list[tuple[float, float, set[int]]] = []  # gap before it, its far side, the columns that it fills
    reached, stands_off = start, True
    for line in lines:
        height = float(np.median(line[:, 3] - line[:, 1]))
        gap = (float(line[:, near].min() if way > 0 else line[:, near].max()) - reached) * way
        columns = set(np.searchsorted(inner, (line[:, 0] + line[:, 2]) / 2).tolist())
        if gap > (CLOSE if not kept or len(columns) > 1 else CLOSE / 2) * height:
            break
        if _crosses(line, inner) or _runs_over(line, inner):
            stands_off = False
            if kept and len(kept[-1][2]) == 1 and gap < kept[-1][0]:
                kept.pop()  # the last line of a paragraph, nearer to its others than to the table
            break
        reached = float(line[:, far].max() if way > 0 else line[:, far].min())
        kept.append((gap, reached, columns))
    filled = set().union(*(columns for _, _, columns in kept))
    is_one_cell = len(filled) == 1 and (filled != {0} or len(kept) > 1) and stands_off
    return kept[-1][1] + way if len(filled) > 1 or is_one_cell else None


def _built(
    strokes: Floats, columns: Floats, rows: Floats, reach: tuple[float | None, float | None], boxes: Floats
) -> Grid:
    lying = _lying(strokes, columns, rows)
    blank = np.zeros((1, lying.shape[1]), dtype=bool)
    above, below = reach
    if above is not None:
        rows, lying = np.concatenate([[above], rows]), np.vstack([blank, lying])
    if below is not None:
        rows, lying = np.concatenate([rows, [below]]), np.vstack([lying, blank])
    return build_grid(columns, rows, lying, _standing(columns, rows, boxes))


def _lying(strokes: Floats, columns: Floats, rows: Floats) -> Bools:
    covered = np.zeros((len(rows), len(columns) - 1))
    line = np.abs(strokes[:, 0, None] - rows[None, :]).argmin(axis=1)
    overlap = np.minimum(strokes[:, 2, None], columns[1:]) - np.maximum(strokes[:, 1, None], columns[:-1])
    np.add.at(covered, line, np.maximum(overlap, 0))
    return np.asarray(covered >= 0.5 * np.diff(columns))


def _standing(columns: Floats, rows: Floats, boxes: Floats) -> Bools:
    """Return (rows, inner edges): a column edge counts as drawn in a row where no word stands over it."""
    middle = (boxes[:, 1] + boxes[:, 3]) / 2
    band = np.searchsorted(rows, middle) - 1
    crossed = (boxes[:, 0, None] < columns[1:-1] - 1) & (boxes[:, 2, None] > columns[1:-1] + 1)
    standing = np.ones((len(rows) - 1, len(columns) - 2), dtype=bool)
    for row in range(len(rows) - 1):
        standing[row] = ~crossed[band == row].any(axis=0)
    return standing


def with_reach(grid: Grid, boxes: Floats) -> Grid:
    """Return a grid with the rows that stand above or below it without rule or rectangle of their own."""
    x = (boxes[:, 0] + boxes[:, 2]) / 2
    boxes = boxes[(x > grid.columns[0]) & (x < grid.columns[-1])]
    above, below = reach_of(grid.columns, grid.rows, boxes)
    if above is None and below is None:
        return grid
    inner = grid.owner[:-1] != grid.owner[1:]
    lying = np.vstack([~np.array(grid.open_above)[None], inner, ~np.array(grid.open_below)[None]])
    standing = grid.owner[:, :-1] != grid.owner[:, 1:]
    blank, closed = np.zeros((1, lying.shape[1]), dtype=bool), np.ones((1, standing.shape[1]), dtype=bool)
    rows = grid.rows
    if above is not None:
        rows, lying, standing = np.append(above, rows), np.vstack([blank, lying]), np.vstack([closed, standing])
        lying[1] = True
    if below is not None:
        rows, lying, standing = np.append(rows, below), np.vstack([lying, blank]), np.vstack([standing, closed])
    return build_grid(grid.columns, rows, lying, standing)
