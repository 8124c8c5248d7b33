"""Tables as they stand on one page: the words of a page put into its grids, each by where it stands.

Text of merged cells is often centred and stands beside a later row (ar-plan.centred p. 1), so a word belongs to the
cell whose span its middle lies in, never to the line that it is printed on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from pipeline.read.pdf.geometry import Drawing, Floats
from pipeline.read.pdf.grid import Grid, Span, grid_of, regridded, without_last_row
from pipeline.read.pdf.reading import Vocabulary, joined_once, lines_among, lines_of_words
from pipeline.read.pdf.row_rules import row_grids, with_reach
from pipeline.read.pdf.rules import Ints, join_rules, meeting_groups
from pipeline.read.pdf.undrawn import with_undrawn
from pipeline.read.pdf.words import Words

Box = tuple[float, float, float, float]
FEWEST_FILLED = 2  # cells with text, or it is no table
LEAST_FILLED_SHARE = 0.12
SLIVER = 1.5  # lines: a row that no text fits into
FEWEST_BOXES = 4
ABUTS = 1.5  # points: filled cells are no farther apart; boxes of a poster are (iom_pmm_etapa5 p. 13)
SPACE = 0.6  # of the line's height: a wider gap between words is no space
INSIDE = 0.5  # share of a table that lies in another one


@dataclass(frozen=True, slots=True)
class FragmentCell:
    """One cell on one page."""

    span: Span
    words: tuple[int, ...]  # indexes into the page's words, in reading order
    lines: tuple[str, ...]  # its text, line by line as printed
    box: Box  # of its text; of the cell where it has none


@dataclass(frozen=True, slots=True)
class Fragment:
    """One table on one page."""

    page: int
    engine: str  # grid | fills | rows | columns
    grid: Grid
    cells: tuple[FragmentCell, ...]  # one for each span of the grid, same order
    tinted: tuple[bool, ...]  # for each row: a tinted rectangle lies behind it
    line_height: float  # points, the height of most of its words
    page_words: Words  # all words of its page

    @property
    def box(self) -> Box:
        """Return x0, top, x1, bottom."""
        return self.grid.box

    @property
    def row_count(self) -> int:
        """Return the number of rows of the grid."""
        return len(self.grid.rows) - 1

    @property
    def column_count(self) -> int:
        """Return the number of columns of the grid."""
        return len(self.grid.columns) - 1

    def cell_at(self, row: int, column: int) -> FragmentCell:
        """Return the cell that covers a place."""
        return self.cells[int(self.grid.owner[row, column])]


def grids_on(drawing: Drawing, boxes: Floats) -> list[tuple[str, Grid]]:
    """Return the grids of a page with their engine, topmost first.

    "fills": filled rectangles, where no rules are; "rows": horizontal rules only. `boxes` are the page's words.
    """
    horizontal, vertical = join_rules(drawing.horizontal), join_rules(drawing.vertical)
    found = [("grid", grid) for group in meeting_groups(horizontal, vertical) if (grid := grid_of(*group)) is not None]
    filled = _filled_grids(drawing.rectangles, [grid for _, grid in found])
    found += [("fills", with_reach(grid, boxes)) for grid in filled]
    found += [("rows", grid) for grid in row_grids(drawing.horizontal, boxes, [grid for _, grid in found])]
    return sorted(found, key=lambda item: (item[1].box[1], item[1].box[0]))


def _filled_grids(rectangles: Floats, ruled: list[Grid]) -> list[Grid]:
    """Return grids of cells drawn as filled rectangles only, away from ruled ones."""
    for x0, top, x1, bottom in (grid.box for grid in ruled):
        beside = (rectangles[:, 2] < x0 + 2) | (rectangles[:, 0] > x1 - 2)
        apart = (rectangles[:, 3] < top + 2) | (rectangles[:, 1] > bottom - 2)
        rectangles = rectangles[beside | apart]
    rectangles = _without_backgrounds(rectangles)
    if len(rectangles) < FEWEST_BOXES:
        return []
    lying = np.concatenate([rectangles[:, [1, 0, 2]], rectangles[:, [3, 0, 2]]])
    standing = np.concatenate([rectangles[:, [0, 1, 3]], rectangles[:, [2, 1, 3]]])
    groups = meeting_groups(join_rules(lying, ABUTS), join_rules(standing, ABUTS), ABUTS)
    return [grid for group in groups if (grid := grid_of(*group)) is not None]


def _without_backgrounds(rectangles: Floats) -> Floats:
    """Leave out rectangles that others lie in: the background of a table or of a page."""
    x, y = (rectangles[:, 0] + rectangles[:, 2]) / 2, (rectangles[:, 1] + rectangles[:, 3]) / 2
    holds = (
        (rectangles[:, None, 0] < x) & (x < rectangles[:, None, 2])
        & (rectangles[:, None, 1] < y) & (y < rectangles[:, None, 3])
        & (rectangles[:, None, 2] - rectangles[:, None, 0] > 1.5 * (rectangles[:, 2] - rectangles[:, 0]))
    )  # fmt: skip
    return np.asarray(rectangles[holds.sum(axis=1) < FEWEST_BOXES])


def fragments_on(page: int, words: Words, drawing: Drawing) -> list[Fragment]:
    """Return the ruled tables of a page, topmost first.

    What is no table is left out: one column, fewer than two cells with text, or nearly all of them empty.
    """
    fragments = []
    for engine, grid in grids_on(drawing, words.boxes):
        grid = with_undrawn(grid, words.boxes, words.texts)
        fragment = _without_sliver(fill_grid(page, engine, grid, words, drawing.rectangles), drawing.rectangles)
        fragment = _with_open_rows_parted(fragment, drawing.rectangles)
        if not is_table(fragment) or _is_poster(fragment, drawing):
            continue
        if engine == "grid" or not _is_prose(fragment):
            fragments.append(fragment)
    return _without_shared(_outermost(fragments))


def _without_shared(fragments: list[Fragment]) -> list[Fragment]:
    """Return fragments none of which has a word of one before it, where grids overlap (florencia p. 64)."""
    seen: set[int] = set()
    apart = []
    for fragment in fragments:
        own = words_in(fragment)
        apart.append(with_words(fragment, own - seen))
        seen |= own
    return apart


def words_in(fragment: Fragment) -> set[int]:
    """Return the indexes of a fragment's words among those of its page."""
    return {word for cell in fragment.cells for word in cell.words}


def with_words(fragment: Fragment, allowed: set[int]) -> Fragment:
    """Return a fragment with those of its words that are in `allowed`."""
    if words_in(fragment) <= allowed:
        return fragment
    boxes, cells = fragment.page_words.boxes.tolist(), []
    for cell in fragment.cells:
        members = [word for word in cell.words if word in allowed]
        blank = FragmentCell(cell.span, (), (), _span_box(fragment.grid, cell.span))
        cells.append(_filled_cell(cell.span, members, boxes, fragment.page_words) if members else blank)
    return replace(fragment, cells=tuple(cells))


def fill_grid(page: int, engine: str, grid: Grid, words: Words, rectangles: Floats) -> Fragment:
    """Return a grid with the words that stand in it."""
    owners, inside = _owners(grid, words.boxes)
    order = np.argsort(owners, kind="stable")
    inside, owners = inside[order], owners[order]
    starts = np.searchsorted(owners, np.arange(len(grid.spans) + 1))
    boxes, members, limits = words.boxes.tolist(), inside.tolist(), starts.tolist()
    cells = [
        _filled_cell(span, members[limits[index] : limits[index + 1]], boxes, words)
        if limits[index] < limits[index + 1]
        else FragmentCell(span, (), (), _span_box(grid, span))
        for index, span in enumerate(grid.spans)
    ]
    heights = words.boxes[inside, 3] - words.boxes[inside, 1]
    height = float(np.median(heights)) if len(heights) else 10.0
    return Fragment(page, engine, grid, tuple(cells), _tints(grid, rectangles), height, words)


def _without_sliver(fragment: Fragment, rectangles: Floats) -> Fragment:
    """Return a fragment without a blank last row lower than a line: a merged cell that reaches the page's end alone."""
    grid = fragment.grid
    last = fragment.row_count - 1
    if last < 1 or grid.rows[-1] - grid.rows[-2] > SLIVER * fragment.line_height:
        return fragment
    own = [cell for cell in fragment.cells if cell.span.row == last]
    if any(cell.words for cell in own) or not any(
        cell.span.row + cell.span.row_count > last > cell.span.row for cell in fragment.cells
    ):
        return fragment
    return fill_grid(fragment.page, fragment.engine, without_last_row(grid), fragment.page_words, rectangles)


def _with_open_rows_parted(fragment: Fragment, rectangles: Floats) -> Fragment:
    """Return a fragment whose first and last row, where nothing closes them, have the columns of the row beside.

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
    return fragment if parted is None else fill_grid(
        fragment.page, fragment.engine, regridded(grid, parted), fragment.page_words, rectangles
    )  # fmt: skip


def _owners(grid: Grid, boxes: Floats) -> tuple[Ints, Ints]:
    """Return the cell of each word inside the grid, and the words' indexes."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    column = np.searchsorted(grid.columns, x) - 1
    row = np.searchsorted(grid.rows, y) - 1
    inside = np.flatnonzero((column >= 0) & (column < len(grid.columns) - 1) & (row >= 0) & (row < len(grid.rows) - 1))
    return grid.owner[row[inside], column[inside]], inside


def _span_box(grid: Grid, span: Span) -> Box:
    return (
        float(grid.columns[span.column]),
        float(grid.rows[span.row]),
        float(grid.columns[span.column + span.column_count]),
        float(grid.rows[span.row + span.row_count]),
    )


def _filled_cell(span: Span, members: list[int], boxes: list[list[float]], words: Words) -> FragmentCell:
    lines, printed = lines_among(boxes, members), words.texts
    texts = tuple([" ".join([printed[index] for index in line]) for line in lines])
    x0, top, x1, bottom = boxes[members[0]]
    for index in members:
        left, upper, right, lower = boxes[index]
        x0, top = left if left < x0 else x0, upper if upper < top else top
        x1, bottom = right if right > x1 else x1, lower if lower > bottom else bottom
    ordered = lines[0] if len(lines) == 1 else [index for line in lines for index in line]
    return FragmentCell(span, tuple(ordered), texts, (x0, top, x1, bottom))


def _tints(grid: Grid, rectangles: Floats) -> tuple[bool, ...]:
    """Tell for each row whether tinted rectangles lie behind more than half of it."""
    x0, _, x1, _ = grid.box
    near = rectangles[(rectangles[:, 4] > 0) & (rectangles[:, 0] < x1) & (rectangles[:, 2] > x0)]
    middle = ((grid.rows[:-1] + grid.rows[1:]) / 2)[:, None]
    behind = (near[:, 1] < middle) & (near[:, 3] > middle)
    return tuple((behind @ (near[:, 2] - near[:, 0]) > 0.5 * (x1 - x0)).tolist())


def is_table(fragment: Fragment) -> bool:
    """Tell whether a filled grid is a table: two columns at least, two cells with text, not nearly all empty."""
    if fragment.column_count < 2:
        return False
    if fragment.row_count == 1 and fragment.engine == "grid" and fragment.column_count > 2:
        return any(cell.words for cell in fragment.cells)  # perhaps the rest of a row; a table of its own it is not
    filled = [cell for cell in fragment.cells if cell.words]
    columns = {cell.span.column for cell in filled}
    return len(filled) >= FEWEST_FILLED and len(columns) > 1 and len(filled) >= LEAST_FILLED_SHARE * len(fragment.cells)


def _is_poster(fragment: Fragment, drawing: Drawing) -> bool:
    """Tell whether a grid is boxes of a poster: every row tinted, parted by white rules only (iom_pmm_etapa5 p. 13)."""
    if not len(drawing.white) or not all(fragment.tinted):
        return False
    x0, top, x1, bottom = fragment.box
    white, dark = drawing.white, drawing.horizontal
    whites = (white[:, 0] >= x0 - 5) & (white[:, 2] <= x1 + 5) & (white[:, 1] >= top - 5) & (white[:, 3] <= bottom + 5)
    darks = (dark[:, 0] >= top - 1) & (dark[:, 0] <= bottom + 1) & (dark[:, 2] - dark[:, 1] > 0.3 * (x1 - x0))
    return bool(whites.sum() >= darks.sum() > 0)


def _is_prose(fragment: Fragment) -> bool:
    """Tell whether lines of text run on over the columns: shading behind words, no cells (florencia p. 18)."""
    boxes = fragment.page_words.boxes
    members = [index for cell in fragment.cells for index in cell.words]
    columns = {index: cell.span.column for cell in fragment.cells for index in cell.words}
    crossing, running = 0, 0
    for line in lines_of_words(boxes[members]):
        for first, second in pairwise(members[index] for index in line):
            if columns[first] != columns[second]:
                crossing += 1
                running += bool(boxes[second, 0] - boxes[first, 2] < SPACE * fragment.line_height)
    return running * 2 > crossing or _fills_one_column(fragment)


def _fills_one_column(fragment: Fragment) -> bool:
    """Tell whether most rows of a grid have text in one cell only (paragraphs with a background, pe_plan p. 71)."""
    filled: dict[int, int] = {}
    for cell in fragment.cells:
        if cell.words:
            filled[cell.span.row] = filled.get(cell.span.row, 0) + 1
    return sum(count > 1 for count in filled.values()) * 2 < len(filled)


def _outermost(fragments: list[Fragment]) -> list[Fragment]:
    """Leave out a grid that lies inside a cell of another one: its words are the cell's."""
    return [
        fragment
        for fragment in fragments
        if not any(other is not fragment and _lies_in(fragment.box, other.box) for other in fragments)
    ]


def _lies_in(inner: Box, outer: Box) -> bool:
    wide = min(inner[2], outer[2]) - max(inner[0], outer[0])
    high = min(inner[3], outer[3]) - max(inner[1], outer[1])
    area = (inner[2] - inner[0]) * (inner[3] - inner[1])
    larger = (outer[2] - outer[0]) * (outer[3] - outer[1]) > area
    return larger and wide > 0 and high > 0 and wide * high > INSIDE * area


def rows_of(fragment: Fragment, vocabulary: Vocabulary) -> list[list[str | None]]:
    """Return a fragment as rows of cells: text, "" where blank, None where a merged cell covers the place."""
    rows: list[list[str | None]] = [[None] * fragment.column_count for _ in range(fragment.row_count)]
    for cell in fragment.cells:
        rows[cell.span.row][cell.span.column] = joined_once(cell.lines, vocabulary)
    return rows
