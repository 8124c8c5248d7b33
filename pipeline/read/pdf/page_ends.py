"""What the end of a page says about a table: how far down its text stands, whether the next page begins anew."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import pairwise

from .grid.fragments import Fragment
from .grid.headers import DEEPEST
from .prose.furniture import PAGE_NUMBER
from .prose.page_records import Line, Sheet
from .table.numbered_rows import numbers_of

ROOM = 0.2  # share of a page's height: more white space below a table, and it may end there
LOWEST = 0.8  # share of a page's height down to which text stands, at least
AROUND = 2  # pages before and after that show how far down text stands
LARGER = 1.1  # times a table's type: a heading above it
NEAR = 4.0  # of a table's line height: a heading stands no farther above it


def has_room_below(above: Fragment, below: Fragment, sheets: Sequence[Sheet], furniture: Mapping[Line, str]) -> bool:
    """Tell whether more white space stands below a fragment than the first rows of the next page take."""
    place = bisect_left(sheets, above.page, key=lambda sheet: sheet.number)
    sheet = sheets[place]
    around = sheets[max(0, place - AROUND) : place + AROUND + 1]
    ends = [_end_of_text(each, furniture) for each in around if each.height == sheet.height]
    limit = max(LOWEST * sheet.height, *ends)
    return limit - _end_of_text(sheet, furniture) > max(ROOM * sheet.height, _first_block(below) + below.line_height)


def _first_block(fragment: Fragment) -> float:
    """Return the height of the header of a fragment and the rows below it that a merged cell keeps together."""
    upper = [cell.span for cell in fragment.cells if cell.span.row <= DEEPEST]
    tops = fragment.grid.rows
    return float(tops[max(span.row + span.row_count for span in upper)] - tops[0])


def _end_of_text(sheet: Sheet, furniture: Mapping[Line, str]) -> float:
    """Return where the last table or line of a page ends, furniture left out."""
    bottoms = [fragment.box[3] for fragment in sheet.fragments]
    return max(bottoms + [line.box[3] for line in sheet.lines if line not in furniture], default=0.0)


def begins_anew(above: Fragment, below: Fragment) -> bool:
    """Tell whether the rows of a page are numbered from 1, after rows whose numbers only rise above 1."""
    before, own = numbers_of(above), numbers_of(below)
    rises = all(first < second for first, second in pairwise(before))
    return len(before) > 1 and rises and len(own) > 1 and own[:2] == [1, 2]


def heading_above(below: Fragment, sheet: Sheet, furniture: Mapping[Line, str]) -> Line | None:
    """Return a line right above a table, in larger type, that was taken for a running header; None if none is there.

    "Eje 1" on a page and "Eje 2" at the same height of the next one look like lines that count pages.
    """
    above = [line for line in sheet.lines if line.box[3] < below.box[1] + 1]
    lowest = max(above, key=lambda line: line.box[3], default=None)
    if lowest is None or furniture.get(lowest) != "header" or PAGE_NUMBER.match(lowest.text):
        return None
    is_larger = lowest.box[3] - lowest.box[1] > LARGER * below.line_height
    is_near = below.box[1] - lowest.box[3] < NEAR * below.line_height
    return lowest if is_larger and is_near and any(map(str.isdigit, lowest.text)) else None
