"""A header of two rows that the end of a page cuts: the upper row ends the page, the lower one begins the next page.

On the first page no rule shows over how many columns an upper label reaches; the next page has the columns. Its first
row has text below the labels over several columns, and is blank below the others.
"""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from ..grid.fragments import Fragment, refilled
from ..grid.grid import Grid
from ..grid.headers import LONGEST_LABEL, NUMERIC, SAME, header_labels, row_keys
from ..page.cell_text import Vocabulary
from ..page.type_size import unit_of
from .columns import FEWEST_SHARED, shared_edges
from .logical_rows import LogicalTable, Piece

DIGITS = re.compile(r"\d")


def begins_another(table: LogicalTable, fragment: Fragment) -> bool:
    """Tell whether a row below a table, with the same columns, is the upper row of a header like the table's own.

    The years in it may differ.
    """
    if fragment.page != table.last.page or fragment.row_count > 1 or len(table.header_keys) < 2:
        return False
    pairs = list(zip(table.header_keys[0], row_keys(fragment, 0), strict=True))
    labelled = [(DIGITS.sub("", wanted), DIGITS.sub("", found)) for wanted, found in pairs if wanted]
    return len(labelled) > 2 and sum(wanted == found for wanted, found in labelled) >= SAME * len(labelled)


def header_over_break(
    table: LogicalTable, lower: Fragment, between: str | None, vocabulary: Vocabulary
) -> LogicalTable | None:
    """Return a table without rows. Its header is the table's only row and the first row of the next page's fragment.

    None if these two rows are not a cut header. `between` is the text between them.
    """
    if between or len(table.sources) != 1 or (upper := _on_columns_below(table.last, lower)) is None:
        return None
    halves = (header_labels(part, 0, 1, vocabulary) for part in (upper, lower))
    labels = tuple(" ".join(filter(None, pair)) for pair in zip(*halves, strict=True))
    keys = row_keys(upper, 0), row_keys(lower, 0)
    opened = LogicalTable(lower.grid.columns, labels, keys, table.is_framed, table.tints_header, (0, 1))
    opened.sources, opened.joins = [(table.sources[0][0], upper)], table.joins
    top = float(upper.grid.rows[0])
    opened.header_pieces = [
        Piece(upper.page, cell.box, cell.lines, cell.words, top) for cell in upper.cells if cell.words
    ]
    return opened


def lower_row_of(table: LogicalTable, fragment: Fragment) -> list[int]:
    """Return the cells at the top of a fragment that are the lower row of the table's header."""
    is_cut = len(table.sources) == 2 and not table.rows and table.header_rows[1] < len(table.header_keys)
    if not is_cut or row_keys(fragment, 0) != table.header_keys[-1]:
        return []
    return list(dict.fromkeys(fragment.grid.owner[0].tolist()))


def _on_columns_below(above: Fragment, below: Fragment) -> Fragment | None:
    """Return the upper row of a cut header with the columns of the next page.

    None if `above` is not such a row.
    """
    if above.row_count > 1 or below.page != above.page + 1 or not above.column_count < below.column_count:
        return None
    if above.column_count < FEWEST_SHARED - 1 or below.row_count < 2:
        return None
    partners = shared_edges(below.grid.columns, above.grid.columns, unit_of(below.line_height))
    if partners is None or not _heads(above, below, partners):
        return None
    edges = below.grid.columns + float(above.grid.columns[0] - below.grid.columns[partners[0]])
    source = (np.searchsorted(partners, np.arange(len(edges) - 1), side="right") - 1).tolist()
    opens = (tuple(sides[index] for index in source) for sides in (above.grid.open_above, above.grid.open_below))
    grid = Grid(edges, above.grid.rows, above.grid.spans, above.grid.owner, *opens)
    return refilled(above, grid, above.grid.owner[:, source])


def _heads(above: Fragment, below: Fragment, partners: list[int]) -> bool:
    """Tell whether the first row below has text under the labels over several columns, and none under the others."""
    several = 0
    for column, (first, last) in enumerate(pairwise(partners)):
        under = [below.cell_at(0, index) for index in range(first, last)]
        texts = [" ".join(cell.lines) for cell in under]
        label = " ".join(above.cell_at(0, column).lines)
        if last - first == 1 and (not label or texts[0]):
            return False
        if last - first > 1:
            several += bool(label)
            if not all(0 < len(text) <= LONGEST_LABEL and not NUMERIC.match(text) for text in texts):
                return False
    return several > 0
