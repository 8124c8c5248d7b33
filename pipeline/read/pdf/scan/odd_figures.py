"""Figures of a scanned table that do not read as figures: a letter in a column of numbers.

A program that reads pictures may be sure of "A9" where "49" is printed. The column tells.
"""

from __future__ import annotations

from ..grid.fragments import Fragment, FragmentCell, GridDoubt
from ..grid.headers import NUMERIC, header_depth

FEWEST = 3  # figures of a column of numbers
MOSTLY = 0.6  # share of the cells of a column that are figures
LONGEST = 8  # characters of a misread figure: longer texts are words


def odd_figures(fragment: Fragment) -> list[GridDoubt]:
    """Return a doubt for each short text with a letter in a column of a fragment that holds figures elsewhere."""
    depth = header_depth(fragment)
    found = []
    for column in range(fragment.column_count):
        cells = [
            cell
            for cell in fragment.cells
            if cell.span.column == column and cell.span.column_count == 1 and cell.span.row >= depth and cell.words
        ]
        figures = sum(map(_is_figure, cells))
        if figures < FEWEST or figures < MOSTLY * len(cells):
            continue
        odd = [cell for cell in cells if not _is_figure(cell) and _may_be_figure(cell)]
        found += [GridDoubt(cell.span.row, column, f"a letter among figures: {''.join(cell.lines)}") for cell in odd]
    return found


def _is_figure(cell: FragmentCell) -> bool:
    text = "".join(cell.lines)
    return NUMERIC.match(text) is not None and any(map(str.isdigit, text))


def _may_be_figure(cell: FragmentCell) -> bool:
    """Tell whether a text is short, with letters and digits mixed, or one letter alone ("A9", "O")."""
    text = "".join("".join(cell.lines).split())
    letters = sum(map(str.isalpha, text))
    return letters > 0 and len(text) <= LONGEST and (any(map(str.isdigit, text)) or letters == len(text) == 1)
