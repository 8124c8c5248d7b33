"""What other fragments of a document show about a table: headers printed before it, habits of its columns.

A table of few rows shows little about its columns. Tables near it with the same column edges show more. The cells of
each fragment are counted once.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..grid.fragments import Fragment
from ..grid.headers import DEEPEST, header_depth, heads_the_next, row_keys
from ..page.cell_text import Vocabulary
from ..page.drawing import Floats
from ..page.type_size import unit_of
from .columns import shared_edges
from .logical_rows import Keys
from .page_breaks import Habit, PrintedCell, Tally, habit_of, tally_of

LOOKED_AROUND = 20  # fragments before and after one; more cost time and show little


class Surroundings:
    """What other fragments show about a table: the headers printed before it, the habits of its columns."""

    def __init__(self, fragments: Sequence[Fragment], vocabulary: Vocabulary) -> None:
        self.fragments = fragments
        self.vocabulary = vocabulary
        self.headers: set[Keys] = set()
        self.index = 0  # of the fragment that is being joined
        self.tallies: dict[int, list[Tally]] = {}  # of the columns of each fragment around it, counted once

    def header_depth(self, fragment: Fragment) -> int:
        """Return how many rows at the top of a fragment are its header, or a header of a table before it."""
        if depth := header_depth(fragment):
            return depth
        for depth in range(1, min(DEEPEST, fragment.row_count) + 1):
            if tuple(row_keys(fragment, row) for row in range(depth)) in self.headers:
                return depth
        return fragment.row_count if self._stands_alone(fragment) else 0

    def is_headed(self, fragment: Fragment) -> bool:
        """Tell whether the fragment that is being joined begins with a header: the next page begins with the same row.

        The row fills two columns or more.
        """
        following = self.index + 1
        if following >= len(self.fragments) or fragment.row_count < 2:
            return False
        below = self.fragments[following]
        if below.page != fragment.page + 1 or not self._stands_on(following, fragment.grid.columns):
            return False
        keys = row_keys(fragment, 0)
        return sum(map(bool, keys)) > 1 and keys == row_keys(below, 0)

    def _stands_alone(self, fragment: Fragment) -> bool:
        """Tell whether a fragment is only a header, and its rows are on the next page."""
        following = self.index + 1
        if fragment.row_count > DEEPEST or following >= len(self.fragments):
            return False
        below, edges = self.fragments[following], fragment.grid.columns
        is_next = below.page == fragment.page + 1 and self._stands_on(following, edges)
        return is_next and heads_the_next(fragment, below)

    def habits(self, edges: Floats, asked: Sequence[int]) -> dict[int, Habit]:
        """Return the habits of the columns `asked`, counted in the fragments near with the same column edges."""
        start, stop = max(0, self.index - LOOKED_AROUND), min(len(self.fragments), self.index + LOOKED_AROUND)
        around = [self._tallies_of(index) for index in range(start, stop) if self._stands_on(index, edges)]
        for index in [index for index in self.tallies if index < start]:
            del self.tallies[index]
        return {column: habit_of([tallies[column] for tallies in around]) for column in asked}

    def _stands_on(self, index: int, edges: Floats) -> bool:
        own = self.fragments[index].grid.columns
        if len(own) != len(edges):
            return False
        return (
            own.tobytes() == edges.tobytes()
            or shared_edges(edges, own, unit_of(self.fragments[index].line_height)) is not None
        )

    def _tallies_of(self, index: int) -> list[Tally]:
        """Return the tally of each column of a fragment, away from its ends."""
        if (found := self.tallies.get(index)) is not None:
            return found
        fragment = self.fragments[index]
        height = fragment.row_count
        columns: list[list[PrintedCell]] = [[] for _ in range(fragment.column_count)]
        for cell in fragment.cells:
            span, lines = cell.span, cell.lines
            if span.column_count == 1 and (1 if lines else 2) <= span.row < height - span.row_count:
                columns[span.column].append(PrintedCell(lines[0] if lines else "", span.row_count))
        self.tallies[index] = [tally_of(cells) for cells in columns]
        return self.tallies[index]
