"""The numbers of a table's rows: what its first column counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..grid.fragments import Fragment
from ..grid.headers import DEEPEST
from .logical_rows import JoinedCell, JoinedRow

COUNTS = re.compile(r"^\(?(\d{1,4})[.)°º]?$")


def first_numbers(rows: Sequence[JoinedRow]) -> list[int]:
    """Return the whole numbers in the first column of some rows, once for each cell; [] if another text is among them.

    Blank cells and section rows do not count.
    """
    numbers: list[int] = []
    before: JoinedCell | None = None
    for row in rows:
        cell = row.cells[0]
        if row.is_section or not cell.first_line or cell is before:
            continue
        before = cell
        found = COUNTS.match(cell.first_line)
        if found is None:
            return []
        numbers.append(int(found.group(1)))
    return numbers


def numbers_of(fragment: Fragment) -> list[int]:
    """Return the whole numbers in the first column of a fragment below its header, as `first_numbers` does."""
    cells = [cell for cell in fragment.cells if cell.span.column == 0 and cell.span.column_count == 1 and cell.words]
    found = [(cell.span.row, COUNTS.match(" ".join(cell.lines))) for cell in cells]
    while found and found[0][1] is None and found[0][0] < DEEPEST:
        del found[0]
    return [int(match.group(1)) for _, match in found if match] if all(match for _, match in found) else []
