"""Asks other libraries for a grid, if words stand in columns and our own reader finds none.

pdfplumber reads the drawing with another library (pdfminer). camelot's stream parser uses white space. Only their edges
of rows and columns are used: the words in the cells are always the page's own, so that none is lost or doubled. They
are not asked about a page without words in columns, nor if a document has more such pages than a person would check.
camelot draws with pdfium; ghostscript is not needed.

Both run in a process with limits on time and memory (`engine_program.py`). A page over the limits has no second grid:
its words in columns become a doubt (`table_unread`).

Met here: a paper's table without a rule (paper_zero_pages p. 4), where pdfminer sees no page at all; a page of 2,000
numbers without rules, for which camelot needs 44 s and 1 GB.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from ..guard.limited import LimitedProgram
from ..page.aligned_words import Aligned
from ..page.drawing import Box, Floats
from .evidence import Evidence
from .grid import Grid, build_grid, grid_of

PADDING = 4.0  # points around the words
SHARED = 0.6  # of the words' area that a table covers

_program = LimitedProgram(Path(__file__).with_name("engine_program.py"))


class Engine(Protocol):
    """What finds the grid of a table on a page of a PDF."""

    name: Evidence

    def grids(self, path: Path, page: int, area: Box, height: float) -> list[Grid]:
        """Return the grids in an area of a page, in points from its top left; `height` is the page's."""


class Plumber:
    """pdfplumber: tables by the lines and rectangles that pdfminer sees."""

    name = Evidence.PLUMBER

    def grids(self, path: Path, page: int, area: Box, height: float) -> list[Grid]:
        """Return the grids of the tables that lie over an area."""
        found = _asked("plumber", path, page)
        grids = [grid_of(*_sides(np.array(cells, dtype=float))) for cells in found]
        return [grid for grid in grids if grid is not None and _covers(grid.box, area)]


class Camelot:
    """camelot's stream parser: rows are lines of text, columns the white space between them."""

    name = Evidence.STREAM

    def grids(self, path: Path, page: int, area: Box, height: float) -> list[Grid]:
        """Return the grid that white space draws in an area."""
        found = _asked("stream", path, page, (area[0], height - area[1], area[2], height - area[3]))
        return [_grid_of_lines(columns, rows, height) for columns, rows in found]


ENGINES: tuple[Engine, ...] = (Plumber(), Camelot())


def second_grids(path: Path, page: int, aligned: Sequence[Aligned], height: float) -> list[tuple[Evidence, Grid]]:
    """Return the grids that second engines find at each place where words stand in columns, in the engines' order.

    An engine that cannot open the page, or goes over its limits, finds none.
    """
    found: list[tuple[Evidence, Grid]] = []
    for place in aligned:
        x0, top, x1, bottom = place.box
        area = x0 - PADDING, top - PADDING, x1 + PADDING, bottom + PADDING
        for engine in ENGINES:
            found += [(engine.name, grid) for grid in engine.grids(path, page, area, height)]
    return found


def _asked(engine: str, path: Path, page: int, corners: Sequence[float] = ()) -> list[Any]:
    question = {"engine": engine, "path": str(path), "page": page, "corners": [float(corner) for corner in corners]}
    answer = _program.ask(question)
    return answer if isinstance(answer, list) else []


def _sides(cells: Floats) -> tuple[Floats, Floats]:
    """Return the sides of cells (x0, top, x1, bottom) as horizontal and vertical rules."""
    lying = np.vstack([cells[:, [1, 0, 2]], cells[:, [3, 0, 2]]])
    standing = np.vstack([cells[:, [0, 1, 3]], cells[:, [2, 1, 3]]])
    return lying, standing


def _covers(box: Box, area: Box) -> bool:
    wide = min(box[2], area[2]) - max(box[0], area[0])
    high = min(box[3], area[3]) - max(box[1], area[1])
    return wide > 0 and high > 0 and wide * high > SHARED * (area[2] - area[0]) * (area[3] - area[1])


def _grid_of_lines(columns: Sequence[Sequence[float]], rows: Sequence[Sequence[float]], height: float) -> Grid:
    """Return the grid of columns (left, right) and rows (top, bottom from the page's foot): no cell is merged."""
    x = np.array([*(float(column[0]) for column in columns), float(columns[-1][1])])
    y = np.array([*(height - float(row[0]) for row in rows), height - float(rows[-1][1])])
    lying, standing = np.ones((len(y), len(x) - 1), dtype=bool), np.ones((len(y) - 1, len(x) - 2), dtype=bool)
    return build_grid(x, y, lying, standing)
