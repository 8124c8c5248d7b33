"""What a page hands over to the next one. A page is read from its own words and this record, nothing else."""

from __future__ import annotations

from dataclasses import dataclass

from .drawing import Floats


@dataclass(frozen=True, slots=True, eq=False)
class PagesBefore:
    """What the pages before have shown and the next page may continue."""

    columns: Floats | None = None  # column edges (points) of a table at the end of the page before
    white: Floats | None = None  # the same, of a table at its end that white space alone draws
    gutters: tuple[float, ...] = ()  # x (points) between two columns of text, on any page before


NO_PAGE_BEFORE = PagesBefore()
