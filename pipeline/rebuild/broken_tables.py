"""Tables of a PDF that pages have broken in ways that the reader cannot mend, since it knows no words of a plan.

- a header row that the page cuts: the first line of each label ends a page, the second begins the next one, above the
  rows ("Organismo" | "responsable"). Both halves are one header where the labels, put together, are known.
- a matrix on facing pages: its right half stands on the next page, with as many rows. Its cells are put beside those of
  the left half; a column of numbers that is printed on both pages is kept once. So are the strips of a wide sheet;
- a matrix that begins with titles over its whole width: its header is the first row below them;
- a header that runs into the first row, because the rule below it is not drawn (`parted_headers.py`);
- the second row of a header read as one cell, where another table shows its cells (`repeated_headers.py`);
- a heading below the last row of a table, read as the last line of its first cell (`headings_in_cells.py`);
- a title over several lines, of which each is read as a title (`title_lines.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ..records import Excluded, PrintedLine
from ..reference.headers import header_key
from .headings_in_cells import with_headings_apart
from .parted_headers import with_parted_headers
from .pieces import exclude, pieces_of, whole
from .plan_tables import ACTION, PrintedTable, printed_tables
from .printed_headers import printed_columns
from .repeated_headers import with_repeated_headers
from .title_lines import with_whole_titles

NUMBER = "number"
MOSTLY = 2 / 3  # share of known labels in a row that is a header
FEWEST = 2  # columns of a plan that the right half of a matrix has
MANY = 100  # columns, at most, of a table that is looked at
RoleOf = Callable[[str], str | None]  # what a label names: a published column; None = not known


@dataclass(frozen=True, slots=True)
class Mended:
    """The lines of a document with its broken tables mended, and the words that stand twice."""

    lines: tuple[PrintedLine, ...]
    excluded: tuple[Excluded, ...] = ()
    count: int = 0  # tables that were joined


def mend_tables(lines: Sequence[PrintedLine], role_of: RoleOf) -> Mended:
    """Return lines in which cut headers are whole and the parts of a table on pages side by side are one."""
    titled = with_repeated_headers(with_headings_apart(with_whole_titles(lines)))
    found = _with_found_headers(_with_whole_headers(with_parted_headers(titled, role_of), role_of), role_of)
    joined = _with_facing_pages(found.lines, role_of)
    excluded = [*found.excluded, *joined.excluded]
    while joined.count:  # a sheet in three strips: two are joined, and the third stands beside both
        joined = _with_facing_pages(joined.lines, role_of)
        excluded += joined.excluded
    return Mended(joined.lines, tuple(excluded))


def _roles(headers: Sequence[PrintedLine], role_of: RoleOf) -> list[str | None]:
    """Return what each column of a table is: by its whole name, else by the first header over it that is known."""
    found: list[str | None] = []
    for column in printed_columns(headers):
        names = [name for name in (column.name, column.label, *column.path) if name]
        found.append(next((role for name in names if (role := role_of(name)) is not None), None))
    return found


def _with_whole_headers(lines: Sequence[PrintedLine], role_of: RoleOf) -> list[PrintedLine]:
    tables = printed_tables(lines)
    halves: dict[int, PrintedLine] = {}  # id of the line that is replaced by the whole header
    dropped: set[int] = set()  # ids of lines
    numbers: dict[int, int] = {}  # table → the table that it is a part of
    for table, after in zip(tables, [*tables[1:], None], strict=False):
        if (inside := _cut_inside(table, role_of)) is not None:
            first, second = inside
        elif after is not None and (between := _cut_between(table, after, role_of)) is not None:
            first, second = between
            numbers[table.number] = after.number
        else:
            continue
        halves[id(first)] = _one_header(first, second)
        dropped.add(id(second))
    return [
        replace(kept, table=numbers.get(kept.table, kept.table)) if kept.table is not None else kept
        for line in lines
        if id(line) not in dropped
        for kept in [halves.get(id(line), line)]
    ]


def _with_found_headers(lines: Sequence[PrintedLine], role_of: RoleOf) -> Mended:
    """Return lines in which a table without a header has one, if the first row below its titles has known labels.

    A header that is printed again below each title is excluded.
    """
    found: dict[int, PrintedLine] = {}
    again: dict[int, PrintedLine] = {}
    for table in printed_tables(lines):
        rows = [] if table.headers else [row for row in table.rows if len(row.cells) > 1]
        cells = [cell for cell in rows[0].cells if cell] if rows else []
        roles = [role_of(cell) for cell in cells]
        if len(cells) > FEWEST and ACTION in roles and len(roles) - roles.count(None) >= MOSTLY * len(roles):
            found[id(rows[0])] = replace(rows[0], spans=(1,) * len(rows[0].cells), covered=())
            again |= {id(row): row for row in rows[1:] if _keys(row) == _keys(rows[0])}
    kept = tuple(found.get(id(line), line) for line in lines if id(line) not in again)
    return Mended(kept, tuple(exclude(whole(line), "repeated-header") for line in again.values()))


def _keys(line: PrintedLine) -> list[str]:
    return [header_key(cell) for cell in line.cells]


def _cut_inside(table: PrintedTable, role_of: RoleOf) -> tuple[PrintedLine, PrintedLine] | None:
    """Return the halves of a cut header of which the lower one was read as the first row of its table."""
    if len(table.headers) != 1 or len(table.rows) < 2 or table.rows[0].page == table.headers[0].page:
        return None
    halves = table.headers[0], table.rows[0]
    return halves if _are_halves(*halves, role_of) else None


def _cut_between(table: PrintedTable, after: PrintedTable, role_of: RoleOf) -> tuple[PrintedLine, PrintedLine] | None:
    """Return the halves of a cut header of which the upper one was read as a table of its own."""
    own = (*table.headers, *table.rows)
    below = (*after.headers, *after.rows)
    if len(own) != 1 or len(after.headers) > 1 or len(below) < 2 or after.page != (own[0].page or 0) + 1:
        return None
    halves = own[0], below[0]
    lower = [role_of(cell) for cell in halves[1].cells if cell]
    is_rest = ACTION not in lower and NUMBER not in lower  # a header that is printed again names both
    return halves if is_rest and _are_halves(*halves, role_of, more=0) else None


def _are_halves(upper: PrintedLine, lower: PrintedLine, role_of: RoleOf, more: int = 1) -> bool:
    """Tell whether two rows are the halves of a header: together they name `more` columns than each does alone."""
    if len(upper.cells) != len(lower.cells) or not 1 < len(upper.cells) <= MANY:
        return False
    whole = [role_of(" ".join(filter(None, pair))) for pair in zip(upper.cells, lower.cells, strict=True)]
    most = max(sum(role_of(cell) is not None for cell in line.cells if cell) for line in (upper, lower))
    return ACTION in whole and sum(role is not None for role in whole) >= most + more


def _one_header(upper: PrintedLine, lower: PrintedLine) -> PrintedLine:
    cells = tuple(" ".join(filter(None, pair)) for pair in zip(upper.cells, lower.cells, strict=True))
    pieces = tuple((*above, *below) for above, below in zip(upper.pieces, lower.pieces, strict=True))
    return replace(upper, cells=cells, pieces=pieces, spans=(1,) * len(cells), covered=())


def _with_facing_pages(lines: Sequence[PrintedLine], role_of: RoleOf) -> Mended:
    tables = printed_tables(lines)
    beside: dict[int, PrintedLine] = {}  # id of a line of the left half → the line with both halves
    dropped: set[int] = set()
    excluded: list[Excluded] = []
    count = 0
    for left, right in pairwise(tables):
        if id((left.headers or left.rows)[0]) in dropped or not _face(left, right, role_of):
            continue
        again = _repeated_number(left, right, role_of)
        pairs = [*zip(left.headers, right.headers, strict=True), *zip(_rows(left), _rows(right), strict=True)]
        count += 1
        for mine, other in pairs:
            dropped.add(id(other))
            excluded += _said_again(other, again)
            beside[id(mine)] = _side_by_side(mine, other, again)
    kept = (beside.get(id(line), line) for line in lines if id(line) not in dropped)
    return Mended(tuple(kept), tuple(excluded), count)


def _rows(table: PrintedTable) -> list[PrintedLine]:
    return [row for row in table.rows if len(row.cells) > 1]


def _face(left: PrintedTable, right: PrintedTable, role_of: RoleOf) -> bool:
    """Tell whether a table is the right half of the one before: on the next page, with other columns, row by row."""
    begin_there = all(row.page == left.page for row in left.rows)
    if right.page != left.last_page + 1 or not begin_there or right.last_page != right.page:
        return False
    if len(left.headers) != len(right.headers) or not left.headers or len(_rows(left)) != len(_rows(right)):
        return False
    if len(_rows(right)) != len(right.rows) or not right.rows:
        return False
    mine, others = _roles(left.headers, role_of), _roles(right.headers, role_of)
    again = _repeated_number(left, right, role_of)
    new = [role for place, role in enumerate(others) if role is not None and place != again]
    is_other = not {role for role in new if role != "extras"} & {role for role in mine if role is not None}
    return ACTION in mine and ACTION not in others and is_other and 2 * len(new) >= len(others) and len(new) >= FEWEST


def _repeated_number(left: PrintedTable, right: PrintedTable, role_of: RoleOf) -> int | None:
    """Return the column of the right half that prints the numbers of the left one again."""
    mine, others = _roles(left.headers, role_of), _roles(right.headers, role_of)
    if NUMBER not in mine or NUMBER not in others:
        return None
    first, second = mine.index(NUMBER), others.index(NUMBER)
    same = all(row.cells[first] == other.cells[second] for row, other in zip(_rows(left), _rows(right), strict=True))
    return second if same else None


def _said_again(line: PrintedLine, column: int | None) -> Iterator[Excluded]:
    if column is not None:
        yield from (exclude(piece, "repeated-number") for piece in pieces_of(line, column))


def _side_by_side(left: PrintedLine, right: PrintedLine, without: int | None) -> PrintedLine:
    """Return a row of both halves, without the column of the right one that is printed on both."""
    kept = [place for place in range(len(right.cells)) if place != without]
    shift = len(left.cells)
    covered = [shift + kept.index(place) for place in right.covered if place != without]
    return replace(
        left,
        cells=(*left.cells, *(right.cells[place] for place in kept)),
        pieces=(*left.pieces, *(right.pieces[place] for place in kept)),
        spans=(*left.spans, *(right.spans[place] for place in kept)) if left.spans and right.spans else left.spans,
        covered=(*left.covered, *covered),
    )
