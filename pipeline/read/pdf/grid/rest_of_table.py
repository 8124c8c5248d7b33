"""The last rows of a table, at the top of the next page, where no rule and no third line shows its columns.

One row or two without rules are too few for white space to show columns (a striped table whose last row is not
shaded). The page before shows them: its lowest table has columns, and its texts begin, end or are centred at certain
places. The first lines of a page that stand in these columns, at these places, are the rest of that table.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..page.aligned_words import lines_of
from ..page.drawing import Floats
from ..page.pages_before import TableAtEnd
from ..page.words import Words
from .fragments import Fragment
from .grid import Grid
from .lines_in_pieces import SAME_PLACE, SPACE, PiecedLine, grid_of_lines, line_in_pieces, text_line, words_by_column
from .row_score import row_scores

MOST_ABOVE = 2  # lines above the rest of a table: the running header
MOST_BELOW = 4  # lines below the table on its page: notes and the page's number
NEAR = 1.5  # of the line's height: white space between two rows
STANDS_OFF = 2.0  # of the line's height: white space below the last row
MOSTLY = 0.6  # share of the columns that have text at the end of the page before
MOST_LINES = 6  # more lines show columns by themselves


def table_at_end(fragments: Sequence[Fragment], words: Words, outside: Sequence[int]) -> TableAtEnd | None:
    """Return the lowest table of a page as the next page may go on with it; None where other text follows it."""
    lowest = max(fragments, key=lambda fragment: fragment.box[3], default=None)
    if lowest is None or words.turned or lowest.column_count < 2:
        return None
    below = [word for word in outside if words.boxes[word, 1] > lowest.box[3] - 1]
    if len(lines_of(words, tuple(below))) > MOST_BELOW:
        return None
    sides = np.full((lowest.column_count, 3), np.nan)
    for column in range(lowest.column_count):
        own = [cell for cell in lowest.cells if cell.span.column == column and cell.span.column_count == 1]
        boxes = [cell.box for cell in own if cell.words and cell.span.row]
        if boxes:
            left, _, right, _ = np.array(boxes).T
            sides[column] = np.median(np.stack([left, right, (left + right) / 2]), axis=1)
    return TableAtEnd(lowest.grid.columns, sides)


def rest_of_table(words: Words, outside: Sequence[int], fragments: Sequence[Fragment], end: TableAtEnd) -> Grid | None:
    """Return the grid of the first lines of a page if they go on with the table at the end of the page before.

    `outside` are the words that no table has. None where a table of this page stands above them or goes on itself.
    """
    if words.turned or any(_goes_on(fragment, end) for fragment in fragments):
        return None
    stop = min((fragment.box[1] for fragment in fragments), default=np.inf)
    printed = lines_of(words, tuple(outside))
    lines = [line_in_pieces(members, words, SPACE) for members in printed[: MOST_ABOVE + MOST_LINES + 1]]
    lines = [line for line in lines if line.bottom < stop + 1]
    first = next((place for place, line in enumerate(lines) if _is_row(line, words, end)), None)
    if first is None or first > MOST_ABOVE:
        return None
    own = [lines[first]]
    for line in lines[first + 1 :]:
        height = line.bottom - line.top
        if line.top - own[-1].bottom > NEAR * height:
            break
        if not _stands_in(line, words, end.columns):
            return None
        own.append(line)
    following = lines[first + len(own) :]
    if len(own) > MOST_LINES or _is_close(own[-1], following, fragments):
        return None
    return _grid(own, end.columns, words)


def _goes_on(fragment: Fragment, end: TableAtEnd) -> bool:
    """Tell whether a table of the page stands on the columns of the table before."""
    columns = fragment.grid.columns
    return len(columns) == len(end.columns) and bool(
        np.abs(columns[1:-1] - end.columns[1:-1]).max(initial=0.0) < fragment.line_height
    )


def _is_close(last: PiecedLine, following: Sequence[PiecedLine], fragments: Sequence[Fragment]) -> bool:
    """Tell whether other text or a table follows right below the last line."""
    tops = [line.top for line in following] + [fragment.box[1] for fragment in fragments]
    return bool(tops) and min(tops) - last.bottom < STANDS_OFF * (last.bottom - last.top)


def _is_row(line: PiecedLine, words: Words, end: TableAtEnd) -> bool:
    """Tell whether a line stands in most columns of a table, each piece where the texts of its column do."""
    if not _stands_in(line, words, end.columns):
        return False
    found = words_by_column(line, end.columns, words)
    known = ~np.isnan(end.sides[:, 0])
    if len(found) < max(2.0, MOSTLY * known.sum()) or not all(known[column] for column in found):
        return False
    near = SAME_PLACE * (line.bottom - line.top)
    for column, own in found.items():
        left, right = float(words.boxes[own, 0].min()), float(words.boxes[own, 2].max())
        if np.abs(end.sides[column] - (left, right, (left + right) / 2)).min() > near:
            return False
    return True


def _stands_in(line: PiecedLine, words: Words, columns: Floats) -> bool:
    """Tell whether a line stands within a table, with white space at each edge between two of its columns."""
    height = line.bottom - line.top
    if line.spans[0][0] < columns[0] - height or line.spans[-1][1] > columns[-1] + height:
        return False
    return not any(left < edge < right for left, right in line.spans for edge in columns[1:-1].tolist())


def _grid(lines: Sequence[PiecedLine], columns: Floats, words: Words) -> Grid:
    texts = [text_line(line, columns, words) for line in lines]
    starts = [0, *(index for index, score in enumerate(row_scores(texts, columns, words), start=1) if score > 0)]
    return grid_of_lines(lines, starts, columns, None)
