"""The parts of a logical table while it is being joined: cells and rows over all pages, and the reason of each join."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from ..grid.fragments import Fragment
from ..page.cell_text import Vocabulary, join_pieces
from ..page.drawing import Box, Floats

Keys = tuple[tuple[str, ...], ...]
HOUR = re.compile(r"^\d{1,2} ?[:hH] ?\d\d")  # begins a row of a timetable ("12:00 | Lunch break"), not a section


class Piece(NamedTuple):
    """The part of a cell that is printed on one page."""

    page: int
    box: Box
    lines: tuple[str, ...]
    words: tuple[int, ...]  # indexes into the page's words
    top: float = 0.0  # points, where its cell begins on the page


@dataclass(slots=True, eq=False)
class JoinedCell:
    """A cell over all its rows and pages, while its table is being joined."""

    column: int
    column_count: int
    grid_rows: int  # rows that it covers on the page where it covers most
    pieces: tuple[Piece, ...]
    first_line: str  # the first line printed in the cell, "" where it is blank
    last_line: str
    is_open: bool  # no rule closes it at the bottom of its page
    ends_page: bool = False  # it reaches the bottom of its page's grid
    first_row: int = -1  # of the table; -1 = in no row yet
    row_count: int = 0  # rows of the table
    is_header: bool = False
    cached: str | None = None  # its text

    @property
    def is_unfinished(self) -> bool:
        """Tell whether the cell may continue below the break; it then says little about its column."""
        return self.ends_page and (self.grid_rows > 1 or not self.first_line)

    def take(self, below: JoinedCell) -> None:
        """Add the cell below a break, which is part of this one."""
        self.pieces += below.pieces
        self.cached = None
        self.first_line = self.first_line or below.first_line
        self.last_line = below.last_line or self.last_line
        self.is_open = below.is_open
        self.grid_rows = max(self.grid_rows, below.grid_rows)

    def text(self, vocabulary: Vocabulary) -> str:
        """Return the text of all pieces, joined by single spaces, words cut by the page made whole."""
        if self.cached is None:
            self.cached = join_pieces([piece.lines for piece in self.pieces], vocabulary)
        return self.cached


@dataclass(slots=True)
class JoinedRow:
    """One row: the cell of each column. A merged cell is the same object in each of its rows and columns."""

    page_start: int
    page_end: int
    cells: list[JoinedCell]

    @property
    def is_section(self) -> bool:
        """Tell whether the row is a title: one cell over all columns, or a number and one cell over the rest."""
        first = self.cells[0]
        if first.column_count == 1 and (len(self.cells) < 2 or self.cells[1].column_count == 1):
            return False
        if not any(cell.pieces and cell.pieces[0].lines for cell in self.cells):
            return False
        if first.row_count > 1 or len(self.cells) < 2:
            return False
        if first.column_count == len(self.cells):
            return True
        rest = self.cells[1]
        label = " ".join(line for piece in first.pieces for line in piece.lines)
        return (
            len(self.cells) > 2
            and first.column_count == 1
            and rest.column_count == len(self.cells) - 1
            and len(label) <= 6
            and not HOUR.match(label)
            and any(piece.lines for piece in rest.pieces)
        )


@dataclass(frozen=True, slots=True)
class Join:
    """Why a fragment was or was not taken as the continuation of the one before."""

    page: int
    is_joined: bool
    reason: str


@dataclass(slots=True)
class LogicalTable:
    """A table over all its pages; its column edges and its header are learned from its first fragment."""

    edges: Floats
    header: tuple[str, ...]
    header_keys: Keys
    is_framed: bool  # its first fragment has a rule at the top, so a missing rule elsewhere means something
    tints_header: bool
    header_rows: tuple[int, int] = (0, 0)  # of its first fragment: first row, row below the last
    header_pieces: list[Piece] = field(default_factory=list)
    repeated_pieces: list[Piece] = field(default_factory=list)  # the words of headers that are printed again
    repeated_rows: list[tuple[int, list[JoinedCell]]] = field(default_factory=list)  # those with the rows above each
    has_header_amid: bool = False  # True where one of them stands amid a page: the next card may begin there
    sources: list[tuple[int, Fragment]] = field(default_factory=list)  # index in the document, on the table's columns
    rows: list[JoinedRow] = field(default_factory=list)
    joins: list[Join] = field(default_factory=list)

    @property
    def rows_amid(self) -> list[tuple[int, list[JoinedCell]]]:
        """Return the headers that are printed again, if one of them stands amid a page; else none."""
        return self.repeated_rows if self.has_header_amid else []

    @property
    def last(self) -> Fragment:
        """Return the last fragment, on the table's columns."""
        return self.sources[-1][1]

    @property
    def pages(self) -> list[int]:
        """Return the pages that the table stands on."""
        return sorted({fragment.page for _, fragment in self.sources})
