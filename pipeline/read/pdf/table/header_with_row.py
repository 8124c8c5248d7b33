"""A repeated header and the rest of a cut row below it, without a rule between them.

A row that a page cuts continues below the repeated header, and some typesetters draw no rule at a page break
(ReportLab). Header and row then stand in the same cells of the grid, and a merged cell may reach down from the header.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..grid.fragments import Fragment, FragmentCell, refilled
from ..grid.headers import is_header_again, label_key, row_keys
from ..page.cell_text import lines_of_words
from ..page.type_size import unit_of
from .logical_rows import Keys, LogicalTable

SLACK = 1.0  # points: letters of the header may reach below the tops of the row's


def with_header_parted(keys: Keys, fragment: Fragment) -> Fragment:
    """Return a fragment whose first rows hold only the header `keys`.

    The rest of a row in the same cells is cut off.
    """
    if not keys or len(keys[0]) != fragment.column_count or len(keys) > fragment.row_count:
        return fragment
    if is_header_again(keys, fragment, 0) == "same" and not _goes_down(fragment, len(keys)):
        return fragment
    bottom, top = 0.0, np.inf
    for index in dict.fromkeys(fragment.grid.owner[: len(keys)].ravel().tolist()):
        cell = fragment.cells[index]
        label = keys[cell.span.row][cell.span.column]
        found = _parted(fragment, cell, label)
        if found is None:
            return fragment
        bottom, top = max(bottom, found[0]), min(top, found[1])
    edge = float(fragment.grid.rows[len(keys)])
    end = _end_of_header(bottom, top, edge, unit_of(fragment.line_height))
    return fragment if end is None else _cut(fragment, len(keys), end)


def _end_of_header(bottom: float, top: float, edge: float, unit: float) -> float | None:
    """Return where a header ends: at the rule `edge` if that is between the label and the text below it, else halfway.

    None if label (down to `bottom`) and text (from `top` on) overlap by more than letters of one line of type do.
    """
    slack = SLACK * unit
    if bottom - slack <= edge <= top + slack:
        return edge
    return (bottom + top) / 2 if 0 < bottom <= top + slack else None


def runs_into_title(table: LogicalTable, fragment: Fragment) -> bool:
    """Tell whether a fragment begins with the header of a table, but for a title that runs on below a label there.

    No rule parts the title, of the rows below it, from the header on the table's first page.
    """
    keys = table.header_keys
    if not keys or len(keys[0]) != fragment.column_count or len(keys) >= fragment.row_count:
        return False
    pairs = [pair for row, line in enumerate(keys) for pair in zip(line, row_keys(fragment, row), strict=True)]
    longer = [(wanted, found) for wanted, found in pairs if wanted != found]
    same = sum(bool(wanted) for wanted, _ in pairs) - len(longer)
    return 0 < len(longer) <= same and all(found and wanted.startswith(found) for wanted, found in longer)


def _goes_down(fragment: Fragment, depth: int) -> bool:
    """Tell whether a cell reaches from the first `depth` rows into those below them."""
    if depth >= fragment.row_count:
        return False
    return bool((fragment.grid.owner[depth - 1] == fragment.grid.owner[depth]).any())


def _parted(fragment: Fragment, cell: FragmentCell, label: str) -> tuple[float, float] | None:
    """Return the bottom of a cell's label and the top of the text below it.

    None if the cell does not begin with the label.
    """
    boxes = fragment.page_words.boxes[list(cell.words)]
    if not label:
        return (0.0, float(boxes[:, 1].min())) if cell.words else (0.0, np.inf)
    read, bottom = "", 0.0
    for line in lines_of_words(boxes):
        if read == label:
            return bottom, float(boxes[line, 1].min())
        read += label_key("".join(fragment.page_words.texts[cell.words[index]] for index in line))
        bottom = float(boxes[line, 3].max())
        if not label.startswith(read):
            return None
    return (bottom, np.inf) if read == label else None


def _cut(fragment: Fragment, depth: int, y: float) -> Fragment:
    """Return a fragment whose `depth` header rows end at `y`; the text below is a row of its own."""
    grid, count = fragment.grid, len(fragment.grid.spans)
    if y == grid.rows[depth]:
        owner = grid.owner.copy()
        owner[:depth] += count
        return refilled(fragment, grid, owner)
    if not grid.rows[depth - 1] < y < grid.rows[depth]:
        return fragment
    fresh = grid.owner[depth - 1]
    owner = np.vstack([grid.owner[:depth] + count, fresh[None], grid.owner[depth:]])
    return refilled(fragment, replace(grid, rows=np.insert(grid.rows, depth, y)), owner)
