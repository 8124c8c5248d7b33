"""Two columns of paragraphs with hanging numbers: no table, though numbers and texts stand below one another.

    12. Proveer atención a      16. Asignar recursos
        las víctimas.               a la prevención.

They pass for three or four columns of cells (drafts in two columns by Writer and Chromium). The page's other text
stands in the same two columns.
"""

from __future__ import annotations

import re
from collections.abc import Collection

import numpy as np

from ..page.reading_order import prose_gutter
from ..page.words import Words
from .fragments import Fragment, words_in

MARK = re.compile(r"\(?(?:\d{1,3}|[ivxl]{1,7}|[a-z])(?:[.)°º]|\.?[-–—])*", re.IGNORECASE)
FEWEST_WORDS = 4  # of a line, on average


def is_hanging_text(fragment: Fragment, words: Words, others: Collection[int], known: tuple[float, ...]) -> bool:
    """Tell whether a table of white space is rather two columns of a page's text, both with hanging numbers.

    `others` are the words of the page's other tables, `known` the gutters of the pages before.
    """
    own = words_in(fragment)
    rest = np.array(sorted(set(range(len(words))) - own - set(others)), dtype=int)
    gutter = prose_gutter(words.boxes[rest], float(words.boxes[:, 2].max()), known) if len(rest) else None
    if gutter is None or not fragment.box[0] < gutter < fragment.box[2]:
        return False
    edges = fragment.grid.columns
    sides = [[at for at in range(fragment.column_count) if ((edges[at] + edges[at + 1]) / 2 < gutter) == is_left]
             for is_left in (True, False)]  # fmt: skip
    return any(_has_hanging_marks(fragment, side) for side in sides) and all(
        _is_prose(fragment, side) for side in sides
    )


def _has_hanging_marks(fragment: Fragment, columns: list[int]) -> bool:
    """Tell whether the columns of one side are marks, and the texts behind them."""
    if len(columns) < 2:
        return False
    first = [cell for cell in fragment.cells if cell.words and cell.span.column == columns[0]]
    marks = [MARK.fullmatch(line) for cell in first if cell.span.column_count == 1 for line in cell.lines]
    return any(marks) and all(marks)


def _is_prose(fragment: Fragment, columns: list[int]) -> bool:
    """Tell whether the last column of one side holds lines of many words."""
    cells = [cell for cell in fragment.cells if cell.words and columns and cell.span.column == columns[-1]]
    lines = sum(len(cell.lines) for cell in cells)
    return lines > 0 and sum(len(cell.words) for cell in cells) >= FEWEST_WORDS * lines
