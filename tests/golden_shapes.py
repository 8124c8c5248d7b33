"""What the golden PDFs are written down in: pages of tables and lines, and the tables that have to come out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

LEFT = 50.0
LEADING = 11.0
PADDING = 3.0


@dataclass(frozen=True)
class Cell:
    """One cell: its text, lines parted by a newline, and the rows and columns that it covers."""

    text: str
    rows: int = 1
    columns: int = 1
    middle: bool = False  # centred from top to bottom


@dataclass(frozen=True)
class Table:
    """A table on one page; a row is a list of texts or cells, None where a cell covers the place."""

    top: float
    widths: list[float]
    rows: list[list[str | Cell | None]]
    heights: list[float] = field(default_factory=list)
    # line | double | rectangle | frame | below: the lower side of a frame | fill | none | white: filled, white rules |
    # stripes: every second row filled;
    # horizontal rules only are rows: each cell has its own | apart: with gaps between them | joined: one line as far as
    # no merged cell breaks it
    rule: str = "line"
    tint: bool = True  # the first row is tinted
    undrawn: tuple[int, ...] = ()  # inner column edges that have no rule
    left: float = LEFT
    is_open: bool = False  # no rule below the last row
    seen: tuple[float, float] | None = None  # top and bottom of the part that the page shows of the table

    def height(self, row: int) -> float:
        """Return a row's height: as given, or as its lines need."""
        if self.heights:
            return self.heights[row]
        texts = [cell.text if isinstance(cell, Cell) and cell.rows == 1 else cell for cell in self.rows[row]]
        return 2 * PADDING + LEADING * max(len(text.split("\n")) for text in texts if isinstance(text, str))


@dataclass(frozen=True)
class Text:
    """A line of text at a place, points from the page's top left."""

    top: float
    text: str
    x: float = LEFT
    size: float = 9.0


@dataclass(frozen=True)
class Case:
    """One golden document: what stands on its pages, and the tables that have to come out."""

    pages: list[list[Table | Text]]
    tables: list[dict[str, Any]]
    turned: int = 0  # degrees of /Rotate; the drawing is turned the other way
    upright: bool = True  # False = the drawing alone is turned, the page is not


def table(pages: list[int], header: list[str], *rows: tuple[Any, ...]) -> dict[str, Any]:
    """Return an expected table; a row is (page_start, page_end, cells, inherited columns), or a section's text."""
    return {
        "pages": pages,
        "header": header,
        "rows": [
            {
                "page_start": start,
                "page_end": end,
                "kind": "section" if isinstance(cells, str) else "row",
                "cells": [cells] if isinstance(cells, str) else cells,
                "inherited": [False] if isinstance(cells, str) else [i in inherited for i in range(len(cells))],
            }
            for start, end, cells, inherited in rows
        ],
    }
