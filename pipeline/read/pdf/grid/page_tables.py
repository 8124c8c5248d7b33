"""Decides which grids of a page are tables, and fills them with words."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ..page.cell_text import lines_of_words
from ..page.drawing import Box, Drawing, Floats
from ..page.words import Words
from .column_edges import SPACE, SUPPORT, supporting_lines, widest_space
from .columns_of_numbers import with_columns_of_numbers
from .evidence import Engine, Evidence, Source
from .fragments import Fragment, fill_grid, with_words, words_in
from .grid import Grid
from .grid_repairs import mended
from .page_grids import grids_on
from .ruled_headers import with_body
from .title_rows import joined_over_titles
from .undrawn_rows import with_undrawn_rows
from .undrawn_rules import with_undrawn
from .vertical_rules import with_outer_labels

FEWEST_FILLED = 2  # cells with text that a table has at least
ROOMY = 2.0  # lines of white space around the text of a box
INSIDE = 0.5  # share of a table that lies in another one


def fragments_on(
    page: int, words: Words, drawing: Drawing, known: Floats | None = None, source: Source = Source.DRAWN
) -> list[Fragment]:
    """Return the ruled tables of a page, topmost first; `known` are columns that may go on from the page before.

    `source` is what words and drawing were read from.

    Grids that are no tables are left out: those with one column, or with fewer than two cells with text.
    """
    found = grids_on(drawing, words, known)
    tops, every = [grid.box[1] for _, grid in found], [grid for _, grid in found]
    labelled = [(evidence, with_outer_labels(grid, words, every) if evidence is Evidence.RULES else grid)
                for evidence, grid in found]  # fmt: skip
    grids = [
        (evidence, _with_undrawn(grid, min([top for top in tops if top > grid.box[1] + 1] + [np.inf]), words, drawing))
        for evidence, grid in labelled
    ]
    filled = [
        mended(fill_grid(page, Engine(evidence, source), grid, words, drawing.rectangles)) for evidence, grid in grids
    ]
    fragments = []
    for fragment in joined_over_titles(filled):
        if not is_table(fragment) or _is_poster(fragment, drawing):
            continue
        if fragment.evidence is Evidence.RULES or not _is_prose(fragment):
            fragments.append(fragment)
    return _without_shared(_outermost(fragments))


def _with_undrawn(grid: Grid, below: float, words: Words, drawing: Drawing) -> Grid:
    """Return a grid with the rows and columns that no rule draws; `below` is where the next table begins."""
    grid = with_body(with_undrawn(grid, words), below, words)
    return with_columns_of_numbers(with_undrawn_rows(grid, words, drawing.rectangles), words)


def _without_shared(fragments: list[Fragment]) -> list[Fragment]:
    """Return fragments without the words that an earlier fragment has, because grids may overlap (florencia p. 64)."""
    if len(fragments) < 2:
        return fragments
    seen: set[int] = set()
    apart = []
    for fragment in fragments:
        own = words_in(fragment)
        apart.append(with_words(fragment, own - seen))
        seen |= own
    return apart


def is_table(fragment: Fragment) -> bool:
    """Tell whether a filled grid is a table: two columns at least, two cells with text."""
    if fragment.column_count < 2:
        return False
    if fragment.row_count == 1 and fragment.evidence is Evidence.RULES and fragment.column_count > 2:
        return any(cell.words for cell in fragment.cells)  # perhaps the rest of a row, but no table of its own
    filled = [cell for cell in fragment.cells if cell.words]
    columns = {cell.span.column for cell in filled}
    return len(filled) >= FEWEST_FILLED and len(columns) > 1


def _is_poster(fragment: Fragment, drawing: Drawing) -> bool:
    """Tell whether a grid is boxes of a poster: rows are tinted, with white rules between (iom_pmm_etapa5 p. 13).

    Such boxes are much higher than their text, while rows of a table are not.
    """
    if not all(fragment.tinted) or _slack(fragment) < ROOMY * fragment.line_height or not len(white := drawing.white):
        return False
    x0, top, x1, bottom = fragment.box
    dark = drawing.horizontal
    whites = (white[:, 0] >= x0 - 5) & (white[:, 2] <= x1 + 5) & (white[:, 1] >= top - 5) & (white[:, 3] <= bottom + 5)
    darks = (dark[:, 0] >= top - 1) & (dark[:, 0] <= bottom + 1) & (dark[:, 2] - dark[:, 1] > 0.3 * (x1 - x0))
    return bool(whites.sum() >= darks.sum() > 0)


def _slack(fragment: Fragment) -> float:
    """Return the usual white space above and below the highest text of a row."""
    edges = fragment.grid.rows
    slacks = [
        float(edges[row + 1] - edges[row]) - max(cell.box[3] - cell.box[1] for cell in own)
        for row in range(fragment.row_count)
        if (
            own := [cell for cell in fragment.cells if cell.words and cell.span.row == row and cell.span.row_count == 1]
        )
    ]
    return float(np.median(slacks)) if slacks else 0.0


def _is_prose(fragment: Fragment) -> bool:
    """Tell whether lines of text run on over the columns: shading behind words, no cells (florencia p. 18)."""
    boxes = fragment.page_words.boxes
    members = [index for cell in fragment.cells for index in cell.words]
    columns = {index: cell.span.column for cell in fragment.cells for index in cell.words}
    lines = [[members[index] for index in line] for line in lines_of_words(boxes[members])]
    space, narrow = SPACE * fragment.line_height, set()
    if fragment.evidence is Evidence.ROWS:  # text set close to rules that part it
        printed = [boxes[line] for line in lines]
        space = min(space, widest_space(printed) * fragment.line_height)
        narrow = {
            column
            for column, edge in enumerate(fragment.grid.columns.tolist())
            if supporting_lines(printed, edge) >= SUPPORT
        }
    crossing, running = 0, 0
    for line in lines:
        for first, second in pairwise(line):
            if columns[first] != columns[second]:
                crossing += 1
                is_close = bool(boxes[second, 0] - boxes[first, 2] < space)
                running += is_close and columns[second] not in narrow
    return running * 2 > crossing or _fills_one_column(fragment)


def _fills_one_column(fragment: Fragment) -> bool:
    """Tell whether most rows of a grid have text in one cell only (paragraphs with a background, pe_plan p. 71)."""
    filled: dict[int, int] = {}
    for cell in fragment.cells:
        if cell.words:
            filled[cell.span.row] = filled.get(cell.span.row, 0) + 1
    return sum(count > 1 for count in filled.values()) * 2 < len(filled)


def _outermost(fragments: list[Fragment]) -> list[Fragment]:
    """Leave out a grid that lies inside a cell of another one: its words belong to that cell."""
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
