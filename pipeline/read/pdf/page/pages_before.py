"""What a page hands over to the next one. A page is read from its own words and this record, nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from .drawing import Box, Floats


@dataclass(frozen=True, slots=True)
class NumberedMargin:
    """Where the numbers of lines stand on the pages before, in points."""

    left: float
    right: float

    def touches(self, box: Box) -> bool:
        """Tell whether a word or a line stands in this margin, or begins or ends there."""
        return box[0] < self.right and box[2] > self.left


@dataclass(frozen=True, slots=True, eq=False)
class TableAtEnd:
    """The table at the end of a page: its column edges and where its texts stand, in points."""

    columns: Floats
    sides: Floats  # (columns, 3): the usual left side, right side and middle of a column's texts; nan where it has none


@dataclass(frozen=True, slots=True, eq=False)
class PagesBefore:
    """What the pages before have shown and the next page may continue."""

    columns: Floats | None = None  # column edges (points) of a table at the end of the page before
    white: Floats | None = None  # the same, of a table at its end that white space alone draws
    end: TableAtEnd | None = None  # the table at its end, whatever draws it
    gutters: tuple[float, ...] = ()  # x (points) between two columns of text, on any page before
    line_numbers: NumberedMargin | None = None  # where they stand, on any page before


NO_PAGE_BEFORE = PagesBefore()
