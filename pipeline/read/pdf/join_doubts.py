"""Signs that a table was joined with that of the page before by mistake, or kept apart from it by mistake.

A reader of the pages would notice them: the table before ends high on its page, its rows are numbered and the next
page begins with 1 again, a row below the page's end is shaded as the header is; or two tables on the same columns of
which the second one goes on counting, or has no header of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from .grid.fragments import Fragment
from .page.type_size import unit_of
from .page_ends import begins_anew, has_room_below
from .prose.page_records import Reading
from .table.between_fragments import ANEW_SAID, SAID
from .table.columns import shared_edges
from .table.join import LogicalTable
from .table.logical_rows import Join
from .table.numbered_rows import first_numbers, numbers_of

REPEATED = "the header is repeated"
GOING_ON = ("the next number", "row cut")  # in the reason of a join: the rows themselves say that they go on
WEAK_JOINS = ("other column edges", "a column left out")
JOINED, APART = "joined with the page before", "kept apart from the page before"  # how these doubts begin
TWO, ONE = "two tables", "one table"


class JoinDoubt(NamedTuple):
    """One doubt about the end of a page; `page` is the one after it."""

    page: int
    reason: str
    other: str  # the other reading


def doubts_of_joins(table: LogicalTable, reading: Reading) -> list[JoinDoubt]:
    """Return the signs that a table is joined wrongly over its pages, or wrongly apart from the tables beside it."""
    found = [doubt for join in table.joins if join.is_joined for doubt in _weak(join)]
    for (_, above), (_, below) in pairwise(table.sources):
        join = next((join for join in table.joins if join.page == below.page and join.is_joined), None)
        if below.page > above.page and join is not None and SAID not in join.reason:
            found += [JoinDoubt(below.page, reason, TWO) for reason in _against(table, above, below, join, reading)]
    found += [JoinDoubt(page, "its header is printed again within a page", TWO) for page in _amid_pages(table)]
    place = next(index for index, other in enumerate(reading.tables) if other is table)
    for first, second in pairwise(reading.tables[max(0, place - 1) : place + 2]):
        found += _apart(first, second)
    return found


def is_about_a_join(reason: str) -> bool:
    """Tell whether a doubt is one of these."""
    return reason.startswith((JOINED, APART))


def _amid_pages(table: LogicalTable) -> list[int]:
    """Return the pages on which a table's header is printed again below rows of it, as where another table begins.

    None where its rows go on counting from the first to the last.
    """
    numbers = first_numbers(table.rows)
    if numbers and all(second == first + 1 for first, second in pairwise(numbers)):
        return []
    found = set()
    for _, fragment in table.sources:
        below = fragment.grid.rows[min(len(table.header_keys), fragment.row_count)]
        again = [piece.top for piece in table.repeated_pieces if piece.page == fragment.page]
        if any(below <= top < fragment.box[3] for top in again):
            found.add(fragment.page)
    return sorted(found)


def _weak(join: Join) -> list[JoinDoubt]:
    if not any(words in join.reason for words in WEAK_JOINS):
        return []
    return [JoinDoubt(join.page, f"{JOINED}: {join.reason}", TWO)]


def _against(table: LogicalTable, above: Fragment, below: Fragment, join: Join, reading: Reading) -> Iterator[str]:
    """Yield what speaks against a join over a page's end."""
    if not _goes_on(above, below, join) and has_room_below(above, below, reading.sheets, reading.furniture):
        yield f"{JOINED}: the table ends high on that page"
    if begins_anew(above, below):
        yield f"{JOINED}: its rows are numbered from 1 again"
    if REPEATED not in join.reason and table.tints_header and _is_shaded_as_header(table, below):
        yield f"{JOINED}: its first row is shaded as the header is"


def _goes_on(above: Fragment, below: Fragment, join: Join) -> bool:
    """Tell whether rows below a page's end go on with those above it: a row is cut, or the next number follows."""
    if any(words in join.reason for words in GOING_ON):
        return True
    before, own = numbers_of(above), numbers_of(below)
    return bool(before and own) and own[0] == before[-1] + 1


def _apart(first: LogicalTable, second: LogicalTable) -> list[JoinDoubt]:
    """Return the doubt that two tables on consecutive pages are one; none if nothing says so."""
    above, below = first.last, second.sources[0][1]
    if below.page != above.page + 1 or not _stand_alike(above, below):
        return []
    numbers, following = first_numbers(first.rows), first_numbers(second.rows)
    if not second.header_keys and numbers and following and following[0] == numbers[-1] + 1:
        return [JoinDoubt(below.page, f"{APART}: its rows go on counting", ONE)]
    if ANEW_SAID in second.joins[0].reason and first.header_keys == second.header_keys:
        return [JoinDoubt(below.page, f"{APART}: {ANEW_SAID}", ONE)]
    if bool(first.header_keys) != bool(second.header_keys):
        return [JoinDoubt(below.page, f"{APART}: the same columns, one without a header", ONE)]
    return []


def _stand_alike(above: Fragment, below: Fragment) -> bool:
    edges, own = above.grid.columns, below.grid.columns
    return len(edges) == len(own) and shared_edges(edges, own, unit_of(below.line_height)) is not None


def _is_shaded_as_header(table: LogicalTable, below: Fragment) -> bool:
    header = table.sources[0][1].tinted[table.header_rows[0]]
    return bool(header) and below.tinted[0] == header and header not in below.tinted[1:]
