"""Notes right below a table that no rule closes: "Fuente: …", "Nota: …". They stand as near as a row does.

They are told by their first word and the colon behind it, at the left side of the table.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ....language import begins_note
from ..page.cell_text import lines_among
from ..page.words import places_of
from .evidence import Evidence
from .fragments import Fragment, refilled

LOOKED_AT = 3  # rows at the end of a table: a note of several lines may be as many rows
FEWEST_ROWS = 3  # that are left


def without_note(fragment: Fragment) -> Fragment:
    """Return a fragment without the note that follows its last row; unchanged if rules draw it whole."""
    place = None if fragment.evidence is Evidence.RULES or fragment.page_words.turned else _note_in(fragment)
    if place is None:
        return fragment
    row, top = place
    grid = fragment.grid
    kept = row + (top is not None)
    if kept < FEWEST_ROWS - 1:
        return fragment
    rows = grid.rows[: row + 1] if top is None else np.append(grid.rows[: row + 1], top)
    open_below = tuple([True] * len(grid.open_below))
    return refilled(fragment, replace(grid, rows=rows, open_below=open_below), grid.owner[:kept])


def _note_in(fragment: Fragment) -> tuple[int, float | None] | None:
    """Return the row in which a note begins, and its top (y) if text of that row stands above it; None: no note."""
    for row in range(max(1, fragment.row_count - LOOKED_AT), fragment.row_count):
        cell = fragment.cell_at(row, 0)
        if cell.span.row != row or cell.span.row_count > 1 or not any(map(begins_note, cell.lines)):
            continue
        places, texts = places_of(fragment.page_words), fragment.page_words.texts
        for number, line in enumerate(lines_among(places, cell.words)):
            if begins_note(" ".join(texts[word] for word in line)):
                return row, min(places[word][1] for word in line) if number else None
    return None
