"""Tables as they stand on one page: the words of a page put into its grids, each by where it stands.

Text of merged cells is often centred and stands beside a later row (ar-plan.centred p. 1), so a word belongs to the
cell whose span its middle lies in, never to the line that it is printed on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from pipeline.read.pdf.geometry import Floats
from pipeline.read.pdf.grid import Grid, Span, regridded
from pipeline.read.pdf.reading import Vocabulary, is_broken_word, joined_once, lines_among, lines_upwards
from pipeline.read.pdf.rules import Ints
from pipeline.read.pdf.words import Words

Box = tuple[float, float, float, float]


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
    tinted: tuple[float, ...]  # for each row: the shade of the tinted rectangles behind it, 0 where there are none
    line_height: float  # points, the height of most of its words
    page_words: Words  # all words of its page
    rectangles: Floats  # all rectangles of its page

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
        cells.append(_filled_cell(fragment.grid, cell.span, members, boxes, fragment.page_words) if members else blank)
    return replace(fragment, cells=tuple(cells))


def fill_grid(page: int, engine: str, grid: Grid, words: Words, rectangles: Floats) -> Fragment:
    """Return a grid with the words that stand in it."""
    owners, inside = _owners(grid, words.boxes)
    order = np.argsort(owners, kind="stable")
    inside, owners = inside[order], owners[order]
    starts = np.searchsorted(owners, np.arange(len(grid.spans) + 1))
    boxes, members, limits = words.boxes.tolist(), inside.tolist(), starts.tolist()
    cells = [
        _filled_cell(grid, span, members[limits[index] : limits[index + 1]], boxes, words)
        if limits[index] < limits[index + 1]
        else FragmentCell(span, (), (), _span_box(grid, span))
        for index, span in enumerate(grid.spans)
    ]
    heights = words.boxes[inside, 3] - words.boxes[inside, 1]
    height = float(np.median(heights)) if len(heights) else 10.0
    return Fragment(page, engine, grid, tuple(cells), _tints(grid, rectangles), height, words, rectangles)


def refilled(fragment: Fragment, grid: Grid, owner: Ints) -> Fragment:
    """Return a fragment filled anew on the edges of `grid`, where places with the same `owner` are one cell."""
    return fill_grid(fragment.page, fragment.engine, regridded(grid, owner), fragment.page_words, fragment.rectangles)


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


def _filled_cell(grid: Grid, span: Span, members: list[int], boxes: list[list[float]], words: Words) -> FragmentCell:
    is_turned = bool(words.turned) and all(words.starts[index] in words.turned for index in members)
    lines, printed = lines_upwards(boxes, members) if is_turned else lines_among(boxes, members), words.texts
    texts = [" ".join([printed[index] for index in line]) for line in lines]
    x0, top, x1, bottom = boxes[members[0]]
    for index in members:
        left, upper, right, lower = boxes[index]
        x0, top = left if left < x0 else x0, upper if upper < top else top
        x1, bottom = right if right > x1 else x1, lower if lower > bottom else bottom
    ordered = lines[0] if len(lines) == 1 else [index for line in lines for index in line]
    if any(len(line) == 1 for line in lines[:-1]):
        edges = float(grid.columns[span.column]), float(grid.columns[span.column + span.column_count])
        room = edges[1] - edges[0] - 2 * max(0.0, min(x0 - edges[0], edges[1] - x1))
        texts = _with_cut_words(texts, lines, boxes, room)
    return FragmentCell(span, tuple(ordered), tuple(texts), (x0, top, x1, bottom))


def _with_cut_words(texts: list[str], lines: list[list[int]], boxes: list[list[float]], room: float) -> list[str]:
    """Return a cell's lines with those words made whole that are broken without a hyphen, too wide for its `room`.

    Such a word stands alone on its line ("Organizacion" / "es de la sociedad").
    """
    made: list[str] = []
    wide = 0.0  # width of the word at the end of the line before, where it stands alone; 0 elsewhere
    for text, line in zip(texts, lines, strict=True):
        left, _, right, _ = boxes[line[0]]
        begun = made[-2][:-1] if len(made) > 1 and made[-2].endswith("-") else ""
        if made and wide and wide + right - left > room and is_broken_word(begun + made[-1], text):
            made[-1] += text
            wide = wide + right - left if len(line) == 1 else 0.0
        else:
            made.append(text)
            wide = right - left if len(line) == 1 else 0.0
    return made


def _tints(grid: Grid, rectangles: Floats) -> tuple[float, ...]:
    """Return for each row the shade of the rectangles that lie behind more than half of it; 0 where none do."""
    x0, _, x1, _ = grid.box
    near = rectangles[(rectangles[:, 4] > 0) & (rectangles[:, 0] < x1) & (rectangles[:, 2] > x0)]
    middle = ((grid.rows[:-1] + grid.rows[1:]) / 2)[:, None]
    behind = (near[:, 1] < middle) & (near[:, 3] > middle)
    is_tinted = behind @ (near[:, 2] - near[:, 0]) > 0.5 * (x1 - x0)
    shades = [float(near[found, 4][-1]) if found.any() else 0.0 for found in behind]
    return tuple(shade if found else 0.0 for shade, found in zip(shades, is_tinted.tolist(), strict=True))


def rows_of(fragment: Fragment, vocabulary: Vocabulary) -> list[list[str | None]]:
    """Return a fragment as rows of cells: text, "" where blank, None where a merged cell covers the place."""
    rows: list[list[str | None]] = [[None] * fragment.column_count for _ in range(fragment.row_count)]
    for cell in fragment.cells:
        rows[cell.span.row][cell.span.column] = joined_once(cell.lines, vocabulary)
    return rows
