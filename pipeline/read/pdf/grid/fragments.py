"""Tables of one page: each word of the page is put into the grid at the place where it is printed.

Text of merged cells is often centred and stands beside a later row (ar-plan.centred p. 1), so a word belongs to the
cell whose span its middle lies in, never to the line that it is printed on.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from ..page.arrays import Floats, median_of
from ..page.cell_text import Vocabulary, is_broken_word, joined_once, lines_among, lines_upwards
from ..page.drawing import Box
from ..page.right_to_left import as_read, has_right_to_left
from ..page.rules import Ints
from ..page.words import Words, places_of
from .evidence import Engine, Evidence
from .grid import Grid, Span, regridded

SHADED = 0.5  # share of a table's width that the shade behind a row or a line covers
OVER = 0.3  # of the line's height by which a text stands over the side of its cell


class FragmentCell(NamedTuple):
    """One cell on one page."""

    span: Span
    words: tuple[int, ...]  # indexes into the page's words, in reading order
    lines: tuple[str, ...]  # its text, line by line as printed
    box: Box  # of its text; of the cell where it has none


@dataclass(frozen=True, slots=True)
class GridDoubt:
    """One doubt about a fragment; `row` and `column` count from 0 in its grid, None = about all of them."""

    row: int | None
    column: int | None
    reason: str
    other: str | None = None  # the other reading, where there is one


@dataclass(slots=True, eq=False)
class PageContent:
    """All words and rectangles of a page. They are kept as long as the grid of a table on it may change."""

    words: Words
    rectangles: Floats

    def let_go(self) -> None:
        """Forget them: they are a third of what a page takes in memory."""
        self.words, self.rectangles = NO_WORDS, NO_RECTANGLES


NO_WORDS, NO_RECTANGLES = Words((), np.zeros((0, 4)), ()), np.zeros((0, 5))


@dataclass(frozen=True, slots=True)
class Fragment:
    """One table on one page."""

    page: int
    engine: Engine
    grid: Grid
    cells: tuple[FragmentCell, ...]  # one for each span of the grid, same order
    tinted: tuple[float, ...]  # for each row: the shade of the tinted rectangles behind it, 0 where there are none
    line_height: float  # points, the height of most of its words
    content: PageContent
    doubts: tuple[GridDoubt, ...] = ()
    is_rest: bool = False  # the columns of the page before alone show it: it is no table of its own

    @property
    def page_words(self) -> Words:
        """Return all words of its page; none once its joins are judged."""
        return self.content.words

    @property
    def rectangles(self) -> Floats:
        """Return all rectangles of its page; none once its joins are judged."""
        return self.content.rectangles

    @property
    def evidence(self) -> Evidence:
        """Return what shows its rows and columns, apart from the source of the page (text, picture, OCR)."""
        return self.engine.evidence

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
        return self.cells[self.grid.owner.item(row, column)]


def words_in(fragment: Fragment) -> set[int]:
    """Return the indexes of a fragment's words among those of its page."""
    return {word for cell in fragment.cells for word in cell.words}


def with_words(fragment: Fragment, allowed: set[int]) -> Fragment:
    """Return a fragment with those of its words that are in `allowed`."""
    if words_in(fragment) <= allowed:
        return fragment
    members = [[word for word in cell.words if word in allowed] for cell in fragment.cells]
    return replace(fragment, cells=_filled_cells(fragment.grid, members, fragment.page_words))


def cells_over_sides(fragment: Fragment) -> list[FragmentCell]:
    """Return the cells with text that stands over one of their sides."""
    columns, slack = fragment.grid.columns.tolist(), OVER * fragment.line_height
    return [
        cell
        for cell in fragment.cells
        if cell.words
        and (
            cell.box[0] < columns[cell.span.column] - slack
            or cell.box[2] > columns[cell.span.column + cell.span.column_count] + slack
        )
    ]


def fill_grid(page: int, engine: Engine, grid: Grid, words: Words, rectangles: Floats) -> Fragment:
    """Return a grid with the words that stand in it."""
    members = words_by_cell(grid, words)
    cells = _filled_cells(grid, members, words)
    inside = list(itertools.chain.from_iterable(members))
    heights = words.boxes[inside, 3] - words.boxes[inside, 1]
    height = median_of(heights) if len(heights) else 10.0
    return Fragment(page, engine, grid, cells, _tints(grid, rectangles), height, PageContent(words, rectangles))


def refilled(fragment: Fragment, grid: Grid, owner: Ints) -> Fragment:
    """Return a fragment with its words in other cells on the edges of `grid`; places with one `owner` are one cell."""
    return fill_grid(fragment.page, fragment.engine, regridded(grid, owner), fragment.page_words, fragment.rectangles)


@lru_cache(maxsize=4)
def words_by_cell(grid: Grid, words: Words) -> tuple[list[int], ...]:
    """Return for each cell of a grid the words whose middle lies in it, in their own order; of the last grids, once."""
    boxes = words.boxes
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    column, row = grid.columns.searchsorted(x) - 1, grid.rows.searchsorted(y) - 1
    height, width = grid.owner.shape
    inside = (column >= 0) & (column < width) & (row >= 0) & (row < height)
    found = itertools.compress(_numbers(len(boxes).bit_length()), inside.tolist())
    members: tuple[list[int], ...] = tuple([[] for _ in grid.spans])
    for word, owner in zip(found, grid.owner[row[inside], column[inside]].tolist(), strict=True):
        members[owner].append(word)
    return members


@lru_cache(maxsize=32)
def _numbers(bits: int) -> list[int]:
    """Return the numbers below 2 ** `bits`: all pages number their words with the same ones, which saves memory."""
    return list(range(1 << bits))


def _filled_cells(grid: Grid, members: Sequence[list[int]], words: Words) -> tuple[FragmentCell, ...]:
    """Return the cells of a grid with their words."""
    places = places_of(words)
    columns, rows = grid.columns.tolist(), grid.rows.tolist()
    boxes = iter(_boxes_around([own for own in members if own], words.boxes))
    cells = []
    for span, own in zip(grid.spans, members, strict=True):
        left, right = columns[span.column], columns[span.column + span.column_count]
        if own:
            box = next(boxes)
            cells.append(FragmentCell(span, *_read_cell(own, box, (left, right), places, words), box))
        else:
            cells.append(FragmentCell(span, (), (), (left, rows[span.row], right, rows[span.row + span.row_count])))
    return tuple(cells)


def _boxes_around(groups: list[list[int]], boxes: Floats) -> list[Box]:
    """Return the box around the words of each group."""
    if not groups:
        return []
    chosen = boxes[[word for group in groups for word in group]]
    starts = [0, *itertools.accumulate(map(len, groups[:-1]))]
    upper = np.minimum.reduceat(chosen[:, :2], starts, axis=0).tolist()
    lower = np.maximum.reduceat(chosen[:, 2:], starts, axis=0).tolist()
    return [(x0, top, x1, bottom) for (x0, top), (x1, bottom) in zip(upper, lower, strict=True)]


def _read_cell(
    members: list[int], box: Box, edges: tuple[float, float], places: list[list[float]], words: Words
) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Return the words of a cell in reading order and its lines; `edges` are its sides, `places` the words' boxes."""
    is_turned = bool(words.turned) and all(words.starts[index] in words.turned for index in members)
    lines = lines_upwards(places, members) if is_turned else lines_among(places, members)
    printed = words.texts.__getitem__
    if has_right_to_left(words):
        lines = [as_read(line, words.texts) for line in lines]
    texts = [" ".join(map(printed, line)) for line in lines]
    if 1 in map(len, lines[:-1]):  # a word alone on its line, with another line below it
        room = edges[1] - edges[0] - 2 * max(0.0, min(box[0] - edges[0], edges[1] - box[2]))
        texts = _with_cut_words(texts, lines, words, room)
    return tuple(itertools.chain.from_iterable(lines)), tuple(texts)


def _with_cut_words(texts: list[str], lines: list[list[int]], words: Words, room: float) -> list[str]:
    """Return a cell's lines with those words made whole that are broken without a hyphen, too wide for its `room`.

    Such a word stands alone on its line ("Organizacion" / "es de la sociedad").
    """
    made: list[str] = []
    boxes = places_of(words)
    wide = 0.0  # width of the word at the end of the line before, where it stands alone; 0 elsewhere
    for text, line in zip(texts, lines, strict=True):
        left, _, right, _ = boxes[line[0]]
        begun = made[-2][:-1] if len(made) > 1 and made[-2].endswith("-") else ""
        if made and wide and wide + right - left > room and is_broken_word(begun + made[-1], text, words.language):
            made[-1] += text
            wide = wide + right - left if len(line) == 1 else 0.0
        else:
            made.append(text)
            wide = right - left if len(line) == 1 else 0.0
    return made


def _tints(grid: Grid, rectangles: Floats) -> tuple[float, ...]:
    """Return for each row the shade of the rectangles that lie behind most of it; 0 where none do."""
    return tuple([shade_at(y, grid.box, rectangles) for y in ((grid.rows[:-1] + grid.rows[1:]) / 2).tolist()])


def shade_at(y: float, box: Box, rectangles: Floats) -> float:
    """Return the shade of the rectangles behind more than half of a box's width at a height; 0 where none are."""
    x0, _, x1, _ = box
    own = rectangles[(rectangles[:, 1] < y) & (rectangles[:, 3] > y) & (rectangles[:, 4] > 0)]
    covered = np.maximum(np.minimum(own[:, 2], x1) - np.maximum(own[:, 0], x0), 0.0)
    return float(own[covered > 0, 4][-1]) if covered.sum() > SHADED * (x1 - x0) else 0.0


def rows_of(fragment: Fragment, vocabulary: Vocabulary) -> list[list[str | None]]:
    """Return a fragment as rows of cells: text, "" where blank, None where a merged cell covers the place."""
    rows: list[list[str | None]] = [[None] * fragment.column_count for _ in range(fragment.row_count)]
    for cell in fragment.cells:
        rows[cell.span.row][cell.span.column] = joined_once(cell.lines, vocabulary)
    return rows
