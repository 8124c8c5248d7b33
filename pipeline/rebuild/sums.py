"""Rows that add up those above them: "TOTAL | | | 84,6", "Subtotal Eje 1 | $ 9.999". They are no actions.

Such a row has no number and no cell of its own in the column of the actions, so that it would be joined with the row
before: its amount would stand behind that row's, and its word in the merged cell of the axis.
"""

from __future__ import annotations

import re

from ..records import PrintedLine
from ..text import fold
from .headers import Grid

TOTAL = re.compile(r"(?:gran |grand |overall |suma )?(?:sub-?|sub )?total(?:es|is|s)?\b")
WORD = re.compile(r"[^\W\d_]{4,}")


def is_sum(line: PrintedLine, grid: Grid) -> bool:
    """Tell whether a row of a PDF says that it is a sum, and has but figures besides, none as the action."""
    filled = [(index, cell) for index, cell in enumerate(line.cells) if cell]
    if not line.pieces or len(filled) < 2 or len(line.cells) > grid.width:
        return False
    (_, text), *others = filled
    action = grid.index("action")
    has_action = any(index == action for index, _ in others)
    return bool(TOTAL.match(fold(text))) and not has_action and not any(WORD.search(cell) for _, cell in others)
